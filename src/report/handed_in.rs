//! A report is handed in: nobody is reminded of it any more.

use super::period::Period;
use super::store;
use crate::acts::{self, By, Deed};
use crate::clock::Millis;
use crate::db::Tx;
use crate::ids::{DeliveryId, RoleId};
use crate::outbox;
use crate::roster::{self, Duty};
use crate::seal::Seal;
use anyhow::Result;

/// So many days before the report is due whoever writes it is reminded, and on the day.
pub const REMINDED_BEFORE: [i64; 2] = [3, 0];

/// By which the outbox knows a reminder of so many days before, to the holder of this role.
pub fn reminder(place: &str, period: Period, before: i64, role: &RoleId) -> DeliveryId {
    format!("report-due-{before}:{period}:{place}:{role}").into()
}

/// Writes down that it was handed in, and by whom; what was to remind of it is not sent. False: it was handed in before.
pub async fn hand_in(
    tx: &mut Tx,
    (seal, now): (&Seal, Millis),
    by: By<'_>,
    place: &str,
    period: Period,
) -> Result<bool> {
    if !store::hand_in(tx, place, period, now).await? {
        return Ok(false);
    }
    // Also whoever edits somewhere else by now was to be reminded.
    for role in roster::all(tx).await?.iter().filter(|role| role.duty == Duty::Editor) {
        for before in REMINDED_BEFORE {
            outbox::take_back(tx, now, &reminder(place, period, before, &role.id)).await?;
        }
    }
    acts::record(tx, seal, now, by, Deed::HandIn, &format!("{place} {period}")).await?;
    Ok(true)
}

/// Whether it was.
pub async fn is_handed_in(tx: &mut Tx, place: &str, period: Period) -> Result<bool> {
    store::is_handed_in(tx, place, period).await
}
