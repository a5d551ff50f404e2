//! The paper as a page: read on a phone, printed on two A4 pages, no script and no address outside.

use super::month::Report;
use super::paper::{Bar, Block, Chart, Paper, deadlines};
use super::phrases::Phrases;
use super::written::{clean, number_of};
use crate::text::Text;
use askama::Template;

/// How wide a drawing is, in its own units; its letters are 12 of them high.
const WIDTH: i64 = 300;
/// How much of it the longest bar takes.
const LONGEST: i64 = 225;
/// From one bar to the next.
const STEP: i64 = 27;

#[derive(Template)]
#[template(path = "report.html")]
struct Page {
    paper: Paper,
    style: &'static str,
}

/// One bar as it is drawn.
struct Drawn<'a> {
    bar: &'a Bar,
    /// The line of its label.
    label: i64,
    /// The upper edge of it.
    top: i64,
    /// The line of its figures.
    figures: i64,
    /// From the left, and how long: black, grey, white.
    parts: Vec<(i64, i64, &'static str)>,
}

impl Chart {
    fn width(&self) -> i64 {
        WIDTH
    }

    fn height(&self) -> i64 {
        STEP * self.bars.len() as i64
    }

    fn drawn(&self) -> impl Iterator<Item = Drawn<'_>> {
        self.bars.iter().zip(0..).map(|(bar, i)| {
            let mut left = 0;
            let part = |(part, look): (&i64, &'static str)| {
                let length = part * LONGEST / 1000;
                left += length;
                (left - length, length, look)
            };
            let parts: Vec<_> = bar.parts.iter().zip(["black", "grey", "white"]).map(part).collect();
            let parts = parts.into_iter().filter(|(_, length, _)| *length > 0).collect();
            let top = STEP * i;
            Drawn { bar, label: top + 11, top: top + 14, figures: top + 23, parts }
        })
    }
}

impl Drawn<'_> {
    /// Where its figures begin: behind it.
    fn end(&self) -> i64 {
        self.parts.last().map_or(0, |(left, length, _)| left + length) + 6
    }
}

#[derive(Template)]
#[template(path = "due.html")]
struct DuePage {
    title: String,
    issuer: String,
    draft: String,
    heading: String,
    opening: Vec<Block>,
    blocks: Vec<Block>,
    source: String,
    checksum: String,
    style: &'static str,
}

impl Report {
    /// A page that lies: which places had told of the items of the period by their days. None where no item has one.
    pub fn due_html(&self, text: &Text) -> Option<String> {
        if self.book.deadlines.is_empty() {
            return None;
        }
        let p = Phrases { report: self, text };
        let Paper { head, opening, foot, .. } = Paper::of(self, text);
        let period = ("period", p.period(self.period).into());
        let position = number_of(self.document.log_position);
        let page = DuePage {
            title: p.say("report-due-title", &[period.clone(), ("place", p.own_place().into())]),
            issuer: head.issuer,
            draft: head.draft,
            heading: p.say("report-due-heading", &[period]),
            opening,
            blocks: deadlines::whole(p),
            source: p.say("report-due-source", &[("position", position.into())]),
            checksum: foot.checksum,
            style: include_str!("../../templates/due.css"),
        };
        Some(clean(&page.render().expect("a page of text always becomes a string")))
    }

    /// `loaban-bl-2026-11-han.html`.
    pub fn due_file_name(&self) -> String {
        format!("loaban-{}-{}-han.html", self.document.place.code, self.period)
    }

    /// A page to read on a phone and to print on A4, in Vietnamese, without any address outside.
    pub fn html(&self, text: &Text) -> String {
        let page = Page { paper: Paper::of(self, text), style: include_str!("../../templates/report.css") };
        clean(&page.render().expect("a page of text always becomes a string"))
    }
}
