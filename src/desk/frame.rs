//! What stands around the pages of who is in: by which role, the pages that are theirs, and the way out.

use super::page::{base, show};
use super::visitor::Visitor;
use crate::roster::{Act, Role};
use crate::text::{Text, VIETNAMESE};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// What stands around every page.
pub struct Frame {
    /// The words.
    text: Text,
    /// Before every path: where a proxy puts the machine.
    pub base: String,
    pub title: String,
    /// By which role somebody is in.
    pub role: String,
    /// The pages that are theirs.
    pub menu: Vec<Link>,
    /// What their forms must bring back.
    pub slip: String,
}

/// A page of the menu.
pub struct Link {
    pub to: String,
    pub name: String,
    /// It is this page.
    pub here: bool,
}

impl Frame {
    /// A sentence without values.
    pub fn say(&self, key: &str) -> String {
        self.text.say(VIETNAMESE, key, &[])
    }
}

/// A page of the menu: where, its name, and who has it.
const MENU: [(&str, &str, Option<Act>); 7] = [
    ("", "desk-today", None),
    ("/soan", "desk-write", Some(Act::Write)),
    ("/duyet", "desk-release", Some(Act::Release)),
    ("/cau-hoi", "desk-questions", Some(Act::Answer)),
    ("/ket-qua", "desk-results", Some(Act::Publish)),
    ("/nhom", "desk-groups", Some(Act::Invite)),
    ("/phien", "desk-sessions", None),
];

/// The frame of a page, at this place of the menu.
pub fn frame(visitor: &Visitor, title: String, at: &str) -> Frame {
    let base = base(&visitor.office);
    let theirs = MENU.iter().filter(|(_, _, act)| act.is_none_or(|act| !visitor.may(act).is_empty()));
    let menu = theirs.map(|(path, key, _)| Link {
        to: format!("{base}{path}"),
        name: visitor.say(key, &[]),
        here: *path == at,
    });
    let role = visitor.held.first();
    let role = role.map(|role| format!("{} · {}", role_name(visitor, role), visitor.place_of(&role.place)));
    Frame {
        text: visitor.office.parts.core.text.clone(),
        menu: menu.collect(),
        title,
        role: role.unwrap_or_default(),
        slip: visitor.slip.clone(),
        base,
    }
}

/// What a role is called.
pub fn role_name(visitor: &Visitor, role: &Role) -> String {
    match role.title.as_str() {
        "" => visitor.say(&format!("role-{}", role.duty), &[]),
        title => title.to_owned(),
    }
}

/// Why nothing was done, and what to do.
#[derive(Template)]
#[template(path = "desk/sorry.html")]
struct Sorry {
    frame: Frame,
    words: String,
}

/// What there is to say to somebody who is in.
pub fn sorry(visitor: &Visitor, status: StatusCode, title: &str, words: &str) -> Response {
    let frame = frame(visitor, visitor.say(title, &[]), "-");
    (status, show(&Sorry { frame, words: visitor.say(words, &[]) })).into_response()
}
