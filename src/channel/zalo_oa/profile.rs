//! What is true of Zalo Official Accounts (zalo.md, part 2).

use crate::platform::{Capabilities, Limits, Profile, SeenBy, WebhookSecret};
use std::time::Duration;

/// The facts.
pub const PROFILE: Profile = Profile {
    api_url: "https://openapi.zalo.me",
    oauth_url: "https://oauth.zaloapp.com",
    can_be_polled: false,
    // Pushes are signed; nothing is sent along.
    webhook_secret: WebhookSecret { least: 1, plain: false },
    // 2,000 characters (zalo.md 2.5), and less is sent, as to a bot of theirs.
    capabilities: Capabilities { pictures: true, ..Capabilities::PLAIN },
    seen_by: SeenBy::Managers,
    // 4,000 requests a minute for the app (zalo.md 2.10). Nothing is said of one chat: two a second at most.
    limits: Limits { per_second: 50, per_group_minute: 60, chat_gap: Duration::from_millis(500) },
    file_hosts: &["zdn.vn", "zadn.vn", "zalo.me", "zaloapp.com"],
    personal: &[
        "display_name",
        "sender_name",
        "user_alias",
        "avatar",
        "avatars",
        "big_avatar",
        "phone",
        "shared_info",
        "info",
        "full_address",
    ],
};
