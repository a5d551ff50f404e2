//! Zalo Official Account OpenAPI: consult messages to one person, messages into the account's own groups (GMF),
//! signed webhooks, and a pair of tokens that has to be renewed with care (`keeper`).
//!
//! Everything is answered with HTTP 200 and an `error`. There are no buttons, no edits and no audio out. The account
//! hears every word of its groups: `receive` lets through only what is said to us, and nothing else is ever stored.

mod consent;
mod history;
mod keeper;
mod receive;
mod refusal;
mod send;
pub mod sign;
mod store;

pub use consent::{Asked, Pasted, Refusal};
pub use keeper::Trouble;
pub use store::{lose_all, reseal};

use super::heard::Secrets;
use super::http::{self, Failure};
use super::{Attachment, Outcome, Reason};
use crate::base::Core;
use crate::clock::Millis;
use crate::config::{Account, OfficialAccount, Platform, Secret};
use crate::inbox::Update;
use crate::message::{ChatKind, MediaKind};
use crate::platform::Limits;
use anyhow::{Result, anyhow};
use keeper::{Keeper, number};
use serde_json::Value;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A short question, and an upload over a mountain line.
const WAIT: Duration = Duration::from_secs(15);
const UPLOAD_WAIT: Duration = Duration::from_secs(120);
/// Pushes are noted on disk this often at most.
const NOTED: Millis = 60_000;
/// The webhook may be off although somebody has written since this long.
const DEAF: Millis = 10 * 60_000;

/// One Official Account; cheap to clone.
#[derive(Clone)]
pub struct ZaloOa(Arc<Inner>);

struct Inner {
    account: String,
    oa_id: String,
    app_id: String,
    app_secret: Secret,
    webhook_key: Secret,
    /// What nobody may read in what the platform says; the token of the moment comes to it.
    secrets: Secrets,
    api_url: String,
    limits: Limits,
    http: reqwest::Client,
    keeper: Keeper,
    /// Whether a line of text, said in a group, is a command of ours.
    is_command: fn(&str) -> bool,
    /// The platform said who we are, or that it needs an administrator first.
    known: AtomicBool,
    consent_needed: AtomicBool,
    /// The platform asked everybody of this account to wait, until this tick.
    held: Mutex<Duration>,
    /// Replies in groups are refused by the platform: said without, from then on.
    no_group_quotes: AtomicBool,
    heard_at: AtomicI64,
    noted_at: AtomicI64,
    caught_up_at: AtomicI64,
}

impl std::fmt::Debug for ZaloOa {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ZaloOa(***)")
    }
}

/// What came back from one request.
#[derive(Debug)]
enum Answer {
    Ok(Value),
    Refused {
        code: i64,
    },
    /// Nothing of the platform's own came back.
    Failed(Failure),
    /// There is no token to ask with.
    NoToken(Trouble),
}

/// What looking after an account came to.
#[derive(Debug, Default)]
pub struct Maintained {
    /// An administrator has to consent; the number tells one loss from the next.
    pub consent_needed: Option<i64>,
    /// Messages that no push told us of.
    pub missed: Vec<Update>,
}

impl ZaloOa {
    /// One account of the settings. `is_command`: whether a line of text in a group is a command of ours.
    pub fn new(
        account: &Account,
        official: &OfficialAccount,
        core: Core,
        is_command: fn(&str) -> bool,
    ) -> Result<ZaloOa> {
        let http = http::client(16)?;
        let app = (official.app_id.as_str(), &official.app_secret, official.oauth_url.as_str());
        let first = official.refresh_token.clone();
        let kept = [&official.app_secret, &official.webhook_key].into_iter().chain(&first);
        let secrets = Secrets::of(kept.map(Secret::expose));
        let keeper = Keeper::new(&account.name, app, first, core, http.clone());
        Ok(ZaloOa(Arc::new(Inner {
            account: account.name.clone(),
            oa_id: official.oa_id.clone(),
            app_id: official.app_id.clone(),
            app_secret: official.app_secret.clone(),
            webhook_key: official.webhook_key.clone(),
            secrets,
            api_url: account.api_url.trim_end_matches('/').to_owned(),
            limits: Platform::ZaloOa.profile().limits.set(account.per_second, account.per_chat_per_minute),
            http,
            keeper,
            is_command,
            known: AtomicBool::new(false),
            consent_needed: AtomicBool::new(false),
            held: Mutex::new(Duration::ZERO),
            no_group_quotes: AtomicBool::new(false),
            heard_at: AtomicI64::new(0),
            noted_at: AtomicI64::new(0),
            caught_up_at: AtomicI64::new(0),
        })))
    }

    fn now(&self) -> Millis {
        self.0.keeper.core().clock.now()
    }

    /// Pace.
    pub fn limits(&self) -> Limits {
        self.0.limits
    }

    /// Pictures are uploaded; the interface has no audio out. Of documents it takes PDF, Word and CSV only, and what we
    /// have to send is a page and JSON: refused, nobody would hear of it.
    pub fn carries(&self, kind: MediaKind, _: ChatKind) -> Attachment {
        match kind {
            MediaKind::Picture => Attachment::Bytes(""),
            MediaKind::Voice | MediaKind::Document => Attachment::Text,
        }
    }

    /// Only webhooks.
    pub fn polls(&self) -> bool {
        false
    }

    /// True once the platform said who we are. Without a consent too: what people write is then still taken.
    pub fn prepared(&self) -> bool {
        self.0.known.load(Ordering::SeqCst)
    }

    /// What an administrator or the operator has to do before anything can be sent.
    pub fn consent_needed(&self) -> bool {
        self.0.consent_needed.load(Ordering::SeqCst)
    }

    /// The account's own page, from which a person writes to it. It carries no data.
    pub fn private_link(&self, payload: &str) -> Option<String> {
        payload.is_empty().then(|| format!("https://zalo.me/{}", self.0.oa_id))
    }

    /// Never: updates are pushed.
    pub async fn poll(&self, _: Option<&str>) -> Result<(Vec<Update>, Option<String>)> {
        Err(anyhow!("an Official Account is not polled"))
    }

    /// There are no buttons to stop.
    pub async fn offer(&self, _: Option<&str>, _: &[(String, String)]) {}

    /// There are no buttons.
    pub async fn answer_press(&self, _: &str, _: &str) {}

    /// There are no buttons to take off.
    pub async fn close_choice(&self, _: &str, _: &str) {}

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.0.api_url)
    }

    /// One request with the token of the moment; refused as too old, once more with a new one.
    async fn call(&self, request: impl Fn() -> reqwest::RequestBuilder) -> Answer {
        let mut token = match self.0.keeper.access().await {
            Ok(token) => token,
            Err(trouble) => return self.without_token(trouble),
        };
        for last in [false, true] {
            match self.finish(request(), &token).await {
                Answer::Refused { code: -216 | -220 } if !last => {
                    match self.0.keeper.after_refusal(&token).await {
                        Ok(new) => token = new,
                        Err(trouble) => return self.without_token(trouble),
                    }
                }
                answer => return answer,
            }
        }
        Answer::Refused { code: -216 }
    }

    fn without_token(&self, trouble: Trouble) -> Answer {
        self.0.consent_needed.store(trouble == Trouble::Consent, Ordering::SeqCst);
        Answer::NoToken(trouble)
    }

    async fn finish(&self, request: reqwest::RequestBuilder, token: &str) -> Answer {
        let secrets = self.0.secrets.clone().and([token]);
        let response = match http::send(request.header("access_token", token), &secrets).await {
            Ok(response) => response,
            Err(failure) => return Answer::Failed(failure),
        };
        let body = &response.body;
        if body.is_array() {
            // History comes without an envelope.
            return Answer::Ok(body.clone());
        }
        match number(&body["error"]) {
            Some(0) => Answer::Ok(body.get("data").cloned().unwrap_or_default()),
            Some(code) => Answer::Refused { code },
            // Some answers leave the envelope out.
            None if response.status == 200 && body["data"].is_object() => Answer::Ok(body["data"].clone()),
            None => Answer::Failed(response.strange()),
        }
    }

    async fn get(&self, path: &str, query: &[(&str, String)]) -> Answer {
        let url = self.url(path);
        self.call(|| {
            let mut url = reqwest::Url::parse(&url).unwrap_or_else(|_| nowhere());
            if !query.is_empty() {
                url.query_pairs_mut().extend_pairs(query);
            }
            self.0.http.get(url).timeout(WAIT)
        })
        .await
    }

    /// Asks who we are.
    async fn me(&self) -> Answer {
        let answer = self.get("/v2.0/oa/getoa", &[]).await;
        if matches!(answer, Answer::Ok(_)) {
            self.0.consent_needed.store(false, Ordering::SeqCst);
        }
        answer
    }

    /// The account that the token is for, if it is not ours.
    fn stranger<'a>(&self, me: &'a Value) -> Option<&'a str> {
        let id = me["oaid"].as_str().or(me["oa_id"].as_str())?;
        (id != self.0.oa_id).then_some(id)
    }

    /// Asks who we are. Without a consent there is nobody to ask, and what people write is taken all the same.
    pub async fn prepare(&self) -> Result<()> {
        match self.me().await {
            Answer::Ok(me) if self.stranger(&me).is_some() => {
                return Err(anyhow!("the consent is another account's; check oa_id, or authorize anew"));
            }
            Answer::Ok(_) | Answer::NoToken(Trouble::Consent) => {}
            Answer::NoToken(Trouble::App(name)) => return Err(anyhow!("the app is refused: {name}")),
            Answer::Refused { code } => return Err(anyhow!("getoa was refused: {code}")),
            _ => return Err(anyhow!("the platform could not be reached for getoa")),
        }
        self.0.known.store(true, Ordering::SeqCst);
        Ok(())
    }

    /// Asks who we are and forgets the answer.
    pub async fn probe(&self) -> Result<(), Outcome> {
        match self.me().await {
            Answer::Ok(_) | Answer::Refused { code: -32 } | Answer::Failed(Failure::Busy(_)) => Ok(()),
            Answer::Refused { .. } | Answer::NoToken(Trouble::Consent | Trouble::App(_)) => {
                Err(Outcome::Stop(Reason::Account))
            }
            Answer::Failed(_) | Answer::NoToken(Trouble::Away) => {
                Err(Outcome::Retry { after: None, unreachable: true })
            }
        }
    }

    /// Renews what has to be renewed, notes that we were pushed to, and asks for what was not pushed.
    pub async fn maintain(&self) -> Maintained {
        let mut maintained = Maintained::default();
        let standing = match self.0.keeper.renew_ahead().await {
            Ok(()) => self.0.keeper.standing().await,
            Err(trouble) => {
                let lost = trouble == Trouble::Consent;
                self.0.consent_needed.store(lost, Ordering::SeqCst);
                if !lost {
                    return maintained;
                }
                self.0.keeper.standing().await
            }
        };
        let Ok(Some(standing)) = standing else { return maintained };
        self.0.consent_needed.store(standing.consent_needed, Ordering::SeqCst);
        if standing.consent_needed {
            maintained.consent_needed = Some(standing.generation);
            return maintained;
        }
        let (now, heard) = (self.now(), self.0.heard_at.load(Ordering::SeqCst));
        let last = standing.heard_at.max(heard);
        if history::is_time(now, last, self.0.caught_up_at.load(Ordering::SeqCst))
            && let Some(missed) = self.missed(last).await
        {
            maintained.missed = missed;
            self.0.caught_up_at.store(now, Ordering::SeqCst);
        }
        if heard > self.0.noted_at.load(Ordering::SeqCst) + NOTED && self.0.keeper.heard(heard).await.is_ok()
        {
            self.0.noted_at.store(heard, Ordering::SeqCst);
        }
        maintained
    }

    /// For `doctor`: changes nothing, and above all renews nothing.
    pub async fn examine(&self) -> Result<String> {
        let standing = self.0.keeper.standing().await?;
        let account = &self.0.account;
        let consent = || anyhow!("chưa có quyền của người quản trị OA; chạy loaban zalo authorize {account}");
        let Some(standing) = standing else { return Err(consent()) };
        if standing.consent_needed {
            return Err(consent());
        }
        if !self.0.keeper.opens().await? {
            return Err(anyhow!(
                "bảng zalo_token, dòng {account}: không đọc được; xin quyền lại bằng loaban zalo authorize {account}"
            ));
        }
        let Some(token) = self.0.keeper.kept_access().await? else {
            return Err(anyhow!(
                "thẻ truy cập đã hết hạn và chưa gia hạn được; chạy loaban run rồi xem nhật ký (mạng, app_id, app_secret)"
            ));
        };
        let url = self.url("/v2.0/oa/getoa");
        let me = match self.finish(self.0.http.get(url).timeout(WAIT), &token).await {
            Answer::Ok(me) => me,
            Answer::Refused { code } => {
                return Err(anyhow!("Zalo từ chối (mã {code}); xem quyền và gói của OA"));
            }
            _ => return Err(anyhow!("không kết nối được với Zalo")),
        };
        if let Some(other) = self.stranger(&me) {
            return Err(anyhow!(
                "quyền đang là của OA {other}, không phải OA trong cài đặt; sửa oa_id hoặc xin quyền lại"
            ));
        }
        let newest = self.newest_written(&token).await;
        if newest.is_some_and(|at| at > standing.heard_at + NOTED + DEAF) {
            return Err(anyhow!(
                "có người nhắn mà Zalo không báo: webhook có thể đã bị tắt; mở trang Webhook của ứng dụng, bật lại và bật “Webhook Retry”"
            ));
        }
        let name = me["name"].as_str().unwrap_or("OA");
        let hours = (standing.expires_at - self.now()) / 3_600_000;
        Ok(format!("OA {name}; thẻ truy cập còn {hours} giờ, tự gia hạn"))
    }

    /// Begins a consent: the link for the administrator.
    pub async fn begin_consent(&self, redirect: &str) -> Result<String> {
        self.0.keeper.begin_consent(redirect).await
    }

    /// The consent that is under way, if one is.
    pub async fn asked(&self) -> Result<Option<Asked>> {
        self.0.keeper.asked().await
    }

    /// Ends a consent with what came back.
    pub async fn finish_consent(&self, asked: &Asked, code: &str) -> Result<(), Refusal> {
        self.0.keeper.finish_consent(asked, code).await
    }

    /// The account's id on the platform.
    pub fn oa_id(&self) -> &str {
        &self.0.oa_id
    }
}

fn nowhere() -> reqwest::Url {
    reqwest::Url::parse("http://nowhere.invalid/").expect("a constant address is one")
}
