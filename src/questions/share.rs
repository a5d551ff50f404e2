//! From an answer to one asker to an answer for a village (pure): what may be shown to everybody, how it is written anew, and
//! how far that is.

use super::Question;
use super::hidden;
use super::question::{Body, Discretion, State};
use crate::ids::{PersonKey, RoleId};
use crate::stored::words;
use crate::text::{fold, has_words};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Letters of a question that is written anew, and of its answer: both stand in one short message.
pub const QUESTION_CHARS: usize = 300;
/// The same of the answer.
pub const ANSWER_CHARS: usize = 600;
/// Who asked has so many days; silence is a no.
pub const ASKED_DAYS: i64 = 7;

words! {
    /// How a proposal stands with whoever asked.
    pub enum Consent {
        /// They were asked.
        Asked = "asked",
        /// They said yes, and may take it back.
        Given = "given",
        /// They said no, or took their yes back: they are not asked again.
        Refused = "refused",
    }
}

words! {
    /// Where a released answer is posted.
    pub enum Spread {
        /// In the groups of the place that it was asked from.
        Village = "village",
        /// In every group of the commune.
        Commune = "commune",
    }
}

/// A question and its answer, as everybody would read them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// The question, written anew.
    pub question: String,
    /// The answer.
    pub answer: String,
}

/// The item that an answer cites, in the words that it had then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cites {
    /// Its folder.
    pub item: String,
    /// The hash of its Vietnamese words.
    pub form: String,
}

/// What somebody proposed for a village, until it is posted or given up. Stored sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// What would be posted.
    pub pair: Pair,
    /// Who asked agreed.
    pub consent: Consent,
    /// The role that proposed it, and whose that is.
    pub role: RoleId,
    /// Its holder: another person releases it.
    pub person: PersonKey,
    /// The last day on which it can be agreed to and posted.
    pub until: Date,
    /// Of which answer it was made: one that was corrected since is not what was agreed to.
    pub of: String,
    /// The message that put it before whoever asked.
    #[serde(default)]
    pub cause: String,
}

impl Proposal {
    /// It still stands: the question is answered by the same words, who asked can be found, and it is not too late.
    pub fn stands(&self, q: &Question, today: Date) -> bool {
        let asked = q.asker.is_some() && q.state == State::Answered;
        // A no stands as long as whoever said it can be found: they are not asked again, in whatever words.
        asked && (self.consent == Consent::Refused || (self.of == of(&q.answer) && today <= self.until))
    }

    /// What tells these words from any others that were proposed of the same question.
    pub fn mark(&self) -> String {
        mark(&self.pair)
    }
}

/// What tells two that are written anew apart.
pub fn mark(pair: &Pair) -> String {
    hex::encode(Sha256::digest(format!("{}\n{}", pair.question, pair.answer)))[..16].to_owned()
}

/// What tells one answer from another.
pub fn of(answer: &Body) -> String {
    hex::encode(Sha256::digest(&answer.text))[..16].to_owned()
}

/// Whether a question and its answer can be shown to others at all, as far as they say it themselves.
pub fn can_be_shown(q: &Question) -> bool {
    q.state == State::Answered
        && q.back.discretion == Discretion::Ordinary
        && has_words(&q.body.text)
        && has_words(&q.answer.text)
        // Asked before a group's eyes somebody never said where else they may be asked.
        && q.group.is_none()
        && q.asker.is_some()
}

/// Why words cannot be posted as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// Nothing is said.
    Empty,
    /// The asker's own words.
    Same,
    /// So many letters, and no more than so many.
    Long(usize, usize),
}

/// What was written anew of a question, without numbers that say who somebody is; true: there were some.
pub fn question(typed: &str, asked: &str) -> Result<(String, bool), Unfit> {
    if letters(typed) == letters(asked) {
        return Err(Unfit::Same);
    }
    fit(typed, QUESTION_CHARS)
}

/// The same of an answer, which may stay as it was.
pub fn answer(typed: &str) -> Result<(String, bool), Unfit> {
    fit(typed, ANSWER_CHARS)
}

fn fit(typed: &str, most: usize) -> Result<(String, bool), Unfit> {
    let line = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let length = line.chars().count();
    match (has_words(&line), length > most) {
        (false, _) => Err(Unfit::Empty),
        (true, true) => Err(Unfit::Long(length, most)),
        (true, false) => Ok(match hidden::masked(&line) {
            Some(masked) => (masked, true),
            None => (line, false),
        }),
    }
}

/// What is left of words when marks, signs and spaces are not looked at.
fn letters(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_askers_own_words_are_not_written_anew_however_they_are_dressed() {
        let asked = "Nhà em ở đầu bản,\nbao giờ mới có điện ạ?";
        for typed in
            [asked, "nha em o dau ban bao gio moi co dien a", "NHÀ EM Ở ĐẦU BẢN – bao giờ mới có điện ạ!!!"]
        {
            assert_eq!(question(typed, asked), Err(Unfit::Same), "{typed}");
        }
        assert_eq!(question("Bao giờ bản có điện?", asked), Ok(("Bao giờ bản có điện?".into(), false)));
        assert_eq!(question(" … ", asked), Err(Unfit::Empty));
    }

    #[test]
    fn long_words_and_personal_numbers_do_not_stay() {
        assert_eq!(question(&"a ".repeat(151), "x"), Err(Unfit::Long(301, 300)));
        assert_eq!(question("a ".repeat(150).trim_end(), "x").map(|(_, masked)| masked), Ok(false));
        assert_eq!(answer(&"a".repeat(601)), Err(Unfit::Long(601, 600)));
        let (said, masked) = answer("Gọi 0912 345 678,\n\nhỏi bộ phận một cửa.").unwrap();
        assert!(masked && said.contains("••••") && !said.contains("345") && !said.contains('\n'), "{said}");
    }
}
