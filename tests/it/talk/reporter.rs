//! A reporter: the card, the answer, asking back, handing over, setting aside, and being away.

use super::{OPEN, QUESTIONS};
use crate::stories;
use crate::world::World;
use crate::world::phones::Phone;
use loaban::config::Platform;
use loaban::outbox::Standing;
use loaban::standins::telegram::{Fault, What};
use std::time::Duration;

stories!(on each;
    a_card_is_answered_in_words_or_by_voice,
    an_answer_needs_a_card_or_a_code,
    an_answer_to_a_closed_or_foreign_question_says_why_not,
    the_list_is_oldest_first_and_within_reach,
    a_question_is_handed_to_another_place_or_topic,
    a_place_that_nobody_named_exactly_is_chosen_and_the_reason_goes_along,
    two_questions_are_one,
    set_aside_with_the_reason_told,
    away_and_back,
    by_topic_first_then_by_load,
    answered_by_another_the_first_is_told,
);
// Faults are set there.
stories!(an_answer_has_arrived_when_its_voice_has);

async fn a_card_is_answered_in_words_or_by_voice(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Vàng Thị Mẫu").await;
    let code = world.asks_again(&resident, "Thẻ bảo hiểm y tế làm lại ở đâu?").await;
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    for word in [
        "Nơi: bản Nà Luồng (mẫu)",
        "Lĩnh vực: Y tế, bảo hiểm y tế",
        "Hỏi lúc 09:00 thứ Tư 25/11",
        "Trả lời trước 09:00 thứ Sáu 27/11",
    ] {
        assert!(card.text.contains(word), "{word} in {}", card.text);
    }
    assert!(
        !card.text.contains("Vàng")
            && !card.text.contains(&resident.account())
            && !card.text.contains("Cần trả lời bằng")
    );
    // Thanks for the card are no answer to the question. Unquoted they are taken for thanks, in words for who answers.
    let before = world.notes(&reporter).len();
    world.tells_under(&reporter, &card, "Đã nhận ạ");
    let told = world.anew(&reporter, before, "Máy chưa gửi gì").await;
    let how = if world.tells_quotes() { format!("/traloi {code}") } else { "/danhsach".into() };
    assert!(told.text.contains(&how) && !told.text.contains("Bà con"), "{}", told.text);
    for thanks in ["Vâng ạ", "👍"] {
        let told = world.told(&reporter, thanks, "Máy chưa gửi gì").await;
        assert!(told.text.contains("/danhsach") && !told.text.contains("Bà con"), "{}", told.text);
    }
    world.told(&reporter, "Chào máy", "/danhsach – câu đang chờ").await;
    assert_eq!(world.count(OPEN).await, 1);
    world.replies(&reporter, &card, "Ở bộ phận một cửa của xã.");
    let answer = world.reads(&resident, "Ở bộ phận một cửa của xã.").await;
    assert!(
        answer.text.contains("báo cáo viên") && !answer.text.contains("Báo cáo viên nói"),
        "{}",
        answer.text
    );
    world.reads(&reporter, &format!("Máy đang gửi câu trả lời #{code}")).await;

    // The first word of an answer may look like a command: under a card it is not.
    for answer in [
        "Hỏi cán bộ địa chính xã nhé.",
        "Gác việc đó lại, tháng sau có.",
        "Chuyển khoản vào ngày 5.",
        "Nghỉ lễ nên mồng 3 mới có.",
    ] {
        let code = world.asks_again(&resident, "Bao giờ có tiền?").await;
        let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
        world.replies(&reporter, &card, answer);
        let seen = world.reads(&resident, answer).await;
        assert!(seen.text.contains(&format!("Trả lời câu hỏi #{code}")), "{}", seen.text);
    }

    let code = world.asks_again(&resident, "Có mất tiền không?").await;
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    world.replies_aloud(&reporter, &card).await;
    world.reads(&resident, &format!("Trả lời câu hỏi #{code}")).await;
    let voice = world.hears(&resident).await;
    if world.home == Platform::Telegram {
        assert_eq!(world.platform.file_bytes(&voice.file.unwrap()).unwrap(), b"OggS a voice");
    }
    world.settle().await;
    assert_eq!(world.count(OPEN).await, 0);

    let code = world.asks_again(&resident, "Bao giờ có thẻ?").await;
    world
        .told(
            &reporter,
            &format!("traloi {} Mười ngày.", code.to_lowercase()),
            &format!("Máy đang gửi câu trả lời #{code}"),
        )
        .await;
    world.reads(&resident, "Mười ngày.").await;
    world.close().await;
}

async fn an_answer_has_arrived_when_its_voice_has(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.platform.add_person("Bà con");
    let code = world.asks(resident, "Khám có mất tiền không?", "Nà Luồng").await;
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    world.settle().await;
    world.platform.fault(Fault::new(What::RetryAfter(2)).on("sendVoice").in_chat(resident));
    world.speaks(reporter, Some(&card));
    world.person_sees(resident, &format!("Trả lời câu hỏi #{code}")).await;
    world
        .comes_to("SELECT COUNT(*) FROM outbox WHERE kind = 'answer' AND part = 1 AND reason = 'busy'", 1)
        .await;
    let answer = async || {
        let mut tx = world.parts().core.db.write().await.unwrap();
        let one = loaban::outbox::answer(&mut tx, &code.as_str().into()).await.unwrap().unwrap();
        drop(tx);
        let all = loaban::outbox::answers(&world.parts().core.db).await.unwrap();
        assert_eq!(all.values().collect::<Vec<_>>(), [&one]);
        one.standing()
    };
    assert_eq!(answer().await, Standing::OnTheWay, "the words alone are not the answer");
    world.pass(Duration::from_secs(3));
    world
        .comes_to("SELECT COUNT(*) FROM outbox WHERE kind = 'answer' AND part = 1 AND state = 'sent'", 1)
        .await;
    assert_eq!(answer().await, Standing::Arrived);
    world.close().await;
}

async fn an_answer_needs_a_card_or_a_code(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    let how = if world.tells_quotes() { "bấm giữ phiếu câu ấy" } else { "gõ mã câu ấy" };
    world.told(&reporter, "Tháng sau nhé.", "Gửi lời này trả lời").await;
    let before = world.notes(&reporter).len();
    world.tells_aloud(&reporter);
    world.anew(&reporter, before, "Gửi lời này trả lời").await;
    world.told(&reporter, "/traloi", how).await;
    // Without words: the next text or voice is the answer.
    world.told(&reporter, &format!("/traloi {code}"), "tiếng nói ngay sau tin này").await;
    assert_eq!((world.count(OPEN).await, world.count(QUESTIONS).await), (1, 2));
    // Five letters that could be a code are words when a card is quoted.
    world.replies(&reporter, &card, "/traloi Nhung ngay cuoi thang.");
    world.reads(&resident, "Nhung ngay cuoi thang.").await;
    world.close().await;
}

async fn an_answer_to_a_closed_or_foreign_question_says_why_not(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let beside = world.enrols("Xã bên", "reporter", "lc-banbo").await;
    let resident = world.knows("Bà con").await;
    world.told(&reporter, "/traloi ZZZZZ Tháng sau.", "Không có câu hỏi #ZZZZZ").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    for command in [
        format!("/traloi {code} x"),
        format!("/gac {code} x"),
        format!("/hoilai {code} x"),
        format!("/chuyen {code} Bản Bo x"),
    ] {
        world.told(&beside, &command, &format!("#{code} ngoài địa bàn")).await;
    }
    world.told(&beside, "/danhsach", "Không có câu hỏi nào đang chờ").await;
    assert_eq!(world.count(OPEN).await, 1);
    world.told(&resident, &format!("thu hồi {code}"), "Đã rút câu hỏi").await;
    world.replies(&reporter, &card, "Tháng sau.");
    world.reads(&reporter, "đã được người hỏi rút lại, không cần trả lời nữa. Máy chưa gửi gì").await;
    let code = world.asks_again(&resident, "Bao giờ sửa cầu?").await;
    world.told(&reporter, &format!("/gac {code} Cầu là việc của tỉnh"), "báo lý do cho người hỏi").await;
    world.reads(&resident, "Cầu là việc của tỉnh").await;
    world.told(&reporter, &format!("/traloi {code} x"), "nơi này không trả lời được").await;
    let code = world.asks_again(&resident, "Bao giờ sửa kênh?").await;
    world.told(&reporter, &format!("/traloi {code} Mai."), "Máy đang gửi câu trả lời").await;
    world.told(&reporter, &format!("/gac {code} x"), "Muốn sửa câu trả lời").await;
    world.close().await;
}

async fn the_list_is_oldest_first_and_within_reach(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    world.told(&reporter, "danh sách", "Không có câu hỏi nào đang chờ").await;
    let old = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.pass_until("2026-11-30 09:00");
    let young = world.asks_again(&resident, "Học phí năm nay?").await;
    let list = world.told(&reporter, "/danhsach", "2 câu hỏi đang chờ").await;
    let (first, second) = (list.text.find(&old).unwrap(), list.text.find(&young).unwrap());
    assert!(first < second, "{}", list.text);
    assert!(
        list.text.contains(&format!(
            "#{old} – hỏi 5 ngày trước, Đường, điện, nước, sóng, QUÁ HẠN (09:00 thứ Sáu 27/11)"
        )),
        "{}",
        list.text
    );
    assert!(
        list.text.contains(&format!("#{young} – vừa hỏi, Giáo dục, học phí, hạn 09:00 thứ Tư 2/12")),
        "{}",
        list.text
    );
    world.close().await;
}

async fn a_question_is_handed_to_another_place_or_topic(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let beside = world.enrols("Xã bên", "reporter", "lc-banbo").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    world.told(&reporter, "/chuyen", "Viết: /chuyen").await;
    world.told(&reporter, &format!("/chuyen {code} xã Bản Bo"), "phải có lý do").await;
    world.told(&reporter, &format!("/chuyen {code} Hà Nội đường ở đó"), "Không tìm thấy").await;
    world.told(&reporter, &format!("/chuyen {code} Tả Lèng đường ở đó"), "Chưa có ai khác nhận được").await;
    world.replies(&reporter, &card, "/chuyen xã Bản Bo, đoạn đường bên đó");
    world.reads(&reporter, &format!("Đã chuyển câu hỏi #{code}")).await;
    world.reads(&beside, "Lý do: « đoạn đường bên đó »").await;
    let theirs = world.reads(&beside, &format!("Câu hỏi #{code}\n")).await;
    // It still comes from where it was asked.
    assert!(theirs.text.contains("Nơi: bản Nà Luồng (mẫu)"), "{}", theirs.text);
    world.replies(&beside, &theirs, "Tháng sau.");
    world.reads(&resident, "Tháng sau.").await;
    assert_eq!(world.report("lc-binhlu", "2026-12").await["questions"]["answered"], 1);
    assert_eq!(world.report("lc-banbo", "2026-12").await["questions"]["answered"], 0);

    let health = world.enrols_for("Trạm y tế", "reporter", "lc", &["y-te"]).await;
    let code = world.asks_again(&resident, "Bao giờ tiêm cho trẻ?").await;
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    world
        .told(
            &reporter,
            &format!("/chuyen {code} y tế, việc của trạm"),
            &format!("Đã chuyển câu hỏi #{code}"),
        )
        .await;
    world.reads(&health, &format!("Câu hỏi #{code}\n")).await;
    world.reads(&health, "Lý do: « việc của trạm »").await;
    world.close().await;
}

async fn a_place_that_nobody_named_exactly_is_chosen_and_the_reason_goes_along(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let beside = world.enrols("Xã bên", "reporter", "lc-banbo").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    let command = format!("/chuyen {code} xã Bản Boo, đoạn đường bên đó");
    let asked = world.told(&reporter, &command, "Không có nơi nào mang đúng tên “xã Bản Boo”").await;
    let choices = (asked.choices.first().map(String::as_str), asked.choices.last().map(String::as_str));
    assert_eq!(choices, (Some("Xã Bản Bo"), Some("Không có ở đây")), "{asked:?}");
    world.chooses(&reporter, "Không có ở đây").await;
    world.reads(&reporter, "máy chưa làm gì").await;
    world.nobody_reads(&[&beside], &code).await;
    world.told(&reporter, &command, "Không có nơi nào mang đúng tên “xã Bản Boo”").await;
    world.chooses(&reporter, "Xã Bản Bo").await;
    world.reads(&reporter, &format!("Đã chuyển câu hỏi #{code}")).await;
    world.reads(&beside, &format!("Câu hỏi #{code}")).await;
    world.reads(&beside, "đoạn đường bên đó").await;
    world.close().await;
}

async fn two_questions_are_one(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let (one, two, three) = (world.knows("Một").await, world.knows("Hai").await, world.knows("Ba").await);
    let first = world.asks_again(&one, "Bao giờ sửa đường?").await;
    let second = world.asks_again(&two, "Đường bao giờ sửa?").await;
    let third = world.asks_again(&three, "Sửa đường chưa?").await;
    world.told(&reporter, "/trung", "Viết: /trung").await;
    world.told(&reporter, &format!("/trung {first} {first}"), "Viết: /trung").await;
    // In a chain: the third is the second, the second is the first.
    world.told(&reporter, &format!("/trung {second} {third}"), &format!("#{third} giống #{second}")).await;
    world.told(&reporter, &format!("/trung {first} {second}"), &format!("#{second} giống #{first}")).await;
    world.told(&reporter, &format!("/traloi {first} Tháng sau."), "Máy đang gửi câu trả lời").await;
    for (who, code) in [(&one, &first), (&two, &second), (&three, &third)] {
        let answer = world.reads(who, "Tháng sau.").await;
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
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Ai thắng trận bóng hôm qua?").await;
    world.told(&reporter, &format!("/gac {code}"), "Viết: /gac").await;
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    world.replies(&reporter, &card, "/gac Ở đây không theo dõi bóng đá.");
    let told = world.reads(&resident, "« Ở đây không theo dõi bóng đá. »").await;
    assert!(told.choices.is_empty());
    assert_eq!(world.report("lc-binhlu", "2026-12").await["questions"]["set_aside"], 1);
    // Quoting the refusal is a new question, not the old one.
    world.replies(&resident, &told, "Thế hỏi lịch họp bản được không?");
    world.comes_to(OPEN, 1).await;
    assert_eq!(world.count(QUESTIONS).await, 3);
    world.close().await;
}

async fn away_and_back(world: World) {
    let first = world.enrols("Người thứ nhất", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.reads(&first, &format!("Câu hỏi #{code}")).await;
    let second = world.enrols("Người thứ hai", "reporter", "lc-binhlu").await;
    world.told(&first, "/nghi hôm nào đó", "Viết: /nghi").await;
    world.told(&first, "/nghi 24/11/2026", "Ngày ấy đã qua").await;
    let told = world.told(&first, "/nghi 30/11", "nghỉ đến hết thứ Hai 30/11").await;
    assert!(told.text.contains("1 câu hỏi đã chuyển"), "{}", told.text);
    world.reads(&second, &format!("Câu hỏi #{code}")).await;
    let next = world.asks_again(&resident, "Bao giờ sửa cầu?").await;
    world.reads(&second, &format!("Câu hỏi #{next}")).await;
    world.nobody_reads(&[&first], &next).await;
    // Back by itself the day after; the second has two open ones, so the next goes to the first.
    world.pass_until("2026-12-01 08:00");
    let third = world.asks_again(&resident, "Bao giờ sửa kênh?").await;
    world.reads(&first, &format!("Câu hỏi #{third}")).await;
    // Without a day, or with one that may mean another, it is asked, and the choice names the day.
    world.told(&first, "/nghi 1/11", "Ngày ấy đã qua").await;
    world.told(&first, "/nghi mai", "nghỉ đến hết ngày nào").await;
    world.told(&first, "/nghi", "nghỉ đến hết ngày nào").await;
    world.chooses(&first, "Nghỉ từ hôm nay đến hết thứ Hai 7/12").await;
    world.reads(&first, "nghỉ đến hết thứ Hai 7/12").await;
    world.told(&first, "/nghi hết", "đi làm lại").await;
    world.close().await;
}

async fn by_topic_first_then_by_load(world: World) {
    let general = world.enrols("Chung", "reporter", "lc-binhlu").await;
    let land = world.enrols_for("Địa chính", "reporter", "lc-binhlu", &["dat-dai"]).await;
    let other = world.enrols("Chung thứ hai", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    for question in ["Sổ đỏ làm ở đâu?", "Đền bù đất nương thế nào?"] {
        let code = world.asks_again(&resident, question).await;
        world.reads(&land, &format!("Câu hỏi #{code}")).await;
    }
    let one = world.asks_again(&resident, "Bao giờ có điện lưới?").await;
    let two = world.asks_again(&resident, "Bao giờ có nước sạch?").await;
    world.settle().await;
    let holds = |who: &Phone, code: &str| {
        world.notes(who).iter().any(|n| n.text.contains(&format!("Câu hỏi #{code}")))
    };
    assert!(holds(&general, &one) != holds(&other, &one), "one each");
    assert!(
        holds(&general, &two) != holds(&other, &two) && holds(&general, &one) != holds(&general, &two),
        "one each"
    );
    assert!(!holds(&land, &one) && !holds(&land, &two));
    world.close().await;
}

async fn answered_by_another_the_first_is_told(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    world.told(&coordinator, &format!("/traloi {code} Tháng sau."), "Máy đang gửi câu trả lời").await;
    world.reads(&reporter, &format!("Câu hỏi #{code} đã có người trả lời")).await;
    // Their old card is no longer the way: no second answer by accident.
    world.tells_under(&reporter, &card, "Tháng mười hai.");
    world
        .reads(&reporter, if world.tells_quotes() { "Muốn sửa câu trả lời" } else { "Máy chưa gửi gì" })
        .await;
    world.nobody_reads(&[&resident], "Tháng mười hai").await;
    // The answer that was not clear goes back to who gave it.
    let before = world.notes(&coordinator).len();
    world.chooses(&resident, "Chưa rõ").await;
    world.anew(&coordinator, before, &format!("Câu hỏi #{code}")).await;
    world.close().await;
}
