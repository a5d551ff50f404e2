//! What nobody foresees, in every context: nothing is lost, nothing is chosen by it, nobody is answered twice.

use super::cases::Case;
use super::town::{Stage, Town};
use crate::world::Engine;
use crate::world::phones::{Note, Phone};
use loaban::config::Platform;
use std::time::Duration;

const CONTEXTS: [&str; 12] = [
    "fresh-known",
    "open",
    "answered",
    "asked-back",
    "not-cleared",
    "notice",
    "place-choice",
    "after-list",
    "sec",
    "rep-one",
    "rep-several",
    "rep-quote",
];
const ASKED: &str = "Bao giờ có điện lưới về bản mình hả cán bộ?";
const MEANT: &str = "Bao giờ có nước sạch về bản mình hả cán bộ?";

/// What somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Says(&'static str),
    /// As long as a message can be.
    SaysMuch,
    Speaks,
    Forwards,
    /// Under a message that they wrote themselves.
    RepliesToOwn,
    /// The platform brings one message twice.
    Twice,
    /// Before it is read, and after.
    Edits,
}

const ACTS: [Act; 17] = [
    Act::Says("0"),
    Act::Says("77"),
    Act::Says("１２３４５"),
    Act::Says("-1"),
    Act::Says("Когда будет электричество?"),
    Act::Says("什么时候有电"),
    Act::Says("ມື້ໃດຈະມີໄຟຟ້າ"),
    Act::Says("!!! ??? …"),
    Act::Says("👍🙏"),
    Act::Says("\u{200b}\u{feff}"),
    Act::Says("/khongco lệnh này"),
    Act::SaysMuch,
    Act::Speaks,
    Act::Forwards,
    Act::RepliesToOwn,
    Act::Twice,
    Act::Edits,
];

impl Act {
    /// Only one platform says what was passed on or changed, or can be made to bring something twice.
    fn is_possible(self, platform: Platform) -> bool {
        let everywhere = !matches!(self, Act::Forwards | Act::RepliesToOwn | Act::Twice | Act::Edits);
        everywhere || platform == Platform::Telegram
    }

    fn is_of_signs(self) -> bool {
        matches!(self, Act::Says(text) if !text.chars().any(char::is_alphanumeric))
    }

    /// Returns the message that is changed later.
    async fn is_done(self, town: &Town, phone: &Phone) -> Option<String> {
        let world = &town.world;
        let telegram = || {
            let Phone::Telegram(user) = phone else { panic!("{self:?} on {phone:?}") };
            *user
        };
        match self {
            Act::Says(text) => world.tells(phone, text),
            Act::SaysMuch => {
                let text: String = "Bao giờ có điện lưới về bản mình? ".chars().cycle().take(1_990).collect();
                world.tells(phone, &text)
            }
            Act::Speaks => world.tells_aloud(phone),
            Act::Forwards => {
                world.platform.person_forwards(telegram(), world.bot, ASKED).unwrap();
                String::new()
            }
            Act::RepliesToOwn => {
                let own = world.notes(phone).into_iter().rfind(|n| !n.from_bot).expect("they said something");
                world.tells_under(phone, &own, ASKED)
            }
            Act::Twice => {
                let message = world.tells(phone, ASKED);
                world.platform.duplicate_last_update(world.bot).unwrap();
                message
            }
            Act::Edits => {
                let message = world.tells(phone, "Bao giờ có gì đó ạ?");
                world.edits(phone, &message, ASKED);
                return Some(message);
            }
        };
        None
    }
}

/// What is wrong with what came of it.
fn wrong(act: Act, stage: &Stage) -> Vec<String> {
    let mut faults = vec![];
    let mut fault = |wrong: bool, what: &str| {
        if wrong {
            faults.push(format!("[{}] {act:?}: {what}\n{}", stage.case.context, super::seen(stage)));
        }
    };
    let (before, now, end) = (&stage.before, &stage.at_once, &stage.in_the_end);
    let kept = |at: usize| end.states[at]["state"] == before.states[at]["state"];
    fault(!(0..stage.codes.len()).all(kept), "a question was moved");
    fault(end.figures != before.figures, "a figure was noted");
    fault(end.answers.iter().any(|notes| !notes.is_empty()), "something went to who asked");
    fault(end.fresh.len() > 1, "more than one question");
    let most = if act == Act::Edits { 3 } else { 1 };
    // What is told before a voice goes on is also read aloud.
    let aloud =
        |note: &&Note| note.text.contains("giọng máy đọc") || (note.file.is_some() && note.text.is_empty());
    let notes = now.notes.iter().filter(|note| !aloud(note)).count();
    fault(notes > most, "answered more than once");
    let taken = !now.notes.is_empty() || !end.fresh.is_empty() || !end.cards.is_empty();
    fault(!taken && !act.is_of_signs(), "lost");
    let read = end.cards.iter().map(|(_, card)| card.text.as_str()).filter(|text| text.contains('«'));
    let stale =
        act == Act::Edits && !end.fresh.is_empty() && !read.clone().any(|text| text.contains("nước sạch"));
    fault(stale, "what was changed did not reach who answers");
    faults
}

async fn crossed(engine: Engine, platform: Platform) {
    let acts: Vec<Act> = ACTS.into_iter().filter(|act| act.is_possible(platform)).collect();
    let mut faults = vec![];
    for context in CONTEXTS {
        let case = |act: &Act| Case {
            id: format!("{act:?}"),
            class: "crossed".into(),
            context: context.into(),
            lines: vec![],
            ok: vec![],
            optional: vec![],
            to: None,
            core: None,
        };
        for acts in acts.chunks(super::of_a_world(platform, &case(&acts[0]))) {
            let Some(mut town) = Town::new(engine, platform).await else { return };
            let mut stages = town.set(acts.iter().map(case).collect()).await;
            town.begin(&mut stages).await;
            let mut changed = vec![];
            for (act, stage) in acts.iter().zip(&stages) {
                changed.push(act.is_done(&town, &stage.phone).await);
            }
            town.step(Duration::from_secs(2)).await;
            for (message, stage) in changed.iter().zip(&stages) {
                if let Some(message) = message {
                    town.world.edits(&stage.phone, message, MEANT);
                }
            }
            town.step(Duration::from_secs(2)).await;
            town.look(&mut stages, |stage, shot| stage.at_once = shot).await;
            town.end(&mut stages).await;
            faults.extend(acts.iter().zip(&stages).flat_map(|(act, stage)| wrong(*act, stage)));
            let aside = "SELECT COUNT(*) FROM inbox WHERE state <> 'done' OR body <> ''";
            assert_eq!(town.world.count(aside).await, 0, "{context}: something was not handled");
            town.world.close().await;
        }
    }
    assert!(faults.is_empty(), "{} wrong:\n{}", faults.len(), faults.join("\n"));
}

/// A choice is pressed, or its number written, when its day is over.
async fn late(engine: Engine, platform: Platform) {
    for context in ["notice", "place-choice", "answered"] {
        let case = super::cases::read("utterances.jsonl").into_iter().find(|case| case.context == context);
        let Some(mut town) = Town::new(engine, platform).await else { return };
        let mut stages = town.set(vec![case.unwrap()]).await;
        let notes = town.world.notes(&stages[0].phone);
        let note = notes.into_iter().rfind(|n| n.from_bot && !n.choices.is_empty()).unwrap();
        town.step(Duration::from_secs(25 * 3_600)).await;
        town.world.comes_to("SELECT COUNT(*) FROM pending", 0).await;
        town.begin(&mut stages).await;
        let told = town.world.is_answered_on_choosing(&stages[0].phone, &note, &note.choices[0]).await;
        // That an answer was clear may be said whenever its button is there.
        assert!(!told.is_empty() || context == "answered", "{context}: a late choice is answered");
        town.end(&mut stages).await;
        let stage = &stages[0];
        assert!(stage.in_the_end.fresh.is_empty() && stage.in_the_end.cards.is_empty(), "{context}");
        for (before, end) in stage.before.states.iter().zip(&stage.in_the_end.states) {
            assert_eq!(before["state"], end["state"], "{context}");
        }
        town.world.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_comes_in_whatever_context() {
    crossed(Engine::Sqlite, Platform::Telegram).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_comes_where_choices_are_digits() {
    crossed(Engine::Sqlite, Platform::ZaloBot).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_comes_on_an_official_account() {
    crossed(Engine::Postgres, Platform::ZaloOa).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_choice_is_made_too_late() {
    late(Engine::Sqlite, Platform::Telegram).await;
    late(Engine::Postgres, Platform::ZaloBot).await;
}
