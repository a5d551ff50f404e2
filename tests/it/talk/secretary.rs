//! A village secretary: who asked without a phone, what was read aloud, who studied, how the village stands.

use super::{FACTS, QUESTIONS};
use crate::stories;
use crate::world::{World, code_in};

stories!(on each;
    a_question_is_relayed_and_counted_apart,
    a_question_is_relayed_in_plain_words,
    a_question_is_relayed_aloud_and_answered_aloud,
    readings_and_meetings_are_counted,
    study_sessions_are_registered,
    a_session_says_how_it_was_held,
    the_village_at_a_glance
);

async fn a_question_is_relayed_and_counted_apart(world: World) {
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let group = world.village("lc-binhlu-naluong", &[&secretary]).await;
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let hint = world.told(&secretary, "/hoiho", "đừng ghi tên ai").await;
    assert!(hint.text.contains("/hoiho"));
    let receipt =
        world.told(&secretary, "/hoiho Hộ nghèo có được cấp thẻ bảo hiểm không?", "Đã nhận câu hỏi").await;
    let code = code_in(&receipt.text);
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("« Hộ nghèo có được cấp thẻ bảo hiểm không? »"), "{}", card.text);
    world.replies(&reporter, &card, "Được cấp.");
    world.reads(&secretary, "Được cấp.").await;
    // In the group the answer comes back to the group.
    let asked = world.tells_in(&secretary, &group, "/hoiho Bao giờ phát gạo?");
    let receipt = world.reads_in(&group, "Đã nhận câu hỏi").await;
    assert_eq!(receipt.reply_to, world.tells_quotes().then_some(asked));
    world.tells(&reporter, &format!("/traloi {} Mồng mười.", code_in(&receipt.text)));
    world.reads_in(&group, "Mồng mười.").await;
    // Bare words, and a household that is no relay.
    world.told(&secretary, "hỏi hộ bà cụ: bao giờ có lương?", "Đã nhận câu hỏi").await;
    world.told(&secretary, "hoiho ông cụ hỏi thẻ xe buýt", "Đã nhận câu hỏi").await;
    world.told(&secretary, &format!("/hoiho {}", "a".repeat(4001)), "Dài quá").await;
    let q = world.report("lc-binhlu", "2026-12").await["questions"].clone();
    assert_eq!((&q["received"], &q["relayed"]), (&4.into(), &4.into()), "{q}");
    world.told(&secretary, "/hoi hộ nghèo được vay bao nhiêu?", "xin phép dùng câu hỏi này").await;
    assert_eq!(world.count(QUESTIONS).await, 4);
    world.close().await;
}

async fn a_question_is_relayed_aloud_and_answered_aloud(world: World) {
    const RELAYED: &str = "SELECT COUNT(*) FROM question WHERE relayed = 1";
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let group = world.village("lc-binhlu-naluong", &[&secretary]).await;
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    // Announced, and said in the next message. It is about nobody who relays, so no notice is asked for.
    world.told(&secretary, "/hoiho", "Hoặc nói câu hỏi vào đây").await;
    world.tells_aloud(&secretary);
    let receipt = world.reads(&secretary, "Đã nhận câu hỏi bằng tiếng nói").await;
    let code = code_in(&receipt.text);
    assert_eq!((world.count(QUESTIONS).await, world.count(RELAYED).await), (1, 1));
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("Người hỏi nói"), "{}", card.text);
    world.hears(&reporter).await;
    // Words come back as words, and nothing is spoken by the machine.
    let voices = |notes: Vec<crate::world::phones::Note>| {
        notes.iter().filter(|n| n.from_bot && (n.file.is_some() || n.text.contains("Bấm để nghe"))).count()
    };
    world.replies(&reporter, &card, "Mồng mười phát gạo.");
    world.reads(&secretary, "Mồng mười phát gạo.").await;
    world.settle().await;
    assert_eq!(voices(world.notes(&secretary)), 0);
    // A voice comes back as a voice.
    world.told(&secretary, "hỏi hộ", "Hoặc nói câu hỏi vào đây").await;
    let before = world.notes(&secretary).len();
    world.tells_aloud(&secretary);
    let second = code_in(&world.anew(&secretary, before, "Đã nhận câu hỏi bằng tiếng nói").await.text);
    let card = world.reads(&reporter, &format!("Câu hỏi #{second}")).await;
    world.replies_aloud(&reporter, &card).await;
    world.hears(&secretary).await;
    world.settle().await;
    assert_eq!(voices(world.notes(&secretary)), 1);
    // Said first, and announced after.
    world.tells_aloud(&secretary);
    world.reads(&secretary, "xin phép dùng câu hỏi này").await;
    assert_eq!(world.count(QUESTIONS).await, 2);
    world.told(&secretary, "/hoiho", "Đã nhận câu hỏi bằng tiếng nói").await;
    assert_eq!((world.count(QUESTIONS).await, world.count(RELAYED).await), (3, 3));
    // What was announced once is one voice: the next is the secretary's own.
    world.tells_aloud(&secretary);
    world.reads(&secretary, "xin phép dùng câu hỏi này").await;
    world.told(&secretary, "không", "").await;
    // In the group a voice that quotes the machine.
    if world.tells_quotes() {
        let how = world.told_in(&secretary, &group, "/hoiho", "trả lời tin này bằng tiếng nói").await;
        let before = world.notes_in(&group).len();
        world.speaks_in(&secretary, &group, Some(&how));
        world.anew_in(&group, before, "Đã nhận câu hỏi bằng tiếng nói").await;
        assert_eq!((world.count(QUESTIONS).await, world.count(RELAYED).await), (4, 4));
    }
    let q = world.report("lc-binhlu", "2026-12").await["questions"].clone();
    let all = world.count(QUESTIONS).await;
    assert_eq!((&q["received"], &q["relayed"]), (&all.into(), &all.into()), "{q}");
    world.close().await;
}

async fn a_question_is_relayed_in_plain_words(world: World) {
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let relayed = "SELECT COUNT(*) FROM question WHERE relayed = 1";
    // Who only tells may mean their own question: it is asked first, and nothing of what they wrote is lost.
    let asked = world.told(&secretary, "có người nhờ hỏi bao giờ phát gạo", "Hỏi hộ bà con câu này").await;
    assert!(asked.text.contains("đừng ghi tên ai"), "{}", asked.text);
    assert_eq!(asked.choices, ["Hỏi hộ bà con", "Câu hỏi của tôi", "Không gửi nữa"]);
    assert_eq!(world.count(QUESTIONS).await, 0);
    let receipt = world.told(&secretary, "vâng", "Đã nhận câu hỏi").await;
    let card = world.reads(&reporter, &format!("Câu hỏi #{}", code_in(&receipt.text))).await;
    assert!(card.text.contains("« có người nhờ hỏi bao giờ phát gạo »"), "{}", card.text);
    assert_eq!(world.count(relayed).await, 1);
    world.told(&secretary, "hoi ho cho ba con bao gio co dien", "Đã nhận câu hỏi").await;
    assert_eq!(world.count(relayed).await, 2);
    // A name is asked about, also behind the command.
    world.told(&secretary, "hỏi hộ bà Mỷ: thẻ hết hạn đổi ở đâu?", "có tên người").await;
    world.told(&secretary, "không gửi nữa", "máy đã xoá").await;
    world.told(&secretary, "/hoiho ông Páo hỏi bao giờ có đường", "có tên người").await;
    world.told(&secretary, "hỏi hộ bà con", "Đã nhận câu hỏi").await;
    assert_eq!((world.count(relayed).await, world.count(QUESTIONS).await), (3, 3));
    // Their own is asked as anybody's.
    world.told(&secretary, "bà con muốn biết bao giờ kéo điện", "Hỏi hộ bà con câu này").await;
    world.told(&secretary, "câu hỏi của tôi", "xin phép dùng câu hỏi này").await;
    // In danger nothing waits.
    let urgent =
        world.told(&secretary, "bà con hỏi nhà đang cháy thì gọi ai, cứu với", "Đã nhận câu hỏi").await;
    assert!(urgent.text.contains("114"), "{}", urgent.text);
    assert_eq!(world.count(relayed).await, 4);
    world.close().await;
}

async fn readings_and_meetings_are_counted(world: World) {
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let group = world.village("lc-binhlu-naluong", &[&secretary]).await;
    world.publishes("hoc-phi").await;
    let item = world.reads_in(&group, "không phải nộp học phí").await;
    world.told(&secretary, "/xacnhan hoc-phi loa 3", "đọc loa 3 lần").await;
    world.told(&secretary, "xác nhận 217/2025/QH15 loa 2 lần", "đọc loa 2 lần").await;
    world.told(&secretary, "xacnhan hoc-phi họp 40 người", "ước chừng 40 người nghe").await;
    // Quoting the item, in the group.
    let of = if world.tells_quotes() { "" } else { "hoc-phi " };
    world.replies_in(&secretary, &group, &item, &format!("/xacnhan {of}loa 1"));
    world.reads_in(&group, "đọc loa 1 lần").await;
    world.replies_in(&secretary, &group, &item, &format!("xác nhận {of}họp 25"));
    world.reads_in(&group, "ước chừng 25 người nghe").await;
    let facts = world.count(FACTS).await;
    // The next village's group is beside, not below.
    let beside = world.village("lc-binhlu-suoimay", &[&secretary]).await;
    for command in ["/xacnhan hoc-phi loa 9", "/sohoc hoc-phi 1/2", "/hoiho Bao giờ có điện?", "/tinhhinh"]
    {
        let before = world.notes(&secretary).len();
        world.tells_in(&secretary, &beside, command);
        world.anew(&secretary, before, "ngoài địa bàn").await;
    }
    world.told(&secretary, "/xacnhan hoc-phi loa ba", "Viết: tên bài, rồi loa 2").await;
    world.told(&secretary, "/xacnhan hoc-phi loa 0", "Viết: tên bài, rồi loa 2").await;
    world.told(&secretary, "/xacnhan khong-co-bai-nay loa 3", "Không có bài “khong-co-bai-nay”").await;
    world.told(&secretary, "/xacnhan", "Viết: tên bài, rồi loa 2").await;
    assert_eq!(world.count(FACTS).await, facts);
    let outreach = world.report("lc-binhlu-naluong", "2026-12").await["outreach"].clone();
    assert_eq!(outreach["loudspeaker_readings"], 6);
    assert_eq!((&outreach["meetings"], &outreach["listeners_estimated"]), (&2.into(), &65.into()));
    assert_eq!(world.count(QUESTIONS).await, 0);
    world.close().await;
}

async fn study_sessions_are_registered(world: World) {
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    world.told(&secretary, "/sohoc 165/2026/NĐ-CP 28/30 học tập", "học tập, 28/30 người").await;
    world.told(&secretary, "/sohoc 165/2026/NĐ-CP 20/30 quán triệt", "quán triệt, 20/30 người").await;
    world.told(&secretary, "/sohoc hoc-phi 5/9 tuyen truyen", "tuyên truyền, 5/9 người").await;
    world.told(&secretary, "sổ học hoc-phi 6/9", "học tập, 6/9 người").await;
    let facts = world.count(FACTS).await;
    for bad in ["/sohoc", "/sohoc hoc-phi", "/sohoc hoc-phi 5/6 hát", "/sohoc 5/6"] {
        world.told(&secretary, bad, "Viết: tên bài, rồi có mặt/tổng số").await;
    }
    world.told(&secretary, "/sohoc hoc-phi 31/30", "Có mặt (31) nhiều hơn tổng số (30)").await;
    world.told(&secretary, "/sohoc bai-la 5/6", "Không có bài “bai-la”").await;
    assert_eq!(world.count(FACTS).await, facts);
    let outreach = world.report("lc-binhlu", "2026-12").await["outreach"].clone();
    let sessions = &outreach["study_sessions"];
    assert_eq!(
        (&sessions["hoc_tap"], &sessions["quan_triet"], &sessions["tuyen_truyen"]),
        (&2.into(), &1.into(), &1.into())
    );
    assert_eq!(
        (&outreach["attendance"]["present"], &outreach["attendance"]["total"]),
        (&59.into(), &78.into())
    );
    world.close().await;
}

async fn a_session_says_how_it_was_held(world: World) {
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let group = world.village("lc-binhlu-naluong", &[&secretary]).await;
    world.publishes("hoc-phi").await;
    world.reads_in(&group, "không phải nộp học phí").await;
    for (said, noted) in [
        (
            "/sohoc hoc-phi 28/30 quán triệt hôm qua, đảng uỷ viên trình bày cho đảng viên, trực tuyến",
            "quán triệt, 28/30 người; ngày 24/11, đảng uỷ viên trình bày, cho đảng viên, trực tuyến – Con em",
        ),
        (
            "/sohoc hoc-phi ngày 20 tháng 11 9/10 bi thu chi bo",
            "học tập, 9/10 người; ngày 20/11, bí thư chi bộ trình bày –",
        ),
        // Nobody's name is kept, and today needs no day.
        (
            "/sohoc hoc-phi 5/9 hôm nay đồng chí Giàng A Chu trình bày cho bà con",
            "học tập, 5/9 người; người khác trình bày, cho bà con –",
        ),
        // Held in the period before, and told late.
        ("/sohoc hoc-phi 6/9 tuyên truyền 20/10", "tuyên truyền, 6/9 người; ngày 20/10 –"),
    ] {
        world.told(&secretary, said, noted).await;
    }
    let facts = world.count(FACTS).await;
    world.told(&secretary, "/sohoc hoc-phi 28/30 ngày 5/12", "Ngày 5/12/2026 chưa tới").await;
    world.told(&secretary, "/sohoc hoc-phi 28/30 ngày 31/11", "chưa rõ học ngày nào").await;
    world.told(&secretary, "hôm qua học tập 31/30", "Có mặt (31) nhiều hơn tổng số (30)").await;
    assert_eq!(world.count(FACTS).await, facts);
    // In plain words: what was there is no day.
    world
        .told(
            &secretary,
            "20/11 học tập 28/30, báo cáo viên nói",
            "học tập, 28/30 người; ngày 20/11, báo cáo viên",
        )
        .await;
    world
        .told(&secretary, "1", "Đã ghi: học tập, 28/30 người; ngày 20/11, báo cáo viên trình bày – Con em")
        .await;
    world.told(&secretary, "sửa 1 27", "27/30 người; ngày 24/11, đảng uỷ viên trình bày").await;
    world.told(&secretary, "/so", "1. 25/11 – quán triệt, 27/30 người; ngày 24/11").await;
    let stored = "SELECT COUNT(*) FROM fact WHERE detail LIKE '%Chu%' OR detail LIKE '%chu%'";
    assert_eq!(world.count(stored).await, 0);
    let report = world.report("lc-binhlu", "2026-12").await;
    let sessions = &report["outreach"]["study_sessions"];
    assert_eq!(
        (&sessions["hoc_tap"], &sessions["quan_triet"], &sessions["tuyen_truyen"]),
        (&3.into(), &1.into(), &1.into())
    );
    let late = report["adjustments"].to_string();
    assert!(late.contains("buổi tuyên truyền 6/9 người, ngày 20/10/2026, báo muộn"), "{late}");
    world.close().await;
}

async fn the_village_at_a_glance(world: World) {
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let empty = world.told(&secretary, "/tinhhinh", "bản Nà Luồng (mẫu), xã Bình Lư").await;
    assert!(
        empty.text.contains("chưa có tin nào") && empty.text.contains("đang chờ trả lời: 0"),
        "{}",
        empty.text
    );
    let group = world.village("lc-binhlu-naluong", &[&secretary]).await;
    world.publishes("hoc-phi").await;
    world.reads_in(&group, "không phải nộp học phí").await;
    world.settle().await;
    let resident = world.person("Bà con");
    world.asks_first(&resident, "Nhà tôi có được vào hộ nghèo không?").await;
    let other = world.person("Bản khác");
    world.asks_from(&other, "Bao giờ có điện?", "Suối Mây").await;
    let now = world.told(&secretary, "tình hình", "Câu hỏi đang chờ trả lời: 1").await;
    assert!(now.text.contains("không phải nộp học phí – đã gửi (09:00 thứ Tư 25/11)"), "{}", now.text);
    assert!(!now.text.contains("hộ nghèo"), "never what is asked: {}", now.text);
    world.tells_in(&secretary, &group, "/tinhhinh");
    world.reads_in(&group, "Câu hỏi đang chờ trả lời: 1").await;
    world.close().await;
}
