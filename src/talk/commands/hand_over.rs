//! A question goes to somebody else.

use crate::acts::Deed;
use crate::roster::Role;
use crate::talk::lookup;
use crate::talk::parse::hand_over::{self, Target, To};
use crate::talk::parse::named::Named;
use crate::talk::turn::Turn;
use crate::text::has_words;
use anyhow::Result;

/// `/chuyen CODE PLACE-or-TOPIC reason`: somebody else should answer it.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], named: Named) -> Result<()> {
    let Some((code, rest)) = lookup::code_and_rest(turn, named).await?.filter(|(_, rest)| !rest.is_empty())
    else {
        return turn.reply("hand-over-how", &[]).await;
    };
    let Some((mut q, role)) = lookup::open_question(turn, held, &code).await? else { return Ok(()) };
    let scope: Vec<&str> = held.iter().map(|r| r.place.as_str()).collect();
    let to = hand_over::read(&rest, turn.tree, turn.parts.subjects.topics(), turn.today(), &scope);
    let (target, reason) = match to {
        To::Target(target, reason) => (target, reason),
        To::Unclear(typed, found) => return lookup::which_place(turn, &typed, found).await,
    };
    if !has_words(&reason) {
        return turn.reply("hand-over-how", &[]).await;
    }
    let done = match &target {
        Target::Place(place) => {
            turn.parts.desk.hand_over(&mut turn.tx, turn.tree, &mut q, place, &reason).await?
        }
        Target::Topic(topic) => {
            turn.parts.desk.hand_over_topic(&mut turn.tx, turn.tree, &mut q, topic, &reason).await?
        }
    };
    if done {
        turn.decided(&role, Deed::HandOver, "").await?;
    }
    let key = if done { "handed-over" } else { "hand-over-nobody" };
    turn.reply(key, &[("code", q.code.into())]).await
}
