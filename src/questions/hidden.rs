//! Numbers that say who somebody is, taken out of what people ask (pure): of an identity card, a phone, an account, an
//! insurance card, a tax payer. Nothing is left of one, not even how long it was. Numbers of documents, days, money, areas
//! and lines that everybody may call stay: who answers needs those.

use crate::text::fold;
use serde::Deserialize;
use std::ops::Range;
use std::sync::LazyLock;

/// Stands in the place of a number.
pub const MASK: &str = "••••";

/// The most digits of a number that is written in groups; the fewest of one that is said to be personal, and of one that is
/// by itself.
const LONGEST: usize = 19;
const SHORTEST: usize = 8;
const LONG: usize = 9;
/// Characters that may say what a number is, before it and after it, and in one word with it; and words.
const NEAR_CHARS: usize = 60;
const LINK_CHARS: usize = 200;
const WORDS_BEFORE: usize = 5;
const WORDS_AFTER: usize = 2;

/// What is said beside numbers, read once in a process.
static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("hidden.toml")).expect("the words inside the binary"));

/// What is said beside numbers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    /// A number after one of these is what they say, however it is written (folded).
    surely: Vec<String>,
    /// Beside one of these a number is an account, unless it is a sum (folded).
    banks: Vec<String>,
    /// After a number these say that it counts something.
    units: Vec<String>,
    /// So do these, where nothing stands between.
    units_glued: Vec<String>,
    /// Lines that everybody may call.
    service: Vec<String>,
}

/// Digits in a row.
struct Group {
    at: Range<usize>,
    digits: String,
}

/// Groups that may be one number.
struct Run<'a> {
    text: &'a str,
    groups: &'a [Group],
    digits: String,
    said: Before,
}

/// What the words before a number say that it is.
#[derive(Clone, Copy)]
struct Before {
    /// A person's.
    sure: bool,
    /// An account, or a sum.
    bank: bool,
}

/// The text without such numbers; `None`: there are none in it.
pub fn masked(text: &str) -> Option<String> {
    let groups = groups(text);
    let (mut kept, mut end, mut at) = (String::new(), 0, 0);
    while at < groups.len() {
        let Some(run) = personal(text, &groups[at..], end) else {
            at += 1;
            continue;
        };
        let place = run.place();
        kept.push_str(&text[end..place.start]);
        kept.push_str(MASK);
        end = place.end;
        at += run.groups.len();
    }
    (end > 0).then(|| kept + &text[end..])
}

/// The personal number that begins with the first of these groups.
fn personal<'a>(text: &'a str, groups: &'a [Group], masked_until: usize) -> Option<Run<'a>> {
    let first = groups.first()?;
    // Inside of a sum, a day or a code nothing begins; right after a masked number the next one may.
    let glued = masked_until < first.at.start && continues(text, first.at.start);
    let linked = 1 + groups.windows(2).take_while(|pair| is_link(gap(text, pair))).count();
    let linked = &groups[..linked.min(LONGEST)];
    if linked.iter().map(|group| group.digits.len()).sum::<usize>() < SHORTEST {
        return None;
    }
    let said = Before::of(&text[..first.at.start]);
    let runs = || (1..=linked.len()).map(|n| Run::of(text, &linked[..n], said));
    let alone = runs().next().filter(|run| run.is_alone());
    if alone.is_some() && glued && is_decimal(text, first.at.start) {
        return None;
    }
    let shaped = || runs().filter(|_| !glued).rfind(Run::is_shaped);
    let named = || runs().filter(|_| !glued).rfind(Run::is_named);
    let taxes = || runs().find(Run::is_tax_branch);
    if alone.is_some() { taxes().or(alone) } else { shaped().or_else(named) }
}

impl<'a> Run<'a> {
    fn of(text: &'a str, groups: &'a [Group], said: Before) -> Run<'a> {
        Run { text, groups, digits: groups.iter().map(|group| group.digits.as_str()).collect(), said }
    }

    fn len(&self) -> usize {
        self.digits.len()
    }

    fn start(&self) -> usize {
        self.groups.first().map_or(0, |group| group.at.start)
    }

    fn end(&self) -> usize {
        self.groups.last().map_or(0, |group| group.at.end)
    }

    fn lengths(&self) -> Vec<usize> {
        self.groups.iter().map(|group| group.digits.len()).collect()
    }

    /// What is masked: with the sign of a country, an opening bracket, and the letters of an insurance card.
    fn place(&self) -> Range<usize> {
        let before = &self.text[..self.start()];
        if let Some(letters) = self.insurance() {
            return letters..self.end();
        }
        let mut start = before.trim_end_matches('+').len();
        let closes = self.text[self.start()..self.end()].contains(')');
        if closes && before[..start].ends_with('(') {
            start -= 1;
        }
        start..self.end()
    }

    /// Where the two letters of an insurance card begin, before its thirteen digits.
    fn insurance(&self) -> Option<usize> {
        let before = &self.text[..self.start()];
        let letters = before.strip_suffix([' ', '-']).unwrap_or(before);
        let at = letters.len().checked_sub(2).filter(|_| self.len() == 13)?;
        let two = letters.get(at..)?;
        let whole = last_char(&letters[..at]).is_none_or(|c| !c.is_alphanumeric());
        let written = if letters.len() == before.len() {
            two.bytes().all(|b| b.is_ascii_alphabetic())
        } else {
            two.bytes().all(|b| b.is_ascii_uppercase())
        };
        (whole && written).then_some(at)
    }

    /// So many digits in a row are personal by themselves, unless they are a sum or a line that everybody may call.
    fn is_alone(&self) -> bool {
        let [_] = self.groups else { return false };
        if self.len() < LONG {
            return false;
        }
        if self.insurance().is_some() {
            return true;
        }
        if self.is_in_link() || self.is_in_code() {
            return self.is_phone();
        }
        self.digits.starts_with('0') || self.is_sure() || !(self.is_sum() || self.is_service())
    }

    /// Written as phones, cards and papers are, whatever stands beside it.
    fn is_shaped(&self) -> bool {
        if self.groups.len() < 2 || !self.is_free() || self.is_day() || self.is_service() {
            return false;
        }
        let lengths = self.lengths();
        let paper = matches!(lengths[..], [3, 3, 3, 3] | [4, 4, 4] | [6, 6] | [3, 3, 6] | [3, 3, 3]);
        let years = self.groups.iter().any(|group| is_year(&group.digits));
        let card = lengths == [4, 4, 4, 4] && self.is_uniform() && !years;
        let insurance = self.len() == 13 && self.insurance().is_some();
        card || insurance
            || paper && self.is_uniform() && self.digits.starts_with('0')
            || self.is_phone() && self.is_written_as_phone()
    }

    /// It stands beside a word that says so.
    fn is_named(&self) -> bool {
        let plausible = (SHORTEST..=LONGEST).contains(&self.len()) && self.is_uniform();
        if !plausible || !self.is_free() || self.is_day() || self.groups.iter().all(|g| is_year(&g.digits)) {
            return false;
        }
        let service = self.groups.iter().all(|group| WORDS.service.contains(&group.digits));
        if service || self.has_unit() {
            return false;
        }
        self.is_sure() || self.is_at_bank() && !self.is_sum() && !self.is_service()
    }

    fn is_phone(&self) -> bool {
        let mobile = |c: Option<char>| c.is_some_and(|c| matches!(c, '3' | '5' | '7' | '8' | '9'));
        let nth = |at: usize| self.digits.chars().nth(at);
        if let Some(rest) = self.digits.strip_prefix("84") {
            let sum = self.is_sum() && !self.text[..self.start()].ends_with('+');
            return !sum
                && (rest.len() == 9 && mobile(nth(2))
                    || rest.len() == 10 && matches!(nth(2), Some('0' | '2')));
        }
        // A landline has its area's number before it.
        self.digits.starts_with('0')
            && (self.len() == 10 && mobile(nth(1)) || self.len() == 11 && matches!(nth(1), Some('1' | '2')))
    }

    /// Two digits or more together, or each alone; the area's or country's number may stand apart otherwise.
    fn is_written_as_phone(&self) -> bool {
        let lengths = self.lengths();
        let singles = lengths.iter().all(|n| *n == 1);
        let few = lengths.iter().skip(1).filter(|n| **n < 2).count() <= 1 && lengths.len() <= 6;
        let gaps: Vec<&str> = self.gaps().collect();
        let even = gaps.iter().skip(1).all(|gap| Some(gap) == gaps.get(1));
        (singles || few) && even
    }

    /// Ten digits of a tax payer, and three of a branch.
    fn is_tax_branch(&self) -> bool {
        self.lengths() == [10, 3] && self.gaps().eq(["-"]) && !self.is_sum()
    }

    /// The same sign between all groups.
    fn is_uniform(&self) -> bool {
        let mut gaps = self.gaps();
        let first = gaps.next();
        gaps.all(|gap| Some(gap) == first)
    }

    fn gaps(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let text = self.text;
        self.groups.windows(2).map(move |pair| gap(text, pair))
    }

    /// It begins and ends where a word does: no part of a document's number or of a code.
    fn is_free(&self) -> bool {
        let before = last_char(&self.text[..self.start()]);
        let after = self.text[self.end()..].chars().next();
        let apart = before.is_none_or(|c| !matches!(c, '/' | '#') && !c.is_alphanumeric());
        let apart = apart || self.is_sure() && before != Some('/') || self.insurance().is_some();
        apart && !self.is_in_code() && after.is_none_or(|c| c != '/' && !c.is_alphanumeric())
    }

    /// Letters and signs lead up to it without a space, as in the number of a file ("H05.27-251120-0012").
    fn is_in_code(&self) -> bool {
        let word = word_before(&self.text[..self.start()]);
        let letters: String = word.chars().filter(|c| c.is_alphabetic()).collect();
        let says = [&WORDS.surely, &WORDS.banks].iter().any(|list| list.contains(&fold(&letters)));
        let called = word.ends_with([':', '=', '(', ',', ';', '"', '“', '+']);
        !letters.is_empty() && !says && !called
    }

    fn is_in_link(&self) -> bool {
        let word = word_before(&self.text[..self.start()]);
        word.contains("://") || word.starts_with("www.")
    }

    /// A day stands in it: 12-11-2025, 12112025.
    fn is_day(&self) -> bool {
        let day = |d: &str, m: &str, y: &str| {
            let within = |n: &str, most: u32| n.parse().is_ok_and(|n: u32| (1..=most).contains(&n));
            within(d, 31) && within(m, 12) && is_year(y)
        };
        let apart = self.groups.windows(3).any(|g| day(&g[0].digits, &g[1].digits, &g[2].digits));
        let together = |d: &str| d.len() == 8 && day(&d[..2], &d[2..4], &d[4..]);
        apart || self.groups.iter().any(|group| together(&group.digits))
    }

    /// It counts money or something else.
    fn is_sum(&self) -> bool {
        let lengths = self.lengths();
        let thousands = lengths.len() > 1
            && lengths.first().is_some_and(|n| *n <= 3)
            && lengths.iter().skip(1).all(|n| *n == 3)
            && self.is_uniform();
        let round = self.digits.ends_with("000");
        let dotted = self.gaps().all(|gap| matches!(gap, "." | ","));
        let sum = if lengths.len() > 1 { thousands && (dotted || round) } else { round };
        self.has_unit() || sum && !self.digits.starts_with('0')
    }

    fn has_unit(&self) -> bool {
        let rest = &self.text[self.end()..];
        let word: String = rest.trim_start_matches(' ').chars().take_while(|c| c.is_alphanumeric()).collect();
        let word = word.to_lowercase();
        WORDS.units.contains(&word) || !rest.starts_with(' ') && WORDS.units_glued.contains(&word)
    }

    /// A line that everybody may call: 113, 1900 …, 1800 ….
    fn is_service(&self) -> bool {
        let all = self.groups.iter().all(|group| WORDS.service.contains(&group.digits));
        let free = self.digits.starts_with("1800") || self.digits.starts_with("1900");
        all || free && matches!(self.len(), 8 | 10)
    }

    fn is_sure(&self) -> bool {
        self.said.sure
    }

    fn is_at_bank(&self) -> bool {
        let rest = self.text[self.end()..].trim_start_matches([' ', ',', ':', '(', '-']);
        let worded = rest.starts_with(char::is_alphabetic);
        self.said.bank || worded && [&WORDS.banks, &WORDS.surely].iter().any(|list| says(list, &self.after()))
    }

    /// The words after it, folded.
    fn after(&self) -> String {
        let after = &self.text[self.end()..];
        let until = after.char_indices().nth(NEAR_CHARS).map_or(after.len(), |(at, _)| at);
        let words = words(&after[..until]);
        words[..words.len().min(WORDS_AFTER)].join(" ")
    }
}

impl Before {
    fn of(before: &str) -> Before {
        let words = words(last_chars(before, NEAR_CHARS));
        let near = words[words.len().saturating_sub(WORDS_BEFORE)..].join(" ");
        Before { sure: says(&WORDS.surely, &near), bank: says(&WORDS.banks, &near) }
    }
}

/// One of the phrases stands among the words.
fn says(phrases: &[String], words: &str) -> bool {
    let words = format!(" {words} ");
    phrases.iter().any(|phrase| words.contains(&format!(" {phrase} ")))
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(fold).collect()
}

fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = vec![];
    for (at, c) in text.char_indices() {
        let Some(digit) = digit(c) else { continue };
        let end = at + c.len_utf8();
        match groups.last_mut().filter(|group| group.at.end == at) {
            Some(group) => {
                group.at.end = end;
                group.digits.push(digit);
            }
            None => groups.push(Group { at: at..end, digits: digit.into() }),
        }
    }
    groups
}

/// A digit as it is typed, also by a keyboard that writes wide ones.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10),
        _ => None,
    }
}

fn gap<'a>(text: &'a str, pair: &[Group]) -> &'a str {
    match pair {
        [one, other] => &text[one.at.end..other.at.start],
        _ => "",
    }
}

/// What may stand between two groups of one number.
fn is_link(gap: &str) -> bool {
    matches!(gap, " " | "  " | "." | "-" | "–" | "," | "_" | "·" | " - " | " – " | ")" | ") " | ")-" | ") - ")
}

/// What stands before has a digit and a sign: the number goes on from there.
fn continues(text: &str, at: usize) -> bool {
    let before = text[..at].strip_suffix(['.', ',', '-', '–', '_', '·', '/', ':']);
    before.and_then(last_char).is_some_and(|c| digit(c).is_some())
}

/// A few digits and a point before it: 21.123456789.
fn is_decimal(text: &str, at: usize) -> bool {
    let Some(before) = text[..at].strip_suffix(['.', ',']) else { return false };
    let whole = before.chars().rev().take_while(|c| digit(*c).is_some()).count();
    (1..=3).contains(&whole)
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

fn last_char(text: &str) -> Option<char> {
    text.chars().next_back()
}

/// What stands before without a space between.
fn word_before(text: &str) -> &str {
    last_chars(text, LINK_CHARS).rsplit(char::is_whitespace).next().unwrap_or_default()
}

fn last_chars(text: &str, most: usize) -> &str {
    let from = text.char_indices().rev().nth(most).map_or(0, |(at, _)| at);
    &text[from..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_of_people_are_masked() {
        for text in [
            "Em mất căn cước số 012345678901 thì làm lại ở đâu?",
            "cccd 001 085 012 345",
            "cccd của em: 012.085.012.345 ạ",
            "so cmnd 045123456 het han roi",
            "CMND 123 456 789 cấp ở đâu",
            "cmnd 123.456.789",
            "0912345678",
            "gọi cho em 0912 345 678 nhé",
            "gọi 0912.345.678 ạ",
            "gọi 0912-345-678",
            "gọi 09 1234 5678",
            "gọi 0912 34 56 78",
            "sđt 0 9 1 2 3 4 5 6 7 8",
            "sđt0912345678",
            "sđt:0912345678.",
            "+84912345678",
            "+84 912 345 678",
            "84912345678",
            "84 912 345 678",
            "(+84) 912 345 678",
            "máy bàn 02133856789",
            "máy bàn (0213) 3856 789",
            "máy bàn 0213 3 856 789",
            "zalo 912 345 678",
            "zalo.me/0912345678",
            "https://zalo.me/0912345678",
            "０９１２３４５６７８",
            "stk 12345678 chưa nhận được tiền",
            "số tài khoản agribank: 3900205123456",
            "tk vcb 1234 5678 90",
            "1234 5678 9012 vietcombank",
            "tài khoản ngân hàng của tôi là 39002 05123 456",
            "thẻ 9704 1234 5678 9012",
            "thẻ 9704123456789012",
            "thẻ bhyt DN4010123456789 hết hạn",
            "thẻ GD 4 01 0123456789",
            "bhyt 0123 456 789",
            "mã số thuế 8012345678",
            "mst 8012345678-001",
            "mã định danh của cháu 012320001234",
        ] {
            let masked = masked(text).unwrap_or_else(|| panic!("{text}"));
            assert!(!masked.chars().any(|c| digit(c).is_some()), "{text}: {masked}");
            assert!(masked.contains(MASK) && super::masked(&masked).is_none(), "{masked}");
        }
    }

    #[test]
    fn nothing_but_the_number_is_masked() {
        for (text, left) in [
            ("Nhà số 12, gọi 0912345678, 0987654321 lúc 7h30", "Nhà số 12, gọi ••••, •••• lúc 7h30"),
            ("0912345678,0987654321/0368123456", "••••,••••/••••"),
            ("CCCD 001085012345 cấp ngày 12/11/2021", "CCCD •••• cấp ngày 12/11/2021"),
            ("cccd 001085012345 15 ngày chưa có", "cccd •••• 15 ngày chưa có"),
            ("gọi 0912 345 678 15 hộ chưa có điện", "gọi •••• 15 hộ chưa có điện"),
            ("(0213) 3856 789 gọi không được", "•••• gọi không được"),
            ("thẻ bhyt DN4010123456789 hết hạn 31.12.2026", "thẻ bhyt •••• hết hạn 31.12.2026"),
            ("stk 12345678 chưa nhận 2.000.000 đồng", "stk •••• chưa nhận 2.000.000 đồng"),
        ] {
            assert_eq!(masked(text).as_deref(), Some(left), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_of_a_person_stays() {
        for text in [
            "",
            "Nghị quyết 72-NQ/TW nói gì?",
            "Luật 261/2025/QH15 và Nghị định 188/2025/NĐ-CP",
            "Nghị quyết số 57-NQ/TW ngày 22-12-2024",
            "Hộ nghèo được 2.000.000 đồng hay 1.500.000đ?",
            "hỗ trợ 40000000 đồng, 60.000.000 đồng, 500k, 1 triệu 2",
            "vay ngân hàng 50.000.000 đồng thì trả mấy năm",
            "vay ngân hàng 50000000 có được không",
            "vay ngân hàng 50 000 000 có được không",
            "tài khoản có 12.345.678 đồng",
            "tiền từ 20.000.000-30.000.000 vào tài khoản",
            "dự án 1200000000 làm đường",
            "dự án 1.250.000.000 đồng",
            "ngày 12/11/2025, 12-11-2025, 12.11.2025, 12 11 2025",
            "căn cước cấp ngày 12-11-2025",
            "cccd cấp 12112025",
            "từ 08-12-2025 10 giờ",
            "năm 2023 2024 2025 2026",
            "năm học 2025-2026, 2026-2027",
            "tk 2024-2025",
            "bảo hiểm năm 2025 2026",
            "gọi 113 114 115",
            "điện thoại 113 114 115",
            "gọi 111, 112, 113, 114, 115 hay 19001234, 1900 545 415, 18001091, 1900545415",
            "mã #AB2CD và #23456",
            "12.000 m2, 1.234,5 ha, thửa 123 tờ bản đồ 45",
            "7h30, 07:30, 07 30, 24/7",
            "toạ độ 22.123456789, 103.123456789",
            "mã hồ sơ H05.27-251120-0012",
            "mã hồ sơ 000.00.15.H05-250930-0001",
            "https://baochinhphu.vn/bai-viet-102250901123456789.htm",
            "có 15 hộ, 120 khẩu, 3 bản, 5 con trâu",
            "12. 345 hộ nghèo",
        ] {
            assert_eq!(masked(text), None, "{text}");
        }
    }

    /// Nobody wrote a number of theirs in the labelled sets.
    #[test]
    fn no_labelled_text_is_masked() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/understanding");
        let mut texts = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            for line in std::fs::read_to_string(file.unwrap().path()).unwrap().lines() {
                let labelled: serde_json::Value = serde_json::from_str(line).unwrap();
                let said = labelled["lines"].as_array().unwrap().iter().filter_map(|line| line.as_str());
                for text in said {
                    assert_eq!(masked(text), None, "{text}");
                    texts += 1;
                }
            }
        }
        assert!(texts > 1_000, "{texts}");
    }

    fn grouped(digits: &str, sizes: &[usize], sign: &str) -> String {
        let mut rest = digits;
        let mut parts = vec![];
        for size in sizes {
            let (part, more) = rest.split_at(*size);
            parts.push(part);
            rest = more;
        }
        parts.join(sign)
    }

    fn words_around() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "em", "hỏi", "nhà", "có", "được", "không", "ạ", "cán", "bộ", "xã", "bao", "giờ", "mất", "làm",
            "lại", "ở", "đâu",
        ]);
        prop::collection::vec(word, 0..8).prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn a_phone_is_masked_wherever_it_stands(
            before in words_around(), after in words_around(), second in "[35789]", rest in "[0-9]{8}",
            sizes in prop::sample::select(vec![vec![10], vec![4, 3, 3], vec![4, 6], vec![3, 3, 4], vec![4, 2, 2, 2]]),
            sign in prop::sample::select(vec![" ", ".", "-"]),
        ) {
            let number = grouped(&format!("0{second}{rest}"), &sizes, sign);
            let text = format!("{before} {number} {after}");
            prop_assert_eq!(masked(&text), Some(format!("{before} {MASK} {after}")));
        }

        #[test]
        fn a_paper_is_masked_wherever_it_stands(
            before in words_around(), after in words_around(), rest in "[0-9]{11}", written in 0usize..3,
        ) {
            let sizes: &[usize] = [&[12][..], &[3, 3, 3, 3], &[4, 4, 4]][written];
            let text = format!("{before} {} {after}", grouped(&format!("0{rest}"), sizes, " "));
            prop_assert_eq!(masked(&text), Some(format!("{before} {MASK} {after}")));
        }

        #[test]
        fn an_account_is_masked_beside_its_word(
            word in prop::sample::select(vec!["stk", "số tài khoản", "STK agribank", "số tk của em là"]), digits in "[1-9][0-9]{8,17}[1-9]",
        ) {
            prop_assert_eq!(masked(&format!("{word} {digits} ạ")), Some(format!("{word} {MASK} ạ")));
        }

        #[test]
        fn documents_days_and_sums_are_never_masked(
            before in words_around(), number in 1u32..9999, year in 1990u32..2030, day in 1u32..29, month in 1u32..13,
            sum in 1u32..999, kind in prop::sample::select(vec!["NQ/TW", "QĐ-TTg", "NĐ-CP", "QH15", "TT-BYT", "CT/TU"]),
        ) {
            for text in [
                format!("{before} {number}-{kind} ngày {day}/{month}/{year}"),
                format!("{before} số {number}/{year}/{kind}, {day}-{month}-{year}"),
                format!("{before} {sum}.000.000 đồng, {sum}.500.000đ, {sum}000000 đồng, {sum}k ngày {day:02}.{month:02}.{year}"),
            ] {
                prop_assert_eq!(masked(&text), None);
            }
        }

        #[test]
        fn whatever_is_written_is_masked_once_and_for_all(text in "[0-9 .,/+()a-zđ\n-]{0,60}") {
            if let Some(once) = masked(&text) {
                // What is left beside a mask begins nothing anew, and no letter is lost.
                let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
                prop_assert!(letters(&once) + 2 * once.matches(MASK).count() >= letters(&text));
                prop_assert_eq!(once.matches('\n').count(), text.matches('\n').count());
            }
        }
    }
}
