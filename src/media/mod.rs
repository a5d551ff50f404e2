//! Voices and pictures between platforms: what a file is ([`Form`]), the form in which a platform takes it
//! ([`Converter`]), where its bytes are ([`Files`]), and the address at which one that cannot be sent is fetched
//! ([`Links`]).

mod convert;
mod files;
mod form;
mod links;

pub use convert::{Converter, Unable};
pub use files::{Files, Lack, ReadContent};
pub use form::Form;
pub use links::Links;

use crate::channel::{Carriage, Channel};
use crate::message::{ChatKind, MediaKind};

/// Some file goes to this account's people only as an address that is fetched.
pub fn needs_links(channel: &Channel) -> bool {
    let by_bytes = |kind, chat| matches!(channel.carries(kind, chat), Carriage::Bytes(_));
    let chats = [ChatKind::Private, ChatKind::Group];
    !chats.into_iter().all(|chat| by_bytes(MediaKind::Voice, chat) && by_bytes(MediaKind::Picture, chat))
}

/// Voices of this account, coming or going, are not what is kept in the content folder and sent elsewhere.
pub fn needs_conversion(channel: &Channel) -> bool {
    channel.carries(MediaKind::Voice, ChatKind::Private) != Carriage::Bytes(Form::Ogg.ending())
}
