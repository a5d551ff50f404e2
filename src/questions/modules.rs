//! Text modules: ready answers of an office, by a name. Whoever answers in its place, or below, sends one at a touch.

use super::question::Discretion;
use super::subject::OTHER_TOPIC;
use super::{Desk, Question, store};
use crate::db::Tx;
use crate::places::Tree;
use crate::text::fold;
use anyhow::Result;
use sha2::{Digest, Sha256};

/// So many an office has at most: one list is read on a phone.
pub const MOST_MODULES: usize = 30;
/// Letters of a name, which is typed.
pub const NAME_CHARS: usize = 30;

/// A ready answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextModule {
    /// Ours.
    pub id: String,
    /// Whose it is.
    pub place: String,
    /// By which it is called.
    pub name: String,
    /// What it is about, by its words; "khac" when they do not say.
    pub topic: String,
    /// What is sent.
    pub text: String,
}

impl TextModule {
    /// By which a change since it was shown is found.
    pub fn mark(&self) -> String {
        hex::encode(Sha256::digest(&self.text))[..8].to_owned()
    }

    /// It is called so, with marks or without.
    pub fn is_called(&self, name: &str) -> bool {
        fold(&self.name) == fold(name.trim())
    }
}

/// What became of one that was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is new.
    New,
    /// It took the place of another of that name.
    Replaced,
    /// The office has [`MOST_MODULES`].
    Full,
}

impl Desk {
    /// Those that can be used at a place: its own and those of the places above it, the nearest first, by name.
    pub async fn modules(&self, tx: &mut Tx, tree: &Tree, place: &str) -> Result<Vec<TextModule>> {
        let day = self.today();
        let mut all: Vec<TextModule> = vec![];
        for at in tree.upward(place, day) {
            for stored in tree.stored_as(&[&at.code], day) {
                let mut here = store::modules(tx, &self.core.seal, stored).await?;
                here.retain(|module| all.iter().all(|nearer| !nearer.is_called(&module.name)));
                here.sort_by_key(|module| fold(&module.name));
                all.extend(here);
            }
        }
        Ok(all)
    }

    /// Of those the ones about the same topic as an ordinary question. None of the topic "khác", which says nothing.
    pub async fn fitting_modules(&self, tx: &mut Tx, tree: &Tree, q: &Question) -> Result<Vec<TextModule>> {
        if q.topic == OTHER_TOPIC || q.back.discretion != Discretion::Ordinary {
            return Ok(vec![]);
        }
        let mut all = self.modules(tx, tree, &q.place).await?;
        all.retain(|module| module.topic == q.topic);
        Ok(all)
    }

    /// Keeps one for a place, in the stead of one of that name there.
    pub async fn keep_module(&self, tx: &mut Tx, place: &str, name: &str, text: &str) -> Result<Kept> {
        let here = store::modules(tx, &self.core.seal, place).await?;
        let old = here.iter().find(|module| module.is_called(name));
        if old.is_none() && here.len() >= MOST_MODULES {
            return Ok(Kept::Full);
        }
        let topic = self.subjects.topic(&format!("{name} {text}")).to_owned();
        let id = old.map_or_else(|| self.core.ids.id(), |old| old.id.clone());
        let module =
            TextModule { id, place: place.to_owned(), name: name.to_owned(), topic, text: text.to_owned() };
        store::put_module(tx, &self.core.seal, &module).await?;
        Ok(if old.is_some() { Kept::Replaced } else { Kept::New })
    }

    /// The one of that name at a place is gone. False: there is none.
    pub async fn drop_module(&self, tx: &mut Tx, place: &str, name: &str) -> Result<bool> {
        let here = store::modules(tx, &self.core.seal, place).await?;
        let Some(module) = here.iter().find(|module| module.is_called(name)) else { return Ok(false) };
        store::delete_module(tx, &module.id).await?;
        Ok(true)
    }
}
