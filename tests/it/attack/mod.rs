//! What a thief, a flood and a stranger can still do, tried from outside against the real program. Each trial prints
//! its figure.

mod door;
mod erased;
mod flood;
mod forwarded;
pub mod joins;
mod keys;
mod neighbours;
mod platforms;
mod rows;
mod small;
mod strangers;
mod words;
