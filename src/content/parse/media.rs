//! Voices and pictures: only what every platform takes, known by looking at the bytes.

use super::Faults;
use crate::content::item::{FileRef, sha256_hex};

/// The largest voice.
pub(super) const VOICE_LIMIT_BYTES: usize = 20 << 20;
/// The largest picture: what the narrowest platform takes (an Official Account's upload of a picture, 1 MB).
pub(super) const PICTURE_LIMIT_BYTES: usize = 1_000_000;

/// A voice, if it is Opus in Ogg and not too large.
pub(super) fn voice(folder: &str, file: &str, bytes: &[u8], faults: &mut Faults<'_>) -> Option<FileRef> {
    if bytes.len() > VOICE_LIMIT_BYTES {
        faults.add(file, 1, "check-voice-large", &[("most", "20 MB")]);
        return None;
    }
    if !is_opus(bytes) {
        faults.add(file, 1, "check-voice-format", &[]);
        return None;
    }
    Some(file_ref(folder, file, bytes))
}

/// A picture, if it is PNG and not too large.
pub(super) fn picture(folder: &str, file: &str, bytes: &[u8], faults: &mut Faults<'_>) -> Option<FileRef> {
    if bytes.len() > PICTURE_LIMIT_BYTES {
        faults.add(file, 1, "check-picture-large", &[("size", &megabytes(bytes)), ("most", "1 MB")]);
        return None;
    }
    if !bytes.starts_with(b"\x89PNG\r\n\x1a\n") || bytes.get(12..16) != Some(b"IHDR") {
        faults.add(file, 1, "check-picture-format", &[]);
        return None;
    }
    Some(file_ref(folder, file, bytes))
}

/// Rounded up, with a comma as Vietnamese writes it: what is over a limit never looks as if it were at it. No file is
/// read further than the largest voice.
fn megabytes(bytes: &[u8]) -> String {
    let tenths = bytes.len().div_ceil(100_000);
    let over = if bytes.len() > VOICE_LIMIT_BYTES { ">" } else { "" };
    format!("{over}{},{} MB", tenths / 10, tenths % 10)
}

fn file_ref(folder: &str, file: &str, bytes: &[u8]) -> FileRef {
    FileRef { path: format!("{folder}/{file}"), hash: sha256_hex(bytes) }
}

/// The first page of the stream begins with an Opus header; its segment table says where (RFC 7845).
fn is_opus(bytes: &[u8]) -> bool {
    let payload = bytes.get(26).map_or(0, |segments| 27 + usize::from(*segments));
    bytes.starts_with(b"OggS") && bytes.get(payload..).is_some_and(|p| p.starts_with(b"OpusHead"))
}
