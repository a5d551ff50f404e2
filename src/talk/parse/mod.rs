//! What a line of text asks for (pure): a verb with what it needs, or free text.
//!
//! [`verbs`] says which verb a text begins with, [`Command::read`] what follows it means: one file a verb.

pub mod away;
pub mod hand_over;
pub mod held;
pub mod invite;
pub mod link;
pub mod modules;
pub mod named;
pub mod news;
pub mod outreach;
pub mod propose;
pub mod publish;
pub mod register;
pub mod report;
pub mod same;
pub mod session;
pub mod start;
pub mod verbs;
pub mod when;
pub mod withdraw;
pub mod words;

pub use verbs::Verb;

use crate::ids::QuestionCode;
use away::Away;
use invite::Invite;
use jiff::civil::Date;
use named::Named;
use outreach::Outreach;
use propose::Propose;
use register::Correction;
use report::Month;
use session::Session;
use start::Start;
use withdraw::Withdraw;

/// What a person wants done, with all that it takes. `None` in it: it was not said, or cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Start(Start),
    Help,
    Language(String),
    Privacy,
    Ask(String),
    News(Option<usize>),
    Listen,
    MyQuestions,
    Withdraw(Withdraw),
    ToProvince(Option<QuestionCode>),
    ChangePlace,
    ShowKept,
    Erase,
    Stop,
    LinkGroup(Option<String>),
    Relay(String),
    Outreach(Option<Outreach>),
    Session(Option<Session>),
    Script(Option<String>),
    Register,
    Correct(Option<Correction>),
    Situation,
    /// A way in to the desk.
    Desk,
    Answer(Named),
    OpenQuestions,
    AskBack(Named),
    HandOver(Named),
    Same(Option<(QuestionCode, QuestionCode)>),
    Modules(modules::Modules),
    SetAside(Named),
    Away(Option<Away>),
    Invite(Option<Invite>),
    Propose(Propose),
    Release(String),
    ReturnItem(String),
    Publish(String),
    Results(String),
    TakeBack(String),
    Report(Option<Month>),
    HandIn(Option<Month>),
}

impl Command {
    /// A verb and what follows it, as it was typed.
    pub fn read(verb: Verb, rest: &str, today: Date) -> Command {
        let rest = rest.trim();
        match verb {
            Verb::Start => Command::Start(start::read(rest)),
            Verb::Help => Command::Help,
            Verb::Language => Command::Language(rest.to_owned()),
            Verb::Privacy => Command::Privacy,
            Verb::Ask => Command::Ask(rest.to_owned()),
            Verb::News => Command::News(news::read(rest)),
            Verb::Listen => Command::Listen,
            Verb::MyQuestions => Command::MyQuestions,
            Verb::Withdraw => Command::Withdraw(withdraw::read(rest)),
            Verb::ToProvince => Command::ToProvince(words::code(words::first_word(rest).0)),
            Verb::ChangePlace => Command::ChangePlace,
            Verb::ShowKept => Command::ShowKept,
            Verb::Erase => Command::Erase,
            Verb::Stop => Command::Stop,
            Verb::LinkGroup => Command::LinkGroup(link::read(rest)),
            Verb::Relay => Command::Relay(rest.to_owned()),
            Verb::Outreach => Command::Outreach(outreach::read(rest)),
            Verb::Session => Command::Session(session::read(rest, today)),
            Verb::Script => Command::Script((!rest.is_empty()).then(|| rest.to_owned())),
            Verb::Register => Command::Register,
            Verb::Correct => Command::Correct(register::read(rest)),
            Verb::Situation => Command::Situation,
            Verb::Desk => Command::Desk,
            Verb::Answer => Command::Answer(named::read(rest)),
            Verb::OpenQuestions => Command::OpenQuestions,
            Verb::AskBack => Command::AskBack(named::read(rest)),
            Verb::HandOver => Command::HandOver(named::read(rest)),
            Verb::Same => Command::Same(same::read(rest)),
            Verb::Modules => Command::Modules(modules::read(rest)),
            Verb::SetAside => Command::SetAside(named::read(rest)),
            Verb::Away => Command::Away(away::read(rest, today)),
            Verb::Invite => Command::Invite(invite::read(rest)),
            Verb::Propose => Command::Propose(propose::read(rest)),
            Verb::Release => Command::Release(rest.to_owned()),
            Verb::ReturnItem => Command::ReturnItem(rest.to_owned()),
            Verb::Publish => Command::Publish(rest.to_owned()),
            Verb::Results => Command::Results(rest.to_owned()),
            Verb::TakeBack => Command::TakeBack(rest.to_owned()),
            Verb::Report => match report::handed_in(rest) {
                Some(month) => Command::HandIn(report::read(&month)),
                None => Command::Report(report::read(rest)),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever nobody sees changes nothing in what is understood: a command, a code, a number, a day.
        #[test]
        fn what_nobody_sees_is_not_judged(
            said in prop::sample::select(vec![
                "/hoi bao giờ có điện?", "hỏi hộ bà Mỷ: bao giờ có điện", "trợ giúp", "TIN 2", "thu hồi #AB2CD",
                "lienket ABCD2345EF", "/traloi AB2CD: sang năm", "/nghi 30/11", "/nghi 3 ngày", "/moi bí thư Nà Luồng",
                "/phat hoc-phi thử", "/baocao 2026-10", "/sohoc hoc-phi 5/9 tuyên truyền", "/xacnhan hoc-phi loa 3",
                "/trung AB2CD AB2CE", "/ban", "số 1 ạ", "hội phụ nữ họp", "đừng gửi nữa", "...",
            ]),
            at in prop::collection::vec((0usize..99, 0usize..99), 0..5),
        ) {
            let today = Date::constant(2026, 11, 25);
            let hidden = crate::text::tests::with_unseen(said, &at);
            let read = |text: &str| {
                let text = crate::text::clean(text);
                let command = verbs::command(&text, true).map(|(verb, rest)| Command::read(verb, &rest, today));
                (command, words::digit(&text), verbs::is_unknown(&text), crate::text::has_words(&text))
            };
            prop_assert_eq!(read(&hidden), read(said), "{:?}", hidden);
        }

        /// Whatever is typed after any verb, and without one: codes, days, places, numbers.
        #[test]
        fn no_words_make_it_panic(
            rest in prop_oneof![any::<String>(), "\\PC{0,80}", "[0-9 /:.#-]{0,30}", "[A-Z2-9#]{0,12}( \\PC{0,20})?"],
            said in prop::sample::select(vec!["/start", "lienket", "thu hồi", "/nghi", "/sohoc", "hỏi", "tin", "/", "số", ""]),
            year in -9999i16..=9999,
        ) {
            let today = Date::constant(year, 2, 28);
            for verb in Verb::all() {
                Command::read(verb, &rest, today);
            }
            for text in [format!("{said} {rest}"), format!("{rest} {said}"), format!("{said}{rest}")] {
                let text = crate::text::clean(&text);
                for bare in [true, false] {
                    if let Some((verb, rest)) = verbs::command(&text, bare) {
                        Command::read(verb, &rest, today);
                    }
                }
                words::digit(&text);
                verbs::is_unknown(&text);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,60}") {
            let today = Date::constant(2026, 11, 25);
            for verb in Verb::all() {
                Command::read(verb, &text, today);
            }
            verbs::command(&text, true);
            words::digit(&text);
            words::code(&text);
        }
    }
}
