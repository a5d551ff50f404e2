//! What a refusal of the Zalo Bot Platform means (pure; zalo.md 1.2, 1.7, 1.11). Codes are coarse and hardly any
//! description is known, so no refusal is taken for the end of a chat: that the bot was taken out of a group is told
//! by nothing that a fault of the platform could not say as well.

use crate::channel::{Outcome, Reason, Wait};
use std::time::Duration;

/// The platform names no time to wait, and minutes cannot be told from the end of a month (zalo.md 1.2).
pub(super) const OVERFULL: Duration = Duration::from_secs(180);

/// What a refusal means. `plain`: of a text alone, in which nothing but its chat can be wrong.
pub(super) fn classify(code: i64, description: &str, plain: bool) -> Outcome {
    let not_now = |reason| Outcome::NotNow { reason, after: None };
    let text = description.to_lowercase();
    let about_content =
        ["text", "caption", "photo", "voice", "style", "parse", "too long"].iter().any(|w| text.contains(w));
    match code {
        401 => Outcome::Stop(Reason::Token),
        // The platform calls it a fault of its own, and refuses with it, too.
        403 => not_now(Reason::Forbidden),
        404 => not_now(Reason::UnknownChat),
        400 if plain && !about_content => not_now(Reason::Forbidden),
        429 => Outcome::Retry { after: Some(Wait::of(OVERFULL)), unreachable: false },
        408 | 500.. => Outcome::Unknown(Reason::NoAnswer),
        _ => Outcome::Refused(Reason::Content),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_error_table_has_its_meaning() {
        let not_now = |reason| Outcome::NotNow { reason, after: None };
        let unknown = Outcome::Unknown(Reason::NoAnswer);
        let content = Outcome::Refused(Reason::Content);
        for (code, text, plain, meaning) in [
            (400, "Bad Request", true, not_now(Reason::Forbidden)),
            (400, "Bad Request", false, content.clone()),
            (400, "Bad Request: text is too long", true, content.clone()),
            (401, "Unauthorized", true, Outcome::Stop(Reason::Token)),
            (401, "Unauthorized", false, Outcome::Stop(Reason::Token)),
            (403, "Internal server error", true, not_now(Reason::Forbidden)),
            (403, "Internal server error", false, not_now(Reason::Forbidden)),
            (404, "Not Found", true, not_now(Reason::UnknownChat)),
            (404, "Not Found", false, not_now(Reason::UnknownChat)),
            (408, "Request timeout", true, unknown.clone()),
            (413, "", false, content.clone()),
            (426, "", true, content.clone()),
            (500, "", true, unknown.clone()),
            (502, "", true, unknown.clone()),
            (504, "", false, unknown),
            (200, "", true, content),
            (
                429,
                "Quota exceeded",
                true,
                Outcome::Retry { after: Some(Wait::of(OVERFULL)), unreachable: false },
            ),
        ] {
            assert_eq!(classify(code, text, plain), meaning, "{code} {text} {plain}");
        }
        assert!(OVERFULL >= Duration::from_secs(60), "minutes, not seconds");
    }

    #[test]
    fn no_refusal_ends_a_link() {
        for code in 0..1000 {
            for plain in [true, false] {
                let outcome = classify(code, "x", plain);
                assert!(!matches!(outcome, Outcome::Gone(_)), "{code}");
            }
        }
    }
}
