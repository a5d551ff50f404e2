//! Figures, places and names in the words of a Vietnamese paper (pure).

use super::figures::{Attendance, Document, ItemFigures};
use super::month::Report;
use super::period::Period;
use super::written::*;
use crate::ledger::{ByPlan, Rank};
use crate::text::{Arg, Text, VIETNAMESE};
use std::collections::{BTreeMap, BTreeSet};

/// How many items there are: one that went under two ranks has two rows.
pub fn items_of(document: &Document) -> i64 {
    document.items.iter().map(|item| &item.item).collect::<BTreeSet<_>>().len() as i64
}

impl Period {
    /// "tháng 11/2026".
    pub fn in_words(self, text: &Text, language: &str) -> String {
        let args = [("month", self.month().to_string().into()), ("year", self.year().to_string().into())];
        text.say(language, "report-period", &args)
    }
}

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

    /// "4,5 giờ"; of more than two days "khoảng 15 ngày".
    pub fn hours(self, hours: Option<f64>) -> String {
        match hours {
            Some(hours) if hours > 48.0 => {
                let days = number_of((hours / 24.0).round() as i64);
                self.say("report-days", &[("days", days.into())])
            }
            // The log keeps days.
            Some(0.0) => self.word("report-same-day"),
            Some(hours) => self.say("report-hours", &[("hours", decimal(hours).into())]),
            None => self.word("report-nothing"),
        }
    }

    /// Hours of questions: hidden where questions are.
    pub fn asked_hours(self, document: &Document, hours: Option<f64>) -> String {
        if document.questions.received.is_none() { self.word("report-hidden") } else { self.hours(hours) }
    }

    /// Like `reported`, for a narrow column, below which stands what the mark means.
    pub fn reported_short(self, figure: Option<i64>) -> String {
        figure.map_or_else(|| self.word("report-nothing-short"), number_of)
    }

    /// A figure of the period before; none where its log is empty.
    pub fn last<T>(self, figure: impl Fn(&Document) -> T) -> Option<T> {
        let last = self.report.last();
        (last.log_position > 0).then(|| figure(last))
    }

    /// "37 (kỳ trước 30)".
    pub fn beside(self, this: String, last: impl Fn(&Document) -> String) -> String {
        match self.last(last) {
            Some(last) => self.say("report-beside", &[("this", this.into()), ("last", last.into())]),
            None => this,
        }
    }

    /// The same where the last one may be missing.
    pub fn beside_reported(self, this: String, last: impl Fn(&Document) -> Option<i64>) -> String {
        match self.last(last).flatten() {
            Some(last) => self.beside(this, |_| number_of(last)),
            None => this,
        }
    }

    /// Study sessions by form and who was there; the forms are never added up.
    pub fn sessions(self) -> [Arg<'static>; 4] {
        let o = self.report.document.outreach;
        let sessions = |count| self.counted(count, "report-sessions").into();
        [
            ("hoc_tap", sessions(o.study_sessions.hoc_tap)),
            ("quan_triet", sessions(o.study_sessions.quan_triet)),
            ("tuyen_truyen", sessions(o.study_sessions.tuyen_truyen)),
            ("attendance", self.attendance(o.attendance).into()),
        ]
    }

    /// "63/70 (90%)", or that nobody reported it.
    pub fn attendance(self, attendance: Attendance) -> String {
        match (attendance.present, attendance.total) {
            (Some(present), Some(total)) => self.share(present, total),
            _ => self.word("report-nothing"),
        }
    }

    /// "Mỗi năm bà con được khám sức khoẻ miễn phí (261/2025/QH15)".
    pub fn titled(self, item: &ItemFigures) -> String {
        let Some(number) = &item.number else { return item.title.clone() };
        let args = [("number", number.as_str().into()), ("item", item.title.as_str().into())];
        self.say("report-item-numbered", &args)
    }

    /// "thông báo, khẩn"; what is ordinary is not said.
    pub fn kind_of(self, item: &ItemFigures) -> String {
        let kind = self.name("kind", item.kind.as_str());
        match item.rank {
            Rank::Normal => kind,
            rank => format!("{kind}, {}", self.name("rank", rank.as_str())),
        }
    }

    /// "Số      -BC/ĐU".
    pub fn number(self, blank: &str) -> String {
        let symbol = self.report.identity.symbol.as_str();
        self.say("report-number", &[("blank", blank.into()), ("symbol", symbol.into())])
    }

    /// "12-KH/ĐU của xã Bình Lư"; of a plan without a number whose it is.
    pub fn plan(self, plan: &ByPlan) -> String {
        let place = ("place", self.place(&plan.place).into());
        match &plan.number {
            Some(number) => self.say("report-plan-numbered", &[("number", number.as_str().into()), place]),
            None => self.say("report-plan-of", &[place]),
        }
    }

    /// "tháng 11/2026".
    pub fn period(self, period: Period) -> String {
        period.in_words(self.text, VIETNAMESE)
    }

    /// The same of a written one; what is no period stands as it is.
    pub fn period_named(self, period: &str) -> String {
        Period::parse(period).map_or_else(|| period.to_owned(), |period| self.period(period))
    }

    /// Whose report it is, as inside a sentence.
    pub fn own_place(self) -> String {
        self.place(&self.report.document.place.code)
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
