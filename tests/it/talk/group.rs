//! A village's group: what is a question there, what is not, and that nothing else is heard.

use super::{OPEN, PENDING, PEOPLE, QUESTIONS, is_told, nobody_sees, sees_new_in};
use crate::stories;
use crate::world::{World, code_in, log};

stories!(
    a_quoted_item_becomes_a_question_only_by_choice,
    heard_is_no_question,
    a_mention_is_for_us_and_chatter_is_not,
    what_is_private_is_not_told_to_the_group,
    a_private_question_and_one_in_the_group_do_not_swallow_each_other,
    a_topic_of_a_forum_is_kept_to,
    a_voice_that_quotes_us_is_asked_about,
);

async fn a_quoted_item_becomes_a_question_only_by_choice(world: World) {
    let resident = world.platform.add_person("Bà con");
    let group = world.linked_group("lc-binhlu-naluong", resident).await;
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.publishes("hoc-phi").await;
    let item = world.group_sees(group, "không phải nộp học phí").await;
    let asked =
        world.platform.person_replies(resident, group, item.message_id, "Cháu học lớp 1 thì sao?").unwrap();
    let choice = world.group_sees(group, "Đây có phải câu hỏi gửi báo cáo viên không?").await;
    let labels: Vec<&str> = choice.buttons.iter().flatten().map(|b| b.label.as_str()).collect();
    assert_eq!((labels, choice.reply_to), (vec!["Gửi câu hỏi", "Không phải"], Some(asked)));
    assert_eq!(world.count(QUESTIONS).await, 0);
    assert_eq!(world.pops_up(resident, group, &choice, "Gửi câu hỏi").await, "");
    let receipt = world.group_sees(group, "Đã nhận câu hỏi").await;
    assert_eq!(receipt.reply_to, Some(asked), "the receipt replies to the question, not to the button");
    assert!(receipt.text.contains("cả nhóm thấy"), "{}", receipt.text);
    let card = world.person_sees(reporter, "« Cháu học lớp 1 thì sao? »").await;
    world.quotes(reporter, &card, "Không phải nộp.");
    let answer = world.group_sees(group, "Không phải nộp.").await;
    assert_eq!(answer.reply_to, Some(asked));

    let people = world.count(PEOPLE).await;
    let other = world.platform.add_person("Người khác");
    world.platform.person_joins(other, group).unwrap();
    let seen = world.platform.messages(group).len();
    world.platform.person_replies(other, group, item.message_id, "Hôm qua mưa to quá").unwrap();
    let choice = sees_new_in(&world, group, seen, "Đây có phải câu hỏi gửi báo cáo viên không?").await;
    assert_eq!(world.pops_up(other, group, &choice, "Không phải").await, "");
    world.group_sees(group, "không gửi gì cả").await;
    world.settle().await;
    assert_eq!(
        (world.count(QUESTIONS).await, world.count(PENDING).await, world.count(PEOPLE).await),
        (1, 0, people)
    );
    world.close().await;
}

async fn heard_is_no_question(world: World) {
    let resident = world.platform.add_person("Bà con");
    let group = world.linked_group("lc-binhlu-naluong", resident).await;
    world.publishes("hoc-phi").await;
    let item = world.group_sees(group, "không phải nộp học phí").await;
    world.settle().await;
    let seen = world.platform.messages(group).len();
    let texts = ["đã nghe ạ", "Vâng ạ 👍", "rõ rồi ạ", "da nhan", "ok", "❤️"];
    for text in texts {
        world.platform.person_replies(resident, group, item.message_id, text).unwrap();
    }
    world.settle().await;
    assert_eq!(world.platform.messages(group).len(), seen + texts.len(), "the machine keeps quiet");
    assert_eq!(
        (world.count(QUESTIONS).await, world.count(PENDING).await, world.count(PEOPLE).await),
        (0, 0, 0)
    );
    world.close().await;
}

async fn a_mention_is_for_us_and_chatter_is_not(world: World) {
    let resident = world.platform.add_person("Bà con");
    let group = world.linked_group("lc-binhlu-naluong", resident).await;
    world.platform.hears_all(world.bot, true);
    world.settle().await;
    let kept = world.count("SELECT COUNT(*) FROM inbox").await;
    for text in [
        "Tối nay ai sang nhà tôi uống rượu",
        "hỏi nhau làm gì",
        "tin vui: nhà tôi có cháu",
        "xoá đi",
        "@nguoi_khac ơi",
    ] {
        world.writes(resident, group, text);
    }
    world.platform.other_bot_sends(group, "/hoi Tôi là máy khác").unwrap();
    world.platform.channel_post_forward(group, "Kênh xã", "Tin của kênh").unwrap();
    world.platform.person_sends_sticker(resident, group, "👍").unwrap();
    world.settle().await;
    assert_eq!(
        world.count("SELECT COUNT(*) FROM inbox").await,
        kept,
        "what is not for us is not even stored"
    );
    assert!(!log::lines().contains("uống rượu"));

    world.writes(resident, group, "@LoaBanBot trợ giúp");
    world.group_sees(group, "Trong nhóm này:").await;
    world.writes(resident, group, "@LoaBanBot bao giờ có điện?");
    world.group_sees(group, "Đây có phải câu hỏi gửi báo cáo viên không?").await;
    world.writes(resident, group, "@loabanbot hỏi bao giờ có nước?");
    world.group_sees(group, "Đã nhận câu hỏi").await;
    world.writes(resident, group, "/hoi@LoaBanBot Bao giờ có sóng?");
    world.comes_to(QUESTIONS, 2).await;
    world.writes(resident, group, "/hoi");
    world.group_sees(group, "Bà con gõ /hoi rồi viết câu hỏi").await;
    world.writes(resident, group, "@LoaBanBot");
    world.settle().await;
    world.writes(resident, group, "/hoi@KhacBot Câu này cho máy khác");
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 2);
    world.close().await;
}

async fn what_is_private_is_not_told_to_the_group(world: World) {
    let resident = world.platform.add_person("Bà con");
    let group = world.linked_group("lc-binhlu-naluong", resident).await;
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrolled("Điều phối", "coordinator", "lc-binhlu").await;
    for person in [reporter, coordinator] {
        world.platform.person_joins(person, group).unwrap();
    }
    let code = world.asks(resident, "Nhà tôi có được vào hộ nghèo không?", "Nà Luồng").await;
    world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    for (who, text) in [
        (resident, "/cauhoi".to_owned()),
        (resident, "/xem".to_owned()),
        (resident, "/xoa".to_owned()),
        (resident, "/dung".to_owned()),
        (reporter, "/danhsach".to_owned()),
        (reporter, format!("/traloi {code} Được.")),
        (reporter, format!("/hoilai {code} Nhà mấy người?")),
        (reporter, format!("/gac {code} Không phải việc tôi")),
        (reporter, "/nghi".to_owned()),
        (coordinator, "/moi nhom Bản Nà Luồng".to_owned()),
    ] {
        let seen = world.platform.messages(group).len();
        world.writes(who, group, &text);
        let told = world.platform.wait_for(std::time::Duration::from_secs(20), |p| {
            p.messages(group).into_iter().skip(seen).find(|m| m.from_bot && m.text.contains("nhắn riêng"))
        });
        assert!(told.await.is_some(), "{text}");
    }
    world.writes(resident, group, &format!("/thuhoi {code}"));
    nobody_sees(&world, &[(group, false)], &code).await;
    assert_eq!(world.count(OPEN).await, 1);
    // A question of the group can be taken back and answered there.
    world.writes(resident, group, "/hoi Bao giờ sửa đường?");
    let first = code_in(&world.group_sees(group, "Đã nhận câu hỏi").await.text);
    world.writes(reporter, group, &format!("/traloi {first} Tháng sau."));
    world.group_sees(group, "Tháng sau.").await;
    world.writes(resident, group, "/hoi Bao giờ sửa cầu?");
    world.comes_to(OPEN, 2).await;
    world.writes(resident, group, "/thuhoi");
    world.group_sees(group, "Đã rút câu hỏi").await;
    assert_eq!(
        world.count(&format!("SELECT COUNT(*) FROM question WHERE code = '{code}' AND state = 'open'")).await,
        1
    );
    world.close().await;
}

async fn a_private_question_and_one_in_the_group_do_not_swallow_each_other(world: World) {
    let resident = world.platform.add_person("Bà con");
    let group = world.linked_group("lc-binhlu-naluong", resident).await;
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.publishes("hoc-phi").await;
    let item = world.group_sees(group, "không phải nộp học phí").await;
    world.says(resident, "Nhà tôi vay vốn thế nào?");
    world.person_sees(resident, "đồng ý để máy dùng câu hỏi này").await;
    world.platform.person_replies(resident, group, item.message_id, "Lớp 1 có phải nộp không?").unwrap();
    let choice = world.group_sees(group, "Đây có phải câu hỏi gửi báo cáo viên không?").await;
    world.presses(resident, "Đồng ý, gửi câu hỏi").await;
    world.presses(resident, "Bản Nà Luồng (mẫu), Xã Bình Lư").await;
    world.person_sees(reporter, "« Nhà tôi vay vốn thế nào? »").await;
    assert_eq!(world.pops_up(resident, group, &choice, "Gửi câu hỏi").await, "");
    world.person_sees(reporter, "« Lớp 1 có phải nộp không? »").await;
    assert_eq!((world.count(QUESTIONS).await, world.count(PENDING).await), (2, 0));
    // What was asked in private stays out of the group, and the other way round.
    nobody_sees(&world, &[(group, false)], "vay vốn").await;
    world.close().await;
}

async fn a_topic_of_a_forum_is_kept_to(world: World) {
    let resident = world.platform.add_person("Bà con");
    let group = world.linked_group("lc-binhlu-naluong", resident).await;
    let topic = world.platform.add_topic(group, "Hỏi đáp").unwrap();
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let asked =
        world.platform.person_sends_in_topic(resident, group, topic, "/hoi Bao giờ sửa đường?").unwrap();
    let receipt = world.group_sees(group, "Đã nhận câu hỏi").await;
    assert_eq!((receipt.reply_to, receipt.thread), (Some(asked), Some(topic)));
    world.says(reporter, &format!("/traloi {} Tháng sau.", code_in(&receipt.text)));
    let answer = world.group_sees(group, "Tháng sau.").await;
    assert_eq!((answer.reply_to, answer.thread), (Some(asked), Some(topic)));
    assert_eq!(world.pops_up(resident, group, &answer, "Đã rõ").await, "");
    let thanks = world.group_sees(group, "đã xong").await;
    assert_eq!(thanks.thread, Some(topic));
    world.close().await;
}

async fn a_voice_that_quotes_us_is_asked_about(world: World) {
    let resident = world.platform.add_person("Bà con");
    let group = world.linked_group("lc-binhlu-naluong", resident).await;
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.publishes("hoc-phi").await;
    let item = world.group_sees(group, "không phải nộp học phí").await;
    let asked = world
        .platform
        .person_sends_voice(resident, group, b"OggS a voice", 3, Some(item.message_id))
        .unwrap();
    let choice = world.group_sees(group, "Báo cáo viên sẽ nghe tiếng nói này").await;
    assert_eq!(choice.reply_to, Some(asked));
    assert_eq!(world.pops_up(resident, group, &choice, "Gửi câu hỏi").await, "");
    let code = code_in(&world.group_sees(group, "Đã nhận câu hỏi").await.text);
    world.person_sees(reporter, &format!("Tiếng của câu hỏi #{code}")).await;
    // A voice among neighbours is not for us.
    world.platform.person_sends_voice(resident, group, b"OggS another", 3, None).unwrap();
    is_told(&world, resident, "xem", "Máy đang giữ").await;
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 1);
    world.close().await;
}
