//! An administrator's consent (OAuth v4 with PKCE): the link, and what comes back.

use crate::clock::Millis;
use crate::ids::Ids;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Why a consent did not end with tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The platform says no, in its own words (`error_name`).
    Named(String),
    /// It was not reached, or the database was not.
    Away,
}

/// A consent that is under way: what only we know, and how its answer is recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// 43 characters; the link carries its hash only.
    pub verifier: String,
    /// Comes back unchanged.
    pub state: String,
    /// When it was asked.
    pub at: Millis,
}

impl Asked {
    pub(super) fn new(ids: &Ids, now: Millis) -> Asked {
        // 32 bytes are 43 characters.
        let verifier = URL_SAFE_NO_PAD.encode(ids.bytes::<32>());
        Asked { verifier, state: URL_SAFE_NO_PAD.encode(ids.bytes::<12>()), at: now }
    }

    /// Where the administrator says yes.
    pub(super) fn link(&self, oauth_url: &str, app_id: &str, redirect: &str) -> String {
        let pairs = [
            ("app_id", app_id),
            ("redirect_uri", redirect),
            ("code_challenge", &challenge(&self.verifier)),
            ("state", &self.state),
        ];
        let base = format!("{oauth_url}/v4/oa/permission");
        match reqwest::Url::parse_with_params(&base, pairs) {
            Ok(url) => url.into(),
            Err(_) => base,
        }
    }
}

/// Base64url without padding of the raw SHA-256 (RFC 7636).
fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
}

/// What the administrator pasted: the whole callback address, its query, or the bare code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pasted {
    /// The code; empty when there is none.
    pub code: String,
    /// The state, if an address was pasted.
    pub state: Option<String>,
    /// The account that consented, if an address was pasted.
    pub oa_id: Option<String>,
}

impl Pasted {
    /// Reads what was pasted.
    pub fn read(text: &str) -> Pasted {
        let text = text.trim().trim_matches(['"', '\'', '<', '>']);
        let query = match text.split_once('?') {
            Some((_, query)) => query,
            None if text.contains("code=") => text,
            None if text.contains("://") || text.contains(char::is_whitespace) => "",
            None => return Pasted { code: text.to_owned(), ..Pasted::default() },
        };
        let query = query.split('#').next().unwrap_or_default();
        let Ok(url) = reqwest::Url::parse(&format!("http://callback.invalid/?{query}")) else {
            return Pasted::default();
        };
        let value = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, v)| v.into_owned());
        Pasted { code: value("code").unwrap_or_default(), state: value("state"), oa_id: value("oa_id") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    #[test]
    fn the_challenge_is_that_of_the_standard() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn the_link_carries_the_hash_and_never_the_verifier() {
        let asked = Asked::new(&Ids::seeded(Clock::standing(0), 1), 5);
        assert_eq!(asked.verifier.len(), 43);
        let link = asked.link("https://oauth.zaloapp.com", "41", "https://loa.example.vn/a b");
        assert!(link.starts_with("https://oauth.zaloapp.com/v4/oa/permission?app_id=41&redirect_uri=https%3A%2F%2Floa.example.vn%2Fa+b&code_challenge="));
        assert!(link.ends_with(&format!("&state={}", asked.state)) && !link.contains(&asked.verifier));
    }

    #[test]
    fn whatever_is_pasted_is_read() {
        let address = "https://loa.example.vn/?oa_id=29&code=a%2Bb_C&state=xyz";
        let whole = Pasted { code: "a+b_C".into(), state: Some("xyz".into()), oa_id: Some("29".into()) };
        assert_eq!(Pasted::read(address), whole);
        assert_eq!(Pasted::read(&format!(" <{address}#_> \n")), whole);
        assert_eq!(Pasted::read("oa_id=29&code=a%2Bb_C&state=xyz"), whole);
        assert_eq!(Pasted::read(" Abc-123 ").code, "Abc-123");
        for nothing in ["", "https://loa.example.vn/", "https://loa.example.vn/?error=x", "tôi không biết"]
        {
            assert_eq!(Pasted::read(nothing).code, "", "{nothing}");
        }
    }
}
