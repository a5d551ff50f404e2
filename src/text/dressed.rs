//! What people wrote, as it is put into a message to others (pure): it reads the same and can pretend nothing. A link
//! says its host in words; a line that looks like one of the machine's, and a quote mark that would close the quote it
//! stands in, are broken so that everybody sees it; no letter carries a heap of marks.

use super::{clean, skeleton};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Whether links of these words can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// Who holds a role answers for them.
    Open,
    /// Anybody may have written them.
    Broken,
}

/// Marks that a letter keeps: Vietnamese needs two ("ệ").
const MOST_MARKS: usize = 2;
/// Before a line that looks like the machine's.
const NOT_OURS: &str = "› ";
/// The marks that open and close a quote of the machine's, and what looks like them.
const OPENING: [char; 4] = ['«', '≪', '《', '⟪'];
const CLOSING: [char; 4] = ['»', '≫', '》', '⟫'];
/// So many letters of a sentence say that it is the sentence ("Máy của"); fewer are ordinary words, unless a colon follows.
const TELLING: usize = 6;
/// How addresses end that are written without `https://`, besides those with a path.
const ENDS: [&str; 26] = [
    "vn", "com", "net", "org", "info", "gov", "edu", "io", "me", "app", "xyz", "site", "online", "top",
    "shop", "club", "vip", "link", "cc", "tk", "ly", "gg", "ru", "cn", "biz", "co",
];

/// People's words for a message. `ours`: how lines of the machine begin ([`beginnings`]); `tell` says the host of a link, and
/// that it is a strange one ([`honest`]).
pub fn dressed(text: &str, links: Links, ours: &[String], tell: &dyn Fn(&str, bool) -> String) -> String {
    let text = few_marks(&clean(text));
    let text = text.replace(OPENING, "“").replace(CLOSING, "”").replace("<<", "< <").replace(">>", "> >");
    let lines = text.split('\n').map(|line| {
        let mark = if imitates(line, ours) { NOT_OURS } else { "" };
        let words: String = line.split_inclusive(' ').map(|word| told(word, links, tell)).collect();
        format!("{mark}{words}")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// How lines of a sentence of the machine begin, up to what stands in `hole`, in the form in which they are compared.
pub fn beginnings(sentence: &str, hole: char) -> Vec<String> {
    let pieces = sentence.split(['\n', '·']).map(|piece| piece.split(hole).next().unwrap_or_default());
    let forms = pieces.map(|piece| match piece.split_once(':') {
        Some((field, _)) => format!("{}:", letters(field)),
        None => letters(piece),
    });
    forms.filter(|form| form.ends_with(':') && form.len() > 1 || form.chars().count() >= TELLING).collect()
}

/// Whether a line looks as though the machine had written it.
fn imitates(line: &str, ours: &[String]) -> bool {
    let (field, all) = (line.split(':').next().filter(|f| f.len() < line.len()).map(letters), letters(line));
    // "Nơi ：" is a colon, too.
    let field = field.or_else(|| {
        let seen = skeleton(line);
        seen.split_once(':').map(|(field, _)| letters(field))
    });
    ours.iter().any(|ours| match ours.strip_suffix(':') {
        Some(ours) => field.as_deref() == Some(ours),
        None => all.starts_with(ours.as_str()),
    })
}

/// Nothing but letters and digits, as they look.
fn letters(text: &str) -> String {
    skeleton(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// At most [`MOST_MARKS`] on each letter, in NFC.
fn few_marks(text: &str) -> String {
    let mut marks = 0;
    let few = text.nfd().filter(|c| {
        marks = if is_combining_mark(*c) { marks + 1 } else { 0 };
        marks <= MOST_MARKS
    });
    few.nfc().collect()
}

/// Letters that our language has beyond ASCII.
const LETTERS: &str = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ";
/// What stands in a host for a letter that is not what it looks like.
const HOLE: char = '?';
/// What a browser takes for a dot in a host.
const DOTS: [char; 3] = ['。', '．', '｡'];

/// One word, with the hosts of the links in it.
fn told(word: &str, links: Links, tell: &dyn Fn(&str, bool) -> String) -> String {
    let hosts = hosts(word);
    if hosts.is_empty() {
        return defuse(word);
    }
    let body = word.trim_end_matches(|c: char| c.is_whitespace() || ".,;:!?)]”\"".contains(c));
    let hosts: Vec<(String, bool)> = hosts.iter().map(|host| honest(host)).collect();
    let open = links == Links::Open && !hosts.iter().any(|(_, strange)| *strange);
    let shown = if open { body.to_owned() } else { defuse(body) };
    let hosts: Vec<String> = hosts.iter().map(|(host, strange)| tell(host, *strange)).collect();
    format!("{shown} {}{}", hosts.join(" "), &word[body.len()..])
}

/// A host in letters that look like no others, and whether it is a strange one: what is neither Vietnamese nor plain ASCII
/// (a letter of another script that looks like ours, a slash that is none) stands there as a hole, and a name in disguise
/// (`xn--`) is never taken for what it might be shown as.
fn honest(host: &str) -> (String, bool) {
    let known =
        |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c) || LETTERS.contains(c);
    let disguised = host.split('.').any(|label| label.starts_with("xn--"));
    let shown: String = host.chars().map(|c| if known(c) { c } else { HOLE }).collect();
    let strange = disguised || shown != *host;
    (shown, strange)
}

/// The hosts of what an app would make a link of.
fn hosts(word: &str) -> Vec<String> {
    let word = word.replace(DOTS, ".");
    let word = word.trim_matches(|c: char| c.is_whitespace() || ".,;:!?()[]“”\"'".contains(c));
    let host = |rest: &str| {
        let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
        // What stands before an `@` is no host, whatever it looks like.
        let host = authority.rsplit('@').next().unwrap_or_default();
        host.split([':', ',', ';', ')', '”']).next().unwrap_or_default().trim_end_matches('.').to_lowercase()
    };
    if word.contains("://") {
        let pages = word.match_indices("://").filter(|(at, _)| {
            let scheme = word[..*at].to_lowercase();
            ["http", "https", "ftp"].iter().any(|page| scheme.ends_with(page))
        });
        return pages
            .map(|(at, gap)| host(&word[at + gap.len()..]))
            .filter(|host| !host.is_empty())
            .collect();
    }
    let found = host(word);
    let labels: Vec<&str> = found.split('.').collect();
    let named = |label: &&str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let last = labels.last().copied().unwrap_or_default();
    let path = word.contains('/') && last.len() >= 2 && last.bytes().all(|b| b.is_ascii_alphabetic());
    let is_one = labels.len() > 1
        && labels.iter().all(named)
        && !word.contains('@')
        && (labels[0] == "www" || ENDS.contains(&last) || path);
    if is_one { vec![found] } else { vec![] }
}

/// Text from a person, shown to another: reads the same and can open no link, mention or command.
/// An invisible word joiner (U+2060) goes where a client would start to recognise one.
fn defuse(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 8);
    for (i, c) in chars.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| chars[i]);
        let after = chars.get(i + 1);
        let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        out.push(*c);
        let opens = match c {
            '.' => joins(before) && joins(after.copied()),
            ':' => after == Some(&'/') || before.is_some_and(char::is_alphabetic) && joins(after.copied()),
            '@' | '#' | '$' => joins(after.copied()),
            '/' => joins(after.copied()) && !joins(before),
            _ => false,
        };
        if opens {
            out.push('\u{2060}');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ours() -> Vec<String> {
        let hole = '\u{1}';
        [
            "(Máy của \u{1})",
            "Nơi: \u{1} · Lĩnh vực: \u{1}\nHỏi lúc \u{1} · Trả lời trước \u{1}",
            "Trả lời câu hỏi #\u{1}",
            "Người trả lời: báo cáo viên.",
        ]
        .iter()
        .flat_map(|sentence| beginnings(sentence, hole))
        .collect()
    }

    fn shown(text: &str) -> String {
        dressed(text, Links::Broken, &ours(), &|host, strange| {
            format!("({} {})", if strange { "lạ" } else { "trang" }, host.replace('.', " chấm "))
        })
    }

    fn read(text: &str) -> String {
        shown(text).replace('\u{2060}', "")
    }

    #[test]
    fn ordinary_words_stay_as_they_are() {
        for text in [
            "Bao giờ bản mình có điện?",
            "Nơi tôi ở chưa có nước.\nTrả lời giúp tôi với ạ",
            "Nhà 5 người: 2 lớn, 3 nhỏ; 1.500.000 đồng. Xong.Rồi",
            "Tin này tôi nghe rồi 👨‍👩‍👧 ❤️",
        ] {
            assert_eq!(read(text), text);
        }
    }

    #[test]
    fn a_link_says_its_host_and_opens_nothing() {
        for (text, expected) in [
            ("xem https://abc.vn/x?y.", "xem https://abc.vn/x?y (trang abc chấm vn)."),
            ("https://chinhphu.vn@xau.com/a", "https://chinhphu.vn@xau.com/a (trang xau chấm com)"),
            ("(www.xau.org)", "(www.xau.org (trang www chấm xau chấm org))"),
            ("vào xau.com nhé", "vào xau.com (trang xau chấm com) nhé"),
            ("bit.ly/3x", "bit.ly/3x (trang bit chấm ly)"),
        ] {
            assert_eq!(read(text), expected);
        }
        let text = shown("xem http://a.vn/x và @ai /xoa a.b.vn 1.5 #AB2CD");
        for bad in ["http://", "a.vn", "@ai", " /xoa", "#AB2CD"] {
            assert!(!text.contains(bad), "{bad} is still live in {text}");
        }
        let tell = |host: &str, _: bool| format!("(trang {host})");
        let open = dressed("xem https://abc.vn/x, @ai", Links::Open, &[], &tell);
        assert_eq!(open, "xem https://abc.vn/x (trang abc.vn), @\u{2060}ai");
    }

    #[test]
    fn a_host_that_looks_like_another_is_called_strange_and_never_opens() {
        for (text, expected) in [
            // Cyrillic, Greek, dotless, a mark that is none of ours, a slash and a dot that are none.
            ("https://\u{441}hinhphu.vn/x", "(lạ ?hinhphu chấm vn)"),
            ("\u{441}hinhphu.vn", "(lạ ?hinhphu chấm vn)"),
            ("https://chinhph\u{3c5}.vn", "(lạ chinhph? chấm vn)"),
            ("https://ch\u{131}nhphu.vn", "(lạ ch?nhphu chấm vn)"),
            ("https://chin\u{1e25}phu.vn", "(lạ chin?phu chấm vn)"),
            ("https://chinhphu.vn\u{2044}x.xau.com", "(lạ chinhphu chấm vn?x chấm xau chấm com)"),
            ("https://chinhphu.vn\u{3002}xau.com", "(trang chinhphu chấm vn chấm xau chấm com)"),
            ("https://xn--hinhphu-1sg.vn", "(lạ xn--hinhphu-1sg chấm vn)"),
            ("xn--hinhphu-1sg.vn", "(lạ xn--hinhphu-1sg chấm vn)"),
            // Ours.
            ("https://chinhphu.vn", "(trang chinhphu chấm vn)"),
            ("https://báođiệntử.vn", "(trang báođiệntử chấm vn)"),
        ] {
            let said = read(text);
            assert!(said.ends_with(expected), "{said}");
            let tell = |host: &str, strange: bool| format!("({host} {strange})");
            let live = !dressed(text, Links::Open, &[], &tell).contains('\u{2060}');
            assert_eq!(live, !expected.starts_with("(lạ"), "{said}");
        }
    }

    #[test]
    fn what_looks_like_the_machines_is_broken_so_that_everybody_sees_it() {
        for line in [
            "(Máy của Đảng uỷ)",
            "MÁY CỦA ai đó",
            "Máу сủa xã",
            "• Nơi: Hà Nội",
            "Nơi ： Hà Nội",
            "N\u{200b}ơi: Hà Nội",
            "Trả lời trước 5/12",
            "Trả lời câu hỏi #AB2CD",
            "Người trả lời: Chủ tịch xã",
        ] {
            assert!(shown(&format!("Vâng.\n{line}")).contains("\n› "), "{line}");
        }
        assert_eq!(read("x »\n« y >> z"), "x ”\n“ y > > z");
        assert_eq!(read("a\u{301}\u{302}\u{303}\u{304}b\u{202e}c"), "á\u{302}bc");
    }

    proptest! {
        #[test]
        fn no_text_pretends_anything(
            pieces in prop::collection::vec(prop_oneof![
                Just("»".to_owned()), Just("《".to_owned()), Just("\n".to_owned()), Just("Nơi:".to_owned()),
                Just("(Máy của".to_owned()), Just("Người trả lời :".to_owned()), Just("\u{202e}".to_owned()),
                Just("\u{301}\u{302}\u{303}".to_owned()), Just("https://a.vn/b".to_owned()), Just(" ".to_owned()),
                "\\PC{0,6}",
            ], 0..12),
            open in any::<bool>(),
        ) {
            let links = if open { Links::Open } else { Links::Broken };
            let tell = |host: &str, _: bool| format!("(trang {})", host.replace('.', " chấm "));
            let text = pieces.concat();
            let shown = dressed(&text, links, &ours(), &tell);
            prop_assert!(!shown.contains(OPENING) && !shown.contains(CLOSING), "{shown:?}");
            for line in shown.split('\n') {
                prop_assert!(line.starts_with(NOT_OURS) || !imitates(line, &ours()), "{line:?}");
            }
            let mut marks = 0;
            for c in shown.nfd() {
                marks = if is_combining_mark(c) { marks + 1 } else { 0 };
                prop_assert!(marks <= MOST_MARKS, "{shown:?}");
                let turns = matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
                prop_assert!(!turns, "{shown:?}");
            }
        }

        #[test]
        fn every_link_says_where_it_leads(host in "[a-z]{1,8}(\\.[a-z]{1,8}){0,2}\\.vn", before in "[a-zàđếợ ]{0,10}", path in "(/[a-z.]{0,9})?") {
            let shown = read(&format!("{before} https://{host}{path}"));
            prop_assert!(shown.contains(&format!("(trang {})", host.replace('.', " chấm "))), "{shown}");
        }

        /// Whatever stands in a host, nothing that is told of it could be taken for a letter that it is not.
        #[test]
        fn no_host_is_told_in_letters_that_deceive(
            host in "[a-z\u{430}-\u{45f}\u{3b1}-\u{3c9}\u{100}-\u{17f}]{1,8}(\\.[a-z]{1,6}){1,2}", open in any::<bool>(),
        ) {
            let links = if open { Links::Open } else { Links::Broken };
            let tell = |host: &str, strange: bool| format!("<{host} {strange}>");
            let shown = dressed(&format!("https://{host}/x"), links, &[], &tell);
            let (live, told) = shown.split_once('<').unwrap_or_default();
            prop_assert!(told.chars().all(|c| c.is_ascii() || LETTERS.contains(c)), "{:?}", told);
            prop_assert!(live.contains('\u{2060}') || told.ends_with(" false>"), "{:?}", shown);
        }

        #[test]
        fn plain_words_lose_nothing(text in "[a-zàảạăằâầđêếôơớưứịỹ][a-zàảạăằâầđêếôơớưứịỹ ,!?\n]{0,60}") {
            let text = clean(&text);
            prop_assert_eq!(read(&text).replace(NOT_OURS, ""), text);
        }
    }
}
