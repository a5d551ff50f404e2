//! A message becomes the platform's fields (pure). Text is sent plain with entities computed here,
//! never as markup, so nothing that a person wrote can open a tag.

use crate::message::Message;
use serde_json::{Value, json};
use teloxide::payloads::{SendMessage, SendMessageSetters};
use teloxide::types::{
    ChatId, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity, MessageEntityKind,
    MessageId, ReplyMarkup, ReplyParameters, ThreadId,
};

/// A caption holds at most 1,024 characters (Bot API).
const CAPTION: usize = 1024;

/// `id` or `id@thread`: a message, with the forum topic it stands in.
pub(super) fn message_id(message: &str) -> (&str, Option<i32>) {
    match message.split_once('@') {
        Some((id, thread)) => (id, thread.parse().ok()),
        None => (message, None),
    }
}

fn keyboard(message: &Message, link: Option<(String, String)>) -> Option<ReplyMarkup> {
    let mut rows: Vec<Vec<InlineKeyboardButton>> =
        message.choices.iter().map(|c| vec![InlineKeyboardButton::callback(&c.label, &c.token)]).collect();
    if let Some((label, url)) = link
        && let Ok(url) = reqwest::Url::parse(&url)
    {
        rows.push(vec![InlineKeyboardButton::url(label, url)]);
    }
    (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows).into())
}

fn reply(message: &Message) -> Option<(ReplyParameters, Option<ThreadId>)> {
    let (id, thread) = message_id(message.reply_to.as_deref()?);
    let id = MessageId(id.parse().ok()?);
    let parameters = ReplyParameters::new(id).allow_sending_without_reply();
    // The General topic has id 1 and must be left out (telegram.md 2.6).
    let thread = thread.filter(|t| *t != 1).map(|t| ThreadId(MessageId(t)));
    Some((parameters, thread))
}

fn bold(units: usize) -> Vec<MessageEntity> {
    if units == 0 { vec![] } else { vec![MessageEntity::new(MessageEntityKind::Bold, 0, units)] }
}

/// `sendMessage`.
pub(super) fn text(chat: i64, message: &Message, link: Option<(String, String)>) -> Value {
    let (shown, heading) = message.shown();
    let no_preview = LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    };
    let mut payload = SendMessage::new(ChatId(chat), shown).link_preview_options(no_preview);
    if heading > 0 {
        payload = payload.entities(bold(heading));
    }
    if let Some(markup) = keyboard(message, link) {
        payload = payload.reply_markup(markup);
    }
    if let Some((parameters, thread)) = reply(message) {
        payload = payload.reply_parameters(parameters);
        payload.message_thread_id = thread;
    }
    serde_json::to_value(payload).expect("a payload of plain fields serialises")
}

/// The fields beside the file itself, for `sendVoice`, `sendPhoto`, `sendDocument`.
pub(super) fn media(chat: i64, message: &Message, link: Option<(String, String)>) -> Value {
    let (shown, heading) = message.shown();
    let mut fields = json!({ "chat_id": chat });
    if !shown.is_empty() {
        let caption: String = shown.chars().take(CAPTION).collect();
        fields["caption"] = json!(caption);
        if heading > 0 {
            fields["caption_entities"] = json!(bold(heading));
        }
    }
    if let Some(markup) = keyboard(message, link) {
        fields["reply_markup"] = json!(markup);
    }
    if let Some((parameters, thread)) = reply(message) {
        fields["reply_parameters"] = json!(parameters);
        if let Some(thread) = thread {
            fields["message_thread_id"] = json!(thread);
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Choice;

    #[test]
    fn a_heading_is_bold_by_utf16_units_and_text_is_never_markup() {
        let m = Message { heading: "Khám 🏥".into(), text: "<b>không</b>".into(), ..Message::default() };
        let v = text(-5, &m, None);
        assert_eq!(v["text"], "Khám 🏥\n\n<b>không</b>");
        assert_eq!(v["entities"], json!([{"type": "bold", "offset": 0, "length": 7}]));
        assert!(v.get("parse_mode").is_none());
    }

    #[test]
    fn choices_and_replies_keep_their_topic() {
        let m = Message::text("?")
            .with_choices(vec![Choice { label: "Đồng ý".into(), token: "c:1".into() }])
            .replying_to(Some("7@9".into()));
        let v = text(5, &m, Some(("Hỏi riêng".into(), "https://t.me/x?start=a".into())));
        assert_eq!(v["reply_parameters"]["message_id"], 7);
        assert_eq!(v["message_thread_id"], 9);
        assert_eq!(v["reply_markup"]["inline_keyboard"][0][0]["callback_data"], "c:1");
        assert_eq!(v["reply_markup"]["inline_keyboard"][1][0]["url"], "https://t.me/x?start=a");
    }
}
