//! What a secretary tells in plain words: a figure finds its item, stands in the register, and can be put right.

use super::{FACTS, QUESTIONS};
use crate::stories;
use crate::world::World;

stories!(on each;
    plain_words_become_lines_when_the_item_is_chosen,
    a_quoted_item_is_the_item,
    the_text_to_read_aloud_comes_by_itself_and_a_touch_says_how_often,
    a_figure_is_put_right_and_the_report_has_the_right_one,
    who_reads_aloud_is_called_by_their_title,
);

async fn plain_words_become_lines_when_the_item_is_chosen(world: World) {
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let group = world.village("lc-binhlu-naluong", &[&secretary]).await;
    // Before there is any item, it is said how.
    world.told(&secretary, "đã đọc loa 2 lần", "thêm tên bài").await;
    world.publishes("hoc-phi").await;
    world.reads_in(&group, "không phải nộp học phí").await;
    world.publishes("kham-suc-khoe").await;
    world.settle().await;
    let facts = world.count(FACTS).await;
    for (said, what) in [
        ("đã đọc loa 2 lần", "đọc loa 2 lần"),
        ("họp bản 40 người", "ước chừng 40 người nghe"),
        ("học tập 38/45", "học tập, 38/45 người"),
        ("/xacnhan loa 3", "đọc loa 3 lần"),
    ] {
        let asked = world.told(&secretary, said, &format!("{what}” cho bài nào")).await;
        assert_eq!(asked.choices.len(), 3, "{asked:?}");
        assert_eq!(asked.choices.last().map(String::as_str), Some("Bài khác"));
    }
    assert_eq!(world.count(FACTS).await, facts, "nothing is noted before its item is chosen");
    let before = world.notes(&secretary).len();
    world.chooses(&secretary, "Con em học trường công không phải nộp học phí").await;
    let noted = world.anew(&secretary, before, "Đã ghi: đọc loa 3 lần").await;
    assert!(noted.text.contains("sửa 1"), "{}", noted.text);
    world.told(&secretary, "học tập 50/45", "nhiều hơn tổng số (45)").await;
    world.told(&secretary, "hôm nay họp bản", "bao nhiêu người nghe").await;
    world.told(&secretary, "học tập 38/45", "cho bài nào ạ").await;
    world.chooses(&secretary, "Bài khác").await;
    world.reads(&secretary, "máy chưa ghi gì").await;
    assert_eq!(world.count(FACTS).await, facts + 1);
    assert_eq!(world.count(QUESTIONS).await, 0);
    world.close().await;
}

async fn a_quoted_item_is_the_item(world: World) {
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let group = world.village("lc-binhlu-naluong", &[&secretary]).await;
    world.publishes("hoc-phi").await;
    let item = world.reads_in(&group, "không phải nộp học phí").await;
    if world.tells_quotes() {
        world.quotes_in(&secretary, &group, &item, "đã đọc loa 2 lần");
        world.reads_in(&group, "Đã ghi: đọc loa 2 lần").await;
        assert_eq!(world.report("lc-binhlu-naluong", "2026-12").await["outreach"]["loudspeaker_readings"], 2);
    }
    // What is refused is not said before the village.
    let beside = world.village("lc-binhlu-suoimay", &[&secretary]).await;
    let before = world.notes(&secretary).len();
    world.tells_in(&secretary, &beside, "/xacnhan hoc-phi loa 9");
    world.anew(&secretary, before, "ngoài địa bàn").await;
    world.tells_in(&secretary, &group, "/xacnhan");
    world.reads(&secretary, "Viết: tên bài, rồi loa 2").await;
    world.settle().await;
    for group in [&group, &beside] {
        let said: Vec<String> = world.notes_in(group).into_iter().map(|note| note.text).collect();
        assert!(!said.iter().any(|t| t.contains("ngoài địa bàn") || t.contains("Viết: tên bài")), "{said:?}");
    }
    world.close().await;
}

async fn a_figure_is_put_right_and_the_report_has_the_right_one(world: World) {
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    world.told(&secretary, "/so", "chưa ghi gì").await;
    world.told(&secretary, "/xacnhan hoc-phi loa 20", "Đã ghi: đọc loa 20 lần").await;
    world.told(&secretary, "/xacnhan hoc-phi hop 40", "sửa 2").await;
    world.told(&secretary, "/sohoc hoc-phi 28/30", "sửa 3").await;
    world.told(&secretary, "sửa 1 2", "Đã sửa dòng 1: đọc loa 20 lần → đọc loa 2 lần").await;
    world.told(&secretary, "/sua 3 27/31", "học tập, 28/30 người → học tập, 27/31 người").await;
    for bad in ["/sua", "/sua 9 2", "/sua 3 40", "/sua 1 2/3", "/sua 1 101"] {
        world.told(&secretary, bad, "Cách sửa").await;
    }
    let list = world.told(&secretary, "sổ", "Sổ của bản trong kỳ này").await;
    for line in [
        "1. 25/11 – đọc loa 2 lần (đã sửa) – Con em học trường công",
        "2. 25/11 – nói ở buổi họp, ước chừng 40 người nghe –",
        "3. 25/11 – học tập, 27/31 người (đã sửa) –",
    ] {
        assert!(list.text.contains(line), "{line} in {}", list.text);
    }
    let outreach = world.report("lc-binhlu", "2026-12").await["outreach"].clone();
    assert_eq!(outreach["loudspeaker_readings"], 2);
    assert_eq!((&outreach["meetings"], &outreach["listeners_estimated"]), (&1.into(), &40.into()));
    assert_eq!(
        (&outreach["attendance"]["present"], &outreach["attendance"]["total"]),
        (&27.into(), &31.into())
    );
    // In words, the last line; and a line that was nothing.
    world
        .told(&secretary, "ghi nhầm, chỉ 25 người", "Đã sửa dòng 3: học tập, 27/31 người → học tập, 25/31")
        .await;
    world.told(&secretary, "sửa 2 0", "Đã sửa dòng 2").await;
    let outreach = world.report("lc-binhlu", "2026-12").await["outreach"].clone();
    assert!(outreach["meetings"].is_null(), "{outreach}");
    assert_eq!(outreach["attendance"]["present"], 25);
    // Another village's register is its own.
    let other = world.enrols("Bí thư bản khác", "secretary", "lc-binhlu-suoimay").await;
    world.told(&other, "/so", "chưa ghi gì").await;
    world.told(&other, "/sua 1 9", "Cách sửa").await;
    world.close().await;
}

async fn the_text_to_read_aloud_comes_by_itself_and_a_touch_says_how_often(world: World) {
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let other = world.enrols("Bí thư bản khác", "secretary", "lc-binhlu-suoimay").await;
    world.told(&secretary, "/docloa", "Chưa có tin nào").await;
    world.village("lc-binhlu-naluong", &[&secretary]).await;
    // In quiet hours it waits.
    world.pass_until("2026-11-25 22:30");
    world.publishes("hoc-phi").await;
    world.nobody_reads(&[&secretary, &other], "Bài đọc loa").await;
    world.pass_until("2026-11-26 07:00");
    let script = world.reads(&secretary, "Bài đọc loa: Con em học trường công").await;
    assert!(script.text.contains("hai nghìn không trăm hai mươi lăm"), "{}", script.text);
    assert_eq!(script.choices, ["1 lần", "2 lần", "3 lần", "Chưa đọc"]);
    world.chooses(&secretary, "2 lần").await;
    world.reads(&secretary, "Đã ghi: đọc loa 2 lần – Con em học trường công").await;
    world.nobody_reads(&[&other], "Bài đọc loa").await;
    // Asked for, and not read.
    for ask in ["/docloa", "/docloa hoc-phi", "đọc loa", "gửi bài đọc loa"] {
        world.told(&secretary, ask, "Bài đọc loa: Con em học trường công").await;
    }
    world.chooses(&secretary, "Chưa đọc").await;
    world.reads(&secretary, "Vâng, máy chưa ghi gì").await;
    let outreach = world.report("lc-binhlu-naluong", "2026-12").await["outreach"].clone();
    assert_eq!(outreach["loudspeaker_readings"], 2);
    world.close().await;
}

async fn who_reads_aloud_is_called_by_their_title(world: World) {
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    for (typed, title) in [
        ("/moi trưởng bản Nà Luồng", "trưởng bản"),
        ("/moi gialang Nà Luồng", "già làng"),
        ("/moi bí thư Nà Luồng", "bí thư chi bộ"),
        ("/moi phó bản Nà Luồng", "phó bản"),
    ] {
        let invited = world.told(&coordinator, typed, &format!("Mã mời {title}")).await;
        let code = invited.text.split("/start ").nth(1).unwrap().split_whitespace().next().unwrap();
        let who = world.person(title);
        world.told(&who, &format!("/start {code}"), &format!("Máy đã nhận đồng chí: {title}")).await;
        world.told(&who, "/xacnhan hoc-phi loa 1", "Đã ghi: đọc loa 1 lần").await;
        world.told(&who, "trợ giúp", &loaban::text::capitalized(title)).await;
    }
    // The place by likeness: the title goes along with the choice.
    let asked = world.told(&coordinator, "/moi trưởng bản Nà Luôngg", "Ý đồng chí là nơi nào").await;
    world.chooses(&coordinator, asked.choices.first().unwrap()).await;
    world.reads(&coordinator, "Mã mời trưởng bản").await;
    world.close().await;
}
