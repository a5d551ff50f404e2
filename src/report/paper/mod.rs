//! What stands on the paper, and where (pure). A format only writes this down.
//!
//! It says what the document holds and nothing else, so the same document gives the same paper. It is always a
//! draft: number, day and signature are a person's to fill in, and so is whatever the log cannot prove.

mod annexes;
mod block;
mod charts;
pub mod deadlines;
mod narrative;
mod plans;
mod tables;

pub use block::{Bar, Block, Chart, Marks, Paper};
use block::{Foot, Head};

use super::month::Report;
use super::phrases::Phrases;
use super::written::*;
use crate::text::Text;
use jiff::civil::Date;

/// What nobody fills in but a person: the number.
const BLANK: &str = "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}";
/// The same of a day, which has two digits.
const BLANK_DAY: &str = "\u{a0}\u{a0}\u{a0}\u{a0}";

impl Paper {
    /// The paper of a report.
    pub fn of(report: &Report, text: &Text) -> Paper {
        let p = Phrases { report, text };
        let args = [("period", p.period(report.period).into()), ("place", p.own_place().into())];
        let reference = [
            ("number", BLANK.into()),
            ("symbol", report.identity.symbol.as_str().into()),
            ("blank", BLANK_DAY.into()),
            ("month", two_digits_below(report.due.month(), 3).into()),
            ("year", report.due.year().to_string().into()),
            ("owner", report.identity.owner.as_str().into()),
        ];
        Paper {
            title: p.say("report-tab-title", &args),
            head: head(p),
            opening: opening(p),
            summary_label: p.word("report-summary"),
            summary: narrative::summary(p),
            charts: charts::charts(p),
            sections: narrative::sections(p),
            foot: foot(p),
            annexes: annexes::annexes(p, &p.say("report-annex-of", &reference)),
        }
    }
}

fn head(p: Phrases<'_>) -> Head {
    let Report { identity, period, due, .. } = p.report;
    // It is signed after the period's end, and only a person knows on which day.
    let dateline = if identity.place_name.is_empty() { "report-dateline-alone" } else { "report-dateline" };
    let date = [
        ("place", identity.place_name.as_str().into()),
        ("blank", BLANK_DAY.into()),
        ("month", two_digits_below(due.month(), 3).into()),
        ("year", due.year().to_string().into()),
    ];
    let about = [("month", period.month().to_string().into()), ("year", period.year().to_string().into())];
    Head {
        superior: identity.superior.to_uppercase(),
        issuer: identity.issuer.to_uppercase(),
        number: p.number(BLANK),
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
        ("place", p.own_place().into()),
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
        authority: identity.authority.to_uppercase(),
        position: identity.position.to_uppercase(),
        signer: identity.signer.clone(),
        source: p.say("report-source", &source),
        checksum: document.checksum.clone(),
    }
}

#[cfg(test)]
mod tests;
