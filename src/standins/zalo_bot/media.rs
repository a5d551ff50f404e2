//! Pictures and sounds that a bot sends: the platform fetches them itself, and more than once.

use super::ZaloBot;
use super::bots::{Answer, bad, caption};
use super::state::Message;
use super::types::Kind;
use crate::standins::call::Call;
use serde_json::Value;
use std::time::Duration;

/// How often the platform fetches an address; an address that works once makes a black picture.
const FETCHES: usize = 2;
const LARGEST: usize = 20 << 20;
/// Longer than the program may need to find a file, shorter than a test's patience.
const PATIENCE: Duration = Duration::from_secs(5);

impl ZaloBot {
    pub(super) async fn send_media(&self, call: &Call) -> Answer {
        let (kind, field) = match call.method.as_str() {
            "sendPhoto" => (Kind::Photo, "photo"),
            _ => (Kind::Voice, "voice_url"),
        };
        let place = self.lock().target(call)?;
        let url = call.text(field);
        let Ok(parsed) = reqwest::Url::parse(&url) else {
            return bad(&format!("{field} is not a web address"));
        };
        if !["http", "https"].contains(&parsed.scheme()) {
            return bad(&format!("{field} is not a web address"));
        }
        if kind == Kind::Voice && !parsed.path().ends_with(".aac") {
            return bad("voice_url must end in .aac");
        }
        let text = if kind == Kind::Photo { caption(call)? } else { String::new() };
        let mut fetched = vec![];
        for _ in 0..FETCHES {
            fetched.push(self.fetch(&url, kind).await);
        }
        if fetched[0].is_none() {
            return bad(&format!("{field} cannot be fetched"));
        }
        // People see what the last fetch brought.
        let file = fetched.last().copied().flatten();
        let message = Message { kind, text, file, url: Some(url), fetched, ..Message::default() };
        self.act(|state| state.accept(call, &place, message))
    }

    async fn fetch(&self, url: &str, kind: Kind) -> Option<usize> {
        let target = self.lock().common.target(url)?;
        let response = self.http().get(target).timeout(PATIENCE).send().await.ok()?;
        let bytes = response.error_for_status().ok()?.bytes().await.ok()?;
        if bytes.is_empty() || bytes.len() > LARGEST {
            return None;
        }
        let ending = if kind == Kind::Voice { "aac" } else { "jpg" };
        Some(self.act(|state| state.store(&bytes, ending)))
    }

    /// What a message's own link leads to, by `/media/<key>.<ending>`.
    pub(super) fn media(&self, name: &str) -> Option<(Vec<u8>, &'static str)> {
        let key = name.split('.').next()?;
        let state = self.lock();
        let index = super::state::file_index(key).filter(|index| *index >= state.lapsed)?;
        let file = state.files.get(index)?;
        let kind = match file.ending {
            "aac" => "audio/aac",
            "webp" => "image/webp",
            _ => "image/jpeg",
        };
        Some((file.bytes.to_vec(), kind))
    }

    /// The addresses of everything so far lead nowhere from now on.
    pub fn lapse_files(&self) {
        self.act(|state| state.lapsed = state.files.len());
    }

    /// A file's bytes, by [`super::Seen::file_id`].
    pub fn file_bytes(&self, file_id: &str) -> Option<Vec<u8>> {
        let state = self.lock();
        Some(state.files.get(super::state::file_index(file_id)?)?.bytes.to_vec())
    }
}

/// The address of a stored file, where a bot can fetch it.
pub(super) fn address(url: &str, index: usize, ending: &str) -> Value {
    Value::from(format!("{url}/media/{}.{ending}", super::state::file_key(index)))
}
