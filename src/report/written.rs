//! Figures and days as people write them in Vietnam (pure).

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

/// `1.234`, the Vietnamese way.
pub fn number_of(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    if n < 0 { format!("-{out}") } else { out }
}

/// `3/7`; a dash where there is nothing to divide.
pub fn fraction(part: i64, whole: i64) -> String {
    if whole == 0 { "–".into() } else { format!("{}/{}", number_of(part), number_of(whole)) }
}

/// `12,5`; no decimal when it is a nought.
pub fn decimal(n: f64) -> String {
    let tenths = (n * 10.0).round() as i64;
    let whole = number_of(tenths / 10);
    if tenths % 10 == 0 { whole } else { format!("{whole},{}", tenths.abs() % 10) }
}

/// One decimal, halves up; none of nothing.
pub fn percent(part: i64, whole: i64) -> Option<String> {
    let tenths = (part * 2000 + whole).checked_div(whole * 2)?;
    Some(format!("{}%", decimal(tenths as f64 / 10.0)))
}

/// Days and months below a limit carry a nought (05-HD/VPTW: months only below 3).
pub fn two_digits_below(n: i8, limit: i8) -> String {
    if n < limit { format!("{n:02}") } else { n.to_string() }
}

/// `05/11/2026`.
pub fn day(date: Date) -> String {
    date.strftime("%d/%m/%Y").to_string()
}

/// The first letter large: a name at the head of a line.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// As a file of words may hold it: letters in one spelling, nothing that XML forbids or that turns a line round.
pub fn clean(text: &str) -> String {
    let is_allowed = |c: &char| !matches!(*c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(is_allowed).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_the_vietnamese_way() {
        for (n, shown) in
            [(0, "0"), (999, "999"), (1_234, "1.234"), (1_234_567, "1.234.567"), (-1_000, "-1.000")]
        {
            assert_eq!(number_of(n), shown);
        }
        assert_eq!(decimal(12.5), "12,5");
        assert_eq!(decimal(1_030.0), "1.030");
        assert_eq!(percent(40, 42).as_deref(), Some("95,2%"));
        assert_eq!(percent(1, 16).as_deref(), Some("6,3%"));
        assert_eq!(percent(3, 3).as_deref(), Some("100%"));
        assert_eq!(percent(0, 0), None);
        assert_eq!((fraction(0, 3).as_str(), fraction(0, 0).as_str()), ("0/3", "–"));
        assert_eq!(two_digits_below(2, 3), "02");
        assert_eq!(two_digits_below(9, 3), "9");
        assert_eq!(clean("x\u{0}\u{b}o\u{309}\u{1f}\ty\u{ffff}"), "xỏ\ty");
    }
}
