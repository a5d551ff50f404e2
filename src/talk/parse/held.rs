//! How a study session was held, as people write it: "hôm qua", "ngày 20 tháng 11", "đảng uỷ viên trình bày", "cho đảng
//! viên", "trực tuyến". Who presented it is an office; a name is left out.

use crate::ledger::{Presenter, StudyAudience, StudyForm};
use crate::text::{fold, plain};
use crate::understanding;
use jiff::Span;
use jiff::civil::Date;

/// A day without its year that lies further ahead is the last year's.
const FAR_AHEAD: i64 = 180;

/// The day on which it was held.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Day {
    /// Not said.
    #[default]
    Unsaid,
    /// Today or before.
    On(Date),
    /// Still to come.
    Ahead(Date),
    /// There is no such day, or it cannot be read.
    Unclear,
}

/// All that was said of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// Its form.
    pub form: Option<StudyForm>,
    /// Its day.
    pub day: Day,
    /// The office of who presented it.
    pub presenter: Option<Presenter>,
    /// For whom it was.
    pub audience: Vec<StudyAudience>,
    /// Online.
    pub online: bool,
    /// Words that say none of this.
    pub unread: bool,
}

impl Held {
    /// Nothing of it was said.
    pub fn is_empty(&self) -> bool {
        Held { unread: false, ..self.clone() } == Held::default()
    }
}

/// Offices, the first that is said counts: with somebody higher there the cell secretary did not do it alone.
const OFFICES: &[(&str, Presenter)] = &[
    ("tuyen truyen vien", Presenter::Reporter),
    ("pho bi thu chi bo", Presenter::Other),
    ("chi uy vien", Presenter::Other),
    ("chi uy", Presenter::Other),
    ("pho bi thu dang uy", Presenter::Committee),
    ("bi thu dang uy", Presenter::Committee),
    ("dang uy vien", Presenter::Committee),
    ("uy vien", Presenter::Committee),
    ("ban thuong vu", Presenter::Committee),
    ("thuong vu", Presenter::Committee),
    ("ban chap hanh", Presenter::Committee),
    ("cap uy xa", Presenter::Committee),
    ("bao cao vien", Presenter::Reporter),
    ("bcv", Presenter::Reporter),
    ("bi thu chi bo", Presenter::CellSecretary),
    ("bi thu ban", Presenter::CellSecretary),
    ("bi thu", Presenter::CellSecretary),
];
/// Who presents something does this.
const PRESENTS: [&str; 5] = ["trinh bay", "truyen dat", "len lop", "phu trach", "pho bien"];
/// The cell did it by itself.
const ALONE: [&str; 2] = ["chi bo tu", "chi bo minh tu"];
const AUDIENCES: &[(&str, StudyAudience)] = &[
    ("dang vien", StudyAudience::Members),
    ("can bo", StudyAudience::Officials),
    ("cong chuc", StudyAudience::Officials),
    ("vien chuc", StudyAudience::Officials),
    ("nguoi lao dong", StudyAudience::Officials),
    ("doan vien", StudyAudience::Unions),
    ("hoi vien", StudyAudience::Unions),
    ("doan the", StudyAudience::Unions),
    ("phu nu", StudyAudience::Unions),
    ("nong dan", StudyAudience::Unions),
    ("thanh nien", StudyAudience::Unions),
    ("cuu chien binh", StudyAudience::Unions),
    ("mat tran", StudyAudience::Unions),
    ("ba con", StudyAudience::Residents),
    ("nhan dan", StudyAudience::Residents),
    ("nguoi dan", StudyAudience::Residents),
    ("quan chung", StudyAudience::Residents),
    ("dan ban", StudyAudience::Residents),
];
const ONLINE: [&str; 5] = ["truc tuyen", "online", "qua mang", "zoom", "google meet"];
const FORMS: &[(&str, StudyForm)] = &[
    ("quan triet", StudyForm::QuanTriet),
    ("tuyen truyen", StudyForm::TuyenTruyen),
    ("hoc tap", StudyForm::HocTap),
];
/// Words beside these that say nothing.
const FILLERS: &[&str] = &[
    "hoc", "nguoi", "cho", "do", "va", "voi", "vao", "luc", "o", "tai", "co", "mat", "du", "dong", "chi",
    "d/c", "a", "nhe", "nha", "buoi", "bang", "hinh", "thuc", "truc", "tiep", "xa", "roi", "da", "toan",
    "the", "cac", "cua", "ban", "hoi", "ong", "noi", "sang", "chieu", "toi",
];

struct Words {
    /// In small letters, as typed.
    typed: Vec<String>,
    bare: Vec<String>,
    taken: Vec<bool>,
}

impl Words {
    fn new(text: &str) -> Words {
        let letters: Vec<char> = plain(text).to_lowercase().chars().collect();
        let beside = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|c| c.is_alphabetic());
        let spaced: String = letters
            .iter()
            .enumerate()
            .map(|(at, c)| match c {
                '_' => ' ',
                '-' if beside(at.checked_sub(1)) && beside(Some(at + 1)) => ' ',
                c => *c,
            })
            .collect();
        let edge = |c: char| !c.is_alphanumeric();
        let typed: Vec<String> = spaced
            .split([' ', ',', ';'])
            .map(|word| word.trim_matches(edge).to_owned())
            .filter(|word| !word.is_empty())
            .collect();
        let bare = typed.iter().map(|word| fold(word)).collect();
        Words { taken: vec![false; typed.len()], typed, bare }
    }

    fn bare(&self, at: usize) -> &str {
        self.bare.get(at).map_or("", String::as_str)
    }

    fn number(&self, at: usize) -> Option<i16> {
        self.bare(at).parse().ok().filter(|n| *n > 0)
    }

    fn is_at(&self, at: usize, phrase: &str) -> bool {
        let mut end = at;
        let is = phrase.split(' ').all(|word| {
            let is = self.bare(end) == word && !self.taken[end];
            end += 1;
            is
        });
        is && !phrase.is_empty()
    }

    fn find(&self, phrase: &str) -> Option<usize> {
        (0..self.bare.len()).find(|at| self.is_at(*at, phrase))
    }

    fn take(&mut self, from: usize, count: usize) {
        self.taken.iter_mut().skip(from).take(count).for_each(|taken| *taken = true);
    }

    /// All of it that is there.
    fn take_all(&mut self, phrase: &str) -> bool {
        let mut found = false;
        while let Some(at) = self.find(phrase) {
            self.take(at, phrase.split(' ').count());
            found = true;
        }
        found
    }
}

/// What a text says of it. `figure`: who was there and who should have been, which is no day.
pub fn read(text: &str, figure: Option<(i64, i64)>, today: Date) -> Held {
    let mut words = Words::new(text);
    let counted = |word: &str| {
        let (present, total) = word.split_once('/')?;
        Some((present.parse::<i64>().ok()?, total.parse::<i64>().ok()?))
    };
    if let Some(figure) = figure
        && let Some(at) = words.bare.iter().position(|word| counted(word) == Some(figure))
    {
        words.take(at, 1);
    }
    let day = day(&mut words, today);
    let presenter = presenter(&mut words);
    let mut audience: Vec<StudyAudience> = vec![];
    for (phrase, whom) in AUDIENCES {
        if words.take_all(phrase) && !audience.contains(whom) {
            audience.push(*whom);
        }
    }
    let online = ONLINE.iter().filter(|phrase| words.take_all(phrase)).count() > 0;
    let forms: Vec<StudyForm> =
        FORMS.iter().filter(|(phrase, _)| words.take_all(phrase)).map(|(_, form)| *form).collect();
    let form = forms.first().copied();
    let left = (0..words.bare.len()).filter(|at| !words.taken[*at]);
    let left: Vec<usize> = left.filter(|at| !FILLERS.contains(&words.bare(*at))).collect();
    let day = match day {
        // "hôm wa": a day was meant.
        Day::Unsaid if left.iter().any(|at| names_a_day(&words, *at)) => Day::Unclear,
        day => day,
    };
    Held { form, day, presenter, audience, online, unread: !left.is_empty() }
}

/// A day was meant there that could not be read; "cả ngày" is none.
fn names_a_day(words: &Words, at: usize) -> bool {
    let whole = at > 0 && matches!(words.bare(at - 1), "ca" | "nua" | "trong" | "moi");
    matches!(words.typed[at].as_str(), "ngày" | "hôm" | "hom") && !whole
}

/// Whether these words are a day and nothing else.
pub fn is_day(text: &str, today: Date) -> bool {
    let mut words = Words::new(text);
    day(&mut words, today) != Day::Unsaid && words.taken.iter().all(|taken| *taken)
}

/// Who presented it. Who only came to it, or for whom it was, did not.
fn presenter(words: &mut Words) -> Option<Presenter> {
    let mut found = vec![];
    for (phrase, office) in OFFICES {
        while let Some(at) = words.find(phrase) {
            let end = at + phrase.split(' ').count();
            words.take(at, end - at);
            let came = (end..end + 4).any(|at| {
                words.typed.get(at).is_some_and(|word| matches!(word.as_str(), "dự" | "du" | "tham"))
            });
            let for_them = at > 0 && words.bare(at - 1) == "cho";
            if !came && !for_them {
                found.push(*office);
            }
        }
    }
    for phrase in ALONE {
        let itself = words.find(phrase).filter(|at| words.typed[at + phrase.split(' ').count() - 1] != "từ");
        if let Some(at) = itself {
            words.take(at, phrase.split(' ').count());
            found.push(Presenter::CellSecretary);
        }
    }
    for phrase in PRESENTS {
        while let Some(at) = words.find(phrase) {
            words.take(at, 2);
            // Whoever stands before it, if that is none of the offices: "trưởng bản trình bày".
            let mut from = at;
            while from > 0
                && at - from < 4
                && !words.taken[from - 1]
                && !matches!(words.bare(from - 1), "cho" | "do")
            {
                from -= 1;
            }
            words.take(from, at - from);
            if found.is_empty() && (from < at || phrase != "pho bien") {
                found.push(Presenter::Other);
            }
        }
    }
    let order = [Presenter::Committee, Presenter::Reporter, Presenter::Other, Presenter::CellSecretary];
    order.into_iter().find(|office| found.contains(office))
}

/// The first day that is named.
fn day(words: &mut Words, today: Date) -> Day {
    let mut named = Day::Unsaid;
    let mut at = 0;
    while at < words.bare.len() {
        let Some((day, count)) = (!words.taken[at]).then(|| day_at(words, at, today)).flatten() else {
            at += 1;
            continue;
        };
        words.take(at, count);
        if named == Day::Unsaid {
            named = match day {
                Some(day) if day <= today => Day::On(day),
                Some(day) => Day::Ahead(day),
                None => Day::Unclear,
            };
        }
        at += count;
    }
    named
}

/// The day that begins there (none: there is no such day), and how many words it takes.
fn day_at(words: &Words, at: usize, today: Date) -> Option<(Option<Date>, usize)> {
    let before = |days: i64| today.checked_sub(Span::new().days(days)).ok();
    let typed = words.typed[at].as_str();
    match (words.bare(at), words.bare(at + 1)) {
        ("hom" | "sang" | "trua" | "chieu" | "toi" | "bua", "nay") => Some((Some(today), 2)),
        ("hom" | "sang" | "trua" | "chieu" | "toi" | "dem" | "bua", "qua") => Some((before(1), 2)),
        ("hom", "kia") => Some((before(if words.typed[at + 1] == "kìa" { 3 } else { 2 }), 2)),
        // Not alone: that is a name.
        ("ngay" | "sang" | "trua" | "chieu" | "toi", "mai") => Some((today.tomorrow().ok(), 2)),
        ("chu", "nhat") => Some(weekday(words, at + 2, 6, 2, today)),
        ("thu", _) if matches!(typed, "thứ" | "thu") && (at == 0 || words.bare(at - 1) != "bi") => {
            let day = understanding::weekday_of(words.bare(at + 1))?;
            Some(weekday(words, at + 2, day, 2, today))
        }
        ("ngay" | "hom" | "mung" | "vao", _) if written(words.bare(at + 1), true, today).is_some() => {
            written(words.bare(at + 1), true, today).map(|day| (day, 2))
        }
        ("ngay" | "hom" | "mung", _) if typed != "ngay" || words.number(at + 1).is_some() => {
            let day = words.number(at + 1)?;
            if words.bare(at + 2) != "thang" {
                return Some((of_month(day, today), 2));
            }
            let month = words.number(at + 3)?;
            match (words.bare(at + 4), words.number(at + 5)) {
                ("nam", Some(year)) => Some((date(day, month, Some(year), today), 6)),
                _ => Some((date(day, month, None, today), 4)),
            }
        }
        (word, _) => written(word, false, today).map(|day| (day, 1)),
    }
}

/// The latest such weekday, today included; with "tuần trước" the one of last week. `taken`: words before.
fn weekday(words: &Words, next: usize, day: i64, taken: usize, today: Date) -> (Option<Date>, usize) {
    let week = i64::from(today.weekday().to_monday_zero_offset());
    let two = (words.bare(next), words.bare(next + 1));
    let (back, more) = match two {
        ("tuan", "truoc" | "roi" | "qua") => (week + 7 - day, 2),
        ("tuan", "nay") | ("vua", "roi" | "qua") => ((week - day).rem_euclid(7), 2),
        _ => ((week - day).rem_euclid(7), 0),
    };
    (today.checked_sub(Span::new().days(back)).ok(), taken + more)
}

/// `20/11`, `20/11/2026`, `20-11-2026`, `2026-11-20`; behind "ngày" also `20-11` and `20.11`. None: it is no day at all;
/// none inside: a day that does not exist.
#[allow(clippy::option_option, reason = "no day, and a day that is none")]
fn written(word: &str, named: bool, today: Date) -> Option<Option<Date>> {
    // Only a bare day.
    if let Some(day) = word.parse().ok().filter(|_| word.len() == 10) {
        return Some(Some(day));
    }
    let parts: Vec<i16> = word.split(['/', '-', '.']).map(|p| p.parse().ok()).collect::<Option<_>>()?;
    match parts[..] {
        [day, month] if named || word.contains('/') && is_likely(day, month) => {
            Some(date(day, month, None, today))
        }
        [day, month, year] => Some(date(day, month, Some(year), today)),
        _ => None,
    }
}

fn is_likely(day: i16, month: i16) -> bool {
    (1..=31).contains(&day) && (1..=12).contains(&month)
}

/// A day with its month. Without a year it is the last such day, unless it is only a little ahead.
fn date(day: i16, month: i16, year: Option<i16>, today: Date) -> Option<Date> {
    let of = |year: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    if let Some(year) = year {
        return of(if (0..100).contains(&year) { 2000 + year } else { year });
    }
    let this = of(today.year());
    let far = today.checked_add(Span::new().days(FAR_AHEAD)).ok()?;
    match this {
        Some(day) if day > far => of(today.year() - 1),
        // 29 February.
        None if month == 2 && day == 29 => of(today.year() - 1),
        day => day,
    }
}

/// "ngày 20": the last such day.
fn of_month(day: i16, today: Date) -> Option<Date> {
    let day = i8::try_from(day).ok()?;
    let this = Date::new(today.year(), today.month(), day).ok().filter(|day| *day <= today);
    this.or_else(|| {
        let before = today.first_of_month().yesterday().ok()?;
        Date::new(before.year(), before.month(), day).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 25);

    #[test]
    fn a_day_is_read_as_people_write_it() {
        let on = |month, day| Day::On(date(2026, month, day));
        for (text, day) in [
            ("", Day::Unsaid),
            ("quán triệt", Day::Unsaid),
            ("hôm nay", on(11, 25)),
            ("hôm qua", on(11, 24)),
            ("toi qua", on(11, 24)),
            ("hôm kia", on(11, 23)),
            ("hôm kìa", on(11, 22)),
            ("20/11", on(11, 20)),
            ("ngày 20/11/2026", on(11, 20)),
            ("ngày 20-11", on(11, 20)),
            ("ngày 20.11.26", on(11, 20)),
            ("2026-11-20", on(11, 20)),
            ("ngày 20 tháng 11", on(11, 20)),
            ("ngay 20 thang 11 nam 2026", on(11, 20)),
            ("ngày 20", on(11, 20)),
            ("ngày 28", on(10, 28)),
            ("học tập, hôm 3/11, trực tuyến", on(11, 3)),
            ("thứ hai", on(11, 23)),
            ("thứ 6", on(11, 20)),
            ("thứ tư", on(11, 25)),
            ("thứ ba tuần trước", on(11, 17)),
            ("chủ nhật vừa rồi", on(11, 22)),
            ("28/12/2025", Day::On(date(2025, 12, 28))),
            // Next year's would be too far ahead.
            ("ngày 10 tháng 8", on(8, 10)),
            ("sáng mai", Day::Ahead(date(2026, 11, 26))),
            ("chị Mai trình bày", Day::Unsaid),
            ("học cả ngày", Day::Unsaid),
            ("5/12", Day::Ahead(date(2026, 12, 5))),
            ("ngày 20/11/2027", Day::Ahead(date(2027, 11, 20))),
            ("ngày 31/11", Day::Unclear),
            ("ngày 45", Day::Unclear),
            ("hôm wa", Day::Unclear),
            // A secretary is no weekday, and "ngay" no day.
            ("bí thư hai lần nhắc", Day::Unsaid),
            ("ngay tại bản", Day::Unsaid),
        ] {
            assert_eq!(read(text, None, TODAY).day, day, "{text}");
        }
        let spring = date(2027, 1, 10);
        assert_eq!(read("28/12", None, spring).day, Day::On(date(2026, 12, 28)));
        // Who was there is no day.
        assert_eq!(read("học tập 5/9", Some((5, 9)), TODAY).day, Day::Unsaid);
        assert_eq!(read("học tập 5/9 hôm 3/9", Some((5, 9)), TODAY).day, on(9, 3));
    }

    #[test]
    fn who_presented_it_is_an_office() {
        use Presenter::*;
        for (text, presenter) in [
            ("đảng uỷ viên trình bày", Some(Committee)),
            ("dang uy vien", Some(Committee)),
            ("do đồng chí bí thư đảng uỷ xã truyền đạt", Some(Committee)),
            ("uỷ viên ban chấp hành", Some(Committee)),
            ("báo cáo viên nói", Some(Reporter)),
            ("bcv xã", Some(Reporter)),
            ("tuyên truyền viên", Some(Reporter)),
            ("bí thư chi bộ", Some(CellSecretary)),
            ("bi thu trinh bay", Some(CellSecretary)),
            ("chi bộ tự quán triệt", Some(CellSecretary)),
            ("phó bí thư chi bộ", Some(Other)),
            ("chi uỷ viên trình bày", Some(Other)),
            ("trưởng bản trình bày", Some(Other)),
            ("đồng chí Giàng A Chu trình bày", Some(Other)),
            // With somebody there who is higher it was not the cell alone.
            ("bí thư chi bộ và báo cáo viên trình bày", Some(Reporter)),
            ("bí thư chi bộ trình bày, bí thư đảng uỷ dự", Some(CellSecretary)),
            ("cho bí thư chi bộ", None),
            ("chi bộ từ 8 giờ", None),
            ("tuyên truyền", None),
            ("phổ biến cho đảng viên", None),
            ("", None),
        ] {
            assert_eq!(read(text, None, TODAY).presenter, presenter, "{text}");
        }
    }

    #[test]
    fn for_whom_it_was_its_form_and_whether_online() {
        use StudyAudience::*;
        for (text, form, audience, online) in [
            ("học tập cho đảng viên", Some(StudyForm::HocTap), &[Members][..], false),
            ("quan triet truc tuyen", Some(StudyForm::QuanTriet), &[], true),
            ("tuyen_truyen cho bà con", Some(StudyForm::TuyenTruyen), &[Residents], false),
            ("tuyên truyền viên trình bày cho hội phụ nữ", None, &[Unions], false),
            ("cán bộ xã trình bày cho bà con", None, &[Residents], false),
            ("đảng viên, công chức học online", None, &[Members, Officials], true),
            ("trực tiếp", None, &[], false),
        ] {
            let held = read(text, None, TODAY);
            assert_eq!((held.form, &held.audience[..], held.online), (form, audience, online), "{text}");
        }
        let all = read("quán triệt hôm qua, đảng uỷ viên trình bày cho đảng viên, trực tuyến", None, TODAY);
        assert!(!all.unread && !all.is_empty());
        assert!(read("hát", None, TODAY).unread);
        assert!(read("người ạ", None, TODAY).is_empty());
    }
}
