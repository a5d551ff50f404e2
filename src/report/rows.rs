//! Every figure of a report as a row of one table: what a table on paper has in its cells (pure).

use super::figures::*;

/// One figure.
pub struct Row<'a> {
    /// As in the JSON: "questions.received".
    pub figure: &'static str,
    /// Of what: an item's folder, a topic, a platform, a place's code; empty: of the whole report.
    pub of: &'a str,
    /// None: nobody reported it, or it is hidden.
    pub value: Option<Figure>,
}

/// A figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Figure {
    /// How many.
    Count(i64),
    /// Plain hours, one decimal.
    Hours(f64),
}

impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Figure::Count(n) => write!(f, "{n}"),
            Figure::Hours(hours) => write!(f, "{hours:.1}"),
        }
    }
}

/// Some figures of one thing.
type Counts<const N: usize> = [(&'static str, Option<i64>); N];

/// All of them, in the order of the JSON.
pub fn of(d: &Document) -> Vec<Row<'_>> {
    let mut rows = Rows(vec![]);
    for item in &d.items {
        let of = item.item.as_str();
        rows.counts(of, item_figures(item));
        if let Some(private) = &item.private {
            rows.counts(of, private_figures(private));
        }
    }
    rows.counts("", delivery_figures(&d.delivery));
    let q = &d.questions;
    rows.counts("", question_figures(q));
    rows.hours("questions.median_hours", q.median_hours);
    rows.hours("questions.oldest_open_hours", q.oldest_open_hours);
    for topic in &q.by_topic {
        let figures = [
            ("questions.by_topic.received", topic.received),
            ("questions.by_topic.answered", topic.answered),
        ];
        rows.counts(&topic.topic, figures);
    }
    rows.counts("", outreach_figures(&d.outreach));
    for platform in &d.interaction.by_platform {
        let figures = [
            ("interaction.groups", Some(platform.groups)),
            ("interaction.planned", Some(platform.planned)),
            ("interaction.sent", Some(platform.sent)),
            ("interaction.questions", platform.questions),
        ];
        rows.counts(platform.platform.as_str(), figures);
    }
    for place in &d.places {
        let of = place.code.as_str();
        rows.counts(of, delivery_figures(&place.delivery));
        rows.counts(of, outreach_figures(&place.outreach));
        if let Some(q) = &place.questions {
            let figures = [
                ("questions.received", q.received),
                ("questions.answered", q.answered),
                ("questions.open_after", q.open_after),
            ];
            rows.counts(of, figures);
        }
    }
    rows.0
}

struct Rows<'a>(Vec<Row<'a>>);

impl<'a> Rows<'a> {
    fn counts<const N: usize>(&mut self, of: &'a str, figures: Counts<N>) {
        let row = |(figure, count): (&'static str, Option<i64>)| Row {
            figure,
            of,
            value: count.map(Figure::Count),
        };
        self.0.extend(figures.map(row));
    }

    fn hours(&mut self, figure: &'static str, hours: Option<f64>) {
        self.0.push(Row { figure, of: "", value: hours.map(Figure::Hours) });
    }
}

fn item_figures(item: &ItemFigures) -> Counts<5> {
    [
        ("items.groups", Some(item.groups)),
        ("items.sent", Some(item.sent)),
        ("items.failed", Some(item.failed)),
        ("items.unknown", Some(item.unknown)),
        ("items.fallback_language", item.fallback_language),
    ]
}

fn private_figures(private: &Private) -> Counts<4> {
    [
        ("items.private.planned", Some(private.planned)),
        ("items.private.sent", Some(private.sent)),
        ("items.private.failed", Some(private.failed)),
        ("items.private.unknown", Some(private.unknown)),
    ]
}

/// Of deliveries.
pub fn delivery_figures(d: &Delivery) -> Counts<7> {
    [
        ("delivery.planned", Some(d.planned)),
        ("delivery.carried_in", Some(d.carried_in)),
        ("delivery.waiting", Some(d.waiting)),
        ("delivery.sent", Some(d.sent)),
        ("delivery.failed", Some(d.failed)),
        ("delivery.unknown", Some(d.unknown)),
        ("delivery.cancelled", Some(d.cancelled)),
    ]
}

/// Of questions, without times.
pub fn question_figures(q: &Questions) -> Counts<19> {
    [
        ("questions.open_before", q.open_before),
        ("questions.received", q.received),
        ("questions.relayed", q.relayed),
        ("questions.reopened", q.reopened),
        ("questions.answered", q.answered),
        ("questions.self_served", q.self_served),
        ("questions.withdrawn", q.withdrawn),
        ("questions.set_aside", q.set_aside),
        ("questions.open_after", q.open_after),
        ("questions.overdue", q.overdue),
        ("questions.answers_written", q.answers_written),
        ("questions.not_delivered", q.not_delivered),
        ("questions.cleared.clear", q.cleared.clear),
        ("questions.cleared.not_clear", q.cleared.not_clear),
        ("questions.settled.yes", q.settled.yes),
        ("questions.settled.not_yet", q.settled.not_yet),
        ("questions.topics_corrected", q.topics_corrected),
        ("questions.complaints_referred", q.complaints_referred),
        ("questions.published", q.published),
    ]
}

/// Of what people did off-line.
pub fn outreach_figures(o: &Outreach) -> Counts<8> {
    [
        ("outreach.loudspeaker_readings", o.loudspeaker_readings),
        ("outreach.meetings", o.meetings),
        ("outreach.listeners_estimated", o.listeners_estimated),
        ("outreach.study_sessions.hoc_tap", o.study_sessions.hoc_tap),
        ("outreach.study_sessions.quan_triet", o.study_sessions.quan_triet),
        ("outreach.study_sessions.tuyen_truyen", o.study_sessions.tuyen_truyen),
        ("outreach.attendance.present", o.attendance.present),
        ("outreach.attendance.total", o.attendance.total),
    ]
}
