//! A village secretary: who asked without a phone, what was read aloud, who studied, how the village stands.

use super::{FACTS, QUESTIONS, is_told, sees_new_in};
use crate::stories;
use crate::world::{World, code_in};

stories!(
    a_question_is_relayed_and_counted_apart,
    readings_and_meetings_are_counted,
    study_sessions_are_registered,
    the_village_at_a_glance
);

async fn a_question_is_relayed_and_counted_apart(world: World) {
    let secretary = world.enrolled("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let group = world.linked_group("lc-binhlu-naluong", secretary).await;
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let hint = is_told(&world, secretary, "/hoiho", "đừng ghi tên ai").await;
    assert!(hint.text.contains("/hoiho"));
    let receipt =
        is_told(&world, secretary, "/hoiho Hộ nghèo có được cấp thẻ bảo hiểm không?", "Đã nhận câu hỏi")
            .await;
    let code = code_in(&receipt.text);
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("« Hộ nghèo có được cấp thẻ bảo hiểm không? »"), "{}", card.text);
    world.quotes(reporter, &card, "Được cấp.");
    world.person_sees(secretary, "Được cấp.").await;
    // In the group the answer comes back to the group.
    let asked = world.writes(secretary, group, "/hoiho Bao giờ phát gạo?");
    let receipt = world.group_sees(group, "Đã nhận câu hỏi").await;
    assert_eq!(receipt.reply_to, Some(asked));
    world.says(reporter, &format!("/traloi {} Mồng mười.", code_in(&receipt.text)));
    world.group_sees(group, "Mồng mười.").await;
    // Bare words, and a household that is no relay.
    is_told(&world, secretary, "hỏi hộ bà cụ: bao giờ có lương?", "Đã nhận câu hỏi").await;
    is_told(&world, secretary, "hoiho ông cụ hỏi thẻ xe buýt", "Đã nhận câu hỏi").await;
    is_told(&world, secretary, &format!("/hoiho {}", "a".repeat(4001)), "Dài quá").await;
    let q = world.report("lc-binhlu", "2026-12").await["questions"].clone();
    assert_eq!((&q["received"], &q["relayed"]), (&4.into(), &4.into()), "{q}");
    is_told(&world, secretary, "/hoi hộ nghèo được vay bao nhiêu?", "đồng ý để máy dùng câu hỏi này").await;
    assert_eq!(world.count(QUESTIONS).await, 4);
    world.close().await;
}

async fn readings_and_meetings_are_counted(world: World) {
    let secretary = world.enrolled("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let group = world.linked_group("lc-binhlu-naluong", secretary).await;
    world.publishes("hoc-phi").await;
    let item = world.group_sees(group, "không phải nộp học phí").await;
    is_told(&world, secretary, "/xacnhan hoc-phi loa 3", "đọc loa 3 lần").await;
    is_told(&world, secretary, "xác nhận 217/2025/QH15 loa 2 lần", "đọc loa 2 lần").await;
    is_told(&world, secretary, "xacnhan hoc-phi họp 40 người", "ước chừng 40 người nghe").await;
    // Quoting the item, in the group.
    world.platform.person_replies(secretary, group, item.message_id, "/xacnhan loa 1").unwrap();
    world.group_sees(group, "đọc loa 1 lần").await;
    world.platform.person_replies(secretary, group, item.message_id, "xác nhận họp 25").unwrap();
    world.group_sees(group, "ước chừng 25 người nghe").await;
    let facts = world.count(FACTS).await;
    // The next village's group is beside, not below.
    let beside = world.linked_group("lc-binhlu-suoimay", secretary).await;
    for command in ["/xacnhan hoc-phi loa 9", "/sohoc hoc-phi 1/2", "/hoiho Bao giờ có điện?", "/tinhhinh"]
    {
        let seen = world.platform.messages(beside).len();
        world.writes(secretary, beside, command);
        sees_new_in(&world, beside, seen, "ngoài địa bàn").await;
    }
    is_told(&world, secretary, "/xacnhan loa 3", "Đồng chí gõ thêm tên bài").await;
    is_told(&world, secretary, "/xacnhan hoc-phi loa ba", "Cách ghi: /xacnhan").await;
    is_told(&world, secretary, "/xacnhan hoc-phi loa 0", "Cách ghi: /xacnhan").await;
    is_told(&world, secretary, "/xacnhan khong-co-bai-nay loa 3", "Không có bài “khong-co-bai-nay”").await;
    is_told(&world, secretary, "/xacnhan", "Cách ghi: /xacnhan").await;
    assert_eq!(world.count(FACTS).await, facts);
    let outreach = world.report("lc-binhlu-naluong", "2026-12").await["outreach"].clone();
    assert_eq!(outreach["loudspeaker_readings"], 6);
    assert_eq!((&outreach["meetings"], &outreach["listeners_estimated"]), (&2.into(), &65.into()));
    assert_eq!(world.count(QUESTIONS).await, 0);
    world.close().await;
}

async fn study_sessions_are_registered(world: World) {
    let secretary = world.enrolled("Bí thư", "secretary", "lc-binhlu-naluong").await;
    is_told(&world, secretary, "/sohoc 72-NQ/TW 28/30 học tập", "học tập, 28/30 người").await;
    is_told(&world, secretary, "/sohoc 72-NQ/TW 20/30 quán triệt", "quán triệt, 20/30 người").await;
    is_told(&world, secretary, "/sohoc hoc-phi 5/9 tuyen truyen", "tuyên truyền, 5/9 người").await;
    is_told(&world, secretary, "sổ học hoc-phi 6/9", "học tập, 6/9 người").await;
    let facts = world.count(FACTS).await;
    for bad in ["/sohoc", "/sohoc hoc-phi", "/sohoc hoc-phi 31/30", "/sohoc hoc-phi 5/6 hát", "/sohoc 5/6"] {
        is_told(&world, secretary, bad, "Cách ghi: /sohoc").await;
    }
    is_told(&world, secretary, "/sohoc bai-la 5/6", "Không có bài “bai-la”").await;
    assert_eq!(world.count(FACTS).await, facts);
    let outreach = world.report("lc-binhlu", "2026-12").await["outreach"].clone();
    let sessions = &outreach["study_sessions"];
    assert_eq!(
        (&sessions["hoc_tap"], &sessions["quan_triet"], &sessions["tuyen_truyen"]),
        (&2.into(), &1.into(), &1.into())
    );
    assert_eq!(
        (&outreach["attendance"]["present"], &outreach["attendance"]["total"]),
        (&59.into(), &78.into())
    );
    world.close().await;
}

async fn the_village_at_a_glance(world: World) {
    let secretary = world.enrolled("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let empty = is_told(&world, secretary, "/tinhhinh", "Bản Nà Luồng (mẫu), Xã Bình Lư").await;
    assert!(
        empty.text.contains("chưa có tin nào") && empty.text.contains("đang chờ trả lời: 0"),
        "{}",
        empty.text
    );
    let group = world.linked_group("lc-binhlu-naluong", secretary).await;
    world.publishes("hoc-phi").await;
    world.group_sees(group, "không phải nộp học phí").await;
    world.settle().await;
    let resident = world.platform.add_person("Bà con");
    world.asks(resident, "Nhà tôi có được vào hộ nghèo không?", "Nà Luồng").await;
    let other = world.platform.add_person("Bản khác");
    world.asks(other, "Bao giờ có điện?", "Suối Mây").await;
    let now = is_told(&world, secretary, "tình hình", "Câu hỏi đang chờ trả lời: 1").await;
    assert!(now.text.contains("không phải nộp học phí – đã gửi (09:00 ngày 25/11/2026)"), "{}", now.text);
    assert!(!now.text.contains("hộ nghèo"), "never what is asked: {}", now.text);
    world.writes(secretary, group, "/tinhhinh");
    world.group_sees(group, "Câu hỏi đang chờ trả lời: 1").await;
    world.close().await;
}
