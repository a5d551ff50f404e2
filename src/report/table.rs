//! The figures as one tidy table for other programs: a row a figure, an empty cell where there is none.

use super::month::Report;
use super::rows;
use super::written::capital;
use anyhow::Result;

impl Report {
    /// Comma-separated, UTF-8. `of_name` is a title, a topic's or a place's name.
    pub fn csv(&self) -> Result<Vec<u8>> {
        let document = self.document();
        let period = self.period.to_string();
        let mut table = csv::Writer::from_writer(vec![]);
        table.write_record(["period", "place", "figure", "of", "of_name", "value"])?;
        for row in rows::of(document) {
            let value = row.value.map(|value| value.to_string()).unwrap_or_default();
            let name = self.name_of(row.figure, row.of);
            let place = document.place.code.as_str();
            table.write_record([&period, place, row.figure, &inert(row.of), &inert(&name), &value])?;
        }
        Ok(table.into_inner()?)
    }

    fn name_of(&self, figure: &str, of: &str) -> String {
        let document = self.document();
        if figure.starts_with("items.") {
            let item = document.items.iter().find(|item| item.item == of);
            return item.map_or(of, |item| item.title.as_str()).to_owned();
        }
        self.names.get(of).map_or_else(|| of.to_owned(), |name| capital(name))
    }
}

/// Nothing that a spreadsheet would take for a formula.
fn inert(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixtures::*;

    #[test]
    fn every_figure_is_a_row_and_none_is_no_nought() {
        let csv =
            String::from_utf8(report(&month(), "bl", "2026-11", "2026-11-24 08:00").csv().unwrap()).unwrap();
        for line in [
            "2026-11,bl,questions.received,,,7",
            "2026-11,bl,questions.median_hours,,,4.5",
            "2026-11,bl,questions.by_topic.received,y-te,y-te,",
            "2026-11,bl,outreach.study_sessions.tuyen_truyen,,,",
            "2026-11,bl,outreach.loudspeaker_readings,nl,Bản Nà Luồng,5",
            "2026-11,bl,items.sent,kham-suc-khoe,Tin p1,3",
        ] {
            assert!(csv.lines().any(|one| one == line), "{line}\n{csv}");
        }
        insta::assert_snapshot!(csv);
    }

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(inert("=cmd()"), "'=cmd()");
        assert_eq!(inert("Bản Nà Luồng"), "Bản Nà Luồng");
    }
}
