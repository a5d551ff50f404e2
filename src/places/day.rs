//! A day as people write it in a table (pure): one reading or none, never a guess.

use jiff::civil::Date;

/// `2025-07-01`, or day, month and year as written in Vietnam: `1/7/2025`, `01-07-2025`, `1.7.2025`. Otherwise what is
/// wrong and what to do.
pub fn day(text: &str) -> Result<Date, String> {
    // A spreadsheet that is saved as text writes a day so.
    let text =
        text.strip_suffix(" 00:00:00").or_else(|| text.strip_suffix(" 0:00:00")).unwrap_or(text).trim_end();
    let parts: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
    let signs = text.chars().filter(|c| matches!(c, '/' | '-' | '.')).collect::<Vec<_>>();
    let is_number = |p: &&str| !p.is_empty() && p.len() <= 4 && p.bytes().all(|b| b.is_ascii_digit());
    let unknown = || "không phải ngày; viết dạng 2025-07-01 hoặc 01/7/2025".to_owned();
    let [a, b, c] = parts[..] else { return Err(unknown()) };
    if !parts.iter().all(is_number) || signs[0] != signs[1] {
        return Err(unknown());
    }
    let (year, month, day) = match (a.len(), b.len(), c.len()) {
        (4, 1..=2, 1..=2) if signs[0] == '-' => (a, b, c),
        (1..=2, 1..=2, 4) => (c, b, a),
        (1..=2, 1..=2, 1..=2) => {
            return Err(format!("\"{text}\" có năm hai chữ số; viết đủ bốn chữ số, ví dụ 31/12/2026"));
        }
        _ => return Err(unknown()),
    };
    let number = |text: &str| text.parse::<i16>().unwrap_or_default();
    Date::new(number(year), number(month) as i8, number(day) as i8)
        .map_err(|_| format!("\"{text}\" không có trong lịch; viết dạng 2025-07-01 hoặc 01/7/2025"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_day_has_one_reading_or_none() {
        for text in [
            "2025-07-01",
            "1/7/2025",
            "01/07/2025",
            "01-07-2025",
            "1.7.2025",
            "2025-7-1",
            "2025-07-01 00:00:00",
            "1/7/2025 0:00:00",
        ] {
            assert_eq!(day(text), Ok(date(2025, 7, 1)), "{text}");
        }
        for (text, why) in [
            ("31/12/26", "năm hai chữ số"),
            ("26-12-31", "năm hai chữ số"),
            ("1/7/25", "năm hai chữ số"),
            ("31/02/2025", "không có trong lịch"),
            ("07/13/2025", "không có trong lịch"),
            ("2025-02-30", "không có trong lịch"),
            ("0/1/2025", "không có trong lịch"),
            ("2025/07/01", "không phải ngày"),
            ("1/7-2025", "không phải ngày"),
            ("20250701", "không phải ngày"),
            ("2025-07-01T10:00", "không phải ngày"),
            ("7/2025", "không phải ngày"),
            ("1/7/025", "không phải ngày"),
            ("1/7/12025", "không phải ngày"),
            ("hôm qua", "không phải ngày"),
            ("--", "không phải ngày"),
            ("1/7/２０２５", "không phải ngày"),
        ] {
            let fault = day(text).unwrap_err();
            assert!(fault.contains(why), "{text}: {fault}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_read_but_what_stands_there(text in "[0-9/.-]{0,12}", d in 1i8..=28, m in 1i8..=12, y in 1000i16..3000) {
            if let Ok(date) = day(&text) {
                let shown = [date.year().to_string(), date.month().to_string(), date.day().to_string()];
                for part in text.split(['/', '-', '.']) {
                    prop_assert!(shown.iter().any(|s| s == part.trim_start_matches('0')) || date.year() < 1000);
                }
            }
            prop_assert_eq!(day(&format!("{d}/{m}/{y}")), Ok(date(y, m, d)));
            prop_assert_eq!(day(&date(y, m, d).to_string()), Ok(date(y, m, d)));
        }
    }
}
