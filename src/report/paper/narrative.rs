//! What the office says, as far as the log can prove it (pure).
//!
//! A sentence stands here only for work that was recorded. Of mood, of opinion and of any one question nothing is
//! said: there the author finds an empty line.

use super::super::figures::*;
use super::super::passage::Passage;
use super::super::phrases::{Phrases, items_of};
use super::super::written::*;
use super::block::{Author, Block, Section};
use std::collections::BTreeMap;

/// So many papers are named in a sentence; where there are more, the annex names them.
const NAMED_PAPERS: usize = 3;

/// Five lines, in this order: what was sent, what was told off-line, what was studied, what was asked, what is missing.
pub fn summary(p: Phrases<'_>) -> Vec<String> {
    vec![sent(p), told(p), studied(p), asked(p), missing(p)]
}

fn sent(p: Phrases<'_>) -> String {
    let document = &p.report.document;
    let d = document.delivery;
    if d.all() == 0 {
        return p.word("report-sum-delivery-none");
    }
    let all = p.say("report-deliveries", &[("count", number_of(d.all()).into())]);
    let all = p.beside(all, |last| number_of(last.delivery.all()));
    let args = [
        ("items", number_of(items_of(document)).into()),
        ("all", all.into()),
        ("share", p.share(d.sent, d.all()).into()),
        ("failed", number_of(d.failed).into()),
        ("unknown", number_of(d.unknown).into()),
        ("waiting", number_of(d.waiting).into()),
    ];
    p.say("report-sum-delivery", &args)
}

fn told(p: Phrases<'_>) -> String {
    let o = p.report.document.outreach;
    let readings = p.counted(o.loudspeaker_readings, "report-times");
    let meetings = p.counted(o.meetings, "report-meetings");
    let args = [
        ("readings", p.beside_reported(readings, |last| last.outreach.loudspeaker_readings).into()),
        ("meetings", p.beside_reported(meetings, |last| last.outreach.meetings).into()),
        ("listeners", p.counted(o.listeners_estimated, "report-listeners").into()),
    ];
    p.say("report-sum-outreach", &args)
}

fn studied(p: Phrases<'_>) -> String {
    p.say("report-sum-study", &p.sessions())
}

fn asked(p: Phrases<'_>) -> String {
    let q = &p.report.document.questions;
    let Some(received) = q.received else { return p.word("report-questions-below") };
    let args = [
        ("received", p.beside_reported(number_of(received), |last| last.questions.received).into()),
        ("answered", p.shown(q.answered).into()),
        ("open", p.shown(q.open_after).into()),
        ("overdue", p.shown(q.overdue).into()),
    ];
    p.say("report-sum-questions", &args)
}

fn missing(p: Phrases<'_>) -> String {
    let gaps = main_gaps(p.report.document());
    if gaps.is_empty() {
        return p.word("report-gaps-none");
    }
    p.say("report-sum-gaps", &[("list", gap_list(p, &gaps).into())])
}

/// "đọc loa 2 nơi, cuộc họp 1 nơi"; of a village "đọc loa, cuộc họp".
fn gap_list(p: Phrases<'_>, gaps: &BTreeMap<Reported, Vec<&str>>) -> String {
    let own = p.report.document.place.code.as_str();
    let said = gaps.iter().map(|(what, places)| {
        let what = p.name("gap", what.as_str()).to_lowercase();
        // Of a place with nothing below it there is nothing to count.
        if places[..] == [own] {
            return what;
        }
        let args = [("what", what.into()), ("count", number_of(places.len() as i64).into())];
        p.say("report-gap-count", &args)
    });
    said.collect::<Vec<_>>().join(", ")
}

/// Where nobody reported, by what: codes of places.
pub fn main_gaps(document: &Document) -> BTreeMap<Reported, Vec<&str>> {
    let mut by_what: BTreeMap<Reported, Vec<&str>> = BTreeMap::new();
    for gap in &document.not_reported {
        by_what.entry(gap.what).or_default().push(&gap.place);
    }
    by_what
}

/// The usual five sections of such a report (reference: they differ from place to place).
pub fn sections(p: Phrases<'_>) -> Vec<Section> {
    let author = |passage| Block::Author(author(p, passage));
    let heading = |key: &str| Block::Heading(p.word(key));
    let mut results = vec![heading("report-n-leading"), author(Passage::Leading), heading("report-n-study")];
    results.extend(study(p));
    results.extend([author(Passage::Study), heading("report-n-telling")]);
    results.extend(telling(p));
    results.extend([author(Passage::Telling), heading("report-n-questions")]);
    results.extend(answering(p));
    results.extend([author(Passage::Questions), heading("report-n-culture"), author(Passage::Culture)]);
    results.extend([heading("report-n-people"), author(Passage::People)]);
    let mut judging = vec![heading("report-n-good"), author(Passage::Good), heading("report-n-weak")];
    judging.extend(weak(p));
    judging.extend([author(Passage::Weak), heading("report-n-why"), author(Passage::Why)]);
    let all = [
        ("report-n-mood", vec![author(Passage::Mood)]),
        ("report-n-results", results),
        ("report-n-judging", judging),
        ("report-n-next", vec![author(Passage::Next)]),
        ("report-n-asks", vec![author(Passage::Asks)]),
    ];
    let numbered = all.into_iter().zip(["I", "II", "III", "IV", "V"]);
    let section = |((key, blocks), number): ((&str, Vec<Block>), &str)| Section {
        heading: format!("{number}. {}", p.word(key)),
        blocks,
    };
    numbered.map(section).collect()
}

/// An empty line, and what its author wrote there last month, which says so itself: it must not go out unnoticed.
fn author(p: Phrases<'_>, passage: Passage) -> Author {
    let last = p.report.last_sentences.get(&passage).map(String::as_str).unwrap_or_default();
    let offered = last.lines().map(|words| p.say("report-offered", &[("words", words.into())])).collect();
    Author { passage, blank: p.word("report-author"), offered }
}

fn study(p: Phrases<'_>) -> Vec<Block> {
    let o = p.report.document.outreach;
    match o.study_sessions.is_reported() {
        true => {
            let mut said = vec![Block::Line(p.say("report-did-study", &p.sessions()))];
            said.extend(alone(p).map(Block::Line));
            said
        }
        false => vec![Block::Line(p.word("report-no-study"))],
    }
}

/// What was left to the cells alone, of what is known; nothing of a village.
fn alone(p: Phrases<'_>) -> Option<String> {
    let (alone, known) = p.report.book.alone.filter(|(_, known)| *known > 0)?;
    let args = [("known", number_of(known).into()), ("alone", number_of(alone).into())];
    Some(p.say("report-did-alone", &args))
}

fn telling(p: Phrases<'_>) -> Vec<Block> {
    let document = &p.report.document;
    let (o, d) = (document.outreach, document.delivery);
    let mut said = vec![];
    if let Some(times) = o.loudspeaker_readings {
        said.push(p.say("report-did-loudspeaker", &[("times", number_of(times).into())]));
    }
    if let Some(meetings) = o.meetings {
        let listeners = p.counted(o.listeners_estimated, "report-listeners");
        let args = [("meetings", number_of(meetings).into()), ("listeners", listeners.into())];
        said.push(p.say("report-did-meetings", &args));
    }
    if d.all() > 0 {
        let platforms = document.interaction.by_platform.iter().filter(|one| one.planned > 0);
        let args = [
            ("items", number_of(items_of(document)).into()),
            ("platforms", p.names("platform", platforms.map(|one| one.platform.as_str())).into()),
            ("all", number_of(d.all()).into()),
            ("share", p.share(d.sent, d.all()).into()),
        ];
        said.push(p.say("report-did-send", &args));
    }
    let papers: Vec<String> =
        document.items.iter().filter(|i| i.sent > 0 && i.number.is_some()).map(|i| p.titled(i)).collect();
    match papers.len() {
        0 => {}
        1..=NAMED_PAPERS => said.push(p.say("report-did-papers", &[("list", papers.join("; ").into())])),
        many => said.push(p.say("report-did-many-papers", &[("count", number_of(many as i64).into())])),
    }
    match said.is_empty() {
        true => vec![Block::Line(p.word("report-no-telling"))],
        false => said.into_iter().map(Block::Line).collect(),
    }
}

fn answering(p: Phrases<'_>) -> Vec<Block> {
    let q = &p.report.document.questions;
    let Some(received) = q.received else { return vec![Block::Line(p.word("report-questions-below"))] };
    let (before, reopened) = (q.open_before.unwrap_or_default(), q.reopened.unwrap_or_default());
    let all = before + received + reopened;
    let shared =
        (q.published > Some(0)).then(|| p.say("report-did-share", &[("count", p.shown(q.published).into())]));
    if all == 0 {
        let none = p.word("report-no-questions");
        return std::iter::once(none).chain(shared).map(Block::Line).collect();
    }
    let args = [
        ("received", number_of(received).into()),
        ("relayed", p.shown(q.relayed).into()),
        ("before", number_of(before).into()),
        ("reopened", number_of(reopened).into()),
    ];
    let mut said = vec![p.say("report-did-receive", &args)];
    let args = [
        ("share", p.share(q.answered.unwrap_or_default(), all).into()),
        ("withdrawn", p.shown(q.withdrawn).into()),
        ("aside", p.shown(q.set_aside).into()),
        ("open", p.shown(q.open_after).into()),
        ("overdue", p.shown(q.overdue).into()),
    ];
    said.push(p.say("report-did-answer", &args));
    if q.self_served > Some(0) {
        said.push(p.say("report-did-serve", &[("count", p.shown(q.self_served).into())]));
    }
    if q.median_hours.is_some() {
        said.push(p.say("report-did-wait", &[("hours", p.hours(q.median_hours).into())]));
    }
    if q.complaints_referred > Some(0) {
        said.push(p.say("report-did-refer", &[("count", p.shown(q.complaints_referred).into())]));
    }
    said.extend(shared);
    said.into_iter().map(Block::Line).collect()
}

/// What did not succeed, as figures: whether it is a shortcoming is the author's to say.
fn weak(p: Phrases<'_>) -> Vec<Block> {
    let document = &p.report.document;
    let (d, q) = (document.delivery, &document.questions);
    let counted = [
        ("report-weak-overdue", q.overdue),
        ("report-weak-failed", Some(d.failed)),
        ("report-weak-unknown", Some(d.unknown)),
        ("report-weak-answers", q.not_delivered),
    ];
    let some = counted.into_iter().filter_map(|(key, n)| Some((key, n.filter(|n| *n > 0)?)));
    let mut said: Vec<String> = some.map(|(key, n)| p.say(key, &[("count", number_of(n).into())])).collect();
    let gaps = main_gaps(document);
    if !gaps.is_empty() {
        said.push(p.say("report-weak-gaps", &[("list", gap_list(p, &gaps).into())]));
    }
    if said.is_empty() {
        vec![]
    } else {
        vec![Block::Line(p.say("report-weak", &[("list", said.join("; ").into())]))]
    }
}
