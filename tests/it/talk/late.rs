//! What who asked hears of their waiting: that it is late, and where it has gone; once, by day, and never after `dừng`.

use super::sensitive;
use crate::stories;
use crate::world::World;
use crate::world::code_in;
use crate::world::phones::Phone;

stories!(on each;
    who_asked_is_told_once_that_it_is_late_and_once_that_it_went_on,
    what_became_overdue_while_nobody_looked_is_told_in_one_message,
    the_night_holds_it_and_an_answer_takes_it_away,
    handed_over_to_another_place_who_asked_hears_where,
    who_was_promised_word_of_somebody_gets_it,
    the_same_is_told_whatever_it_is_about,
    in_a_group_it_is_told_there_and_no_more_than_that_it_is_late,
    after_dung_it_waits_for_a_word_of_theirs,
    after_dung_my_questions_show_the_answer_and_it_comes,
);

const LATE: &str = "Câu « Bao giờ sửa đường? » chưa kịp trả lời. Xin lỗi vì chậm";
const NEWS: &str = "SELECT COUNT(*) FROM outbox WHERE kind = 'news'";

fn told_late(world: &World, phone: &Phone) -> usize {
    world.notes(phone).into_iter().filter(|n| n.from_bot && n.text.contains("Xin lỗi vì chậm")).count()
}

async fn who_asked_is_told_once_that_it_is_late_and_once_that_it_went_on(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrols("Điều phối", "coordinator", "lc").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.pass_until("2026-11-27 08:59");
    world.nobody_reads(&[&resident], "chưa kịp trả lời").await;
    world.pass_until("2026-11-27 09:00");
    let told = world.reads(&resident, LATE).await;
    assert!(told.text.contains("có trả lời là máy gửi ngay"), "{}", told.text);
    world.reads(&reporter, "Nhắc đồng chí").await;
    world.pass_until("2026-11-30 09:00");
    world.settle().await;
    assert_eq!((told_late(&world, &resident), world.count(NEWS).await), (1, 1));
    // Said under it, it is more about the question; it is nobody's card.
    if world.tells_quotes() {
        world.replies(&resident, &told, "Đoạn qua suối.");
        world.reads(&resident, &format!("Đã chuyển thêm lời này cho báo cáo viên, câu hỏi #{code}")).await;
    }
    world.pass_until("2026-12-02 09:00");
    world.reads(&coordinator, &format!("Câu hỏi #{code}")).await;
    let gone_on = world.reads(&resident, "đã chuyển tới tỉnh Lai Châu trả lời").await;
    assert!(gone_on.text.contains("Xin lỗi vì chậm"), "{}", gone_on.text);
    world.pass_until("2026-12-04 09:00");
    world.settle().await;
    assert_eq!((told_late(&world, &resident), world.count(NEWS).await), (2, 2));
    world.close().await;
}

async fn what_became_overdue_while_nobody_looked_is_told_in_one_message(mut world: World) {
    world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.settle().await;
    world.stop().await;
    world.clock.advance(std::time::Duration::from_secs(7 * 86_400 + 1_800));
    world.start().await;
    world.comes_to("SELECT COUNT(*) FROM question WHERE reminded = 2", 1).await;
    world.settle().await;
    // A token that lapsed meanwhile is renewed.
    world.pass(std::time::Duration::from_secs(60));
    world.settle().await;
    assert_eq!(world.count(NEWS).await, 1, "one message for both");
    world.tells(&resident, "xem");
    let told = world.reads(&resident, LATE).await;
    assert!(told.text.contains("đã chuyển cho đồng chí phụ trách"), "{}", told.text);
    world.settle().await;
    assert_eq!(told_late(&world, &resident), 1);
    world.close().await;
}

async fn the_night_holds_it_and_an_answer_takes_it_away(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    world.pass_until("2026-11-25 22:30");
    let first = world.asks_again(&resident, "Bao giờ sửa cầu?").await;
    world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.pass_until("2026-11-27 22:30");
    world.comes_to("SELECT COUNT(*) FROM outbox WHERE kind = 'news' AND state = 'waiting'", 2).await;
    world.tells(&reporter, &format!("/traloi {first} Tháng sau."));
    world.reads(&resident, "Tháng sau.").await;
    world.nobody_reads(&[&resident], "chưa kịp trả lời").await;
    world.pass_until("2026-11-28 06:00");
    world.reads(&resident, LATE).await;
    world.settle().await;
    assert_eq!(told_late(&world, &resident), 1, "not of the one that was answered");
    world.close().await;
}

async fn handed_over_to_another_place_who_asked_hears_where(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    // To a colleague in the same place is no news.
    let colleague = world.enrols("Đồng nghiệp", "reporter", "lc-binhlu").await;
    world.tells(&reporter, "/nghi 30/11");
    world.reads(&colleague, &format!("Câu hỏi #{code}")).await;
    world.settle().await;
    assert_eq!(world.count(NEWS).await, 0);
    let beside = world.enrols("Báo cáo viên xã bên", "reporter", "lc-banbo").await;
    world.tells(&colleague, &format!("/chuyen {code} xã Bản Bo, đường ở bên đó"));
    world.reads(&beside, &format!("Câu hỏi #{code}")).await;
    let told = world.reads(&resident, "Câu « Bao giờ sửa đường? » đã chuyển tới xã Bản Bo trả lời.").await;
    assert!(!told.text.contains("báo cáo viên") && !told.text.contains("đường ở bên đó"), "{}", told.text);
    world.settle().await;
    assert_eq!(world.count(NEWS).await, 1);
    world.close().await;
}

async fn who_was_promised_word_of_somebody_gets_it(world: World) {
    let resident = world.person("Bà con");
    let code = world.asks_first(&resident, "Bao giờ sửa đường?").await;
    world.reads(&resident, "Có người là máy chuyển ngay và nhắn lại").await;
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    world.reads(&resident, "Câu « Bao giờ sửa đường? » đã chuyển tới xã Bình Lư trả lời.").await;
    world.close().await;
}

async fn the_same_is_told_whatever_it_is_about(world: World) {
    world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.enrols("Bàn tỉnh", "reporter", "lc").await;
    let (first, second, third) =
        (world.knows("Bà con").await, world.knows("Bà con khác").await, world.knows("Bà con nữa").await);
    world.asks_again(&first, "Theo lịch thì bao giờ sửa đường?").await;
    sensitive::asks(&world, &second, "Theo đạo thì có bị phạt không?", sensitive::COMMUNE).await;
    sensitive::asks(&world, &third, "Theo đạo thì có được vào hội không?", sensitive::PROVINCE).await;
    world.pass_until("2026-11-27 09:00");
    world.comes_to(NEWS, 3).await;
    let mut told = vec![];
    for resident in [&first, &second, &third] {
        let note = world.reads(resident, "Xin lỗi vì chậm").await;
        told.push(note.text.split_once('»').unwrap().1.to_owned());
    }
    assert!(told.iter().all(|one| *one == told[0]), "{told:?}");
    assert_eq!(world.count("SELECT COUNT(DISTINCT not_before) FROM outbox WHERE kind = 'news'").await, 1);
    world.close().await;
}

async fn in_a_group_it_is_told_there_and_no_more_than_that_it_is_late(world: World) {
    world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.enrols("Điều phối", "coordinator", "lc").await;
    let resident = world.knows("Bà con").await;
    let group = world.village("lc-binhlu-naluong", &[&resident]).await;
    let receipt = world.told_in(&resident, &group, "/hoi Bao giờ sửa đường?", "Đã nhận câu hỏi").await;
    let code = code_in(&receipt.text);
    world.pass_until("2026-11-27 09:00");
    world.reads_in(&group, LATE).await;
    world.pass_until("2026-12-02 09:00");
    world.comes_to(&format!("SELECT COUNT(*) FROM question WHERE code = '{code}' AND reminded = 2"), 1).await;
    world.settle().await;
    let told = world.notes_in(&group).into_iter().filter(|n| n.text.contains("Xin lỗi vì chậm")).count();
    assert_eq!(told, 1);
    assert!(world.notes_in(&group).iter().all(|n| !n.text.contains("đã chuyển tới")));
    world.close().await;
}

async fn after_dung_it_waits_for_a_word_of_theirs(world: World) {
    world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let (first, second) = (world.knows("Bà con").await, world.knows("Bà con khác").await);
    world.pass_until("2026-11-25 22:30");
    for resident in [&first, &second] {
        world.asks_again(resident, "Bao giờ sửa đường?").await;
    }
    world.told(&first, "dừng", "máy thôi nhắn, cả câu trả lời đang chờ").await;
    world.pass_until("2026-11-27 22:30");
    world.comes_to("SELECT COUNT(*) FROM outbox WHERE kind = 'news' AND state = 'waiting'", 2).await;
    // What waits for the morning waits for them, too.
    world.told(&second, "dừng", "máy thôi nhắn").await;
    world.pass_until("2026-11-28 09:00");
    world.settle().await;
    world.nobody_reads(&[&first, &second], "chưa kịp trả lời").await;
    for resident in [&first, &second] {
        world.told(resident, "xem", "Máy đang giữ").await;
        world.reads(resident, LATE).await;
    }
    world.settle().await;
    assert_eq!(told_late(&world, &first), 1);
    world.close().await;
}

async fn after_dung_my_questions_show_the_answer_and_it_comes(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.told(&resident, "dừng", "máy thôi nhắn").await;
    world.pass_until("2026-11-27 09:00");
    world.comes_to(NEWS, 1).await;
    world.told(&reporter, &format!("/traloi {code} Tháng sau."), "khi họ nhắn, máy gửi ngay").await;
    world.nobody_reads(&[&resident], "Tháng sau").await;
    let list = world.told(&resident, "câu hỏi", &format!("#{code}")).await;
    assert!(list.text.contains("Tháng sau."), "{}", list.text);
    world.reads(&resident, &format!("Trả lời câu hỏi #{code}")).await;
    world.settle().await;
    assert_eq!(told_late(&world, &resident), 0, "it is late no more");
    world.close().await;
}
