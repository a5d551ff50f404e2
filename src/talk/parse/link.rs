//! `/lienket CODE`.

use super::words::first_word;

/// The code, as it was typed.
pub fn read(rest: &str) -> Option<String> {
    let (code, _) = first_word(rest);
    (!code.is_empty()).then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_first_word() {
        assert_eq!(read(" ABCD2345EF ạ").as_deref(), Some("ABCD2345EF"));
        assert_eq!(read("  "), None);
    }
}
