//! Somebody with a telephone, on whichever platform: what they do and see in no platform's words, so that one
//! story can be told on all of them, and with its people on different ones.

use super::{PATIENCE, World, code_in};
use loaban::config::Platform;
use loaban::standins::{telegram, zalo_bot, zalo_oa};

/// A person on a platform, and their private chat with the bot there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phone {
    Telegram(i64),
    ZaloBot(String),
    ZaloOa(String),
}

/// A group on a platform, with the bot in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Group {
    Telegram(i64),
    ZaloBot(String),
    ZaloOa(String),
}

/// A message as somebody reads it.
#[derive(Clone, Debug)]
pub struct Note {
    pub id: String,
    pub text: String,
    pub from_bot: bool,
    /// A voice, a picture, a file.
    pub has_media: bool,
}

impl World {
    /// Somebody new.
    pub fn phone(&self, platform: Platform, name: &str) -> Phone {
        match platform {
            Platform::Telegram => Phone::Telegram(self.platform.add_person(name)),
            Platform::ZaloBot => Phone::ZaloBot(self.zalo.add_person(name)),
            Platform::ZaloOa => Phone::ZaloOa(self.zalo_oa.add_person(name)),
        }
    }

    /// A village's group of these people, linked by the first of them.
    pub async fn village(&self, place: &str, people: &[&Phone]) -> Group {
        let code = self.invite("group", place, "").await;
        let group = match people[0] {
            Phone::Telegram(first) => {
                let members: Vec<i64> = people.iter().map(|p| p.telegram()).collect();
                let group = self.platform.add_group("Bản mẫu", &members);
                self.platform.add_bot_to_group(self.bot, group, *first).unwrap();
                self.platform.person_sends(*first, group, &format!("/lienket {code}")).unwrap();
                Group::Telegram(group)
            }
            Phone::ZaloBot(first) => {
                let members: Vec<&str> = people.iter().map(|p| p.zalo_bot()).collect();
                let group = self.zalo.add_group("Bản mẫu", &members);
                self.zalo.add_bot_to_group(self.zalo_bot, &group).unwrap();
                self.zalo.person_mentions(first, &group, self.zalo_bot, &format!("lienket {code}")).unwrap();
                Group::ZaloBot(group)
            }
            Phone::ZaloOa(first) => {
                let members: Vec<&str> = people.iter().map(|p| p.zalo_oa()).collect();
                let group = self.zalo_oa.add_group(&self.oa, "Bản mẫu", &members);
                self.zalo_oa.person_writes(first, &group, None, &format!("lienket {code}")).unwrap();
                Group::ZaloOa(group)
            }
        };
        self.reads_in(&group, "Nhóm này nay là loa của").await;
        group
    }

    /// Somebody with a role, enrolled by code in the private chat.
    pub async fn official(&self, platform: Platform, name: &str, role: &str, place: &str) -> Phone {
        let phone = self.phone(platform, name);
        let code = self.invite(role, place, name).await;
        self.tells(&phone, &format!("/start {code}"));
        self.reads(&phone, "Từ nay đồng chí là").await;
        phone
    }

    /// Writes to the bot in private.
    pub fn tells(&self, phone: &Phone, text: &str) -> String {
        match phone {
            Phone::Telegram(user) => self.says(*user, text).to_string(),
            Phone::ZaloBot(user) => self.zalo.person_sends(user, &self.zalo_bot.to_string(), text).unwrap(),
            Phone::ZaloOa(user) => self.zalo_oa.person_sends(user, &self.oa, text).unwrap(),
        }
    }

    /// Asks in private for the first time: consents, and says which village. Returns the code.
    pub async fn asks_first(&self, phone: &Phone, question: &str) -> String {
        self.tells(phone, question);
        self.reads(phone, "đồng ý để máy dùng câu hỏi này").await;
        self.chooses(phone, "Đồng ý, gửi câu hỏi").await;
        self.reads(phone, "Bà con ở bản nào?").await;
        self.tells(phone, "Nà Luồng");
        self.reads(phone, "Có phải bà con ở đây không?").await;
        self.tells(phone, "1");
        code_in(&self.reads(phone, "Đã nhận câu hỏi").await.text)
    }

    /// Answers a card: by quoting it where the platform says what was quoted, by its code elsewhere.
    pub fn replies(&self, phone: &Phone, card: &Note, code: &str, text: &str) {
        match phone {
            Phone::Telegram(_) | Phone::ZaloOa(_) => self.tells_under(phone, card, text),
            Phone::ZaloBot(_) => self.tells(phone, &format!("/traloi {code} {text}")),
        };
    }

    /// Writes to the bot in private, quoting one of its messages.
    pub fn tells_under(&self, phone: &Phone, note: &Note, text: &str) -> String {
        match phone {
            Phone::Telegram(user) => {
                let to = note.id.parse().unwrap();
                self.platform.person_replies(*user, self.bot, to, text).unwrap().to_string()
            }
            Phone::ZaloBot(user) => {
                self.zalo.person_replies(user, &self.zalo_bot.to_string(), &note.id, text).unwrap()
            }
            Phone::ZaloOa(user) => self.zalo_oa.person_quotes(user, &self.oa, &note.id, text).unwrap(),
        }
    }

    /// Says something to the bot in a group: with a command where there are commands, by mention elsewhere.
    pub fn tells_in(&self, phone: &Phone, group: &Group, command: &str) -> String {
        match (phone, group) {
            (Phone::Telegram(user), Group::Telegram(group)) => {
                self.writes(*user, *group, command).to_string()
            }
            (Phone::ZaloBot(user), Group::ZaloBot(group)) => {
                self.zalo.person_mentions(user, group, self.zalo_bot, command).unwrap()
            }
            (Phone::ZaloOa(user), Group::ZaloOa(group)) => {
                self.zalo_oa.person_writes(user, group, None, command).unwrap()
            }
            _ => panic!("{phone:?} is not on the platform of {group:?}"),
        }
    }

    /// Makes a choice by its words: presses the button where there are buttons, writes the number or the words
    /// elsewhere.
    pub async fn chooses(&self, phone: &Phone, label: &str) {
        match phone {
            Phone::Telegram(user) => self.presses(*user, label).await,
            Phone::ZaloBot(_) | Phone::ZaloOa(_) => {
                let numbered =
                    self.notes(phone).into_iter().rev().find_map(|note| number_of(&note.text, label));
                self.tells(phone, &numbered.unwrap_or_else(|| label.to_owned()));
            }
        }
    }

    /// Makes the first choice of a message.
    pub async fn chooses_first(&self, phone: &Phone, note: &Note) {
        match phone {
            Phone::Telegram(user) => {
                self.platform.person_presses(*user, self.bot, note.id.parse().unwrap(), 0).unwrap();
            }
            Phone::ZaloBot(_) | Phone::ZaloOa(_) => {
                self.tells(phone, "1");
            }
        }
    }

    /// Everything in the private chat, oldest first.
    pub fn notes(&self, phone: &Phone) -> Vec<Note> {
        match phone {
            Phone::Telegram(user) => {
                self.platform.private_messages(*user, self.bot).into_iter().map(Note::from).collect()
            }
            Phone::ZaloBot(user) => {
                self.zalo.private_messages(user, self.zalo_bot).into_iter().map(Note::from).collect()
            }
            Phone::ZaloOa(user) => {
                self.zalo_oa.messages(&self.oa, user).into_iter().map(Note::from).collect()
            }
        }
    }

    /// Everything in a group, oldest first.
    pub fn notes_in(&self, group: &Group) -> Vec<Note> {
        match group {
            Group::Telegram(group) => self.platform.messages(*group).into_iter().map(Note::from).collect(),
            Group::ZaloBot(group) => self.zalo.messages(group).into_iter().map(Note::from).collect(),
            Group::ZaloOa(group) => {
                self.zalo_oa.messages(&self.oa, group).into_iter().map(Note::from).collect()
            }
        }
    }

    /// Waits until the private chat holds a message of the bot with these words; returns the newest such.
    pub async fn reads(&self, phone: &Phone, words: &str) -> Note {
        self.read_newest(words, || self.notes(phone)).await
    }

    /// Waits until a group holds a message of the bot with these words; returns the newest such.
    pub async fn reads_in(&self, group: &Group, words: &str) -> Note {
        self.read_newest(words, || self.notes_in(group)).await
    }

    async fn read_newest(&self, words: &str, notes: impl Fn() -> Vec<Note>) -> Note {
        let look = async {
            loop {
                let (telegram, zalo) = (self.platform.version(), self.zalo.version());
                let official = self.zalo_oa.version();
                if let Some(found) = notes().into_iter().rfind(|n| n.from_bot && n.text.contains(words)) {
                    return found;
                }
                tokio::select! {
                    () = self.platform.changed_since(telegram) => {}
                    () = self.zalo.changed_since(zalo) => {}
                    () = self.zalo_oa.changed_since(official) => {}
                }
            }
        };
        let found = tokio::time::timeout(PATIENCE, look).await;
        found.unwrap_or_else(|_| {
            let seen: Vec<String> = notes().into_iter().map(|n| n.text).collect();
            panic!("“{words}” was not seen; seen:\n{}", seen.join("\n---\n"))
        })
    }
}

impl Phone {
    fn telegram(&self) -> i64 {
        let Phone::Telegram(user) = self else { panic!("{self:?} is not on Telegram") };
        *user
    }

    pub fn zalo_bot(&self) -> &str {
        let Phone::ZaloBot(user) = self else { panic!("{self:?} is not on Zalo Bot") };
        user
    }
}

impl Phone {
    pub fn zalo_oa(&self) -> &str {
        let Phone::ZaloOa(user) = self else { panic!("{self:?} is not on an Official Account") };
        user
    }
}

impl Group {
    pub fn zalo_bot(&self) -> &str {
        let Group::ZaloBot(group) = self else { panic!("{self:?} is not on Zalo Bot") };
        group
    }
}

/// `1. Label` as a line of its own: its number.
fn number_of(text: &str, label: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let (number, said) = line.split_once(". ")?;
        (said.trim() == label && number.trim().parse::<u8>().is_ok()).then(|| number.trim().to_owned())
    })
}

impl From<telegram::Seen> for Note {
    fn from(m: telegram::Seen) -> Note {
        let links =
            m.buttons.iter().flatten().filter_map(|b| Some(format!("{}: {}", b.label, b.url.as_ref()?)));
        let links: Vec<String> = links.collect();
        let text = [m.text.as_str(), m.caption.as_str(), &links.join("\n")].join("\n").trim().to_owned();
        Note { id: m.message_id.to_string(), text, from_bot: m.from_bot, has_media: m.file_id.is_some() }
    }
}

impl From<zalo_bot::Seen> for Note {
    fn from(m: zalo_bot::Seen) -> Note {
        Note { id: m.message_id, text: m.text, from_bot: m.from_bot, has_media: m.file_id.is_some() }
    }
}

impl From<zalo_oa::Seen> for Note {
    fn from(m: zalo_oa::Seen) -> Note {
        Note { id: m.id, text: m.text, from_bot: m.from_oa, has_media: m.file.is_some() }
    }
}
