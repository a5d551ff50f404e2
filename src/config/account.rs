//! The accounts: on which platform, with which secrets, how they receive.

use super::read::{Reader, Section};
use super::{Secret, words};
use crate::platform::{Capabilities, Platform};
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::de::{DeTable, DeValue};

const COMMON: &[&str] =
    &["per_second", "per_chat_per_minute", "monthly_messages", "max_groups", "max_people"];

/// The keys that an account of this platform may have.
fn keys(platform: Platform) -> Vec<&'static str> {
    let own: &[&str] = match platform {
        Platform::Telegram | Platform::ZaloBot => {
            &["name", "platform", "token", "api_url", "receive", "webhook_secret"]
        }
        Platform::ZaloOa => &[
            "name",
            "platform",
            "oa_id",
            "app_id",
            "app_secret",
            "webhook_key",
            "refresh_token",
            "api_url",
            "oauth_url",
            "receive",
        ],
    };
    [own, COMMON].concat()
}

/// The capabilities of each account, by name; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct CapabilitiesByAccount(Arc<BTreeMap<String, Capabilities>>);

impl CapabilitiesByAccount {
    /// Of these accounts.
    pub fn of(accounts: &[Account]) -> CapabilitiesByAccount {
        CapabilitiesByAccount(Arc::new(accounts.iter().map(|a| (a.name.clone(), a.capabilities)).collect()))
    }

    /// An account's capabilities; one that is not in the settings (any more) is taken for the poorest.
    pub fn get(&self, account: &str) -> Capabilities {
        self.0.get(account).copied().unwrap_or(Capabilities::PLAIN)
    }

    /// The accounts whose messages are counted, with the limit of a month.
    pub fn counted(&self) -> impl Iterator<Item = (&str, u32)> {
        self.0.iter().filter_map(|(name, capabilities)| Some((name.as_str(), capabilities.per_month?)))
    }
}

/// How updates arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receive {
    /// We ask the platform.
    Poll,
    /// The platform calls `/hook/<account name>`.
    Webhook,
}

/// What only an Official Account has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficialAccount {
    /// The account's id.
    pub oa_id: String,
    /// The app's id.
    pub app_id: String,
    /// The app's secret, for the token exchange.
    pub app_secret: Secret,
    /// The OA Secret Key that signs webhooks; not the app's secret.
    pub webhook_key: Secret,
    /// The first refresh token; renewed ones live, sealed, in the database. None: consent is still to be given.
    pub refresh_token: Option<Secret>,
    /// Where tokens are exchanged, without a slash at the end.
    pub oauth_url: String,
}

/// One account of one platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its name: `[a-z0-9_-]{1,32}`, unique; part of the webhook's path.
    pub name: String,
    /// Its platform.
    pub platform: Platform,
    /// The bot's token; empty for an Official Account, whose tokens are in the database.
    pub token: Secret,
    /// The platform's address, may carry a path, without a slash at the end.
    pub api_url: String,
    /// How updates arrive.
    pub receive: Receive,
    /// What the platform sends along with every webhook; always there when `receive` is `Webhook` and it is a bot.
    pub webhook_secret: Option<Secret>,
    /// The Official Account's own settings.
    pub oa: Option<OfficialAccount>,
    /// Messages a second over all chats, instead of the platform's rule.
    pub per_second: Option<u32>,
    /// Messages a minute to one chat, instead of the platform's rule.
    pub per_chat_per_minute: Option<u32>,
    /// What it can carry: the platform's rule, with `monthly_messages`, `max_groups` and `max_people` of the settings.
    pub capabilities: Capabilities,
}

impl Account {
    /// An account with the platform's defaults and without secrets.
    pub fn new(name: impl Into<String>, platform: Platform) -> Account {
        let profile = platform.profile();
        let receive = if profile.can_be_polled { Receive::Poll } else { Receive::Webhook };
        Account {
            name: name.into(),
            platform,
            token: Secret::default(),
            api_url: profile.api_url.into(),
            receive,
            webhook_secret: None,
            oa: None,
            per_second: None,
            per_chat_per_minute: None,
            capabilities: profile.capabilities,
        }
    }
}

impl Account {
    /// Which bot or Official Account of its platform this is, as far as the settings say: a bot's number stands before
    /// the colon of its token, and stays when the token is made anew.
    fn bot(&self) -> Option<(Platform, String)> {
        let id = match &self.oa {
            Some(oa) => oa.oa_id.as_str(),
            None => self.token.expose().split(':').next().unwrap_or_default(),
        };
        (!id.is_empty()).then(|| (self.platform, id.to_owned()))
    }
}

/// Every `[[account]]`. What is returned is complete only when no fault was kept.
pub fn read_all(reader: &Reader<'_>, root: &DeTable<'_>, has_public_url: bool) -> Vec<Account> {
    let Some((key, value)) = root.get_key_value("account") else { return vec![] };
    let DeValue::Array(list) = value.get_ref() else {
        reader.fault(key.span().start, words::not_accounts());
        return vec![];
    };
    let mut names: Vec<(String, usize)> = vec![];
    let mut bots: Vec<((Platform, String), usize)> = vec![];
    let mut accounts = vec![];
    for item in list.iter() {
        let DeValue::Table(table) = item.get_ref() else {
            reader.fault(item.span().start, words::not_accounts());
            continue;
        };
        let section = Section::one(reader, "[[account]]", table, item.span().start);
        let Some(account) = read(&section, has_public_url) else { continue };
        let at = section.place_of("name");
        match names.iter().find(|(name, _)| *name == account.name && !name.is_empty()) {
            Some((_, line)) => reader.fault(at, words::duplicate_name(*line)),
            None => names.push((account.name.clone(), reader.line(at))),
        }
        // The same bot twice would be handed every update twice, and send everything twice.
        if let Some(bot) = account.bot() {
            let at = section.place_of(if account.oa.is_some() { "oa_id" } else { "token" });
            match bots.iter().find(|(known, _)| *known == bot) {
                Some((_, line)) => reader.fault(at, words::same_bot(*line)),
                None => bots.push((bot, reader.line(at))),
            }
        }
        accounts.push(account);
    }
    accounts
}

fn read(section: &Section<'_>, has_public_url: bool) -> Option<Account> {
    section.require("name");
    section.require("platform");
    let name = section.parsed("name", account_name, words::bad_name).unwrap_or_default();
    let platform = section.parsed("platform", Platform::of, words::bad_platform)?;
    section.refuse_unknown(&keys(platform));
    let mut account = Account::new(name, platform);
    account.api_url = section.url("api_url").unwrap_or(account.api_url);
    let count = |key: &str| section.number(key, 1, 1_000_000_000).and_then(|n| u32::try_from(n).ok());
    account.per_second = count("per_second");
    account.per_chat_per_minute = count("per_chat_per_minute");
    account.capabilities.per_month = count("monthly_messages").or(account.capabilities.per_month);
    account.capabilities.groups = count("max_groups").or(account.capabilities.groups);
    account.capabilities.people = count("max_people").or(account.capabilities.people);
    let receive = |text: &str| match text {
        "poll" => Some(Receive::Poll),
        "webhook" => Some(Receive::Webhook),
        _ => None,
    };
    account.receive = section.parsed("receive", receive, words::bad_receive).unwrap_or(account.receive);
    if account.receive == Receive::Poll && !platform.profile().can_be_polled {
        section.fault(section.place_of("receive"), words::cannot_poll(platform.as_str()));
    }
    match platform {
        Platform::ZaloOa => {
            account.oa = Some(official(section));
        }
        Platform::Telegram | Platform::ZaloBot => {
            section.require("token");
            account.token = section.secret("token").unwrap_or_default();
            account.webhook_secret = webhook_secret(section, platform);
            if account.receive == Receive::Webhook {
                let at = section.place_of("receive");
                if !has_public_url {
                    section.fault(at, words::webhook_without_url());
                }
                if !section.has("webhook_secret") {
                    section.fault(at, words::webhook_without_secret());
                }
            }
        }
    }
    Some(account)
}

fn official(section: &Section<'_>) -> OfficialAccount {
    for key in ["oa_id", "app_id", "app_secret", "webhook_key"] {
        section.require(key);
    }
    OfficialAccount {
        oa_id: section.filled("oa_id").unwrap_or_default(),
        app_id: section.filled("app_id").unwrap_or_default(),
        app_secret: section.secret("app_secret").unwrap_or_default(),
        webhook_key: section.secret("webhook_key").unwrap_or_default(),
        refresh_token: section.secret("refresh_token"),
        oauth_url: section.url("oauth_url").unwrap_or_else(|| Platform::ZaloOa.profile().oauth_url.into()),
    }
}

/// The secret as the platform takes it.
fn webhook_secret(section: &Section<'_>, platform: Platform) -> Option<Secret> {
    let rule = platform.profile().webhook_secret;
    let (charset, fits): (&str, fn(char) -> bool) = if rule.plain {
        ("A-Z a-z 0-9 _ -", |c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
    } else {
        ("chữ không dấu, số và dấu câu ASCII, không có khoảng trắng", |c| {
            c.is_ascii_graphic()
        })
    };
    let parse = |text: &str| {
        ((rule.least..=256).contains(&text.len()) && text.chars().all(fits)).then(|| Secret::new(text))
    };
    section.parsed("webhook_secret", parse, || words::bad_webhook_secret(charset, rule.least))
}

fn account_name(text: &str) -> Option<String> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    ((1..=32).contains(&text.len()) && text.chars().all(fits)).then(|| text.to_owned())
}
