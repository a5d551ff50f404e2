//! A world in which many cases are played side by side: each is a person of its own who is brought into the case's
//! context by what people do, all of them a step at a time.

use super::cases::Case;
use super::phrases::Phrases;
use super::shot::{Shot, code_by_words};
use crate::world::phones::{Note, Phone};
use crate::world::{Engine, World, code_in};
use loaban::calendar::Stretch;
use loaban::config::Platform;
use std::collections::BTreeMap;
use std::time::Duration;

pub const FIRST: &str = "Bao giờ đoàn về tiêm phòng cho trâu bò hả cán bộ?";
const MORE: [&str; 2] =
    ["Mất thẻ căn cước thì làm lại ở đâu ạ?", "Hộ nghèo có phải đóng tiền bảo hiểm y tế không?"];
const ANSWER: &str = "Ngày 20 đoàn về tiêm ở nhà văn hoá, bắt đầu từ 8 giờ.";
const BACK: &str = "Nhà mình có mấy con trâu, mấy con bò?";
pub const ITEMS: [&str; 3] = ["bao-hiem-y-te", "hoc-phi", "kham-suc-khoe"];
/// A Monday, as the cases' days of the week have it.
const TODAY: &str = "2026-11-30 09:00";
const GATHER: Duration = Duration::from_secs(60);

/// A case, and who plays it.
pub struct Stage {
    pub case: Case,
    pub phone: Phone,
    /// What is typed, filled in.
    pub lines: Vec<String>,
    /// The questions that it is about: one's own, or those that wait for the reporter.
    pub codes: Vec<String>,
    /// Who asked them, where that is somebody else.
    pub askers: Vec<Phone>,
    /// The village that is theirs alone, where they have one.
    pub village: Option<String>,
    /// What is quoted.
    pub quoted: Option<Note>,
    /// What could be chosen before.
    pub open_choices: Vec<String>,
    pub before: Shot,
    /// When all lines are said.
    pub at_once: Shot,
    /// When choices were made and time has passed.
    pub in_the_end: Shot,
    /// How many messages the chats held before: theirs, and those who asked.
    pub read: usize,
    pub asked_read: Vec<usize>,
}

pub struct Town {
    pub world: World,
    /// Reporter, coordinator, and the province's.
    pub officials: Vec<Phone>,
    pub officials_read: Vec<usize>,
    pub listed: BTreeMap<String, serde_json::Value>,
    pub phrases: Phrases,
    pub month: String,
}

impl Town {
    /// `None`: the database was left out on purpose.
    pub async fn new(engine: Engine, platform: Platform) -> Option<Town> {
        let gathering = |settings: &mut loaban::config::Settings| {
            settings.questions.gather = Stretch::Plain(GATHER);
            settings.durability = loaban::config::Durability::Crash;
        };
        let world = World::on(engine, &[platform], gathering).await?;
        world.pass_until(TODAY);
        let mut officials = vec![];
        for (name, role, place) in [
            ("Báo cáo viên", "reporter", "lc-binhlu"),
            ("Điều phối", "coordinator", "lc-binhlu"),
            ("Tỉnh", "reporter", "lc"),
        ] {
            officials.push(world.enrols(name, role, place).await);
        }
        let today = world.parts().core.calendar.local(world.clock.now()).date();
        let month =
            loaban::report::Period::containing(today, world.settings().report.boundary_day).to_string();
        let phrases = Phrases::read();
        Some(Town { world, officials, officials_read: vec![], listed: BTreeMap::new(), phrases, month })
    }

    /// Brings everybody where their case begins. All cases are of one context.
    pub async fn set(&mut self, cases: Vec<Case>) -> Vec<Stage> {
        let context = cases[0].context.clone();
        let mut stages: Vec<Stage> = vec![];
        if context.starts_with("sec") || context.starts_with("rep-") {
            self.villages(cases.len()).await;
        }
        for (n, case) in cases.into_iter().enumerate() {
            stages.push(Stage::of(case, self.world.person("Người chơi"), n));
        }
        match context.as_str() {
            _ if context.starts_with("sec") => self.secretaries(&mut stages).await,
            _ if context.starts_with("rep-") => self.reporters(&mut stages).await,
            _ => self.residents(&context, &mut stages).await,
        }
        let others: Vec<String> = stages.iter().filter_map(|s| s.codes.first().cloned()).collect();
        for (n, stage) in stages.iter_mut().enumerate() {
            let other = others.get((n + 1) % others.len().max(1)).filter(|_| others.len() > 1);
            for line in stage.case.lines.clone() {
                stage.lines.push(self.filled(&line, &stage.codes, other).await);
            }
        }
        stages
    }

    async fn filled(&self, line: &str, codes: &[String], other: Option<&String>) -> String {
        let mut line = line.replace("{province}", "Lai Châu");
        if line.contains("{invite}") {
            line = line.replace("{invite}", &self.world.invite("secretary", "lc-binhlu-naluong", "").await);
        }
        line = line.replace("{othercode}", other.map_or("Q9WRT", |code| code));
        for (what, code) in [("{code}", codes.first()), ("{code2}", codes.get(1))] {
            line = line.replace(what, code.map_or("AB2CD", |code| code));
        }
        line = line.replace("{codelow}", &codes.first().map_or("ab2cd".into(), |code| code.to_lowercase()));
        while let Some((before, rest)) = line.clone().split_once("{d+") {
            let (days, after) = rest.split_once('}').unwrap();
            let day = self.day(days.parse().unwrap());
            line = format!("{before}{}/{}{after}", day.day(), day.month());
        }
        line
    }

    /// So many days on.
    pub fn day(&self, days: i64) -> jiff::civil::Date {
        let today = self.world.parts().core.calendar.local(self.world.clock.now()).date();
        today.checked_add(jiff::Span::new().days(days)).unwrap()
    }

    /// A village for each case: whatever is counted there is the case's.
    async fn villages(&self, count: usize) {
        let row = |n| format!("{},{},village,lc-binhlu,2025-07-01,,,,60", village(n), village_name(n));
        let rows: Vec<String> = (0..count).map(row).collect();
        let table =
            format!("code,name,kind,parent,from,until,successors,phone,households\n{}\n", rows.join("\n"));
        self.world.places(&table).await;
    }

    /// Everybody says something, and time passes.
    pub async fn step(&self, pass: Duration) {
        self.world.settle().await;
        self.world.pass(pass);
        self.world.settle().await;
    }

    /// Asks for the first time: question, consent, village.
    async fn ask(&self, phones: &[(&Phone, String)]) {
        const SOON: Duration = Duration::from_secs(5);
        for (phone, _) in phones {
            self.world.tells(phone, FIRST);
        }
        self.step(SOON).await;
        for (phone, _) in phones {
            self.world.chooses(phone, self.phrases.label("choice-agree")).await;
        }
        self.step(SOON).await;
        for (phone, place) in phones {
            self.world.tells(phone, place);
        }
        self.step(SOON).await;
    }

    async fn residents(&self, context: &str, stages: &mut [Stage]) {
        let world = &self.world;
        let soon = Duration::from_secs(180);
        if context == "after-list" {
            let group = world.village("lc-binhlu-naluong", &[&world.person("Bí thư")]).await;
            for item in ITEMS {
                world.publishes(item).await;
                self.step(Duration::from_secs(600)).await;
            }
            world.reads_in(&group, "").await;
        }
        if matches!(context, "notice" | "place-choice") {
            for stage in stages.iter() {
                world.tells(&stage.phone, FIRST);
            }
            self.step(Duration::from_secs(5)).await;
            for stage in stages.iter().filter(|_| context == "place-choice") {
                world.chooses(&stage.phone, self.phrases.label("choice-agree")).await;
            }
            return self.step(Duration::from_secs(5)).await;
        }
        let phones: Vec<(&Phone, String)> = stages.iter().map(|s| (&s.phone, "Nà Luồng".into())).collect();
        self.ask(&phones).await;
        for stage in stages.iter_mut() {
            let notes = world.notes(&stage.phone);
            let receipt = notes.iter().rfind(|n| n.from_bot && n.text.contains('#'));
            stage.codes = vec![code_in(&receipt.expect("a receipt").text)];
        }
        if !matches!(context, "fresh-known" | "after-list") {
            self.step(Duration::from_secs(300)).await;
        }
        match context {
            "fresh-known" | "after-list" => {
                for stage in stages.iter_mut() {
                    world.tells(&stage.phone, &format!("thu hồi {}", stage.codes.remove(0)));
                }
                // Before its card leaves: nobody has heard of it.
                self.step(Duration::from_secs(3_600)).await;
                for stage in stages.iter().filter(|_| context == "after-list") {
                    world.tells(&stage.phone, "tin");
                }
            }
            "answered" | "not-cleared" => {
                for stage in stages.iter() {
                    world.tells(&self.officials[0], &format!("/traloi {} {ANSWER}", stage.codes[0]));
                }
                self.step(soon).await;
                for stage in stages.iter().filter(|_| context == "not-cleared") {
                    world.chooses(&stage.phone, self.phrases.label("choice-not-clear")).await;
                }
            }
            "asked-back" => {
                for stage in stages.iter() {
                    world.tells(&self.officials[0], &format!("/hoilai {} {BACK}", stage.codes[0]));
                }
            }
            "open" => {}
            other => panic!("no context {other}"),
        }
        self.step(soon).await;
    }

    async fn reporters(&self, stages: &mut [Stage]) {
        let world = &self.world;
        for stage in stages.iter_mut() {
            let place = stage.village.clone().unwrap();
            stage.phone = world.enrols("Báo cáo viên bản", "reporter", &place).await;
            let several = stage.case.context == "rep-several";
            stage.askers = (0..if several { 3 } else { 1 }).map(|_| world.person("Bà con")).collect();
        }
        for at in 0..3 {
            let with: Vec<(&Phone, String)> = stages
                .iter()
                .enumerate()
                .filter_map(|(n, s)| Some((s.askers.get(at)?, village_name(n))))
                .collect();
            if with.is_empty() {
                continue;
            }
            if at == 0 {
                self.ask(&with).await;
                self.step(Duration::from_secs(300)).await;
                continue;
            }
            // The others ask something else.
            for (phone, _) in &with {
                world.tells(phone, MORE[at - 1]);
            }
            self.step(Duration::from_secs(5)).await;
            for (phone, _) in &with {
                world.chooses(phone, self.phrases.label("choice-agree")).await;
            }
            self.step(Duration::from_secs(5)).await;
            for (phone, place) in &with {
                world.tells(phone, place);
            }
            self.step(Duration::from_secs(300)).await;
        }
        for stage in stages.iter_mut() {
            for asker in &stage.askers {
                let notes = world.notes(asker);
                let receipt = notes.iter().rfind(|n| n.from_bot && n.text.contains('#'));
                stage.codes.push(code_in(&receipt.expect("a receipt").text));
            }
            if stage.case.context == "rep-quote" {
                let card = world.reads(&stage.phone, &format!("#{}", stage.codes[0])).await;
                stage.quoted = Some(card);
            }
        }
    }

    async fn secretaries(&self, stages: &mut [Stage]) {
        let world = &self.world;
        for stage in stages.iter_mut() {
            let place = stage.village.clone().unwrap();
            stage.phone = world.enrols("Bí thư", "secretary", &place).await;
            world.village(&place, &[&stage.phone]).await;
        }
        for item in ITEMS {
            world.publishes(item).await;
            self.step(Duration::from_secs(600)).await;
        }
        for stage in stages.iter_mut().filter(|s| s.case.context == "sec-quote") {
            let item = world.reads(&stage.phone, "Con em học trường công không phải nộp học phí").await;
            stage.quoted = Some(item);
        }
    }

    /// From here on what comes is new.
    pub async fn begin(&mut self, stages: &mut [Stage]) {
        self.officials_read = self.officials.iter().map(|p| self.world.notes(p).len()).collect();
        self.listed = self.questions().await;
        for stage in stages.iter_mut() {
            let notes = self.world.notes(&stage.phone);
            stage.open_choices =
                notes.iter().rfind(|n| n.from_bot).map(|n| n.choices.clone()).unwrap_or_default();
            stage.read = notes.len();
            stage.asked_read = stage.askers.iter().map(|p| self.world.notes(p).len()).collect();
        }
        self.look(stages, |stage, shot| stage.before = shot).await;
    }

    /// Says all lines, makes the choices that the outcome asks for, and lets time pass.
    pub async fn play(&mut self, stages: &mut [Stage]) {
        self.begin(stages).await;
        let most = stages.iter().map(|s| s.lines.len()).max().unwrap_or_default();
        for at in 0..most {
            for stage in stages.iter() {
                let Some(line) = stage.lines.get(at) else { continue };
                match &stage.quoted {
                    Some(note) if self.world.tells_quotes() => {
                        self.world.tells_under(&stage.phone, note, line);
                    }
                    // Where no quote is told, a card is answered with its code.
                    Some(note) if stage.case.reporter() => {
                        self.world.tells(&stage.phone, &format!("{} {line}", code_in(&note.text)));
                    }
                    _ => {
                        self.world.tells(&stage.phone, line);
                    }
                }
            }
            self.step(Duration::from_secs(if at + 1 < most { 4 } else { 0 })).await;
        }
        self.look(stages, |stage, shot| stage.at_once = shot).await;
        for _ in 0..3 {
            let mut acted = false;
            for stage in stages.iter() {
                acted |= self.follow(stage).await;
            }
            if !acted {
                break;
            }
            self.step(Duration::from_secs(3)).await;
        }
        self.end(stages).await;
    }

    /// What was said has left.
    pub async fn end(&self, stages: &mut [Stage]) {
        self.step(GATHER + Duration::from_secs(2)).await;
        self.look(stages, |stage, shot| stage.in_the_end = shot).await;
    }

    /// The one choice that the outcome needs, or the village. False: none.
    async fn follow(&self, stage: &Stage) -> bool {
        let (world, case) = (&self.world, &stage.case);
        let notes = self.world.notes(&stage.phone);
        let (from_bot, newest) = (notes.iter().rposition(|n| n.from_bot), notes.last());
        let Some(note) = from_bot.filter(|at| *at >= stage.read).map(|at| &notes[at]) else { return false };
        if newest.is_some_and(|n| !n.from_bot) {
            return false;
        }
        let label =
            |key: &str| note.offers(self.phrases.label(key)).then(|| self.phrases.label(key).to_owned());
        let first = |starts: &str| note.choices.iter().find(|c| c.starts_with(starts)).cloned();
        let wants = |outcomes: &[&str]| outcomes.iter().any(|o| case.wants(o));
        let asks_place = self.phrases.says(&note.text, "ask-place");
        if asks_place && (case.secretary() || case.context == "notice") {
            world.tells(&stage.phone, "Nà Luồng");
            return true;
        }
        let choice =
            if case.secretary() && wants(&["ask", "relay", "danger"]) && label("choice-agree").is_some() {
                label("choice-agree")
            } else if case.secretary() && wants(&["reads", "meeting", "session"]) {
                label("choice-other-item").and_then(|_| note.choices.first().cloned())
            } else if case.context == "notice" && wants(&["add", "danger"]) {
                label("choice-agree")
            } else if case.context == "place-choice" && wants(&["placed", "danger"]) {
                label("choice-none-of-these").and_then(|_| note.choices.first().cloned())
            } else if case.reporter() && wants(&["leave"]) {
                label("choice-not-away").and_then(|_| note.choices.first().cloned())
            } else if case.reporter() && wants(&["handed"]) {
                first("Chuyển tới ")
            } else if case.reporter() && wants(&["asked-back"]) {
                label("choice-ask-back")
            } else if case.reporter() && wants(&["answer-offered"]) {
                label("choice-send-answer")
            } else if case.reporter() && wants(&["which"]) {
                first(&format!("#{}", stage.codes[0]))
            } else {
                None
            };
        match choice {
            Some(choice) => {
                world.chooses(&stage.phone, &choice).await;
                true
            }
            None => false,
        }
    }

    /// The list of questions, as the operator's command gives it.
    pub async fn questions(&self) -> BTreeMap<String, serde_json::Value> {
        let core = &self.world.parts().core;
        let all = loaban::questions::list(&core.db, &core.seal, false, false, self.world.clock.now()).await;
        let all = all.unwrap().into_iter().map(|q| serde_json::to_value(q).unwrap());
        all.map(|q| (q["code"].as_str().unwrap().to_owned(), q)).collect()
    }

    /// What everybody sees now.
    pub async fn look(&self, stages: &mut [Stage], keep: impl Fn(&mut Stage, Shot)) {
        let listed = self.questions().await;
        let mut cards = vec![];
        for (at, (phone, read)) in self.officials.iter().zip(&self.officials_read).enumerate() {
            let new = self.world.notes(phone).into_iter().skip(*read).filter(|n| n.from_bot);
            cards.extend(new.map(|n| (at, n)));
        }
        for stage in stages {
            let new = |phone: &Phone, read: usize| -> Vec<Note> {
                self.world.notes(phone).into_iter().skip(read).filter(|n| n.from_bot).collect()
            };
            let notes = new(&stage.phone, stage.read);
            let answers = stage.askers.iter().zip(&stage.asked_read).map(|(p, r)| new(p, *r)).collect();
            let fresh =
                code_by_words(&notes, |code| listed.contains_key(code) && !self.listed.contains_key(code));
            // A card is about the question that it begins with: it may quote others that ask the same.
            let about = |n: &Note| {
                let headed = self.phrases.headed(&n.text);
                let names = |code: &String| match headed {
                    Some(head) => head == code,
                    None => n.text.contains(&format!("#{code}")),
                };
                stage.codes.iter().chain(&fresh).any(names)
            };
            let shot = Shot {
                answers,
                cards: cards.iter().filter(|(_, n)| about(n)).cloned().collect(),
                states: stage
                    .codes
                    .iter()
                    .chain(&fresh)
                    .map(|c| listed.get(c).cloned().unwrap_or_default())
                    .collect(),
                figures: match &stage.village {
                    Some(village) if stage.case.secretary() => {
                        self.world.report(village, &self.month).await["outreach"].clone()
                    }
                    _ => serde_json::Value::Null,
                },
                fresh,
                notes,
            };
            keep(stage, shot);
        }
    }
}

impl Stage {
    fn of(case: Case, phone: Phone, n: usize) -> Stage {
        let own = case.reporter() || case.secretary();
        Stage {
            village: own.then(|| village(n)),
            case,
            phone,
            lines: vec![],
            codes: vec![],
            askers: vec![],
            quoted: None,
            open_choices: vec![],
            before: Shot::default(),
            at_once: Shot::default(),
            in_the_end: Shot::default(),
            read: 0,
            asked_read: vec![],
        }
    }
}

fn village(n: usize) -> String {
    format!("lc-binhlu-khe{n}")
}

fn village_name(n: usize) -> String {
    format!("Bản Khe {}", n + 101)
}
