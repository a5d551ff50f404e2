//! Figures, places and names in the words of a Vietnamese paper (pure).

use super::month::Report;
use super::written::*;
use crate::text::{Arg, Text, VIETNAMESE};
use std::collections::BTreeMap;

/// The words of one report.
#[derive(Clone, Copy)]
pub struct Phrases<'a> {
    pub report: &'a Report,
    pub text: &'a Text,
}

impl Phrases<'_> {
    pub fn say(self, key: &str, args: &[Arg<'_>]) -> String {
        self.text.say(VIETNAMESE, key, args)
    }

    pub fn word(self, key: &str) -> String {
        self.say(key, &[])
    }

    /// The name of a kind, topic, platform …; what the words do not know stands as it is.
    pub fn name(self, group: &str, id: &str) -> String {
        let key = format!("report-{group}-{id}");
        if self.text.has(VIETNAMESE, &key) { self.word(&key) } else { id.to_owned() }
    }

    /// Names, with commas between them.
    pub fn names<'w>(self, group: &str, ids: impl Iterator<Item = &'w str>) -> String {
        ids.map(|id| self.name(group, id)).collect::<Vec<_>>().join(", ")
    }

    /// "5 lượt", or that nobody reported it.
    pub fn counted(self, figure: Option<i64>, key: &str) -> String {
        match figure {
            Some(n) => self.say(key, &[("count", number_of(n).into())]),
            None => self.word("report-nothing"),
        }
    }

    /// A figure, or that nobody reported it.
    pub fn reported(self, figure: Option<i64>) -> String {
        figure.map_or_else(|| self.word("report-nothing"), number_of)
    }

    /// A count that may be hidden.
    pub fn shown(self, count: Option<i64>) -> String {
        count.map_or_else(|| self.word("report-hidden"), number_of)
    }

    /// "4,5 giờ".
    pub fn hours(self, hours: Option<f64>) -> String {
        match hours {
            Some(hours) => self.say("report-hours", &[("hours", decimal(hours).into())]),
            None => self.word("report-nothing"),
        }
    }

    /// "3/7 (42,9%)": a percentage never stands alone.
    pub fn share(self, part: i64, whole: i64) -> String {
        let Some(percent) = percent(part, whole) else { return fraction(part, whole) };
        let args = [
            ("part", number_of(part).into()),
            ("whole", number_of(whole).into()),
            ("percent", percent.into()),
        ];
        self.say("report-share", &args)
    }

    /// "xã Bình Lư", or the bare code of a place that is not known.
    pub fn place(self, code: &str) -> String {
        self.report.names.get(code).cloned().unwrap_or_else(|| code.to_owned())
    }

    /// Names; from a province, where they would be a page of villages, how many under each place directly below.
    pub fn gathered(self, codes: &[&str]) -> String {
        let document = &self.report.document;
        let parents: BTreeMap<&str, &str> =
            document.places.iter().map(|p| (p.code.as_str(), p.parent.as_str())).collect();
        let own = document.place.code.as_str();
        let mut direct: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for code in codes {
            let upward =
                std::iter::successors(Some(*code), |at| parents.get(at).copied().filter(|p| *p != own));
            direct.entry(upward.last().unwrap_or(code)).or_default().push(code);
        }
        let said = direct.iter().map(|(top, below)| {
            if below[..] == [*top] {
                return self.place(top);
            }
            let args = [("place", self.place(top).into()), ("count", number_of(below.len() as i64).into())];
            self.say("report-gap-below", &args)
        });
        said.collect::<Vec<_>>().join(", ")
    }
}
