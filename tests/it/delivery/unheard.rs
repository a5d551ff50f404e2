//! A message to a person that nobody saw arrive: said once more after the trouble and not in it; then told, shown, and
//! kept until they write.

use crate::stories;
use crate::world::World;
use crate::world::phones::Phone;
use loaban::config::Platform;
use loaban::outbox::{self, State};
use loaban::questions::{self, Listed};
use loaban::standins;
use std::time::Duration;

stories!(on each;
    a_moment_without_answers_costs_nothing,
    an_answer_that_nobody_saw_arrive_is_told_shown_and_comes_when_they_write,
    a_card_that_nobody_saw_arrive_is_shown_and_comes_when_they_write,
    what_is_said_once_more_is_no_probe,
);

/// A little longer than what may have arrived is left alone.
pub const AFTER_THE_PAUSE: Duration = Duration::from_secs(31);

/// From now on nothing that is sent to somebody is answered: a page of a proxy comes instead. `all`: nor to anybody else.
pub fn swallows(world: &World, phone: &Phone, all: bool) {
    let chat = phone.account();
    // Whether the platform is there is answered all the time.
    macro_rules! fault {
        ($standin:expr, $of:ident) => {{
            let fault = standins::$of::Fault::new(standins::$of::What::Html(502)).times(u32::MAX);
            let path = if world.home == Platform::ZaloOa { "/v3.0/oa/message/cs" } else { "sendMessage" };
            $standin.fault(if all { fault.on(path) } else { fault.in_chat(chat) })
        }};
    }
    match world.home {
        Platform::Telegram => fault!(world.platform, telegram),
        Platform::ZaloBot => fault!(world.zalo, zalo_bot),
        Platform::ZaloOa => fault!(world.zalo_oa, zalo_oa),
    }
}

/// All is answered again.
pub fn recovers(world: &World) {
    world.platform.clear_faults();
    world.zalo.clear_faults();
    world.zalo_oa.clear_faults();
}

pub async fn shown(world: &World, code: &str) -> Listed {
    let parts = world.parts();
    let now = world.clock.now();
    questions::show(&parts.core.db, &parts.core.seal, code, now).await.unwrap().expect("the question")
}

/// How many messages of a kind wait for a reason.
pub fn waiting(kind: &str, reason: &str) -> String {
    format!(
        "SELECT COUNT(*) FROM outbox WHERE kind = '{kind}' AND state = 'waiting' AND reason = '{reason}' AND part = 0"
    )
}

/// How many messages of a kind nobody saw arrive.
pub fn unknown(kind: &str) -> String {
    format!("SELECT COUNT(*) FROM outbox WHERE kind = '{kind}' AND state = 'unknown' AND part = 0")
}

pub fn times(world: &World, phone: &Phone, words: &str) -> usize {
    world.notes(phone).iter().filter(|n| n.from_bot && n.text.contains(words)).count()
}

async fn a_moment_without_answers_costs_nothing(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    swallows(&world, &reporter, false);
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.comes_to(&waiting("card", "no-answer"), 1).await;
    // The trouble lasts on: nothing is said into it.
    world.told(&resident, "trợ giúp", "Cứ nhắn hoặc nói câu hỏi vào đây").await;
    world.comes_to(&waiting("card", "no-answer"), 1).await;
    let listed = shown(&world, &code).await;
    assert_eq!(listed.card, Some(State::Unknown), "{listed:?}");
    recovers(&world);
    world.pass(AFTER_THE_PAUSE);
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;

    swallows(&world, &resident, false);
    world.told(&reporter, &format!("/traloi {code} Tháng sau."), "Máy đang gửi câu trả lời").await;
    world.comes_to(&waiting("answer", "no-answer"), 1).await;
    recovers(&world);
    world.pass(AFTER_THE_PAUSE);
    world.reads(&resident, "Tháng sau.").await;
    world.settle().await;
    assert_eq!(shown(&world, &code).await.answer, Some(State::Sent));
    assert_eq!(
        (
            times(&world, &resident, "Người trả lời: báo cáo viên"),
            times(&world, &reporter, "có thể chưa tới")
        ),
        (1, 0)
    );
    world.close().await;
}

async fn an_answer_that_nobody_saw_arrive_is_told_shown_and_comes_when_they_write(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    swallows(&world, &resident, false);
    world.tells(&reporter, &format!("/traloi {code} Tháng sau."));
    world.comes_to(&waiting("answer", "no-answer"), 1).await;
    world.pass(AFTER_THE_PAUSE);
    world.comes_to(&unknown("answer"), 1).await;
    let told = world.reads(&reporter, "có thể chưa tới").await;
    assert!(
        told.text.contains(&format!("#{code}")) && told.text.contains("không cần gửi lại"),
        "{}",
        told.text
    );

    // It is not called delivered anywhere, and is not a publication's.
    let parts = world.parts();
    let line = |listed: &Listed| listed.line(&parts.core.text);
    let listed = shown(&world, &code).await;
    assert_eq!(listed.answer, Some(State::Unknown));
    assert!(line(&listed).contains("đã trả lời, có thể chưa tới người hỏi"), "{}", line(&listed));
    let db = &parts.core.db;
    assert_eq!(outbox::private_unknown(db).await.unwrap(), 1);
    assert_eq!(outbox::publications_in_trouble(db).await.unwrap(), (0, 0));
    // It does not go oftener by itself, and is told of once.
    for _ in 0..3 {
        world.pass(Duration::from_secs(24 * 3600));
        world.settle().await;
    }
    world.comes_to(&unknown("answer"), 1).await;
    assert_eq!(times(&world, &reporter, "có thể chưa tới"), 1);

    recovers(&world);
    world.tells(&resident, "câu hỏi");
    world.reads(&resident, "Tháng sau.").await;
    world.reads(&resident, "– đã có trả lời, máy đang gửi").await;
    world.settle().await;
    world.told(&resident, "câu hỏi", "– đã trả lời").await;
    assert_eq!(shown(&world, &code).await.answer, Some(State::Sent));
    assert_eq!(
        (
            times(&world, &resident, "Người trả lời: báo cáo viên"),
            times(&world, &reporter, "có thể chưa tới")
        ),
        (1, 1)
    );
    assert_eq!(outbox::private_unknown(db).await.unwrap(), 0);
    world.close().await;
}

async fn a_card_that_nobody_saw_arrive_is_shown_and_comes_when_they_write(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    swallows(&world, &reporter, false);
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.comes_to(&waiting("card", "no-answer"), 1).await;
    world.pass(AFTER_THE_PAUSE);
    world.comes_to(&unknown("card"), 1).await;
    let listed = shown(&world, &code).await;
    assert_eq!(listed.card, Some(State::Unknown));
    let line = listed.line(&world.parts().core.text);
    assert!(line.contains("phiếu có thể chưa tới người trả lời"), "{line}");
    recovers(&world);
    // Whatever they write.
    world.tells(&reporter, "trợ giúp");
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    world.settle().await;
    assert_eq!(shown(&world, &code).await.card, Some(State::Sent));
    if world.tells_quotes() {
        world.replies(&reporter, &card, "Tháng sau.");
        world.reads(&resident, "Tháng sau.").await;
    }
    world.close().await;
}

/// While the platform takes no messages at all, each that is tried may be lost: then it is not the one that is said for
/// the second and last time.
async fn what_is_said_once_more_is_no_probe(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let first = world.knows("Một").await;
    let (second, third, fourth) =
        (world.knows("Hai").await, world.knows("Ba").await, world.knows("Tư").await);
    let code = world.asks_again(&first, "Bao giờ sửa đường?").await;
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    world.settle().await;
    swallows(&world, &first, true);
    let lost = "SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND reason = 'no-answer'";
    // The answer, and what the reporter is told of it; then another.
    world.tells(&reporter, &format!("/traloi {code} Tháng sau."));
    world.comes_to(lost, 2).await;
    world.tells(&second, "trợ giúp");
    world.comes_to(lost, 3).await;
    // All three are due, and a fourth is tried instead of them.
    world.pass(AFTER_THE_PAUSE);
    world.tells(&third, "trợ giúp");
    world.comes_to(lost, 4).await;
    recovers(&world);
    world.told(&fourth, "trợ giúp", "Cứ nhắn hoặc nói câu hỏi vào đây").await;
    world.reads(&first, "Tháng sau.").await;
    world.reads(&second, "Cứ nhắn hoặc nói câu hỏi vào đây").await;
    world.settle().await;
    assert_eq!((times(&world, &first, "Tháng sau."), times(&world, &reporter, "có thể chưa tới")), (1, 0));
    world.close().await;
}
