//! The paper as a page: the prescribed shape on A4, one column on a phone, no script and no address outside.

use super::month::Report;
use super::paper::{Block, Paper};
use crate::text::Text;
use askama::Template;

#[derive(Template)]
#[template(path = "report.html")]
struct Page {
    paper: Paper,
    style: &'static str,
}

impl Report {
    /// A page to read on a phone and to print on A4, in Vietnamese, without any address outside.
    pub fn html(&self, text: &Text) -> String {
        let page = Page { paper: Paper::of(self, text), style: include_str!("../../templates/report.css") };
        page.render().expect("a page of text always becomes a string")
    }
}
