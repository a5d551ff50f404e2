//! Stories through the real parts: the real program, its real client over HTTP, the stand-in for the
//! platform, a real database. Each story runs on SQLite and on PostgreSQL.

#![allow(clippy::unwrap_used, reason = "in a test a value that is missing is a failure")]

mod attack;
mod crash;
mod delivery;
mod desk;
mod leaks;
mod live;
mod main_job;
mod media;
mod oa;
mod plans;
mod recount;
mod scenes;
mod several;
mod talk;
mod trouble;
mod understood;
mod whole_month;
mod windows;
mod world;
mod zalo_bot;
