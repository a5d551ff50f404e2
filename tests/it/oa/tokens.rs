//! The tokens turn over while the work goes on; a consent is lost and given again.

use super::Official;
use crate::live::on_both;
use crate::world::Engine;
use loaban::standins::zalo_oa::{Fault, What, ZaloOa};
use std::time::Duration;

on_both!(
    tokens_are_renewed_ahead_of_time_and_in_the_middle_of_a_broadcast,
    a_lost_consent_stops_the_account_tells_the_editors_and_loses_no_message,
    a_consent_that_is_taken_back_is_noticed_at_once,
    many_who_need_a_new_pair_at_once_get_one,
    an_answer_that_never_came_is_the_one_gap,
);

fn presented_at_most_once(official: &Official) {
    let presented = official.zalo.presented();
    assert!(presented.values().all(|n| *n == 1), "{presented:?}");
}

async fn tokens_are_renewed_ahead_of_time_and_in_the_middle_of_a_broadcast(engine: Engine) {
    let Some(official) = Official::new(engine).await else { return };
    let (world, zalo) = (&official.world, &official.zalo);
    let owner = zalo.add_person("Trưởng bản");
    let mut groups = vec![];
    for _ in 0..12 {
        groups.push(official.linked_group(&owner).await);
    }
    assert_eq!(zalo.presented().len(), 1);
    // After 21 of 25 hours, without anything to send.
    world.pass(Duration::from_secs(21 * 3600));
    let renewed = zalo.wait_for(super::PATIENCE, |z| (z.presented().len() == 2).then_some(())).await;
    assert!(renewed.is_some());
    official.settle().await;

    // Dead in the middle, as when another program renews the pair: one renewal, whoever meets it first.
    world.pass_until("2026-11-26 09:00");
    official.settle().await;
    let before = zalo.presented().len();
    let published = world.publishes("kham-suc-khoe");
    let dies = async {
        let got = |z: &ZaloOa, group: &String| {
            z.messages(&official.oa, group).iter().any(|m| m.text.contains("khám sức khoẻ miễn phí"))
        };
        let some = |z: &ZaloOa| (groups.iter().filter(|g| got(z, g)).count() >= 2).then_some(());
        zalo.wait_for(super::PATIENCE, some).await;
        zalo.access_dies(&official.oa);
    };
    tokio::join!(published, dies);
    official.settle().await;
    // What a slow machine put off by the clock leaves when that is moved.
    world.pass(Duration::from_secs(600));
    official.settle().await;
    for group in &groups {
        let seen = zalo.messages(&official.oa, group);
        assert_eq!(seen.iter().filter(|m| m.text.contains("khám sức khoẻ miễn phí")).count(), 1);
    }
    assert!(zalo.presented().len() <= before + 1);
    presented_at_most_once(&official);
    official.close().await;
}

async fn a_lost_consent_stops_the_account_tells_the_editors_and_loses_no_message(engine: Engine) {
    let Some(mut official) = Official::new(engine).await else { return };
    let owner = official.zalo.add_person("Trưởng bản");
    let group = official.linked_group(&owner).await;
    let editor = official.world.enrolled("Biên tập viên", "editor", "lc-binhlu").await;
    official.settle().await;
    // Nobody tells us: it is learnt by a refusal, of the message and then of the refresh token.
    official.zalo.administrator_revokes(&official.oa, false);
    official.world.pass(Duration::from_secs(120));
    official.world.publishes("kham-suc-khoe").await;
    let told = official.world.person_sees(editor, "Zalo cần người quản trị OA cho phép lại").await;
    assert!(told.text.contains("loaban zalo authorize oa"), "{}", told.text);
    official
        .world
        .comes_to("SELECT COUNT(*) FROM outbox WHERE account = 'oa' AND state = 'waiting' AND part = 0", 1)
        .await;
    assert_eq!(official.world.app().ready(), ["account oa: consent"]);
    presented_at_most_once(&official);
    // Through a restart it stays lost, is told once, and what people write is taken.
    official.restart().await;
    official.zalo.person_writes(&owner, &group, None, "/hoi Bao giờ có điện?").unwrap();
    official.world.comes_to("SELECT COUNT(*) FROM question", 1).await;
    let editors = official.world.platform.private_messages(editor, official.world.bot);
    assert_eq!(editors.iter().filter(|m| m.text.contains("cho phép lại")).count(), 1);
    presented_at_most_once(&official);

    // Consent, as `loaban zalo authorize` takes it: everything that waited leaves.
    let (zalo, oa) = (official.zalo.clone(), official.oa.clone());
    let account = loaban::app::official_account(official.world.parts(), "oa").unwrap().unwrap();
    let link = account.begin_consent("https://loa.example.vn").await.unwrap();
    let callback = zalo.administrator_consents(&oa, &link).unwrap();
    let pasted = loaban::app::Pasted::read(&callback);
    let asked = account.asked().await.unwrap().unwrap();
    assert_eq!(pasted.state.as_ref(), Some(&asked.state));
    account.finish_consent(&asked, &pasted.code).await.unwrap();
    // Each refusal put a message off a little longer, by a clock that stands still here.
    for _ in 0..60 {
        let seen = official.chat(&group);
        if seen.contains("khám sức khoẻ miễn phí") && seen.contains("Đã nhận câu hỏi") {
            break;
        }
        official.world.pass(Duration::from_secs(600));
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    official.sees(&group, "khám sức khoẻ miễn phí").await;
    official.sees(&group, "Đã nhận câu hỏi").await;
    assert_eq!(official.world.app().ready(), Vec::<String>::new());
    presented_at_most_once(&official);
    official.close().await;
}

async fn a_consent_that_is_taken_back_is_noticed_at_once(engine: Engine) {
    let Some(official) = Official::new(engine).await else { return };
    let (world, zalo) = (&official.world, &official.zalo);
    let editor = world.enrolled("Biên tập viên", "editor", "lc-binhlu").await;
    official.settle().await;
    world.pass(Duration::from_secs(60));
    zalo.administrator_revokes(&official.oa, true);
    world.comes_to("SELECT COUNT(*) FROM zalo_token WHERE state = 'consent' AND access_sealed = '' AND refresh_sealed = ''", 1).await;
    world.person_sees(editor, "Zalo cần người quản trị OA cho phép lại").await;
    presented_at_most_once(&official);
    official.close().await;
}

async fn many_who_need_a_new_pair_at_once_get_one(engine: Engine) {
    let Some(official) = Official::new(engine).await else { return };
    let (world, zalo) = (&official.world, &official.zalo);
    // The first pair is here: nothing is on its way while the clock jumps.
    let settled =
        "SELECT COUNT(*) FROM zalo_token WHERE access_sealed <> '' AND holder = '' AND state = 'good'";
    world.comes_to(settled, 1).await;
    // As many processes on one database, none of which knows what another holds.
    let others: Vec<_> =
        (0..6).map(|_| loaban::app::official_account(world.parts(), "oa").unwrap().unwrap()).collect();
    for hours in [26, 26, 26] {
        let before = zalo.presented().len();
        world.pass(Duration::from_secs(hours * 3600));
        let mut asked = tokio::task::JoinSet::new();
        for other in others.clone() {
            asked.spawn(async move { other.probe().await });
        }
        for said in asked.join_all().await {
            assert_eq!(said, Ok(()));
        }
        assert_eq!(zalo.presented().len(), before + 1);
        presented_at_most_once(&official);
    }
    // One whose token another has replaced meanwhile reads the new one.
    zalo.access_dies(&official.oa);
    world.pass(Duration::from_secs(120));
    for other in &others {
        assert_eq!(other.probe().await, Ok(()));
    }
    presented_at_most_once(&official);
    official.close().await;
}

async fn an_answer_that_never_came_is_the_one_gap(engine: Engine) {
    let Some(mut official) = Official::new(engine).await else { return };
    let zalo = official.zalo.clone();
    let most = |n: u32| move |z: &ZaloOa| (z.presented().values().max() == Some(&n)).then_some(());
    // The platform never got it: tried once more, it is good, and nobody has to do anything.
    zalo.fault(Fault::new(What::Html(502)).on("/v4/oa/access_token"));
    official.world.pass(Duration::from_secs(21 * 3600));
    let marked = "SELECT COUNT(*) FROM zalo_token WHERE presented = 1 AND holder = ''";
    official.world.comes_to(marked, 1).await;
    official.restart().await;
    official
        .world
        .comes_to("SELECT COUNT(*) FROM zalo_token WHERE presented = 0 AND state = 'good'", 1)
        .await;
    presented_at_most_once(&official);
    // It got it, and its answer was lost: tried once more, it is spent, and an administrator is needed.
    zalo.fault(Fault::new(What::HtmlAfter(502)).on("/v4/oa/access_token"));
    official.world.pass(Duration::from_secs(21 * 3600));
    official.world.comes_to(marked, 1).await;
    official.restart().await;
    official.world.comes_to("SELECT COUNT(*) FROM zalo_token WHERE state = 'consent'", 1).await;
    assert!(zalo.wait_for(super::PATIENCE, most(2)).await.is_some(), "{:?}", zalo.presented());
    official.restart().await;
    official.world.pass(Duration::from_secs(26 * 3600));
    official.settle().await;
    let presented = zalo.presented();
    assert_eq!(presented.values().filter(|n| **n == 2).count(), 1, "{presented:?}");
    assert!(presented.values().all(|n| *n <= 2), "{presented:?}");
    official.close().await;
}
