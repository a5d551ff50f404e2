//! A card that its reporter does not take: the question goes to the next, and they are back as soon as they write.

use crate::delivery::unheard::recovers;
use crate::stories;
use crate::world::World;
use crate::world::phones::{Group, Phone};
use loaban::config::Platform;
use loaban::standins::telegram::Fault;
use loaban::standins::{zalo_bot as bot, zalo_oa as oa};
use std::time::Duration;

stories!(on each;
    a_card_that_is_refused_goes_to_the_next_and_the_first_comes_back,
    a_refused_card_waits_for_nobody_else_than_who_holds_it,
    an_answer_that_was_refused_for_long_comes_when_they_write,
    a_second_answer_corrects_only_what_was_read,
    an_answer_in_a_group_comes_when_the_group_is_back,
);

/// Whatever is sent to somebody is refused from now on, as by who blocked the bot; a Zalo bot is never told so.
pub fn refuses(world: &World, phone: &Phone) {
    let chat = phone.account();
    match world.home {
        Platform::Telegram => world.platform.fault(
            Fault::error(403, "Forbidden: bot was blocked by the user")
                .on("sendMessage")
                .in_chat(chat)
                .times(u32::MAX),
        ),
        Platform::ZaloBot => world.zalo.fault(
            bot::Fault::error(403, "Internal server error").on("sendMessage").in_chat(chat).times(u32::MAX),
        ),
        Platform::ZaloOa => {
            world.zalo_oa.fault(oa::Fault::error(-217, "error").in_chat(chat).times(u32::MAX))
        }
    }
}

/// So long that whoever is refused without a word why is not tried any more.
pub async fn gives_up(world: &World, kind: &str) {
    if world.home != Platform::ZaloBot {
        return;
    }
    for tries in 1..=12 {
        let tried = format!(
            "SELECT COUNT(*) FROM outbox WHERE kind = '{kind}' AND state IN ('waiting', 'failed', 'cancelled') AND part = 0 AND attempts >= {tries}"
        );
        world.comes_to(&tried, 1).await;
        world.pass(Duration::from_secs(8 * 3600));
    }
}

const GONE: &str = "SELECT COUNT(*) FROM role WHERE standing = 'gone'";

async fn a_card_that_is_refused_goes_to_the_next_and_the_first_comes_back(world: World) {
    let first = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    world.settle().await;
    refuses(&world, &first);
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    gives_up(&world, "card").await;
    world.reads(&coordinator, &format!("Câu hỏi #{code}")).await;
    world.comes_to(GONE, 1).await;
    // The next one does not even try.
    let next = world.asks_again(&resident, "Bao giờ sửa cầu?").await;
    world.reads(&coordinator, &format!("Câu hỏi #{next}")).await;
    recovers(&world);
    // Back: what is open is listed with its words, and what comes is theirs again.
    let list = world.told(&first, "/danhsach", "2 câu hỏi đang chờ").await;
    for words in ["« Bao giờ sửa đường? »", "« Bao giờ sửa cầu? »"] {
        assert!(list.text.contains(words), "{}", list.text);
    }
    world.comes_to(GONE, 0).await;
    let third = world.asks_again(&resident, "Bao giờ sửa kênh?").await;
    world.reads(&first, &format!("Câu hỏi #{third}")).await;
    world.tells(&coordinator, &format!("/traloi {code} Tháng sau."));
    world.reads(&resident, "Tháng sau.").await;
    world.nobody_reads(&[&first], &format!("Câu hỏi #{code}\n")).await;
    world.close().await;
}

async fn a_refused_card_waits_for_nobody_else_than_who_holds_it(world: World) {
    let only = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    world.settle().await;
    refuses(&world, &only);
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    gives_up(&world, "card").await;
    // Nobody else is there: it is nobody's, in sight of `doctor`, and not silently theirs.
    world.comes_to("SELECT COUNT(*) FROM question WHERE state = 'open' AND role IS NULL", 1).await;
    recovers(&world);
    world.tells(&only, "trợ giúp");
    world.reads(&only, &format!("Câu hỏi #{code}")).await;
    world.settle().await;
    let cards = world.notes(&only).into_iter().filter(|n| n.text.contains(&format!("Câu hỏi #{code}")));
    assert_eq!(cards.count(), 1);
    world.tells(&only, &format!("/traloi {code} Tháng sau."));
    world.reads(&resident, "Tháng sau.").await;
    world.close().await;
}

async fn an_answer_that_was_refused_for_long_comes_when_they_write(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.settle().await;
    match world.home {
        // Words that nobody knows yet.
        Platform::Telegram => world.platform.fault(
            Fault::error(400, "Bad Request: SOMETHING_NEW").in_chat(resident.account()).times(u32::MAX),
        ),
        Platform::ZaloBot => refuses(&world, &resident),
        Platform::ZaloOa => {
            world.zalo_oa.fault(oa::Fault::error(-999, "error").in_chat(resident.account()).times(u32::MAX))
        }
    }
    world.tells(&reporter, &format!("/traloi {code} Tháng sau."));
    gives_up(&world, "answer").await;
    let told = world.reads(&reporter, "ứng dụng chưa nhận tin này").await;
    assert!(told.text.contains(&format!("#{code}")), "{}", told.text);
    let line = crate::delivery::unheard::shown(&world, &code).await.line(&world.parts().core.text);
    assert!(line.contains("đã trả lời, chưa tới người hỏi"), "{line}");
    recovers(&world);
    world.tells(&resident, "câu hỏi");
    world.reads(&resident, "Tháng sau.").await;
    world.settle().await;
    world.told(&resident, "câu hỏi", &format!("#{code} « Bao giờ sửa đường? » – đã trả lời")).await;
    world.close().await;
}

async fn a_second_answer_corrects_only_what_was_read(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.settle().await;
    // What is wrong with it is its words: this one will never come.
    match world.home {
        Platform::Telegram => world
            .platform
            .fault(Fault::error(400, "Bad Request: can't parse entities").in_chat(resident.account())),
        Platform::ZaloBot => world
            .zalo
            .fault(bot::Fault::error(400, "Bad Request: text is too long").in_chat(resident.account())),
        Platform::ZaloOa => world.zalo_oa.fault(oa::Fault::error(-210, "error").in_chat(resident.account())),
    }
    world.tells(&reporter, &format!("/traloi {code} Tháng sau."));
    world
        .comes_to("SELECT COUNT(*) FROM outbox WHERE kind = 'answer' AND state = 'failed' AND part = 0", 1)
        .await;
    world.reads(&reporter, "không tới được").await;
    world.told(&reporter, &format!("/traloi {code} Sang năm."), "Máy đang gửi câu trả lời").await;
    let first = world.reads(&resident, "Sang năm.").await;
    assert!(first.text.contains(&format!("Trả lời câu hỏi #{code}")), "{}", first.text);
    world.told(&reporter, &format!("/traloi {code} Mùa xuân."), &format!("#{code}")).await;
    let second = world.reads(&resident, "Mùa xuân.").await;
    assert!(second.text.contains(&format!("Đính chính câu trả lời #{code}")), "{}", second.text);

    // One that waits until they write is not followed by another: they get the last alone.
    let code = world.asks_again(&resident, "Bao giờ sửa cầu?").await;
    world.settle().await;
    world.told(&resident, "dừng", "máy thôi nhắn").await;
    for words in ["Tuần tới.", "Ngày kia."] {
        world.told(&reporter, &format!("/traloi {code} {words}"), "khi họ nhắn, máy gửi ngay").await;
    }
    world.tells(&resident, "xem");
    let answer = world.reads(&resident, "Ngày kia.").await;
    assert!(answer.text.contains(&format!("Trả lời câu hỏi #{code}")), "{}", answer.text);
    world.nobody_reads(&[&resident], "Tuần tới.").await;
    world.close().await;
}

async fn an_answer_in_a_group_comes_when_the_group_is_back(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let asker = world.person("Bà con");
    let village = world.village("lc-binhlu-naluong", &[&asker]).await;
    // Elsewhere no refusal says that the bot was taken out.
    let (Phone::Telegram(user), Group::Telegram(chat)) = (&asker, &village) else {
        return world.close().await;
    };
    let mut codes = vec![];
    for question in ["Bao giờ sửa đường?", "Bao giờ sửa cầu?"] {
        let receipt = world.told_in(&asker, &village, &format!("/hoi {question}"), "Đã nhận câu hỏi").await;
        codes.push(crate::world::code_in(&receipt.text));
    }
    world.settle().await;
    // Refused, and nobody told us before; then written while the group is known to be lost.
    world
        .platform
        .fault(Fault::error(403, "Forbidden: bot was kicked from the supergroup chat").in_chat(*chat));
    world.tells(&reporter, &format!("/traloi {} Tháng sau.", codes[0]));
    world.reads(&reporter, "máy đã bị đưa ra khỏi nhóm").await;
    world.told(&reporter, &format!("/traloi {} Sang năm.", codes[1]), "Máy đang ở ngoài nhóm").await;
    world.platform.remove_bot_from_group(world.bot, *chat, *user).unwrap();
    world.settle().await;
    let shown = crate::delivery::unheard::shown(&world, &codes[1]).await;
    assert_eq!(shown.answer, Some(loaban::outbox::State::Waiting));
    world.platform.add_bot_to_group(world.bot, *chat, *user).unwrap();
    world.reads_in(&village, "Tháng sau.").await;
    world.reads_in(&village, "Sang năm.").await;
    world.close().await;
}
