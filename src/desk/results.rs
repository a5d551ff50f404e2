//! What became of what was published, group by group, and what is done about it.

use super::frame::{self, Frame};
use super::page;
use super::visitor::{Posted, Visitor};
use crate::acts::{self, By, Deed};
use crate::content::{self, Progress, Publication};
use crate::ids::PublicationId;
use crate::message::Settle;
use crate::outbox::{self, Again, Counts, GroupRow, State};
use crate::roster::{Act, Role};
use crate::text::VIETNAMESE;
use anyhow::Result;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

/// Publications in the list.
const LISTED: usize = 30;
/// Those that the first page looks at.
const LATEST: usize = 5;
/// Groups of one publication on a page.
const GROUPS: usize = 300;

#[derive(Template)]
#[template(path = "desk/results.html")]
struct List {
    frame: Frame,
    publications: Vec<Line>,
}

struct Line {
    to: String,
    title: String,
    words: String,
    trouble: bool,
}

#[derive(Template)]
#[template(path = "desk/result.html")]
struct One {
    frame: Frame,
    path: String,
    counts: String,
    acts: Vec<Button>,
    groups: Vec<Group>,
    more: Option<String>,
}

/// Something that can be done about it, named with how many it concerns.
struct Button {
    what: &'static str,
    shown: usize,
    label: String,
}

struct Group {
    place: String,
    state: String,
    reason: String,
    at: String,
    trouble: bool,
}

/// The role by which somebody could have ordered it.
fn role<'v>(visitor: &'v Visitor, one: &Publication) -> Option<&'v Role> {
    let roots: Vec<String> = visitor.tree.roots(visitor.today).iter().map(|p| p.code.to_string()).collect();
    let places = if one.places.is_empty() { &roots } else { &one.places };
    let by = |place: &String| visitor.may_at(Act::Publish, place);
    if places.iter().all(|place| by(place).is_some()) { places.first().and_then(by) } else { None }
}

/// The newest that are theirs to look at.
pub async fn latest(visitor: &Visitor) -> Result<Vec<Publication>> {
    let mut all = content::publications(&visitor.office.parts.core.db).await?;
    all.retain(|one| role(visitor, one).is_some());
    all.truncate(LATEST);
    Ok(all)
}

/// What the item is called.
pub fn title(visitor: &Visitor, one: &Publication) -> String {
    let library = visitor.office.parts.shelf.library();
    library.get(&one.item).map_or_else(|| one.item.to_string(), |item| item.title(VIETNAMESE).to_owned())
}

/// `GET /trang/ket-qua`
pub async fn list(visitor: Visitor) -> Response {
    match lines(&visitor).await {
        Ok(publications) => {
            let frame = frame::frame(&visitor, visitor.say("desk-results", &[]), "/ket-qua");
            page::show(&List { frame, publications })
        }
        Err(e) => page::busy(&e),
    }
}

async fn lines(visitor: &Visitor) -> Result<Vec<Line>> {
    let db = &visitor.office.parts.core.db;
    let mut all = content::publications(db).await?;
    all.retain(|one| role(visitor, one).is_some());
    all.truncate(LISTED);
    let mut lines = vec![];
    for one in &all {
        let counts = outbox::counts(db, &one.id).await? + outbox::archived(db, &one.id).await?;
        let args = [
            ("at", visitor.office.parts.desk.shown(one.due_at).into()),
            ("counts", counts.said(|key| visitor.say(key, &[])).into()),
        ];
        lines.push(Line {
            to: format!("{}/ket-qua/{}", page::base(&visitor.office), one.id),
            title: title(visitor, one),
            words: visitor.say("desk-result", &args),
            trouble: counts.failed + counts.unknown > 0,
        });
    }
    Ok(lines)
}

async fn found(visitor: &Visitor, id: &str) -> Result<Option<(Publication, Role)>> {
    let one = content::publication(&visitor.office.parts.core.db, &PublicationId::from(id)).await?;
    Ok(one.and_then(|one| {
        let role = role(visitor, &one)?.clone();
        Some((one, role))
    }))
}

fn nothing(visitor: &Visitor) -> Response {
    frame::sorry(visitor, StatusCode::NOT_FOUND, "desk-nothing-title", "desk-nothing")
}

/// `GET /trang/ket-qua/<publication>`
pub async fn show(visitor: Visitor, Path(id): Path<String>) -> Response {
    match found(&visitor, &id).await {
        Ok(Some((one, _))) => match build(&visitor, &one).await {
            Ok(built) => page::show(&built),
            Err(e) => page::busy(&e),
        },
        Ok(None) => nothing(&visitor),
        Err(e) => page::busy(&e),
    }
}

async fn build(visitor: &Visitor, one: &Publication) -> Result<One> {
    let db = &visitor.office.parts.core.db;
    let mut groups = outbox::of_publication(db, &one.id).await?;
    let counts = Counts::of(groups.iter().map(|g| g.state)) + outbox::archived(db, &one.id).await?;
    let able = one.state != Progress::Withdrawn;
    let acts = Settle::ALL.iter().copied().filter(|_| able).filter_map(|what| {
        let shown = outbox::standing(&groups, what);
        let label = visitor.say(&format!("choice-settle-{what}"), &[("groups", shown.into())]);
        (shown > 0).then_some(Button { what: what.as_str(), shown, label })
    });
    let acts = acts.collect();
    // What went wrong stands first.
    let rank = |g: &GroupRow| match g.state.shown() {
        State::Failed => 0,
        State::Unknown => 1,
        State::Waiting => 2,
        _ => 3,
    };
    groups.sort_by_key(rank);
    let more = groups.len().checked_sub(GROUPS).filter(|more| *more > 0);
    groups.truncate(GROUPS);
    let row = |g: &GroupRow| {
        let state = g.state.shown();
        Group {
            place: visitor.place_of(&g.place),
            state: visitor.say(&format!("delivery-{state}"), &[]),
            reason: g.reason.map(|reason| visitor.say(&format!("reason-{reason}"), &[])).unwrap_or_default(),
            at: visitor.office.parts.desk.shown(g.changed_at),
            trouble: matches!(state, State::Failed | State::Unknown),
        }
    };
    Ok(One {
        path: format!("{}/ket-qua/{}", page::base(&visitor.office), one.id),
        counts: counts.said(|key| visitor.say(key, &[])),
        acts,
        groups: groups.iter().map(row).collect(),
        more: more.map(|more| visitor.say("desk-more-groups", &[("more", more.into())])),
        frame: frame::frame(visitor, title(visitor, one), "/ket-qua"),
    })
}

/// `POST /trang/ket-qua/<publication>`: what failed or is unknown goes once more, or what waits is taken back. Do others
/// stand so by now, nothing is done and it is shown anew.
pub async fn settle(Path(id): Path<String>, posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let done = async {
        let Some((one, role)) = found(visitor, &id).await? else { return Ok::<_, anyhow::Error>(None) };
        let what = Settle::ALL.iter().copied().find(|what| what.as_str() == posted.field("viec"));
        let groups = outbox::of_publication(&visitor.office.parts.core.db, &one.id).await?;
        if let Some(what) = what
            && one.state != Progress::Withdrawn
            && posted.field("nhom").parse() == Ok(outbox::standing(&groups, what))
        {
            carry_out(visitor, &one, &role, what).await?;
        }
        Ok(Some(one))
    };
    match done.await {
        Ok(Some(one)) => page::go(&visitor.office, &format!("/ket-qua/{}", one.id)),
        Ok(None) => nothing(visitor),
        Err(e) => page::busy(&e),
    }
}

async fn carry_out(visitor: &Visitor, one: &Publication, role: &Role, what: Settle) -> Result<()> {
    let parts = &visitor.office.parts;
    let mut tx = parts.core.db.write().await?;
    let done = match what {
        Settle::Failed => parts.publisher.resend_in(&mut tx, &one.id, Again::Failed).await?,
        Settle::Unknown => parts.publisher.resend_in(&mut tx, &one.id, Again::Unknown).await?,
        Settle::Cancel => parts.publisher.cancel_in(&mut tx, &one.id).await?.1,
    };
    if done > 0 {
        let deed = if what == Settle::Cancel { Deed::Cancel } else { Deed::Resend };
        let now = parts.core.clock.now();
        acts::record(&mut tx, &parts.core.seal, now, By::Role(&role.id), deed, &one.id).await?;
    }
    tx.commit().await?;
    (visitor.office.wake)();
    Ok(())
}
