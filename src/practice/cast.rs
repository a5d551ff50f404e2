//! Who is in the room: four people and one village group, as the stand-in for the platform knows them.

use super::telegram::Telegram;
use crate::ids::Ids;
use crate::text::{Text, VIETNAMESE};
use serde::{Deserialize, Serialize};

/// The bot's name on the platform; links to it read `https://t.me/<username>?start=…`.
pub const USERNAME: &str = "loaban_tap_bot";

/// Someone in the room. Each has a private chat with the bot.
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
}

impl Who {
    /// In the order of the page.
    pub const ALL: [Who; 4] = [Who::Resident, Who::Reporter, Who::Secretary, Who::Editor];

    /// Who may write into the village group.
    pub const VILLAGERS: [Who; 2] = [Who::Resident, Who::Secretary];

    /// As in the page's own requests and the ends of the keys of words.
    pub fn id(self) -> &'static str {
        match self {
            Who::Resident => "resident",
            Who::Reporter => "reporter",
            Who::Secretary => "secretary",
            Who::Editor => "editor",
        }
    }
}

/// A chat as its members mean it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Chat {
    /// The village's group.
    Village,
    /// Between whoever acts and the bot.
    Private,
}

/// The numbers by which the platform knows everybody.
#[derive(Clone, Debug)]
pub struct Cast {
    /// The bot.
    pub bot: i64,
    /// Its token. Random: whoever knows it speaks as the bot.
    pub token: String,
    /// The village's group.
    pub village: i64,
    people: [i64; 4],
}

impl Cast {
    /// Brings the bot, the people and their group onto the platform.
    pub fn arrive(platform: &Telegram, ids: &Ids, text: &Text) -> Cast {
        let name = |key: &str| text.say(VIETNAMESE, &format!("practice-name-{key}"), &[]);
        let token = format!("70001:{}", ids.code(32));
        let bot = platform.add_bot(&token, USERNAME, &name("bot"));
        let people = Who::ALL.map(|who| platform.add_person(&name(who.id())));
        let mut cast = Cast { bot, token, village: 0, people };
        // The first member owns the group.
        let members = [cast.number(Who::Secretary), cast.number(Who::Resident)];
        cast.village = platform.add_group(&name("village"), &members);
        cast
    }

    /// The person's number on the platform.
    pub fn number(&self, who: Who) -> i64 {
        self.people[who as usize]
    }

    /// Whose number it is, if it is a person's.
    pub fn who(&self, number: i64) -> Option<Who> {
        Who::ALL.into_iter().find(|who| self.number(*who) == number)
    }

    /// The chat's number as the stand-in wants it from a person.
    pub fn chat(&self, chat: Chat) -> i64 {
        match chat {
            Chat::Village => self.village,
            Chat::Private => self.bot,
        }
    }
}
