//! The pieces a paper is made of (pure). A format writes each of them down in its own way.

use super::super::passage::{self, Passage};

/// A report as it stands on paper.
pub struct Paper {
    /// What a window or a file of it is called.
    pub title: String,
    pub head: Head,
    /// Whose it is and of which days.
    pub opening: Vec<Block>,
    pub summary_label: String,
    /// Five plain lines: what happened.
    pub summary: Vec<String>,
    /// The same drawn, for a format that can draw.
    pub charts: Vec<Chart>,
    /// What the office says, with what the log can prove.
    pub sections: Vec<Section>,
    pub foot: Foot,
    /// The figures themselves.
    pub annexes: Vec<Annex>,
}

impl Paper {
    /// Whether where the figures are from stands behind this annex, counted from one: behind the last that is no page of
    /// its own.
    pub fn ends_with(&self, annex: usize) -> bool {
        annex == self.annexes.iter().filter(|annex| !annex.is_apart).count()
    }
}

/// The prescribed head of a Party paper: who writes on the left, the Party and the day on the right, below them what
/// it is and what it is about.
pub struct Head {
    pub superior: String,
    pub issuer: String,
    pub number: String,
    pub draft: String,
    pub party: String,
    pub date: String,
    pub kind: String,
    pub about: String,
}

/// A numbered section.
pub struct Section {
    /// "II. KẾT QUẢ THỰC HIỆN NHIỆM VỤ".
    pub heading: String,
    pub blocks: Vec<Block>,
}

/// What stands behind the signature, with pages of its own.
pub struct Annex {
    /// "Phụ lục 1".
    pub number: String,
    pub title: String,
    /// Which paper it belongs to.
    pub reference: String,
    /// Its tables need the long side of the page.
    pub is_wide: bool,
    /// As a page it stands apart from the report's, which is two sheets.
    pub is_apart: bool,
    pub blocks: Vec<Block>,
}

/// What a section is made of.
pub enum Block {
    /// What the blocks after it are about, below a section's heading.
    Heading(String),
    /// A paragraph.
    Line(String),
    /// A paragraph that nobody may overlook.
    Notice(String),
    /// How a figure is to be read.
    Note(String),
    /// A person writes here.
    Author(Author),
    Table(Table),
    List(Vec<String>),
}

/// Where the author of a report writes.
pub struct Author {
    pub passage: Passage,
    /// What stands there until then.
    pub blank: String,
    /// What was written there last month, for a format that is edited.
    pub offered: Vec<String>,
}

/// A table whose first cell of a row names the row.
pub struct Table {
    pub caption: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
}

/// One column of a table.
pub struct Column {
    pub label: String,
    /// Its cells hold words rather than figures.
    pub is_words: bool,
}

/// Figures as bars. It says in words whatever it draws.
pub struct Chart {
    pub title: String,
    /// All of it as a sentence, for whoever cannot see it.
    pub told: String,
    /// What black, grey and white stand for; empty where bars have one part.
    pub key: String,
    pub bars: Vec<Bar>,
}

/// One bar.
pub struct Bar {
    pub label: String,
    /// Its figures, as they are written beside it.
    pub figures: String,
    /// Thousandths of the longest one, part by part.
    pub parts: Vec<i64>,
}

/// The prescribed foot: who gets it on the left, who signs on the right, below them where the figures are from.
pub struct Foot {
    pub recipients_label: String,
    pub recipients: Vec<String>,
    /// Empty where the head signs alone.
    pub authority: String,
    pub position: String,
    /// Left blank in a draft.
    pub signer: String,
    pub source: String,
    pub checksum: String,
}

/// A table of so many rows is not torn between two pages.
const SHORT_TABLE_ROWS: usize = 8;
/// A row of more letters is, because it may be longer than a page.
const LONG_ROW: usize = 1_000;

/// The marks of a section that is edited: of its heading, then of each block.
#[derive(Default)]
pub struct Marks(Vec<Option<String>>);

impl Marks {
    /// That of the heading.
    pub fn heading(&self) -> Option<&str> {
        self.of(&0)
    }

    /// That of a block, counted from 1.
    pub fn of(&self, block: &usize) -> Option<&str> {
        self.0.get(*block)?.as_deref()
    }
}

impl Section {
    /// The marks of the `number`th section. By them an author's words are found again, which follow the mark of their passage
    /// and end at the next one.
    pub fn marks(&self, number: &usize) -> Marks {
        let passage = |at: usize| match self.blocks.get(at) {
            Some(Block::Author(author)) => Some(passage::mark(author.passage)),
            _ => None,
        };
        let end = |at: usize| passage::end_mark(number * 100 + at);
        let marks = self.blocks.iter().enumerate().map(|(at, block)| match block {
            Block::Author(_) => None,
            Block::Heading(_) => Some(passage(at + 1).unwrap_or_else(|| end(at + 1))),
            _ => passage(at + 1),
        });
        let heading = Some(passage(0).unwrap_or_else(|| end(0)));
        Marks(std::iter::once(heading).chain(marks).collect())
    }
}

impl Table {
    /// It has more columns than a phone shows side by side.
    pub fn is_wide(&self) -> bool {
        self.columns.len() > 3
    }

    /// It needs the long side of the page, or small letters.
    pub fn is_many(&self) -> bool {
        self.columns.len() > 5
    }

    /// It holds no figures.
    pub fn is_of_words(&self) -> bool {
        self.columns.iter().all(|column| column.is_words)
    }

    /// It stays on one page.
    pub fn is_short(&self) -> bool {
        self.rows.len() <= SHORT_TABLE_ROWS
    }

    /// This row stays on one page.
    pub fn stays_whole(&self, row: &[String]) -> bool {
        row.iter().map(String::len).sum::<usize>() < LONG_ROW
    }

    /// How wide each column is, of a whole.
    pub fn widths(&self, whole: usize) -> Vec<usize> {
        let few = self.columns.len() < 3;
        let share = |(i, column): (usize, &Column)| match (i, column.is_words) {
            (0, _) => 3,
            (_, true) if few => 6,
            (_, true) => 2,
            (_, false) => 1,
        };
        let shares: Vec<usize> = self.columns.iter().enumerate().map(share).collect();
        let sum = shares.iter().sum::<usize>().max(1);
        let mut widths: Vec<usize> = shares.iter().map(|share| share * whole / sum).collect();
        let left = whole - widths.iter().sum::<usize>();
        if let Some(first) = widths.first_mut() {
            *first += left;
        }
        widths
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_of_a_table_fill_the_page() {
        let column = |is_words| Column { label: String::new(), is_words };
        for of in [vec![true], vec![true, false], vec![true, true], vec![true, true, false, false, false]] {
            let columns = of.into_iter().map(column).collect();
            let table = Table { caption: String::new(), columns, rows: vec![] };
            let widths = table.widths(9_355);
            assert_eq!(widths.iter().sum::<usize>(), 9_355);
            assert!(widths.iter().all(|w| *w > 1_000), "{widths:?}");
        }
    }
}
