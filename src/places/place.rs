//! One place: a unit of the administrative tree or a body, with its dates and what came after it (pure).

use crate::stored::words;
use crate::text::fold;
use jiff::civil::Date;
use smol_str::SmolStr;

/// A village is named on a question card only from this many households (contract, section 4): in a smaller
/// one the village alone may tell who asked.
pub const SHOWN_HOUSEHOLDS: i64 = 200;

words! {
    /// What kind of place; the word is its name in files, on the command line and in the database. From above to below.
    pub enum Kind {
        /// Tỉnh, or a city of that rank.
        Province = "province",
        /// Huyện; none is left since 2025-07-01, history has them.
        District = "district",
        /// Xã, and thị trấn or đặc khu.
        Commune = "commune",
        /// Phường.
        Ward = "ward",
        /// Bản, thôn, tổ dân phố.
        Village = "village",
        /// An office or organisation rather than an area.
        Body = "body",
    }
}

impl Kind {
    /// Whether such a place may lie in one of that kind: no area lies in a smaller one or in one like it, except a
    /// village's part in the village.
    pub fn may_be_below(self, above: Kind) -> bool {
        let size = |kind| match kind {
            Kind::Province => 4,
            Kind::District => 3,
            Kind::Commune | Kind::Ward => 2,
            Kind::Village | Kind::Body => 1,
        };
        self == Kind::Body || above == Kind::Body || self == Kind::Village || size(self) < size(above)
    }

    /// What people call it, in Vietnamese.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Kind::Province => "tỉnh",
            Kind::District => "huyện",
            Kind::Commune => "xã",
            Kind::Ward => "phường",
            Kind::Village => "bản",
            Kind::Body => "cơ quan",
        }
    }

    /// The folded words that names of this kind begin with, longest first.
    pub(super) fn prefixes(self) -> &'static [&'static str] {
        match self {
            Kind::Province => &["thanh pho", "tinh", "tp"],
            Kind::District => &["thi xa", "huyen"],
            Kind::Commune => &["thi tran", "dac khu", "xa", "tt"],
            Kind::Ward => &["phuong"],
            Kind::Village => {
                &["to dan pho", "khu pho", "ban", "thon", "xom", "lang", "buon", "ap", "khu", "to", "tdp"]
            }
            Kind::Body => &[],
        }
    }
}

/// A place as it stands in the database. A country has 100,000: their short texts lie in them, not beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Ours, `[a-zA-Z0-9._-]{1,40}`; never the State's code, which is used again after a merger.
    pub code: SmolStr,
    /// Its name, in Vietnamese.
    pub name: SmolStr,
    /// Its kind.
    pub kind: Kind,
    /// Code of the place above; none for a root.
    pub parent: Option<SmolStr>,
    /// First day it exists; none: always did.
    pub from: Option<Date>,
    /// Last day it exists (the day itself included); none: still does.
    pub until: Option<Date>,
    /// Codes of what it became: none, one (merger) or several (split).
    pub successors: Vec<SmolStr>,
    /// A duty phone, as people dial it; "" when none.
    pub phone: SmolStr,
    /// How many households; none when not known.
    pub households: Option<i64>,
}

impl Place {
    /// So many live there that naming it names nobody; of a village of which nobody knows how many, that is not so.
    pub fn is_large(&self) -> bool {
        self.kind != Kind::Village || self.households.is_some_and(|n| n >= SHOWN_HOUSEHOLDS)
    }

    /// True when it exists on that day.
    pub fn is_valid(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && !self.has_ended(day)
    }

    /// True when its last day is over.
    pub fn has_ended(&self, day: Date) -> bool {
        self.until.is_some_and(|until| until < day)
    }

    /// "xã Bản Bo", "Bản Nà Luồng": the name, with its kind in front unless the name says it already.
    pub fn full_name(&self) -> String {
        let folded = fold(&self.name);
        let says = |p: &&str| folded.strip_prefix(*p).is_some_and(|rest| rest.starts_with(' '));
        if self.kind == Kind::Body || self.kind.prefixes().iter().any(says) {
            self.name.to_string()
        } else {
            format!("{} {}", self.kind.vietnamese(), self.name)
        }
    }

    /// The same in the middle of a sentence: "bản Nà Luồng", where a table writes "Bản Nà Luồng".
    pub fn in_sentence(&self) -> String {
        let name = self.full_name();
        if self.kind == Kind::Body {
            return name;
        }
        let mut letters = name.chars();
        letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
    }
}
