//! The month's report, and that it was handed in.

use crate::acts::By;
use crate::report::{self, Form, Period};
use crate::roster::{Act, Role};
use crate::talk::parse::report::Month;
use crate::talk::turn::Turn;
use crate::talk::{editor, office};
use anyhow::Result;

/// What an office works with, and the source of it.
const FORMS: [Form; 4] = [Form::Document, Form::Page, Form::Workbook, Form::Json];

/// `/baocao [MONTH]`: the month's files, into this chat. Without a month: the last one that is over.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], month: Option<Month>) -> Result<()> {
    let Some(role) = held.first() else { return Ok(()) };
    let Some(period) = meant(turn, month) else { return turn.reply("report-how", &[]).await };
    let built = match report::build(turn.parts.reports(), turn.tree, &role.place, period, turn.now).await {
        Ok(built) => built,
        Err(e) => return editor::refuse(turn, e).await,
    };
    let (text, language) = (&turn.parts.core.text, turn.language());
    let place = turn.tree.get(&role.place).map(|p| p.in_sentence()).unwrap_or_default();
    let args = [("period", period.in_words(text, &language).into()), ("place", place.into())];
    let said = format!("{}\n{}", turn.say("report-here", &args), built.in_three_sentences(text));
    let way = turn.parts.report_way(turn.account, &language, (&role.place, period), turn.now);
    let parts = built.messages((text, &language), said, &FORMS, way)?;
    turn.answer(parts).await
}

/// `/baocao [MONTH] đã nộp`: nobody is reminded of it any more.
pub async fn hand_in(turn: &mut Turn<'_>, month: Option<Month>) -> Result<()> {
    let held = turn.held(Act::HandIn).await?;
    let Some(role) = held.first() else { return Ok(()) };
    let Some(period) = meant(turn, month) else { return turn.reply("report-how", &[]).await };
    let place = turn.tree.now(&role.place, turn.today()).map(|place| place.code.to_string());
    handed_in(turn, role, &place.unwrap_or_else(|| role.place.clone()), period).await
}

/// It was chosen below what reminds of it. False: whoever chooses is no editor of that place.
pub async fn chosen(turn: &mut Turn<'_>, period: &str, place: &str) -> Result<bool> {
    let (Some(period), held) = (Period::parse(period), office::holders(turn, Act::HandIn).await?) else {
        return Ok(false);
    };
    let Some(role) = of_place(turn, &held, place) else { return Ok(false) };
    handed_in(turn, role, place, period).await?;
    Ok(true)
}

/// What is said where the choice is over: that it was handed in, or how that is said now. `None`: it is nobody's who may.
pub async fn over(turn: &mut Turn<'_>, period: &str, place: &str) -> Result<Option<String>> {
    let held = office::holders(turn, Act::HandIn).await?;
    let Some(period) = Period::parse(period).filter(|_| of_place(turn, &held, place).is_some()) else {
        return Ok(None);
    };
    let words = [("period", period.in_words(&turn.parts.core.text, &turn.language()).into())];
    Ok(Some(match report::is_handed_in(&mut turn.tx, place, period).await? {
        true => turn.say("report-handed-in-before", &words),
        false => {
            let month = format!("{}/{}", period.month(), period.year());
            turn.say("choice-over-handed-in", &[("month", month.into())])
        }
    }))
}

/// The editor of that very place: whoever edits above it hands in another report.
fn of_place<'r>(turn: &Turn<'_>, held: &'r [Role], place: &str) -> Option<&'r Role> {
    let today = turn.today();
    held.iter().find(|role| turn.tree.now(&role.place, today).is_some_and(|own| own.code == place))
}

async fn handed_in(turn: &mut Turn<'_>, role: &Role, place: &str, period: Period) -> Result<()> {
    let words = [("period", period.in_words(&turn.parts.core.text, &turn.language()).into())];
    if period >= running(turn) {
        return turn.reply("report-not-over", &words).await;
    }
    let with = (&turn.parts.core.seal, turn.now);
    let is_new = report::hand_in(&mut turn.tx, with, By::Role(&role.id), place, period).await?;
    turn.reply(if is_new { "report-handed-in" } else { "report-handed-in-before" }, &words).await
}

fn running(turn: &Turn<'_>) -> Period {
    Period::containing(turn.today(), turn.parts.settings.report.boundary_day)
}

/// The period of a month as it was said.
fn meant(turn: &Turn<'_>, month: Option<Month>) -> Option<Period> {
    match month? {
        Month::Last => Some(running(turn).previous()),
        Month::Running => Some(running(turn)),
        Month::Of(period) => Some(period),
        Month::Named(month) => Period::latest(month, turn.today(), turn.parts.settings.report.boundary_day),
    }
}
