//! What is true of Telegram bots (Bot API; telegram.md 2.1 to 2.8).

use crate::platform::{Capabilities, Limits, Profile, SeenBy, WebhookSecret};
use std::time::Duration;

/// The facts.
pub const PROFILE: Profile = Profile {
    api_url: "https://api.telegram.org",
    oauth_url: "",
    can_be_polled: true,
    // Bot API, setWebhook: 1 to 256 of A-Z a-z 0-9 _ -.
    webhook_secret: WebhookSecret { least: 1, plain: true },
    capabilities: Capabilities {
        buttons: true,
        links: true,
        mention: false,
        quotes: true,
        voices: true,
        pictures: true,
        documents: true,
        // 4,096 by the Bot API; the rest is for what the client puts around a text.
        text: 4000,
        caption: 1024,
        per_month: None,
        groups: None,
        people: None,
    },
    seen_by: SeenBy::Abroad,
    // The platform's FAQ: 30 a second over all chats, 20 a minute in a group, 1 a second in a chat.
    limits: Limits { per_second: 30, per_group_minute: 20, chat_gap: Duration::from_secs(1) },
    // Files are asked for by their number, on the host of the interface.
    file_hosts: &[],
    personal: &[
        "first_name",
        "last_name",
        "username",
        "active_usernames",
        "title",
        "author_signature",
        "custom_title",
        "forward_sender_name",
        "forward_signature",
        "sender_user_name",
        "phone_number",
        "vcard",
        "contact",
        "bio",
        "email",
        "location",
        "venue",
        "users_shared",
        "user_shared",
        "passport_data",
        "order_info",
        "profile_photo",
        "language_code",
    ],
};
