//! `/trung CODE CODE`.

use super::words::code;
use crate::ids::QuestionCode;

/// Two different questions.
pub fn read(rest: &str) -> Option<(QuestionCode, QuestionCode)> {
    let mut codes = rest.split_whitespace().map_while(code);
    Some((codes.next()?, codes.next()?)).filter(|(first, second)| first != second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_codes_are_two_questions() {
        assert_eq!(read("#ab2cd XY3ZW"), Some(("AB2CD".into(), "XY3ZW".into())));
        for bad in ["", "AB2CD", "AB2CD ab2cd", "AB2CD và XY3ZW"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
