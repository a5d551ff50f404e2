//! Platforms without buttons, with short texts, with windows and with quotas: what people see where a platform can
//! carry less.

mod choices;
mod length;
mod quota;
mod silence;

use crate::world::World;
use crate::world::phones::{Group, Note, Phone};
use loaban::config::Platform;
use std::time::Duration;

const ZALO: &[Platform] = &[Platform::ZaloBot];
const BOTH: &[Platform] = &[Platform::Telegram, Platform::ZaloBot];
const PATIENCE: Duration = Duration::from_secs(20);

/// Waits for a message of the bot with these words among those after the first `before`.
async fn anew(world: &World, before: usize, words: &str, notes: impl Fn() -> Vec<Note>) -> Note {
    let look = async {
        loop {
            let new = notes().into_iter().skip(before).rfind(|n| n.from_bot && n.text.contains(words));
            match new {
                Some(note) => return note,
                None => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        }
    };
    let found = tokio::time::timeout(PATIENCE, look).await;
    let shown = || notes().into_iter().map(|n| n.text).collect::<Vec<_>>().join("\n---\n");
    let _ = world;
    found.unwrap_or_else(|_| panic!("“{words}” was not seen anew; seen:\n{}", shown()))
}

/// Writes in private and waits for an answer with these words that was not there before.
async fn told(world: &World, phone: &Phone, text: &str, words: &str) -> Note {
    let before = world.notes(phone).len();
    world.tells(phone, text);
    anew(world, before, words, || world.notes(phone)).await
}

/// Says something to the bot in a group and waits for an answer with these words that was not there before.
async fn told_in(world: &World, phone: &Phone, group: &Group, text: &str, words: &str) -> Note {
    let before = world.notes_in(group).len();
    world.tells_in(phone, group, text);
    anew(world, before, words, || world.notes_in(group)).await
}

const QUESTIONS: &str = "SELECT COUNT(*) FROM question";
