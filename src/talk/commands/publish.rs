//! An item goes to the villages.

use crate::acts::Deed;
use crate::clock::Millis;
use crate::content::{Item, Library, Order, Progress, Published, Rank};
use crate::message::Token;
use crate::outbox;
use crate::places::Found;
use crate::roster::Role;
use crate::talk::office::{self, Asked, Shown, Waiting, What};
use crate::talk::parse::publish;
use crate::talk::turn::{After, Turn};
use crate::talk::{editor, lookup, shown};
use anyhow::Result;

/// Places that are named before they are counted.
const NAMED: usize = 4;
/// A publication that begins so soon begins at once.
const SOON: Millis = 1_000;

/// `/phat ITEM [thu] [PLACE…] [time]`: says where it goes, when and what it costs, and asks; `thu`: to this chat only.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], line: &str) -> Result<()> {
    if line.trim().is_empty() {
        return turn.reply("publish-how", &[]).await;
    }
    let library = turn.parts.shelf.library();
    let Some((item, rest)) = office::item(turn, &library, line, What::Publish).await? else { return Ok(()) };
    meant(turn, held, &library, item, &rest).await
}

/// The item is known; what else was typed says where and when.
pub async fn meant(
    turn: &mut Turn<'_>,
    held: &[Role],
    library: &Library,
    item: &Item,
    rest: &str,
) -> Result<()> {
    let calendar = &turn.parts.core.calendar;
    let wanted = publish::read(rest, calendar.local(turn.now).datetime());
    if wanted.trial {
        return show(turn, held, library, item).await;
    }
    let at = wanted.at.and_then(|at| calendar.moment(&at.strftime("%Y-%m-%d %H:%M").to_string()));
    if let Some(past) = at.filter(|at| *at < turn.now) {
        let at = turn.shown(past);
        return turn.reply("publish-past", &[("at", at.into())]).await;
    }
    // A name may hold a comma ("bản Nà Luồng, xã Bình Lư").
    let whole = lookup::place_named(turn, held, &wanted.places);
    let places = match whole {
        Found::One(place) => vec![place.code.to_string()],
        _ => publish::places(&wanted.places),
    };
    let asked = Asked { item: item.folder.clone(), places, at, which: 0 };
    find_places(turn, held, library, item, asked).await
}

/// Places that were typed become places; one that may be several is asked about.
pub async fn find_places(
    turn: &mut Turn<'_>,
    held: &[Role],
    library: &Library,
    item: &Item,
    mut asked: Asked,
) -> Result<()> {
    for n in 0..asked.places.len() {
        let typed = asked.places[n].clone();
        match lookup::place_named(turn, held, &typed) {
            Found::One(place) if turn.reaches(held, &place.code) => {
                asked.places[n] = place.code.to_string();
            }
            Found::One(_) => return turn.reply("out-of-reach", &[]).await,
            found => {
                let waiting = Waiting::Place(Asked { which: n, ..asked });
                office::keep(turn, &waiting).await?;
                let token = |place: &crate::places::Place| Token::PublishAt(place.code.to_string());
                return lookup::which_place(turn, &typed, found, token).await;
            }
        }
    }
    if asked.places.is_empty() {
        asked.places = held.iter().map(|role| role.place.clone()).collect();
    }
    asked.places.sort();
    asked.places.dedup();
    ask(turn, library, item, asked.places, asked.at, false).await
}

/// To this chat only, as a group would see it.
async fn show(turn: &mut Turn<'_>, held: &[Role], library: &Library, item: &Item) -> Result<()> {
    let language = turn.language();
    let parts = shown::to_editor(turn, held, library, item, &language).await?;
    turn.answer(parts).await
}

/// What would happen.
async fn plan(
    turn: &mut Turn<'_>,
    library: &Library,
    item: &Item,
    places: Vec<String>,
    at: Option<Millis>,
) -> Result<(Published, Shown)> {
    let order = Order { item, places: places.clone(), at, rank: Rank::Normal };
    let planned = turn.parts.publisher.plan_in(&mut turn.tx, library, turn.tree, &order).await?;
    let begins = planned.at.parse::<jiff::Timestamp>().map_or(0, |at| at.as_millisecond());
    let shown = Shown {
        item: item.folder.clone(),
        revision: item.revision.clone(),
        places,
        at,
        begins: (begins > turn.now + SOON).then_some(begins),
        groups: planned.groups,
        private: planned.private,
        messages: planned.messages.values().sum(),
    };
    Ok((planned, shown))
}

/// Says what would happen, and asks.
async fn ask(
    turn: &mut Turn<'_>,
    library: &Library,
    item: &Item,
    places: Vec<String>,
    at: Option<Millis>,
    changed: bool,
) -> Result<()> {
    let (planned, shown) = match plan(turn, library, item, places, at).await {
        Ok(planned) => planned,
        Err(e) => return editor::refuse(turn, e).await,
    };
    if planned.nobody.is_some() {
        return say(turn, item, &planned, turn.now).await;
    }
    let mut lines = vec![];
    if changed {
        lines.push(turn.say("publish-changed", &[]));
    }
    let at = turn.shown(shown.begins.unwrap_or(turn.now));
    let when = match (shown.begins, planned.quiet) {
        (None, _) => turn.say("publish-at-once", &[]),
        (Some(_), false) => turn.say("publish-at", &[("at", at.into())]),
        (Some(_), true) => turn.say("publish-after-quiet", &[("at", at.into())]),
    };
    let names = shown.places.iter().filter_map(|code| turn.tree.now(code, turn.today()));
    let mut names: Vec<String> = names.map(|place| turn.place_name(place)).collect();
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    let mut places = names.join("; ");
    if more > 0 {
        places = format!("{places}; {}", turn.say("publish-more-places", &[("count", more.into())]));
    }
    let args = [
        ("item", item.title(&turn.language()).to_owned().into()),
        ("places", places.into()),
        ("groups", shown.groups.into()),
        ("private", shown.private.into()),
        ("when", when.into()),
        ("messages", shown.messages.into()),
    ];
    lines.push(turn.say(if shown.groups > 0 { "publish-ask" } else { "publish-ask-private" }, &args));
    let month = turn.parts.core.calendar.month(shown.begins.unwrap_or(turn.now));
    let quotas = outbox::quotas(&turn.parts.core.db, &turn.parts.mail.capabilities, &month).await?;
    for (account, quota) in quotas {
        let Some(uses) = planned.messages.get(&account).copied() else { continue };
        let room = quota.room(outbox::Rank::Normal);
        let key = if uses > room { "publish-quota-over" } else { "publish-quota" };
        lines.push(
            turn.say(key, &[("account", account.into()), ("uses", uses.into()), ("left", room.into())]),
        );
    }
    if planned.others.kept_from > 0 {
        lines.push(turn.say("publish-kept-from", &[("groups", planned.others.kept_from.into())]));
    }
    let yes = if shown.groups > 0 { "choice-publish" } else { "choice-publish-private" };
    let yes = turn.say(yes, &[("groups", shown.groups.into()), ("private", shown.private.into())]);
    office::ask(turn, &Waiting::Publish(shown), lines.join("\n"), yes, "choice-leave-be").await
}

/// It was chosen. What is otherwise than it was shown is shown anew.
pub async fn decided(turn: &mut Turn<'_>, held: &[Role], shown: Shown) -> Result<bool> {
    let library = turn.parts.shelf.library();
    let Some(item) = library.get(&shown.item).cloned() else { return Ok(false) };
    if !shown.places.iter().all(|place| turn.reaches(held, place)) {
        return Ok(false);
    }
    let at = shown.at.filter(|at| *at >= turn.now);
    let now = match plan(turn, &library, &item, shown.places.clone(), at).await {
        Ok((_, now)) => now,
        Err(e) => return editor::refuse(turn, e).await.map(|()| true),
    };
    if now != shown {
        ask(turn, &library, &item, shown.places, at, true).await?;
        return Ok(true);
    }
    let order = Order { item: &item, places: shown.places, at, rank: Rank::Normal };
    let (published, publication) =
        match turn.parts.publisher.begin(&mut turn.tx, &library, turn.tree, &order).await {
            Ok(done) => done,
            Err(e) => return editor::refuse(turn, e).await.map(|()| true),
        };
    if let Some(role) = held.first().filter(|_| !published.publication.is_empty()) {
        turn.decided(role, Deed::Publish, &publication.id).await?;
    }
    say(turn, &item, &published, publication.due_at).await?;
    if publication.state == Progress::Writing {
        turn.follow(After::GoOnPublishing(Box::new(publication)));
    }
    Ok(true)
}

/// What was done, or why nobody gets it.
async fn say(turn: &mut Turn<'_>, item: &Item, published: &Published, at: Millis) -> Result<()> {
    let key = match published.nobody {
        Some(nobody) => format!("published-{nobody}"),
        None if published.quiet => "published-quiet".into(),
        None => "published".into(),
    };
    let at = turn.shown(at);
    let args = [
        ("item", item.title(&turn.language()).to_owned().into()),
        ("groups", (published.groups as i64).into()),
        ("private", (published.private as i64).into()),
        ("at", at.into()),
        ("queued", published.others.queued.into()),
        ("has", published.others.has.into()),
        ("unknown", published.others.unknown.into()),
        ("gone", published.others.gone.into()),
        ("kept", published.others.kept_from.into()),
    ];
    turn.reply(&key, &args).await?;
    if published.nobody.is_none() && published.others.kept_from > 0 {
        let kept = [("groups", published.others.kept_from.into())];
        turn.reply("published-kept-from", &kept).await?;
    }
    Ok(())
}
