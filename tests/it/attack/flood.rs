//! One person writes without end, and another guesses codes: nobody else waits for it, and a month's messages are not
//! used up.

use crate::stories;
use crate::world::World;
use loaban::standins::telegram::{Fault, What};
use std::time::Duration;

stories!(on each;
    a_flood_of_one_delays_nobody_and_is_told_once,
    greetings_without_end_cost_a_few_replies,
    five_open_and_ten_a_day_and_then_silence,
);
stories!(codes_are_not_guessed, five_cards_of_one_give_way_to_the_first_of_another);

const QUESTIONS: &str = "SELECT COUNT(*) FROM question";

async fn a_flood_of_one_delays_nobody_and_is_told_once(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let (flood, other) = (world.knows("Bà con").await, world.person("Bà con bản bên"));
    let before = world.count(QUESTIONS).await;
    for n in 0..1000 {
        world.tells(&flood, &format!("Câu thứ {n}: bao giờ có điện?"));
    }
    let code = world.asks_first(&other, "Trạm xá mấy giờ mở cửa?").await;
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    world.settle().await;
    let questions = world.count(QUESTIONS).await - before - 1;
    let told =
        |words: &str| world.notes(&flood).iter().filter(|n| n.from_bot && n.text.contains(words)).count();
    let cards = world.notes(&reporter).iter().filter(|n| n.text.contains("Câu thứ")).count();
    eprintln!("1000 texts of one made {questions} questions and {cards} cards");
    assert!(questions <= 5 && cards <= 5, "{questions} questions, {cards} cards");
    assert_eq!((told("Nhắn nhanh quá"), told("chờ trả lời, nên câu vừa rồi máy chưa gửi")), (1, 1));
    // A minute later they are heard again.
    world.pass(Duration::from_secs(61));
    world.told(&flood, "trợ giúp", "hỏi").await;
    world.close().await;
}

async fn greetings_without_end_cost_a_few_replies(world: World) {
    let stranger = world.person("Bà con");
    for round in 0..10 {
        for n in 0..30 {
            world.tells(&stranger, &format!("chào {}", "ạ".repeat(1 + (round + n) % 2)));
        }
        world.pass(Duration::from_secs(61));
    }
    world.settle().await;
    let replies = world.notes(&stranger).iter().filter(|n| n.from_bot).count();
    eprintln!("300 greetings of a stranger got {replies} replies");
    assert!(replies <= 15, "{replies}");
    // The next day they are answered again.
    world.pass(Duration::from_secs(86_400));
    let seen = world.notes(&stranger).len();
    world.tells(&stranger, "chào");
    world.anew(&stranger, seen, "").await;
    world.close().await;
}

async fn five_open_and_ten_a_day_and_then_silence(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.person("Bà con");
    let mut codes = vec![world.asks_first(&resident, "Câu thứ nhất: bao giờ có điện?").await];
    for n in 2..=5 {
        codes.push(world.asks_again(&resident, &format!("Câu thứ {n}: bao giờ có điện?")).await);
    }
    world.told(&resident, "Câu thứ sáu: bao giờ có điện?", "5 câu hỏi chờ trả lời").await;
    // In danger the number of those that wait does not count.
    let danger = world.asks_again(&resident, "Lũ quét về bản rồi, chạy đi đâu?").await;
    codes.push(danger);
    for code in &codes {
        world.tells(&reporter, &format!("/traloi {code} Tháng sau."));
    }
    world.settle().await;
    for n in 7..=10 {
        world.asks_again(&resident, &format!("Câu thứ {n}: bao giờ có điện?")).await;
    }
    world.told(&resident, "Câu thứ mười một?", "Hôm nay đã hỏi 10 câu").await;
    let seen = world.notes(&resident).len();
    let before = world.count(QUESTIONS).await;
    world.tells(&resident, "Câu thứ mười hai: bao giờ có điện?");
    world.settle().await;
    let after = world.notes(&resident).into_iter().skip(seen).filter(|n| n.from_bot).count();
    assert_eq!((after, world.count(QUESTIONS).await), (0, before));
    world.pass(Duration::from_secs(86_400));
    world.asks_again(&resident, "Hôm sau: bao giờ có điện?").await;
    world.close().await;
}

async fn codes_are_not_guessed(world: World) {
    let thief = world.person("Người lạ");
    for n in 0..5 {
        world.told(&thief, &format!("/start ABCDEFGHJ{}", n + 2), "mã").await;
    }
    world.told(&thief, "/start ABCDEFGHJ7", "Mã sai nhiều lần").await;
    // Not even a good one is taken any more today.
    let code = world.invite("reporter", "lc-binhlu", "Báo cáo viên").await;
    world.tells(&thief, &format!("/start {code}"));
    world.settle().await;
    assert_eq!(world.count("SELECT COUNT(*) FROM role").await, 0);
    let day = world.parts().core.calendar.local(world.clock.now()).date();
    assert_eq!(
        loaban::roster::wrong_codes(&world.parts().core.db, day).await.unwrap(),
        7,
        "also those that were not looked at"
    );
    world.close().await;
}

async fn five_cards_of_one_give_way_to_the_first_of_another(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let (flood, other) = (world.knows("Bà con").await, world.knows("Bà con bản bên").await);
    world.settle().await;
    // Nothing reaches the reporter for a while.
    let busy = Fault::new(What::RetryAfter(3)).on("sendMessage").in_chat(reporter);
    world.platform.fault(busy);
    for n in 1..=5 {
        world.asks_again(&flood, &format!("Câu thứ {n} của một người: bao giờ có điện?")).await;
    }
    let real = world.asks_again(&other, "Trạm xá mấy giờ mở cửa?").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM outbox WHERE kind = 'card' AND state = 'waiting'").await, 6);
    world.pass(Duration::from_secs(4));
    world.person_sees(reporter, "Câu thứ 5 của một người").await;
    world.settle().await;
    let cards = world.platform.private_messages(reporter, world.bot);
    let cards: Vec<&str> =
        cards.iter().map(|m| m.text.as_str()).filter(|text| text.contains("Câu hỏi #")).collect();
    let cards = &cards[cards.len() - 6..];
    let at = cards.iter().position(|text| text.contains(&real)).expect("the real card");
    assert!(at <= 1, "{at} before it: {cards:#?}");
    world.close().await;
}
