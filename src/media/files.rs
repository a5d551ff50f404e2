//! Where the bytes of a file are, in the form that is asked for. What was fetched or converted is remembered for some
//! minutes, in memory only: platforms fetch an address several times.

use super::convert::MOST_SOUND_BYTES;
use super::keep;
use super::kept::Wanted;
use super::lack::Lack;
use super::{Converter, Form, picture};
use crate::base::Core;
use crate::channel::{Channel, Lost};
use crate::clock::Clock;
use crate::message::{Said, Source};
use crate::text::Text;
use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::{HashMap, VecDeque};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// How long and how much is remembered.
const MEMORY_LIFE: Duration = Duration::from_secs(600);
const MEMORY_BYTES: usize = 48 << 20;

/// Reads a file of an item by hash and path; `None` when it is not the file that was released.
pub type ReadContent =
    Arc<dyn Fn(String, String) -> Pin<Box<dyn Future<Output = Option<Vec<u8>>> + Send>> + Send + Sync>;

/// Gives the bytes of files; cheap to clone.
#[derive(Clone)]
pub struct Files {
    content: ReadContent,
    channels: Arc<HashMap<String, Channel>>,
    text: Text,
    converter: Converter,
    clock: Clock,
    memory: Arc<Mutex<VecDeque<Kept>>>,
    /// One picture is decoded at a time: it takes what a hundred voices take.
    pictures: Arc<Semaphore>,
    kept: Option<Core>,
}

struct Kept {
    source: Source,
    form: Option<Form>,
    bytes: Arc<[u8]>,
    since: Duration,
}

impl Files {
    /// Of the content folder, of the accounts' platforms and of the program itself.
    pub fn new(
        content: ReadContent,
        channels: Arc<HashMap<String, Channel>>,
        text: Text,
        converter: Converter,
        clock: Clock,
    ) -> Files {
        let pictures = Arc::new(Semaphore::new(1));
        Files { content, channels, text, converter, clock, memory: Arc::default(), pictures, kept: None }
    }

    /// The same, which keeps what belongs to questions in this database and looks there first.
    pub fn keeping(self, core: Core) -> Files {
        Files { kept: Some(core), ..self }
    }

    /// Fetches some of what is to be kept and is due; returns how many. No transaction is open meanwhile.
    pub async fn keep_due(&self) -> Result<usize> {
        let Some(core) = &self.kept else { return Ok(0) };
        let due = keep::due(core).await?;
        let (count, mut tasks) = (due.len(), JoinSet::new());
        for wanted in due {
            let (files, core) = (self.clone(), core.clone());
            tasks.spawn(async move { files.keep_one(&core, &wanted).await });
        }
        while let Some(done) = tasks.join_next().await {
            done??;
        }
        Ok(count)
    }

    async fn keep_one(&self, core: &Core, wanted: &Wanted) -> Result<()> {
        if !keep::claim(core, wanted).await? {
            return Ok(());
        }
        let (account, file_id) = &wanted.handle;
        let fetched = self.fetch(account, file_id).await;
        keep::settle(core, wanted, fetched).await
    }

    /// Sounds can be given in another form than their own.
    pub fn converts(&self) -> bool {
        self.converter.is_there()
    }

    /// The bytes, as they are or in a form.
    pub async fn get(&self, source: &Source, form: Option<Form>) -> Result<Arc<[u8]>, Lack> {
        if let Some(bytes) = self.remembered(source, form) {
            return Ok(bytes);
        }
        let own = match self.remembered(source, None) {
            Some(bytes) => bytes,
            None => {
                let bytes: Arc<[u8]> = self.read(source).await?.into();
                self.remember(source, None, &bytes);
                bytes
            }
        };
        let Some(form) = form.filter(|form| Form::of(&own) != Some(*form)) else { return Ok(own) };
        let made = self.converter.convert(own.to_vec(), form).await.map_err(Lack::Form)?;
        let made: Arc<[u8]> = made.into();
        self.remember(source, Some(form), &made);
        Ok(made)
    }

    async fn read(&self, source: &Source) -> Result<Vec<u8>, Lack> {
        match source {
            Source::Content { hash, path, .. } => {
                (self.content)(hash.clone(), path.clone()).await.ok_or(Lack::Gone)
            }
            Source::Platform { account, file_id, said } => match self.kept(account, file_id, said).await? {
                Some(bytes) => Ok(bytes),
                None => self.fetch(account, file_id).await,
            },
            Source::Aloud { language, what } => {
                self.text.aloud(language, *what).map(|voice| voice.bytes.to_vec()).ok_or(Lack::Gone)
            }
            Source::Inline { base64, .. } => STANDARD.decode(base64).map_err(|_| Lack::Gone),
        }
    }

    /// What is kept of something that was said.
    async fn kept(&self, account: &str, file_id: &str, said: &Option<Said>) -> Result<Option<Vec<u8>>, Lack> {
        let (Some(core), Some(Said::Asking(code) | Said::Answering(code))) = (&self.kept, said) else {
            return Ok(None);
        };
        keep::read(core, code, &(account.to_owned(), file_id.to_owned())).await.map_err(|_| Lack::Away)
    }

    /// From the platform.
    async fn fetch(&self, account: &str, file_id: &str) -> Result<Vec<u8>, Lack> {
        // An account that is not in the settings any more cannot give its voice back.
        let channel = self.channels.get(account).ok_or(Lack::Gone)?;
        match channel.fetch(file_id).await {
            Ok(bytes) if Form::of(&bytes).is_some_and(|form| !form.is_sound()) => self.clean(bytes).await,
            Ok(bytes) if bytes.len() <= MOST_SOUND_BYTES => Ok(bytes),
            Ok(_) => Err(Lack::Gone),
            Err(e) if e.is::<Lost>() => Err(Lack::Gone),
            Err(_) => Err(Lack::Away),
        }
    }

    /// A person's picture never goes on as it came.
    async fn clean(&self, bytes: Vec<u8>) -> Result<Vec<u8>, Lack> {
        let _turn = self.pictures.acquire().await.map_err(|_| Lack::Away)?;
        let cleaned = tokio::task::spawn_blocking(move || picture::cleaned(&bytes)).await;
        cleaned.ok().flatten().ok_or(Lack::Gone)
    }

    fn remembered(&self, source: &Source, form: Option<Form>) -> Option<Arc<[u8]>> {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.tick();
        memory.retain(|kept| kept.since + MEMORY_LIFE > now);
        memory.iter().find(|k| k.form == form && k.source == *source).map(|k| k.bytes.clone())
    }

    fn remember(&self, source: &Source, form: Option<Form>, bytes: &Arc<[u8]>) {
        if matches!(source, Source::Inline { .. }) {
            return;
        }
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let since = self.clock.tick();
        memory.push_back(Kept { source: source.clone(), form, bytes: bytes.clone(), since });
        while memory.iter().map(|k| k.bytes.len()).sum::<usize>() > MEMORY_BYTES {
            memory.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::Unable;
    use crate::message::Aloud;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Files of a content folder that counts how often it is read.
    fn files(converter: Converter) -> (Files, Arc<AtomicUsize>) {
        let read = Arc::new(AtomicUsize::new(0));
        let counter = read.clone();
        let content: ReadContent = Arc::new(move |hash, path| {
            counter.fetch_add(1, Ordering::SeqCst);
            let found = match (hash.as_str(), path.as_str()) {
                ("large", _) => Some(vec![0; MEMORY_BYTES / 2]),
                ("good", "x/vi.ogg") => Some(b"OggS".to_vec()),
                _ => None,
            };
            Box::pin(async move { found })
        });
        let text = Text::load(None).unwrap();
        (Files::new(content, Arc::default(), text, converter, Clock::standing(0)), read)
    }

    fn content(hash: &str, path: &str) -> Source {
        Source::Content { hash: hash.into(), path: path.into(), draft: false }
    }

    #[tokio::test]
    async fn what_is_asked_for_again_is_remembered_and_what_is_lacking_is_named() {
        let (files, read) = files(Converter::none());
        let voice = content("good", "x/vi.ogg");
        for _ in 0..3 {
            assert_eq!(*files.get(&voice, None).await.unwrap(), *b"OggS");
            assert_eq!(*files.get(&voice, Some(Form::Ogg)).await.unwrap(), *b"OggS");
        }
        assert_eq!(files.get(&voice, Some(Form::Aac)).await, Err(Lack::Form(Unable::NoProgram)));
        assert_eq!(read.load(Ordering::SeqCst), 1);
        assert_eq!(files.get(&content("other", "x/vi.ogg"), None).await, Err(Lack::Gone));
        let of_nobody = Source::Platform { account: "gone".into(), file_id: "F".into(), said: None };
        assert_eq!(files.get(&of_nobody, None).await, Err(Lack::Gone));
        let help = files
            .get(&Source::Aloud { language: "vi".into(), what: Aloud::Help }, Some(Form::Ogg))
            .await
            .unwrap();
        assert_eq!(Form::of(&help), Some(Form::Ogg));
        let report = Source::Inline { name: "r.json".into(), base64: STANDARD.encode(b"{}") };
        assert_eq!(*files.get(&report, None).await.unwrap(), *b"{}");
        assert!(files.memory.lock().unwrap().iter().all(|kept| kept.source != report));
    }

    #[tokio::test]
    async fn memory_has_an_end_and_the_oldest_goes_first() {
        let (files, read) = files(Converter::none());
        for path in ["a", "b", "c", "c", "b", "a"] {
            files.get(&content("large", path), None).await.unwrap();
        }
        // Two fit: "a" had to go for "c", and was read anew.
        assert_eq!(read.load(Ordering::SeqCst), 4);
        let held: usize = files.memory.lock().unwrap().iter().map(|kept| kept.bytes.len()).sum();
        assert!(held <= MEMORY_BYTES);
    }
}
