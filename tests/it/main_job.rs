//! The main job from end to end: an item reaches the village, a resident asks, a reporter answers, the
//! month adds up.

use crate::stories;
use crate::world::{World, code_in};
use loaban::practice::telegram::Kind;

stories!(
    an_item_arrives_a_question_is_answered_and_the_month_adds_up,
    a_question_in_the_group_is_answered_there
);

async fn an_item_arrives_a_question_is_answered_and_the_month_adds_up(world: World) {
    let secretary = world.platform.add_person("Bí thư");
    let group = world.linked_group("lc-binhlu-naluong", secretary).await;
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;

    let published = world.publishes("kham-suc-khoe").await;
    assert_eq!((published.groups, published.private), (1, 0));
    let item = world.group_sees(group, "khám sức khỏe miễn phí").await;
    assert!(item.text.contains("Tin do máy gửi tự động, thay mặt ĐẢNG UỶ XÃ BÌNH LƯ"), "{}", item.text);
    assert!(item.text.contains("72-NQ/TW") && item.text.contains("09/09/2025"), "{}", item.text);

    // "Hỏi riêng" under the item leads into the private chat, bound to the village.
    let resident = world.platform.add_person("Bà con");
    world.platform.person_joins(resident, group).unwrap();
    let link = item.buttons.iter().flatten().find_map(|b| b.url.clone()).expect("a link to the private chat");
    world.platform.opens_link(resident, &link).unwrap();
    world.person_sees(resident, "Bản Nà Luồng").await;
    world.says(resident, "Nhà tôi đi khám có mất tiền không?");
    let notice = world.person_sees(resident, "đồng ý để máy dùng câu hỏi này").await;
    assert_eq!(notice.buttons.iter().flatten().count(), 2);
    assert!(
        world.platform.private_messages(reporter, world.bot).iter().all(|m| !m.text.contains("mất tiền"))
    );
    world.presses(resident, "Đồng ý, gửi câu hỏi").await;
    let receipt = world.person_sees(resident, "Đã nhận câu hỏi").await;
    let code = code_in(&receipt.text);

    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("« Nhà tôi đi khám có mất tiền không? »"), "{}", card.text);
    assert!(card.text.contains("Y tế"), "{}", card.text);
    // 236 households: the village may be named. The asker is not.
    assert!(card.text.contains("Bản Nà Luồng") && !card.text.contains("Bà con"), "{}", card.text);

    world
        .platform
        .person_replies(reporter, world.bot, card.message_id, "Không mất tiền, mỗi năm một lần.")
        .unwrap();
    let answer = world.person_sees(resident, &format!("Trả lời câu hỏi #{code}")).await;
    assert!(answer.text.contains("Không mất tiền, mỗi năm một lần."), "{}", answer.text);
    world.presses(resident, "Đã rõ").await;
    world.person_sees(resident, "đã xong").await;
    world.settle().await;

    // The next day the period goes on; the figures are of this one.
    let report = world.report("lc", "2026-12").await;
    let q = &report["questions"];
    assert_eq!((&q["received"], &q["answered"], &q["open_after"]), (&1.into(), &1.into(), &0.into()), "{q}");
    assert_eq!((&q["answers_written"], &q["cleared"]["clear"]), (&1.into(), &1.into()), "{q}");
    let d = &report["delivery"];
    assert_eq!((&d["planned"], &d["sent"], &d["waiting"]), (&1.into(), &1.into(), &0.into()), "{d}");
    assert_eq!(report["items"][0]["item"], "kham-suc-khoe");
    assert_eq!(report, world.report("lc", "2026-12").await);
    world.close().await;
}

async fn a_question_in_the_group_is_answered_there(world: World) {
    let resident = world.platform.add_person("Bà con");
    let group = world.linked_group("lc-binhlu-suoimay", resident).await;
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let asked = world.platform.person_sends(resident, group, "/hoi Bao giờ sửa đường vào bản?").unwrap();
    let receipt = world.group_sees(group, "Đã nhận câu hỏi").await;
    assert_eq!(receipt.reply_to, Some(asked));
    let code = code_in(&receipt.text);
    let card = world.person_sees(reporter, &format!("#{code}")).await;
    // 148 households: the card names the commune only.
    assert!(card.text.contains("Xã Bình Lư") && !card.text.contains("Suối Mây"), "{}", card.text);

    world.platform.person_sends_voice(reporter, world.bot, b"OggS-voice", 3, Some(card.message_id)).unwrap();
    let answer = world.group_sees(group, &format!("Trả lời câu hỏi #{code}")).await;
    assert_eq!(answer.reply_to, Some(asked));
    let voice = world.group_sees(group, "Trả lời câu hỏi").await;
    assert!(matches!(voice.kind, Kind::Voice | Kind::Text));
    // "Đã nghe ạ" under the answer is no question.
    world.platform.person_replies(resident, group, answer.message_id, "đã nghe ạ").unwrap();
    world.settle().await;
    let report = world.report("lc-binhlu", "2026-12").await;
    assert_eq!(report["questions"]["received"], 1);
    world.close().await;
}
