//! What is not said to us, and what is not signed, is never stored.

use super::{Official, VILLAGE};
use crate::leaks::{Secret, everything, traces};
use crate::live::on_both;
use crate::world::{Engine, log};
use sha2::{Digest, Sha256};

on_both!(
    of_a_group_only_what_is_addressed_to_us_is_kept,
    a_changed_byte_or_a_wrong_key_stores_nothing_and_a_repetition_is_handled_once,
);

const OVERHEARD: [&str; 7] = [
    "chuyệnriêngthứnhất",
    "chuyệnriêngthứhai",
    "chuyệnriêngthứba",
    "chuyệnriêngthứtư",
    "chuyệnriêngthứnăm",
    "chuyệnriêngthứsáu",
    "chuyệnriêngthứbảy",
];

async fn of_a_group_only_what_is_addressed_to_us_is_kept(engine: Engine) {
    let Some(official) = Official::new(engine).await else { return };
    let (world, zalo) = (&official.world, &official.zalo);
    let (owner, other) = (zalo.add_person("Trưởng bản Tẩn"), zalo.add_person("Bà Vàng Thị"));
    let group = official.linked_group(&owner).await;
    zalo.person_joins(&other, &group);
    world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let mine =
        zalo.person_writes(&other, &group, None, &format!("Tối nay họp nhé {}", OVERHEARD[0])).unwrap();
    // Words that are commands only when they are addressed, a smiley, a call of everybody, of another, a quote of another.
    zalo.person_writes(&owner, &group, None, &format!("hỏi {}", OVERHEARD[1])).unwrap();
    zalo.person_writes(&owner, &group, None, &format!("/-strong {}", OVERHEARD[2])).unwrap();
    zalo.person_writes(&owner, &group, None, &format!("[@{group}] {}", OVERHEARD[3])).unwrap();
    zalo.person_writes(&owner, &group, None, &format!("[@{other}] {}", OVERHEARD[4])).unwrap();
    zalo.person_writes(&owner, &group, Some(&mine), OVERHEARD[5]).unwrap();
    zalo.person_speaks_in_group(&owner, &group, None, b"#!AMR").unwrap();
    // An event of another account of the same app, and a kind that is not known yet.
    let stranger = zalo.add_oa("OA khác");
    zalo.person_sends(&other, &stranger, OVERHEARD[6]).unwrap();
    zalo.push(serde_json::json!({ "event_name": "user_send_thought", "app_id": "4100000000000000001",
        "sender": { "id": other }, "recipient": { "id": stranger }, "timestamp": world.clock.now().to_string(), "message": { "text": OVERHEARD[6] } }));
    // Said to us: a mention, a slash, a quote of something of ours.
    let hello = official.sees(&group, "Từ nay nhóm này nhận tin của").await;
    zalo.person_writes(&owner, &group, Some(&hello.id), "quặngthiếcxanh có độc không?").unwrap();
    official.sees(&group, "cho báo cáo viên ạ?").await;
    zalo.person_writes(&other, &group, None, &format!("[@{}] trợ giúp", official.oa)).unwrap();
    official.sees(&group, "/hoi").await;
    official.settle().await;

    let acknowledged = zalo.pushes().into_iter().all(|p| p.answers == [200]);
    assert!(acknowledged, "{:?}", zalo.pushes());
    let kept = everything(&world.parts().core.db).await;
    let mut secrets: Vec<Secret> = OVERHEARD.iter().map(|w| Secret::text(w)).collect();
    secrets.extend([owner.as_str(), other.as_str(), "Tẩn", "Vàng Thị"].map(Secret::text));
    let (_, app_secret, key) = zalo.app();
    let tokens: Vec<String> = zalo.presented().into_keys().collect();
    secrets.extend([app_secret.as_str(), key.as_str()].map(Secret::text));
    secrets.extend(tokens.iter().map(|t| Secret::text(t)));
    assert_eq!(traces(&secrets, &kept), Vec::<String>::new());
    assert_eq!(traces(&secrets, log::lines().as_bytes()), Vec::<String>::new());
    // The search finds what may be there.
    assert!(!traces(&[Secret::text(&group), Secret::text(VILLAGE)], &kept).is_empty());
    official.close().await;
}

async fn a_changed_byte_or_a_wrong_key_stores_nothing_and_a_repetition_is_handled_once(engine: Engine) {
    let Some(official) = Official::new(engine).await else { return };
    let (world, zalo) = (&official.world, &official.zalo);
    let resident = zalo.add_person("Bà con");
    official.says(&resident, "trợ giúp");
    official.sees(&resident, "hỏi").await;
    official.settle().await;
    let stored = "SELECT COUNT(*) FROM inbox WHERE account = 'oa'";
    let before = world.count(stored).await;
    let said = zalo.messages(&official.oa, &resident).len();

    let push = zalo.pushes().into_iter().find(|p| p.event == "user_send_text").unwrap();
    let url = format!("http://{}/hook/oa", world.app().address());
    let post = async |body: String, signature: Option<String>| {
        let mut request = reqwest::Client::new().post(&url).body(body);
        if let Some(signature) = signature {
            request = request.header("X-ZEvent-Signature", signature);
        }
        request.send().await.unwrap().status().as_u16()
    };
    let (right, body) = (push.signature.clone(), push.body.clone());
    let changed = body.replacen("trợ giúp", "trợ giúq", 1);
    assert_ne!(changed, body);
    assert_eq!(post(changed, Some(right.clone())).await, 401);
    // The same JSON, written anew.
    let spaced = body.replacen(':', ": ", 1);
    assert_eq!(post(spaced, Some(right.clone())).await, 401);
    assert_eq!(post(body.clone(), None).await, 401);
    let time =
        serde_json::from_str::<serde_json::Value>(&body).unwrap()["timestamp"].as_str().unwrap().to_owned();
    let forged = hex::encode(Sha256::digest(format!("4100000000000000001{body}{time}another-key")));
    assert_eq!(post(body.clone(), Some(format!("mac={forged}"))).await, 401);
    assert_eq!(world.count(stored).await, before);

    // Genuine, and said before: acknowledged, and handled once. Twice by hand, once more by the platform.
    assert_eq!(post(body.clone(), Some(right.clone())).await, 200);
    assert_eq!(post(body.clone(), Some(right.trim_start_matches("mac=").to_owned())).await, 200);
    zalo.replay(zalo.pushes().iter().position(|p| p.event == "user_send_text").unwrap());
    official.settle().await;
    assert_eq!(world.count(stored).await, before);
    assert_eq!(zalo.messages(&official.oa, &resident).len(), said);

    // Genuine still, when nobody remembers any more that it was heard: refused by its age.
    world.pass(std::time::Duration::from_secs(9 * 86_400));
    official.settle().await;
    assert_eq!(post(body, Some(right)).await, 401);
    official.settle().await;
    assert_eq!(zalo.messages(&official.oa, &resident).len(), said);
    official.close().await;
}
