//! From asked to answered.

pub mod subject;
