//! What a question is about, as a topic that decides who is asked and that is counted: by plain word lists (pure).
//!
//! Words are compared with marks and case folded, as whole words. `topics.toml` says why each word is in.

use crate::text::fold;
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::collections::BTreeSet;

/// The topic of everything else, and of every sensitive question.
pub const OTHER_TOPIC: &str = "khac";

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

impl Subjects {
    /// The lists that are inside the binary.
    pub fn embedded() -> Result<Subjects> {
        Subjects::parse(include_str!("topics.toml"))
    }

    /// From the text of a `topics.toml`.
    pub fn parse(topics: &str) -> Result<Subjects> {
        let topics: TopicsFile = toml::from_str(topics).context("topics.toml")?;
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
        Ok(Subjects { topics: list })
    }

    /// Every topic, in the order of the file, the catch-all last.
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// The name of a topic, for people.
    pub fn topic_name(&self, id: &str) -> Option<&str> {
        self.topics.iter().find(|t| t.id == id).map(|t| t.name.as_str())
    }

    /// The id of the topic with the most matches (then the longest, then the first in the file). Of a text that touches a
    /// sensitive subject nobody asks: it has [`OTHER_TOPIC`].
    pub fn topic(&self, text: &str) -> &str {
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
    fn broken_lists_are_refused() {
        let twice = "[[topic]]\nid = \"khac\"\nname = \"\"\nwords = []\n".repeat(2);
        assert!(Subjects::parse(&twice).unwrap_err().to_string().contains("twice"));
        assert!(Subjects::parse("topic = []").unwrap_err().to_string().contains("missing"));
    }

    proptest! {
        /// A word of a list is heard whatever nobody sees stands in it.
        #[test]
        fn what_nobody_sees_hides_no_word(
            text in prop::sample::select(vec!["thẻ bảo hiểm y tế của cháu hết hạn", "hôm nay trời đẹp", "..."]),
            at in prop::collection::vec((0usize..99, 0usize..99), 0..5),
        ) {
            let (s, hidden) = (subjects(), crate::text::tests::with_unseen(text, &at));
            prop_assert_eq!(s.topic(&hidden), s.topic(text), "{:?}", hidden);
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,80}") {
            let s = subjects();
            prop_assert!(s.topic_name(s.topic(&text)).is_some());
        }
    }
}
