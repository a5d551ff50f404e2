//! `desk link`: a way in for a role's holder, as the chat gives it.

use super::{Answer, Shell};
use crate::desk;
use crate::ids::RoleId;
use crate::roster;
use anyhow::Result;
use serde_json::json;

pub async fn link(shell: &Shell, role: &str) -> Result<Answer> {
    let parts = shell.parts().await?;
    let id = RoleId::from(role.trim());
    let mut tx = parts.core.db.write().await?;
    let Some(role) = roster::with(&mut tx, &id).await? else {
        return Err(shell.refused("cli-role-unknown", &[("role", id.as_str().into())]));
    };
    let url = desk::link(&parts, &mut tx, &role.id).await?;
    tx.commit().await?;
    let until = parts.core.clock.now() + desk::LINK_LIFE;
    let text = shell.line("cli-desk-link", &[("url", url.as_str().into())]);
    Answer::new(
        text,
        json!({ "url": url, "role": role.id, "place": role.place, "expires": super::rfc3339(until) }),
    )
}
