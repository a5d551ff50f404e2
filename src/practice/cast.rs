//! Who is in the room: four people and a village's group on one platform, a villager and another village's
//! group on another, as the stand-ins know them.

use crate::ids::Ids;
use crate::standins::telegram::Telegram;
use crate::standins::zalo_bot::ZaloBot;
use crate::text::{Text, VIETNAMESE};
use serde::{Deserialize, Serialize};

/// The bot's name on Telegram; links to it read `https://t.me/<username>?start=…`.
pub const USERNAME: &str = "loaban_tap_bot";
/// The bot's name on Zalo, which people type after `@`.
pub const ZALO_NAME: &str = "Bot Loa Bản";

/// Someone in the room. Each has a private chat with the bot of their platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Who {
    /// Lives in the village.
    Resident,
    /// Answers questions for the commune.
    Reporter,
    /// Leads the village's Party cell; owns the group.
    Secretary,
    /// Releases, publishes and reads the report.
    Editor,
    /// Lives in another village, whose group is on Zalo.
    Villager,
}

impl Who {
    /// Those on Telegram, in the order of the page.
    pub const ON_TELEGRAM: [Who; 4] = [Who::Resident, Who::Reporter, Who::Secretary, Who::Editor];

    /// As in the page's own requests and the ends of the keys of words.
    pub fn id(self) -> &'static str {
        match self {
            Who::Resident => "resident",
            Who::Reporter => "reporter",
            Who::Secretary => "secretary",
            Who::Editor => "editor",
            Who::Villager => "villager",
        }
    }
}

/// A chat as its members mean it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Chat {
    /// The group of the village of whoever acts.
    Village,
    /// Between whoever acts and the bot.
    Private,
}

/// Somebody in a chat, as their stand-in wants it.
#[derive(Clone, Debug)]
pub enum Seat {
    /// On Telegram.
    Telegram {
        /// The person.
        user: i64,
        /// The group, or the bot for the private chat.
        chat: i64,
    },
    /// On Zalo.
    ZaloBot {
        /// The person.
        user: String,
        /// The group, or the bot for the private chat.
        chat: String,
    },
}

/// The numbers by which the platforms know everybody.
#[derive(Clone, Debug)]
pub struct Cast {
    /// The bot on Telegram.
    pub bot: i64,
    /// Its token. Random: whoever knows it speaks as the bot.
    pub token: String,
    /// The village's group on Telegram.
    pub village: i64,
    people: [i64; 4],
    /// Who is on Zalo.
    pub zalo_bot: ZaloCast,
}

/// Who is on Zalo.
#[derive(Clone, Debug)]
pub struct ZaloCast {
    /// The bot.
    pub bot: i64,
    /// Its token, random.
    pub token: String,
    /// What the platform sends along with every update, random.
    pub secret: String,
    /// The other village's group.
    pub village: String,
    /// Lives there.
    pub villager: String,
}

impl Cast {
    /// Brings the bots, the people and their groups onto the platforms.
    pub fn arrive(telegram: &Telegram, zalo_bot: &ZaloBot, ids: &Ids, text: &Text) -> Cast {
        let name = |key: &str| text.say(VIETNAMESE, &format!("practice-name-{key}"), &[]);
        let token = format!("70001:{}", ids.code(32));
        let bot = telegram.add_bot(&token, USERNAME, &name("bot"));
        let people = Who::ON_TELEGRAM.map(|who| telegram.add_person(&name(who.id())));
        // The first member owns the group.
        let members = [people[Who::Secretary as usize], people[Who::Resident as usize]];
        let village = telegram.add_group(&name("village"), &members);
        let zalo_bot = ZaloCast::arrive(zalo_bot, ids, text);
        Cast { bot, token, village, people, zalo_bot }
    }

    /// The person's number on Telegram.
    pub fn number(&self, who: Who) -> i64 {
        self.people.get(who as usize).copied().unwrap_or_default()
    }

    /// Whose number on Telegram it is, if it is a person's.
    pub fn who(&self, number: i64) -> Option<Who> {
        Who::ON_TELEGRAM.into_iter().find(|who| self.number(*who) == number)
    }

    /// Where somebody sits when they write into a chat.
    pub fn seat(&self, who: Who, chat: Chat) -> Seat {
        let zalo = &self.zalo_bot;
        match (who, chat) {
            (Who::Villager, Chat::Village) => {
                Seat::ZaloBot { user: zalo.villager.clone(), chat: zalo.village.clone() }
            }
            (Who::Villager, Chat::Private) => {
                Seat::ZaloBot { user: zalo.villager.clone(), chat: zalo.bot.to_string() }
            }
            (_, Chat::Village) => Seat::Telegram { user: self.number(who), chat: self.village },
            (_, Chat::Private) => Seat::Telegram { user: self.number(who), chat: self.bot },
        }
    }
}

impl ZaloCast {
    fn arrive(zalo: &ZaloBot, ids: &Ids, text: &Text) -> ZaloCast {
        let name = |key: &str| text.say(VIETNAMESE, &format!("practice-name-{key}"), &[]);
        let token = format!("1459000000000000001:{}", ids.code(32));
        let bot = zalo.add_bot(&token, ZALO_NAME);
        let villager = zalo.add_person(&name(Who::Villager.id()));
        let village = zalo.add_group(&name("hamlet"), &[&villager]);
        ZaloCast { bot, token, secret: ids.code(32), village, villager }
    }
}
