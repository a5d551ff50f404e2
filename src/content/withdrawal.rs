//! An item that was taken back, and how far the telling is.

use crate::ids::{GroupId, ItemId};
use crate::message::Message;
use crate::stored::words;
use std::collections::BTreeMap;

words! {
    /// How far the telling is.
    pub enum Telling {
        /// Not every group has its row yet.
        Telling = "telling",
        /// Everybody has.
        Told = "told",
    }
}

/// One act of taking an item back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// Folder of the item.
    pub item: ItemId,
    /// How often it had been taken back before.
    pub edition: i64,
    /// What is said, by language.
    pub notices: BTreeMap<String, Message>,
    /// How far it is.
    pub state: Telling,
    /// The last group that has its row, while telling.
    pub next_group: GroupId,
}
