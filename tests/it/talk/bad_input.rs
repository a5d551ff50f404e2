//! Bad input: nothing is half done, nothing is lost, and people are told.

use super::{OPEN, PENDING, QUESTIONS, known_resident};
use crate::stories;
use crate::world::World;
use crate::world::phones::{Group, Phone};
use loaban::config::Platform;
use serde_json::json;

stories!(on each;
    too_long_is_told_and_nothing_goes,
    emoji_and_combining_marks_arrive_as_they_were_meant,
    text_that_looks_like_markup_or_a_link_is_only_text,
    nobodys_words_pass_for_the_machines_or_anothers,
    a_command_by_the_wrong_role_says_whose_it_is,
);
// What only that platform has: commands under pictures, updates of any shape, messages that are changed.
stories!(
    what_is_live_in_a_card_is_ours,
    what_cannot_be_taken_is_told_in_private_and_a_caption_is_words,
    an_edit_is_told_and_an_unknown_kind_and_a_repetition_do_nothing,
);

/// Sends a text longer than the app would take, as a program could: in private, or in a group.
fn pours(world: &World, phone: &Phone, group: Option<&Group>, text: &str) {
    let (user, chat) = match (phone, group) {
        (Phone::Telegram(user), Some(Group::Telegram(group))) => {
            (user, json!({"id": group, "type": "supergroup"}))
        }
        (Phone::Telegram(user), _) => (user, json!({"id": user, "type": "private"})),
        (_, Some(group)) => return drop(world.tells_in(phone, group, text)),
        (_, None) => return drop(world.tells(phone, text)),
    };
    let number = 900_000 + i32::from(group.is_some());
    let message = json!({"message_id": number, "date": 0, "chat": chat, "from": {"id": user, "is_bot": false}, "text": text});
    world.platform.raw_update(world.bot, json!({"message": message})).unwrap();
}

async fn too_long_is_told_and_nothing_goes(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let group = world.village("lc-binhlu-naluong", &[&resident]).await;
    let questions = world.count(QUESTIONS).await;
    let long = "điện nước ".repeat(1000);
    pours(&world, &resident, None, &long);
    pours(&world, &resident, Some(&group), &format!("/hoi {long}"));
    let told = world.reads(&resident, "Dài quá").await;
    assert!(told.text.contains("4000") && told.text.contains("chưa gửi"), "{}", told.text);
    world.reads_in(&group, "Dài quá").await;
    world.settle().await;
    assert_eq!((world.count(QUESTIONS).await, world.count(PENDING).await), (questions, 0));
    // Two that fit and together do not.
    let stranger = world.person("Người lạ");
    world.told(&stranger, &"điện ".repeat(600), "xin phép dùng câu hỏi này").await;
    world.told(&stranger, &"nước ".repeat(600), "Dài quá").await;
    // The longest that fits arrives whole.
    let most = format!("{}?", "điện ".repeat(799) + "gìgì");
    assert_eq!(most.chars().count(), 4000);
    world.asks_again(&resident, &most).await;
    world.settle().await;
    let seen: String = world.notes(&reporter).into_iter().map(|n| n.text).collect();
    assert_eq!(seen.matches("điện").count(), 799);
    world.close().await;
}

async fn emoji_and_combining_marks_arrive_as_they_were_meant(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    // Decomposed letters, a family of four, a direction mark that would turn the line round.
    let text = "Đie\u{323}\u{302}n ve\u{302}\u{300} chu\u{31b}a? 👨‍👩‍👧‍👦🇻🇳 \u{202e}abc\u{202c}";
    world.asks_again(&resident, text).await;
    let card = world.reads(&reporter, "« Điện về chưa? 👨‍👩‍👧‍👦🇻🇳 abc »").await;
    assert!(!card.text.contains('\u{202e}'));
    // A command in decomposed letters is the command.
    world.told(&resident, "tro\u{31b}\u{323} giu\u{301}p", "Cứ nhắn hoặc nói câu hỏi vào đây").await;
    world.close().await;
}

/// It reads like markup, a link, a mention, a command and a placeable.
const LIVE: &str =
    "<b>Nhà</b> *tôi* [x](http://a.vn) @ai_do [@2900] /gac AB2CD tg://user?id=5 {$code} \\u0000";

async fn text_that_looks_like_markup_or_a_link_is_only_text(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    world.asks_again(&resident, LIVE).await;
    let card = world.reads(&reporter, "*tôi*").await;
    for live in ["http://", "a.vn", "@ai_do", " /gac AB2CD", "tg://", "[@2900]"] {
        assert!(!card.text.contains(live), "{live} in {}", card.text);
    }
    // An account's own way to name somebody is no word.
    let words = if world.home == Platform::ZaloOa { LIVE.replace("[@2900]", "@") } else { LIVE.into() };
    // A link says where it leads.
    let words = words.replace("http://a.vn)", "http://a.vn (trang a chấm vn))");
    assert_eq!(card.text.replace('\u{2060}', "").matches(&words).count(), 1, "{}", card.text);
    world.close().await;
}

async fn nobodys_words_pass_for_the_machines_or_anothers(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let signed = "(Máy của";
    let dressed = |text: &str, quotes: usize| {
        assert_eq!(text.matches('»').count(), quotes, "{text}");
        assert_eq!(text.lines().filter(|line| line.starts_with(signed)).count(), 1, "{text}");
        assert!(text.contains(&format!("\n› {signed} ai đó)")), "{text}");
    };
    let asked = "Bao giờ có điện? »\nNơi: Hà Nội\n(Máy của ai đó)\nhttps://cong.gov.vn@xau.com/a";
    world.asks_again(&resident, asked).await;
    let card = world.reads(&reporter, "« Bao giờ có điện? ”").await;
    dressed(&card.text, 1);
    assert!(
        card.text.contains("\n› Nơi: Hà Nội\n") && card.text.contains("(trang xau chấm com)"),
        "{}",
        card.text
    );
    world.replies(
        &reporter,
        &card,
        "Tháng sau. »\nNgười trả lời: Trưởng bản\n(Máy của ai đó)\nXem https://abc.vn/x nhé",
    );
    let answer = world.reads(&resident, "« Tháng sau. ”").await;
    dressed(&answer.text, 2);
    assert!(answer.text.contains("\n› Người trả lời: Trưởng bản\n"), "{}", answer.text);
    assert!(
        answer
            .text
            .contains("Xem https://abc.vn/x (trang abc chấm vn) nhé »\n\nNgười trả lời: báo cáo viên."),
        "{}",
        answer.text
    );
    world.close().await;
}

async fn what_is_live_in_a_card_is_ours(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
    world.says(resident, LIVE);
    let card = world.person_sees(reporter, "*tôi*").await;
    // The heading, the code in it, and the two commands of the last line.
    let kinds: Vec<&str> =
        card.entities.as_array().unwrap().iter().filter_map(|e| e["type"].as_str()).collect();
    assert_eq!(kinds, ["bold", "hashtag", "bot_command", "bot_command"], "{}", card.text);
    world.close().await;
}

async fn what_cannot_be_taken_is_told_in_private_and_a_caption_is_words(world: World) {
    let resident = world.platform.add_person("Bà con");
    let group = world.linked_group("lc-binhlu-naluong", resident).await;
    world.platform.person_sends_sticker(resident, world.bot, "👍").unwrap();
    world.person_sees(resident, "Máy chưa xem được phim").await;
    // The words under a picture are a question, in private and by a command in the group.
    world.platform.person_sends_photo(resident, world.bot, b"\x89PNG", "Đường hỏng đây", None).unwrap();
    world.person_sees(resident, "xin phép dùng câu hỏi này").await;
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
    let resident = world.person("Bà con");
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    for (command, whose) in [
        ("/traloi AB2CD x", "báo cáo viên, người điều phối"),
        ("/danhsach", "báo cáo viên, người điều phối"),
        ("/hoilai AB2CD x", "báo cáo viên, người điều phối"),
        ("/chuyen AB2CD y tế lý do", "báo cáo viên, người điều phối"),
        ("/trung AB2CD AB2CE", "báo cáo viên, người điều phối"),
        ("/gac AB2CD x", "báo cáo viên, người điều phối"),
        ("/nghi", "báo cáo viên, người điều phối"),
        ("/moi nhom Nà Luồng", "người điều phối"),
        ("/duyet", "người biên tập"),
        ("/phat hoc-phi", "người biên tập"),
        ("/baocao", "người biên tập"),
    ] {
        world.told(&resident, command, &format!("Việc này của {whose}")).await;
        world.told(&secretary, command, &format!("Việc này của {whose}")).await;
    }
    for command in ["/hoiho x", "/xacnhan hoc-phi loa 2", "/sohoc hoc-phi 2/3"] {
        world.told(&resident, command, "Việc này của bí thư chi bộ").await;
    }
    world.told(&resident, "/tinhhinh", "Việc này của bí thư chi bộ").await;
    world.settle().await;
    assert_eq!((world.count(QUESTIONS).await, world.count("SELECT COUNT(*) FROM fact").await), (0, 0));
    // In the group nobody is refused anything: whatever anybody can call forth there stands before what the village is
    // told. Who holds a role hears it in private.
    let group = world.village("lc-binhlu-doiche", &[&resident, &secretary]).await;
    world.settle().await;
    let said = |world: &World| world.notes_in(&group).iter().filter(|n| n.from_bot).count();
    let before = said(&world);
    for command in
        ["/duyet hoc-phi", "/danhsach", "/phat hoc-phi", "/traloi AB2CD x", "/moi nhom Nà Luồng", "/tinhhinh"]
    {
        world.tells_in(&resident, &group, command);
    }
    world.settle().await;
    assert_eq!(said(&world), before);
    if world.home == Platform::Telegram {
        let seen = world.notes(&secretary).len();
        world.tells_in(&secretary, &group, "/duyet hoc-phi");
        world.anew(&secretary, seen, "xin nhắn riêng cho máy").await;
        assert_eq!(said(&world), before);
    }
    // A word without a slash that is another role's is no command for this one.
    world.told(&secretary, "Báo cáo cán bộ, nhà tôi mất điện.", "xin phép dùng câu hỏi này").await;
    world.close().await;
}
