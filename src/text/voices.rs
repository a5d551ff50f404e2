//! What is read aloud of a language's words: a voice, who it is, and a mark of the text that it says, so that a text that was
//! changed since is not heard in its old words.

use super::LOCALES;
use crate::message::Aloud;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The voices that a `locale.toml` lists, by name.
pub(super) type Listed = BTreeMap<String, Entry>;

/// What it says of one.
#[derive(Debug, Deserialize)]
pub(super) struct Entry {
    by: String,
    says: String,
}

/// Words read aloud, as Opus in Ogg.
#[derive(Debug, Clone)]
pub struct Voice {
    /// The file.
    pub bytes: Arc<[u8]>,
    /// A machine's, which is said wherever it is heard; else a person's.
    pub is_machine: bool,
}

/// Why a voice that is listed is not heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mute {
    /// Nothing of that name is read aloud.
    Unknown(String),
    /// Neither a machine nor a person.
    Nobody(Aloud),
    /// There is no sound.
    NoSound(Aloud),
    /// There is no text that it could say.
    NoText(Aloud),
    /// The text is another one now, with this mark.
    Changed(Aloud, String),
}

/// The voices of a language as they are listed. `read`: a file beside the list, by its path from the folder of all languages on;
/// a text that is not there is ours.
pub(super) fn read(
    code: &str,
    listed: &Listed,
    read: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Vec<Result<(Aloud, Voice), Mute>> {
    let one = |(name, entry): (&String, &Entry)| {
        let what = Aloud::of(name).ok_or_else(|| Mute::Unknown(name.clone()))?;
        let is_machine = match entry.by.as_str() {
            "machine" => true,
            "person" => false,
            _ => return Err(Mute::Nobody(what)),
        };
        let sound = read(&format!("{code}/{what}.ogg")).ok_or(Mute::NoSound(what))?;
        let path = format!("{code}/{what}.txt");
        let ours = || LOCALES.get_file(&path).map(|file| file.contents().to_vec());
        let text = read(&path).or_else(ours).ok_or(Mute::NoText(what))?;
        let mark = hex::encode(Sha256::digest(text));
        if mark != entry.says {
            return Err(Mute::Changed(what, mark));
        }
        Ok((what, Voice { bytes: sound.into(), is_machine }))
    };
    listed.iter().map(one).collect()
}

/// The voices of a language that an operator's folder lists and that are not heard.
pub fn mute(code: &str, list: &str, files: &dyn Fn(&str) -> Option<Vec<u8>>) -> Vec<Mute> {
    let Ok(about) = toml::from_str::<super::LocaleFile>(list) else { return vec![] };
    read(code, &about.voices, files).into_iter().filter_map(Result::err).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Text, VIETNAMESE};

    #[test]
    fn every_voice_of_ours_says_its_text() {
        let read = |path: &str| LOCALES.get_file(path).map(|file| file.contents().to_vec());
        let list = LOCALES.get_file("vi/locale.toml").and_then(|file| file.contents_utf8()).unwrap();
        assert_eq!(mute(VIETNAMESE, list, &read), [], "make it anew: locales/speak vi");
        let text = Text::load(None).unwrap();
        for what in Aloud::ALL {
            let voice = text.aloud("hmn-VN", *what).unwrap();
            assert!(voice.is_machine && voice.bytes.starts_with(b"OggS") && voice.bytes.len() < 100_000);
        }
        // A list that says another text.
        let changed = list.replace("says = \"", "says = \"0");
        assert_eq!(mute(VIETNAMESE, &changed, &read).len(), 3);
    }

    #[test]
    fn a_persons_recording_takes_the_place_of_ours_if_it_says_the_text() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("vi")).unwrap();
        let put = |file: &str, bytes: &[u8]| std::fs::write(dir.path().join("vi").join(file), bytes).unwrap();
        let heard =
            || Text::load(Some(dir.path())).unwrap().aloud(VIETNAMESE, Aloud::Notice).unwrap().clone();
        let ours = LOCALES.get_file("vi/notice.txt").unwrap().contents();
        let list = |says: &str| {
            format!(
                "name = \"Tiếng Việt\"\nstatus = \"reviewed\"\n[voices.notice]\nby = \"person\"\nsays = \"{says}\"\n"
            )
        };
        put("notice.ogg", b"OggS of a person");
        put("locale.toml", list(&hex::encode(Sha256::digest(ours))).as_bytes());
        let person = heard();
        assert_eq!((&*person.bytes, person.is_machine), (&b"OggS of a person"[..], false));
        // It says something else than the text beside it: ours is heard.
        put("notice.txt", "Lời khác.".as_bytes());
        assert!(heard().is_machine);
        let found = |list: &str| {
            let read = |path: &str| std::fs::read(dir.path().join(path)).ok();
            mute(VIETNAMESE, list, &read)
        };
        let mark = hex::encode(Sha256::digest("Lời khác."));
        assert_eq!(found(&list("0")), [Mute::Changed(Aloud::Notice, mark.clone())]);
        assert_eq!(found(&list(&mark)), []);
        let strange = list(&mark).replace("voices.notice", "voices.song");
        assert_eq!(found(&strange), [Mute::Unknown("song".into())]);
        assert_eq!(found(&list(&mark).replace("person", "nobody")), [Mute::Nobody(Aloud::Notice)]);
        assert_eq!(found(&list(&mark).replace("notice", "help")), [Mute::NoSound(Aloud::Help)]);
    }
}
