//! Villages and who hears it there: those without a group first.

use super::frame::{self, Frame};
use super::page;
use super::visitor::Visitor;
use crate::groups;
use crate::places::Kind;
use crate::roster::Act;
use anyhow::Result;
use askama::Template;
use axum::response::Response;

#[derive(Template)]
#[template(path = "desk/groups.html")]
struct Page {
    frame: Frame,
    without: Vec<String>,
    with: Vec<Row>,
}

struct Row {
    place: String,
    state: String,
    trouble: bool,
}

/// `GET /trang/nhom`
pub async fn show(visitor: Visitor) -> Response {
    match build(&visitor).await {
        Ok(built) => page::show(&built),
        Err(e) => page::busy(&e),
    }
}

async fn build(visitor: &Visitor) -> Result<Page> {
    let (tree, day) = (&visitor.tree, visitor.today);
    let all = groups::all(&visitor.office.parts.core.db).await?;
    let theirs =
        |code: &str| visitor.may_at(Act::Invite, code).or_else(|| visitor.may_at(Act::Publish, code));
    let villages = tree.all().iter().filter(|p| p.kind == Kind::Village && tree.now(&p.code, day) == Some(p));
    let (mut without, mut with) = (vec![], vec![]);
    for village in villages.filter(|p| theirs(&p.code).is_some()) {
        let here: Vec<_> =
            all.iter().filter(|g| tree.now(&g.place, day).is_some_and(|p| p.code == village.code)).collect();
        if !here.iter().any(|g| g.is_linked()) {
            without.push(visitor.place(village));
        }
        for group in here {
            let state = match (group.is_linked(), group.reason) {
                (true, _) => visitor.say("desk-group-hears", &[]),
                (false, Some(reason)) => visitor.say(&format!("reason-{reason}"), &[]),
                (false, None) => visitor.say("desk-group-gone", &[]),
            };
            with.push(Row { place: visitor.place(village), state, trouble: !group.is_linked() });
        }
    }
    let frame = frame::frame(visitor, visitor.say("desk-groups", &[]), "/nhom");
    Ok(Page { frame, without, with })
}
