//! What waits for whom has come in: one line a thing, each with where it is done.

use super::frame::{self, Frame};
use super::page;
use super::release;
use super::results;
use super::visitor::Visitor;

use crate::groups;
use crate::outbox;
use crate::places::Kind;
use crate::roster::{self, Act};
use anyhow::Result;
use askama::Template;
use axum::response::Response;

/// Names in one line before they are counted.
const NAMED: usize = 4;

#[derive(Template)]
#[template(path = "desk/today.html")]
struct Page {
    frame: Frame,
    lines: Vec<Line>,
}

/// Something that waits.
struct Line {
    words: String,
    /// Where it is done, as a path of the desk.
    to: Option<&'static str>,
    trouble: bool,
}

/// `GET /trang`
pub async fn show(visitor: Visitor) -> Response {
    match lines(&visitor).await {
        Ok(lines) => {
            let frame = frame::frame(&visitor, visitor.say("desk-today", &[]), "");
            page::show(&Page { frame, lines })
        }
        Err(e) => page::busy(&e),
    }
}

async fn lines(visitor: &Visitor) -> Result<Vec<Line>> {
    let mut lines = vec![];
    lines.extend(questions(visitor).await?);
    lines.extend(to_release(visitor).await?);
    lines.extend(not_reached(visitor).await?);
    lines.extend(without_group(visitor).await?);
    Ok(lines)
}

/// The first of these, and how many more.
fn named(visitor: &Visitor, mut names: Vec<String>) -> String {
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    if more > 0 {
        names.push(visitor.say("desk-more", &[("more", more.into())]));
    }
    names.join(", ")
}

/// Open questions within reach, and how many of them are late.
async fn questions(visitor: &Visitor) -> Result<Option<Line>> {
    let held = visitor.may(Act::Answer);
    if held.is_empty() {
        return Ok(None);
    }
    let (desk, core) = (&visitor.office.parts.desk, &visitor.office.parts.core);
    let mut tx = core.db.write().await?;
    let open = desk.open_for(&mut tx, &visitor.tree, &held).await?;
    drop(tx);
    let late = open.iter().filter(|q| q.due_at <= core.clock.now()).count();
    if open.is_empty() {
        return Ok(None);
    }
    let key = if late > 0 { "desk-questions-late" } else { "desk-questions-open" };
    let args = [("open", open.len().into()), ("late", late.into())];
    Ok(Some(Line { words: visitor.say(key, &args), to: Some("/cau-hoi"), trouble: late > 0 }))
}

/// Items that nobody has released as they are now, where they reach.
async fn to_release(visitor: &Visitor) -> Result<Option<Line>> {
    let titles: Vec<String> =
        release::waiting(visitor).await?.iter().map(|item| format!("“{}”", item.title("vi"))).collect();
    if titles.is_empty() {
        return Ok(None);
    }
    let args = [("count", titles.len().into()), ("items", named(visitor, titles).into())];
    Ok(Some(Line { words: visitor.say("desk-to-release", &args), to: Some("/duyet"), trouble: false }))
}

/// Groups that the latest publications did not reach, and what goes out later.
async fn not_reached(visitor: &Visitor) -> Result<Vec<Line>> {
    let mut lines = vec![];
    let now = visitor.office.parts.core.clock.now();
    for one in results::latest(visitor).await? {
        let counts = outbox::counts(&visitor.office.parts.core.db, &one.id).await?;
        let title = results::title(visitor, &one).into();
        let desk = &visitor.office.parts.desk;
        if counts.failed + counts.unknown > 0 {
            let args = [("item", title), ("groups", (counts.failed + counts.unknown).into())];
            let words = visitor.say("desk-not-reached", &args);
            lines.push(Line { words, to: Some("/ket-qua"), trouble: true });
        } else if one.due_at > now {
            let args = [("item", title), ("at", desk.shown(one.due_at).into())];
            lines.push(Line {
                words: visitor.say("desk-planned", &args),
                to: Some("/ket-qua"),
                trouble: false,
            });
        }
    }
    Ok(lines)
}

/// Villages that hear nothing.
async fn without_group(visitor: &Visitor) -> Result<Option<Line>> {
    if visitor.may(Act::Invite).is_empty() && visitor.may(Act::Publish).is_empty() {
        return Ok(None);
    }
    let linked = groups::all(&visitor.office.parts.core.db).await?;
    let (tree, day) = (&visitor.tree, visitor.today);
    let has = |code: &str| {
        linked.iter().any(|g| g.is_linked() && tree.now(&g.place, day).is_some_and(|p| p.code == code))
    };
    let reached = |code: &str| {
        [Act::Invite, Act::Publish]
            .into_iter()
            .any(|act| roster::may(&visitor.held, act, code, tree, day).is_some())
    };
    let villages = tree.all().iter().filter(|p| p.kind == Kind::Village && tree.now(&p.code, day) == Some(p));
    let names: Vec<String> =
        villages.filter(|p| reached(&p.code) && !has(&p.code)).map(|p| p.in_sentence()).collect();
    if names.is_empty() {
        return Ok(None);
    }
    let args = [("count", names.len().into()), ("places", named(visitor, names).into())];
    Ok(Some(Line { words: visitor.say("desk-without-group", &args), to: Some("/nhom"), trouble: false }))
}
