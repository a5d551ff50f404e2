//! Choices that were put before somebody, and are open until one is taken or their time is over.

use super::delivery::{Corner, Kind};
use super::quotes::NotYet;
use super::store;
use crate::clock::Millis;
use crate::db::Tx;
use crate::seal::Seal;
use anyhow::Result;

/// So long a choice is open (contract 4.1).
const OPEN: Millis = 24 * 3_600_000;

/// So long one that is typed is, once something else was said after it: then its list has scrolled away.
const TYPED: Millis = 10 * 60_000;

/// Choices that were put before somebody in one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    pub(super) part: i64,
    /// The platform's number of the message.
    pub message: Option<String>,
    /// What kind of message it is.
    pub(super) kind: Kind,
    /// What each choice brings back, in the order shown; empty once one was taken.
    pub tokens: Vec<String>,
    /// What each is called, in plain letters, so that it can be typed; empty where an older program put it.
    pub labels: Vec<String>,
    /// It left, or is leaving.
    pub(super) shown: bool,
    /// When it was shown.
    pub(super) shown_at: Millis,
    /// Until when one can be typed, if that is shorter than they are open.
    pub(super) typed_until: Option<Millis>,
}

/// What can be chosen in one message of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InMessage {
    /// Theirs who ask, or anybody's: open, or over.
    Theirs(Offered),
    /// Somebody else's, and none of their business.
    Anothers,
}

/// How a choice is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// In its own message: by its button, or quoting it.
    Named,
    /// By a number or words alone: they mean what was shown last.
    Typed,
}

/// How a choice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// It can be made.
    Open,
    /// Something else was shown or said since: it can be made in its own message only.
    Passed,
    /// It was made, or its time is over.
    Over,
}

impl Offered {
    /// As it is read again after it was put.
    #[cfg(test)]
    pub fn of(choices: &[crate::message::Choice]) -> Offered {
        let lines: Vec<String> = choices.iter().map(super::labels::line).collect();
        let (tokens, labels) = super::labels::read(&lines.join("\n"));
        let kind = Kind::Reply;
        Offered { part: 0, message: None, kind, tokens, labels, shown: true, shown_at: 0, typed_until: None }
    }

    /// Whether it can still be chosen from: the one rule for buttons, numbers and words.
    pub fn stands(&self, now: Millis, way: Way) -> Stands {
        // A card says its own day, and what is ready in it is sent as long as its question is open; so does what somebody
        // is asked about a question of theirs.
        let named = way == Way::Named && matches!(self.kind, Kind::Card | Kind::News);
        if self.tokens.is_empty() || (now > self.shown_at + OPEN && !named) {
            return Stands::Over;
        }
        match way {
            Way::Typed if self.typed_until.is_some_and(|until| now > until) => Stands::Passed,
            Way::Typed | Way::Named => Stands::Open,
        }
    }

    /// Another list was shown after it, and chosen from.
    pub fn is_behind(&self) -> bool {
        self.typed_until.is_some_and(|until| until < self.shown_at)
    }

    /// Whether a button of it can bring this back. Of what is over nobody knows any more.
    pub fn may_bring(&self, token: &str) -> bool {
        self.tokens.is_empty() || self.tokens.iter().any(|offered| offered == token)
    }
}

/// The latest choices in a chat that were not taken, for who speaks there. [`NotYet`]: newer ones are on their way, and may
/// have been seen already.
pub async fn latest_choices(tx: &mut Tx, seal: &Seal, corner: &Corner) -> Result<Option<Offered>> {
    match store::latest_choices(tx, seal, corner).await? {
        Some((_, true)) => Err(NotYet.into()),
        found => Ok(found.map(|(offered, _)| offered)),
    }
}

/// The choices in one message of ours, as who speaks there may see them; `None` when it never had any.
pub async fn choices_in(
    tx: &mut Tx,
    seal: &Seal,
    corner: &Corner,
    message: &str,
) -> Result<Option<InMessage>> {
    let found = store::choices_in(tx, seal, corner, message).await?;
    Ok(found.map(|(offered, whose)| {
        // Whose they were is forgotten with the person: then they are nobody's.
        let theirs = whose.is_some_and(|whose| corner.may_choose(&whose));
        if theirs { InMessage::Theirs(offered) } else { InMessage::Anothers }
    }))
}

/// The latest choices before who speaks that were not taken and bring this back: a button of a message that was said
/// again means the same. What still waits to be said is before nobody.
pub async fn choices_with(tx: &mut Tx, seal: &Seal, corner: &Corner, token: &str) -> Result<Option<Offered>> {
    let all = store::open_choices(tx, seal, corner).await?;
    let with = |offered: &Offered| offered.shown && offered.tokens.iter().any(|one| one == token);
    Ok(all.into_iter().filter(with).max_by_key(|offered| offered.part))
}

/// One of them was taken. What was put before is typed no more: a number means what was shown last.
pub async fn close_choices(tx: &mut Tx, seal: &Seal, corner: &Corner, offered: &Offered) -> Result<()> {
    store::close_choices(tx, offered.part).await?;
    pass_before(tx, seal, corner, offered.part).await
}

/// What waited for who speaks in a chat goes on or is over: choices whose tokens begin like this are no longer open.
pub async fn close_choices_like(
    tx: &mut Tx,
    seal: &Seal,
    corner: &Corner,
    prefix: &'static str,
) -> Result<()> {
    let all = store::open_choices(tx, seal, corner).await?;
    let like = |offered: &&Offered| offered.tokens.first().is_some_and(|token| token.starts_with(prefix));
    let mut last = None;
    for offered in all.iter().filter(like) {
        store::close_choices(tx, offered.part).await?;
        last = last.max(Some(offered.part));
    }
    match last {
        Some(last) => pass_before(tx, seal, corner, last).await,
        None => Ok(()),
    }
}

/// Who speaks says something else: a list that was shown a while ago has scrolled away, and others do soon, but for those
/// whose first token `waits`.
pub async fn pass_choices(
    tx: &mut Tx,
    seal: &Seal,
    corner: &Corner,
    waits: impl Fn(&str) -> bool,
) -> Result<()> {
    for offered in store::open_choices(tx, seal, corner).await? {
        if offered.tokens.first().is_some_and(|token| waits(token)) {
            continue;
        }
        let until = offered.shown_at + TYPED;
        typed_until(tx, seal, offered, until).await?;
    }
    Ok(())
}

/// Who speaks is asked something that no choice answers: a number is said about that.
pub async fn pass_all_choices(tx: &mut Tx, seal: &Seal, corner: &Corner) -> Result<()> {
    pass_before(tx, seal, corner, i64::MAX).await
}

async fn pass_before(tx: &mut Tx, seal: &Seal, corner: &Corner, part: i64) -> Result<()> {
    for offered in store::open_choices(tx, seal, corner).await? {
        if offered.part < part {
            typed_until(tx, seal, offered, 0).await?;
        }
    }
    Ok(())
}

async fn typed_until(tx: &mut Tx, seal: &Seal, offered: Offered, until: Millis) -> Result<()> {
    // What nobody saw yet has scrolled away from nobody.
    if !offered.shown || offered.typed_until.is_some_and(|before| before <= until) {
        return Ok(());
    }
    store::keep_choices(tx, seal, &Offered { typed_until: Some(until), ..offered }).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use Stands::{Open, Over, Passed};
    use Way::{Named, Typed};

    #[test]
    fn a_choice_is_open_for_a_day_and_typed_as_long_as_it_was_shown_last() {
        let tokens = vec!["ok:AB2CD".to_owned()];
        let new = Offered { tokens, shown_at: 1_000, ..Offered::of(&[]) };
        let passed = Offered { typed_until: Some(1_000 + TYPED), ..new.clone() };
        let card = Offered { kind: Kind::Card, ..new.clone() };
        let news = Offered { kind: Kind::News, ..new.clone() };
        let taken = Offered { tokens: vec![], ..card.clone() };
        for (offered, way, ago, stands) in [
            (&new, Named, OPEN, Open),
            (&new, Typed, OPEN, Open),
            (&new, Named, OPEN + 1, Over),
            (&new, Typed, OPEN + 1, Over),
            (&passed, Typed, TYPED, Open),
            (&passed, Typed, TYPED + 1, Passed),
            (&passed, Named, TYPED + 1, Open),
            (&passed, Typed, OPEN + 1, Over),
            (&card, Named, 9 * OPEN, Open),
            (&card, Typed, OPEN + 1, Over),
            (&news, Named, 6 * OPEN, Open),
            (&news, Typed, OPEN + 1, Over),
            (&taken, Named, 0, Over),
        ] {
            assert_eq!(offered.stands(1_000 + ago, way), stands, "{offered:?} {way:?} after {ago}");
        }
    }
}
