//! Keeps the pair of tokens. The refresh token is good for one use, so its use is a transaction with the disk: that it
//! is about to be presented is committed; it is presented; the new pair is committed; the new pair is used.
//!
//! A process that dies between the platform's answer and our disk leaves a token that may be spent: whoever comes next
//! presents it exactly once more (the platform may never have got it), and after that an administrator has to consent
//! again. One at a time renews, over all processes: the row in the database is the lock.

use super::consent::{self, Asked};
use super::store::{self, Pair};
use crate::base::Core;
use crate::channel::heard::Secrets;
use crate::channel::http::{self, Failure, Response};
use crate::clock::Millis;
use crate::config::Secret;
use crate::crash;
use crate::db::pass_over;
use crate::inbox;
use crate::stored::Unknown;
use anyhow::Result;
use serde_json::Value;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// What of a request to the token endpoint is secret.
const PRESENTED: [&str; 3] = ["refresh_token", "code", "code_verifier"];
/// Once, and once more for whom a crash left in doubt.
const MOST_PRESENTED: i64 = 2;
/// How long the platform may take to answer, and how long the row is held for it.
const WAIT: Duration = Duration::from_secs(10);
const HELD: Millis = 20_000;
/// An access token that is nearly over might be over on arrival.
const MARGIN: Millis = 60_000;
/// Refused although it is this young: another one would be refused as well.
const YOUNG: Millis = 60_000;
/// After an answer that never came: an outage should not use up both tries at once.
const PAUSE: Duration = Duration::from_secs(30);
/// Between two looks at a row that another holds, and between two tries to write a new pair down.
const GLANCE: Duration = Duration::from_millis(200);

/// Why there is no token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// An administrator of the account has to consent, in a browser.
    Consent,
    /// The operator has to do something about the app (switched off, another secret); what the platform calls it.
    App(String),
    /// The platform or the database was not reached; later.
    Away,
}

/// How the pair stands, for whoever asks and changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// No consent, or it was lost.
    pub consent_needed: bool,
    /// Which pair it is.
    pub generation: i64,
    /// Until when the access token is good.
    pub expires_at: Millis,
    /// When the platform last pushed anything.
    pub heard_at: Millis,
}

/// Keeps one account's pair; cheap to clone.
#[derive(Clone)]
pub struct Keeper(Arc<Inner>);

struct Inner {
    account: String,
    app_id: String,
    app_secret: Secret,
    oauth_url: String,
    first: Option<Secret>,
    core: Core,
    http: reqwest::Client,
    /// The pair in use: its generation, the access token, and until when it is good.
    held: Mutex<Option<Held>>,
    paused: Mutex<Duration>,
    /// One renewal at a time inside this process; the row sees to it among processes.
    renewing: tokio::sync::Mutex<()>,
}

#[derive(Clone)]
struct Held {
    access: String,
    expires_at: Millis,
}

/// What presenting a token came to.
enum Answer {
    New {
        access: String,
        refresh: String,
        life: Millis,
    },
    /// The platform does not take this token (any more).
    Refused(String),
    /// Something else than the token is wrong: it is not spent.
    App(String),
    /// It surely was not taken.
    NotPresented,
    /// It may have been taken.
    Unknown,
}

impl Keeper {
    /// For one account. `first`: the refresh token of the settings.
    pub fn new(
        account: &str,
        (app_id, app_secret, oauth_url): (&str, &Secret, &str),
        first: Option<Secret>,
        core: Core,
        http: reqwest::Client,
    ) -> Keeper {
        Keeper(Arc::new(Inner {
            account: account.into(),
            app_id: app_id.into(),
            app_secret: app_secret.clone(),
            oauth_url: oauth_url.trim_end_matches('/').into(),
            first: first.filter(|t| !t.expose().is_empty()),
            core,
            http,
            held: Mutex::new(None),
            paused: Mutex::new(Duration::ZERO),
            renewing: tokio::sync::Mutex::new(()),
        }))
    }

    /// What it works with.
    pub fn core(&self) -> &Core {
        &self.0.core
    }

    fn now(&self) -> Millis {
        self.0.core.clock.now()
    }

    /// An access token that is good as far as we know; a new one, if the last is over.
    pub async fn access(&self) -> Result<String, Trouble> {
        let held = self.0.held.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(held) = held.filter(|h| self.now() + MARGIN < h.expires_at) {
            return Ok(held.access);
        }
        let pair = self.read().await?;
        match self.usable(&pair)? {
            Some(access) => Ok(access),
            None => self.renew(pair.generation).await,
        }
    }

    /// The platform refused this access token: the one that another process has got meanwhile, or a new one.
    pub async fn after_refusal(&self, refused: &str) -> Result<String, Trouble> {
        let pair = self.read().await?;
        match self.usable(&pair)? {
            Some(access) if access != refused => Ok(access),
            _ if pair.issued_at + YOUNG > self.now() => Err(Trouble::App("-216".into())),
            _ => self.renew(pair.generation).await,
        }
    }

    /// Renews well before the end (20 of 25 hours), so that a day on which the platform is away costs nothing.
    pub async fn renew_ahead(&self) -> Result<(), Trouble> {
        let pair = self.read().await?;
        if pair.state != "good" {
            return Err(Trouble::Consent);
        }
        if self.now() >= pair.issued_at + (pair.expires_at - pair.issued_at) / 5 * 4 {
            self.renew(pair.generation).await?;
        }
        Ok(())
    }

    /// The platform says that the administrator took the consent back, at `at`.
    pub async fn revoked(&self, at: Millis) -> Result<()> {
        let Some(pair) = store::read(&self.0.core.db, &self.0.account).await? else { return Ok(()) };
        // Told late, or again, of a consent that was given anew since.
        if at >= pair.issued_at {
            self.lose(pair.generation).await?;
        }
        Ok(())
    }

    /// How it stands. Makes, spends and changes nothing; `None` before the first start.
    pub async fn standing(&self) -> Result<Option<Standing>> {
        let pair = store::read(&self.0.core.db, &self.0.account).await?;
        let wanted = |pair: &Pair| pair.state != "good" && !self.takes_settings(pair);
        let heard_at = inbox::heard(&self.0.core.db, &self.0.account).await?;
        Ok(pair.map(|pair| Standing {
            consent_needed: wanted(&pair),
            generation: pair.generation,
            expires_at: pair.expires_at,
            heard_at,
        }))
    }

    /// The access token as it is kept, if it is still good: for asking without changing anything.
    pub async fn kept_access(&self) -> Result<Option<String>> {
        let Some(pair) = store::read(&self.0.core.db, &self.0.account).await? else { return Ok(None) };
        Ok(self.usable(&pair).ok().flatten())
    }

    /// Whether what is kept of the pair opens; its row is noted if it does not.
    pub async fn opens(&self) -> Result<bool> {
        let Some(pair) = store::read(&self.0.core.db, &self.0.account).await? else { return Ok(true) };
        let sealed = [("access_sealed", &pair.access_sealed), ("refresh_sealed", &pair.refresh_sealed)];
        let Some((column, _)) = sealed.iter().find(|(_, sealed)| self.0.core.seal.unseal(sealed).is_err())
        else {
            return Ok(true);
        };
        pass_over(Unknown { table: "zalo_token", column, row: self.0.account.clone() }.into())?;
        Ok(false)
    }

    /// Something was pushed to us until `at`.
    pub async fn heard(&self, at: Millis) -> Result<()> {
        let mut tx = self.0.core.db.write().await?;
        inbox::set_heard(&mut tx, &self.0.account, at).await?;
        tx.commit().await
    }

    /// The link on which an administrator consents; the other half of it is kept until the answer comes.
    pub async fn begin_consent(&self, redirect: &str) -> Result<String> {
        let Core { db, seal, ids, .. } = &self.0.core;
        let asked = Asked::new(ids, self.now());
        let first = inbox::heard(db, &self.0.account).await? == 0;
        let mut tx = db.write().await?;
        store::make(&mut tx, &self.0.account).await?;
        if first {
            inbox::set_heard(&mut tx, &self.0.account, self.now()).await?;
        }
        store::set_asked(&mut tx, &self.0.account, &seal.seal(&serde_json::to_string(&asked)?)).await?;
        tx.commit().await?;
        Ok(asked.link(&self.0.oauth_url, &self.0.app_id, redirect))
    }

    /// The consent that is under way, if one is.
    pub async fn asked(&self) -> Result<Option<Asked>> {
        let Some(pair) = store::read(&self.0.core.db, &self.0.account).await? else { return Ok(None) };
        let kept = self.0.core.seal.unseal(&pair.asked_sealed)?;
        Ok(serde_json::from_str(&kept).ok())
    }

    /// Exchanges the code of a consent for a pair and keeps it. The error is what the platform calls it.
    pub async fn finish_consent(&self, asked: &Asked, code: &str) -> Result<(), consent::Refusal> {
        let form = [
            ("code", code),
            ("app_id", &self.0.app_id),
            ("grant_type", "authorization_code"),
            ("code_verifier", &asked.verifier),
        ];
        match self.post(&form).await {
            Answer::New { access, refresh, life } => {
                // Consent given now counts, whatever happened to the old pair meanwhile.
                loop {
                    let pair = self.read().await.map_err(|_| consent::Refusal::Away)?;
                    let stored = self.store(pair.generation, &access, &refresh, life).await;
                    if stored.map_err(|_| consent::Refusal::Away)? {
                        return Ok(());
                    }
                }
            }
            Answer::Refused(name) | Answer::App(name) => Err(consent::Refusal::Named(name)),
            Answer::NotPresented | Answer::Unknown => Err(consent::Refusal::Away),
        }
    }

    /// True when the settings hold a token that was not taken in yet.
    fn takes_settings(&self, pair: &Pair) -> bool {
        self.settings_key().is_some_and(|key| key != pair.settings_key)
    }

    fn settings_key(&self) -> Option<String> {
        self.0.first.as_ref().map(|token| self.0.core.seal.mark_of("refresh_token", token.expose()))
    }

    /// The row as it is now; made if it is missing, and given the token of the settings if it has no other.
    async fn read(&self) -> Result<Pair, Trouble> {
        self.row().await.map_err(|_| {
            tracing::warn!(account = self.0.account, "the database did not give the tokens");
            Trouble::Away
        })
    }

    async fn row(&self) -> Result<Pair> {
        let Core { db, seal, .. } = &self.0.core;
        loop {
            let found = store::read(db, &self.0.account).await?;
            match found {
                Some(pair) if pair.state == "good" || !self.takes_settings(&pair) => return Ok(pair),
                Some(pair) => {
                    let token = self.0.first.as_ref().map(Secret::expose).unwrap_or_default();
                    let new = Pair {
                        state: "good".into(),
                        access_sealed: String::new(),
                        refresh_sealed: seal.seal(token),
                        issued_at: 0,
                        expires_at: 0,
                        settings_key: self.settings_key().unwrap_or_default(),
                        ..pair
                    };
                    let mut tx = db.write().await?;
                    store::put(&mut tx, &self.0.account, new.generation, &new).await?;
                    tx.commit().await?;
                }
                None => {
                    let mut tx = db.write().await?;
                    store::make(&mut tx, &self.0.account).await?;
                    // What was written before we came is not ours to answer.
                    inbox::set_heard(&mut tx, &self.0.account, self.now()).await?;
                    tx.commit().await?;
                }
            }
        }
    }

    /// The access token of a row, unless it is over; it is remembered.
    fn usable(&self, pair: &Pair) -> Result<Option<String>, Trouble> {
        if pair.state != "good" {
            *self.0.held.lock().unwrap_or_else(PoisonError::into_inner) = None;
            return Err(Trouble::Consent);
        }
        if pair.access_sealed.is_empty() || self.now() + MARGIN >= pair.expires_at {
            return Ok(None);
        }
        // A row that does not open was sealed with another key: the program refuses to start on such a database.
        let access = self.0.core.seal.unseal(&pair.access_sealed).map_err(|_| Trouble::Away)?;
        let held = Held { access: access.clone(), expires_at: pair.expires_at };
        *self.0.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(held);
        Ok(Some(access))
    }

    /// Gets a new pair in the place of the one of `generation`. In a task of its own: whoever stops waiting must not
    /// leave a spent token behind.
    async fn renew(&self, generation: i64) -> Result<String, Trouble> {
        let keeper = self.clone();
        tokio::spawn(async move { keeper.renewal(generation).await }).await.unwrap_or(Err(Trouble::Away))
    }

    async fn renewal(&self, generation: i64) -> Result<String, Trouble> {
        let clock = &self.0.core.clock;
        let _alone = self.0.renewing.lock().await;
        let deadline = clock.tick() + WAIT;
        loop {
            let pair = self.read().await?;
            if pair.generation != generation
                && let Some(access) = self.usable(&pair)?
            {
                return Ok(access);
            }
            if pair.state != "good" {
                return Err(Trouble::Consent);
            }
            let now = self.now();
            if pair.held_until > now {
                if clock.tick() > deadline {
                    return Err(Trouble::Away);
                }
                tokio::time::sleep(GLANCE).await;
                continue;
            }
            if pair.presented >= MOST_PRESENTED {
                tracing::error!(
                    account = self.0.account,
                    "the refresh token may be spent and was tried once more: an administrator has to consent again"
                );
                self.lose(pair.generation).await.map_err(|_| Trouble::Away)?;
                return Err(Trouble::Consent);
            }
            if clock.tick() < *self.0.paused.lock().unwrap_or_else(PoisonError::into_inner) {
                return Err(Trouble::Away);
            }
            let Ok(refresh) = self.0.core.seal.unseal(&pair.refresh_sealed) else {
                return Err(Trouble::Away);
            };
            crash::point("token-due");
            let holder = self.0.core.ids.id();
            if !self.mark(pair.generation, &holder, now).await.map_err(|_| Trouble::Away)? {
                continue;
            }
            crash::point("token-marked");
            return self.present(pair.generation, &holder, &refresh).await;
        }
    }

    async fn mark(&self, generation: i64, holder: &str, now: Millis) -> Result<bool> {
        let mut tx = self.0.core.db.write().await?;
        let held = (holder, now, now + HELD);
        let marked = store::mark(&mut tx, &self.0.account, generation, MOST_PRESENTED, held).await?;
        tx.commit().await?;
        Ok(marked)
    }

    /// Presents a token that is marked, and keeps what comes.
    async fn present(&self, generation: i64, holder: &str, refresh: &str) -> Result<String, Trouble> {
        let form =
            [("refresh_token", refresh), ("app_id", self.0.app_id.as_str()), ("grant_type", "refresh_token")];
        let answer = self.post(&form).await;
        if matches!(answer, Answer::New { .. }) {
            crash::point("token-answered");
        }
        match answer {
            Answer::New { access, refresh, life } => {
                let mut told = false;
                // Nothing else may happen with it before it is on disk, however long that takes.
                while self.store(generation, &access, &refresh, life).await.is_err() {
                    if !std::mem::replace(&mut told, true) {
                        tracing::error!(
                            account = self.0.account,
                            "a new pair of tokens cannot be written down; do not stop the program"
                        );
                    }
                    tokio::time::sleep(GLANCE).await;
                }
                crash::point("token-stored");
                tracing::info!(account = self.0.account, "the tokens were renewed");
                let pair = self.read().await?;
                self.usable(&pair)?.ok_or(Trouble::Away)
            }
            Answer::Refused(name) => {
                tracing::error!(
                    account = self.0.account,
                    error = name,
                    "the platform does not take the refresh token: an administrator has to consent again"
                );
                self.lose(generation).await.map_err(|_| Trouble::Away)?;
                Err(Trouble::Consent)
            }
            Answer::App(name) => {
                tracing::error!(
                    account = self.0.account,
                    error = name,
                    "the platform does not take the app (app_id, app_secret, or it is switched off)"
                );
                self.let_go(holder, true).await;
                Err(Trouble::App(name))
            }
            Answer::NotPresented => {
                self.let_go(holder, true).await;
                Err(Trouble::Away)
            }
            Answer::Unknown => {
                let until = self.0.core.clock.tick() + PAUSE;
                *self.0.paused.lock().unwrap_or_else(PoisonError::into_inner) = until;
                self.let_go(holder, false).await;
                Err(Trouble::Away)
            }
        }
    }

    /// False when another pair has come meanwhile.
    async fn store(&self, generation: i64, access: &str, refresh: &str, life: Millis) -> Result<bool> {
        let seal = &self.0.core.seal;
        let now = self.now();
        let new = Pair {
            state: "good".into(),
            generation,
            access_sealed: seal.seal(access),
            refresh_sealed: seal.seal(refresh),
            issued_at: now,
            expires_at: now + life,
            presented: 0,
            held_until: 0,
            settings_key: String::new(),
            asked_sealed: String::new(),
        };
        let mut tx = self.0.core.db.write().await?;
        let stored = store::put(&mut tx, &self.0.account, generation, &new).await?;
        tx.commit().await?;
        Ok(stored)
    }

    async fn let_go(&self, holder: &str, unspent: bool) {
        let done = async {
            let mut tx = self.0.core.db.write().await?;
            store::let_go(&mut tx, &self.0.account, holder, unspent).await?;
            tx.commit().await
        };
        if done.await.is_err() {
            // Stricter than needed: it then counts as presented, and the row is free again within 20 s.
            tracing::warn!(
                account = self.0.account,
                "that a token was not presented could not be written down"
            );
        }
    }

    async fn lose(&self, generation: i64) -> Result<()> {
        *self.0.held.lock().unwrap_or_else(PoisonError::into_inner) = None;
        let mut tx = self.0.core.db.write().await?;
        store::lose(&mut tx, &self.0.account, generation).await?;
        tx.commit().await
    }

    /// One request to the token endpoint. Neither the request nor the answer is ever logged.
    async fn post(&self, form: &[(&str, &str)]) -> Answer {
        let url = format!("{}/v4/oa/access_token", self.0.oauth_url);
        let body = form_encoded(form);
        let request = self.0.http.post(url).timeout(WAIT).header("secret_key", self.0.app_secret.expose());
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(body);
        // What is presented is worth as much as what comes for it.
        let presented = form.iter().filter(|(key, _)| PRESENTED.contains(key)).map(|(_, value)| *value);
        let secrets = Secrets::of([self.0.app_secret.expose()].into_iter().chain(presented));
        match http::send(request, &secrets).await {
            Ok(response) => understand(&response),
            Err(failure) => failure.into(),
        }
    }
}

impl From<Failure> for Answer {
    fn from(failure: Failure) -> Answer {
        match failure {
            Failure::NotSent | Failure::Busy(_) | Failure::TooLarge => Answer::NotPresented,
            Failure::Uncertain | Failure::Endless => Answer::Unknown,
        }
    }
}

/// What the token endpoint says. Refusals come with HTTP 200 as well.
fn understand(response: &Response) -> Answer {
    let body = &response.body;
    let text = |key: &str| body[key].as_str().filter(|t| !t.is_empty()).map(str::to_owned);
    if let (Some(access), Some(refresh)) = (text("access_token"), text("refresh_token")) {
        let seconds = number(&body["expires_in"]).filter(|s| *s > 0).unwrap_or(3600);
        return Answer::New { access, refresh, life: seconds.saturating_mul(1000) };
    }
    let code = number(&body["error"]).or_else(|| number(&body["error_code"])).unwrap_or(0);
    let name = text("error_name").or_else(|| text("error_description")).or_else(|| text("message"));
    let name = name.unwrap_or_else(|| code.to_string());
    match code {
        // Over the limit of the minute.
        -32 => Answer::NotPresented,
        // The app itself, or the address of the callback (zalo.md 2.3).
        -14002 | -14003 => Answer::App(name),
        // What answers a request without the app's secret.
        404 => Answer::App(name),
        0 if response.status == 404 => Answer::App("empty api".into()),
        0 => response.strange().into(),
        // A mistake of the operator's, which must not cost the consent.
        _ if ["secret", "app_id", "app id", "application"]
            .iter()
            .any(|w| name.to_lowercase().contains(w)) =>
        {
            Answer::App(name)
        }
        _ => Answer::Refused(name),
    }
}

/// A number that may be written as a text.
pub(super) fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

fn form_encoded(form: &[(&str, &str)]) -> String {
    let mut url = reqwest::Url::parse("http://form.invalid/").expect("a constant address is one");
    url.query_pairs_mut().extend_pairs(form);
    url.query().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn heard(status: u16, body: Value) -> Response {
        Response { status, retry_after: None, body }
    }

    #[test]
    fn the_life_of_a_token_is_read_as_text_or_number() {
        for life in [json!("90000"), json!(90000)] {
            let body = json!({"access_token": "a", "refresh_token": "r", "expires_in": life});
            let Answer::New { life, .. } = understand(&heard(200, body)) else { panic!("no pair") };
            assert_eq!(life, 90_000_000);
        }
    }

    #[test]
    fn only_an_answer_about_the_token_itself_costs_the_consent() {
        let refused = |status, body: Value| match understand(&heard(status, body)) {
            Answer::New { .. } => "new",
            Answer::Refused(_) => "refused",
            Answer::App(_) => "app",
            Answer::NotPresented => "not presented",
            Answer::Unknown => "unknown",
        };
        assert_eq!(refused(200, json!({"error": -14014, "error_name": "Invalid refresh token"})), "refused");
        assert_eq!(refused(200, json!({"error": "-118", "error_name": "Invalid refresh token"})), "refused");
        assert_eq!(refused(200, json!({"error": -14002, "error_name": "Invalid app id"})), "app");
        assert_eq!(refused(200, json!({"error": -14009, "error_name": "Invalid secret key"})), "app");
        assert_eq!(refused(404, json!({"error": 404, "message": "empty api"})), "app");
        assert_eq!(refused(200, json!({"error": -32})), "not presented");
        assert_eq!(refused(302, Value::Null), "not presented");
        assert_eq!(refused(502, Value::Null), "unknown");
        assert_eq!(refused(200, Value::Null), "unknown");
        assert_eq!(refused(200, json!({"access_token": "a"})), "unknown");
    }

    #[test]
    fn a_form_is_encoded() {
        assert_eq!(form_encoded(&[("a", "b c&d"), ("e", "+")]), "a=b+c%26d&e=%2B");
    }
}
