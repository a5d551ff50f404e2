use super::*;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

async fn platform() -> (ZaloOa, Arc<AtomicI64>) {
    let time = Arc::new(AtomicI64::new(1_795_600_000_000));
    let now = time.clone();
    let address = SocketAddr::from(([127, 0, 0, 1], 0));
    let platform = ZaloOa::start(address, Arc::new(move || now.load(Ordering::SeqCst))).await.unwrap();
    (platform, time)
}

async fn post(platform: &ZaloOa, path: &str, token: &str, body: Value) -> Value {
    let url = format!("{}{path}", platform.api_url());
    let sent = platform.http().post(url).header("access_token", token).json(&body).send().await.unwrap();
    assert_eq!(sent.status(), 200);
    sent.json().await.unwrap()
}

async fn refresh(platform: &ZaloOa, token: &str) -> Value {
    let (app, secret, _) = platform.app();
    let url = format!("{}/v4/oa/access_token", platform.oauth_url());
    let body = format!("refresh_token={token}&app_id={app}&grant_type=refresh_token");
    let request = platform.http().post(url).header("secret_key", secret);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    request.body(body).send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn a_refresh_token_is_good_once_and_the_old_access_token_dies_with_it() {
    let (platform, _) = platform().await;
    let oa = platform.add_oa("OA mẫu");
    let first = platform.first_token(&oa);
    let pair = refresh(&platform, &first).await;
    let (access, second) = (pair["access_token"].as_str().unwrap(), pair["refresh_token"].as_str().unwrap());
    assert_eq!(pair["expires_in"], "90000");
    assert_eq!(refresh(&platform, &first).await["error_name"], "Invalid refresh token");
    assert_eq!(platform.presented()[&first], 2);
    let again = refresh(&platform, second).await;
    assert_eq!(post(&platform, "/v3.0/oa/message/cs", access, json!({})).await["error"], -216);
    assert!(again["access_token"].is_string());
}

#[tokio::test]
async fn a_person_can_be_written_to_for_seven_days() {
    let (platform, time) = platform().await;
    let oa = platform.add_oa("OA mẫu");
    platform.set_life(100 * 86_400);
    let token = platform.act(|state| state.mint(&oa)["access_token"].as_str().unwrap().to_owned());
    let person = platform.add_person("Bà con");
    let body = json!({ "recipient": { "user_id": person }, "message": { "text": "xin chào" } });
    assert_eq!(post(&platform, "/v3.0/oa/message/cs", &token, body.clone()).await["error"], -232);
    platform.person_sends(&person, &oa, "chào").unwrap();
    let sent = post(&platform, "/v3.0/oa/message/cs", &token, body.clone()).await;
    assert_eq!(sent["data"]["quota"]["quota_type"], "reply");
    time.fetch_add(3 * 86_400_000, Ordering::SeqCst);
    let sent = post(&platform, "/v3.0/oa/message/cs", &token, body.clone()).await;
    assert_eq!(sent["data"]["quota"]["quota_type"], "sub_quota");
    time.fetch_add(5 * 86_400_000, Ordering::SeqCst);
    assert_eq!(post(&platform, "/v3.0/oa/message/cs", &token, body).await["error"], -230);
    assert_eq!(platform.messages(&oa, &person).len(), 3);
}

#[tokio::test]
async fn what_is_not_acknowledged_is_repeated_on_the_ladder_and_then_switched_off() {
    let (platform, _) = platform().await;
    let oa = platform.add_oa("OA mẫu");
    let person = platform.add_person("Bà con");
    // Nobody listens there.
    platform.set_webhook("http://127.0.0.1:9/hook/oa");
    platform.set_retry_unit(Duration::ZERO);
    platform.person_sends(&person, &oa, "chào").unwrap();
    let off = platform.wait_for(Duration::from_secs(10), |p| p.is_webhook_off().then_some(())).await;
    assert!(off.is_some());
    assert_eq!(platform.pushes()[0].answers, [0; 6]);
}
