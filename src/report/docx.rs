//! The paper as a Word document of 05-HD/VPTW: templates, which escape what they are given, in a zip without times,
//! so the same report gives the same bytes.

use super::month::Report;
use super::paper::{Block, Marks, Paper};
use super::passage;
use super::written::clean;
use crate::text::Text;
use anyhow::Result;
use askama::Template;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Between the margins of an upright A4 page, in twentieths of a point.
const WIDTH: usize = 11_906 - 1_701 - 850;
/// The same of one that lies.
const WIDE: usize = 16_838 - 1_701 - 850;
/// The left column of head and foot: the longest usual name of a body fits on a line.
const LEFT: usize = 4_640;
/// How long "ĐẢNG CỘNG SẢN VIỆT NAM" is in 15 pt bold Times New Roman, in points and in 1/12,700 of it.
const RULE_POINTS: &str = "206.7";
const RULE: usize = 2_625_090;

/// What does not depend on the report, by its name in the file.
const FIXED: [(&str, &str); 7] = [
    ("[Content_Types].xml", include_str!("../../templates/docx/content_types.xml")),
    ("_rels/.rels", include_str!("../../templates/docx/rels.xml")),
    ("word/_rels/document.xml.rels", include_str!("../../templates/docx/document_rels.xml")),
    ("word/styles.xml", include_str!("../../templates/docx/styles.xml")),
    ("word/settings.xml", include_str!("../../templates/docx/settings.xml")),
    ("word/header1.xml", include_str!("../../templates/docx/header1.xml")),
    ("word/header2.xml", include_str!("../../templates/docx/header2.xml")),
];

#[derive(Template)]
#[template(path = "docx/document.xml")]
struct Body<'a> {
    paper: &'a Paper,
    width: usize,
    wide: usize,
    left: usize,
    rule: usize,
    rule_points: &'static str,
}

#[derive(Template)]
#[template(path = "docx/core.xml")]
struct Core<'a> {
    paper: &'a Paper,
}

#[derive(Template)]
#[template(path = "docx/custom.xml")]
struct Custom {
    draft_of: String,
}

impl Report {
    /// The draft as a Word document, always without number, day and signature.
    pub fn docx(&self, text: &Text) -> Result<Vec<u8>> {
        let paper = Paper::of(self, text);
        let body = Body {
            paper: &paper,
            width: WIDTH,
            wide: WIDE,
            left: LEFT,
            rule: RULE,
            rule_points: RULE_POINTS,
        };
        let draft_of = passage::draft_of(&self.document.place.code, self.period);
        let own = [
            ("docProps/core.xml", Core { paper: &paper }.render()?),
            ("docProps/custom.xml", Custom { draft_of }.render()?),
            ("word/document.xml", body.render()?),
        ];
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        let mut file = ZipWriter::new(Cursor::new(vec![]));
        let fixed = FIXED.iter().map(|(name, part)| (*name, (*part).to_owned()));
        for (name, part) in fixed.chain(own) {
            file.start_file(name, options)?;
            file.write_all(clean(&part).as_bytes())?;
        }
        Ok(file.finish()?.into_inner())
    }
}

#[cfg(test)]
pub(super) mod tests;
