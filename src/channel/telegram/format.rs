//! A message becomes the platform's fields (pure). Text is sent plain with entities computed here,
//! never as markup, so nothing that a person wrote can open a tag.

use super::address::{Address, MessageNumber};
use crate::message::Message;
use crate::platform::Platform;
use serde_json::{Value, json};
use teloxide::payloads::{SendMessage, SendMessageSetters};
use teloxide::types::{
    ChatId, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity, MessageEntityKind,
    MessageId, ReplyMarkup, ReplyParameters, ThreadId,
};

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

/// The message that this one replies to, if it stands in the chat that this one goes to.
fn replied(to: Address, message: &Message) -> Option<MessageNumber> {
    MessageNumber::in_chat(message.reply_to.as_deref()?, to.chat)
}

fn reply(to: Address, message: &Message) -> Option<ReplyParameters> {
    let replied = replied(to, message)?;
    Some(ReplyParameters::new(MessageId(replied.number)).allow_sending_without_reply())
}

/// The topic that the message goes to: that of the message it replies to, else the linked one.
pub(super) fn topic(to: Address, message: &Message) -> Option<i32> {
    replied(to, message).map_or(to.topic, |replied| replied.topic)
}

fn bold(units: usize) -> Vec<MessageEntity> {
    if units == 0 { vec![] } else { vec![MessageEntity::new(MessageEntityKind::Bold, 0, units)] }
}

/// `sendMessage`.
pub(super) fn text(to: Address, message: &Message, link: Option<(String, String)>) -> Value {
    let (shown, heading) = message.shown();
    let no_preview = LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    };
    let mut payload = SendMessage::new(ChatId(to.chat), shown).link_preview_options(no_preview);
    if heading > 0 {
        payload = payload.entities(bold(heading));
    }
    if let Some(markup) = keyboard(message, link) {
        payload = payload.reply_markup(markup);
    }
    if let Some(parameters) = reply(to, message) {
        payload = payload.reply_parameters(parameters);
    }
    payload.message_thread_id = topic(to, message).map(|topic| ThreadId(MessageId(topic)));
    serde_json::to_value(payload).expect("a payload of plain fields serialises")
}

/// The fields beside the file itself, for `sendVoice`, `sendPhoto`, `sendDocument`.
pub(super) fn media(to: Address, message: &Message, link: Option<(String, String)>) -> Value {
    let (shown, heading) = message.shown();
    let mut fields = json!({ "chat_id": to.chat });
    if !shown.is_empty() {
        let caption: String = shown.chars().take(Platform::Telegram.profile().capabilities.caption).collect();
        fields["caption"] = json!(caption);
        if heading > 0 {
            fields["caption_entities"] = json!(bold(heading));
        }
    }
    if let Some(markup) = keyboard(message, link) {
        fields["reply_markup"] = json!(markup);
    }
    if let Some(parameters) = reply(to, message) {
        fields["reply_parameters"] = json!(parameters);
    }
    if let Some(topic) = topic(to, message) {
        fields["message_thread_id"] = json!(topic);
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Choice;

    fn to(address: &str) -> Address {
        Address::parse(address).unwrap()
    }

    #[test]
    fn a_heading_is_bold_by_utf16_units_and_text_is_never_markup() {
        let m = Message { heading: "Khám 🏥".into(), text: "<b>không</b>".into(), ..Message::default() };
        let v = text(to("-5"), &m, None);
        assert_eq!(v["text"], "Khám 🏥\n\n<b>không</b>");
        assert_eq!(v["entities"], json!([{"type": "bold", "offset": 0, "length": 7}]));
        assert!(v.get("parse_mode").is_none());
    }

    #[test]
    fn choices_and_replies_keep_their_topic() {
        let m = Message::text("?")
            .with_choices(vec![Choice { label: "Đồng ý".into(), token: "c:1".into() }])
            .replying_to(Some("-5/7@9".into()));
        let v = text(to("-5"), &m, Some(("Hỏi riêng".into(), "https://t.me/x?start=a".into())));
        assert_eq!(v["reply_parameters"]["message_id"], 7);
        assert_eq!(v["message_thread_id"], 9);
        assert_eq!(v["reply_markup"]["inline_keyboard"][0][0]["callback_data"], "c:1");
        assert_eq!(v["reply_markup"]["inline_keyboard"][1][0]["url"], "https://t.me/x?start=a");
    }

    #[test]
    fn a_message_of_another_chat_is_not_quoted_and_a_linked_topic_is_kept() {
        let old = Message::text("Đã nhận").replying_to(Some("-5/7@9".into()));
        for v in [text(to("-100@4"), &old, None), media(to("-100@4"), &old, None)] {
            assert!(v.get("reply_parameters").is_none_or(Value::is_null), "{v}");
            assert_eq!(v["message_thread_id"], 4);
        }
        let plain = Message::text("Đã nhận").replying_to(Some("7".into()));
        let v = text(to("42"), &plain, None);
        assert_eq!((&v["reply_parameters"]["message_id"], v.get("message_thread_id")), (&json!(7), None));
    }
}
