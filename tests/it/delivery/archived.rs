//! What was settled long ago leaves the outbox, and nobody gets anything a second time for that.

use super::*;
use crate::live::on_both;
use crate::world::postgres::Database;
use loaban::clock::Clock;
use loaban::content::Nobody;
use loaban::db::{Backend, Db};
use loaban::ids::{DeliveryId, Ids};
use loaban::message::Message;
use loaban::outbox::{Again, Archiving, Chooser, Delivery, State, To};
use loaban::seal::Seal;
use loaban::standins::telegram::Fault;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sqlx::AssertSqlSafe;
use std::collections::{HashMap, HashSet};
use tokio::runtime::Handle;
use tokio::task::block_in_place;

on_both!(
    what_is_two_years_old_leaves_its_counts_and_comes_to_nobody_twice,
    a_correction_after_years_reaches_who_got_the_old_item,
    what_is_still_needed_stays,
    an_archive_that_is_cut_off_goes_on_where_it_stopped,
    the_same_deliveries_are_put_with_an_archive_and_without,
);

const DAY: Duration = Duration::from_secs(86_400);
const DAY_MS: i64 = 86_400_000;

/// Everything that is `days` old leaves; how many deliveries did.
async fn archive(db: &Db, now: i64, days: i64) -> usize {
    let (mut archiving, mut left) = (Archiving::default(), 0);
    while let Some(deliveries) = archiving.page(db, now - days * DAY_MS).await.unwrap() {
        left += deliveries;
    }
    left
}

/// A world that archives nothing by itself before a story does.
async fn patient(engine: Engine) -> Option<World> {
    let change = |settings: &mut Settings| {
        own_content(settings);
        settings.keep_deliveries = 3_600 * DAY;
    };
    World::with(engine, change).await
}

/// Two years and some days, once what is under way has landed.
async fn years_pass(world: &World) {
    world.settle().await;
    world.pass(740 * DAY);
    world.settle().await;
}

async fn what_is_two_years_old_leaves_its_counts_and_comes_to_nobody_twice(engine: Engine) {
    let Some(mut world) = patient(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let got = world.linked_group("lc-binhlu-naluong", by).await;
    let lost = world.linked_group("lc-binhlu-suoimay", by).await;
    world
        .platform
        .fault(Fault::error(400, "Bad Request: message text is empty").on("sendMessage").in_chat(lost));
    let item = Draft { poster: true, ..Draft::new("tin-cu", "Tin cũ") }.released(&world).await;
    let id = item.goes_out(&world).await;
    world.settle().await;
    let before = until_over(&world, &id).await;
    assert_eq!((before.sent, before.failed), (1, 1));
    years_pass(&world).await;
    let figures = world.report("lc", "2026-11").await;

    // By itself, after a start.
    let rows = world.count("SELECT COUNT(*) FROM outbox WHERE publication IS NOT NULL").await;
    assert_eq!(rows, 4, "two texts and their pictures");
    world.stop().await;
    world.change(|settings| settings.keep_deliveries = 730 * DAY);
    world.start().await;
    world.comes_to("SELECT COUNT(*) FROM outbox WHERE publication IS NOT NULL", 0).await;
    world.comes_to("SELECT COUNT(*) FROM body", 0).await;
    assert_eq!(world.report("lc", "2026-11").await, figures, "the report does not read the outbox");
    let db = &world.parts().core.db;
    assert_eq!(outbox::counts(db, &id).await.unwrap(), before);
    assert_eq!(outbox::archived(db, &id).await.unwrap(), before);
    assert!(super::rows(&world, &id).await.is_empty());
    // There is nothing that could be sent again.
    assert_eq!(world.parts().publisher.resend(&id, Again::Failed).await.unwrap(), 0);

    // Who has it has it; where it failed it may go again, once.
    let again = item.publish(&world, |_| {}).await.unwrap();
    assert_eq!((again.groups, again.others.has), (1, 0));
    world.group_sees(lost, "Tin cũ").await;
    world.settle().await;
    assert_eq!((times(&world, got, "Tin cũ"), times(&world, lost, "Tin cũ")), (1, 1));
    let third = item.publish(&world, |_| {}).await.unwrap();
    assert_eq!((third.nobody, third.others.has), (Some(Nobody::AllHaveIt), 2));
    let db = &world.parts().core.db;
    assert_eq!(outbox::counts(db, &id).await.unwrap(), before, "what came of it stays on record");
    assert_eq!(outbox::counts(db, &again.publication).await.unwrap().sent, 1);
    world.close().await;
}

async fn a_correction_after_years_reaches_who_got_the_old_item(engine: Engine) {
    let Some(world) = patient(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let got = world.linked_group("lc-binhlu-naluong", by).await;
    let other = world.linked_group("lc-binhlu-suoimay", by).await;
    let old = Draft::new("tin-sai", "Tin sai").released(&world).await;
    let only = |place: &'static str| move |order: &mut Order<'_>| order.places = vec![place.to_owned()];
    old.publish(&world, only("lc-binhlu-naluong")).await.unwrap();
    world.group_sees(got, "Tin sai").await;
    years_pass(&world).await;
    assert!(archive(&world.parts().core.db, world.clock.now(), 730).await > 0);
    let draft = Draft { replaces: Some("tin-sai".into()), ..Draft::new("tin-dung", "Tin đúng") };
    let right = draft.released(&world).await;
    // It is ordered for the other village, and goes to this one as well, which is told what it replaces.
    let published = right.publish(&world, only("lc-binhlu-suoimay")).await.unwrap();
    assert_eq!(published.groups, 2);
    let told = world.group_sees(got, "Tin đúng").await;
    assert!(told.text.contains("Tin sai"), "{}", told.text);
    let plain = world.group_sees(other, "Tin đúng").await;
    assert!(!plain.text.contains("Tin sai"), "{}", plain.text);
    // And when that is taken back, also after years, whoever got it is told.
    years_pass(&world).await;
    assert!(archive(&world.parts().core.db, world.clock.now(), 730).await > 0);
    let library = world.parts().shelf.library();
    let item = library.get("tin-dung").unwrap();
    let withdrawn = world.parts().publisher.withdraw(item, Some("Bí thư"), "console", "nhầm").await.unwrap();
    assert_eq!(withdrawn.told, 2);
    world.close().await;
}

async fn what_is_still_needed_stays(engine: Engine) {
    let Some(world) = patient(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let group = world.linked_group("lc-binhlu-naluong", by).await;
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let item = Draft::new("tin-hen", "Tin hẹn").released(&world).await;
    let private = Draft { audience: "reporters".into(), ..Draft::new("tin-rieng", "Tin riêng") };
    let private = private.released(&world).await.goes_out(&world).await;
    let far = world.clock.now() + 800 * DAY_MS;
    let waits = item.publish(&world, |order| order.at = Some(far)).await.unwrap().publication;
    let person = world.platform.add_person("Bà con");
    let code = world.asks(person, "Bao giờ có điện?", "Nà Luồng").await;
    world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    years_pass(&world).await;
    let (db, now) = (&world.parts().core.db, world.clock.now());
    let about = format!("SELECT COUNT(*) FROM outbox WHERE question = '{code}'");
    let asked = format!("{about} AND kind IN ('receipt', 'card')");
    assert!(archive(db, now, 730).await > 0);
    // The question is open, and the item waits for its day, with its text.
    assert_eq!(world.count(&asked).await, 2);
    // What a role holder got bears a name that changes with the sealing key.
    assert_eq!(outbox::private_counts(db, &private).await.unwrap().sent, 1);
    assert_eq!(outbox::counts(db, &waits).await.unwrap().waiting, 1);
    assert!(world.count("SELECT COUNT(*) FROM body").await >= 1);
    world.says(reporter, &format!("/traloi {code} Tháng sau."));
    world.person_sees(person, "Tháng sau.").await;
    world.settle().await;
    world.pass(61 * DAY);
    world.group_sees(group, "Tin hẹn").await;
    world.settle().await;
    // Long after it was closed nothing of it is left.
    years_pass(&world).await;
    world.comes_to(&format!("{about} AND (person IS NOT NULL OR chooser IS NOT NULL)"), 0).await;
    archive(db, world.clock.now(), 730).await;
    assert_eq!(world.count(&about).await, 0);
    world.close().await;
}

/// A database without a program.
struct Bare {
    db: Db,
    seal: Seal,
    _dir: tempfile::TempDir,
    _postgres: Option<Database>,
}

async fn bare(engine: Engine) -> Option<Bare> {
    let dir = tempfile::tempdir().unwrap();
    let postgres = match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(Database::create().await?),
    };
    let file = format!("sqlite://{}", dir.path().join("loaban.db").display());
    let db = Db::open(&postgres.as_ref().map_or(file, |p| p.url())).await.unwrap();
    db.migrate().await.unwrap();
    let seal = Seal::new(&[9; 32], Ids::seeded(Clock::standing(0), 1));
    Some(Bare { db, seal, _dir: dir, _postgres: postgres })
}

/// Puts an item to some groups, under a publication, and has it sent.
async fn sent_to(bare: &Bare, publication: &str, groups: usize, at: i64) {
    let mut tx = bare.db.write().await.unwrap();
    let publication = PublicationId::from(publication);
    let deliveries = (0..groups).map(|n| {
        let group = format!("018f7d2e4a9b7c3d8e5f60718293{n:04x}");
        let id = format!("item:kham-suc-khoe:9f86d081:{group}");
        let text = Message::text("Trạm y tế khám sức khoẻ cho người cao tuổi. ".repeat(8));
        let delivery = Delivery::new(outbox::Kind::Announcement, id, vec![text]);
        Delivery { publication: Some(&publication), ..delivery }.to("tg", To::Group(group.as_str().into()))
    });
    let deliveries: Vec<_> = deliveries.collect();
    assert_eq!(outbox::put_all(&mut tx, &bare.seal, at, &deliveries).await.unwrap().len(), groups);
    let sql =
        "UPDATE outbox SET state = 'sent', message = '-1001234567890/' || id, attempts = 1, changed_at = $1";
    sqlx::query(sql).bind(at + 60_000).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
}

async fn number(db: &Db, sql: &str) -> i64 {
    sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(db.read()).await.unwrap()
}

async fn an_archive_that_is_cut_off_goes_on_where_it_stopped(engine: Engine) {
    let Some(bare) = bare(engine).await else { return };
    sent_to(&bare, "p", 450, 0).await;
    let now = 740 * DAY_MS;
    let first = Archiving::default().page(&bare.db, now - 730 * DAY_MS).await.unwrap();
    assert_eq!(first, Some(200));
    let (rows, archived) = ("SELECT COUNT(*) FROM outbox", "SELECT COUNT(*) FROM archived");
    assert_eq!((number(&bare.db, rows).await, number(&bare.db, archived).await), (250, 200));
    // Somebody else goes on; whoever puts it anew, also at the same moment, is refused.
    let (left, ()) = tokio::join!(archive(&bare.db, now, 730), sent_again(&bare));
    assert_eq!(left, 250);
    assert_eq!((number(&bare.db, rows).await, number(&bare.db, archived).await), (0, 450));
    assert_eq!(outbox::archived(&bare.db, &"p".into()).await.unwrap().sent, 450);
    sent_again(&bare).await;
    assert_eq!(archive(&bare.db, now, 730).await, 0);
}

async fn sent_again(bare: &Bare) {
    let mut tx = bare.db.write().await.unwrap();
    let publication = PublicationId::from("q");
    let group = |n: usize| format!("018f7d2e4a9b7c3d8e5f60718293{n:04x}");
    let deliveries = (0..450).map(|n| {
        let id = format!("item:kham-suc-khoe:9f86d081:{}", group(n));
        let delivery = Delivery::new(outbox::Kind::Announcement, id, vec![Message::text("x")]);
        Delivery { publication: Some(&publication), ..delivery }.to("tg", To::Group(group(n).as_str().into()))
    });
    let deliveries: Vec<_> = deliveries.collect();
    let put = outbox::put_all(&mut tx, &bare.seal, 1, &deliveries).await.unwrap();
    assert!(put.is_empty(), "{} are put a second time", put.len());
    tx.commit().await.unwrap();
}

/// What a random history does.
#[derive(Debug, Clone)]
enum Step {
    Put { cause: usize, parts: usize },
    Settle { cause: usize, states: Vec<State>, again: bool },
    GoesAgain { cause: usize },
    Pass { days: i64 },
    Archive,
}

const CAUSES: usize = 5;

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let ends = prop::sample::select(vec![State::Sent, State::Failed, State::Unknown, State::Cancelled]);
    let step = prop_oneof![
        4 => (0..CAUSES, 1usize..4).prop_map(|(cause, parts)| Step::Put { cause, parts }),
        4 => (0..CAUSES, prop::collection::vec(ends, 1..4), any::<bool>())
            .prop_map(|(cause, states, again)| Step::Settle { cause, states, again }),
        1 => (0..CAUSES).prop_map(|cause| Step::GoesAgain { cause }),
        2 => (30i64..200).prop_map(|days| Step::Pass { days }),
        2 => Just(Step::Archive),
    ];
    prop::collection::vec(step, 5..50)
}

/// One history in one database: what came of each put, and how everything stands in the end.
async fn live(bare: &Bare, run: usize, steps: &[Step], archives: bool) -> (Vec<bool>, Vec<String>) {
    let id = |cause: usize| DeliveryId::from(format!("item:run{run}:1:g{cause}"));
    let (mut now, mut put) = (run as i64 * 100_000 * DAY_MS, vec![]);
    let db = &bare.db;
    for (number, step) in steps.iter().enumerate() {
        let mut tx = db.write().await.unwrap();
        match step {
            Step::Put { cause, parts } => {
                // Each by a publication of its own, as it is; odd ones are a person's.
                let publication = PublicationId::from(format!("run{run}-{number}"));
                let messages = (0..*parts).map(|n| Message::text(format!("Phần {n}"))).collect();
                let new = if cause % 2 == 0 {
                    let delivery = Delivery::new(outbox::Kind::Announcement, id(*cause), messages);
                    let to = To::Group(format!("g{cause}").as_str().into());
                    outbox::put(
                        &mut tx,
                        &bare.seal,
                        now,
                        Delivery { publication: Some(&publication), ..delivery }.to("tg", to),
                    )
                    .await
                } else {
                    let delivery = Delivery::new(outbox::Kind::Notice, id(*cause), messages);
                    let to = To::person(&format!("k{cause}").as_str().into(), &bare.seal.seal("1"));
                    let chooser = Some(Chooser::Person(format!("k{cause}").as_str().into()));
                    outbox::put(&mut tx, &bare.seal, now, Delivery { chooser, ..delivery }.to("tg", to)).await
                };
                put.push(new.unwrap());
            }
            Step::Settle { cause, states, again } => {
                let sql = "UPDATE outbox SET state = $1, again = $2, changed_at = $3, person = NULL, chooser = NULL, body_sealed = NULL,
                                  address_sealed = NULL WHERE cause = $4 AND state = 'waiting'";
                for (part, state) in states.iter().enumerate() {
                    let query = sqlx::query(sql).bind(state.as_str()).bind(i64::from(*again)).bind(now);
                    query.bind(format!("{}:{part}", id(*cause))).execute(&mut *tx).await.unwrap();
                }
            }
            Step::GoesAgain { cause } => {
                let stands = outbox::standings(&mut tx, &[id(*cause)]).await.unwrap();
                if matches!(stands.get(&id(*cause)), Some(State::Failed | State::Cancelled)) {
                    outbox::make_room(&mut tx, &[id(*cause)]).await.unwrap();
                }
            }
            Step::Pass { days } => now += days * DAY_MS,
            Step::Archive => {}
        }
        tx.commit().await.unwrap();
        if archives && matches!(step, Step::Archive) {
            archive(db, now, 100).await;
        }
    }
    let ids: Vec<DeliveryId> = (0..CAUSES).map(id).collect();
    let mut tx = db.write().await.unwrap();
    let stands: HashMap<DeliveryId, State> = outbox::standings(&mut tx, &ids).await.unwrap();
    let arrived: HashSet<DeliveryId> = outbox::may_have_arrived(&mut tx, &ids).await.unwrap();
    let all = ids.iter().map(|id| format!("{id} {:?} {}", stands.get(id), arrived.contains(id)));
    (put, all.collect())
}

async fn the_same_deliveries_are_put_with_an_archive_and_without(engine: Engine) {
    let (Some(with), Some(without)) = (bare(engine).await, bare(engine).await) else { return };
    let cases = if with.db.backend() == Backend::Sqlite { 150 } else { 40 };
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let run = std::sync::atomic::AtomicUsize::new(0);
    let here = Handle::current();
    let done = block_in_place(|| {
        runner.run(&steps(), |steps| {
            let run = run.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            here.block_on(async {
                let (one, other) =
                    (live(&with, run, &steps, true).await, live(&without, run, &steps, false).await);
                prop_assert_eq!(one, other);
                Ok(())
            })
        })
    });
    done.unwrap();
    let left = number(&with.db, "SELECT COUNT(*) FROM archived").await;
    assert!(left > i64::from(cases) / 2, "only {left} were archived: nothing was tried");
}

/// Bytes of the file, without what is free in it.
async fn bytes(db: &Db) -> i64 {
    let pages =
        number(db, "SELECT page_count - freelist_count FROM pragma_page_count, pragma_freelist_count").await;
    pages * number(db, "SELECT page_size FROM pragma_page_size").await
}

#[tokio::test]
async fn a_message_that_is_archived_weighs_a_twelfth() {
    let bare = bare(Engine::Sqlite).await.unwrap();
    let empty = bytes(&bare.db).await;
    sent_to(&bare, "p", 20_000, 0).await;
    let full = bytes(&bare.db).await - empty;
    archive(&bare.db, 740 * DAY_MS, 730).await;
    let slim = bytes(&bare.db).await - empty;
    println!("a message: {} bytes with its row, {} in the archive", full / 20_000, slim / 20_000);
    assert!(slim * 12 < full && slim < 60 * 20_000, "{full} {slim}");
    bare.db.close().await;
}
