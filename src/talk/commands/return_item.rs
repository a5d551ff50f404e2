//! An item goes back to its author for a change.

use crate::acts::Deed;
use crate::content::{self, Item, review};
use crate::mail::language_of;
use crate::message::Message;
use crate::outbox::{Delivery, Kind};
use crate::people;
use crate::roster::{self, Duty, Role};
use crate::talk::office::{self, What};
use crate::talk::turn::Turn;
use crate::text::{has_words, said_by_role};
use anyhow::Result;

/// `/tralai ITEM reason`: back to who wrote it, with the reason.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], line: &str) -> Result<()> {
    if line.trim().is_empty() {
        return turn.reply("return-how", &[]).await;
    }
    let library = turn.parts.shelf.library();
    let Some((item, rest)) = office::item(turn, &library, line, What::Return).await? else { return Ok(()) };
    meant(turn, held, item, &rest).await
}

/// The item is known. What was let out is taken back, not returned.
pub async fn meant(turn: &mut Turn<'_>, held: &[Role], item: &Item, reason: &str) -> Result<()> {
    if !has_words(reason) {
        return turn.reply("return-how", &[]).await;
    }
    let args = [("item", item.title(&turn.language()).to_owned().into())];
    let releases = content::releases_in(&mut turn.tx).await?;
    if review::state(item, &releases) == review::State::Released {
        return turn.reply("return-released", &args).await;
    }
    let Some(role) = held.first() else { return Ok(()) };
    turn.decided(role, Deed::Return, &content::returned(item)).await?;
    let told = tell(turn, held, item, reason).await?;
    turn.reply(told, &args).await
}

/// Tells the authors who hold a role under the name that the item bears, else the other editors within reach. Returns the
/// sentence that says who was told.
async fn tell(turn: &mut Turn<'_>, held: &[Role], item: &Item, reason: &str) -> Result<&'static str> {
    let all = roster::all(&mut turn.tx).await?;
    let own: Vec<_> = held.iter().map(|role| role.person.clone()).collect();
    let others = || all.iter().filter(|role| !own.contains(&role.person) && !role.is_gone());
    let name = |role: &Role| turn.parts.core.seal.unseal(&role.name_sealed).unwrap_or_default();
    let authors: Vec<&Role> = others().filter(|role| review::is_author(item, &name(role))).collect();
    let near = |role: &&Role| {
        turn.reaches(held, &role.place)
            || held.iter().any(|own| role.reaches(&own.place, turn.tree, turn.today()))
    };
    let (roles, said) = match authors.is_empty() {
        false => (authors, "returned-to-author"),
        true => {
            (others().filter(|role| role.duty == Duty::Editor).filter(near).collect(), "returned-to-editors")
        }
    };
    let mut told = vec![];
    for role in roles {
        if told.contains(&role.person) {
            continue;
        }
        let Some(reach) = people::reach(&mut turn.tx, &role.person).await? else { continue };
        let language = language_of(&turn.parts.core.text, &reach.language);
        let args = [("item", item.title(&language).to_owned().into()), ("reason", said_by_role(reason))];
        let text = turn.parts.core.text.say(&language, "told-returned", &args);
        let cause = format!("returned:{}:{}", turn.parts.core.ids.id(), role.id);
        let delivery = Delivery::new(Kind::Notice, cause, vec![Message::text(text)]);
        turn.parts.mail.to_person(&mut turn.tx, turn.now, (&reach, &role.place), delivery).await?;
        told.push(role.person.clone());
    }
    Ok(if told.is_empty() { "returned-to-nobody" } else { said })
}
