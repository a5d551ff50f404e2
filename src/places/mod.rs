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

/// Every place there ever was, ready to ask.
pub async fn tree(db: &Db) -> Result<Tree> {
    Ok(Tree::new(store::all(db.read()).await?))
}

#[cfg(test)]
mod tests;
