//! What is true of Zalo bots (zalo.md, part 1).

use crate::platform::{Capabilities, Limits, Profile, SeenBy, WebhookSecret};
use std::time::Duration;

/// The facts.
pub const PROFILE: Profile = Profile {
    api_url: "https://bot-api.zaloplatforms.com",
    oauth_url: "",
    can_be_polled: true,
    // It is sent in an HTTP header; none shorter is taken (zalo.md 1.3).
    webhook_secret: WebhookSecret { least: 8, plain: false },
    capabilities: Capabilities {
        // A group is heard by mention and by quote, and an update does not say what was quoted (zalo.md 1.7).
        mention: true,
        quotes: false,
        // zalo.md 1.8. The longest text is 2,000 of a unit that no document names, so less is sent (1.3).
        per_month: Some(3000),
        groups: Some(3),
        people: Some(50),
        ..Capabilities::PLAIN
    },
    seen_by: SeenBy::App,
    // Requests a second are not documented, so one (zalo.md 1.8).
    limits: Limits { per_second: 1, per_group_minute: 60, chat_gap: Duration::from_secs(1) },
    file_hosts: &["zdn.vn", "zadn.vn", "zalo.me", "zaloapp.com"],
    personal: &[
        "display_name",
        "full_name",
        "account_name",
        "nickname",
        "avatar_url",
        "profile_url",
        "phone",
    ],
};
