//! The main job from end to end: an item reaches the village, a resident asks, a reporter answers, the
//! month adds up. Once in every detail on the platform with buttons, then on each and with people on several.

use crate::stories;
use crate::world::{Engine, World, code_in};
use loaban::config::Platform::{self, Telegram, ZaloBot, ZaloOa};
use loaban::standins::telegram::Kind;

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
    let item = world.group_sees(group, "khám sức khoẻ miễn phí").await;
    // Whose machine speaks is said once.
    assert_eq!(item.text.matches("Đảng uỷ xã Mẫu (phòng tập)").count(), 1, "{}", item.text);
    assert!(item.text.contains("165/2026/NĐ-CP") && item.text.contains("15/5/2026"), "{}", item.text);

    // "Hỏi riêng" under the item leads into the private chat, bound to the village.
    let resident = world.platform.add_person("Bà con");
    world.platform.person_joins(resident, group).unwrap();
    let link = item.buttons.iter().flatten().find_map(|b| b.url.clone()).expect("a link to the private chat");
    world.platform.opens_link(resident, &link).unwrap();
    world.person_sees(resident, "bản Nà Luồng").await;
    world.says(resident, "Nhà tôi đi khám có mất tiền không?");
    let notice = world.person_sees(resident, "xin phép dùng câu hỏi này").await;
    assert_eq!(notice.buttons.iter().flatten().count(), 2);
    assert!(
        world.platform.private_messages(reporter, world.bot).iter().all(|m| !m.text.contains("mất tiền"))
    );
    world.presses(resident, "Đồng ý, gửi").await;
    let receipt = world.person_sees(resident, "Đã nhận câu hỏi").await;
    let code = code_in(&receipt.text);

    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("« Nhà tôi đi khám có mất tiền không? »"), "{}", card.text);
    assert!(card.text.contains("Y tế"), "{}", card.text);
    // 236 households: the village may be named. The asker is not.
    assert!(card.text.contains("bản Nà Luồng") && !card.text.contains("Bà con"), "{}", card.text);

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
    assert!(card.text.contains("xã Bình Lư") && !card.text.contains("Suối Mây"), "{}", card.text);

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

/// Where the village, the resident who asks, and the reporter are.
struct Cast {
    village: Platform,
    resident: Platform,
    reporter: Platform,
}

/// One story for each cast, on both databases.
macro_rules! casts {
    ($($story:ident: $village:expr, $resident:expr, $reporter:expr;)*) => {
        mod cast {
            use super::*;
            $(mod $story {
                use super::*;
                const CAST: Cast = Cast { village: $village, resident: $resident, reporter: $reporter };
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn sqlite() {
                    the_main_job(Engine::Sqlite, &CAST).await;
                }
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn postgres() {
                    the_main_job(Engine::Postgres, &CAST).await;
                }
            })*
        }
    };
}

casts! {
    all_on_telegram: Telegram, Telegram, Telegram;
    all_on_the_zalo_bot: ZaloBot, ZaloBot, ZaloBot;
    all_on_the_official_account: ZaloOa, ZaloOa, ZaloOa;
    village_and_resident_on_the_zalo_bot_and_reporter_on_telegram: ZaloBot, ZaloBot, Telegram;
    resident_on_the_official_account_reporter_on_telegram_village_on_the_zalo_bot: ZaloBot, ZaloOa, Telegram;
    village_on_telegram_resident_on_the_zalo_bot_reporter_on_the_official_account: Telegram, ZaloBot, ZaloOa;
}

async fn the_main_job(engine: Engine, cast: &Cast) {
    let mut platforms = vec![cast.village, cast.resident, cast.reporter];
    platforms.sort();
    platforms.dedup();
    let Some(world) = World::on(engine, &platforms, |_| {}).await else { return };
    let secretary = world.phone(cast.village, "Bí thư");
    let village = world.village("lc-binhlu-naluong", &[&secretary]).await;
    let reporter = world.official(cast.reporter, "Báo cáo viên", "reporter", "lc-binhlu").await;

    let published = world.publishes("kham-suc-khoe").await;
    assert_eq!((published.groups, published.private), (1, 0));
    let item = world.reads_in(&village, "khám sức khoẻ miễn phí").await;
    // Whose machine speaks is said once.
    assert_eq!(item.text.matches("Đảng uỷ xã Mẫu (phòng tập)").count(), 1, "{}", item.text);
    assert!(item.text.contains("165/2026/NĐ-CP"), "{}", item.text);
    world.settle().await;
    let items = world.notes_in(&village).iter().filter(|n| n.text.contains("165/2026/NĐ-CP")).count();
    assert_eq!(items, 1, "the item is there once");

    let resident = world.phone(cast.resident, "Bà con");
    world.tells(&resident, "Nhà tôi đi khám có mất tiền không?");
    world.reads(&resident, "xin phép dùng câu hỏi này").await;
    assert!(world.notes(&reporter).iter().all(|n| !n.text.contains("mất tiền")), "before the consent");
    world.chooses(&resident, "Đồng ý, gửi").await;
    world.reads(&resident, "Nhà mình ở bản nào ạ?").await;
    world.tells(&resident, "Nà Luồng");
    let code = code_in(&world.reads(&resident, "Đã nhận câu hỏi").await.text);

    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("« Nhà tôi đi khám có mất tiền không? »"), "{}", card.text);
    assert!(card.text.contains("bản Nà Luồng") && !card.text.contains("Bà con"), "{}", card.text);
    world.replies(&reporter, &card, "Không mất tiền, mỗi năm một lần.");
    let answer = world.reads(&resident, &format!("Trả lời câu hỏi #{code}")).await;
    assert!(answer.text.contains("Không mất tiền, mỗi năm một lần."), "{}", answer.text);
    world.chooses(&resident, "Đã rõ").await;
    world.reads(&resident, "đã xong").await;

    // A question in the group is answered there.
    world.tells_in(&secretary, &village, "/hoi Bao giờ sửa đường vào bản?");
    let receipt = world.reads_in(&village, "Đã nhận câu hỏi").await;
    let second = code_in(&receipt.text);
    let card = world.reads(&reporter, &format!("Câu hỏi #{second}")).await;
    world.replies(&reporter, &card, "Tháng sau xã sửa.");
    let answer = world.reads_in(&village, &format!("Trả lời câu hỏi #{second}")).await;
    assert!(answer.text.contains("Tháng sau xã sửa."), "{}", answer.text);
    world.settle().await;

    let report = world.report("lc", "2026-12").await;
    let q = &report["questions"];
    assert_eq!((&q["received"], &q["answered"], &q["open_after"]), (&2.into(), &2.into(), &0.into()), "{q}");
    assert_eq!((&q["answers_written"], &q["cleared"]["clear"]), (&2.into(), &1.into()), "{q}");
    let d = &report["delivery"];
    assert_eq!((&d["planned"], &d["sent"], &d["waiting"]), (&1.into(), &1.into(), &0.into()), "{d}");
    world.close().await;
}
