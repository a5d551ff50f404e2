//! A coordinator: brings people and groups in, within reach.

use super::QUESTIONS;
use crate::stories;
use crate::world::World;
use crate::world::phones::Phone;
use loaban::roster;

stories!(on each;
    a_code_is_made_within_reach,
    a_place_that_nobody_named_exactly_is_chosen,
    two_places_two_reaches,
    a_person_with_a_role_begins_again,
    a_code_ends_with_the_role_that_made_it,
    whoever_asks_without_end_is_refused_for_a_day_and_nobody_learns_who_it_is,
);

fn code(text: &str) -> String {
    let at = text.find("): ").expect("a code") + 3;
    text[at..at + 10].to_owned()
}

async fn a_code_ends_with_the_role_that_made_it(world: World) {
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let made = world.told(&coordinator, "/moi reporter lc-binhlu", "Mã mời báo cáo viên").await;
    let other = world.invite("reporter", "lc-binhlu", "").await;
    let parts = world.parts();
    let mut tx = parts.core.db.write().await.unwrap();
    let role = roster::all(&mut tx).await.unwrap().remove(0);
    let open = roster::open_invitations(&parts.core.db, world.clock.now()).await.unwrap();
    assert_eq!(open.iter().filter(|one| one.made_by.as_ref() == Some(&role.id)).count(), 1);
    assert!(roster::end(&mut tx, &role.id, world.clock.now()).await.unwrap());
    tx.commit().await.unwrap();
    let (first, second) = (world.person("Một"), world.person("Hai"));
    world.told(&first, &format!("/start {}", code(&made.text)), "Mã này đã bị thu lại").await;
    // What the command line made stays good.
    world.told(&second, &format!("/start {other}"), "Máy đã nhận đồng chí: báo cáo viên").await;
    world.close().await;
}

async fn a_code_is_made_within_reach(world: World) {
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let begins = world.reads(&coordinator, "Máy đã nhận đồng chí: người điều phối").await;
    assert!(begins.text.contains("/moi nhóm") && begins.text.contains("/danhsach"), "{}", begins.text);
    for bad in
        ["/moi", "/moi nhom", "/moi ai đó Nà Luồng", "/moi editor Nà Luồng", "/moi coordinator Nà Luồng"]
    {
        world.told(&coordinator, bad, "Viết: /moi").await;
    }
    world.told(&coordinator, "/moi nhom Hà Nội", "Không tìm thấy “Hà Nội”").await;
    world.told(&coordinator, "/moi nhom Nà Mây", "ngoài địa bàn").await;
    world.told(&coordinator, "/moi secretary lc", "ngoài địa bàn").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM invitation WHERE state = 'open'").await, 0);

    let made = world
        .told(&coordinator, "/moi group lc-binhlu-naluong", "Mã cho nhóm (bản Nà Luồng (mẫu), xã Bình Lư)")
        .await;
    assert!(made.text.contains("09:00 thứ Tư 2/12"), "{}", made.text);
    let member = world.person("Người trong bản");
    let group = world.group(&[&member]);
    world.tells_in(&member, &group, &format!("/lienket {}", code(&made.text)));
    world.reads_in(&group, "Từ nay nhóm này nhận tin của").await;

    let made =
        world.told(&coordinator, "mời báo cáo viên xã Bình Lư", "Mã mời báo cáo viên (xã Bình Lư").await;
    let reporter = world.person("Báo cáo viên");
    if let Phone::Telegram(user) = reporter {
        let link = made.text.split_whitespace().find(|w| w.starts_with("https://")).expect("a link");
        world.platform.opens_link(user, link).unwrap();
    } else {
        world.tells(&reporter, &format!("/start {}", code(&made.text)));
    }
    world.reads(&reporter, "Máy đã nhận đồng chí: báo cáo viên, xã Bình Lư").await;

    let made = world.told(&coordinator, "/moi bithu ban na luong", "Mã mời bí thư chi bộ").await;
    let secretary = world.person("Bí thư");
    world.tells(&secretary, &format!("/start {}", code(&made.text)));
    let begins = world.reads(&secretary, "Máy đã nhận đồng chí: bí thư chi bộ").await;
    assert!(begins.text.contains("/xacnhan"), "{}", begins.text);
    world.close().await;
}

async fn a_place_that_nobody_named_exactly_is_chosen(world: World) {
    let open = "SELECT COUNT(*) FROM invitation WHERE state = 'open'";
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let none = "Không có ở đây";
    for no in ["Bản Nà Luồng (mẫu), Xã Bình Lư", none] {
        let asked =
            world.told(&coordinator, "/moi nhom Na Luog", "Không có nơi nào mang đúng tên “Na Luog”").await;
        assert_eq!(asked.choices, ["Bản Nà Luồng (mẫu), Xã Bình Lư", none], "{asked:?}");
        assert!(!asked.text.contains("lc-"), "a choice and not a code: {}", asked.text);
        assert_eq!(world.count(open).await, i64::from(no == none), "nothing is made before the choice");
        world.chooses(&coordinator, no).await;
        let told = if no == none {
            "máy chưa làm gì"
        } else {
            "Mã cho nhóm (bản Nà Luồng (mẫu), xã Bình Lư)"
        };
        world.reads(&coordinator, told).await;
    }
    world.settle().await;
    assert_eq!(world.count(open).await, 1);
    // Chosen, it is looked at as though it had been typed: a place beside theirs is not theirs.
    world.told(&coordinator, "/moi baocaovien Ban Boo", "Không có nơi nào mang đúng tên “Ban Boo”").await;
    world.chooses(&coordinator, "Xã Bản Bo").await;
    world.reads(&coordinator, "ngoài địa bàn").await;
    // Nothing comes near it: there is nothing to choose.
    let asked = world.told(&coordinator, "/moi nhom Hà Nội", "Không tìm thấy “Hà Nội”").await;
    assert!(asked.choices.is_empty(), "{asked:?}");
    assert_eq!(world.count(open).await, 1);
    world.close().await;
}

async fn two_places_two_reaches(world: World) {
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let more = world.invite("coordinator", "lc-banbo", "").await;
    world
        .told(&coordinator, &format!("/start {more}"), "Máy đã nhận đồng chí: người điều phối, xã Bản Bo")
        .await;
    world.told(&coordinator, "/moi nhom Nà Luồng", "Mã cho nhóm").await;
    world.told(&coordinator, "/moi nhom Nà Mây", "Mã cho nhóm").await;
    let resident = world.person("Bà con");
    let code = world.asks_from(&resident, "Bao giờ có điện?", "Nà Mây").await;
    let list = world.told(&coordinator, "/danhsach", "1 câu hỏi đang chờ").await;
    assert!(list.text.contains(&code));
    world.close().await;
}

async fn a_person_with_a_role_begins_again(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let more = world.invite("reporter", "lc-binhlu", "").await;
    world.told(&reporter, &format!("/start {more}"), "Máy đã nhận đồng chí: báo cáo viên").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM role WHERE ended_at IS NULL").await, 1, "one role, not two");
    world.told(&reporter, "/start", "cứ nhắn hoặc nói vào đây").await;
    world.close().await;
}

async fn whoever_asks_without_end_is_refused_for_a_day_and_nobody_learns_who_it_is(world: World) {
    const REFUSED: &str = "SELECT COUNT(*) FROM refused_asker";
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let (asker, other) = (world.knows("Bà con").await, world.knows("Bà con khác").await);
    // A reporter sets aside, and has no such choice.
    let first = world.asks_again(&asker, "Trời hôm nay đẹp không?").await;
    let done = world
        .told(
            &reporter,
            &format!("/gac {first} Không thuộc việc xã."),
            "Đã ghi: nơi này không trả lời câu hỏi",
        )
        .await;
    assert_eq!((done.choices.len(), done.text.contains("Hôm nay thôi nhận")), (0, false), "{done:?}");
    let second = world.asks_again(&asker, "Mai trời đẹp không?").await;
    world
        .told(
            &coordinator,
            &format!("/gac {second} Xã không dự báo thời tiết."),
            "Đã ghi: nơi này không trả lời câu hỏi",
        )
        .await;
    world.chooses(&coordinator, "Hôm nay thôi nhận của người này").await;
    world.reads(&coordinator, "Người ấy là ai thì máy không nói với ai").await;
    let told = world.reads(&asker, "Hôm nay máy xin chưa nhận thêm câu hỏi").await;
    assert!(told.text.contains("« Xã không dự báo thời tiết. »"), "{}", told.text);
    assert!(!world.notes(&coordinator).iter().any(|n| n.text.contains("Bà con,")));
    assert_eq!(world.count(REFUSED).await, 1);
    // Silence; but in danger whom to call. Everybody else is heard.
    world.settle().await;
    let (seen, before) = (world.notes(&asker).len(), world.count(QUESTIONS).await);
    world.tells(&asker, "Ngày kia trời đẹp không?");
    world.asks_again(&other, "Trạm xá mấy giờ mở cửa?").await;
    world.settle().await;
    assert!(!world.notes(&asker).iter().skip(seen).any(|n| n.from_bot));
    world.told(&asker, "Lũ quét về bản rồi, chạy đi đâu?", "113").await;
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, before + 1);
    // It goes with the day, and leaves nothing.
    world.pass_until("2026-11-26 08:00");
    world.comes_to(REFUSED, 0).await;
    world.asks_again(&asker, "Bao giờ sửa đường?").await;
    world.close().await;
}
