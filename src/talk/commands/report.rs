//! The month's report.

use crate::message::{Media, MediaKind, Message, Source};
use crate::report::{self, Period};
use crate::roster::Role;
use crate::talk::editor;
use crate::talk::parse::report::Month;
use crate::talk::turn::Turn;
use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

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
    let language = turn.language();
    let document = |format: &str, bytes: String, text: String| {
        let name = period.file_name(&role.place, format);
        let media = Media {
            kind: MediaKind::Document,
            source: Source::Inline { name, base64: STANDARD.encode(bytes) },
            language: language.clone(),
        };
        Message { text, media: Some(media), ..Message::default() }
    };
    let place = turn.tree.get(&role.place).map(|p| p.in_sentence()).unwrap_or_default();
    let text = turn.say("report-here", &[("period", period.to_string().into()), ("place", place.into())]);
    let parts = vec![
        document("html", built.html(&turn.parts.core.text), text),
        document("json", built.json(), String::new()),
    ];
    turn.answer(parts).await
}
