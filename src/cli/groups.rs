//! `group list|unlink|move`. A group's address on its platform is nobody's business here.

use super::{Answer, Shell, decided, rfc3339, table, today};
use crate::acts::Deed;
use crate::db::Tx;
use crate::groups::{self, Group};
use crate::outbox;
use crate::reason::Reason;
use anyhow::Result;
use serde_json::json;

pub async fn list(shell: &Shell) -> Result<Answer> {
    let parts = shell.parts().await?;
    let tree = parts.atlas.tree().await?;
    let all = groups::all(&parts.core.db).await?;
    let day = today(&parts);
    let now = |code: &str| tree.now(code, day).map_or(code.to_owned(), |p| p.code.to_string());
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|g| {
            let state = shell.say(&format!("cli-group-{}", g.state), &[]);
            let why = shell.reason(g.reason).unwrap_or_default();
            vec![
                g.id.to_string(),
                shell.place_now(&tree, &g.place, day),
                g.account.clone(),
                g.language.clone(),
                state,
                why,
            ]
        })
        .collect();
    let json: Vec<_> = all
        .iter()
        .map(|g| {
            json!({
                "group": g.id, "place": now(&g.place), "account": g.account, "platform": g.platform, "language": g.language,
                "state": g.state, "reason": shell.reason(g.reason), "linked_at": rfc3339(g.linked_at),
            })
        })
        .collect();
    let text = if rows.is_empty() { shell.line("cli-group-none", &[]) } else { table(&rows) };
    Answer::new(text, json)
}

pub async fn unlink(shell: &Shell, id: &str) -> Result<Answer> {
    let parts = shell.parts().await?;
    let mut tx = parts.core.db.write().await?;
    let group = shell.group(&mut tx, id).await?;
    let now = parts.core.clock.now();
    let ended = groups::unlink(&mut tx, now, &group.id).await?;
    if ended {
        outbox::fail_group(&mut tx, now, &group.id, Reason::Unlinked).await?;
        decided(&parts, &mut tx, None, Deed::UnlinkGroup, &group.id).await?;
        tx.commit().await?;
    }
    Answer::new(
        shell.line(if ended { "cli-group-is-unlinked" } else { "cli-group-unlinked-before" }, &[]),
        json!({ "group": group.id, "state": groups::State::Unlinked }),
    )
}

pub async fn relocate(shell: &Shell, id: &str, place: &str) -> Result<Answer> {
    let parts = shell.parts().await?;
    let tree = parts.atlas.tree().await?;
    let place = shell.place(&tree, place, today(&parts))?;
    let mut tx = parts.core.db.write().await?;
    let group = shell.group(&mut tx, id).await?;
    if group.place != place {
        groups::relocate(&mut tx, parts.core.clock.now(), &group.id, &group.place, &place).await?;
        decided(&parts, &mut tx, None, Deed::MoveGroup, &format!("{} {place}", group.id)).await?;
        tx.commit().await?;
    }
    let text = shell.line("cli-group-is-moved", &[("place", shell.place_name(&tree, &place).into())]);
    Answer::new(text, json!({ "group": group.id, "place": place }))
}

impl Shell {
    async fn group(&self, tx: &mut Tx, id: &str) -> Result<Group> {
        let found = groups::get(tx, &id.into()).await?;
        found.ok_or_else(|| self.refused("cli-group-unknown", &[("group", id.into())]))
    }

    /// The sentence for a stored reason; none when there is none.
    pub(super) fn reason(&self, reason: Option<Reason>) -> Option<String> {
        reason.map(|reason| self.say(&format!("reason-{reason}"), &[]))
    }
}
