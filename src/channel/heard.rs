//! What a platform says, as it may be logged and shown: the one place where its text enters. Whoever stands in front of
//! a platform may send back what it was sent, and the address of a request holds the token.

use serde_json::Value;

/// What stands in the place of a secret.
const STRUCK: &str = "***";
/// Shorter than this it cannot be told from an ordinary word, and striking it out would spoil sentences.
const SHORTEST: usize = 8;
/// New tokens, which are taken and sealed and never shown: a platform may give the same once more.
const TAKEN: [&str; 2] = ["access_token", "refresh_token"];

/// An account's secrets, in every form in which they are struck out of what its platform says.
#[derive(Clone, Default)]
pub(super) struct Secrets(Vec<String>);

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets(***)")
    }
}

impl Secrets {
    /// These, as they are, as they stand in an address, and of a bot's token the half that is secret.
    pub(super) fn of<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Secrets {
        Secrets::default().and(secrets)
    }

    /// And these.
    pub(super) fn and<'a>(mut self, secrets: impl IntoIterator<Item = &'a str>) -> Secrets {
        for secret in secrets {
            let half = secret.split_once(':').map_or(secret, |(_, half)| half);
            let forms = [secret.to_owned(), in_address(secret), half.to_owned(), in_address(half)];
            self.0.extend(forms.into_iter().filter(|form| form.len() >= SHORTEST));
        }
        // The longest first: a part of one must not leave the rest of it standing.
        self.0.sort_by_key(|form| std::cmp::Reverse(form.len()));
        self.0.dedup();
        self
    }

    /// What a platform sent, as JSON without our secrets; null when it is no JSON.
    pub(super) fn read(&self, bytes: &[u8]) -> Value {
        let mut value = serde_json::from_slice(bytes).unwrap_or_default();
        self.strike(&mut value);
        value
    }

    /// A text without our secrets, in small letters or large.
    pub(super) fn struck(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in &self.0 {
            let mut from = 0;
            while let Some(at) = find(&text.as_bytes()[from..], secret.as_bytes()) {
                let at = from + at;
                text.replace_range(at..at + secret.len(), STRUCK);
                from = at + STRUCK.len();
            }
        }
        text
    }

    fn strike(&self, value: &mut Value) {
        match value {
            Value::String(text) if self.stands_in(text) => *text = self.struck(text),
            Value::Array(list) => list.iter_mut().for_each(|inner| self.strike(inner)),
            Value::Object(map) => {
                map.iter_mut()
                    .filter(|(key, _)| !TAKEN.contains(&key.as_str()))
                    .for_each(|(_, v)| self.strike(v));
                // The kind of an update is a key.
                let keys: Vec<String> = map.keys().filter(|key| self.stands_in(key)).cloned().collect();
                for key in keys {
                    if let Some(inner) = map.remove(&key) {
                        map.insert(self.struck(&key), inner);
                    }
                }
            }
            _ => {}
        }
    }

    fn stands_in(&self, text: &str) -> bool {
        self.0.iter().any(|secret| find(text.as_bytes(), secret.as_bytes()).is_some())
    }
}

/// Where a secret begins. Secrets are ASCII or found as they are, so a hit ends where a character does.
fn find(text: &[u8], secret: &[u8]) -> Option<usize> {
    text.windows(secret.len()).position(|part| part.eq_ignore_ascii_case(secret))
}

/// As it stands in an address or a form.
fn in_address(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    const TOKEN: &str = "4242:Token-of_the.test~bot";

    #[test]
    fn a_secret_is_struck_out_wherever_it_stands_and_however_it_is_written() {
        let secrets = Secrets::of([TOKEN, "the app's secret"]);
        let said = json!({
            "description": format!("Not Found: /bot{TOKEN}/getMe and /bot4242%3atoken-of_the.test~bot/x"),
            "list": [{ "half": "x Token-of_the.test~bot y" }, "THE APP'S SECRET", "the%20app%27s%20secret"],
            TOKEN: 1,
            "id": 4242, "name": "Bản Mẫu", "access_token": TOKEN,
        });
        let read = secrets.read(said.to_string().as_bytes());
        assert_eq!(
            read,
            json!({
                "description": "Not Found: /bot***/getMe and /bot***/x",
                "list": [{ "half": "x *** y" }, "***", "***"],
                "***": 1,
                "id": 4242, "name": "Bản Mẫu", "access_token": TOKEN,
            })
        );
        assert_eq!(secrets.read(b"<html>"), Value::Null);
        // A short one would strike out ordinary words.
        assert_eq!(Secrets::of(["ban"]).struck("ban ngày"), "ban ngày");
        assert_eq!(format!("{secrets:?}"), "Secrets(***)");
    }

    proptest! {
        #[test]
        fn no_text_keeps_a_secret(before in "\\PC{0,20}", after in "\\PC{0,20}", small in any::<bool>()) {
            let token = if small { TOKEN.to_lowercase() } else { TOKEN.to_uppercase() };
            let struck = Secrets::of([TOKEN]).struck(&format!("{before}{token}{after}{token}"));
            prop_assert!(!struck.to_lowercase().contains("token-of_the"));
            prop_assert!(struck.starts_with(&before));
        }
    }
}
