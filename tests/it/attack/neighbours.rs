//! Member against member: what one chooses is nobody else's to choose.

use crate::stories;
use crate::world::World;
use crate::world::phones::{Group, Note, Phone};
use loaban::config::Platform;
use serde_json::json;

stories!(on each; a_neighbour_cannot_take_or_close_anothers_choice);

mod unnamed {
    use super::*;
    const HOME: &[Platform] = &[Platform::ZaloBot];
    stories!(on HOME; a_bot_that_is_not_told_its_name_understands_a_choice_and_a_word);
}

const QUESTIONS: &str = "SELECT COUNT(*) FROM question";
/// In the group: a reporter's card may offer an item's own answer.
const OPEN_CHOICES: &str = "SELECT COUNT(*) FROM outbox WHERE choices <> '' AND kind <> 'card'";
const VERDICTS: &str = "SELECT COUNT(*) FROM fact WHERE kind = 'cleared'";
const SURE: &str = "cho báo cáo viên ạ?";

/// The buttons under a message as it stands now; the numbered lines elsewhere.
fn choices_of(world: &World, group: &Group, note: &Note) -> Vec<String> {
    world.notes_in(group).into_iter().find(|n| n.id == note.id).map(|n| n.choices).unwrap_or_default()
}

/// All that a neighbour can do to a message that puts a choice before somebody else.
async fn meddles(world: &World, neighbour: &Phone, group: &Group, note: &Note) {
    for words in ["1", "số 2 ạ", "Gửi câu hỏi", "không"] {
        let before = world.notes_in(group).len();
        world.quotes_in(neighbour, group, note, words);
        if note.choices.contains(&"Gửi câu hỏi".to_owned()) || words.contains(char::is_numeric) {
            world.anew_in(group, before, "dành cho người khác").await;
        }
    }
    let (Phone::Telegram(user), Group::Telegram(chat)) = (neighbour, group) else { return };
    for label in &note.choices {
        let answer = world.is_answered_on_choosing_in(neighbour, group, note, label).await;
        assert!(answer.contains("Nút này của người hỏi"), "{answer}");
    }
    // And what no button of it brings.
    for token in ["ask:drop", "ask:yes", "ask:complaint", "lang:vi", "place:none"] {
        let update = json!({"callback_query": {"id": format!("forged-{user}-{}-{token}", note.id),
            "from": {"id": user, "is_bot": false},
            "message": {"message_id": note.id.parse::<i64>().unwrap(), "chat": {"id": chat, "type": "supergroup"}},
            "data": token}});
        world.platform.raw_update(world.bot, update).unwrap();
    }
}

async fn a_neighbour_cannot_take_or_close_anothers_choice(world: World) {
    world.zalo.habits(|h| h.quotes = true);
    let (asker, neighbour) = (world.person("Người hỏi"), world.person("Người khác"));
    let group = world.village("lc-binhlu-naluong", &[&asker, &neighbour]).await;
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.publishes("hoc-phi").await;
    let item = world.reads_in(&group, "không phải nộp học phí").await;
    world.settle().await;
    world.quotes_in(&asker, &group, &item, "Cháu học lớp 1 thì sao?");
    let choice = world.reads_in(&group, SURE).await;
    assert_eq!(choice.choices, ["Gửi câu hỏi", "Không phải"]);
    world.settle().await;
    // One who has nothing to choose, and one who has a choice of their own.
    for own in [0, 1] {
        meddles(&world, &neighbour, &group, &choice).await;
        world.settle().await;
        assert_eq!((world.count(QUESTIONS).await, world.count(OPEN_CHOICES).await), (0, 1 + own));
        assert_eq!(choices_of(&world, &group, &choice), choice.choices);
        if own == 0 {
            let seen = world.notes_in(&group).len();
            world.quotes_in(&neighbour, &group, &item, "Cháu lớp 2 có phải nộp không?");
            world.anew_in(&group, seen, SURE).await;
            world.settle().await;
        }
    }
    // It is still the asker's.
    world.is_answered_on_choosing_in(&asker, &group, &choice, "Gửi câu hỏi").await;
    let card = world.reads(&reporter, "« Cháu học lớp 1 thì sao? »").await;
    world.settle().await;
    assert_eq!((world.count(QUESTIONS).await, world.count(OPEN_CHOICES).await), (1, 1));
    world.replies(&reporter, &card, "Không phải nộp.");
    let answer = world.reads_in(&group, "Không phải nộp.").await;
    world.settle().await;
    // The verdict on an answer, too.
    meddles(&world, &neighbour, &group, &answer).await;
    world.settle().await;
    assert_eq!(world.count(VERDICTS).await, 0);
    assert_eq!(choices_of(&world, &group, &answer), answer.choices);
    world.is_answered_on_choosing_in(&asker, &group, &answer, "Đã rõ").await;
    world.comes_to(VERDICTS, 1).await;
    world.close().await;
}

async fn a_bot_that_is_not_told_its_name_understands_a_choice_and_a_word(mut world: World) {
    world.zalo.habits(|h| h.display_name = false);
    world.restart().await;
    let asker = world.person("Bà con");
    let group = world.village("lc-binhlu-naluong", &[&asker]).await;
    world.publishes("hoc-phi").await;
    world.reads_in(&group, "không phải nộp học phí").await;
    world.told_in(&asker, &group, "tin", "Tin mới").await;
    world.told_in(&asker, &group, "bao giờ có điện?", SURE).await;
    world.told_in(&asker, &group, "1", "Đã nhận câu hỏi").await;
    world.told_in(&asker, &group, "bao giờ có nước?", SURE).await;
    world.told_in(&asker, &group, "Không phải", "không gửi gì cả").await;
    world.told_in(&asker, &group, "bao giờ có sóng?", SURE).await;
    world.told_in(&asker, &group, "Gửi câu hỏi", "Đã nhận câu hỏi").await;
    assert_eq!(world.count(QUESTIONS).await, 2);
    world.close().await;
}
