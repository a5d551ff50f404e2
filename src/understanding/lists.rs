//! Every list, read once.

use super::rule::List;
use anyhow::{Context, Result};
use serde::Deserialize;

/// Every list.
#[derive(Debug, Clone)]
pub struct Lists {
    pub courtesy: Courtesies,
    pub turns: Turns,
    pub danger: Danger,
    pub complaint: Complaint,
    pub sensitive: Sensitive,
    pub roles: Roles,
}

/// What is said around the matter.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Courtesies {
    pub filler: List,
    pub address: List,
    pub thanks: List,
    pub thanks_word: List,
    pub done: List,
    pub lacking: List,
    pub greeting: List,
    pub greeting_core: List,
    pub opening: List,
    pub farewell: List,
    pub ack: List,
    pub ack_word: List,
    pub clear: List,
    pub unclear: List,
    pub unclear_word: List,
    pub asking: List,
    pub asking_not: List,
    pub asked: List,
    pub asked_last: List,
    pub end_of_question: List,
}

/// What is said about the conversation itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Turns {
    pub yes: List,
    pub no: List,
    pub no_core: List,
    pub none_of_these: List,
    pub status_sure: List,
    pub status_weak: List,
    pub take_back_core: List,
    pub news: List,
    pub listen: List,
    pub help: List,
    pub who: List,
    pub privacy: List,
    pub cost: List,
    pub language: List,
    pub my_questions: List,
    pub to_province: List,
    pub change_place: List,
    pub show_kept: List,
    pub erase: List,
    pub stop: List,
    pub wish_polite: List,
    pub wish_word: List,
    pub chat: List,
    pub thing: List,
}

/// People or houses in danger now.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Danger {
    pub idiom: List,
    pub cry: List,
    pub sure: List,
    pub likely: List,
    pub likely_not: List,
    pub told: List,
    pub wants: List,
    pub tail: List,
    pub calm: List,
    pub now: List,
}

/// Somebody in office did wrong.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Complaint {
    pub idiom: List,
    pub named: List,
    pub how: List,
    pub wrong: List,
    pub act: List,
    pub office: List,
    pub peace: List,
    pub tail: List,
    pub wrong_not: List,
}

/// What the law calls sensitive.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sensitive {
    pub idiom: List,
    pub belief: List,
    pub people: List,
    pub politics: List,
    pub discipline: List,
}

/// What those who hold a role say.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roles {
    pub hold: List,
    pub hold_not: List,
    pub handover: List,
    pub handover_not: List,
    pub back: List,
    pub list: List,
    pub leave: List,
    pub leave_first: List,
    pub ask_back: List,
    pub read: List,
    pub read_not: List,
    pub script: List,
    pub situation: List,
    pub relay: List,
    pub meeting: List,
    pub meeting_not: List,
    pub study: List,
    pub correct: List,
    pub who_asked: List,
    pub who_asked_not: List,
    pub who_asked_around: List,
}

impl Lists {
    /// Those inside the binary.
    pub fn embedded() -> Result<Lists> {
        Ok(Lists {
            courtesy: toml::from_str(include_str!("courtesy.toml")).context("courtesy.toml")?,
            turns: toml::from_str(include_str!("turns.toml")).context("turns.toml")?,
            danger: toml::from_str(include_str!("danger.toml")).context("danger.toml")?,
            complaint: toml::from_str(include_str!("complaint.toml")).context("complaint.toml")?,
            sensitive: toml::from_str(include_str!("sensitive.toml")).context("sensitive.toml")?,
            roles: toml::from_str(include_str!("roles.toml")).context("roles.toml")?,
        })
    }
}
