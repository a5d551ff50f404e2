//! What an editor does about a publication that is going out: sends parts of it again, takes it back.

use super::*;
use crate::live::on_both;
use loaban::standins::telegram::{Fault, What};

on_both!(only_the_parts_that_failed_are_sent_again, a_publication_is_cancelled_while_it_is_going_out,);

async fn only_the_parts_that_failed_are_sent_again(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let [voice, picture, fine] = [
        world.linked_group("lc-binhlu-naluong", by).await,
        world.linked_group("lc-binhlu-suoimay", by).await,
        world.linked_group("lc-binhlu-doiche", by).await,
    ];
    world
        .platform
        .fault(Fault::error(400, "Bad Request: VOICE_MESSAGES_FORBIDDEN").on("sendVoice").in_chat(voice));
    world.platform.fault(Fault::new(What::DropBefore).on("sendPhoto").in_chat(picture));
    let item =
        Draft { voice: Some(vec![5; 30]), poster: true, ..Draft::new("tin-phan", "Tin nhiều phần") }
            .released(&world)
            .await;
    let id = item.goes_out(&world).await;
    world.settle().await;
    // A group's state is its text's.
    let counts = until_over(&world, &id).await;
    assert_eq!((counts.sent, counts.failed, counts.unknown), (3, 0, 0));
    let kinds = |group: i64| seen(&world, group, "Tin nhiều phần").iter().map(|m| m.kind).collect::<Vec<_>>();
    assert_eq!(kinds(voice), [Kind::Text, Kind::Photo]);
    assert_eq!(kinds(picture), [Kind::Text, Kind::Voice]);
    assert_eq!(world.parts().publisher.resend(&id, loaban::outbox::Again::Failed).await.unwrap(), 1);
    world.app().wake();
    world.settle().await;
    assert_eq!(kinds(voice), [Kind::Text, Kind::Photo, Kind::Voice]);
    assert_eq!(kinds(picture), [Kind::Text, Kind::Voice]);
    world.parts().publisher.resend(&id, loaban::outbox::Again::Unknown).await.unwrap();
    world.app().wake();
    world.settle().await;
    assert_eq!(kinds(picture), [Kind::Text, Kind::Voice, Kind::Photo]);
    assert_eq!(kinds(fine), [Kind::Text, Kind::Voice, Kind::Photo]);
    ends(world).await;
}

async fn a_publication_is_cancelled_while_it_is_going_out(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let flying = world.linked_group("lc-binhlu-naluong", by).await;
    let waiting = world.linked_group("lc-binhlu-suoimay", by).await;
    let moving = world.platform.add_basic_group("Bản mẫu", &[by]);
    world.platform.add_bot_to_group(world.bot, moving, by).unwrap();
    let code = world.invite("group", "lc-binhlu-doiche", "").await;
    world.platform.person_sends(by, moving, &format!("/lienket {code}")).unwrap();
    world.group_sees(moving, "Từ nay nhóm này nhận tin của").await;
    world.settle().await;
    for group in [flying, moving] {
        world.platform.fault(Fault::new(What::HangBefore).on("sendMessage").in_chat(group));
    }
    world.platform.fault(Fault::new(What::RetryAfter(1)).on("sendMessage").in_chat(waiting));
    world.platform.clear_requests();
    let item = Draft { poster: true, ..Draft::new("tin-rut", "Tin rút lại") }.released(&world).await;
    let id = item.goes_out(&world).await;
    let out = world.platform.wait_for(PATIENCE, |p| {
        let calls: Vec<_> =
            p.requests().into_iter().filter(|r| r.method == "sendMessage").map(|r| r.status).collect();
        (calls.len() == 3 && calls.contains(&Some(429))).then_some(())
    });
    out.await.expect("two hang and one was told to wait");
    until_state(&world, &id, waiting, "waiting").await;
    let taken_back = world.parts().publisher.cancel(&id).await.unwrap();
    assert_eq!(taken_back, 1);
    let new = world.platform.migrate(moving).unwrap();
    released_until(&world, |p| p.requests().iter().all(|r| r.method != "sendMessage" || r.status.is_some()))
        .await;
    world.pass(Duration::from_secs(60));
    let counts = until_over(&world, &id).await;
    // What was on its way arrived, without its picture; what would have been tried again is not.
    assert_eq!((counts.sent, counts.cancelled), (1, 2), "{counts:?}");
    world.settle().await;
    assert_eq!(seen(&world, flying, "Tin rút lại").iter().map(|m| m.kind).collect::<Vec<_>>(), [Kind::Text]);
    assert_eq!([waiting, moving, new].map(|g| times(&world, g, "Tin rút lại")), [0, 0, 0]);
    ends(world).await;
}
