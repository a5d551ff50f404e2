//! Where a question goes and why: what it is about is put right and counted, its way can be told, its topic's owner gets it
//! first, and never the village's secretary.

use super::sensitive;
use crate::stories;
use crate::world::World;
use loaban::config::Settings;
use loaban::questions;
use serde_json::Value;

stories!(on each;
    what_it_is_about_is_put_right_by_one_choice,
);
stories!(
    what_it_is_about_is_put_right_with_a_reason_and_its_way_can_be_told,
    the_way_of_what_was_kept_to_a_desk_is_told_as_that_of_any_other,
    a_topics_owner_gets_it_first_and_its_phone_is_told_where_nobody_is,
    never_the_villages_secretary,
    two_answer_at_once_and_the_first_is_the_answer,
);

const TOPIC: &str = "SELECT COUNT(*) FROM question WHERE state = 'open' AND topic = ";
const CORRECTED: &str = "SELECT COUNT(*) FROM fact WHERE kind = 'topic_changed'";

async fn shown(world: &World, code: &str) -> (Value, String) {
    let parts = world.parts();
    let core = &parts.core;
    let found = questions::show(&core.db, &core.seal, code, world.clock.now()).await.unwrap().unwrap();
    let line = found.way_line(&core.text, &parts.subjects).unwrap_or_default();
    (serde_json::to_value(&found).unwrap(), line)
}

async fn what_it_is_about_is_put_right_by_one_choice(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    world.settle().await;
    assert_eq!(card.offers("Sai lĩnh vực"), world.has_buttons(), "{card:?}");
    if world.has_buttons() {
        world.chooses(&reporter, "Sai lĩnh vực").await;
    } else {
        world.tells(&reporter, &format!("/chuyen {code}"));
    }
    let asked = world.reads(&reporter, "Đúng ra là lĩnh vực nào").await;
    assert_eq!(asked.choices.len(), 4, "{asked:?}");
    assert!(!asked.offers("Đường, điện, nước, sóng"), "{asked:?}");
    let right = asked.choices[0].clone();
    world.chooses(&reporter, &right).await;
    let told = world.reads(&reporter, &format!("Đã sửa lĩnh vực câu hỏi #{code}: {right}")).await;
    assert!(told.text.contains("vẫn ở chỗ đồng chí"), "{}", told.text);
    assert_eq!(world.count(&format!("{TOPIC}'ha-tang'")).await, 0);
    assert_eq!(world.count(CORRECTED).await, 1);
    assert_eq!(world.report("lc-binhlu", "2026-12").await["questions"]["topics_corrected"], 1);
    // One who answers for something else only hands it on by that.
    let other = world.enrols_for("Điện", "reporter", "lc-binhlu-naluong", &["ha-tang"]).await;
    let second = world.asks_again(&resident, "Bao giờ sửa cột điện?").await;
    world.reads(&other, &format!("Câu hỏi #{second}")).await;
    world.tells(&other, &format!("/chuyen {second}"));
    let asked = world.reads(&other, "Đúng ra là lĩnh vực nào").await;
    world.chooses(&other, &asked.choices[0].clone()).await;
    world.reads(&other, &format!("Đã chuyển câu hỏi #{second}")).await;
    world.reads(&reporter, &format!("Câu hỏi #{second}")).await;
    assert_eq!(world.count(CORRECTED).await, 2);
    world.close().await;
}

async fn what_it_is_about_is_put_right_with_a_reason_and_its_way_can_be_told(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    world.enrols("Biên tập", "editor", "lc-binhlu").await;
    let health = world.enrols_for("Trạm y tế", "reporter", "lc", &["y-te"]).await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    assert_eq!(world.count(&format!("{TOPIC}'ha-tang'")).await, 1);
    world.pass_until("2026-11-26 09:00");
    world.tells(&reporter, &format!("/chuyen {code} y tế, việc của trạm, gọi 0912345678"));
    world.reads(&health, &format!("Câu hỏi #{code}\n")).await;
    assert_eq!(world.count(&format!("{TOPIC}'y-te'")).await, 1, "it is about that now");
    world.pass_until("2026-12-02 09:00");
    world.reads(&coordinator, &format!("Câu hỏi #{code}")).await;
    world.pass_until("2026-12-07 09:00");
    world.comes_to("SELECT COUNT(*) FROM question WHERE reminded = 3", 1).await;
    let (json, line) = shown(&world, &code).await;
    assert_eq!(
        line,
        "Đường đi: 25/11: báo cáo viên gần nhất (lĩnh vực Đường, điện, nước, sóng) · \
         26/11: sửa lĩnh vực, ở báo cáo viên gần nhất (lĩnh vực Y tế, bảo hiểm y tế), \
         lý do: « việc của trạm, gọi •••• » · 2/12: quá hạn, lên điều phối · \
         7/12: quá hạn lâu, báo người biên tập"
    );
    assert_eq!(json["way"][1]["topic"], "y-te");
    assert_eq!(json["way"][1]["reason"], "việc của trạm, gọi ••••");
    for name in ["Trạm y tế", "Báo cáo viên", "Điều phối"] {
        assert!(!json.to_string().contains(name), "{json}");
    }
    let q = world.report("lc-binhlu", "2026-12").await["questions"].clone();
    assert_eq!((&q["topics_corrected"], &q["received"]), (&1.into(), &2.into()), "{q}");
    // As long as its words, and no longer.
    world.tells(&coordinator, &format!("{code} Tháng sau."));
    world.reads(&resident, "Tháng sau.").await;
    assert!(shown(&world, &code).await.1.contains("lý do"));
    world.pass_until("2027-03-20 09:00");
    world.comes_to(&format!("SELECT COUNT(*) FROM question WHERE code = '{code}' AND body = ''"), 1).await;
    assert_eq!(shown(&world, &code).await.1, "");
    world.close().await;
}

async fn the_way_of_what_was_kept_to_a_desk_is_told_as_that_of_any_other(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.enrols("Bàn tỉnh", "reporter", "lc").await;
    let (first, second) = (world.knows("Bà con").await, world.knows("Bà con khác").await);
    let plain = world.asks_again(&first, "Theo lịch thì bao giờ họp?").await;
    let commune =
        sensitive::asks(&world, &second, "Theo đạo thì có bị phạt không?", sensitive::COMMUNE).await;
    // What a reporter put right into nothing that is named tells nothing of before.
    let right = world.asks_again(&first, "Bao giờ sửa đường vào bản?").await;
    world.tells(&reporter, &format!("/chuyen {right} khác, việc chung"));
    world.reads(&reporter, &format!("#{right}")).await;
    world.comes_to(CORRECTED, 1).await;
    let ways = async || {
        let (a, b) = (shown(&world, &plain).await, shown(&world, &commune).await);
        assert_eq!((&a.0["way"], &a.1), (&b.0["way"], &b.1));
        assert!(!a.1.is_empty() && !a.1.contains("lĩnh vực"), "{}", a.1);
        let put_right = shown(&world, &right).await;
        assert!(
            !put_right.1.contains("Đường, điện") && !put_right.1.contains("việc chung"),
            "{}",
            put_right.1
        );
    };
    ways().await;
    for code in [&plain, &commune] {
        world.told(&reporter, &format!("/traloi {code} Có."), "Máy đang gửi câu trả lời").await;
    }
    ways().await;
    world.close().await;
}

async fn a_topics_owner_gets_it_first_and_its_phone_is_told_where_nobody_is(mut world: World) {
    let file = world.dir.path().join("topics.toml");
    let own = "[[topic]]\nid = \"y-te\"\nowners = [\"lc-binhlu-tram\", \"lc-banbo-tram\"]\nphone = \"0213 111 222\"\n";
    std::fs::write(&file, own).unwrap();
    world
        .places(
            "code,name,kind,parent,from,until,successors,phone,households\n\
             lc-binhlu-tram,Trạm y tế Bình Lư,body,lc-binhlu,,,,,\n\
             lc-banbo-tram,Trạm y tế Bản Bo,body,lc-banbo,,,,,\n",
        )
        .await;
    world.change(|settings: &mut Settings| settings.topics = Some(file));
    world.restart().await;
    let resident = world.knows("Bà con").await;
    let nobodys = world.asks_again(&resident, "Khám bệnh ở đâu?").await;
    world.reads(&resident, "Cần gấp: gọi 0213 111 222").await;
    let beside = world.enrols("Trạm xã bên", "reporter", "lc-banbo-tram").await;
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.reads(&reporter, &format!("Câu hỏi #{nobodys}")).await;
    let station = world.enrols("Trạm y tế", "reporter", "lc-binhlu-tram").await;
    let code = world.asks_again(&resident, "Thẻ bảo hiểm y tế hết hạn thì làm sao?").await;
    let card = world.reads(&station, &format!("Câu hỏi #{code}")).await;
    world.nobody_reads(&[&reporter, &beside], &code).await;
    let (_, line) = shown(&world, &code).await;
    assert!(line.contains("báo cáo viên nơi phụ trách lĩnh vực này"), "{line}");
    world.replies(&station, &card, "Ra trạm.");
    world.reads(&resident, "Ra trạm.").await;
    // Another topic is nobody's but the nearest reporter's; and who leaves hands over.
    let road = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.reads(&reporter, &format!("Câu hỏi #{road}")).await;
    let next = world.asks_again(&resident, "Đi khám bệnh có mất tiền không?").await;
    world.reads(&station, &format!("Câu hỏi #{next}")).await;
    world.tells(&station, "dừng");
    world.reads(&reporter, &format!("Câu hỏi #{next}")).await;
    let (_, line) = shown(&world, &next).await;
    assert!(line.contains("người giữ vắng hoặc đã thôi, nay báo cáo viên gần nhất"), "{line}");
    world.close().await;
}

async fn never_the_villages_secretary(world: World) {
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.pass_until("2026-12-09 09:00");
    world.settle().await;
    world.nobody_reads(&[&secretary], &code).await;
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE state = 'open' AND role IS NULL").await, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM outbox WHERE kind IN ('card', 'digest')").await, 0);
    world.close().await;
}

async fn two_answer_at_once_and_the_first_is_the_answer(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    let first = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    world.pass_until("2026-12-02 09:00");
    let second = world.reads(&coordinator, &format!("Câu hỏi #{code}")).await;
    world.replies(&reporter, &first, "Tháng sau.");
    world.replies(&coordinator, &second, "Sang năm.");
    world.settle().await;
    let answers: Vec<String> = world
        .notes(&resident)
        .into_iter()
        .filter(|n| n.text.contains("Tháng sau.") || n.text.contains("Sang năm."))
        .map(|n| n.text)
        .collect();
    assert_eq!(answers.len(), 1, "{answers:?}");
    let later = if answers[0].contains("Tháng sau.") { &coordinator } else { &reporter };
    world.reads(later, "trả lời").await;
    let told = world
        .notes(later)
        .into_iter()
        .any(|n| n.text.contains("đã có người trả lời") || n.text.contains("đã trả lời"));
    assert!(told);
    world.close().await;
}
