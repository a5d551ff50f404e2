//! `role list|end`: who answers. The name is the one given with `--name`, opened with the sealing key.

use super::{Answer, Shell, decided, rfc3339, table};
use crate::acts::Deed;
use crate::groups::roster;
use crate::questions;
use anyhow::Result;
use serde_json::json;

pub async fn list(shell: &Shell) -> Result<Answer> {
    let parts = shell.parts().await?;
    let tree = parts.atlas.tree().await?;
    let mut tx = parts.db.write().await?;
    let all = roster::all(&mut tx).await?;
    drop(tx);
    let now = parts.clock.now();
    let mut rows = vec![];
    let mut json = vec![];
    for role in &all {
        let name = parts.seal.unseal(&role.name_sealed)?;
        let away = role.absent_until.filter(|_| !role.present(now));
        let shown =
            away.map(|until| shell.say("cli-role-away", &[("until", parts.desk.shown(until).into())]));
        rows.push(vec![
            role.id.clone(),
            shell.say(&format!("cli-role-{}", role.kind), &[]),
            shell.place_name(&tree, &role.place),
            name.clone(),
            role.topics.join(", "),
            role.languages.join(", "),
            shown.unwrap_or_default(),
        ]);
        json.push(json!({
            "role": role.id, "kind": role.kind, "place": role.place, "name": name, "topics": role.topics,
            "languages": role.languages, "since": rfc3339(role.since), "absent_until": away.map(rfc3339),
        }));
    }
    let text = if rows.is_empty() { shell.line("cli-role-none", &[]) } else { table(&rows) };
    Answer::new(text, json)
}

pub async fn end(shell: &Shell, id: &str) -> Result<Answer> {
    let parts = shell.parts().await?;
    let tree = parts.atlas.tree().await?;
    let mut tx = parts.db.write().await?;
    if !roster::end(&mut tx, id, parts.clock.now()).await? {
        return Err(shell.refused("cli-role-unknown", &[("role", id.into())]));
    }
    decided(&parts, &mut tx, None, Deed::EndRole, id).await?;
    let moved = parts.desk.assign_waiting(&mut tx, &tree).await?;
    tx.commit().await?;
    let open = questions::list(&parts.db, &parts.seal, true, false, parts.clock.now()).await?;
    let nobody = open.iter().filter(|q| !q.routed).count();
    let mut text = shell.line("cli-role-ended", &[("moved", moved.into())]);
    if nobody > 0 {
        text.push_str(&shell.line("cli-doctor-questions-nobody", &[("count", nobody.into())]));
    }
    Answer::new(text, json!({ "role": id, "handed_over": moved, "waiting": nobody }))
}
