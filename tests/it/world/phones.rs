//! Somebody with a telephone, on whichever platform: what they do and see in no platform's words, so that one
//! story can be told on all of them, and with its people on different ones.

use super::{PATIENCE, World, code_in};
use loaban::config::Platform;
use loaban::roster::{Invitation, Invited};
use loaban::standins::{telegram, zalo_bot, zalo_oa};

/// Speech as phones send it on Zalo Bot, and on an Official Account.
const AS_AAC: &[u8] = include_bytes!("../../../src/practice/question.aac");
const AS_M4A: &[u8] = include_bytes!("../../fixtures/question.m4a");

/// The most letters of one message in private, with its signature and its choices.
const MOST_LETTERS: usize = 700;
/// What may be longer, and why.
const LONG: &[(&str, &str)] = &[
    ("Bài đọc loa", "it is read aloud from the phone"),
    ("Người điều phối: ", "a coordinator can do all that a reporter can, and more"),
];

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
    /// A voice, a picture, a file, as its platform calls it.
    pub file: Option<String>,
    /// What can be chosen: the buttons that tell the bot something, or the numbered lines.
    pub choices: Vec<String>,
    /// The message that it quotes.
    pub reply_to: Option<String>,
}

impl World {
    /// Somebody new on the platform of the story.
    pub fn person(&self, name: &str) -> Phone {
        self.phone(self.home, name)
    }

    /// Somebody new on the platform of the story, with a role, enrolled by code in the private chat.
    pub async fn enrols(&self, name: &str, role: &str, place: &str) -> Phone {
        self.official(self.home, name, role, place).await
    }

    /// The same, for some topics only.
    pub async fn enrols_for(&self, name: &str, role: &str, place: &str, topics: &[&str]) -> Phone {
        let phone = self.person(name);
        let code = self.invite_for(role, place, name, topics).await;
        self.told(&phone, &format!("/start {code}"), "Máy đã nhận đồng chí:").await;
        phone
    }

    /// The same, who answers in a language.
    pub async fn enrols_speaking(&self, name: &str, role: &str, place: &str, language: &str) -> Phone {
        let phone = self.person(name);
        let invitation = Invitation {
            languages: vec![language.to_owned()],
            ..Invitation::new(Invited::of(role).expect("a role"), place)
        };
        let code = self.invite_with(invitation).await;
        self.told(&phone, &format!("/start {code}"), "Máy đã nhận đồng chí:").await;
        phone
    }

    /// A resident of Nà Luồng who agreed and has a place: their first question was taken back long ago.
    pub async fn knows(&self, name: &str) -> Phone {
        let resident = self.person(name);
        let first = self.asks_first(&resident, "Bao giờ họp bản?").await;
        self.told(&resident, &format!("thu hồi {first}"), &format!("Đã rút câu hỏi #{first}")).await;
        resident
    }

    /// Whether the platform has buttons.
    pub fn has_buttons(&self) -> bool {
        self.home == Platform::Telegram
    }

    /// Whether the platform tells the bot which message somebody quotes.
    pub fn tells_quotes(&self) -> bool {
        self.home != Platform::ZaloBot
    }

    /// What the settings call the account on the platform of the story.
    pub fn account(&self) -> &str {
        &self.settings().accounts[0].name
    }

    /// What people call the app.
    pub fn app_name(&self) -> &'static str {
        if self.home == Platform::Telegram { "Telegram" } else { "Zalo" }
    }

    /// Somebody new.
    pub fn phone(&self, platform: Platform, name: &str) -> Phone {
        let phone = match platform {
            Platform::Telegram => Phone::Telegram(self.platform.add_person(name)),
            Platform::ZaloBot => Phone::ZaloBot(self.zalo.add_person(name)),
            Platform::ZaloOa => Phone::ZaloOa(self.zalo_oa.add_person(name)),
        };
        self.phones.lock().unwrap().push(phone.clone());
        phone
    }

    /// No message in private is longer than a small screen holds, composed of however many sentences, but for those that
    /// are named. What people wrote stands in quotes and is not counted.
    pub fn nobody_got_a_wall_of_words(&self) {
        for phone in self.phones.lock().unwrap().iter() {
            for note in self.notes(phone).iter().filter(|note| note.from_bot) {
                let mut pieces = note.text.split('«');
                let first = pieces.next().unwrap_or_default().chars().count();
                let own = pieces.map(|piece| piece.split_once('»').map_or(0, |(_, own)| own.chars().count()));
                let letters = first + own.sum::<usize>();
                // What somebody wrote at length comes in numbered messages.
                let part = note.text.lines().any(|line| {
                    let inside = line.strip_prefix('(').and_then(|line| line.strip_suffix(')'));
                    inside.is_some_and(|part| {
                        part.contains('/') && part.bytes().all(|b| b == b'/' || b.is_ascii_digit())
                    })
                });
                let named = part || LONG.iter().any(|(words, _)| note.text.contains(words));
                assert!(letters <= MOST_LETTERS || named, "{letters} letters in private:\n{}", note.text);
            }
        }
    }

    /// A group of these people with the bot in it, linked to nothing.
    pub fn group(&self, people: &[&Phone]) -> Group {
        match people[0] {
            Phone::Telegram(first) => {
                let members: Vec<i64> = people.iter().map(|p| p.telegram()).collect();
                let group = self.platform.add_group("Bản mẫu", &members);
                self.platform.add_bot_to_group(self.bot, group, *first).unwrap();
                Group::Telegram(group)
            }
            Phone::ZaloBot(_) => {
                let members: Vec<&str> = people.iter().map(|p| p.zalo_bot()).collect();
                let group = self.zalo.add_group("Bản mẫu", &members);
                self.zalo.add_bot_to_group(self.zalo_bot, &group).unwrap();
                Group::ZaloBot(group)
            }
            Phone::ZaloOa(_) => {
                let members: Vec<&str> = people.iter().map(|p| p.zalo_oa()).collect();
                Group::ZaloOa(self.zalo_oa.add_group(&self.oa, "Bản mẫu", &members))
            }
        }
    }

    /// A village's group of these people, linked by the first of them.
    pub async fn village(&self, place: &str, people: &[&Phone]) -> Group {
        let code = self.invite("group", place, "").await;
        let group = self.group(people);
        self.told_in(people[0], &group, &format!("/lienket {code}"), "Từ nay nhóm này nhận tin của").await;
        group
    }

    /// Joins a group.
    pub fn joins(&self, phone: &Phone, group: &Group) {
        match (phone, group) {
            (Phone::Telegram(user), Group::Telegram(group)) => {
                self.platform.person_joins(*user, *group).unwrap();
            }
            (Phone::ZaloBot(user), Group::ZaloBot(group)) => self.zalo.person_joins(user, group).unwrap(),
            (Phone::ZaloOa(user), Group::ZaloOa(group)) => self.zalo_oa.person_joins(user, group),
            _ => panic!("{phone:?} is not on the platform of {group:?}"),
        }
    }

    /// Somebody with a role, enrolled by code in the private chat.
    pub async fn official(&self, platform: Platform, name: &str, role: &str, place: &str) -> Phone {
        let phone = self.phone(platform, name);
        let code = self.invite(role, place, name).await;
        self.tells(&phone, &format!("/start {code}"));
        self.reads(&phone, "Máy đã nhận đồng chí:").await;
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
        self.asks_from(phone, question, "Nà Luồng").await
    }

    /// The same, from another place.
    pub async fn asks_from(&self, phone: &Phone, question: &str, place: &str) -> String {
        self.told(phone, question, "xin phép dùng câu hỏi này").await;
        self.chooses(phone, "Đồng ý, gửi").await;
        self.lives(phone, place).await;
        code_in(&self.reads(phone, "Đã nhận câu hỏi").await.text)
    }

    /// Types where they live once they are asked, and confirms the first place that is offered.
    pub async fn lives(&self, phone: &Phone, place: &str) {
        self.reads(phone, "Nhà mình ở bản nào ạ?").await;
        self.tells(phone, place);
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

    /// Answers a message of the bot's in private: quoting it; where the platform does not tell the bot
    /// what was quoted, with its code, as the message itself says.
    pub fn replies(&self, phone: &Phone, note: &Note, text: &str) -> String {
        match phone {
            Phone::ZaloBot(_) => self.tells(phone, &with_code(note, text)),
            _ => self.tells_under(phone, note, text),
        }
    }

    /// The same in a group.
    pub fn replies_in(&self, phone: &Phone, group: &Group, note: &Note, text: &str) -> String {
        match (phone, group) {
            (Phone::Telegram(user), Group::Telegram(group)) => {
                let to = note.id.parse().unwrap();
                self.platform.person_replies(*user, *group, to, text).unwrap().to_string()
            }
            (Phone::ZaloOa(user), Group::ZaloOa(group)) => {
                self.zalo_oa.person_writes(user, group, Some(&note.id), text).unwrap()
            }
            _ => self.tells_in(phone, group, &with_code(note, text)),
        }
    }

    /// Quotes a message in a group, and says nothing but this.
    pub fn quotes_in(&self, phone: &Phone, group: &Group, note: &Note, text: &str) -> String {
        match (phone, group) {
            (Phone::ZaloBot(user), Group::ZaloBot(group)) => {
                self.zalo.person_replies(user, group, &note.id, text).unwrap()
            }
            _ => self.replies_in(phone, group, note, text),
        }
    }

    /// Speaks to the bot in private.
    pub fn tells_aloud(&self, phone: &Phone) -> String {
        match phone {
            Phone::Telegram(user) => self
                .platform
                .person_sends_voice(*user, self.bot, b"OggS a voice", 4, None)
                .unwrap()
                .to_string(),
            Phone::ZaloBot(user) => {
                self.zalo.person_sends_voice(user, &self.zalo_bot.to_string(), AS_AAC, None).unwrap()
            }
            Phone::ZaloOa(user) => self.zalo_oa.person_speaks(user, &self.oa, AS_M4A).unwrap(),
        }
    }

    /// Answers a card aloud: quoting it, or after its code where the bot is not told of quotes.
    pub async fn replies_aloud(&self, phone: &Phone, card: &Note) {
        match phone {
            Phone::Telegram(user) => {
                let to = card.id.parse().ok();
                self.platform.person_sends_voice(*user, self.bot, b"OggS a voice", 4, to).unwrap();
            }
            Phone::ZaloBot(_) => {
                self.told(phone, &format!("/traloi {}", code_in(&card.text)), "tiếng nói ngay sau tin này")
                    .await;
                self.tells_aloud(phone);
            }
            Phone::ZaloOa(user) => {
                self.zalo_oa.person_speaks_under(user, &self.oa, &card.id, AS_M4A).unwrap();
            }
        }
    }

    /// Calls the bot by its name in a group, and says something.
    pub fn calls_in(&self, phone: &Phone, group: &Group, words: &str) -> String {
        match (phone, group) {
            (Phone::Telegram(_), _) => self.tells_in(phone, group, &format!("@LoaBanBot {words}")),
            (Phone::ZaloOa(_), _) => self.tells_in(phone, group, &format!("[@{}] {words}", self.oa)),
            // There nothing else is heard.
            (Phone::ZaloBot(_), _) => self.tells_in(phone, group, words),
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

    /// Says something to the neighbours in a group, not to the bot.
    pub fn chats_in(&self, phone: &Phone, group: &Group, text: &str) -> String {
        match (phone, group) {
            (Phone::ZaloBot(user), Group::ZaloBot(group)) => {
                self.zalo.person_sends(user, group, text).unwrap()
            }
            _ => self.tells_in(phone, group, text),
        }
    }

    /// Speaks in a group, quoting a message of the bot's or to the neighbours.
    pub fn speaks_in(&self, phone: &Phone, group: &Group, quoting: Option<&Note>) -> String {
        let id = quoting.map(|note| note.id.as_str());
        match (phone, group) {
            (Phone::Telegram(user), Group::Telegram(group)) => {
                let to = id.and_then(|id| id.parse().ok());
                self.platform.person_sends_voice(*user, *group, b"OggS a voice", 3, to).unwrap().to_string()
            }
            (Phone::ZaloBot(user), Group::ZaloBot(group)) => {
                self.zalo.person_sends_voice(user, group, AS_AAC, id).unwrap()
            }
            (Phone::ZaloOa(user), Group::ZaloOa(group)) => {
                self.zalo_oa.person_speaks_in_group(user, group, id, AS_M4A).unwrap()
            }
            _ => panic!("{phone:?} is not on the platform of {group:?}"),
        }
    }

    /// Changes what they wrote to the bot in private, where that can be done.
    pub fn edits(&self, phone: &Phone, message: &str, text: &str) {
        let Phone::Telegram(user) = phone else { panic!("{phone:?} cannot change what was sent") };
        self.platform.person_edits(*user, self.bot, message.parse().unwrap(), text).unwrap();
    }

    /// Makes a choice by its words, once it is there: presses the newest such button, or writes its number.
    pub async fn chooses(&self, phone: &Phone, label: &str) {
        let note =
            self.read_newest(&format!("a choice “{label}”"), |n| n.offers(label), || self.notes(phone)).await;
        match phone {
            Phone::Telegram(user) => {
                self.platform.person_presses(*user, self.bot, note.id.parse().unwrap(), label).unwrap();
            }
            Phone::ZaloBot(_) | Phone::ZaloOa(_) => {
                self.tells(phone, &note.number_of(label));
            }
        }
    }

    /// The same in a group.
    pub async fn chooses_in(&self, phone: &Phone, group: &Group, label: &str) {
        let what = format!("a choice “{label}”");
        let note = self.read_newest(&what, |n| n.offers(label), || self.notes_in(group)).await;
        match (phone, group) {
            (Phone::Telegram(user), Group::Telegram(group)) => {
                self.platform.person_presses(*user, *group, note.id.parse().unwrap(), label).unwrap();
            }
            _ => {
                self.tells_in(phone, group, &note.number_of(label));
            }
        }
    }

    /// Makes a choice of this message, however old, and reads what that is answered: what pops up, or a message.
    pub async fn is_answered_on_choosing(&self, phone: &Phone, note: &Note, label: &str) -> String {
        let before = self.notes(phone).len();
        match phone {
            Phone::Telegram(user) => {
                let query =
                    self.platform.person_presses(*user, self.bot, note.id.parse().unwrap(), label).unwrap();
                let answer = self.platform.wait_for(PATIENCE, |p| p.press_answer(&query)).await;
                answer.unwrap_or_else(|| panic!("the press of “{label}” was not answered")).text
            }
            Phone::ZaloBot(_) | Phone::ZaloOa(_) => {
                self.tells(phone, &note.number_of(label));
                self.anew(phone, before, "").await.text
            }
        }
    }

    /// The same in a group.
    pub async fn is_answered_on_choosing_in(
        &self,
        phone: &Phone,
        group: &Group,
        note: &Note,
        label: &str,
    ) -> String {
        let before = self.notes_in(group).len();
        match (phone, group) {
            (Phone::Telegram(user), Group::Telegram(group)) => {
                let query =
                    self.platform.person_presses(*user, *group, note.id.parse().unwrap(), label).unwrap();
                let answer = self.platform.wait_for(PATIENCE, |p| p.press_answer(&query)).await;
                answer.unwrap_or_else(|| panic!("the press of “{label}” was not answered")).text
            }
            _ => {
                // Called: a number alone, of somebody who has nothing to choose, is no business of the bot's.
                self.calls_in(phone, group, &note.number_of(label));
                self.anew_in(group, before, "").await.text
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
        self.read_newest(&format!("“{words}”"), |n| n.text.contains(words), || self.notes(phone)).await
    }

    /// Waits until a group holds a message of the bot with these words; returns the newest such.
    pub async fn reads_in(&self, group: &Group, words: &str) -> Note {
        self.read_newest(&format!("“{words}”"), |n| n.text.contains(words), || self.notes_in(group)).await
    }

    /// Waits for a voice in the private chat, or for the address where one is heard.
    pub async fn hears(&self, phone: &Phone) -> Note {
        let voice = |n: &Note| n.file.is_some() || n.text.contains("🔊 Bấm để nghe: ");
        self.read_newest("a voice", voice, || self.notes(phone)).await
    }

    /// Waits for a message of the bot with these words that came after the first `before` of the private chat.
    pub async fn anew(&self, phone: &Phone, before: usize, words: &str) -> Note {
        let notes = || self.notes(phone).into_iter().skip(before).collect();
        self.read_newest(&format!("“{words}” anew"), |n| n.text.contains(words), notes).await
    }

    /// The same in a group.
    pub async fn anew_in(&self, group: &Group, before: usize, words: &str) -> Note {
        let notes = || self.notes_in(group).into_iter().skip(before).collect();
        self.read_newest(&format!("“{words}” anew"), |n| n.text.contains(words), notes).await
    }

    /// Writes in private and waits for an answer with these words that was not there before.
    pub async fn told(&self, phone: &Phone, text: &str, words: &str) -> Note {
        let before = self.notes(phone).len();
        self.tells(phone, text);
        self.anew(phone, before, words).await
    }

    /// Has everything deleted that is kept of them: asked again first.
    pub async fn erases(&self, phone: &Phone, words: &str) -> Note {
        self.told(phone, "xoá", "Xoá không ạ?").await;
        let before = self.notes(phone).len();
        self.chooses(phone, "Xoá hết").await;
        self.anew(phone, before, words).await
    }

    /// Says something to the bot in a group and waits for an answer with these words that was not there before.
    pub async fn told_in(&self, phone: &Phone, group: &Group, text: &str, words: &str) -> Note {
        let before = self.notes_in(group).len();
        self.tells_in(phone, group, text);
        self.anew_in(group, before, words).await
    }

    /// Asks in private once more: no notice, no place. Returns the code.
    pub async fn asks_again(&self, phone: &Phone, question: &str) -> String {
        code_in(&self.told(phone, question, "Đã nhận câu hỏi").await.text)
    }

    /// Nobody of these has seen these words of the bot in private, now that all is quiet.
    pub async fn nobody_reads(&self, phones: &[&Phone], words: &str) {
        self.settle().await;
        for phone in phones {
            let all = said(self.notes(phone));
            assert!(!all.contains(words), "“{words}” was seen:\n{all}");
        }
    }

    async fn read_newest(
        &self,
        what: &str,
        wanted: impl Fn(&Note) -> bool,
        notes: impl Fn() -> Vec<Note>,
    ) -> Note {
        let look = async {
            loop {
                let (telegram, zalo) = (self.platform.version(), self.zalo.version());
                let official = self.zalo_oa.version();
                if let Some(found) = notes().into_iter().rfind(|n| n.from_bot && wanted(n)) {
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
            panic!("{what} was not seen; seen:\n{}", seen.join("\n---\n"))
        })
    }
}

/// What the bot said.
fn said(notes: Vec<Note>) -> String {
    let texts: Vec<String> = notes.into_iter().filter(|n| n.from_bot).map(|n| n.text).collect();
    texts.join("\n---\n")
}

/// What people write where no quote is told: the command with the code of the message, `/traloi CODE` for a card,
/// `#CODE` for anything else.
fn with_code(note: &Note, text: &str) -> String {
    if !note.text.contains('#') {
        return text.to_owned();
    }
    let code = code_in(&note.text);
    match text.strip_prefix('/').map(|command| command.split_once(' ').unwrap_or((command, ""))) {
        Some((command, rest)) => format!("/{command} {code} {rest}").trim_end().to_owned(),
        None if note.text.contains(&format!("/traloi {code}")) => format!("/traloi {code} {text}"),
        None => format!("#{code} {text}"),
    }
}

impl Note {
    pub fn offers(&self, label: &str) -> bool {
        self.choices.iter().any(|choice| choice == label)
    }

    /// The number of a choice, as people type it.
    fn number_of(&self, label: &str) -> String {
        let at = self.choices.iter().position(|choice| choice == label);
        (at.unwrap_or_else(|| panic!("no “{label}” in: {}", self.text)) + 1).to_string()
    }
}

impl Phone {
    /// What the platform knows them by; it stands in no log.
    pub fn account(&self) -> String {
        match self {
            Phone::Telegram(user) => user.to_string(),
            Phone::ZaloBot(user) | Phone::ZaloOa(user) => user.clone(),
        }
    }

    fn telegram(&self) -> i64 {
        let Phone::Telegram(user) = self else { panic!("{self:?} is not on Telegram") };
        *user
    }

    pub fn zalo_bot(&self) -> &str {
        let Phone::ZaloBot(user) = self else { panic!("{self:?} is not on Zalo Bot") };
        user
    }

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

/// The numbered lines of a text, which people choose from by their number.
fn numbered(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    for line in text.lines() {
        let line = line.split_once(". ").filter(|(number, _)| number.parse() == Ok(lines.len() + 1));
        lines.extend(line.map(|(_, said)| said.trim().to_owned()));
    }
    lines
}

impl From<telegram::Seen> for Note {
    fn from(m: telegram::Seen) -> Note {
        let buttons = || m.buttons.iter().flatten();
        let links: Vec<String> =
            buttons().filter_map(|b| Some(format!("{}: {}", b.label, b.url.as_ref()?))).collect();
        let text = [m.text.as_str(), m.caption.as_str(), &links.join("\n")].join("\n").trim().to_owned();
        Note {
            id: m.message_id.to_string(),
            text,
            from_bot: m.from_bot,
            file: m.file_id,
            choices: buttons().filter(|b| b.data.is_some()).map(|b| b.label.clone()).collect(),
            reply_to: m.reply_to.map(|id| id.to_string()),
        }
    }
}

impl From<zalo_bot::Seen> for Note {
    fn from(m: zalo_bot::Seen) -> Note {
        Note {
            id: m.message_id,
            choices: numbered(&m.text),
            text: m.text,
            from_bot: m.from_bot,
            file: m.file_id,
            reply_to: m.reply_to,
        }
    }
}

impl From<zalo_oa::Seen> for Note {
    fn from(m: zalo_oa::Seen) -> Note {
        Note {
            id: m.id,
            choices: numbered(&m.text),
            text: m.text,
            from_bot: m.from_oa,
            file: m.file,
            reply_to: m.quote,
        }
    }
}
