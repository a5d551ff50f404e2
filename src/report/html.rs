//! Figures become a page: the prescribed shape of a Party paper on A4, one column on a phone.
//!
//! It shows what the document holds and nothing else, so the same document gives the same page. There is no
//! script and no address outside. It is always a draft: number, day and signature are a person's to fill in.

use super::Report;
use super::figures::*;
use super::written::*;
use crate::text::{Arg, Text, VIETNAMESE};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What nobody fills in but a person.
const BLANK: &str = "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}";

/// A table of so many rows is not torn between two pages.
const SHORT: usize = 8;

/// The whole page.
pub fn page(report: &Report, text: &Text) -> String {
    let mut page = Page { report, text, out: String::new(), section: 0 };
    page.head();
    page.delivery();
    page.outreach();
    page.questions();
    page.platforms();
    page.places();
    page.rest();
    page.foot();
    page.out
}

struct Page<'a> {
    report: &'a Report,
    text: &'a Text,
    out: String,
    section: usize,
}

/// A table whose first cell of a row names the row.
struct Table {
    caption: &'static str,
    head: Vec<&'static str>,
    rows: Vec<Vec<String>>,
    /// How many cells of a row hold words rather than figures, the first included.
    words: usize,
}

impl Page<'_> {
    fn say(&self, key: &str, args: &[Arg<'_>]) -> String {
        self.text.say(VIETNAMESE, key, args)
    }

    fn word(&self, key: &str) -> String {
        self.say(key, &[])
    }

    /// The name of a kind, topic, platform …; what the words do not know stands as it is.
    fn name(&self, group: &str, id: &str) -> String {
        let key = format!("report-{group}-{id}");
        if self.text.has(VIETNAMESE, &key) { self.word(&key) } else { id.to_owned() }
    }

    fn push(&mut self, tag: &str, class: &str, content: &str) {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        self.out.push_str(&format!("<{tag}{class}>{}</{tag}>\n", escape(content)));
    }

    fn line(&mut self, class: &str, content: &str) {
        self.push("p", class, content);
    }

    fn heading(&mut self, key: &str) {
        self.section += 1;
        let roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"][self.section.min(8) - 1];
        let words = self.word(key);
        self.push("h2", "", &format!("{roman}. {words}"));
    }

    fn table(&mut self, table: &Table) {
        let mut class = if table.head.len() > 2 { "wide".to_owned() } else { "plain".to_owned() };
        if table.rows.len() <= SHORT {
            class.push_str(" short");
        }
        let labels: Vec<String> = table.head.iter().map(|key| escape(&self.word(key))).collect();
        let caption = escape(&self.word(table.caption));
        let mut out = format!("<table class=\"{class}\">\n<caption>{caption}</caption>\n<thead><tr>");
        for label in &labels {
            out.push_str(&format!("<th scope=\"col\">{label}</th>"));
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        for row in &table.rows {
            out.push_str("<tr>");
            for (i, (cell, label)) in row.iter().zip(&labels).enumerate() {
                let cell = escape(cell);
                out.push_str(&match i {
                    0 => format!("<th scope=\"row\">{cell}</th>"),
                    i if i < table.words => format!("<td class=\"words\" data-label=\"{label}\">{cell}</td>"),
                    _ => format!("<td data-label=\"{label}\">{cell}</td>"),
                });
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>\n");
        self.out.push_str(&out);
    }

    fn head(&mut self) {
        let (report, settings, identity) = (self.report, &self.report.settings, &self.report.identity);
        let document = &report.document;
        let (month, year) = (report.period.month().to_string(), report.period.year().to_string());
        let place = self.place(&document.place.code);
        let args = [("period", report.period.to_string().into()), ("place", place.as_str().into())];
        let title = escape(&self.say("report-tab-title", &args));
        self.out.push_str(&format!(
            "<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
             <style>\n{}</style>\n</head>\n<body>\n<header>\n<div>\n",
            include_str!("style.css"),
        ));
        self.line("superior", &identity.superior);
        self.line("issuer", &identity.issuer);
        self.line("", "*");
        let number = self
            .say("report-number", &[("blank", BLANK.into()), ("symbol", identity.symbol.as_str().into())]);
        self.line("number", &number);
        let draft = self.word("report-draft");
        self.line("draft", &draft);
        self.out.push_str("</div>\n<div>\n");
        let party = escape(&self.word("report-party"));
        self.out.push_str(&format!("<p class=\"party\"><span>{party}</span></p>\n"));
        // It is signed after the period's end, and only a person knows on which day.
        let args = [
            ("place", identity.place_name.as_str().into()),
            ("blank", BLANK.into()),
            ("month", two_digits_below(report.due.month(), 3).into()),
            ("year", report.due.year().to_string().into()),
        ];
        let date = self.say("report-dateline", &args);
        self.line("date", &date);
        let about = self.say("report-about", &[("month", month.into()), ("year", year.into())]);
        let kind = self.word("report-type");
        self.out.push_str(&format!(
            "</div>\n</header>\n<main>\n<h1>{}<span>{}</span><span>-----</span></h1>\n",
            escape(&kind),
            escape(&about)
        ));
        let boundary = settings.boundary_day;
        let last = report.period.to(boundary).yesterday().unwrap_or(Date::MIN);
        let args = [
            ("place", place.into()),
            ("from", day(report.period.from(boundary)).into()),
            ("last", day(last).into()),
        ];
        let scope = self.say("report-scope", &args);
        self.line("", &scope);
        if !document.period.complete {
            let running =
                self.say("report-running", &[("position", number_of(document.log_position).into())]);
            self.line("notice", &running);
        }
    }

    fn delivery(&mut self) {
        let document = &self.report.document;
        let d = document.delivery;
        self.heading("report-delivery");
        if d.planned == 0 {
            let none = self.word("report-delivery-none");
            return self.line("", &none);
        }
        let args = [
            ("planned", number_of(d.planned).into()),
            ("sent", number_of(d.sent).into()),
            ("waiting", number_of(d.waiting).into()),
            ("failed", number_of(d.failed).into()),
            ("unknown", number_of(d.unknown).into()),
            ("cancelled", number_of(d.cancelled).into()),
            ("share", self.share(d.sent, d.planned).into()),
        ];
        let sum = self.say("report-delivery-sum", &args);
        self.line("", &sum);
        let note = self.word("report-delivery-note");
        self.line("note", &note);
        let mut head = vec![
            "report-item",
            "report-kind",
            "report-rank",
            "report-groups",
            "report-sent",
            "report-failed",
            "report-unknown",
        ];
        let shows_fallback = document.items.iter().any(|i| i.fallback_language.is_some());
        if shows_fallback {
            head.push("report-fallback");
        }
        let row = |item: &ItemFigures| {
            let title = match &item.number {
                Some(number) => {
                    let args = [("number", number.as_str().into()), ("item", item.item.as_str().into())];
                    self.say("report-item-numbered", &args)
                }
                None => item.item.clone(),
            };
            let mut cells = vec![title, self.name("kind", &item.kind), self.name("rank", &item.rank)];
            cells.extend([item.groups, item.sent, item.failed, item.unknown].map(number_of));
            cells.extend(item.fallback_language.filter(|_| shows_fallback).map(number_of));
            cells
        };
        let rows = document.items.iter().map(row).collect();
        self.table(&Table { caption: "report-items", head, rows, words: 3 });
    }

    fn outreach(&mut self) {
        let o = self.report.document.outreach;
        self.heading("report-outreach");
        let attendance = match (o.attendance.present, o.attendance.total) {
            (Some(present), Some(total)) => self.share(present, total),
            _ => self.word("report-nothing"),
        };
        let rows = vec![
            self.row("report-loudspeaker", self.counted(o.loudspeaker_readings, "report-times")),
            self.row("report-meeting", self.counted(o.meetings, "report-meetings")),
            self.row("report-listener", self.counted(o.listeners_estimated, "report-listeners")),
            self.row("report-hoc-tap", self.counted(o.study_sessions.hoc_tap, "report-sessions")),
            self.row("report-quan-triet", self.counted(o.study_sessions.quan_triet, "report-sessions")),
            self.row("report-tuyen-truyen", self.counted(o.study_sessions.tuyen_truyen, "report-sessions")),
            self.row("report-attendance", attendance),
        ];
        self.figures("report-outreach-table", rows);
        let note = self.word("report-outreach-note");
        self.line("note", &note);
    }

    fn questions(&mut self) {
        let q = &self.report.document.questions;
        self.heading("report-questions");
        let wait = |hours: Option<f64>| match hours {
            Some(hours) => self.say("report-hours", &[("hours", decimal(hours).into())]),
            None => self.word("report-nothing"),
        };
        let count = |key: &str, n: i64| self.row(key, number_of(n));
        let rows = vec![
            count("report-open-before", q.open_before),
            count("report-received", q.received),
            count("report-relayed", q.relayed),
            count("report-reopened", q.reopened),
            count("report-answered", q.answered),
            count("report-withdrawn", q.withdrawn),
            count("report-set-aside", q.set_aside),
            count("report-open-after", q.open_after),
            count("report-overdue", q.overdue),
            count("report-answers-written", q.answers_written),
            self.row("report-median", wait(q.median_hours)),
            self.row("report-oldest", wait(q.oldest_open_hours)),
            count("report-clear", q.cleared.clear),
            count("report-not-clear", q.cleared.not_clear),
            count("report-complaints", q.complaints_referred),
        ];
        self.figures("report-questions-table", rows);
        let all = q.open_before + q.received + q.reopened;
        if all > 0 {
            let share = self.share(q.answered, all);
            let said = self.say("report-answer-share", &[("share", share.into())]);
            self.line("", &said);
        }
        if q.by_topic.is_empty() {
            let key =
                if q.received + q.answered == 0 { "report-topics-none" } else { "report-topics-village" };
            let none = self.word(key);
            self.line("", &none);
        } else {
            let row = |t: &TopicFigures| {
                vec![self.name("topic", &t.topic), self.shown(t.received), self.shown(t.answered)]
            };
            let rows = q.by_topic.iter().map(row).collect();
            let head = vec!["report-topic", "report-received", "report-answered"];
            self.table(&Table { caption: "report-topics", head, rows, words: 1 });
        }
        if self.report.settings.small_count > 1 {
            let small = number_of(self.report.settings.small_count);
            let note = self.say("report-small-note", &[("count", small.into())]);
            self.line("note", &note);
        }
        let note = self.word("report-questions-note");
        self.line("note", &note);
    }

    fn platforms(&mut self) {
        let all = &self.report.document.interaction.by_platform;
        self.heading("report-platforms");
        let Some(first) = all.first() else {
            let none = self.word("report-platforms-none");
            return self.line("", &none);
        };
        let row = |p: &PlatformFigures| {
            let sent = fraction(p.sent, p.planned);
            vec![self.name("platform", &p.platform), number_of(p.groups), sent, self.shown(p.questions)]
        };
        let rows = all.iter().map(row).collect();
        let head = vec![
            "report-platform",
            "report-platform-groups",
            "report-place-sent",
            "report-platform-questions",
        ];
        self.table(&Table { caption: "report-platforms-table", head, rows, words: 1 });
        let list =
            |keys: &[&str]| keys.iter().map(|k| self.name("measure", k)).collect::<Vec<_>>().join(", ");
        let measurable = self.say("report-measurable", &[("list", list(&first.measurable).into())]);
        let not_measurable =
            self.say("report-not-measurable", &[("list", list(&first.not_measurable).into())]);
        self.line("", &measurable);
        self.line("", &not_measurable);
    }

    /// What lies directly below; deeper places stand in the JSON and in their own reports.
    fn places(&mut self) {
        let document = &self.report.document;
        self.heading("report-places");
        let direct: Vec<&PlaceFigures> =
            document.places.iter().filter(|p| p.parent == document.place.code).collect();
        if direct.is_empty() {
            let none = self.word("report-places-none");
            return self.line("", &none);
        }
        let mut head = vec![
            "report-place",
            "report-place-sent",
            "report-failed",
            "report-place-loudspeaker",
            "report-place-meetings",
            "report-place-sessions",
        ];
        let asks = direct.iter().any(|p| p.questions.is_some());
        if asks {
            head.extend(["report-place-received", "report-place-answered", "report-place-open"]);
        }
        let row = |p: &&PlaceFigures| {
            let (d, o, s) = (p.delivery, p.outreach, p.outreach.study_sessions);
            let sessions =
                s.is_reported().then(|| [s.hoc_tap, s.quan_triet, s.tuyen_truyen].iter().flatten().sum());
            let plain = |n: Option<i64>| n.map_or_else(|| self.word("report-nothing"), number_of);
            let sent = fraction(d.sent, d.planned);
            let mut cells = vec![capital(&self.place(&p.code)), sent, number_of(d.failed)];
            cells.extend([o.loudspeaker_readings, o.meetings, sessions].map(plain));
            match &p.questions {
                Some(q) => cells.extend([q.received, q.answered, q.open_after].map(|n| self.shown(n))),
                None if asks => cells.extend([(); 3].map(|()| "–".to_owned())),
                None => {}
            }
            cells
        };
        let rows = direct.iter().map(row).collect();
        self.table(&Table { caption: "report-places-table", head, rows, words: 1 });
    }

    fn rest(&mut self) {
        let document = &self.report.document;
        self.heading("report-rest");
        if document.adjustments.is_empty() {
            let none = self.word("report-adjustments-none");
            self.line("", &none);
        }
        for a in &document.adjustments {
            let args = [
                ("period", a.period.as_str().into()),
                ("what", a.what.as_str().into()),
                ("by", a.by.as_str().into()),
            ];
            let said = self.say("report-adjustment", &args);
            self.line("", &said);
        }
        if document.not_reported.is_empty() {
            let none = self.word("report-gaps-none");
            return self.line("", &none);
        }
        let mut by_what: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for gap in &document.not_reported {
            by_what.entry(gap.what).or_default().push(&gap.place);
        }
        self.out.push_str("<ul>\n");
        for (what, places) in by_what {
            let args = [
                ("what", self.name("gap", what).into()),
                ("count", number_of(places.len() as i64).into()),
                ("list", self.gathered(&places).into()),
            ];
            let said = self.say("report-gap", &args);
            self.push("li", "", &said);
        }
        self.out.push_str("</ul>\n");
        let note = self.word("report-gap-note");
        self.line("note", &note);
    }

    fn foot(&mut self) {
        let identity = &self.report.identity;
        self.out.push_str("</main>\n<footer>\n<div>\n");
        if let Some((last, others)) = identity.recipients.split_last() {
            let head = escape(&self.word("report-recipients"));
            self.out.push_str(&format!("<p><span class=\"recipients\">{head}:</span></p>\n<ul>\n"));
            for (key, name) in
                others.iter().map(|n| ("report-recipient", n)).chain([("report-recipient-last", last)])
            {
                let said = self.say(key, &[("name", name.as_str().into())]);
                self.push("li", "", &said);
            }
            self.out.push_str("</ul>\n");
        }
        self.out.push_str("</div>\n<div class=\"signature\">\n");
        for (class, line) in [
            ("authority", &identity.authority),
            ("position", &identity.position),
            ("signer", &identity.signer),
        ] {
            if !line.is_empty() {
                self.line(class, line);
            }
        }
        self.out.push_str("</div>\n</footer>\n");
        let document = &self.report.document;
        let args =
            [("due", day(self.report.due).into()), ("position", number_of(document.log_position).into())];
        let source = self.say("report-source", &args);
        let source = escape(&source);
        self.out.push_str(&format!(
            "<p class=\"source\">{source} <code>{}</code></p>\n</body>\n</html>\n",
            document.checksum
        ));
    }

    fn figures(&mut self, caption: &'static str, rows: Vec<Vec<String>>) {
        self.table(&Table { caption, head: vec!["report-what", "report-figure"], rows, words: 1 });
    }

    fn row(&self, key: &str, figure: String) -> Vec<String> {
        vec![self.word(key), figure]
    }

    fn counted(&self, figure: Option<i64>, key: &str) -> String {
        match figure {
            Some(n) => self.say(key, &[("count", number_of(n).into())]),
            None => self.word("report-nothing"),
        }
    }

    /// A count that may be hidden because it is small.
    fn shown(&self, count: Option<i64>) -> String {
        let small =
            || self.say("report-small", &[("count", number_of(self.report.settings.small_count).into())]);
        count.map_or_else(small, number_of)
    }

    fn share(&self, part: i64, whole: i64) -> String {
        let Some(percent) = percent(part, whole) else { return fraction(part, whole) };
        let args = [
            ("part", number_of(part).into()),
            ("whole", number_of(whole).into()),
            ("percent", percent.into()),
        ];
        self.say("report-share", &args)
    }

    fn place(&self, code: &str) -> String {
        self.report.names.get(code).cloned().unwrap_or_else(|| code.to_owned())
    }

    /// Names; from a province, where they would be a page of villages, how many under each place directly below.
    fn gathered(&self, codes: &[&str]) -> String {
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
