//! A coordinator brings people and groups in without a shell.

use crate::acts::Deed;
use crate::message::Token;
use crate::places::{Found, Place};
use crate::roster::{self, Act, Invitation, Invited, Role};
use crate::talk::lookup;
use crate::talk::parse::invite::{Invite, Whom};
use crate::talk::turn::{Turn, in_sentence};
use anyhow::Result;

/// `/moi group|secretary|reporter PLACE`: a one-time code, good for seven days.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], invite: Option<Invite>) -> Result<()> {
    let Some(Invite { whom, place }) = invite else { return turn.reply("invite-how", &[]).await };
    match lookup::place_named(turn, held, &place) {
        Found::One(place) => invited(turn, held, whom, place).await,
        found => {
            let token =
                |place: &Place| Token::Invite { kind: whom.word.to_owned(), place: place.code.to_string() };
            lookup::which_place(turn, &place, found, token).await
        }
    }
}

/// A place that was chosen, because nobody named it exactly. False: it is nobody's who invites, or no place any more.
pub async fn chosen(turn: &mut Turn<'_>, kind: &str, place: &str) -> Result<bool> {
    let mut held = turn.roles().await?;
    held.retain(|role| role.duty.may(Act::Invite));
    let (whom, place) = (Whom::of(kind), turn.tree.now(place, turn.today()));
    let (Some(whom), Some(place), false) = (whom, place, held.is_empty()) else { return Ok(false) };
    invited(turn, &held, whom, place).await?;
    Ok(true)
}

async fn invited(turn: &mut Turn<'_>, held: &[Role], whom: Whom, place: &Place) -> Result<()> {
    if !turn.reaches(held, &place.code) {
        return turn.reply("out-of-reach", &[]).await;
    }
    let made_by = held.first().map(|role| role.id.clone());
    let Whom { kind, title, .. } = whom;
    let invitation =
        Invitation { made_by, title: title.to_owned(), ..Invitation::new(kind, place.code.as_str()) };
    let now = turn.now;
    let (code, expires) =
        roster::invite(&mut turn.tx, &turn.parts.core.seal, &turn.parts.core.ids, now, invitation).await?;
    if let Some(role) = held.first() {
        // Not the code: whoever reads this could use it.
        turn.decided(role, Deed::Invite, &format!("{kind} {}", place.code)).await?;
    }
    let link = turn.channel.private_link(&code).filter(|_| kind != Invited::Group);
    let key = if kind == Invited::Group { "invited-group" } else { "invited" };
    let name = match title {
        "" => turn.say(&format!("role-{kind}"), &[]),
        title => in_sentence(title),
    };
    let args = [
        ("role", name.into()),
        ("place", turn.place_name(place).into()),
        ("code", code.into()),
        ("until", turn.shown(expires).into()),
        ("link", link.unwrap_or_default().into()),
    ];
    turn.reply(key, &args).await
}
