//! loaban, the village loudspeaker: the map of the crate.
//!
//! One order, left to right; a module imports only what stands left of its own group:
//! `failure clock ids message telemetry` | `calendar config` | `db text seal` | `ledger` |
//! `people places` | `groups inbox channel` | `outbox` | `content questions outreach report` |
//! `talk` | `web` | `app` | `practice` | `cli`. `tests/tidy.rs` holds it.

pub mod calendar;
pub mod channel;
pub mod clock;
pub mod config;
pub mod content;
pub mod db;
pub mod failure;
pub mod groups;
pub mod ids;
pub mod inbox;
pub mod ledger;
pub mod mail;
pub mod message;
pub mod outbox;
pub mod people;
pub mod places;
pub mod questions;
pub mod report;
pub mod seal;
pub mod text;
