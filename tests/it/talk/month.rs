//! The month is over: its report is filed, comes to whoever writes it, and what comes later changes nothing in it.

use crate::stories;
use crate::world::World;
use loaban::report::{self, Document, Period};
use loaban::standins::telegram::{Fault, Kind};
use std::time::Duration;

stories!(
    the_report_comes_when_the_month_is_over_and_stays,
    an_item_for_role_holders_and_a_lost_answer_stand_in_the_report,
);

const DAY: Duration = Duration::from_secs(86_400);

async fn the_report_comes_when_the_month_is_over_and_stays(mut world: World) {
    let editor = world.enrolled("Biên tập", "editor", "lc-binhlu").await;
    let secretary = world.enrolled("Bí thư", "secretary", "lc-binhlu-naluong").await;
    world.linked_group("lc-binhlu-naluong", secretary).await;
    world.publishes("hoc-phi").await;
    world.settle().await;
    world.says(secretary, "/xacnhan hoc-phi loa 3");
    world.person_sees(secretary, "Đã ghi").await;

    // The period ends at midnight, and nobody is woken.
    world.pass_until("2026-12-15 00:30");
    world.comes_to("SELECT COUNT(*) FROM report_filed", 1).await;
    world.pass_until("2026-12-15 06:30");
    let told = world.person_sees(editor, "Báo cáo kỳ 2026-12 của xã Bình Lư đã có").await;
    assert!(
        told.caption.contains("Đã làm: gửi tới nơi 1/1 lượt tin; trả lời 0/0 câu hỏi."),
        "{}",
        told.caption
    );
    assert!(
        told.caption.contains("Còn thiếu:") && told.caption.contains("Cần quyết: không có việc gì."),
        "{}",
        told.caption
    );
    let files = || {
        let all = world.platform.private_messages(editor, world.bot);
        all.into_iter().filter(|m| m.kind == Kind::Document).count()
    };
    world.settle().await;
    assert_eq!(files(), 2);
    // Each month anew, so that a restart makes no report again.
    assert_eq!(world.count("SELECT COUNT(*) FROM mark WHERE name = 'reports filed' AND value = '2026-12'").await, 1);
    let december = Period::parse("2026-12").unwrap();
    let filed = report::all_filed(&world.parts().core.db).await.unwrap();
    let filed: Vec<_> = filed.iter().filter(|one| one.period == december).collect();
    assert_eq!(filed.iter().map(|f| (f.place.as_str(), f.version)).collect::<Vec<_>>(), [("lc-binhlu", 1)]);
    let before: Document = serde_json::from_str(&filed[0].document).unwrap();
    assert_eq!(before.outreach.loudspeaker_readings, Some(3));

    // What is put right afterwards stands in the next report, and the filed one says the same for ever.
    world.says(secretary, "/xacnhan hoc-phi loa 2");
    world.person_sees(secretary, "2 lần").await;
    let again: Document = serde_json::from_value(world.report("lc-binhlu", "2026-12").await).unwrap();
    assert!(report::changed(&before, &again).is_empty());
    // A restart files and sends nothing again; before the report is due whoever writes it is reminded.
    world.restart().await;
    world.pass_until("2026-12-17 08:30");
    world.person_sees(editor, "Nhắc: báo cáo kỳ 2026-12 của xã Bình Lư đến hạn gửi").await;
    world.settle().await;
    let of_december = report::all_filed(&world.parts().core.db).await.unwrap();
    assert_eq!(of_december.iter().filter(|one| one.period == december).count(), 1);
    world.close().await;
}

async fn an_item_for_role_holders_and_a_lost_answer_stand_in_the_report(world: World) {
    let secretary = world.enrolled("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let published = world.publishes("giao-duc").await;
    assert_eq!((published.groups, published.private), (0, 2));
    world.person_sees(secretary, "giáo dục").await;
    world.person_sees(reporter, "giáo dục").await;
    // The platform takes no answer for whoever asked.
    let resident = world.platform.add_person("Bà con");
    let code = world.asks(resident, "Bao giờ sửa đường vào bản?", "lc-binhlu-naluong").await;
    world.person_sees(reporter, &format!("#{code}")).await;
    world.settle().await;
    world.platform.fault(Fault::error(400, "Bad Request: can't parse entities").in_chat(resident));
    world.says(reporter, &format!("/traloi {code} Sửa trong tháng sau."));
    world
        .comes_to("SELECT COUNT(*) FROM outbox WHERE kind = 'answer' AND state = 'failed' AND part = 0", 1)
        .await;
    world.pass(DAY);
    world.settle().await;
    let month = world.report("lc-binhlu", "2026-12").await;
    let item = &month["items"][0];
    assert_eq!((&item["item"], &item["groups"]), (&"giao-duc".into(), &0.into()), "{month}");
    assert_eq!((&item["private"]["planned"], &item["private"]["sent"]), (&2.into(), &2.into()), "{month}");
    assert!(item["title"].as_str().unwrap().contains(' '), "{month}");
    let q = &month["questions"];
    assert_eq!((&q["answered"], &q["not_delivered"]), (&1.into(), &1.into()), "{q}");
    assert_eq!(
        world.report("lc-binhlu-naluong", "2026-12").await["questions"]["received"],
        serde_json::Value::Null
    );
    world.close().await;
}
