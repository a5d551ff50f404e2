//! Which places had told of the items of the period by their days (pure): item by place, in the order of codes. Nobody is
//! ranked, and words stand where others would have colours.

use super::super::book::Deadline;
use super::super::phrases::Phrases;
use super::super::written::*;
use super::block::{Block, Column, Table};
use super::tables::words;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// More items do not stand side by side on a page that lies.
const ITEMS_A_TABLE: usize = 6;

/// An item with its day: what was published again with another day has two.
type Asked<'a> = (&'a str, Date);

/// What is asked of the places of a row, by item.
type Cells<'a> = BTreeMap<Asked<'a>, Vec<&'a Deadline>>;

/// Every place.
pub fn whole(p: Phrases<'_>) -> Vec<Block> {
    let own = p.report.document().place.code.as_str();
    let parents = parents(p);
    let far = |line: &Deadline| parents.get(line.place.as_str()).is_some_and(|above| *above != own);
    let shown = p.report.book.deadlines.iter().any(far).then_some(&parents);
    blocks(p, |code| code, shown)
}

/// The same for a paper: above communes, where every village would be a book, how many of each place directly below.
pub fn gathered(p: Phrases<'_>) -> Vec<Block> {
    let own = p.report.document().place.code.as_str();
    let parents = parents(p);
    let top = |code| {
        let above = |at: &&str| parents.get(at).copied().filter(|parent| *parent != own);
        std::iter::successors(Some(code), above).last().unwrap_or(code)
    };
    blocks(p, top, None)
}

/// What lies above each place of the report.
fn parents(p: Phrases<'_>) -> BTreeMap<&str, &str> {
    p.report.document().places.iter().map(|one| (one.code.as_str(), one.parent.as_str())).collect()
}

/// One table for so many items as stand side by side, and how to read them. `row_of`: in whose row a place is told of.
fn blocks<'a>(
    p: Phrases<'a>,
    row_of: impl Fn(&'a str) -> &'a str,
    parents: Option<&BTreeMap<&str, &str>>,
) -> Vec<Block> {
    let mut rows: BTreeMap<&str, Cells<'_>> = BTreeMap::new();
    let mut all: Cells<'_> = BTreeMap::new();
    for line in &p.report.book.deadlines {
        let asked = (line.item.as_str(), line.due);
        rows.entry(row_of(&line.place)).or_default().entry(asked).or_default().push(line);
        all.entry(asked).or_default().push(line);
    }
    let items: Vec<Asked<'_>> = all.keys().copied().collect();
    let table = |items: &[Asked<'_>]| {
        let mut columns = words(p, &["report-place"]);
        columns.extend(parents.iter().flat_map(|_| words(p, &["report-place-above"])));
        columns.extend(items.iter().map(|asked| column(p, &all[asked])));
        let mut table: Vec<Vec<String>> = vec![];
        for (place, cells) in &rows {
            let mut row = vec![capital(&p.place(place))];
            row.extend(parents.map(|above| above.get(place).map_or_else(String::new, |code| p.place(code))));
            row.extend(items.iter().map(|asked| cell(p, place, cells.get(asked).map_or(&[], Vec::as_slice))));
            table.push(row);
        }
        if rows.len() > 1 {
            let mut sum = vec![p.word("report-due-all")];
            sum.extend(parents.map(|_| String::new()));
            sum.extend(items.iter().map(|asked| counted(p, &all[asked])));
            table.push(sum);
        }
        Block::Table(Table { caption: p.word("report-due-table"), columns, rows: table })
    };
    let mut blocks: Vec<Block> = items.chunks(ITEMS_A_TABLE).map(table).collect();
    blocks.push(Block::Note(p.word("report-due-note")));
    blocks
}

fn column(p: Phrases<'_>, lines: &[&Deadline]) -> Column {
    let said = lines.first().map(|line| {
        p.say("report-due-item", &[("item", line.title.as_str().into()), ("day", short_day(line.due).into())])
    });
    Column { label: said.unwrap_or_default(), is_words: true }
}

/// How it stands with the one place of a row, or with how many of its places.
fn cell(p: Phrases<'_>, row: &str, lines: &[&Deadline]) -> String {
    match lines {
        [] => p.word("report-due-not-sent"),
        [line] if line.place == row => match line.done {
            None => p.word("report-nothing"),
            Some(on) => {
                let key = if on <= line.due { "report-due-in-time" } else { "report-due-late" };
                p.say(key, &[("day", short_day(on).into())])
            }
        },
        lines => counted(p, lines),
    }
}

fn counted(p: Phrases<'_>, lines: &[&Deadline]) -> String {
    let count = |is: fn(&Deadline) -> bool| lines.iter().filter(|line| is(line)).count() as i64;
    let of = |part: i64| fraction(part, lines.len() as i64);
    let args = [
        ("in_time", of(count(|line| line.done.is_some_and(|on| on <= line.due))).into()),
        ("late", of(count(|line| line.done.is_some_and(|on| on > line.due))).into()),
        ("nothing", of(count(|line| line.done.is_none())).into()),
    ];
    p.say("report-due-counts", &args)
}

/// "5/11": the year stands above.
fn short_day(day: Date) -> String {
    format!("{}/{}", day.day(), day.month())
}
