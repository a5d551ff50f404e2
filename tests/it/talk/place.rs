//! Where a resident lives: carried by a link, chosen, typed with slips, or not to be found.

use super::QUESTIONS;
use crate::stories;
use crate::world::{World, code_in};

stories!(on each;
    a_place_is_asked_once_by_choices_and_kept,
    a_place_is_typed_with_slips_and_then_confirmed,
    nobody_is_turned_away_for_an_unknown_place,
    what_else_is_said_while_the_place_is_asked_belongs_to_the_question,
);
// Only there a link says something when it is opened.
stories!(a_link_under_an_item_carries_the_place_even_late, a_link_to_a_place_that_is_gone_is_a_plain_welcome,);

async fn a_place_is_asked_once_by_choices_and_kept(world: World) {
    let secretary = world.person("Bí thư");
    world.village("lc-binhlu-nahoa", &[&secretary]).await;
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.person("Bà con");
    world.tells(&resident, "Bao giờ có điện?");
    world.chooses(&resident, "Đồng ý, gửi").await;
    let asked = world.reads(&resident, "Nhà mình ở bản nào ạ?").await;
    let labels = &asked.choices;
    // Villages that are reached first; four at most; the last is "none of these".
    assert_eq!(labels.len(), 4);
    assert_eq!([&labels[0], &labels[3]], ["Bản Nà Hoa (mẫu), Xã Bình Lư", "Không có ở đây"]);
    world.chooses(&resident, "Bản Nà Hoa (mẫu), Xã Bình Lư").await;
    let code = code_in(&world.reads(&resident, "Đã nhận câu hỏi").await.text);
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    // 87 households: the commune only.
    assert!(card.text.contains("Nơi: xã Bình Lư ·"), "{}", card.text);
    world.asks_again(&resident, "Bao giờ có nước?").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE place = 'lc-binhlu-nahoa'").await, 2);
    world.close().await;
}

async fn a_place_is_typed_with_slips_and_then_confirmed(world: World) {
    world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.person("Bà con");
    world.tells(&resident, "Bao giờ có điện?");
    world.chooses(&resident, "Đồng ý, gửi").await;
    world.chooses(&resident, "Không có ở đây").await;
    world.reads(&resident, "Gõ tên bản hoặc tên xã").await;
    world.tells(&resident, "ban na luogn");
    let offered = world.reads(&resident, "Mình ở đây phải không ạ?").await;
    assert_eq!(offered.choices, ["Bản Nà Luồng (mẫu), Xã Bình Lư", "Không có ở đây"]);
    assert_eq!(world.count(QUESTIONS).await, 0, "a typed place is confirmed first");
    // It was the wrong one: typed once more.
    world.chooses(&resident, "Không có ở đây").await;
    // Only one place bears that very name.
    world.told(&resident, "Xã Bình Lư", "Đã nhận câu hỏi").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE place = 'lc-binhlu'").await, 1);
    world.close().await;
}

async fn nobody_is_turned_away_for_an_unknown_place(world: World) {
    let province = world.enrols("Tỉnh", "reporter", "lc").await;
    let resident = world.person("Bà con");
    world.tells(&resident, "Bao giờ có điện?");
    world.chooses(&resident, "Đồng ý, gửi").await;
    world.reads(&resident, "Nhà mình ở bản nào ạ?").await;
    world.tells(&resident, "Hà Nội");
    world.reads(&resident, "Máy chưa tìm ra nơi đó").await;
    // A body of the commune is nobody's home.
    world.told(&resident, "Ban Xây dựng Đảng xã Bình Lư", "Máy chưa tìm ra nơi đó").await;
    world.chooses(&resident, "Gửi luôn, không chọn bản").await;
    let code = code_in(&world.reads(&resident, "Đã nhận câu hỏi").await.text);
    let card = world.reads(&province, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("Nơi: tỉnh Lai Châu ·"), "{}", card.text);
    world.close().await;
}

async fn what_else_is_said_while_the_place_is_asked_belongs_to_the_question(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.person("Bà con");
    world.tells(&resident, "Bao giờ có điện?");
    world.chooses(&resident, "Đồng ý, gửi").await;
    world.reads(&resident, "Nhà mình ở bản nào ạ?").await;
    world.told(&resident, "Với lại nhà tôi chưa có công tơ thì hỏi ai?", "Nhà mình ở bản nào ạ?").await;
    world.lives(&resident, "Nà Luồng").await;
    let card = world.reads(&reporter, "Câu hỏi #").await;
    assert!(
        card.text.contains("« Bao giờ có điện?\nVới lại nhà tôi chưa có công tơ thì hỏi ai? »"),
        "{}",
        card.text
    );
    assert_eq!(world.count(QUESTIONS).await, 1);
    world.close().await;
}

async fn a_link_under_an_item_carries_the_place_even_late(world: World) {
    let secretary = world.platform.add_person("Bí thư");
    let group = world.linked_group("lc-binhlu-naluong", secretary).await;
    world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.publishes("hoc-phi").await;
    let item = world.group_sees(group, "không phải nộp học phí").await;
    let link = item.buttons.iter().flatten().find_map(|b| b.url.clone()).expect("a link to the private chat");
    let resident = world.platform.add_person("Bà con");
    world.says(resident, "Cháu tôi có phải nộp không?");
    world.presses(resident, "Đồng ý, gửi").await;
    world.person_sees(resident, "Nhà mình ở bản nào ạ?").await;
    // The question waits for a place; the link brings it, and the question goes.
    world.platform.opens_link(resident, &link).unwrap();
    world.person_sees(resident, "Đã nhận câu hỏi").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE place = 'lc-binhlu-naluong'").await, 1);
    world.close().await;
}

async fn a_link_to_a_place_that_is_gone_is_a_plain_welcome(world: World) {
    let resident = world.platform.add_person("Bà con");
    let link = format!("https://t.me/LoaBanBot?start={}", loaban::message::place_payload("no-such-place"));
    world.platform.opens_link(resident, &link).unwrap();
    world.person_sees(resident, "cứ nhắn hoặc nói vào đây").await;
    // A district that was dissolved became several communes: which one is asked, not guessed.
    let link = format!("https://t.me/LoaBanBot?start={}", loaban::message::place_payload("lc-tamduong"));
    world.platform.opens_link(resident, &link).unwrap();
    world.settle().await;
    assert_eq!(world.count("SELECT COUNT(*) FROM person WHERE place <> ''").await, 0);
    world.close().await;
}
