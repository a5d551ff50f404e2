//! What waits for a second pair of eyes, whichever way these come: the chat or the desk.

use super::review::{self, Refusal, Release};
use super::{Item, Library, publish, reach, written};
use crate::base::Core;
use crate::db::Tx;
use crate::mail::{Mail, language_of};
use crate::message::Message;
use crate::outbox::{Delivery, Kind};
use crate::people;
use crate::places::Tree;
use crate::roster::{self, Duty, Role};
use crate::text::said_by_role;
use anyhow::Result;
use jiff::civil::Date;

/// A form that could be let out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waits {
    /// What its release would be.
    pub release: Release,
    /// Whoever looks at it had a hand in it, and another person has to release it.
    pub own: bool,
}

/// Who looks at it: the roles that they hold, the names that these bear, and the day.
pub struct Eyes<'a> {
    /// By which they may release something.
    pub held: &'a [Role],
    /// What they are called, by any role.
    pub names: &'a [String],
    /// The places.
    pub tree: &'a Tree,
    /// Today.
    pub today: Date,
}

/// The items that wait where somebody reaches, newest first: another place may have released one for itself. What another
/// office writes is its own affair.
pub fn to_release<'l>(library: &'l Library, all: &[Release], eyes: &Eyes<'_>) -> Vec<&'l Item> {
    let here: Vec<_> =
        eyes.held.iter().map(|role| reach::at(all, &role.place, eyes.tree, eyes.today)).collect();
    let theirs = |item: &Item| {
        let reaches = |role: &Role| {
            eyes.tree.reaches(&item.place, &role.place, eyes.today)
                || role.reaches(&item.place, eyes.tree, eyes.today)
        };
        item.place.is_empty() || eyes.held.iter().any(reaches)
    };
    let waits = |item: &&Item| theirs(item) && here.iter().any(|out| review::state(item, out).waits());
    library.newest().into_iter().filter(waits).collect()
}

/// The forms that are ready and not let out yet where somebody reaches. Whatever name stands in an item: who saved it at
/// the desk is known by their role.
pub async fn waiting(tx: &mut Tx, item: &Item, eyes: &Eyes<'_>) -> Result<Result<Vec<Waits>, Refusal>> {
    let names: Vec<&str> = eyes.names.iter().map(String::as_str).collect();
    let released = match review::release(item, &names) {
        Ok(released) => released,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let all = publish::releases_in(tx).await?;
    let here: Vec<_> =
        eyes.held.iter().map(|role| reach::at(&all, &role.place, eyes.tree, eyes.today)).collect();
    let mut waiting = vec![];
    for release in released {
        if here.iter().all(|out| review::is_released(item, &release.form, out)) {
            continue;
        }
        let own = written::had_a_hand(tx, &item.folder, &release.form, (&all, eyes.held)).await?;
        waiting.push(Waits { release, own });
    }
    Ok(Ok(waiting))
}

/// Who was told that an item went back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentBack {
    /// Whoever wrote it.
    Author,
    /// The other editors: nobody knows an account of whoever wrote it.
    Editors,
    /// Nobody could be.
    Nobody,
}

impl SentBack {
    /// The sentence that says so.
    pub fn key(self) -> &'static str {
        match self {
            SentBack::Author => "returned-to-author",
            SentBack::Editors => "returned-to-editors",
            SentBack::Nobody => "returned-to-nobody",
        }
    }
}

/// Tells the authors who hold a role under the name that the item bears, else the other editors within reach.
pub async fn send_back(
    tx: &mut Tx,
    (core, mail): (&Core, &Mail),
    item: &Item,
    eyes: &Eyes<'_>,
    reason: &str,
) -> Result<SentBack> {
    let (tree, today) = (eyes.tree, eyes.today);
    let all = roster::all(tx).await?;
    let own: Vec<_> = eyes.held.iter().map(|role| role.person.clone()).collect();
    let others = || all.iter().filter(|role| !own.contains(&role.person) && !role.is_gone());
    let name = |role: &Role| core.seal.unseal(&role.name_sealed).unwrap_or_default();
    let authors: Vec<&Role> = others().filter(|role| review::is_author(item, &name(role))).collect();
    let near = |role: &&Role| {
        eyes.held
            .iter()
            .any(|own| own.reaches(&role.place, tree, today) || role.reaches(&own.place, tree, today))
    };
    let (roles, said) = match authors.is_empty() {
        false => (authors, SentBack::Author),
        true => (others().filter(|role| role.duty == Duty::Editor).filter(near).collect(), SentBack::Editors),
    };
    let mut told = vec![];
    for role in roles {
        if told.contains(&role.person) {
            continue;
        }
        let Some(reach) = people::reach(tx, &role.person).await? else { continue };
        let language = language_of(&core.text, &reach.language);
        let args = [("item", item.title(&language).to_owned().into()), ("reason", said_by_role(reason))];
        let text = core.text.say(&language, "told-returned", &args);
        let cause = format!("returned:{}:{}", core.ids.id(), role.id);
        let delivery = Delivery::new(Kind::Notice, cause, vec![Message::text(text)]);
        mail.to_person(tx, core.now(), (&reach, &role.place), delivery).await?;
        told.push(role.person.clone());
    }
    Ok(if told.is_empty() { SentBack::Nobody } else { said })
}
