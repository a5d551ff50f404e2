//! `role list|end`: who answers. The name is the one given with `--name`, opened with the sealing key.

use super::{Answer, Shell, rfc3339, table};
use crate::roster::{self, Standing};
use crate::{places, questions};
use anyhow::Result;
use serde_json::json;

pub async fn list(shell: &Shell) -> Result<Answer> {
    let parts = shell.parts().await?;
    let tree = places::tree(&parts.db).await?;
    let mut tx = parts.db.write().await?;
    let all = roster::all(&mut tx).await?;
    drop(tx);
    let now = parts.clock.now();
    let mut rows = vec![];
    let mut json = vec![];
    for role in &all {
        let name = parts.seal.unseal(&role.name_sealed)?;
        let (shown, until) = match role.standing {
            Standing::Away { until } if !role.present(now) => {
                (shell.say("cli-role-away", &[("until", parts.desk.shown(until).into())]), Some(until))
            }
            Standing::Gone => (shell.say("cli-role-gone", &[]), None),
            _ => (String::new(), None),
        };
        rows.push(vec![
            role.id.to_string(),
            shell.say(&format!("cli-role-{}", role.duty), &[]),
            shell.place_name(&tree, &role.place),
            name.clone(),
            role.topics.join(", "),
            role.languages.join(", "),
            shown,
        ]);
        json.push(json!({
            "role": role.id, "kind": role.duty, "place": role.place, "name": name, "topics": role.topics,
            "languages": role.languages, "since": rfc3339(role.since), "absent_until": until.map(rfc3339), "present": role.present(now),
        }));
    }
    let text = if rows.is_empty() { shell.line("cli-role-none", &[]) } else { table(&rows) };
    Answer::new(text, json)
}

pub async fn end(shell: &Shell, id: &str) -> Result<Answer> {
    let parts = shell.parts().await?;
    let tree = places::tree(&parts.db).await?;
    let mut tx = parts.db.write().await?;
    if !roster::end(&mut tx, &id.into(), parts.clock.now()).await? {
        return Err(shell.refused("cli-role-unknown", &[("role", id.into())]));
    }
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
