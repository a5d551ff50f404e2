//! Tables in the words of a paper (pure).

use super::super::phrases::Phrases;
use super::block::{Block, Column, Table};

/// Columns of words, by the keys of their heads.
pub fn words(p: Phrases<'_>, keys: &[&str]) -> Vec<Column> {
    keys.iter().map(|key| Column { label: p.word(key), is_words: true }).collect()
}

/// Columns of figures.
pub fn counts(p: Phrases<'_>, keys: &[&str]) -> Vec<Column> {
    keys.iter().map(|key| Column { label: p.word(key), is_words: false }).collect()
}

/// A table with its caption.
pub fn table(p: Phrases<'_>, caption: &str, columns: Vec<Column>, rows: Vec<Vec<String>>) -> Block {
    Block::Table(Table { caption: p.word(caption), columns, rows })
}
