//! Where the bytes of a file are, in the form that is asked for. What was fetched or converted is remembered for some
//! minutes, in memory only: platforms fetch an address several times.

use super::convert::MOST;
use super::{Converter, Form, Unable};
use crate::channel::{Channel, Lost};
use crate::clock::Clock;
use crate::message::Source;
use crate::text::Text;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long and how much is remembered.
const REMEMBERED: Duration = Duration::from_secs(600);
const ROOM: usize = 48 << 20;

/// Reads a file of the content folder by hash and path; `None` when it is not the file that was released.
pub type ReadContent = Arc<dyn Fn(&str, &str) -> Option<Vec<u8>> + Send + Sync>;

/// Why the bytes of a file are not to be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// Nobody has it any more.
    Gone,
    /// Whoever has it could not be reached; later perhaps.
    Away,
    /// It is there, but not in that form.
    Form(Unable),
}

/// Gives the bytes of files; cheap to clone.
#[derive(Clone)]
pub struct Files {
    content: ReadContent,
    channels: Arc<HashMap<String, Channel>>,
    text: Text,
    converter: Converter,
    clock: Clock,
    memory: Arc<Mutex<VecDeque<Kept>>>,
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
        Files { content, channels, text, converter, clock, memory: Arc::default() }
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
                let (content, hash, path) = (self.content.clone(), hash.clone(), path.clone());
                let read = tokio::task::spawn_blocking(move || content(&hash, &path)).await;
                read.ok().flatten().ok_or(Lack::Gone)
            }
            Source::Platform { account, file_id } => {
                // An account that is not in the settings any more cannot give its voice back.
                let channel = self.channels.get(account).ok_or(Lack::Gone)?;
                match channel.fetch(file_id).await {
                    Ok(bytes) if bytes.len() <= MOST => Ok(bytes),
                    Ok(_) => Err(Lack::Gone),
                    Err(e) if e.is::<Lost>() => Err(Lack::Gone),
                    Err(_) => Err(Lack::Away),
                }
            }
            Source::Help { language } => {
                self.text.spoken_help(language).map(<[u8]>::to_vec).ok_or(Lack::Gone)
            }
            Source::Inline { base64, .. } => STANDARD.decode(base64).map_err(|_| Lack::Gone),
        }
    }

    fn remembered(&self, source: &Source, form: Option<Form>) -> Option<Arc<[u8]>> {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.tick();
        memory.retain(|kept| kept.since + REMEMBERED > now);
        memory.iter().find(|k| k.form == form && k.source == *source).map(|k| k.bytes.clone())
    }

    fn remember(&self, source: &Source, form: Option<Form>, bytes: &Arc<[u8]>) {
        if matches!(source, Source::Inline { .. }) {
            return;
        }
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let since = self.clock.tick();
        memory.push_back(Kept { source: source.clone(), form, bytes: bytes.clone(), since });
        while memory.iter().map(|k| k.bytes.len()).sum::<usize>() > ROOM {
            memory.pop_front();
        }
    }
}
