//! What a question is about, as a topic that decides who is asked and that is counted: by plain word lists (pure).
//!
//! Words are compared with marks and case folded, as whole words. `topics.toml` says why each word is in.

use crate::failure::refused;
use crate::text::fold;
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;

/// The topic of everything else, and of every sensitive question.
pub const OTHER_TOPIC: &str = "khac";

/// A practical topic: decides who is asked, and is counted in the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its id in facts and roles ("dat-dai").
    pub id: String,
    /// Its name for people, in Vietnamese.
    pub name: String,
    /// Codes of the places whose reporters get it first.
    pub owners: Vec<String>,
    /// Whom to call where nobody is there to answer; "" whoever is on duty.
    pub phone: String,
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
    #[serde(default)]
    name: String,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    owners: Vec<String>,
    #[serde(default)]
    phone: String,
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
            list.push(Topic {
                words: phrases("topics.toml", &topic.words)?,
                id: topic.id,
                name: topic.name,
                owners: topic.owners,
                phone: topic.phone,
            });
        }
        ensure!(
            ids.contains(OTHER_TOPIC),
            "topics.toml: the topic `{OTHER_TOPIC}` is missing; add it last, without words"
        );
        Ok(Subjects { topics: list })
    }

    /// The lists that are inside the binary, with what an operator's own file says besides.
    pub fn read(own: Option<&Path>) -> Result<Subjects> {
        let subjects = Subjects::embedded()?;
        let Some(path) = own else { return Ok(subjects) };
        let wrong = |why: String| {
            let file = path.display();
            refused(format!("[questions] topics: {file}: {why}. Sửa tệp này, hoặc bỏ dòng topics"))
        };
        let text =
            std::fs::read_to_string(path).map_err(|e| wrong(format!("không đọc được ({})", e.kind())))?;
        subjects.and(&text).map_err(wrong)
    }

    /// These, and what another text says besides: of a topic that is there more words, another name, its owners and its
    /// phone; a new topic has a name.
    fn and(mut self, own: &str) -> std::result::Result<Subjects, String> {
        let file: TopicsFile = toml::from_str(own).map_err(|e| e.message().to_owned())?;
        for entry in file.topic {
            if entry.id == OTHER_TOPIC && !entry.owners.is_empty() {
                // Who asked something that they kept to a desk would be told from the others by where theirs went.
                return Err(format!("lĩnh vực “{OTHER_TOPIC}” không đặt owners được: bỏ dòng owners đi"));
            }
            let words = phrases("topics.toml", &entry.words)
                .map_err(|_| format!("lĩnh vực “{}” có từ không có chữ nào", entry.id))?;
            if let Some(topic) = self.topics.iter_mut().find(|topic| topic.id == entry.id) {
                topic.words.extend(words);
                topic.owners.extend(entry.owners);
                if !entry.name.is_empty() {
                    topic.name = entry.name;
                }
                if !entry.phone.is_empty() {
                    topic.phone = entry.phone;
                }
                continue;
            }
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if entry.id.is_empty() || !entry.id.chars().all(plain) {
                return Err(format!(
                    "mã lĩnh vực “{}” chỉ gồm chữ thường không dấu, số và gạch nối",
                    entry.id
                ));
            }
            if entry.name.is_empty() {
                return Err(format!("lĩnh vực mới “{}” chưa có name", entry.id));
            }
            let (id, name, owners, phone) = (entry.id, entry.name, entry.owners, entry.phone);
            // The catch-all stays last.
            let last = self.topics.len() - 1;
            self.topics.insert(last, Topic { id, name, owners, phone, words });
        }
        Ok(self)
    }

    /// Codes of the places whose reporters get a topic first.
    pub fn owners(&self, id: &str) -> &[String] {
        self.topics.iter().find(|t| t.id == id).map_or(&[], |t| &t.owners)
    }

    /// Whom to call about a topic.
    pub fn phone(&self, id: &str) -> Option<&str> {
        self.topics.iter().find(|t| t.id == id).map(|t| t.phone.as_str()).filter(|phone| !phone.is_empty())
    }

    /// The likeliest topics of a text besides one, the best first: those of which it has words, then in the order of the
    /// file. The catch-all is none.
    pub fn likeliest(&self, text: &str, not: &str, most: usize) -> Vec<&Topic> {
        let text = words_of(text);
        let mut others: Vec<(&Topic, (usize, usize))> = self
            .topics
            .iter()
            .filter(|topic| topic.id != not && topic.id != OTHER_TOPIC)
            .map(|topic| (topic, topic.score(&text)))
            .collect();
        others.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
        others.into_iter().take(most).map(|(topic, _)| topic).collect()
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
            let score = topic.score(&text);
            if score > best.0 {
                best = (score, &topic.id);
            }
        }
        best.1
    }
}

impl Topic {
    /// How many of its words a text has, and how long they are together.
    fn score(&self, text: &[String]) -> (usize, usize) {
        let found = self.words.iter().filter(|p| says(text, p));
        found.fold((0, 0), |(count, length), p| (count + 1, length + p.len()))
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

    #[test]
    fn what_is_about_nothing_that_is_named_has_no_owner() {
        let own = format!("[[topic]]\nid = \"{OTHER_TOPIC}\"\nowners = [\"vp-xa\"]\n");
        let refused = Subjects::embedded().unwrap().and(&own).unwrap_err();
        assert!(refused.contains(OTHER_TOPIC) && refused.contains("owners"), "{refused}");
    }

    #[test]
    fn an_operators_own_file_adds_words_owners_and_phones() {
        let own = "[[topic]]\nid = \"y-te\"\nwords = [\"hộ sinh\"]\nowners = [\"tram\"]\nphone = \"0213 1\"\n\
                   [[topic]]\nid = \"du-lich\"\nname = \"Du lịch\"\nwords = [\"homestay\"]\n";
        let s = subjects().and(own).unwrap();
        assert_eq!((s.topic("nhà hộ sinh ở đâu"), s.topic("làm homestay cần gì")), ("y-te", "du-lich"));
        assert_eq!((s.owners("y-te"), s.phone("y-te")), (&["tram".to_owned()][..], Some("0213 1")));
        assert_eq!((s.owners("dat-dai"), s.phone("dat-dai")), (&[][..], None));
        assert_eq!(s.topics().last().unwrap().id, OTHER_TOPIC);
        assert_eq!(s.topic_name("y-te"), subjects().topic_name("y-te"));
        for (own, fault) in [
            ("[[topic]]\nid = \"Du lịch\"\nname = \"x\"", "chữ thường"),
            ("[[topic]]\nid = \"du-lich\"", "chưa có name"),
            ("[[topic]]\nid = \"y-te\"\nwords = [\"…\"]", "không có chữ"),
            ("[[topic]]\nid = \"y-te\"\nwho = 1", "who"),
        ] {
            let said = subjects().and(own).unwrap_err();
            assert!(said.contains(fault), "{said}");
        }
    }

    #[test]
    fn the_likeliest_topics_come_first_and_the_one_that_it_has_is_not_among_them() {
        let s = subjects();
        let ids = |text: &str, not: &str| -> Vec<String> {
            s.likeliest(text, not, 3).into_iter().map(|t| t.id.clone()).collect()
        };
        assert_eq!(ids("đi khám bệnh có phải nộp học phí không", "giao-duc")[0], "y-te");
        assert!(!ids("", "dat-dai").iter().any(|id| id == "dat-dai" || id == OTHER_TOPIC));
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
