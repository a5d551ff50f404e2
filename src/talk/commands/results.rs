//! What became of publications, and what is done about it.

use crate::acts::Deed;
use crate::content::{self, Item, Progress, Publication};
use crate::ids::PublicationId;
use crate::message::{Choice, Message, Settle, Token};
use crate::outbox::{self, Again, Counts, GroupRow, State};
use crate::roster::Role;
use crate::talk::office::{self, What};
use crate::talk::turn::Turn;
use anyhow::Result;
use std::collections::BTreeMap;

/// Publications in a list.
const LISTED: usize = 5;
/// Those of them that can be looked at by a choice.
const OFFERED: usize = 4;
/// Places that are named beside a reason before they are counted.
const NAMED: usize = 3;

/// `/ketqua`: the latest publications; `/ketqua ITEM`: what became of one.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], line: &str) -> Result<()> {
    let mut all = content::publications(&turn.parts.core.db).await?;
    all.retain(|p| theirs(turn, held, p));
    if line.trim().is_empty() {
        all.truncate(LISTED);
        return match all.as_slice() {
            [] => turn.reply("results-none", &[]).await,
            [one] => show(turn, one).await,
            all => list(turn, all).await,
        };
    }
    let library = turn.parts.shelf.library();
    let Some((item, _)) = office::item(turn, &library, line, What::Results).await? else { return Ok(()) };
    meant(turn, held, item).await
}

/// The item is known: its latest publication.
pub async fn meant(turn: &mut Turn<'_>, held: &[Role], item: &Item) -> Result<()> {
    let mut all = content::publications(&turn.parts.core.db).await?;
    all.retain(|p| p.item == item.folder && theirs(turn, held, p));
    all.truncate(LISTED);
    match all.as_slice() {
        [] => {
            let title = item.title(&turn.language()).to_owned();
            turn.reply("results-none-of", &[("item", title.into())]).await
        }
        [one] => show(turn, one).await,
        all => list(turn, all).await,
    }
}

/// Who could have ordered it sees it.
fn theirs(turn: &Turn<'_>, held: &[Role], p: &Publication) -> bool {
    let roots: Vec<String> = turn.tree.roots(turn.today()).iter().map(|p| p.code.to_string()).collect();
    let mut places = if p.places.is_empty() { roots.iter() } else { p.places.iter() };
    places.all(|place| turn.reaches(held, place))
}

fn title(turn: &Turn<'_>, p: &Publication) -> String {
    let library = turn.parts.shelf.library();
    library.get(&p.item).map_or_else(|| p.item.to_string(), |item| item.title(&turn.language()).to_owned())
}

async fn list(turn: &mut Turn<'_>, all: &[Publication]) -> Result<()> {
    let (mut lines, mut choices) = (vec![], vec![]);
    for p in all {
        let counts = outbox::counts(&turn.parts.core.db, &p.id).await?;
        let args = [
            ("item", title(turn, p).into()),
            ("at", turn.shown(p.due_at).into()),
            ("counts", counts.said(|key| turn.say(key, &[])).into()),
        ];
        lines.push(turn.say("results-line", &args));
        if choices.len() < OFFERED {
            let args = [("item", title(turn, p).into()), ("at", turn.shown(p.due_at).into())];
            choices.push(Choice::new(turn.say("choice-results", &args), &Token::Results(p.id.clone())));
        }
    }
    let text = turn.say("results-list", &[("list", lines.join("\n").into())]);
    turn.answer(vec![Message::text(text).with_choices(choices)]).await
}

/// A publication was chosen out of a list.
pub async fn chosen(turn: &mut Turn<'_>, held: &[Role], id: &PublicationId) -> Result<bool> {
    let found = content::publication(&turn.parts.core.db, id).await?.filter(|p| theirs(turn, held, p));
    let Some(p) = found else { return Ok(false) };
    show(turn, &p).await?;
    Ok(true)
}

async fn show(turn: &mut Turn<'_>, p: &Publication) -> Result<()> {
    let db = &turn.parts.core.db;
    let groups = outbox::of_publication(db, &p.id).await?;
    let private = outbox::private_counts(db, &p.id).await?;
    let args = [("item", title(turn, p).into()), ("at", turn.shown(p.due_at).into())];
    let mut lines = vec![turn.say("results-head", &args)];
    let archived = outbox::archived(db, &p.id).await?;
    let counts = Counts::of(groups.iter().map(|g| g.state)) + archived;
    if counts.sum() > 0 {
        lines.push(turn.say("results-groups", &[("counts", counts.said(|key| turn.say(key, &[])).into())]));
    }
    if archived.sum() > 0 {
        lines.push(turn.say("results-archived", &[("groups", archived.sum().into())]));
    }
    if private.sum() > 0 {
        // One line, without persons.
        lines.push(turn.say("results-private", &[("counts", private.said(|key| turn.say(key, &[])).into())]));
    }
    let mut why: BTreeMap<(&str, String), Vec<&GroupRow>> = BTreeMap::new();
    for group in &groups {
        let key = match group.state.shown() {
            State::Failed => "delivery-failed",
            State::Unknown => "delivery-unknown",
            State::Waiting if group.reason.is_some() => "delivery-waiting",
            _ => continue,
        };
        let reason =
            group.reason.map(|reason| turn.say(&format!("reason-{reason}"), &[])).unwrap_or_default();
        why.entry((key, reason)).or_default().push(group);
    }
    for ((key, reason), groups) in why {
        let places = groups.iter().filter_map(|g| turn.tree.now(&g.place, turn.today()));
        let mut names: Vec<String> = places.map(|place| place.in_sentence()).collect();
        names.dedup();
        let more = names.len().saturating_sub(NAMED);
        names.truncate(NAMED);
        if more > 0 {
            names.push(turn.say("publish-more-places", &[("count", more.into())]));
        }
        let args = [
            ("state", turn.say(key, &[]).into()),
            ("groups", groups.len().into()),
            ("places", names.join(", ").into()),
            ("reason", reason.into()),
        ];
        lines.push(turn.say("results-why", &args));
    }
    let gone = p.state == Progress::Withdrawn;
    if gone {
        lines.push(turn.say("results-withdrawn", &[]));
    }
    let mut choices = vec![];
    for what in Settle::ALL.iter().copied().filter(|_| !gone) {
        let groups = outbox::standing(&groups, what);
        if groups > 0 {
            let label = turn.say(&format!("choice-settle-{what}"), &[("groups", groups.into())]);
            choices.push(Choice::new(label, &Token::Settle { what, groups, publication: p.id.clone() }));
        }
    }
    turn.answer(vec![Message::text(lines.join("\n")).with_choices(choices)]).await
}

/// Something is done about it. Do others stand so by now, it is shown anew.
pub async fn settle(
    turn: &mut Turn<'_>,
    held: &[Role],
    what: Settle,
    shown: usize,
    id: &PublicationId,
) -> Result<bool> {
    let found = content::publication(&turn.parts.core.db, id).await?.filter(|p| theirs(turn, held, p));
    let (Some(p), Some(role)) = (found, held.first()) else { return Ok(false) };
    let groups = outbox::of_publication(&turn.parts.core.db, id).await?;
    if p.state == Progress::Withdrawn || outbox::standing(&groups, what) != shown {
        let text = turn.say("publish-changed", &[]);
        turn.answer(vec![Message::text(text)]).await?;
        show(turn, &p).await?;
        return Ok(true);
    }
    let publisher = &turn.parts.publisher;
    let done = match what {
        Settle::Failed => publisher.resend_in(&mut turn.tx, id, Again::Failed).await?,
        Settle::Unknown => publisher.resend_in(&mut turn.tx, id, Again::Unknown).await?,
        Settle::Cancel => publisher.cancel_in(&mut turn.tx, id).await?.1,
    };
    let deed = if what == Settle::Cancel { Deed::Cancel } else { Deed::Resend };
    if done > 0 {
        turn.decided(role, deed, id).await?;
    }
    let key = match (what, done) {
        (Settle::Cancel, _) => "settled-cancel",
        (_, 0) => "settled-nobody",
        _ => "settled-again",
    };
    turn.reply(key, &[("groups", done.into()), ("item", title(turn, &p).into())]).await?;
    Ok(true)
}
