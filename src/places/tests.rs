use super::*;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

mod files;

const TODAY: Date = date(2026, 11, 24);
const BEFORE: Date = date(2025, 6, 30);

/// Like the practice room's: the old district and its communes became communes directly under the province.
const SAMPLE: &str = "\
code,name,kind,parent,from,until,successors,phone,households
lc,Tỉnh Lai Châu,province,,,,,,
bl,Xã Bình Lư,commune,lc,2025-07-01,,,0213 000 000,
bb,Xã Bản Bo,commune,lc,2025-07-01,,,,
tp,Phường Tân Phong,ward,lc,2025-07-01,,,,
bl-bxdd,Ban Xây dựng Đảng xã Bình Lư,body,bl,2025-07-01,,,,
nl,Bản Nà Luồng (mẫu),village,bl,2025-07-01,,,,236
sm,Bản Suối Mây (mẫu),village,bl,2025-07-01,,,,148
bo,Bản Bo,village,bb,2025-07-01,,,,
td,Huyện Tam Đường,district,lc,,2025-06-30,bl;bb;tp,,
td-bl,Xã Bình Lư,commune,td,,2025-06-30,bl,,
td-sb,Xã Sơn Bình,commune,td,,2025-06-30,bl,,
td-nn,Xã Nùng Nàng,commune,td,,2025-06-30,tp;bb,,
old,Bản Cũ,village,td-sb,,,,,300
torn,Bản Giữa,village,td-nn,,,,,
";

fn sample() -> Tree {
    Tree::new(rows_of(SAMPLE).unwrap().into_iter().map(|r| r.place).collect())
}

fn rows_of(text: &str) -> Result<Vec<Row>, Vec<RowFault>> {
    let folder = tempfile::tempdir().unwrap();
    read(&file(folder.path(), text))
}

fn file(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("places.csv");
    std::fs::write(&path, text).unwrap();
    path
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

fn codes(places: Vec<&Place>) -> Vec<&str> {
    places.into_iter().map(|p| p.code.as_str()).collect()
}

#[test]
fn the_tree_is_the_one_of_its_day() {
    let t = sample();
    assert_eq!(codes(t.roots(TODAY)), ["lc"]);
    assert_eq!(codes(t.children("lc", TODAY)), ["bb", "bl", "torn", "tp"]);
    assert_eq!(codes(t.children("lc", BEFORE)), ["td"]);
    assert_eq!(codes(t.children("td", BEFORE)), ["td-bl", "td-nn", "td-sb"]);
    assert_eq!(codes(t.descendants("bl", TODAY)), ["bl-bxdd", "nl", "old", "sm"]);
    assert_eq!(codes(t.ancestors("old", BEFORE)), ["td-sb", "td", "lc"]);
    assert_eq!(codes(t.ancestors("old", TODAY)), ["bl", "lc"]);
    // Its commune was split: nobody can say which part it fell to.
    assert_eq!(codes(t.ancestors("torn", TODAY)), ["lc"]);
    assert_eq!(codes(t.ancestors("td-nn", TODAY)), ["lc"]);
    assert_eq!(codes(t.upward("td-sb", TODAY).collect()), ["bl", "lc"]);
    assert!(t.children("nowhere", TODAY).is_empty());
}

#[test]
fn a_role_reaches_its_place_and_below_never_above_or_beside() {
    let t = sample();
    for (above, below, reaches) in
        [("bl", "bl", true), ("bl", "nl", true), ("lc", "nl", true), ("nl", "bl", false), ("bb", "nl", false)]
    {
        assert_eq!(t.reaches(above, below, TODAY), reaches, "{above} {below}");
    }
    assert!(!t.reaches("nowhere", "nowhere", TODAY));
    // One successor takes the reach along; of several nobody can say which.
    assert!(t.reaches("td", "old", BEFORE) && !t.reaches("td", "old", TODAY));
    assert!(
        t.reaches("td-sb", "nl", TODAY)
            && t.reaches("lc", "td-sb", TODAY)
            && !t.reaches("td-sb", "nl", BEFORE)
    );
}

#[test]
fn what_is_stored_under_a_code_is_the_place_that_it_became() {
    let t = sample();
    let now = |code: &str, day| t.now(code, day).map(|p| p.code.as_str());
    assert_eq!((now("td-sb", TODAY), now("td-sb", BEFORE)), (Some("bl"), Some("td-sb")));
    assert_eq!((now("td-nn", TODAY), now("bl", BEFORE), now("nowhere", TODAY)), (None, None, None));
    assert_eq!(t.stored_as(&["bl", "lc"], TODAY), ["bl", "lc", "td-bl", "td-sb"]);
    assert_eq!(t.stored_as(&["bb"], TODAY), ["bb"]);
    assert_eq!(t.stored_as(&["td-sb"], BEFORE), ["td-sb"]);
    assert_eq!(t.lost_on("td-sb", BEFORE), None);
    assert_eq!(t.lost_on("td-nn", BEFORE), Some(date(2025, 7, 1)));
    assert_eq!(t.lost_on("td-nn", TODAY), Some(TODAY));
    assert_eq!((t.lost_on("bl", BEFORE), t.lost_on("nl", TODAY)), (None, None));
}

#[test]
fn successors_are_followed_many_to_many() {
    let t = sample();
    assert_eq!(codes(t.current("td", TODAY)), ["bb", "bl", "tp"]);
    assert_eq!(codes(t.current("td-nn", TODAY)), ["bb", "tp"]);
    assert_eq!(codes(t.current("td-nn", BEFORE)), ["td-nn"]);
    assert!(t.current("bl", BEFORE).is_empty());
}

#[test]
fn a_card_names_a_village_only_when_it_is_large() {
    let t = sample();
    let shown = |code: &str| t.shown_for_card(code, TODAY).map(|p| p.code.as_str());
    assert_eq!(shown("nl"), Some("nl"));
    assert_eq!(shown("sm"), Some("bl"));
    assert_eq!(shown("bo"), Some("bb"));
    assert_eq!(shown("torn"), Some("lc"));
    assert_eq!(shown("bl-bxdd"), Some("bl"));
    assert_eq!(shown("lc"), Some("lc"));
    assert_eq!(t.commune_of("sm", TODAY).unwrap().full_name(), "Xã Bình Lư");
    assert_eq!(t.province_of("sm", TODAY).unwrap().code, "lc");
    assert_eq!(t.commune_of("lc", TODAY), None);
}

#[test]
fn names_say_their_kind() {
    let t = sample();
    let mut place = t.get("nl").unwrap().clone();
    assert_eq!(place.full_name(), "Bản Nà Luồng (mẫu)");
    place.name = "Thẳm".into();
    assert_eq!(place.full_name(), "bản Thẳm");
    (place.name, place.kind) = ("Bản Bo".into(), Kind::Commune);
    assert_eq!(place.full_name(), "xã Bản Bo");
}

#[test]
fn a_csv_is_read_however_excel_wrote_it() {
    let expected =
        rows_of("code,name,kind,parent,successors\na,Xã A,commune,,\n\nb,B,village,a,\"x;y\"\n").unwrap();
    assert_eq!(expected[1].row, 4);
    assert_eq!(expected[1].place.successors, ["x", "y"]);
    for same in [
        "\u{feff}Code;NAME;kind;Parent;successors\r\na;Xã A;commune;;\r\n;;;;\r\nb;B;village;a;\"x;y\"\r\n",
        "successors,parent,kind,name,code,\n,,Commune,  Xã   A ,a,\n,,,,,\nx; y,a,village,B,b,\n",
        "code\tname\tkind\tparent\tsuccessors\na\tXã A\tcommune\n\nb\tB\tvillage\ta\tx;y",
    ] {
        assert_eq!(rows_of(same).unwrap(), expected, "{same}");
    }
}

#[test]
fn every_bad_row_is_named() {
    let faults = rows_of(
        "code,name,kind,parent,from,until,successors,phone,households\n\
         lc,Tỉnh,province,,,,,,\n\
         lc,Tỉnh,province,,,,,,\n\
         ,,xã,,,,,,\n\
         a b,A,commune,lc,,,,,\n\
         c,C,commune,c,2025-07-01,01/6/2025,c,gọi An,-1\n\
         d,D,commune,e,hôm qua,,,,1.200\n\
         e,E,commune,f,,,\"a;a\",912345678,\n\
         f,F,commune,g,,,,,\n\
         g,G,commune,f,,,,,\n\
         h,H,village,lc,,,b1;b2,,,5\n",
    )
    .unwrap_err();
    insta::assert_snapshot!(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_file_that_is_not_a_table_of_places_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut seen = vec![];
    for (name, bytes) in [
        ("empty.csv", &b""[..]),
        ("columns.csv", b"code,name,colour,name\n"),
        ("latin.csv", b"code,name,kind,parent\na,X\xe3,commune,\n"),
        ("utf16.csv", b"\xff\xfec\0o\0"),
        ("broken.xlsx", b"PK\x03\x04"),
        ("places.ods", b""),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        seen.extend(read(&path).unwrap_err().iter().map(ToString::to_string));
    }
    seen.extend(read(&folder.path().join("none.csv")).unwrap_err().iter().map(ToString::to_string));
    for name in ["places_merged.xlsx", "places_bad.xlsx"] {
        seen.extend(read(&fixture(name)).unwrap_err().iter().map(ToString::to_string));
    }
    insta::assert_snapshot!(seen.join("\n"));
}

#[test]
fn a_real_spreadsheet_is_read_with_its_numbers_and_dates() {
    let rows = read(&fixture("places.xlsx")).unwrap();
    assert_eq!(rows.iter().map(|r| r.row).collect::<Vec<_>>(), [3, 4, 5, 7]);
    let [lc, bl, tham, sb] = [0, 1, 2, 3].map(|i| &rows[i].place);
    assert_eq!((lc.code.as_str(), lc.kind), ("12", Kind::Province));
    assert_eq!((bl.parent.as_deref(), bl.from), (Some("12"), Some(date(2025, 7, 1))));
    assert_eq!(bl.phone, "0912345678");
    assert_eq!((tham.households, tham.from), (Some(212), Some(date(2025, 7, 1))));
    assert_eq!((sb.until, &sb.successors[..]), (Some(BEFORE), &["lc.bl".into()][..]));
}

#[tokio::test]
async fn importing_twice_changes_nothing_and_a_bad_row_refuses_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite://{}", folder.path().join("t.db").display())).await.unwrap();
    db.migrate().await.unwrap();
    let path = file(folder.path(), SAMPLE);
    let sums = |o: &Outcome| (o.added(), o.changed(), o.unchanged);
    let outcome = rehearse(&db, &path).await.unwrap();
    assert_eq!((sums(&outcome), outcome.tree.all().len()), ((14, 0, 0), 14));
    assert!(tree(&db).await.unwrap().all().is_empty());
    assert_eq!(sums(&import(&db, &path).await.unwrap()), (14, 0, 0));
    assert_eq!(sums(&import(&db, &path).await.unwrap()), (0, 0, 14));
    assert_eq!(tree(&db).await.unwrap().all(), sample().all());

    // Who keeps the tree in memory sees what another import brought, and reads nothing anew without one.
    let calendar = crate::calendar::Calendar::new("Asia/Ho_Chi_Minh").unwrap();
    let atlas = Atlas::new(db.clone(), crate::clock::Clock::system(), calendar);
    let (one, same) = (atlas.tree().await.unwrap(), atlas.tree().await.unwrap());
    assert!(std::sync::Arc::ptr_eq(&one, &same));

    // A parent may be in the database only; what the file does not name stays.
    let more =
        "code,name,kind,parent,households\nnew,Bản Mới,village,bl,10\nsm,Bản Suối Mây,village,bl,200\n";
    let outcome = import(&db, &file(folder.path(), more)).await.unwrap();
    assert_eq!(sums(&outcome), (1, 1, 0));
    assert_eq!(tree(&db).await.unwrap().all().len(), 15);
    assert_eq!(atlas.tree().await.unwrap().all().len(), 15);

    let bad = "code,name,kind,parent\nfine,Bản Tốt,village,bl\nx,Bản X,village,nowhere\nbl,Xã Bình Lư,commune,new\n";
    let e = import(&db, &file(folder.path(), bad)).await.unwrap_err();
    assert_eq!(e.downcast_ref::<crate::failure::Failure>().unwrap().code(), 1);
    let lines: Vec<String> = e.to_string().lines().map(|l| l.chars().take(36).collect()).collect();
    assert_eq!(lines, ["places.csv:3: ô parent: không có địa", "places.csv:4: ô parent: các ô parent"]);
    assert!(tree(&db).await.unwrap().get("fine").is_none());
}

/// Any tree at all: cycles, missing parents, dates and successors in disorder.
fn any_places() -> impl Strategy<Value = Vec<Place>> {
    let code = || prop::sample::select(vec!["a", "b", "c", "d", "e", "f", "g"]);
    let day = || prop::option::of((1i8..=6).prop_map(|d| date(2025, 1, d)));
    let place = (
        (code(), "\\PC{0,12}", prop::sample::select(Kind::ALL.to_vec()), prop::option::of(code())),
        (day(), day(), prop::collection::vec(code(), 0..3), prop::option::of(0i64..400)),
    );
    let place = place.prop_map(|((code, name, kind, parent), (from, until, successors, households))| Place {
        code: code.into(),
        name: name.into(),
        kind,
        parent: parent.map(Into::into),
        from,
        until,
        successors: successors.into_iter().map(Into::into).collect(),
        phone: "".into(),
        households,
    });
    prop::collection::vec(place, 0..8)
}

proptest! {
    #[test]
    fn reaching_orders_the_places_of_every_day(places in any_places(), day in 1i8..=7) {
        let t = Tree::new(places);
        let day = date(2025, 1, day);
        let all: Vec<&str> = t.all().iter().map(|p| p.code.as_str()).collect();
        for a in &all {
            prop_assert!(t.reaches(a, a, day));
            t.shown_for_card(a, day);
            for d in t.descendants(a, day) {
                prop_assert!(d.is_valid(day) && t.reaches(a, &d.code, day) && d.code != *a);
            }
            for above in t.ancestors(a, day) {
                prop_assert!(above.is_valid(day));
            }
            for b in &all {
                // Two codes reach each other only when they are one place by then.
                let one = t.now(a, day).is_some_and(|p| t.now(b, day) == Some(p));
                prop_assert!(a == b || one || !(t.reaches(a, b, day) && t.reaches(b, a, day)));
                for c in &all {
                    prop_assert!(!(t.reaches(a, b, day) && t.reaches(b, c, day)) || t.reaches(a, c, day));
                }
            }
        }
        for a in &all {
            prop_assert!(t.current(a, day).iter().all(|now| now.is_valid(day)));
            prop_assert!(t.lost_on(a, day).is_none_or(|lost| lost >= day));
            if let Some(now) = t.now(a, day) {
                prop_assert!(now.is_valid(day) && t.stored_as(&[&now.code], day).contains(a));
            }
        }
    }

    #[test]
    fn finding_never_panics_and_finds_what_exists(typed in "\\PC{0,100}", places in any_places()) {
        sample().find(&typed, TODAY, &["bl"]);
        let t = Tree::new(places);
        let day = date(2025, 1, 3);
        for found in t.find(&typed, day, &[]).places() {
            prop_assert!(found.is_valid(day));
        }
    }

    #[test]
    fn any_bytes_are_rows_or_faults(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "[a-e,;\"\n\r]{0,80}") {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in [("a.csv", &bytes[..]), ("a.xlsx", &bytes[..]), ("b.csv", text.as_bytes())] {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            let header = [b"code,name,kind,parent\n", bytes].concat();
            let _ = read(&path);
            std::fs::write(&path, header).unwrap();
            let _ = read(&path);
        }
    }
}

#[test]
fn an_area_lies_in_no_smaller_one() {
    use Kind::{Body, Commune, District, Province, Village, Ward};
    for (kind, above, may) in [
        (Village, Commune, true),
        (Village, Ward, true),
        (Village, Village, true),
        (Village, Province, true),
        (Commune, Province, true),
        (Commune, District, true),
        (Body, Village, true),
        (Village, Body, true),
        (Commune, Village, false),
        (Ward, Commune, false),
        (Province, Commune, false),
        (District, District, false),
        (Province, Province, false),
    ] {
        assert_eq!(kind.may_be_below(above), may, "{kind:?} below {above:?}");
    }
}
