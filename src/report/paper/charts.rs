//! Figures as bars in black, grey and white, each with its figure beside it (pure).

use super::super::figures::*;
use super::super::phrases::Phrases;
use super::super::written::number_of;
use super::block::{Bar, Chart};
use super::narrative::main_gaps;

/// So many items are drawn; the table has them all.
const MOST_BARS: usize = 12;
/// Letters of a label that fit over a bar.
const LABEL: usize = 44;

/// What can be drawn of the month.
pub fn charts(p: Phrases<'_>) -> Vec<Chart> {
    [items(p), questions(p), gaps(p)].into_iter().flatten().collect()
}

/// What became of each item.
fn items(p: Phrases<'_>) -> Option<Chart> {
    let items = &p.report.document.items;
    let longest = items.iter().map(|i| i.groups).max().filter(|n| *n > 0)?;
    let bar = |item: &ItemFigures| {
        let lost = item.failed + item.unknown;
        let parts = [item.sent, lost, item.groups - item.sent - lost];
        Bar {
            label: shortened(&item.title),
            figures: parts.map(number_of).join(" · "),
            parts: parts.map(|n| n.max(0) * 1000 / longest).into(),
        }
    };
    let bars: Vec<Bar> = items.iter().take(MOST_BARS).map(bar).collect();
    let mut key = p.word("report-chart-key");
    if items.len() > bars.len() {
        let args =
            [("drawn", number_of(bars.len() as i64).into()), ("all", number_of(items.len() as i64).into())];
        key = format!("{key} {}", p.say("report-chart-more", &args));
    }
    Some(chart(p, "report-chart-items", key, bars))
}

/// What became of the questions.
fn questions(p: Phrases<'_>) -> Option<Chart> {
    let q = &p.report.document.questions;
    let all = q.open_before? + q.received? + q.reopened?;
    let rows = [
        ("report-chart-all", Some(all)),
        ("report-answered", q.answered),
        ("report-chart-withdrawn", q.withdrawn),
        ("report-chart-aside", q.set_aside),
        ("report-open-after", q.open_after),
        ("report-chart-overdue", q.overdue),
    ];
    plain(p, "report-chart-questions", rows.map(|(key, n)| (p.word(key), n)).into())
}

/// Where nobody reported.
fn gaps(p: Phrases<'_>) -> Option<Chart> {
    let gaps = main_gaps(p.report.document());
    let rows = gaps.iter().map(|(what, places)| (p.name("gap", what.as_str()), Some(places.len() as i64)));
    plain(p, "report-chart-gaps", rows.collect())
}

/// Bars of one part; none of nothing.
fn plain(p: Phrases<'_>, title: &str, rows: Vec<(String, Option<i64>)>) -> Option<Chart> {
    let longest = rows.iter().filter_map(|(_, n)| *n).max().filter(|n| *n > 0)?;
    let bar = |(label, n): (String, Option<i64>)| Bar {
        label,
        figures: p.shown(n),
        parts: vec![n.unwrap_or_default() * 1000 / longest],
    };
    Some(chart(p, title, String::new(), rows.into_iter().map(bar).collect()))
}

fn chart(p: Phrases<'_>, title: &str, key: String, bars: Vec<Bar>) -> Chart {
    let title = p.word(title);
    let told = bars.iter().map(|bar| format!("{}: {}", bar.label, bar.figures)).collect::<Vec<_>>();
    let args =
        [("title", title.as_str().into()), ("key", key.as_str().into()), ("list", told.join("; ").into())];
    let told = p.say("report-chart-told", &args);
    Chart { title, told, key, bars }
}

/// A title that fits on one line, cut between words.
fn shortened(title: &str) -> String {
    if title.chars().count() <= LABEL {
        return title.to_owned();
    }
    let cut: String = title.chars().take(LABEL).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{}…", whole.trim_end_matches([',', ';', '.', ':']))
}
