//! How the platform calls a file: by its kind, and by ids that say whose they are.

use super::types::Kind;

pub(super) fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Voice => "voice",
        Kind::Photo => "photo",
        Kind::Audio => "audio",
        Kind::Document => "document",
        Kind::Sticker => "sticker",
        Kind::Service => "service",
    }
}

/// A `file_id` belongs to one bot and one type, as on the platform, and is as long as the real ones.
pub(super) fn file_id(kind: Kind, bot: i64, index: usize) -> String {
    let prefix = match kind {
        Kind::Voice => "AwAC",
        Kind::Photo => "AgAC",
        Kind::Audio => "CQAC",
        Kind::Sticker => "CAAC",
        _ => "BQAC",
    };
    format!("{prefix}AgUAAxkBAAIstandin{bot:016x}-{index:08x}wADHgQADAADpPYuNgQAB")
}

pub(super) fn parse_file_id(id: &str) -> Option<(i64, usize)> {
    let (_, tail) = id.split_once("standin")?;
    let bot = i64::from_str_radix(tail.get(..16)?, 16).ok()?;
    Some((bot, usize::from_str_radix(tail.get(17..25)?, 16).ok()?))
}

/// `file_unique_id`: the same for every bot.
pub(super) fn unique_id(index: usize) -> String {
    format!("AgADstandin{index:08x}")
}

pub(super) fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Voice => "VoiceNote",
        Kind::Photo => "Photo",
        Kind::Audio => "Audio",
        Kind::Sticker => "Sticker",
        _ => "Document",
    }
}
