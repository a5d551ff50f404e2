//! When a period ends its reports are filed, and whoever writes them gets them, with what is missing.

use crate::clock::Millis;
use crate::mail::language_of;
use crate::message::{Choice, Message, Token};
use crate::outbox::{Delivery, Kind};
use crate::parts::Parts;
use crate::people;
use crate::places::Tree;
use crate::report::{self, Form, Period, REMINDED_BEFORE};
use crate::roster::{self, Duty, Role};
use anyhow::Result;
use std::collections::BTreeMap;

/// The period that was filed last is written down under this name.
const FILED: &str = "reports filed";
/// In the morning, local time.
const REMINDED_AT: Millis = 8 * 3_600_000;

/// Files what is over and was not filed, at each place at which an editor works. Doing it twice files and sends nothing
/// twice.
pub(super) async fn file_closed(parts: &Parts, tree: &Tree, now: Millis) -> Result<()> {
    let calendar = &parts.core.calendar;
    let running = Period::containing(calendar.local(now).date(), parts.settings.report.boundary_day);
    let period = running.previous();
    if parts.core.db.mark(FILED).await?.is_some_and(|filed| filed >= period.to_string()) {
        return Ok(());
    }
    // Nothing was recorded before: there is nothing to report.
    let (_, to) = period.bounds(calendar, parts.settings.report.boundary_day);
    if report::first_fact(&parts.core.db).await?.is_some_and(|first| first < to) {
        let mut tx = parts.core.db.write().await?;
        let mut by_place: BTreeMap<String, Vec<Role>> = BTreeMap::new();
        for role in roster::all(&mut tx).await?.into_iter().filter(|role| role.duty == Duty::Editor) {
            if let Some(place) = tree.now(&role.place, running.from(parts.settings.report.boundary_day)) {
                by_place.entry(place.code.to_string()).or_default().push(role);
            }
        }
        tx.commit().await?;
        for (place, editors) in by_place {
            file(parts, tree, (&place, &editors), period, now).await?;
        }
    }
    parts.core.db.put_mark(FILED, &period.to_string()).await
}

async fn file(
    parts: &Parts,
    tree: &Tree,
    (place, editors): (&str, &[Role]),
    period: Period,
    now: Millis,
) -> Result<()> {
    let made = match report::build(parts.reports(), tree, place, period, now).await {
        Ok(made) => made,
        // A place that had not begun has none.
        Err(e) if e.is::<crate::failure::Failure>() => return Ok(()),
        Err(e) => return Err(e),
    };
    let text = &parts.core.text;
    let mut tx = parts.core.db.write().await?;
    report::file(&mut tx, &made, now).await?;
    let reminded = !report::is_handed_in(&mut tx, place, period).await?;
    for role in editors {
        let Some(reach) = people::reach(&mut tx, &role.person).await? else { continue };
        let language = language_of(text, &reach.language);
        let args = [
            ("period", period.in_words(text, &language).into()),
            ("place", tree.get(place).map(|p| p.in_sentence()).unwrap_or_default().into()),
            ("due", parts.desk.by_day(&language, parts.core.calendar.start_of(made.due())).into()),
        ];
        let said =
            format!("{}\n{}", text.say(&language, "closing-here", &args), made.in_three_sentences(text));
        let morning = parts.core.calendar.after_quiet(now, parts.settings.quiet);
        let handed_in = || {
            let token = Token::HandedIn { period: period.to_string(), place: place.to_owned() };
            vec![Choice::new(text.say(&language, "choice-handed-in", &[]), &token)]
        };
        let way = parts.report_way(&reach.account, &language, (place, period), morning);
        let mut closed = made.messages((text, &language), said, &[Form::Document, Form::Page], way)?;
        if let Some(first) = closed.first_mut().filter(|_| reminded) {
            first.choices = handed_in();
        }
        let delivery =
            Delivery::new(Kind::Notice, format!("report-closed:{period}:{place}:{}", role.id), closed);
        let delivery = Delivery { not_before: morning, ..delivery };
        parts.mail.to_person(&mut tx, now, (&reach, &role.place), delivery).await?;
        for before in REMINDED_BEFORE.into_iter().filter(|_| reminded) {
            let Ok(day) = made.due().checked_sub(jiff::Span::new().days(before)) else { continue };
            let at = parts.core.calendar.start_of(day) + REMINDED_AT;
            if at <= now {
                continue;
            }
            let words = Message::text(text.say(&language, "closing-due", &args)).with_choices(handed_in());
            let id = report::reminder(place, period, before, &role.id);
            let reminder = Delivery::new(Kind::Reminder, id, vec![words]);
            let reminder = Delivery { not_before: at, ..reminder };
            parts.mail.to_person(&mut tx, now, (&reach, &role.place), reminder).await?;
        }
    }
    tx.commit().await
}
