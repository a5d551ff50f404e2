//! A card that its reporter does not take: the question goes to the next, and they are back as soon as they write.

use crate::delivery::unheard::recovers;
use crate::stories;
use crate::world::World;
use crate::world::phones::Phone;
use loaban::config::Platform;
use loaban::standins::telegram::Fault;
use loaban::standins::{zalo_bot as bot, zalo_oa as oa};
use std::time::Duration;

stories!(on each;
    a_card_that_is_refused_goes_to_the_next_and_the_first_comes_back,
    a_refused_card_waits_for_nobody_else_than_who_holds_it,
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
            "SELECT COUNT(*) FROM outbox WHERE kind = '{kind}' AND state IN ('waiting', 'failed') AND part = 0 AND attempts >= {tries}"
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
