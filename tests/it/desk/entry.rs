//! Coming in and staying in: by a link, once, as long as the role lasts, and nobody by a trick.

use super::browser::{Browser, link_of};
use crate::stories;
use crate::world::World;
use loaban::config::Platform;
use std::time::Duration;

const ON_ZALO: &[Platform] = &[Platform::ZaloBot];
stories!(on ON_ZALO;
    a_link_lets_in_once_and_for_ten_minutes,
    a_session_ends_with_its_day_its_role_or_by_hand,
    a_form_counts_only_in_its_own_session_and_from_our_own_page,
);

mod alone {
    use super::*;
    stories!(without_a_public_address_it_is_said);
}

const SESSIONS: &str = "SELECT COUNT(*) FROM desk_session";
const LINKS: &str = "SELECT COUNT(*) FROM desk_link";

async fn a_link_lets_in_once_and_for_ten_minutes(world: World) {
    let editor = world.enrols("Biên tập", "editor", "lc-binhlu").await;
    let path = link_of(&world, &editor).await;
    // A chat that looks the link up for a preview spends nothing.
    let mut browser = Browser::new(&world);
    for _ in 0..3 {
        let shown = browser.opens(&path).await;
        assert_eq!(shown.status, 200);
        assert!(shown.words().contains("Vào với vai: Người biên tập – xã Bình Lư"), "{}", shown.words());
    }
    assert_eq!(world.count(SESSIONS).await, 0);
    let shown = browser.sends(&path, &[]).await;
    assert!(shown.html.contains("<h1>Hôm nay</h1>") && browser.cookie.len() > 32, "{}", shown.html);
    assert_eq!((world.count(SESSIONS).await, world.count(LINKS).await), (1, 0));
    // Somebody who has the link afterwards is out, and so is who has none.
    let mut other = Browser::new(&world);
    for shown in [other.opens(&path).await, other.sends(&path, &[]).await] {
        assert_eq!(shown.status, 404);
        assert!(shown.words().contains("chỉ dùng một lần"), "{}", shown.words());
    }
    let shown = other.opens("/trang").await;
    assert_eq!(shown.status, 401);
    assert!(shown.words().contains("“/trang”"), "{}", shown.words());
    // A link that nobody used is over after ten minutes, and forgotten.
    let late = link_of(&world, &editor).await;
    world.pass(Duration::from_secs(600));
    assert_eq!(other.sends(&late, &[]).await.status, 404);
    world.comes_to(LINKS, 0).await;
    // Nobody without a role gets one.
    let resident = world.person("Bà con");
    world.tells(&resident, "/trang");
    world.settle().await;
    assert_eq!(world.count(LINKS).await, 0);
    // What a page may do.
    let headers = shown.headers;
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'self'") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert_eq!(headers["cache-control"], "no-store");
    world.close().await;
}

async fn a_session_ends_with_its_day_its_role_or_by_hand(world: World) {
    let editor = world.enrols("Biên tập", "editor", "lc-binhlu").await;
    let mut browser = Browser::of(&world, &editor).await;
    let other = Browser::of(&world, &editor).await;
    // The other one is ended from here.
    let shown = browser.opens("/trang/phien").await;
    assert!(shown.words().contains("(máy này)"), "{}", shown.words());
    let shown = browser.presses(&shown, "Đóng máy ấy", &[]).await;
    assert_eq!(shown.status, 200);
    assert_eq!(other.opens("/trang").await.status, 401);
    assert_eq!(browser.opens("/trang").await.status, 200);
    // Twelve hours.
    world.pass(Duration::from_secs(12 * 3_600 - 1));
    assert_eq!(browser.opens("/trang").await.status, 200);
    world.pass(Duration::from_secs(1));
    assert_eq!(browser.opens("/trang").await.status, 401);
    world.comes_to(SESSIONS, 0).await;
    // With the role, at once.
    let mut browser = Browser::of(&world, &editor).await;
    let shown = browser.opens("/trang/phien").await;
    let role: String =
        sqlx::query_scalar("SELECT id FROM role").fetch_one(world.parts().core.db.read()).await.unwrap();
    let mut tx = world.parts().core.db.write().await.unwrap();
    assert!(loaban::roster::end(&mut tx, &role.into(), world.clock.now()).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(browser.opens("/trang").await.status, 401);
    assert_eq!(browser.presses(&shown, "Ra khỏi trang", &[]).await.status, 401);
    world.close().await;
}

async fn a_form_counts_only_in_its_own_session_and_from_our_own_page(world: World) {
    let editor = world.enrols("Biên tập", "editor", "lc-binhlu").await;
    let colleague = world.enrols("Biên tập khác", "editor", "lc-binhlu").await;
    let mut browser = Browser::of(&world, &editor).await;
    let mut other = Browser::of(&world, &colleague).await;
    let shown = browser.opens("/trang/phien").await;
    // Without what the form brings along, with somebody else's, and from a page that is not ours.
    assert_eq!(browser.sends("/trang/ra", &[]).await.status, 403);
    let slip = other.opens("/trang").await.html;
    let slip = slip.split("name=\"phieu\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(browser.sends("/trang/ra", &[("phieu", &slip)]).await.status, 403);
    let own = shown.html.split("name=\"phieu\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let forged = browser.sends_from("https://evil.example", "/trang/ra", &[("phieu", own)]).await;
    assert_eq!(forged.status, 403);
    assert_eq!(world.count(SESSIONS).await, 2);
    // Nobody ends a session of somebody else's.
    let key: String = sqlx::query_scalar(
        "SELECT s.key FROM desk_session s JOIN role r ON r.id = s.role ORDER BY r.since DESC, r.id DESC",
    )
    .fetch_one(world.parts().core.db.read())
    .await
    .unwrap();
    other.sends("/trang/phien", &[("phieu", &slip), ("phien", &key)]).await;
    browser.sends("/trang/phien", &[("phieu", own), ("phien", &key)]).await;
    assert_eq!(world.count(SESSIONS).await, 1, "one of the two was the session's own");
    // A cookie that nobody gave opens nothing.
    other.cookie = format!("loaban_trang={}", "A".repeat(32));
    assert_eq!(other.opens("/trang").await.status, 401);
    world.close().await;
}

async fn without_a_public_address_it_is_said(world: World) {
    let editor = world.enrolled("Biên tập", "editor", "lc-binhlu").await;
    world.says(editor, "/trang");
    world.person_sees(editor, "chưa có địa chỉ để mở trang").await;
    assert_eq!(world.count(LINKS).await, 0);
    world.close().await;
}
