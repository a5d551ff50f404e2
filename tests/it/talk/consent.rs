//! The first private question: before the yes there is nothing but a sealed text that waits a day at most.

use super::{FACTS, PENDING, PEOPLE, QUESTIONS, presses_old};
use crate::stories;
use crate::world::phones::Phone;
use crate::world::{World, code_in, log};
use loaban::config::Platform;
use std::time::Duration;

stories!(on each;
    before_the_yes_there_is_no_question_and_after_the_no_there_is_nothing,
    an_unanswered_notice_lapses_after_a_day_and_says_so,
    two_texts_before_the_yes_are_one_question,
    the_yes_can_be_typed,
    a_polite_word_is_no_yes,
    changed_words_are_agreed_to_anew_in_a_line,
    a_voice_goes_on_only_after_its_own_yes,
    who_speaks_hears_the_notices_and_who_writes_reads_them,
    a_voice_can_be_put_into_words_instead,
    after_a_first_voice_its_language_is_asked_where_somebody_speaks_another,
);

/// What waits for a choice, opened for nobody; what was sent about it, tied to somebody.
const TIED: &str = "SELECT COUNT(*) FROM outbox WHERE person IS NOT NULL AND person <> ''";

async fn before_the_yes_there_is_no_question_and_after_the_no_there_is_nothing(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.settle().await;
    let (facts, people, tied) =
        (world.count(FACTS).await, world.count(PEOPLE).await, world.count(TIED).await);
    let resident = world.person("Vàng Thị Mẫu");

    world.tells(&resident, "Nhà tôi mất con trâu đen, hỏi ai?");
    let notice = world.reads(&resident, "xin phép dùng câu hỏi này").await;
    assert_eq!(notice.choices, ["Đồng ý, gửi", "Không, xoá"], "the affirmative first");
    world.settle().await;
    assert_eq!((world.count(QUESTIONS).await, world.count(FACTS).await), (0, facts));
    assert_eq!(world.count("SELECT COUNT(*) FROM outbox WHERE kind IN ('card', 'receipt')").await, 0);
    assert_eq!(world.count(PENDING).await, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM pending WHERE body LIKE '%trâu%'").await, 0);
    world.nobody_reads(&[&reporter], "trâu").await;

    world.chooses(&resident, "Không, xoá").await;
    world.reads(&resident, "máy đã xoá, không giữ lại gì").await;
    world.settle().await;
    // True to the letter: no text, no person, nothing sent that leads to them, no figure.
    assert_eq!(
        (world.count(PENDING).await, world.count(PEOPLE).await, world.count(TIED).await),
        (0, people, tied)
    );
    assert_eq!((world.count(QUESTIONS).await, world.count(FACTS).await), (0, facts));
    let logged = log::lines();
    assert!(
        !logged.contains("trâu") && !logged.contains(&resident.account()) && !logged.contains("Vàng Thị Mẫu")
    );
    world.close().await;
}

async fn an_unanswered_notice_lapses_after_a_day_and_says_so(world: World) {
    let resident = world.person("Bà con");
    world.tells(&resident, "Bao giờ có điện?");
    let notice = world.reads(&resident, "xin phép dùng câu hỏi này").await;
    world.settle().await;
    world.pass(Duration::from_secs(24 * 3600 + 60));
    world.comes_to(PENDING, 0).await;
    // Who came is looked through once a day; no row says when somebody came.
    world.pass(Duration::from_secs(24 * 3600));
    world.comes_to(PEOPLE, 0).await;
    let told = world.is_answered_on_choosing(&resident, &notice, "Đồng ý, gửi").await;
    assert!(told.contains("quá 24 giờ") && told.contains("nhắn lại"), "{told}");
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 0);
    world.close().await;
}

async fn two_texts_before_the_yes_are_one_question(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.person("Bà con");
    world.tells(&resident, "Cháu nhà tôi học lớp 1.");
    let first = world.reads(&resident, "xin phép dùng câu hỏi này").await;
    world.told(&resident, "Có được cấp sách không?", "Máy còn giữ câu hỏi, chưa gửi").await;
    world.chooses(&resident, "Đồng ý, gửi").await;
    world.lives(&resident, "Nà Luồng").await;
    let code = code_in(&world.reads(&resident, "Đã nhận câu hỏi").await.text);
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("« Cháu nhà tôi học lớp 1.\nCó được cấp sách không? »"), "{}", card.text);
    // The other notice still hangs there: neither of its choices does anything any more.
    if let Phone::Telegram(user) = resident {
        let told = world.is_answered_on_choosing(&resident, &first, "Không, xoá").await;
        assert!(told.contains("đã xong"), "{told}");
        presses_old(&world, user, world.bot, first.id.parse().unwrap(), "ask:agree");
    } else {
        world.told(&resident, "2", "Số này máy chưa hiểu").await;
    }
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 1);
    world.close().await;
}

async fn the_yes_can_be_typed(world: World) {
    world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let (one, two, three) = (world.person("Một"), world.person("Hai"), world.person("Ba"));
    for (person, yes) in [(&one, "Đồng ý"), (&two, "dong y"), (&three, "1")] {
        world.tells(person, "Bao giờ có điện?");
        world.reads(person, "xin phép dùng câu hỏi này").await;
        world.tells(person, yes);
        world.reads(person, "Nhà mình ở bản nào ạ?").await;
        // A typed digit answers the latest open choice: the fourth is "none of these".
        world.tells(person, "4");
        world.reads(person, "Gõ tên bản hoặc tên xã").await;
        world.tells(person, "nà luồng");
        world.reads(person, "Đã nhận câu hỏi").await;
    }
    let four = world.person("Bốn");
    world.tells(&four, "Bao giờ có điện?");
    world.reads(&four, "xin phép dùng câu hỏi này").await;
    world.tells(&four, "không");
    world.reads(&four, "không giữ lại gì").await;
    assert_eq!(world.count(QUESTIONS).await, 3);
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE place = 'lc-binhlu-naluong'").await, 3);
    world.close().await;
}

async fn a_polite_word_is_no_yes(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.person("Bà con");
    world.tells(&resident, "Bao giờ có điện?");
    world.reads(&resident, "xin phép dùng câu hỏi này").await;
    // It is asked again, and is no part of the question.
    world.told(&resident, "chào cán bộ", "Máy còn giữ câu hỏi, chưa gửi").await;
    assert_eq!(world.count(QUESTIONS).await, 0);
    world.chooses(&resident, "Đồng ý, gửi").await;
    world.lives(&resident, "Nà Luồng").await;
    let card = world.reads(&reporter, "Câu hỏi #").await;
    assert!(card.text.contains("« Bao giờ có điện? »"), "{}", card.text);
    world.close().await;
}

async fn changed_words_are_agreed_to_anew_in_a_line(world: World) {
    world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.person("Bà con");
    world.asks_first(&resident, "Bao giờ sửa đường?").await;
    let agreed = "SELECT COUNT(*) FROM person WHERE consent = 'answer-1'";
    assert_eq!(world.count(agreed).await, 1);
    // The words have changed since.
    let older = "UPDATE person SET consent = 'answer-0 voice-1' WHERE consent = 'answer-1'";
    sqlx::query(older).execute(world.parts().core.db.read()).await.unwrap();
    world.settle().await;
    let questions = world.count(QUESTIONS).await;
    world.tells(&resident, "Bao giờ sửa cầu?");
    let notice = world.reads(&resident, "Lời xin phép của máy đã đổi").await;
    assert_eq!(notice.choices, ["Đồng ý, gửi", "Không, xoá"]);
    assert_eq!(notice.text.lines().filter(|line| line.contains("đã đổi")).count(), 1);
    assert!(!notice.text.contains("xin phép dùng câu hỏi này"), "{}", notice.text);
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, questions, "nothing is asked before the yes");
    world.chooses(&resident, "Đồng ý, gửi").await;
    world.reads(&resident, "Bao giờ sửa cầu?").await;
    world.comes_to(QUESTIONS, questions + 1).await;
    assert_eq!(world.count("SELECT COUNT(*) FROM person WHERE consent = 'voice-1 answer-1'").await, 1);
    // Once.
    world.asks_again(&resident, "Bao giờ sửa kênh?").await;
    world.close().await;
}

async fn a_voice_goes_on_only_after_its_own_yes(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.person("Bà con");
    world.tells_aloud(&resident);
    world.chooses(&resident, "Đồng ý, gửi").await;
    let notice = world.reads(&resident, "sẽ nghe giọng nói này").await;
    assert_eq!(notice.choices, ["Gửi tiếng nói", "Để viết ra"]);
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 0);
    world.chooses(&resident, "Gửi tiếng nói").await;
    world.lives(&resident, "Nà Luồng").await;
    let code = code_in(&world.reads(&resident, "Đã nhận câu hỏi").await.text);
    let card = world.reads(&reporter, "xin nghe tiếng ở tin dưới").await;
    assert_eq!(code_in(&card.text), code);
    let voice = world.hears(&reporter).await;
    if world.home == Platform::Telegram {
        assert_eq!(world.platform.file_bytes(&voice.file.unwrap()).unwrap(), b"OggS a voice");
    }

    // The second voice goes at once.
    let before = world.notes(&resident).len();
    world.tells_aloud(&resident);
    world.anew(&resident, before, "Đã nhận câu hỏi").await;
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 2);
    world.close().await;
}

async fn after_a_first_voice_its_language_is_asked_where_somebody_speaks_another(world: World) {
    let vietnamese = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    // Nobody there answers in another language: nothing is asked.
    let first = world.knows("Bà con").await;
    world.tells_aloud(&first);
    world.chooses(&first, "Gửi tiếng nói").await;
    world.reads(&first, "bằng tiếng nói, mã").await;
    let hmong = world.enrols_speaking("Người biết tiếng", "reporter", "lc-binhlu", "hmn-VN").await;
    let second = world.knows("Bà con khác").await;
    world.tells_aloud(&second);
    world.chooses(&second, "Gửi tiếng nói").await;
    let asked = world.reads(&second, "Mình vừa nói tiếng gì ạ?").await;
    assert_eq!(asked.choices, ["Tiếng Việt", "Tiếng Mông"]);
    let before = world.notes(&hmong).len();
    world.told(&second, "tiếng mông", "bằng tiếng nói, mã").await;
    let card = world.anew(&hmong, before, "Cần trả lời bằng: Tiếng Mông").await;
    world.nobody_reads(&[&vietnamese], &code_in(&card.text)).await;
    // Once.
    let before = world.notes(&second).len();
    world.tells_aloud(&second);
    world.anew(&second, before, "bằng tiếng nói, mã").await;
    let third = world.knows("Bà con nữa").await;
    world.tells_aloud(&third);
    world.chooses(&third, "Gửi tiếng nói").await;
    world.chooses(&third, "Tiếng Việt").await;
    let code = code_in(&world.reads(&third, "bằng tiếng nói, mã").await.text);
    world.settle().await;
    let cards: Vec<_> = [&vietnamese, &hmong].iter().flat_map(|who| world.notes(who)).collect();
    let card = cards.iter().find(|n| n.text.contains(&code)).expect("somebody has it");
    assert!(!card.text.contains("Cần trả lời bằng"), "{}", card.text);
    world.close().await;
}

/// How often this was said to somebody.
fn heard(world: &World, phone: &Phone, words: &str) -> usize {
    world.notes(phone).into_iter().filter(|note| note.from_bot && note.text.contains(words)).count()
}

async fn who_speaks_hears_the_notices_and_who_writes_reads_them(world: World) {
    const ALOUD: &str = "Nghe lời dưới đây (giọng máy đọc)";
    world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let (speaks, writes) = (world.person("Nói"), world.person("Viết"));
    world.tells_aloud(&speaks);
    let notice = world.reads(&speaks, "xin phép dùng câu hỏi này").await;
    assert_eq!(notice.choices, ["Đồng ý, gửi", "Không, xoá"]);
    world.reads(&speaks, ALOUD).await;
    world.settle().await;
    assert_eq!(heard(&world, &speaks, ALOUD), 1);
    // Said once more in a line, it is not read aloud again.
    world.told(&speaks, "chào cán bộ", "Máy còn giữ câu hỏi, chưa gửi").await;
    world.settle().await;
    assert_eq!(heard(&world, &speaks, ALOUD), 1);
    // A number means the choice that stands below the voice.
    world.tells(&speaks, "1");
    let voice = world.reads(&speaks, "sẽ nghe giọng nói này").await;
    assert_eq!(voice.choices, ["Gửi tiếng nói", "Để viết ra"]);
    world.settle().await;
    assert_eq!(heard(&world, &speaks, ALOUD), 2);
    assert_eq!(world.count(QUESTIONS).await, 0, "nothing goes on before its yes");

    world.told(&writes, "Bao giờ có điện?", "xin phép dùng câu hỏi này").await;
    world.settle().await;
    assert_eq!(heard(&world, &writes, ALOUD), 0);
    world.close().await;
}

async fn a_voice_can_be_put_into_words_instead(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.person("Bà con");
    world.tells_aloud(&resident);
    world.chooses(&resident, "Đồng ý, gửi").await;
    world.chooses(&resident, "Để viết ra").await;
    world.reads(&resident, "máy đã xoá, chưa gửi gì").await;
    world.settle().await;
    assert_eq!((world.count(PENDING).await, world.count(QUESTIONS).await), (0, 0));
    world.tells(&resident, "Bao giờ có điện?");
    world.lives(&resident, "Nà Luồng").await;
    let code = code_in(&world.reads(&resident, "Đã nhận câu hỏi").await.text);
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("« Bao giờ có điện? »") && !card.text.contains("nghe tiếng"), "{}", card.text);

    // Or they simply write, without pressing anything.
    let other = world.person("Bà con khác");
    world.tells_aloud(&other);
    world.chooses(&other, "Đồng ý, gửi").await;
    world.reads(&other, "sẽ nghe giọng nói này").await;
    world.tells(&other, "Bao giờ có nước sạch?");
    world.lives(&other, "Nà Luồng").await;
    let code = code_in(&world.reads(&other, "Đã nhận câu hỏi").await.text);
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    assert!(
        card.text.contains("« Bao giờ có nước sạch? »") && !card.text.contains("nghe tiếng"),
        "{}",
        card.text
    );
    world.close().await;
}
