//! What a choice stands for, and what comes back when it is taken.
//!
//! Messages with these words are out there for years: a written form is never changed, only added to.

use crate::ids::{ItemId, PublicationId, QuestionCode};
use crate::stored::words;
use jiff::civil::Date;

/// The most that a token may take (the smallest limit of a platform on what a button carries).
pub const LONGEST_TOKEN_BYTES: usize = 64;

/// What a choice stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A step of a question that is not asked yet.
    Ask(AskStep),
    /// The asker calls the answer clear, or not clear.
    Clear {
        /// The question.
        code: QuestionCode,
        /// Clear.
        clear: bool,
    },
    /// What an item says is just what was asked: the question needs no answer.
    Served(QuestionCode),
    /// It is not: a person answers.
    NotServed(QuestionCode),
    /// The asker wants to send the question to the province's desk: they are asked again.
    Up(QuestionCode),
    /// They do.
    UpSure(QuestionCode),
    /// The asker takes the question back.
    WithdrawSure(QuestionCode),
    /// Everything that is kept of whoever chooses is deleted.
    EraseSure,
    /// What was asked about is not done.
    Never,
    /// An item, by its folder.
    News(ItemId),
    /// A language, by its code.
    Language(String),
    /// The help as a voice.
    HelpAloud,
    /// Away from one day to another.
    Away {
        /// The last day.
        until: Date,
    },
    /// Away from a later day to another.
    AwayFrom {
        /// The first day.
        from: Date,
        /// The last day.
        until: Date,
    },
    /// Not away after all.
    NotAway,
    /// A ready sentence of the item under which a question was asked goes to who asked.
    Ready {
        /// The question.
        code: QuestionCode,
        /// The sentence, from 1 on.
        number: usize,
    },
    /// Whether what a question was about is settled by now.
    Settled {
        /// The question.
        code: QuestionCode,
        /// It is, or not yet.
        yes: bool,
    },
    /// Not to be asked that any more.
    Unasked,
    /// The text modules that fit a question.
    Modules(QuestionCode),
    /// A text module goes to who asked a question.
    Module {
        /// The question.
        code: QuestionCode,
        /// The module.
        id: String,
        /// What was shown of it.
        mark: String,
    },
    /// A question gets one answer with another that asks the same.
    Twin {
        /// The question.
        code: QuestionCode,
        /// The other, which came first.
        twin: QuestionCode,
        /// What was shown of the other.
        mark: String,
    },
    /// A question is about something else than its card says.
    WrongTopic(QuestionCode),
    /// It is about this.
    Topic {
        /// The question.
        code: QuestionCode,
        /// The topic's id.
        topic: String,
    },
    /// The item that a told figure is about.
    Line {
        /// Which figure.
        name: String,
        /// The item offered, from 1 on.
        number: usize,
    },
    /// An item was read on the loudspeaker so many times; 0: not yet.
    ReadAloud {
        /// The item, by its folder.
        item: String,
        /// Times.
        times: usize,
    },
    /// What becomes of something that was said in plain words.
    Remark {
        /// Which remark.
        name: String,
        /// Its choice, from 1 on.
        number: usize,
    },
    /// Somebody is invited to this place.
    Invite {
        /// Who: the word of an invitation.
        kind: String,
        /// The place, by its code.
        place: String,
    },
    /// A question goes to whoever answers for this place.
    HandOver {
        /// The question.
        code: QuestionCode,
        /// The place, by its code.
        place: String,
    },
    /// From whoever asked this no question is taken until tomorrow.
    RefuseAsker(QuestionCode),
    /// None of the places that were offered was meant.
    NoSuchPlace,
    /// The group becomes the place's of the invitation that is kept under this key; the code itself is in no message.
    MoveGroup {
        /// The key.
        invitation: String,
    },
    /// The group stays where it is.
    StayGroup,
    /// What an editor was shown under this mark is done.
    Decide(String),
    /// It is not done.
    LeaveBe,
    /// This item was meant, by its folder.
    Item(String),
    /// This place was meant where an item is published, by its code.
    PublishAt(String),
    /// This period's report of this place was handed in.
    HandedIn {
        /// The period, as it is written.
        period: String,
        /// The place, by its code.
        place: String,
    },
    /// A question and its answer on their way to a village.
    Share {
        /// The question; once it is released, the code of what was released.
        code: QuestionCode,
        /// What is done.
        step: ShareStep,
        /// What was shown: the choice is of these words, and of no others. Empty where nothing is decided about words.
        mark: String,
    },
    /// What became of this publication is shown.
    Results(PublicationId),
    /// Something is done about what became of a publication.
    Settle {
        /// What.
        what: Settle,
        /// With how many groups, as it was shown.
        groups: usize,
        /// The publication.
        publication: PublicationId,
    },
}

words! {
    /// A step between an answer and a village that reads it.
    pub enum ShareStep {
        /// Who asked agrees.
        Agree = "agree",
        /// Who asked does not, or not any more.
        Refuse = "refuse",
        /// Who may release it looks at it.
        Show = "show",
        /// It is posted where it was asked.
        Village = "village",
        /// It is posted in the whole commune.
        Commune = "commune",
        /// It goes back to who proposed it.
        Return = "return",
        /// What was released is taken back.
        Withdraw = "withdraw",
    }
}

words! {
    /// What an editor does about a publication.
    pub enum Settle {
        /// What failed goes once more.
        Failed = "failed",
        /// What may have arrived goes once more.
        Unknown = "unknown",
        /// What waits is not sent.
        Cancel = "cancel",
    }
}

/// A step on the way from what somebody said to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskStep {
    /// A word that says it all.
    Plain(AskWord),
    /// From this place, by its code.
    Place(String),
    /// Spoken in this language, by its code.
    Language(String),
}

words! {
    /// A step that needs no more than its word.
    pub enum AskWord {
        /// What was said is a question.
        Yes = "yes",
        /// It is asked for somebody without a phone.
        Relay = "relay",
        /// The notice is agreed to.
        Agree = "agree",
        /// A reporter may hear the voice.
        Voice = "voice",
        /// Rather written than spoken.
        Write = "write",
        /// Who answers may see the pictures.
        Pictures = "pictures",
        /// It is asked without the pictures.
        NoPictures = "no-pictures",
        /// It is about the way a complaint takes.
        Procedure = "procedure",
        /// It is a complaint.
        Complaint = "complaint",
        /// It is no complaint, but a question.
        NoComplaint = "question",
        /// The commune's people may answer.
        Commune = "commune",
        /// The province's desk alone may answer.
        Province = "province",
        /// Ask it without a place.
        Anywhere = "anywhere",
        /// None of the places that were offered.
        NoPlace = "no-place",
        /// Do not ask it.
        Drop = "drop",
    }
}

impl AskStep {
    /// The written form.
    pub fn encode(&self) -> String {
        match self {
            AskStep::Plain(word) => word.as_str().to_owned(),
            AskStep::Place(code) => format!("place={code}"),
            AskStep::Language(code) => format!("language={code}"),
        }
    }

    /// From the written form.
    pub fn decode(text: &str) -> Option<AskStep> {
        match text.split_once('=') {
            Some(("place", code)) if !code.is_empty() => Some(AskStep::Place(code.to_owned())),
            Some(("language", code)) if !code.is_empty() => Some(AskStep::Language(code.to_owned())),
            Some(_) => None,
            None => AskWord::of(text).map(AskStep::Plain),
        }
    }
}

impl From<AskWord> for AskStep {
    fn from(word: AskWord) -> AskStep {
        AskStep::Plain(word)
    }
}

impl From<AskWord> for Token {
    fn from(word: AskWord) -> Token {
        Token::Ask(AskStep::Plain(word))
    }
}

/// How the tokens of a question's steps begin.
pub const ASK: &str = "ask:";
/// How the tokens of what was read aloud begin.
pub const READ_ALOUD: &str = "read:";
/// How the tokens of told figures begin.
pub const LINE: &str = "line:";
/// How the tokens of what was said in plain words begin.
pub const REMARK: &str = "said:";

impl Token {
    /// The written form.
    pub fn encode(&self) -> String {
        match self {
            Token::Ask(step) => format!("{ASK}{}", step.encode()),
            Token::Clear { code, clear: true } => format!("ok:{code}"),
            Token::Clear { code, clear: false } => format!("no:{code}"),
            Token::Served(code) => format!("served:{code}"),
            Token::NotServed(code) => format!("person:{code}"),
            Token::Up(code) => format!("up:{code}"),
            Token::UpSure(code) => format!("up-sure:{code}"),
            Token::WithdrawSure(code) => format!("take-back:{code}"),
            Token::EraseSure => "erase:yes".to_owned(),
            Token::Never => "never:no".to_owned(),
            Token::News(item) => format!("news:{item}"),
            Token::Language(code) => format!("lang:{code}"),
            Token::HelpAloud => "help:aloud".to_owned(),
            Token::Away { until } => format!("away:{until}"),
            Token::AwayFrom { from, until } => format!("away:{from}={until}"),
            Token::NotAway => "away:no".to_owned(),
            Token::Ready { code, number } => format!("ready:{code}={number}"),
            Token::Settled { code, yes } => format!("{}:{code}", if *yes { "settled" } else { "unsettled" }),
            Token::Unasked => "never:ask".to_owned(),
            Token::Modules(code) => format!("modules:{code}"),
            Token::Module { code, id, mark } => format!("module:{code}={id}.{mark}"),
            Token::Twin { code, twin, mark } => format!("twin:{code}={twin}.{mark}"),
            Token::WrongTopic(code) => format!("wrong:{code}"),
            Token::Topic { code, topic } => format!("about:{code}={topic}"),
            Token::Line { name, number } => format!("{LINE}{name}={number}"),
            Token::ReadAloud { item, times } => format!("{READ_ALOUD}{item}={times}"),
            Token::Remark { name, number } => format!("{REMARK}{name}={number}"),
            Token::Invite { kind, place } => format!("invite:{kind}={place}"),
            Token::HandOver { code, place } => format!("over:{code}={place}"),
            Token::RefuseAsker(code) => format!("refuse:{code}"),
            Token::NoSuchPlace => "place:none".to_owned(),
            Token::MoveGroup { invitation } => format!("move:{invitation}"),
            Token::StayGroup => "move:no".to_owned(),
            Token::Decide(mark) => format!("do:{mark}"),
            Token::LeaveBe => "do:no".to_owned(),
            Token::Item(folder) => format!("pick:{folder}"),
            Token::PublishAt(place) => format!("at:{place}"),
            Token::HandedIn { period, place } => format!("handed:{period}={place}"),
            Token::Share { code, step, mark } if mark.is_empty() => format!("share:{code}={step}"),
            Token::Share { code, step, mark } => format!("share:{code}={step}.{mark}"),
            Token::Results(publication) => format!("sent:{publication}"),
            Token::Settle { what, groups, publication } => format!("{what}:{groups}={publication}"),
        }
    }

    /// From the written form; `None`: not of ours, or of a newer program's.
    pub fn decode(text: &str) -> Option<Token> {
        let (what, rest) = text.split_once(':')?;
        if rest.is_empty() {
            return None;
        }
        let code = || QuestionCode::from(rest);
        let at = || {
            let (before, place) = rest.split_once('=')?;
            (!before.is_empty() && !place.is_empty()).then(|| (before.to_owned(), place.to_owned()))
        };
        Some(match what {
            "ask" => Token::Ask(AskStep::decode(rest)?),
            "ok" => Token::Clear { code: code(), clear: true },
            "no" => Token::Clear { code: code(), clear: false },
            "served" => Token::Served(code()),
            "person" => Token::NotServed(code()),
            "up" => Token::Up(code()),
            "up-sure" => Token::UpSure(code()),
            "take-back" => Token::WithdrawSure(code()),
            "erase" if rest == "yes" => Token::EraseSure,
            "never" if rest == "no" => Token::Never,
            "never" if rest == "ask" => Token::Unasked,
            "settled" => Token::Settled { code: code(), yes: true },
            "unsettled" => Token::Settled { code: code(), yes: false },
            "news" if !rest.is_empty() => Token::News(rest.into()),
            "lang" => Token::Language(rest.to_owned()),
            "help" if rest == "aloud" => Token::HelpAloud,
            "away" if rest == "no" => Token::NotAway,
            "away" if rest.contains('=') => {
                let (from, until) = rest.split_once('=')?;
                Token::AwayFrom { from: from.parse().ok()?, until: until.parse().ok()? }
            }
            "line" => {
                let (name, number) = at()?;
                Token::Line { name, number: number.parse().ok().filter(|n| number == format!("{n}"))? }
            }
            "read" => {
                let (item, times) = at()?;
                let times = times.parse().ok().filter(|n| times == format!("{n}"))?;
                Token::ReadAloud { item, times }
            }
            "ready" => {
                let (code, number) = at()?;
                let number = number.parse().ok().filter(|n| number == format!("{n}"))?;
                Token::Ready { code: code.into(), number }
            }
            "modules" => Token::Modules(rest.into()),
            "module" => {
                let (code, id) = at()?;
                let (id, mark) = id.split_once('.')?;
                Token::Module { code: code.into(), id: id.to_owned(), mark: mark.to_owned() }
            }
            "twin" => {
                let (code, twin) = at()?;
                let (twin, mark) = twin.split_once('.')?;
                Token::Twin { code: code.into(), twin: twin.into(), mark: mark.to_owned() }
            }
            "said" => {
                let (name, number) = at()?;
                Token::Remark { name, number: number.parse().ok().filter(|n| number == format!("{n}"))? }
            }
            "away" => Token::Away { until: rest.parse().ok()? },
            "invite" => at().map(|(kind, place)| Token::Invite { kind, place })?,
            "wrong" => Token::WrongTopic(rest.into()),
            "about" => at().map(|(code, topic)| Token::Topic { code: code.into(), topic })?,
            "over" => at().map(|(code, place)| Token::HandOver { code: code.into(), place })?,
            "refuse" => Token::RefuseAsker(code()),
            "place" if rest == "none" => Token::NoSuchPlace,
            "move" if rest == "no" => Token::StayGroup,
            "move" => Token::MoveGroup { invitation: rest.to_owned() },
            "do" if rest == "no" => Token::LeaveBe,
            "do" => Token::Decide(rest.to_owned()),
            "pick" => Token::Item(rest.to_owned()),
            "at" => Token::PublishAt(rest.to_owned()),
            "handed" => at().map(|(period, place)| Token::HandedIn { period, place })?,
            "share" => {
                let (code, step) = at()?;
                let (step, mark) = step.split_once('.').unwrap_or((&step, ""));
                Token::Share { code: code.into(), step: ShareStep::of(step)?, mark: mark.to_owned() }
            }
            "sent" => Token::Results(rest.into()),
            _ => {
                let what = Settle::of(what)?;
                let (groups, publication) = at()?;
                let number: usize = groups.parse().ok()?;
                // As it was written, and not otherwise.
                (number.to_string() == groups).then(|| Token::Settle {
                    what,
                    groups: number,
                    publication: publication.into(),
                })?
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_token() -> impl Strategy<Value = Token> {
        let code = "[2-9A-HJ-NP-Z]{5}".prop_map(QuestionCode::from);
        let (second, third, fourth) = (code.clone(), code.clone(), code.clone());
        let (fifth, sixth) = (code.clone(), code.clone());
        let day = (2000i16..2100, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap());
        prop_oneof![
            prop::sample::select(AskWord::ALL).prop_map(Token::from),
            "[a-z0-9.-]{1,40}".prop_map(|place| Token::Ask(AskStep::Place(place))),
            "[a-z]{2,3}(-[A-Z]{2})?".prop_map(|code| Token::Ask(AskStep::Language(code))),
            (second, any::<bool>()).prop_map(|(code, clear)| Token::Clear { code, clear }),
            third.clone().prop_map(Token::Served),
            third.clone().prop_map(Token::NotServed),
            third.clone().prop_map(Token::Up),
            third.clone().prop_map(Token::UpSure),
            third.prop_map(Token::WithdrawSure),
            Just(Token::EraseSure),
            Just(Token::Never),
            Just(Token::Unasked),
            ("[2-9A-HJ-NP-Z]{5}", any::<bool>())
                .prop_map(|(code, yes)| Token::Settled { code: code.into(), yes }),
            "[a-z0-9-]{1,40}".prop_map(|item| Token::News(item.into())),
            fifth.prop_map(Token::RefuseAsker),
            "[a-z]{2,3}(-[A-Z]{2})?".prop_map(Token::Language),
            Just(Token::HelpAloud),
            (day.clone(), day.clone()).prop_map(|(from, until)| Token::AwayFrom { from, until }),
            day.prop_map(|until| Token::Away { until }),
            Just(Token::NotAway),
            ("[2-9A-HJ-NP-Z]{5}", 1usize..9)
                .prop_map(|(code, number)| Token::Ready { code: code.into(), number }),
            "[2-9A-HJ-NP-Z]{5}".prop_map(|code| Token::Modules(code.into())),
            ("[2-9A-HJ-NP-Z]{5}", "[2-9A-HJ-NP-Z]{8}", "[0-9a-f]{8}")
                .prop_map(|(code, id, mark)| Token::Module { code: code.into(), id, mark }),
            ("[2-9A-HJ-NP-Z]{5}", "[2-9A-HJ-NP-Z]{5}", "[0-9a-f]{16}").prop_map(|(code, twin, mark)| {
                Token::Twin { code: code.into(), twin: twin.into(), mark }
            }),
            ("[2-9A-HJ-NP-Z]{5}", "[a-z0-9-]{1,20}")
                .prop_map(|(code, topic)| Token::Topic { code: code.into(), topic }),
            ("[2-9A-Z]{5}", 1usize..9).prop_map(|(name, number)| Token::Line { name, number }),
            ("[a-z0-9-]{1,40}", 0usize..9).prop_map(|(item, times)| Token::ReadAloud { item, times }),
            ("[2-9A-Z]{5}", 1usize..9).prop_map(|(name, number)| Token::Remark { name, number }),
            ("[a-z]{5,9}", "[a-z0-9.-]{1,40}").prop_map(|(kind, place)| Token::Invite { kind, place }),
            (fourth, "[a-z0-9.-]{1,40}").prop_map(|(code, place)| Token::HandOver { code, place }),
            Just(Token::NoSuchPlace),
            "[0-9a-f]{32}".prop_map(|invitation| Token::MoveGroup { invitation }),
            Just(Token::StayGroup),
            "[0-9a-f]{12}".prop_map(Token::Decide),
            Just(Token::LeaveBe),
            "[a-z0-9-]{2,40}".prop_map(Token::Item),
            "[a-z0-9.-]{1,40}".prop_map(Token::PublishAt),
            ("20[0-9]{2}-[01][0-9]", "[a-z0-9.-]{1,40}")
                .prop_map(|(period, place)| Token::HandedIn { period, place }),
            (sixth, prop::sample::select(ShareStep::ALL), "([0-9a-f]{16})?")
                .prop_map(|(code, step, mark)| Token::Share { code, step, mark }),
            "[0-9a-f]{23}".prop_map(|id| Token::Results(id.into())),
            (prop::sample::select(Settle::ALL), 1usize..100_000, "[0-9a-f]{23}")
                .prop_map(|(what, groups, id)| Token::Settle { what, groups, publication: id.into() }),
        ]
    }

    proptest! {
        #[test]
        fn a_token_comes_back_as_it_went_out(token in any_token()) {
            let written = token.encode();
            prop_assert!(written.is_ascii() && written.len() <= LONGEST_TOKEN_BYTES, "{written}");
            prop_assert_eq!(Token::decode(&written), Some(token));
        }

        #[test]
        fn what_is_no_token_is_nothing(text in "\\PC{0,70}") {
            if let Some(token) = Token::decode(&text) {
                prop_assert_eq!(token.encode(), text);
            }
        }
    }

    #[test]
    fn what_stands_under_old_messages_is_still_understood() {
        let code = || QuestionCode::from("AB2CD");
        for (written, token) in [
            ("ask:yes", AskWord::Yes.into()),
            ("ask:agree", AskWord::Agree.into()),
            ("ask:voice", AskWord::Voice.into()),
            ("ask:write", AskWord::Write.into()),
            ("ask:procedure", AskWord::Procedure.into()),
            ("ask:complaint", AskWord::Complaint.into()),
            ("ask:anywhere", AskWord::Anywhere.into()),
            ("ask:no-place", AskWord::NoPlace.into()),
            ("ask:drop", AskWord::Drop.into()),
            ("ask:place=lc-banbo", Token::Ask(AskStep::Place("lc-banbo".into()))),
            ("ok:AB2CD", Token::Clear { code: code(), clear: true }),
            ("no:AB2CD", Token::Clear { code: code(), clear: false }),
            ("settled:AB2CD", Token::Settled { code: code(), yes: true }),
            ("unsettled:AB2CD", Token::Settled { code: code(), yes: false }),
            ("never:ask", Token::Unasked),
            ("served:AB2CD", Token::Served(code())),
            ("person:AB2CD", Token::NotServed(code())),
            ("up:AB2CD", Token::Up(code())),
            ("lang:hmn-VN", Token::Language("hmn-VN".into())),
            ("help:aloud", Token::HelpAloud),
            ("invite:group=lc-banbo", Token::Invite { kind: "group".into(), place: "lc-banbo".into() }),
            ("over:AB2CD=lc-banbo", Token::HandOver { code: code(), place: "lc-banbo".into() }),
            ("place:none", Token::NoSuchPlace),
            ("line:K7XQ2=1", Token::Line { name: "K7XQ2".into(), number: 1 }),
            ("read:hoc-phi=2", Token::ReadAloud { item: "hoc-phi".into(), times: 2 }),
            ("ready:AB2CD=2", Token::Ready { code: code(), number: 2 }),
            ("modules:AB2CD", Token::Modules(code())),
            ("module:AB2CD=K7.0f", Token::Module { code: code(), id: "K7".into(), mark: "0f".into() }),
            ("twin:AB2CD=K7XQ2.0f", Token::Twin { code: code(), twin: "K7XQ2".into(), mark: "0f".into() }),
            ("wrong:AB2CD", Token::WrongTopic(code())),
            ("about:AB2CD=y-te", Token::Topic { code: code(), topic: "y-te".into() }),
            ("said:K7XQ2=1", Token::Remark { name: "K7XQ2".into(), number: 1 }),
            ("move:00ff", Token::MoveGroup { invitation: "00ff".into() }),
            ("move:no", Token::StayGroup),
            ("do:00ff", Token::Decide("00ff".into())),
            ("do:no", Token::LeaveBe),
            ("pick:hoc-phi", Token::Item("hoc-phi".into())),
            ("at:lc-banbo", Token::PublishAt("lc-banbo".into())),
            ("share:AB2CD=show", Token::Share { code: code(), step: ShareStep::Show, mark: String::new() }),
            (
                "share:AB2CD=agree.0f",
                Token::Share { code: code(), step: ShareStep::Agree, mark: "0f".into() },
            ),
            ("sent:0f", Token::Results("0f".into())),
            ("failed:3=0f", Token::Settle { what: Settle::Failed, groups: 3, publication: "0f".into() }),
        ] {
            assert_eq!(Token::decode(written), Some(token.clone()), "{written}");
            assert_eq!(token.encode(), written);
        }
        for strange in [
            "",
            "ask",
            "ask:",
            "ask:place=",
            "ask:x",
            "erase:3",
            "news:",
            "help:x",
            "away:tomorrow",
            "invite:group",
            "over:=x",
            "place:x",
        ] {
            assert_eq!(Token::decode(strange), None, "{strange}");
        }
    }
}
