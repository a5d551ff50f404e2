//! What waits, for whoever looks after the program.

use super::part::State;
use super::quota::Quota;
use super::store;
use crate::clock::Millis;
use crate::config::CapabilitiesByAccount;
use crate::db::Db;
use anyhow::Result;

pub use store::{
    asked_to_wait, backlog, newest, private_failed, private_unknown, publications_in_trouble, silent, stopped,
};

/// Messages of an account in one state that is not settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backlog {
    /// The account.
    pub account: String,
    /// `waiting`, `sending`, `failed` or `unknown`.
    pub state: State,
    /// How many.
    pub count: i64,
    /// Since when the oldest waits, where one does.
    pub oldest: Option<Millis>,
}

/// The accounts whose messages are counted, and how their month stands (`YYYY-MM`).
pub async fn quotas(
    db: &Db,
    capabilities: &CapabilitiesByAccount,
    month: &str,
) -> Result<Vec<(String, Quota)>> {
    let mut all = vec![];
    for (account, limit) in capabilities.counted() {
        let used = store::used(db, account, month).await?;
        all.push((account.to_owned(), Quota { limit: limit.into(), used }));
    }
    Ok(all)
}
