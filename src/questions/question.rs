//! The states of a question and the allowed moves (pure).

use crate::ids::{PersonKey, RoleId};
use crate::stored::words;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

words! {
    /// Where a question stands; always in exactly one.
    pub enum State {
        /// Asked, or asked again because the answer was not clear.
        Open = "open",
        /// An answer went to the asker, or they found it in an item.
        Answered = "answered",
        /// Taken back by the asker, or the asker was erased.
        Withdrawn = "withdrawn",
        /// Not a question for us; the asker was told why.
        SetAside = "set_aside",
    }
}

words! {
    /// Why a question went where it went; the word is the key of its sentence.
    pub enum Why {
        /// The nearest reporter for the topic.
        Reporter = "why-reporter",
        /// No reporter for the topic: the nearest coordinator.
        Coordinator = "why-coordinator",
        /// Nobody for the topic: the nearest reporter for others.
        OtherTopic = "why-other-topic",
        /// Nobody is there who could answer.
        Nobody = "why-nobody",
        /// Past its second limit.
        Escalated = "why-escalated",
        /// The nearest reporter where topics.toml says that the topic belongs.
        Owner = "why-owner",
    }
}

words! {
    /// What sent a question on.
    pub enum Turned {
        /// It was asked, or whoever may answer it was chosen anew.
        Routed = "routed",
        /// Who held it is away, has left or does not reach it any more.
        Away = "away",
        /// Who held it handed it over.
        HandedOver = "handed_over",
        /// What it is about was put right.
        Topic = "topic",
        /// It was late.
        Escalated = "escalated",
        /// It was late still, and the editor was told.
        Editor = "editor",
    }
}

/// One step of the way that a question took: what `question show` says of it. Nobody is named in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    /// The day.
    pub on: Date,
    /// What sent it on.
    pub by: Turned,
    /// Why it went where it went.
    pub why: Why,
    /// What it was about from then on.
    pub topic: String,
    /// What whoever handed it over said; not of one whose topic says nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// More steps are not kept; the first one is.
const LEGS: usize = 12;

/// How often who is to answer was reminded; stored as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reminded {
    /// Not since it was opened.
    NotYet,
    /// Once.
    Once,
    /// It went on to the coordinator.
    Escalated,
    /// The editor of its place was told, too.
    Editor,
}

impl Reminded {
    /// The stored number.
    pub fn number(self) -> i64 {
        self as i64
    }

    /// The value of a stored number.
    pub fn of(number: i64) -> Option<Reminded> {
        let all = [Reminded::NotYet, Reminded::Once, Reminded::Escalated, Reminded::Editor];
        all.into_iter().find(|r| r.number() == number)
    }
}

/// What may happen to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// An answer was written.
    Answer,
    /// The asker says that an item answers it.
    Serve,
    /// The asker takes it back.
    Withdraw,
    /// It is set aside with a reason.
    SetAside,
    /// The asker says that the answer is clear.
    Clear,
    /// The asker says that it is not.
    NotClear,
}

impl State {
    /// The state after a step, or `None` when the step is not allowed here.
    pub fn after(self, step: Step) -> Option<State> {
        match (self, step) {
            (State::Open | State::Answered, Step::Answer) => Some(State::Answered),
            (State::Open, Step::Serve) => Some(State::Answered),
            (State::Open, Step::Withdraw) => Some(State::Withdrawn),
            (State::Open, Step::SetAside) => Some(State::SetAside),
            (State::Answered, Step::Clear) => Some(State::Answered),
            (State::Answered, Step::NotClear) => Some(State::Open),
            _ => None,
        }
    }
}

/// Who may answer, as the asker chose it. Stands sealed only: no column tells one from another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Discretion {
    /// Whoever is nearest.
    #[default]
    Ordinary,
    /// A sensitive subject, and the commune's people may answer: nobody above them sees it.
    Commune,
    /// The province's desk alone: a sensitive subject, or the asker's wish.
    Province,
}

/// What leads from a question back to where it was asked, and who may answer. Stored sealed, and of one length.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Back {
    /// Who may answer.
    #[serde(default)]
    pub discretion: Discretion,
    /// When the asker last said something of it, in milliseconds: words of theirs soon after belong to it.
    #[serde(default)]
    pub said_at: i64,
    /// The platform's number of the asking message, so that an answer quotes it; until the question is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The key under which who asked holds a role, if they do: nobody is given their own question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<PersonKey>,
    /// It sounds like danger: its card leaves before others, and it does not wait for days.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub urgent: bool,
    /// Nobody answered it within the hour that danger allows, and it went on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub raised: bool,
    /// Whether its asker was asked days later if the matter was settled, and said so.
    #[serde(default, skip_serializing_if = "Followed::is_no")]
    pub followed: Followed,
    /// Who held it before it went up for being late: they may still answer it, and are told of it each morning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<RoleId>,
}

/// Whether the asker was asked, days after the answer, if the matter was settled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Followed {
    /// Not yet.
    #[default]
    No,
    /// They were asked.
    Asked,
    /// They said.
    Said,
}

impl Followed {
    fn is_no(&self) -> bool {
        *self == Followed::No
    }
}

/// So few words of one message are a piece of something that is said in several.
const FRAGMENT_WORDS: usize = 5;

/// More pictures do not go along with what was said.
pub const MOST_PICTURES: usize = 4;

/// What was asked or answered: text, a voice, pictures. Stored sealed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Text, cleaned.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The account and the platform's handle of a voice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<(String, String)>,
    /// The same of its pictures, at most [`MOST_PICTURES`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<(String, String)>,
    /// Which messages the text was written in, in their order: one that is changed later is found by it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<Piece>,
    /// In the place of a text that was deleted before others of its age are: so long was it, and nobody sees on the disk that
    /// it is gone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub filler: String,
    /// The item that was quoted when it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<Under>,
    /// A number that says who somebody is was taken out of the text.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub masked: bool,
    /// The way that a question took: kept as long as its words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub way: Vec<Leg>,
}

/// The item under which a question was asked, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Under {
    /// The item's folder.
    pub item: String,
    /// Its headline.
    pub title: String,
    /// What it is about, if the words do not say it.
    pub topic: Option<String>,
    /// Its released sentences that may answer the question, the best first.
    pub ready: Vec<String>,
}

/// The part of a text that one message wrote; parts stand on lines of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The platform's id of the message.
    pub message: Option<String>,
    /// How many characters it wrote.
    pub length: usize,
}

impl Body {
    /// Nothing is said in it any more, or nothing was.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && !self.has_files()
    }

    /// What was said in it that its platform has.
    pub fn files(&self) -> impl Iterator<Item = &(String, String)> {
        self.voice.iter().chain(&self.pictures)
    }

    /// Something was said or shown in it that is no text.
    pub fn has_files(&self) -> bool {
        self.files().next().is_some()
    }

    /// Nothing of it is left but its length, as it is stored, and the way that it took: of others that stays as long as
    /// their words.
    pub fn blanked(&self) -> Body {
        let without = |leg: &Leg| Leg { reason: String::new(), ..leg.clone() };
        Body { way: self.way.iter().map(without).collect(), ..Body::default() }.padded_to(self)
    }

    /// One step more.
    pub fn goes(&mut self, leg: Leg) {
        if self.way.len() >= LEGS {
            self.way.remove(1);
        }
        self.way.push(leg);
    }

    /// The same without its voice and its pictures, and as long.
    pub fn without_files(&self) -> Body {
        Body { voice: None, pictures: vec![], ..self.clone() }.padded_to(self)
    }

    /// As long as another when it is stored.
    fn padded_to(mut self, other: &Body) -> Body {
        let length = |body: &Body| serde_json::to_string(body).map_or(0, |json| json.len());
        self.filler = " ".into();
        self.filler = " ".repeat((length(other) + 1).saturating_sub(length(&self)));
        self
    }

    /// Which messages it was written in is not known any more.
    pub fn forget_messages(&mut self) {
        self.pieces.iter_mut().for_each(|piece| piece.message = None);
    }

    /// Words.
    pub fn words(text: impl Into<String>) -> Body {
        Body { text: text.into(), ..Body::default() }
    }

    /// A voice: the account it came to, and the platform's handle of it.
    pub fn spoken(account: impl Into<String>, file_id: impl Into<String>) -> Body {
        Body { voice: Some((account.into(), file_id.into())), ..Body::default() }
    }

    /// A picture, in the same way.
    pub fn shown(account: impl Into<String>, file_id: impl Into<String>) -> Body {
        Body { pictures: vec![(account.into(), file_id.into())], ..Body::default() }
    }

    /// The words of several messages.
    pub fn pieced<'a>(said: impl IntoIterator<Item = (Option<&'a str>, &'a str)>) -> Body {
        let mut body = Body::default();
        for (message, text) in said {
            body.add(Body {
                text: text.to_owned(),
                pieces: vec![Piece { message: message.map(str::to_owned), length: text.chars().count() }],
                ..Body::default()
            });
        }
        body
    }

    /// Says more: the words go below, a voice takes the place of an older one, pictures come along as far as there is
    /// room.
    pub fn add(&mut self, more: Body) {
        self.voice = more.voice.or(self.voice.take());
        self.pictures.extend(more.pictures);
        self.pictures.truncate(MOST_PICTURES);
        self.under = self.under.take().or(more.under);
        self.masked |= more.masked;
        if more.text.is_empty() {
            return;
        }
        let whole = |text: &str| vec![Piece { message: None, length: text.chars().count() }];
        let pieces = if more.pieces.is_empty() { whole(&more.text) } else { more.pieces };
        if self.pieces.is_empty() && !self.text.is_empty() {
            self.pieces = whole(&self.text);
        }
        self.pieces.extend(pieces);
        self.text = if self.text.is_empty() { more.text } else { format!("{}\n{}", self.text, more.text) };
    }

    /// The same, written in this message; it stays as it is where that is known.
    pub fn said_in(mut self, message: Option<&str>) -> Body {
        if self.pieces.is_empty() && !self.text.is_empty() {
            let length = self.text.chars().count();
            self.pieces = vec![Piece { message: message.map(str::to_owned), length }];
        }
        self
    }

    /// What each of its messages wrote.
    pub fn each(&self) -> Vec<String> {
        let mut chars = self.text.chars();
        let piece = |piece: &Piece| {
            let text = chars.by_ref().take(piece.length).collect();
            // The line break between two.
            chars.next();
            text
        };
        self.pieces.iter().map(piece).collect()
    }

    /// It came in several messages of a few words each, which say together what none says alone: "nhà em", "cháy", "to lắm".
    pub fn is_in_fragments(&self) -> bool {
        self.pieces.len() > 1
            && self.each().iter().all(|text| text.split_whitespace().count() <= FRAGMENT_WORDS)
    }

    /// What one of its messages wrote.
    pub fn written_in(&self, message: &str) -> Option<String> {
        let mut chars = self.text.chars();
        for piece in &self.pieces {
            let text: String = chars.by_ref().take(piece.length).collect();
            if piece.message.as_deref() == Some(message) {
                return Some(text);
            }
            // The line break between two.
            chars.next();
        }
        None
    }

    /// The same with other words in that message.
    pub fn edited(&self, message: &str, words: &str) -> Option<Body> {
        self.written_in(message)?;
        let mut chars = self.text.chars();
        let said: Vec<(Option<String>, String)> = self
            .pieces
            .iter()
            .map(|piece| {
                let text: String = chars.by_ref().take(piece.length).collect();
                chars.next();
                let is_it = piece.message.as_deref() == Some(message);
                (piece.message.clone(), if is_it { words.to_owned() } else { text })
            })
            .collect();
        let edited = Body::pieced(said.iter().map(|(message, text)| (message.as_deref(), text.as_str())));
        let (under, way) = (self.under.clone(), self.way.clone());
        let (voice, pictures) = (self.voice.clone(), self.pictures.clone());
        Some(Body { voice, pictures, under, way, masked: self.masked, ..edited })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_gone_from_the_words_is_kept_no_more() {
        let mut body = Body { text: "Hỏi ạ".into(), ..Body::spoken("tg", "F") };
        for nth in 0..6 {
            body.add(Body::shown("tg", format!("P{nth}")));
        }
        let files: Vec<&str> = body.files().map(|(_, file)| file.as_str()).collect();
        assert_eq!(files, ["F", "P0", "P1", "P2", "P3"]);
        assert_eq!(body.without_files().files().count(), 0);
        // Of who chose who may answer, at closing.
        assert_eq!(body.blanked().files().count(), 0);
    }

    proptest! {
        #[test]
        fn an_edit_changes_what_its_message_wrote_and_nothing_else(
            texts in prop::collection::vec("[a-zệ\n]{1,8}", 1..5), which in 0usize..6, words in "[a-zệ]{1,8}",
        ) {
            let id = |i: usize| format!("m{i}");
            let ids: Vec<String> = (0..texts.len()).map(id).collect();
            let body = Body::pieced(ids.iter().map(String::as_str).map(Some).zip(texts.iter().map(String::as_str)));
            prop_assert_eq!(&body.text, &texts.join("\n"));
            prop_assert_eq!(&body.each(), &texts);
            for (id, text) in ids.iter().zip(&texts) {
                let written = body.written_in(id);
                prop_assert_eq!(written.as_ref(), Some(text));
            }
            let edited = body.edited(&id(which), &words);
            prop_assert_eq!(edited.is_some(), which < texts.len());
            if let Some(edited) = edited {
                let mut meant = texts.clone();
                meant[which] = words;
                prop_assert_eq!(edited.text, meant.join("\n"));
            }
        }

        #[test]
        fn finished_questions_stay_finished(steps in prop::collection::vec(0usize..6, 0..30)) {
            let all = [
                Step::Answer, Step::Serve, Step::Withdraw, Step::SetAside, Step::Clear, Step::NotClear,
            ];
            let mut state = State::Open;
            for i in steps {
                let before = state;
                if let Some(next) = state.after(all[i]) {
                    state = next;
                }
                if matches!(before, State::Withdrawn | State::SetAside) {
                    prop_assert_eq!(before, state);
                }
                prop_assert_eq!(State::of(state.as_str()), Some(state));
            }
        }

        #[test]
        fn only_an_open_question_serves_itself(at in 0usize..4) {
            let state = State::ALL[at];
            let after = (state == State::Open).then_some(State::Answered);
            prop_assert_eq!(state.after(Step::Serve), after);
        }
    }
}
