//! Complaints and denunciations: the procedure is a question like any other; a complaint itself is told its legal
//! way, its text goes, a count stays.

use super::{OPEN, PENDING, QUESTIONS, known_resident, nobody_sees};
use crate::stories;
use crate::world::{World, code_in};

stories!(
    the_procedure_is_a_question_and_the_complaint_is_not,
    a_complaint_in_the_group_is_chosen_there_by_who_wrote_it,
    a_relayed_complaint_is_asked_about_too,
    a_complaint_without_a_place_is_counted_at_the_top,
);

async fn the_procedure_is_a_question_and_the_complaint_is_not(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
    world.says(resident, "Tôi muốn tố cáo cán bộ lấy tiền của dân");
    let asked = world.person_sees(resident, "hỏi cách làm, hay muốn gửi đơn?").await;
    let labels: Vec<&str> = asked.buttons.iter().flatten().map(|b| b.label.as_str()).collect();
    assert_eq!(labels, ["Hỏi cách làm", "Muốn gửi đơn"]);
    world.presses(resident, "Muốn gửi đơn").await;
    let route = world.person_sees(resident, "nơi tiếp công dân").await;
    assert!(
        route.text.contains("Uỷ ban nhân dân xã") && route.text.contains("không giữ lại"),
        "{}",
        route.text
    );
    world.settle().await;
    assert_eq!((world.count(OPEN).await, world.count(PENDING).await), (0, 0));
    nobody_sees(&world, &[(reporter, true)], "lấy tiền").await;
    assert_eq!(world.report("lc-binhlu", "2026-12").await["questions"]["complaints_referred"], 1);

    world.says(resident, "Khiếu nại việc đền bù thì làm thế nào?");
    world.presses(resident, "Hỏi cách làm").await;
    let code = code_in(&world.person_sees(reporter, "Khiếu nại việc đền bù").await.text);
    world.person_sees(resident, &format!("mã #{code}")).await;
    assert_eq!(world.report("lc-binhlu", "2026-12").await["questions"]["complaints_referred"], 1);
    world.close().await;
}

async fn a_complaint_in_the_group_is_chosen_there_by_who_wrote_it(world: World) {
    let (resident, other) = (world.platform.add_person("Bà con"), world.platform.add_person("Người khác"));
    let group = world.linked_group("lc-binhlu-naluong", resident).await;
    world.platform.person_joins(other, group).unwrap();
    world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.writes(resident, group, "/hoi Tôi muốn khiếu nại việc chia đất");
    let asked = world.group_sees(group, "hỏi cách làm, hay muốn gửi đơn?").await;
    let told = world.pops_up(other, group, &asked, "Hỏi cách làm").await;
    assert!(told.contains("người khác"), "{told}");
    assert_eq!(world.count(QUESTIONS).await, 0);
    assert_eq!(world.pops_up(resident, group, &asked, "Muốn gửi đơn").await, "");
    world.group_sees(group, "nơi tiếp công dân").await;
    assert_eq!(world.count(QUESTIONS).await, 0);

    // Whoever writes under the group's name cannot be told apart, so nobody could press for them.
    world.platform.anonymous_admin_sends(group, "/hoi Tôi muốn tố cáo", None).unwrap();
    world.group_sees(group, "nhắn riêng cho máy").await;
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 0);
    assert_eq!(world.report("lc-binhlu-naluong", "2026-12").await["questions"]["complaints_referred"], 1);
    world.close().await;
}

async fn a_relayed_complaint_is_asked_about_too(world: World) {
    let secretary = world.enrolled("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.says(secretary, "/hoiho Có người muốn khiếu nại việc chia đất thì làm thế nào?");
    world.presses(secretary, "Hỏi cách làm").await;
    world.person_sees(secretary, "Đã nhận câu hỏi").await;
    world.person_sees(reporter, "khiếu nại việc chia đất").await;
    assert_eq!(world.report("lc-binhlu", "2026-12").await["questions"]["relayed"], 1);
    world.close().await;
}

async fn a_complaint_without_a_place_is_counted_at_the_top(world: World) {
    let resident = world.platform.add_person("Bà con");
    world.says(resident, "Tôi muốn tố cáo cán bộ");
    world.presses(resident, "Đồng ý, gửi câu hỏi").await;
    world.presses(resident, "Không có ở đây").await;
    world.presses(resident, "Gửi luôn, không chọn bản").await;
    world.presses(resident, "Muốn gửi đơn").await;
    world.person_sees(resident, "nơi tiếp công dân").await;
    assert_eq!(world.report("lc", "2026-12").await["questions"]["complaints_referred"], 1);
    world.close().await;
}
