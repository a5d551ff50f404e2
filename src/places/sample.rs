//! Places for tests: one way to write them down.

use super::{Kind, Place};

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
