//! `/sohoc ITEM PRESENT/TOTAL [form] [day, who presented it, for whom, online]`: one line of the register of study sessions.

use super::held::{self, Held};
use crate::text::plain;
use crate::understanding;
use jiff::civil::Date;

/// One line of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The item as typed.
    pub item: String,
    /// Who was there.
    pub present: i64,
    /// Who should have been; less than `present` is a slip, which is told.
    pub total: i64,
    /// How it was held.
    pub held: Held,
}

/// The day may also stand before the figure.
pub fn read(rest: &str, today: Date) -> Option<Session> {
    let rest = plain(rest);
    let words: Vec<&str> = rest.split_whitespace().collect();
    let at = understanding::of_total(&words)?;
    let (present, total) = words[at].trim_matches(|c: char| !c.is_ascii_digit()).split_once('/')?;
    let (present, total): (i64, i64) = (present.parse().ok()?, total.parse().ok()?);
    let day = (1..at).find(|from| held::is_day(&words[*from..at].join(" "), today)).unwrap_or(at);
    let said = [&words[day..at], &words[at + 1..]].concat().join(" ");
    let held = held::read(&said, None, today);
    let item = words[..day].join(" ");
    let known = !held.unread || !held.is_empty();
    let counts = [present, total].into_iter().all(|n| n <= 100_000) && present.max(total) > 0;
    (known && counts && !item.is_empty()).then_some(Session { item, present, total, held })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Presenter, StudyForm};
    use crate::talk::parse::held::Day;
    use jiff::civil::date;

    #[test]
    fn a_line_names_who_was_there_and_how() {
        let read = |rest: &str| read(rest, date(2026, 11, 25));
        let line = read("72-NQ/TW 28/30 quán triệt").unwrap();
        assert_eq!(
            (line.item.as_str(), line.present, line.total, line.held.form),
            ("72-NQ/TW", 28, 30, Some(StudyForm::QuanTriet))
        );
        assert_eq!(read("hoc-phi 5/9 tuyen_truyen").unwrap().held.form, Some(StudyForm::TuyenTruyen));
        assert_eq!(read("hoc-phi 5/9").unwrap().held, Held::default());
        // A slip is read, so that it can be told.
        let line = read("x 31/30").unwrap();
        assert_eq!((line.present, line.total), (31, 30));
        for bad in ["28/30", "x 0/0", "x 5/6 hát", "x 5 6", "217/2025/QH15", "x 1/100001"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_day_stands_behind_the_figure_or_before_it() {
        let on = Day::On(date(2026, 11, 20));
        for rest in [
            "học phí 28/30 20/11",
            "học phí 28/30 ngày 20/11, bí thư chi bộ",
            "học phí ngày 20/11 28/30 bí thư chi bộ trình bày",
            "học phí 20/11 28/30",
            "học phí 28/30 ngày 20 tháng 11",
        ] {
            let line = read(rest, date(2026, 11, 25)).unwrap();
            assert_eq!((line.item.as_str(), line.present, line.total), ("học phí", 28, 30), "{rest}");
            assert_eq!(line.held.day, on, "{rest}");
            if rest.contains("bí thư") {
                assert_eq!(line.held.presenter, Some(Presenter::CellSecretary), "{rest}");
            }
        }
        // Two that could be days: what was there stands first, unless more were there than should have been.
        let line = read("học phí 5/9 3/11", date(2026, 11, 25)).unwrap();
        assert_eq!((line.present, line.total, line.held.day), (5, 9, Day::On(date(2026, 11, 3))));
        let line = read("học phí 20/11 5/9", date(2026, 11, 25)).unwrap();
        assert_eq!((line.item.as_str(), line.present, line.held.day), ("học phí", 5, on));
    }
}
