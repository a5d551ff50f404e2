//! The key that lives outside the database: it seals what must not be read from a copy of the
//! database, and turns accounts and codes into keys that cannot be turned back without it.

use crate::failure::refused;
use crate::ids::{Ids, PersonKey};
use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as B64;
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

/// Seals, unseals and names; cheap to clone.
#[derive(Clone)]
pub struct Seal(Arc<Keys>);

struct Keys {
    cipher: XChaCha20Poly1305,
    names: [u8; 32],
    ids: Ids,
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal(***)")
    }
}

fn hmac(key: &[u8], parts: &[&str]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        // The length first, so that ("ab","c") and ("a","bc") differ.
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().into()
}

impl Seal {
    /// From 32 secret bytes.
    pub fn new(secret: &[u8; 32], ids: Ids) -> Seal {
        let cipher = XChaCha20Poly1305::new(&hmac(secret, &["seal"]).into());
        Seal(Arc::new(Keys { cipher, names: hmac(secret, &["names"]), ids }))
    }

    /// From the key file; makes it (mode 0600) when it is not there yet.
    pub fn open(path: &Path, ids: Ids) -> Result<Seal> {
        if !path.exists() {
            let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
            let mut file = made.with_context(|| format!("cannot make the sealing key {}", path.display()))?;
            writeln!(file, "{}", B64.encode(ids.bytes::<32>()))?;
            file.sync_all()?;
        }
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read the sealing key {}", path.display()))?;
        Seal::from_text(&text, ids).ok_or_else(|| {
            refused(format!(
                "{}: not a sealing key of loaban (43 characters of base64); put the right file back",
                path.display()
            ))
        })
    }

    /// From the key as it is written: 43 characters of base64.
    pub fn from_text(text: &str, ids: Ids) -> Option<Seal> {
        let text = text.trim().trim_end_matches('=').replace('-', "+").replace('_', "/");
        let secret = <[u8; 32]>::try_from(B64.decode(text).ok()?).ok()?;
        Some(Seal::new(&secret, ids))
    }

    /// Seals a text: base64 of nonce and ciphertext.
    pub fn seal(&self, text: &str) -> String {
        let nonce: [u8; 24] = self.0.ids.bytes();
        let nonce = XNonce::from(nonce);
        let sealed = self
            .0
            .cipher
            .encrypt(&nonce, text.as_bytes())
            .expect("a text of any length we hold can be sealed");
        B64.encode([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`Seal::seal`] made; "" opens to "".
    pub fn unseal(&self, sealed: &str) -> Result<String> {
        if sealed.is_empty() {
            return Ok(String::new());
        }
        let bytes = B64.decode(sealed)?;
        let (nonce, rest) = bytes.split_at_checked(24).context("a sealed value is cut short")?;
        let nonce = XNonce::try_from(nonce).context("a sealed value is cut short")?;
        let plain = self.0.cipher.decrypt(&nonce, rest);
        let plain = plain.map_err(|_| {
            refused("a sealed value does not open: is this the sealing key of this database?")
        })?;
        Ok(String::from_utf8(plain)?)
    }

    /// The key of a person: the same for the same account and address, and telling nothing of them.
    pub fn person_key(&self, account: &str, address: &str) -> PersonKey {
        hex::encode(&hmac(&self.0.names, &["person", account, address])[..16]).into()
    }

    /// What is kept of a person who had everything deleted: the same for the same key, and telling nothing of it.
    pub fn erasure_key(&self, key: &PersonKey) -> String {
        hex::encode(&hmac(&self.0.names, &["erased", key])[..16])
    }

    /// The key under which a one-time code is kept.
    pub fn code_key(&self, code: &str) -> String {
        hex::encode(&hmac(&self.0.names, &["code", &code.to_uppercase()])[..16])
    }

    /// Tells keys apart without telling the key.
    pub fn fingerprint(&self) -> String {
        hex::encode(&hmac(&self.0.names, &["fingerprint"])[..8])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    #[test]
    fn what_is_sealed_opens_with_the_same_key_only() {
        let ids = Ids::seeded(Clock::standing(0), 1);
        let (a, b) = (Seal::new(&[1; 32], ids.clone()), Seal::new(&[2; 32], ids));
        let sealed = a.seal("tôi muốn hỏi");
        assert_eq!(a.unseal(&sealed).unwrap(), "tôi muốn hỏi");
        assert!(b.unseal(&sealed).is_err());
        assert_ne!(sealed, a.seal("tôi muốn hỏi"));
        assert_ne!(a.person_key("tg", "1"), b.person_key("tg", "1"));
    }

    #[test]
    fn the_key_file_is_private_and_stays_the_same() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("loaban.key");
        let ids = Ids::seeded(Clock::standing(0), 1);
        let first = Seal::open(&path, ids.clone()).unwrap().fingerprint();
        assert_eq!(Seal::open(&path, ids).unwrap().fingerprint(), first);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
