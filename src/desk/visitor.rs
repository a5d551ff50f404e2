//! Who asks for a page: the holder of a role, by the session that their browser keeps. And what they post: it counts only
//! when it was written into a form of that very session.

use super::store::Session;
use super::{Office, page, session};
use crate::places::{Place, Tree};
use crate::roster::{self, Act, Role};
use crate::text::{Arg, VIETNAMESE};
use axum::Form;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap};
use axum::http::request::Parts as Head;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::Arc;
use subtle::ConstantTimeEq;

/// The name under which a browser keeps its session.
pub const COOKIE: &str = "loaban_trang";
/// The field of a form that says in which session it was shown.
pub const SLIP: &str = "phieu";

/// Somebody who is in.
pub struct Visitor {
    pub office: Office,
    pub session: Session,
    /// The role by which they came in, first, and the others that they hold.
    pub held: Vec<Role>,
    pub tree: Arc<Tree>,
    pub today: Date,
    /// What their forms must bring back.
    pub slip: String,
}

impl Visitor {
    /// A sentence.
    pub fn say(&self, key: &str, args: &[Arg<'_>]) -> String {
        self.office.parts.core.text.say(VIETNAMESE, key, args)
    }

    /// Those of their roles by which this is theirs to do somewhere.
    pub fn may(&self, act: Act) -> Vec<Role> {
        self.held.iter().filter(|role| role.duty.may(act)).cloned().collect()
    }

    /// The role by which they may do this there.
    pub fn may_at(&self, act: Act, place: &str) -> Option<&Role> {
        roster::may(&self.held, act, place, &self.tree, self.today)
    }

    /// A place as it stands in a sentence, with the one above it.
    pub fn place(&self, place: &Place) -> String {
        let above = self.tree.ancestors(&place.code, self.today);
        match above.iter().find(|p| p.kind != crate::places::Kind::Province) {
            Some(above) => format!("{}, {}", place.in_sentence(), above.in_sentence()),
            None => place.in_sentence(),
        }
    }

    /// The same by code, whatever it is called today.
    pub fn place_of(&self, code: &str) -> String {
        self.tree.now(code, self.today).map_or_else(|| code.to_owned(), |place| self.place(place))
    }
}

impl FromRequestParts<Office> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(head: &mut Head, office: &Office) -> Result<Self, Response> {
        visitor(office, &head.headers).await
    }
}

async fn visitor(office: &Office, headers: &HeaderMap) -> Result<Visitor, Response> {
    let outside = || page::outside(office, StatusCode::UNAUTHORIZED, "desk-out-title", "desk-out");
    let Some(token) = cookie(headers) else { return Err(outside()) };
    let found = session::find(office, &token).await.map_err(|_| busy())?;
    let Some(session) = found else { return Err(outside()) };
    let held = roster::held_with(&office.parts.core.db, &session.role).await.map_err(|_| busy())?;
    // With the role the session is over, at once.
    if held.is_empty() {
        return Err(outside());
    }
    let tree = office.parts.atlas.tree().await.map_err(|_| busy())?;
    let today = office.parts.core.today();
    let slip = office.parts.core.seal.code_keys(&format!("slip {token}")).swap_remove(0);
    Ok(Visitor { office: office.clone(), session, held, tree, today, slip })
}

fn busy() -> Response {
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

/// What the browser keeps.
fn cookie(headers: &HeaderMap) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value.to_owned())
}

/// What somebody filled in and sent.
pub struct Posted {
    pub visitor: Visitor,
    fields: HashMap<String, String>,
}

impl Posted {
    /// Whether the form had such a field at all.
    pub fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// What was ticked of a list, in order: boxes are called by their list and their value.
    pub fn ticked(&self, list: &str) -> Vec<String> {
        let prefix = format!("{list}-");
        let mut found: Vec<String> =
            self.fields.keys().filter_map(|name| name.strip_prefix(&prefix)).map(str::to_owned).collect();
        found.sort();
        found
    }

    /// A field, without the spaces around it; empty when it is not there.
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", |value| value.trim())
    }
}

impl FromRequest<Office> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, office: &Office) -> Result<Self, Response> {
        let headers = request.headers().clone();
        if !is_from_here(&headers, office.parts.settings.public_url.as_deref()) {
            return Err(StatusCode::FORBIDDEN.into_response());
        }
        let visitor = visitor(office, &headers).await?;
        let read = Form::<HashMap<String, String>>::from_request(request, &()).await;
        let Form(fields) = read.map_err(IntoResponse::into_response)?;
        let slip = fields.get(SLIP).map(String::as_str).unwrap_or_default();
        if !bool::from(slip.as_bytes().ct_eq(visitor.slip.as_bytes())) {
            return Err(page::outside(office, StatusCode::FORBIDDEN, "desk-old-form-title", "desk-old-form"));
        }
        Ok(Posted { visitor, fields })
    }
}

/// A browser says from which page a form comes; one from elsewhere is nobody's.
pub fn is_from_here(headers: &HeaderMap, public_url: Option<&str>) -> bool {
    let of = |name| headers.get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    if of(header::HeaderName::from_static("sec-fetch-site")).is_some_and(|site| site != "same-origin") {
        return false;
    }
    let Some(origin) = of(header::ORIGIN) else { return true };
    let host = origin.split_once("://").map_or("", |(_, host)| host);
    let ours = public_url.and_then(|url| url.split_once("://")?.1.split('/').next());
    !host.is_empty() && (of(header::HOST) == Some(host) || ours == Some(host))
}
