//! A plan for studying an item (kế hoạch học tập), with the fields that the Party's letter asks of one. It is no part of what
//! is sent: no revision depends on it, and a fault in it leaves out nothing but itself.

use crate::ledger::{Presenter, StudyAudience, StudyForm};
use crate::places::Tree;
use jiff::civil::Date;

/// One plan: whose, for what, how and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Code of the place whose plan it is; it holds for all that lies below.
    pub place: String,
    /// The number of its document, if that has one yet.
    pub number: Option<String>,
    /// The day of its document.
    pub signed: Option<Date>,
    /// Mục đích.
    pub purpose: String,
    /// Yêu cầu.
    pub requirements: String,
    /// Nội dung.
    pub contents: String,
    /// Hình thức.
    pub form: StudyForm,
    /// Who presents it, by office and never by name.
    pub presenters: Vec<Presenter>,
    /// Thành phần tham gia.
    pub audience: Vec<StudyAudience>,
    /// How many are to come, if that was said.
    pub expected: Option<i64>,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub until: Date,
    /// Địa điểm.
    pub location: String,
    /// Trang trí khánh tiết.
    pub decoration: String,
    /// Tổ chức thực hiện.
    pub organisation: String,
    /// Công tác bảo đảm.
    pub support: String,
}

impl Plan {
    /// The day is one of its days.
    pub fn holds(&self, day: Date) -> bool {
        (self.from..=self.until).contains(&day)
    }
}

/// By which of an item's plans a session was held: the nearest upward from its place whose days hold the session's. Whose a
/// plan is, is asked of the tree of `today`, so that the plan of a commune that was merged goes on.
pub fn nearest<'p>(
    plans: &'p [Plan],
    (place, day): (&str, Date),
    tree: &Tree,
    today: Date,
) -> Option<&'p Plan> {
    let mut open: Vec<(&'p Plan, &str)> = vec![];
    for plan in plans.iter().filter(|plan| plan.holds(day)) {
        open.extend(tree.now(&plan.place, today).map(|now| (plan, now.code.as_str())));
    }
    let mut upward = tree.upward(place, today);
    upward.find_map(|above| open.iter().find(|(_, of)| *of == above.code).map(|(plan, _)| *plan))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::fixtures::{self, ABOUT, PLAN};
    use crate::places::{Kind, sample::place};
    use jiff::civil::date;

    fn plan(place: &str, from: Date, until: Date) -> Plan {
        let item = fixtures::item(ABOUT, &[("plans/lc.toml", PLAN)]);
        Plan { place: place.into(), from, until, ..item.plans[0].clone() }
    }

    #[test]
    fn the_nearest_plan_whose_days_hold_the_session_is_the_one() {
        let mut old = place("bo", "Bản Bo", Kind::Commune, "lc");
        old.until = Some(date(2026, 10, 31));
        old.successors = vec!["bl".into()];
        let tree = Tree::new(vec![
            place("lc", "Lai Châu", Kind::Province, ""),
            place("bl", "Bình Lư", Kind::Commune, "lc"),
            old,
            place("nl", "Nà Luồng", Kind::Village, "bl"),
            place("nm", "Nà Mấy", Kind::Village, "bo"),
            place("kn", "Khun Há", Kind::Commune, "lc"),
        ]);
        let day = |day| date(2026, 11, day);
        let plans = [plan("lc", day(1), day(30)), plan("bl", day(10), day(20)), plan("kn", day(1), day(30))];
        let of = |plans: &[Plan], place: &str, day| {
            nearest(plans, (place, day), &tree, date(2026, 11, 25)).map(|plan| plan.place.clone())
        };
        for (place, on, expected) in [
            ("nl", day(10), Some("bl")),
            ("nl", day(20), Some("bl")),
            ("nl", day(9), Some("lc")),
            ("nl", day(21), Some("lc")),
            ("bl", day(15), Some("bl")),
            ("lc", day(15), Some("lc")),
            ("nl", date(2026, 12, 1), None),
            ("nl", date(2026, 10, 31), None),
        ] {
            assert_eq!(of(&plans, place, on).as_deref(), expected, "{place} {on}");
        }
        assert_eq!(of(&plans[2..], "nl", day(15)), None);
        // What was a commune's own is its successor's.
        let merged = [plan("bo", day(1), day(30))];
        assert_eq!(of(&merged, "nm", day(15)).as_deref(), Some("bo"));
        assert_eq!(of(&merged, "nl", day(15)).as_deref(), Some("bo"));
        assert_eq!(of(&[plan("xa-la", day(1), day(30))], "nl", day(15)), None);
    }
}
