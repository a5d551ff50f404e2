//! The key that lives outside the database: it seals what must not be read from a copy of the
//! database, and turns accounts and codes into keys that cannot be turned back without it.

use crate::failure::refused;
use crate::ids::{GroupId, Ids, PersonKey};
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

/// Between the name of the key that sealed a value and the value; base64 has no such letter.
const AFTER_NAME: char = '.';
/// Longer than any platform's address of a person.
const ADDRESS_BYTES: usize = 64;
/// Before the secret that stays the same when the key changes.
const STEADY: &str = "steady";

/// Seals, unseals and names; cheap to clone. The newest key of the ring seals; the older ones only read, until nothing
/// needs them ([`Seal::is_single`]).
#[derive(Clone)]
pub struct Seal(Arc<Ring>);

struct Ring {
    /// The newest first.
    keys: Vec<Key>,
    /// Tells updates and first tokens apart; the same over all keys, else one would count as new after a change.
    steady: [u8; 32],
    ids: Ids,
}

struct Key {
    secret: [u8; 32],
    cipher: XChaCha20Poly1305,
    names: [u8; 32],
    /// Eight hexadecimal digits, before each value that it sealed.
    name: String,
}

/// What somebody is known for: each has a key of its own, so that nothing joins what they do in one to what they do in
/// another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use<'a> {
    /// What they agreed to, their village, their language.
    Known,
    /// Asks in private.
    Asker,
    /// Asks and chooses in this group.
    Member(&'a GroupId),
    /// Holds a role.
    Role,
}

/// What all keys of one person come from, under one key of the ring. Stands nowhere but sealed beside the key, when
/// somebody had everything deleted. In databases of before it was the one key of a person.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Root(PersonKey);

impl Root {
    /// As it was written down.
    pub fn of(stored: &str) -> Root {
        Root(stored.into())
    }

    /// To be sealed, or to be compared with keys of before there was one for each use.
    pub fn as_old_key(&self) -> &PersonKey {
        &self.0
    }
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

fn short(hash: [u8; 32]) -> String {
    hex::encode(&hash[..16])
}

fn secret(word: &str) -> Option<[u8; 32]> {
    let word = word.trim_end_matches('=').replace('-', "+").replace('_', "/");
    B64.decode(word).ok()?.try_into().ok()
}

impl Key {
    fn new(secret: [u8; 32]) -> Key {
        let cipher = XChaCha20Poly1305::new(&hmac(&secret, &["seal"]).into());
        let names = hmac(&secret, &["names"]);
        let name = hex::encode(&hmac(&names, &["name"])[..4]);
        Key { secret, cipher, names, name }
    }

    fn fingerprint(&self) -> String {
        hex::encode(&hmac(&self.names, &["fingerprint"])[..8])
    }

    fn root(&self, account: &str, address: &str) -> Root {
        Root(short(hmac(&self.names, &["person", account, address])).into())
    }

    fn key(&self, root: &Root, of: Use<'_>) -> PersonKey {
        let parts: &[&str] = match of {
            Use::Known => &["known", &root.0],
            Use::Asker => &["asker", &root.0],
            Use::Member(group) => &["member", group, &root.0],
            Use::Role => &["role", &root.0],
        };
        short(hmac(&self.names, parts)).into()
    }

    fn open(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let (nonce, rest) = bytes.split_at_checked(24)?;
        self.cipher.decrypt(&XNonce::try_from(nonce).ok()?, rest).ok()
    }
}

impl Seal {
    /// From 32 secret bytes.
    pub fn new(secret: &[u8; 32], ids: Ids) -> Seal {
        Seal::ring(vec![Key::new(*secret)], None, ids)
    }

    fn ring(keys: Vec<Key>, steady: Option<[u8; 32]>, ids: Ids) -> Seal {
        let steady = steady.unwrap_or_else(|| keys[0].names);
        Seal(Arc::new(Ring { keys, steady, ids }))
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

    /// From keys as they are written: 43 characters of base64 each, the newest first, and after a change the word
    /// `steady` and 43 more.
    pub fn from_text(text: &str, ids: Ids) -> Option<Seal> {
        let (mut keys, mut steady) = (vec![], None);
        let mut words = text.split_whitespace();
        while let Some(word) = words.next() {
            match word {
                STEADY => steady = Some(secret(words.next()?)?),
                word => keys.push(Key::new(secret(word)?)),
            }
        }
        (!keys.is_empty() && (keys.len() == 1 || steady.is_some())).then(|| Seal::ring(keys, steady, ids))
    }

    /// The ring as it is written.
    pub fn to_text(&self) -> String {
        let mut text: String = self.0.keys.iter().map(|k| B64.encode(k.secret) + "\n").collect();
        if self.0.keys.len() > 1 || self.0.steady != self.0.keys[0].names {
            text += &format!("{STEADY} {}\n", B64.encode(self.0.steady));
        }
        text
    }

    /// The same with a new key in front: the ones so far only read.
    pub fn rotated(&self) -> Seal {
        let ring = &self.0;
        let fresh = std::iter::once(ring.ids.bytes::<32>());
        let keys = fresh.chain(ring.keys.iter().map(|k| k.secret)).map(Key::new).collect();
        Seal::ring(keys, Some(ring.steady), ring.ids.clone())
    }

    /// The same with the newest key alone.
    pub fn without_older(&self) -> Seal {
        Seal::ring(vec![Key::new(self.0.keys[0].secret)], Some(self.0.steady), self.0.ids.clone())
    }

    /// No older key is there.
    pub fn is_single(&self) -> bool {
        self.0.keys.len() == 1
    }

    /// Seals a text: the key's name, and base64 of nonce and ciphertext.
    pub fn seal(&self, text: &str) -> String {
        self.seal_bytes(text.as_bytes())
    }

    /// Seals what is no text. Opened by [`Seal::unseal_bytes`].
    pub fn seal_bytes(&self, bytes: &[u8]) -> String {
        let nonce: [u8; 24] = self.0.ids.bytes();
        let key = &self.0.keys[0];
        let sealed = key
            .cipher
            .encrypt(&XNonce::from(nonce), bytes)
            .expect("bytes of any length we hold can be sealed");
        format!("{}{AFTER_NAME}{}", key.name, B64.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// Seals an address with blanks behind it: how long an account's number is is not seen. Opened by
    /// [`Seal::unseal_address`].
    pub fn seal_address(&self, address: &str) -> String {
        self.seal(&format!("{address:ADDRESS_BYTES$}"))
    }

    /// Opens what [`Seal::seal_address`] made, or an older program.
    pub fn unseal_address(&self, sealed: &str) -> Result<String> {
        Ok(self.unseal(sealed)?.trim_end().to_owned())
    }

    /// Opens what [`Seal::seal`] made with any key of the ring, also from before keys had names; "" opens to "".
    pub fn unseal(&self, sealed: &str) -> Result<String> {
        if sealed.is_empty() {
            return Ok(String::new());
        }
        Ok(String::from_utf8(self.unseal_bytes(sealed)?)?)
    }

    /// Opens what [`Seal::seal_bytes`] made with any key of the ring.
    pub fn unseal_bytes(&self, sealed: &str) -> Result<Vec<u8>> {
        let (name, value) = match sealed.split_once(AFTER_NAME) {
            Some((name, value)) => (Some(name), value),
            None => (None, sealed),
        };
        let bytes = B64.decode(value)?;
        let mut keys = self.0.keys.iter().filter(|k| name.is_none_or(|name| name == k.name));
        keys.find_map(|key| key.open(&bytes))
            .ok_or_else(|| refused("a sealed value does not open: is this the sealing key of this database?"))
    }

    /// Begins what the newest key sealed.
    pub fn prefix(&self) -> String {
        format!("{}{AFTER_NAME}", self.0.keys[0].name)
    }

    /// The name of the newest key: it made the [`Seal::person_key`]s of now.
    pub fn name(&self) -> &str {
        &self.0.keys[0].name
    }

    /// The key of a person for one use: the same for the same account and address, and telling nothing of them.
    pub fn person_key(&self, account: &str, address: &str, of: Use<'_>) -> PersonKey {
        let key = &self.0.keys[0];
        key.key(&key.root(account, address), of)
    }

    /// What all keys of a person come from, under each key of the ring, the newest first.
    pub fn roots(&self, account: &str, address: &str) -> Vec<Root> {
        self.0.keys.iter().map(|k| k.root(account, address)).collect()
    }

    /// Every key by which this person may be known for one use: under each key of the ring, and the one key of before.
    pub fn every_key(&self, account: &str, address: &str, of: Use<'_>) -> Vec<PersonKey> {
        let under = |k: &Key| {
            let root = k.root(account, address);
            [k.key(&root, of), root.0]
        };
        self.0.keys.iter().flat_map(under).collect()
    }

    /// The same from roots that were kept.
    pub fn every_key_of(&self, roots: &[Root], of: Use<'_>) -> Vec<PersonKey> {
        let under = |root: &Root| {
            let keys = self.0.keys.iter().map(|k| k.key(root, of));
            keys.chain([root.0.clone()]).collect::<Vec<_>>()
        };
        roots.iter().flat_map(under).collect()
    }

    /// How it was written down before that somebody had everything deleted: by their one key.
    pub fn old_erasure_keys(&self, key: &PersonKey) -> Vec<String> {
        self.0.keys.iter().map(|k| short(hmac(&k.names, &["erased", key]))).collect()
    }

    /// The keys under which a one-time code may be kept; a new one under the first.
    pub fn code_keys(&self, code: &str) -> Vec<String> {
        let code = code.to_uppercase();
        self.0.keys.iter().map(|k| short(hmac(&k.names, &["code", &code]))).collect()
    }

    /// Tells something apart for ever without telling it, whatever key seals: an update, a first token.
    pub fn mark_of(&self, kind: &str, what: &str) -> String {
        short(hmac(&self.0.steady, &["person", kind, what]))
    }

    /// Tells keys apart without telling the key.
    pub fn fingerprint(&self) -> String {
        self.0.keys[0].fingerprint()
    }

    /// Whether a database that knows this fingerprint is one of ours, by any key of the ring.
    pub fn has(&self, fingerprint: &str) -> bool {
        self.0.keys.iter().any(|k| k.fingerprint() == fingerprint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    fn ids() -> Ids {
        Ids::seeded(Clock::standing(0), 1)
    }

    #[test]
    fn what_is_sealed_opens_with_the_same_key_only() {
        let (a, b) = (Seal::new(&[1; 32], ids()), Seal::new(&[2; 32], ids()));
        let sealed = a.seal("tôi muốn hỏi");
        assert_eq!(a.unseal(&sealed).unwrap(), "tôi muốn hỏi");
        assert!(b.unseal(&sealed).is_err());
        assert_ne!(sealed, a.seal("tôi muốn hỏi"));
        assert_ne!(a.person_key("tg", "1", Use::Role), b.person_key("tg", "1", Use::Role));
    }

    #[test]
    fn the_key_file_is_private_and_stays_the_same() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("loaban.key");
        let first = Seal::open(&path, ids()).unwrap().fingerprint();
        assert_eq!(Seal::open(&path, ids()).unwrap().fingerprint(), first);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    /// What one key joins, a thief of the database joins.
    #[test]
    fn one_person_has_a_key_for_each_use_and_no_two_are_alike() {
        let seal = Seal::new(&[1; 32], ids());
        let groups = [GroupId::from("g1"), GroupId::from("g2")];
        let uses = [Use::Known, Use::Asker, Use::Role, Use::Member(&groups[0]), Use::Member(&groups[1])];
        let mut keys: Vec<PersonKey> = uses.iter().map(|of| seal.person_key("tg", "1", *of)).collect();
        for (of, key) in uses.iter().zip(&keys) {
            assert_eq!(seal.person_key("tg", "1", *of), *key, "the same each time");
            assert_eq!(seal.every_key("tg", "1", *of)[0], *key);
            assert_eq!(seal.every_key_of(&seal.roots("tg", "1"), *of)[0], *key);
        }
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), uses.len());
    }

    #[test]
    fn a_new_key_seals_and_the_old_ones_read_until_they_are_dropped() {
        let old = Seal::new(&[1; 32], ids());
        // As values were sealed before keys had names.
        let nameless = old.seal("trước").split_once('.').unwrap().1.to_owned();
        let before = old.seal("cũ");
        let new = old.rotated();
        let read_back = Seal::from_text(&new.to_text(), ids()).unwrap();
        for seal in [&new, &read_back] {
            assert!(!seal.is_single());
            assert_eq!(seal.unseal(&before).unwrap(), "cũ");
            assert_eq!(seal.unseal(&nameless).unwrap(), "trước");
            assert!(seal.has(&old.fingerprint()) && seal.has(&seal.fingerprint()));
            let known = seal.every_key("tg", "1", Use::Known);
            assert!(known.contains(&old.person_key("tg", "1", Use::Known)));
            assert!(known.contains(old.roots("tg", "1")[0].as_old_key()));
            assert_eq!(seal.mark_of("event", "x"), old.mark_of("event", "x"));
            assert_eq!(seal.code_keys("ab")[1], old.code_keys("AB")[0]);
        }
        let after = new.seal("mới");
        assert!(after.starts_with(&new.prefix()) && old.unseal(&after).is_err());
        let alone = Seal::from_text(&new.without_older().to_text(), ids()).unwrap();
        assert!(alone.is_single() && alone.unseal(&before).is_err());
        assert_eq!(alone.unseal(&after).unwrap(), "mới");
        assert_eq!(alone.mark_of("event", "x"), old.mark_of("event", "x"));
        assert_eq!(alone.person_key("tg", "1", Use::Asker), new.person_key("tg", "1", Use::Asker));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in ["", "abc", "steady", "AAAA steady", &format!("{0}\n{0}", B64.encode([1; 32]))] {
            assert!(Seal::from_text(text, ids()).is_none(), "{text}");
        }
    }
}
