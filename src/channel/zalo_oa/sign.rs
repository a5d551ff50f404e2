//! The signature of a webhook: a plain SHA-256 over the app's id, the bytes as they came, the timestamp inside
//! them and the OA Secret Key (zalo.md 2.9). Not an HMAC, and not over JSON that was written anew.

use crate::channel::http::same;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The signature of a body, 64 hex digits.
pub fn mac(app_id: &str, body: &[u8], timestamp: &str, key: &str) -> String {
    let parts = [app_id.as_bytes(), body, timestamp.as_bytes(), key.as_bytes()];
    hex::encode(Sha256::digest(parts.concat()))
}

/// The `timestamp` of a body as it stands there, a text or a number.
pub fn timestamp(body: &Value) -> String {
    match &body["timestamp"] {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// True when the header (`mac=…`, or the bare digits) is the signature. Takes as long for any wrong one.
pub fn is_genuine(header: &str, app_id: &str, body: &[u8], timestamp: &str, key: &str) -> bool {
    let given = header.trim();
    let given = given.strip_prefix("mac=").unwrap_or(given).to_ascii_lowercase();
    let right = mac(app_id, body, timestamp, key);
    same(&given, &right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const APP: &str = "4100000000000000001";
    const KEY: &str = "oaSecretKeyForTests01";

    #[test]
    fn the_signature_is_the_platforms() {
        let body = br#"{"event_name":"user_send_text","timestamp":"1795392000123"}"#;
        let right = "e601bef2f49de076cd6902b4280da9cd71905ad81eb8bf8d0386849aafa280f5";
        assert_eq!(mac(APP, body, "1795392000123", KEY), right);
        let longer = "{\"app_id\":\"4100000000000000001\",\"user_id_by_app\":\"7300000000000000001\",\"event_name\":\"user_send_text\",\"timestamp\":\"1795392000123\",\"sender\":{\"id\":\"5500000000000000001\"},\"recipient\":{\"id\":\"2900000000000000001\"},\"message\":{\"msg_id\":\"0a1b2c3d4e5f60718293\",\"text\":\"Bao giờ tiêm vắc xin?\"}}";
        let right = "5ae582678b71e04647c6b63da817b7a0b20aa3ae4c3c9a940fccb58745a6771d";
        assert_eq!(mac(APP, longer.as_bytes(), "1795392000123", KEY), right);
        let same = |header: &str| is_genuine(header, APP, longer.as_bytes(), "1795392000123", KEY);
        assert!(same(&format!("mac={right}")) && same(right) && same(&right.to_uppercase()));
        assert!(!same("") && !same("mac=") && !same(&right[..63]));
    }

    proptest! {
        #[test]
        fn one_changed_byte_is_noticed(at in 0usize..40, to in any::<u8>()) {
            let body = br#"{"event_name":"x","timestamp":"17953920"}"#.to_vec();
            let header = format!("mac={}", mac(APP, &body, "17953920", KEY));
            let mut other = body.clone();
            other[at] = to;
            prop_assert_eq!(is_genuine(&header, APP, &other, "17953920", KEY), other == body);
        }
    }
}
