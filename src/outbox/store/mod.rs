//! SQL of the outbox.

mod answers;
mod backlog;
mod due;
mod files;
mod lease;
mod moves;
mod publications;
mod put;
mod quotes;
mod rows;

pub use answers::*;
pub use backlog::*;
pub use due::*;
pub use files::*;
pub use lease::*;
pub use moves::*;
pub use publications::*;
pub use put::*;
pub use quotes::*;
pub use rows::*;
