//! The stand-ins of the room behind one face. Each person is on one platform; a further platform is one more
//! field here, one more arm in each act, and one more in `cast` and in `screen`.

use super::cast::{Cast, Chat, Seat, Who};
use crate::clock::Clock;
use crate::standins::telegram::Telegram;
use crate::standins::zalo_bot::ZaloBot;
use anyhow::Result;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

/// A resident's spoken question and an official's spoken answer: synthetic voices (espeak-ng), Opus; the question
/// once more as Zalo's phones send it, AAC.
const QUESTION: &[u8] = include_bytes!("question.ogg");
const QUESTION_AAC: &[u8] = include_bytes!("question.aac");
const ANSWER: &[u8] = include_bytes!("answer.ogg");
const QUESTION_SECONDS: u32 = 5;
const ANSWER_SECONDS: u32 = 6;

/// The stand-ins; cheap to clone.
#[derive(Clone)]
pub struct Platforms {
    /// Four people and their village's group are here.
    pub telegram: Telegram,
    /// A villager and another village's group are here.
    pub zalo_bot: ZaloBot,
}

impl Platforms {
    /// Starts each on a free port of the loopback.
    pub async fn start(clock: &Clock) -> Result<Platforms> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let now = || {
            let hand = clock.clone();
            Arc::new(move || hand.now())
        };
        Ok(Platforms {
            telegram: Telegram::start(address, now()).await?,
            zalo_bot: ZaloBot::start(address, now()).await?,
        })
    }

    /// Stops all.
    pub fn shutdown(&self) {
        self.telegram.shutdown();
        self.zalo_bot.shutdown();
    }

    /// Counts every change on any of them.
    pub fn version(&self) -> u64 {
        self.telegram.version() + self.zalo_bot.version()
    }

    /// Returns once something changed after `version`.
    pub async fn changed_since(&self, version: u64) {
        let (telegram, zalo_bot) = (self.telegram.version(), self.zalo_bot.version());
        if telegram + zalo_bot > version {
            return;
        }
        tokio::select! {
            () = self.telegram.changed_since(telegram) => {}
            () = self.zalo_bot.changed_since(zalo_bot) => {}
        }
    }

    /// Somebody writes into a chat, perhaps quoting one of its messages.
    pub fn says(&self, cast: &Cast, who: Who, chat: Chat, text: &str, quoting: Option<&str>) -> Result<()> {
        match cast.seat(who, chat) {
            Seat::Telegram { user, chat } => match quoting {
                Some(to) => self.telegram.person_replies(user, chat, to.parse()?, text).map(drop),
                None => self.telegram.person_sends(user, chat, text).map(drop),
            },
            Seat::ZaloBot { user, chat } => match quoting {
                Some(to) => self.zalo_bot.person_replies(&user, &chat, to, text).map(drop),
                None => self.zalo_bot.person_sends(&user, &chat, text).map(drop),
            },
        }
    }

    /// Somebody speaks into a chat: a prepared voice.
    pub fn speaks(&self, cast: &Cast, who: Who, chat: Chat, quoting: Option<&str>) -> Result<()> {
        match cast.seat(who, chat) {
            Seat::Telegram { user, chat } => {
                let (bytes, seconds) = match who {
                    Who::Resident => (QUESTION, QUESTION_SECONDS),
                    _ => (ANSWER, ANSWER_SECONDS),
                };
                let quoting = quoting.map(str::parse).transpose()?;
                self.telegram.person_sends_voice(user, chat, bytes, seconds, quoting).map(drop)
            }
            Seat::ZaloBot { user, chat } => {
                self.zalo_bot.person_sends_voice(&user, &chat, QUESTION_AAC, quoting).map(drop)
            }
        }
    }

    /// A voice, a picture or a document that a chat shows.
    pub fn file(&self, id: &str) -> Option<Vec<u8>> {
        self.telegram.file_bytes(id).or_else(|| self.zalo_bot.file_bytes(id))
    }
}
