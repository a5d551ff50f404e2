//! What each role sees and does at the desk.

use super::browser::Browser;
use crate::stories;
use crate::world::World;
use loaban::config::Platform;
use loaban::standins::zalo_bot;

const ON_ZALO: &[Platform] = &[Platform::ZaloBot];
stories!(on ON_ZALO;
    what_waits_stands_on_the_first_page,
    a_question_is_answered_and_nobody_is_named,
    what_failed_goes_once_more_by_a_button,
    each_role_has_its_own_pages,
);

async fn what_waits_stands_on_the_first_page(world: World) {
    let editor = world.enrols("Biên tập", "editor", "lc-binhlu").await;
    let resident = world.person("Bà con");
    world.village("lc-binhlu-naluong", &[&resident]).await;
    let browser = Browser::of(&world, &editor).await;
    insta::assert_snapshot!("today_of_an_editor", browser.opens("/trang").await.words());
    insta::assert_snapshot!("groups", browser.opens("/trang/nhom").await.words());
    world.close().await;
}

async fn a_question_is_answered_and_nobody_is_named(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.person("Lừu Thị Khuyếtdanh");
    let code = world.asks_first(&resident, "Bao giờ sửa <b>cầu</b> ạ? Số tôi 0912345678.").await;
    let mut browser = Browser::of(&world, &reporter).await;
    let list = browser.opens("/trang/cau-hoi").await;
    assert!(list.words().contains(&format!("#{code}")), "{}", list.words());
    let path = format!("/trang/cau-hoi/{code}");
    let one = browser.opens(&path).await;
    assert!(
        !one.html.contains("Khuyếtdanh") && !one.html.contains("0912") && !one.html.contains("<b>"),
        "{}",
        one.html
    );
    assert!(one.html.contains("&#60;b&#62;cầu"), "{}", one.html);
    // Nothing to send, and then an answer.
    let again = browser.presses(&one, "Gửi câu trả lời", &[("loi", " ")]).await;
    assert!(again.words().contains("Chưa có lời nào"), "{}", again.words());
    let done =
        browser.presses(&one, "Gửi câu trả lời", &[("loi", "Thứ Hai sửa.\nBà con đi đường trên.")]).await;
    assert!(done.words().contains("Câu trả lời đã gửi"), "{}", done.words());
    world.reads(&resident, "Thứ Hai sửa.").await;
    // The same form once more: what was written is shown again and sent nowhere.
    let twice = browser.presses(&one, "Gửi câu trả lời", &[("loi", "Thứ Ba sửa.")]).await;
    assert!(
        twice.words().contains("chưa gửi lời của đồng chí") && twice.words().contains("Thứ Ba sửa."),
        "{}",
        twice.words()
    );
    world.nobody_reads(&[&resident], "Thứ Ba sửa.").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM act WHERE deed = 'answer'").await, 1);
    // Out of reach, and of nobody.
    let far = world.enrols("Báo cáo viên xa", "reporter", "lc-taleng").await;
    let far = Browser::of(&world, &far).await;
    assert_eq!(far.opens(&path).await.status, 404);
    assert_eq!(browser.opens("/trang/cau-hoi/ZZZZZ").await.status, 404);
    world.close().await;
}

async fn what_failed_goes_once_more_by_a_button(world: World) {
    let editor = world.enrols("Biên tập", "editor", "lc").await;
    let resident = world.person("Bà con");
    let group = world.village("lc-binhlu-naluong", &[&resident]).await;
    let mut browser = Browser::of(&world, &editor).await;
    world.zalo.fault(
        zalo_bot::Fault::error(400, "text is not allowed").on("sendMessage").in_chat(group.zalo_bot()),
    );
    world.publishes("hoc-phi").await;
    world.settle().await;
    let failed = "SELECT COUNT(*) FROM outbox WHERE kind = 'announcement' AND state = 'failed' AND part = 0";
    world.comes_to(failed, 1).await;
    world.zalo.clear_faults();
    let list = browser.opens("/trang/ket-qua").await;
    let to = list.html.split("href=\"/trang/ket-qua/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let path = format!("/trang/ket-qua/{to}");
    let one = browser.opens(&path).await;
    assert!(one.words().contains("bản Nà Luồng"), "{}", one.words());
    let done = browser.presses(&one, "Gửi lại 1 nhóm chưa tới", &[]).await;
    assert_eq!(done.status, 200);
    world.reads_in(&group, "không phải nộp học phí").await;
    // Once more does nothing: others stand so by now.
    browser.presses(&one, "Gửi lại 1 nhóm chưa tới", &[]).await;
    world.settle().await;
    assert_eq!(world.count("SELECT COUNT(*) FROM act WHERE deed = 'resend'").await, 1);
    world.close().await;
}

async fn each_role_has_its_own_pages(world: World) {
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let mut seen = vec![];
    for (phone, words) in
        [(&secretary, "bí thư"), (&reporter, "báo cáo viên"), (&coordinator, "người điều phối")]
    {
        let browser = Browser::of(&world, phone).await;
        let shown = browser.opens("/trang").await.words();
        assert!(shown.contains(words), "{shown}");
        seen.push(shown);
        // What is not theirs shows nothing of it.
        for (path, hidden) in [("/trang/ket-qua", "Học phí"), ("/trang/cau-hoi", "#")] {
            assert!(!browser.opens(path).await.words().contains(hidden));
        }
    }
    insta::assert_snapshot!("first_pages", seen.join("\n\n"));
    world.close().await;
}
