//! A plan for studying an item: from its file to the register, and to what a paper says of the month.

use super::editor::copy_dir;
use crate::stories;
use crate::world::World;
use loaban::report::{self, Period, Report};
use std::io::{Cursor, Read};
use std::path::PathBuf;

stories!(on each; sessions_name_the_plan_that_they_were_held_by, a_day_until_which_villages_are_told_is_a_page);

const PLAN: &str = r#"number = "12-KH/ĐU"
signed = "2026-11-10"
purpose = "Đảng viên và bà con nắm được nghị quyết."
requirements = "Đủ thành phần, đúng thời gian."
contents = "Nghị quyết 217/2025/QH15 và việc của xã."
form = "quan_triet"
presenters = ["committee"]
audience = ["members", "residents"]
from = "2026-11-20"
until = "2026-12-05"
where = "Nhà văn hoá các bản"
decoration = "Cờ, khẩu hiệu"
organisation = "Đảng uỷ cử người trình bày, chi bộ mời."
support = "Loa, tài liệu"
"#;

/// The content, where it can be written to.
async fn own_content(world: &mut World) -> PathBuf {
    let copy = world.dir.path().join("content-copy");
    copy_dir(&world.settings().content.clone(), &copy);
    let content = copy.clone();
    world.stop().await;
    world.change(move |settings| settings.content = content);
    world.start().await;
    copy
}

async fn december(world: &World, place: &str) -> Report {
    let tree = loaban::places::tree(&world.parts().core.db).await.unwrap();
    let period = Period::parse("2026-12").unwrap();
    report::build(world.parts().reports(), &tree, place, period, world.clock.now()).await.unwrap()
}

/// All that a Word document says.
fn words(report: &Report, world: &World) -> String {
    let file = report.docx(&world.parts().core.text).unwrap();
    let mut text = String::new();
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    let runs = text.split("<w:t").skip(1).filter_map(|run| run.split_once('>')?.1.split_once('<'));
    runs.map(|(words, _)| words).filter(|words| !words.trim().is_empty()).collect::<Vec<_>>().join("|")
}

async fn sessions_name_the_plan_that_they_were_held_by(mut world: World) {
    let plans = own_content(&mut world).await.join("hoc-phi/plans");
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let group = world.village("lc-binhlu-naluong", &[&secretary]).await;
    let beside = world.enrols("Bí thư xã bên", "secretary", "lc-banbo-namay").await;
    world.publishes("hoc-phi").await;
    world.reads_in(&group, "không phải nộp học phí").await;
    // Before there is a plan.
    let early = world.told(&secretary, "/sohoc hoc-phi 5/9 hôm qua", "5/9 người; ngày 24/11 –").await;
    assert!(!early.text.contains("kế hoạch"), "{}", early.text);
    std::fs::create_dir(&plans).unwrap();
    std::fs::write(plans.join("lc-binhlu.toml"), PLAN).unwrap();
    // One whose file is wrong holds nobody up.
    std::fs::write(plans.join("lc.toml"), PLAN.replace("where", "here")).unwrap();
    let how = "quán triệt, 28/30 người; ngày 20/11, bí thư chi bộ trình bày, theo kế hoạch 12-KH/ĐU";
    world.told(&secretary, "/sohoc hoc-phi 28/30 quán triệt 20/11, bí thư chi bộ", how).await;
    let after = world.told(&secretary, "/sohoc hoc-phi 7/9 19/11", "7/9 người; ngày 19/11 –").await;
    assert!(!after.text.contains("kế hoạch"), "{}", after.text);
    // Told in plain words the item is chosen afterwards, and the plan is the item's.
    world.told(&secretary, "hôm qua quán triệt 26/30, đảng uỷ viên trình bày", "cho bài nào ạ").await;
    let noted = world.told(&secretary, "1", "Đã ghi: quán triệt, 26/30 người").await;
    assert!(noted.text.contains("theo kế hoạch 12-KH/ĐU"), "{}", noted.text);
    // The next commune has no plan, and another item has none.
    for (who, line) in [(&beside, "/sohoc hoc-phi 4/5"), (&secretary, "/sohoc bao-hiem-y-te 3/5")] {
        let noted = world.told(who, line, "/5 người –").await;
        assert!(!noted.text.contains("kế hoạch"), "{}", noted.text);
    }
    world.told(&secretary, "sửa 2 27", "27/30 người").await;
    let list = world.told(&secretary, "/so", "2. 25/11 – quán triệt, 27/30 người").await;
    assert_eq!(list.text.matches("theo kế hoạch 12-KH/ĐU").count(), 2, "{}", list.text);

    // What was held by it stands, whatever becomes of the file.
    std::fs::remove_dir_all(&plans).unwrap();
    let commune = december(&world, "lc-binhlu").await;
    let said = words(&commune, &world);
    let row =
        "12-KH/ĐU của xã Bình Lư|Con em học trường công không phải nộp học phí|quán triệt|2|53/60 (88,3%)";
    assert!(said.contains("Kế hoạch và việc thực hiện") && said.contains(row), "{said}");
    // Of one village alone it would be one secretary's figure.
    assert!(!said.contains("có ghi người trình bày, "), "{said}");
    assert!(words(&december(&world, "lc").await, &world).contains(row));
    let others = words(&december(&world, "lc-banbo").await, &world);
    assert!(!others.contains("Kế hoạch và việc") && !others.contains("người trình bày, "), "{others}");
    assert_eq!(
        commune.docx(&world.parts().core.text).unwrap(),
        december(&world, "lc-binhlu").await.docx(&world.parts().core.text).unwrap()
    );
    world.close().await;
}

async fn a_day_until_which_villages_are_told_is_a_page(mut world: World) {
    let about = own_content(&mut world).await.join("hoc-phi/item.toml");
    let text = std::fs::read_to_string(&about).unwrap();
    std::fs::write(&about, format!("{text}due = \"2026-11-24\"\n")).unwrap();
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let beside = world.enrols("Bí thư bản bên", "secretary", "lc-binhlu-suoimay").await;
    for (place, who) in [("lc-binhlu-naluong", &secretary), ("lc-binhlu-suoimay", &beside)] {
        world.village(place, &[who]).await;
    }
    assert!(december(&world, "lc-binhlu").await.due_html(&world.parts().core.text).is_none());
    world.publishes("hoc-phi").await;
    world.settle().await;
    world.told(&secretary, "/sohoc hoc-phi 9/10 hôm qua", "9/10 người").await;
    let page = |report: Report| report.due_html(&world.parts().core.text).unwrap();
    let cells = |page: &str, what: &str| page.matches(&format!(">{what}<")).count();
    let first = page(december(&world, "lc-binhlu").await);
    assert_eq!((cells(&first, "đúng hạn (24/11)"), cells(&first, "chưa có số liệu")), (1, 1), "{first}");
    world.told(&beside, "/xacnhan hoc-phi loa 2", "2 lần").await;
    let then = page(december(&world, "lc-binhlu").await);
    assert_eq!((cells(&then, "sau hạn (25/11)"), cells(&then, "chưa có số liệu")), (1, 0), "{then}");
    assert_eq!(then, page(december(&world, "lc-binhlu").await));
    let said = words(&december(&world, "lc-binhlu").await, &world);
    assert!(said.contains("đúng hạn 1/2; sau hạn 1/2; chưa có số liệu 0/2"), "{said}");
    world.close().await;
}
