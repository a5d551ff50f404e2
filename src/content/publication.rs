//! What a publication is, and what is ordered and what comes of it.

use super::Item;
use crate::clock::Millis;
use crate::ids::{GroupId, ItemId, PublicationId};
use crate::outbox;
use crate::stored::words;
use serde::Serialize;
use std::collections::BTreeMap;

/// How urgent a publication is.
pub use crate::ledger::Rank;

impl From<Rank> for outbox::Rank {
    fn from(rank: Rank) -> outbox::Rank {
        match rank {
            Rank::Normal => outbox::Rank::Normal,
            Rank::Priority => outbox::Rank::Priority,
            Rank::Urgent => outbox::Rank::Urgent,
        }
    }
}

words! {
    /// Where a publication stands.
    pub enum Progress {
        /// Not every group has its rows yet.
        Writing = "writing",
        /// Every group has.
        Written = "written",
        /// An editor took back what had not gone out.
        Cancelled = "cancelled",
        /// Its item was taken back.
        Withdrawn = "withdrawn",
    }
}

/// One act of publishing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Ours.
    pub id: PublicationId,
    /// Folder of the item.
    pub item: ItemId,
    /// Its revision then.
    pub revision: String,
    /// How urgent.
    pub rank: Rank,
    /// Codes of the places; empty: everywhere.
    pub places: Vec<String>,
    /// Not before.
    pub due_at: Millis,
    /// Not after.
    pub good_until: Option<Millis>,
    /// Where it stands.
    pub state: Progress,
    /// The last group that has its rows, while writing.
    pub next_group: GroupId,
    /// When it was ordered.
    pub created_at: Millis,
}

/// What somebody wants published.
#[derive(Debug, Clone)]
pub struct Order<'a> {
    /// The item.
    pub item: &'a Item,
    /// Codes of places; empty: everywhere.
    pub places: Vec<String>,
    /// Not before this moment; `None`: now.
    pub at: Option<Millis>,
    /// How urgent.
    pub rank: Rank,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Published {
    /// Its id; "" for a plan that wrote nothing.
    pub publication: PublicationId,
    /// Folder of the item.
    pub item: ItemId,
    /// Groups that get it and did not have this revision yet.
    pub groups: usize,
    /// Role holders that get it in private (items for reporters or secretaries).
    pub private: usize,
    /// When it starts, RFC 3339.
    pub at: String,
    /// It waits for the morning: said otherwise it would have started earlier.
    #[serde(skip)]
    pub quiet: bool,
    /// Why it reaches nobody, if it does not.
    #[serde(skip)]
    pub nobody: Option<Nobody>,
    /// How it stands with those who do not get it now.
    #[serde(skip)]
    pub others: Others,
    /// Platform messages that a plan would take, by account.
    #[serde(skip)]
    pub messages: BTreeMap<String, i64>,
}

/// Groups and role holders that an order is for and that get nothing by it, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Others {
    /// For them it waits already.
    pub queued: usize,
    /// They have this revision.
    pub has: usize,
    /// They may have it.
    pub unknown: usize,
    /// Groups that were there and are lost.
    pub gone: usize,
    /// Groups of places for which it is not released.
    pub kept_from: usize,
}

words! {
    /// Why a publication reaches nobody.
    pub enum Nobody {
        /// No group is linked there, and nobody holds such a role.
        NoneLinked = "none-linked",
        /// Whoever is there has this revision.
        AllHaveIt = "all-have-it",
        /// For whoever does not have it, it waits to be sent.
        AllQueued = "all-queued",
        /// Whoever is there may have this revision; nobody can tell.
        AllUnknown = "all-unknown",
        /// The groups that were there are gone.
        AllGone = "all-gone",
        /// It is released for other places, and for none of these.
        NotReleased = "not-released",
        /// Several of these at once.
        Mixed = "mixed",
    }
}
