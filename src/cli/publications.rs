//! `publish` and `publication list|show|cancel|resend`.

use super::args::Publish;
use super::{Answer, Shell, rfc3339, table, today};
use crate::acts::{self, Deed};
use crate::clock::Millis;
use crate::content::{self, Order};
use crate::db::Db;
use crate::ids::PublicationId;
use crate::outbox::{self, Again, Counts, GroupRow, Rank, State};
use crate::parts::Parts;
use crate::text::Arg;
use anyhow::Result;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::Write;
use std::time::Duration;

/// How often progress is looked at.
const GLANCE: Duration = Duration::from_millis(500);
/// The speed is that of the last so many glances.
const SPEED_GLANCES: usize = 40;

pub async fn publish(shell: &Shell, order: Publish) -> Result<Answer> {
    let parts = shell.parts().await?;
    let library = parts.shelf.library();
    let item = shell.item(&library, &order.item)?;
    // A country's places take half a second to read: everywhere needs none of them.
    let tree = parts.atlas.tree().await?;
    let day = today(&parts);
    let meant = order.place.iter().map(|code| shell.places_meant(&tree, code, day));
    let places = meant.collect::<Result<Vec<_>>>()?.concat();
    let at = order.at.as_deref().map(|text| moment(shell, &parts, text)).transpose()?;
    let wanted = Order { item, places, at, rank: order.rank.into() };
    let done = match order.dry_run {
        true => parts.publisher.plan(&library, &tree, &wanted).await?,
        false => parts.publisher.publish(&library, &tree, &wanted).await?,
    };
    let starts = done.at.parse::<jiff::Timestamp>().map_or(0, |t| t.as_millisecond());
    let later = starts > parts.core.clock.now() + 1000;
    let key = match (done.nobody, order.dry_run) {
        (Some(nobody), _) => format!("cli-publish-{nobody}"),
        (None, true) => "cli-publish-plan".into(),
        (None, false) if later => "cli-publish-later".into(),
        (None, false) => "cli-published".into(),
    };
    let args = [
        ("item", done.item.as_str().into()),
        ("groups", done.groups.into()),
        ("private", done.private.into()),
        ("at", parts.desk.shown(starts).into()),
        ("publication", done.publication.as_str().into()),
        ("queued", done.others.queued.into()),
        ("has", done.others.has.into()),
        ("unknown", done.others.unknown.into()),
        ("gone", done.others.gone.into()),
        ("kept", done.others.kept_from.into()),
    ];
    let mut text = shell.line(&key, &args);
    if done.others.kept_from > 0 && done.nobody.is_none() {
        text.push_str(&shell.line("cli-publish-kept-from", &[("groups", done.others.kept_from.into())]));
    }
    if done.quiet && done.nobody.is_none() {
        let key = if order.dry_run { "cli-publish-quiet-plan" } else { "cli-publish-quiet" };
        text.push_str(&shell.line(key, &[("at", parts.desk.shown(starts).into())]));
    }
    if done.others.queued > 0 && done.nobody.is_some() {
        text.push_str(&shell.line("cli-publish-queued-now", &[]));
    }
    let mut json = serde_json::to_value(&done)?;
    if order.dry_run {
        let month = parts.core.calendar.month(starts);
        let mut uses = vec![];
        for (account, quota) in outbox::quotas(&parts.core.db, &parts.mail.capabilities, &month).await? {
            let Some(messages) = done.messages.get(&account).copied() else { continue };
            let key = if messages > quota.room(Rank::Normal) {
                "cli-publish-quota-over"
            } else {
                "cli-publish-quota"
            };
            let args = [
                ("account", account.as_str().into()),
                ("uses", messages.into()),
                ("limit", quota.limit.into()),
                ("left", quota.left().into()),
                ("room", quota.room(Rank::Normal).into()),
            ];
            text.push_str(&shell.line(key, &args));
            uses.push(json!({
                "account": account, "uses": messages, "limit": quota.limit, "used": quota.used, "left": quota.left(),
            }));
        }
        json["quota"] = uses.into();
    }
    if shell.is_watched() && !order.dry_run && !later && done.groups > 0 {
        shell.note(text.trim_end());
        watch(shell, &parts, &done.publication).await?;
        let counts = outbox::counts(&parts.core.db, &done.publication).await?;
        return Answer::new(counts_line(shell, &counts), Value::Null);
    }
    if done.publication.is_empty() {
        json["publication"] = Value::Null;
    }
    Answer::new(text, json)
}

fn moment(shell: &Shell, parts: &Parts, text: &str) -> Result<Millis> {
    let Some(at) = parts.core.calendar.moment(text) else {
        return Err(shell.usage("cli-bad-time", &[("text", text.into())]));
    };
    if at < parts.core.clock.now() {
        return Err(shell.refused("cli-time-past", &[("text", text.into())]));
    }
    Ok(at)
}

pub async fn list(shell: &Shell) -> Result<Answer> {
    let parts = shell.parts().await?;
    let (mut rows, mut json) = (vec![], vec![]);
    for p in content::publications(&parts.core.db).await? {
        let counts = outbox::counts(&parts.core.db, &p.id).await?;
        let private = outbox::private_counts(&parts.core.db, &p.id).await?;
        let groups = counts.sum();
        let mut line = counts_line(shell, &counts).trim_end().to_owned();
        if private.sum() > 0 {
            line = format!("{line}; {}", private_line(shell, &private).trim_end());
        }
        rows.push(vec![
            p.id.to_string(),
            parts.desk.shown(p.due_at),
            p.item.to_string(),
            shell.say(&format!("cli-rank-{}", p.rank), &[]),
            line,
        ]);
        json.push(json!({
            "publication": p.id, "item": p.item, "rank": p.rank, "places": p.places, "at": rfc3339(p.due_at),
            "state": p.state, "groups": groups, "counts": counts, "private": private,
        }));
    }
    let text = if rows.is_empty() { shell.line("cli-publication-none", &[]) } else { table(&rows) };
    Answer::new(text, json)
}

pub async fn show(shell: &Shell, id: &str, until_done: bool) -> Result<Answer> {
    let parts = shell.parts().await?;
    let publication = find(shell, &parts.core.db, id).await?;
    if until_done {
        watch(shell, &parts, &publication.id).await?;
    }
    let (tree, day) = (parts.atlas.tree().await?, today(&parts));
    // At the place where a group is today.
    let now = |code: &str| tree.now(code, day).map_or(code.to_owned(), |place| place.code.to_string());
    let by = acts::who(&parts.core.db, Deed::Publish, &publication.id).await?;
    let by = by.map(|role| role.map_or("shell".to_owned(), |role| role.to_string()));
    let counts = outbox::counts(&parts.core.db, &publication.id).await?;
    let private = outbox::private_counts(&parts.core.db, &publication.id).await?;
    let archived = outbox::archived(&parts.core.db, &publication.id).await?;
    let groups = outbox::of_publication(&parts.core.db, &publication.id).await?;
    let rows: Vec<Vec<String>> = groups
        .iter()
        .map(|g| {
            let state = shell.say(&format!("cli-delivery-{}", g.state.shown()), &[]);
            let at = sent_at(g).map(|at| parts.desk.shown(at)).unwrap_or_default();
            vec![
                shell.place_name(&tree, &now(&g.place)),
                g.group.to_string(),
                state,
                shell.reason(g.reason).unwrap_or(at),
            ]
        })
        .collect();
    let listed: Vec<Value> = groups
        .iter()
        .map(|g| {
            json!({
                "group": g.group, "place": now(&g.place), "state": g.state.shown(), "reason": shell.reason(g.reason),
                "sent_at": sent_at(g).map(rfc3339),
            })
        })
        .collect();
    let args =
        [("item", publication.item.as_str().into()), ("at", parts.desk.shown(publication.due_at).into())];
    let head = shell.line("cli-publication-head", &args);
    let mut json = json!({
        "publication": publication.id, "item": publication.item, "by": by, "counts": counts, "private": private,
        "groups": listed,
    });
    if archived.sum() > 0 {
        json["archived"] = archived.sum().into();
    }
    let mut notices = String::new();
    if publication.state == content::Progress::Withdrawn {
        for (group, reason) in outbox::astray_notices(&parts.core.db, &publication.item).await? {
            let Some(row) = groups.iter().find(|row| row.group == group) else { continue };
            let args = [
                ("place", shell.place_name(&tree, &row.place).into()),
                ("reason", shell.reason(reason).unwrap_or_default().into()),
                ("item", publication.item.as_str().into()),
            ];
            notices.push_str(&shell.line("cli-publication-notice", &args));
        }
    }
    // One line, without persons.
    let private = if private.sum() > 0 { private_line(shell, &private) } else { String::new() };
    let archived = archived_line(shell, &archived);
    let counts = counts_line(shell, &counts);
    Answer::new(format!("{head}{counts}{private}{archived}{notices}{}", table(&rows)), json)
}

pub async fn cancel(shell: &Shell, id: &str) -> Result<Answer> {
    let parts = shell.parts().await?;
    let publication = find(shell, &parts.core.db, id).await?;
    let groups = parts.publisher.cancel(&publication.id).await?;
    let text = shell.line("cli-publication-cancelled", &[("groups", groups.into())]);
    Answer::new(text, json!({ "publication": publication.id, "cancelled": groups }))
}

pub async fn resend(shell: &Shell, id: &str, what: Again) -> Result<Answer> {
    let parts = shell.parts().await?;
    let publication = find(shell, &parts.core.db, id).await?;
    if publication.state == content::Progress::Withdrawn {
        return Err(shell.refused("cli-resend-withdrawn", &[("item", publication.item.as_str().into())]));
    }
    let groups = parts.publisher.resend(&publication.id, what).await?;
    let archived = outbox::archived(&parts.core.db, &publication.id).await?;
    let text =
        shell.line("cli-publication-resent", &[("groups", groups.into())]) + &archived_line(shell, &archived);
    Answer::new(text, json!({ "publication": publication.id, "resent": groups }))
}

async fn find(shell: &Shell, db: &Db, id: &str) -> Result<content::Publication> {
    let found = content::publication(db, &id.trim().into()).await?;
    found.ok_or_else(|| shell.refused("cli-publication-unknown", &[("publication", id.into())]))
}

fn sent_at(group: &GroupRow) -> Option<Millis> {
    (group.state == State::Sent).then_some(group.changed_at)
}

fn counts_line(shell: &Shell, counts: &Counts) -> String {
    shell.line("cli-counts", &counted(counts))
}

/// What is that old is counted only. Nothing to say where there is none.
fn archived_line(shell: &Shell, archived: &Counts) -> String {
    match archived.sum() {
        0 => String::new(),
        groups => shell.line("cli-publication-archived", &[("groups", groups.into())]),
    }
}

fn private_line(shell: &Shell, counts: &Counts) -> String {
    shell.line("cli-counts-private", &counted(counts))
}

fn counted(counts: &Counts) -> [Arg<'static>; 5] {
    [
        ("waiting", counts.waiting.into()),
        ("sent", counts.sent.into()),
        ("failed", counts.failed.into()),
        ("unknown", counts.unknown.into()),
        ("cancelled", counts.cancelled.into()),
    ]
}

/// Until nothing waits. On a terminal one line tells how far it is; Ctrl-C ends the watching and nothing else.
async fn watch(shell: &Shell, parts: &Parts, id: &PublicationId) -> Result<()> {
    let mut past: VecDeque<(Duration, i64)> = VecDeque::new();
    let shown = shell.is_watched();
    let interrupted = tokio::signal::ctrl_c();
    tokio::pin!(interrupted);
    loop {
        let counts = outbox::counts(&parts.core.db, id).await?;
        past.push_back((parts.core.clock.tick(), counts.waiting));
        if past.len() > SPEED_GLANCES {
            past.pop_front();
        }
        if shown {
            let line = progress(shell, &counts, pace(&past));
            // "\x1b[K" clears what a longer line left behind.
            let _ = write!(std::io::stderr(), "\r{line}\x1b[K");
        }
        if counts.waiting == 0 {
            break;
        }
        tokio::select! {
            () = tokio::time::sleep(GLANCE) => {}
            _ = &mut interrupted => break,
        }
    }
    if shown {
        let _ = writeln!(std::io::stderr());
    }
    Ok(())
}

/// Groups a second over the glances that are remembered.
fn pace(past: &VecDeque<(Duration, i64)>) -> f64 {
    let (Some(first), Some(last)) = (past.front(), past.back()) else { return 0.0 };
    let seconds = (last.0.saturating_sub(first.0)).as_secs_f64();
    if seconds > 0.0 { (first.1 - last.1).max(0) as f64 / seconds } else { 0.0 }
}

fn progress(shell: &Shell, counts: &Counts, pace: f64) -> String {
    let all = counts.sum();
    let done = all - counts.waiting;
    let width = 20;
    let full = if all > 0 { (done * width / all) as usize } else { 0 };
    let bar = format!("{}{}", "█".repeat(full), "░".repeat(width as usize - full));
    let left =
        if pace > 0.0 { clock_face((counts.waiting as f64 / pace).ceil() as i64) } else { "--:--".into() };
    let args = [
        ("done", done.into()),
        ("all", all.into()),
        ("trouble", (counts.failed + counts.unknown).into()),
        ("pace", format!("{pace:.1}").into()),
        ("left", left.into()),
    ];
    format!("{bar} {}", shell.say("cli-progress", &args))
}

fn clock_face(seconds: i64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes:02}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    #[test]
    fn progress_is_one_line_with_speed_and_time_left() {
        let shell = Shell { config: None, json: false, text: Text::load(None).unwrap() };
        let past = VecDeque::from([(Duration::from_secs(10), 900), (Duration::from_secs(20), 600)]);
        assert_eq!(pace(&past), 30.0);
        let counts = Counts { waiting: 600, sent: 390, failed: 8, unknown: 2, cancelled: 0 };
        let line = progress(&shell, &counts, pace(&past));
        assert_eq!(line, "████████░░░░░░░░░░░░ 400/1000 nhóm, 10 trục trặc, 30.0 nhóm/giây, còn 00:20");
        let start = progress(&shell, &Counts { waiting: 5, ..Counts::default() }, 0.0);
        assert!(start.ends_with("còn --:--"), "{start}");
        assert_eq!(clock_face(3_725), "1:02:05");
        assert_eq!(pace(&VecDeque::new()), 0.0);
    }
}
