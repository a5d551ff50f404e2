//! SQL of the outbox.

mod answers;
mod archive;
mod backlog;
mod due;
mod files;
mod lease;
mod moves;
mod parts;
mod publications;
mod put;
mod quotes;

pub use answers::*;
pub use archive::*;
pub use backlog::*;
pub use due::*;
pub use files::*;
pub use lease::*;
pub use moves::*;
pub use parts::*;
pub use publications::*;
pub use put::*;
pub use quotes::*;
