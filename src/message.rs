//! What is said or heard, in no platform's words. Kept to what the poorest channel can show.

mod token;

pub use token::{
    ASK, AskStep, AskWord, LINE, LONGEST_TOKEN_BYTES, READ_ALOUD, REMARK, Settle, ShareStep, Token,
};

use crate::ids::QuestionCode;
use crate::stored::words;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

/// One platform message on its way out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Shown bold where the platform can; a line of its own before the text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub heading: String,
    /// Plain text, never markup.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// A voice or a picture; its caption is `text`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media: Option<Media>,
    /// At most four; buttons where the platform has them, numbered lines elsewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// A link out, under the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
    /// The platform's id of the message that this one replies to, in the same chat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
}

/// One choice: what is shown and what comes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// A few words.
    pub label: String,
    /// What it stands for, as [`Token::encode`] writes it: at most [`LONGEST_TOKEN_BYTES`] of ASCII.
    pub token: String,
}

/// Where a person can go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Link {
    /// Opens the private chat with this account's bot, carrying a payload of at most 64 `A-Za-z0-9_-`.
    Private {
        /// A few words.
        label: String,
        /// What `/start` will carry.
        payload: String,
    },
    /// The same, carrying the place of the group it stands in: one text serves every village, and the
    /// payload is made when it is sent.
    FromGroup {
        /// A few words.
        label: String,
    },
    /// The same where links carry nothing: a sentence under the text, in which `{address}` and `{place}` (the name
    /// to send first) are filled when it is sent.
    Told {
        /// The sentence.
        words: String,
    },
}

/// What a sentence of [`Link::Told`] may grow by: an address and a place's name.
pub const TOLD_ROOM_UNITS: usize = 120;

/// What a link out of a group carries, so that a question asked in private is bound to the group's place.
/// Place codes may hold a dot, which a payload may not.
pub fn place_payload(place: &str) -> String {
    format!("{PLACE_PAYLOAD}{}", URL_SAFE_NO_PAD.encode(place))
}

/// The place that a payload carries, if it carries one.
pub fn payload_place(payload: &str) -> Option<String> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(payload.strip_prefix(PLACE_PAYLOAD)?).ok()?).ok()
}

/// No invitation begins like this: their alphabet has no dash.
const PLACE_PAYLOAD: &str = "n-";

/// What kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaKind {
    /// A spoken message (Opus in Ogg).
    Voice,
    /// A picture (PNG or JPEG).
    Picture,
    /// Any other file.
    Document,
}

/// A file to send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// What it is.
    pub kind: MediaKind,
    /// Where its bytes are.
    pub source: Source,
    /// The language of the words that stand in for it where the chat cannot carry it.
    #[serde(default)]
    pub language: String,
}

words! {
    /// What the program says aloud: `<word>.ogg` beside the words of a language.
    pub enum Aloud {
        /// What can be done here.
        Help = "help",
        /// The notice before a first question, and its choice.
        Notice = "notice",
        /// What is told before a first voice goes on, and its choice.
        Consent = "consent",
    }
}

impl Aloud {
    fn help() -> Aloud {
        Aloud::Help
    }
}

/// Where a file's bytes are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// A file of an item in the content folder, known by the hash of its bytes.
    Content {
        /// SHA-256 of the bytes, hex: the file is uploaded once per account under this name.
        hash: String,
        /// `<item>/<file>` below the content folder.
        path: String,
        /// Nobody has released it: it has no public address.
        #[serde(default)]
        draft: bool,
    },
    /// A file that a platform holds: what a person sent us, by the account it came to.
    Platform {
        /// The account it came to.
        account: String,
        /// That platform's handle, good for that account only.
        file_id: String,
        /// Where it was said: its address opens for as long as that is kept. `None` in what was put before this was
        /// written down; it has no address.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        said: Option<Said>,
    },
    /// Words of the program's own, read aloud.
    #[serde(rename = "help")]
    Aloud {
        /// In this language, or in Vietnamese.
        language: String,
        /// Which; what was put before there were several is the help.
        #[serde(default = "Aloud::help")]
        what: Aloud,
    },
    /// Bytes carried along, base64 (a report for an editor).
    Inline {
        /// File name shown to the person.
        name: String,
        /// Base64 of the bytes.
        base64: String,
    },
}

/// Where a person's voice was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Said {
    /// It asked this question.
    Asking(QuestionCode),
    /// It answered this question.
    Answering(QuestionCode),
}

impl Choice {
    /// What is shown, and what it stands for.
    pub fn new(label: impl Into<String>, token: &Token) -> Choice {
        Choice { label: label.into(), token: token.encode() }
    }
}

impl Message {
    /// A message of text alone.
    pub fn text(text: impl Into<String>) -> Self {
        Message { text: text.into(), ..Message::default() }
    }

    /// The same, as a reply to `message`.
    pub fn replying_to(mut self, message: Option<String>) -> Self {
        self.reply_to = message;
        self
    }

    /// The same, with choices.
    pub fn with_choices(mut self, choices: Vec<Choice>) -> Self {
        self.choices = choices;
        self
    }

    /// Heading and text as one plain text, and how many leading UTF-16 units are heading.
    pub fn shown(&self) -> (String, usize) {
        if self.heading.is_empty() {
            return (self.text.clone(), 0);
        }
        let units = self.heading.encode_utf16().count();
        let gap = if self.text.is_empty() { "" } else { "\n\n" };
        (format!("{}{gap}{}", self.heading, self.text), units)
    }

    /// The message with `tail` below it (what must stay whole), cut at paragraph, line or word borders into messages
    /// of at most `max` UTF-16 units each, marked `(1/2)`; media and reply stay with the first, choices and link
    /// with the last.
    pub fn split(mut self, max: usize, tail: &str) -> Vec<Message> {
        let below = |text: &str| match (text.is_empty(), tail.is_empty()) {
            (_, true) => text.to_owned(),
            (true, false) => tail.to_owned(),
            (false, false) => format!("{text}\n\n{tail}"),
        };
        let whole = Message { text: below(&self.text), ..self.clone() };
        if units(&whole.shown().0) <= max {
            return vec![whole];
        }
        let room = max.saturating_sub(MARK_UNITS).max(2);
        // With nothing between it and what is below, a heading is a text like any other.
        if units(&self.heading) > room / 2 || self.text.trim().is_empty() {
            self.text = self.shown().0;
            self.heading = String::new();
        }
        // Nothing that must stay whole is as long as this.
        if units(tail) > room {
            return Message { text: below(&self.text), ..self }.split(max, "");
        }
        let gap = if self.heading.is_empty() { 0 } else { units(&self.heading) + 2 };
        let mut pieces = split_text(&self.text, room - gap, room);
        let fits = |pieces: &[String]| {
            let gap = if pieces.len() == 1 { gap } else { 0 };
            tail.is_empty() || pieces.last().is_some_and(|last| gap + units(last) + 2 + units(tail) <= room)
        };
        if !fits(&pieces)
            && let Some(last) = pieces.pop()
        {
            // Some words go along with what is below.
            pieces.extend(split_text(&last, units(&last) * 2 / 3, room));
        }
        if !fits(&pieces) {
            pieces.push(String::new());
        }
        let count = pieces.len();
        let mut first = Some((self.heading, self.media, self.reply_to));
        let mut last = Some((self.choices, self.link));
        pieces
            .into_iter()
            .enumerate()
            .map(|(i, piece)| {
                let (heading, media, reply_to) = first.take().unwrap_or_default();
                let mark = if count > 1 { format!("({}/{count})", i + 1) } else { String::new() };
                let text = format!("{piece}\n{mark}").trim().to_owned();
                if i + 1 < count {
                    return Message { heading, text, media, reply_to, ..Message::default() };
                }
                let (choices, link) = last.take().unwrap_or_default();
                Message { heading, text: below(&text), media, choices, link, reply_to }
            })
            .collect()
    }
}

/// What a mark takes, with its line break: `(99/99)`.
const MARK_UNITS: usize = 10;

/// The length that platforms count.
pub fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Cuts text into pieces of at most `max` UTF-16 units (the first of at most `first`), at the best border that fits.
fn split_text(text: &str, first: usize, max: usize) -> Vec<String> {
    let mut rest = text.trim();
    let mut pieces = vec![];
    while !rest.is_empty() {
        let max = if pieces.is_empty() { first } else { max };
        let mut units = 0;
        let end = rest.char_indices().find(|(_, c)| {
            units += c.len_utf16();
            units > max
        });
        let Some((end, _)) = end else {
            pieces.push(rest.to_owned());
            break;
        };
        let head = &rest[..end];
        // Not nearer than a third: a border right at the start would make crumbs.
        let floor = end / 3;
        let cut = ["\n\n", "\n", ". ", " "]
            .iter()
            .find_map(|border| {
                head.rfind(border).filter(|at| *at > floor).map(|at| at + border.trim_end().len())
            })
            // Not even one character fits: it goes all the same, whole.
            .unwrap_or(end.max(rest.chars().next().map_or(0, char::len_utf8)));
        pieces.push(rest[..cut].trim_end().to_owned());
        rest = rest[cut..].trim_start();
    }
    pieces
}

/// The chat that an address names or names a part of: `<chat>@<topic>` is one topic of a chat.
pub fn whole_chat(address: &str) -> &str {
    address.split_once('@').map_or(address, |(chat, _)| chat)
}

words! {
    /// Whose chat it is.
    pub enum ChatKind {
        /// Between one person and the bot.
        Private = "private",
        /// A village's group.
        Group = "group",
    }
}

/// One thing that reached us, in no platform's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// The platform's address of the chat; of a group perhaps of one topic in it ([`whole_chat`]).
    pub chat: String,
    /// Private or group.
    pub kind: ChatKind,
    /// The platform's address of the person who acted, if it is a person we may answer.
    pub sender: Option<String>,
    /// True when the person cannot be told apart from others (an anonymous group admin).
    pub anonymous: bool,
    /// The platform's id of the message that was sent (or whose button was pressed).
    pub message: Option<String>,
    /// The platform's id of the message that this one quotes.
    pub quoted: Option<String>,
    /// The album that it belongs to: several pictures sent at once, each a message of its own.
    pub album: Option<String>,
    /// Passed on: the words are somebody else's, whoever sent them.
    pub forwarded: bool,
    /// What happened.
    pub event: Event,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Somebody wrote; a mention of the bot is already cut off, and `addressed` says it was there. The caption of a
    /// film or a file is words, too.
    Text {
        /// What they wrote.
        text: String,
        /// Addressed to the bot by a mention (a slash command shows itself).
        addressed: bool,
    },
    /// Somebody changed a message of theirs: `Incoming::message` says which. The words as they now stand.
    Edited {
        /// What it says now; of a picture or a voice its caption.
        text: String,
        /// Addressed to the bot by a mention.
        addressed: bool,
    },
    /// Somebody spoke.
    Voice {
        /// The platform's handle of the sound.
        file_id: String,
        /// Length in seconds, as the platform says.
        seconds: i64,
        /// What they wrote beside it.
        text: String,
        /// Addressed to the bot by a mention.
        addressed: bool,
    },
    /// Somebody showed a picture.
    Picture {
        /// The platform's handle of it.
        file_id: String,
        /// What they wrote beside it.
        text: String,
        /// Addressed to the bot by a mention.
        addressed: bool,
    },
    /// Something that we cannot take and that says nothing: a sticker, a film without a caption, a kind of message
    /// that is not known yet.
    Unsupported,
    /// Something came whose content the platform keeps from us: a file, or whatever a protected person sent.
    /// Among the protected are people who cannot read: it must not be left without an answer.
    Withheld,
    /// A button was pressed.
    Press {
        /// The token of the choice.
        token: String,
        /// What the platform wants back so that the button stops spinning.
        callback: String,
    },
    /// The bot was put into this group.
    Joined,
    /// The bot was taken out of this group, or this person blocked it.
    Left,
    /// The group has a new address.
    Moved {
        /// The new one.
        to: String,
    },
    /// The group was dissolved.
    Ended,
    /// This person told the platform that nothing of theirs may be kept any more.
    Withdrew,
    /// An officer answered by hand, in the platform's own window: the person has the answer already.
    AnsweredByHand {
        /// What they wrote.
        text: String,
    },
    /// Nothing to answer: what the platform tells of itself, and nobody said.
    Nothing,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_character_is_never_cut() {
        assert_eq!(split_text("😀😀", 1, 1), ["😀", "😀"]);
        assert_eq!(split_text("ệ", 0, 5), ["ệ"]);
    }

    #[test]
    fn a_long_text_is_cut_between_paragraphs_and_what_is_below_stays_whole() {
        let text = ["một hai ba bốn năm sáu"; 4].join("\n\n");
        let whole = Message { heading: "Tiêu đề".into(), ..Message::text(text) }
            .with_choices(vec![Choice { label: "Rõ".into(), token: "ok:X".into() }]);
        let parts = whole.split(70, "1. Rõ\nGửi số để chọn");
        let shown: Vec<String> = parts.iter().map(|p| p.shown().0).collect();
        let one = "một hai ba bốn năm sáu";
        assert_eq!(
            shown,
            [
                format!("Tiêu đề\n\n{one}\n\n{one}\n(1/3)"),
                format!("{one}\n(2/3)"),
                format!("{one}\n(3/3)\n\n1. Rõ\nGửi số để chọn")
            ]
        );
        assert!(parts[0].choices.is_empty() && parts[2].choices.len() == 1);
    }

    proptest! {
        #[test]
        fn pieces_fit_and_lose_no_word(
            heading in "[a-zà-ỹ ]{0,40}",
            text in "[a-zà-ỹ\u{1F600} \n]{0,400}",
            tail in "[a-z0-9. \n]{0,60}",
            max in 30usize..90,
        ) {
            let message = Message { heading: heading.clone(), ..Message::text(text.clone()) };
            let pieces = message.split(max, tail.trim());
            let count = pieces.len();
            let mut joined = String::new();
            for (i, piece) in pieces.iter().enumerate() {
                let shown = piece.shown().0;
                prop_assert!(units(&shown) <= max, "{} > {max}: {shown:?}", units(&shown));
                let mark = format!("({}/{count})", i + 1);
                prop_assert!(count == 1 || shown.contains(&mark));
                joined.extend(shown.replace(&mark, "").split_whitespace());
            }
            let meant: String = format!("{heading} {text} {tail}").split_whitespace().collect();
            prop_assert_eq!(joined, meant);
        }
    }
}
