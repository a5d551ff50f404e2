//! What the loop of one account works with.

use super::lease::Fence;
use super::part::Kept;
use super::quota::Quota;
use super::store;
use crate::base::Core;
use crate::calendar::Quiet;
use crate::channel::Channel;
use crate::clock::Millis;
use crate::media::{Files, Links};
use crate::places::Atlas;
use anyhow::Result;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, watch};

/// Sends what waits on one account, while this process owns it.
pub struct Deliverer {
    /// What every act works with.
    pub core: Core,
    /// Where its groups are.
    pub atlas: Atlas,
    /// The hours in which only answers and urgent announcements leave.
    pub quiet: Option<Quiet>,
    /// Name of the account.
    pub account: String,
    /// Where it sends.
    pub channel: Channel,
    /// Messages in a calendar month, where the platform counts them.
    pub per_month: Option<u32>,
    /// So long is kept what waits for a silent person.
    pub silent: Duration,
    /// Voices and pictures, also those that came by another account.
    pub files: Files,
    /// Where they are fetched or opened.
    pub links: Links,
    /// This process, in leases.
    pub owner: String,
    /// True when no other process can be alive on this database.
    pub exclusive: bool,
    /// Rung when something was put.
    pub wake: Arc<Notify>,
    /// Whether this process owns the account now.
    pub owned: watch::Sender<bool>,
    /// What is wrong with the platform, as far as this process has met it; "" when nothing is.
    pub standing: watch::Sender<&'static str>,
    /// Whether the ownership surely holds at this very moment.
    pub fence: Fence,
}

impl Deliverer {
    /// How long what cannot leave now is kept.
    pub(super) fn kept(&self, now: Millis) -> Kept {
        // While the clock is not believed nothing is given up for its age.
        let doubted = self.core.clock.doubts(now);
        let silent = if doubted { Millis::MAX } else { self.silent.as_millis() as Millis };
        let month = self.core.calendar.next_month(now);
        Kept { silent, month, counted: self.per_month.is_some() }
    }

    /// What is left of the month, where the platform counts.
    pub(super) async fn quota(&self, now: Millis) -> Result<Option<Quota>> {
        let Some(limit) = self.per_month else { return Ok(None) };
        let used = store::used(&self.core.db, &self.account, &self.core.calendar.month(now)).await?;
        Ok(Some(Quota { limit: limit.into(), used }))
    }
}
