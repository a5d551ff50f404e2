//! An item is taken back without a replacement: nothing of it leaves any more, and whoever got it is told once.

use super::publishing::{half_written, many_groups};
use super::unheard::AFTER_THE_PAUSE;
use super::*;
use crate::live::on_both;
use loaban::content::Progress;
use loaban::content::Withdrawn;
use loaban::outbox::Again;
use loaban::standins::telegram::{Fault, What};

on_both!(
    what_waits_is_cancelled_and_who_got_it_is_told_once,
    after_a_new_release_everybody_gets_it_again,
    what_may_have_arrived_is_told_and_what_flies_does_not_come_again,
    a_notice_waits_for_the_morning,
    reporters_are_told_in_private_and_others_are_not,
    a_publication_half_written_stops_and_its_groups_are_told,
    a_withdrawal_left_half_told_is_taken_up,
    a_group_that_was_out_is_told_when_it_is_back,
    a_notice_that_did_not_arrive_is_told_again_or_comes_when_the_group_is_back,
);

const NOTICE: &str = "RÚT LẠI TIN – ";

async fn withdraws(world: &World, item: &Draft, reason: &str) -> anyhow::Result<Withdrawn> {
    let library = world.parts().shelf.library();
    let item = library.get(&item.folder).unwrap();
    let done = world.parts().publisher.withdraw(item, Some("Biên tập trực"), "console", reason).await;
    world.app().wake();
    done
}

/// How many were cancelled and told.
fn figures(done: &Withdrawn) -> (usize, usize) {
    (done.cancelled, done.told)
}

async fn what_waits_is_cancelled_and_who_got_it_is_told_once(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let got = [
        world.linked_group("lc-binhlu-naluong", by).await,
        world.linked_group("lc-binhlu-suoimay", by).await,
    ];
    let waiting = world.linked_group("lc-taleng-hoadao", by).await;
    let item = Draft { voice: Some(vec![3; 40]), ..Draft::new("tin-nham", "Tin có chỗ nhầm") };
    item.write(&world);
    let refused = withdraws(&world, &item, "").await.unwrap_err();
    assert!(refused.to_string().contains("chưa phát lần nào"), "{refused}");
    item.release(&world).await;
    let sent = item.publish(&world, |o| o.places = vec!["lc-binhlu".into()]).await.unwrap().publication;
    until_over(&world, &sent).await;
    let at = crate::world::moment("2026-11-25 15:00");
    let later = item.publish(&world, |o| o.at = Some(at)).await.unwrap();
    assert_eq!(later.groups, 1);
    world.settle().await;

    let done = withdraws(&world, &item, "Ghi nhầm ngày áp dụng.").await.unwrap();
    assert_eq!(figures(&done), (1, 2));
    for group in got {
        world.group_sees(group, "RÚT LẠI TIN – Tin có chỗ nhầm").await;
        let notice = &seen(&world, group, NOTICE)[0].text;
        for says in [
            "Thông báo tin-nham-TB/ĐU của Đảng uỷ xã mẫu, 5/1/2026",
            "đừng làm theo và đừng gửi tiếp",
            "Lý do: Ghi nhầm ngày áp dụng.",
            "(Máy của ",
        ] {
            assert!(notice.contains(says), "“{says}” is not in:\n{notice}");
        }
    }
    assert_eq!(state(&world, &later.publication, waiting).await.0, "cancelled");
    assert_eq!(figures(&withdraws(&world, &item, "Ghi nhầm ngày áp dụng.").await.unwrap()), (0, 0));
    assert_eq!(figures(&withdraws(&world, &item, "Vì lẽ khác").await.unwrap()), (0, 0));
    let refused = item.publish(&world, |_| {}).await.unwrap_err();
    assert!(refused.to_string().contains("chưa được duyệt"), "{refused}");

    // Nothing brings it back: not its hour, not an editor who sends again what did not arrive.
    world.pass(Duration::from_secs(7 * 3600));
    let parts = world.parts();
    assert_eq!(parts.publisher.cancel(&sent).await.unwrap(), 0);
    for (publication, how) in [(&sent, Again::Unknown), (&later.publication, Again::Failed)] {
        assert_eq!(parts.publisher.resend(publication, how).await.unwrap(), 0);
    }
    let states: Vec<Progress> =
        content::publications(&parts.core.db).await.unwrap().into_iter().map(|p| p.state).collect();
    assert_eq!(states, [Progress::Withdrawn; 2]);
    world.settle().await;
    assert_eq!([got[0], got[1], waiting].map(|g| times(&world, g, NOTICE)), [1, 1, 0]);
    assert_eq!([got[0], got[1], waiting].map(|g| times(&world, g, "Tin có chỗ nhầm")), [2, 2, 0]);

    // The log has it, and the month counts deliveries as if no notice had been sent.
    assert_eq!(
        world.count("SELECT COUNT(*) FROM fact WHERE kind = 'item_withdrawn' AND item = 'tin-nham'").await,
        1
    );
    let report = world.report("lc", "2026-12").await;
    let delivery = &report["delivery"];
    assert_eq!(
        [&delivery["planned"], &delivery["sent"], &delivery["cancelled"], &delivery["waiting"]],
        [3, 2, 1, 0].map(serde_json::Value::from).each_ref(),
        "{delivery}"
    );
    ends(world).await;
}

async fn after_a_new_release_everybody_gets_it_again(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let near = world.linked_group("lc-binhlu-naluong", by).await;
    let far = world.linked_group("lc-taleng-hoadao", by).await;
    let item = Draft::new("tin-dung", "Tin vẫn đúng").released(&world).await;
    let order = |o: &mut Order<'_>| o.places = vec!["lc-binhlu".into()];
    let first = item.publish(&world, order).await.unwrap().publication;
    until_over(&world, &first).await;
    assert_eq!(figures(&withdraws(&world, &item, "").await.unwrap()), (0, 1));
    world.group_sees(near, NOTICE).await;

    item.release(&world).await;
    // Released again and not published: there is something to take back, and nobody to tell a second time.
    assert_eq!(figures(&withdraws(&world, &item, "").await.unwrap()), (0, 0));
    item.release(&world).await;
    let again = item.publish(&world, |_| {}).await.unwrap();
    assert_eq!(again.groups, 2);
    assert_eq!(item.publish(&world, |_| {}).await.unwrap().groups, 0);
    until_over(&world, &again.publication).await;
    assert_eq!([near, far].map(|g| times(&world, g, "Điểm thứ nhất")), [2, 1]);
    assert_eq!(figures(&withdraws(&world, &item, "").await.unwrap()), (0, 2));
    world.settle().await;
    assert_eq!([near, far].map(|g| times(&world, g, NOTICE)), [2, 1]);
    ends(world).await;
}

async fn what_may_have_arrived_is_told_and_what_flies_does_not_come_again(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let [unknown, failed, flying] = [
        world.linked_group("lc-binhlu-naluong", by).await,
        world.linked_group("lc-binhlu-suoimay", by).await,
        world.linked_group("lc-taleng-hoadao", by).await,
    ];
    let moving = world.platform.add_basic_group("Bản mẫu", &[by]);
    world.platform.add_bot_to_group(world.bot, moving, by).unwrap();
    let code = world.invite("group", "lc-taleng-suoida", "").await;
    world.platform.person_sends(by, moving, &format!("/lienket {code}")).unwrap();
    world.group_sees(moving, "Từ nay nhóm này nhận tin của").await;
    world.settle().await;
    let item = Draft { poster: true, ..Draft::new("tin-ngo", "Tin ngờ ngợ") }.released(&world).await;
    world.platform.fault(Fault::new(What::DropAfter).on("sendMessage").in_chat(unknown));
    let refused = Fault::error(400, "Bad Request: message is too long").on("sendMessage").in_chat(failed);
    world.platform.fault(refused);
    let first = item.publish(&world, |o| o.places = vec!["lc-binhlu".into()]).await.unwrap().publication;
    until_counts(&world, &first, |c| c.unknown == 1 && c.failed == 1).await;
    world.settle().await;

    for group in [flying, moving] {
        world.platform.fault(Fault::new(What::HangBefore).on("sendMessage").in_chat(group));
    }
    world.platform.clear_requests();
    // Where it failed it would go again: this is about what flies.
    let second = item.publish(&world, |o| o.places = vec!["lc-taleng".into()]).await.unwrap().publication;
    for group in [flying, moving] {
        until_state(&world, &second, group, "sending").await;
    }
    let out = |p: &Telegram| p.requests().iter().filter(|r| r.method == "sendMessage").count() == 2;
    world.platform.wait_for(PATIENCE, |p| out(p).then_some(())).await.expect("two hang");
    assert_eq!(figures(&withdraws(&world, &item, "").await.unwrap()), (0, 3));
    let new = world.platform.migrate(moving).unwrap();
    released_until(&world, |p| p.requests().iter().all(|r| r.method != "sendMessage" || r.status.is_some()))
        .await;
    let counts = until_over(&world, &second).await;
    // What was on its way arrived, without its picture; what would have been tried again is not.
    assert_eq!((counts.sent, counts.cancelled), (1, 1), "{counts:?}");
    world.settle().await;
    let kinds: Vec<Kind> = seen(&world, flying, "Tin ngờ ngợ").iter().map(|m| m.kind).collect();
    assert_eq!(kinds, [Kind::Text, Kind::Text]);
    assert!(
        seen(&world, flying, "Tin ngờ ngợ")[1].text.starts_with(NOTICE),
        "first the item, then the notice"
    );
    assert_eq!([unknown, failed, flying, new].map(|g| times(&world, g, NOTICE)), [1, 0, 1, 1]);
    assert_eq!(times(&world, new, "Điểm thứ nhất"), 0);
    ends(world).await;
}

async fn a_notice_waits_for_the_morning(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let group = world.linked_group("lc-binhlu-naluong", by).await;
    let item = Draft::new("tin-dem", "Tin ban chiều").released(&world).await;
    until_over(&world, &item.goes_out(&world).await).await;
    world.pass_until("2026-11-25 22:00");
    let done = withdraws(&world, &item, "").await.unwrap();
    assert_eq!((figures(&done), done.at), ((0, 1), crate::world::moment("2026-11-26 06:00")));
    a_round_passes(&world, by).await;
    assert_eq!(times(&world, group, NOTICE), 0);
    world.pass_until("2026-11-26 06:00");
    world.group_sees(group, NOTICE).await;
    ends(world).await;
}

async fn reporters_are_told_in_private_and_others_are_not(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let group = world.linked_group("lc-binhlu-naluong", by).await;
    let near = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let far = world.enrolled("Báo cáo viên khác", "reporter", "lc-taleng").await;
    let item = Draft { audience: "reporters".into(), ..Draft::new("noi-bo", "Hướng dẫn nghiệp vụ") };
    let item = item.released(&world).await;
    item.publish(&world, |o| o.places = vec!["lc-binhlu".into()]).await.unwrap();
    world.person_sees(near, "Hướng dẫn nghiệp vụ").await;
    world.settle().await;
    // After a week nothing ties what was sent to whom it was sent; who got the item is told all the same.
    world.pass(Duration::from_secs(9 * 24 * 3600));
    a_round_passes(&world, by).await;
    let untied = "SELECT COUNT(*) FROM outbox WHERE kind = 'private-item' AND person IS NULL";
    world.comes_to(untied, 1).await;
    assert_eq!(figures(&withdraws(&world, &item, "").await.unwrap()), (0, 1));
    let notice = world.person_sees(near, NOTICE).await;
    assert!(notice.text.contains("Đồng chí không dùng tin đó nữa"), "{}", notice.text);
    world.settle().await;
    let told = |person: i64| {
        world.platform.private_messages(person, world.bot).iter().filter(|m| m.text.contains(NOTICE)).count()
    };
    assert_eq!([near, far].map(told), [1, 0]);
    assert_eq!(times(&world, group, NOTICE), 0);
    ends(world).await;
}

/// As if the platform had taken everything that waits.
async fn all_arrived(world: &World) {
    let mut tx = world.parts().core.db.write().await.unwrap();
    sqlx::query("UPDATE outbox SET state = 'sent' WHERE state = 'waiting'").execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
}

async fn a_publication_half_written_stops_and_its_groups_are_told(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let item = Draft::new("tin-do", "Tin viết dở").released(&world).await;
    many_groups(&world, 1500).await;
    let id = half_written(&world, &item).await;
    assert_eq!(figures(&withdraws(&world, &item, "").await.unwrap()), (500, 0));
    world.pass(Duration::from_secs(60));
    let by = world.platform.add_person("Bí thư");
    a_round_passes(&world, by).await;
    let counts = outbox::counts(&world.parts().core.db, &id).await.unwrap();
    assert_eq!((counts.cancelled, counts.waiting), (500, 0));
    ends(world).await;
}

async fn a_withdrawal_left_half_told_is_taken_up(engine: Engine) {
    let Some(mut world) = world(engine).await else { return };
    let item = Draft::new("tin-lon", "Tin cho cả tỉnh").released(&world).await;
    many_groups(&world, 2300).await;
    item.goes_out(&world).await;
    all_arrived(&world).await;
    let parts = world.parts();
    let library = parts.shelf.library();
    let mut tx = parts.core.db.write().await.unwrap();
    let begun =
        parts.publisher.begin_withdrawal(&mut tx, library.get("tin-lon").unwrap(), "A", "console", "");
    let (done, withdrawal) = begun.await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((figures(&done), withdrawal.state), ((0, 500), loaban::content::Telling::Telling));
    let told = "SELECT COUNT(*) FROM outbox WHERE kind = 'withdrawal'";
    // Not yet: whoever tells them may only be slow.
    world.restart().await;
    world.pass(Duration::from_secs(15));
    assert_eq!(world.count(told).await, 500);
    world.pass(Duration::from_secs(10));
    world.comes_to(told, 2300).await;
    assert_eq!(figures(&withdraws(&world, &item, "").await.unwrap()), (0, 0));
    assert_eq!(world.count(told).await, 2300);
    assert_eq!(
        world.count("SELECT COUNT(DISTINCT chat_group) FROM outbox WHERE kind = 'withdrawal'").await,
        2300
    );
    world.stop().await;
}

async fn a_notice_that_did_not_arrive_is_told_again_or_comes_when_the_group_is_back(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let [good, unknown, failed, gone] = [
        world.linked_group("lc-binhlu-naluong", by).await,
        world.linked_group("lc-binhlu-suoimay", by).await,
        world.linked_group("lc-taleng-hoadao", by).await,
        world.linked_group("lc-taleng-suoida", by).await,
    ];
    let item = Draft::new("tin-lac", "Tin rút rồi lạc").released(&world).await;
    let sent = item.goes_out(&world).await;
    until_over(&world, &sent).await;
    world.platform.fault(Fault::new(What::Html(502)).on("sendMessage").in_chat(unknown).times(2));
    world
        .platform
        .fault(Fault::error(400, "Bad Request: can't parse entities").on("sendMessage").in_chat(failed));
    let kicked = "Forbidden: bot was kicked from the supergroup chat";
    world.platform.fault(Fault::error(403, kicked).on("sendMessage").in_chat(gone));
    assert_eq!(figures(&withdraws(&world, &item, "").await.unwrap()), (0, 4));
    world.group_sees(good, NOTICE).await;
    let notices = |state: &str| {
        format!(
            "SELECT COUNT(*) FROM outbox WHERE kind = 'withdrawal' AND part = 0 AND state = '{state}' AND reason <> ''"
        )
    };
    world.comes_to(&notices("failed"), 1).await;
    // The first of the two tries is over before the pause after it may be.
    world.comes_to("SELECT COUNT(*) FROM outbox WHERE kind = 'withdrawal' AND again = 1", 1).await;
    world.pass(AFTER_THE_PAUSE);
    world.comes_to(&notices("unknown"), 1).await;
    world.comes_to(&notices("waiting"), 1).await;
    let db = &world.parts().core.db;
    let astray = outbox::astray_notices(db, &"tin-lac".into()).await.unwrap();
    assert_eq!(astray.len(), 3, "{astray:?}");

    // Said again it reaches those whom it did not reach, once; and nobody else.
    assert_eq!(figures(&withdraws(&world, &item, "").await.unwrap()), (0, 2));
    for group in [unknown, failed] {
        world.group_sees(group, NOTICE).await;
    }
    world.settle().await;
    assert_eq!(figures(&withdraws(&world, &item, "").await.unwrap()), (0, 0));
    assert_eq!(times(&world, gone, NOTICE), 0);
    // Back: by itself.
    world.platform.remove_bot_from_group(world.bot, gone, by).unwrap();
    world.settle().await;
    world.platform.add_bot_to_group(world.bot, gone, by).unwrap();
    world.group_sees(gone, NOTICE).await;
    world.settle().await;
    assert_eq!([good, unknown, failed, gone].map(|g| times(&world, g, NOTICE)), [1, 1, 1, 1]);
    assert!(outbox::astray_notices(db, &"tin-lac".into()).await.unwrap().is_empty());
    ends(world).await;
}

async fn a_group_that_was_out_is_told_when_it_is_back(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let [kicked, linked_anew, never_got] = [
        world.linked_group("lc-binhlu-naluong", by).await,
        world.linked_group("lc-binhlu-suoimay", by).await,
        world.linked_group("lc-taleng-hoadao", by).await,
    ];
    let item = Draft::new("tin-vang", "Tin rút khi vắng").released(&world).await;
    let sent = item.publish(&world, |o| o.places = vec!["lc-binhlu".into()]).await.unwrap().publication;
    until_over(&world, &sent).await;
    for group in [kicked, never_got] {
        world.platform.remove_bot_from_group(world.bot, group, by).unwrap();
    }
    world.settle().await;
    let parts = world.parts();
    let mut tx = parts.core.db.write().await.unwrap();
    let id = crate::delivery::group(&world, linked_anew).await.id;
    assert!(loaban::groups::unlink(&mut tx, world.clock.now(), &id).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(figures(&withdraws(&world, &item, "Sai số liệu.").await.unwrap()), (0, 0));
    world.settle().await;
    assert_eq!([kicked, linked_anew, never_got].map(|g| times(&world, g, NOTICE)), [0, 0, 0]);

    for _ in 0..2 {
        for group in [kicked, never_got] {
            world.platform.add_bot_to_group(world.bot, group, by).unwrap();
        }
        let code = world.invite("group", "lc-binhlu-suoimay", "").await;
        world.writes(by, linked_anew, &format!("/lienket {code}"));
        world.group_sees(kicked, NOTICE).await;
        world.group_sees(linked_anew, NOTICE).await;
        world.settle().await;
        assert_eq!([kicked, linked_anew, never_got].map(|g| times(&world, g, NOTICE)), [1, 1, 0], "once");
        for group in [kicked, never_got] {
            world.platform.remove_bot_from_group(world.bot, group, by).unwrap();
        }
        world.settle().await;
    }
    ends(world).await;
}
