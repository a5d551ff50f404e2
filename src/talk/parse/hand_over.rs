//! `/chuyen CODE PLACE-or-TOPIC reason`: where to, and why.

use crate::places::{Found, Tree};
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

/// What stands at the beginning of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To<'t> {
    /// A topic, or the very name of one place (the longest that is one), and the reason after it.
    Target(Target, String),
    /// A name that is to be confirmed, and the reason after it.
    Unclear(String, Found<'t>, String),
}

/// `scope`: the area of whoever hands over, where a name is looked for first.
pub fn read<'t>(text: &str, tree: &'t Tree, topics: &[Topic], day: Date, scope: &[&str]) -> To<'t> {
    let text = plain(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let (mut several, mut near) = (None, None);
    for length in (1..=words.len().min(6)).rev() {
        let (name, reason) = (words[..length].join(" "), words[length..].join(" "));
        // "y tế, việc của trạm": the comma ends the name.
        let name = name.trim_end_matches([',', ':', ';', '.']);
        let folded = fold(name);
        let topic = topics
            .iter()
            .find(|t| t.id == folded || t.id.replace('-', " ") == folded || fold(&t.name) == folded);
        if let Some(topic) = topic {
            return To::Target(Target::Topic(topic.id.clone()), reason);
        }
        // "xã Bản Bo, đoạn đường đó": what follows a comma is the reason, unless it is where the place lies.
        if name.split_once(',').is_some_and(|(_, above)| tree.find(above, day, &[]).is_none()) {
            continue;
        }
        // "Nà Luồng 2 …" may be another village: a number behind a name is taken for the reason only after a comma.
        let cut = name == words[..length].join(" ") && reason.starts_with(|c: char| c.is_ascii_digit());
        match tree.find(name, day, scope) {
            Found::One(place) if cut => {
                near = near.or(Some(To::Unclear(name.to_owned(), Found::Near(vec![place]), reason)))
            }
            Found::One(place) => return To::Target(Target::Place(place.code.to_string()), reason),
            found @ Found::Several(_) => {
                several = several.or(Some(To::Unclear(name.to_owned(), found, reason)));
            }
            found @ Found::Near(_) => {
                near = near.or(Some(To::Unclear(name.to_owned(), found, reason)));
            }
            Found::None => {}
        }
    }
    let typed = words.iter().take(3).copied().collect::<Vec<_>>().join(" ");
    several.or(near).unwrap_or(To::Unclear(typed, Found::None, String::new()))
}

/// What a place's name begins with in plain words.
const KINDS: [&str; 7] = ["xa", "ban", "thon", "phuong", "tinh", "huyen", "to dan pho"];

/// The places and topics that plain words name, anywhere in them: "câu này của bên y tế", "việc của xã Bản Bo".
pub fn mentioned(text: &str, tree: &Tree, topics: &[Topic], day: Date, scope: &[&str]) -> Vec<Target> {
    let text = plain(text);
    let words: Vec<&str> =
        text.split_whitespace().map(|w| w.trim_end_matches([',', ':', ';', '.'])).collect();
    let mut found: Vec<Target> = vec![];
    let mut at = 0;
    while at < words.len() {
        let target = (1..=(words.len() - at).min(5)).rev().find_map(|length| {
            let name = words[at..at + length].join(" ");
            let folded = fold(&name);
            let topic = topics.iter().find(|t| {
                t.id.replace('-', " ") == folded
                    || fold(&t.name) == folded
                    || fold(&t.name).split(", ").any(|part| part == folded)
            });
            if let Some(topic) = topic {
                return Some((Target::Topic(topic.id.clone()), length));
            }
            let named =
                KINDS.iter().any(|kind| folded.strip_prefix(kind).is_some_and(|r| r.starts_with(' ')));
            match tree.find(&name, day, scope) {
                Found::One(place) if named => Some((Target::Place(place.code.to_string()), length)),
                _ => None,
            }
        });
        at += match target {
            Some((target, length)) => {
                if !found.contains(&target) {
                    found.push(target);
                }
                length
            }
            None => 1,
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::Kind;
    use crate::questions::subject::Subjects;

    fn tree() -> Tree {
        use crate::places::sample::place;
        Tree::new(vec![
            place("t", "Lai Châu", Kind::Province, ""),
            place("x", "Bình Lư", Kind::Commune, "t"),
            place("y", "Bản Bo", Kind::Commune, "t"),
            place("x11", "Bản 11", Kind::Village, "x"),
            place("y11", "Bản 11", Kind::Village, "y"),
            place("x1", "Bản 1", Kind::Village, "x"),
        ])
    }

    #[test]
    fn where_to_is_one_place_or_topic_or_is_asked() {
        let (tree, subjects) = (tree(), Subjects::embedded().unwrap());
        let day = Date::constant(2026, 11, 25);
        let to = |text: &str| match read(text, &tree, subjects.topics(), day, &[]) {
            To::Target(Target::Place(code), reason) => format!("{code}: {reason}"),
            To::Target(Target::Topic(id), reason) => format!("#{id}: {reason}"),
            To::Unclear(typed, found, reason) => {
                let codes: Vec<String> = found.places().iter().map(|p| p.code.to_string()).collect();
                let reason = if codes.is_empty() { String::new() } else { format!(": {reason}") };
                format!("{typed}? {}{reason}", codes.join(" "))
            }
        };
        for (text, meant) in [
            ("y tế, việc của trạm", "#y-te: việc của trạm"),
            ("xã Bản Bo, đoạn đường đó", "y: đoạn đường đó"),
            ("x1 gần hơn", "x1: gần hơn"),
            ("bản 11, xã Bình Lư ở gần", "x11: ở gần"),
            ("ai đó lo", "ai đó lo? "),
            ("bản 12 gần hơn", "bản 12 gần? "),
            ("bình lư 2 hộ mất điện", "bình lư? x: 2 hộ mất điện"),
            ("bình lư, 2 hộ mất điện", "x: 2 hộ mất điện"),
        ] {
            assert_eq!(to(text), meant, "{text}");
        }
        // Two places bear it: neither is taken.
        assert!(to("bản 11 gần hơn").starts_with("bản 11? "), "{}", to("bản 11 gần hơn"));
    }
}
