//! Stories on an Official Account: its residents and its group are there, its reporter is on the other platform.

mod authorize;
mod crash;
mod deaf;
mod files;
mod job;
mod secret;
mod tokens;
mod voice;

use crate::world::{Engine, World};
use loaban::config::{Account, OfficialAccount, Platform, Secret, Settings};
use loaban::standins::zalo_oa::{Seen, ZaloOa};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// Generous: machines are slow now and then.
const PATIENCE: Duration = Duration::from_secs(30);
pub const VILLAGE: &str = "lc-binhlu-naluong";

/// A world with an Official Account beside the bot.
pub struct Official {
    pub world: World,
    pub zalo: ZaloOa,
    pub oa: String,
}

/// The account of the settings.
pub fn account(zalo: &ZaloOa, oa: &str, refresh_token: Option<&str>) -> Account {
    let (app_id, app_secret, webhook_key) = zalo.app();
    let mut account = Account::new("oa", Platform::ZaloOa);
    account.api_url = zalo.api_url();
    account.per_second = Some(10_000);
    account.per_chat_per_minute = Some(100_000);
    account.oa = Some(OfficialAccount {
        oa_id: oa.into(),
        app_id,
        app_secret: Secret::new(app_secret),
        webhook_key: Secret::new(webhook_key),
        refresh_token: refresh_token.map(Secret::new),
        oauth_url: zalo.oauth_url(),
    });
    account
}

impl Official {
    /// `None`: PostgreSQL was left out on purpose.
    pub async fn new(engine: Engine) -> Option<Official> {
        Self::with(engine, |_, _, _| {}).await
    }

    /// The same with other settings; `change` is given the stand-in and the account's id, too.
    pub async fn with(engine: Engine, change: impl FnOnce(&mut Settings, &ZaloOa, &str)) -> Option<Official> {
        // Its clock is the world's, which comes later: until then it stands at the world's beginning.
        let clock: Arc<std::sync::Mutex<Option<loaban::clock::Clock>>> = Arc::default();
        let (now, begin) = (clock.clone(), crate::world::moment(crate::world::BEGIN));
        let now = Arc::new(move || now.lock().unwrap().as_ref().map_or(begin, |c| c.now()));
        let zalo = ZaloOa::start(SocketAddr::from(([127, 0, 0, 1], 0)), now).await.unwrap();
        let oa = zalo.add_oa("OA xã mẫu");
        let first = zalo.first_token(&oa);
        let world = World::with(engine, |settings| {
            settings.accounts.push(account(&zalo, &oa, Some(&first)));
            change(settings, &zalo, &oa);
        })
        .await?;
        *clock.lock().unwrap() = Some(world.clock.clone());
        let official = Official { world, zalo, oa };
        official.is_pushed();
        Some(official)
    }

    /// The console's address of the webhook, as the program's door is now.
    pub fn is_pushed(&self) {
        self.zalo.set_webhook(&format!("http://{}/hook/oa", self.world.app().address()));
    }

    pub async fn restart(&mut self) {
        self.world.restart().await;
        self.is_pushed();
    }

    /// A group of the account's, linked by code.
    pub async fn linked_group(&self, by: &str) -> String {
        let group = self.zalo.add_group(&self.oa, "Bản mẫu", &[by]);
        let code = self.world.invite("group", VILLAGE, "").await;
        self.zalo.person_writes(by, &group, None, &format!("lienket {code}")).unwrap();
        self.sees(&group, "Từ nay nhóm này nhận tin của").await;
        group
    }

    /// Waits until a chat (a person's or a group's) holds a message of ours with these words; the newest such.
    pub async fn sees(&self, chat: &str, words: &str) -> Seen {
        let newest = |zalo: &ZaloOa| {
            let all = zalo.messages(&self.oa, chat);
            all.into_iter().rev().find(|m| m.from_oa && !m.by_hand && m.text.contains(words))
        };
        let found = self.zalo.wait_for(PATIENCE, newest).await;
        found.unwrap_or_else(|| panic!("“{words}” was not seen; seen:\n{}", self.chat(chat)))
    }

    /// A chat as text.
    pub fn chat(&self, chat: &str) -> String {
        let lines = self
            .zalo
            .messages(&self.oa, chat)
            .into_iter()
            .map(|m| format!("{} {}", if m.from_oa { "<" } else { ">" }, m.text.replace('\n', "\n  ")));
        lines.collect::<Vec<_>>().join("\n")
    }

    pub fn says(&self, user: &str, text: &str) -> String {
        self.zalo.person_sends(user, &self.oa, text).unwrap()
    }

    /// Asks in private for the first time; the code of the receipt.
    pub async fn asks(&self, user: &str, question: &str) -> String {
        self.says(user, question);
        self.sees(user, "xin phép dùng câu hỏi này").await;
        self.says(user, "1");
        self.sees(user, "Nhà mình ở bản nào ạ?").await;
        self.says(user, "Nà Luồng");
        crate::world::code_in(&self.sees(user, "Đã nhận câu hỏi").await.text)
    }

    /// Waits until nothing is left to push, to handle or to send that is due.
    pub async fn settle(&self) {
        let quiet = self.zalo.wait_for(PATIENCE, |zalo| (zalo.pending() == 0).then_some(())).await;
        assert!(quiet.is_some(), "events are left: {:?}", self.zalo.pushes());
        self.world.settle().await;
        let quiet = self.zalo.wait_for(PATIENCE, |zalo| (zalo.pending() == 0).then_some(())).await;
        assert!(quiet.is_some());
    }

    pub async fn close(self) {
        self.settle().await;
        self.world.close().await;
    }
}
