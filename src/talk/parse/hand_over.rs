//! `/chuyen CODE PLACE-or-TOPIC reason`: where to, and why.

use crate::places::Tree;
use crate::questions::subject::Topic;
use crate::text::{fold, plain};
use jiff::civil::Date;

/// Who is to answer instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Whoever answers for this place, by its code.
    Place(String),
    /// Whoever answers for this topic, by its id.
    Topic(String),
}

/// The place or topic at the beginning of a text (the longest name that is one), and what follows; else the words that
/// were looked at.
pub fn read(text: &str, tree: &Tree, topics: &[Topic], day: Date) -> Result<(Target, String), String> {
    let text = plain(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    for length in (1..=words.len().min(6)).rev() {
        let (name, reason) = (words[..length].join(" "), words[length..].join(" "));
        // "y tế, việc của trạm": the comma ends the name.
        let name = name.trim_end_matches([',', ':', ';', '.']);
        let folded = fold(name);
        let topic = topics
            .iter()
            .find(|t| t.id == folded || t.id.replace('-', " ") == folded || fold(&t.name) == folded);
        if let Some(topic) = topic {
            return Ok((Target::Topic(topic.id.clone()), reason));
        }
        // "xã Bản Bo, đoạn đường đó": what follows a comma is the reason, unless it is where the place lies.
        if name.split_once(',').is_some_and(|(_, above)| tree.find(above, day).is_empty()) {
            continue;
        }
        let place = match tree.get(name) {
            Some(place) => Some(place),
            None => match tree.find(name, day)[..] {
                [one] => Some(one),
                _ => None,
            },
        };
        if let Some(place) = place.filter(|p| p.is_valid(day)) {
            return Ok((Target::Place(place.code.to_string()), reason));
        }
    }
    Err(words.iter().take(3).copied().collect::<Vec<_>>().join(" "))
}
