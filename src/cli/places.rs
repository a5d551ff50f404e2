//! `place import|list`.

use super::placing::Bound;
use super::{Answer, Shell, named_roots, table, today};
use crate::places::{self, Change, Place, Tree};
use crate::questions;
use anyhow::Result;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::path::Path;

/// Changes that are told one by one; a country's first import would fill the screen.
const MOST_CHANGES_TOLD: usize = 200;

pub async fn import(shell: &Shell, file: &Path, dry_run: bool) -> Result<Answer> {
    let parts = shell.parts().await?;
    let done = match dry_run {
        true => places::rehearse(&parts.core.db, file).await?,
        false => places::import(&parts.core.db, file).await?,
    };
    let (tree, day) = (&done.tree, today(&parts));
    let args = [
        ("added", done.added().into()),
        ("changed", done.changed().into()),
        ("unchanged", done.unchanged.into()),
    ];
    let mut text = shell.line(if dry_run { "cli-place-would-import" } else { "cli-place-imported" }, &args);
    let mut json = json!({ "added": done.added(), "changed": done.changed(), "unchanged": done.unchanged });
    if dry_run {
        let lines =
            done.changes.iter().take(MOST_CHANGES_TOLD).map(|c| format!("{}\n", changed(shell, tree, c)));
        text.extend(lines);
        if done.changes.len() > MOST_CHANGES_TOLD {
            text.push_str(
                &shell.line("cli-place-more", &[("count", (done.changes.len() - MOST_CHANGES_TOLD).into())]),
            );
        }
        json["dry_run"] = true.into();
        json["changes"] = done.changes.iter().map(change_json).collect();
    }
    let open = questions::list(&parts.core.db, &parts.core.seal, true, false, parts.core.clock.now()).await?;
    let bound = Bound::read(&parts.core.db, open).await?;
    let (lines, along) = bound.along(shell, tree, done.changes.iter().map(|c| &c.after));
    text.extend(lines);
    let by_hand = bound.by_hand(tree, day);
    text.extend(by_hand.iter().map(|b| b.line(shell, tree)));
    let nobody = parts.settings.identities.faults(&named_roots(tree, day));
    for what in nobody.iter().filter(|_| !dry_run) {
        text.push_str(&shell.line("cli-place-no-identity", &[("what", what.as_str().into())]));
    }
    for left in &done.left_out {
        text.push_str(&shell.line("cli-place-left-out", &[("what", left.as_str().into())]));
    }
    let by_hand: Vec<Value> = by_hand.iter().map(|b| b.json(tree)).collect();
    let left_out: Vec<Value> = done.left_out.into_iter().map(Value::from).collect();
    for (key, told) in [("along", along), ("by_hand", by_hand), ("left_out", left_out)] {
        if !told.is_empty() {
            json[key] = told.into();
        }
    }
    Answer::new(text, json)
}

pub async fn list(shell: &Shell, below: Option<&str>) -> Result<Answer> {
    let parts = shell.parts().await?;
    let tree = places::tree(&parts.core.db).await?;
    let day = today(&parts);
    let below = match below {
        // What has ended may still be looked at, with what it became.
        Some(code) if tree.get(code).is_some() => Some(code.to_owned()),
        Some(code) => Some(shell.place(&tree, code, day)?),
        None => None,
    };
    let all: Vec<&Place> = in_order(&tree, day)
        .into_iter()
        .filter(|p| below.as_deref().is_none_or(|b| tree.reaches(b, &p.code, day)))
        .collect();
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|p| {
            let above = tree.ancestors(&p.code, day);
            vec![
                p.code.to_string(),
                p.full_name(),
                above.first().map(|a| a.full_name()).unwrap_or_default(),
                p.households
                    .map(|n| shell.say("cli-place-households", &[("count", n.into())]))
                    .unwrap_or_default(),
                p.phone.to_string(),
                standing(shell, &tree, p, day),
            ]
        })
        .collect();
    let json: Vec<Value> = all.iter().map(|p| listed(&tree, p, day)).collect();
    let text = if rows.is_empty() { shell.line("cli-place-none", &[]) } else { table(&rows) };
    Answer::new(text, json)
}

/// The places of today, each before what lies below it; then those that begin later; then those that have ended.
fn in_order(tree: &Tree, day: Date) -> Vec<&Place> {
    let mut all = vec![];
    for root in tree.roots(day) {
        all.push(root);
        all.extend(tree.descendants(&root.code, day));
    }
    let others =
        |ended: bool| tree.all().iter().filter(move |p| !p.is_valid(day) && p.has_ended(day) == ended);
    all.extend(others(false));
    all.extend(others(true));
    all
}

/// "" for what simply exists; otherwise when it begins or ends, and what it becomes.
fn standing(shell: &Shell, tree: &Tree, place: &Place, day: Date) -> String {
    let shown = |day: Date| day.strftime("%d/%m/%Y").to_string();
    let begins = place.from.filter(|from| *from > day);
    let begins = begins.map(|from| shell.say("cli-place-begins", &[("day", shown(from).into())]));
    let ends = place.until.map(|until| {
        let after = until.tomorrow().unwrap_or(until);
        let into: Vec<&str> =
            tree.current(&place.code, after.max(day)).iter().map(|p| p.code.as_str()).collect();
        let args = [("day", shown(until).into()), ("into", into.join(", ").into())];
        shell.say(if into.is_empty() { "cli-place-ends" } else { "cli-place-ends-into" }, &args)
    });
    begins.into_iter().chain(ends).collect::<Vec<_>>().join(", ")
}

fn listed(tree: &Tree, place: &Place, day: Date) -> Value {
    let mut json = json_of(place);
    json["now"] = tree.current(&place.code, day).iter().map(|p| p.code.as_str()).collect();
    json
}

/// A place in the words of the file that it came from.
fn json_of(place: &Place) -> Value {
    let day = |day: Option<Date>| day.map(|d| d.to_string());
    let successors: Vec<&str> = place.successors.iter().map(|s| s.as_str()).collect();
    json!({
        "code": place.code.as_str(), "name": place.name.as_str(), "kind": place.kind.as_str(),
        "parent": place.parent.as_deref(), "from": day(place.from), "until": day(place.until),
        "successors": successors, "phone": place.phone.as_str(), "households": place.households,
    })
}

fn change_json(change: &Change) -> Value {
    json!({ "before": change.before.as_ref().map(json_of), "after": json_of(&change.after) })
}

/// "+ nl  Bản Nà Luồng", or "~ nl  name: “A” → “B”".
fn changed(shell: &Shell, tree: &Tree, change: &Change) -> String {
    let Change { before, after } = change;
    let Some(before) = before else {
        return format!("+ {}", shell.place_name(tree, &after.code));
    };
    let (before, after) = (json_of(before), json_of(after));
    let plain = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(";"),
        other => other.to_string(),
    };
    let fields = before.as_object().into_iter().flatten().filter(|(key, was)| after[key.as_str()] != **was);
    let fields: Vec<String> = fields
        .map(|(key, was)| format!("{key}: “{}” → “{}”", plain(was), plain(&after[key.as_str()])))
        .collect();
    format!("~ {}: {}", plain(&after["code"]), fields.join(", "))
}
