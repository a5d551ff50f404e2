//! Who gets an item, in which form, when, and how often.

use super::*;
use crate::live::on_both;
use loaban::config::Platform;
use loaban::config::Secret;
use loaban::content::Rank;
use loaban::ids::{GroupId, PublicationId};
use loaban::standins::telegram::{Fault, What};

on_both!(
    every_group_at_or_below_the_place_gets_it_once_and_a_new_revision_again,
    quiet_hours_hold_announcements_but_neither_urgent_ones_nor_answers,
    what_the_night_finds_unsent_waits_for_the_morning,
    a_past_date_is_refused_and_what_waits_too_long_ends_as_outdated,
    a_correction_reaches_whoever_got_the_old_item_and_says_so,
    a_draft_and_an_unknown_place_are_refused_and_leave_nothing_behind,
    a_hmong_group_gets_vietnamese_and_the_month_counts_it,
    text_then_voice_then_picture_and_each_file_is_uploaded_once,
    each_account_uploads_for_itself,
    an_item_for_reporters_and_secretaries_goes_to_them_in_private,
    a_publication_left_half_written_is_taken_up,
    a_publication_cancelled_while_it_is_written_stays_cancelled,
);

async fn every_group_at_or_below_the_place_gets_it_once_and_a_new_revision_again(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let groups = [
        world.linked_group("lc-binhlu", by).await,
        world.linked_group("lc-binhlu-naluong", by).await,
        world.linked_group("lc-binhlu-suoimay", by).await,
        world.linked_group("lc-taleng-hoadao", by).await,
    ];
    let mut item = Draft::new("tin-moi", "Tin thứ nhất").released(&world).await;
    let below = |places: &[&str]| {
        let places: Vec<String> = places.iter().map(|p| (*p).to_owned()).collect();
        move |o: &mut Order<'_>| o.places = places
    };
    let first = item.publish(&world, below(&["lc-binhlu"])).await.unwrap();
    assert_eq!((first.groups, first.private), (3, 0));
    until_over(&world, &first.publication).await;
    assert_eq!(groups.map(|g| times(&world, g, "Tin thứ nhất")), [1, 1, 1, 0]);

    assert_eq!(item.publish(&world, below(&["lc-binhlu"])).await.unwrap().groups, 0);
    // Two places of which one lies in the other are one reach.
    let all = item.publish(&world, below(&["lc", "lc-taleng"])).await.unwrap();
    assert_eq!(all.groups, 1);
    until_over(&world, &all.publication).await;
    assert_eq!(item.publish(&world, |_| {}).await.unwrap().groups, 0);
    assert_eq!(groups.map(|g| times(&world, g, "Tin thứ nhất")), [1, 1, 1, 1]);

    item.title = "Tin thứ hai".into();
    let item = item.released(&world).await;
    let again = item.publish(&world, |_| {}).await.unwrap();
    assert_eq!(again.groups, 4);
    until_over(&world, &again.publication).await;
    assert_eq!(groups.map(|g| times(&world, g, "Tin thứ hai")), [1, 1, 1, 1]);
    assert_eq!(groups.map(|g| times(&world, g, "Tin thứ nhất")), [1, 1, 1, 1]);
    ends(world).await;
}

async fn quiet_hours_hold_announcements_but_neither_urgent_ones_nor_answers(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let group = world.linked_group("lc-binhlu-naluong", by).await;
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let [later, night, urgent] = ["Tin buổi chiều", "Tin ban đêm", "Tin khẩn"];
    let later_item = Draft::new("tin-chieu", later).released(&world).await;
    let at = world.parts().core.calendar.moment("2026-11-25 15:00").unwrap();
    let published = later_item.publish(&world, |o| o.at = Some(at)).await.unwrap();
    assert_eq!((published.groups, published.at.as_str()), (1, "2026-11-25T08:00:00Z"));
    a_round_passes(&world, by).await;
    assert_eq!(state(&world, &published.publication, group).await.0, "waiting");
    world.pass_until("2026-11-25 15:00");
    world.group_sees(group, later).await;

    world.pass_until("2026-11-25 21:30");
    let held = Draft::new("tin-dem", night).released(&world).await.publish(&world, |_| {}).await.unwrap();
    assert_eq!(held.at, "2026-11-25T23:00:00Z");
    Draft::new("tin-khan", urgent)
        .released(&world)
        .await
        .publish(&world, |o| o.rank = Rank::Urgent)
        .await
        .unwrap();
    world.group_sees(group, urgent).await;
    let resident = world.platform.add_person("Bà con");
    let code = asks(&world, resident, "Bao giờ mở lớp xoá mù chữ?").await;
    let card = world.person_sees(reporter, &format!("#{code}")).await;
    world.platform.person_replies(reporter, world.bot, card.message_id, "Tối thứ hai hằng tuần.").unwrap();
    world.person_sees(resident, "Tối thứ hai hằng tuần.").await;
    assert_eq!(state(&world, &held.publication, group).await.0, "waiting");
    assert_eq!(times(&world, group, night), 0);
    world.pass_until("2026-11-26 06:00");
    world.group_sees(group, night).await;
    ends(world).await;
}

async fn what_the_night_finds_unsent_waits_for_the_morning(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let group = world.linked_group("lc-binhlu-naluong", by).await;
    world.pass_until("2026-11-25 20:59");
    world.platform.fault(Fault::new(What::RetryAfter(1)).in_chat(group));
    let id = Draft::new("tin-toi", "Tin buổi tối").released(&world).await.goes_out(&world).await;
    let refused = world
        .platform
        .wait_for(PATIENCE, |p| p.requests().iter().any(|r| r.status == Some(429)).then_some(()));
    refused.await.expect("the platform asked for patience");
    world.pass_until("2026-11-25 21:02");
    a_round_passes(&world, by).await;
    assert_eq!(state(&world, &id, group).await.0, "waiting");
    assert_eq!(times(&world, group, "Tin buổi tối"), 0);
    world.pass_until("2026-11-26 06:00");
    world.group_sees(group, "Tin buổi tối").await;
    ends(world).await;
}

async fn a_past_date_is_refused_and_what_waits_too_long_ends_as_outdated(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let group = world.linked_group("lc-binhlu-naluong", by).await;
    let item = Draft { valid_until: Some("2026-11-26".into()), ..Draft::new("tin-ngan", "Tin ngắn hạn") };
    let item = item.released(&world).await;
    let refused = item
        .publish(&world, |o| o.at = o.at.or(Some(crate::world::moment("2026-11-27 08:00"))))
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("26/11/2026"), "{refused}");

    // Its hour comes and goes before anything can be sent.
    world.pass_until("2026-11-26 12:00");
    let id = item
        .publish(&world, |o| o.at = Some(crate::world::moment("2026-11-26 19:00")))
        .await
        .unwrap()
        .publication;
    world.pass_until("2026-11-27 07:00");
    until_over(&world, &id).await;
    assert_eq!(state(&world, &id, group).await, ("failed".into(), "outdated".into()));
    assert_eq!(times(&world, group, "Tin ngắn hạn"), 0);
    let refused = item.publish(&world, |_| {}).await.unwrap_err();
    assert!(refused.to_string().contains("chỉ có giá trị đến hết ngày"), "{refused}");
    ends(world).await;
}

async fn a_correction_reaches_whoever_got_the_old_item_and_says_so(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let near = world.linked_group("lc-binhlu-naluong", by).await;
    let far = world.linked_group("lc-taleng-hoadao", by).await;
    let waiting = world.linked_group("lc-banbo-namay", by).await;
    Draft::new("tin-cu", "Tin có chỗ sai").released(&world).await;
    let old = Draft::new("tin-cu", "Tin có chỗ sai");
    let at = crate::world::moment("2026-11-25 11:00");
    old.publish(&world, |o| o.places = vec!["lc-taleng".into()]).await.unwrap();
    old.publish(&world, |o| (o.places, o.at) = (vec!["lc-banbo".into()], Some(at))).await.unwrap();
    world.group_sees(far, "Tin có chỗ sai").await;

    let new = Draft { replaces: Some("tin-cu".into()), ..Draft::new("tin-dung", "Tin đã sửa") }
        .released(&world)
        .await;
    let published = new.publish(&world, |o| o.places = vec!["lc-binhlu".into()]).await.unwrap();
    // The village itself, the one that got the old item, and the one that will.
    assert_eq!(published.groups, 3);
    until_over(&world, &published.publication).await;
    let says = "Tin này thay cho tin đã gửi trước đây: “Tin có chỗ sai” (Thông báo tin-cu-TB/ĐU";
    assert_eq!([near, far, waiting].map(|g| times(&world, g, "Tin đã sửa")), [1, 1, 1]);
    assert_eq!([near, far].map(|g| times(&world, g, says)), [0, 1]);
    world.pass(Duration::from_secs(3 * 3600));
    world.settle().await;
    // What was corrected before it went out is not sent after its correction.
    assert_eq!(times(&world, waiting, "Tin có chỗ sai"), 0);
    ends(world).await;
}

async fn a_draft_and_an_unknown_place_are_refused_and_leave_nothing_behind(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    world.linked_group("lc-binhlu-naluong", by).await;
    let mut item = Draft::new("tin-nhap", "Tin nháp");
    item.write(&world);
    let refused = item.publish(&world, |_| {}).await.unwrap_err();
    assert!(refused.to_string().contains("chưa được duyệt"), "{refused}");
    item.release(&world).await;
    // A text that changed after its release is a draft again.
    item.title = "Tin nháp sửa lại".into();
    item.write(&world);
    assert!(item.publish(&world, |_| {}).await.unwrap_err().to_string().contains("chưa được duyệt"));
    item.release(&world).await;
    let refused = item.publish(&world, |o| o.places = vec!["lc-khong-co".into()]).await.unwrap_err();
    assert!(refused.to_string().contains("lc-khong-co"), "{refused}");
    assert_eq!(content::publications(&world.parts().core.db).await.unwrap(), []);

    let (library, tree) =
        (world.parts().shelf.library(), places::tree(&world.parts().core.db).await.unwrap());
    let order = Order {
        item: library.get("tin-nhap").unwrap(),
        places: vec![],
        at: None,
        rank: loaban::content::Rank::Normal,
    };
    let plan = world.parts().publisher.plan(&library, &tree, &order).await.unwrap();
    assert_eq!((plan.groups, plan.publication.as_str()), (1, ""));
    assert_eq!(content::publications(&world.parts().core.db).await.unwrap(), []);
    ends(world).await;
}

async fn a_hmong_group_gets_vietnamese_and_the_month_counts_it(engine: Engine) {
    let Some(world) = World::new(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let vietnamese = world.linked_group("lc-binhlu-suoimay", by).await;
    let hmong = world.linked_group("lc-binhlu-naluong", by).await;
    let row = group(&world, hmong).await;
    let mut tx = world.parts().core.db.write().await.unwrap();
    groups::set_language(&mut tx, world.clock.now(), &row.id, "hmn-VN").await.unwrap();
    tx.commit().await.unwrap();
    // Its Hmong headline is a draft in a draft locale: people get what was reviewed.
    world.publishes("kham-suc-khoe").await;
    for place in [vietnamese, hmong] {
        world.group_sees(place, "Mỗi năm bà con được khám sức khoẻ miễn phí").await;
    }
    world.settle().await;
    assert_eq!(times(&world, hmong, "Zuôr tsuv pâuz"), 0);
    let items = &world.report("lc", "2026-12").await["items"][0];
    assert_eq!(
        (&items["groups"], &items["sent"], &items["fallback_language"]),
        (&2.into(), &2.into(), &1.into()),
        "{items}"
    );
    ends(world).await;
}

async fn text_then_voice_then_picture_and_each_file_is_uploaded_once(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let mut all = vec![];
    for place in
        ["lc-binhlu-naluong", "lc-binhlu-suoimay", "lc-binhlu-doiche", "lc-binhlu-nahoa", "lc-taleng-hoadao"]
    {
        all.push(world.linked_group(place, by).await);
    }
    let mut item =
        Draft { voice: Some(vec![1; 64]), poster: true, ..Draft::new("tin-nghe", "Tin có giọng đọc") };
    item = item.released(&world).await;
    world.platform.clear_requests();
    item.goes_out(&world).await;
    world.settle().await;
    for group in &all {
        let kinds: Vec<Kind> = seen(&world, *group, "Tin có giọng đọc").iter().map(|m| m.kind).collect();
        assert_eq!(kinds, [Kind::Text, Kind::Voice, Kind::Photo]);
    }
    let uploads = |method: &str, field: &str| {
        let calls: Vec<_> =
            world.platform.requests().into_iter().filter(|r| r.method.eq_ignore_ascii_case(method)).collect();
        (calls.iter().filter(|r| r.params[field].is_object()).count(), calls.len())
    };
    assert_eq!(uploads("sendVoice", "voice"), (1, all.len()));
    assert_eq!(uploads("sendPhoto", "photo"), (1, all.len()));

    // Another item with the same voice: nothing is uploaded any more, until the platform forgets the file.
    let second =
        Draft { folder: "tin-nghe-2".into(), title: "Tin thứ hai".into(), poster: false, ..item.clone() };
    let second = second.released(&world).await;
    world.platform.clear_requests();
    second.goes_out(&world).await;
    world.settle().await;
    assert_eq!(uploads("sendVoice", "voice"), (0, all.len()));

    let third = Draft { folder: "tin-nghe-3".into(), title: "Tin thứ ba".into(), poster: false, ..item };
    let third = third.released(&world).await;
    world.platform.clear_requests();
    let stale = Fault::error(400, "Bad Request: wrong file identifier/HTTP URL specified").on("sendVoice");
    // Whatever is in flight with the old handle when the platform forgets it is refused.
    world.platform.fault(stale.times(3));
    third.goes_out(&world).await;
    world.settle().await;
    let (uploaded, calls) = uploads("sendVoice", "voice");
    assert_eq!(calls, all.len() + 3);
    assert!((1..=3).contains(&uploaded), "{uploaded} uploads");
    for group in &all {
        let kinds: Vec<Kind> = seen(&world, *group, "Tin thứ ba").iter().map(|m| m.kind).collect();
        assert_eq!(kinds, [Kind::Text, Kind::Voice]);
    }
    ends(world).await;
}

async fn each_account_uploads_for_itself(engine: Engine) {
    let token = "5151:token-of-the-second-bot";
    let two = |s: &mut Settings| {
        own_content(s);
        let mut second = s.accounts[0].clone();
        (second.name, second.token) = ("tg2".into(), Secret::new(token));
        s.accounts.push(second);
    };
    let Some(world) = World::with(engine, two).await else { return };
    let second = world.platform.add_bot(token, "LoaBanHaiBot", "Loa Bản 2");
    let by = world.platform.add_person("Bí thư");
    let mut groups = vec![
        world.linked_group("lc-binhlu-naluong", by).await,
        world.linked_group("lc-binhlu-suoimay", by).await,
    ];
    for place in ["lc-taleng-hoadao", "lc-taleng-suoida"] {
        let group = world.platform.add_group("Bản mẫu", &[by]);
        world.platform.add_bot_to_group(second, group, by).unwrap();
        let code = world.invite("group", place, "").await;
        world.platform.person_sends(by, group, &format!("/lienket {code}")).unwrap();
        world.group_sees(group, "Từ nay nhóm này nhận tin của").await;
        groups.push(group);
    }
    let item =
        Draft { voice: Some(vec![4; 80]), ..Draft::new("tin-hai-may", "Tin hai máy") }.released(&world).await;
    world.platform.clear_requests();
    assert_eq!(item.publish(&world, |_| {}).await.unwrap().groups, 4);
    world.settle().await;
    for group in groups {
        let kinds: Vec<Kind> = seen(&world, group, "Tin hai máy").iter().map(|m| m.kind).collect();
        assert_eq!(kinds, [Kind::Text, Kind::Voice]);
    }
    for bot in [world.bot, second] {
        let calls: Vec<_> = world
            .platform
            .requests()
            .into_iter()
            .filter(|r| r.bot == bot && r.method == "sendVoice")
            .collect();
        assert_eq!((calls.iter().filter(|r| r.params["voice"].is_object()).count(), calls.len()), (1, 2));
    }
    ends(world).await;
}

async fn an_item_for_reporters_and_secretaries_goes_to_them_in_private(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let group = world.linked_group("lc-binhlu-naluong", by).await;
    let near = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let cell = world.enrolled("Bí thư chi bộ", "secretary", "lc-binhlu-naluong").await;
    let far = world.enrolled("Báo cáo viên khác", "reporter", "lc-taleng").await;
    let editor = world.enrolled("Biên tập", "editor", "lc-binhlu").await;
    let old = Draft {
        audience: "reporters secretaries".into(),
        ..Draft::new("noi-bo", "Hướng dẫn nghiệp vụ")
    };
    let old = old.released(&world).await;
    let published = old.publish(&world, |o| o.places = vec!["lc-binhlu".into()]).await.unwrap();
    assert_eq!((published.groups, published.private), (0, 2));
    for person in [near, cell] {
        let message = world.person_sees(person, "Hướng dẫn nghiệp vụ").await;
        assert!(
            message.buttons.is_empty() && message.text.contains("Hỏi: nhắn câu hỏi vào đây."),
            "{}",
            message.text
        );
    }
    assert_eq!(old.publish(&world, |o| o.places = vec!["lc-binhlu".into()]).await.unwrap().private, 0);
    // A correction follows those who got the old one, wherever it is published.
    let new = Draft {
        replaces: Some("noi-bo".into()),
        audience: old.audience.clone(),
        ..Draft::new("noi-bo-2", "Hướng dẫn sửa lại")
    };
    let published =
        new.released(&world).await.publish(&world, |o| o.places = vec!["lc-taleng".into()]).await.unwrap();
    assert_eq!((published.groups, published.private), (0, 3));
    let says = "Tin này thay cho tin đã gửi trước đây";
    assert!(world.person_sees(near, "Hướng dẫn sửa lại").await.text.contains(says));
    assert!(!world.person_sees(far, "Hướng dẫn sửa lại").await.text.contains(says));
    world.settle().await;
    let got = |person: i64| {
        world
            .platform
            .private_messages(person, world.bot)
            .iter()
            .filter(|m| m.text.contains("Hướng dẫn"))
            .count()
    };
    assert_eq!([near, cell, far, editor].map(got), [2, 2, 1, 0]);
    assert_eq!(times(&world, group, "Hướng dẫn"), 0);
    ends(world).await;
}

/// Groups of an account that this program does not run: nothing is sent, only written.
pub async fn many_groups(world: &World, count: usize) {
    let mut tx = world.parts().core.db.write().await.unwrap();
    for n in 0..count {
        let at = ("elsewhere", Platform::Telegram, format!("-{n}"));
        let at = (at.0, at.1, at.2.as_str());
        groups::bind(&mut tx, &world.parts().core.ids, world.clock.now(), at, "lc-binhlu-naluong", "vi")
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

/// The first rows of a publication, as a process leaves them that dies then.
pub async fn half_written(world: &World, item: &Draft) -> PublicationId {
    let parts = world.parts();
    let (library, tree) = (parts.shelf.library(), places::tree(&parts.core.db).await.unwrap());
    let order = Order {
        item: library.get(&item.folder).unwrap(),
        places: vec![],
        at: None,
        rank: loaban::content::Rank::Normal,
    };
    let mut tx = parts.core.db.write().await.unwrap();
    let (published, publication) = parts.publisher.begin(&mut tx, &library, &tree, &order).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((published.groups, publication.state), (500, loaban::content::Progress::Writing));
    publication.id
}

async fn a_publication_left_half_written_is_taken_up(engine: Engine) {
    let Some(mut world) = world(engine).await else { return };
    let item = Draft::new("tin-lon", "Tin cho cả tỉnh").released(&world).await;
    many_groups(&world, 2300).await;
    let id = half_written(&world, &item).await;
    // Not yet: whoever writes it may only be slow.
    world.restart().await;
    world.pass(Duration::from_secs(15));
    assert_eq!(rows(&world, &id).await.len(), 500);
    world.pass(Duration::from_secs(10));
    let counts = until_counts(&world, &id, |c| c.waiting == 2300).await;
    assert_eq!(counts.waiting, 2300);
    let mut all: Vec<GroupId> = rows(&world, &id).await.into_iter().map(|r| r.group).collect();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 2300);
    assert_eq!(item.publish(&world, |_| {}).await.unwrap().groups, 0);
    let planned = world.report("lc", "2026-12").await["delivery"]["planned"].clone();
    assert_eq!(planned, 2300);
    world.stop().await;
}

async fn a_publication_cancelled_while_it_is_written_stays_cancelled(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let item = Draft::new("tin-rut", "Tin rút lại").released(&world).await;
    many_groups(&world, 1500).await;
    let id = half_written(&world, &item).await;
    assert_eq!(world.parts().publisher.cancel(&id).await.unwrap(), 500);
    world.pass(Duration::from_secs(60));
    let by = world.platform.add_person("Bí thư");
    a_round_passes(&world, by).await;
    let counts = outbox::counts(&world.parts().core.db, &id).await.unwrap();
    assert_eq!((counts.cancelled, counts.waiting), (500, 0));
    ends(world).await;
}
