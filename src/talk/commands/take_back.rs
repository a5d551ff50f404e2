//! An item is taken back.

use crate::acts::Deed;
use crate::content::{self, Item, Scope, Telling};
use crate::ids::ItemId;
use crate::roster::Role;
use crate::talk::editor;
use crate::talk::office::{self, Waiting, What};
use crate::talk::turn::{After, Turn};
use crate::text::said_by_role;
use anyhow::Result;

/// `/rutbai ITEM [reason]`: says how many will be told, and asks. Who could not have published it that far cannot take
/// it back there either.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], line: &str) -> Result<()> {
    if line.trim().is_empty() {
        return turn.reply("withdraw-item-how", &[]).await;
    }
    let library = turn.parts.shelf.library();
    let Some((item, rest)) = office::item(turn, &library, line, What::TakeBack).await? else { return Ok(()) };
    meant(turn, held, item, &rest).await
}

/// The item is known.
pub async fn meant(turn: &mut Turn<'_>, held: &[Role], item: &Item, reason: &str) -> Result<()> {
    if !may(turn, held, item).await? {
        let title = item.title(&turn.language()).to_owned();
        return turn.reply("withdraw-item-out-of-reach", &[("item", title.into())]).await;
    }
    ask(turn, held, item, reason, false).await
}

async fn may(turn: &mut Turn<'_>, held: &[Role], item: &Item) -> Result<bool> {
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
    Ok(places.all(|place| turn.reaches(held, place)) && releases.iter().all(let_out))
}

async fn ask(turn: &mut Turn<'_>, held: &[Role], item: &Item, reason: &str, changed: bool) -> Result<()> {
    // There is nothing to take back any more: who was not reached is told again, or it is said that there is nothing.
    let Some(told) = turn.parts.publisher.would_tell(&mut turn.tx, item).await? else {
        return take_back(turn, held, item, reason).await;
    };
    if let Err(e) = turn.parts.publisher.may_say(reason) {
        return editor::refuse(turn, e).await;
    }
    let mut lines = vec![];
    if changed {
        lines.push(turn.say("publish-changed", &[]));
    }
    let (groups, people) = told;
    let args = [("item", item.title(&turn.language()).to_owned().into()), ("groups", groups.into())];
    lines.push(turn.say("withdraw-item-ask", &args));
    if people > 0 {
        lines.push(turn.say("withdraw-item-people", &[("private", people.into())]));
    }
    if reason.is_empty() {
        lines.push(turn.say("withdraw-item-no-reason", &[]));
    } else {
        lines.push(turn.say("withdrawn-reason", &[("reason", said_by_role(reason))]));
    }
    let yes = turn.say("choice-take-back", &[("groups", groups.into())]);
    let waiting = Waiting::TakeBack { item: item.folder.clone(), reason: reason.to_owned(), told };
    office::ask(turn, &waiting, lines.join("\n"), yes, "choice-leave-be").await
}

/// It was chosen. Are others to be told by now, it is shown anew.
pub async fn decided(
    turn: &mut Turn<'_>,
    held: &[Role],
    (folder, reason): (&ItemId, &str),
    told: (usize, usize),
) -> Result<bool> {
    let library = turn.parts.shelf.library();
    let Some(item) = library.get(folder).cloned() else { return Ok(false) };
    if !may(turn, held, &item).await? {
        return Ok(false);
    }
    match turn.parts.publisher.would_tell(&mut turn.tx, &item).await? {
        Some(now) if now != told => ask(turn, held, &item, reason, true).await?,
        _ => take_back(turn, held, &item, reason).await?,
    }
    Ok(true)
}

async fn take_back(turn: &mut Turn<'_>, held: &[Role], item: &Item, reason: &str) -> Result<()> {
    let Some(role) = held.first() else { return Ok(()) };
    let name = editor::name_of(turn, role)?;
    let begun = turn.parts.publisher.begin_withdrawal(&mut turn.tx, item, &name, "chat", reason).await;
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
        ("item", item.title(&turn.language()).to_owned().into()),
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
