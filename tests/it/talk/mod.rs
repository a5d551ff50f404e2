//! The conversation, one role after the other: what people write, what they see, and what is kept of it.

mod asking;
mod bad_input;
mod chosen;
mod complaint;
mod consent;
mod conversation;
mod coordinator;
mod corrected;
mod digest;
mod editor;
mod following_up;
mod group;
mod kept;
mod kinds;
mod known;
mod last_words;
mod late;
mod linking;
mod masked;
mod merger;
mod modules;
mod month;
mod overdue;
mod pictures;
mod place;
mod plan;
mod refused;
mod reporter;
mod reporting;
mod resident;
mod routed;
mod secretary;
mod sensitive;
mod settled;
mod shared;
mod silent;
mod telling;
mod twins;
mod words;

use crate::world::{World, code_in, show};
use loaban::standins::telegram::Seen;
use serde_json::json;

/// A resident of Nà Luồng who agreed and has a place: their first question was answered and closed long ago.
async fn known_resident(world: &World, name: &str) -> i64 {
    let resident = world.platform.add_person(name);
    let first = world.asks(resident, "Bao giờ họp bản?", "Nà Luồng").await;
    world.says(resident, &format!("thu hồi {first}"));
    world.person_sees(resident, &format!("Đã rút câu hỏi #{first}")).await;
    resident
}

/// Asks once more: no notice, no place. Returns the code.
async fn asks_again(world: &World, resident: i64, question: &str) -> String {
    let before = world.platform.private_messages(resident, world.bot).len();
    world.says(resident, question);
    code_in(&sees_new(world, resident, before, "Đã nhận câu hỏi").await.text)
}

/// Waits for a message of the bot in private that came after the first `before` messages.
async fn sees_new(world: &World, user: i64, before: usize, words: &str) -> Seen {
    let look = |all: Vec<Seen>| {
        all.into_iter()
            .skip(before)
            .rfind(|m| m.from_bot && (m.text.contains(words) || m.caption.contains(words)))
    };
    let found = world
        .platform
        .wait_for(std::time::Duration::from_secs(20), |p| look(p.private_messages(user, world.bot)))
        .await;
    found.unwrap_or_else(|| panic!("“{words}” was not seen anew in private; seen:\n{}", world.private(user)))
}

/// The same in a group.
async fn sees_new_in(world: &World, group: i64, before: usize, words: &str) -> Seen {
    let look = |all: Vec<Seen>| all.into_iter().skip(before).rfind(|m| m.from_bot && m.text.contains(words));
    let found =
        world.platform.wait_for(std::time::Duration::from_secs(20), |p| look(p.messages(group))).await;
    found.unwrap_or_else(|| {
        panic!("“{words}” was not seen anew in the group; seen:\n{}", show(&world.platform.messages(group)))
    })
}

/// Writes in private and waits for an answer with these words that was not there before.
pub async fn is_told(world: &World, user: i64, text: &str, words: &str) -> Seen {
    let before = world.platform.private_messages(user, world.bot).len();
    world.says(user, text);
    sees_new(world, user, before, words).await
}

/// Has everything deleted that is kept of them: asked again first.
pub async fn erases(world: &World, user: i64, words: &str) -> Seen {
    is_told(world, user, "xoá", "Xoá không ạ?").await;
    let before = world.platform.private_messages(user, world.bot).len();
    world.presses(user, "Xoá hết").await;
    sees_new(world, user, before, words).await
}

/// Nobody in private or in the group has seen these words of the bot, now that all is quiet.
async fn nobody_sees(world: &World, chats: &[(i64, bool)], words: &str) {
    world.settle().await;
    for (chat, private) in chats {
        let seen = if *private {
            world.platform.private_messages(*chat, world.bot)
        } else {
            world.platform.messages(*chat)
        };
        let all = show(&seen.into_iter().filter(|m| m.from_bot).collect::<Vec<_>>());
        assert!(!all.contains(words), "“{words}” was seen:\n{all}");
    }
}

/// Presses with the person's id, as an update of its own: buttons that are gone from the screen may still be pressed.
fn presses_old(world: &World, user: i64, chat: i64, message: i64, token: &str) {
    let (kind, chat) = if chat < 0 { ("supergroup", chat) } else { ("private", user) };
    let update = json!({"callback_query": {"id": format!("old-{user}-{message}-{token}"), "from": {"id": user, "is_bot": false},
        "message": {"message_id": message, "chat": {"id": chat, "type": kind}}, "data": token}});
    world.platform.raw_update(world.bot, update).unwrap();
}

const QUESTIONS: &str = "SELECT COUNT(*) FROM question";
const OPEN: &str = "SELECT COUNT(*) FROM question WHERE state = 'open'";
const FACTS: &str = "SELECT COUNT(*) FROM fact";
const PENDING: &str = "SELECT COUNT(*) FROM pending";
const PEOPLE: &str = "SELECT COUNT(*) FROM person";
