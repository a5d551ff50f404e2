//! Items come in from folders and go out as folders, byte for byte; and one lives in one home.

use super::machine::{Machine, places, project};
use super::on_both;
use crate::world::Engine;
use std::collections::BTreeMap;
use std::path::Path;

on_both!(items_go_in_and_out_byte_for_byte, half_a_mistake_takes_nothing_in);

/// Every file below a folder, with its bytes.
fn files(at: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut left = vec![at.to_owned()];
    while let Some(dir) = left.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                left.push(path);
            } else {
                let name = path.strip_prefix(at).unwrap().display().to_string();
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn home(machine: &Machine, item: &str) -> String {
    let all = machine.json(&["item", "list"]);
    let one = all.as_array().unwrap().iter().find(|one| one["item"] == *item).unwrap().clone();
    format!("{} {}", one["home"].as_str().unwrap(), one["state"].as_str().unwrap())
}

async fn items_go_in_and_out_byte_for_byte(engine: Engine) {
    let Some(machine) = Machine::new(engine).await else { return };
    machine.json(&["place", "import", &places()]);
    let content = project().join("content");
    machine.json(&["item", "release", "kham-suc-khoe", "--by", "Người đọc lại"]);
    assert_eq!(home(&machine, "kham-suc-khoe"), "folder released");
    let running = machine.runs_ready().await;
    let taken = machine.does(&["item", "import", "content"]);
    assert_eq!(taken.code, 0, "{}", taken.err);
    assert!(taken.err.contains("Từ nay bài này soạn ở trang làm việc"), "{}", taken.err);
    // What was released is released still, wherever it lives now.
    assert_eq!(home(&machine, "kham-suc-khoe"), "desk released");
    assert_eq!(home(&machine, "hoc-phi"), "desk submitted");
    let again = machine.json(&["item", "import", "content/hoc-phi"]);
    assert_eq!(again[0]["changed"], false, "{again}");
    let out = machine.dir.path().join("out");
    machine.json(&["item", "export", "out"]);
    assert_eq!(files(&out), files(&content));
    // A file that an item has no more goes from its folder; what never was one's stays, and is named.
    std::fs::write(out.join("hoc-phi/hmn-VN.ftl"), "title = x\n").unwrap();
    std::fs::write(out.join("hoc-phi/ghi-chu.txt"), "của văn phòng").unwrap();
    let told = machine.does(&["item", "export", "out"]);
    assert!(told.err.contains("hmn-VN.ftl") && told.err.contains("ghi-chu.txt"), "{}", told.err);
    assert!(!out.join("hoc-phi/hmn-VN.ftl").exists() && out.join("hoc-phi/ghi-chu.txt").exists());
    std::fs::remove_file(out.join("hoc-phi/ghi-chu.txt")).unwrap();
    // A change comes in, and waits for a second pair of eyes; the running program has it.
    let file = out.join("hoc-phi/vi.ftl");
    let text = std::fs::read_to_string(&file).unwrap();
    let (first, rest) = text.split_once("title = ").unwrap();
    std::fs::write(&file, format!("{first}title = Tiêu đề mới của xã\n{}", rest.split_once('\n').unwrap().1))
        .unwrap();
    let changed = machine.json(&["item", "import", "out/hoc-phi"]);
    assert_eq!(changed[0]["changed"], true, "{changed}");
    assert_eq!(machine.title("hoc-phi"), "Tiêu đề mới của xã");
    let by = machine.enrolled("editor", "lc").await;
    machine.platform.person_sends(by, machine.bot, "/duyet").unwrap();
    machine.person_sees(by, "Tiêu đề mới của xã").await;
    running.stops().await;
    machine.json(&["item", "export", "again"]);
    assert_eq!(files(&machine.dir.path().join("again")), files(&out));
}

async fn half_a_mistake_takes_nothing_in(engine: Engine) {
    let Some(machine) = Machine::new(engine).await else { return };
    machine.json(&["place", "import", &places()]);
    machine.json(&["item", "export", "out"]);
    let out = machine.dir.path().join("out");
    std::fs::write(out.join("hoc-phi/item.toml"), "kind = \"xyz\"\n").unwrap();
    let refused = machine.does(&["item", "import", "out"]);
    assert_eq!(refused.code, 1, "{}", refused.out);
    assert!(
        refused.err.contains("out/hoc-phi/item.toml:1:") && refused.err.contains("Chưa đưa bài nào vào"),
        "{}",
        refused.err
    );
    assert_eq!(home(&machine, "kham-suc-khoe"), "folder draft");
    for nothing in ["nowhere", "."] {
        let refused = machine.does(&["item", "import", nothing]);
        assert_eq!(refused.code, 1, "{nothing}: {}", refused.out);
    }
}
