//! Complaints and denunciations: the procedure is a question like any other; a complaint itself is told its legal
//! way, its text goes, a count stays.

use super::{OPEN, PENDING, QUESTIONS};
use crate::stories;
use crate::world::{World, code_in};

stories!(on each;
    the_procedure_is_a_question_and_the_complaint_is_not,
    a_complaint_in_the_group_is_chosen_there_by_who_wrote_it,
    a_relayed_complaint_is_asked_about_too,
    a_complaint_without_a_place_is_counted_at_the_top,
);
// Only there people write under their group's name.
stories!(a_complaint_under_the_groups_name_is_shown_the_way_to_the_private_chat);

/// How many the month's report tells of: they are written into the log with the day.
async fn complaints(world: &World) -> i64 {
    world.pass(std::time::Duration::from_secs(86_400));
    let today = world.parts().core.today();
    world
        .comes_to(&format!("SELECT COUNT(*) FROM mark WHERE name = 'complaints' AND value = '{today}'"), 1)
        .await;
    world.report("lc", "2026-12").await["questions"]["complaints_referred"].as_i64().unwrap()
}

async fn the_procedure_is_a_question_and_the_complaint_is_not(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    world.tells(&resident, "Tôi muốn tố cáo cán bộ lấy tiền của dân");
    let asked = world.reads(&resident, "không vừa lòng với cán bộ").await;
    assert_eq!(asked.choices, ["Chỉ nơi gửi đơn", "Hỏi cách làm đơn", "Không phải, gửi câu hỏi"]);
    world.chooses(&resident, "Chỉ nơi gửi đơn").await;
    let route = world.reads(&resident, "tiếp công dân").await;
    assert!(route.text.contains("xã Mẫu, thứ Năm") && route.text.contains("không giữ lại"), "{}", route.text);
    world.settle().await;
    assert_eq!((world.count(OPEN).await, world.count(PENDING).await), (0, 0));
    world.nobody_reads(&[&reporter], "lấy tiền").await;
    assert_eq!(complaints(&world).await, 1);

    // How one does it is a question like any other.
    world.told(&resident, "Khiếu nại việc đền bù thì làm thế nào?", "Đã nhận câu hỏi").await;
    let code = code_in(&world.reads(&reporter, "Khiếu nại việc đền bù").await.text);
    world.reads(&resident, &format!("mã #{code}")).await;
    assert_eq!(complaints(&world).await, 1);
    world.close().await;
}

async fn a_complaint_in_the_group_is_chosen_there_by_who_wrote_it(world: World) {
    let (resident, other) = (world.person("Bà con"), world.person("Người khác"));
    let group = world.village("lc-binhlu-naluong", &[&resident]).await;
    world.joins(&other, &group);
    world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.tells_in(&resident, &group, "/hoi Tôi muốn khiếu nại việc chia đất");
    let asked = world.reads_in(&group, "không vừa lòng với cán bộ").await;
    let told = world.is_answered_on_choosing_in(&other, &group, &asked, "Hỏi cách làm đơn").await;
    // A press says what it is meant for, a digit does not.
    let not_theirs =
        if world.has_buttons() { "Nút này của người hỏi" } else { "Số này máy chưa hiểu" };
    assert!(told.contains(not_theirs), "{told}");
    assert_eq!(world.count(QUESTIONS).await, 0);
    world.chooses_in(&resident, &group, "Chỉ nơi gửi đơn").await;
    world.reads_in(&group, "tiếp công dân").await;
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 0);
    assert_eq!(complaints(&world).await, 1);
    world.close().await;
}

async fn a_complaint_under_the_groups_name_is_shown_the_way_to_the_private_chat(world: World) {
    let resident = world.platform.add_person("Bà con");
    let group = world.linked_group("lc-binhlu-naluong", resident).await;
    world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    // Whoever writes under the group's name cannot be told apart, so nobody could press for them.
    world.platform.anonymous_admin_sends(group, "/hoi Tôi muốn tố cáo", None).unwrap();
    world.group_sees(group, "nhắn riêng cho máy").await;
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 0);
    assert_eq!(complaints(&world).await, 0);
    world.close().await;
}

async fn a_relayed_complaint_is_asked_about_too(world: World) {
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.tells(&secretary, "/hoiho Có người muốn tố cáo trưởng bản ăn chặn tiền cứu trợ");
    world.chooses(&secretary, "Hỏi cách làm đơn").await;
    world.reads(&secretary, "Đã nhận câu hỏi").await;
    world.reads(&reporter, "ăn chặn tiền cứu trợ").await;
    assert_eq!(world.report("lc-binhlu", "2026-12").await["questions"]["relayed"], 1);
    world.close().await;
}

async fn a_complaint_without_a_place_is_counted_at_the_top(world: World) {
    let resident = world.person("Bà con");
    world.tells(&resident, "Tôi muốn tố cáo cán bộ");
    world.chooses(&resident, "Đồng ý, gửi").await;
    world.chooses(&resident, "Không có ở đây").await;
    world.chooses(&resident, "Gửi luôn, không chọn bản").await;
    world.chooses(&resident, "Chỉ nơi gửi đơn").await;
    world.reads(&resident, "tiếp công dân").await;
    assert_eq!(complaints(&world).await, 1);
    world.close().await;
}
