//! `role list|move|end`: who answers. The name is the one given with `--name`, opened with the sealing key.

use super::{Answer, Shell, decided, rfc3339, table, today};
use crate::acts::Deed;
use crate::ids::RoleId;
use crate::parts::Parts;
use crate::questions;
use crate::roster::{self, Standing};
use anyhow::Result;
use serde_json::json;

pub async fn list(shell: &Shell) -> Result<Answer> {
    let parts = shell.parts().await?;
    let tree = parts.atlas.tree().await?;
    let mut tx = parts.core.db.write().await?;
    let all = roster::all(&mut tx).await?;
    drop(tx);
    let now = parts.core.clock.now();
    let mut rows = vec![];
    let mut json = vec![];
    for role in &all {
        // One that does not open is named by `doctor`; the others are listed all the same.
        let name = parts.core.seal.unseal(&role.name_sealed).unwrap_or_default();
        let (shown, until) = match role.standing {
            Standing::Away { until, .. } if !role.present(now) => {
                (shell.say("cli-role-away", &[("until", parts.desk.shown(until).into())]), Some(until))
            }
            Standing::Gone => (shell.say("cli-role-gone", &[]), None),
            _ => (String::new(), None),
        };
        rows.push(vec![
            role.id.to_string(),
            match role.title.as_str() {
                "" => shell.say(&format!("cli-role-{}", role.duty), &[]),
                title => title.to_owned(),
            },
            shell.place_now(&tree, &role.place, today(&parts)),
            name.clone(),
            role.topics.join(", "),
            role.languages.join(", "),
            shown,
        ]);
        let place = tree.now(&role.place, today(&parts)).map_or(role.place.as_str(), |p| p.code.as_str());
        json.push(json!({
            "role": role.id, "kind": role.duty, "place": place, "name": name, "title": role.title, "topics": role.topics,
            "languages": role.languages, "since": rfc3339(role.since), "absent_until": until.map(rfc3339), "present": role.present(now),
        }));
    }
    let text = if rows.is_empty() { shell.line("cli-role-none", &[]) } else { table(&rows) };
    Answer::new(text, json)
}

pub async fn relocate(shell: &Shell, id: &str, place: &str) -> Result<Answer> {
    let parts = shell.parts().await?;
    let tree = parts.atlas.tree().await?;
    let place = shell.place(&tree, place, today(&parts))?;
    let id = RoleId::from(id);
    let unknown = || shell.refused("cli-role-unknown", &[("role", id.as_str().into())]);
    let mut tx = parts.core.db.write().await?;
    let role = roster::with(&mut tx, &id).await?.ok_or_else(unknown)?;
    if !roster::relocate(&mut tx, &id, &role.place, &place).await? {
        return Err(unknown());
    }
    if role.place != place {
        decided(&parts, &mut tx, None, Deed::MoveRole, &format!("{id} {place}")).await?;
    }
    let moved = parts.desk.hand_over_unreached(&mut tx, &tree, &id).await?;
    tx.commit().await?;
    let args = [("place", shell.place_name(&tree, &place).into()), ("moved", moved.into())];
    let mut text = shell.line("cli-role-moved", &args);
    let waiting = waiting(shell, &parts, &mut text).await?;
    Answer::new(text, json!({ "role": id, "place": place, "handed_over": moved, "waiting": waiting }))
}

/// How many open questions nobody answers, which is said.
async fn waiting(shell: &Shell, parts: &Parts, text: &mut String) -> Result<usize> {
    let open = questions::list(&parts.core.db, &parts.core.seal, true, false, parts.core.clock.now()).await?;
    let nobody = open.iter().filter(|q| !q.routed).count();
    if nobody > 0 {
        text.push_str(&shell.line("cli-doctor-questions-nobody", &[("count", nobody.into())]));
    }
    Ok(nobody)
}

pub async fn end(shell: &Shell, id: &str) -> Result<Answer> {
    let parts = shell.parts().await?;
    let tree = parts.atlas.tree().await?;
    let mut tx = parts.core.db.write().await?;
    if !roster::end(&mut tx, &id.into(), parts.core.clock.now()).await? {
        return Err(shell.refused("cli-role-unknown", &[("role", id.into())]));
    }
    decided(&parts, &mut tx, None, Deed::EndRole, id).await?;
    let moved = parts.desk.assign_waiting(&mut tx, &tree).await?;
    tx.commit().await?;
    let mut text = shell.line("cli-role-ended", &[("moved", moved.into())]);
    let waiting = waiting(shell, &parts, &mut text).await?;
    Answer::new(text, json!({ "role": id, "handed_over": moved, "waiting": waiting }))
}
