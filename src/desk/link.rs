//! The link that lets a role's holder in: good once and for ten minutes (contract, desk).

use super::{PATH, store};
use crate::clock::Millis;
use crate::db::Tx;
use crate::ids::RoleId;
use crate::parts::Parts;
use anyhow::Result;

/// How long a link is good.
pub const LINK_LIFE: Millis = 600_000;
/// Letters of a ticket: as many as nobody guesses (128 bits).
const TICKET_LETTERS: usize = 26;

/// A new link for a role. Without a public address it opens at the machine itself only.
pub async fn link(parts: &Parts, tx: &mut Tx, role: &RoleId) -> Result<String> {
    let ticket = parts.core.ids.code(TICKET_LETTERS);
    let until = parts.core.clock.now() + LINK_LIFE;
    store::insert_link(tx, &parts.core.seal.code_keys(&ticket)[0], role, until).await?;
    let base = match &parts.settings.public_url {
        Some(url) => url.clone(),
        None => format!("http://{}", parts.settings.listen),
    };
    Ok(format!("{}{PATH}/vao/{ticket}", base.trim_end_matches('/')))
}
