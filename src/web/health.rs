//! Alive, ready, behind: for a supervisor, a load balancer and Prometheus.

use super::Door;
use crate::db::{self, Db, Trouble};
use crate::{inbox, outbox, telemetry};
use anyhow::Result;
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use serde_json::{Value, json};
use std::fmt::Write;
use std::time::Duration;

/// A database that answers later than this is missing.
const DATABASE_PATIENCE: Duration = Duration::from_secs(2);

/// The process answers.
pub async fn live() -> Json<Value> {
    Json(json!({ "live": true, "missing": [] }))
}

/// Everything it needs is there. Strangers are told the kind of what is missing, and no account's name.
pub async fn ready(State(door): State<Door>) -> (StatusCode, Json<Value>) {
    let mut kinds: Vec<String> =
        missing(&door).await.iter().filter_map(|m| Some(m.split([' ', ':']).next()?.to_owned())).collect();
    kinds.dedup();
    told(kinds)
}

/// The same with names and reasons, for who watches it.
pub async fn ready_in_detail(State(door): State<Door>) -> (StatusCode, Json<Value>) {
    told(missing(&door).await)
}

async fn missing(door: &Door) -> Vec<String> {
    let mut missing = (door.missing)();
    if let Some(trouble) = database(&door.core.db).await {
        missing.push(format!("database: {}", trouble.as_str()));
    }
    missing
}

fn told(missing: Vec<String>) -> (StatusCode, Json<Value>) {
    let code = if missing.is_empty() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (code, Json(json!({ "ready": missing.is_empty(), "missing": missing })))
}

/// What is wrong with the database: what those who write have met, else what reading meets.
async fn database(db: &Db) -> Option<Trouble> {
    if let Some(met) = db.trouble() {
        return Some(met);
    }
    match tokio::time::timeout(DATABASE_PATIENCE, inbox::backlog(db)).await {
        Ok(Ok(_)) => None,
        Ok(Err(e)) => Some(db::trouble(&e).unwrap_or(Trouble::Broken)),
        Err(_) => Some(Trouble::Slow),
    }
}

/// Prometheus text. Labels are accounts and states, never a person, a group or a place.
pub async fn metrics(State(door): State<Door>) -> impl IntoResponse {
    let state = tokio::time::timeout(DATABASE_PATIENCE, of_database(&door)).await;
    let (state, up) = match state {
        Ok(Ok(state)) => (state, 1),
        _ => (String::new(), 0),
    };
    let head = family("database_up", "gauge", "The database answers.");
    let mut out = format!("{head}loaban_database_up {up}\n{state}");
    for (what, help) in [
        ("sends", "Attempts to send, by outcome, since the process began."),
        (
            "pace_waits",
            "Times that something due had to wait for the account's limit or its chat's, or as long as the platform asked.",
        ),
        ("hooks", "Pushes of platforms, by what became of them, since the process began."),
    ] {
        out.push_str(&family(&format!("{what}_total"), "counter", help));
        for (_, account, outcome, n) in telemetry::counts().into_iter().filter(|c| c.0 == what) {
            let _ = writeln!(out, "loaban_{what}_total{{account=\"{account}\",outcome=\"{outcome}\"}} {n}");
        }
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], out)
}

async fn of_database(door: &Door) -> Result<String> {
    let now = door.core.clock.now();
    let age = |since: Option<i64>| since.map_or(0, |at| (now - at).max(0) / 1000);
    let rows = outbox::backlog(&door.core.db).await?;
    let arrived = inbox::backlog(&door.core.db).await?;
    let mut out = family(
        "outbox_rows",
        "gauge",
        "Messages by account and state; what was sent or taken back is not among them.",
    );
    for outbox::Backlog { account, state, count, .. } in &rows {
        let _ = writeln!(out, "loaban_outbox_rows{{account=\"{account}\",state=\"{state}\"}} {count}");
    }
    // Nothing is a figure too: a line that comes and goes cannot be watched.
    let mut accounts: Vec<&String> = door.channels.keys().collect();
    accounts.sort_unstable();
    type Value<'a> = &'a dyn Fn(&str) -> i64;
    let families: [(&str, &str, Value<'_>); 3] = [
        (
            "outbox_oldest_waiting_seconds",
            "Age of the oldest message that waits; 0 when none does.",
            &|account| age(rows.iter().filter(|b| b.account == account).find_map(|b| b.oldest)),
        ),
        ("inbox_waiting", "Updates not handled yet.", &|account| {
            arrived.iter().find(|b| b.account == account).map_or(0, |b| b.count)
        }),
        (
            "inbox_oldest_seconds",
            "Age of the oldest update not handled yet; 0 when there is none.",
            &|account| age(arrived.iter().find(|b| b.account == account).map(|b| b.oldest)),
        ),
    ];
    for (name, help, value) in families {
        out.push_str(&family(name, "gauge", help));
        for account in &accounts {
            let _ = writeln!(out, "loaban_{name}{{account=\"{account}\"}} {}", value(account));
        }
    }
    let quotas = outbox::quotas(&door.core.db, &door.capabilities, &door.core.calendar.month(now)).await?;
    out.push_str(&family("quota_used", "gauge", "Messages that the platform took this calendar month."));
    for (account, quota) in &quotas {
        let _ = writeln!(out, "loaban_quota_used{{account=\"{account}\"}} {}", quota.used);
    }
    out.push_str(&family("quota_left", "gauge", "Messages that it still takes this calendar month."));
    for (account, quota) in &quotas {
        let _ = writeln!(out, "loaban_quota_left{{account=\"{account}\"}} {}", quota.left());
    }
    let silent = outbox::silent(&door.core.db).await?;
    let help = "Messages that wait until their person writes again.";
    let _ = writeln!(out, "{}loaban_outbox_silent {silent}", family("outbox_silent", "gauge", help));
    Ok(out)
}

fn family(name: &str, kind: &str, help: &str) -> String {
    format!("# HELP loaban_{name} {help}\n# TYPE loaban_{name} {kind}\n")
}
