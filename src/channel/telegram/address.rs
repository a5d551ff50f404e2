//! Chats and messages by their numbers (pure). A topic of a forum is a part of its chat; a message's number is good in
//! its own chat only, and a group that becomes a supergroup is another chat: so a message of a group carries the chat.

use serde_json::Value;

/// A chat, or one topic of it: `-100123`, `-100123@5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Address {
    /// The chat.
    pub chat: i64,
    /// The topic; none for the general one, whose number must not be sent (telegram.md 2.6).
    pub topic: Option<i32>,
}

impl Address {
    /// Of an address as it is kept.
    pub(super) fn parse(text: &str) -> Option<Address> {
        let (chat, topic) = cut(text);
        Some(Address { chat: chat.parse().ok()?, topic })
    }
}

/// A message: `7`, in a topic `7@9`; of a group `-100123/7@9`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MessageNumber {
    /// The chat that it stands in, where that is said.
    pub chat: Option<i64>,
    /// Its number there.
    pub number: i32,
    /// The topic that it stands in.
    pub topic: Option<i32>,
}

impl MessageNumber {
    /// Of a message as it is kept.
    pub(super) fn parse(text: &str) -> Option<MessageNumber> {
        let (chat, rest) = match text.split_once('/') {
            Some((chat, rest)) => (Some(chat.parse().ok()?), rest),
            None => (None, text),
        };
        let (number, topic) = cut(rest);
        Some(MessageNumber { chat, number: number.parse().ok()?, topic })
    }

    /// The message, if it can be named in this chat.
    pub(super) fn in_chat(text: &str, chat: i64) -> Option<MessageNumber> {
        MessageNumber::parse(text).filter(|message| message.chat.is_none_or(|own| own == chat))
    }
}

/// The topic of a message; none for the general one.
pub(super) fn topic(message: &Value) -> Option<i64> {
    message["message_thread_id"].as_i64().filter(|topic| *topic != 1 && message["is_topic_message"] == true)
}

/// A message as it is kept.
pub(super) fn name(chat: &Value, message: &Value) -> Option<String> {
    let number = message["message_id"].as_i64()?;
    let name = match (chat["type"].as_str(), chat["id"].as_i64()) {
        // A person's chat is the same for good.
        (Some("private"), _) | (_, None) => number.to_string(),
        (_, Some(chat)) => format!("{chat}/{number}"),
    };
    // What answers it belongs into its topic.
    Some(topic(message).map_or(name.clone(), |topic| format!("{name}@{topic}")))
}

fn cut(text: &str) -> (&str, Option<i32>) {
    match text.split_once('@') {
        Some((head, topic)) => (head, topic.parse().ok().filter(|topic| *topic != 1)),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_of_a_group_is_good_in_its_own_chat_only() {
        let in_chat = |text: &str, chat| MessageNumber::in_chat(text, chat).map(|m| (m.number, m.topic));
        assert_eq!(in_chat("-100/7@9", -100), Some((7, Some(9))));
        assert_eq!(in_chat("-100/7", -100), Some((7, None)));
        assert_eq!(in_chat("-5/7", -100), None);
        assert_eq!(in_chat("7", 5), Some((7, None)));
        assert_eq!(in_chat("7@1", 5), Some((7, None)));
        for bad in ["", "x", "/7", "-100/", "-100/x@9"] {
            assert_eq!(in_chat(bad, -100), None, "{bad}");
        }
    }

    #[test]
    fn an_address_may_name_a_topic() {
        assert_eq!(Address::parse("-100@5"), Some(Address { chat: -100, topic: Some(5) }));
        assert_eq!(Address::parse("-100@1"), Some(Address { chat: -100, topic: None }));
        assert_eq!(Address::parse("42"), Some(Address { chat: 42, topic: None }));
        assert_eq!(Address::parse("x"), None);
    }
}
