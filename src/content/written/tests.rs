use super::*;
use crate::content::review::Scope;
use crate::content::{Home, Shelf, fixtures};
use crate::text::Text;

fn role(name: &str) -> Option<RoleId> {
    Some(RoleId::from(name))
}

fn version(number: i64, by: &str, forms: &[(&str, &str)]) -> Version {
    let forms = forms.iter().map(|(form, hash)| ((*form).to_owned(), (*hash).to_owned())).collect();
    Version { version: number, role: role(by), at: 0, forms: Some(forms) }
}

fn release(form: &str, hash: &str) -> Release {
    Release { item: "bai".into(), form: form.into(), hash: hash.into(), scope: Scope::Everywhere }
}

#[test]
fn a_hand_in_a_form_is_whoever_changed_it_since_it_was_released() {
    let versions = [
        version(1, "one", &[("vi", "a")]),
        version(2, "two", &[("vi", "a"), ("vi-voice", "x")]),
        version(3, "three", &[("vi", "b"), ("vi-voice", "x")]),
        Version { forms: None, ..version(4, "four", &[]) },
        version(5, "five", &[("vi", "c"), ("vi-voice", "x")]),
    ];
    let by = |form: &str, released: &[Release]| -> String {
        let hands = hands(&versions, form, released.iter());
        hands.into_iter().map(|role| role.map_or("-", RoleId::as_str)).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(by("vi", &[]), "one three four five");
    assert_eq!(by("vi", &[release("vi", "a")]), "three four five");
    assert_eq!(by("vi", &[release("vi", "a"), release("vi", "b")]), "four five");
    assert_eq!(by("vi", &[release("vi", "c")]), "");
    // A voice that was there before an unreadable version and is there after it may have been changed by either.
    assert_eq!(by("vi-voice", &[]), "one two four five");
    assert_eq!(by("vi-voice", &[release("vi-voice", "x")]), "");
}

struct House {
    db: Db,
    shelf: Shelf,
    _dir: tempfile::TempDir,
}

async fn house() -> House {
    let dir = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite://{}", dir.path().join("loaban.db").display())).await.unwrap();
    db.migrate().await.unwrap();
    std::fs::create_dir(dir.path().join("content")).unwrap();
    let topics = fixtures::TOPICS.iter().map(|topic| (*topic).to_owned()).collect();
    let shelf = Shelf::on_disk(&dir.path().join("content"), topics, Text::load(None).unwrap());
    House { db, shelf, _dir: dir }
}

impl House {
    async fn save(&self, folder: &Folder, from: i64, by: &str, at: Millis) -> Saved {
        let (tried, _) = self.shelf.tried(vec![folder.clone()], "trang");
        let mut tx = self.db.write().await.unwrap();
        let saved =
            save(&mut tx, (folder, tried[0].item()), from, Hand { role: role(by).as_ref(), place: "" }, at)
                .await
                .unwrap();
        tx.commit().await.unwrap();
        saved
    }

    async fn submit(&self, version: i64) -> bool {
        let mut tx = self.db.write().await.unwrap();
        let done = submit(&mut tx, &"bai-moi".into(), version).await.unwrap();
        tx.commit().await.unwrap();
        done
    }

    async fn count(&self, table: &str) -> i64 {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(self.db.read()).await.unwrap()
    }
}

fn whole(title: &str) -> Folder {
    let text = fixtures::VIETNAMESE
        .lines()
        .skip(2)
        .fold(format!("title = {title}\n"), |out, line| out + line + "\n");
    let mut folder = fixtures::folder("bai-moi", &[("item.toml", fixtures::ABOUT), ("vi.ftl", &text)]);
    folder.files.push(("vi.ogg".into(), fixtures::opus()));
    folder
}

#[tokio::test]
async fn nothing_is_lost_between_two_hands_and_one_sitting_is_one_version() {
    let house = house().await;
    assert_eq!(house.save(&whole("Một"), 0, "one", 0).await, Saved::As(1));
    assert_eq!(house.save(&whole("Một"), 1, "one", 5).await, Saved::Same(1));
    assert_eq!(house.save(&whole("Hai"), 1, "one", 10).await, Saved::As(2));
    // Somebody who began with the first version, and somebody who begins the same item anew.
    assert_eq!(house.save(&whole("Ba"), 1, "two", 20).await, Saved::Changed);
    assert_eq!(house.save(&whole("Ba"), 0, "two", 20).await, Saved::Changed);
    assert_eq!(house.save(&whole("Ba"), 2, "two", 20).await, Saved::As(3));
    assert_eq!(house.save(&whole("Bốn"), 3, "two", 20 + ONE_SITTING).await, Saved::As(4));
    let history = history(&house.db, &"bai-moi".into()).await.unwrap();
    let numbers: Vec<i64> = history.iter().map(|one| one.version).collect();
    assert_eq!(numbers, [2, 3, 4]);
    for one in &history {
        let folder = folder(&house.db, &"bai-moi".into(), one.version).await.unwrap();
        assert_eq!(folder.files.len(), 3);
    }
    // Three texts, what is said about them once, and one voice.
    assert_eq!(house.count("written_piece").await, 5);
}

#[tokio::test]
async fn only_what_was_handed_in_is_on_the_shelf_and_it_stays_while_the_next_is_written() {
    let house = house().await;
    let item = || house.shelf.library().get("bai-moi").map(|item| (item.title("vi").to_owned(), item.home));
    house.save(&whole("Một"), 0, "one", 0).await;
    assert!(!house.shelf.refresh(&house.db).await.unwrap() || item().is_none());
    assert_eq!(item(), None);
    assert!(house.submit(1).await && !house.submit(1).await);
    assert!(house.shelf.refresh(&house.db).await.unwrap() && !house.shelf.refresh(&house.db).await.unwrap());
    assert_eq!(house.shelf.faults(), []);
    assert_eq!(item(), Some(("Một".to_owned(), Home::Desk)));
    // What was handed in is never replaced by what the same hand writes next.
    assert_eq!(house.save(&whole("Hai"), 1, "one", 10).await, Saved::As(2));
    house.shelf.refresh(&house.db).await.unwrap();
    assert_eq!(item(), Some(("Một".to_owned(), Home::Desk)));
    assert!(!house.submit(1).await, "an older version was handed in");
    assert!(house.submit(2).await);
    house.shelf.refresh(&house.db).await.unwrap();
    assert_eq!(item(), Some(("Hai".to_owned(), Home::Desk)));
    // Byte for byte, and its voice by its hash only.
    let kept = house.shelf.folder(&house.db, &"bai-moi".into()).await.unwrap().unwrap();
    let mut given = whole("Hai");
    given.files.sort();
    assert_eq!(kept, given);
    let library = house.shelf.library();
    let voice = library.get("bai-moi").unwrap().voices["vi"].clone();
    assert_eq!(house.shelf.media(&house.db, &voice.hash, &voice.path).await, Some(fixtures::opus()));
    assert_eq!(house.shelf.media(&house.db, "00", &voice.path).await, None);
    assert_eq!(house.shelf.media(&house.db, &voice.hash, "bai-moi/item.toml").await, None);
}
