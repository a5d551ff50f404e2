//! Stories through the real parts: the real program, its real client over HTTP, the stand-in for the
//! platform, a real database. Each story runs on SQLite and on PostgreSQL.

mod main_job;
mod talk;
mod world;
