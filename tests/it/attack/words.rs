//! A wrong word of an operator's own, in a locale that is put over ours.

use crate::live::machine::{Machine, places};
use crate::world::Engine;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_value_in_a_sentence_is_named_and_takes_no_signature_off() {
    let machine = Machine::new(Engine::Sqlite).await.unwrap();
    std::fs::create_dir_all(machine.dir.path().join("locales/vi")).unwrap();
    machine.writes("locales/vi/locale.toml", "name = \"Tiếng Việt\"\nstatus = \"reviewed\"\n");
    machine.writes("locales/vi/own.ftl", "none = chưa có gì\nsignature = Máy của { $onwer }\n");
    let settings = machine.settings("\n[locales]\ndir = \"locales\"\n");
    machine.writes("loaban.toml", &settings);
    machine.json(&["migrate"]);
    machine.json(&["place", "import", &places()]);
    let check = machine.does(&["check"]);
    assert_eq!(check.code, 1, "{}{}", check.out, check.err);
    let fault = "own.ftl:2: lời “signature” dùng $onwer mà máy không đưa vào; ở đây chỉ có $owner";
    assert!(check.out.contains(fault), "{}", check.out);
    // The program runs all the same, and says whose it is.
    let running = machine.runs_ready().await;
    let person = machine.platform.add_person("Người hỏi");
    machine.platform.person_sends(person, machine.bot, "trợ giúp").unwrap();
    let seen = machine.person_sees(person, "Đảng uỷ xã Mẫu").await;
    assert!(!seen.text.contains("signature") && !seen.text.contains("onwer"), "{}", seen.text);
    let told = running.said().matches("a sentence cannot be said as it is written").count();
    assert_eq!(told, 1, "{}", running.said());
    running.terminate();
}
