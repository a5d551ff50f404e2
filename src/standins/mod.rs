//! Stand-ins for the platforms: each is real HTTP on loopback with its chats as state. The practice room and the
//! tests speak to these instead of to the platforms.
//!
//! They import nothing of the product, and `tests/tidy` holds that: a stand-in that used the product's own types
//! or constants would share its misreadings of a platform, and a test against it would prove nothing. What they share
//! with each other stands beside this file: a call however it was encoded (`call`), connections that can be cut
//! (`door`), faults on demand (`fault`), the server with its state and its record (`standin`), and what platforms of
//! bots have in common (`bot_api`).

mod bot_api;
mod call;
mod door;
mod fault;
mod standin;
pub mod telegram;
pub mod zalo_bot;
pub mod zalo_oa;
