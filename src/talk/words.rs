//! What a line of text asks for (pure): a command with what follows it, or free text.
//!
//! With a slash a command is known with or without marks. Without one it is known only as people really
//! spell it: fully marked or without any mark. "hội phụ nữ…" is no "hỏi", "đừng" is no "dừng".

use crate::ids::QuestionCode;
use crate::ledger::StudyForm;
use crate::roster::Act;
use crate::text::fold;
use unicode_normalization::UnicodeNormalization;

/// What a person can ask the machine to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Start,
    Help,
    Language,
    Privacy,
    Ask,
    News,
    Listen,
    MyQuestions,
    Withdraw,
    ShowKept,
    Erase,
    Stop,
    LinkGroup,
    Relay,
    Outreach,
    Session,
    Situation,
    Answer,
    OpenQuestions,
    AskBack,
    HandOver,
    Same,
    SetAside,
    Away,
    Invite,
    Propose,
    Release,
    Publish,
    TakeBack,
    Report,
}

use Command as C;

/// Spellings, marked; the unmarked form of each is known too. With `true` something may follow without a slash.
const SPELLINGS: &[(&str, Command, bool)] = &[
    ("start", C::Start, true),
    ("bắt đầu", C::Start, false),
    ("trợ giúp", C::Help, false),
    ("trợgiúp", C::Help, false),
    ("giúp", C::Help, false),
    ("help", C::Help, false),
    ("ngôn ngữ", C::Language, false),
    ("ngônngữ", C::Language, false),
    ("riêng tư", C::Privacy, false),
    ("riêngtư", C::Privacy, false),
    ("hỏi", C::Ask, true),
    ("tin", C::News, false),
    ("nghe", C::Listen, false),
    ("câu hỏi", C::MyQuestions, false),
    ("câuhỏi", C::MyQuestions, false),
    ("thu hồi", C::Withdraw, true),
    ("thuhồi", C::Withdraw, true),
    ("xem", C::ShowKept, false),
    ("xoá", C::Erase, false),
    ("xóa", C::Erase, false),
    ("dừng", C::Stop, false),
    ("lienket", C::LinkGroup, true),
    ("liên kết", C::LinkGroup, true),
    ("hỏihộ", C::Relay, true),
    ("hỏi hộ", C::Relay, true),
    ("xácnhận", C::Outreach, true),
    ("xác nhận", C::Outreach, true),
    ("sổhọc", C::Session, true),
    ("sổ học", C::Session, true),
    ("tìnhhình", C::Situation, false),
    ("tình hình", C::Situation, false),
    ("trảlời", C::Answer, true),
    ("trả lời", C::Answer, true),
    ("danhsách", C::OpenQuestions, false),
    ("danh sách", C::OpenQuestions, false),
    ("hỏilại", C::AskBack, true),
    ("hỏi lại", C::AskBack, true),
    ("chuyển", C::HandOver, true),
    ("trùng", C::Same, true),
    ("gác", C::SetAside, true),
    ("nghỉ", C::Away, true),
    ("mời", C::Invite, true),
    ("côngkhai", C::Propose, true),
    ("công khai", C::Propose, true),
    ("duyệt", C::Release, true),
    ("phát", C::Publish, true),
    ("rútbài", C::TakeBack, true),
    ("rút bài", C::TakeBack, true),
    ("báocáo", C::Report, true),
    ("báo cáo", C::Report, true),
];

/// Said out of politeness after a command that takes nothing: "tin ạ".
const POLITE: [&str; 4] = ["ạ", "nhé", "đi", "với"];

/// After "hỏi" these make "hộ" a household or a document, not "for somebody": "hỏi hộ nghèo được vay bao nhiêu".
const HOUSEHOLD: [&str; 12] =
    ["nghèo", "cận", "khẩu", "gia", "dân", "kinh", "chiếu", "tịch", "thoát", "sản", "nào", "mới"];

impl Command {
    /// What it wants to do, where not everybody may. Without a slash it is free text from everybody else: "báo cáo
    /// cán bộ, nhà tôi…" is a question.
    pub fn act(self) -> Option<Act> {
        Some(match self {
            C::Relay => Act::Relay,
            C::Outreach | C::Session => Act::Report,
            C::Situation => Act::SeeVillage,
            C::Answer | C::OpenQuestions | C::AskBack | C::HandOver | C::Same | C::SetAside | C::Away => {
                Act::Answer
            }
            C::Invite => Act::Invite,
            C::Propose => Act::Propose,
            C::Release => Act::Release,
            C::Publish => Act::Publish,
            C::TakeBack => Act::TakeBack,
            C::Report => Act::ReadReport,
            _ => return None,
        })
    }

    /// Its word without a slash begins many an ordinary sentence.
    pub fn begins_sentences(self) -> bool {
        self == C::Ask || !self.act().is_none()
    }

    /// Its answer is for nobody else's eyes (who asked what, codes that let people in), so not in a group.
    pub fn is_private(self) -> bool {
        let own = matches!(self, C::MyQuestions | C::ShowKept | C::Erase | C::Stop);
        let of_role = !self.act().is_none();
        own || of_role && !matches!(self, C::Relay | C::Outreach | C::Session | C::Situation | C::Answer)
    }
}

/// The command at the beginning of a text, and what follows it. `bare`: a command may stand without a slash.
pub fn command(text: &str, bare: bool) -> Option<(Command, String)> {
    let text: String = text.nfc().collect();
    let text = text.trim();
    let (slash, line) = match text.strip_prefix('/') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    if !slash && !bare {
        return None;
    }
    // The longest spelling first: "hỏi hộ" before "hỏi".
    let mut all: Vec<_> = SPELLINGS.iter().collect();
    all.sort_by_key(|(spelling, _, _)| std::cmp::Reverse(spelling.chars().count()));
    all.into_iter().find_map(|(spelling, command, takes)| {
        let (said, rest) = cut(line, spelling.split(' ').count())?;
        let said = said.to_lowercase();
        let plain = fold(spelling);
        let fits = if slash {
            // "/hoi hộ nghèo…" is "/hoi", not "/hoiho": a slash and one word say which command it is.
            fold(said.trim_end_matches([':', ',', '.', '!', '?'])) == plain
                && !begins_with_a_command(spelling)
        } else {
            said == *spelling || said == plain
        };
        (fits && (slash || follows(*command, *takes, spelling, rest))).then(|| (*command, rest.to_owned()))
    })
}

/// A spelling of two words whose first word is a command itself.
fn begins_with_a_command(spelling: &str) -> bool {
    spelling.split_once(' ').is_some_and(|(first, _)| SPELLINGS.iter().any(|(other, _, _)| *other == first))
}

/// Whether what follows a bare word leaves it a command: "thu hồi đất thì đền bù thế nào" and "liên kết vùng là
/// gì" are questions.
fn follows(command: Command, takes: bool, spelling: &str, rest: &str) -> bool {
    let polite = rest.is_empty() || POLITE.contains(&rest);
    match command {
        C::Withdraw => {
            let (first, more) = first_word(rest);
            let surely = more.is_empty() || first.bytes().any(|b| b.is_ascii_digit());
            polite || first.starts_with('#') || code(first).is_some() && surely
        }
        C::LinkGroup => rest.len() >= 8 && rest.bytes().all(|b| b.is_ascii_alphanumeric()),
        C::News => polite || rest.bytes().all(|b| b.is_ascii_digit()),
        C::Relay if spelling.contains(' ') => {
            let next = fold(first_word(rest).0);
            !HOUSEHOLD.iter().any(|word| fold(word) == next)
        }
        _ => takes || polite,
    }
}

/// Anything that begins with a slash and is no command of ours.
pub fn is_unknown_command(text: &str) -> bool {
    text.trim_start().starts_with('/') && command(text, false).is_none()
}

/// The first `words` words of a line (single spaces between them), and the rest.
fn cut(line: &str, words: usize) -> Option<(String, &str)> {
    let mut rest = line;
    let mut said = vec![];
    for _ in 0..words {
        let at = rest.find(char::is_whitespace).unwrap_or(rest.len());
        if at == 0 {
            return None;
        }
        said.push(&rest[..at]);
        rest = rest[at..].trim_start();
    }
    Some((said.join(" "), rest))
}

/// Said before the number of a choice: "số 1", "dạ 1", "chọn số 2".
const BEFORE_DIGIT: [&str; 8] = ["so", "chon", "dong", "cau", "da", "vang", "y", "muc"];

/// A number of one or two digits that stands alone, as people send it to choose: "1", "1.", "số 1", "(1)", "１", "1 ạ".
pub fn digit(text: &str) -> Option<usize> {
    let text = fold(&text.nfkc().collect::<String>());
    let mut words: Vec<&str> = text.split(' ').collect();
    while words.len() > 1 && BEFORE_DIGIT.contains(&words[0].trim_end_matches([',', '.', ':'])) {
        words.remove(0);
    }
    while words.len() > 1
        && words
            .last()
            .is_some_and(|last| POLITE.iter().any(|p| fold(p) == last.trim_end_matches(['.', '!'])))
    {
        words.pop();
    }
    let [word] = words[..] else { return None };
    let word = word.trim_matches(['(', ')', '.', ',', ':', ';', '!', '#', '/', '[', ']', '"', '“', '”']);
    let alone = (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    alone.then(|| word.parse().ok()).flatten()
}

/// The first word of a text, and the rest.
pub fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim();
    let at = text.find(char::is_whitespace).unwrap_or(text.len());
    (&text[..at], text[at..].trim_start())
}

/// A question's code as people type it: `#AB2CD`, `ab2cd`.
pub fn code(word: &str) -> Option<QuestionCode> {
    let word = word.trim_start_matches('#').trim_end_matches([':', ',', '.']).to_ascii_uppercase();
    (word.len() == 5 && word.bytes().all(|b| crate::ids::CODE_ALPHABET.contains(&b))).then_some(word.into())
}

/// What a secretary says of work off-line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offline {
    /// Read on the loudspeaker so many times.
    Loudspeaker(i64),
    /// Told at a meeting with so many listeners.
    Meeting(i64),
}

/// `[ITEM] loa N` or `[ITEM] hop N`: the item as typed ("" when left out), and what was done.
pub fn offline(text: &str) -> Option<(String, Offline)> {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    // "loa 3 lần", "họp 40 người".
    if words.last().is_some_and(|last| matches!(fold(last).as_str(), "lan" | "luot" | "nguoi")) {
        words.pop();
    }
    let [item @ .., kind, number] = words.as_slice() else { return None };
    let number: i64 = number.trim_end_matches(['.', ',']).parse().ok()?;
    let what = match fold(kind).as_str() {
        "loa" if (1..=100).contains(&number) => Offline::Loudspeaker(number),
        "hop" if (1..=100_000).contains(&number) => Offline::Meeting(number),
        _ => return None,
    };
    Some((item.join(" "), what))
}

/// One line of the register of study sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudyLine {
    /// The item as typed.
    pub item: String,
    /// Who was there.
    pub present: i64,
    /// Who should have been; at least `present`.
    pub total: i64,
    /// Its form.
    pub form: StudyForm,
}

/// `ITEM PRESENT/TOTAL [form]`. The form is "học tập" when it is left out.
pub fn study_line(text: &str) -> Option<StudyLine> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = words.iter().position(|w| {
        w.split_once('/')
            .is_some_and(|(a, b)| !a.is_empty() && a.bytes().chain(b.bytes()).all(|c| c.is_ascii_digit()))
    })?;
    let (present, total) = words[at].split_once('/')?;
    let (present, total): (i64, i64) = (present.parse().ok()?, total.parse().ok()?);
    let form = fold(&words[at + 1..].join(" ")).replace([' ', '_', '-'], "");
    let form = match form.as_str() {
        "" | "hoctap" => StudyForm::HocTap,
        "quantriet" => StudyForm::QuanTriet,
        "tuyentruyen" => StudyForm::TuyenTruyen,
        _ => return None,
    };
    let item = words[..at].join(" ");
    (present <= total && (1..=100_000).contains(&total) && !item.is_empty()).then_some(StudyLine {
        item,
        present,
        total,
        form,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_slash_forgives_marks_and_a_bare_word_does_not_guess() {
        let said = |text: &str| command(text, true);
        assert_eq!(said("/hoi học phí?"), Some((C::Ask, "học phí?".into())));
        assert_eq!(said("hỏi học phí?"), Some((C::Ask, "học phí?".into())));
        assert_eq!(said("hoi hoc phi?"), Some((C::Ask, "hoc phi?".into())));
        assert_eq!(said("Hội phụ nữ họp ngày nào"), None);
        assert_eq!(said("hỏi hộ bà Mỷ: bao giờ có điện"), Some((C::Relay, "bà Mỷ: bao giờ có điện".into())));
        assert_eq!(said("/hoiho bao giờ có điện"), Some((C::Relay, "bao giờ có điện".into())));
        assert_eq!(said("TRỢ  GIÚP"), Some((C::Help, String::new())));
        assert_eq!(said("tro giup"), Some((C::Help, String::new())));
        assert_eq!(said("đừng gửi nữa"), None);
        assert_eq!(said("đừng"), None);
        assert_eq!(said("dừng"), Some((C::Stop, String::new())));
        assert_eq!(said("tin lành xây được không"), None);
        assert_eq!(said("tin"), Some((C::News, String::new())));
        assert_eq!(said("thu hồi #ab2cd"), Some((C::Withdraw, "#ab2cd".into())));
        assert_eq!(said("thu hồi đất thì đền bù thế nào"), None);
        assert_eq!(said("liên kết vùng là gì"), None);
        assert_eq!(said("lienket ABCD2345EF"), Some((C::LinkGroup, "ABCD2345EF".into())));
        assert_eq!(said("thu hồi #ab2"), Some((C::Withdraw, "#ab2".into())));
        assert_eq!(said("thu hoi nhanh giup toi"), None);
        // An item is an editor's to take back, a question the asker's.
        assert_eq!(said("/rutbai hoc-phi Nhầm ngày"), Some((C::TakeBack, "hoc-phi Nhầm ngày".into())));
        assert_eq!(said("/rút bài hoc-phi"), Some((C::TakeBack, "hoc-phi".into())));
        assert_eq!(C::TakeBack.act(), Some(Act::TakeBack));
        assert!(C::TakeBack.is_private() && C::Withdraw.act().is_none());
        assert_eq!(said("tin 2"), Some((C::News, "2".into())));
        assert_eq!(said("tin ạ"), Some((C::News, "ạ".into())));
        assert_eq!(
            said("hỏi hộ nghèo được vay bao nhiêu"),
            Some((C::Ask, "hộ nghèo được vay bao nhiêu".into()))
        );
        assert_eq!(
            said("/hoi hộ nghèo được vay bao nhiêu"),
            Some((C::Ask, "hộ nghèo được vay bao nhiêu".into()))
        );
        assert_eq!(said("/hoi: hồ sơ gì?"), Some((C::Ask, "hồ sơ gì?".into())));
        assert_eq!(said("/thu hồi AB2CD"), Some((C::Withdraw, "AB2CD".into())));
        assert_eq!(said("/tro giup"), Some((C::Help, String::new())));
        assert_eq!(said("xoá"), said("xóa"));
        assert_eq!(command("hỏi học phí?", false), None);
        assert!(is_unknown_command("/xyz") && !is_unknown_command("/hoi x") && !is_unknown_command("xyz"));
    }

    #[test]
    fn codes_are_read_however_they_are_typed() {
        assert_eq!(code("#ab2cd"), Some("AB2CD".into()));
        assert_eq!(code("AB2CD:"), Some("AB2CD".into()));
        assert_eq!(code("AB0CD"), None);
        assert_eq!(code("ABCDEF"), None);
    }

    #[test]
    fn lines_of_a_secretary_are_read_from_their_end() {
        assert_eq!(offline("hoc-phi loa 3"), Some(("hoc-phi".into(), Offline::Loudspeaker(3))));
        assert_eq!(offline("họp 40"), Some((String::new(), Offline::Meeting(40))));
        assert_eq!(offline("72-NQ/TW loa 2 lần"), Some(("72-NQ/TW".into(), Offline::Loudspeaker(2))));
        for bad in ["loa", "loa 0", "loa ba", "loa 101", "họp", "x y"] {
            assert_eq!(offline(bad), None, "{bad}");
        }
        let line = study_line("72-NQ/TW 28/30 quán triệt").unwrap();
        assert_eq!(
            (line.item.as_str(), line.present, line.total, line.form),
            ("72-NQ/TW", 28, 30, StudyForm::QuanTriet)
        );
        assert_eq!(study_line("hoc-phi 5/9 tuyen_truyen").unwrap().form, StudyForm::TuyenTruyen);
        for bad in ["28/30", "x 31/30", "x 1/0", "x 5/6 hát", "x 5 6"] {
            assert_eq!(study_line(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_digit_is_read_however_it_is_sent() {
        for text in [
            "1",
            " 1 ",
            "1.",
            "1)",
            "(1)",
            "số 1",
            "So 1.",
            "chọn số 1",
            "１",
            "1️⃣",
            "1 ạ",
            "dạ, 1 ạ",
            "#1",
            "“1”",
            "01",
            "số 1 nhé",
        ] {
            assert_eq!(digit(text), Some(1), "{text}");
        }
        assert_eq!(digit("12"), Some(12));
        assert_eq!(digit("0"), Some(0));
        for text in [
            "",
            "một",
            "1 2",
            "123",
            "1a",
            "bản 1",
            "nhà số 1",
            "1/2",
            "-1",
            "1,5",
            "2026",
            "tin 2",
            "loa 3",
            "số",
            "ạ",
        ] {
            assert_eq!(digit(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_choice_is_read_in_every_dress(
            n in 0usize..100,
            before in prop::sample::select(vec!["", "số ", "SỐ ", "chọn ", "dạ chọn số ", "("]),
            after in prop::sample::select(vec!["", ".", ")", " ạ", " nhé", "!", "\n"]),
            wide in any::<bool>(),
        ) {
            let widened = |c: char| char::from_u32(u32::from(c) - u32::from('0') + 0xff10).unwrap();
            let number = n.to_string().chars().map(|c| if wide { widened(c) } else { c }).collect::<String>();
            prop_assert_eq!(digit(&format!("{before}{number}{after}")), Some(n));
        }

        #[test]
        fn words_are_no_digit(text in "[a-zđăâêôơư]{1,8}( [a-zđăâêôơư]{1,8}){1,4}( [0-9]{1,2})?") {
            let all_before = text.split(' ').filter(|w| !w.bytes().all(|b| b.is_ascii_digit()));
            let known = all_before.clone().all(|w| BEFORE_DIGIT.contains(&fold(w).as_str()) || POLITE.iter().any(|p| fold(p) == fold(w)));
            prop_assume!(!known);
            prop_assert_eq!(digit(&text), None);
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,60}") {
            digit(&text);
            command(&text, true);
            offline(&text);
            study_line(&text);
            code(&text);
        }
    }
}
