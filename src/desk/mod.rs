//! The desk: what an office does in a browser, on a phone first, without a shell and without a file.
//!
//! A page is a file: what it shows and the one act that it can do, through the same rooms as the chat. Whoever comes in is
//! the holder of a role, by a link that the chat gave them; there are no passwords. Nothing runs in a page, nothing comes
//! from elsewhere, and a form is good only in the session that it was shown to.

mod entry;
mod frame;
mod groups;
mod link;
mod page;
mod questions;
mod release;
mod results;
mod session;
mod sessions;
mod store;
mod today;
mod visitor;
mod write;

pub use link::{LINK_LIFE, link};
pub use store::sweep;

use crate::parts::Parts;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn;
use axum::routing::{get, post};
use std::sync::Arc;

/// Where all of it lies.
pub const PATH: &str = "/trang";
/// What a form may hold: more than the longest answer.
const MOST_FORM_BYTES: usize = 64 << 10;

/// What every page needs. Cheap to clone.
#[derive(Clone)]
pub struct Office {
    /// The house.
    pub parts: Parts,
    /// Rung when something was put that may leave now.
    pub wake: Arc<dyn Fn() + Send + Sync>,
}

/// Every path of the desk.
pub fn routes(office: Office) -> Router {
    let inside = Router::new()
        .route("/", get(today::show))
        .route("/ket-qua", get(results::list))
        .route("/ket-qua/{publication}", get(results::show).post(results::settle))
        .route("/cau-hoi", get(questions::list))
        .route("/cau-hoi/{code}", get(questions::show).post(questions::answer))
        .route("/soan", get(write::list).post(write::begin))
        .route(
            "/soan/{item}",
            get(write::show).post(write::save).layer(DefaultBodyLimit::max(write::MOST_FORM_BYTES)),
        )
        .route("/duyet", get(release::list))
        .route("/duyet/{item}", get(release::show).post(release::decide))
        .route("/nhom", get(groups::show))
        .route("/phien", get(sessions::show).post(sessions::end))
        .route("/ra", post(sessions::leave))
        .route("/vao/{ticket}", get(entry::show).post(entry::enter))
        .route("/kieu.css", get(page::style));
    Router::new()
        // Nesting takes it without the slash at its end only.
        .route(&format!("{PATH}/"), get(today::show))
        .nest(PATH, inside)
        .layer(from_fn(page::secure))
        .layer(DefaultBodyLimit::max(MOST_FORM_BYTES))
        .with_state(office)
}
