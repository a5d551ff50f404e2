//! A report as messages of a chat: the sentence, then the files.

use super::month::Report;
use crate::message::{Media, MediaKind, Message, Source};
use crate::text::{Text, VIETNAMESE};
use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A form in which a report is a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The Party's format, to be finished in Word.
    Document,
    /// To read and to print.
    Page,
    /// Real numbers and sums.
    Workbook,
    /// One tidy table for other programs.
    Table,
    /// The source of every other.
    Json,
}

impl Form {
    /// Every form, what an office works with first.
    pub const ALL: [Form; 5] = [Form::Document, Form::Page, Form::Workbook, Form::Json, Form::Table];

    /// The form of a file with this end of its name.
    pub fn named(ending: &str) -> Option<Form> {
        Form::ALL.into_iter().find(|form| form.as_str() == ending)
    }

    /// What a file of it is, to whoever opens it.
    pub fn mime(self) -> &'static str {
        match self {
            Form::Document => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Form::Page => "text/html; charset=utf-8",
            Form::Workbook => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Form::Table => "text/csv; charset=utf-8",
            Form::Json => "application/json",
        }
    }

    /// The end of its file's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Form::Document => "docx",
            Form::Page => "html",
            Form::Workbook => "xlsx",
            Form::Table => "csv",
            Form::Json => "json",
        }
    }
}

/// How the files of a report come to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// As files of the chat.
    Files,
    /// By an address, where the chat takes none.
    Link {
        /// It.
        url: String,
        /// Until when it opens, in words.
        until: String,
    },
    /// Not at all: it is said where they are.
    Nowhere,
}

impl Report {
    /// The bytes of a file: the same report gives the same.
    pub fn file(&self, form: Form, text: &Text) -> Result<Vec<u8>> {
        Ok(match form {
            Form::Document => self.docx(text)?,
            Form::Page => self.html(text).into_bytes(),
            Form::Workbook => self.xlsx(text)?,
            Form::Table => self.csv()?,
            Form::Json => self.json().into_bytes(),
        })
    }

    /// A sentence, and files with it; where the chat takes none, one message that says where they are to be had.
    pub fn messages(
        &self,
        (text, language): (&Text, &str),
        said: String,
        forms: &[Form],
        way: Way,
    ) -> Result<Vec<Message>> {
        let where_from = match &way {
            Way::Files => text.say(language, "report-files", &[]),
            Way::Link { url, until } => text.say(
                language,
                "report-link",
                &[("url", url.as_str().into()), ("until", until.as_str().into())],
            ),
            Way::Nowhere => text.say(language, "media-document-none", &[]),
        };
        let mut said = Some(format!("{said}\n{where_from}"));
        if way != Way::Files {
            return Ok(said.into_iter().map(Message::text).collect());
        }
        let files =
            forms.iter().map(|form| Ok((*form, self.file(*form, text)?))).collect::<Result<Vec<_>>>()?;
        let message = |(form, bytes): (Form, Vec<u8>)| {
            let name = self.file_name(form.as_str());
            let media = Media {
                kind: MediaKind::Document,
                source: Source::Inline { name, base64: STANDARD.encode(bytes) },
                language: VIETNAMESE.to_owned(),
            };
            Message { text: said.take().unwrap_or_default(), media: Some(media), ..Message::default() }
        };
        Ok(files.into_iter().map(message).collect())
    }

    /// Three sentences of what the figures prove: what was done, what is missing, what somebody has to decide.
    pub fn in_three_sentences(&self, text: &Text) -> String {
        let d = self.document();
        let say = |key: &str, args: &[crate::text::Arg<'_>]| text.say(VIETNAMESE, key, args);
        let q = &d.questions;
        let asked: i64 = [q.open_before, q.received, q.reopened].into_iter().flatten().sum();
        let places: std::collections::BTreeSet<&str> =
            d.not_reported.iter().map(|gap| gap.place.as_str()).collect();
        let (overdue, failed) = (q.overdue.unwrap_or_default(), d.delivery.failed + d.delivery.unknown);
        let done = [
            ("sent", d.delivery.sent.into()),
            ("all", d.delivery.all().into()),
            ("answered", q.answered.unwrap_or_default().into()),
            ("total", asked.into()),
        ];
        let decide = match (overdue, failed) {
            (0, 0) => "closing-decide-nothing",
            (_, 0) => "closing-decide-overdue",
            (0, _) => "closing-decide-failed",
            _ => "closing-decide",
        };
        let lines = [
            say(if q.answered.is_some() { "closing-done" } else { "closing-done-below" }, &done),
            say(
                if places.is_empty() { "closing-missing-nothing" } else { "closing-missing" },
                &[("count", places.len().into())],
            ),
            say(decide, &[("overdue", overdue.into()), ("failed", failed.into())]),
        ];
        lines.join("\n")
    }

    /// The day by which it is due.
    pub fn due(&self) -> jiff::civil::Date {
        self.due
    }
}
