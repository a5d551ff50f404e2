//! What was held by the plans that sessions of the period name (pure).

use super::super::book::Carried;
use super::super::phrases::Phrases;
use super::super::written::*;
use super::block::Block;
use super::tables::{counts, table, words};

/// By plan and form; none where no session names a plan.
pub fn plans(p: Phrases<'_>) -> Option<Vec<Block>> {
    let all = p.report.book.by_plan();
    if all.is_empty() {
        return None;
    }
    let row = |one: &Carried| {
        let form = p.name("form", one.form.as_str());
        vec![
            capital(&p.plan(&one.plan)),
            one.title.clone(),
            form,
            number_of(one.sessions),
            p.share(one.present, one.total),
        ]
    };
    let mut columns = words(p, &["report-plan", "report-item", "report-plan-form"]);
    columns.extend(counts(p, &["report-plan-sessions", "report-plan-present"]));
    let rows = all.iter().map(row).collect();
    Some(vec![table(p, "report-plans-table", columns, rows), Block::Note(p.word("report-plans-note"))])
}
