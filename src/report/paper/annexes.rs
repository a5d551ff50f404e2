//! The figures of the month in tables, and how each is counted (pure).

use super::super::figures::*;
use super::super::phrases::Phrases;
use super::super::written::*;
use super::block::{Annex, Block};
use super::narrative::main_gaps;
use super::tables::{counts, table, words};
use super::{deadlines, plans};

/// Every annex that has something to say, numbered.
pub fn annexes(p: Phrases<'_>, reference: &str) -> Vec<Annex> {
    let document = &p.report.document;
    let mut all = vec![("report-annex-figures", false, figures(p))];
    if document.questions.received.is_some() {
        all.push(("report-annex-questions", false, questions(p)));
    }
    if document.places.iter().any(|one| one.parent == document.place.code) {
        all.push(("report-annex-places", true, places(p)));
    }
    if let Some(plans) = plans::plans(p) {
        all.push(("report-annex-plans", true, plans));
    }
    all.push(("report-annex-rules", false, vec![rules(p)]));
    let shown_everywhere = all.len();
    // The last, so that no number is missing where it is not shown.
    if !p.report.book.deadlines.is_empty() {
        all.push(("report-annex-deadlines", true, deadlines::gathered(p)));
    }
    let annex = |(i, (title, is_wide, blocks)): (usize, (&str, bool, Vec<Block>))| Annex {
        number: p.say("report-annex", &[("number", number_of(i as i64 + 1).into())]),
        title: p.word(title),
        reference: reference.to_owned(),
        is_wide,
        is_apart: i >= shown_everywhere,
        blocks,
    };
    all.into_iter().enumerate().map(annex).collect()
}

/// What was sent, told and studied, by what means, and what came late or is missing.
fn figures(p: Phrases<'_>) -> Vec<Block> {
    let mut blocks = vec![
        compared(
            p,
            "report-delivery-table",
            &[
                ("report-planned", &|d| number_of(d.delivery.planned)),
                ("report-carried", &|d| number_of(d.delivery.carried_in)),
                ("report-sent", &|d| p.share(d.delivery.sent, d.delivery.all())),
                ("report-failed", &|d| number_of(d.delivery.failed)),
                ("report-unknown", &|d| number_of(d.delivery.unknown)),
                ("report-waiting", &|d| number_of(d.delivery.waiting)),
                ("report-cancelled", &|d| number_of(d.delivery.cancelled)),
            ],
        ),
        Block::Note(p.word("report-delivery-note")),
    ];
    blocks.extend(items(p));
    blocks.push(compared(
        p,
        "report-outreach-table",
        &[
            ("report-loudspeaker", &|d| p.counted(d.outreach.loudspeaker_readings, "report-times")),
            ("report-meeting", &|d| p.counted(d.outreach.meetings, "report-meetings")),
            ("report-listener", &|d| p.counted(d.outreach.listeners_estimated, "report-listeners")),
            ("report-hoc-tap", &|d| p.counted(d.outreach.study_sessions.hoc_tap, "report-sessions")),
            ("report-quan-triet", &|d| p.counted(d.outreach.study_sessions.quan_triet, "report-sessions")),
            ("report-tuyen-truyen", &|d| {
                p.counted(d.outreach.study_sessions.tuyen_truyen, "report-sessions")
            }),
            ("report-attendance", &|d| p.attendance(d.outreach.attendance)),
        ],
    ));
    blocks.push(Block::Note(p.word("report-outreach-note")));
    blocks.extend(platforms(p));
    blocks.extend(rest(p));
    blocks
}

fn items(p: Phrases<'_>) -> Vec<Block> {
    let items = &p.report.document.items;
    if items.is_empty() {
        return vec![];
    }
    let mut columns = words(p, &["report-item", "report-kind"]);
    columns.extend(counts(
        p,
        &["report-groups", "report-sent", "report-failed", "report-unknown", "report-rest"],
    ));
    let row = |item: &ItemFigures| {
        let rest = item.groups - item.sent - item.failed - item.unknown;
        let mut cells = vec![p.titled(item), p.kind_of(item)];
        cells.extend([item.groups, item.sent, item.failed, item.unknown, rest].map(number_of));
        cells
    };
    let mut blocks = vec![table(p, "report-items", columns, items.iter().map(row).collect())];
    let fallback: i64 = items.iter().filter_map(|item| item.fallback_language).sum();
    if fallback > 0 {
        blocks.push(Block::Line(p.say("report-fallback", &[("count", number_of(fallback).into())])));
    }
    let private = items.iter().filter_map(|item| item.private);
    let (planned, sent) =
        private.fold((0, 0), |(planned, sent), one| (planned + one.planned, sent + one.sent));
    if planned > 0 {
        blocks.push(Block::Line(p.say("report-private", &[("share", p.share(sent, planned).into())])));
    }
    blocks
}

fn platforms(p: Phrases<'_>) -> Vec<Block> {
    let all = &p.report.document.interaction.by_platform;
    if all.is_empty() {
        return vec![Block::Line(p.word("report-platforms-none"))];
    }
    let asks = p.report.document.questions.received.is_some();
    let list = |measures: &[Measure]| p.names("measure", measures.iter().map(|m| m.as_str()));
    let row = |one: &PlatformFigures| {
        let sent = fraction(one.sent, one.planned);
        let mut cells = vec![p.name("platform", one.platform.as_str()), number_of(one.groups), sent];
        cells.extend(asks.then(|| p.shown(one.questions)));
        cells
    };
    let mut columns = words(p, &["report-platform"]);
    columns.extend(counts(p, &["report-platform-groups", "report-place-sent"]));
    if asks {
        columns.extend(counts(p, &["report-platform-questions"]));
    }
    let mut blocks = vec![table(p, "report-platforms-table", columns, all.iter().map(row).collect())];
    // What one platform can and cannot tell, said once for all that are alike.
    let mut said: Vec<(Vec<&PlatformFigures>, String)> = vec![];
    for one in all {
        let args = [("yes", list(&one.measurable).into()), ("no", list(&one.not_measurable).into())];
        let words = p.say("report-measures", &args);
        match said.iter_mut().find(|(_, known)| *known == words) {
            Some((of, _)) => of.push(one),
            None => said.push((vec![one], words)),
        }
    }
    blocks.extend(said.into_iter().map(|(of, words)| {
        let names = p.names("platform", of.iter().map(|one| one.platform.as_str()));
        Block::Line(
            p.say("report-platforms-measure", &[("platforms", names.into()), ("words", words.into())]),
        )
    }));
    blocks
}

fn questions(p: Phrases<'_>) -> Vec<Block> {
    let q = &p.report.document.questions;
    let figures: [Figure<'_>; 21] = [
        ("report-open-before", &|d| p.shown(d.questions.open_before)),
        ("report-received", &|d| p.shown(d.questions.received)),
        ("report-relayed", &|d| p.shown(d.questions.relayed)),
        ("report-reopened", &|d| p.shown(d.questions.reopened)),
        ("report-answered", &|d| p.shown(d.questions.answered)),
        ("report-self-served", &|d| p.shown(d.questions.self_served)),
        ("report-withdrawn", &|d| p.shown(d.questions.withdrawn)),
        ("report-set-aside", &|d| p.shown(d.questions.set_aside)),
        ("report-open-after", &|d| p.shown(d.questions.open_after)),
        ("report-overdue", &|d| p.shown(d.questions.overdue)),
        ("report-answers-written", &|d| p.shown(d.questions.answers_written)),
        ("report-not-delivered", &|d| p.shown(d.questions.not_delivered)),
        ("report-median", &|d| p.hours(d.questions.median_hours)),
        ("report-oldest", &|d| p.hours(d.questions.oldest_open_hours)),
        ("report-clear", &|d| p.shown(d.questions.cleared.clear)),
        ("report-not-clear", &|d| p.shown(d.questions.cleared.not_clear)),
        ("report-settled", &|d| p.shown(d.questions.settled.yes)),
        ("report-not-settled", &|d| p.shown(d.questions.settled.not_yet)),
        ("report-topics-corrected", &|d| p.shown(d.questions.topics_corrected)),
        ("report-complaints", &|d| p.shown(d.questions.complaints_referred)),
        ("report-published", &|d| p.shown(d.questions.published)),
    ];
    // Most months have none, and a row less.
    let asked_later = q.settled.yes > Some(0) || q.settled.not_yet > Some(0);
    let is_shown = |key: &str| match key {
        "report-published" => q.published > Some(0),
        "report-settled" | "report-not-settled" => asked_later,
        _ => true,
    };
    let shown: Vec<Figure<'_>> = figures.into_iter().filter(|(key, _)| is_shown(key)).collect();
    let mut blocks = vec![compared(p, "report-questions-table", &shown)];
    let all = [q.open_before, q.received, q.reopened].into_iter().flatten().sum();
    if all > 0 {
        let share = p.share(q.answered.unwrap_or_default(), all);
        blocks.push(Block::Line(p.say("report-answer-share", &[("share", share.into())])));
    }
    blocks.push(topics(p, q));
    let small_count = p.report.settings.small_count;
    if small_count > 1 {
        let small = number_of(small_count);
        blocks.push(Block::Note(p.say("report-small-note", &[("count", small.into())])));
    }
    blocks.push(Block::Note(p.word("report-questions-note")));
    blocks
}

fn topics(p: Phrases<'_>, q: &Questions) -> Block {
    if q.by_topic.is_empty() {
        let key = match p.report.document.period.complete {
            false => "report-topics-later",
            true if q.received.or(q.answered) > Some(0) => "report-topics-village",
            true => "report-topics-none",
        };
        return Block::Line(p.word(key));
    }
    let row = |t: &TopicFigures| vec![p.name("topic", &t.topic), p.shown(t.received), p.shown(t.answered)];
    let mut columns = words(p, &["report-topic"]);
    columns.extend(counts(p, &["report-received", "report-answered"]));
    table(p, "report-topics", columns, q.by_topic.iter().map(row).collect())
}

/// What lies directly below; deeper places stand in the JSON and in their own reports.
fn places(p: Phrases<'_>) -> Vec<Block> {
    let document = &p.report.document;
    let direct: Vec<&PlaceFigures> =
        document.places.iter().filter(|one| one.parent == document.place.code).collect();
    let asks = direct.iter().any(|one| one.questions.is_some());
    let mut columns = words(p, &["report-place"]);
    columns.extend(counts(
        p,
        &[
            "report-place-sent",
            "report-failed",
            "report-place-loudspeaker",
            "report-place-meetings",
            "report-place-hoc-tap",
            "report-place-quan-triet",
            "report-place-tuyen-truyen",
        ],
    ));
    if asks {
        columns.extend(counts(p, &["report-place-received", "report-place-answered", "report-place-open"]));
    }
    let row = |one: &&PlaceFigures| {
        let (d, o, s) = (one.delivery, one.outreach, one.outreach.study_sessions);
        let mut cells = vec![capital(&p.place(&one.code)), fraction(d.sent, d.all()), number_of(d.failed)];
        let reported = [o.loudspeaker_readings, o.meetings, s.hoc_tap, s.quan_triet, s.tuyen_truyen];
        cells.extend(reported.map(|figure| p.reported_short(figure)));
        match &one.questions {
            Some(q) => cells.extend([q.received, q.answered, q.open_after].map(|count| p.shown(count))),
            None if asks => cells.extend([(); 3].map(|()| "–".to_owned())),
            None => {}
        }
        cells
    };
    let rows = direct.iter().map(row).collect();
    let mut blocks =
        vec![table(p, "report-places-table", columns, rows), Block::Note(p.word("report-places-note"))];
    if asks {
        blocks.push(Block::Note(p.word("report-places-note-questions")));
    }
    blocks
}

/// What came late, and where nobody reported.
fn rest(p: Phrases<'_>) -> Vec<Block> {
    let document = &p.report.document;
    let mut blocks = vec![Block::Heading(p.word("report-adjustments"))];
    if document.adjustments.is_empty() {
        blocks.push(Block::Line(p.word("report-adjustments-none")));
    } else {
        let said = document.adjustments.iter().map(|a| {
            let args = [
                ("period", p.period_named(&a.period).into()),
                ("what", a.what.as_str().into()),
                ("by", a.by.as_str().into()),
            ];
            p.say("report-adjustment", &args)
        });
        blocks.push(Block::List(said.collect()));
    }
    blocks.push(Block::Heading(p.word("report-gaps")));
    let gaps = main_gaps(document);
    if gaps.is_empty() {
        blocks.push(Block::Line(p.word("report-gaps-none")));
        return blocks;
    }
    let said = gaps.into_iter().map(|(what, places)| {
        let args = [
            ("what", p.name("gap", what.as_str()).into()),
            ("count", number_of(places.len() as i64).into()),
            ("list", p.gathered(&places).into()),
        ];
        p.say("report-gap", &args)
    });
    blocks.push(Block::List(said.collect()));
    blocks.push(Block::Note(p.word("report-gap-note")));
    blocks
}

/// How each figure is counted, in one sentence.
fn rules(p: Phrases<'_>) -> Block {
    let all = [
        ("report-planned", "report-rule-planned"),
        ("report-carried", "report-rule-carried"),
        ("report-sent", "report-rule-sent"),
        ("report-failed", "report-rule-failed"),
        ("report-unknown", "report-rule-unknown"),
        ("report-waiting", "report-rule-waiting"),
        ("report-cancelled", "report-rule-cancelled"),
        ("report-platform-groups", "report-rule-groups"),
        ("report-loudspeaker", "report-rule-loudspeaker"),
        ("report-meeting", "report-rule-meeting"),
        ("report-listener", "report-rule-listener"),
        ("report-rule-forms", "report-rule-study"),
        ("report-attendance", "report-rule-attendance"),
    ];
    let of_questions = [
        ("report-open-before", "report-rule-open-before"),
        ("report-received", "report-rule-received"),
        ("report-reopened", "report-rule-reopened"),
        ("report-answered", "report-rule-answered"),
        ("report-self-served", "report-rule-self-served"),
        ("report-withdrawn", "report-rule-withdrawn"),
        ("report-set-aside", "report-rule-set-aside"),
        ("report-open-after", "report-rule-open-after"),
        ("report-overdue", "report-rule-overdue"),
        ("report-answers-written", "report-rule-answers-written"),
        ("report-not-delivered", "report-rule-not-delivered"),
        ("report-median", "report-rule-median"),
        ("report-oldest", "report-rule-oldest"),
        ("report-clear", "report-rule-clear"),
        ("report-topics-corrected", "report-rule-topics-corrected"),
        ("report-complaints", "report-rule-complaints"),
    ];
    let shared = (p.report.document.questions.published > Some(0))
        .then_some(("report-published", "report-rule-published"));
    let said = &p.report.document.questions.settled;
    let settled =
        (said.yes > Some(0) || said.not_yet > Some(0)).then_some(("report-settled", "report-rule-settled"));
    let asks = p.report.document.questions.received.is_some();
    // A village's share would be one person's.
    let alone = p.report.book.alone.map(|_| ("report-alone", "report-rule-alone"));
    let whole = [
        ("report-last", "report-rule-last-figure"),
        ("report-adjustments", "report-rule-adjustments"),
        ("report-gaps", "report-rule-gaps"),
    ];
    let shown = all
        .into_iter()
        .chain(alone)
        .chain(of_questions.into_iter().chain(settled).chain(shared).filter(|_| asks))
        .chain(whole);
    let rows = shown.map(|(figure, rule)| vec![p.word(figure), p.word(rule)]).collect();
    table(p, "report-rules", words(p, &["report-figure", "report-rule"]), rows)
}

/// What is counted, by the key of its name.
type Figure<'a> = (&'static str, &'a dyn Fn(&Document) -> String);

/// What, its figure, and that of the period before.
fn compared(p: Phrases<'_>, caption: &str, rows: &[Figure<'_>]) -> Block {
    let mut columns = words(p, &["report-what"]);
    columns.extend(counts(p, &["report-this", "report-last"]));
    let row = |(key, figure): &Figure<'_>| {
        vec![
            p.word(key),
            figure(p.report.document()),
            p.last(figure).unwrap_or_else(|| p.word("report-nothing")),
        ]
    };
    table(p, caption, columns, rows.iter().map(row).collect())
}
