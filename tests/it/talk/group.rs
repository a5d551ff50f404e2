//! A village's group: what is a question there, what is not, and that nothing else is heard.

use super::{OPEN, PENDING, PEOPLE, QUESTIONS};
use crate::stories;
use crate::world::phones::{Group, Note};
use crate::world::{World, code_in, log};
use loaban::config::Platform;

stories!(on each;
    a_quoted_item_becomes_a_question_only_by_choice,
    heard_is_no_question,
    a_call_is_for_us_and_chatter_is_not,
    what_is_private_is_not_told_to_the_group,
    a_private_question_and_one_in_the_group_do_not_swallow_each_other,
    a_voice_that_quotes_us_is_asked_about,
);
// What only that platform has: topics; other bots, channels and commands that call one of several bots.
stories!(a_topic_of_a_forum_is_kept_to, other_bots_and_what_calls_them_are_none_of_our_business);

/// The question in words that the note quotes, where the platform shows quotes of people's messages.
fn quotes(world: &World, note: &Note, message: &str) -> bool {
    world.home != Platform::Telegram || note.reply_to.as_deref() == Some(message)
}

/// What the bot has said in the group.
fn said_in(world: &World, group: &Group) -> usize {
    world.notes_in(group).iter().filter(|n| n.from_bot).count()
}

async fn a_quoted_item_becomes_a_question_only_by_choice(world: World) {
    let resident = world.person("Bà con");
    let group = world.village("lc-binhlu-naluong", &[&resident]).await;
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.publishes("hoc-phi").await;
    let item = world.reads_in(&group, "không phải nộp học phí").await;
    let asked = world.replies_in(&resident, &group, &item, "Cháu học lớp 1 thì sao?");
    let choice = world.reads_in(&group, "cho báo cáo viên ạ?").await;
    assert_eq!(choice.choices, ["Gửi câu hỏi", "Không phải"]);
    assert!(quotes(&world, &choice, &asked), "{choice:?}");
    assert_eq!(world.count(QUESTIONS).await, 0);
    world.chooses_in(&resident, &group, "Gửi câu hỏi").await;
    let receipt = world.reads_in(&group, "Đã nhận câu hỏi").await;
    assert!(quotes(&world, &receipt, &asked), "the receipt replies to the question, not to the button");
    assert!(receipt.text.contains("cả nhóm thấy"), "{}", receipt.text);
    let card = world.reads(&reporter, "« Cháu học lớp 1 thì sao? »").await;
    world.replies(&reporter, &card, "Không phải nộp.");
    let answer = world.reads_in(&group, "Không phải nộp.").await;
    assert!(quotes(&world, &answer, &asked), "{answer:?}");

    let people = world.count(PEOPLE).await;
    let other = world.person("Người khác");
    world.joins(&other, &group);
    let seen = world.notes_in(&group).len();
    world.replies_in(&other, &group, &item, "Hôm qua mưa to quá");
    world.anew_in(&group, seen, "cho báo cáo viên ạ?").await;
    world.chooses_in(&other, &group, "Không phải").await;
    world.reads_in(&group, "không gửi gì cả").await;
    world.settle().await;
    assert_eq!(
        (world.count(QUESTIONS).await, world.count(PENDING).await, world.count(PEOPLE).await),
        (1, 0, people)
    );
    world.close().await;
}

async fn heard_is_no_question(world: World) {
    let resident = world.person("Bà con");
    let group = world.village("lc-binhlu-naluong", &[&resident]).await;
    world.publishes("hoc-phi").await;
    let item = world.reads_in(&group, "không phải nộp học phí").await;
    world.settle().await;
    let said = said_in(&world, &group);
    for text in ["đã nghe ạ", "Vâng ạ 👍", "rõ rồi ạ", "da nhan", "ok", "❤️"] {
        world.replies_in(&resident, &group, &item, text);
    }
    world.settle().await;
    assert_eq!(said_in(&world, &group), said, "the machine keeps quiet");
    assert_eq!(
        (world.count(QUESTIONS).await, world.count(PENDING).await, world.count(PEOPLE).await),
        (0, 0, 0)
    );
    world.close().await;
}

async fn a_call_is_for_us_and_chatter_is_not(world: World) {
    let resident = world.person("Bà con");
    let group = world.village("lc-binhlu-naluong", &[&resident]).await;
    // Some bots are handed every message of a group.
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
        world.chats_in(&resident, &group, text);
    }
    world.speaks_in(&resident, &group, None);
    world.settle().await;
    assert_eq!(
        world.count("SELECT COUNT(*) FROM inbox").await,
        kept,
        "what is not for us is not even stored"
    );
    assert!(!log::lines().contains("uống rượu"));

    world.calls_in(&resident, &group, "trợ giúp");
    world.reads_in(&group, "Trong nhóm này").await;
    world.calls_in(&resident, &group, "bao giờ có điện?");
    world.reads_in(&group, "cho báo cáo viên ạ?").await;
    world.calls_in(&resident, &group, "hỏi bao giờ có nước?");
    world.reads_in(&group, "Đã nhận câu hỏi").await;
    world.tells_in(&resident, &group, "/hoi Bao giờ có sóng?");
    world.comes_to(QUESTIONS, 2).await;
    world.tells_in(&resident, &group, "/hoi");
    world.reads_in(&group, "rồi viết câu hỏi, ví dụ").await;
    world.calls_in(&resident, &group, "");
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 2);
    world.close().await;
}

async fn other_bots_and_what_calls_them_are_none_of_our_business(world: World) {
    let resident = world.platform.add_person("Bà con");
    let group = world.linked_group("lc-binhlu-naluong", resident).await;
    world.platform.hears_all(world.bot, true);
    world.settle().await;
    let kept = world.count("SELECT COUNT(*) FROM inbox").await;
    world.platform.other_bot_sends(group, "/hoi Tôi là máy khác").unwrap();
    world.platform.channel_post_forward(group, "Kênh xã", "Tin của kênh").unwrap();
    world.platform.person_sends_sticker(resident, group, "👍").unwrap();
    world.writes(resident, group, "/hoi@KhacBot Câu này cho máy khác");
    world.settle().await;
    assert_eq!(world.count("SELECT COUNT(*) FROM inbox").await, kept);
    world.writes(resident, group, "@loabanbot hỏi bao giờ có nước?");
    world.group_sees(group, "Đã nhận câu hỏi").await;
    world.writes(resident, group, "/hoi@LoaBanBot Bao giờ có sóng?");
    world.comes_to(QUESTIONS, 2).await;
    world.close().await;
}

async fn what_is_private_is_not_told_to_the_group(world: World) {
    let resident = world.person("Bà con");
    let group = world.village("lc-binhlu-naluong", &[&resident]).await;
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    for person in [&reporter, &coordinator] {
        world.joins(person, &group);
    }
    let code = world.asks_first(&resident, "Nhà tôi có được vào hộ nghèo không?").await;
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    for (who, text) in [
        (&resident, "/cauhoi".to_owned()),
        (&resident, "/xem".to_owned()),
        (&resident, "/xoa".to_owned()),
        (&resident, "/dung".to_owned()),
    ] {
        world.told_in(who, &group, &text, "nhắn riêng").await;
    }
    // A role's own are refused in private (contract 4).
    world.settle().await;
    let said = said_in(&world, &group);
    for (who, text) in [
        (&reporter, "/danhsach".to_owned()),
        (&reporter, format!("/traloi {code} Được.")),
        (&reporter, format!("/hoilai {code} Nhà mấy người?")),
        (&reporter, format!("/gac {code} Không phải việc tôi")),
        (&reporter, "/nghi".to_owned()),
        (&coordinator, "/moi nhom Bản Nà Luồng".to_owned()),
    ] {
        let seen = world.notes(who).len();
        world.tells_in(who, &group, &text);
        world.anew(who, seen, "nhắn riêng").await;
    }
    assert_eq!(said_in(&world, &group), said);
    world.tells_in(&resident, &group, &format!("/thuhoi {code}"));
    world.settle().await;
    assert!(!world.notes_in(&group).iter().any(|n| n.from_bot && n.text.contains(&code)));
    assert_eq!(world.count(OPEN).await, 1);
    // A question of the group can be taken back and answered there.
    world.tells_in(&resident, &group, "/hoi Bao giờ sửa đường?");
    let first = code_in(&world.reads_in(&group, "Đã nhận câu hỏi").await.text);
    world.tells_in(&reporter, &group, &format!("/traloi {first} Tháng sau."));
    world.reads_in(&group, &format!("Trả lời câu hỏi #{first}")).await;
    world.tells_in(&resident, &group, "/hoi Bao giờ sửa cầu?");
    world.comes_to(OPEN, 2).await;
    world.tells_in(&resident, &group, "/thuhoi");
    world.reads_in(&group, "Đã rút câu hỏi").await;
    assert_eq!(
        world.count(&format!("SELECT COUNT(*) FROM question WHERE code = '{code}' AND state = 'open'")).await,
        1
    );
    world.close().await;
}

async fn a_private_question_and_one_in_the_group_do_not_swallow_each_other(world: World) {
    let resident = world.person("Bà con");
    let group = world.village("lc-binhlu-naluong", &[&resident]).await;
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.publishes("hoc-phi").await;
    let item = world.reads_in(&group, "không phải nộp học phí").await;
    world.told(&resident, "Nhà tôi vay vốn thế nào?", "xin phép dùng câu hỏi này").await;
    world.replies_in(&resident, &group, &item, "Lớp 1 có phải nộp không?");
    world.reads_in(&group, "cho báo cáo viên ạ?").await;
    world.chooses(&resident, "Đồng ý, gửi").await;
    world.chooses(&resident, "Bản Nà Luồng (mẫu), Xã Bình Lư").await;
    world.reads(&reporter, "« Nhà tôi vay vốn thế nào? »").await;
    world.chooses_in(&resident, &group, "Gửi câu hỏi").await;
    world.reads(&reporter, "« Lớp 1 có phải nộp không? »").await;
    world.settle().await;
    assert_eq!((world.count(QUESTIONS).await, world.count(PENDING).await), (2, 0));
    // What was asked in private stays out of the group, and the other way round.
    assert!(!world.notes_in(&group).iter().any(|n| n.text.contains("vay vốn")));
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
    let resident = world.person("Bà con");
    let group = world.village("lc-binhlu-naluong", &[&resident]).await;
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.publishes("hoc-phi").await;
    let item = world.reads_in(&group, "không phải nộp học phí").await;
    let asked = world.speaks_in(&resident, &group, Some(&item));
    let choice = world.reads_in(&group, "Báo cáo viên sẽ nghe thấy").await;
    assert!(quotes(&world, &choice, &asked), "{choice:?}");
    world.chooses_in(&resident, &group, "Gửi câu hỏi").await;
    let code = code_in(&world.reads_in(&group, "Đã nhận câu hỏi").await.text);
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    world.hears(&reporter).await;
    // A voice among neighbours is not for us.
    world.speaks_in(&resident, &group, None);
    world.told(&resident, "xem", "Máy đang giữ").await;
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 1);
    world.close().await;
}
