//! Where: areas and bodies, each with its dates and successors.

mod find;
mod import;
mod place;
mod sheet;
mod store;
mod tree;

pub use import::{Outcome, Row, RowFault, import, read};
pub use place::{Kind, Place, SHOWN_HOUSEHOLDS};
pub use tree::Tree;

use crate::db::Db;
use anyhow::Result;
use std::sync::{Arc, Mutex, PoisonError};

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
    kept: Arc<Mutex<Option<Edition>>>,
}

impl Atlas {
    /// Of one database.
    pub fn new(db: Db) -> Atlas {
        Atlas { db, kept: Arc::default() }
    }

    /// The tree as it is now, whichever process imported last.
    pub async fn tree(&self) -> Result<Arc<Tree>> {
        // Before the places: an import in between is seen the next time.
        let edition = store::edition(&self.db).await?;
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, tree)) = kept.filter(|(of, _)| *of == edition) {
            return Ok(tree);
        }
        let tree = Arc::new(tree(&self.db).await?);
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some((edition, tree.clone()));
        Ok(tree)
    }
}

#[cfg(test)]
mod tests;
