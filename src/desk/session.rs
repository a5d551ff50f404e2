//! Who is in, and until when.

use super::Office;
use super::store::{self, Session};
use crate::ids::RoleId;
use anyhow::Result;

/// Letters of what the browser keeps: as many as nobody guesses (160 bits).
const TOKEN_LETTERS: usize = 32;

/// Spends a link: what the browser is to keep from now on. `None`: it is spent, too old, or its role is over.
pub async fn begin(office: &Office, ticket: &str) -> Result<Option<String>> {
    let core = &office.parts.core;
    let now = core.clock.now();
    let mut tx = core.db.write().await?;
    let Some(role) = store::take_link(&mut tx, &core.seal.code_keys(ticket), now).await? else {
        return Ok(None);
    };
    if crate::roster::with(&mut tx, &role).await?.is_none() {
        return Ok(None);
    }
    let token = core.ids.code(TOKEN_LETTERS);
    let until_at = now + office.parts.settings.session.as_millis() as i64;
    let session = Session { key: core.seal.code_keys(&token)[0].clone(), role, began_at: now, until_at };
    store::insert_session(&mut tx, &session).await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// The session of what a browser has kept.
pub async fn find(office: &Office, token: &str) -> Result<Option<Session>> {
    let core = &office.parts.core;
    store::get(&core.db, &core.seal.code_keys(token), core.clock.now()).await
}

/// Ends a session of one of these roles.
pub async fn end(office: &Office, key: &str, roles: &[&RoleId]) -> Result<bool> {
    let mut tx = office.parts.core.db.write().await?;
    let done = store::end(&mut tx, key, roles).await?;
    tx.commit().await?;
    Ok(done)
}
