//! A coordinator: brings people and groups in, within reach.

use super::is_told;
use crate::stories;
use crate::world::World;

stories!(a_code_is_made_within_reach, two_places_two_reaches, a_person_with_a_role_begins_again);

fn code(text: &str) -> String {
    let at = text.find("): ").expect("a code") + 3;
    text[at..at + 10].to_owned()
}

async fn a_code_is_made_within_reach(world: World) {
    let coordinator = world.enrolled("Điều phối", "coordinator", "lc-binhlu").await;
    let begins = world.person_sees(coordinator, "Từ nay đồng chí là Điều phối").await;
    assert!(begins.text.contains("/moi nhom") && begins.text.contains("/traloi"), "{}", begins.text);
    for bad in
        ["/moi", "/moi nhom", "/moi ai đó Nà Luồng", "/moi editor Nà Luồng", "/moi coordinator Nà Luồng"]
    {
        is_told(&world, coordinator, bad, "Cách dùng: /moi").await;
    }
    is_told(&world, coordinator, "/moi nhom Hà Nội", "Không tìm thấy “Hà Nội”").await;
    is_told(&world, coordinator, "/moi nhom Nà Mây", "ngoài địa bàn").await;
    is_told(&world, coordinator, "/moi secretary lc", "ngoài địa bàn").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM invitation WHERE state = 'open'").await, 0);

    let made = is_told(
        &world,
        coordinator,
        "/moi group lc-binhlu-naluong",
        "Mã cho nhóm (Bản Nà Luồng (mẫu), Xã Bình Lư)",
    )
    .await;
    assert!(made.text.contains("09:00 ngày 02/12/2026"), "{}", made.text);
    let member = world.platform.add_person("Người trong bản");
    let group = world.platform.add_group("Bản mẫu", &[member]);
    world.platform.add_bot_to_group(world.bot, group, member).unwrap();
    world.writes(member, group, &format!("/lienket {}", code(&made.text)));
    world.group_sees(group, "nay là loa của Bản Nà Luồng").await;

    let made =
        is_told(&world, coordinator, "mời báo cáo viên xã Bình Lư", "Mã mời Báo cáo viên (Xã Bình Lư").await;
    let link = made.text.split_whitespace().find(|w| w.starts_with("https://")).expect("a link");
    let reporter = world.platform.add_person("Báo cáo viên");
    world.platform.opens_link(reporter, link).unwrap();
    world.person_sees(reporter, "Từ nay đồng chí là Báo cáo viên (Xã Bình Lư").await;

    let made = is_told(&world, coordinator, "/moi bithu ban na luong", "Mã mời Bí thư chi bộ").await;
    let secretary = world.platform.add_person("Bí thư");
    world.says(secretary, &format!("/start {}", code(&made.text)));
    let begins = world.person_sees(secretary, "Từ nay đồng chí là Bí thư chi bộ").await;
    assert!(begins.text.contains("/xacnhan"), "{}", begins.text);
    world.close().await;
}

async fn two_places_two_reaches(world: World) {
    let coordinator = world.enrolled("Điều phối", "coordinator", "lc-binhlu").await;
    let more = world.invite("coordinator", "lc-banbo", "").await;
    is_told(&world, coordinator, &format!("/start {more}"), "Từ nay đồng chí là Điều phối (Xã Bản Bo").await;
    is_told(&world, coordinator, "/moi nhom Nà Luồng", "Mã cho nhóm").await;
    is_told(&world, coordinator, "/moi nhom Nà Mây", "Mã cho nhóm").await;
    let resident = world.platform.add_person("Bà con");
    let code = world.asks(resident, "Bao giờ có điện?", "Nà Mây").await;
    let list = is_told(&world, coordinator, "/danhsach", "1 câu hỏi đang chờ").await;
    assert!(list.text.contains(&code));
    world.close().await;
}

async fn a_person_with_a_role_begins_again(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let more = world.invite("reporter", "lc-binhlu", "").await;
    is_told(&world, reporter, &format!("/start {more}"), "Từ nay đồng chí là Báo cáo viên").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM role WHERE ended_at IS NULL").await, 1, "one role, not two");
    is_told(&world, reporter, "/start", "Bà con cứ nhắn câu hỏi vào đây").await;
    world.close().await;
}
