//! A conversation that waits (pure): from what somebody said to a question, what is still missing, and what a choice
//! does to it. Until the last yes there is no question, only this, sealed, for 24 h at most.

use crate::ids::QuestionCode;
use crate::ledger::Fact;
use crate::message::{Aloud, AskStep, AskWord, Choice};
use crate::questions::hidden;
use crate::questions::question::{Body, Discretion, MOST_PICTURES};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What was said and is not a question yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// How it came.
    pub origin: Origin,
    /// What was written, message by message.
    pub said: Vec<Said>,
    /// The account and the platform's handle of the last voice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<(String, String)>,
    /// The same of the pictures, at most [`MOST_PICTURES`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<(String, String)>,
    /// What was chosen about it so far.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub settled: BTreeSet<Settled>,
    /// The emergency numbers were shown.
    #[serde(default)]
    pub warned: bool,
    /// A number that says who somebody is was taken out of what was written: it is kept nowhere.
    #[serde(default)]
    pub masked: bool,
    /// The folder of the item that was quoted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
}

/// How words reached us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Written or spoken in private.
    Private,
    /// By a command in a group.
    Group,
    /// Beside a command in a group, or passed on in private: is it a question at all?
    Beside,
    /// A few words in private that name nothing: are they a question at all?
    Short,
    /// For somebody without a phone, from this place. No notice, because it is not about who relays.
    Relayed {
        /// The place, by its code.
        place: String,
    },
    /// More about one's own question.
    More {
        /// The question.
        code: QuestionCode,
    },
}

/// The words of one message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The platform's id of the message.
    pub message: Option<String>,
    /// Its words; empty with a voice.
    pub text: String,
}

/// What was chosen about a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Settled {
    /// It is a question.
    Question,
    /// It is about the way a complaint takes.
    Procedure,
    /// It is no complaint.
    NoComplaint,
    /// The commune's people may answer.
    Commune,
    /// The province's desk alone may answer.
    Province,
    /// No place fits; it goes to the top of the tree.
    Anywhere,
    /// The notice was agreed to for it: it is their first question.
    Agreed,
    /// Who answers may see its pictures.
    Pictures,
}

/// What waits for a choice, in one chat of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pending {
    /// Is it a question?
    Sure(Draft),
    /// Is the notice agreed to?
    Notice(Draft),
    /// May a reporter hear the voice?
    Voice(Draft),
    /// What is asked about the picture? Nothing was said beside it.
    Shown(Draft),
    /// May who answers see the pictures? Asked of each question: what they show is not known.
    Pictures(Draft),
    /// Where is it asked from?
    Place {
        /// What was said.
        draft: Draft,
        /// How the place was asked for last.
        by: PlaceBy,
    },
    /// Is it a complaint, or about the way that one takes?
    Complaint(Draft),
    /// Who may answer?
    Discretion {
        /// What was said.
        draft: Draft,
        /// Somebody sits at the province's desk.
        desk: bool,
    },
    /// Is it asked for somebody else, who has no phone?
    Relay {
        /// What was said.
        draft: Draft,
        /// Where whoever relays speaks for.
        place: String,
        /// Somebody seems to be named in it.
        named: bool,
    },
    /// Which language was spoken?
    Spoken {
        /// What was said.
        draft: Draft,
        /// The languages offered besides Vietnamese, by their codes.
        languages: Vec<String>,
    },
    /// Where somebody lives, without a question.
    Home {
        /// How the place was asked for last.
        by: PlaceBy,
    },
    /// The next voice is the answer to this question.
    Aloud {
        /// The question.
        code: QuestionCode,
    },
    /// The next voice is a question for somebody else, who has no phone.
    Relaying {
        /// Where whoever relays speaks for.
        place: String,
    },
}

/// How a place is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceBy {
    /// By a few likely ones.
    Choosing,
    /// By its name.
    Typing,
    /// By its name once more: there is none of that name.
    Unknown,
    /// By those that the name may mean.
    Confirming,
}

/// What is known of who asks and where, for [`next`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// In private.
    pub private: bool,
    /// It can be told who asks.
    pub person: bool,
    /// They agreed to the notice.
    pub agreed: bool,
    /// They agreed that a reporter hears their voice.
    pub agreed_to_voice: bool,
    /// Where it is asked from: the group's place, or the person's.
    pub place: Option<String>,
    /// The top of the tree.
    pub top: Option<String>,
    /// The words are those of a complaint.
    pub complaint: bool,
    /// The words tell of danger.
    pub danger: bool,
    /// The words touch a sensitive subject, and nobody chose yet who may answer.
    pub sensitive: bool,
    /// Somebody sits at the province's desk of the place.
    pub desk: bool,
    /// Nobody knows which language they speak, and besides Vietnamese somebody could answer in these.
    pub languages: Vec<String>,
}

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A choice is asked for.
    Wait(Pending),
    /// Nothing is missing.
    Ask {
        /// What is asked.
        draft: Draft,
        /// From where, by the place's code.
        place: String,
    },
    /// It cannot be asked; the sentence that says why.
    Refuse(&'static str),
}

/// What a choice does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// It goes on.
    GoOn(Draft),
    /// The notice was agreed to.
    Agree(Draft),
    /// A reporter may hear the voice.
    AgreeToVoice(Draft),
    /// It is asked from this place.
    From(String, Draft),
    /// It was spoken in this language.
    Speak(String, Draft),
    /// They live there.
    Live(String),
    /// Something else is asked for.
    Wait(Pending),
    /// The voice or the pictures are gone, and nothing is left: they write.
    Write,
    /// It was a complaint, and is not kept.
    Complain(Draft),
    /// It is not asked.
    Drop,
}

impl Draft {
    /// What one message said.
    pub fn new(origin: Origin, message: Option<String>, body: Body) -> Draft {
        let mut draft = Draft {
            origin,
            said: vec![],
            voice: None,
            pictures: vec![],
            settled: BTreeSet::new(),
            warned: false,
            masked: false,
            item: None,
        };
        draft.add(message, body);
        draft
    }

    /// Said on top of it; the latest voice takes the place of an older one, and a new picture is asked about anew.
    pub fn add(&mut self, message: Option<String>, body: Body) {
        let text = self.mask(body.text);
        self.said.push(Said { message, text });
        self.voice = body.voice.or(self.voice.take());
        if !body.pictures.is_empty() {
            self.settled.remove(&Settled::Pictures);
        }
        self.pictures.extend(body.pictures);
        self.pictures.truncate(MOST_PICTURES);
    }

    /// One of its messages was changed; false: it is none of them, or a voice.
    pub fn edit(&mut self, message: &str, text: String) -> bool {
        let is_it = |said: &Said| said.message.as_deref() == Some(message) && !said.text.is_empty();
        let Some(at) = self.said.iter().position(is_it) else { return false };
        self.said[at].text = self.mask(text);
        true
    }

    fn mask(&mut self, text: String) -> String {
        let Some(masked) = hidden::masked(&text) else { return text };
        self.masked = true;
        masked
    }

    /// The message that an answer quotes. In private nobody quotes the words of another, or what came later.
    pub fn message(&self, private: bool) -> Option<String> {
        let own = matches!(self.origin, Origin::Private | Origin::Short | Origin::Group | Origin::Beside);
        self.said.iter().find_map(|said| said.message.clone()).filter(|_| own || !private)
    }

    /// All of it.
    pub fn body(&self) -> Body {
        let said = self.said.iter().map(|said| (said.message.as_deref(), said.text.as_str()));
        let (voice, pictures) = (self.voice.clone(), self.pictures.clone());
        Body { voice, pictures, masked: self.masked, ..Body::pieced(said) }
    }

    /// Who may answer, as far as it was chosen.
    pub fn discretion(&self) -> Discretion {
        if self.has(Settled::Province) {
            Discretion::Province
        } else if self.has(Settled::Commune) {
            Discretion::Commune
        } else {
            Discretion::Ordinary
        }
    }

    /// It was chosen about it.
    pub fn has(&self, settled: Settled) -> bool {
        self.settled.contains(&settled)
    }

    fn with(mut self, settled: Settled) -> Draft {
        self.settled.insert(settled);
        self
    }
}

/// The first thing that is still missing, or the question.
pub fn next(draft: Draft, known: &Known) -> Step {
    // Who goes on has said that it is one.
    if draft.origin == Origin::Short && draft.said.len() == 1 && !draft.has(Settled::Question) {
        return Step::Wait(Pending::Sure(draft));
    }
    if draft.origin == Origin::Beside && !draft.has(Settled::Question) {
        return if known.person { Step::Wait(Pending::Sure(draft)) } else { Step::Refuse("ask-how-group") };
    }
    let relayed = match &draft.origin {
        Origin::Relayed { place } => Some(place.clone()),
        _ => None,
    };
    if known.private && relayed.is_none() {
        if !known.agreed {
            return Step::Wait(Pending::Notice(draft));
        }
        if draft.voice.is_some() && !known.agreed_to_voice {
            return Step::Wait(Pending::Voice(draft));
        }
    }
    if !draft.pictures.is_empty() {
        let more = matches!(draft.origin, Origin::More { .. });
        if !more && draft.voice.is_none() && draft.body().text.is_empty() {
            return if known.person {
                Step::Wait(Pending::Shown(draft))
            } else {
                Step::Refuse("ask-how-group")
            };
        }
        // What is shown in a group everybody there has seen. Words of danger wait for no choice.
        if known.private && (more || !known.danger) && !draft.has(Settled::Pictures) {
            return Step::Wait(Pending::Pictures(draft));
        }
    }
    let anywhere = draft.has(Settled::Anywhere);
    let place = relayed.or_else(|| known.place.clone()).or_else(|| known.top.clone().filter(|_| anywhere));
    let Some(place) = place else {
        return match anywhere {
            true => Step::Refuse("no-places"),
            false => Step::Wait(Pending::Place { draft, by: PlaceBy::Choosing }),
        };
    };
    let more = matches!(draft.origin, Origin::More { .. });
    if draft.voice.is_some() && known.private && !more && !known.languages.is_empty() {
        return Step::Wait(Pending::Spoken { draft, languages: known.languages.clone() });
    }
    if known.complaint && !draft.has(Settled::Procedure) && !draft.has(Settled::NoComplaint) {
        return if known.person {
            Step::Wait(Pending::Complaint(draft))
        } else {
            Step::Refuse("complaint-apart")
        };
    }
    if known.sensitive && draft.discretion() == Discretion::Ordinary {
        return if known.person {
            Step::Wait(Pending::Discretion { draft, desk: known.desk })
        } else {
            Step::Refuse("sensitive-apart")
        };
    }
    Step::Ask { draft, place }
}

/// What was said, of what waits: lent, to be changed, or taken out.
macro_rules! draft_of {
    ($pending:expr) => {
        match $pending {
            Pending::Sure(draft)
            | Pending::Notice(draft)
            | Pending::Voice(draft)
            | Pending::Shown(draft)
            | Pending::Pictures(draft)
            | Pending::Complaint(draft)
            | Pending::Place { draft, .. }
            | Pending::Relay { draft, .. }
            | Pending::Spoken { draft, .. }
            | Pending::Discretion { draft, .. } => Some(draft),
            Pending::Home { .. } | Pending::Aloud { .. } | Pending::Relaying { .. } => None,
        }
    };
}

impl Pending {
    /// What was said, if that is what waits.
    pub fn draft(&self) -> Option<&Draft> {
        draft_of!(self)
    }

    /// The same, to change it.
    pub fn draft_mut(&mut self) -> Option<&mut Draft> {
        draft_of!(self)
    }

    /// The same, and the rest is over.
    pub fn into_draft(self) -> Option<Draft> {
        draft_of!(self)
    }

    /// The sentence that asks, and its choices: a sentence each, and what it stands for. Places are offered besides.
    pub fn asks(&self) -> (&'static str, Vec<(&'static str, AskWord)>) {
        use AskWord as Word;
        match self {
            Pending::Sure(draft) if draft.origin == Origin::Short => {
                ("ask-new", vec![("choice-new", Word::Yes), ("choice-not-new", Word::Drop)])
            }
            Pending::Sure(draft) => {
                let key = if draft.voice.is_some() { "ask-sure-voice" } else { "ask-sure" };
                (key, vec![("choice-ask", Word::Yes), ("choice-not-ask", Word::Drop)])
            }
            Pending::Notice(_) => {
                ("notice", vec![("choice-agree", Word::Agree), ("choice-decline", Word::Drop)])
            }
            Pending::Relay { named, .. } => {
                let key = if *named { "ask-relay-named" } else { "ask-relay" };
                let choices = [("choice-relay", Word::Relay), ("choice-own", Word::Yes)];
                (key, choices.into_iter().chain([("choice-not-send", Word::Drop)]).collect())
            }
            Pending::Voice(_) => {
                ("notice-voice", vec![("choice-voice", Word::Voice), ("choice-write", Word::Write)])
            }
            Pending::Shown(_) => ("ask-shown", vec![]),
            Pending::Pictures(_) => (
                "notice-pictures",
                vec![
                    ("choice-pictures", Word::Pictures),
                    ("choice-no-pictures", Word::NoPictures),
                    ("choice-not-send", Word::Drop),
                ],
            ),
            Pending::Place { by: PlaceBy::Choosing, .. } => {
                ("ask-place", vec![("choice-none-of-these", Word::NoPlace)])
            }
            Pending::Place { by: PlaceBy::Confirming, .. } => {
                ("confirm-place", vec![("choice-none-of-these", Word::NoPlace)])
            }
            Pending::Place { by: PlaceBy::Typing, .. } => {
                ("type-place", vec![("choice-anywhere", Word::Anywhere)])
            }
            Pending::Place { by: PlaceBy::Unknown, .. } => {
                ("place-not-known", vec![("choice-anywhere", Word::Anywhere)])
            }
            Pending::Complaint(_) => (
                "ask-complaint",
                vec![
                    ("choice-complaint", Word::Complaint),
                    ("choice-procedure", Word::Procedure),
                    ("choice-no-complaint", Word::NoComplaint),
                ],
            ),
            Pending::Discretion { desk, .. } => {
                let mut choices = vec![("choice-commune", Word::Commune)];
                choices.extend(desk.then_some(("choice-province", Word::Province)));
                choices.push(("choice-not-send", Word::Drop));
                (if *desk { "ask-discretion" } else { "ask-discretion-commune" }, choices)
            }
            Pending::Home { by } => {
                let key = match by {
                    PlaceBy::Choosing => "ask-place",
                    PlaceBy::Confirming => "confirm-place",
                    PlaceBy::Typing => "type-place",
                    PlaceBy::Unknown => "home-not-known",
                };
                (key, vec![("choice-none-of-these", Word::NoPlace)])
            }
            Pending::Spoken { .. } => ("ask-spoken", vec![]),
            Pending::Aloud { .. } => ("answer-aloud", vec![]),
            Pending::Relaying { .. } => ("relay-how", vec![]),
        }
    }

    /// What of it is also read aloud: the notices, to somebody who speaks instead of writing.
    pub fn heard(&self) -> Option<Aloud> {
        match self {
            Pending::Notice(draft) if draft.voice.is_some() => Some(Aloud::Notice),
            Pending::Voice(_) => Some(Aloud::Consent),
            _ => None,
        }
    }

    /// What a choice does. `None`: nothing waits that it could be about. Also the choice of an earlier question is
    /// heard: it is about the same words.
    pub fn choose(self, step: AskStep) -> Option<Chosen> {
        if let Pending::Home { .. } = self {
            return match step {
                AskStep::Place(code) => Some(Chosen::Live(code)),
                AskStep::Plain(AskWord::NoPlace) => Some(Chosen::Wait(Pending::Home { by: PlaceBy::Typing })),
                AskStep::Plain(_) | AskStep::Language(_) => None,
            };
        }
        let relayed = match &self {
            Pending::Relay { place, .. } => Some(Origin::Relayed { place: place.clone() }),
            _ => None,
        };
        let mut draft = self.into_draft()?;
        let word = match step {
            AskStep::Place(code) => return Some(Chosen::From(code, draft)),
            AskStep::Language(code) => return Some(Chosen::Speak(code, draft)),
            AskStep::Plain(word) => word,
        };
        Some(match word {
            AskWord::Relay => {
                draft.origin = relayed.unwrap_or(draft.origin);
                Chosen::GoOn(draft)
            }
            AskWord::Yes => Chosen::GoOn(draft.with(Settled::Question)),
            AskWord::Procedure => Chosen::GoOn(draft.with(Settled::Procedure)),
            AskWord::NoComplaint => Chosen::GoOn(draft.with(Settled::NoComplaint)),
            AskWord::Commune => Chosen::GoOn(draft.with(Settled::Commune)),
            AskWord::Province => Chosen::GoOn(draft.with(Settled::Province)),
            AskWord::Anywhere => Chosen::GoOn(draft.with(Settled::Anywhere)),
            AskWord::Agree => Chosen::Agree(draft.with(Settled::Agreed)),
            AskWord::Voice => Chosen::AgreeToVoice(draft),
            AskWord::NoPlace => Chosen::Wait(Pending::Place { draft, by: PlaceBy::Typing }),
            AskWord::Write => {
                draft.voice = None;
                if draft.body().is_empty() { Chosen::Write } else { Chosen::GoOn(draft) }
            }
            AskWord::Pictures => Chosen::GoOn(draft.with(Settled::Pictures)),
            AskWord::NoPictures => {
                draft.pictures.clear();
                let left = !draft.body().is_empty();
                if left { Chosen::GoOn(draft) } else { Chosen::Write }
            }
            AskWord::Complaint => Chosen::Complain(draft),
            AskWord::Drop => Chosen::Drop,
        })
    }
}

/// What waits, with its choices as they were shown: their words can be typed, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// What waits.
    pub pending: Pending,
    /// The choices.
    pub choices: Vec<Choice>,
}

impl Waiting {
    /// From the stored form; `None`: an older program's, which nobody can go on with.
    pub fn read(stored: &str) -> Option<Waiting> {
        serde_json::from_str(stored).ok()
    }
}

/// A figure that a secretary told, while it is asked which item it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// By which its choices know it.
    pub name: String,
    /// What was done.
    pub fact: Fact,
    /// At which place.
    pub place: String,
    /// The folders of the items offered.
    pub items: Vec<String>,
    /// The choices as they were shown.
    pub choices: Vec<Choice>,
}

/// What somebody who answers said in plain words, while it is asked what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// By which its choices know it: one of an earlier remark does nothing to this one.
    pub name: String,
    /// What was said.
    pub body: Body,
    /// What each choice does.
    pub steps: Vec<RemarkStep>,
    /// The choices as they were shown.
    pub choices: Vec<Choice>,
}

/// What a choice does with a remark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemarkStep {
    /// It goes to who asked, as the answer.
    Send(QuestionCode),
    /// It is about this question, and perhaps asks back: that is asked next.
    Back(QuestionCode),
    /// It goes to who asked, as a question back.
    AskBack(QuestionCode),
    /// It is about this question, and somebody else should answer it: who is asked next.
    Whom(QuestionCode),
    /// Whoever answers for this place gets the question, with the remark as the reason.
    Place(QuestionCode, String),
    /// Whoever answers for this topic gets it.
    Topic(QuestionCode, String),
    /// It only puts off: the question stays open.
    Hold(QuestionCode),
    /// Nothing is sent.
    Drop,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_origin() -> impl Strategy<Value = Origin> {
        prop_oneof![
            Just(Origin::Private),
            Just(Origin::Group),
            Just(Origin::Beside),
            Just(Origin::Short),
            Just(Origin::Relayed { place: "b".into() }),
            Just(Origin::More { code: "AB2CD".into() }),
        ]
    }

    prop_compose! {
        fn any_draft()(
            origin in any_origin(),
            texts in prop::collection::vec("[a-z ]{0,8}", 1..4),
            voice in any::<bool>(),
            pictures in 0usize..3,
            warned in any::<bool>(),
        ) -> Draft {
            let mut draft = Draft::new(origin, Some("m0".into()), Body::default());
            draft.said = texts.into_iter().enumerate().map(|(i, text)| Said { message: Some(format!("m{i}")), text }).collect();
            draft.voice = voice.then(|| ("tg".into(), "f".into()));
            draft.pictures = vec![("tg".into(), "p".into()); pictures];
            draft.warned = warned;
            draft
        }
    }

    prop_compose! {
        fn any_known()(
            private in any::<bool>(),
            person in any::<bool>(),
            agreed in any::<bool>(),
            agreed_to_voice in any::<bool>(),
            place in prop::option::of(Just("b".to_owned())),
            top in prop::option::of(Just("t".to_owned())),
            complaint in any::<bool>(),
            sensitive in any::<bool>(),
            danger in any::<bool>(),
            desk in any::<bool>(),
            languages in prop::collection::vec(Just("hmn-VN".to_owned()), 0..2),
        ) -> Known {
            // In private everybody is met.
            Known { private, person: person || private, agreed, agreed_to_voice, place, top, complaint, danger, sensitive, desk, languages }
        }
    }

    fn any_step() -> impl Strategy<Value = AskStep> {
        prop_oneof![
            prop::sample::select(AskWord::ALL).prop_map(AskStep::from),
            Just(AskStep::Place("b".into())),
            Just(AskStep::Language("vi".into())),
        ]
    }

    proptest! {
        #[test]
        fn nothing_is_asked_before_its_yes(draft in any_draft(), known in any_known()) {
            if let Step::Ask { draft, place } = next(draft, &known) {
                let relayed = matches!(draft.origin, Origin::Relayed { .. });
                prop_assert!(!known.private || relayed || known.agreed);
                prop_assert!(!known.private || relayed || draft.voice.is_none() || known.agreed_to_voice);
                let shown = draft.pictures.is_empty() || draft.has(Settled::Pictures);
                prop_assert!(!known.private || shown || known.danger);
                let more = matches!(draft.origin, Origin::More { .. });
                prop_assert!(more || draft.pictures.is_empty() || !draft.body().text.is_empty() || draft.voice.is_some());
                prop_assert!(draft.origin != Origin::Beside || draft.has(Settled::Question));
                let short = draft.origin == Origin::Short && draft.said.len() == 1;
                prop_assert!(!short || draft.has(Settled::Question));
                let told = draft.has(Settled::Procedure) || draft.has(Settled::NoComplaint);
                prop_assert!(!known.complaint || told);
                prop_assert!(!known.sensitive || draft.discretion() != Discretion::Ordinary);
                prop_assert!(!place.is_empty());
            }
        }

        /// Whoever says yes to all that is asked is asked each thing once, and has then asked their question.
        #[test]
        fn saying_yes_leads_to_a_question(draft in any_draft(), known in any_known()) {
            let (mut step, mut known) = (next(draft, &known), known);
            let mut asked = vec![];
            while let Step::Wait(pending) = step {
                let (key, _) = pending.asks();
                prop_assert!(!asked.contains(&key), "{key} was asked twice");
                asked.push(key);
                if let Pending::Shown(mut draft) = pending {
                    draft.add(None, Body::words("giấy này là gì"));
                    step = next(draft, &known);
                    continue;
                }
                let yes = match &pending {
                    Pending::Place { .. } => AskStep::Place("b".into()),
                    // Here the way that a complaint takes stands first, and is no question.
                    Pending::Complaint(_) => AskWord::NoComplaint.into(),
                    Pending::Spoken { .. } => AskStep::Language("vi".into()),
                    _ => pending.asks().1[0].1.into(),
                };
                let draft = match pending.choose(yes) {
                    Some(Chosen::GoOn(draft)) => draft,
                    Some(Chosen::Agree(draft)) => { known.agreed = true; draft }
                    Some(Chosen::AgreeToVoice(draft)) => { known.agreed_to_voice = true; draft }
                    Some(Chosen::From(place, draft)) => { known.place = Some(place); draft }
                    Some(Chosen::Speak(_, draft)) => { known.languages.clear(); draft }
                    other => return Err(TestCaseError::fail(format!("a yes led to {other:?}"))),
                };
                step = next(draft, &known);
            }
            let is_asked = matches!(step, Step::Ask { .. });
            prop_assert!(is_asked || !known.person, "not asked");
        }

        #[test]
        fn whatever_is_chosen_no_word_is_lost_without_being_said(
            draft in any_draft(), known in any_known(), steps in prop::collection::vec(any_step(), 0..8),
        ) {
            let text = draft.body().text;
            let mut step = next(draft, &known);
            for chosen in steps {
                let Step::Wait(pending) = step else { break };
                step = match pending.choose(chosen) {
                    Some(
                        Chosen::GoOn(d)
                        | Chosen::Agree(d)
                        | Chosen::AgreeToVoice(d)
                        | Chosen::From(_, d)
                        | Chosen::Speak(_, d),
                    ) => {
                        prop_assert_eq!(&d.body().text, &text);
                        next(d, &known)
                    }
                    Some(Chosen::Wait(pending)) => {
                        prop_assert_eq!(&pending.draft().unwrap().body().text, &text);
                        Step::Wait(pending)
                    }
                    Some(Chosen::Write) => { prop_assert!(text.is_empty()); break }
                    Some(Chosen::Complain(_) | Chosen::Drop | Chosen::Live(_)) => break,
                    None => return Err(TestCaseError::fail("a draft was waiting")),
                };
            }
        }

        #[test]
        fn what_waits_is_stored_and_read_again(draft in any_draft(), known in any_known()) {
            if let Step::Wait(pending) = next(draft, &known) {
                let (_, choices) = pending.asks();
                let choices = choices.into_iter().map(|(label, word)| Choice::new(label, &word.into())).collect();
                let waiting = Waiting { pending, choices };
                let stored = serde_json::to_string(&waiting).unwrap();
                prop_assert_eq!(Waiting::read(&stored), Some(waiting));
            }
        }

        #[test]
        fn an_edit_changes_its_message_and_no_other(draft in any_draft(), which in 0usize..5, text in "[a-z]{1,8}") {
            let mut edited = draft.clone();
            let message = format!("m{which}");
            let was = draft.said.iter().find(|s| s.message.as_deref() == Some(message.as_str()) && !s.text.is_empty());
            prop_assert_eq!(edited.edit(&message, text.clone()), was.is_some());
            for (before, after) in draft.said.iter().zip(&edited.said) {
                let same = after.message.as_deref() != Some(message.as_str()) || before.text.is_empty();
                prop_assert_eq!(&after.text, if same { &before.text } else { &text });
            }
        }
    }

    #[test]
    fn what_an_older_program_kept_is_let_go() {
        let old = r#"{"body":{"text":"bao giờ có điện"},"message":"5","unsure":false,"procedure":false,"anywhere":false,
            "relayed_from":null,"about":null,"warned":false,"open":"notice","choices":[{"label":"Đồng ý","token":"ask:agree"}]}"#;
        for stored in [old, "AB2CD", "", "{}", "null"] {
            assert_eq!(Waiting::read(stored), None, "{stored}");
        }
    }
}
