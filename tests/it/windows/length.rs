//! Short texts: cut where a paragraph ends, marked, in order; one body for all groups of one capabilities.

use super::BOTH;
use crate::media::with_media;
use crate::stories;
use crate::world::{World, code_in};
use loaban::config::Platform;
use loaban::ids::PublicationId;
use loaban::message::units;
use loaban::outbox::{self, Again, Counts};
use loaban::standins::zalo_bot::{Fault, What};

stories!(on BOTH;
    a_long_answer_comes_in_marked_parts_and_its_choices_come_last,
    an_item_is_one_body_for_each_manner_not_for_each_group,
    a_village_that_got_half_of_a_text_did_not_get_it,
);

async fn a_long_answer_comes_in_marked_parts_and_its_choices_come_last(world: World) {
    let on = Platform::ZaloBot;
    let reporter = world.official(Platform::Telegram, "Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.phone(on, "Bà con");
    world.told(&resident, "Làm giấy khai sinh thế nào?", "xin phép dùng câu hỏi này").await;
    world.told(&resident, "1", "Nhà mình ở bản nào ạ?").await;
    let code = code_in(&world.told(&resident, "Nà Luồng", "Đã nhận câu hỏi").await.text);
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    let paragraphs: Vec<String> =
        (1..=8).map(|n| format!("Bước {n}: {}", "mang giấy tờ ra xã ".repeat(20).trim_end())).collect();
    world.tells(&reporter, &format!("/traloi {code} {}", paragraphs.join("\n\n")));
    world.reads(&resident, "1. Đã rõ\n2. Chưa rõ").await;
    let parts: Vec<String> =
        world.notes(&resident).into_iter().map(|n| n.text).filter(|t| t.contains("Bước ")).collect();
    assert_eq!(parts.len(), 2, "{parts:?}");
    assert!(parts.iter().all(|p| units(p) <= 1800));
    assert!(parts[0].ends_with("\n(1/2)") && parts[1].contains("\n(2/2)\n\n1. Đã rõ"), "{parts:?}");
    // Whole paragraphs, each once, in order.
    let all = parts.join("\n");
    let places: Vec<usize> = paragraphs.iter().map(|p| all.find(p.as_str()).unwrap()).collect();
    assert!(places.is_sorted());
    // A reporter on a platform with long texts sees no marks.
    assert!(world.notes(&reporter).iter().all(|n| !n.text.contains("(1/2)")));
    world.told(&resident, "1", &format!("Câu hỏi #{code} đã xong")).await;
    world.close().await;
}

async fn an_item_is_one_body_for_each_manner_not_for_each_group(world: World) {
    for on in [Platform::Telegram, Platform::ZaloBot] {
        for place in ["lc-binhlu-naluong", "lc-binhlu-suoimay"] {
            let somebody = world.phone(on, "Bà con");
            world.village(place, &[&somebody]).await;
        }
    }
    assert_eq!(world.publishes("kham-suc-khoe").await.groups, 4);
    world.settle().await;
    assert_eq!(
        world.count("SELECT COUNT(*) FROM outbox WHERE state = 'sent' AND kind = 'announcement'").await,
        4
    );
    assert_eq!(world.count("SELECT COUNT(*) FROM body").await, 2);
    world.close().await;
}

/// How a publication stands, and what it takes to send again what is in a state: as `publication show` and `resend` say.
async fn counts(world: &World, publication: &PublicationId) -> (Counts, serde_json::Value) {
    world.settle().await;
    let counts = outbox::counts(&world.parts().core.db, publication).await.unwrap();
    (counts, world.report("lc", "2026-12").await["delivery"].clone())
}

async fn resend(world: &World, publication: &PublicationId, what: Again) -> usize {
    let again = world.parts().publisher.resend(publication, what).await.unwrap();
    world.app().wake();
    again
}

async fn a_village_that_got_half_of_a_text_did_not_get_it(mut world: World) {
    with_media(&mut world);
    let words = world.dir.path().join("content/kham-suc-khoe/vi.ftl");
    let long = format!("point-1 = {}", "Mỗi năm khám một lần ở trạm y tế. ".repeat(50).trim_end());
    let text = std::fs::read_to_string(&words).unwrap();
    let lines: Vec<&str> = text.lines().map(|l| if l.starts_with("point-1 =") { &long } else { l }).collect();
    std::fs::write(&words, lines.join("\n") + "\n").unwrap();
    world.restart().await;
    let secretary = world.phone(Platform::ZaloBot, "Bí thư");
    let village = world.village("lc-binhlu-naluong", &[&secretary]).await;
    let chat = || village.zalo_bot();
    // The second part is refused, the third never tried.
    let passes = || Fault::new(What::SlowMs(1)).on("sendMessage").in_chat(chat());
    world.zalo.fault(passes());
    world.zalo.fault(Fault::error(426, "text invalid").on("sendMessage").in_chat(chat()));
    let publication = world.publishes("kham-suc-khoe").await.publication;
    let (stands, report) = counts(&world, &publication).await;
    assert_eq!(stands, Counts { failed: 1, ..Counts::default() });
    assert_eq!((&report["sent"], &report["failed"]), (&0.into(), &1.into()), "{report}");
    let parts =
        |n: usize| world.notes_in(&village).iter().filter(|m| m.text.contains(&format!("({n}/"))).count();
    assert_eq!((parts(1), parts(2)), (1, 0));
    // Only what is missing goes out again; of its first part nobody can tell.
    world.zalo.fault(Fault::new(What::DropAfter).on("sendMessage").in_chat(chat()));
    assert_eq!(resend(&world, &publication, Again::Failed).await, 1);
    let (stands, report) = counts(&world, &publication).await;
    assert_eq!(stands, Counts { unknown: 1, ..Counts::default() });
    assert_eq!((&report["sent"], &report["failed"], &report["unknown"]), (&0.into(), &0.into(), &1.into()));
    assert_eq!((parts(1), parts(2)), (1, 1));
    // Sent on an editor's word, it may be there twice, and it is there.
    assert_eq!(resend(&world, &publication, Again::Unknown).await, 1);
    let (stands, report) = counts(&world, &publication).await;
    assert_eq!(stands, Counts { sent: 1, ..Counts::default() });
    assert_eq!((&report["sent"], &report["unknown"]), (&1.into(), &0.into()), "{report}");
    assert_eq!((parts(1), parts(2)), (1, 2));
    world.close().await;
}
