//! Windows: what the platform refuses because somebody was silent is kept until they write. How the platform says so
//! is the channel's; here the refusal is written into the row as the outbox would.

use super::{ZALO, anew, told};
use crate::stories;
use crate::world::phones::Phone;
use crate::world::{World, code_in};
use loaban::config::Platform;
use loaban::questions;
use sqlx::AssertSqlSafe;
use std::time::Duration;

stories!(on ZALO;
    an_answer_to_a_silent_person_is_kept_and_told_once_and_leaves_when_they_write,
);

const DAY: Duration = Duration::from_secs(24 * 3600);

/// The platform takes nothing for this person: the answer that waits was refused just now.
async fn is_refused(world: &World, code: &str) {
    world
        .comes_to("SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND kind = 'answer' AND part = 0", 1)
        .await;
    let until = world.clock.now() + 86_400_000;
    let sql = format!(
        "UPDATE outbox SET reason = 'silent', not_before = {until} WHERE state = 'waiting' AND question = '{code}' AND kind = 'answer'"
    );
    let mut tx = world.parts().db.write().await.unwrap();
    sqlx::query(AssertSqlSafe(sql)).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    world.app().wake();
}

fn told_of_waiting(world: &World, reporter: &Phone) -> usize {
    world.notes(reporter).iter().filter(|n| n.text.contains("người hỏi lâu chưa nhắn")).count()
}

async fn an_answer_to_a_silent_person_is_kept_and_told_once_and_leaves_when_they_write(world: World) {
    let on = Platform::ZaloBot;
    let reporter = world.official(on, "Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.phone(on, "Bà con");
    told(&world, &resident, "Bao giờ có điện?", "đồng ý để máy dùng câu hỏi này").await;
    told(&world, &resident, "1", "Bà con ở bản nào?").await;
    told(&world, &resident, "Nà Luồng", "Có phải bà con ở đây không?").await;
    let code = code_in(&told(&world, &resident, "1", "Đã nhận câu hỏi").await.text);
    world.settle().await;
    world.pass(8 * DAY);
    world.settle().await;

    // Nothing may leave to them while the story writes the refusal down.
    world.zalo.offline(true);
    world.tells(&reporter, &format!("/traloi {code} Tháng sau."));
    is_refused(&world, &code).await;
    world.zalo.offline(false);
    let notice = world.reads(&reporter, "người hỏi lâu chưa nhắn").await;
    assert!(notice.text.contains(&format!("#{code}")), "{}", notice.text);
    world.settle().await;

    let parts = world.parts();
    let shown = questions::show(&parts.db, &parts.seal, &code, world.clock.now()).await.unwrap().unwrap();
    assert_eq!((shown.answer.as_deref(), shown.answer_reason.as_deref()), (Some("waiting"), Some("silent")));
    assert!(
        shown.line(&parts.text).contains("đã trả lời, chưa tới người hỏi: người nhận lâu chưa nhắn"),
        "{}",
        shown.line(&parts.text)
    );
    // It is nobody's fault and holds up nobody.
    assert_eq!(loaban::outbox::backlog(&parts.db).await.unwrap().1, None);
    let other = world.phone(on, "Người khác");
    told(&world, &other, "Bao giờ có nước?", "đồng ý để máy dùng câu hỏi này").await;
    for _ in 0..3 {
        world.pass(Duration::from_secs(3600));
        world.settle().await;
    }
    assert_eq!(told_of_waiting(&world, &reporter), 1);
    assert!(!world.notes(&resident).iter().any(|n| n.text.contains("Tháng sau.")));

    // Whatever they write opens the window, and what they see of their questions is true.
    let before = world.notes(&resident).len();
    world.tells(&resident, "câu hỏi");
    anew(&world, before, "Tháng sau.", || world.notes(&resident)).await;
    let list = anew(&world, before, "Câu hỏi của bà con", || world.notes(&resident)).await;
    assert!(list.text.contains(&format!("#{code} – đã có trả lời, máy đang gửi")), "{}", list.text);
    world.settle().await;
    told(&world, &resident, "câu hỏi", &format!("#{code} – đã trả lời")).await;
    let shown =
        questions::show(&world.parts().db, &world.parts().seal, &code, world.clock.now()).await.unwrap();
    assert_eq!(shown.unwrap().answer.as_deref(), Some("sent"));
    assert_eq!(told_of_waiting(&world, &reporter), 1);
    world.close().await;
}
