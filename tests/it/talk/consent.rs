//! The first private question: before the yes there is nothing but a sealed text that waits a day at most.

use super::{FACTS, PENDING, PEOPLE, QUESTIONS, is_told, presses_old, sees_new};
use crate::stories;
use crate::world::{World, code_in, log};
use std::time::Duration;

stories!(
    before_the_yes_there_is_no_question_and_after_the_no_there_is_nothing,
    an_unanswered_notice_lapses_after_a_day_and_says_so,
    two_texts_before_the_yes_are_one_question,
    the_yes_can_be_typed,
    a_polite_word_is_no_yes,
    a_voice_goes_on_only_after_its_own_yes,
    a_voice_can_be_put_into_words_instead,
);

/// What waits for a choice, opened for nobody; what was sent about it, tied to somebody.
const TIED: &str = "SELECT COUNT(*) FROM outbox WHERE person IS NOT NULL AND person <> ''";

async fn before_the_yes_there_is_no_question_and_after_the_no_there_is_nothing(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.settle().await;
    let (facts, people, tied) =
        (world.count(FACTS).await, world.count(PEOPLE).await, world.count(TIED).await);
    let resident = world.platform.add_person("Vàng Thị Mẫu");

    world.says(resident, "Nhà tôi mất con trâu đen, hỏi ai?");
    let notice = world.person_sees(resident, "đồng ý để máy dùng câu hỏi này").await;
    let labels: Vec<&str> = notice.buttons.iter().flatten().map(|b| b.label.as_str()).collect();
    assert_eq!(labels, ["Đồng ý, gửi câu hỏi", "Không, xoá đi"], "the affirmative first");
    world.settle().await;
    assert_eq!((world.count(QUESTIONS).await, world.count(FACTS).await), (0, facts));
    assert_eq!(world.count("SELECT COUNT(*) FROM outbox WHERE kind IN ('card', 'receipt')").await, 0);
    assert_eq!(world.count(PENDING).await, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM pending WHERE body LIKE '%trâu%'").await, 0);
    assert!(!world.private(reporter).contains("trâu"));

    world.presses(resident, "Không, xoá đi").await;
    world.person_sees(resident, "máy đã xoá, không giữ lại gì").await;
    world.settle().await;
    // True to the letter: no text, no person, nothing sent that leads to them, no figure.
    assert_eq!(
        (world.count(PENDING).await, world.count(PEOPLE).await, world.count(TIED).await),
        (0, people, tied)
    );
    assert_eq!((world.count(QUESTIONS).await, world.count(FACTS).await), (0, facts));
    let logged = log::lines();
    assert!(
        !logged.contains("trâu")
            && !logged.contains(&resident.to_string())
            && !logged.contains("Vàng Thị Mẫu")
    );
    world.close().await;
}

async fn an_unanswered_notice_lapses_after_a_day_and_says_so(world: World) {
    let resident = world.platform.add_person("Bà con");
    world.says(resident, "Bao giờ có điện?");
    let notice = world.person_sees(resident, "đồng ý để máy dùng câu hỏi này").await;
    world.settle().await;
    world.pass(Duration::from_secs(24 * 3600 + 60));
    world.comes_to(PENDING, 0).await;
    world.comes_to(PEOPLE, 0).await;
    let told = world.pops_up(resident, world.bot, &notice, "Đồng ý, gửi câu hỏi").await;
    assert!(told.contains("quá 24 giờ") && told.contains("nhắn lại"), "{told}");
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 0);
    world.close().await;
}

async fn two_texts_before_the_yes_are_one_question(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.platform.add_person("Bà con");
    world.says(resident, "Cháu nhà tôi học lớp 1.");
    let first = world.person_sees(resident, "đồng ý để máy dùng câu hỏi này").await;
    is_told(&world, resident, "Có được cấp sách không?", "đồng ý để máy dùng câu hỏi này").await;
    world.presses(resident, "Đồng ý, gửi câu hỏi").await;
    world.is_from(resident, "Nà Luồng").await;
    let code = code_in(&world.person_sees(resident, "Đã nhận câu hỏi").await.text);
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("« Cháu nhà tôi học lớp 1.\nCó được cấp sách không? »"), "{}", card.text);
    // The other notice still hangs there: neither of its buttons does anything any more.
    let told = world.pops_up(resident, world.bot, &first, "Không, xoá đi").await;
    assert!(told.contains("đã xong"), "{told}");
    presses_old(&world, resident, world.bot, first.message_id, "ask:agree");
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 1);
    world.close().await;
}

async fn the_yes_can_be_typed(world: World) {
    world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let (one, two, three) =
        (world.platform.add_person("Một"), world.platform.add_person("Hai"), world.platform.add_person("Ba"));
    for (person, yes) in [(one, "Đồng ý"), (two, "dong y"), (three, "1")] {
        world.says(person, "Bao giờ có điện?");
        world.person_sees(person, "đồng ý để máy dùng câu hỏi này").await;
        world.says(person, yes);
        world.person_sees(person, "Bà con ở bản nào?").await;
        // A typed digit answers the latest open choice: the fourth is "none of these".
        world.says(person, "4");
        world.person_sees(person, "Bà con gõ tên bản").await;
        world.says(person, "nà luồng");
        world.person_sees(person, "Đã nhận câu hỏi").await;
    }
    let four = world.platform.add_person("Bốn");
    world.says(four, "Bao giờ có điện?");
    world.person_sees(four, "đồng ý để máy dùng câu hỏi này").await;
    world.says(four, "không");
    world.person_sees(four, "không giữ lại gì").await;
    assert_eq!(world.count(QUESTIONS).await, 3);
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE place = 'lc-binhlu-naluong'").await, 3);
    world.close().await;
}

async fn a_polite_word_is_no_yes(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.platform.add_person("Bà con");
    world.says(resident, "Bao giờ có điện?");
    world.person_sees(resident, "đồng ý để máy dùng câu hỏi này").await;
    // It is asked again, and is no part of the question.
    is_told(&world, resident, "vâng ạ", "đồng ý để máy dùng câu hỏi này").await;
    assert_eq!(world.count(QUESTIONS).await, 0);
    world.presses(resident, "Đồng ý, gửi câu hỏi").await;
    world.is_from(resident, "Nà Luồng").await;
    let card = world.person_sees(reporter, "Câu hỏi #").await;
    assert!(card.text.contains("« Bao giờ có điện? »"), "{}", card.text);
    world.close().await;
}

async fn a_voice_goes_on_only_after_its_own_yes(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.platform.add_person("Bà con");
    world.speaks(resident, None);
    world.presses(resident, "Đồng ý, gửi câu hỏi").await;
    let notice = world.person_sees(resident, "sẽ nghe thấy tiếng nói của bà con").await;
    let labels: Vec<&str> = notice.buttons.iter().flatten().map(|b| b.label.as_str()).collect();
    assert_eq!(labels, ["Gửi tiếng nói", "Để tôi viết"]);
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 0);
    world.presses(resident, "Gửi tiếng nói").await;
    world.is_from(resident, "Nà Luồng").await;
    let code = code_in(&world.person_sees(resident, "Đã nhận câu hỏi").await.text);
    let card = world.person_sees(reporter, "xin nghe tiếng ở tin dưới").await;
    assert_eq!(code_in(&card.text), code);
    let voice = world.person_sees(reporter, &format!("Tiếng của câu hỏi #{code}")).await;
    assert_eq!(world.platform.file_bytes(voice.file_id.as_deref().unwrap()).unwrap(), b"OggS a voice");

    // The second voice goes at once.
    let before = world.platform.private_messages(resident, world.bot).len();
    world.speaks(resident, None);
    sees_new(&world, resident, before, "Đã nhận câu hỏi").await;
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 2);
    world.close().await;
}

async fn a_voice_can_be_put_into_words_instead(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.platform.add_person("Bà con");
    world.speaks(resident, None);
    world.presses(resident, "Đồng ý, gửi câu hỏi").await;
    world.presses(resident, "Để tôi viết").await;
    world.person_sees(resident, "tiếng nói đã xoá").await;
    world.settle().await;
    assert_eq!((world.count(PENDING).await, world.count(QUESTIONS).await), (0, 0));
    world.says(resident, "Bao giờ có điện?");
    world.is_from(resident, "Nà Luồng").await;
    let code = code_in(&world.person_sees(resident, "Đã nhận câu hỏi").await.text);
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("« Bao giờ có điện? »") && !card.text.contains("nghe tiếng"), "{}", card.text);

    // Or they simply write, without pressing anything.
    let other = world.platform.add_person("Bà con khác");
    world.speaks(other, None);
    world.presses(other, "Đồng ý, gửi câu hỏi").await;
    world.person_sees(other, "sẽ nghe thấy tiếng nói của bà con").await;
    world.says(other, "Bao giờ có nước sạch?");
    world.is_from(other, "Nà Luồng").await;
    let code = code_in(&world.person_sees(other, "Đã nhận câu hỏi").await.text);
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    assert!(
        card.text.contains("« Bao giờ có nước sạch? »") && !card.text.contains("nghe tiếng"),
        "{}",
        card.text
    );
    world.close().await;
}
