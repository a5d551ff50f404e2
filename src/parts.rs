//! Every part that commands, conversations and loops share, built once.

use crate::base::Core;
use crate::calendar::Stretch;
use crate::clock::{Clock, Millis};
use crate::config::{CapabilitiesByAccount, KeySource, Settings};
use crate::content::{Known, Mode, Publisher, Shelf};
use crate::db::Db;
use crate::failure::refused;
use crate::identity::Speaker;
use crate::ids::Ids;
use crate::mail::{Mail, Spoken};
use crate::media::Links;
use crate::people::{Notices, Register};
use crate::places::Atlas;
use crate::questions::subject::Subjects;
use crate::questions::{Desk, Twins};
use crate::report;
use crate::seal::Seal;
use crate::text::Text;
use crate::understanding::Understanding;
use anyhow::Result;
use include_dir::{Dir, include_dir};
use std::sync::Arc;
use std::time::Duration;

/// The content of the project itself: the practice room shows it.
static CONTENT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content");

/// So long the address of a report's files opens them.
const REPORT_LINK_LIFE: Millis = 24 * 3_600_000;

/// The mark of a database whose key was given up as lost: that key's fingerprint, until what only it read is gone.
pub const LOSING: &str = "key_losing";

/// The mark that holds since when the keys of people are those of now, in milliseconds.
pub const KEY_SINCE: &str = "key_since";

/// What is marked in a database of the practice room.
const PRACTICE: &str = "practice";

/// Every part that commands and loops share, built once; cheap to clone.
#[derive(Clone)]
pub struct Parts {
    /// What the operator set.
    pub settings: Arc<Settings>,
    /// What every act works with.
    pub core: Core,
    /// The tree of places of the moment.
    pub atlas: Atlas,
    /// In whose name something is said, by place.
    pub speaker: Speaker,
    /// Word lists.
    pub subjects: Arc<Subjects>,
    /// What words mean.
    pub understanding: Arc<Understanding>,
    /// The content folder of the moment.
    pub shelf: Shelf,
    /// What items say to a question.
    pub known: Known,
    /// Signed messages.
    pub mail: Mail,
    /// Questions.
    pub desk: Desk,
    /// Items on their way.
    pub publisher: Publisher,
    /// Addresses of files.
    pub links: Links,
    /// To which words people agree.
    pub notices: Arc<Notices>,
    /// Who had everything deleted.
    pub register: Register,
    /// Real groups or the practice room.
    pub mode: Mode,
}

impl Parts {
    /// What reports are made with.
    pub fn reports(&self) -> report::Context<'_> {
        report::Context {
            db: &self.core.db,
            calendar: &self.core.calendar,
            settings: &self.settings.report,
            speaker: &self.speaker,
            text: &self.core.text,
            topics: self.desk.subjects.topics().iter().map(|topic| topic.id.as_str()).collect(),
        }
    }

    /// Words can be understood from here on. Reading the lists takes a moment, on a slow machine seconds: nobody is to wait for that
    /// inside a transaction.
    pub async fn understands(&self) {
        let understanding = self.understanding.clone();
        // It reads what is inside the binary, and cannot fail.
        let _ = tokio::task::spawn_blocking(move || understanding.prepare()).await;
    }

    /// How the files of a report come to a chat of this account that reads a message from a moment on. An address lapses: the
    /// next `/baocao` gives another.
    pub fn report_way(
        &self,
        account: &str,
        language: &str,
        (place, period): (&str, report::Period),
        from: Millis,
    ) -> report::Way {
        if self.mail.capabilities.get(account).documents {
            return report::Way::Files;
        }
        let until = from + REPORT_LINK_LIFE;
        match self.links.for_report(place, &period.to_string(), until) {
            Some(url) => report::Way::Link { url, until: self.desk.by_hour(language, until) },
            None => report::Way::Nowhere,
        }
    }

    /// Opens the database (brings SQLite up to date, refuses an old PostgreSQL), the key, words and content.
    /// Refuses a database of the practice room outside it, and a key that is not this database's.
    pub async fn open(settings: Settings, clock: Clock, ids: Ids, mode: Mode) -> Result<Parts> {
        let text = Text::load(settings.locales.as_deref())?;
        let subjects = Arc::new(Subjects::read(settings.topics.as_deref())?);
        let understanding = Arc::new(Understanding::embedded());
        let topics: Vec<String> = subjects.topics().iter().map(|t| t.id.clone()).collect();
        let shelf = match mode {
            Mode::Run => Shelf::on_disk(&settings.content, topics, text.clone()),
            Mode::Practice => Shelf::embedded(&CONTENT, topics, text.clone()),
        };
        let db = Db::open_with(settings.database_url.expose(), settings.durability).await?;
        db.ensure_migrated().await?;
        let practice = db.mark("kind").await?.is_some_and(|kind| kind == PRACTICE);
        match mode {
            Mode::Run if practice => {
                let what = "cơ sở dữ liệu này là của phòng tập (demo), không dùng để chạy thật; đặt [database] url khác";
                return Err(refused(what));
            }
            Mode::Practice => db.set_mark("kind", PRACTICE).await?,
            Mode::Run => {}
        }
        shelf.refresh(&db).await?;
        let known = db.mark("key").await?;
        let seal = match &settings.key {
            // A new key would open nothing of what this database holds, and would look like the right one.
            KeySource::File(path) if known.is_some() && !path.exists() => {
                let what = "[privacy] key: thiếu tệp khoá của cơ sở dữ liệu này ({path}); đặt lại tệp khoá cũ từ bản cất riêng";
                return Err(refused(what.replace("{path}", &path.display().to_string())));
            }
            KeySource::File(path) => Seal::open(path, ids.clone())?,
            KeySource::Value(key) => Seal::from_text(key.expose(), ids.clone())
                .ok_or_else(|| refused("[privacy] key: không phải khoá của loaban (43 ký tự base64)"))?,
        };
        db.set_mark("key", &seal.fingerprint()).await?;
        match db.mark("key").await? {
            Some(marked) if marked == seal.fingerprint() => {}
            // It was given up as lost and is here again, before anything was lost.
            _ if db.mark(LOSING).await?.is_some_and(|old| !old.is_empty() && seal.has(&old)) => {
                db.put_marks(&[(LOSING, ""), ("key", &seal.fingerprint())]).await?;
            }
            // The key was changed since: it is this database's from now on.
            Some(marked) if seal.has(&marked) => {
                db.put_mark(KEY_SINCE, &clock.now().to_string()).await?;
                db.put_mark("key", &seal.fingerprint()).await?;
            }
            _ => {
                let what = "[privacy] key: không phải khoá của cơ sở dữ liệu này; đặt lại đúng tệp khoá cũ, đừng tạo khoá mới";
                return Err(refused(what));
            }
        }
        // Handles from before then may be of keys of before: also in a database from before there was one for each use.
        db.set_mark(KEY_SINCE, &clock.now().to_string()).await?;
        let calendar = settings.calendar()?;
        let atlas = Atlas::new(db.clone(), clock.clone(), calendar.clone());
        let speaker = Speaker {
            identities: settings.identities.clone(),
            atlas: atlas.clone(),
            calendar: calendar.clone(),
            clock: clock.clone(),
        };
        let capabilities = CapabilitiesByAccount::of(&settings.accounts);
        let core = Core { db, seal, ids, clock, calendar, text };
        let mail = Mail {
            core: core.clone(),
            speaker: speaker.clone(),
            capabilities: capabilities.clone(),
            spoken: Spoken::default(),
        };
        let desk = Desk {
            core: core.clone(),
            mail: mail.clone(),
            subjects: subjects.clone(),
            understanding: understanding.clone(),
            rules: settings.questions,
            quiet: settings.quiet,
            twins: Twins::default(),
        };
        let publisher = Publisher {
            core: core.clone(),
            speaker: speaker.clone(),
            capabilities,
            quiet: settings.quiet,
            mode,
        };
        let register = Register::at(settings.erased.clone());
        let kept = match settings.questions.keep_voice {
            Stretch::Plain(kept) => kept,
            Stretch::WorkingDays(days) => Duration::from_secs(days.unsigned_abs() * 86_400),
        };
        let links = Links::new(settings.public_url.as_deref(), core.seal.clone(), core.clock.clone(), kept);
        let notices = Arc::new(Notices::of(&core.text));
        let settings = Arc::new(settings);
        Ok(Parts {
            settings,
            core,
            atlas,
            speaker,
            subjects,
            understanding,
            shelf,
            known: Known::default(),
            mail,
            desk,
            publisher,
            links,
            notices,
            register,
            mode,
        })
    }
}
