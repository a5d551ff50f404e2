//! What releases, publications and withdrawals are made with.

use super::Mode;
use crate::acts::{self, By, Deed};
use crate::base::Core;
use crate::calendar::Quiet;
use crate::clock::Millis;
use crate::config::CapabilitiesByAccount;
use crate::db::Tx;
use crate::failure::refused;
use crate::identity::Speaker;
use crate::ids::{DeliveryId, ItemId};
use crate::outbox::Whom;
use crate::text::{Arg, VIETNAMESE};
use anyhow::Result;
use std::time::Duration;

/// Groups in one transaction (invariant 1): written in less than a tenth of a second, so that nobody waits longer.
pub(super) const CHUNK_GROUPS: i64 = 500;

/// Between two such transactions others get their turn, other processes on the same file too.
pub(super) const CHUNK_PAUSE: Duration = Duration::from_millis(6);

/// A publication of which nobody has written anything for so long was left by a dead process.
pub(super) const ABANDONED_AFTER: Millis = 20_000;

/// Releases and publishes; cheap to clone.
#[derive(Clone)]
pub struct Publisher {
    /// What every act works with.
    pub core: Core,
    /// In whose name the machine speaks, by place.
    pub speaker: Speaker,
    /// What each account's platform can carry.
    pub capabilities: CapabilitiesByAccount,
    /// When announcements wait.
    pub quiet: Option<Quiet>,
    /// Real groups or the practice room.
    pub mode: Mode,
}

impl Publisher {
    pub(super) fn refuse(&self, key: &str, args: &[Arg<'_>]) -> anyhow::Error {
        refused(self.core.text.say(VIETNAMESE, key, args))
    }

    /// Writes down who decided this.
    pub(super) async fn decided(&self, tx: &mut Tx, by: By<'_>, deed: Deed, about: &str) -> Result<()> {
        acts::record(tx, &self.core.seal, self.core.clock.now(), by, deed, about).await
    }
}

/// The same revision goes to the same group or person once; after the item was taken back, again.
pub(super) fn cause(item: &ItemId, revision: &str, edition: i64, to: Whom<'_>) -> DeliveryId {
    let to = to.as_str();
    match edition {
        0 => format!("item:{item}:{revision}:{to}").into(),
        n => format!("item:{item}:{revision}.{n}:{to}").into(),
    }
}
