//! Kinds of messages: several pictures at once, words beside a voice, what was changed, and what nobody can read.

use super::QUESTIONS;
use crate::stories;
use crate::world::World;
use crate::world::phones::{Group, Note, Phone};
use loaban::config::Platform;
use serde_json::{Value, json};
use std::time::Duration;

stories!(on each; what_nobody_can_read_is_told_once_and_only_in_private);
// What only that platform has: several pictures that are one album, words beside a voice, messages that are changed.
stories!(
    an_album_is_answered_once,
    words_beside_a_voice_go_along_with_it,
    words_beside_an_answer_that_is_spoken_are_the_answer_too,
    what_is_changed_before_the_yes_is_asked_as_it_stands_then,
    what_is_changed_after_the_yes_reaches_whoever_reads_it,
    an_answer_that_is_changed_is_a_correction,
);

/// Somebody new who has written to the bot before.
async fn somebody(world: &World, name: &str) -> Phone {
    let phone = world.person(name);
    world.told(&phone, "trợ giúp", "Cứ nhắn hoặc nói câu hỏi vào đây").await;
    world.settle().await;
    phone
}

/// Somebody sends the bot a message of this shape in private.
fn sends(world: &World, phone: &Phone, number: i64, shape: Value) {
    let Phone::Telegram(user) = phone else { panic!("{phone:?} is not on that platform") };
    let mut message = json!({"message_id": 900_000 + number, "date": 0, "chat": {"id": user, "type": "private"},
        "from": {"id": user, "is_bot": false}});
    message.as_object_mut().unwrap().extend(shape.as_object().unwrap().clone());
    world.platform.raw_update(world.bot, json!({"message": message})).unwrap();
}

/// One picture of an album, with words or without.
fn picture(album: &str, words: &str) -> Value {
    let mut shape = json!({"media_group_id": album, "photo": [{"file_id": "p", "file_unique_id": "p"}]});
    if !words.is_empty() {
        shape["caption"] = json!(words);
    }
    shape
}

/// What the bot has said since the first `before` messages, once all is quiet.
async fn said_since(world: &World, phone: &Phone, before: usize) -> Vec<Note> {
    world.settle().await;
    world.notes(phone).into_iter().skip(before).filter(|n| n.from_bot).collect()
}

async fn an_album_is_answered_once(world: World) {
    for (number, captions) in
        [["", "Đường hỏng, bao giờ sửa?", ""], ["Đường hỏng, bao giờ sửa?", "", ""]].into_iter().enumerate()
    {
        let resident = world.knows("Bà con").await;
        world.settle().await;
        let before = world.notes(&resident).len();
        for (i, words) in (0..).zip(captions) {
            sends(&world, &resident, i, picture(&format!("album-{number}"), words));
        }
        world.reads(&resident, "Gửi kèm ảnh không ạ?").await;
        world.settle().await;
        world.pass(Duration::from_secs(60));
        let said = said_since(&world, &resident, before).await;
        assert_eq!(said.len(), 1, "{captions:?}: {said:?}");
        world.chooses(&resident, "Gửi kèm ảnh").await;
        world.reads(&resident, "Kèm 3 ảnh.").await;
    }
    // Without any words it is asked once what is asked, and words a little later are still waited for.
    let resident = world.knows("Bà con").await;
    world.settle().await;
    let before = world.notes(&resident).len();
    for i in 0..3 {
        sends(&world, &resident, i, picture("album-3", ""));
    }
    assert!(said_since(&world, &resident, before).await.is_empty());
    world.pass(Duration::from_secs(5));
    world.reads(&resident, "hỏi gì về ảnh này").await;
    world.pass(Duration::from_secs(60));
    assert_eq!(said_since(&world, &resident, before).await.len(), 1);
    // An album that is an answer goes with its first picture, and it is said once that the others do not.
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let asker = world.knows("Bà con").await;
    let code = world.asks_again(&asker, "Nộp giấy ở đâu?").await;
    for (i, words) in (10..).zip([format!("/traloi {code} Ở đây."), String::new(), String::new()]) {
        sends(&world, &reporter, i, picture("album-5", &words));
    }
    world.reads(&asker, "Ở đây.").await;
    world.settle().await;
    let left = world.notes(&reporter).into_iter().filter(|n| n.text.contains("Ảnh này chưa gửi đi")).count();
    assert_eq!(left, 1);
    // Films and files say nothing: so once of an album, too.
    let film = || json!({"media_group_id": "album-6", "video": {"file_id": "v", "file_unique_id": "v"}});
    let before = world.notes(&asker).len();
    for i in 20..23 {
        sends(&world, &asker, i, film());
    }
    world.settle().await;
    world.pass(Duration::from_secs(5));
    world.reads(&asker, "Máy chưa xem được phim").await;
    assert_eq!(said_since(&world, &asker, before).await.len(), 1);
    world.close().await;
}

/// A voice as it was sent to the bot by anybody, with words beside it.
fn voice(world: &World, words: &str) -> Value {
    let speaker = world.platform.add_person("Người nói");
    world.platform.person_sends_voice(speaker, world.bot, b"OggS a voice", 4, None).unwrap();
    let spoken = |m: &loaban::standins::telegram::Seen| m.file_id.clone();
    let heard = world.platform.private_messages(speaker, world.bot).iter().find_map(spoken).unwrap();
    // As the platform calls a voice for this bot.
    let index = &heard[heard.len() - 8..];
    let file_id = format!("AwACAgUAAxkBAAIstandin{:016x}-{index}wADHgQADAADpPYuNgQAB", world.bot);
    json!({"voice": {"file_id": file_id, "duration": 4}, "caption": words})
}

async fn words_beside_a_voice_go_along_with_it(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = somebody(&world, "Bà con").await;
    sends(&world, &resident, 0, voice(&world, "Nhà tôi ở Nà Luồng, bao giờ có điện?"));
    world.reads(&resident, "xin phép dùng câu hỏi này").await;
    world.chooses(&resident, "Đồng ý, gửi").await;
    world.chooses(&resident, "Gửi tiếng nói").await;
    world.lives(&resident, "Nà Luồng").await;
    world.reads(&resident, "Đã nhận câu hỏi").await;
    world.reads(&reporter, "« Nhà tôi ở Nà Luồng, bao giờ có điện? »").await;
    world.hears(&reporter).await;
    // Who would rather not be heard has written already.
    let other = somebody(&world, "Người khác").await;
    sends(&world, &other, 1, voice(&world, "/hoi Bao giờ có nước?"));
    world.chooses(&other, "Đồng ý, gửi").await;
    world.chooses(&other, "Để viết ra").await;
    world.lives(&other, "Nà Luồng").await;
    world.reads(&reporter, "« Bao giờ có nước? »").await;
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 2);
    world.close().await;
}

async fn words_beside_an_answer_that_is_spoken_are_the_answer_too(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.person("Bà con");
    let code = world.asks_first(&resident, "Bao giờ sửa đường?").await;
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    sends(&world, &reporter, 0, voice(&world, &format!("/traloi {code} Tháng sau.")));
    world.reads(&resident, "Tháng sau.").await;
    world.hears(&resident).await;
    // A word that is no command and names no question is not taken for an answer, and not thrown away in silence.
    sends(&world, &reporter, 1, voice(&world, "Tháng sau nhé"));
    world.reads(&reporter, "Máy chưa gửi gì").await;
    world.close().await;
}

async fn what_is_changed_before_the_yes_is_asked_as_it_stands_then(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    // While the notice is read, and while the place is asked.
    let resident = world.person("Bà con");
    let asked = world.tells(&resident, "Bao giờ sửa đừng?");
    world.reads(&resident, "xin phép dùng câu hỏi này").await;
    world.edits(&resident, &asked, "Bao giờ sửa đường bê tông?");
    world.settle().await;
    world.chooses(&resident, "Đồng ý, gửi").await;
    world.reads(&resident, "Nhà mình ở bản nào ạ?").await;
    world.edits(&resident, &asked, "Bao giờ sửa đường nhựa?");
    world.settle().await;
    world.lives(&resident, "Nà Luồng").await;
    world.reads(&reporter, "« Bao giờ sửa đường nhựa? »").await;
    world.nobody_reads(&[&reporter], "sửa đừng").await;
    world.nobody_reads(&[&reporter], "bê tông").await;
    // By a command, and what the change makes of it: danger is told the numbers at once, a complaint is asked about.
    let other = world.person("Người khác");
    let asked = world.tells(&other, "/hoi Nước về chưa?");
    world.reads(&other, "xin phép dùng câu hỏi này").await;
    world.edits(&other, &asked, "/hoi Lũ quét về bản rồi, chạy đi đâu?");
    world.reads(&other, "Công an 113").await;
    world.edits(&other, &asked, "Tôi muốn tố cáo cán bộ ăn tiền.");
    world.settle().await;
    world.chooses(&other, "Đồng ý, gửi").await;
    world.lives(&other, "Nà Luồng").await;
    world.reads(&other, "không vừa lòng với cán bộ").await;
    assert_eq!(world.count(QUESTIONS).await, 1);
    // Nothing is left of it: nothing is asked.
    let third = world.person("Người thứ ba");
    let asked = world.tells(&third, "Bao giờ có sóng?");
    world.reads(&third, "xin phép dùng câu hỏi này").await;
    world.edits(&third, &asked, "…");
    world.reads(&third, "máy đã xoá").await;
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 1);
    world.close().await;
}

async fn what_is_changed_after_the_yes_reaches_whoever_reads_it(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let resident = world.knows("Bà con").await;
    let asked = world.tells(&resident, "Bao giờ sửa đường?");
    world.reads(&reporter, "« Bao giờ sửa đường? »").await;
    world.edits(&resident, &asked, "Bao giờ sửa cầu?");
    world.reads(&reporter, "« Bao giờ sửa cầu? »").await;
    // For somebody else.
    let asked = world.tells(&secretary, "/hoiho Bao giờ có gạo?");
    world.reads(&reporter, "« Bao giờ có gạo? »").await;
    world.edits(&secretary, &asked, "/hoiho Bao giờ có giống lúa?");
    world.reads(&reporter, "« Bao giờ có giống lúa? »").await;
    world.close().await;
}

async fn an_answer_that_is_changed_is_a_correction(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ có thẻ?").await;
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    let answered = world.replies(&reporter, &card, "Mười ngày.");
    world.reads(&resident, "Mười ngày.").await;
    // The same words again (the app changed something else) are no news.
    world.settle().await;
    let before = world.notes(&resident).len();
    world.edits(&reporter, &answered, "Mười ngày.");
    assert!(said_since(&world, &resident, before).await.is_empty());
    world.edits(&reporter, &answered, "Mười lăm ngày.");
    let told = world.reads(&resident, "Mười lăm ngày.").await;
    assert!(told.text.to_lowercase().contains("đính chính"), "{}", told.text);
    world.reads(&reporter, "có ghi là đính chính").await;
    // By its code.
    let answered = world.tells(&reporter, &format!("/traloi {code} Hai mươi ngày."));
    world.reads(&resident, "Hai mươi ngày.").await;
    world.edits(&reporter, &answered, &format!("/traloi {code} Ba mươi ngày."));
    world.reads(&resident, "Ba mươi ngày.").await;
    // Thanks are changed into thanks: nobody is told anything.
    let thanked = world.tells_under(&reporter, &card, "Đã nhận ạ");
    world.reads(&reporter, "Máy chưa gửi gì").await;
    world.settle().await;
    let before = world.notes(&resident).len();
    world.edits(&reporter, &thanked, "Vâng ạ");
    assert!(said_since(&world, &resident, before).await.is_empty());
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE state = 'open'").await, 0);
    world.close().await;
}

/// One thing that comes on a platform, in its own shape.
struct Comes {
    what: &'static str,
    shape: Value,
}

fn comes(what: &'static str, shape: Value) -> Comes {
    Comes { what, shape }
}

const PICTURE: &str = "https://photo-fake.zdn.vn/x/0001.jpg";

/// What somebody sent and nobody can read, known and not.
fn unreadable(home: Platform) -> Vec<Comes> {
    let file = || json!({"file_id": "f", "file_unique_id": "f"});
    match home {
        Platform::Telegram => vec![
            comes("sticker", json!({"sticker": file()})),
            comes("gif", json!({"animation": file(), "document": file()})),
            comes("file", json!({"document": file()})),
            comes("video", json!({"video": file()})),
            comes("round video", json!({"video_note": file()})),
            comes("place", json!({"location": {"latitude": 22.3, "longitude": 103.6}})),
            comes("business card", json!({"contact": {"phone_number": "0", "first_name": "A"}})),
            comes("poll", json!({"poll": {"id": "1", "question": "Họp không?", "options": []}})),
            comes("dice", json!({"dice": {"emoji": "🎲", "value": 3}})),
            comes("story", json!({"story": {"id": 5}})),
            comes("unknown kind", json!({"hologram_of_2031": {"id": 5}})),
        ],
        Platform::ZaloBot => vec![
            comes("message.sticker.received", json!({"sticker": "bfe4", "url": PICTURE})),
            comes("message.image.received", json!({"caption": " "})),
            comes("message.gif.received", json!({"url": PICTURE})),
            comes(
                "message.location.received",
                json!({"location": {"latitude": "22.3", "longitude": "103.6"}}),
            ),
            comes("message.business_card.received", json!({"card": {"url": PICTURE}})),
            comes("message.voice.received", json!({})),
            comes("message.hologram.received", json!({"hologram": {"id": 5}})),
        ],
        Platform::ZaloOa => {
            let one = |kind: &str, payload: Value| json!([{"type": kind, "payload": payload}]);
            let url = || json!({"url": PICTURE, "thumbnail": PICTURE});
            vec![
                comes("sticker", one("sticker", json!({"id": "bfe4", "url": PICTURE}))),
                comes("image", one("image", json!({}))),
                comes("gif", one("gif", url())),
                comes("link", one("link", json!({"url": PICTURE, "description": "Tin lạ"}))),
                comes("video", one("video", url())),
                comes(
                    "location",
                    one("location", json!({"coordinates": {"latitude": "22.3", "longitude": "103.6"}})),
                ),
                comes(
                    "business_card",
                    one("link", json!({"url": PICTURE, "description": "{\"phone\":\"0\"}"})),
                ),
                comes("file", one("file", json!({"url": PICTURE, "name": "đơn.pdf", "size": "7"}))),
                comes("audio", one("audio", json!({}))),
                comes("hologram", one("hologram", json!({}))),
            ]
        }
    }
}

/// What the platform tells and nobody said.
fn no_messages(home: Platform) -> Vec<Comes> {
    let refers = || json!({"message_id": "77", "react_icon": "/-heart"});
    match home {
        Platform::Telegram => vec![
            comes("message", json!({"pinned_message": {"message_id": 5, "date": 0}})),
            comes("message", json!({"new_chat_title": "Bản mới"})),
            comes("message_reaction", json!({"new_reaction": [{"type": "emoji", "emoji": "👍"}]})),
            comes("news_of_2031", json!({"id": 5})),
        ],
        Platform::ZaloBot => vec![
            comes("message.reaction.received", json!({"reaction": "heart"})),
            comes("message.react.received", refers()),
            comes("message.emotion.received", json!({"react_icon": "/-heart", "react_message_id": "77"})),
            comes("message.seen.received", json!({})),
            comes("message.delivered.received", json!({})),
            comes("message.recall.received", json!({})),
            comes("message.typing.received", json!({})),
            comes("chat.member.joined", json!({})),
        ],
        Platform::ZaloOa => vec![
            comes("user_reacted_message", refers()),
            comes("user_seen_message", json!({"msg_ids": ["77"]})),
            comes("user_received_message", json!({"msg_id": "77"})),
            comes("user_click_chatnow", json!({})),
            comes("user_joins_of_2031", json!({})),
        ],
    }
}

/// It reaches the bot: from somebody in private, or in a group.
fn arrives(world: &World, phone: &Phone, group: Option<&Group>, number: usize, is_message: bool, it: &Comes) {
    match phone {
        Phone::Telegram(user) => {
            let chat = match group {
                Some(Group::Telegram(id)) => json!({"id": id, "type": "supergroup"}),
                _ => json!({"id": user, "type": "private"}),
            };
            let mut inner = json!({"message_id": 910_000 + number, "date": 0, "chat": chat,
                "from": {"id": user, "is_bot": false}});
            inner.as_object_mut().unwrap().extend(it.shape.as_object().unwrap().clone());
            let event = if is_message { "message" } else { it.what };
            world.platform.raw_update(world.bot, json!({ event: inner })).unwrap();
        }
        Phone::ZaloBot(user) => {
            let chat = match group {
                Some(Group::ZaloBot(id)) => json!({"id": id, "chat_type": "GROUP"}),
                _ => json!({"id": user, "chat_type": "PRIVATE"}),
            };
            let mut message = json!({"message_id": format!("c{number:019}"), "date": 1_795_392_120_789_i64, "chat": chat,
                "from": {"id": user, "display_name": "Giàng A Páo", "is_bot": false}});
            message.as_object_mut().unwrap().extend(it.shape.as_object().unwrap().clone());
            let update = json!({"event_name": it.what, "message": message});
            world.zalo.raw_update(world.zalo_bot, update).unwrap();
        }
        Phone::ZaloOa(user) => {
            let (word, recipient) = match group {
                Some(Group::ZaloOa(id)) => ("user_send_group_", id.clone()),
                _ => ("user_send_", world.oa.clone()),
            };
            let message = match is_message {
                true => json!({"msg_id": format!("c{number:019}"), "attachments": it.shape}),
                false => it.shape.clone(),
            };
            let event = if is_message { format!("{word}{}", it.what) } else { it.what.to_owned() };
            world.zalo_oa.push(
                json!({"app_id": world.zalo_oa.app().0, "oa_id": world.oa, "event_name": event,
                "timestamp": (1_795_392_120_789_i64 + number as i64).to_string(), "sender": {"id": user},
                "recipient": {"id": recipient}, "message": message}),
            );
        }
    }
}

async fn what_nobody_can_read_is_told_once_and_only_in_private(world: World) {
    let resident = world.person("Bà con");
    let group = world.village("lc-binhlu-naluong", &[&resident]).await;
    world.told(&resident, "trợ giúp", "Cứ nhắn hoặc nói câu hỏi vào đây").await;
    world.settle().await;
    let heard = world.notes_in(&group).len();
    let mut number = 0;
    for it in unreadable(world.home) {
        let before = world.notes(&resident).len();
        arrives(&world, &resident, Some(&group), number, true, &it);
        arrives(&world, &resident, None, number + 1, true, &it);
        number += 2;
        world.anew(&resident, before, "Máy chưa xem được phim").await;
        assert_eq!(said_since(&world, &resident, before).await.len(), 1, "{}", it.what);
    }
    assert_eq!(world.notes_in(&group).len(), heard, "in a group nobody asked the machine");
    let before = world.notes(&resident).len();
    for it in no_messages(world.home) {
        for chat in [None, Some(&group)] {
            arrives(&world, &resident, chat, number, false, &it);
            number += 1;
        }
        let said = said_since(&world, &resident, before).await;
        assert!(said.is_empty(), "{}: {said:?}", it.what);
    }
    assert_eq!(world.notes_in(&group).len(), heard);
    assert_eq!(world.count(QUESTIONS).await, 0);
    world.close().await;
}
