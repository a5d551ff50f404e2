//! Trouble of the platform, the database and the clock: work pauses, goes on, and loses and doubles nothing.

mod clock;
mod connections;
mod full;
mod held;
mod jump;
mod matrix;
mod random;
mod recovery;
mod replaced;
mod server;
mod wire;
mod words;

use crate::world::{TOKEN, World};
use loaban::config::Platform;
use loaban::groups;
use loaban::standins::telegram::Request;
use serde_json::json;

/// Groups with the bot in them, bound to one village. Linking each by its code is what other stories do, and what the
/// platform tells of the bot's coming is dropped: thousands of such updates are another story.
pub async fn bound(world: &mut World, count: usize) -> Vec<i64> {
    let owner = world.platform.add_person("Trưởng bản");
    world.stop().await;
    let chats: Vec<i64> = (0..count)
        .map(|_| {
            let group = world.platform.add_group("Bản mẫu", &[owner]);
            world.platform.add_bot_to_group(world.bot, group, owner).unwrap();
            group
        })
        .collect();
    drop_updates(world).await;
    world.start().await;
    let parts = world.parts();
    let account = parts.settings.accounts[0].name.clone();
    let mut tx = parts.core.db.write().await.unwrap();
    for chat in &chats {
        let at = (&*account, Platform::Telegram, &*chat.to_string());
        groups::bind(&mut tx, &parts.core.ids, world.clock.now(), at, "lc-binhlu-naluong", "vi")
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    chats
}

async fn drop_updates(world: &World) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let ask = async |offset: i64| {
        let url = format!("{}/bot{TOKEN}/getUpdates", world.platform.url());
        let answer = client.post(url).json(&json!({ "offset": offset, "timeout": 0 })).send().await.unwrap();
        answer.json::<serde_json::Value>().await.unwrap()
    };
    if let Some(last) = ask(-1).await["result"].as_array().and_then(|list| list.last()) {
        ask(last["update_id"].as_i64().unwrap() + 1).await;
    }
}

/// What was asked of the platform for one chat: messages, whatever became of them.
pub fn sends_to(requests: &[Request], chat: i64) -> Vec<&Request> {
    let sends = requests.iter().filter(|r| r.method.starts_with("send"));
    sends.filter(|r| r.params["chat_id"].as_i64() == Some(chat)).collect()
}
