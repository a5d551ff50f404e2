//! Questions that touch belief, ethnicity, political opinion or Party discipline: answered like any other,
//! and nothing by subject stays behind.

use super::{OPEN, PENDING};
use crate::stories;
use crate::world::phones::Phone;
use crate::world::{World, code_in};

stories!(on each;
    a_sensitive_question_is_seen_by_the_province_alone_and_its_text_goes_when_it_is_answered,
    nobody_at_the_province_and_it_is_the_communes_or_nobodys,
    it_cannot_be_told_from_an_ordinary_one,
    it_becomes_sensitive_when_more_is_said,
    opened_again_it_has_no_text_and_says_so,
);

const TEXTS: &str = "SELECT COUNT(*) FROM question WHERE (body <> '' OR answer <> '')";

/// Asked by somebody who is known; whom they choose. Returns its code.
pub async fn asks(world: &World, who: &Phone, words: &str, whom: &str) -> String {
    let before = world.notes(who).len();
    world.tells(who, words);
    let asked = world.anew(who, before, "chuyện riêng").await;
    assert!(asked.choices.iter().any(|choice| choice == "Không gửi nữa"), "{:?}", asked.choices);
    assert_eq!(world.count(PENDING).await, 1, "until then a sealed text waits");
    world.chooses(who, whom).await;
    code_in(&world.anew(who, before, "Đã nhận câu hỏi").await.text)
}

pub const COMMUNE: &str = "Người của xã trả lời";
pub const PROVINCE: &str = "Chỉ gửi lên tỉnh";

/// What a row of a question says that is not sealed, without what says when.
async fn said(world: &World, code: &str) -> String {
    let sql = format!(
        "SELECT state || ' ' || topic || ' ' || sensitive || ' ' || relayed || ' ' || why || ' ' || place || ' ' || language
                || ' ' || (CASE WHEN body = '' THEN 0 ELSE 1 END) || ' ' || (CASE WHEN answer = '' THEN 0 ELSE 1 END)
                || ' ' || LENGTH(back) || ' ' || (CASE WHEN message IS NULL THEN 0 ELSE 1 END) || ' ' || reminded || ' ' || cleared
         FROM question WHERE code = '{code}'"
    );
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(world.parts().core.db.read()).await.unwrap()
}

/// Neither on the disk nor in any list, neither while it is open nor after it was answered.
async fn it_cannot_be_told_from_an_ordinary_one(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let province = world.enrols("Bàn tỉnh", "reporter", "lc").await;
    let resident = world.knows("Bà con").await;
    let ordinary = world.asks_again(&resident, "Xe buýt chạy mấy giờ?").await;
    let sensitive = asks(&world, &resident, "Theo đạo thì có bị phạt không?", COMMUNE).await;
    let seal = &world.parts().core.seal;
    let listed = |code: &str| {
        let (db, code) = (world.parts().core.db.clone(), code.to_owned());
        async move {
            let one = loaban::questions::show(&db, seal, &code, 0).await.unwrap().unwrap();
            let mut json = serde_json::to_value(one).unwrap();
            for key in ["code", "asked_at", "due_at"] {
                json[key].take();
            }
            json
        }
    };
    for answered in [false, true] {
        if answered {
            for code in [&ordinary, &sensitive] {
                world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
                world.told(&reporter, &format!("/traloi {code} Mai trả lời."), "đang gửi câu trả lời").await;
            }
        }
        world.settle().await;
        assert_eq!(said(&world, &ordinary).await, said(&world, &sensitive).await, "answered: {answered}");
        assert_eq!(listed(&ordinary).await, listed(&sensitive).await, "answered: {answered}");
    }
    // And what went to the province because of what it is about, from what somebody wished to go there.
    let wished = world.asks_again(&resident, "Xe buýt chạy ngày nào?").await;
    world.told(&resident, &format!("lên tỉnh {wished}"), "không trả lời câu này nữa").await;
    world.chooses(&resident, "Gửi lên tỉnh").await;
    world.reads(&resident, &format!("Đã gửi câu hỏi #{wished} lên tỉnh")).await;
    let sent = asks(&world, &resident, "Theo đạo thì có được vào hội không?", PROVINCE).await;
    for code in [&wished, &sent] {
        world.reads(&province, &format!("Câu hỏi #{code}")).await;
    }
    world.settle().await;
    assert_eq!(said(&world, &wished).await, said(&world, &sent).await);
    assert_eq!(listed(&wished).await, listed(&sent).await);
    world.close().await;
}

async fn a_sensitive_question_is_seen_by_the_province_alone_and_its_text_goes_when_it_is_answered(
    world: World,
) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let province = world.enrols("Bàn tỉnh", "reporter", "lc").await;
    let resident = world.knows("Bà con").await;
    world.settle().await;
    let (own, theirs) = (world.notes(&reporter).len(), world.notes(&coordinator).len());
    let code = asks(&world, &resident, "Xây nhà thờ thì xin phép ở đâu? Có cần sổ đỏ không?", PROVINCE).await;
    let receipt = world.reads(&resident, &format!("mã #{code}")).await;
    assert!(receipt.text.contains("Trung tâm Trợ giúp pháp lý nhà nước"), "{}", receipt.text);
    assert!(receipt.choices.is_empty(), "it is at the province already");
    let card = world.reads(&province, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("Nơi: tỉnh Lai Châu · Lĩnh vực: Khác"), "{}", card.text);
    for word in ["Bình Lư", "Nà Luồng", "Đất đai"] {
        assert!(!card.text.replace("Đảng uỷ xã Mẫu (phòng tập)", "").contains(word), "{word}: {}", card.text);
    }
    world.settle().await;
    assert_eq!(
        (world.notes(&reporter).len(), world.notes(&coordinator).len()),
        (own, theirs),
        "nobody at the commune"
    );
    for (who, word) in
        [(&reporter, "Không có câu hỏi nào đang chờ"), (&coordinator, "Không có câu hỏi nào đang chờ")]
    {
        world.tells(who, "/danhsach");
        world.reads(who, word).await;
        world.tells(who, &format!("/traloi {code} Không được."));
        world.reads(who, "ngoài địa bàn").await;
    }
    let told = format!(
        "SELECT COUNT(*) FROM question WHERE code = '{code}' AND (topic <> 'khac' OR sensitive <> 0)"
    );
    assert_eq!(world.count(&told).await, 0);
    assert_eq!(world.count("SELECT COUNT(*) FROM fact WHERE detail LIKE '%dat-dai%'").await, 0);
    let listed = loaban::questions::list(&world.parts().core.db, &world.parts().core.seal, true, false, 0)
        .await
        .unwrap();
    assert_eq!((listed[0].place.as_str(), listed[0].topic.as_str()), ("lc-binhlu-naluong", "khac"));

    world.replies(&province, &card, "Ở Uỷ ban nhân dân tỉnh.");
    world.reads(&resident, "Ở Uỷ ban nhân dân tỉnh.").await;
    world.settle().await;
    // Text and answer are gone, and something as long stands in their place.
    let mut tx = world.parts().core.db.write().await.unwrap();
    let q = world.parts().desk.find(&mut tx, &code).await.unwrap().unwrap();
    drop(tx);
    assert!(q.body.is_empty() && q.answer.is_empty(), "{q:?}");
    assert_eq!(world.count(&format!("{TEXTS} AND code = '{code}'")).await, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM outbox WHERE body_sealed IS NOT NULL").await, 0);
    world.close().await;
}

async fn nobody_at_the_province_and_it_is_the_communes_or_nobodys(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    world.tells(&resident, "Theo đạo thì có được miễn học phí không?");
    let asked = world.reads(&resident, "chỉ có người của xã trả lời được").await;
    assert_eq!(asked.choices, [COMMUNE, "Không gửi nữa"]);
    world.chooses(&resident, "Không gửi nữa").await;
    world.settle().await;
    assert_eq!((world.count(OPEN).await, world.count(PENDING).await), (0, 0));

    let code = asks(&world, &resident, "Theo đạo thì có được miễn học phí không?", COMMUNE).await;
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    // Somebody comes to the province later: it was not sent there, and does not go there.
    let province = world.enrols("Bàn tỉnh", "coordinator", "lc").await;
    world.pass_until("2026-12-10 09:00");
    world.comes_to("SELECT COUNT(*) FROM question WHERE reminded = 2", 1).await;
    world.told(&coordinator, "/danhsach", &code).await;
    world.nobody_reads(&[&province], &code).await;
    world.told(&province, &format!("/traloi {code} Được."), "ngoài địa bàn").await;
    world.close().await;
}

async fn it_becomes_sensitive_when_more_is_said(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let province = world.enrols("Bàn tỉnh", "reporter", "lc").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ được chia gạo?").await;
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    let receipt = world.reads(&resident, &format!("mã #{code}")).await;
    world.replies(&resident, &receipt, "Nhà tôi theo đạo Tin Lành thì có được chia không?");
    world.reads(&resident, "chuyện riêng").await;
    world.chooses(&resident, PROVINCE).await;
    let added =
        world.reads(&resident, &format!("Đã chuyển thêm lời này cho báo cáo viên, câu hỏi #{code}")).await;
    assert!(added.text.contains("Trung tâm Trợ giúp pháp lý"), "{}", added.text);
    let card = world.reads(&province, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("tỉnh Lai Châu") && card.text.contains("Tin Lành"), "{}", card.text);
    world.nobody_reads(&[&reporter], "Tin Lành").await;
    world.close().await;
}

async fn opened_again_it_has_no_text_and_says_so(world: World) {
    let province = world.enrols("Bàn tỉnh", "reporter", "lc").await;
    let resident = world.knows("Bà con").await;
    let code = asks(&world, &resident, "Đảng viên bị kỷ luật có được nhận trợ cấp không?", PROVINCE).await;
    let card = world.reads(&province, &format!("Câu hỏi #{code}")).await;
    world.replies(&province, &card, "Tuỳ trường hợp.");
    world.reads(&resident, "Tuỳ trường hợp.").await;
    let before = world.notes(&province).len();
    world.chooses(&resident, "Chưa rõ").await;
    let told = world.reads(&resident, &format!("#{code} được mở lại")).await;
    assert!(told.text.contains("nhắn lại câu hỏi"), "{}", told.text);
    let again = world.anew(&province, before, &format!("Câu hỏi #{code}")).await;
    assert!(again.text.contains("lời đã xoá"), "{}", again.text);
    assert_eq!(code_in(&again.text), code);
    assert_eq!(world.count(OPEN).await, 1);
    world.close().await;
}
