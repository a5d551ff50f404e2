//! A way in to the desk.

use crate::desk;
use crate::roster::{Duty, Role};
use crate::talk::turn::Turn;
use anyhow::Result;

/// Who holds several roles comes in by the one that sees most; the others come along.
const FIRST: [Duty; 4] = [Duty::Editor, Duty::Coordinator, Duty::Reporter, Duty::Secretary];

/// `/trang`: a link that is good once and for ten minutes.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role]) -> Result<()> {
    let Some(role) = FIRST.iter().find_map(|duty| held.iter().find(|role| role.duty == *duty)) else {
        return Ok(());
    };
    // A machine without a public address is opened at itself only: of no use to a telephone.
    if turn.parts.settings.public_url.is_none() {
        return turn.reply("desk-link-nowhere", &[]).await;
    }
    let url = desk::link(turn.parts, &mut turn.tx, &role.id).await?;
    turn.reply("desk-link", &[("url", url.into())]).await
}
