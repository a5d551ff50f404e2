//! What is past its due time is told each working morning to those in whose hands it is, until it is closed.

use super::sensitive;
use crate::stories;
use crate::world::World;
use crate::world::phones::Phone;
use loaban::config::Settings;
use loaban::questions::Digesting;

stories!(on each;
    each_working_morning_one_message_to_who_holds_it_the_coordinator_and_the_editor,
    a_program_that_was_off_for_a_week_tells_once,
);
stories!(
    a_clock_that_jumps_changes_nothing_but_the_time,
    the_editor_is_told_as_long_after_the_coordinator_and_once,
    the_oldest_ten_by_their_first_words_and_how_many_more,
    what_the_asker_kept_to_a_desk_is_told_at_that_desk_only_and_in_the_same_words,
    who_is_away_is_left_alone_and_what_is_nobodys_is_not_silent,
    it_waits_for_the_end_of_the_quiet_hours_and_is_put_once_whoever_puts_it,
);

const DIGESTS: &str = "SELECT COUNT(*) FROM outbox WHERE kind = 'digest'";

fn digests(world: &World, phone: &Phone) -> Vec<String> {
    let notes = world.notes(phone).into_iter();
    notes.filter(|n| n.from_bot && n.text.contains("câu hỏi quá hạn chưa")).map(|n| n.text).collect()
}

/// This morning's look is over.
async fn looked(world: &World, day: &str) {
    let sql = format!("SELECT COUNT(*) FROM mark WHERE name = 'overdue told' AND value = '{day}'");
    world.comes_to(&sql, 1).await;
    world.settle().await;
}

async fn each_working_morning_one_message_to_who_holds_it_the_coordinator_and_the_editor(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let editor = world.enrols("Biên tập", "editor", "lc-binhlu").await;
    let above = world.enrols("Điều phối tỉnh", "coordinator", "lc").await;
    let beside = world.enrols("Điều phối xã bên", "coordinator", "lc-banbo").await;
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    // Due at nine that Friday: what is due later in a day is told the next working morning.
    world.pass_until("2026-11-27 07:30");
    looked(&world, "2026-11-27").await;
    world.pass_until("2026-11-27 09:30");
    world.reads(&reporter, "Nhắc đồng chí").await;
    world.pass_until("2026-11-28 08:00");
    world.pass_until("2026-11-30 07:29");
    world.settle().await;
    assert_eq!(world.count(DIGESTS).await, 0);
    world.pass_until("2026-11-30 07:30");
    looked(&world, "2026-11-30").await;
    let line =
        format!("1 câu hỏi quá hạn chưa trả lời, lâu nhất trước:\n#{code} · 5 ngày · « Bao giờ sửa đường? »");
    for phone in [&reporter, &coordinator] {
        let told = digests(&world, phone);
        assert_eq!(told.len(), 1);
        assert!(told[0].contains(&line) && told[0].contains("gõ mã của câu"), "{}", told[0]);
        assert!(told[0].contains("Máy của Đảng uỷ xã"), "it begins the day: {}", told[0]);
    }
    let told = digests(&world, &editor);
    assert!(told.len() == 1 && told[0].contains("giúp nhắc người phụ trách"), "{told:?}");
    world.nobody_reads(&[&above, &beside, &secretary, &resident], "quá hạn").await;
    world.pass_until("2026-12-01 12:00");
    looked(&world, "2026-12-01").await;
    assert_eq!(digests(&world, &reporter).len(), 2);
    world.tells(&coordinator, &format!("{code} Tháng sau."));
    world.reads(&resident, "Tháng sau.").await;
    world.pass_until("2026-12-02 07:30");
    looked(&world, "2026-12-02").await;
    assert_eq!(world.count(DIGESTS).await, 6, "nothing is overdue: nothing is said");
    world.close().await;
}

async fn a_program_that_was_off_for_a_week_tells_once(mut world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let editor = world.enrols("Biên tập", "editor", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.settle().await;
    world.stop().await;
    world.clock.advance(std::time::Duration::from_secs(13 * 86_400 + 3_600));
    world.start().await;
    looked(&world, "2026-12-08").await;
    world.comes_to(&format!("SELECT COUNT(*) FROM question WHERE code = '{code}' AND reminded = 3"), 1).await;
    assert_eq!(world.count(DIGESTS).await, 3);
    // Whoever was killed in between tells nobody twice.
    world.crash().await;
    world.start().await;
    world.pass(std::time::Duration::from_secs(60));
    for (phone, words) in [(&reporter, "xin chào"), (&coordinator, "xin chào"), (&editor, "xin chào")] {
        // Where the platform is closed to the silent it waits for a word of theirs.
        world.tells(phone, words);
        world.reads(phone, "quá hạn chưa").await;
    }
    world.settle().await;
    assert_eq!(world.count(DIGESTS).await, 3);
    for phone in [&reporter, &coordinator, &editor] {
        assert_eq!(digests(&world, phone).len(), 1);
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM outbox WHERE kind = 'news'").await, 1, "nor the asker");
    world.close().await;
}

async fn a_clock_that_jumps_changes_nothing_but_the_time(world: World) {
    const HELD: &str = "SELECT COUNT(*) FROM timekeeper WHERE held_from IS NOT NULL";
    const DAY: i64 = 24 * 3_600_000;
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.settle().await;
    world.clock.jump(7 * DAY);
    world.app().wake();
    world.comes_to(HELD, 1).await;
    world.pass(std::time::Duration::from_secs(1_800));
    world.settle().await;
    assert_eq!(world.count(DIGESTS).await, 0, "nobody is told by a clock that is not believed");
    // Watched for an hour it is; the day is told once.
    world.pass(std::time::Duration::from_secs(1_900));
    looked(&world, "2026-12-02").await;
    assert_eq!(digests(&world, &reporter).len(), 1);
    // It was wrong, and is put right: each day that really comes is told, and the one that was told is not told again.
    world.clock.jump(-7 * DAY);
    world.app().wake();
    world.comes_to(HELD, 1).await;
    for (day, told) in
        [("2026-11-26", 1), ("2026-11-30", 2), ("2026-12-01", 3), ("2026-12-02", 3), ("2026-12-03", 4)]
    {
        world.pass_until(&format!("{day} 07:30"));
        looked(&world, day).await;
        assert_eq!(digests(&world, &reporter).len(), told, "{day}");
    }
    world.close().await;
}

async fn the_editor_is_told_as_long_after_the_coordinator_and_once(world: World) {
    const TOLD: &str = "quá hạn đã lâu, nhắc rồi vẫn chưa ai trả lời";
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let editor = world.enrols("Biên tập", "editor", "lc-binhlu").await;
    let above = world.enrols("Biên tập tỉnh", "editor", "lc").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường? Gọi 0912345678.").await;
    world.pass_until("2026-12-02 09:00");
    world.reads(&coordinator, &format!("Câu hỏi #{code}")).await;
    // Reminded after two working days, passed on after five: three more.
    world.pass_until("2026-12-07 08:59");
    world.settle().await;
    world.nobody_reads(&[&editor], TOLD).await;
    world.pass_until("2026-12-07 09:00");
    let told = world.reads(&editor, TOLD).await;
    assert!(told.text.contains("« Bao giờ sửa đường? Gọi ••••. »"), "{}", told.text);
    world.pass_until("2026-12-08 09:00");
    world.settle().await;
    let times = world.notes(&editor).into_iter().filter(|n| n.text.contains(TOLD)).count();
    assert_eq!(times, 1);
    world.nobody_reads(&[&above, &reporter, &coordinator], TOLD).await;
    // Who it was passed to still holds it.
    world.tells(&coordinator, &format!("{code} Tháng sau."));
    world.reads(&resident, "Tháng sau.").await;
    world.close().await;
}

async fn the_oldest_ten_by_their_first_words_and_how_many_more(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let editor = world.enrols("Biên tập", "editor", "lc-binhlu").await;
    let mut codes = vec![];
    for village in 0..3 {
        let resident = world.knows(&format!("Bà con {village}")).await;
        for question in 0..4 {
            world.pass(std::time::Duration::from_secs(60));
            let words = format!(
                "Đường vào bản số {village}{question} hỏng nặng từ mùa mưa, bao giờ thì xã sửa để xe máy đi được?"
            );
            codes.push(world.asks_again(&resident, &words).await);
        }
    }
    world.pass_until("2026-11-30 07:30");
    looked(&world, "2026-11-30").await;
    for (phone, more) in [(&reporter, "… còn 2 câu nữa: /danhsach"), (&editor, "… còn 2 câu nữa.")]
    {
        let told = digests(&world, phone);
        assert_eq!(told.len(), 1);
        let lines: Vec<&str> = told[0].lines().filter(|line| line.starts_with('#')).collect();
        let listed: Vec<&str> = lines.iter().map(|line| &line[1..6]).collect();
        assert_eq!(listed, codes[..10], "{}", told[0]);
        assert!(
            lines[0].contains("« Đường vào bản số 00 hỏng nặng từ mùa mưa, bao giờ thì xã sửa… »"),
            "{}",
            lines[0]
        );
        assert!(told[0].contains("12 câu hỏi quá hạn") && told[0].contains(more), "{}", told[0]);
    }
    world.close().await;
}

async fn what_the_asker_kept_to_a_desk_is_told_at_that_desk_only_and_in_the_same_words(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let editor = world.enrols("Biên tập", "editor", "lc-binhlu").await;
    let desk = world.enrols("Bàn tỉnh", "reporter", "lc").await;
    let above = world.enrols("Biên tập tỉnh", "editor", "lc").await;
    let coordinator = world.enrols("Điều phối tỉnh", "coordinator", "lc").await;
    let (first, second, third) =
        (world.knows("Bà con").await, world.knows("Bà con khác").await, world.knows("Bà con nữa").await);
    let plain = world.asks_again(&first, "Theo lịch thì bao giờ họp?").await;
    let commune =
        sensitive::asks(&world, &second, "Theo đạo thì có bị phạt không?", sensitive::COMMUNE).await;
    let province =
        sensitive::asks(&world, &third, "Theo đạo thì có được vào hội?", sensitive::PROVINCE).await;
    world.pass_until("2026-12-08 07:30");
    looked(&world, "2026-12-08").await;
    let all = [&plain, &commune, &province];
    for (phone, seen) in [
        (&reporter, vec![&plain, &commune]),
        (&editor, vec![&plain, &commune]),
        (&desk, vec![&province]),
        // The commune's coordinator is the province's for what is nobody's desk; of the commune's own they see nothing.
        (&coordinator, vec![&plain, &province]),
        (&above, vec![&province]),
    ] {
        let told = digests(&world, phone).join("\n");
        for code in all {
            assert_eq!(told.contains(code.as_str()), seen.contains(&code), "{code}: {told}");
        }
    }
    // But for the code a line is the same, and nobody's words wait in it.
    let told = digests(&world, &reporter).pop().unwrap();
    let lines: Vec<&str> = told.lines().filter(|line| line.starts_with('#')).collect();
    let without: Vec<_> = lines.iter().map(|line| &line[6..]).collect();
    assert_eq!(without[0], without[1], "{told}");
    assert!(!told.contains('«'), "{told}");
    // The editor of the desk that was chosen is told at the end as any editor is.
    world.reads(&above, &format!("#{province} quá hạn đã lâu")).await;
    world.nobody_reads(&[&editor], &province).await;
    world.close().await;
}

async fn who_is_away_is_left_alone_and_what_is_nobodys_is_not_silent(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let editor = world.enrols("Biên tập", "editor", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.told(&reporter, "/nghi 2/12", "câu chưa có ai nhận thay").await;
    world.pass_until("2026-12-01 07:30");
    looked(&world, "2026-12-01").await;
    assert_eq!((digests(&world, &reporter).len(), digests(&world, &editor).len()), (0, 1));
    // Back at work, it is theirs again.
    world.pass_until("2026-12-04 07:30");
    looked(&world, "2026-12-04").await;
    assert_eq!((digests(&world, &reporter).len(), digests(&world, &editor).len()), (1, 2));
    // Gone for good: nobody's, and told all the same.
    world.told(&reporter, "dừng", "máy sẽ không gửi gì nữa").await;
    world.comes_to("SELECT COUNT(*) FROM question WHERE state = 'open' AND role IS NULL", 1).await;
    world.pass_until("2026-12-07 07:30");
    looked(&world, "2026-12-07").await;
    let told = digests(&world, &editor);
    assert!(told.len() == 3 && told[2].contains(&code), "{told:?}");
    assert_eq!(digests(&world, &reporter).len(), 1);
    world.close().await;
}

async fn it_waits_for_the_end_of_the_quiet_hours_and_is_put_once_whoever_puts_it(mut world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.settle().await;
    world.change(|settings: &mut Settings| settings.quiet = loaban::calendar::Quiet::parse("21:00-08:00"));
    world.restart().await;
    world.pass_until("2026-11-30 07:45");
    world.settle().await;
    assert_eq!(world.count(DIGESTS).await, 0);
    world.pass_until("2026-11-30 08:00");
    looked(&world, "2026-11-30").await;
    assert_eq!(digests(&world, &reporter).len(), 1);
    // Another process, before and after it is written down that all were told.
    let parts = world.parts();
    let tree = parts.atlas.tree().await.unwrap();
    for _ in 0..2 {
        let put = Digesting::default().look(&parts.desk, &tree, world.clock.now()).await.unwrap();
        assert_eq!(put, 0);
        sqlx::query("DELETE FROM mark WHERE name = 'overdue told'")
            .execute(parts.core.db.read())
            .await
            .unwrap();
    }
    assert_eq!(world.count(DIGESTS).await, 1);
    world.close().await;
}
