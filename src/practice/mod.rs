//! The practice room: stand-ins for the platforms, and the page that shows them side by side.

pub mod telegram;
