//! Places for tests: one way to write them down.

use super::{Kind, Place, Tree};
use jiff::civil::Date;

/// A place that has always been and has no telephone; `parent` is empty at the root.
pub fn place(code: &str, name: &str, kind: Kind, parent: &str) -> Place {
    Place {
        code: code.into(),
        name: name.into(),
        kind,
        parent: (!parent.is_empty()).then(|| parent.into()),
        from: None,
        until: None,
        successors: vec![],
        phone: "".into(),
        households: None,
    }
}

/// A day on which the merger of [`merger`] has not been yet.
pub const BEFORE: Date = Date::constant(2026, 11, 1);
/// A day on which it has.
pub const AFTER: Date = Date::constant(2026, 12, 1);

/// A village `b` in a commune `old` that ends on 30 November and goes into another, `new`, `beside` which lies a third.
pub fn merger() -> Tree {
    let place = |code, kind, parent| place(code, code, kind, parent);
    let mut old = place("old", Kind::Commune, "t");
    (old.until, old.successors) = (Some(Date::constant(2026, 11, 30)), vec!["new".into()]);
    let new = Place { from: Some(AFTER), ..place("new", Kind::Commune, "t") };
    let (beside, village) = (place("beside", Kind::Commune, "t"), place("b", Kind::Village, "old"));
    Tree::new(vec![place("t", Kind::Province, ""), old, new, beside, village])
}
