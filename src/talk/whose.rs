//! Somebody who holds a role asks who asked. Nobody is told: there is nothing that could tell it. That it was tried is
//! written down, by role, and not about which question.

use super::parse::{Verb, verbs, words};
use super::turn::Turn;
use crate::acts::Deed;
use crate::text::plain;
use anyhow::Result;

/// Refuses, if that is what the words ask, by whatever command or about whatever card. False: they ask something else, or
/// whoever asks holds no role.
pub async fn refused(turn: &mut Turn<'_>, text: &str) -> Result<bool> {
    if !turn.parts.understanding.asks_who(&without_codes(text)) {
        return Ok(false);
    }
    let held = turn.roles().await?;
    let Some(role) = held.iter().find(|role| role.answers()).or(held.first()) else { return Ok(false) };
    turn.decided(role, Deed::Pry, "").await?;
    turn.refuse("who-asked-refused", &[]).await?;
    Ok(true)
}

/// The words, without the command that they were sent by and without codes of questions. What is asked back goes to who
/// asked, and asks them.
fn without_codes(text: &str) -> String {
    let rest = match verbs::command(text, false) {
        Some((Verb::Ask | Verb::Answer | Verb::Relay | Verb::OpenQuestions | Verb::Help, rest)) => rest,
        Some(_) => return String::new(),
        None => verbs::without_slash(text).unwrap_or(text).to_owned(),
    };
    let left = rest.split_whitespace().filter(|word| !is_code(word));
    left.collect::<Vec<_>>().join(" ")
}

/// A code as it is typed: by its sign, its digits or its capitals.
fn is_code(word: &str) -> bool {
    let shown = plain(word);
    let shown = shown.trim_end_matches([':', ',', '.', '?', '!']);
    let typed = shown.starts_with('#') || shown.bytes().any(|b| b.is_ascii_digit());
    let capitals = shown.bytes().all(|b| b.is_ascii_uppercase());
    words::code(shown).is_some() && (typed || capitals)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::understanding::Understanding;

    #[test]
    fn who_asked_is_known_by_all_its_words() {
        let asks = |text: &str| Understanding::embedded().asks_who(&without_codes(text));
        for text in [
            "ai hỏi đấy?",
            "Ai hỏi câu này vậy?",
            "ai hoi cau nay",
            "#AB2CD ai hỏi",
            "AB2CD ai hỏi thế",
            "câu #AB2CD là của ai?",
            "Câu hỏi này của ai vậy máy ơi",
            "cho tôi biết người hỏi là ai",
            "cho xin số điện thoại người hỏi để liên hệ",
            "người hỏi tên gì, ở đâu?",
            "/traloi AB2CD ai hỏi câu này?",
            "/hoi ai hỏi câu #AB2CD",
            "/aihoi AB2CD",
            "/ai hỏi AB2CD",
            "bà con nào hỏi thế",
        ] {
            assert!(asks(text), "{text}");
        }
        for text in [
            "",
            "Ai hỏi câu này thì mang căn cước lên xã.",
            "AB2CD Người hỏi mang sổ hộ nghèo ra một cửa.",
            "có ai hỏi gì không",
            "bản em có ai hỏi chưa",
            "Đất này của ai thì người ấy làm đơn.",
            "hỏi lại người hỏi nhà có mấy con trâu",
            "/hoilai AB2CD bác tên gì, nhà ở đâu?",
            "Gọi cho tôi theo số của xã.",
            "ai được hỗ trợ gạo?",
            "người hỏi cho biết thêm tên thửa đất",
        ] {
            assert!(!asks(text), "{text}");
        }
    }
}
