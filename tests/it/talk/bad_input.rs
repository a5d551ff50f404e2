//! Bad input: nothing is half done, nothing is lost, and people are told.

use super::{OPEN, PENDING, QUESTIONS, asks_again, is_told, known_resident};
use crate::stories;
use crate::world::World;
use serde_json::json;

stories!(
    too_long_is_told_and_nothing_goes,
    emoji_and_combining_marks_arrive_as_they_were_meant,
    text_that_looks_like_markup_or_a_link_is_only_text,
    what_cannot_be_taken_is_told_in_private_and_a_caption_is_words,
    an_edit_is_told_and_an_unknown_kind_and_a_repetition_do_nothing,
    a_command_by_the_wrong_role_says_whose_it_is,
);

async fn too_long_is_told_and_nothing_goes(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
    let group = world.linked_group("lc-binhlu-naluong", resident).await;
    let questions = world.count(QUESTIONS).await;
    let long = "điện nước ".repeat(1000);
    let chats = [(resident, "private", long.clone()), (group, "supergroup", format!("/hoi {long}"))];
    for (number, (chat, kind, text)) in chats.into_iter().enumerate() {
        let message = json!({"message_id": 900_000 + number, "date": 0, "chat": {"id": chat, "type": kind},
            "from": {"id": resident, "is_bot": false}, "text": text});
        world.platform.raw_update(world.bot, json!({"message": message})).unwrap();
    }
    let told = world.person_sees(resident, "Dài quá").await;
    assert!(told.text.contains("4000") && told.text.contains("chưa gửi"), "{}", told.text);
    world.group_sees(group, "Dài quá").await;
    world.settle().await;
    assert_eq!((world.count(QUESTIONS).await, world.count(PENDING).await), (questions, 0));
    // Two that fit and together do not.
    let stranger = world.platform.add_person("Người lạ");
    world.says(stranger, &"a".repeat(3000));
    world.person_sees(stranger, "đồng ý để máy dùng câu hỏi này").await;
    world.says(stranger, &"b".repeat(3000));
    world.person_sees(stranger, "Dài quá").await;
    // The longest that fits arrives whole.
    let most = format!("{}?", "điện ".repeat(799) + "gìgì");
    assert_eq!(most.chars().count(), 4000);
    asks_again(&world, resident, &most).await;
    world.settle().await;
    let seen: String =
        world.platform.private_messages(reporter, world.bot).into_iter().map(|m| m.text).collect();
    assert_eq!(seen.matches("điện").count(), 799);
    world.close().await;
}

async fn emoji_and_combining_marks_arrive_as_they_were_meant(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
    // Decomposed letters, a family of four, a direction mark that would turn the line round.
    asks_again(&world, resident, "Đie\u{323}\u{302}n ve\u{302}\u{300} chu\u{31b}a? 👨‍👩‍👧‍👦🇻🇳 \u{202e}abc\u{202c}")
        .await;
    let card = world.person_sees(reporter, "« Điện về chưa? 👨‍👩‍👧‍👦🇻🇳 abc »").await;
    assert!(!card.text.contains('\u{202e}'));
    // A command in decomposed letters is the command.
    is_told(&world, resident, "tro\u{31b}\u{323} giu\u{301}p", "Bà con có thể:").await;
    world.close().await;
}

async fn text_that_looks_like_markup_or_a_link_is_only_text(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
    let text = "<b>Nhà</b> *tôi* [x](http://a.vn) @ai_do /gac AB2CD tg://user?id=5 {$code} \\u0000";
    asks_again(&world, resident, text).await;
    let card = world.person_sees(reporter, "*tôi*").await;
    assert_eq!(card.text.replace('\u{2060}', "").matches(text).count(), 1, "{}", card.text);
    for live in ["http://", "a.vn", "@ai_do", " /gac AB2CD", "tg://"] {
        assert!(!card.text.contains(live), "{live} in {}", card.text);
    }
    // What is live is ours: the heading, the code in it, and the three commands of the last line.
    let kinds: Vec<&str> =
        card.entities.as_array().unwrap().iter().filter_map(|e| e["type"].as_str()).collect();
    assert_eq!(kinds, ["bold", "hashtag", "bot_command", "bot_command", "bot_command"], "{}", card.text);
    world.close().await;
}

async fn what_cannot_be_taken_is_told_in_private_and_a_caption_is_words(world: World) {
    let resident = world.platform.add_person("Bà con");
    let group = world.linked_group("lc-binhlu-naluong", resident).await;
    world.platform.person_sends_sticker(resident, world.bot, "👍").unwrap();
    world.person_sees(resident, "Máy chưa nhận được ảnh").await;
    // The words under a picture are a question, in private and by a command in the group.
    world.platform.person_sends_photo(resident, world.bot, b"\x89PNG", "Đường hỏng đây", None).unwrap();
    world.person_sees(resident, "đồng ý để máy dùng câu hỏi này").await;
    world
        .platform
        .person_sends_photo(resident, group, b"\x89PNG", "/hoi Bao giờ sửa đường này?", None)
        .unwrap();
    world.group_sees(group, "Đã nhận câu hỏi").await;
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 1);
    world.close().await;
}

async fn an_edit_is_told_and_an_unknown_kind_and_a_repetition_do_nothing(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
    let group = world.linked_group("lc-binhlu-naluong", resident).await;
    let asked = world.writes(resident, group, "/hoi Bao giờ sửa đường?");
    world.group_sees(group, "Đã nhận câu hỏi").await;
    world.platform.duplicate_last_update(world.bot).unwrap();
    world.platform.person_edits(resident, group, asked, "/hoi Bao giờ sửa cầu?").unwrap();
    world
        .platform
        .raw_update(world.bot, json!({"story_of_2031": {"from": {"id": resident}, "text": "/hoi lạ"}}))
        .unwrap();
    world
        .platform
        .raw_update(
            world.bot,
            json!({"message": {"message_id": 1, "chat": {"id": resident, "type": "private"},
        "from": {"id": resident, "is_bot": false}, "giveaway_of_2031": {}}}),
        )
        .unwrap();
    world.platform.raw_update(world.bot, json!({"message": null})).unwrap();
    world
        .platform
        .raw_update(
            world.bot,
            json!({"callback_query": {"id": "x", "from": {"id": resident}, "data": "no-such-thing"}}),
        )
        .unwrap();
    world.settle().await;
    assert_eq!(world.count(OPEN).await, 1);
    // The card had left, so the reporter is told of the new words; nothing is asked again.
    let told = world.person_sees(reporter, "sửa lời của câu hỏi").await;
    assert!(told.text.contains("« Bao giờ sửa cầu? »"), "{}", told.text);
    assert_eq!(world.count("SELECT COUNT(*) FROM inbox WHERE state <> 'done' OR body <> ''").await, 0);
    world.close().await;
}

async fn a_command_by_the_wrong_role_says_whose_it_is(world: World) {
    let resident = world.platform.add_person("Bà con");
    let secretary = world.enrolled("Bí thư", "secretary", "lc-binhlu-naluong").await;
    for (command, whose) in [
        ("/traloi AB2CD x", "Báo cáo viên, Điều phối"),
        ("/danhsach", "Báo cáo viên, Điều phối"),
        ("/hoilai AB2CD x", "Báo cáo viên, Điều phối"),
        ("/chuyen AB2CD y tế lý do", "Báo cáo viên, Điều phối"),
        ("/trung AB2CD AB2CE", "Báo cáo viên, Điều phối"),
        ("/gac AB2CD x", "Báo cáo viên, Điều phối"),
        ("/nghi", "Báo cáo viên, Điều phối"),
        ("/moi nhom Nà Luồng", "Điều phối"),
        ("/duyet", "Biên tập"),
        ("/phat hoc-phi", "Biên tập"),
        ("/baocao", "Biên tập"),
    ] {
        is_told(&world, resident, command, &format!("Lệnh này dành cho: {whose}")).await;
        is_told(&world, secretary, command, &format!("Lệnh này dành cho: {whose}")).await;
    }
    for command in ["/hoiho x", "/xacnhan hoc-phi loa 2", "/sohoc hoc-phi 2/3"] {
        is_told(&world, resident, command, "Lệnh này dành cho: Bí thư chi bộ").await;
    }
    is_told(&world, resident, "/tinhhinh", "Lệnh này dành cho: Bí thư chi bộ").await;
    world.settle().await;
    assert_eq!((world.count(QUESTIONS).await, world.count("SELECT COUNT(*) FROM fact").await), (0, 0));
    // A word without a slash that is another role's is no command for this one.
    is_told(&world, secretary, "Báo cáo cán bộ, nhà tôi mất điện.", "đồng ý để máy dùng câu hỏi này").await;
    world.close().await;
}
