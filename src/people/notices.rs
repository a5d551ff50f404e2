//! By which version of its words a notice is agreed to: one consent for each purpose, and each for the words that were
//! read (Law 91/2025/QH15, art. 9).

use crate::text::Text;

/// The version of the notice before a first question; raised when its words change.
const ANSWER: &str = "answer-1";
/// The same of what is told before a first voice goes on to a reporter.
const VOICE: &str = "voice-1";

/// The versions of now. Words that an operator put over ours are another version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notices {
    /// For answering what was asked.
    pub answer: String,
    /// For letting a reporter hear a voice.
    pub voice: String,
}

impl Notices {
    /// As they are said.
    pub fn of(text: &Text) -> Notices {
        let version = |ours: &str, key: &str| match text.put_over(key) {
            Some(mark) => format!("{ours}.{mark}"),
            None => ours.to_owned(),
        };
        Notices { answer: version(ANSWER, "notice"), voice: version(VOICE, "notice-voice") }
    }
}

/// The purpose of a version: what stands before its number.
pub(super) fn purpose(version: &str) -> &str {
    version.split('-').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::Person;
    use crate::text::VIETNAMESE;
    use sha2::{Digest, Sha256};

    /// The words of each version, as they were when it was made.
    const WORDS: [(&str, &[&str], &str); 2] = [
        (ANSWER, &["notice", "seen-app", "seen-abroad", "seen-managers"], "a9ebba71b54cab15"),
        (VOICE, &["notice-voice"], "969223a743ac50ca"),
    ];

    #[test]
    fn who_agreed_agreed_to_these_words() {
        let text = Text::load(None).unwrap();
        for (version, keys, mark) in WORDS {
            let words: Vec<String> = keys.iter().map(|key| text.as_written(VIETNAMESE, key)).collect();
            let now = &hex::encode(Sha256::digest(words.join("\n")))[..16];
            assert_eq!(
                now, mark,
                "{keys:?} are not the words of {version}: raise the version, so that whoever agreed to others is asked \
                 anew, and put {now} here"
            );
        }
    }

    #[test]
    fn an_operators_words_are_a_version_of_their_own() {
        let dir = tempfile::tempdir().unwrap();
        let ours = Notices::of(&Text::load(None).unwrap());
        assert_eq!((ours.answer.as_str(), ours.voice.as_str()), (ANSWER, VOICE));
        std::fs::create_dir(dir.path().join("vi")).unwrap();
        let write = |words: &str| {
            std::fs::write(dir.path().join("vi/own.ftl"), words).unwrap();
            Notices::of(&Text::load(Some(dir.path())).unwrap())
        };
        let other = write("dropped = Xong.\n");
        assert_eq!(other, ours, "other words are no other notice");
        let one = write("notice = { $owner } xin phép: { $seen }.\n");
        let two = write("notice = { $owner } xin phép dùng: { $seen }.\n");
        assert!(one.answer.starts_with("answer-1.") && one.answer != two.answer && one.voice == ours.voice);
        assert!(!one.answer.contains(' '));
        assert_eq!((purpose(&one.answer), purpose(VOICE)), ("answer", "voice"));
    }

    #[test]
    fn a_purpose_is_agreed_to_once_in_its_newest_words() {
        let mut person = Person { consent: "answer-0 voice-1".into(), ..Person::default() };
        assert!(!person.agreed(ANSWER) && person.agreed_once(ANSWER) && person.agreed(VOICE));
        person.agree(ANSWER);
        person.agree(ANSWER);
        assert_eq!(person.consent, "voice-1 answer-1");
        let mut stranger = Person::default();
        assert!(!stranger.agreed(ANSWER) && !stranger.agreed_once(ANSWER));
        stranger.agree(VOICE);
        assert_eq!(stranger.consent, VOICE);
    }
}
