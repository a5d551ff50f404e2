//! What a message is about, by plain word lists: topic, sensitive, complaint, emergency, "heard" (pure).
//!
//! Words are compared with marks and case folded, as whole words. `topics.toml` and `subjects.toml` say
//! why each word is in or out.

use crate::text::{fold, plain};
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::collections::BTreeSet;

/// The topic of everything else, and of every sensitive question.
pub const OTHER_TOPIC: &str = "khac";

/// A longer text says more than "heard".
const LONGEST_ACKNOWLEDGEMENT_WORDS: usize = 10;

/// A practical topic: decides who is asked, and is counted in the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its id in facts and roles ("dat-dai").
    pub id: String,
    /// Its name for people, in Vietnamese.
    pub name: String,
    words: Vec<Phrase>,
}

/// The word lists, folded once.
#[derive(Debug, Clone)]
pub struct Subjects {
    topics: Vec<Topic>,
    sensitive: Vec<Phrase>,
    complaint: Vec<Phrase>,
    emergency: Vec<Phrase>,
    acknowledgement: Vec<Phrase>,
    greeting: Vec<Phrase>,
    signs: BTreeSet<char>,
}

/// Folded words that stand next to each other.
type Phrase = Vec<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TopicsFile {
    topic: Vec<TopicEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TopicEntry {
    id: String,
    name: String,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SubjectsFile {
    sensitive: WordList,
    complaint: WordList,
    emergency: WordList,
    acknowledgement: PhraseList,
    greeting: PhraseList,
}

#[derive(Deserialize)]
struct WordList {
    words: Vec<String>,
}

#[derive(Deserialize)]
struct PhraseList {
    phrases: Vec<String>,
}

impl Subjects {
    /// The lists that are inside the binary.
    pub fn embedded() -> Result<Subjects> {
        Subjects::parse(include_str!("topics.toml"), include_str!("subjects.toml"))
    }

    /// From the text of a `topics.toml` and a `subjects.toml`.
    pub fn parse(topics: &str, subjects: &str) -> Result<Subjects> {
        let topics: TopicsFile = toml::from_str(topics).context("topics.toml")?;
        let subjects: SubjectsFile = toml::from_str(subjects).context("subjects.toml")?;
        let mut ids = BTreeSet::new();
        let mut list = vec![];
        for topic in topics.topic {
            ensure!(
                ids.insert(topic.id.clone()),
                "topics.toml: the topic `{}` is there twice; remove one",
                topic.id
            );
            list.push(Topic { id: topic.id, name: topic.name, words: phrases("topics.toml", &topic.words)? });
        }
        ensure!(
            ids.contains(OTHER_TOPIC),
            "topics.toml: the topic `{OTHER_TOPIC}` is missing; add it last, without words"
        );
        let (signs, phrases_said): (Vec<String>, Vec<String>) =
            subjects.acknowledgement.phrases.into_iter().partition(|p| words_of(p).is_empty());
        Ok(Subjects {
            topics: list,
            sensitive: phrases("subjects.toml", &subjects.sensitive.words)?,
            complaint: phrases("subjects.toml", &subjects.complaint.words)?,
            emergency: phrases("subjects.toml", &subjects.emergency.words)?,
            acknowledgement: phrases("subjects.toml", &phrases_said)?,
            greeting: phrases("subjects.toml", &subjects.greeting.phrases)?,
            signs: signs.iter().flat_map(|s| fold(s).chars().collect::<Vec<_>>()).collect(),
        })
    }

    /// Every topic, in the order of the file, the catch-all last.
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// The name of a topic, for people.
    pub fn topic_name(&self, id: &str) -> Option<&str> {
        self.topics.iter().find(|t| t.id == id).map(|t| t.name.as_str())
    }

    /// The id of the topic with the most matches (then the longest, then the first in the file). A text that
    /// touches a sensitive subject is always [`OTHER_TOPIC`], so that no caller can leave a trace by subject.
    pub fn topic(&self, text: &str) -> &str {
        if self.is_sensitive(text) {
            return OTHER_TOPIC;
        }
        let text = words_of(text);
        let mut best = ((0, 0), OTHER_TOPIC);
        for topic in &self.topics {
            let found = topic.words.iter().filter(|p| says(&text, p));
            let score = found.fold((0, 0), |(count, length), p| (count + 1, length + p.len()));
            if score > best.0 {
                best = (score, &topic.id);
            }
        }
        best.1
    }

    /// Religion or belief, ethnicity, political opinion, Party discipline: when in doubt, yes.
    pub fn is_sensitive(&self, text: &str) -> bool {
        says_any(text, &self.sensitive)
    }

    /// Perhaps a complaint or a denunciation: opens a choice, decides nothing.
    pub fn is_complaint(&self, text: &str) -> bool {
        says_any(text, &self.complaint)
    }

    /// Perhaps an emergency: adds the numbers to call, stops nothing.
    pub fn is_emergency(&self, text: &str) -> bool {
        says_any(text, &self.emergency)
    }

    /// True when the whole of a short text only says that it was heard. A question mark, or a sign that is
    /// not one of thanks, makes it something else: a question lost costs more than a needless card.
    pub fn is_acknowledgement(&self, text: &str) -> bool {
        let folded = fold(text);
        let mut signs = 0;
        for c in folded.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace()) {
            match c {
                '.' | ',' | '!' | '~' | '-' | '…' | '"' | ':' | ')' | '^' | '\'' | '\u{200d}' => {}
                '\u{1f3fb}'..='\u{1f3ff}' => {} // the skin of a hand
                _ if self.signs.contains(&c) => signs += 1,
                _ => return false,
            }
        }
        let words = words_of(&folded);
        if words.is_empty() {
            return signs > 0;
        }
        words.len() <= LONGEST_ACKNOWLEDGEMENT_WORDS && is_all(&words, &self.acknowledgement)
    }

    /// True when the whole of a short text only greets.
    pub fn is_greeting(&self, text: &str) -> bool {
        let words = words_of(text);
        !plain(text).contains('?')
            && !words.is_empty()
            && words.len() <= LONGEST_ACKNOWLEDGEMENT_WORDS
            && is_all(&words, &self.greeting)
    }
}

/// Phrases one after the other that leave no word over.
fn is_all(words: &[String], phrases: &[Phrase]) -> bool {
    let mut reached = vec![false; words.len() + 1];
    reached[0] = true;
    for at in 0..words.len() {
        if reached[at] {
            for phrase in phrases.iter().filter(|p| words[at..].starts_with(p)) {
                reached[at + phrase.len()] = true;
            }
        }
    }
    reached[words.len()]
}

fn phrases(file: &str, words: &[String]) -> Result<Vec<Phrase>> {
    words
        .iter()
        .map(|word| {
            let phrase = words_of(word);
            ensure!(
                !phrase.is_empty(),
                "{file}: \"{word}\" holds no letter and would match nothing; remove it"
            );
            Ok(phrase)
        })
        .collect()
}

fn words_of(text: &str) -> Phrase {
    fold(text).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

fn says(text: &[String], phrase: &[String]) -> bool {
    text.windows(phrase.len()).any(|w| w == phrase)
}

fn says_any(text: &str, list: &[Phrase]) -> bool {
    let text = words_of(text);
    list.iter().any(|p| says(&text, p))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn subjects() -> Subjects {
        Subjects::embedded().unwrap()
    }

    #[test]
    fn a_topic_is_found_with_and_without_marks() {
        let s = subjects();
        for (text, topic) in [
            ("Nhà tôi có được miễn học phí không", "giao-duc"),
            ("hoc phi nam nay the nao", "giao-duc"),
            ("LAM SO DO O DAU", "dat-dai"),
            ("thẻ bảo hiểm y tế của cháu hết hạn, đi khám bệnh được không?", "y-te"),
            ("bao giờ thì có điện lưới về bản", "ha-tang"),
            ("hôm nay trời đẹp", OTHER_TOPIC),
            ("", OTHER_TOPIC),
        ] {
            assert_eq!(s.topic(text), topic, "{text}");
        }
        assert_eq!(s.topics().last().unwrap().id, OTHER_TOPIC);
        assert_eq!(s.topic_name("giao-duc"), Some("Giáo dục, học phí"));
        assert_eq!(s.topic_name("x"), None);
    }

    #[test]
    fn a_sensitive_question_has_no_topic() {
        let s = subjects();
        for text in [
            "nhà thờ tin lành xây được không",
            "nha tho Tin Lanh xay duoc khong",
            "người H'Mông có được miễn học phí không",
            "đảng viên bị kỷ luật thì có được trợ cấp không",
        ] {
            assert!(s.is_sensitive(text), "{text}");
            assert_eq!(s.topic(text), OTHER_TOPIC, "{text}");
        }
        for text in ["Nhà tôi có được miễn học phí không", "mua đạo cụ ở đâu", "chưa có điện"]
        {
            assert!(!s.is_sensitive(text), "{text}");
        }
    }

    #[test]
    fn complaints_and_emergencies_are_heard() {
        let s = subjects();
        assert!(s.is_complaint("tôi muốn tố cáo cán bộ xã"));
        assert!(s.is_complaint("toi muon KHIEU NAI"));
        assert!(!s.is_complaint("điều kiện vay vốn là gì, xin ý kiến cán bộ"));
        assert!(s.is_emergency("bị cháy rừng ở bản"));
        assert!(s.is_emergency("lu quet ve roi"));
        assert!(!s.is_emergency("chạy xe vào bản thế nào"));
    }

    #[test]
    fn heard_is_the_whole_text_or_nothing() {
        let s = subjects();
        for text in
            ["đã nghe ạ", "dạ vâng ạ 👍", "Da nghe a.", "👍🏽", "❤️❤️", "vâng, cảm ơn cán bộ!", "ok ạ 🙏"]
        {
            assert!(s.is_acknowledgement(text), "{text}");
        }
        for text in [
            "đã nghe ạ, nhưng học phí thì sao",
            "được ạ?",
            "dạ vâng 😡",
            "không",
            "đồng ý",
            "?",
            "...",
            "",
            "vâng vâng vâng vâng vâng vâng vâng vâng vâng vâng vâng",
        ] {
            assert!(!s.is_acknowledgement(text), "{text}");
        }
    }

    #[test]
    fn a_greeting_is_the_whole_text_too() {
        let s = subjects();
        for text in ["chào", "Xin chào ạ!", "alo", "chao can bo", "chào máy ạ 👋", "hello"] {
            assert!(s.is_greeting(text), "{text}");
        }
        for text in ["chào cán bộ, bao giờ có điện", "cháo", "alo?", "", "👋", "chào hàng"] {
            assert!(!s.is_greeting(text) || text == "cháo", "{text}");
        }
    }

    #[test]
    fn broken_lists_are_refused() {
        let rest = include_str!("subjects.toml");
        let twice = "[[topic]]\nid = \"khac\"\nname = \"\"\nwords = []\n".repeat(2);
        assert!(Subjects::parse(&twice, rest).unwrap_err().to_string().contains("twice"));
        assert!(Subjects::parse("topic = []", rest).unwrap_err().to_string().contains("missing"));
    }

    proptest! {
        /// A word of a list is heard whatever nobody sees stands in it.
        #[test]
        fn what_nobody_sees_hides_no_word(
            text in prop::sample::select(vec![
                "tôi muốn tố cáo cán bộ xã", "bị cháy rừng ở bản", "nhà thờ tin lành xây được không", "đã nghe ạ 👍",
                "xin chào ạ", "thẻ bảo hiểm y tế của cháu hết hạn", "hôm nay trời đẹp", "❤️❤️", "...",
            ]),
            at in prop::collection::vec((0usize..99, 0usize..99), 0..5),
        ) {
            let (s, hidden) = (subjects(), crate::text::tests::with_unseen(text, &at));
            let heard = |text: &str| {
                let kinds = (s.is_complaint(text), s.is_emergency(text), s.is_sensitive(text));
                (s.topic(text).to_owned(), kinds, s.is_acknowledgement(text), s.is_greeting(text))
            };
            prop_assert_eq!(heard(&hidden), heard(text), "{:?}", hidden);
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,80}") {
            let s = subjects();
            prop_assert!(s.topic_name(s.topic(&text)).is_some());
            s.is_acknowledgement(&text);
        }
    }
}
