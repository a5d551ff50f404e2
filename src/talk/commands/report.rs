//! The month's report.

use crate::report::{self, Form, Period};
use crate::roster::Role;
use crate::talk::editor;
use crate::talk::parse::report::Month;
use crate::talk::turn::Turn;
use anyhow::Result;

/// What an office works with, and the source of it.
const FORMS: [Form; 4] = [Form::Document, Form::Page, Form::Workbook, Form::Json];

/// `/baocao [MONTH]`: the month's files, into this chat. Without a month: the last one that is over.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], month: Option<Month>) -> Result<()> {
    let Some(role) = held.first() else { return Ok(()) };
    let settings = &turn.parts.settings.report;
    let running = Period::containing(turn.today(), settings.boundary_day);
    let period = match month {
        Some(Month::Last) => Some(running.previous()),
        Some(Month::Running) => Some(running),
        Some(Month::Of(period)) => Some(period),
        Some(Month::Named(month)) => Period::latest(month, turn.today(), settings.boundary_day),
        None => None,
    };
    let period = match period {
        Some(period) => period,
        None => return turn.reply("report-how", &[]).await,
    };
    let built = match report::build(turn.parts.reports(), turn.tree, &role.place, period, turn.now).await {
        Ok(built) => built,
        Err(e) => return editor::refuse(turn, e).await,
    };
    let place = turn.tree.get(&role.place).map(|p| p.in_sentence()).unwrap_or_default();
    let text = turn.say("report-here", &[("period", period.to_string().into()), ("place", place.into())]);
    let text = format!("{text}\n{}", built.in_three_sentences(&turn.parts.core.text));
    let parts = built.messages(&turn.parts.core.text, text, &FORMS)?;
    turn.answer(parts).await
}
