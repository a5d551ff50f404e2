//! The platforms that loaban speaks, and what is true of each whoever asks: its name, what it can carry, how fast,
//! where it is, and which of its words name a person.
//!
//! A platform's facts stand in its own folder, `channel/<platform>/profile.rs`, beside what speaks to it, so that a
//! new platform is one folder and one line here. They are compiled in this module because settings and inbox, which
//! come before the channel, read them as well.

#[path = "channel/telegram/profile.rs"]
mod telegram;
#[path = "channel/zalo_bot/profile.rs"]
mod zalo_bot;
#[path = "channel/zalo_oa/profile.rs"]
mod zalo_oa;

use crate::stored::words;
use std::time::Duration;

words! {
    /// A platform that loaban speaks, by its name in settings, reports and facts.
    pub enum Platform {
        /// A Telegram bot.
        Telegram = "telegram",
        /// A Zalo Bot.
        ZaloBot = "zalo_bot",
        /// A Zalo Official Account.
        ZaloOa = "zalo_oa",
    }
}

impl Platform {
    /// What is true of it.
    pub fn profile(self) -> &'static Profile {
        match self {
            Platform::Telegram => &telegram::PROFILE,
            Platform::ZaloBot => &zalo_bot::PROFILE,
            Platform::ZaloOa => &zalo_oa::PROFILE,
        }
    }

    /// The names of all of them.
    pub fn names() -> Vec<&'static str> {
        Self::ALL.iter().map(|platform| platform.as_str()).collect()
    }
}

/// What is true of a platform, as its documents say it.
#[derive(Debug)]
pub struct Profile {
    /// Where its interface is, unless the settings say otherwise.
    pub api_url: &'static str,
    /// Where consent is given and tokens are exchanged; "" where a token is for good.
    pub oauth_url: &'static str,
    /// It hands updates out when it is asked; else it only pushes them.
    pub can_be_polled: bool,
    /// What the secret looks like that it sends along with every push.
    pub webhook_secret: WebhookSecret,
    /// What it can carry.
    pub capabilities: Capabilities,
    /// Who sees who writes, whatever the program does.
    pub seen_by: SeenBy,
    /// How fast it takes messages.
    pub limits: Limits,
    /// The hosts, with all below them, on which the files lie that people send.
    pub file_hosts: &'static [&'static str],
    /// Keys of its updates whose values say who somebody is.
    pub personal: &'static [&'static str],
}

/// Who sees who writes on a platform: nothing that the program does can hide it, so the notice says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeenBy {
    /// The platform, and whoever holds the account's token.
    App,
    /// The same, and what is written leaves the country.
    Abroad,
    /// The platform, and the managers of the account, who read its chats.
    Managers,
}

impl SeenBy {
    /// The end of its sentences' names.
    pub fn key(self) -> &'static str {
        match self {
            SeenBy::App => "seen-app",
            SeenBy::Abroad => "seen-abroad",
            SeenBy::Managers => "seen-managers",
        }
    }
}

/// What a secret may look like.
#[derive(Debug, Clone, Copy)]
pub struct WebhookSecret {
    /// Fewest characters; the most are 256 everywhere.
    pub least: usize,
    /// Letters, digits, `_` and `-` only; else whatever an HTTP header may hold.
    pub plain: bool,
}

/// How fast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Messages in any second over all chats of the account.
    pub per_second: u32,
    /// Messages in any minute to one group.
    pub per_group_minute: u32,
    /// Shortest gap between two messages to one chat.
    pub chat_gap: Duration,
}

impl Limits {
    /// The same as the settings want it. Whoever sets more a minute than one a second wants a shorter gap, too.
    pub fn set(self, per_second: Option<u32>, per_chat_per_minute: Option<u32>) -> Limits {
        let per_group_minute = per_chat_per_minute.unwrap_or(self.per_group_minute);
        Limits {
            per_second: per_second.unwrap_or(self.per_second),
            per_group_minute,
            chat_gap: self.chat_gap * 60 / per_group_minute.max(60),
        }
    }
}

/// What a platform can carry, and how much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Capabilities {
    /// Choices are buttons; elsewhere they are numbered lines, and a digit comes back.
    pub buttons: bool,
    /// A link into the private chat carries data; elsewhere it is an address and a word to send first.
    pub links: bool,
    /// In a group only what calls the machine by its name reaches it.
    pub mention: bool,
    /// The platform says which message somebody quotes.
    pub quotes: bool,
    /// A voice leaves as a file; elsewhere it is fetched or opened at an address of ours, if there is one.
    pub voices: bool,
    /// The same of a picture.
    pub pictures: bool,
    /// What we have to send as files (pages, tables, JSON) leaves as files; elsewhere an address opens them, if there is one.
    pub documents: bool,
    /// Longest text that we send, UTF-16 units.
    pub text: usize,
    /// Longest text beside a file, UTF-16 units.
    pub caption: usize,
    /// Messages in a calendar month, where the platform counts them.
    pub per_month: Option<u32>,
    /// Groups that an account may sit in, where the platform counts them.
    pub groups: Option<u32>,
    /// People whom an account serves, where the platform counts them.
    pub people: Option<u32>,
}

impl Capabilities {
    /// The same in a chat with one person: there nobody has to be called.
    pub fn in_chat(self, private: bool) -> Capabilities {
        Capabilities { mention: self.mention && !private, ..self }
    }

    /// What every platform can carry.
    pub const PLAIN: Capabilities = Capabilities {
        buttons: false,
        links: false,
        mention: false,
        quotes: true,
        voices: false,
        pictures: false,
        documents: false,
        text: 1800,
        caption: 1800,
        per_month: None,
        groups: None,
        people: None,
    };
}

/// True when values under this key of an update say who somebody is. What one platform calls so is taken for the same
/// on all: a platform that begins to use another's word must not leak by it.
pub fn is_personal(key: &str) -> bool {
    Platform::ALL.iter().any(|platform| platform.profile().personal.contains(&key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_platform_is_found_by_its_name_and_names_differ() {
        for platform in Platform::ALL {
            assert_eq!(Platform::of(platform.as_str()), Some(*platform));
        }
        assert_eq!(Platform::names(), ["telegram", "zalo_bot", "zalo_oa"]);
        assert_eq!(Platform::of("whatsapp"), None);
    }

    #[test]
    fn a_limit_of_the_settings_takes_the_place_of_the_platforms() {
        let rule = |platform: Platform| platform.profile().limits;
        let gap = |limits: Limits| limits.chat_gap.as_millis();
        assert_eq!(rule(Platform::Telegram).set(None, None), rule(Platform::Telegram));
        assert_eq!(gap(rule(Platform::Telegram).set(None, Some(100_000))), 0);
        assert_eq!(gap(rule(Platform::Telegram).set(None, Some(120))), 500);
        assert_eq!(gap(rule(Platform::ZaloOa).set(None, Some(120))), 250);
        // Fewer a minute does not make the gap longer: a minute's rule sees to that.
        assert_eq!(gap(rule(Platform::ZaloBot).set(Some(9), Some(3))), 1000);
        assert_eq!(rule(Platform::ZaloBot).set(Some(9), None).per_second, 9);
    }

    #[test]
    fn what_names_a_person_anywhere_is_personal_everywhere() {
        for key in
            ["first_name", "username", "display_name", "avatar", "shared_info", "phone_number", "contact"]
        {
            assert!(is_personal(key), "{key}");
        }
        for key in ["text", "id", "chat", "from", "message", "caption"] {
            assert!(!is_personal(key), "{key}");
        }
    }
}
