//! A village of fewer than 200 households, or of unknown size, is shown as its commune, on every surface on which a question
//! is shown: whoever knows the village would know who asked.

use crate::stories;
use crate::world::World;
use crate::world::code_in;
use loaban::config::Platform;
use loaban::{acts, places, questions};

const HOME: &[Platform] = &[Platform::Telegram];
stories!(on HOME; a_small_village_is_its_commune_wherever_a_question_is_shown);

/// What names it: the names as they stand in the table, and the codes.
const NAMES: [&str; 4] = ["Vắng Người", "Vô Danh", "lc-binhlu-vang", "lc-binhlu-vodanh"];
const TABLE: &str = "code,name,kind,parent,households\n\
    lc-binhlu-vang,Bản Vắng Người,village,lc-binhlu,50\nlc-binhlu-vodanh,Bản Vô Danh,village,lc-binhlu,\n";

#[track_caller]
fn names_no_village(surface: &str, text: &str) {
    let named: Vec<&str> = NAMES.into_iter().filter(|name| text.contains(name)).collect();
    assert!(named.is_empty(), "{surface} names {named:?}: {text}");
}

async fn a_small_village_is_its_commune_wherever_a_question_is_shown(world: World) {
    world.places(TABLE).await;
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrols("Điều phối", "coordinator", "lc").await;
    let editor = world.enrols("Biên tập", "editor", "lc-binhlu").await;
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-vang").await;
    let mut codes = vec![];
    for (name, place) in [("Một", "Vắng Người"), ("Hai", "Vô Danh")] {
        let asker = world.person(name);
        world.tells(&asker, "Bao giờ sửa đường?");
        world.chooses(&asker, "Đồng ý, gửi").await;
        world.lives(&asker, place).await;
        codes.push(code_in(&world.reads(&asker, "Đã nhận câu hỏi").await.text));
    }
    // In the village's group, and relayed by its secretary.
    let member = world.person("Ba");
    let group = world.village("lc-binhlu-vang", &[&member]).await;
    world.tells_in(&member, &group, "/hoi Bao giờ có nước?");
    codes.push(code_in(&world.reads_in(&group, "Đã nhận câu hỏi").await.text));
    world.tells(&secretary, "/hoiho Bao giờ sửa cầu?");
    codes.push(code_in(&world.reads(&secretary, "#").await.text));
    for code in &codes {
        world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    }
    world.told(&reporter, "/danhsach", "câu hỏi").await;
    world.tells(&reporter, &codes[0]);
    world.tells(&reporter, &format!("/chuyen {} điện làm giúp", codes[1]));
    // Four wait, of which three are its own: no number is said that is as small as that.
    let stands = world.told(&secretary, "/tinhhinh", "Câu hỏi đang chờ trả lời").await;
    assert!(stands.text.contains("đang chờ trả lời: dưới 5"), "{}", stands.text);
    // It becomes late, is reminded of, and goes on.
    world.pass_until("2026-11-27 09:00");
    world.reads(&reporter, "Nhắc đồng chí").await;
    world.pass_until("2026-12-02 09:00");
    world.reads(&coordinator, &format!("Câu hỏi #{}", codes[0])).await;
    world.pass_until("2026-12-03 09:00");
    world.told(&coordinator, "/danhsach", "câu hỏi").await;
    world.tells(&coordinator, &format!("/traloi {} Tháng sau.", codes[0]));
    world.settle().await;

    for (whose, phone) in
        [("the reporter's chat", &reporter), ("the coordinator's", &coordinator), ("the editor's", &editor)]
    {
        for note in world.notes(phone).into_iter().filter(|note| note.from_bot) {
            names_no_village(whose, &format!("{}\n{}", note.text, note.choices.join("\n")));
        }
    }
    let core = &world.parts().core;
    let tree = places::tree(&core.db).await.unwrap();
    let day = core.calendar.local(world.clock.now()).date();
    let all = questions::list(&core.db, &core.seal, false, false, world.clock.now()).await.unwrap();
    assert!(all.iter().any(|q| NAMES.contains(&q.place.as_str())), "there is something to hide");
    for listed in all.into_iter().map(|q| q.shown(&tree, day)) {
        assert_eq!(listed.place, "lc-binhlu");
        names_no_village("`question list`", &listed.line(&core.text));
        names_no_village("`question list --json`", &serde_json::to_string(&listed).unwrap());
    }
    for act in acts::newest(&core.db, Some(&core.seal), 500).await.unwrap() {
        if !["link", "invite"].contains(&act.deed.as_str()) {
            names_no_village("the decisions", &act.about);
        }
    }
    // The report of the commune has questions only for itself.
    let report = world.report("lc-binhlu", "2026-12").await;
    assert!(report["questions"]["received"].as_i64().unwrap() >= 4);
    for place in report["places"].as_array().unwrap() {
        let of_village = NAMES.contains(&place["code"].as_str().unwrap_or_default());
        assert!(!of_village || place.get("questions").is_none_or(serde_json::Value::is_null), "{place}");
    }
    world.close().await;
}
