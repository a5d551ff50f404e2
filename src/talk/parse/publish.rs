//! `/phat ITEM [thu]`.

use crate::text::fold;

/// What is published, and to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publish {
    /// The item, as it was typed.
    pub item: String,
    /// Only here, to look at.
    pub trial: bool,
}

pub fn read(rest: &str) -> Option<Publish> {
    let words: Vec<&str> = rest.split_whitespace().collect();
    match words.as_slice() {
        [] => None,
        [item @ .., last] if !item.is_empty() && fold(last) == "thu" => {
            Some(Publish { item: item.join(" "), trial: true })
        }
        _ => Some(Publish { item: rest.trim().to_owned(), trial: false }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trial_is_said_after_the_item() {
        let publish = |item: &str, trial| Some(Publish { item: item.into(), trial });
        for (rest, meant) in [
            ("", None),
            ("hoc-phi", publish("hoc-phi", false)),
            ("học phí thử", publish("học phí", true)),
            ("thu", publish("thu", false)),
        ] {
            assert_eq!(read(rest), meant, "{rest}");
        }
    }
}
