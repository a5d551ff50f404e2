//! `/sohoc ITEM PRESENT/TOTAL [form]`: one line of the register of study sessions.

use crate::ledger::StudyForm;
use crate::text::{fold, plain};

/// One line of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The item as typed.
    pub item: String,
    /// Who was there.
    pub present: i64,
    /// Who should have been; at least `present`.
    pub total: i64,
    /// Its form.
    pub form: StudyForm,
}

/// The form is "học tập" when it is left out.
pub fn read(rest: &str) -> Option<Session> {
    let rest = plain(rest);
    let words: Vec<&str> = rest.split_whitespace().collect();
    let at = words.iter().position(|w| {
        w.split_once('/')
            .is_some_and(|(a, b)| !a.is_empty() && a.bytes().chain(b.bytes()).all(|c| c.is_ascii_digit()))
    })?;
    let (present, total) = words[at].split_once('/')?;
    let (present, total): (i64, i64) = (present.parse().ok()?, total.parse().ok()?);
    let form = fold(&words[at + 1..].join(" ")).replace([' ', '_', '-'], "");
    let form = match form.as_str() {
        "" | "hoctap" => StudyForm::HocTap,
        "quantriet" => StudyForm::QuanTriet,
        "tuyentruyen" => StudyForm::TuyenTruyen,
        _ => return None,
    };
    let item = words[..at].join(" ");
    let fits = present <= total && (1..=100_000).contains(&total) && !item.is_empty();
    fits.then_some(Session { item, present, total, form })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_who_was_there_and_how() {
        let line = read("72-NQ/TW 28/30 quán triệt").unwrap();
        assert_eq!(
            (line.item.as_str(), line.present, line.total, line.form),
            ("72-NQ/TW", 28, 30, StudyForm::QuanTriet)
        );
        assert_eq!(read("hoc-phi 5/9 tuyen_truyen").unwrap().form, StudyForm::TuyenTruyen);
        for bad in ["28/30", "x 31/30", "x 1/0", "x 5/6 hát", "x 5 6"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
