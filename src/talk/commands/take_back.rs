//! An item is taken back.

use crate::acts::Deed;
use crate::content::{self, Scope, Telling};
use crate::roster::Role;
use crate::talk::parse::take_back::item_and_reason;
use crate::talk::turn::{After, Turn};
use crate::talk::{editor, lookup};
use anyhow::Result;

/// `/rutbai ITEM [reason]`: takes an item back and tells whoever got it. Who could not have published it that
/// far cannot take it back there either.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], rest: &str) -> Result<()> {
    let library = turn.parts.shelf.library();
    let (typed, reason) = item_and_reason(&library, rest);
    if typed.is_empty() {
        return turn.reply("withdraw-item-how", &[]).await;
    }
    let Some(item) = lookup::item_named(turn, &library, &typed).await? else { return Ok(()) };
    let title = item.title(&turn.language()).to_owned();
    let day = turn.today();
    let everywhere: Vec<String> = turn.tree.roots(day).iter().map(|p| p.code.to_string()).collect();
    let published = content::publications(&turn.parts.core.db).await?;
    let mut places = published
        .iter()
        .filter(|p| p.item == item.folder)
        .flat_map(|p| if p.places.is_empty() { &everywhere } else { &p.places });
    // Nor does who let it out at one place undo what others let out at theirs.
    let releases = content::releases_in(&mut turn.tx).await?;
    let let_out = |r: &content::Release| match &r.scope {
        Scope::Below(place) if r.item == item.folder => turn.reaches(held, place),
        _ => true,
    };
    if !places.all(|place| turn.reaches(held, place)) || !releases.iter().all(let_out) {
        return turn.reply("withdraw-item-out-of-reach", &[("item", title.into())]).await;
    }
    let Some(role) = held.first() else { return Ok(()) };
    let name = editor::name_of(turn, role)?;
    let begun = turn.parts.publisher.begin_withdrawal(&mut turn.tx, &item, &name, "chat", &reason).await;
    let (done, withdrawal) = match begun {
        Ok(begun) => begun,
        Err(e) => return editor::refuse(turn, e).await,
    };
    if !done.again {
        turn.decided(role, Deed::Withdraw, &done.item).await?;
    }
    let many = withdrawal.state == Telling::Telling;
    let key = match (done.again, many) {
        (true, _) if done.told > 0 => "item-withdrawn-rest",
        (true, _) => "item-withdrawn-already",
        (false, true) => "item-withdrawn-many",
        (false, false) => "item-withdrawn",
    };
    let args = [
        ("item", title.into()),
        ("folder", done.item.into()),
        ("cancelled", done.cancelled.into()),
        ("told", done.told.into()),
        ("at", turn.shown(done.at).into()),
    ];
    turn.reply(key, &args).await?;
    if many {
        turn.follow(After::GoOnWithdrawing(Box::new(withdrawal)));
    }
    Ok(())
}
