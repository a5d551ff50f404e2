//! Voices and pictures between platforms: what a file is ([`Form`]), the form in which a platform takes it
//! ([`Converter`]), where its bytes are ([`Files`]), what of questions is kept sealed ([`keep()`]), and the address at
//! which one that cannot be sent is fetched ([`Links`]).

mod convert;
mod files;
mod form;
mod keep;
mod kept;
mod lack;
mod links;
mod picture;
mod store;

pub use convert::{Converter, Unable};
pub use files::{Files, ReadContent};
pub use form::Form;
pub use keep::{keep, lose, reseal, survey};
pub use kept::Handle;
pub use lack::Lack;
pub use links::Links;

use crate::channel::{Attachment, Channel};
use crate::message::{ChatKind, MediaKind};
use std::collections::HashMap;

/// What accounts need so that voices and pictures travel between them; names, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// Into some chats of these a file goes only as an address: they need a public one.
    pub links: Vec<String>,
    /// What these speak and hear is not what the content folder and the others have: they need a converter.
    pub conversion: Vec<String>,
}

impl Needs {
    /// Of these accounts.
    pub fn of(channels: &HashMap<String, Channel>) -> Needs {
        let named = |which: &dyn Fn(&Channel) -> bool| {
            let mut names: Vec<_> =
                channels.iter().filter(|(_, c)| which(c)).map(|(name, _)| name.clone()).collect();
            names.sort();
            names
        };
        let everywhere = [MediaKind::Voice, MediaKind::Picture]
            .map(|kind| [ChatKind::Private, ChatKind::Group].map(|chat| (kind, chat)));
        let takes = |c: &Channel, (kind, chat)| matches!(c.carries(kind, chat), Attachment::Bytes(_));
        let speaks = |c: &Channel| c.carries(MediaKind::Voice, ChatKind::Private);
        Needs {
            links: named(&|c| !everywhere.iter().flatten().all(|way| takes(c, *way))),
            conversion: named(&|c| speaks(c) != Attachment::Bytes(Form::Ogg.ending())),
        }
    }
}
