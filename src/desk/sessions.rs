//! Where somebody is in, to end what they do not know.

use super::frame::{self, Frame};
use super::page;
use super::store;
use super::visitor::{Posted, Visitor};
use super::{entry, session};
use crate::ids::RoleId;
use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};

#[derive(Template)]
#[template(path = "desk/sessions.html")]
struct Page {
    frame: Frame,
    sessions: Vec<Row>,
}

struct Row {
    key: String,
    words: String,
    here: bool,
}

fn roles(visitor: &Visitor) -> Vec<&RoleId> {
    visitor.held.iter().map(|role| &role.id).collect()
}

/// `GET /trang/phien`
pub async fn show(visitor: Visitor) -> Response {
    let core = &visitor.office.parts.core;
    let sessions = match store::of(&core.db, &roles(&visitor), core.clock.now()).await {
        Ok(sessions) => sessions,
        Err(e) => return page::busy(&e),
    };
    let desk = &visitor.office.parts.desk;
    let rows = sessions.iter().map(|one| {
        let role = visitor.held.iter().find(|role| role.id == one.role);
        let args = [
            ("role", role.map(|role| frame::role_name(&visitor, role)).unwrap_or_default().into()),
            ("since", desk.shown(one.began_at).into()),
            ("until", desk.shown(one.until_at).into()),
        ];
        Row {
            key: one.key.clone(),
            words: visitor.say("desk-session", &args),
            here: one.key == visitor.session.key,
        }
    });
    let sessions = rows.collect();
    page::show(&Page { frame: frame::frame(&visitor, visitor.say("desk-sessions", &[]), "/phien"), sessions })
}

/// `POST /trang/phien`: one of them ends.
pub async fn end(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    match session::end(&visitor.office, posted.field("phien"), &roles(visitor)).await {
        Ok(_) => page::go(&visitor.office, "/phien"),
        Err(e) => page::busy(&e),
    }
}

/// `POST /trang/ra`: this one ends.
pub async fn leave(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let office = &visitor.office;
    if let Err(e) = session::end(office, &visitor.session.key, &[&visitor.session.role]).await {
        return page::busy(&e);
    }
    ([(header::SET_COOKIE, entry::kept(office, "", 0))], page::go(office, "")).into_response()
}
