//! What the items say, to be found by a resident's question.

use super::item::{Audience, Item};
use super::review::{self, Release, State};
use super::{Library, store};
use crate::db::Db;
use crate::ids::ItemId;
use crate::known::{Entry, Index};
use crate::text::VIETNAMESE;
use anyhow::Result;
use jiff::civil::Date;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// Mostly the same items are shown everywhere; so many different choices of them are kept ready.
const READY: usize = 8;
/// Between the folder of an item and the name of what it says there.
const BETWEEN: char = '/';

/// Finds what an item says to a question; cheap to clone. It holds texts of items and nothing else.
#[derive(Clone, Default)]
pub struct Known(Arc<Mutex<VecDeque<Ready>>>);

/// An index, and of which items in which revision, and which answers.
type Ready = (Vec<(ItemId, String)>, Arc<Index>);

/// An answer that was released to everybody, beside what items say. Under its code nothing else is ever said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Its code.
    pub code: String,
    /// What was asked, written anew.
    pub question: String,
    /// What was answered.
    pub answer: String,
}

/// What is known to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found<'a> {
    /// An item says it.
    Says(Says<'a>),
    /// It was answered.
    Answered(&'a Answered),
}

/// What an item says to a question, in Vietnamese.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Says<'a> {
    /// The item.
    pub item: &'a Item,
    /// The question that it answers; none: it is one of its points.
    pub question: Option<&'a str>,
    /// What it says.
    pub answer: &'a str,
}

impl Known {
    /// What one of these items says to a question, if it surely does and may be said to everybody: it is for residents, these
    /// releases hold for it as it is now, and its last day is not over. Nothing else is looked at, and every process that is
    /// given the same finds the same.
    pub fn find<'a>(
        &self,
        items: impl Iterator<Item = &'a Item>,
        releases: &[Release],
        today: Date,
        question: &str,
    ) -> Option<Says<'a>> {
        match self.find_among(items, releases, &[], today, question)? {
            Found::Says(says) => Some(says),
            Found::Answered(_) => None,
        }
    }

    /// The same, also among these answers: whoever gives them has looked whether they still hold where it is asked.
    pub fn find_among<'a>(
        &self,
        items: impl Iterator<Item = &'a Item>,
        releases: &[Release],
        answers: &'a [Answered],
        today: Date,
        question: &str,
    ) -> Option<Found<'a>> {
        let said = |item: &&Item| {
            item.audience.contains(&Audience::Residents)
                && review::state(item, releases) == State::Released
                && item.valid_until.is_none_or(|until| until >= today)
        };
        let mut items: Vec<&Item> = items.filter(said).collect();
        items.sort_by(|a, b| a.folder.cmp(&b.folder));
        let found = self.index(&items, answers).fits(question)?;
        let (folder, name) = found.id.split_once(BETWEEN)?;
        if folder.is_empty() {
            return answers.iter().find(|answer| answer.code == name).map(Found::Answered);
        }
        let item = items.into_iter().find(|item| &*item.folder == folder)?;
        says(item).find(|(of, _)| *of == name).map(|(_, says)| Found::Says(says))
    }

    /// The index of these items: the one that is ready, or a new one, which takes a few milliseconds.
    fn index(&self, items: &[&Item], answers: &[Answered]) -> Arc<Index> {
        let of_items = items.iter().map(|item| (item.folder.clone(), item.revision.clone()));
        let of_answers = answers.iter().map(|answer| (ItemId::default(), answer.code.clone()));
        let key: Vec<(ItemId, String)> = of_items.chain(of_answers).collect();
        let mut ready = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, index)) = ready.iter().find(|(of, _)| *of == key) {
            return index.clone();
        }
        let all = items.iter().flat_map(|item| entries(item)).chain(answers.iter().map(answered));
        let index = Arc::new(Index::build(all));
        ready.truncate(READY - 1);
        ready.push_front((key, index.clone()));
        index
    }
}

/// What an item is asked and what it says of itself, by name (`faq-2`, `point-1`).
fn says(item: &Item) -> impl Iterator<Item = (&str, Says<'_>)> {
    item.words.get(VIETNAMESE).into_iter().flat_map(move |words| {
        words.keys().filter_map(move |key| {
            if key.starts_with("point-") {
                return Some((key, Says { item, question: None, answer: words.get(key)? }));
            }
            let name = key.strip_suffix("-question").filter(|name| name.starts_with("faq-"))?;
            let answer = words.get(&format!("{name}-answer"))?;
            Some((name, Says { item, question: words.get(key), answer }))
        })
    })
}

fn entries(item: &Item) -> impl Iterator<Item = Entry> {
    says(item).map(|(name, says)| {
        let title = item.title(VIETNAMESE);
        // The title helps beside the answer; within the question it makes every question of an item alike.
        let (question, answer) = match says.question {
            Some(question) => (question, format!("{title}. {}", says.answer)),
            None => (says.answer, title.to_owned()),
        };
        Entry { id: format!("{}{BETWEEN}{name}", item.folder), question: question.to_owned(), answer }
    })
}

/// Of no folder, so that no item is taken for it.
fn answered(answer: &Answered) -> Entry {
    Entry {
        id: format!("{BETWEEN}{}", answer.code),
        question: answer.question.clone(),
        answer: answer.answer.clone(),
    }
}

/// Numbers of documents that are not told of any more: the item was taken back, its day is past, or another took its place.
pub async fn lapsed_numbers(db: &Db, library: &Library, today: Date) -> Result<Vec<String>> {
    let releases = store::releases(db.read()).await?;
    let withdrawn = store::withdrawn(db).await?;
    Ok(lapsed(library, &releases, &withdrawn, today))
}

fn lapsed(library: &Library, releases: &[Release], withdrawn: &[ItemId], today: Date) -> Vec<String> {
    let is_released = |item: &Item| review::state(item, releases) == State::Released;
    let replaced: Vec<&str> = library
        .items()
        .filter(|item| is_released(item))
        .filter_map(|item| item.replaces.as_deref())
        .collect();
    let is_over = |item: &&Item| {
        item.valid_until.is_some_and(|until| until < today)
            || replaced.contains(&item.folder.as_str())
            || withdrawn.contains(&item.folder) && !is_released(item)
    };
    let (over, told): (Vec<&Item>, Vec<&Item>) = library.items().partition(is_over);
    let told: Vec<&String> = told.iter().filter_map(|item| item.number.as_ref()).collect();
    // Another item tells of the same document.
    let mut numbers: Vec<String> = over
        .into_iter()
        .filter_map(|item| item.number.clone())
        .filter(|number| !told.contains(&number))
        .collect();
    numbers.sort();
    numbers.dedup();
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Library;
    use crate::content::fixtures::{ABOUT, TEXT, VIETNAMESE as WORDS, item};
    use std::path::Path;

    const TOPICS_OF_ITEMS: [&str; 8] =
        ["an-ninh", "an-sinh", "chinh-sach", "giao-duc", "nghi-quyet", "nong-nghiep", "thu-tuc", "y-te"];
    const TODAY: Date = Date::constant(2026, 11, 30);

    fn released(item: &Item) -> Vec<Release> {
        review::release(item, &["Người duyệt"]).unwrap()
    }

    fn said<'a>(known: &Known, item: &'a Item, releases: &[Release], question: &str) -> Option<&'a str> {
        known.find(std::iter::once(item), releases, TODAY, question).map(|says| says.answer)
    }

    #[test]
    fn only_what_is_released_as_it_is_now_for_residents_and_in_its_days_is_said() {
        let known = Known::default();
        let asked = "đi khám thì có phải nộp tiền không ạ";
        let good = item(ABOUT, &[]);
        assert_eq!(said(&known, &good, &released(&good), asked), Some("Không."));
        assert_eq!(said(&known, &good, &[], asked), None);
        let changed =
            item(ABOUT, &[("vi.ftl", &WORDS.replace("faq-1-answer = Không.", "faq-1-answer = Có."))]);
        assert_eq!(said(&known, &changed, &released(&good), asked), None);
        assert_eq!(said(&known, &changed, &released(&changed), asked), Some("Có."));
        let members = item(&ABOUT.replace("residents", "members"), &[]);
        assert_eq!(said(&known, &members, &released(&members), asked), None);
        for (until, answer) in [("2026-11-29", None), ("2026-11-30", Some("Không."))] {
            let lapses = item(&format!("{ABOUT}valid_until = \"{until}\"\n"), &[]);
            assert_eq!(said(&known, &lapses, &released(&lapses), asked), answer, "{until}");
        }
    }

    #[test]
    fn a_released_answer_is_found_beside_the_items_and_not_once_it_is_gone() {
        let known = Known::default();
        let item = item(ABOUT, &[]);
        let releases = released(&item);
        let answers = [Answered {
            code: "K7XQ2".into(),
            question: "Bao giờ bản có điện lưới?".into(),
            answer: "Cuối năm 2027 kéo xong.".into(),
        }];
        let find = |answers: &'static [Answered], asked: &str| {
            known.find_among(std::iter::once(&item), &releases, answers, TODAY, asked).map(
                |found| match found {
                    Found::Says(says) => says.answer.to_owned(),
                    Found::Answered(answered) => answered.answer.clone(),
                },
            )
        };
        let answers: &'static [Answered] = Vec::from(answers).leak();
        let power = "bao giờ thì bản mình có điện lưới hả máy";
        assert_eq!(find(answers, power).as_deref(), Some("Cuối năm 2027 kéo xong."));
        assert_eq!(find(&[], power), None);
        assert_eq!(find(answers, "đi khám thì có phải nộp tiền không ạ").as_deref(), Some("Không."));
    }

    #[test]
    fn a_changed_question_is_found_at_once_and_few_indexes_are_kept() {
        let known = Known::default();
        for n in 0..20 {
            let words = WORDS.replace("Đi khám có phải nộp tiền không?", &format!("Xe số {n} chạy mấy giờ?"));
            let one = item(ABOUT, &[("vi.ftl", &words)]);
            let asked = format!("xe số {n} mấy giờ chạy");
            assert_eq!(said(&known, &one, &released(&one), &asked), Some("Không."), "{n}");
        }
        assert_eq!(known.0.lock().unwrap().len(), READY);
    }

    /// Every message of the labelled sets.
    fn labelled(root: &Path) -> Vec<String> {
        let mut files: Vec<_> =
            std::fs::read_dir(root.join("tests/known")).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        let names = ["pairs.jsonl", "negatives.jsonl"];
        files.retain(|path| names.iter().any(|name| path.to_string_lossy().ends_with(name)));
        let text = |line: &str| -> String {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            case["text"].as_str().unwrap().to_owned()
        };
        let lines = files.iter().map(|path| std::fs::read_to_string(path).unwrap());
        lines.flat_map(|file| file.lines().map(text).collect::<Vec<_>>()).collect()
    }

    /// What the project's own items say to every labelled message: read by people, who see what is said wrongly.
    #[test]
    fn what_the_projects_items_say_to_the_labelled_messages() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let library = Library::load(&root.join("content"), &TOPICS_OF_ITEMS, &TEXT);
        assert_eq!(library.faults(), []);
        let releases: Vec<Release> = library.items().flat_map(released).collect();
        let known = Known::default();
        let messages = labelled(root);
        let find = |text: &String| {
            let says = known.find(library.items(), &releases, TODAY, text)?;
            let question = says.question.unwrap_or("–");
            Some(format!("{text}\n  {}: {question}\n  {}", says.item.folder, says.answer))
        };
        let said: Vec<String> = messages.iter().filter_map(find).collect();
        let entries = known.0.lock().unwrap()[0].1.len();
        let head = format!("{} of {} messages, {entries} entries", said.len(), messages.len());
        insta::assert_snapshot!("said", format!("{head}\n\n{}", said.join("\n")));
    }
}
