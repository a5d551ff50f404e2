//! What a secretary's verbs share: the place they speak for, its register, and what is said of a line.

use super::parse::held::{self as spoken, Day};
use super::pending::Line;
use super::turn::Turn;
use crate::content::show::plain_day;
use crate::content::{self, Item};
use crate::ids::ItemId;
use crate::ledger::{ByPlan, Fact, Held, StudyForm};
use crate::message::{Choice, LINE, Message, Token};
use crate::outbox;
use crate::outreach::Village;
use crate::people::Chat;
use crate::roster::Role;
use anyhow::Result;

/// Items in one list: with "none of these" four choices.
const OFFERED: usize = 3;

/// The place a secretary speaks for here: the group's, or in private their own. A group out of reach is told so.
pub async fn place_here(turn: &mut Turn<'_>, held: &[Role]) -> Result<Option<String>> {
    let Some(group) = turn.group.clone() else { return Ok(held.first().map(|r| r.place.clone())) };
    if turn.reaches(held, &group.place) {
        return Ok(Some(group.place));
    }
    turn.refuse("out-of-reach", &[]).await?;
    Ok(None)
}

/// The register of a village, as of this turn.
pub fn village<'a>(turn: &Turn<'a>, place: &str) -> Village<'a> {
    let boundary_day = turn.parts.settings.report.boundary_day;
    Village { core: &turn.parts.core, boundary_day, tree: turn.tree, place: place.to_owned(), now: turn.now }
}

/// Notes what was done with an item, says what was noted, and how it is put right.
pub async fn noted(turn: &mut Turn<'_>, place: &str, item: &Item, fact: &Fact) -> Result<()> {
    let fact = by_plan(turn, place, item, fact);
    let number = village(turn, place).note(&mut turn.tx, &item.folder, &fact).await?;
    let what = said(turn, &fact);
    let args = [
        ("what", what.into()),
        ("item", item.title(&turn.language()).to_owned().into()),
        ("number", number.into()),
    ];
    turn.reply("line-noted", &args).await
}

/// A study session with the plan by which it was held, if there is one; anything else as it is.
fn by_plan(turn: &Turn<'_>, place: &str, item: &Item, fact: &Fact) -> Fact {
    let mut fact = fact.clone();
    if let Fact::StudySession { held, .. } = &mut fact {
        let (today, day) = (turn.today(), held.date.unwrap_or(turn.today()));
        let plan = content::plan::nearest(&item.plans, (place, day), turn.tree, today);
        held.plan = plan.map(|plan| ByPlan { place: plan.place.clone(), number: plan.number.clone() });
    }
    fact
}

/// What was done, in words.
pub fn said(turn: &Turn<'_>, fact: &Fact) -> String {
    match fact {
        Fact::Loudspeaker { times } => turn.say("line-loudspeaker", &[("count", (*times).into())]),
        Fact::Meeting { listeners } => turn.say("line-meeting", &[("count", (*listeners).into())]),
        Fact::StudySession { form, present, total, held } => {
            let form = turn.say(&format!("form-{}", key(form.as_str())), &[]);
            let args = [("form", form.into()), ("present", (*present).into()), ("total", (*total).into())];
            let line = turn.say("line-session", &args);
            match how(turn, held).join(", ") {
                how if how.is_empty() => line,
                how => turn.say("line-session-held", &[("line", line.into()), ("how", how.into())]),
            }
        }
        _ => String::new(),
    }
}

/// A stored word as it stands in the key of a sentence.
fn key(word: &str) -> String {
    word.replace('_', "-")
}

/// How a session was held, piece by piece.
fn how(turn: &Turn<'_>, held: &Held) -> Vec<String> {
    let mut pieces = vec![];
    if let Some(date) = held.date {
        // This year's needs no year.
        let day = match date.year() == turn.today().year() {
            true => format!("{}/{}", date.day(), date.month()),
            false => plain_day(date),
        };
        pieces.push(turn.say("held-on", &[("day", day.into())]));
    }
    if let Some(office) = held.presenter {
        pieces.push(turn.say(&format!("presenter-{}", key(office.as_str())), &[]));
    }
    if !held.audience.is_empty() {
        let whom = held.audience.iter().map(|whom| turn.say(&format!("audience-{}", whom.as_str()), &[]));
        let whom = whom.collect::<Vec<_>>().join(", ");
        pieces.push(turn.say("held-for", &[("whom", whom.into())]));
    }
    if held.online {
        pieces.push(turn.say("held-online", &[]));
    }
    if let Some(number) = held.plan.as_ref().and_then(|plan| plan.number.as_deref()) {
        pieces.push(turn.say("held-by-plan", &[("number", number.into())]));
    }
    pieces
}

/// A study session as it was told. None: it cannot have been so, which they were told.
pub async fn session(
    turn: &mut Turn<'_>,
    (present, total): (i64, i64),
    said: spoken::Held,
) -> Result<Option<Fact>> {
    if present > total || total == 0 {
        let args = [("present", present.into()), ("total", total.into())];
        turn.refuse("session-more", &args).await?;
        return Ok(None);
    }
    let date = match said.day {
        Day::Unsaid => None,
        Day::On(day) => Some(day).filter(|day| *day != turn.today()),
        Day::Ahead(day) => {
            turn.refuse("session-ahead", &[("day", plain_day(day).into())]).await?;
            return Ok(None);
        }
        Day::Unclear => {
            turn.refuse("session-day-unclear", &[]).await?;
            return Ok(None);
        }
    };
    let form = said.form.unwrap_or(StudyForm::HocTap);
    let (presenter, audience, online) = (said.presenter, said.audience, said.online);
    let held = Held { date, presenter, audience, online, plan: None };
    Ok(Some(Fact::StudySession { form, present, total, held }))
}

/// The latest items of a village that are still there, newest first.
pub async fn latest(turn: &mut Turn<'_>, place: &str, most: usize) -> Result<Vec<Item>> {
    let stored = turn.tree.stored_as(&[place], turn.today());
    let library = turn.parts.shelf.library();
    let last = outbox::latest_items(&mut turn.tx, &stored, most as i64).await?;
    Ok(last.into_iter().filter(|l| !l.withdrawn).filter_map(|l| library.get(&l.item).cloned()).collect())
}

/// Which item a figure is about: the latest of the village as choices, and the figure waits.
pub async fn which_item(turn: &mut Turn<'_>, place: &str, fact: Fact) -> Result<()> {
    let items = latest(turn, place, OFFERED).await?;
    if items.is_empty() {
        return turn.reply("item-which", &[]).await;
    }
    let_go(turn).await?;
    let name = turn.parts.core.ids.code(5);
    let language = turn.language();
    let labels = items.iter().map(|item| item.title(&language).to_owned());
    let labels = labels.chain([turn.say("choice-other-item", &[])]).enumerate();
    let choices: Vec<Choice> = labels
        .map(|(at, label)| Choice::new(label, &Token::Line { name: name.clone(), number: at + 1 }))
        .collect();
    let text = turn.say("which-item", &[("what", said(turn, &fact).into())]);
    let items = items.iter().map(|item| item.folder.to_string()).collect();
    let line = Line { name, fact, place: place.to_owned(), items, choices: choices.clone() };
    turn.keep(Chat::Line, &serde_json::to_string(&line)?).await?;
    turn.answer(vec![Message::text(text).with_choices(choices)]).await
}

/// The figure that waits for its item.
pub async fn waiting(turn: &mut Turn<'_>) -> Result<Option<Line>> {
    Ok(turn.kept(Chat::Line).await?.and_then(|stored| serde_json::from_str(&stored).ok()))
}

/// An item was chosen for a figure. False: it is another figure's choice, over, or nobody's who may note it.
pub async fn chosen(turn: &mut Turn<'_>, held: &[Role], name: &str, number: usize) -> Result<bool> {
    let Some(line) = waiting(turn).await?.filter(|line| line.name == name) else { return Ok(false) };
    if !turn.reaches(held, &line.place) {
        return Ok(false);
    }
    let_go(turn).await?;
    let folder = number.checked_sub(1).and_then(|at| line.items.get(at)).map(|f| ItemId::from(f.as_str()));
    let library = turn.parts.shelf.library();
    match folder.and_then(|folder| library.get(&folder).cloned()) {
        Some(item) => noted(turn, &line.place, &item, &line.fact).await?,
        None => turn.reply("line-other-item", &[]).await?,
    }
    Ok(true)
}

async fn let_go(turn: &mut Turn<'_>) -> Result<()> {
    if let Some(corner) = turn.corner() {
        outbox::close_choices_like(&mut turn.tx, &turn.parts.core.seal, &corner, LINE).await?;
    }
    turn.let_go(Chat::Line).await
}

/// Puts a line right; `number` is its place in the register, none: the last.
pub async fn correct(
    turn: &mut Turn<'_>,
    place: &str,
    number: Option<usize>,
    right: (i64, Option<i64>),
) -> Result<()> {
    let Some(done) = village(turn, place).correct(&mut turn.tx, number, right).await? else {
        return turn.reply("correct-how", &[]).await;
    };
    let was = said(turn, &done.was);
    let now = done.now.map_or_else(|| turn.say("line-taken-away", &[]), |fact| said(turn, &fact));
    let args = [("number", done.number.into()), ("was", was.into()), ("now", now.into())];
    turn.reply("line-corrected", &args).await
}
