//! What somebody passes on was said by another: it is never a command, a code, a choice or an answer.

use crate::stories;
use crate::world::World;
use crate::world::phones::{Group, Phone};

// Only that platform says what was passed on.
stories!(
    what_is_passed_on_in_a_group_is_not_even_heard,
    what_is_passed_on_in_private_is_words,
    an_official_passes_on_no_answer_and_no_decision,
);

const QUESTIONS: &str = "SELECT COUNT(*) FROM question";
const PASSED_ON: &str = "Đây là lời chuyển tiếp của người khác";
const KEPT: &str = "SELECT COUNT(*) FROM inbox";

fn forwards(world: &World, phone: &Phone, text: &str) {
    let Phone::Telegram(user) = phone else { panic!("{phone:?} is not on Telegram") };
    world.platform.person_forwards(*user, world.bot, text).unwrap();
}

async fn what_is_passed_on_in_a_group_is_not_even_heard(world: World) {
    let member = world.person("Người trong bản");
    let group = world.village("lc-binhlu-naluong", &[&member]).await;
    world.platform.hears_all(world.bot, true);
    world.settle().await;
    let kept = world.count(KEPT).await;
    let code = world.invite("group", "lc-binhlu-suoimay", "").await;
    let (Phone::Telegram(user), Group::Telegram(chat)) = (&member, &group) else { panic!("on Telegram") };
    for text in ["/hoi Bao giờ có điện?", &format!("/lienket {code}"), "@LoaBanBot bao giờ họp?", "/tin"]
    {
        world.platform.person_forwards(*user, *chat, text).unwrap();
    }
    world.settle().await;
    assert_eq!((world.count(QUESTIONS).await, world.count(KEPT).await), (0, kept));
    world.close().await;
}

async fn what_is_passed_on_in_private_is_words(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let asked = world.asks_again(&resident, "Bao giờ có điện?").await;
    let invited = world.invite("reporter", "lc-binhlu", "").await;
    for text in ["/xoa", "dừng", &format!("thu hồi {asked}"), &format!("/start {invited}"), &invited] {
        let before = world.notes(&resident).len();
        forwards(&world, &resident, text);
        world.anew(&resident, before, PASSED_ON).await;
        world.chooses(&resident, "Không phải").await;
        world.anew(&resident, before, "máy đã xoá").await;
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM role").await, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE state = 'open'").await, 1);
    // No choice is made by it, neither by its number nor by its words; it becomes a question by a choice.
    let before = world.notes(&resident).len();
    forwards(&world, &resident, "Nghe nói năm sau bỏ học phí?");
    world.anew(&resident, before, PASSED_ON).await;
    for text in ["1", "Gửi câu hỏi", "có"] {
        let before = world.notes(&resident).len();
        forwards(&world, &resident, text);
        world.anew(&resident, before, PASSED_ON).await;
    }
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 2);
    world.chooses(&resident, "Gửi câu hỏi").await;
    world.reads(&reporter, "« Nghe nói năm sau bỏ học phí?").await;
    world.close().await;
}

async fn an_official_passes_on_no_answer_and_no_decision(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let editor = world.enrols("Người duyệt", "editor", "lc-binhlu").await;
    let resident = world.person("Bà con");
    let code = world.asks_first(&resident, "Bao giờ có điện?").await;
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    for text in [format!("/traloi {code} Mai."), format!("{code} Mai."), format!("/gac {code} Không")] {
        let before = world.notes(&reporter).len();
        forwards(&world, &reporter, &text);
        world.anew(&reporter, before, "Máy chưa gửi gì").await;
    }
    // It is asked whether it is the answer.
    let before = world.notes(&reporter).len();
    forwards(&world, &reporter, "Điện lực báo: tháng sau đóng điện.");
    let asked = world.anew(&reporter, before, "lời đồng chí chuyển tiếp").await;
    assert!(asked.text.contains("« Bao giờ có điện? »"), "{}", asked.text);
    assert_eq!(asked.choices, ["Gửi làm câu trả lời", "Không gửi gì"]);
    world.nobody_reads(&[&resident], "tháng sau đóng điện").await;
    let before = world.notes(&editor).len();
    forwards(&world, &editor, "/duyet hoc-phi");
    world.anew(&editor, before, PASSED_ON).await;
    world.settle().await;
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE state = 'open'").await, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM item_release").await, 0);
    world.chooses(&reporter, "Gửi làm câu trả lời").await;
    world.reads(&resident, "tháng sau đóng điện").await;
    world.close().await;
}
