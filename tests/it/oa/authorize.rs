//! `loaban zalo authorize`, as an operator and an administrator go through it.

use crate::live::machine::{Machine, program};
use crate::world::Engine;
use loaban::standins::zalo_oa::ZaloOa;
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::process::Stdio;
use std::sync::Arc;

async fn set_up() -> (Machine, ZaloOa, String) {
    let machine = Machine::new(Engine::Sqlite).await.unwrap();
    let clock = loaban::clock::Clock::system();
    let address = SocketAddr::from(([127, 0, 0, 1], 0));
    let zalo = ZaloOa::start(address, Arc::new(move || clock.now())).await.unwrap();
    let oa = zalo.add_oa("OA xã mẫu");
    let (app_id, secret, key) = zalo.app();
    let account = format!(
        "\n[[account]]\nname = \"oa\"\nplatform = \"zalo_oa\"\noa_id = \"{oa}\"\napp_id = \"{app_id}\"\n\
         app_secret = \"{secret}\"\nwebhook_key = \"{key}\"\napi_url = \"{}\"\noauth_url = \"{}\"\n",
        zalo.api_url(),
        zalo.oauth_url(),
    );
    machine.writes("loaban.toml", &machine.settings(&account));
    (machine, zalo, oa)
}

fn link_in(text: &str) -> String {
    let found = text.split_whitespace().find(|w| w.contains("/v4/oa/permission?"));
    found.unwrap_or_else(|| panic!("no link in:\n{text}")).to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_administrator_is_walked_through_the_consent() {
    let (machine, zalo, oa) = set_up().await;
    let said = machine.does(&["doctor"]);
    assert!(said.out.contains("Tài khoản oa"), "{}", said.out);

    // Sitting there: the link is shown, the address is pasted.
    let mut command = program();
    command.args(["zalo", "authorize", "oa"]).current_dir(machine.dir.path());
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap());
    let mut shown = String::new();
    while !shown.contains("/v4/oa/permission?") {
        assert!(lines.read_line(&mut shown).unwrap() > 0, "{shown}");
    }
    let callback = zalo.administrator_consents(&oa, &link_in(&shown)).unwrap();
    assert!(callback.starts_with("https://loa.example.vn/?oa_id="), "{callback}");
    writeln!(child.stdin.take().unwrap(), "{callback}").unwrap();
    let done = child.wait_with_output().unwrap();
    let out = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success() && out.contains("Xong"), "{out}");

    // Used once. The running program has what it needs.
    let again = machine.does(&["zalo", "authorize", "oa", "--code", &callback]);
    assert_eq!(again.code, 1);
    let mut running = machine.runs(&[]);
    running.ready().await;
    let said = machine.does(&["doctor"]);
    assert!(said.out.contains("OA OA xã mẫu"), "{}", said.out);
    running.stops().await;
    assert!(zalo.presented().is_empty(), "{:?}", zalo.presented());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_anybody_at_the_keyboard_it_is_two_calls_and_each_mistake_is_named() {
    let (machine, zalo, oa) = set_up().await;
    let begins = || {
        let said = machine.does(&["zalo", "authorize", "oa"]);
        assert_eq!(said.code, 0, "{}", said.err);
        link_in(&said.out)
    };
    let link = begins();
    let other = zalo.add_oa("OA khác");
    for (pasted, words) in [
        ("tôi không biết".to_owned(), "Không thấy mã"),
        ("sai-ma".into(), "Zalo từ chối mã"),
        (zalo.administrator_consents(&other, &link).unwrap(), "không phải OA"),
        (zalo.administrator_consents(&oa, &link.replace("state=", "state=x")).unwrap(), "lần xin quyền khác"),
    ] {
        let said = machine.does(&["zalo", "authorize", "oa", "--code", &pasted]);
        assert_eq!(said.code, 1, "{pasted}: {}", said.err);
        assert!(said.err.contains(words), "{pasted}: {}", said.err);
    }
    // A code of an earlier link does not go with the verifier of a later one.
    let callback = zalo.administrator_consents(&oa, &link).unwrap();
    let code = callback.split("code=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let link = begins();
    let said = machine.does(&["zalo", "authorize", "oa", "--code", &code]);
    assert!(said.err.contains("không đi với đường dẫn này"), "{}", said.err);
    let callback = zalo.administrator_consents(&oa, &link).unwrap();
    let said = machine.does(&["zalo", "authorize", "oa", "--json", "--code", &callback]);
    assert_eq!((said.code, &said.json()["authorized"]), (0, &true.into()), "{}", said.err);
    assert_eq!(machine.does(&["zalo", "authorize", "tg"]).code, 1);
    assert_eq!(machine.does(&["zalo", "authorize", "nobody"]).code, 1);
}
