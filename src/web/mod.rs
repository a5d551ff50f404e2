//! The HTTP door (contract, section 3): what platforms push, the released voices, other media, health and metrics.
//!
//! Listens behind a reverse proxy. Nothing here knows a platform: a channel says whether a push is genuine.

mod crowd;
mod file;
mod health;
pub(crate) mod page;
mod part;
mod report;
mod serve;
mod voice;
mod webhooks;

pub use part::{Range, range};
pub use report::{Making, Reports};
pub use serve::{Patience, listen, serve};

use crate::base::Core;
use crate::channel::Channel;
use crate::config::CapabilitiesByAccount;
use crate::content::Shelf;
use crate::inbox::Intake;
use crate::media::{Files, Links};
use axum::Extension;
use axum::Router;
use axum::extract::Request;
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use std::collections::HashMap;
use std::sync::Arc;

/// What the door needs of the house. Cheap to clone.
#[derive(Clone)]
pub struct Door {
    /// What every act works with.
    pub core: Core,
    /// Puts them there.
    pub intake: Intake,
    /// What the accounts' platforms count.
    pub capabilities: CapabilitiesByAccount,
    /// The accounts by name.
    pub channels: Arc<HashMap<String, Channel>>,
    /// The items whose voices can be heard.
    pub shelf: Shelf,
    /// Voices and pictures.
    pub files: Files,
    /// What addresses open.
    pub links: Links,
    /// Files of reports.
    pub reports: Reports,
    /// Rung with the account's name when an update was stored.
    pub arrived: Arc<dyn Fn(&str) + Send + Sync>,
    /// What is missing until the program is ready; empty when nothing is.
    pub missing: Arc<dyn Fn() -> Vec<String> + Send + Sync>,
}

/// Every path of the door, with those of the desk.
pub fn router(door: Door, desk: Router) -> Router {
    let text = door.core.text.clone();
    Router::new()
        .route("/hook/{account}", post(webhooks::hook).layer(Extension(webhooks::Hooks::default())))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/nghe/{item}/{voice}", get(voice::listen))
        .route("/m/{name}", get(file::open))
        .with_state(door)
        .merge(desk)
        .layer(from_fn_with_state(text, page::worded))
        .layer(from_fn(secure))
}

/// The paths of the other door, for who watches over the program and for nobody else.
pub fn watching_router(door: Door) -> Router {
    Router::new()
        .route("/metrics", get(health::metrics))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready_in_detail))
        .layer(from_fn(secure))
        .with_state(door)
}

/// Nothing we serve runs scripts, is framed, or fetches from elsewhere.
async fn secure(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::CACHE_CONTROL, "no-store");
    response
}

#[cfg(test)]
mod tests;
