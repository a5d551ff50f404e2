//! An item as it is written at the desk, and what one hand made of it.

use crate::clock::Millis;
use crate::ids::{ItemId, RoleId};
use std::collections::BTreeMap;

/// An item that is written at the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its name.
    pub item: ItemId,
    /// Whose it is: who reaches this place may change it; empty: who reaches everything.
    pub place: String,
    /// The newest version.
    pub version: i64,
    /// The version that was handed in last; 0: none.
    pub submitted: i64,
}

/// What one hand made of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// From 1, always higher.
    pub version: i64,
    /// Whose holder saved it; none: the command line.
    pub role: Option<RoleId>,
    /// When it was saved last.
    pub at: Millis,
    /// The hash of each form; none while it cannot be read as an item.
    pub forms: Option<BTreeMap<String, String>>,
}
