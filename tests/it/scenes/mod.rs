//! Scenes: what people say and read from the first word to the last, on each platform, as their phones show it. What
//! arrives with whom is checked on the way; at the end stands the whole dialogue, with the length of every message of the
//! machine before it.

mod answering;
mod asking;
mod leaving;
mod office;
mod seen;
mod village;

use crate::world::phones::{Group, Note, Phone};
use crate::world::{PUBLIC, World};
use loaban::calendar::Stretch;
use std::time::Duration;

/// As operators have it: what is said within a minute is one question.
const GATHER: Duration = Duration::from_secs(60);

/// A scene, and who is in it, in the order in which their phones are shown.
struct Scene {
    world: World,
    phones: Vec<(&'static str, Phone)>,
    groups: Vec<(&'static str, Group)>,
}

impl Scene {
    /// Begins on a world as it was made, with what people have by then.
    async fn begin(mut world: World) -> Scene {
        world.change(|settings| settings.questions.gather = Stretch::Plain(GATHER));
        world.restart().await;
        Scene { world, phones: vec![], groups: vec![] }
    }

    fn person(&mut self, name: &'static str) -> Phone {
        let phone = self.world.person(name);
        self.phones.push((name, phone.clone()));
        phone
    }

    async fn official(&mut self, name: &'static str, role: &str, place: &str) -> Phone {
        let phone = self.world.enrols(name, role, place).await;
        self.phones.push((name, phone.clone()));
        self.quiet().await;
        phone
    }

    async fn group(&mut self, name: &'static str, place: &str, people: &[&Phone]) -> Group {
        let group = self.world.village(place, people).await;
        self.groups.push((name, group.clone()));
        self.quiet().await;
        group
    }

    /// Somebody who has asked before.
    async fn known(&mut self, name: &'static str) -> Phone {
        let phone = self.world.knows(name).await;
        self.phones.push((name, phone.clone()));
        self.pass(GATHER).await;
        phone
    }

    async fn quiet(&self) {
        self.world.settle().await;
    }

    async fn pass(&self, by: Duration) {
        self.quiet().await;
        self.world.pass(by + Duration::from_secs(1));
        self.quiet().await;
    }

    async fn until(&self, moment: &str) {
        self.quiet().await;
        self.world.pass_until(moment);
        self.quiet().await;
    }

    /// Says something in private; what comes back, all of it.
    async fn says(&self, phone: &Phone, text: &str) -> Vec<Note> {
        let before = self.world.notes(phone).len();
        self.world.tells(phone, text);
        self.fresh(phone, before).await
    }

    /// Makes a choice in private.
    async fn chooses(&self, phone: &Phone, label: &str) -> Vec<Note> {
        let before = self.world.notes(phone).len();
        self.world.chooses(phone, label).await;
        self.fresh(phone, before).await
    }

    async fn fresh(&self, phone: &Phone, before: usize) -> Vec<Note> {
        // A moment later, so that nothing happens at the same one.
        self.quiet().await;
        self.world.pass(Duration::from_millis(10));
        self.quiet().await;
        self.world.notes(phone).into_iter().skip(before).filter(|note| note.from_bot).collect()
    }

    /// Says something to the machine in a group.
    async fn says_in(&self, phone: &Phone, group: &Group, text: &str) {
        self.world.tells_in(phone, group, text);
        self.quiet().await;
    }

    async fn reads(&self, phone: &Phone, words: &str) -> Note {
        self.world.reads(phone, words).await
    }

    /// The whole of it, and the end.
    async fn ends(self, name: &str) {
        self.quiet().await;
        let mut shown = vec![];
        for (who, group) in &self.groups {
            shown.push(dialogue(who, &self.world.notes_in(group)));
        }
        for (who, phone) in &self.phones {
            shown.push(dialogue(who, &self.world.notes(phone)));
        }
        let platform = self.world.home.as_str();
        insta::assert_snapshot!(format!("{name}_{platform}"), named(&shown.join("\n\n")));
        self.world.close().await;
    }
}

/// Words that stand in one of these.
fn say(notes: &[Note], words: &str) -> bool {
    notes.iter().any(|note| note.text.contains(words))
}

fn dialogue(who: &str, notes: &[Note]) -> String {
    let one = |note: &Note| {
        let file = note.file.as_ref().map_or("", |_| "<tệp> ");
        if !note.from_bot {
            return format!("      – {file}{}", note.text.replace('\n', "\n        "));
        }
        let numbered = note.choices.first().is_some_and(|first| note.text.contains(&format!("\n1. {first}")));
        let buttons = note.choices.iter().filter(|_| !numbered);
        let buttons: String = buttons.map(|choice| format!(" [{choice}]")).collect();
        format!("{:>4}  {file}{}{buttons}", note.text.chars().count(), note.text.replace('\n', "\n      "))
    };
    let lines: Vec<String> = notes.iter().map(one).collect();
    format!("== {who}\n{}", lines.join("\n"))
}

/// Codes by their order, and no address that is another one in each run.
fn named(shown: &str) -> String {
    let is_code = |word: &str| {
        let known = |b: u8| b.is_ascii_digit() || b.is_ascii_uppercase();
        matches!(word.len(), 5 | 10)
            && word.bytes().all(known)
            && word.bytes().any(|b| b.is_ascii_uppercase())
    };
    let (mut codes, mut out, mut word): (Vec<String>, String, String) = Default::default();
    for c in shown.chars().chain(['\n']) {
        if c.is_alphanumeric() {
            word.push(c);
            continue;
        }
        if is_code(&word) && !WORDS.contains(&word.as_str()) {
            let at = codes.iter().position(|code| *code == word).unwrap_or_else(|| {
                codes.push(word.clone());
                codes.len() - 1
            });
            out.push_str(&format!("MÃ{}", at + 1));
        } else if word.len() >= 15 && word.bytes().all(|b| b.is_ascii_digit()) {
            out.push_str("SỐ");
        } else {
            out.push_str(&word);
        }
        word.clear();
        out.push(c);
    }
    let lines = out.trim_end().lines().map(|line| match line.split_once(PUBLIC) {
        // A sealed address is another one each time.
        Some((before, _)) => format!("{before}{PUBLIC}/…"),
        None => line.trim_end().to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What looks like a code and is none.
const WORDS: [&str; 2] = ["AB2CD", "ABCDE"];
