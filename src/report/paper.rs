//! What stands on the paper, and where (pure). A format only writes this down.
//!
//! It says what the document holds and nothing else, so the same document gives the same paper. It is always a
//! draft: number, day and signature are a person's to fill in.

use super::figures::*;
use super::month::Report;
use super::phrases::Phrases;
use super::written::*;
use crate::text::Text;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What nobody fills in but a person.
const BLANK: &str = "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}";

/// A table of so many rows is not torn between two pages.
const SHORT_TABLE_ROWS: usize = 8;

/// A report as it stands on paper.
pub struct Paper {
    /// What a window or a file of it is called.
    pub title: String,
    pub head: Head,
    /// What stands before the first section.
    pub opening: Vec<Block>,
    pub sections: Vec<Section>,
    pub foot: Foot,
}

/// The prescribed head of a Party paper: who writes on the left, the Party and the day on the right, below them what
/// it is and what it is about.
pub struct Head {
    pub superior: String,
    pub issuer: String,
    pub number: String,
    pub draft: String,
    pub party: String,
    pub date: String,
    pub kind: String,
    pub about: String,
}

/// A numbered section.
pub struct Section {
    /// "II. Tuyên truyền trực tiếp ở cơ sở".
    pub heading: String,
    pub blocks: Vec<Block>,
}

/// What a section is made of.
pub enum Block {
    /// A paragraph.
    Line(String),
    /// A paragraph that nobody may overlook.
    Notice(String),
    /// How a figure is to be read.
    Note(String),
    Table(Table),
    List(Vec<String>),
}

/// A table whose first cell of a row names the row.
pub struct Table {
    pub caption: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
}

/// One column of a table.
pub struct Column {
    pub label: String,
    /// Its cells hold words rather than figures.
    pub is_words: bool,
}

/// The prescribed foot: who gets it on the left, who signs on the right, below them where the figures are from.
pub struct Foot {
    pub recipients_label: String,
    pub recipients: Vec<String>,
    /// Empty where the head signs alone.
    pub authority: String,
    pub position: String,
    /// Left blank in a draft.
    pub signer: String,
    pub source: String,
    pub checksum: String,
}

impl Table {
    /// It has more columns than a phone shows side by side.
    pub fn is_wide(&self) -> bool {
        self.columns.len() > 2
    }

    /// It stays on one page.
    pub fn is_short(&self) -> bool {
        self.rows.len() <= SHORT_TABLE_ROWS
    }
}

impl Paper {
    /// The paper of a report.
    pub fn of(report: &Report, text: &Text) -> Paper {
        let p = Phrases { report, text };
        let sections = [
            ("report-delivery", delivery(p)),
            ("report-outreach", outreach(p)),
            ("report-questions", questions(p)),
            ("report-platforms", platforms(p)),
            ("report-places", places(p)),
            ("report-rest", rest(p)),
        ];
        let numbered = sections.into_iter().zip(["I", "II", "III", "IV", "V", "VI"]);
        let sections = numbered.map(|((heading, blocks), number)| Section {
            heading: format!("{number}. {}", p.word(heading)),
            blocks,
        });
        let args = [
            ("period", report.period.to_string().into()),
            ("place", p.place(&report.document.place.code).into()),
        ];
        Paper {
            title: p.say("report-tab-title", &args),
            head: head(p),
            opening: opening(p),
            sections: sections.collect(),
            foot: foot(p),
        }
    }
}

fn head(p: Phrases<'_>) -> Head {
    let Report { identity, period, due, .. } = p.report;
    // It is signed after the period's end, and only a person knows on which day.
    let dateline = if identity.place_name.is_empty() { "report-dateline-alone" } else { "report-dateline" };
    let date = [
        ("place", identity.place_name.as_str().into()),
        ("blank", BLANK.into()),
        ("month", two_digits_below(due.month(), 3).into()),
        ("year", due.year().to_string().into()),
    ];
    let about = [("month", period.month().to_string().into()), ("year", period.year().to_string().into())];
    let number = [("blank", BLANK.into()), ("symbol", identity.symbol.as_str().into())];
    Head {
        superior: identity.superior.clone(),
        issuer: identity.issuer.clone(),
        number: p.say("report-number", &number),
        draft: p.word("report-draft"),
        party: p.word("report-party"),
        date: p.say(dateline, &date),
        kind: p.word("report-type"),
        about: p.say("report-about", &about),
    }
}

fn opening(p: Phrases<'_>) -> Vec<Block> {
    let Report { document, period, settings, .. } = p.report;
    let boundary = settings.boundary_day;
    let last = period.to(boundary).yesterday().unwrap_or(Date::MIN);
    let args = [
        ("place", p.place(&document.place.code).into()),
        ("from", day(period.from(boundary)).into()),
        ("last", day(last).into()),
    ];
    let mut blocks = vec![Block::Line(p.say("report-scope", &args))];
    if !document.period.complete {
        let args = [("position", number_of(document.log_position).into())];
        blocks.push(Block::Notice(p.say("report-running", &args)));
    }
    blocks
}

fn delivery(p: Phrases<'_>) -> Vec<Block> {
    let document = &p.report.document;
    let d = document.delivery;
    if d.all() == 0 {
        return vec![Block::Line(p.word("report-delivery-none"))];
    }
    let sums = [
        ("planned", number_of(d.planned).into()),
        ("carried", number_of(d.carried_in).into()),
        ("sent", number_of(d.sent).into()),
        ("waiting", number_of(d.waiting).into()),
        ("failed", number_of(d.failed).into()),
        ("unknown", number_of(d.unknown).into()),
        ("cancelled", number_of(d.cancelled).into()),
        ("share", p.share(d.sent, d.all()).into()),
    ];
    let shows_fallback = document.items.iter().any(|i| i.fallback_language.is_some());
    let mut columns = words(p, &["report-item", "report-kind", "report-rank"]);
    columns.extend(figures(p, &["report-groups", "report-sent", "report-failed", "report-unknown"]));
    if shows_fallback {
        columns.extend(figures(p, &["report-fallback"]));
    }
    let row = |item: &ItemFigures| {
        let title = match &item.number {
            Some(number) => {
                let args = [("number", number.as_str().into()), ("item", item.title.as_str().into())];
                p.say("report-item-numbered", &args)
            }
            None => item.title.clone(),
        };
        let mut cells = vec![title, p.name("kind", item.kind.as_str()), p.name("rank", item.rank.as_str())];
        cells.extend([item.groups, item.sent, item.failed, item.unknown].map(number_of));
        cells.extend(item.fallback_language.filter(|_| shows_fallback).map(number_of));
        cells
    };
    vec![
        Block::Line(p.say("report-delivery-sum", &sums)),
        Block::Note(p.word("report-delivery-note")),
        table(p, "report-items", columns, document.items.iter().map(row).collect()),
    ]
}

fn outreach(p: Phrases<'_>) -> Vec<Block> {
    let o = p.report.document.outreach;
    let attendance = match (o.attendance.present, o.attendance.total) {
        (Some(present), Some(total)) => p.share(present, total),
        _ => p.word("report-nothing"),
    };
    let rows = [
        ("report-loudspeaker", p.counted(o.loudspeaker_readings, "report-times")),
        ("report-meeting", p.counted(o.meetings, "report-meetings")),
        ("report-listener", p.counted(o.listeners_estimated, "report-listeners")),
        ("report-hoc-tap", p.counted(o.study_sessions.hoc_tap, "report-sessions")),
        ("report-quan-triet", p.counted(o.study_sessions.quan_triet, "report-sessions")),
        ("report-tuyen-truyen", p.counted(o.study_sessions.tuyen_truyen, "report-sessions")),
        ("report-attendance", attendance),
    ];
    vec![figure_by_figure(p, "report-outreach-table", rows), Block::Note(p.word("report-outreach-note"))]
}

fn questions(p: Phrases<'_>) -> Vec<Block> {
    let q = &p.report.document.questions;
    if q.received.is_none() {
        return vec![Block::Line(p.word("report-questions-below"))];
    }
    let rows = [
        ("report-open-before", p.shown(q.open_before)),
        ("report-received", p.shown(q.received)),
        ("report-relayed", p.shown(q.relayed)),
        ("report-reopened", p.shown(q.reopened)),
        ("report-answered", p.shown(q.answered)),
        ("report-withdrawn", p.shown(q.withdrawn)),
        ("report-set-aside", p.shown(q.set_aside)),
        ("report-open-after", p.shown(q.open_after)),
        ("report-overdue", p.shown(q.overdue)),
        ("report-answers-written", p.shown(q.answers_written)),
        ("report-median", p.hours(q.median_hours)),
        ("report-oldest", p.hours(q.oldest_open_hours)),
        ("report-clear", p.shown(q.cleared.clear)),
        ("report-not-clear", p.shown(q.cleared.not_clear)),
        ("report-complaints", p.shown(q.complaints_referred)),
    ];
    let mut blocks = vec![figure_by_figure(p, "report-questions-table", rows)];
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
    columns.extend(figures(p, &["report-received", "report-answered"]));
    table(p, "report-topics", columns, q.by_topic.iter().map(row).collect())
}

fn platforms(p: Phrases<'_>) -> Vec<Block> {
    let all = &p.report.document.interaction.by_platform;
    let Some(first) = all.first() else {
        return vec![Block::Line(p.word("report-platforms-none"))];
    };
    let row = |one: &PlatformFigures| {
        let sent = fraction(one.sent, one.planned);
        vec![p.name("platform", one.platform.as_str()), number_of(one.groups), sent, p.shown(one.questions)]
    };
    let mut columns = words(p, &["report-platform"]);
    columns.extend(figures(p, &["report-platform-groups", "report-place-sent", "report-platform-questions"]));
    let list = |measures: &[Measure]| p.names("measure", measures.iter().map(|m| m.as_str()));
    let measurable = [("list", list(&first.measurable).into())];
    let not_measurable = [("list", list(&first.not_measurable).into())];
    vec![
        table(p, "report-platforms-table", columns, all.iter().map(row).collect()),
        Block::Line(p.say("report-measurable", &measurable)),
        Block::Line(p.say("report-not-measurable", &not_measurable)),
    ]
}

/// What lies directly below; deeper places stand in the JSON and in their own reports.
fn places(p: Phrases<'_>) -> Vec<Block> {
    let document = &p.report.document;
    let direct: Vec<&PlaceFigures> =
        document.places.iter().filter(|one| one.parent == document.place.code).collect();
    if direct.is_empty() {
        return vec![Block::Line(p.word("report-places-none"))];
    }
    let asks = direct.iter().any(|one| one.questions.is_some());
    let mut columns = words(p, &["report-place"]);
    columns.extend(figures(
        p,
        &[
            "report-place-sent",
            "report-failed",
            "report-place-loudspeaker",
            "report-place-meetings",
            "report-place-sessions",
        ],
    ));
    if asks {
        columns.extend(figures(p, &["report-place-received", "report-place-answered", "report-place-open"]));
    }
    let row = |one: &&PlaceFigures| {
        let (d, o, s) = (one.delivery, one.outreach, one.outreach.study_sessions);
        let sessions =
            s.is_reported().then(|| [s.hoc_tap, s.quan_triet, s.tuyen_truyen].iter().flatten().sum());
        let mut cells = vec![capital(&p.place(&one.code)), fraction(d.sent, d.all()), number_of(d.failed)];
        cells.extend([o.loudspeaker_readings, o.meetings, sessions].map(|figure| p.reported(figure)));
        match &one.questions {
            Some(q) => cells.extend([q.received, q.answered, q.open_after].map(|count| p.shown(count))),
            None if asks => cells.extend([(); 3].map(|()| "–".to_owned())),
            None => {}
        }
        cells
    };
    vec![table(p, "report-places-table", columns, direct.iter().map(row).collect())]
}

/// What came late, and where nobody reported.
fn rest(p: Phrases<'_>) -> Vec<Block> {
    let document = &p.report.document;
    let mut blocks = vec![];
    if document.adjustments.is_empty() {
        blocks.push(Block::Line(p.word("report-adjustments-none")));
    }
    for a in &document.adjustments {
        let args = [
            ("period", a.period.as_str().into()),
            ("what", a.what.as_str().into()),
            ("by", a.by.as_str().into()),
        ];
        blocks.push(Block::Line(p.say("report-adjustment", &args)));
    }
    if document.not_reported.is_empty() {
        blocks.push(Block::Line(p.word("report-gaps-none")));
        return blocks;
    }
    let mut by_what: BTreeMap<Reported, Vec<&str>> = BTreeMap::new();
    for gap in &document.not_reported {
        by_what.entry(gap.what).or_default().push(&gap.place);
    }
    let said = by_what.into_iter().map(|(what, places)| {
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

fn foot(p: Phrases<'_>) -> Foot {
    let Report { document, identity, due, .. } = p.report;
    let last = identity.recipients.len().saturating_sub(1);
    let recipient = |(i, name): (usize, &String)| {
        let args = [("name", name.as_str().into())];
        if i == last { p.say("report-recipient-last", &args) } else { p.say("report-recipient", &args) }
    };
    let source = [("due", day(*due).into()), ("position", number_of(document.log_position).into())];
    Foot {
        recipients_label: p.word("report-recipients"),
        recipients: identity.recipients.iter().enumerate().map(recipient).collect(),
        authority: identity.authority.clone(),
        position: identity.position.clone(),
        signer: identity.signer.clone(),
        source: p.say("report-source", &source),
        checksum: document.checksum.clone(),
    }
}

fn words(p: Phrases<'_>, keys: &[&str]) -> Vec<Column> {
    keys.iter().map(|key| Column { label: p.word(key), is_words: true }).collect()
}

fn figures(p: Phrases<'_>, keys: &[&str]) -> Vec<Column> {
    keys.iter().map(|key| Column { label: p.word(key), is_words: false }).collect()
}

fn table(p: Phrases<'_>, caption: &str, columns: Vec<Column>, rows: Vec<Vec<String>>) -> Block {
    Block::Table(Table { caption: p.word(caption), columns, rows })
}

/// A table of two columns: what, and its figure.
fn figure_by_figure<const N: usize>(p: Phrases<'_>, caption: &str, rows: [(&str, String); N]) -> Block {
    let mut columns = words(p, &["report-what"]);
    columns.extend(figures(p, &["report-figure"]));
    let rows = rows.into_iter().map(|(key, figure)| vec![p.word(key), figure]).collect();
    table(p, caption, columns, rows)
}
