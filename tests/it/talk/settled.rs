//! Whether a matter was settled is asked once, days after the answer, of who asked it for themselves.

use crate::stories;
use crate::world::World;
use crate::world::phones::Phone;
use loaban::config::Platform;
use std::time::Duration;

stories!(on each;
    it_is_asked_once_and_counted,
    not_yet_offers_to_ask_again_and_opens_nothing_by_itself,
);
const ON_TELEGRAM: &[Platform] = &[Platform::Telegram];
stories!(on ON_TELEGRAM;
    what_was_asked_late_is_tied_to_nobody_when_the_handle_goes,
    who_does_not_want_it_is_not_asked_again,
    nobody_is_asked_about_what_is_delicate_or_somebody_elses,
    after_two_weeks_off_nobody_is_asked,
);

const DAY: Duration = Duration::from_secs(86_400);
const ASKED: &str = "Việc ấy xong chưa ạ?";
const FACTS: &str = "SELECT COUNT(*) FROM fact WHERE kind = 'settled'";

/// A question that was answered.
async fn answered(world: &World, reporter: &Phone, resident: &Phone, question: &str) -> String {
    let code = world.asks_again(resident, question).await;
    world.told(reporter, &format!("/traloi {code} Thứ Hai tuần sau sửa."), "").await;
    world.reads(resident, "Thứ Hai tuần sau sửa.").await;
    world.settle().await;
    code
}

async fn figures(world: &World) -> String {
    world.report("lc-binhlu", "2026-12").await["questions"]["settled"].to_string()
}

async fn it_is_asked_once_and_counted(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = answered(&world, &reporter, &resident, "Bao giờ sửa đường vào bản?").await;
    world.pass(4 * DAY);
    world.nobody_reads(&[&resident], ASKED).await;
    world.pass(DAY + Duration::from_secs(60));
    let asked = world.reads(&resident, ASKED).await;
    assert!(asked.text.contains(&code) && asked.text.contains("sửa đường"), "{}", asked.text);
    assert!(asked.text.contains("Máy của"), "{}", asked.text);
    world.chooses(&resident, "Xong rồi").await;
    world.reads(&resident, "Vâng, cảm ơn ạ.").await;
    assert_eq!(figures(&world).await, r#"{"yes":1,"not_yet":0}"#);
    // Once, whatever comes.
    let before = world.notes(&resident).len();
    world.pass(DAY);
    world.settle().await;
    assert_eq!(world.notes(&resident).len(), before);
    assert_eq!(world.count(FACTS).await, 1);
    world.close().await;
}

async fn what_was_asked_late_is_tied_to_nobody_when_the_handle_goes(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = answered(&world, &reporter, &resident, "Bao giờ sửa đường vào bản?").await;
    world.pass(6 * DAY);
    world.reads(&resident, ASKED).await;
    world.settle().await;
    let tied = format!(
        "SELECT COUNT(*) FROM outbox WHERE question = '{code}' AND (person IS NOT NULL OR chooser IS NOT NULL)"
    );
    assert!(world.count(&tied).await > 0);
    world.pass(DAY + Duration::from_secs(60));
    world.comes_to(&tied, 0).await;
    world.close().await;
}

async fn not_yet_offers_to_ask_again_and_opens_nothing_by_itself(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = answered(&world, &reporter, &resident, "Bao giờ sửa đường vào bản?").await;
    world.pass(5 * DAY + Duration::from_secs(60));
    world.reads(&resident, ASKED).await;
    world.chooses(&resident, "Chưa xong").await;
    world.reads(&resident, "máy ghi là chưa xong").await;
    assert_eq!(figures(&world).await, r#"{"yes":0,"not_yet":1}"#);
    let open = format!("SELECT COUNT(*) FROM question WHERE state = 'open' AND code = '{code}'");
    assert_eq!(world.count(&open).await, 0);
    world.chooses(&resident, "Hỏi lại cán bộ").await;
    world.reads(&resident, "được mở lại").await;
    assert_eq!(world.count(&open).await, 1);
    world.close().await;
}

async fn who_does_not_want_it_is_not_asked_again(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    answered(&world, &reporter, &resident, "Bao giờ sửa đường vào bản?").await;
    world.pass(5 * DAY + Duration::from_secs(60));
    world.reads(&resident, ASKED).await;
    world.chooses(&resident, "Đừng hỏi nữa").await;
    world.reads(&resident, "máy không hỏi lại nữa").await;
    world.told(&resident, "xem", "đừng hỏi lại việc đã xong chưa").await;
    answered(&world, &reporter, &resident, "Bao giờ có điện về bản?").await;
    let before = world.notes(&resident).len();
    world.pass(5 * DAY + Duration::from_secs(60));
    world.settle().await;
    assert_eq!(world.notes(&resident).len(), before);
    // Forgotten, they are somebody new.
    world.erases(&resident, "Đã xoá hết").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM person WHERE unasked = 1").await, 0);
    assert_eq!(world.count("SELECT COUNT(*) FROM reach WHERE unasked = 1").await, 0);
    assert_eq!(world.count(FACTS).await, 0);
    world.close().await;
}

async fn nobody_is_asked_about_what_is_delicate_or_somebody_elses(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let resident = world.knows("Bà con").await;
    let stopped = world.knows("Thôi").await;
    let group = world.village("lc-binhlu-naluong", &[&resident]).await;
    world.tells_in(&resident, &group, "/hoi Bao giờ họp bản ạ?");
    let in_group = world.reads(&reporter, "Bao giờ họp bản ạ?").await;
    world.told(&secretary, "/hoiho Bao giờ sửa đường vào bản?", "").await;
    world.told(&resident, "Theo đạo Tin Lành có bị phạt không?", "").await;
    world.chooses(&resident, "Người của xã trả lời").await;
    answered(&world, &reporter, &stopped, "Bao giờ sửa đường vào bản?").await;
    world.told(&stopped, "dừng", "").await;
    world.settle().await;
    let open = world.parts().desk.clone();
    let mut tx = world.parts().core.db.write().await.unwrap();
    let tree = world.parts().atlas.tree().await.unwrap();
    let held = loaban::roster::all(&mut tx).await.unwrap();
    let codes: Vec<String> =
        open.open_for(&mut tx, &tree, &held).await.unwrap().iter().map(|q| q.code.to_string()).collect();
    drop(tx);
    assert_eq!(codes.len(), 3, "{codes:?} {in_group:?}");
    for code in &codes {
        world.told(&reporter, &format!("/traloi {code} Đã rõ."), "").await;
    }
    world.settle().await;
    world.pass(5 * DAY + Duration::from_secs(60));
    world.nobody_reads(&[&resident, &secretary, &stopped], ASKED).await;
    assert!(!world.notes_in(&group).iter().any(|note| note.text.contains(ASKED)));
    world.close().await;
}

async fn after_two_weeks_off_nobody_is_asked(mut world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    answered(&world, &reporter, &resident, "Bao giờ sửa đường vào bản?").await;
    world.stop().await;
    world.clock.advance(14 * DAY);
    world.start().await;
    world.nobody_reads(&[&resident], ASKED).await;
    world.close().await;
}
