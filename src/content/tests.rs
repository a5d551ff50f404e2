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
        let words = WORDS.replace("Mỗi năm bà con được khám sức khoẻ miễn phí", title);
        std::fs::write(folder.join("vi.ftl"), words).unwrap();
    }
    std::fs::write(dir.path().join("hoc-phi/vi.ogg"), opus()).unwrap();
    let library = Library::load(dir.path(), &TOPICS, &TEXT);
    assert_eq!(library.faults(), []);
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
fn a_fault_leaves_out_its_item_and_no_other() {
    let (dir, _) = library();
    std::fs::write(dir.path().join("hoc-phi/thua.txt"), "x").unwrap();
    let library = Library::load(dir.path(), &TOPICS, &TEXT);
    let items: Vec<&str> = library.items().map(|i| i.folder.as_str()).collect();
    assert_eq!(items, ["hoc-nghe", "kham-suc-khoe"]);
    assert_eq!(library.faults().len(), 1);
    assert_eq!(library.faults_of("hoc-phi").len(), 1);
    assert_eq!(library.faults_of("hoc-nghe").len(), 0);
}

#[test]
fn an_item_that_was_good_goes_on_as_it_was_until_its_folder_is_gone() {
    let (dir, _) = library();
    let shelf = Shelf::on_disk(dir.path(), TOPICS.map(str::to_owned).to_vec(), TEXT.clone());
    let items = || shelf.library().items().map(|i| i.folder.clone()).collect::<Vec<_>>();
    let all = ["hoc-nghe", "hoc-phi", "kham-suc-khoe"];
    assert_eq!(items(), all);
    std::fs::write(dir.path().join("hoc-phi/item.toml"), "number = ").unwrap();
    std::fs::create_dir(dir.path().join("hong")).unwrap();
    assert_eq!(items(), all);
    assert!(!shelf.library().faults_of("hoc-phi").is_empty() && !shelf.faults().is_empty());
    std::fs::remove_dir_all(dir.path().join("hoc-phi")).unwrap();
    assert_eq!(items(), ["hoc-nghe", "kham-suc-khoe"]);
}

#[test]
fn what_cannot_be_read_leaves_out_its_item_and_is_named() {
    use std::os::unix::fs::symlink;
    let names = |library: &Library| library.items().map(|i| i.folder.to_string()).collect::<Vec<_>>();
    let all = ["hoc-nghe", "hoc-phi", "kham-suc-khoe"];
    type Break = fn(&Path);
    let breaks: [(&str, &[&str], Break); 5] = [
        ("lien-ket", &all, |dir| symlink("/khong/co", dir.join("lien-ket")).unwrap()),
        ("hoc-phi/vi.ogg", &all[..1], |dir| {
            std::fs::remove_file(dir.join("hoc-phi/vi.ogg")).unwrap();
            symlink("/khong/co", dir.join("hoc-phi/vi.ogg")).unwrap();
        }),
        ("hoc-phi/x.ftl", &all[..1], |dir| {
            drop(std::os::unix::net::UnixListener::bind(dir.join("hoc-phi/x.ftl")))
        }),
        ("o-cam", &all, |dir| drop(std::os::unix::net::UnixListener::bind(dir.join("o-cam")))),
        ("vong", &all, |dir| symlink("vong", dir.join("vong")).unwrap()),
    ];
    for (file, left, breaks) in breaks {
        let (dir, _) = library();
        breaks(dir.path());
        let library = Library::load(dir.path(), &TOPICS, &TEXT);
        let left: Vec<&str> = if left.len() == 1 { vec!["hoc-nghe", "kham-suc-khoe"] } else { left.to_vec() };
        assert_eq!(names(&library), left, "{file}");
        let [fault] = library.faults() else { panic!("{file}: {:?}", library.faults()) };
        assert!(fault.file.ends_with(file), "{file}: {fault}");
    }
}
