//! Reminders, escalation, quiet hours; nobody, and somebody at last.

use super::OPEN;
use crate::stories;
use crate::world::World;
use loaban::config::Platform;
use loaban::questions::question::Body;

stories!(on each;
    danger_goes_to_reporter_and_coordinator_at_once_and_on_after_an_hour,
    danger_told_later_makes_a_question_urgent,
    reminded_after_two_working_days_and_escalated_after_five,
    quiet_hours_hold_a_reminder_but_no_answer,
    an_answer_takes_a_waiting_reminder_away,
    nobody_then_the_coordinator_then_nobody_again,
    a_role_that_ended_holds_no_question,
    a_reminder_and_an_answer_at_the_same_moment_undo_nothing,
);

async fn danger_goes_to_reporter_and_coordinator_at_once_and_on_after_an_hour(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let province = world.enrols("Điều phối tỉnh", "coordinator", "lc").await;
    let beside = world.enrols("Điều phối xã bên", "coordinator", "lc-banbo").await;
    let resident = world.knows("Bà con").await;
    // Saturday night: neither the hour nor the day holds it.
    world.pass_until("2026-11-28 23:30");
    let code = world.asks_again(&resident, "Nhà tôi đang cháy, cứu với!").await;
    let heading = format!("KHẨN – Câu hỏi #{code}");
    let card = world.reads(&reporter, &heading).await;
    world.reads(&coordinator, &heading).await;
    world.nobody_reads(&[&province, &beside], &code).await;
    let receipt = world.reads(&resident, &format!("mã #{code}")).await;
    assert!(receipt.text.contains("112"), "{}", receipt.text);
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE topic = 'nguy-hiem'").await, 0);
    world.pass_until("2026-11-29 00:29");
    world.nobody_reads(&[&province], &code).await;
    let told = world.notes(&resident).len();
    world.pass_until("2026-11-29 00:30");
    let raised = world.reads(&province, &heading).await;
    assert!(raised.text.contains("Một giờ chưa có ai trả lời"), "{}", raised.text);
    world.reads(&reporter, "một giờ chưa có ai trả lời").await;
    world.settle().await;
    assert_eq!(world.notes(&resident).len(), told, "the asker is told nothing new");
    world.nobody_reads(&[&beside], &code).await;
    // Once; and whoever had it may still answer.
    world.pass_until("2026-12-01 23:30");
    world.pass_until("2026-12-03 09:00");
    // Where the platform is closed to the silent it waits; it is there all the same.
    world.comes_to("SELECT COUNT(*) FROM outbox WHERE kind = 'reminder'", 1).await;
    world.pass_until("2026-12-05 09:00");
    world.pass_until("2026-12-07 09:00");
    world.pass_until("2026-12-09 09:00");
    world.settle().await;
    let cards = world.notes(&province).into_iter().filter(|n| n.text.contains(&heading)).count();
    assert_eq!(cards, 1);
    let q = world.report("lc-binhlu", "2026-12").await["questions"].clone();
    assert_eq!((&q["overdue"], &q["open_after"]), (&1.into(), &1.into()), "{q}");
    world.replies(&reporter, &card, "Xe cứu hoả đang tới.");
    world.comes_to("SELECT COUNT(*) FROM question WHERE state = 'answered'", 1).await;
    world.close().await;
}

async fn danger_told_later_makes_a_question_urgent(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    assert!(!card.text.contains("KHẨN"), "{}", card.text);
    world.settle().await;
    world.nobody_reads(&[&coordinator], &code).await;
    world.tells(&resident, &format!("#{code} có người bị lũ quét cuốn rồi"));
    world.reads(&reporter, &format!("KHẨN – Câu hỏi #{code}")).await;
    world.reads(&coordinator, &format!("KHẨN – Câu hỏi #{code}")).await;
    world.close().await;
}

async fn reminded_after_two_working_days_and_escalated_after_five(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    world.pass_until("2026-11-27 08:59");
    world.nobody_reads(&[&reporter], "Nhắc đồng chí").await;
    world.pass_until("2026-11-27 09:00");
    let reminder = world.reads(&reporter, "Nhắc đồng chí").await;
    assert!(
        reminder.text.contains(&code) && reminder.text.contains("09:00 thứ Sáu 27/11"),
        "{}",
        reminder.text
    );
    // Five working days from Wednesday: the Wednesday after.
    world.pass_until("2026-12-02 08:59");
    world.nobody_reads(&[&coordinator], &code).await;
    world.pass_until("2026-12-02 09:00");
    let card = world.reads(&coordinator, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("Đã quá hạn"), "{}", card.text);
    world.settle().await;
    let reminders = world.notes(&reporter).into_iter().filter(|n| n.text.contains("Nhắc đồng chí"));
    assert_eq!(reminders.count(), 1, "once");
    // The reminder can be quoted as the card can.
    world.replies(&reporter, &reminder, "Tháng sau.");
    world.reads(&resident, "Tháng sau.").await;
    world.reads(&coordinator, "đã có người trả lời").await;
    let q = world.report("lc-binhlu", "2026-12").await["questions"].clone();
    assert_eq!((&q["overdue"], &q["answered"]), (&0.into(), &1.into()), "{q}");
    world.close().await;
}

async fn quiet_hours_hold_a_reminder_but_no_answer(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    world.pass_until("2026-11-25 22:30");
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    let late = world.asks_again(&resident, "Bao giờ sửa cầu?").await;
    world.replies(&reporter, &card, "Tháng sau.");
    world.reads(&resident, "Tháng sau.").await;
    world.pass_until("2026-11-27 22:30");
    world.comes_to("SELECT COUNT(*) FROM outbox WHERE kind = 'reminder' AND state = 'waiting'", 1).await;
    world.nobody_reads(&[&reporter], "Nhắc đồng chí").await;
    world.pass_until("2026-11-28 06:00");
    let reminder = world.reads(&reporter, "Nhắc đồng chí").await;
    assert!(reminder.text.contains(&late), "{}", reminder.text);
    world.close().await;
}

async fn an_answer_takes_a_waiting_reminder_away(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    world.pass_until("2026-11-25 22:30");
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    world.pass_until("2026-11-27 22:30");
    world.comes_to("SELECT COUNT(*) FROM outbox WHERE kind = 'reminder' AND state = 'waiting'", 1).await;
    world.replies(&reporter, &card, "Tháng sau.");
    world.reads(&resident, "Tháng sau.").await;
    world.pass_until("2026-11-28 06:30");
    world.nobody_reads(&[&reporter], "Nhắc đồng chí").await;
    world.close().await;
}

async fn nobody_then_the_coordinator_then_nobody_again(world: World) {
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let first = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.reads(&coordinator, &format!("Câu hỏi #{first}")).await;
    let told = world.told(&coordinator, "/nghi 30/11", "0 câu hỏi đã chuyển").await;
    assert!(told.text.contains("1 câu chưa có ai nhận thay"), "{}", told.text);
    // Nobody else is there: it stays with who is away rather than with nobody, and the next one waits.
    let second = world.asks_again(&resident, "Bao giờ sửa cầu?").await;
    let receipt = world.reads(&resident, &format!("mã #{second}")).await;
    assert!(receipt.text.contains("chưa có người trả lời"), "{}", receipt.text);
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc").await;
    for code in [&first, &second] {
        world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    }
    assert_eq!(world.count(OPEN).await, 2);
    world.close().await;
}

async fn a_role_that_ended_holds_no_question(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    let parts = world.parts();
    let mut tx = parts.core.db.write().await.unwrap();
    let role = loaban::roster::all(&mut tx).await.unwrap().remove(0);
    assert!(loaban::roster::end(&mut tx, &role.id, world.clock.now()).await.unwrap());
    tx.commit().await.unwrap();
    world.app().wake();
    // In sight of `doctor`: it is nobody's, not a dead role's.
    world.comes_to("SELECT COUNT(*) FROM question WHERE state = 'open' AND role IS NULL", 1).await;
    world.replies(&reporter, &card, "Tháng sau.");
    // Who quotes a card is no reporter any more; who writes its code has no such question.
    let refused =
        if world.home == Platform::ZaloBot { "Không có câu hỏi #" } else { "Việc này của" };
    world.reads(&reporter, refused).await;
    world.nobody_reads(&[&resident], "Tháng sau").await;
    let next = world.enrols("Người mới", "reporter", "lc-binhlu").await;
    let before = world.notes(&resident).len();
    world.replies(&next, &world.reads(&next, &format!("Câu hỏi #{code}")).await, "Tuần sau.");
    world.anew(&resident, before, "Tuần sau.").await;
    world.close().await;
}

async fn a_reminder_and_an_answer_at_the_same_moment_undo_nothing(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    world.settle().await;
    // An answer on its way to the disk, while the time for a reminder comes.
    let parts = world.parts();
    let mut tx = parts.core.db.write().await.unwrap();
    let mut q = parts.desk.find(&mut tx, &code).await.unwrap().unwrap();
    let role = loaban::roster::all(&mut tx).await.unwrap().remove(0);
    let body = Body::words("Tháng sau.");
    parts.desk.answer(&mut tx, &mut q, &role, body).await.unwrap();
    world.pass_until("2026-11-27 09:00");
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    tx.commit().await.unwrap();
    world.app().wake();
    world.reads(&resident, "Tháng sau.").await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    world.nobody_reads(&[&reporter], "Nhắc đồng chí").await;
    assert_eq!(world.count(OPEN).await, 0);
    world.close().await;
}
