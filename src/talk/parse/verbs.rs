//! The verbs: how each is spelled, whose it is, and whether it may be said in a group.
//!
//! With a slash a verb is known with or without marks. Without one it is known only as people really
//! spell it: fully marked or without any mark. "hội phụ nữ…" is no "hỏi", "đừng" is no "dừng".

use super::words::{POLITE, code, first_word};
use crate::roster::Act;
use crate::text::{clean, fold, plain};
use std::sync::LazyLock;

/// What a person can ask the machine to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    Start,
    Help,
    Language,
    Privacy,
    Ask,
    News,
    Listen,
    MyQuestions,
    Withdraw,
    ToProvince,
    ChangePlace,
    ShowKept,
    Erase,
    Stop,
    LinkGroup,
    Relay,
    Outreach,
    Session,
    Script,
    Register,
    Correct,
    Situation,
    Desk,
    Answer,
    OpenQuestions,
    AskBack,
    HandOver,
    Same,
    Modules,
    SetAside,
    Away,
    Invite,
    Propose,
    Release,
    ReturnItem,
    Publish,
    Results,
    TakeBack,
    Report,
}

/// Where its answer may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Read {
    Anywhere,
    /// It is for nobody else's eyes: who asked what, codes that let people in.
    Privately,
}

/// One verb.
struct Entry {
    verb: Verb,
    /// Spelled with marks; known without them, and in one word, too. Without a slash something may follow these.
    leading: &'static [&'static str],
    /// Nothing may follow these without a slash.
    alone: &'static [&'static str],
    /// What it wants to do, where not everybody may. Without a slash it is free text from everybody else: "báo cáo
    /// cán bộ, nhà tôi…" is a question.
    act: Option<Act>,
    read: Read,
}

const fn entry(
    verb: Verb,
    leading: &'static [&'static str],
    alone: &'static [&'static str],
    act: Option<Act>,
    read: Read,
) -> Entry {
    Entry { verb, leading, alone, act, read }
}

use Read::{Anywhere, Privately};

#[rustfmt::skip]
const TABLE: &[Entry] = &[
    entry(Verb::Start, &["start"], &["bắt đầu"], None, Anywhere),
    entry(Verb::Help, &[], &["trợ giúp", "giúp", "help"], None, Anywhere),
    entry(Verb::Language, &[], &["ngôn ngữ"], None, Anywhere),
    entry(Verb::Privacy, &[], &["riêng tư"], None, Anywhere),
    entry(Verb::Ask, &["hỏi"], &[], None, Anywhere),
    entry(Verb::News, &[], &["tin"], None, Anywhere),
    entry(Verb::Listen, &[], &["nghe"], None, Anywhere),
    entry(Verb::MyQuestions, &[], &["câu hỏi"], None, Privately),
    entry(Verb::Withdraw, &["thu hồi"], &[], None, Anywhere),
    entry(Verb::ToProvince, &["lên tỉnh"], &[], None, Privately),
    entry(Verb::ChangePlace, &[], &["đổi bản"], None, Privately),
    entry(Verb::ShowKept, &[], &["xem"], None, Privately),
    entry(Verb::Erase, &[], &["xoá", "xóa"], None, Privately),
    entry(Verb::Stop, &[], &["dừng"], None, Privately),
    entry(Verb::LinkGroup, &["liên kết"], &[], None, Anywhere),
    entry(Verb::Relay, &["hỏi hộ"], &[], Some(Act::Relay), Anywhere),
    entry(Verb::Outreach, &["xác nhận"], &[], Some(Act::Report), Anywhere),
    entry(Verb::Session, &["sổ học"], &[], Some(Act::Report), Anywhere),
    entry(Verb::Script, &["đọc loa"], &[], Some(Act::Report), Privately),
    entry(Verb::Register, &[], &["sổ"], Some(Act::Report), Anywhere),
    entry(Verb::Correct, &["sửa"], &[], Some(Act::Report), Anywhere),
    entry(Verb::Situation, &[], &["tình hình"], Some(Act::SeeVillage), Anywhere),
    entry(Verb::Desk, &[], &["trang"], Some(Act::UseDesk), Privately),
    entry(Verb::Answer, &["trả lời"], &[], Some(Act::Answer), Anywhere),
    entry(Verb::OpenQuestions, &[], &["danh sách"], Some(Act::Answer), Privately),
    entry(Verb::AskBack, &["hỏi lại"], &[], Some(Act::Answer), Privately),
    entry(Verb::HandOver, &["chuyển"], &[], Some(Act::Answer), Privately),
    entry(Verb::Same, &["trùng"], &[], Some(Act::Answer), Privately),
    entry(Verb::Modules, &["có sẵn"], &[], Some(Act::Answer), Privately),
    entry(Verb::SetAside, &["gác"], &[], Some(Act::Answer), Privately),
    entry(Verb::Away, &["nghỉ"], &[], Some(Act::Answer), Privately),
    entry(Verb::Invite, &["mời"], &[], Some(Act::Invite), Privately),
    entry(Verb::Propose, &["công khai"], &[], Some(Act::Propose), Privately),
    entry(Verb::Release, &["duyệt"], &[], Some(Act::Release), Privately),
    entry(Verb::ReturnItem, &["trả lại"], &[], Some(Act::Release), Privately),
    entry(Verb::Results, &["kết quả"], &[], Some(Act::Publish), Privately),
    entry(Verb::Publish, &["phát"], &[], Some(Act::Publish), Privately),
    entry(Verb::TakeBack, &["rút bài"], &[], Some(Act::TakeBack), Privately),
    entry(Verb::Report, &["báo cáo"], &[], Some(Act::ReadReport), Privately),
];

/// One way to spell a verb.
struct Spelling {
    verb: Verb,
    marked: String,
    folded: String,
    words: usize,
    alone: bool,
    /// Its first word is a verb itself: "/hoi hộ nghèo…" is "/hoi", not "/hoiho", for a slash and one word say which
    /// verb it is.
    begins_with_another: bool,
}

/// The longest first: "hỏi hộ" before "hỏi".
static SPELLINGS: LazyLock<Vec<Spelling>> = LazyLock::new(|| {
    let is_verb = |word: &str| TABLE.iter().any(|e| e.leading.contains(&word) || e.alone.contains(&word));
    let mut all = vec![];
    for entry in TABLE {
        let spelled = entry.leading.iter().map(|s| (s, false)).chain(entry.alone.iter().map(|s| (s, true)));
        for (said, alone) in spelled {
            let begins_with_another = said.split_once(' ').is_some_and(|(first, _)| is_verb(first));
            let mut add = |marked: String, begins_with_another: bool| {
                let (folded, words) = (fold(&marked), marked.split(' ').count());
                all.push(Spelling { verb: entry.verb, marked, folded, words, alone, begins_with_another });
            };
            add((*said).to_owned(), begins_with_another);
            if said.contains(' ') {
                add(said.replace(' ', ""), false);
            }
        }
    }
    all.sort_by_key(|s| std::cmp::Reverse(s.marked.chars().count()));
    all
});

/// After "hỏi" these make "hộ" a household or a document, not "for somebody": "hỏi hộ nghèo được vay bao nhiêu".
const HOUSEHOLD: [&str; 12] =
    ["nghèo", "cận", "khẩu", "gia", "dân", "kinh", "chiếu", "tịch", "thoát", "sản", "nào", "mới"];

impl Verb {
    fn entry(self) -> &'static Entry {
        // The table holds every verb: a test looks.
        TABLE.iter().find(|e| e.verb == self).unwrap_or(&TABLE[0])
    }

    /// What it wants to do, where not everybody may.
    pub fn act(self) -> Option<Act> {
        self.entry().act
    }

    /// Its word without a slash begins many an ordinary sentence.
    pub fn begins_sentences(self) -> bool {
        self == Verb::Ask || self.act().is_some()
    }

    /// Not in a group.
    pub fn is_private(self) -> bool {
        self.entry().read == Privately
    }

    #[cfg(test)]
    pub fn all() -> impl Iterator<Item = Verb> {
        TABLE.iter().map(|e| e.verb)
    }
}

/// The verb at the beginning of a text, and what follows it. `bare`: it may stand without a slash.
pub fn command(text: &str, bare: bool) -> Option<(Verb, String)> {
    let text = clean(text);
    let (slash, line) = match without_slash(&text) {
        Some(rest) => (true, rest),
        None => (false, text.as_str()),
    };
    if !slash && !bare {
        return None;
    }
    SPELLINGS.iter().find_map(|spelling| {
        let (said, rest) = cut(line, spelling.words)?;
        let fits = if slash {
            fold(said.trim_end_matches([':', ',', '.', '!', '?'])) == spelling.folded
                && !spelling.begins_with_another
        } else {
            said == spelling.marked || said == spelling.folded
        };
        (fits && (slash || follows(spelling, rest))).then(|| (spelling.verb, rest.to_owned()))
    })
}

/// What follows a slash at the beginning (also a wide one); `None` without a slash.
pub fn without_slash(text: &str) -> Option<&str> {
    let first = text.chars().next()?;
    (plain(first.encode_utf8(&mut [0; 4])) == "/").then(|| &text[first.len_utf8()..])
}

/// Whether what follows a bare word leaves it a command: "thu hồi đất thì đền bù thế nào" and "liên kết vùng là
/// gì" are questions.
fn follows(spelling: &Spelling, rest: &str) -> bool {
    let polite = rest.is_empty() || POLITE.contains(&plain(rest).as_str());
    match spelling.verb {
        Verb::Withdraw => {
            let (first, more) = first_word(rest);
            let surely = more.is_empty() || plain(first).bytes().any(|b| b.is_ascii_digit());
            polite || plain(first).starts_with('#') || code(first).is_some() && surely
        }
        Verb::LinkGroup => {
            let rest = plain(rest);
            rest.len() >= 8 && rest.bytes().all(|b| b.is_ascii_alphanumeric())
        }
        // "công khai minh bạch thu chi" is no command.
        Verb::Propose => polite || super::propose::read(rest).names_one(),
        // "có sẵn ở xã" is an answer.
        Verb::Modules => polite,
        // "đọc loa 2 lần" tells what was done.
        Verb::Script => polite,
        // "sửa đường bao giờ xong" is a question.
        Verb::Correct => super::register::read(rest).is_some(),
        Verb::News => polite || plain(rest).bytes().all(|b| b.is_ascii_digit()),
        Verb::Relay if spelling.words > 1 => {
            let next = fold(first_word(rest).0);
            !HOUSEHOLD.iter().any(|word| fold(word) == next)
        }
        _ => !spelling.alone || polite,
    }
}

/// Anything that begins with a slash and is no command of ours.
pub fn is_unknown(text: &str) -> bool {
    without_slash(&clean(text)).is_some() && command(text, false).is_none()
}

/// The first `words` words of a line, plain and in small letters with single spaces between them, and the rest.
fn cut(line: &str, words: usize) -> Option<(String, &str)> {
    let mut rest = line;
    let mut said = vec![];
    for _ in 0..words {
        let at = rest.find(char::is_whitespace).unwrap_or(rest.len());
        if at == 0 {
            return None;
        }
        said.push(plain(&rest[..at]).to_lowercase());
        rest = rest[at..].trim_start();
    }
    Some((said.join(" "), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_holds_every_verb_once_and_no_spelling_twice() {
        let verbs: Vec<String> = Verb::all().map(|v| format!("{v:?}")).collect();
        // `Report` is the last of the enum.
        assert_eq!(verbs.len(), Verb::Report as usize + 1);
        let mut folded: Vec<(&str, Verb)> = SPELLINGS.iter().map(|s| (s.folded.as_str(), s.verb)).collect();
        folded.sort_by_key(|(spelled, _)| *spelled);
        for pair in folded.windows(2) {
            assert!(pair[0].0 != pair[1].0 || pair[0].1 == pair[1].1, "{} means two verbs", pair[0].0);
        }
    }

    #[test]
    fn a_slash_forgives_marks_and_a_bare_word_does_not_guess() {
        let said = |text: &str| command(text, true);
        let is = |verb: Verb, rest: &str| Some((verb, rest.to_owned()));
        for (text, meant) in [
            ("/hoi học phí?", is(Verb::Ask, "học phí?")),
            ("hỏi học phí?", is(Verb::Ask, "học phí?")),
            ("hoi hoc phi?", is(Verb::Ask, "hoc phi?")),
            ("Hội phụ nữ họp ngày nào", None),
            ("hỏi hộ bà Mỷ: bao giờ có điện", is(Verb::Relay, "bà Mỷ: bao giờ có điện")),
            ("/hoiho bao giờ có điện", is(Verb::Relay, "bao giờ có điện")),
            ("TRỢ  GIÚP", is(Verb::Help, "")),
            ("tro giup", is(Verb::Help, "")),
            ("đừng gửi nữa", None),
            ("đừng", None),
            ("dừng", is(Verb::Stop, "")),
            ("tin lành xây được không", None),
            ("tin", is(Verb::News, "")),
            ("thu hồi #ab2cd", is(Verb::Withdraw, "#ab2cd")),
            ("thu hồi đất thì đền bù thế nào", None),
            ("bắt đầu từ bao giờ có điện", None),
            ("liên kết vùng là gì", None),
            ("lienket ABCD2345EF", is(Verb::LinkGroup, "ABCD2345EF")),
            ("thu hồi #ab2", is(Verb::Withdraw, "#ab2")),
            ("thu hoi nhanh giup toi", None),
            // An item is an editor's to take back, a question the asker's.
            ("/rutbai hoc-phi Nhầm ngày", is(Verb::TakeBack, "hoc-phi Nhầm ngày")),
            ("/rút bài hoc-phi", is(Verb::TakeBack, "hoc-phi")),
            ("công khai #ab2cd", is(Verb::Propose, "#ab2cd")),
            ("công khai minh bạch thu chi", None),
            ("tin 2", is(Verb::News, "2")),
            ("tin ạ", is(Verb::News, "ạ")),
            ("hỏi hộ nghèo được vay bao nhiêu", is(Verb::Ask, "hộ nghèo được vay bao nhiêu")),
            ("/hoi hộ nghèo được vay bao nhiêu", is(Verb::Ask, "hộ nghèo được vay bao nhiêu")),
            ("/hoi: hồ sơ gì?", is(Verb::Ask, "hồ sơ gì?")),
            ("/cosan AB2CD the", is(Verb::Modules, "AB2CD the")),
            ("có sẵn", is(Verb::Modules, "")),
            ("có sẵn ở xã", None),
            ("/thu hồi AB2CD", is(Verb::Withdraw, "AB2CD")),
            ("/tro giup", is(Verb::Help, "")),
        ] {
            assert_eq!(said(text), meant, "{text}");
        }
        assert_eq!(said("xoá"), said("xóa"));
        assert_eq!(Verb::TakeBack.act(), Some(Act::TakeBack));
        assert!(Verb::TakeBack.is_private() && Verb::Withdraw.act().is_none());
        assert_eq!(command("hỏi học phí?", false), None);
        assert!(is_unknown("/xyz") && !is_unknown("/hoi x") && !is_unknown("xyz"));
        assert!(is_unknown("//") && is_unknown("/24/7"));
    }
}
