//! A quarter is played, and every figure of its reports is counted again by another program in another language, from
//! the log and from what the stand-in itself saw.

use crate::stories;
use crate::world::World;
use loaban::ledger;
use loaban::report::{Document, Period};
use loaban::standins::telegram::Fault;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

stories!(another_program_counts_the_same);

const MONTHS: [&str; 3] = ["2026-12", "2027-01", "2027-02"];
const PLACES: [&str; 5] = ["lc", "lc-binhlu", "lc-banbo", "lc-khunha", "lc-binhlu-naluong"];
/// Where residents are.
const HOMES: [&str; 3] = ["lc-binhlu-naluong", "lc-banbo-namay", "lc-khunha-doiman"];

async fn another_program_counts_the_same(world: World) {
    let secretary = world.enrolled("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let mut groups = vec![];
    for place in HOMES {
        groups.push(world.linked_group(place, secretary).await);
    }
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc").await;
    let (mut asked, mut answers, mut sent) = (0, 0, 0);
    let items = ["hoc-phi", "kham-suc-khoe", "bao-hiem-y-te"];
    for (month, item) in items.into_iter().enumerate() {
        // In the second month a group takes nothing when the item comes; an editor sends it again in the third.
        if month == 1 {
            let broken = Fault::error(400, "Bad Request: can't parse entities").in_chat(groups[1]);
            world.platform.fault(broken);
        }
        let published = world.publishes(item).await;
        world.settle().await;
        sent += published.groups - usize::from(month == 1);
        if month == 2 {
            world.platform.clear_faults();
            let failed =
                "SELECT COUNT(*) FROM outbox WHERE kind = 'announcement' AND state = 'failed' AND part = 0";
            assert_eq!(world.count(failed).await, 1);
            sent += sends_again(&world).await;
            world.settle().await;
        }
        for home in HOMES.into_iter().cycle().take(4 + month) {
            let who = world.platform.add_person("Bà con");
            let code = world.asks(who, &format!("Bao giờ bản mình họp lần {asked}?"), home).await;
            asked += 1;
            // Every third waits, and some of those beyond the month.
            if asked % 3 != 0 {
                world.says(reporter, &format!("/traloi {code} Thứ Bảy tuần này."));
                world.person_sees(who, &format!("câu hỏi #{code}")).await;
                answers += 1;
            }
            world.pass(std::time::Duration::from_secs(86_400));
        }
        world.says(secretary, &format!("/xacnhan {item} loa {}", month + 1));
        world.person_sees(secretary, "Đã ghi").await;
        world.says(secretary, &format!("/sohoc {item} {}/40 học tập", 30 + month));
        world.person_sees(secretary, &format!("{}/40", 30 + month)).await;
        world.settle().await;
        // Into the next period, on a working day's noon.
        world.pass_until(["2026-12-16 12:00", "2027-01-18 12:00", "2027-02-16 12:00"][month]);
        world.settle().await;
    }

    let folder = tempfile::tempdir().unwrap();
    export(&world, folder.path()).await;
    let seen = json!({ "place": "lc", "sent": sent, "asked": asked, "answers": answers });
    std::fs::write(folder.path().join("seen.json"), seen.to_string()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recount/recount.py");
    let done = Command::new("python3")
        .arg(script)
        .arg(folder.path())
        .output()
        .expect("python3, as tests/run installs it");
    let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}");
    assert!(said.contains("counted again, all the same"), "{said}");
    world.close().await;
}

/// What failed of any publication goes once more. How many.
async fn sends_again(world: &World) -> usize {
    let publisher = &world.parts().publisher;
    let mut again = 0;
    for publication in loaban::content::publications(&world.parts().core.db).await.unwrap() {
        again += publisher.resend(&publication.id, loaban::outbox::Again::Failed).await.unwrap();
    }
    world.app().wake();
    again
}

async fn export(world: &World, folder: &Path) {
    let parts = world.parts();
    let (calendar, boundary) = (&parts.core.calendar, parts.settings.report.boundary_day);
    let log = ledger::facts_before(&parts.core.db, i64::MAX).await.unwrap();
    let line = |e: &ledger::Entry| {
        json!({ "seq": e.seq, "at": e.at, "place": e.place, "item": e.item, "ref": e.reference, "fact": e.fact }).to_string()
    };
    std::fs::write(folder.join("facts.jsonl"), log.iter().map(line).collect::<Vec<_>>().join("\n")).unwrap();
    let tree = parts.atlas.tree().await.unwrap();
    let place = |p: &loaban::places::Place| {
        json!({ "code": p.code.as_str(), "kind": p.kind, "parent": p.parent.as_deref(),
                "from": p.from.map(|d| d.to_string()), "until": p.until.map(|d| d.to_string()),
                "successors": p.successors.iter().map(|s| s.as_str()).collect::<Vec<_>>() })
    };
    let places: Vec<Value> = tree.all().iter().map(place).collect();
    std::fs::write(folder.join("places.json"), Value::from(places).to_string()).unwrap();
    std::fs::create_dir(folder.join("reports")).unwrap();
    for month in MONTHS {
        let (from, to) = Period::parse(month).unwrap().bounds(calendar, boundary);
        let day = |at: i64| calendar.local(at).date().to_string();
        let last_fact = log.iter().filter(|e| e.at < to && e.at >= from).map(|e| e.at).max().unwrap_or(from);
        for place in PLACES {
            let report = world.report(place, month).await;
            let _: Document = serde_json::from_value(report.clone()).expect("a report can be read again");
            let mut report = report;
            report["moments"] = json!({ "from": from, "to": to, "last_day": day(to - 1), "end_day": day(to),
                                        "last_fact_day": day(last_fact) });
            std::fs::write(folder.join(format!("reports/{place}-{month}.json")), report.to_string()).unwrap();
        }
    }
}
