//! Where: areas and bodies, each with its dates and successors.

mod day;
mod find;
mod import;
mod name;
mod place;
mod sheet;
mod spelling;
mod store;
mod tree;
mod word;

pub use find::Found;
pub use import::{Change, Outcome, Row, RowFault, import, read, rehearse};
pub use place::{Kind, Place, SHOWN_HOUSEHOLDS};
pub use store::survey;
pub use tree::Tree;

use crate::calendar::Calendar;
use crate::clock::Clock;
use crate::db::Db;
use anyhow::Result;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::Mutex;

/// Every place there ever was, ready to ask.
pub async fn tree(db: &Db) -> Result<Tree> {
    Ok(Tree::new(store::all(db.read()).await?))
}

/// A tree, and how often places had been imported when it was read.
type Edition = (i64, Arc<Tree>);

/// The tree of the moment, read again only after somebody imported places: a country's 100,000 villages are not
/// read for every message. Cheap to clone.
#[derive(Clone)]
pub struct Atlas {
    db: Db,
    clock: Clock,
    calendar: Calendar,
    kept: Arc<Mutex<Option<Edition>>>,
    last: Arc<RwLock<Arc<Tree>>>,
}

impl Atlas {
    /// Of one database.
    pub fn new(db: Db, clock: Clock, calendar: Calendar) -> Atlas {
        Atlas { db, clock, calendar, kept: Arc::default(), last: Arc::default() }
    }

    /// The tree as it was read last, without a look at the database; empty before [`Atlas::tree`] was asked.
    pub fn last(&self) -> Arc<Tree> {
        self.last.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The tree as it is now, whichever process imported last. Read by one while the others wait for it.
    pub async fn tree(&self) -> Result<Arc<Tree>> {
        let mut kept = self.kept.lock().await;
        // Before the places: an import in between is seen the next time.
        let edition = store::edition(&self.db).await?;
        if let Some((_, tree)) = kept.as_ref().filter(|(of, _)| *of == edition) {
            return Ok(tree.clone());
        }
        let places = store::all(self.db.read()).await?;
        // A country takes long enough to hold up everybody else.
        let today = self.calendar.local(self.clock.now()).date();
        let build = move || {
            let tree = Tree::new(places);
            // Asked once, so that how things hang together today is worked out here.
            tree.roots(today);
            tree
        };
        let tree = Arc::new(tokio::task::spawn_blocking(build).await?);
        *kept = Some((edition, tree.clone()));
        *self.last.write().unwrap_or_else(PoisonError::into_inner) = tree.clone();
        Ok(tree)
    }
}

#[cfg(test)]
pub mod sample;
#[cfg(test)]
mod tests;
