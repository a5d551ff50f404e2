//! Written by one, released by another; what may be sent follows from it (pure).

use super::item::{Home, Item, POSTER, voice_form};
use crate::ids::ItemId;
use crate::text::{Text, VIETNAMESE, skeleton};
use sha2::{Digest, Sha256};

/// Where a release counts: where whoever made it reaches.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Everywhere: the command line.
    Everywhere,
    /// At this place and below it: an editor's role.
    Below(String),
}

impl Scope {
    /// As it is stored.
    pub fn as_str(&self) -> &str {
        match self {
            Scope::Everywhere => "",
            Scope::Below(place) => place,
        }
    }

    /// What is stored.
    pub fn of(stored: String) -> Scope {
        if stored.is_empty() { Scope::Everywhere } else { Scope::Below(stored) }
    }
}

/// One form of one item, released with the content that it had then.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Release {
    /// The item's folder.
    pub item: ItemId,
    /// The form's name.
    pub form: String,
    /// The form's hash when it was released.
    pub hash: String,
    /// Where it counts.
    pub scope: Scope,
}

/// Who is watching.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Real groups: only what is released.
    Run,
    /// The practice room: drafts too, marked.
    Practice,
}

/// Where an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nobody has released the Vietnamese text as it is now.
    Draft,
    /// The same, of one that was written at the desk and handed in there.
    Submitted,
    /// It went back to its author, and has not changed since.
    Returned,
    /// Somebody has.
    Released,
}

impl State {
    /// As `item list --json` says it.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Submitted => "submitted",
            State::Returned => "returned",
            State::Released => "released",
        }
    }

    /// It waits for a second pair of eyes.
    pub fn waits(self) -> bool {
        matches!(self, State::Draft | State::Submitted)
    }
}

/// What a reader of one language gets of an item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chosen {
    /// The language of the text.
    pub text_language: String,
    /// The reader's language has no text that may be sent, so this is the Vietnamese one. Reports count it.
    pub fallback: bool,
    /// The text is not released, and must be marked.
    pub draft: bool,
    /// The language of the voice.
    pub voice: Option<String>,
    /// The voice is not released, and must be marked.
    pub voice_draft: bool,
    /// Whether the picture goes too.
    pub poster: bool,
    /// The picture is not released, and must be marked.
    pub poster_draft: bool,
}

/// Why a form cannot be released yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotReady {
    /// The item has no such form.
    Absent,
    /// `[form.<name>]` is missing: nobody says what it was made from.
    NoNote,
    /// It was made from an older Vietnamese text.
    OldRevision,
    /// Nobody has reviewed it.
    NotReviewed,
}

/// Why somebody may not release an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// They wrote it.
    Author,
    /// They gave no name.
    NoName,
}

impl Refusal {
    /// The reason for the person who asked.
    pub fn say(self, language: &str, text: &Text) -> String {
        let key = match self {
            Refusal::Author => "content-release-author",
            Refusal::NoName => "content-release-no-name",
        };
        text.say(language, key, &[])
    }
}

impl NotReady {
    /// The reason for the person who asked; `item` gives the revision to write down.
    pub fn say(self, item: &Item, form: &str, language: &str, text: &Text) -> String {
        let key = match self {
            NotReady::Absent => "content-form-absent",
            NotReady::NoNote => "content-form-no-note",
            NotReady::OldRevision => "content-form-old",
            NotReady::NotReviewed => "content-form-not-reviewed",
        };
        text.say(language, key, &[("form", form.into()), ("revision", item.revision.as_str().into())])
    }
}

/// Whether a form can be released: it was made from the present Vietnamese text and somebody reviewed it.
/// Vietnamese itself always can. A picture without a note is bound to the present text by its release.
pub fn ready(item: &Item, form: &str) -> Result<(), NotReady> {
    if !item.form_names().iter().any(|n| n == form) {
        return Err(NotReady::Absent);
    }
    match item.forms.get(form) {
        _ if form == VIETNAMESE => Ok(()),
        None if form == POSTER => Ok(()),
        None => Err(NotReady::NoNote),
        Some(note) if note.from != item.revision => Err(NotReady::OldRevision),
        Some(note) if !note.is_reviewed() => Err(NotReady::NotReviewed),
        Some(_) => Ok(()),
    }
}

/// What people put before a name, as [`skeleton`] sees it.
const TITLES: [&str; 15] = [
    "dong chi", "d/c", "d.c", "dc", "ong", "ba", "anh", "chi", "co", "chu", "bac", "thay", "em", "ths", "ts",
];

/// A name as it is compared: its letters as they look, without what is put before it out of politeness.
fn bare(name: &str) -> String {
    let seen = skeleton(name);
    let from_letter = |text: &str| text.trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let mut rest = from_letter(&seen);
    loop {
        let cut = TITLES.iter().find_map(|title| {
            let after = rest.strip_prefix(title).filter(|after| !after.starts_with(char::is_alphanumeric))?;
            // Whoever is called just that ("Anh") is called that.
            Some(from_letter(after)).filter(|after| !after.is_empty())
        });
        match cut {
            Some(shorter) => rest = shorter,
            None => return rest.chars().filter(|c| c.is_alphanumeric()).collect(),
        }
    }
}

/// Whoever goes by this bare name wrote it. Several people may have written it together.
fn wrote(item: &Item, name: &str) -> bool {
    let together = item.author.replace(" và ", ",");
    let mut authors =
        together.split([',', ';', '&', '+', '(', ')', '\n']).map(bare).chain([bare(&item.author)]);
    authors.any(|author| author == name)
}

/// Whoever goes by this name wrote it.
pub fn is_author(item: &Item, name: &str) -> bool {
    let name = bare(name);
    !name.is_empty() && wrote(item, &name)
}

/// What tells an item as it is now from what it is after any change of any of its forms.
pub fn mark(item: &Item) -> String {
    let forms = item.form_names().into_iter().filter_map(|form| Some((item.form_hash(&form)?, form)));
    let all: Vec<String> = forms.map(|(hash, form)| format!("{form}={hash}")).collect();
    hex::encode(Sha256::digest(all.join("\n")))[..16].to_owned()
}

/// What a release by whoever goes by these names covers: every form that is ready. The author cannot release, under none
/// of their names, and nobody can without one.
pub fn release(item: &Item, names: &[&str]) -> Result<Vec<Release>, Refusal> {
    let names: Vec<String> = names.iter().map(|name| bare(name)).filter(|name| !name.is_empty()).collect();
    if names.is_empty() {
        return Err(Refusal::NoName);
    }
    if names.iter().any(|name| wrote(item, name)) {
        return Err(Refusal::Author);
    }
    let ready = item.form_names().into_iter().filter(|form| ready(item, form).is_ok());
    Ok(ready
        .filter_map(|form| {
            let hash = item.form_hash(&form)?;
            Some(Release { item: item.folder.clone(), form, hash, scope: Scope::Everywhere })
        })
        .collect())
}

/// The same for these scopes only.
pub fn within(released: &[Release], scopes: &[Scope]) -> Vec<Release> {
    let of = |release: &Release| {
        let release = release.clone();
        scopes.iter().map(move |scope| Release { scope: scope.clone(), ..release.clone() })
    };
    released.iter().flat_map(of).collect()
}

/// The form is released as it is now.
pub fn is_released(item: &Item, form: &str, releases: &[Release]) -> bool {
    let Some(hash) = item.form_hash(form) else { return false };
    releases.iter().any(|r| r.item == item.folder && r.form == form && r.hash == hash)
}

/// Where the item stands.
pub fn state(item: &Item, releases: &[Release]) -> State {
    match item.home {
        _ if is_released(item, VIETNAMESE, releases) => State::Released,
        Home::Folder => State::Draft,
        Home::Desk => State::Submitted,
    }
}

/// Real groups may get this form. `locale_reviewed` is about the form's language.
pub fn may_send(item: &Item, form: &str, releases: &[Release], locale_reviewed: bool) -> bool {
    let needs_locale = match form.strip_suffix("-voice") {
        // A human voice speaks for itself; a machine's is as unproven as the text that it reads.
        Some(language) => language != VIETNAMESE && item.forms.get(form).is_some_and(|n| n.synthetic),
        None => form != VIETNAMESE && form != POSTER,
    };
    is_released(item, VIETNAMESE, releases)
        && ready(item, form).is_ok()
        && is_released(item, form, releases)
        && (locale_reviewed || !needs_locale)
}

/// What goes to a reader of `language`; nothing while the Vietnamese text may not be sent.
/// `locale_reviewed` is about `language`; the Vietnamese locale always is.
pub fn forms_to_send(
    item: &Item,
    language: &str,
    releases: &[Release],
    locale_reviewed: bool,
    mode: Mode,
) -> Option<Chosen> {
    // Each form as (may be shown, is a draft).
    let form = |form: &str, locale: bool| {
        let there = item.form_hash(form).is_some();
        let sendable = may_send(item, form, releases, locale);
        (there && (sendable || mode == Mode::Practice), !sendable)
    };
    let (shown, vietnamese_draft) = form(VIETNAMESE, true);
    if !shown {
        return None;
    }
    let (own, own_draft) = form(language, locale_reviewed);
    let voice =
        [(language, locale_reviewed), (VIETNAMESE, true)].into_iter().find_map(|(language, locale)| {
            let (shown, draft) = form(&voice_form(language), locale);
            shown.then(|| (language.to_owned(), draft))
        });
    let (poster, poster_draft) = form(POSTER, true);
    Some(Chosen {
        text_language: if own { language } else { VIETNAMESE }.to_owned(),
        fallback: !own,
        draft: if own { own_draft } else { vietnamese_draft },
        voice_draft: voice.as_ref().is_some_and(|(_, draft)| *draft),
        voice: voice.map(|(language, _)| language),
        poster,
        poster_draft: poster && poster_draft,
    })
}

#[cfg(test)]
mod tests;
