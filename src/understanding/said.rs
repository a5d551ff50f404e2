//! A text as words that can be compared: with their marks where the text carries marks, without them otherwise.
//!
//! Half of the people here write without marks. Without marks strangers look alike ("người lao động", "người Lào"), so marks
//! are left out of sight only as far as the writer left them out.

use super::telex;
use crate::text::{fold, has_words, plain};
use smol_str::SmolStr;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word, as it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// With its marks, in one spelling.
    pub marked: SmolStr,
    /// Without them.
    pub bare: SmolStr,
    /// It stands for an abbreviation, which has no marks and says nothing about how the writer spells.
    short: bool,
    /// By its letters without marks: words are told from each other by it before they are compared.
    hash: u64,
}

/// How far a text carries marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marks {
    /// None at all.
    None,
    /// Here and there: a word without marks may have lost them.
    Some,
    /// Throughout: a word without marks has none.
    Full,
}

/// A text in words.
#[derive(Debug, Clone)]
pub struct Said {
    /// Its words, abbreviations written out.
    pub words: Vec<Word>,
    /// How far it carries marks.
    pub marks: Marks,
    /// It has a question mark.
    pub asks: bool,
    /// The hashes of its words, in order, to be looked up.
    hashes: Vec<u64>,
    /// One bit of 64 for each of them.
    bits: u64,
    /// There is a letter or a digit in it.
    pub worded: bool,
}

/// What phones make of common words: each abbreviation and what it stands for. One that stands for two things is left out
/// ("dk" is "được" and "đăng ký", "bt" "biết" and "bình thường").
const SHORT: &[(&str, &str)] = &[
    ("ko", "không"),
    ("k", "không"),
    ("kg", "không"),
    ("hok", "không"),
    ("hông", "không"),
    ("hong", "không"),
    ("kh", "không"),
    ("khg", "không"),
    ("hem", "không"),
    ("dc", "được"),
    ("đc", "được"),
    ("dx", "được"),
    ("đx", "được"),
    ("đuợc", "được"),
    ("j", "gì"),
    ("z", "vậy"),
    ("zậy", "vậy"),
    ("zay", "vậy"),
    ("dzậy", "vậy"),
    ("ak", "ạ"),
    ("ah", "ạ"),
    ("r", "rồi"),
    ("rùi", "rồi"),
    ("ntn", "như thế nào"),
    ("bn", "bao nhiêu"),
    ("mk", "mình"),
    ("vg", "vâng"),
    ("hỉu", "hiểu"),
    ("e", "em"),
    ("cb", "cán bộ"),
    ("bh", "bao giờ"),
    ("bg", "bao giờ"),
    ("tks", "cảm ơn"),
    ("thk", "cảm ơn"),
    ("thks", "cảm ơn"),
    ("tkx", "cảm ơn"),
    ("thank", "cảm ơn"),
    ("thanks", "cảm ơn"),
    ("camon", "cảm ơn"),
    ("cảmơn", "cảm ơn"),
    ("thanh kiu", "cảm ơn"),
    ("nhìu", "nhiều"),
    ("nhiu", "nhiều"),
    ("lm", "làm"),
    ("ng", "người"),
    ("vs", "với"),
    ("trc", "trước"),
    ("hs", "hồ sơ"),
    ("gđ", "gia đình"),
    ("đ/c", "đồng chí"),
    ("okie", "ok"),
    ("okela", "ok"),
    ("oki", "ok"),
    ("oke", "ok"),
    ("okê", "ok"),
    ("okay", "ok"),
    ("okey", "ok"),
    ("okla", "ok"),
    ("okie", "ok"),
    ("uh", "ừ"),
    ("uk", "ừ"),
    ("ừm", "ừ"),
    ("um", "ừ"),
    ("uhm", "ừ"),
    ("uj", "ừ"),
    ("ukm", "ừ"),
    ("bhyt", "bảo hiểm y tế"),
    ("bhxh", "bảo hiểm xã hội"),
    ("bảohiểm", "bảo hiểm"),
    ("ubnd", "uỷ ban"),
    ("ub", "uỷ ban"),
    ("ct", "chủ tịch"),
    ("đv", "đảng viên"),
    ("nq", "nghị quyết"),
    ("nhg", "nhưng"),
    ("mn", "mọi người"),
    ("bc", "bà con"),
    ("bcv", "báo cáo viên"),
    ("sđt", "số điện thoại"),
    ("sdt", "số điện thoại"),
    ("cccd", "căn cước"),
    ("vk", "vợ"),
    ("ck", "chồng"),
    ("wa", "quá"),
    ("qá", "quá"),
    ("rùi", "rồi"),
    ("lém", "lắm"),
    ("cty", "công ty"),
    ("t", "tôi"),
    ("iu", "yêu"),
    ("dag", "đang"),
    ("đag", "đang"),
    ("ngta", "người ta"),
    ("ms", "mới"),
    ("rep", "trả lời"),
    ("reply", "trả lời"),
    ("trl", "trả lời"),
    ("nt", "nhắn tin"),
    ("cx", "cũng"),
    ("lun", "luôn"),
    ("hk", "không"),
    ("hổng", "không"),
    ("kp", "không phải"),
    ("hum", "hôm"),
    ("bít", "biết"),
    ("bik", "biết"),
    ("bjt", "biết"),
    ("mún", "muốn"),
    ("zị", "vậy"),
    ("zô", "vào"),
    ("đt", "điện thoại"),
    ("chx", "chưa"),
    ("thui", "thôi"),
    ("tui", "tôi"),
    ("mik", "mình"),
    ("mih", "mình"),
    ("mjh", "mình"),
    ("roj", "rồi"),
    ("oj", "ơi"),
    ("gj", "gì"),
    ("đj", "đi"),
    ("toj", "tôi"),
    ("noj", "nói"),
    ("laj", "lại"),
    ("thx", "cảm ơn"),
    ("tanks", "cảm ơn"),
    ("tkiu", "cảm ơn"),
    ("thankiu", "cảm ơn"),
    ("cảmmơn", "cảm ơn"),
    ("camơn", "cảm ơn"),
    ("cámơn", "cảm ơn"),
    ("camown", "cảm ơn"),
    // As it is said, and so written: "giời", "gẫy", "chẩy", "nhẩy"; s and x; the south's "gởi", "bịnh".
    ("giời", "trời"),
    ("gẫy", "gãy"),
    ("chẩy", "chảy"),
    ("nhẩy", "nhảy"),
    ("xập", "sập"),
    ("xạt", "sạt"),
    ("xụt", "sụt"),
    ("dúp", "giúp"),
    ("gởi", "gửi"),
    ("bịnh", "bệnh"),
    ("nời", "lời"),
    ("lước", "nước"),
    ("nàm", "làm"),
    ("iêu", "yêu"),
    ("dùi", "rồi"),
    ("dồi", "rồi"),
    ("zồi", "rồi"),
    ("gồi", "rồi"),
    ("rầu", "rồi"),
    ("bjo", "bây giờ"),
    ("bgio", "bao giờ"),
    ("bhio", "bao giờ"),
    ("qtrong", "quan trọng"),
    ("ksao", "không sao"),
    ("kobit", "không biết"),
    ("kbiet", "không biết"),
    ("hsơ", "hồ sơ"),
    ("ubx", "uỷ ban xã"),
    ("gv", "giáo viên"),
    ("hđ", "hợp đồng"),
    ("tbản", "trưởng bản"),
    ("bthu", "bí thư"),
    ("bthư", "bí thư"),
    ("ctịch", "chủ tịch"),
    ("csgt", "cảnh sát"),
    ("fb", "facebook"),
    ("phây", "facebook"),
];

/// "Cảm ơn" as thumbs write it, whatever marks it bears: no other word is written in so many ways.
const THANKS: &[&str] = &[
    "cam on",
    "cam om",
    "cam un",
    "cam own",
    "cam mon",
    "cam o",
    "cam onn",
    "kam on",
    "kam mon",
    "cm on",
    "cm own",
    "c on",
    "cam onw",
    "camm on",
    "cma on",
    "acm on",
    "cam own",
    "cam an",
    "cawm on",
    "thanh kiu",
    "then kiu",
    "thanh kiu",
    "sen kiu",
];
/// The same in one word, and in English.
const THANK: &[&str] = &[
    "thank", "thanks", "thks", "thnk", "tks", "tnks", "thenk", "thanhk", "camon", "camown", "cámon", "cảmon",
    "cảmơn", "camơn", "kamon", "cmon", "cmơn", "tysm",
];

/// What a word of such a pair bears, so that it is like no word alone.
const PAIRED: char = '+';
/// Two words that are one, without their marks: neither of them is anything else ("can bo" holds no "bỏ").
const PAIRS: &[&str] = &[
    "can bo",
    "truong ban",
    "nha nuoc",
    "dang ky",
    "uy ban",
    "bao nhieu",
    "bao gio",
    "bao hiem",
    "dieu kien",
    "y kien",
    "giay to",
    "thu tuc",
    "ho so",
    "ho tro",
    "ho khau",
    "can cuoc",
    "lam sao",
    "the nao",
    "nhu nao",
    "dong chi",
    "cam on",
    "duoc khong",
    "tra loi",
    "gia dinh",
    "dang vien",
    "dan toc",
    "bau cu",
    "trung quoc",
    "dien thoai",
    "quy dinh",
    "ket hon",
    "chung nhan",
    "giao vien",
];

impl Said {
    /// The words of a text.
    pub fn new(text: &str) -> Said {
        let text = plain(text);
        let mut words = vec![];
        let (mut with, mut letters, mut telex) = (0, 0, 0);
        let typed = spelled(&text);
        let mut at = 0;
        while at < typed.len() {
            let pair = typed.get(at + 1).map(|next| format!("{} {next}", typed[at]));
            let long = |said: &str| SHORT.iter().find(|(short, _)| *short == said).map(|(_, long)| *long);
            let word = &typed[at];
            if let Some(long) = long(word) {
                words.extend(long.split(' ').map(|w| Word { short: true, ..Word::new(w) }));
            } else if pair.as_deref().is_some_and(|pair| THANKS.contains(&fold(pair).as_str())) {
                words.extend(["cảm", "ơn"].map(|w| Word { short: true, ..Word::new(w) }));
                at += 1;
            } else if THANK.iter().any(|thank| word.starts_with(thank)) {
                words.extend(["cảm", "ơn"].map(|w| Word { short: true, ..Word::new(w) }));
            } else if word == "h" && words.last().is_some_and(|w: &Word| w.bare == "bao" || w.bare == "may") {
                words.push(Word { short: true, ..Word::new("giờ") });
            } else {
                let read = telex::read(word);
                telex += usize::from(read.is_some());
                let word = Word::new(read.as_ref().unwrap_or(word));
                if word.bare.chars().any(char::is_alphabetic) {
                    letters += 1;
                    with += usize::from(read.is_none() && word.marked != word.bare);
                }
                words.push(word);
            }
            at += 1;
        }
        for at in 1..words.len() {
            let (before, after) = words.split_at_mut(at);
            let (Some(one), Some(other)) = (before.last_mut(), after.first_mut()) else { continue };
            let pair =
                PAIRS.iter().any(|p| p.split_once(' ') == Some((one.bare.as_str(), other.bare.as_str())));
            if pair && !one.short && !other.short {
                one.bare = format!("{}{PAIRED}", one.bare).into();
                other.bare = format!("{}{PAIRED}", other.bare).into();
            }
        }
        // One word that looks like Telex may be another language's.
        let with = if with > 0 || telex > 1 { with + telex } else { 0 };
        let marks = match (with, letters) {
            (0, _) => Marks::None,
            _ if 2 * with >= letters => Marks::Full,
            _ => Marks::Some,
        };
        let (hashes, bits) = looked_up(&words);
        Said { words, hashes, bits, marks, asks: text.contains('?'), worded: has_words(&text) }
    }

    /// Whether a word is anywhere in it, at least without its marks.
    pub fn may_hold(&self, word: &Word) -> bool {
        self.may_hold_all(word.bit()) && self.hashes.binary_search(&word.hash).is_ok()
    }

    /// What its words are looked up by, each once.
    pub fn hashes(&self) -> impl Iterator<Item = u64> {
        self.hashes.chunk_by(|one, other| one == other).filter_map(|same| same.first().copied())
    }

    /// Whether words with all these bits may be in it.
    pub fn may_hold_all(&self, bits: u64) -> bool {
        self.bits & bits == bits
    }

    /// Whether the word there is this one, as far as the writer's marks can tell. `lenient`: a word without marks may have
    /// lost them, whoever else writes with care; for where a whole text is judged, not one word in it.
    pub fn is(&self, at: usize, word: &Word, lenient: bool) -> bool {
        let Some(said) = self.words.get(at) else { return false };
        let unmarked = said.marked == said.bare.trim_end_matches(PAIRED);
        match self.marks {
            _ if said.short => said.marked == word.marked,
            Marks::None => said.bare == word.bare,
            Marks::Some if unmarked => said.bare == word.bare,
            Marks::Full if unmarked && lenient => said.bare == word.bare,
            Marks::Some | Marks::Full => said.marked == word.marked,
        }
    }

    /// The same, some of its words made unlike any other: what stands around them keeps its distance.
    pub fn without(&self, dropped: &[bool]) -> Said {
        let all = self.words.iter().zip(dropped);
        let kept = |(word, dropped): (&Word, &bool)| if *dropped { Word::nothing() } else { word.clone() };
        let words: Vec<Word> = all.map(kept).collect();
        let (hashes, bits) = looked_up(&words);
        Said { words, hashes, bits, ..*self }
    }

    /// The same, its missing marks taken for lost ones: what stands only under `marked` is found in it as well.
    pub fn as_if_marked(&self) -> Said {
        Said { marks: if self.marks == Marks::None { Marks::Some } else { self.marks }, ..self.clone() }
    }

    /// Its words as bare text, from one to before another.
    pub fn bare(&self, from: usize, to: usize) -> String {
        let words = self.words.get(from..to.min(self.words.len())).unwrap_or_default();
        let words: Vec<&str> = words.iter().map(|w| w.bare.trim_end_matches(PAIRED)).collect();
        words.join(" ")
    }
}

impl Word {
    /// One bit of 64.
    pub fn bit(&self) -> u64 {
        1 << (self.hash % 64)
    }

    /// By what it is looked up.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// What is like no word.
    fn nothing() -> Word {
        let nothing = SmolStr::from(PAIRED.to_string());
        Word { marked: nothing.clone(), bare: nothing, short: false, hash: 0 }
    }

    /// A word of a list, or of a text.
    pub fn new(word: &str) -> Word {
        let bare = one_i(&fold(word));
        let hash = bare
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |h: u64, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        Word { marked: one_i(&one_spelling(word)).into(), bare: bare.into(), short: false, hash }
    }
}

/// How words are looked up: by their letters without marks, and by a bit for each.
fn looked_up(words: &[Word]) -> (Vec<u64>, u64) {
    let mut hashes: Vec<u64> = words.iter().map(|word| word.hash).collect();
    hashes.sort_unstable();
    (hashes, words.iter().fold(0, |bits, word| bits | word.bit()))
}

/// The words of a text, in small letters: whatever lies between what is neither a letter nor a digit.
fn spelled(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace("đ/c", "đồng chí").replace("d/c", "dong chi");
    text.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c))
        .filter(|w| !w.is_empty())
        .map(once)
        .collect()
}

/// "okkkk", "cảm ơnnn", "dạaa": a letter that is drawn out stands once, but the two of "cứu". Numbers stay.
fn once(word: &str) -> String {
    let letters: Vec<(char, char)> = word
        .chars()
        .map(|c| (c, c.nfd().next().map_or(c, |base| if base == 'đ' { 'd' } else { base })))
        .collect();
    let mut kept = String::new();
    let mut at = 0;
    while let Some((first, base)) = letters.get(at).copied() {
        let run = letters[at..].iter().take_while(|(_, b)| *b == base).count();
        let ends = at + run == letters.len() && at > 0;
        // Two of a vowel may be Telex, a doubled last consonant is nothing.
        let needless =
            run > 2 || run == 2 && ends && (!"aeou".contains(base) || base != 'u' && first != base);
        let keep = match base {
            'u' if needless => 2,
            _ if needless && base.is_alphabetic() => 1,
            _ => run,
        };
        kept.extend(letters[at..at + keep].iter().map(|(c, _)| *c));
        at += run;
    }
    kept
}

/// One spelling of a word: "hoà" is "hòa"; and the hook is the tilde, which half of the country writes for each other
/// ("hổ trợ", "củng").
fn one_spelling(word: &str) -> String {
    let (mut letters, mut tone) = (String::new(), String::new());
    for c in word.to_lowercase().nfd() {
        match c {
            '\u{300}' | '\u{301}' | '\u{309}' | '\u{323}' => tone.push(c),
            '\u{303}' => tone.push('\u{309}'),
            c => letters.push(c),
        }
    }
    letters + &tone
}

/// "mĩ" is "mỹ", "sĩ" is "sỹ": a last y after one of these consonants is an i.
fn one_i(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let last = letters.iter().rposition(|c| !is_combining_mark(*c));
    match last {
        Some(at) if at > 0 && letters[at] == 'y' && "hklmst".contains(letters[at - 1]) => {
            letters.iter().enumerate().map(|(i, c)| if i == at { 'i' } else { *c }).collect()
        }
        _ => word.to_owned(),
    }
}
