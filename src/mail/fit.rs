//! A message as a platform can show it (pure): choices in numbered lines where there are no buttons, cut to length.

use crate::config::Capabilities;
use crate::message::{Link, Message, TOLD_ROOM_UNITS, units};
use crate::text::Text;

/// Choices at most; the fifth would be one too many for whoever reads slowly.
const MOST_CHOICES: usize = 4;

/// The same messages as an account with these capabilities can show them, in order.
pub fn fit(text: &Text, language: &str, capabilities: Capabilities, parts: Vec<Message>) -> Vec<Message> {
    let one = |part: Message| {
        debug_assert!(part.choices.len() <= MOST_CHOICES, "at most four choices (contract 4)");
        let tail =
            if capabilities.buttons { String::new() } else { numbered(text, language, capabilities, &part) };
        let most = if part.media.is_some() { capabilities.caption } else { capabilities.text };
        let told = match &part.link {
            Some(Link::Told { words }) => units(words) + TOLD_ROOM_UNITS,
            _ => 0,
        };
        part.split(most.saturating_sub(told), &tail)
    };
    parts.into_iter().flat_map(one).collect()
}

/// The choices as lines, and how to choose; "" where there are none.
fn numbered(text: &Text, language: &str, capabilities: Capabilities, message: &Message) -> String {
    let choices = message.choices.iter().take(MOST_CHOICES).enumerate();
    let mut lines: Vec<String> = choices.map(|(i, choice)| format!("{}. {}", i + 1, choice.label)).collect();
    if !lines.is_empty() {
        let how = if capabilities.mention { "called-choose-by-digit" } else { "choose-by-digit" };
        lines.push(text.say(language, how, &[]));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Platform;
    use crate::message::{Choice, Media, MediaKind, Source};
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static TEXT: LazyLock<Text> = LazyLock::new(|| Text::load(None).unwrap());

    fn choices(labels: &[&str]) -> Vec<Choice> {
        labels.iter().map(|l| Choice { label: (*l).into(), token: format!("t:{l}") }).collect()
    }

    #[test]
    fn choices_are_lines_only_where_there_are_no_buttons() {
        let asked = Message::text("Đã rõ chưa ạ?").with_choices(choices(&["Đã rõ", "Chưa rõ"]));
        let zalo = Platform::ZaloBot.profile().capabilities;
        let bare = fit(&TEXT, "vi", zalo.in_chat(true), vec![asked.clone()]);
        insta::assert_snapshot!(bare[0].text, @r"
        Đã rõ chưa ạ?

        1. Đã rõ
        2. Chưa rõ
        Nhắn số của dòng mình chọn.
        ");
        // In a group only what calls the machine reaches it, a digit too.
        let in_group = fit(&TEXT, "vi", zalo.in_chat(false), vec![asked.clone()]);
        insta::assert_snapshot!(in_group[0].text.lines().last().unwrap(), @"Gõ @, chọn tên máy, rồi gõ số của dòng mình chọn.");
        // The tokens stay with it: a digit is looked up in them.
        assert_eq!(bare[0].choices.len(), 2);
        assert_eq!(fit(&TEXT, "vi", Platform::Telegram.profile().capabilities, vec![asked.clone()]), [asked]);
    }

    #[test]
    fn text_beside_a_file_is_shorter_and_room_is_kept_for_an_address() {
        let source = Source::Inline { name: "a".into(), base64: String::new() };
        let long = "chữ ".repeat(600);
        let media = Some(Media { kind: MediaKind::Picture, source, language: String::new() });
        let picture = Message { media, ..Message::text(long.clone()) };
        let parts = fit(&TEXT, "vi", Platform::Telegram.profile().capabilities, vec![picture]);
        assert!(units(&parts[0].text) <= 1024 && parts[0].media.is_some() && parts[1].media.is_none());
        let words = "Hỏi riêng: {address}".to_owned();
        let told = Message { link: Some(Link::Told { words: words.clone() }), ..Message::text(long) };
        let parts = fit(&TEXT, "vi", Capabilities::PLAIN, vec![told]);
        let last = parts.last().unwrap();
        assert!(last.link.is_some() && units(&last.text) + units(&words) + TOLD_ROOM_UNITS <= 1800);
    }

    proptest! {
        #[test]
        fn every_manner_is_kept_to(text in "[a-zà-ỹ\u{1F600} .\n]{0,6000}", labels in prop::collection::vec("[a-zà-ỹ ]{1,40}", 0..5)) {
            let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
            let message = Message::text(text).with_choices(choices(&labels));
            for platform in Platform::ALL {
                let capabilities = platform.profile().capabilities;
                let parts = fit(&TEXT, "vi", capabilities, vec![message.clone()]);
                prop_assert!(parts.iter().all(|p| units(&p.shown().0) <= capabilities.text));
                prop_assert_eq!(parts.last().unwrap().choices.len(), labels.len());
            }
        }
    }
}
