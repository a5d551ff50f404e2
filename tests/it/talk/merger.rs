//! Communes are merged: on the day, and not before, what was bound to the one that ends goes along.

use super::{asks_again, is_told};
use crate::stories;
use crate::world::World;
use loaban::places;

stories!(a_merger_takes_groups_roles_and_questions_along);

/// From 28 November on, Bản Bo belongs to Khun Há, and one of its villages to a village there.
const MERGER: &str = "\
code,name,kind,parent,from,until,successors,phone,households
lc-banbo,Xã Bản Bo,commune,lc,01/07/2025,27/11/2026,lc-khunha,,
lc-banbo-coxanh,Bản Cọ Xanh (mẫu),village,lc-banbo,01/07/2025,27/11/2026,lc-khunha-doiman,,163
";
const WITH_REPORTER: &str = "SELECT COUNT(*) FROM question q JOIN role r ON r.id = q.role
                             WHERE q.state = 'open' AND r.kind = 'reporter'";

async fn a_merger_takes_groups_roles_and_questions_along(world: World) {
    let member = world.platform.add_person("Người trong bản");
    let (stays, ends) = (
        world.linked_group("lc-banbo-namay", member).await,
        world.linked_group("lc-banbo-coxanh", member).await,
    );
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-banbo").await;
    let coordinator = world.enrolled("Điều phối", "coordinator", "lc-banbo").await;
    let editor = world.enrolled("Người duyệt", "editor", "lc-banbo").await;
    let secretary = world.enrolled("Bí thư", "secretary", "lc-banbo-coxanh").await;
    let resident = world.platform.add_person("Bà con");
    let first = world.asks(resident, "Bao giờ có điện?", "Nà Mây").await;
    let neighbour = world.platform.add_person("Bà con bản bên");
    let second = world.asks(neighbour, "Bao giờ làm đường?", "Cọ Xanh").await;
    world.person_sees(reporter, &first).await;

    let file = world.dir.path().join("merger.csv");
    std::fs::write(&file, MERGER).unwrap();
    let done = places::import(&world.parts().core.db, &file).await.unwrap();
    assert_eq!((done.added(), done.changed()), (0, 2));

    // Until the day nothing is different.
    is_told(&world, coordinator, "/moi nhom lc-khunha-doiman", "ngoài địa bàn").await;
    is_told(&world, coordinator, "/moi nhom lc-banbo-coxanh", "Mã cho nhóm (bản Cọ Xanh (mẫu), xã Bản Bo)")
        .await;

    world.pass_until("2026-11-28 09:00");
    world.settle().await;

    // The open questions are still the reporter's, and so are new ones, from a village that stays and from one that
    // has become another.
    assert_eq!(world.count(WITH_REPORTER).await, 2);
    let third = asks_again(&world, resident, "Trạm xá mấy giờ mở cửa?").await;
    let fourth = asks_again(&world, neighbour, "Chợ phiên họp ngày nào?").await;
    for code in [&first, &second, &third, &fourth] {
        world.person_sees(reporter, code).await;
    }
    assert_eq!(world.count(WITH_REPORTER).await, 4);
    const IN_NEW: &str = "SELECT COUNT(*) FROM question WHERE place = 'lc-khunha-doiman'";
    assert_eq!(world.count(IN_NEW).await, 1);
    // So is one that is asked in the group which has gone along, and what is kept says where one is at home today.
    world.platform.person_sends(member, ends, "/hoi Bao giờ họp bản?").unwrap();
    world.group_sees(ends, "Đã nhận câu hỏi").await;
    assert_eq!(world.count(IN_NEW).await, 2);
    is_told(&world, neighbour, "xem", "bản Đồi Mận").await;
    is_told(&world, reporter, &format!("/traloi {first} Tháng sau có điện."), "").await;
    world.person_sees(resident, "Tháng sau có điện.").await;

    // The coordinator reaches the new commune, the editor its groups, the secretary the new village.
    let list = is_told(&world, coordinator, "/danhsach", "câu hỏi đang chờ").await;
    assert!(list.text.contains(&second) && list.text.contains(&fourth), "{}", list.text);
    is_told(&world, coordinator, "/moi nhom lc-khunha-doiman", "Mã cho nhóm (bản Đồi Mận (mẫu), xã Khun Há)")
        .await;
    is_told(&world, editor, "/duyet hoc-phi", "đã đọc kỹ và duyệt bài này?").await;
    world.presses(editor, "Duyệt").await;
    world.person_sees(editor, "Đã duyệt").await;
    is_told(&world, editor, "/phat hoc-phi", "2 nhóm.").await;
    world.presses(editor, "Phát cho 2 nhóm").await;
    world.group_sees(stays, "không phải nộp học phí").await;
    world.group_sees(ends, "không phải nộp học phí").await;
    is_told(&world, secretary, "/tinhhinh", "Con em học trường công").await;
    is_told(&world, secretary, "/xacnhan hoc-phi loa 2", "2").await;
    world.settle().await;

    // What happened in it is the new commune's, also before: the places of a report add up.
    let report = world.report("lc-khunha", "2026-12").await;
    assert_eq!(report["delivery"]["planned"], 2, "{report}");
    assert_eq!(report["questions"]["received"], 5, "{report}");
    assert_eq!(report["outreach"]["loudspeaker_readings"], 2, "{report}");
    world.close().await;
}
