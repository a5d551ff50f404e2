//! Fetching what a person sent. Where it lies is said by an update, which is somebody else's word: only the platform's
//! own hosts are asked, over TLS, without following anywhere else, and only for so much.

use super::Lost;
use super::heard::Secrets;
use anyhow::{Result, bail};
use std::time::Duration;

/// Nobody speaks for longer than what fits here.
pub(super) const MOST: usize = 20 << 20;
const WAIT: Duration = Duration::from_secs(120);

/// The bytes at an address, which an update gave; `secrets` are struck out of what is logged of it. `http` follows no redirect; `own` are the platform's hosts, with all below them, and
/// `api_url` is where the settings say that the platform is. [`Lost`] when they are not to be had any more.
pub(super) async fn download(
    (http, secrets): (&reqwest::Client, &Secrets),
    address: &str,
    own: &[&str],
    api_url: &str,
) -> Result<Vec<u8>> {
    if !may_fetch(address, own, api_url) {
        let host =
            reqwest::Url::parse(address).ok().and_then(|url| url.host_str().map(|host| secrets.struck(host)));
        tracing::warn!(host, "a file lies on a host that is not the platform's; it is not fetched");
        return Err(Lost.into());
    }
    let response = http.get(address).timeout(WAIT).send().await.map_err(reqwest::Error::without_url)?;
    match response.status().as_u16() {
        200..=299 => body(response).await,
        // Gone, or given to nobody any more.
        401 | 403 | 404 | 410 => Err(Lost.into()),
        other => bail!("a file could not be fetched: HTTP {other}"),
    }
}

/// The body of a download, which is [`Lost`] when it is longer than [`MOST`].
pub(super) async fn body(mut response: reqwest::Response) -> Result<Vec<u8>> {
    let mut bytes = vec![];
    while let Some(chunk) = response.chunk().await.map_err(reqwest::Error::without_url)? {
        if bytes.len() + chunk.len() > MOST {
            return Err(Lost.into());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Only the platform's hosts over TLS, or the very host that the settings name as the platform.
fn may_fetch(address: &str, own: &[&str], api_url: &str) -> bool {
    let (Ok(url), Ok(api)) = (reqwest::Url::parse(address), reqwest::Url::parse(api_url)) else {
        return false;
    };
    if !url.username().is_empty() || url.password().is_some() {
        return false;
    }
    let same = url.scheme() == api.scheme()
        && url.host_str() == api.host_str()
        && url.port_or_known_default() == api.port_or_known_default();
    let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
    let own = own.iter().any(|own| host == *own || host.ends_with(&format!(".{own}")));
    same || own && url.scheme() == "https" && url.port().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_platforms_own_hosts_are_asked() {
        let may = |address: &str| may_fetch(address, &["zdn.vn"], "https://openapi.zalo.me/x");
        for good in ["https://voice.zdn.vn/x/1.aac?a=b", "https://zdn.vn/1.amr", "https://openapi.zalo.me/f"]
        {
            assert!(may(good), "{good}");
        }
        for bad in [
            "http://voice.zdn.vn/1.aac",
            "https://voice.zdn.vn:8443/1.aac",
            "https://voice.zdn.vn@169.254.169.254/",
            "https://u:p@voice.zdn.vn/1.aac",
            "https://evilzdn.vn/1.aac",
            "https://zdn.vn.example.com/1.aac",
            "https://127.0.0.1/1.aac",
            "https://[::1]/1.aac",
            "http://openapi.zalo.me/f",
            "file:///etc/passwd",
            "1.aac",
            "",
        ] {
            assert!(!may(bad), "{bad}");
        }
        // A stand-in on loopback is asked, and nobody else on that machine.
        let near = |address: &str| may_fetch(address, &["zdn.vn"], "http://127.0.0.1:4000/base");
        assert!(near("http://127.0.0.1:4000/media/1.aac"));
        assert!(!near("http://127.0.0.1:5432/media/1.aac") && !near("http://127.0.0.2:4000/media/1.aac"));
    }
}
