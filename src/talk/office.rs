//! What waits for the choice of an editor, or of who proposes an answer for a village, with what was shown: nothing else is done than what they saw.

use super::turn::Turn;
use crate::clock::Millis;
use crate::content::{Item, Library, Named};
use crate::ids::{ItemId, QuestionCode};
use crate::message::{Choice, Message, Token};
use crate::people::Chat;
use crate::questions::share::Pair;
use crate::roster::{Act, Role};
use anyhow::Result;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Items in one list: with "none of these" four choices.
const OFFERED: usize = 3;

/// What is to be done with an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    Publish,
    Release,
    Return,
    TakeBack,
    Results,
}

impl What {
    /// Whose it is.
    pub fn act(self) -> Act {
        match self {
            What::Publish | What::Results => Act::Publish,
            What::Release | What::Return => Act::Release,
            What::TakeBack => Act::TakeBack,
        }
    }
}

/// A publication as it was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    pub item: ItemId,
    pub revision: String,
    pub places: Vec<String>,
    /// The moment that was asked for.
    pub at: Option<Millis>,
    /// When it begins, if that is not at once.
    pub begins: Option<Millis>,
    pub groups: usize,
    pub private: usize,
    pub messages: i64,
}

/// A publication of which not every place is known yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub item: ItemId,
    pub places: Vec<String>,
    pub at: Option<Millis>,
    /// Which of the places is asked about.
    pub which: usize,
}

/// What waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiting {
    /// Which item is meant; then what was typed after it.
    Item { what: What, rest: String },
    /// Which place is meant.
    Place(Asked),
    /// Publish it.
    Publish(Shown),
    /// Release these forms, by hash.
    Release { item: ItemId, forms: BTreeMap<String, String> },
    /// Take it back, which tells so many groups and people.
    TakeBack { item: ItemId, reason: String, told: (usize, usize) },
    /// Propose this for a village.
    Share { code: QuestionCode, pair: Pair },
}

/// Keeps what waits; returns its mark, which the choice carries.
pub async fn keep(turn: &mut Turn<'_>, waiting: &Waiting) -> Result<String> {
    let json = serde_json::to_string(waiting)?;
    turn.keep(Chat::Office, &json).await?;
    Ok(mark(&json))
}

fn mark(json: &str) -> String {
    hex::encode(Sha256::digest(json))[..12].to_owned()
}

/// What waits, with its mark. What another program wrote waits no more.
pub async fn waiting(turn: &mut Turn<'_>) -> Result<Option<(Waiting, String)>> {
    let kept = turn.kept(Chat::Office).await?;
    Ok(kept.and_then(|json| Some((serde_json::from_str(&json).ok()?, mark(&json)))))
}

pub async fn let_go(turn: &mut Turn<'_>) -> Result<()> {
    turn.let_go(Chat::Office).await
}

/// The roles by which whoever speaks may do this.
pub async fn holders(turn: &mut Turn<'_>, act: Act) -> Result<Vec<Role>> {
    let mut held = turn.roles().await?;
    held.retain(|role| role.duty.may(act));
    Ok(held)
}

/// Asks, with one choice that says what will happen, and one that does nothing.
pub async fn ask(turn: &mut Turn<'_>, waiting: &Waiting, text: String, yes: String, no: &str) -> Result<()> {
    let mark = keep(turn, waiting).await?;
    let choices = vec![Choice::new(yes, &Token::Decide(mark)), turn.choice(no, &Token::LeaveBe)];
    turn.answer(vec![Message::text(text).with_choices(choices)]).await
}

/// The item at the beginning of a line, and what follows it. One that is found by likeness only is put as a choice first.
pub async fn item<'l>(
    turn: &mut Turn<'_>,
    library: &'l Library,
    line: &str,
    what: What,
) -> Result<Option<(&'l Item, String)>> {
    let (named, typed, rest) = library.named_first(line);
    match named {
        Named::Exactly(item) => return Ok(Some((item, rest))),
        Named::Nothing => turn.reply("item-unknown", &[("typed", typed.into())]).await?,
        Named::Perhaps(items) => {
            keep(turn, &Waiting::Item { what, rest }).await?;
            let language = turn.language();
            let offered = items.iter().take(OFFERED);
            let mut choices: Vec<Choice> = offered
                .map(|item| Choice::new(item.title(&language), &Token::Item(item.folder.to_string())))
                .collect();
            choices.push(turn.choice("choice-none-of-these", &Token::LeaveBe));
            let text = turn.say("item-likely", &[("typed", typed.into())]);
            turn.answer(vec![Message::text(text).with_choices(choices)]).await?;
        }
    }
    Ok(None)
}
