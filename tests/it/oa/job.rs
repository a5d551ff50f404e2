//! The main job, with the residents and the group on the Official Account and the reporter on the bot.

use super::Official;
use crate::live::on_both;
use crate::world::{Engine, code_in};
use std::time::Duration;

on_both!(
    an_item_arrives_once_a_question_is_answered_and_the_month_adds_up,
    a_question_in_the_group_is_answered_there_and_calls_nobody,
    an_officer_who_answers_by_hand_answers_the_question,
    an_officer_who_writes_under_a_card_answers_nobody,
    a_number_alone_in_the_group_answers_a_choice_of_who_says_it,
    what_the_platform_tells_of_people_and_groups_is_obeyed,
    a_voice_reaches_the_reporter,
    an_answer_waits_for_a_silent_person_and_leaves_when_they_write,
);

async fn an_item_arrives_once_a_question_is_answered_and_the_month_adds_up(engine: Engine) {
    let Some(official) = Official::new(engine).await else { return };
    let (world, zalo) = (&official.world, &official.zalo);
    let secretary = zalo.add_person("Bí thư");
    let group = official.linked_group(&secretary).await;
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;

    let published = world.publishes("kham-suc-khoe").await;
    assert_eq!((published.groups, published.private), (1, 0));
    let item = official.sees(&group, "khám sức khoẻ miễn phí").await;
    // Whose machine speaks is said once.
    assert_eq!(item.text.matches("Đảng uỷ xã Mẫu (phòng tập)").count(), 1, "{}", item.text);
    assert!(item.text.contains(&format!("https://zalo.me/{}", official.oa)), "{}", item.text);
    assert!(item.text.encode_utf16().count() <= 2000);

    let resident = zalo.add_person("Bà con");
    let code = official.asks(&resident, "Nhà tôi đi khám có mất tiền không?").await;
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("« Nhà tôi đi khám có mất tiền không? »"), "{}", card.text);
    world.quotes(reporter, &card, "Không mất tiền, mỗi năm một lần.");
    let answer = official.sees(&resident, &format!("Trả lời câu hỏi #{code}")).await;
    assert!(answer.text.contains("Không mất tiền, mỗi năm một lần."), "{}", answer.text);
    // It quotes what was asked.
    let asked =
        zalo.messages(&official.oa, &resident).into_iter().find(|m| m.text.contains("mất tiền")).unwrap();
    assert_eq!(answer.quote, Some(asked.id));
    official.settle().await;

    let seen = zalo.messages(&official.oa, &group);
    assert_eq!(seen.iter().filter(|m| m.text.contains("khám sức khoẻ miễn phí")).count(), 1);
    let report = world.report("lc", "2026-12").await;
    let q = &report["questions"];
    assert_eq!((&q["received"], &q["answered"], &q["open_after"]), (&1.into(), &1.into(), &0.into()), "{q}");
    let d = &report["delivery"];
    assert_eq!((&d["planned"], &d["sent"], &d["waiting"]), (&1.into(), &1.into(), &0.into()), "{d}");
    // What was sent came back as an echo and as receipts, and none of it was taken for an update.
    let echoes = zalo
        .pushes()
        .iter()
        .filter(|p| p.event.starts_with("oa_send_") || p.event == "user_seen_message")
        .count();
    assert!(echoes > 5, "{echoes}");
    let stored = "SELECT COUNT(*) FROM inbox WHERE account = 'oa' AND event NOT LIKE 'user_send_%' AND event NOT IN ('create_group', '')";
    assert_eq!(world.count(stored).await, 0);
    official.close().await;
}

async fn a_question_in_the_group_is_answered_there_and_calls_nobody(engine: Engine) {
    let Some(official) = Official::new(engine).await else { return };
    let (world, zalo) = (&official.world, &official.zalo);
    let resident = zalo.add_person("Bà con");
    let group = official.linked_group(&resident).await;
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let asked = zalo
        .person_writes(
            &resident,
            &group,
            None,
            &format!("[@{}] /hoi Bao giờ sửa đường vào bản?", official.oa),
        )
        .unwrap();
    let receipt = official.sees(&group, "Đã nhận câu hỏi").await;
    assert_eq!(receipt.quote.as_deref(), Some(&*asked));
    let code = code_in(&receipt.text);
    let card = world.person_sees(reporter, &format!("#{code}")).await;
    // What anybody writes calls nobody, and reads the same.
    world.quotes(reporter, &card, &format!("[@{group}] Tháng này sửa."));
    let answer = official.sees(&group, &format!("Trả lời câu hỏi #{code}")).await;
    assert!(answer.calls.is_empty() && answer.text.contains("@"), "{answer:?}");
    assert!(
        answer.text.replace('\u{2060}', "").contains(&format!("[@{group}] Tháng này sửa.")),
        "{answer:?}"
    );

    // Where groups take no replies, the same answer comes without.
    zalo.set_group_quotes(false);
    zalo.person_writes(&resident, &group, None, "/hoi Ai sửa cầu treo?").unwrap();
    let receipt = zalo
        .wait_for(super::PATIENCE, |z| {
            let all = z.messages(&official.oa, &group);
            all.into_iter().rev().find(|m| m.text.contains("Đã nhận câu hỏi") && m.quote.is_none())
        })
        .await;
    assert!(receipt.is_some(), "{}", official.chat(&group));
    official.close().await;
}

async fn an_officer_who_answers_by_hand_answers_the_question(engine: Engine) {
    let Some(official) = Official::new(engine).await else { return };
    let (world, zalo) = (&official.world, &official.zalo);
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = zalo.add_person("Bà con");
    let code = official.asks(&resident, "Đăng ký khai sinh cần giấy gì?").await;
    world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    official.settle().await;
    let stored = "SELECT COUNT(*) FROM inbox WHERE event = 'oa_send_text'";
    // Said without quoting anything, or quoting something that is no question: none of ours.
    zalo.officer_writes(&official.oa, &resident, None, "Chị chờ chút nhé.").unwrap();
    let welcome = zalo
        .messages(&official.oa, &resident)
        .into_iter()
        .find(|m| m.text.contains("xin phép dùng"))
        .unwrap();
    zalo.officer_writes(&official.oa, &resident, Some(&welcome.id), "Chị bấm đồng ý nhé.").unwrap();
    official.settle().await;
    assert_eq!(world.count(stored).await, 0);
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE state = 'open'").await, 1);

    let asked =
        zalo.messages(&official.oa, &resident).into_iter().find(|m| m.text.contains("khai sinh")).unwrap();
    zalo.officer_writes(&official.oa, &resident, Some(&asked.id), "Chị mang giấy chứng sinh ra xã nhé.")
        .unwrap();
    world.person_sees(reporter, &format!("Câu hỏi #{code} đã có người trả lời")).await;
    official.settle().await;
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE state = 'answered'").await, 1);
    // They have it already: it is not sent again.
    let said =
        zalo.messages(&official.oa, &resident).into_iter().filter(|m| m.text.contains("chứng sinh")).count();
    assert_eq!(said, 1);
    let report = world.report("lc", "2026-12").await;
    assert_eq!(
        (&report["questions"]["answered"], &report["questions"]["answers_written"]),
        (&1.into(), &1.into())
    );
    // Said again, it changes nothing.
    zalo.officer_writes(&official.oa, &resident, Some(&asked.id), "Nhớ mang cả căn cước.").unwrap();
    official.settle().await;
    assert_eq!(world.report("lc", "2026-12").await["questions"]["answered"], 1);

    // In a group, quoting our receipt.
    let group = official.linked_group(&resident).await;
    zalo.person_writes(&resident, &group, None, "/hoi Bao giờ sửa đường vào bản?").unwrap();
    let receipt = official.sees(&group, "Đã nhận câu hỏi").await;
    official.settle().await;
    zalo.officer_writes(&official.oa, &group, Some(&receipt.id), "Tháng này sửa.").unwrap();
    world.comes_to("SELECT COUNT(*) FROM question WHERE state = 'answered'", 2).await;
    official.settle().await;
    let said =
        zalo.messages(&official.oa, &group).into_iter().filter(|m| m.text.contains("Tháng này sửa")).count();
    assert_eq!(said, 1);
    official.close().await;
}

async fn an_officer_who_writes_under_a_card_answers_nobody(engine: Engine) {
    let Some(official) = Official::new(engine).await else { return };
    let (world, zalo) = (&official.world, &official.zalo);
    let reporter = zalo.add_person("Báo cáo viên");
    let code = world.invite("reporter", "lc-binhlu", "Báo cáo viên").await;
    official.says(&reporter, &format!("/start {code}"));
    official.sees(&reporter, "Máy đã nhận đồng chí:").await;
    let resident = zalo.add_person("Bà con");
    let code = official.asks(&resident, "Đăng ký khai sinh cần giấy gì?").await;
    let card = official.sees(&reporter, &format!("Câu hỏi #{code}")).await;
    official.settle().await;
    zalo.officer_writes(&official.oa, &reporter, Some(&card.id), "Đồng chí trả lời sớm nhé.").unwrap();
    official.settle().await;
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE state = 'open'").await, 1);
    assert_eq!(world.report("lc", "2026-12").await["questions"]["answered"], 0);
    official.close().await;
}

async fn a_number_alone_in_the_group_answers_a_choice_of_who_says_it(engine: Engine) {
    let Some(official) = Official::new(engine).await else { return };
    let (world, zalo) = (&official.world, &official.zalo);
    let (resident, other) = (zalo.add_person("Bà con"), zalo.add_person("Người khác"));
    let group = official.linked_group(&resident).await;
    zalo.person_joins(&other, &group);
    let hears = "SELECT COUNT(*) FROM inbox WHERE account = 'oa'";
    zalo.person_writes(&resident, &group, None, &format!("[@{}] Bao giờ họp bản ạ?", official.oa)).unwrap();
    official.sees(&group, "1. Gửi câu hỏi").await;
    official.settle().await;
    let before = world.count(hears).await;
    // Somebody else's number is talk among people, and so is a number said before anything was asked.
    zalo.person_writes(&other, &group, None, "1").unwrap();
    official.settle().await;
    assert_eq!(world.count(hears).await, before);
    zalo.person_writes(&resident, &group, None, "1").unwrap();
    official.sees(&group, "Đã nhận câu hỏi").await;
    official.settle().await;
    let before = world.count(hears).await;
    zalo.person_writes(&resident, &group, None, "2").unwrap();
    official.settle().await;
    assert_eq!(world.count(hears).await, before);
    official.close().await;
}

async fn what_the_platform_tells_of_people_and_groups_is_obeyed(engine: Engine) {
    let Some(official) = Official::new(engine).await else { return };
    let (world, zalo) = (&official.world, &official.zalo);
    world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    // Somebody who wants nothing of theirs kept any more is forgotten; the figures stay.
    let resident = zalo.add_person("Bà con");
    official.asks(&resident, "Nhà tôi đi khám có mất tiền không?").await;
    official.settle().await;
    let known = "SELECT COUNT(*) FROM person WHERE account = 'oa'";
    assert_eq!(world.count(known).await, 1);
    zalo.person_withdraws(&resident, &official.oa);
    world.comes_to(known, 0).await;
    official.settle().await;
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE asker IS NOT NULL OR body <> ''").await, 0);
    assert_eq!(world.report("lc", "2026-12").await["questions"]["withdrawn"], 1);

    // Who unfollows gets nothing more, and is welcome again.
    let other = zalo.add_person("Bà con khác");
    official.says(&other, "trợ giúp");
    world.comes_to(known, 1).await;
    zalo.person_follows(&other, &official.oa, false);
    world.comes_to("SELECT COUNT(*) FROM person WHERE account = 'oa' AND stopped = 1", 1).await;
    zalo.person_follows(&other, &official.oa, true);
    world.comes_to("SELECT COUNT(*) FROM person WHERE account = 'oa' AND stopped = 0", 1).await;

    // A group that was dissolved, by either spelling; and one whose seats lapsed, learnt from a refusal.
    for spelling in ["delete_group", "disperse_group"] {
        let group = official.linked_group(&other).await;
        zalo.dissolve(&group, spelling);
        let gone = format!(
            "SELECT COUNT(*) FROM chat_group WHERE address = '{group}' AND state = 'gone' AND reason = 'group-ended'"
        );
        world.comes_to(&gone, 1).await;
    }
    let group = official.linked_group(&other).await;
    zalo.close_group(&group, -237);
    world.publishes("kham-suc-khoe").await;
    world
        .comes_to("SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND reason = 'lapsed' AND part = 0", 1)
        .await;
    // They may be bought again tomorrow.
    let linked = format!("SELECT COUNT(*) FROM chat_group WHERE address = '{group}' AND state = 'linked'");
    assert_eq!(world.count(&linked).await, 1);
    official.close().await;
}

async fn a_voice_reaches_the_reporter(engine: Engine) {
    let Some(official) = Official::new(engine).await else { return };
    let (world, zalo) = (&official.world, &official.zalo);
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = zalo.add_person("Bà con");
    official.asks(&resident, "Nhà tôi đi khám có mất tiền không?").await;
    zalo.person_speaks(&resident, &official.oa, b"#!AMR a voice").unwrap();
    official.sees(&resident, "có thể nhận ra").await;
    official.says(&resident, "1");
    world.person_sees(reporter, "xin nghe tiếng ở tin dưới").await;
    let address = zalo.messages(&official.oa, &resident).into_iter().find_map(|m| m.file).unwrap();
    let channel = &world.app().channels()["oa"];
    assert_eq!(channel.fetch(&address).await.unwrap(), b"#!AMR a voice");
    for elsewhere in [world.platform.url(), "http://169.254.169.254/latest/meta-data".into()] {
        assert!(channel.fetch(&elsewhere).await.is_err(), "{elsewhere}");
    }
    // A picture is asked about.
    zalo.person_shows(&resident, &official.oa, b"\x89PNG a picture").unwrap();
    official.sees(&resident, "hỏi gì về ảnh này").await;
    official.close().await;
}

async fn an_answer_waits_for_a_silent_person_and_leaves_when_they_write(engine: Engine) {
    let Some(official) = Official::new(engine).await else { return };
    let (world, zalo) = (&official.world, &official.zalo);
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = zalo.add_person("Bà con");
    let code = official.asks(&resident, "Nhà tôi đi khám có mất tiền không?").await;
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    official.settle().await;
    world.pass(Duration::from_secs(8 * 86_400));
    official.settle().await;
    world.quotes(reporter, &card, "Không mất tiền, mỗi năm một lần.");
    let waits = "SELECT COUNT(*) FROM outbox WHERE account = 'oa' AND kind = 'answer' AND state = 'waiting' AND reason = 'silent'";
    world.comes_to(waits, 1).await;
    assert!(!official.chat(&resident).contains("mỗi năm một lần"));
    official.says(&resident, "trợ giúp");
    official.sees(&resident, "mỗi năm một lần").await;
    official.settle().await;
    let all = zalo.messages(&official.oa, &resident);
    assert_eq!(all.iter().filter(|m| m.text.contains("mỗi năm một lần")).count(), 1);
    official.close().await;
}
