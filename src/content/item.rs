//! One curated summary: what it says, in which forms, and what identifies each form.

use super::plan::Plan;
use crate::ids::ItemId;
use crate::stored::words;
use crate::text::VIETNAMESE;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The name of the picture's form.
pub const POSTER: &str = "poster";

/// What kind of item this is, as `item.toml` writes it.
pub use crate::ledger::ItemKind as Kind;

impl Kind {
    /// A document of Party or State: it has a number.
    pub fn is_document(self) -> bool {
        !matches!(self, Kind::Clarification | Kind::GoodExample | Kind::Notice)
    }
}

/// Whom an item is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Everybody in the village.
    Residents,
    /// Party members.
    Members,
    /// Reporters.
    Reporters,
    /// Cell and village secretaries.
    Secretaries,
}

impl Audience {
    /// Every audience.
    pub const ALL: [Audience; 4] =
        [Audience::Residents, Audience::Members, Audience::Reporters, Audience::Secretaries];

    /// As `item.toml` writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Audience::Residents => "residents",
            Audience::Members => "members",
            Audience::Reporters => "reporters",
            Audience::Secretaries => "secretaries",
        }
    }
}

words! {
    /// Where an item lives: in one place, never in both.
    pub enum Home {
        /// A folder below `[content] dir`.
        Folder = "folder",
        /// It is written at the desk, and stands in the database.
        Desk = "desk",
    }
}

/// The messages of one language file by key (`title`, `point-1`, `faq-2-answer`), plain and in NFC.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words(BTreeMap<String, String>);

impl Words {
    /// The message with this key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// Every key that is there, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The points by number.
    pub fn points(&self) -> impl Iterator<Item = (usize, &str)> {
        self.0.iter().filter_map(|(k, v)| Some((k.strip_prefix("point-")?.parse().ok()?, v.as_str())))
    }

    /// Printed again without comments, layout and order of writing: what is hashed.
    /// A key that is not there leaves no trace, so a key invented later changes no old hash.
    pub fn canonical(&self) -> String {
        self.0.iter().fold(String::new(), |mut out, (key, value)| {
            let mut lines = value.lines();
            let _ = write!(out, "{key} = {}", lines.next().unwrap_or_default());
            for line in lines {
                // Fluent takes these for its own at the beginning of a line; behind a tab they are text.
                let guard = if line.starts_with(['*', '[', '.']) { "\t" } else { "" };
                let _ = write!(out, "\n    {guard}{line}");
            }
            out.push('\n');
            out
        })
    }

    pub(super) fn insert(&mut self, key: &str, value: String) {
        self.0.insert(key.to_owned(), value);
    }
}

/// A file of an item that is sent as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRef {
    /// `<item>/<file>` below the content folder.
    pub path: String,
    /// SHA-256 of the bytes, hex.
    pub hash: String,
}

/// What `[form.<name>]` says about a form: what it was made from, and who has read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormNote {
    /// The revision of the Vietnamese text that it was made from.
    pub from: String,
    /// Who reviewed it, if anybody has.
    pub reviewed_by: Option<String>,
    /// When they did.
    pub on: Option<Date>,
    /// A voice made by a machine, and labelled so.
    pub synthetic: bool,
}

impl FormNote {
    /// Somebody has signed it off, with a date.
    pub fn is_reviewed(&self) -> bool {
        self.reviewed_by.is_some() && self.on.is_some()
    }
}

/// One item of the content folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The name of its folder: what operators type and the database keeps.
    pub folder: ItemId,
    /// Whose it is, by its code, of one that is written at the desk; empty: everybody's.
    pub place: String,
    /// The document's number; every document of Party or State has one.
    pub number: Option<String>,
    /// What kind it is.
    pub kind: Kind,
    /// Who issued the document.
    pub issuer: String,
    /// When it was signed.
    pub signed: Date,
    /// Where the full text can be found.
    pub source: String,
    /// The practical topics it belongs to.
    pub topics: Vec<String>,
    /// Whom it is for; never empty.
    pub audience: Vec<Audience>,
    /// Who wrote the summary, and so may not release it.
    pub author: String,
    /// The last day on which it may be published.
    pub valid_until: Option<Date>,
    /// The day until which villages are to be told of it.
    pub due: Option<Date>,
    /// The folder of the item that this one corrects.
    pub replaces: Option<String>,
    /// Twelve hex digits over all that a group sees of the Vietnamese item.
    pub revision: String,
    /// The text by language; Vietnamese is always there.
    pub words: BTreeMap<String, Words>,
    /// The voice by language.
    pub voices: BTreeMap<String, FileRef>,
    /// The picture.
    pub poster: Option<FileRef>,
    /// What is noted about each form.
    pub forms: BTreeMap<String, FormNote>,
    /// The plans for studying it, by their places' codes.
    pub plans: Vec<Plan>,
    /// Where it lives.
    pub home: Home,
}

/// A message of an item as found for a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said<'a> {
    /// The words.
    pub text: &'a str,
    /// True when the reader's language lacks the message and this is the Vietnamese one.
    pub borrowed: bool,
}

impl Item {
    /// One message in a language, or in Vietnamese where that language lacks it.
    pub fn say(&self, language: &str, key: &str) -> Option<Said<'_>> {
        let own =
            self.words.get(language).and_then(|w| w.get(key)).map(|text| Said { text, borrowed: false });
        own.or_else(|| {
            let text = self.words.get(VIETNAMESE)?.get(key)?;
            Some(Said { text, borrowed: language != VIETNAMESE })
        })
    }

    /// The headline in a language, or in Vietnamese.
    pub fn title(&self, language: &str) -> &str {
        self.say(language, "title").map_or(&self.folder, |s| s.text)
    }

    /// The languages it has a text or a voice in, Vietnamese first.
    pub fn languages(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.words.keys().chain(self.voices.keys()).map(String::as_str).collect();
        all.sort_by_key(|l| (*l != VIETNAMESE, *l));
        all.dedup();
        all
    }

    /// Goes to village groups; otherwise privately to the roles of its audience.
    pub fn is_for_groups(&self) -> bool {
        self.audience.iter().any(|a| matches!(a, Audience::Residents | Audience::Members))
    }

    /// What its document is called, as `content-cite` knows it: by the sign in its number ("165/2026/NĐ-CP"), else by its
    /// kind.
    pub fn document(&self) -> &'static str {
        let signs = self.number.as_deref().unwrap_or_default().split(|c: char| !c.is_alphanumeric());
        let by_sign = signs.into_iter().find_map(|sign| match sign {
            "NQ" => Some("resolution"),
            "CT" => Some("directive"),
            "KL" => Some("conclusion"),
            "HD" => Some("guidance"),
            "NĐ" => Some("decree"),
            "TT" => Some("circular"),
            "CV" => Some("letter"),
            "KH" => Some("plan"),
            "TB" => Some("notice"),
            // The Party's "quy định" and everybody's "quyết định" share a sign.
            "QĐ" if self.kind != Kind::Regulation => Some("decision"),
            _ => None,
        });
        by_sign.unwrap_or(match self.kind {
            Kind::Resolution => "resolution",
            Kind::Directive => "directive",
            Kind::Conclusion => "conclusion",
            Kind::Regulation => "regulation",
            Kind::Law => "law",
            Kind::Guidance => "guidance",
            Kind::Notice => "notice",
            Kind::Policy | Kind::Clarification | Kind::GoodExample => "other",
        })
    }

    /// The names of the forms it has: `vi`, other languages, `<lang>-voice`, `poster`.
    pub fn form_names(&self) -> Vec<String> {
        let mut names = vec![VIETNAMESE.to_owned()];
        names.extend(self.words.keys().filter(|l| *l != VIETNAMESE).cloned());
        names.extend(self.voices.keys().map(|l| voice_form(l)));
        names.extend(self.poster.iter().map(|_| POSTER.to_owned()));
        names
    }

    /// What identifies the content of a form now: a release holds for as long as this stays the same.
    pub fn form_hash(&self, form: &str) -> Option<String> {
        if form == VIETNAMESE {
            return Some(self.revision.clone());
        }
        if form == POSTER {
            // A picture carries figures but often no note of its own: its release is for this text only.
            return self
                .poster
                .as_ref()
                .map(|p| sha256_hex(format!("{}\n{}", self.revision, p.hash).as_bytes()));
        }
        match form.strip_suffix("-voice") {
            Some(language) => self.voices.get(language).map(|v| v.hash.clone()),
            None => self.words.get(form).map(|w| sha256_hex(w.canonical().as_bytes())),
        }
    }

    /// The files that are sent as they are.
    pub fn files(&self) -> impl Iterator<Item = &FileRef> {
        self.voices.values().chain(self.poster.as_ref())
    }

    /// Twelve hex digits over the Vietnamese text and every other field that a group is shown.
    pub(super) fn compute_revision(&self) -> String {
        let words = self.words.get(VIETNAMESE).map(Words::canonical).unwrap_or_default();
        let mut seen = words;
        let mut field = |name: &str, value: &str| {
            let _ = writeln!(seen, "[{name}] {value}");
        };
        field("number", self.number.as_deref().unwrap_or_default());
        field("issuer", &self.issuer);
        field("signed", &self.signed.to_string());
        field("source", &self.source);
        // Of the kind a group sees only the label of a clarification.
        if self.kind == Kind::Clarification {
            field("kind", self.kind.as_str());
        }
        if let Some(old) = &self.replaces {
            field("replaces", old);
        }
        sha256_hex(seen.as_bytes())[..12].to_owned()
    }
}

/// The name of a language's voice as a form.
pub fn voice_form(language: &str) -> String {
    format!("{language}-voice")
}

/// SHA-256, lower-case hex.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
