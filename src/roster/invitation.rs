//! The one-time codes that bring groups and role holders in.

use super::invited::{Invitation, InvitationState};
use super::store;
use crate::clock::Millis;
use crate::db::{Db, Tx, next_numbers, number};
use crate::ids::Ids;
use crate::seal::Seal;
use anyhow::Result;
use jiff::civil::Date;

/// How long a one-time code lives: 7 days (contract 1).
pub const INVITATION_LIFE: Millis = 7 * 24 * 3600 * 1000;

/// What became of a code that somebody typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Redeemed {
    /// It is good; the caller must [`close`] it in the same transaction.
    Good(Invitation),
    /// Nobody made such a code.
    Unknown,
    /// Used already.
    Used,
    /// Taken back.
    Revoked,
    /// More than 7 days old.
    Lapsed,
}

/// Makes an invitation and returns its code (10 characters, shown once).
pub async fn invite(
    tx: &mut Tx,
    seal: &Seal,
    ids: &Ids,
    now: Millis,
    mut invitation: Invitation,
) -> Result<(String, Millis)> {
    let code = ids.code(10);
    invitation.expires_at = now + INVITATION_LIFE;
    store::insert_invitation(tx, &seal.code_keys(&code)[0], &invitation, now).await?;
    Ok((code, invitation.expires_at))
}

/// Looks a typed code up.
pub async fn look_up(tx: &mut Tx, seal: &Seal, now: Millis, code: &str) -> Result<Redeemed> {
    for key in seal.code_keys(code.trim()) {
        let found = kept(tx, now, &key).await?;
        if found != Redeemed::Unknown {
            return Ok(found);
        }
    }
    Ok(Redeemed::Unknown)
}

/// Who was invited and did not come in time is not named any more.
pub async fn forget_lapsed(db: &Db, now: Millis) -> Result<()> {
    let mut tx = db.write().await?;
    store::forget_lapsed(&mut tx, now).await?;
    tx.commit().await
}

/// The key that a code is kept under, from which nobody learns the code.
pub async fn key_of(tx: &mut Tx, seal: &Seal, code: &str) -> Result<String> {
    let keys = seal.code_keys(code.trim());
    for key in &keys {
        if store::invitation(tx, key).await?.is_some() {
            return Ok(key.clone());
        }
    }
    Ok(keys.into_iter().next().unwrap_or_default())
}

/// [`look_up`] by the key that a code is kept under.
pub async fn kept(tx: &mut Tx, now: Millis, key: &str) -> Result<Redeemed> {
    let Some(invitation) = store::invitation(tx, key).await? else { return Ok(Redeemed::Unknown) };
    Ok(match invitation.state {
        InvitationState::Used => Redeemed::Used,
        InvitationState::Revoked => Redeemed::Revoked,
        InvitationState::Open if invitation.expires_at <= now => Redeemed::Lapsed,
        InvitationState::Open => Redeemed::Good(invitation),
    })
}

/// Marks a code used or revoked; false when it was not open any more.
pub async fn close(tx: &mut Tx, seal: &Seal, code: &str, state: InvitationState) -> Result<bool> {
    for key in seal.code_keys(code.trim()) {
        if close_kept(tx, &key, state).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The same by the key that a code is kept under.
pub async fn close_kept(tx: &mut Tx, key: &str, state: InvitationState) -> Result<bool> {
    store::close_invitation(tx, key, state).await
}

/// Somebody typed a code that is nobody's: how often on a day is counted, so that guessing is seen; not by whom.
pub async fn count_wrong_code(tx: &mut Tx, day: Date) -> Result<()> {
    next_numbers(tx, &wrong_codes_on(day), 1).await.map(drop)
}

/// How many wrong codes were typed on a day.
pub async fn wrong_codes(db: &Db, day: Date) -> Result<i64> {
    Ok(number(db, &wrong_codes_on(day)).await?.unwrap_or(0))
}

fn wrong_codes_on(day: Date) -> String {
    format!("wrong_codes:{day}")
}
