//! What a refusal of Telegram means (pure). The table follows the Bot API server's own texts (telegram.md 2.2): the
//! text decides, since codes alone are too coarse.
//!
//! Only what is final ends a link. What an administrator, or the platform, may take back tomorrow is tried again. A
//! right that is missing for one kind of file costs that file and nothing else.

use crate::channel::{Outcome, Reason, Wait};
use serde_json::Value;
use std::time::Duration;

/// The topic of a forum into which a message was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    /// None: an ordinary chat, or the general topic.
    None,
    /// The one in which the message stands that this one replied to.
    OfReply,
    /// The one that was linked.
    Linked,
}

/// What a text of the platform means.
#[derive(Debug, Clone, Copy)]
enum Meaning {
    /// The chat is lost for good.
    Gone(Reason),
    /// Not now; later perhaps.
    NotNow(Reason),
    /// Not this message.
    Refused(Reason),
    /// The message that this one replied to is gone.
    LostReply,
    /// The topic is gone.
    LostTopic,
    /// The topic is closed.
    ClosedTopic,
    /// The handle of the file is stale.
    StaleFile,
}

use Meaning::{ClosedTopic, Gone, LostReply, LostTopic, NotNow, Refused, StaleFile};

/// What a refusal with 400 or 403 says, in small letters; the first line that fits counts. Texts of the interface
/// begin with `Bad Request:` or `Forbidden:`; words in capitals come from further inside and come with 400.
const TABLE: &[(&str, Meaning)] = &[
    // Final.
    ("bot was kicked", Gone(Reason::Removed)),
    ("bot is not a member", Gone(Reason::Removed)),
    ("channel_private", Gone(Reason::Removed)),
    ("group chat was deleted", Gone(Reason::GroupEnded)),
    ("chat was deleted", Gone(Reason::GroupEnded)),
    ("group chat was deactivated", Gone(Reason::GroupEnded)),
    // Without the new address; with it, it is not looked up here.
    ("group chat was upgraded", Gone(Reason::GroupEnded)),
    ("blocked by the user", Gone(Reason::Blocked)),
    ("user_is_blocked", Gone(Reason::Blocked)),
    ("user is deactivated", Gone(Reason::Deactivated)),
    ("input_user_deactivated", Gone(Reason::Deactivated)),
    ("can't initiate conversation", Gone(Reason::NeverStarted)),
    ("can't send messages to bots", Refused(Reason::NeverStarted)),
    ("can't send messages to the bot", Refused(Reason::NeverStarted)),
    // One kind of file.
    ("user restricted receiving of voice", Refused(Reason::VoicesRefused)),
    ("user restricted receiving of video", Refused(Reason::Content)),
    ("voice_messages_forbidden", Refused(Reason::VoicesRefused)),
    ("rights to send voice", Refused(Reason::NoVoices)),
    ("rights to send audio", Refused(Reason::NoVoices)),
    ("chat_send_voices_forbidden", Refused(Reason::NoVoices)),
    ("chat_send_audios_forbidden", Refused(Reason::NoVoices)),
    ("rights to send photo", Refused(Reason::NoPictures)),
    ("chat_send_photos_forbidden", Refused(Reason::NoPictures)),
    ("rights to send document", Refused(Reason::NoDocuments)),
    ("chat_send_docs_forbidden", Refused(Reason::NoDocuments)),
    ("rights to send media", Refused(Reason::NoDocuments)),
    ("chat_send_media_forbidden", Refused(Reason::NoDocuments)),
    // Topics, before what speaks of rights.
    ("message thread not found", LostTopic),
    ("topic_deleted", LostTopic),
    ("topic_id_invalid", LostTopic),
    ("topic_closed", ClosedTopic),
    ("topic is closed", ClosedTopic),
    // Until somebody says otherwise.
    ("rights", NotNow(Reason::Muted)),
    ("chat_write_forbidden", NotNow(Reason::Muted)),
    ("chat_send_plain_forbidden", NotNow(Reason::Muted)),
    ("chat_guest_send_forbidden", NotNow(Reason::Muted)),
    ("chat_admin_required", NotNow(Reason::Muted)),
    ("chat_restricted", NotNow(Reason::Restricted)),
    ("user_banned_in_channel", NotNow(Reason::Restricted)),
    ("user_restricted", NotNow(Reason::Restricted)),
    ("bot is restricted", NotNow(Reason::Restricted)),
    // Seen to come and go for chats that were reached before; and we write to no others.
    ("chat not found", NotNow(Reason::UnknownChat)),
    ("peer_id_invalid", NotNow(Reason::UnknownChat)),
    ("chat_id_invalid", NotNow(Reason::UnknownChat)),
    // About this message.
    ("message to be replied not found", LostReply),
    ("replied message not found", LostReply),
    ("reply message not found", LostReply),
    ("message_id_invalid", LostReply),
    ("wrong file identifier", StaleFile),
    ("wrong file_id", StaleFile),
    ("wrong remote file", StaleFile),
    ("file is temporarily unavailable", StaleFile),
    ("file_reference", StaleFile),
    ("is too long", Refused(Reason::Content)),
    ("too_long", Refused(Reason::Content)),
    ("is empty", Refused(Reason::Content)),
    ("must be non-empty", Refused(Reason::Content)),
    ("can't parse", Refused(Reason::Content)),
    ("entit", Refused(Reason::Content)),
    ("http url", Refused(Reason::Content)),
    ("web page", Refused(Reason::Content)),
    ("too big", Refused(Reason::Content)),
    ("photo", Refused(Reason::Content)),
    ("image", Refused(Reason::Content)),
    ("button", Refused(Reason::Content)),
    ("query is too old", Refused(Reason::Content)),
    ("is not modified", Refused(Reason::Content)),
];

/// After 409 and after a 429 that names no time.
const PAUSE: Duration = Duration::from_secs(5);

/// What a refusal means.
pub(super) fn classify(code: i64, description: &str, parameters: &Value, topic: Topic) -> Outcome {
    if let Some(to) = parameters["migrate_to_chat_id"].as_i64() {
        return Outcome::Moved { to: to.to_string() };
    }
    match code {
        400 | 403 => said(code, &description.to_lowercase(), topic),
        429 => {
            let after = Wait::said(&parameters["retry_after"]).unwrap_or(Wait::of(PAUSE));
            Outcome::Retry { after: Some(after), unreachable: false }
        }
        401 | 404 | 421 => Outcome::Stop(Reason::Token),
        409 => Outcome::Retry { after: Some(Wait::of(PAUSE)), unreachable: false },
        408 | 500.. => Outcome::Unknown(Reason::NoAnswer),
        _ => Outcome::Refused(Reason::Content),
    }
}

fn said(code: i64, text: &str, topic: Topic) -> Outcome {
    let not_now = |reason| Outcome::NotNow { reason, after: None };
    match TABLE.iter().find(|(words, _)| text.contains(words)).map(|(_, meaning)| *meaning) {
        Some(Gone(reason)) => Outcome::Gone(reason),
        Some(NotNow(reason)) => not_now(reason),
        Some(Refused(reason)) => Outcome::Refused(reason),
        Some(LostReply) => Outcome::LostContext,
        Some(StaleFile) => Outcome::StaleFile,
        Some(LostTopic | ClosedTopic) if topic == Topic::OfReply => Outcome::LostContext,
        Some(LostTopic) if topic == Topic::Linked => Outcome::Gone(Reason::TopicEnded),
        Some(LostTopic) => Outcome::LostContext,
        Some(ClosedTopic) => not_now(Reason::TopicClosed),
        // Words that are not known yet: they must not cost a village its link, nor this message at once.
        None if code == 403 => not_now(Reason::Forbidden),
        None => Outcome::Refused(Reason::Unexplained),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn not_now(reason: Reason) -> Outcome {
        Outcome::NotNow { reason, after: None }
    }

    #[test]
    fn every_row_of_the_error_table_has_its_meaning() {
        let content = Outcome::Refused(Reason::Content);
        let removed = Outcome::Gone(Reason::Removed);
        let ended = Outcome::Gone(Reason::GroupEnded);
        let blocked = Outcome::Gone(Reason::Blocked);
        let muted = not_now(Reason::Muted);
        let unknown = Outcome::Unknown(Reason::NoAnswer);
        for (code, text, meaning) in [
            (400, "Bad Request: chat not found", not_now(Reason::UnknownChat)),
            (400, "Bad Request: PEER_ID_INVALID", not_now(Reason::UnknownChat)),
            (400, "Bad Request: group chat was upgraded to a supergroup chat", ended.clone()),
            (400, "Bad Request: group chat was deactivated", ended.clone()),
            (400, "Bad Request: message is too long", content.clone()),
            (400, "Bad Request: message caption is too long", content.clone()),
            (400, "Bad Request: text is too long", content.clone()),
            (400, "Bad Request: can't parse entities: x", content.clone()),
            (400, "Bad Request: message text is empty", content.clone()),
            (400, "Bad Request: message to be replied not found", Outcome::LostContext),
            (400, "Bad Request: not enough rights to send text messages to the chat", muted.clone()),
            (400, "Bad Request: have no rights to send a message", muted.clone()),
            (400, "Bad Request: need administrator rights in the channel chat", muted.clone()),
            (400, "Bad Request: CHAT_WRITE_FORBIDDEN", muted.clone()),
            (400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN", muted.clone()),
            (400, "Bad Request: CHAT_ADMIN_REQUIRED", muted),
            (400, "Bad Request: CHAT_RESTRICTED", not_now(Reason::Restricted)),
            (400, "Bad Request: USER_BANNED_IN_CHANNEL", not_now(Reason::Restricted)),
            (
                400,
                "Bad Request: not enough rights to send voice notes to the chat",
                Outcome::Refused(Reason::NoVoices),
            ),
            (
                400,
                "Bad Request: not enough rights to send audios to the chat",
                Outcome::Refused(Reason::NoVoices),
            ),
            (400, "Bad Request: CHAT_SEND_VOICES_FORBIDDEN", Outcome::Refused(Reason::NoVoices)),
            (
                400,
                "Bad Request: not enough rights to send photos to the chat",
                Outcome::Refused(Reason::NoPictures),
            ),
            (400, "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN", Outcome::Refused(Reason::NoPictures)),
            (
                400,
                "Bad Request: not enough rights to send documents to the chat",
                Outcome::Refused(Reason::NoDocuments),
            ),
            (400, "Bad Request: CHAT_SEND_DOCS_FORBIDDEN", Outcome::Refused(Reason::NoDocuments)),
            (400, "Bad Request: CHAT_SEND_MEDIA_FORBIDDEN", Outcome::Refused(Reason::NoDocuments)),
            (400, "Bad Request: VOICE_MESSAGES_FORBIDDEN", Outcome::Refused(Reason::VoicesRefused)),
            (
                400,
                "Bad Request: user restricted receiving of voice messages",
                Outcome::Refused(Reason::VoicesRefused),
            ),
            (400, "Bad Request: wrong file identifier/HTTP URL specified", Outcome::StaleFile),
            (400, "Bad Request: wrong file_id or the file is temporarily unavailable", Outcome::StaleFile),
            (400, "Bad Request: failed to get HTTP URL content", content.clone()),
            (400, "Bad Request: wrong type of the web page content", content.clone()),
            (400, "Bad Request: query is too old and response timeout expired", content.clone()),
            (400, "Bad Request: message is not modified", content.clone()),
            (401, "Unauthorized", Outcome::Stop(Reason::Token)),
            (403, "Forbidden: bot was blocked by the user", blocked.clone()),
            (400, "Bad Request: USER_IS_BLOCKED", blocked.clone()),
            (403, "Forbidden: user is deactivated", Outcome::Gone(Reason::Deactivated)),
            (400, "Bad Request: INPUT_USER_DEACTIVATED", Outcome::Gone(Reason::Deactivated)),
            (403, "Forbidden: bot was kicked from the group chat", removed.clone()),
            (403, "Forbidden: bot was kicked from the supergroup chat", removed.clone()),
            (403, "Forbidden: bot was kicked from the channel chat", removed.clone()),
            (403, "Forbidden: bot is not a member of the group chat", removed.clone()),
            (403, "Forbidden: bot is not a member of the supergroup chat", removed.clone()),
            (403, "Forbidden: bot is not a member of the channel chat", removed.clone()),
            (400, "Bad Request: CHANNEL_PRIVATE", removed),
            (403, "Forbidden: the group chat was deleted", ended),
            (
                403,
                "Forbidden: bot can't initiate conversation with a user",
                Outcome::Gone(Reason::NeverStarted),
            ),
            (403, "Forbidden: bot can't send messages to bots", Outcome::Refused(Reason::NeverStarted)),
            (403, "Forbidden: something new", not_now(Reason::Forbidden)),
            (404, "Not Found", Outcome::Stop(Reason::Token)),
            (404, "Not Found: method not found", Outcome::Stop(Reason::Token)),
            (413, "Request Entity Too Large", content.clone()),
            (421, "Misdirected Request: unallowed token specified", Outcome::Stop(Reason::Token)),
            (400, "Bad Request: something new", Outcome::Refused(Reason::Unexplained)),
            (500, "Internal Server Error: restart", unknown.clone()),
            (502, "", unknown.clone()),
            (504, "", unknown),
        ] {
            assert_eq!(classify(code, text, &json!(null), Topic::None), meaning, "{code} {text}");
        }
    }

    #[test]
    fn a_topic_that_is_gone_or_closed_is_told_apart_by_whose_it_is() {
        let gone = "Bad Request: message thread not found";
        let closed = "Bad Request: TOPIC_CLOSED";
        for (text, topic, meaning) in [
            (gone, Topic::None, Outcome::LostContext),
            (gone, Topic::OfReply, Outcome::LostContext),
            (gone, Topic::Linked, Outcome::Gone(Reason::TopicEnded)),
            (closed, Topic::OfReply, Outcome::LostContext),
            (closed, Topic::Linked, not_now(Reason::TopicClosed)),
            // The general topic.
            (closed, Topic::None, not_now(Reason::TopicClosed)),
        ] {
            assert_eq!(classify(400, text, &json!(null), topic), meaning, "{text} {topic:?}");
        }
    }

    #[test]
    fn a_wait_is_as_long_as_the_platform_says_and_a_move_goes_where_it_says() {
        let wait = |seconds| {
            let after = Some(Wait::of(Duration::from_secs(seconds)));
            Outcome::Retry { after, unreachable: false }
        };
        let retry = |parameters: Value| classify(429, "Too Many Requests", &parameters, Topic::None);
        assert_eq!(retry(json!({"retry_after": 7})), wait(7));
        assert_eq!(retry(json!({"retry_after": u64::MAX})), wait(86_400));
        assert_eq!(retry(json!(null)), wait(5));
        assert_eq!(classify(409, "Conflict", &json!(null), Topic::None), wait(5));
        let moved = classify(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            &json!({"migrate_to_chat_id": -1005}),
            Topic::None,
        );
        assert_eq!(moved, Outcome::Moved { to: "-1005".into() });
    }

    #[test]
    fn only_what_is_final_ends_a_link() {
        let finals =
            [Reason::Removed, Reason::GroupEnded, Reason::Blocked, Reason::Deactivated, Reason::NeverStarted];
        for (words, meaning) in TABLE {
            if let Gone(reason) = meaning {
                assert!(finals.contains(reason), "{words}");
            }
        }
    }
}
