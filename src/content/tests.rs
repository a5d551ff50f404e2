use super::fixtures::{ABOUT, TEXT, TOPICS, VIETNAMESE as WORDS, opus};
use super::*;

fn library() -> (tempfile::TempDir, Library) {
    let dir = tempfile::tempdir().unwrap();
    for (name, number, title) in [
        ("hoc-phi", "217/2025/QH15", "Con em học trường công không phải nộp học phí"),
        ("hoc-nghe", "71-NQ/TW", "Học nghề ở gần nhà"),
        ("kham-suc-khoe", "72-NQ/TW", "Mỗi năm được khám miễn phí"),
    ] {
        let folder = dir.path().join(name);
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("item.toml"), ABOUT.replace("72-NQ/TW", number)).unwrap();
        let words = WORDS.replace("Mỗi năm bà con được khám sức khỏe miễn phí", title);
        std::fs::write(folder.join("vi.ftl"), words).unwrap();
    }
    std::fs::write(dir.path().join("hoc-phi/vi.ogg"), opus()).unwrap();
    let library = Library::load(dir.path(), &TOPICS, &TEXT).unwrap();
    (dir, library)
}

#[test]
fn an_item_is_found_however_an_editor_types_it() {
    let (_dir, library) = library();
    for (typed, folder) in [
        ("hoc-phi", "hoc-phi"),
        ("Học phí", "hoc-phi"),
        ("kham", "kham-suc-khoe"),
        ("72-nq/tw", "kham-suc-khoe"),
        ("72 NQ/TW", "kham-suc-khoe"),
        ("217", "hoc-phi"),
        ("con em học trường", "hoc-phi"),
    ] {
        assert_eq!(library.find(typed).map(|i| i.folder.as_str()), Ok(folder), "{typed}");
    }
    assert!(matches!(library.find("học"), Err(Miss::Several(two)) if two.len() == 2));
    assert_eq!(library.find("bóng đá"), Err(Miss::Unknown));
    assert_eq!(library.find(" - "), Err(Miss::Unknown));
}

#[test]
fn media_are_read_when_needed_and_only_what_items_name() {
    let (dir, library) = library();
    let voice = library.get("hoc-phi").unwrap().voices["vi"].clone();
    assert_eq!(library.media(&voice.hash, &voice.path), Some(opus()));
    for path in ["hoc-phi/item.toml", "hoc-phi/../hoc-phi/vi.ogg", "../etc/passwd", "vi.ogg", ""] {
        assert_eq!(library.bytes(path), None, "{path}");
    }
    std::fs::write(dir.path().join("hoc-phi/vi.ogg"), [opus(), vec![1]].concat()).unwrap();
    assert_eq!(library.media(&voice.hash, &voice.path), None);
}

#[test]
fn one_fault_refuses_the_folder() {
    let (dir, _) = library();
    std::fs::write(dir.path().join("hoc-phi/thua.txt"), "x").unwrap();
    let faults = Library::load(dir.path(), &TOPICS, &TEXT).unwrap_err();
    assert_eq!(faults.len(), 1);
}
