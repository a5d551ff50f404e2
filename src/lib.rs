//! loaban, the village loudspeaker: the map of the crate.
//!
//! One order, left to right; a module imports only what stands left of its own group:
//! `stored failure clock ids reason message bell telemetry crash` | `calendar platform` | `config` | `db text seal` |
//! `base known understanding` | `ledger acts timekeeper` | `people places` | `identity` | `groups roster inbox` | `channel` | `media` | `outbox` |
//! `mail` |
//! `content questions report` | `outreach` | `parts` | `desk` | `talk` | `web` | `app` | `standins` | `practice` | `cli`. Neighbours in a
//! group do not import each other, except in the first. Only `media`, `outbox`, `talk`, `app` and `web` touch `channel`;
//! only `practice` reaches `standins`, which import nothing of ours; only `cli` reaches `practice`. `tests/tidy`
//! holds it.

pub mod acts;
pub mod app;
pub mod base;
pub mod bell;
pub mod calendar;
pub mod channel;
pub mod cli;
pub mod clock;
pub mod config;
pub mod content;
pub mod crash;
pub mod db;
pub mod desk;
pub mod failure;
pub mod groups;
pub mod identity;
pub mod ids;
pub mod inbox;
pub mod known;
pub mod ledger;
pub mod mail;
pub mod media;
pub mod message;
pub mod outbox;
pub mod outreach;
pub mod parts;
pub mod people;
pub mod places;
pub mod platform;
pub mod practice;
pub mod questions;
pub mod reason;
pub mod report;
pub mod roster;
pub mod seal;
pub mod standins;
pub mod stored;
pub mod talk;
pub mod telemetry;
pub mod text;
pub mod timekeeper;
pub mod understanding;
pub mod web;
