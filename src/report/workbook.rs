//! The figures as a workbook: real numbers, sums as formulas that agree with the JSON, heads that stay and repeat.

use super::book::{self as studies, Deadline, Studied};
use super::evidence::{Entries, Proven};
use super::figures::*;
use super::month::Report;
use super::phrases::Phrases;
use super::rows::{self, Figure};
use super::written::{capital, day, fraction};
use crate::text::Text;
use anyhow::Result;
use jiff::civil::Date;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet,
};

/// A cell holds no more (Excel: 32,767 characters).
const CELL_CHARS: usize = 32_000;
/// ISO A4.
const A4: u8 = 9;
/// Sheets with more columns lie on their side.
const UPRIGHT_COLUMNS: u16 = 5;

/// What stands in a cell.
enum Cell {
    Words(String),
    Number(f64),
    /// Nobody reported it, or it is hidden.
    None(String),
    /// What it comes to is known: who opens the file without a calculator sees it, too.
    Sum(String, f64),
}

impl Report {
    /// XLSX. The same report gives the same bytes.
    pub fn xlsx(&self, text: &Text) -> Result<Vec<u8>> {
        let mut book = Book::new(Phrases { report: self, text })?;
        book.summary()?;
        book.items()?;
        book.places()?;
        book.sessions()?;
        book.deadlines()?;
        book.topics()?;
        book.platforms()?;
        book.adjustments()?;
        book.gaps()?;
        book.evidence()?;
        Ok(book.file.save_to_buffer()?)
    }
}

struct Book<'a> {
    p: Phrases<'a>,
    file: Workbook,
}

/// A sheet that is written row by row.
struct Sheet {
    name: String,
    columns: Vec<(String, f64)>,
    rows: Vec<Vec<Cell>>,
    /// The last row, or none, is the sum.
    sums: bool,
}

impl<'a> Book<'a> {
    fn new(p: Phrases<'a>) -> Result<Book<'a>> {
        let mut file = Workbook::new();
        let to: Date = p.report.document().period.to.parse()?;
        let made =
            ExcelDateTime::from_ymd(to.year().try_into()?, to.month().try_into()?, to.day().try_into()?)?;
        let title = p.report.file_name("xlsx");
        file.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made));
        Ok(Book { p, file })
    }

    fn title(&self) -> String {
        let document = self.p.report.document();
        let last = |text: &str| text.parse::<Date>().ok().and_then(|to| to.yesterday().ok()).map(day);
        let from = document.period.from.parse::<Date>().ok().map(day);
        let args = [
            ("period", self.p.report.period.to_string().into()),
            ("place", self.p.place(&document.place.code).into()),
            ("from", from.unwrap_or_default().into()),
            ("last", last(&document.period.to).unwrap_or_default().into()),
        ];
        let title = self.p.say("sheet-title", &args);
        if document.period.complete { title } else { format!("{title}. {}", self.p.word("sheet-running")) }
    }

    fn columns(&self, keys: &[(&str, f64)]) -> Vec<(String, f64)> {
        keys.iter().map(|(key, width)| (self.p.word(key), *width)).collect()
    }

    fn count(&self, count: Option<i64>, none: &str) -> Cell {
        count.map_or_else(|| Cell::None(self.p.word(none)), |n| Cell::Number(n as f64))
    }

    fn summary(&mut self) -> Result<()> {
        let columns = self.columns(&[
            ("sheet-what", 46.0),
            ("sheet-this", 12.0),
            ("sheet-last", 12.0),
            ("sheet-rule", 70.0),
        ]);
        let (this, last) = (self.p.report.document(), self.p.report.last());
        let mut rows: Vec<Vec<Cell>> = vec![];
        let figure = |id: &str, now: Option<Figure>, before: Option<Figure>, none: &str| -> Vec<Cell> {
            let key = id.replace('.', "-");
            let cell = |value: Option<Figure>| match value {
                Some(Figure::Count(n)) => Cell::Number(n as f64),
                Some(Figure::Hours(hours)) => Cell::Number(hours),
                None => Cell::None(self.p.word(none)),
            };
            vec![
                Cell::Words(self.p.word(&format!("figure-{key}"))),
                cell(now),
                cell(before),
                Cell::Words(self.p.word(rule_of(id))),
            ]
        };
        let counts = |rows: &mut Vec<Vec<Cell>>,
                      now: &[(&'static str, Option<i64>)],
                      before: &[(&'static str, Option<i64>)],
                      none: &str| {
            for ((id, now), (_, before)) in now.iter().zip(before) {
                rows.push(figure(id, now.map(Figure::Count), before.map(Figure::Count), none));
            }
        };
        // The head takes two rows.
        let sum = |label: &str, from: usize, to: usize, of: [i64; 2]| {
            let formula = |column: char, of: i64| {
                Cell::Sum(format!("=SUM({column}{}:{column}{})", from + 3, to + 3), of as f64)
            };
            vec![
                Cell::Words(self.p.word(label)),
                formula('B', of[0]),
                formula('C', of[1]),
                Cell::Words(String::new()),
            ]
        };
        let (d, before) = (rows::delivery_figures(&this.delivery), rows::delivery_figures(&last.delivery));
        counts(&mut rows, &d[..2], &before[..2], "report-nothing");
        rows.push(sum("sheet-to-send", 0, 1, [this.delivery.all(), last.delivery.all()]));
        counts(&mut rows, &d[2..], &before[2..], "report-nothing");
        let came = |d: &Delivery| d.waiting + d.ended();
        rows.push(sum("sheet-came-to", 3, 7, [came(&this.delivery), came(&last.delivery)]));
        let (o, before) = (rows::outreach_figures(&this.outreach), rows::outreach_figures(&last.outreach));
        counts(&mut rows, &o, &before, "report-nothing");
        let alone = |book: &studies::Book| match book.alone {
            None | Some((_, 0)) => Cell::None(self.p.word("report-nothing")),
            Some((alone, known)) => Cell::Words(self.p.share(alone, known)),
        };
        // A village's share would be one person's.
        if self.p.report.book.alone.is_some() {
            rows.push(vec![
                Cell::Words(self.p.word("report-alone")),
                alone(&self.p.report.book),
                alone(&self.p.report.last_book),
                Cell::Words(self.p.word("report-rule-alone")),
            ]);
        }
        if this.questions.received.is_some() {
            self.questions(&mut rows, &sum, &counts);
            let (q, before) = (&this.questions, &last.questions);
            for (id, now, before) in [
                ("questions.median_hours", q.median_hours, before.median_hours),
                ("questions.oldest_open_hours", q.oldest_open_hours, before.oldest_open_hours),
            ] {
                rows.push(figure(id, now.map(Figure::Hours), before.map(Figure::Hours), "report-nothing"));
            }
        }
        let sheet = Sheet { name: self.p.word("sheet-summary"), columns, rows, sums: false };
        self.write(sheet)
    }

    /// In two groups that come to the same, then the rest.
    #[allow(clippy::type_complexity, reason = "two helpers of the sheet")]
    fn questions(
        &self,
        rows: &mut Vec<Vec<Cell>>,
        sum: &dyn Fn(&str, usize, usize, [i64; 2]) -> Vec<Cell>,
        counts: &dyn Fn(
            &mut Vec<Vec<Cell>>,
            &[(&'static str, Option<i64>)],
            &[(&'static str, Option<i64>)],
            &str,
        ),
    ) {
        let (q, last) = (&self.p.report.document().questions, &self.p.report.last().questions);
        let (now, before) = (rows::question_figures(q), rows::question_figures(last));
        let pick = |ids: &[&str]| {
            let of = |all: &[(&'static str, Option<i64>)]| -> Vec<(&'static str, Option<i64>)> {
                ids.iter().filter_map(|id| all.iter().find(|(one, _)| one == id).copied()).collect()
            };
            (of(&now), of(&before))
        };
        let total =
            |figures: &[(&'static str, Option<i64>)]| figures.iter().filter_map(|(_, n)| *n).sum::<i64>();
        for (label, ids) in [
            ("sheet-to-answer", &["questions.open_before", "questions.received", "questions.reopened"][..]),
            (
                "sheet-closed",
                &["questions.answered", "questions.withdrawn", "questions.set_aside", "questions.open_after"],
            ),
        ] {
            let (now, before) = pick(ids);
            let from = rows.len();
            counts(rows, &now, &before, "report-hidden");
            rows.push(sum(label, from, from + ids.len() - 1, [total(&now), total(&before)]));
        }
        let (now, before) = pick(&[
            "questions.relayed",
            "questions.self_served",
            "questions.overdue",
            "questions.answers_written",
            "questions.not_delivered",
            "questions.cleared.clear",
            "questions.cleared.not_clear",
            "questions.settled.yes",
            "questions.settled.not_yet",
            "questions.topics_corrected",
            "questions.complaints_referred",
            "questions.published",
        ]);
        counts(rows, &now, &before, "report-hidden");
    }

    fn items(&mut self) -> Result<()> {
        let items = &self.p.report.document().items;
        let mut columns = self.columns(&[
            ("sheet-item", 46.0),
            ("sheet-number", 16.0),
            ("sheet-kind", 14.0),
            ("sheet-rank", 10.0),
            ("sheet-groups", 10.0),
            ("sheet-sent", 10.0),
            ("sheet-failed", 10.0),
            ("sheet-unknown", 10.0),
        ]);
        let above = items.iter().all(|item| item.private.is_some()) && !items.is_empty();
        if above {
            columns.extend(self.columns(&[
                ("sheet-fallback", 12.0),
                ("sheet-private", 12.0),
                ("sheet-private-sent", 12.0),
                ("sheet-private-failed", 12.0),
                ("sheet-private-unknown", 12.0),
            ]));
        }
        let numbers = |item: &ItemFigures| {
            let mut all = vec![item.groups, item.sent, item.failed, item.unknown];
            if let (true, Some(private)) = (above, &item.private) {
                all.push(item.fallback_language.unwrap_or_default());
                all.extend([private.planned, private.sent, private.failed, private.unknown]);
            }
            all
        };
        let mut rows: Vec<Vec<Cell>> = vec![];
        for item in items {
            let words = [
                item.title.clone(),
                item.number.clone().unwrap_or_default(),
                self.p.name("kind", item.kind.as_str()),
                self.p.name("rank", item.rank.as_str()),
            ];
            let words = words.into_iter().map(Cell::Words);
            rows.push(words.chain(numbers(item).into_iter().map(|n| Cell::Number(n as f64))).collect());
        }
        let sheet = Sheet { name: self.p.word("sheet-items"), columns, rows, sums: false };
        self.write_summed(sheet, 4)
    }

    fn places(&mut self) -> Result<()> {
        let document = self.p.report.document();
        let asks = document.places.iter().any(|place| place.questions.is_some());
        let mut columns =
            self.columns(&[("sheet-code", 16.0), ("sheet-place", 30.0), ("sheet-parent", 16.0)]);
        let head = |id: &&str| (self.p.word(&format!("figure-{}", id.replace('.', "-"))), 12.0);
        let delivery = rows::delivery_figures(&document.delivery);
        let outreach = rows::outreach_figures(&document.outreach);
        columns.extend(delivery.iter().chain(&outreach).map(|(id, _)| head(id)));
        if asks {
            columns.extend(self.columns(&[
                ("sheet-received", 12.0),
                ("sheet-answered", 12.0),
                ("sheet-open", 12.0),
            ]));
        }
        let numbers = |d: &Delivery, o: &Outreach| -> Vec<Option<i64>> {
            let all = rows::delivery_figures(d).into_iter().chain(rows::outreach_figures(o));
            all.map(|(_, n)| n).collect()
        };
        let own = numbers(&document.delivery, &document.outreach);
        let mut direct = vec![0; own.len()];
        let mut rows: Vec<Vec<Cell>> = vec![];
        for place in &document.places {
            let of = numbers(&place.delivery, &place.outreach);
            if place.parent == document.place.code {
                direct.iter_mut().zip(&of).for_each(|(sum, n)| *sum += n.unwrap_or_default());
            }
            let mut row = vec![
                Cell::Words(place.code.clone()),
                Cell::Words(capital(self.p.report.names.get(&place.code).unwrap_or(&place.name))),
                Cell::Words(place.parent.clone()),
            ];
            row.extend(of.into_iter().map(|n| self.count(n, "report-nothing")));
            match &place.questions {
                Some(q) => {
                    row.extend([q.received, q.answered, q.open_after].map(|n| self.count(n, "report-hidden")))
                }
                None if asks => row.extend([(); 3].map(|()| Cell::Words(String::new()))),
                None => {}
            }
            rows.push(row);
        }
        let code = document.place.code.as_str();
        let words = |name: &str| {
            vec![Cell::Words(code.to_owned()), Cell::Words(self.p.word(name)), Cell::Words(code.to_owned())]
        };
        let mut itself = words("sheet-itself");
        itself.extend(own.iter().zip(&direct).map(|(all, below)| match all.unwrap_or_default() - below {
            0 => Cell::Words(String::new()),
            n => Cell::Number(n as f64),
        }));
        rows.push(itself);
        let last = rows.len() + 2;
        let mut sums = words("sheet-sum");
        sums[2] = Cell::Words(String::new());
        sums.extend(own.iter().enumerate().map(|(at, all)| {
            let Some(all) = all else { return Cell::None(self.p.word("report-nothing")) };
            let column = column_name(at + 3);
            let formula = format!(
                "=SUMIF($C$3:$C${last},\"{}\",{column}$3:{column}${last})",
                code.replace('"', "\"\"")
            );
            Cell::Sum(formula, *all as f64)
        }));
        rows.push(sums);
        let sheet = Sheet { name: self.p.word("sheet-places"), columns, rows, sums: true };
        self.write(sheet)
    }

    /// Every line of the book of study sessions; what was put right shows what stood there.
    fn sessions(&mut self) -> Result<()> {
        let columns = self.columns(&[
            ("sheet-held", 12.0),
            ("sheet-noted", 12.0),
            ("sheet-place", 30.0),
            ("sheet-item", 46.0),
            ("sheet-form", 14.0),
            ("sheet-present", 10.0),
            ("sheet-invited", 10.0),
            ("sheet-presenter", 22.0),
            ("sheet-audience", 24.0),
            ("sheet-online", 12.0),
            ("sheet-plan", 30.0),
            ("sheet-corrected", 24.0),
        ]);
        let row = |line: &Studied| {
            let number = |n: Option<i64>| self.count(n, "report-line-nothing");
            let shown = |(present, total): (i64, i64)| fraction(present, total);
            let corrected = match line.now {
                Some(now) if now == line.was => String::new(),
                now => {
                    let now = now.map_or_else(|| self.p.word("report-line-nothing"), shown);
                    self.p.say("sheet-from-to", &[("was", shown(line.was).into()), ("now", now.into())])
                }
            };
            let words = [day(line.on), day(line.noted), self.p.place(&line.place), line.title.clone()];
            let mut row: Vec<Cell> = words.map(Cell::Words).into();
            row.push(Cell::Words(self.p.name("form", line.form.as_str())));
            row.extend([
                number(line.now.map(|(present, _)| present)),
                number(line.now.map(|(_, total)| total)),
            ]);
            // In a village's own book it would be counted of one person.
            let presenter =
                line.held.presenter.filter(|_| self.p.report.document().questions.received.is_some());
            let presenter = presenter.map(|by| self.p.name("presenter", by.as_str()));
            let audience = self.p.names("audience", line.held.audience.iter().map(|whom| whom.as_str()));
            let online = if line.held.online { self.p.word("sheet-is-online") } else { String::new() };
            let plan = line.held.plan.as_ref().map(|plan| self.p.plan(plan)).unwrap_or_default();
            let words = [presenter.unwrap_or_default(), audience, online, plan, corrected];
            row.extend(words.map(Cell::Words));
            row
        };
        let rows = self.p.report.book.sessions.iter().map(row).collect();
        let sheet = Sheet { name: self.p.word("sheet-sessions"), columns, rows, sums: false };
        self.write(sheet)
    }

    /// What was to be told until a day, village by village, in the order of codes.
    fn deadlines(&mut self) -> Result<()> {
        let columns = self.columns(&[
            ("sheet-item", 46.0),
            ("sheet-due", 12.0),
            ("sheet-code", 16.0),
            ("sheet-place", 30.0),
            ("sheet-done", 20.0),
            ("sheet-first", 14.0),
        ]);
        let row = |line: &Deadline| {
            let place = self.p.place(&line.place);
            let words = [line.title.clone(), day(line.due), line.place.clone(), place];
            let mut row: Vec<Cell> = words.map(Cell::Words).into();
            match line.done {
                None => row.extend([self.p.word("report-nothing"), String::new()].map(Cell::None)),
                Some(on) => {
                    let key = if on <= line.due { "sheet-in-time" } else { "sheet-too-late" };
                    row.extend([self.p.word(key), day(on)].map(Cell::Words));
                }
            }
            row
        };
        let rows = self.p.report.book.deadlines.iter().map(row).collect();
        let sheet = Sheet { name: self.p.word("sheet-deadlines"), columns, rows, sums: false };
        self.write(sheet)
    }

    fn topics(&mut self) -> Result<()> {
        let q = &self.p.report.document().questions;
        let columns =
            self.columns(&[("sheet-topic", 36.0), ("sheet-received", 14.0), ("sheet-answered", 14.0)]);
        let row = |t: &TopicFigures| {
            let name = Cell::Words(self.p.name("topic", &t.topic));
            vec![name, self.count(t.received, "report-hidden"), self.count(t.answered, "report-hidden")]
        };
        let mut rows: Vec<Vec<Cell>> = q.by_topic.iter().map(row).collect();
        // No formula: what is hidden has no number to be added.
        rows.push(vec![
            Cell::Words(self.p.word("sheet-total")),
            self.count(q.received, "report-hidden"),
            self.count(q.answered, "report-hidden"),
        ]);
        let sheet = Sheet { name: self.p.word("sheet-topics"), columns, rows, sums: true };
        self.write(sheet)
    }

    fn platforms(&mut self) -> Result<()> {
        let columns = self.columns(&[
            ("sheet-platform", 24.0),
            ("sheet-widest", 14.0),
            ("sheet-planned", 14.0),
            ("sheet-sent", 14.0),
            ("sheet-questions", 14.0),
        ]);
        let row = |one: &PlatformFigures| {
            let mut row = vec![Cell::Words(self.p.name("platform", one.platform.as_str()))];
            row.extend([one.groups, one.planned, one.sent].map(|n| Cell::Number(n as f64)));
            row.push(self.count(one.questions, "report-hidden"));
            row
        };
        let rows = self.p.report.document().interaction.by_platform.iter().map(row).collect();
        let sheet = Sheet { name: self.p.word("sheet-platforms"), columns, rows, sums: false };
        self.write(sheet)
    }

    fn adjustments(&mut self) -> Result<()> {
        let columns = self.columns(&[("sheet-period", 12.0), ("sheet-what", 90.0), ("sheet-by", 36.0)]);
        let row = |a: &Adjustment| [&a.period, &a.what, &a.by].map(|text| Cell::Words(text.clone())).into();
        let rows = self.p.report.document().adjustments.iter().map(row).collect();
        let sheet = Sheet { name: self.p.word("sheet-adjustments"), columns, rows, sums: false };
        self.write(sheet)
    }

    fn gaps(&mut self) -> Result<()> {
        let columns = self.columns(&[("sheet-code", 16.0), ("sheet-place", 36.0), ("sheet-what", 24.0)]);
        let row = |gap: &Gap| {
            let name = capital(self.p.report.names.get(&gap.place).unwrap_or(&gap.place));
            [gap.place.clone(), name, self.p.name("gap", gap.what.as_str())].map(Cell::Words).into()
        };
        let rows = self.p.report.document().not_reported.iter().map(row).collect();
        let sheet = Sheet { name: self.p.word("sheet-gaps"), columns, rows, sums: false };
        self.write(sheet)
    }

    /// By which entries of the log each figure can be counted again.
    fn evidence(&mut self) -> Result<()> {
        let columns = self.columns(&[("sheet-what", 46.0), ("sheet-entries", 12.0), ("sheet-list", 90.0)]);
        let row = |(proven, entries): (&Proven, &Entries)| {
            vec![
                Cell::Words(self.p.word(&format!("figure-{}", proven.as_str().replace('.', "-")))),
                Cell::Number(entries.count as f64),
                Cell::Words(ranges(entries)),
            ]
        };
        let rows = self.p.report.evidence.iter().map(row).collect();
        let sheet = Sheet { name: self.p.word("sheet-evidence"), columns, rows, sums: false };
        self.write(sheet)
    }

    /// With a last row of sums, from a column on.
    fn write_summed(&mut self, mut sheet: Sheet, first: usize) -> Result<()> {
        let count = sheet.rows.len();
        let mut sums: Vec<Cell> = (0..first).map(|_| Cell::Words(String::new())).collect();
        if let Some(label) = sums.first_mut() {
            *label = Cell::Words(self.p.word("sheet-sum"));
        }
        for column in first..sheet.columns.len() {
            let number = |row: &Vec<Cell>| match row.get(column) {
                Some(Cell::Number(n)) => *n,
                _ => 0.0,
            };
            let name = column_name(column);
            let formula = format!("=SUM({name}3:{name}{})", (count + 2).max(3));
            sums.push(Cell::Sum(formula, sheet.rows.iter().map(number).sum()));
        }
        if count > 0 {
            sheet.rows.push(sums);
            sheet.sums = true;
        }
        self.write(sheet)
    }

    /// The first row is what it is about, the second the head.
    fn write(&mut self, sheet: Sheet) -> Result<()> {
        let title = self.title();
        let Sheet { name, columns, rows, sums } = sheet;
        let (width, height) = (u16::try_from(columns.len())?, u32::try_from(rows.len())?);
        let sheet = self.file.add_worksheet().set_name(&name)?;
        sheet.write_string_with_format(0, 0, short(&title), &Format::new().set_bold())?;
        let head = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::Top);
        for (column, (label, width)) in (0..).zip(&columns) {
            sheet.write_string_with_format(1, column, short(label), &head)?;
            sheet.set_column_width(column, *width)?;
        }
        for (row, cells) in (2..).zip(&rows) {
            let is_sum = sums && row == height + 1;
            for (column, cell) in (0..).zip(cells) {
                put(sheet, row, column, cell, is_sum)?;
            }
        }
        sheet.set_freeze_panes(2, 1)?;
        sheet.set_repeat_rows(0, 1)?;
        sheet.set_print_area(0, 0, height + 1, width.saturating_sub(1))?;
        sheet.set_paper_size(A4);
        sheet.set_print_fit_to_pages(1, 0);
        if width > UPRIGHT_COLUMNS {
            sheet.set_landscape();
        }
        Ok(())
    }
}

/// How a figure is counted, in the words of the paper: two sentences for one figure would differ one day.
fn rule_of(figure: &str) -> &'static str {
    match figure {
        "delivery.planned" => "report-rule-planned",
        "delivery.carried_in" => "report-rule-carried",
        "delivery.waiting" => "report-rule-waiting",
        "delivery.sent" => "report-rule-sent",
        "delivery.failed" => "report-rule-failed",
        "delivery.unknown" => "report-rule-unknown",
        "delivery.cancelled" => "report-rule-cancelled",
        "outreach.loudspeaker_readings" => "report-rule-loudspeaker",
        "outreach.meetings" => "report-rule-meeting",
        "outreach.listeners_estimated" => "report-rule-listener",
        "questions.open_before" => "report-rule-open-before",
        "questions.received" => "report-rule-received",
        "questions.relayed" => "report-rule-relayed",
        "questions.reopened" => "report-rule-reopened",
        "questions.answered" => "report-rule-answered",
        "questions.self_served" => "report-rule-self-served",
        "questions.withdrawn" => "report-rule-withdrawn",
        "questions.set_aside" => "report-rule-set-aside",
        "questions.open_after" => "report-rule-open-after",
        "questions.overdue" => "report-rule-overdue",
        "questions.answers_written" => "report-rule-answers-written",
        "questions.not_delivered" => "report-rule-not-delivered",
        "questions.median_hours" => "report-rule-median",
        "questions.oldest_open_hours" => "report-rule-oldest",
        "questions.complaints_referred" => "report-rule-complaints",
        "questions.published" => "report-rule-published",
        "questions.cleared.clear" | "questions.cleared.not_clear" => "report-rule-clear",
        "questions.settled.yes" | "questions.settled.not_yet" => "report-rule-settled",
        "questions.topics_corrected" => "report-rule-topics-corrected",
        "outreach.attendance.present" | "outreach.attendance.total" => "report-rule-attendance",
        _ => "report-rule-study",
    }
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, is_sum: bool) -> Result<()> {
    let mut format = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
    if is_sum {
        format = format.set_bold();
    }
    match cell {
        Cell::Words(text) => {
            sheet.write_string_with_format(row, column, short(text), &format.set_text_wrap())?
        }
        Cell::None(text) => {
            sheet.write_string_with_format(row, column, text, &format.set_align(FormatAlign::Right))?
        }
        Cell::Number(n) => sheet.write_number_with_format(row, column, *n, &format)?,
        Cell::Sum(formula, n) => {
            let formula = Formula::new(formula).set_result(n.to_string());
            sheet.write_formula_with_format(row, column, formula, &format.set_bold())?
        }
    };
    Ok(())
}

fn short(text: &str) -> String {
    if text.chars().count() <= CELL_CHARS {
        return text.to_owned();
    }
    text.chars().take(CELL_CHARS).chain(['…']).collect()
}

/// `A`, …, `Z`, `AA`: counted from nought.
fn column_name(column: usize) -> String {
    rust_xlsxwriter::column_number_to_name(column.try_into().unwrap_or(u16::MAX))
}

/// `3, 7-9`: numbers of entries, rising; with a dot for those that are too many to be named.
fn ranges(entries: &Entries) -> String {
    let one = |(first, last): &(i64, i64)| {
        if first == last { first.to_string() } else { format!("{first}-{last}") }
    };
    let named = entries.stretches.iter().map(one).collect::<Vec<_>>().join(", ");
    if entries.named() < entries.count { named + ", …" } else { named }
}

#[cfg(test)]
pub(super) mod tests;
