//! A reporter: the card, the answer, asking back, handing over, setting aside, and being away.

use super::{OPEN, QUESTIONS, asks_again, is_told, known_resident, nobody_sees, sees_new};
use crate::stories;
use crate::world::World;
use loaban::standins::telegram::Kind;

stories!(
    a_card_is_answered_in_words_or_by_voice,
    an_answer_needs_a_card_or_a_code,
    an_answer_to_a_closed_or_foreign_question_says_why_not,
    the_list_is_oldest_first_and_within_reach,
    a_question_is_handed_to_another_place_or_topic,
    two_questions_are_one,
    set_aside_with_the_reason_told,
    away_and_back,
    by_topic_first_then_by_load,
    answered_by_another_the_first_is_told,
);

async fn a_card_is_answered_in_words_or_by_voice(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = known_resident(&world, "Vàng Thị Mẫu").await;
    let code = asks_again(&world, resident, "Thẻ bảo hiểm y tế làm lại ở đâu?").await;
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    for word in [
        "Nơi: Bản Nà Luồng (mẫu)",
        "Chủ đề: Y tế, bảo hiểm y tế",
        "Hỏi lúc 09:00 ngày 25/11/2026",
        "Trả lời trước 09:00 ngày 27/11/2026",
    ] {
        assert!(card.text.contains(word), "{word} in {}", card.text);
    }
    assert!(
        !card.text.contains("Vàng")
            && !card.text.contains(&resident.to_string())
            && !card.text.contains("Cần trả lời bằng")
    );
    // Thanks for the card are no answer to the question.
    world.quotes(reporter, &card, "Đã nhận ạ");
    let told = world.person_sees(reporter, "Máy chưa gửi gì").await;
    assert!(told.text.contains(&format!("/traloi {code}")), "{}", told.text);
    assert_eq!(world.count(OPEN).await, 1);
    world.quotes(reporter, &card, "Ở bộ phận một cửa của xã.");
    let answer = world.person_sees(resident, "Ở bộ phận một cửa của xã.").await;
    assert!(
        answer.text.contains("báo cáo viên") && !answer.text.contains("Báo cáo viên nói"),
        "{}",
        answer.text
    );
    world.person_sees(reporter, &format!("Máy đang gửi câu trả lời #{code}")).await;

    // The first word of an answer may look like a command: under a card it is not.
    for answer in [
        "Hỏi cán bộ địa chính xã nhé.",
        "Gác việc đó lại, tháng sau có.",
        "Chuyển khoản vào ngày 5.",
        "Nghỉ lễ nên mồng 3 mới có.",
    ] {
        let code = asks_again(&world, resident, "Bao giờ có tiền?").await;
        let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
        world.quotes(reporter, &card, answer);
        let seen = world.person_sees(resident, answer).await;
        assert!(seen.text.contains(&format!("Trả lời câu hỏi #{code}")), "{}", seen.text);
    }

    let code = asks_again(&world, resident, "Có mất tiền không?").await;
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    world.speaks(reporter, Some(&card));
    let voice = world.person_sees(resident, &format!("Trả lời câu hỏi #{code}")).await;
    world.settle().await;
    let all = world.platform.private_messages(resident, world.bot);
    let voice = all.iter().rfind(|m| m.kind == Kind::Voice).unwrap_or(&voice);
    assert_eq!(world.platform.file_bytes(voice.file_id.as_deref().unwrap()).unwrap(), b"OggS a voice");
    assert_eq!(world.count(OPEN).await, 0);

    let code = asks_again(&world, resident, "Bao giờ có thẻ?").await;
    is_told(
        &world,
        reporter,
        &format!("traloi {} Mười ngày.", code.to_lowercase()),
        &format!("Máy đang gửi câu trả lời #{code}"),
    )
    .await;
    world.person_sees(resident, "Mười ngày.").await;
    world.close().await;
}

async fn an_answer_needs_a_card_or_a_code(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
    let code = asks_again(&world, resident, "Bao giờ sửa đường?").await;
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    is_told(&world, reporter, "Tháng sau nhé.", "Đồng chí bấm giữ đúng phiếu").await;
    let before = world.platform.private_messages(reporter, world.bot).len();
    world.speaks(reporter, None);
    sees_new(&world, reporter, before, "Đồng chí bấm giữ đúng phiếu").await;
    is_told(&world, reporter, "/traloi", "Đồng chí bấm giữ đúng phiếu").await;
    is_told(&world, reporter, &format!("/traloi {code}"), "Đồng chí bấm giữ đúng phiếu").await;
    assert_eq!((world.count(OPEN).await, world.count(QUESTIONS).await), (1, 2));
    // Five letters that could be a code are words when a card is quoted.
    world.quotes(reporter, &card, "/traloi Nhung ngay cuoi thang.");
    world.person_sees(resident, "Nhung ngay cuoi thang.").await;
    world.close().await;
}

async fn an_answer_to_a_closed_or_foreign_question_says_why_not(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let beside = world.enrolled("Xã bên", "reporter", "lc-banbo").await;
    let resident = known_resident(&world, "Bà con").await;
    is_told(&world, reporter, "/traloi ZZZZZ Tháng sau.", "Không có câu hỏi #ZZZZZ").await;
    let code = asks_again(&world, resident, "Bao giờ sửa đường?").await;
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    for command in [
        format!("/traloi {code} x"),
        format!("/gac {code} x"),
        format!("/hoilai {code} x"),
        format!("/chuyen {code} Bản Bo x"),
    ] {
        is_told(&world, beside, &command, &format!("#{code} ngoài địa bàn")).await;
    }
    is_told(&world, beside, "/danhsach", "Không có câu hỏi nào đang chờ").await;
    assert_eq!(world.count(OPEN).await, 1);
    is_told(&world, resident, &format!("thu hồi {code}"), "Đã rút câu hỏi").await;
    world.quotes(reporter, &card, "Tháng sau.");
    world.person_sees(reporter, "đã được người hỏi rút lại, không cần trả lời nữa. Máy chưa gửi gì").await;
    let code = asks_again(&world, resident, "Bao giờ sửa cầu?").await;
    is_told(&world, reporter, &format!("/gac {code} Cầu là việc của tỉnh"), "báo lý do cho người hỏi").await;
    world.person_sees(resident, "Cầu là việc của tỉnh").await;
    is_told(&world, reporter, &format!("/traloi {code} x"), "đã gác lại").await;
    let code = asks_again(&world, resident, "Bao giờ sửa kênh?").await;
    is_told(&world, reporter, &format!("/traloi {code} Mai."), "Máy đang gửi câu trả lời").await;
    is_told(&world, reporter, &format!("/gac {code} x"), "Muốn sửa câu trả lời").await;
    world.close().await;
}

async fn the_list_is_oldest_first_and_within_reach(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
    is_told(&world, reporter, "danh sách", "Không có câu hỏi nào đang chờ").await;
    let old = asks_again(&world, resident, "Bao giờ sửa đường?").await;
    world.pass_until("2026-11-30 09:00");
    let young = asks_again(&world, resident, "Học phí năm nay?").await;
    let list = is_told(&world, reporter, "/danhsach", "2 câu hỏi đang chờ").await;
    let (first, second) = (list.text.find(&old).unwrap(), list.text.find(&young).unwrap());
    assert!(first < second, "{}", list.text);
    assert!(
        list.text.contains(&format!("#{old} – Đường, điện, nước, sóng, QUÁ HẠN (09:00 ngày 27/11/2026)")),
        "{}",
        list.text
    );
    assert!(
        list.text.contains(&format!("#{young} – Giáo dục, học phí, hạn 09:00 ngày 02/12/2026")),
        "{}",
        list.text
    );
    world.close().await;
}

async fn a_question_is_handed_to_another_place_or_topic(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let beside = world.enrolled("Xã bên", "reporter", "lc-banbo").await;
    let resident = known_resident(&world, "Bà con").await;
    let code = asks_again(&world, resident, "Bao giờ sửa đường?").await;
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    is_told(&world, reporter, "/chuyen", "Cách dùng: /chuyen").await;
    is_told(&world, reporter, &format!("/chuyen {code} xã Bản Bo"), "Phải có lý do").await;
    is_told(&world, reporter, &format!("/chuyen {code} Hà Nội đường ở đó"), "Không tìm thấy").await;
    is_told(&world, reporter, &format!("/chuyen {code} Tả Lèng đường ở đó"), "Chưa có ai khác nhận được")
        .await;
    world.quotes(reporter, &card, "/chuyen xã Bản Bo, đoạn đường bên đó");
    world.person_sees(reporter, &format!("Đã chuyển câu hỏi #{code}")).await;
    world.person_sees(beside, "Lý do: đoạn đường bên đó").await;
    let theirs = world.person_sees(beside, &format!("Câu hỏi #{code}\n")).await;
    // It still comes from where it was asked.
    assert!(theirs.text.contains("Nơi: Bản Nà Luồng (mẫu)"), "{}", theirs.text);
    world.quotes(beside, &theirs, "Tháng sau.");
    world.person_sees(resident, "Tháng sau.").await;
    assert_eq!(world.report("lc-binhlu", "2026-12").await["questions"]["answered"], 1);
    assert_eq!(world.report("lc-banbo", "2026-12").await["questions"]["answered"], 0);

    let health = world.enrolled_for("Trạm y tế", "reporter", "lc", &["y-te"]).await;
    let code = asks_again(&world, resident, "Bao giờ tiêm cho trẻ?").await;
    world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    is_told(
        &world,
        reporter,
        &format!("/chuyen {code} y tế, việc của trạm"),
        &format!("Đã chuyển câu hỏi #{code}"),
    )
    .await;
    world.person_sees(health, &format!("Câu hỏi #{code}\n")).await;
    world.person_sees(health, "Lý do: việc của trạm").await;
    world.close().await;
}

async fn two_questions_are_one(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let (one, two, three) = (
        known_resident(&world, "Một").await,
        known_resident(&world, "Hai").await,
        known_resident(&world, "Ba").await,
    );
    let first = asks_again(&world, one, "Bao giờ sửa đường?").await;
    let second = asks_again(&world, two, "Đường bao giờ sửa?").await;
    let third = asks_again(&world, three, "Sửa đường chưa?").await;
    is_told(&world, reporter, "/trung", "Cách dùng: /trung").await;
    is_told(&world, reporter, &format!("/trung {first} {first}"), "Cách dùng: /trung").await;
    // In a chain: the third is the second, the second is the first.
    is_told(&world, reporter, &format!("/trung {second} {third}"), &format!("#{third} giống #{second}"))
        .await;
    is_told(&world, reporter, &format!("/trung {first} {second}"), &format!("#{second} giống #{first}"))
        .await;
    is_told(&world, reporter, &format!("/traloi {first} Tháng sau."), "Máy đang gửi câu trả lời").await;
    for (who, code) in [(one, &first), (two, &second), (three, &third)] {
        let answer = world.person_sees(who, "Tháng sau.").await;
        assert!(answer.text.contains(&format!("Trả lời câu hỏi #{code}")), "{}", answer.text);
    }
    let q = world.report("lc-binhlu", "2026-12").await["questions"].clone();
    assert_eq!(
        (&q["answered"], &q["answers_written"], &q["open_after"]),
        (&3.into(), &1.into(), &0.into()),
        "{q}"
    );
    world.close().await;
}

async fn set_aside_with_the_reason_told(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
    let code = asks_again(&world, resident, "Ai thắng trận bóng hôm qua?").await;
    is_told(&world, reporter, &format!("/gac {code}"), "Cách dùng: /gac").await;
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    world.quotes(reporter, &card, "/gac Ở đây không theo dõi bóng đá.");
    let told = world.person_sees(resident, "« Ở đây không theo dõi bóng đá. »").await;
    assert!(told.buttons.is_empty());
    assert_eq!(world.report("lc-binhlu", "2026-12").await["questions"]["set_aside"], 1);
    // Quoting the refusal is a new question, not the old one.
    world.quotes(resident, &told, "Thế hỏi lịch họp bản được không?");
    world.comes_to(OPEN, 1).await;
    assert_eq!(world.count(QUESTIONS).await, 3);
    world.close().await;
}

async fn away_and_back(world: World) {
    let first = world.enrolled("Người thứ nhất", "reporter", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
    let code = asks_again(&world, resident, "Bao giờ sửa đường?").await;
    world.person_sees(first, &format!("Câu hỏi #{code}")).await;
    let second = world.enrolled("Người thứ hai", "reporter", "lc-binhlu").await;
    is_told(&world, first, "/nghi hôm nào đó", "Cách dùng: /nghi").await;
    is_told(&world, first, "/nghi 24/11/2026", "Cách dùng: /nghi").await;
    let told = is_told(&world, first, "/nghi 30/11", "nghỉ đến hết ngày 30/11/2026").await;
    assert!(told.text.contains("1 câu hỏi đã chuyển"), "{}", told.text);
    world.person_sees(second, &format!("Câu hỏi #{code}")).await;
    let next = asks_again(&world, resident, "Bao giờ sửa cầu?").await;
    world.person_sees(second, &format!("Câu hỏi #{next}")).await;
    nobody_sees(&world, &[(first, true)], &next).await;
    // Back by itself the day after; the second has two open ones, so the next goes to the first.
    world.pass_until("2026-12-01 08:00");
    let third = asks_again(&world, resident, "Bao giờ sửa kênh?").await;
    world.person_sees(first, &format!("Câu hỏi #{third}")).await;
    is_told(&world, first, "/nghi", "nghỉ đến hết ngày 07/12/2026").await;
    is_told(&world, first, "/nghi hết", "đi làm lại").await;
    world.close().await;
}

async fn by_topic_first_then_by_load(world: World) {
    let general = world.enrolled("Chung", "reporter", "lc-binhlu").await;
    let land = world.enrolled_for("Địa chính", "reporter", "lc-binhlu", &["dat-dai"]).await;
    let other = world.enrolled("Chung thứ hai", "reporter", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
    for question in ["Sổ đỏ làm ở đâu?", "Đền bù đất nương thế nào?"] {
        let code = asks_again(&world, resident, question).await;
        world.person_sees(land, &format!("Câu hỏi #{code}")).await;
    }
    let one = asks_again(&world, resident, "Bao giờ có điện lưới?").await;
    let two = asks_again(&world, resident, "Bao giờ có nước sạch?").await;
    world.settle().await;
    let holds = |who: i64, code: &str| world.private(who).contains(&format!("Câu hỏi #{code}"));
    assert!(holds(general, &one) != holds(other, &one), "one each");
    assert!(
        holds(general, &two) != holds(other, &two) && holds(general, &one) != holds(general, &two),
        "one each"
    );
    assert!(!holds(land, &one) && !holds(land, &two));
    world.close().await;
}

async fn answered_by_another_the_first_is_told(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrolled("Điều phối", "coordinator", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
    let code = asks_again(&world, resident, "Bao giờ sửa đường?").await;
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    is_told(&world, coordinator, &format!("/traloi {code} Tháng sau."), "Máy đang gửi câu trả lời").await;
    world.person_sees(reporter, &format!("Câu hỏi #{code} đã có người trả lời")).await;
    // Their old card is no longer the way: no second answer by accident.
    world.quotes(reporter, &card, "Tháng mười hai.");
    world.person_sees(reporter, "Muốn sửa câu trả lời").await;
    nobody_sees(&world, &[(resident, true)], "Tháng mười hai").await;
    // The answer that was not clear goes back to who gave it.
    let before = world.platform.private_messages(coordinator, world.bot).len();
    world.presses(resident, "Chưa rõ").await;
    sees_new(&world, coordinator, before, &format!("Câu hỏi #{code}")).await;
    world.close().await;
}
