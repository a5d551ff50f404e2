//! How it leaves and how replies arrive. The one seam of the program: everything a platform calls
//! by its own name is below this module.

mod download;
mod heard;
mod http;
pub mod telegram;
pub mod zalo_bot;
pub mod zalo_oa;

use crate::inbox::Update;
use crate::message::{ChatKind, Incoming, MediaKind, Message};
use crate::platform::{Limits, Platform};
pub use crate::reason::Reason;
use anyhow::Result;
use serde_json::Value;
use std::time::Duration;
pub use zalo_oa::{lose_all, reseal};

/// How long a platform asks us to wait: a day at most. Whoever asks for more is asked again after a day, because
/// nobody else would notice that a figure without sense keeps a village waiting for years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wait(Duration);

impl Wait {
    /// The longest.
    pub const LONGEST: Duration = Duration::from_secs(24 * 3600);

    /// So long, or a day.
    pub fn of(asked: Duration) -> Wait {
        Wait(asked.min(Wait::LONGEST))
    }

    /// Seconds as a platform writes them: a number, whole or not, or its digits.
    fn said(seconds: &Value) -> Option<Wait> {
        match seconds {
            Value::Number(number) => {
                let asked = number.as_f64().filter(|seconds| *seconds >= 0.0)?;
                Some(Wait::of(Duration::try_from_secs_f64(asked).unwrap_or(Wait::LONGEST)))
            }
            Value::String(digits) => Wait::written(digits),
            _ => None,
        }
    }

    /// Seconds in digits.
    fn written(digits: &str) -> Option<Wait> {
        let digits = digits.trim();
        let number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        // What is longer than any number is long.
        number.then(|| Wait::of(digits.parse().map_or(Wait::LONGEST, Duration::from_secs)))
    }

    /// How long that is.
    pub fn length(self) -> Duration {
        self.0
    }
}

/// What a text of a group says to the machine by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    /// It takes a choice: its number, or its words.
    Choice,
    /// It asks for something by a word of ours.
    Command,
}

/// What became of one attempt to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The platform took it.
    Sent {
        /// Its id there.
        message: String,
        /// The platform's handle of the file that went along.
        file_id: Option<String>,
    },
    /// It surely did not arrive; try again.
    Retry {
        /// As long as the platform asked for.
        after: Option<Wait>,
        /// The platform itself was not reached (counts towards giving up only by time).
        unreachable: bool,
    },
    /// The chat has a new address; send it there.
    Moved {
        /// The new one.
        to: String,
    },
    /// This chat cannot be written to any more. Only for what is final: it ends a group's link.
    Gone(Reason),
    /// Not into this chat, or not this message, for now: what forbids it may be over tomorrow. Tried again, ever more
    /// rarely, and shown meanwhile.
    NotNow {
        /// What forbids it.
        reason: Reason,
        /// So long, if the platform says how long.
        after: Option<Duration>,
    },
    /// This message cannot be sent.
    Refused(Reason),
    /// The file's handle is stale: upload it again.
    StaleFile,
    /// The message it replies to, or its topic, is gone: send it without.
    LostContext,
    /// The platform takes nothing for this person until they write again: kept, and sent when they do.
    Closed,
    /// It may have arrived.
    Unknown(Reason),
    /// The account is out of order (token revoked): stop sending on it.
    Stop(Reason),
}

impl Outcome {
    /// One word for counters.
    pub fn word(&self) -> &'static str {
        match self {
            Outcome::Sent { .. } => "sent",
            Outcome::Retry { .. } => "retry",
            Outcome::Moved { .. } => "moved",
            Outcome::Gone(_) => "gone",
            Outcome::NotNow { .. } => "not_now",
            Outcome::Refused(_) => "refused",
            Outcome::StaleFile => "stale_file",
            Outcome::LostContext => "lost_context",
            Outcome::Closed => "closed",
            Outcome::Unknown(_) => "unknown",
            Outcome::Stop(_) => "stop",
        }
    }
}

/// One chat, as its platform knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chat {
    /// The platform's address.
    pub address: String,
    /// A person's or a group's: some platforms have a way for each.
    pub kind: ChatKind,
}

/// How a file goes along with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attachment {
    /// Its bytes, in a format named by its usual file ending (`ogg`, `aac`; empty: as it is).
    Bytes(&'static str),
    /// A public address where the platform fetches it, more than once, in such a format.
    Link(&'static str),
    /// Not at all: the text carries an address where a person opens it.
    Text,
}

/// The platform does not have what a person sent any more, or will not give it: asking again changes nothing.
#[derive(Debug, thiserror::Error)]
#[error("the platform does not have this file any more")]
pub struct Lost;

/// A file on its way out.
#[derive(Debug, Clone)]
pub enum Upload {
    /// The platform has it already.
    Held(String),
    /// Its bytes, with a file name.
    Bytes(String, Vec<u8>),
    /// Where the platform fetches it.
    Link(String),
}

/// Whether the headers of a push show that the platform sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// They do.
    ByHeader,
    /// They may: they hold a signature of the body.
    ByBody,
    /// They do not. (An empty body may still be a platform's question whether we are there.)
    None,
}

/// Why a push is not taken for the platform's, in words for the log that hold nothing of the push.
pub type Unproven = &'static str;

/// One account of a platform.
#[derive(Clone, Debug)]
pub enum Channel {
    /// A Telegram bot.
    Telegram(telegram::Telegram),
    /// A Zalo bot.
    ZaloBot(zalo_bot::ZaloBot),
    /// A Zalo Official Account.
    ZaloOa(zalo_oa::ZaloOa),
}

/// One act of whichever platform it is.
macro_rules! each {
    ($channel:expr, $one:ident => $act:expr) => {
        match $channel {
            Channel::Telegram($one) => $act,
            Channel::ZaloBot($one) => $act,
            Channel::ZaloOa($one) => $act,
        }
    };
}

impl Channel {
    /// The platform's name in settings, reports and words.
    pub fn platform(&self) -> Platform {
        match self {
            Channel::Telegram(_) => Platform::Telegram,
            Channel::ZaloBot(_) => Platform::ZaloBot,
            Channel::ZaloOa(_) => Platform::ZaloOa,
        }
    }

    /// Pace.
    pub fn limits(&self) -> Limits {
        each!(self, t => t.limits())
    }

    /// Its number of a file that somebody sent stands for the file for good.
    pub fn keeps_files(&self) -> bool {
        matches!(self, Channel::Telegram(_))
    }

    /// How a file of this kind goes into a chat of this kind.
    pub fn carries(&self, kind: MediaKind, chat: ChatKind) -> Attachment {
        each!(self, t => t.carries(kind, chat))
    }

    /// Sends one message to one chat. Never panics, never sleeps, never logs an address or a token.
    pub async fn send(&self, chat: &Chat, message: &Message, file: Option<Upload>) -> Outcome {
        each!(self, t => t.send(chat, message, file).await)
    }

    /// Asks whether the platform is there and knows us: harmless, however often. What is wrong otherwise.
    pub async fn probe(&self) -> Result<(), Outcome> {
        each!(self, t => t.probe().await)
    }

    /// Stops a pressed button from spinning; what comes of it is not important.
    pub async fn answer_press(&self, callback: &str, text: &str) {
        each!(self, t => t.answer_press(callback, text).await)
    }

    /// Takes the buttons off a message whose choice was made.
    pub async fn close_choice(&self, address: &str, message: &str) {
        each!(self, t => t.close_choice(address, message).await)
    }

    /// Fetches the bytes of something a person sent. [`Lost`]: they are not to be had any more.
    pub async fn fetch(&self, file_id: &str) -> Result<Vec<u8>> {
        each!(self, t => t.fetch(file_id).await)
    }

    /// Offers commands to be typed, each with what it does, where a platform can: in one chat, or everywhere. None in a chat:
    /// there what is offered everywhere.
    pub async fn offer(&self, chat: Option<&str>, entries: &[(String, String)]) {
        each!(self, t => t.offer(chat, entries).await)
    }

    /// Asks the platform who we are and prepares receiving (poll: takes an old webhook away; webhook: sets ours).
    pub async fn prepare(&self) -> Result<()> {
        each!(self, t => t.prepare().await)
    }

    /// True once [`Channel::prepare`] succeeded.
    pub fn prepared(&self) -> bool {
        each!(self, t => t.prepared())
    }

    /// True when this account polls.
    pub fn polls(&self) -> bool {
        each!(self, t => t.polls())
    }

    /// Waits for updates after `next`; returns those worth keeping and the position after all of them.
    pub async fn poll(&self, next: Option<&str>) -> Result<(Vec<Update>, Option<String>)> {
        each!(self, t => t.poll(next).await)
    }

    /// What the headers of a push alone say about who sends it.
    pub fn proof(&self, header: &dyn Fn(&str) -> Option<String>) -> Proof {
        each!(self, t => t.proof(header))
    }

    /// An update as pushed to our web door: checked for its secret in constant time; why it is refused, when it is wrong.
    /// An empty list: nothing worth keeping.
    pub fn pushed(
        &self,
        header: &dyn Fn(&str) -> Option<String>,
        body: &[u8],
    ) -> Result<Vec<Update>, Unproven> {
        each!(self, t => t.pushed(header, body))
    }

    /// Of what was pushed, what may be kept. Some platforms push more than is said to us, and only the database knows
    /// whether a message quotes one of ours.
    pub async fn sift(&self, updates: Vec<Update>) -> Result<Vec<Update>> {
        match self {
            Channel::ZaloOa(oa) => oa.sift(updates).await,
            _ => Ok(updates),
        }
    }

    /// Renews what has to be renewed and asks for what was not pushed, where a platform needs that now and then.
    pub async fn maintain(&self) -> zalo_oa::Maintained {
        match self {
            Channel::ZaloOa(oa) => oa.maintain().await,
            _ => zalo_oa::Maintained::default(),
        }
    }

    /// True when the account has to be looked after by [`Channel::maintain`].
    pub fn needs_maintenance(&self) -> bool {
        matches!(self, Channel::ZaloOa(_))
    }

    /// True while nothing can be sent before somebody consents, in a browser.
    pub fn consent_needed(&self) -> bool {
        matches!(self, Channel::ZaloOa(oa) if oa.consent_needed())
    }

    /// A kept update in no platform's words.
    pub fn read(&self, event: &str, body: &Value) -> Incoming {
        each!(self, t => t.read(event, body))
    }

    /// The account's state for `doctor`: one sentence, or what is wrong.
    pub async fn examine(&self) -> Result<String> {
        each!(self, t => t.examine().await)
    }

    /// The web address that opens the private chat; with the payload, where links carry data.
    pub fn private_link(&self, payload: &str) -> Option<String> {
        each!(self, t => t.private_link(payload))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nobody_waits_longer_than_a_day_whatever_a_platform_asks_for() {
        let said = |value: Value| Wait::said(&value).map(|wait| wait.length().as_secs_f64());
        let day = Some(86_400.0);
        for (asked, length) in [
            (json!(7), Some(7.0)),
            (json!("7"), Some(7.0)),
            (json!(0.5), Some(0.5)),
            (json!(86_400), day),
            (json!(86_401), day),
            (json!(u64::MAX), day),
            (json!(1e300), day),
            (json!("99999999999999999999999"), day),
            (json!(-1), None),
            (json!("soon"), None),
            (json!(null), None),
        ] {
            assert_eq!(said(asked.clone()), length, "{asked}");
        }
        assert_eq!(Wait::of(Duration::MAX).length(), Wait::LONGEST);
    }
}
