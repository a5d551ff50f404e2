//! Delivery: an item reaches every group once, whatever happens to the platform, to the group or to the program.

mod archived;
mod chats;
mod editor;
mod outcomes;
mod pace;
mod publishing;
mod receiving;
mod restart;
pub mod unheard;
mod withdrawing;

use crate::world::{Engine, World, code_in};
use loaban::config::{KeySource, Settings};
use loaban::content::{self, Order, Published};
use loaban::groups::{self, Group};
use loaban::ids::PublicationId;
use loaban::message::{place_payload, whole_chat};
use loaban::outbox::{self, Counts, GroupRow};
use loaban::standins::telegram::{Kind, Seen, Telegram};
use loaban::{places, report};
use std::path::PathBuf;
use std::time::Duration;

/// How long a story waits for something to become true. Generous: machines are slow now and then.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The content folder beside the key of this world, empty at first.
pub fn own_content(settings: &mut Settings) {
    let KeySource::File(key) = &settings.key else { panic!("the key is a file") };
    settings.content = key.with_file_name("items");
    std::fs::create_dir_all(&settings.content).unwrap();
}

/// A world whose content the story writes itself.
pub async fn world(engine: Engine) -> Option<World> {
    World::with(engine, own_content).await
}

/// An item as an editor writes it into the content folder.
#[derive(Clone)]
pub struct Draft {
    pub folder: String,
    pub title: String,
    pub audience: String,
    pub replaces: Option<String>,
    pub valid_until: Option<String>,
    pub voice: Option<Vec<u8>>,
    pub poster: bool,
}

impl Draft {
    pub fn new(folder: &str, title: &str) -> Draft {
        Draft {
            folder: folder.into(),
            title: title.into(),
            audience: "residents".into(),
            replaces: None,
            valid_until: None,
            voice: None,
            poster: false,
        }
    }

    fn dir(&self, world: &World) -> PathBuf {
        world.parts().settings.content.join(&self.folder)
    }

    /// Writes the folder. A voice and a picture are noted as made from this text and reviewed.
    pub fn write(&self, world: &World) {
        let dir = self.dir(world);
        std::fs::create_dir_all(&dir).unwrap();
        let words = format!(
            "title = {}\nsummary = Tóm tắt.\npoint-1 = Điểm thứ nhất.\npoint-2 = Điểm thứ hai.\n\
             point-3 = Điểm thứ ba.\naction = Bà con hỏi xã.\nloudspeaker = Kính thưa bà con.\n",
            self.title
        );
        std::fs::write(dir.join("vi.ftl"), words).unwrap();
        if let Some(voice) = &self.voice {
            std::fs::write(dir.join("vi.ogg"), [opus(), voice.clone()].concat()).unwrap();
        }
        if self.poster {
            std::fs::write(dir.join("poster.png"), png()).unwrap();
        }
        self.write_about(world, "");
        if self.voice.is_some() {
            let revision =
                world.parts().shelf.library().get(&self.folder).expect("the item is good").revision.clone();
            let note = format!(
                "\n[form.vi-voice]\nfrom = \"{revision}\"\nreviewed_by = \"Người nghe lại\"\non = 2026-01-05\n"
            );
            self.write_about(world, &note);
        }
        let faults = world.parts().shelf.faults();
        assert!(faults.is_empty(), "{faults:?}");
    }

    fn write_about(&self, world: &World, notes: &str) {
        let line = |key: &str, value: &Option<String>| {
            value.as_ref().map(|v| format!("{key} = \"{v}\"\n")).unwrap_or_default()
        };
        let about = format!(
            "number = \"{}-TB/ĐU\"\nkind = \"guidance\"\nissuer = \"Đảng uỷ xã mẫu\"\nsigned = \"2026-01-05\"\n\
             source = \"Văn phòng Đảng uỷ\"\ntopics = [\"y-te\"]\naudience = [{}]\nauthor = \"Người viết\"\n{}{}{notes}",
            self.folder,
            self.audience.split(' ').map(|a| format!("\"{a}\"")).collect::<Vec<_>>().join(", "),
            line("replaces", &self.replaces),
            line("valid_until", &self.valid_until),
        );
        std::fs::write(self.dir(world).join("item.toml"), about).unwrap();
    }

    /// Writes it and has somebody else than the author release it.
    pub async fn released(self, world: &World) -> Draft {
        self.write(world);
        self.release(world).await;
        self
    }

    pub async fn release(&self, world: &World) {
        let library = world.parts().shelf.library();
        let item = library.get(&self.folder).unwrap();
        world.parts().publisher.release(item, "Người duyệt", "console").await.unwrap();
    }

    /// Publishes it; `how` may change the order.
    pub async fn publish(
        &self,
        world: &World,
        how: impl FnOnce(&mut Order<'_>),
    ) -> anyhow::Result<Published> {
        let parts = world.parts();
        let library = parts.shelf.library();
        let tree = places::tree(&parts.core.db).await?;
        let mut order = Order {
            item: library.get(&self.folder).unwrap(),
            places: vec![],
            at: None,
            rank: loaban::content::Rank::Normal,
        };
        how(&mut order);
        let published = parts.publisher.publish(&library, &tree, &order).await?;
        world.app().wake();
        Ok(published)
    }

    /// Publishes it everywhere, now; returns the publication's id.
    pub async fn goes_out(&self, world: &World) -> PublicationId {
        self.publish(world, |_| {}).await.unwrap().publication
    }
}

/// The smallest voice that passes: the first page of an Opus stream.
fn opus() -> Vec<u8> {
    [b"OggS".as_slice(), &[0; 22], &[1, 19], b"OpusHead"].concat()
}

fn png() -> Vec<u8> {
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".as_slice(),
        &640u32.to_be_bytes(),
        &480u32.to_be_bytes(),
        &[8, 2, 0, 0, 0],
    ]
    .concat()
}

/// The bot's messages in a group that hold these words.
pub fn seen(world: &World, group: i64, words: &str) -> Vec<Seen> {
    let mut messages = world.platform.messages(group);
    messages.retain(|m| {
        m.from_bot && m.kind != Kind::Service && (m.text.contains(words) || m.caption.contains(words))
    });
    messages
}

/// How often a group saw a text.
pub fn times(world: &World, group: i64, words: &str) -> usize {
    seen(world, group, words).iter().filter(|m| m.kind == Kind::Text).count()
}

/// Waits until the counts of a publication are as they should be.
pub async fn until_counts(
    world: &World,
    publication: &PublicationId,
    reached: impl Fn(&Counts) -> bool,
) -> Counts {
    let deadline = world.clock.tick() + PATIENCE;
    loop {
        let counts = outbox::counts(&world.parts().core.db, publication).await.unwrap();
        if reached(&counts) {
            return counts;
        }
        assert!(
            world.clock.tick() < deadline,
            "not reached: {counts:?}; {:?}",
            rows(world, publication).await
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Waits until no group of a publication waits any more.
pub async fn until_over(world: &World, publication: &PublicationId) -> Counts {
    until_counts(world, publication, |c| c.waiting == 0).await
}

pub async fn rows(world: &World, publication: &PublicationId) -> Vec<GroupRow> {
    outbox::of_publication(&world.parts().core.db, publication).await.unwrap()
}

/// A group as the program knows it, by its chat's address of today.
pub async fn group(world: &World, address: i64) -> Group {
    let all = groups::all(&world.parts().core.db).await.unwrap();
    let found = all.into_iter().find(|g| whole_chat(&g.address) == address.to_string());
    found.unwrap_or_else(|| panic!("no group at {address}"))
}

/// Waits until a group stands as it should.
pub async fn until_group(world: &World, address: i64, state: &str) -> Group {
    let deadline = world.clock.tick() + PATIENCE;
    loop {
        let found = group(world, address).await;
        if found.state.as_str() == state {
            return found;
        }
        assert!(world.clock.tick() < deadline, "{} instead of {state}", found.state);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// State and reason of one group's text.
pub async fn state(world: &World, publication: &PublicationId, address: i64) -> (String, String) {
    let id = group(world, address).await.id;
    let found = rows(world, publication).await.into_iter().find(|r| r.group == id);
    let row = found.unwrap_or_else(|| panic!("nothing was planned for this group"));
    (row.state.to_string(), row.reason.map_or_else(String::new, |r| r.to_string()))
}

/// Asks in private for the first time, coming from the group of a village. Returns the code of the receipt.
pub async fn asks(world: &World, person: i64, question: &str) -> String {
    world.says(person, &format!("/start {}", place_payload("lc-binhlu-naluong")));
    world.person_sees(person, "bản Nà Luồng").await;
    world.says(person, question);
    world.presses(person, "Đồng ý, gửi").await;
    code_in(&world.person_sees(person, "Đã nhận câu hỏi").await.text)
}

/// Lets hanging calls go on until something is reached. Again and again: a call that is known to have come may
/// begin to hang a moment later.
pub async fn released_until(world: &World, reached: impl Fn(&Telegram) -> bool) {
    let deadline = world.clock.tick() + PATIENCE;
    while !reached(&world.platform) {
        assert!(world.clock.tick() < deadline, "it hangs on");
        world.platform.release();
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

pub async fn until_state(world: &World, id: &PublicationId, group: i64, wanted: &str) {
    let deadline = world.clock.tick() + PATIENCE;
    while state(world, id, group).await.0 != wanted {
        assert!(world.clock.tick() < deadline, "{:?}", rows(world, id).await);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Waits until a group's text waits, or failed, for a reason.
pub async fn until_reason(world: &World, id: &PublicationId, group: i64, wanted: &str) {
    let deadline = world.clock.tick() + PATIENCE;
    while state(world, id, group).await.1 != wanted {
        assert!(world.clock.tick() < deadline, "{:?}", rows(world, id).await);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// A person has said something and got the reply: the program has looked at everything that is due.
pub async fn a_round_passes(world: &World, person: i64) {
    for _ in 0..2 {
        let before = world.platform.private_messages(person, world.bot).len();
        world.says(person, "trợ giúp");
        let answered = world
            .platform
            .wait_for(PATIENCE, |p| (p.private_messages(person, world.bot).len() > before + 1).then_some(()));
        answered.await.expect("a reply");
    }
}

/// The figures of the month agree with the state of every publication; then the story ends.
pub async fn ends(world: World) {
    world.settle().await;
    let parts = world.parts();
    let mut sum = Counts::default();
    for publication in content::publications(&parts.core.db).await.unwrap() {
        let counts = outbox::counts(&parts.core.db, &publication.id).await.unwrap();
        sum.waiting += counts.waiting;
        sum.sent += counts.sent;
        sum.failed += counts.failed;
        sum.unknown += counts.unknown;
        sum.cancelled += counts.cancelled;
    }
    let today = parts.core.calendar.local(world.clock.now()).date();
    let month = report::Period::containing(today, parts.settings.report.boundary_day).to_string();
    let figures = world.report("lc", &month).await["delivery"].clone();
    let planned = sum.waiting + sum.sent + sum.failed + sum.unknown + sum.cancelled;
    assert_eq!(figures["planned"], planned, "the log and the deliveries agree: {figures} {sum:?}");
    for (key, value) in [
        ("waiting", sum.waiting),
        ("sent", sum.sent),
        ("failed", sum.failed),
        ("unknown", sum.unknown),
        ("cancelled", sum.cancelled),
    ] {
        assert_eq!(figures[key], value, "the log and the deliveries agree: {figures} {sum:?}");
    }
    world.close().await;
}
