//! What is kept, for how long, and how it goes: xem, xoá, dừng, and the clock.

use super::{FACTS, OPEN, PENDING, PEOPLE, QUESTIONS, asks_again, is_told, known_resident};
use crate::stories;
use crate::world::World;
use crate::world::phones::Phone;
use loaban::app::deleted;
use loaban::report::{self, Form, Period};
use loaban::seal::Use;

stories!(on each;
    xem_shows_everything_that_is_kept,
    xoa_takes_everything_and_no_figure_changes,
    xoa_of_somebody_with_a_role_leaves_the_role,
    after_dung_nothing_comes_but_replies,
    an_answer_to_who_blocked_the_bot_comes_when_they_write_again,
    a_reporter_who_stops_is_away_and_no_question_is_stuck,
    an_open_question_keeps_what_it_needs,
);
// A voice there quotes the card that it answers.
stories!(
    handles_voices_and_texts_go_in_their_time,
    after_two_years_a_question_is_a_count_and_no_figure_changes,
    what_was_deleted_is_summed_up_by_day,
);

async fn xem_shows_everything_that_is_kept(world: World) {
    world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.person("Bà con");
    let bare = world.told(&resident, "xem", "Máy đang giữ:").await;
    assert!(
        bare.text.contains("Nơi ở: không có") && bare.text.contains("Câu hỏi: không có"),
        "{}",
        bare.text
    );
    world.tells(&resident, "Bao giờ sửa đường?");
    world.reads(&resident, "xin phép dùng câu hỏi này").await;
    let waits = world.told(&resident, "/xem", "Máy đang giữ:").await;
    assert!(waits.text.contains("Câu chưa gửi: có"), "{}", waits.text);
    world.chooses(&resident, "Đồng ý, gửi").await;
    world.lives(&resident, "Nà Luồng").await;
    world.reads(&resident, "Đã nhận câu hỏi").await;
    let kept = world.told(&resident, "xem", "Máy đang giữ:").await;
    for word in [
        "Nơi ở: bản Nà Luồng (mẫu), xã Bình Lư",
        "Tiếng: Tiếng Việt",
        "chậm nhất hết thứ Sáu 27/11",
        "đang chờ trả lời",
        "Việc được giao: không có",
    ] {
        assert!(kept.text.contains(word), "{word} in {}", kept.text);
    }
    world.close().await;
}

async fn xoa_takes_everything_and_no_figure_changes(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.settle().await;
    let people = world.count(PEOPLE).await;
    let resident = world.person("Bà con");
    let answered = world.asks_first(&resident, "Bao giờ sửa đường?").await;
    world.tells(&reporter, &format!("/traloi {answered} Tháng sau."));
    world.reads(&resident, "Tháng sau.").await;
    let open = world.asks_again(&resident, "Bao giờ sửa cầu?").await;
    world.settle().await;
    let before = world.report("lc-binhlu", "2026-12").await["questions"].clone();
    assert_eq!((&before["received"], &before["open_after"]), (&2.into(), &1.into()));

    let told = world.erases(&resident, "Đã xoá hết").await;
    assert!(told.text.contains("Điều không lấy lại được"), "{}", told.text);
    world.settle().await;
    assert_eq!((world.count(PEOPLE).await, world.count(PENDING).await), (people, 0));
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM question WHERE asker IS NOT NULL OR body <> '' OR answer <> ''")
            .await,
        0
    );
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM outbox WHERE address_sealed IS NOT NULL AND state <> 'waiting'")
            .await,
        0
    );
    let key = world.parts().core.seal.person_key(world.account(), &resident.account(), Use::Asker);
    assert_eq!(world.count(&format!("SELECT COUNT(*) FROM outbox WHERE person = '{key}'")).await, 0);
    let after = world.report("lc-binhlu", "2026-12").await["questions"].clone();
    // An open question is withdrawn; everything else stays as it was.
    assert_eq!(
        (&after["received"], &after["answered"], &after["withdrawn"], &after["open_after"]),
        (&2.into(), &1.into(), &1.into(), &0.into())
    );
    // The reporter is told at a moment of its own.
    world.pass(std::time::Duration::from_secs(86_400));
    world.reads(&reporter, &format!("Người hỏi đã rút câu hỏi #{open}")).await;
    // A stranger again.
    world.told(&resident, "Bao giờ có điện?", "xin phép dùng câu hỏi này").await;
    assert_eq!(world.count(QUESTIONS).await, 2);
    world.close().await;
}

async fn xoa_of_somebody_with_a_role_leaves_the_role(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.erases(&reporter, "Còn giữ việc được giao").await;
    let resident = world.person("Bà con");
    let code = world.asks_first(&resident, "Bao giờ sửa đường?").await;
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    assert_eq!(world.count("SELECT COUNT(*) FROM person WHERE consent = ''").await, 1);
    world.close().await;
}

async fn after_dung_nothing_comes_but_replies(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.person("Bà con");
    let code = world.asks_first(&resident, "Bao giờ sửa đường?").await;
    world.told(&resident, "dừng", "máy thôi nhắn").await;
    world.tells(&reporter, &format!("/traloi {code} Tháng sau."));
    world.reads(&reporter, "khi họ nhắn, máy gửi ngay").await;
    world.nobody_reads(&[&resident], "Tháng sau").await;
    // What they do themselves is still answered, what came meanwhile comes, and that alone brings nothing else back.
    world.told(&resident, "xem", "Máy đang giữ").await;
    world.reads(&resident, "Tháng sau").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM person WHERE stopped = 1").await, 1);
    // A new question does.
    let again = world.asks_again(&resident, "Bao giờ sửa cầu?").await;
    world.tells(&reporter, &format!("/traloi {again} Sang năm."));
    world.reads(&resident, "Sang năm.").await;
    world.close().await;
}

async fn an_answer_to_who_blocked_the_bot_comes_when_they_write_again(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.person("Bà con");
    let code = world.asks_first(&resident, "Bao giờ sửa đường?").await;
    // Elsewhere nobody can block a bot, or nobody tells it.
    let Phone::Telegram(user) = resident else { return world.close().await };
    world.platform.blocks(user, world.bot).unwrap();
    world.settle().await;
    world.tells(&reporter, &format!("/traloi {code} Tháng sau."));
    world.reads(&reporter, "khi họ nhắn, máy gửi ngay").await;
    world.platform.unblocks(user, world.bot).unwrap();
    world.tells(&resident, "câu hỏi");
    world.reads(&resident, "Tháng sau.").await;
    world.settle().await;
    world.told(&resident, "câu hỏi", "đã trả lời").await;
    world.close().await;
}

async fn a_reporter_who_stops_is_away_and_no_question_is_stuck(world: World) {
    let first = world.enrols("Người thứ nhất", "reporter", "lc-binhlu").await;
    let resident = world.person("Bà con");
    let code = world.asks_first(&resident, "Bao giờ sửa đường?").await;
    world.reads(&first, &format!("Câu hỏi #{code}")).await;
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    world.told(&first, "dừng", "/nghi het").await;
    world.reads(&coordinator, &format!("Câu hỏi #{code}")).await;
    let next = world.asks_again(&resident, "Bao giờ sửa cầu?").await;
    world.reads(&coordinator, &format!("Câu hỏi #{next}")).await;
    world.nobody_reads(&[&first], &next).await;
    world.told(&first, "/nghi het", "đi làm lại").await;
    let third = world.asks_again(&resident, "Bao giờ sửa kênh?").await;
    world.reads(&first, &format!("Câu hỏi #{third}")).await;
    // Who blocks the bot hears nothing either; who lifts the block is back. Elsewhere the bot is not told.
    let Phone::Telegram(user) = first else { return world.close().await };
    world.platform.blocks(user, world.bot).unwrap();
    world.reads(&coordinator, &format!("Câu hỏi #{third}")).await;
    world.platform.unblocks(user, world.bot).unwrap();
    world.comes_to("SELECT COUNT(*) FROM role WHERE absent_until IS NOT NULL", 0).await;
    let fourth = world.asks_again(&resident, "Bao giờ sửa mương?").await;
    world.reads(&first, &format!("Câu hỏi #{fourth}")).await;
    world.close().await;
}

async fn handles_voices_and_texts_go_in_their_time(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
    let group = world.linked_group("lc-binhlu-naluong", resident).await;
    world.speaks(resident, None);
    world.presses(resident, "Gửi tiếng nói").await;
    let card = world.person_sees(reporter, "xin nghe tiếng ở tin dưới").await;
    let spoken = crate::world::code_in(&card.text);
    world.speaks(reporter, Some(&card));
    world.person_sees(resident, &format!("Trả lời câu hỏi #{spoken}")).await;
    let written = asks_again(&world, resident, "Bao giờ sửa đường?").await;
    world.says(reporter, &format!("/traloi {written} Tháng sau."));
    world.person_sees(resident, "Tháng sau.").await;
    world.writes(resident, group, "/hoi Bao giờ sửa cầu?");
    let in_group = crate::world::code_in(&world.group_sees(group, "Đã nhận câu hỏi").await.text);
    world.says(reporter, &format!("/traloi {in_group} Sang năm."));
    world.group_sees(group, "Sang năm.").await;
    world.settle().await;
    let facts = world.count(FACTS).await;
    let about = format!("code IN ('{spoken}', '{written}', '{in_group}')");
    let with = |what: &str| format!("SELECT COUNT(*) FROM question WHERE {about} AND {what}");
    assert_eq!(world.count(&with("asker IS NOT NULL AND body <> ''")).await, 3);

    // Six days on everything is there; after seven who asked and every voice is gone, also from what was sent.
    world.pass_until("2026-12-01 09:00");
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert_eq!(world.count(&with("asker IS NOT NULL")).await, 3);
    world.pass_until("2026-12-02 09:01");
    world.comes_to(&with("asker IS NOT NULL OR message IS NOT NULL"), 0).await;
    // Something as long stands in the place of a voice.
    let has_voice = |world: &World| {
        let (desk, db, spoken) = (world.parts().desk.clone(), world.parts().core.db.clone(), spoken.clone());
        async move {
            let mut tx = db.write().await.unwrap();
            let q = desk.find(&mut tx, &spoken).await.unwrap().unwrap();
            q.body.voice.is_some() || q.answer.voice.is_some()
        }
    };
    for _ in 0..100 {
        if !has_voice(&world).await {
            break;
        }
        world.settle().await;
    }
    assert!(!has_voice(&world).await);

    let key = world.parts().core.seal.person_key("tg", &resident.to_string(), Use::Asker);
    world.comes_to(&format!("SELECT COUNT(*) FROM outbox WHERE person = '{key}'"), 0).await;
    assert_eq!(world.count(&with("body <> '' AND answer <> ''")).await, 3);
    is_told(&world, resident, "câu hỏi", "Chưa có câu hỏi nào ở đây, hoặc đã quá hạn").await;
    // A correction reaches nobody any more, and says so.
    world.says(reporter, &format!("/traloi {written} Tháng sau nữa."));
    world.person_sees(reporter, "không còn đường gửi tới người hỏi").await;

    world.pass_until("2027-02-23 09:01");
    world.comes_to(&with("body <> '' OR answer <> ''"), 0).await;
    assert_eq!(world.count(QUESTIONS).await, 4, "the figures' rows stay");
    assert!(world.count(FACTS).await > facts, "and every fact");
    world.close().await;
}

async fn an_open_question_keeps_what_it_needs(world: World) {
    let resident = world.person("Bà con");
    let code = world.asks_first(&resident, "Bao giờ sửa đường?").await;
    let receipt = world.reads(&resident, &format!("mã #{code}")).await;
    world.pass_until("2027-04-01 09:00");
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.reads(&reporter, "« Bao giờ sửa đường? »").await;
    // Months later the receipt can still be quoted.
    world.replies(&resident, &receipt, "Đoạn qua suối nhé.");
    world.reads(&resident, &format!("Đã chuyển thêm lời này cho báo cáo viên, câu hỏi #{code}")).await;
    assert_eq!(world.count(OPEN).await, 1);
    world.close().await;
}

/// The reports of these periods and places in every form, as they are at a moment.
async fn reports(world: &World, moment: i64) -> Vec<Vec<u8>> {
    let parts = world.parts();
    let tree = parts.atlas.tree().await.unwrap();
    let mut files = vec![];
    for period in ["2026-12", "2028-12"] {
        for place in ["lc", "lc-binhlu", "lc-binhlu-naluong"] {
            let period = Period::parse(period).unwrap();
            let built = report::build(parts.reports(), &tree, place, period, moment).await.unwrap();
            files.extend(Form::ALL.map(|form| built.file(form, &parts.core.text).unwrap()));
        }
    }
    files
}

async fn after_two_years_a_question_is_a_count_and_no_figure_changes(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
    let first = asks_again(&world, resident, "Bao giờ sửa đường?").await;
    let same = asks_again(&world, resident, "Đường bao giờ sửa xong?").await;
    world.says(reporter, &format!("/trung {first} {same}"));
    world.says(reporter, &format!("/traloi {first} Tháng sau."));
    world.person_sees(resident, "Tháng sau.").await;
    world.settle().await;
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE state <> 'open'").await, 3);
    let with_same = "SELECT COUNT(*) FROM question WHERE same_as IS NOT NULL";
    assert_eq!(world.count(with_same).await, 1);

    // One is asked, and one was closed, a little before the rows of then have had their time.
    world.pass_until("2028-11-25 08:00");
    let later = world.platform.add_person("Nhà bên");
    let young = world.asks(later, "Bao giờ có điện?", "Nà Luồng").await;
    world.says(reporter, &format!("/traloi {young} Tháng này."));
    world.person_sees(later, "Tháng này.").await;
    let open = asks_again(&world, later, "Bao giờ có nước?").await;
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 5);
    let then = world.clock.now() + 26 * 3_600_000;
    let before = reports(&world, then).await;
    let facts = world.count(FACTS).await;

    world.pass_until("2028-11-26 10:00");
    assert_eq!(world.clock.now(), then);
    world.comes_to(QUESTIONS, 2).await;
    let left = format!("SELECT COUNT(*) FROM question WHERE code IN ('{young}', '{open}')");
    assert_eq!((world.count(&left).await, world.count(with_same).await), (2, 0));
    let about = format!("SELECT COUNT(*) FROM outbox WHERE question IN ('{first}', '{same}')");
    assert_eq!(world.count(&about).await, 0);
    world.settle().await;
    assert_eq!(world.count(FACTS).await, facts, "every fact stays, and none comes");
    assert!(reports(&world, then).await == before, "a report is not what it was");
    // From the log alone, too.
    sqlx::query("DELETE FROM report_carry").execute(world.parts().core.db.read()).await.unwrap();
    assert!(reports(&world, then).await == before, "a report from the log alone is not what it was");
    assert!(deleted::last(&world.parts().core.db).await.unwrap().unwrap().sums.rows >= 3);
    // Nobody finds the old one, and nothing breaks of it.
    world.says(reporter, &format!("/traloi {first} Sang năm."));
    world.person_sees(reporter, &format!("#{first}")).await;
    world.close().await;
}

async fn what_was_deleted_is_summed_up_by_day(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.invite("reporter", "lc-binhlu", "Đ/c Không Đến").await;
    let named = "SELECT COUNT(*) FROM invitation WHERE name_sealed <> ''";
    assert_eq!(world.count(named).await, 1);
    let db = world.parts().core.db.clone();
    assert_eq!(deleted::last(&db).await.unwrap(), None);
    let resident = known_resident(&world, "Bà con").await;
    let code = asks_again(&world, resident, "Bao giờ sửa đường?").await;
    world.says(reporter, &format!("/traloi {code} Tháng sau."));
    world.person_sees(resident, "Tháng sau.").await;
    world.settle().await;
    world.pass_until("2026-12-02 09:01");
    world.comes_to("SELECT COUNT(*) FROM question WHERE asker IS NOT NULL", 0).await;
    world.comes_to(named, 0).await;
    let sums = async || deleted::last(&db).await.unwrap().map(|day| day.sums).unwrap_or_default();
    for _ in 0..200 {
        if sums().await.handles > 0 {
            break;
        }
        world.settle().await;
    }
    assert_eq!((sums().await.handles, sums().await.texts, sums().await.rows), (2, 0, 0));
    world.pass_until("2027-02-23 09:01");
    world.comes_to("SELECT COUNT(*) FROM question WHERE body <> '' OR answer <> ''", 0).await;
    for _ in 0..200 {
        if sums().await.texts > 0 {
            break;
        }
        world.settle().await;
    }
    assert_eq!((sums().await.handles, sums().await.texts), (0, 2), "another day begins anew");
    world.close().await;
}
