use super::*;
use crate::places::sample::place;
use jiff::civil::{Date, date};
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 24);

fn ended(place: Place, successors: &[&str]) -> Place {
    let successors = successors.iter().map(|s| (*s).into()).collect();
    Place { until: Some(date(2025, 6, 30)), successors, ..place }
}

/// Two provinces with communes of one name, and the numbered villages that every commune has.
fn country() -> Tree {
    use Kind::{Body, Commune, Province, Village, Ward};
    Tree::new(vec![
        place("lc", "Tỉnh Lai Châu", Province, ""),
        place("bl", "Xã Bình Lư", Commune, "lc"),
        place("bb", "Xã Bản Bo", Commune, "lc"),
        place("tp", "Phường Tân Phong", Ward, "lc"),
        place("bl-bxdd", "Ban Xây dựng Đảng xã Bình Lư", Body, "bl"),
        place("nl", "Bản Nà Luồng (mẫu)", Village, "bl"),
        place("sm", "Bản Suối Mây (mẫu)", Village, "bl"),
        place("bo", "Bản Bo", Village, "bb"),
        place("bl-1", "Bản 1", Village, "bl"),
        place("bl-2", "Bản II", Village, "bl"),
        place("bb-1", "Bản 1", Village, "bb"),
        place("bb-12", "Bản 12", Village, "bb"),
        place("tp-5", "Tổ dân phố số 5", Village, "tp"),
        place("tp-6", "Tổ 06", Village, "tp"),
        ended(place("sb", "Xã Sơn Bình", Commune, "lc"), &["bl"]),
        ended(place("nn", "Xã Nùng Nàng", Commune, "lc"), &["tp", "bb"]),
        place("ls", "Tỉnh Lạng Sơn", Province, ""),
        place("ls-tt", "Xã Tân Thanh", Commune, "ls"),
        place("ls-th", "Xã Tân Thành", Commune, "ls"),
        place("lc-tt", "Xã Tân Thành", Commune, "lc"),
        place("ls-hb", "Xã Hoà Bình", Commune, "ls"),
        place("ls-1", "Thôn 1", Village, "ls-th"),
    ])
}

fn codes(places: Vec<&Place>) -> String {
    places.iter().map(|p| p.code.as_str()).collect::<Vec<_>>().join(" ")
}

/// "= nl" one, "? nl bo" near, "* a b" several, "-" none.
fn shown(found: Found<'_>) -> String {
    let sign = match found {
        Found::One(_) => "= ",
        Found::Several(_) => "* ",
        Found::Near(_) => "? ",
        Found::None => "-",
    };
    format!("{sign}{}", codes(found.places()))
}

#[test]
fn only_a_name_that_one_place_bears_is_taken_without_asking() {
    let t = country();
    for (typed, found) in [
        // Without marks, spaces or the right case; as it is spoken; with where it lies.
        ("Nà Luồng", "= nl"),
        ("na luong", "= nl"),
        ("BẢN NÀ LUỒNG", "= nl"),
        ("ban na luong", "= nl"),
        ("naluong", "= nl"),
        ("xã Bình Lư", "= bl"),
        ("binh lu", "= bl"),
        ("xa ban bo", "= bb"),
        ("lai chau", "= lc"),
        ("hòa bình", "= ls-hb"),
        ("tdp số 5", "= tp-5"),
        ("tổ 6", "= tp-6"),
        ("Nà Luồng, Bình Lư", "= nl"),
        ("na luong, xa binh lu, lai chau", "= nl"),
        ("bl-1", "= bl-1"),
        ("Bản 1, Xã Bình Lư (bl-1)", "= bl-1"),
        // Slips, other marks, another kind's word: asked.
        ("na luogn", "? nl"),
        ("nà luông, bình lư", "? nl"),
        ("suoi mai", "? sm"),
        ("Bình Lứ", "? bl"),
        ("thôn nà luồng", "? nl"),
        ("xã Tân Phong", "? tp"),
        ("tan phog", "? tp"),
        ("Nà Luồng, Hà Nội", "? nl"),
        // One name, several places.
        ("Bản Bo", "* bo bb"),
        ("bản 1", "* bb-1 bl-1"),
        ("1", "* bb-1 bl-1 ls-1"),
        ("tan thanh", "* ls-tt lc-tt ls-th"),
        ("Tân Thành", "* lc-tt ls-th"),
        ("bản 1, bình lư", "= bl-1"),
        // The very marks come before others.
        ("Tân Thanh", "= ls-tt"),
        ("Tân Thánh", "? ls-tt lc-tt ls-th"),
        // A digit is never a slip, nor is a Roman one.
        ("bản 11", "-"),
        ("ban 11, binh lu", "-"),
        ("bản 12", "= bb-12"),
        ("bản 122", "-"),
        ("bản 1 2", "-"),
        ("bản III", "-"),
        ("bản II", "= bl-2"),
        ("tổ dân phố số 6", "-"),
        // What has ended is asked about, under the name of today.
        ("son binh", "? bl"),
        ("Nùng Nàng", "? tp bb"),
        ("nà luông, bản bo", "-"),
        ("hà nội", "-"),
        ("xã", "-"),
        (" ?! ", "-"),
        ("", "-"),
    ] {
        assert_eq!(shown(t.find(typed, TODAY, &[])), found, "{typed}");
    }
}

#[test]
fn somebodys_own_area_comes_first() {
    let t = country();
    for (typed, scope, found) in [
        ("bản 1", "bl", "= bl-1"),
        ("bản 1", "lc", "* bb-1 bl-1"),
        ("thôn 1", "ls", "= ls-1"),
        ("Tân Thành", "ls", "= ls-th"),
        ("tan thanh", "lc", "= lc-tt"),
        // The very name far away, and one like it at home.
        ("Tân Thanh", "lc", "? ls-tt lc-tt ls-th"),
        ("xã Bản Bo", "bl", "= bb"),
        // A number is a name at home only: the twelfth village of another commune is not meant.
        ("bản 12", "bl", "? bb-12"),
        ("bản 12", "bb", "= bb-12"),
        ("bản 12, bản bo", "bl", "= bb-12"),
        ("bản 12", "nowhere", "? bb-12"),
    ] {
        assert_eq!(shown(t.find(typed, TODAY, &[scope])), found, "{typed} in {scope}");
    }
}

#[test]
fn places_of_one_name_are_told_apart_by_what_they_lie_in() {
    let t = country();
    let labels = |codes: &[&str]| {
        let places: Vec<&Place> = codes.iter().map(|c| t.get(c).unwrap()).collect();
        t.told_apart(&places, TODAY).join(" | ")
    };
    assert_eq!(labels(&["nl"]), "Bản Nà Luồng (mẫu), Xã Bình Lư");
    assert_eq!(labels(&["bl-1", "bb-1"]), "Bản 1, Xã Bình Lư | Bản 1, Xã Bản Bo");
    assert_eq!(labels(&["ls-tt", "ls-th"]), "Xã Tân Thanh | Xã Tân Thành");
    assert_eq!(labels(&["lc-tt", "ls-th"]), "Xã Tân Thành, Tỉnh Lai Châu | Xã Tân Thành, Tỉnh Lạng Sơn");
    assert_eq!(labels(&["bl", "bl"]), "Xã Bình Lư, Tỉnh Lai Châu (bl) | Xã Bình Lư, Tỉnh Lai Châu (bl)");
    let twins = Tree::new(vec![
        place("a", "Xã A", Kind::Commune, ""),
        place("a1", "Bản 1", Kind::Village, "a"),
        place("a2", "bản 1", Kind::Village, "a"),
    ]);
    let both = [twins.get("a1").unwrap(), twins.get("a2").unwrap()];
    assert_eq!(twins.told_apart(&both, TODAY), ["Bản 1, Xã A (a1)", "bản 1, Xã A (a2)"]);
}

/// A country in small: names that stand for many communes, villages that are numbers or names with numbers.
fn any_country() -> impl Strategy<Value = Tree> {
    let commune =
        prop::sample::select(vec!["Tân Thành", "Tân Thanh", "Bản Bo", "Hòa Bình", "Hoà Bình", "Phú Lộc"]);
    let village = prop::sample::select(vec![
        "1",
        "2",
        "11",
        "12",
        "21",
        "Bản 1",
        "Bản 12",
        "Thôn 1",
        "Thôn 11",
        "Tổ dân phố 1",
        "Tổ 2",
        "Khu 1A",
        "Nà Luồng",
        "Na Luông",
        "Nà Luồng 1",
        "Nà Luồng 2",
        "Bản Nà Luồng 12",
        "Xóm II",
        "Xóm III",
        "Bo",
        "Bản",
        "Khu 1, 2",
        "Bản Suối Mây (mẫu)",
        "Ô",
    ]);
    let villages = prop::collection::vec((village, any::<bool>()), 0..8);
    let communes = prop::collection::vec((commune, any::<bool>(), villages), 1..4);
    prop::collection::vec(communes, 1..4).prop_map(|provinces| {
        let mut all = vec![];
        for (i, communes) in provinces.into_iter().enumerate() {
            all.push(place(&format!("t{i}"), ["Lai Châu", "Lạng Sơn", "Cà Mau"][i], Kind::Province, ""));
            for (j, (name, ward, villages)) in communes.into_iter().enumerate() {
                let kind = if ward { Kind::Ward } else { Kind::Commune };
                all.push(place(&format!("t{i}x{j}"), name, kind, &format!("t{i}")));
                for (k, (name, over)) in villages.into_iter().enumerate() {
                    let village = place(&format!("t{i}x{j}b{k}"), name, Kind::Village, &format!("t{i}x{j}"));
                    all.push(if over { ended(village, &[&format!("t{i}x{j}")]) } else { village });
                }
            }
        }
        Tree::new(all)
    })
}

fn numbers_of(text: &str) -> Vec<String> {
    let text = text.split('(').next().unwrap();
    let runs = text.split(|c: char| !c.is_ascii_digit()).filter(|r| !r.is_empty());
    runs.map(|r| r.trim_start_matches('0').to_owned()).collect()
}

proptest! {
    #[test]
    fn every_place_is_found_by_its_own_name_and_by_its_label(t in any_country(), own in 0usize..9) {
        let today: Vec<&Place> = t.all().iter().filter(|p| p.is_valid(TODAY)).collect();
        let scope = today[own % today.len()].code.as_str();
        let labels = t.told_apart(&today, TODAY);
        let mut seen: Vec<&String> = labels.iter().collect();
        seen.sort();
        seen.dedup();
        prop_assert_eq!(seen.len(), labels.len());
        for (place, label) in today.iter().zip(&labels) {
            for typed in [place.name.to_string(), place.full_name(), fold(&place.full_name()), label.clone()] {
                for scope in [&[][..], &[scope]] {
                    let found = t.find(&typed, TODAY, scope);
                    if let Found::One(one) = &found {
                        // Nobody else's name, and nobody else who bears it is passed over but for one's own area.
                        prop_assert_eq!(numbers_of(&one.name), numbers_of(&place.name), "{}", typed);
                        prop_assert!(
                            one.code == place.code || scope.iter().any(|s| t.reaches(s, &one.code, TODAY)),
                            "{} is {}", typed, one.code
                        );
                    } else {
                        prop_assert!(found.clone().places().contains(place), "{} {:?}", typed, found);
                    }
                }
            }
        }
    }

    #[test]
    fn no_digit_is_ever_changed(
        t in any_country(),
        word in prop::sample::select(vec!["bản", "thôn", "tổ", "khu", "xóm", "nà luồng", "na luogn", ""]),
        number in 0u32..130,
    ) {
        let typed = format!("{word} {number}");
        for found in t.find(&typed, TODAY, &[]).places() {
            let name = &found.name;
            // What has ended gives its place to the commune, whose name has no number.
            prop_assert!(
                numbers_of(name) == [number.to_string()] || found.kind != Kind::Village,
                "{} is {}", typed, name
            );
        }
    }
}

#[test]
fn a_name_among_other_words_is_found_to_be_confirmed() {
    let t = country();
    for (said, found) in [
        ("em ở nà luồng ạ", "nl"),
        ("nhà tôi ở bản suối mây cán bộ nhé", "sm"),
        ("toi nguoi suoi may binh lu", "sm"),
        ("bản Suối Mây xã Bình Lư nhé cháu", "sm"),
        ("xã bình lư, bản nà luồng", "nl"),
        ("nhà em nà luồng bên bình lư ấy cán bộ", "nl"),
        // Of the same name both may be meant; "xã" says which.
        ("em o ban bo", "bo bb"),
        ("em o xa ban bo", "bb"),
        // A number is a name only with the word of its kind, and below what is named.
        ("nhà em có 1 con", ""),
        ("em ở bản 1 xã bình lư", "bl-1"),
        ("em ở xã tân thành", "lc-tt ls-th ls-tt"),
        // What has ended is what it became.
        ("ngày trước là sơn bình", "bl"),
        ("em ở đâu không nhớ", ""),
        ("", ""),
    ] {
        assert_eq!(codes(t.named_in(said, TODAY, &["lc"])), found, "{said}");
    }
}
