//! The one HTTP client of all platforms, the one rule of what a failed request means, and the one comparison of
//! secrets.

use super::{Outcome, Reason};
use anyhow::Result;
use serde_json::Value;
use std::time::Duration;
use subtle::ConstantTimeEq;

/// A connection that is not there after so long will not be.
const CONNECT: Duration = Duration::from_secs(5);

/// The client. `idle` connections are kept open.
pub(super) fn client(idle: usize) -> Result<reqwest::Client> {
    Ok(reqwest::Client::builder()
        .connect_timeout(CONNECT)
        // No platform redirects; whoever does would be handed the token.
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .pool_max_idle_per_host(idle)
        .build()?)
}

/// A request that brought back nothing of the platform's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// It surely did not reach the platform.
    NotSent,
    /// It may have reached the platform.
    Uncertain,
    /// Too much at once; nothing was taken. So long to wait, if that was said.
    Busy(Option<Duration>),
    /// Too large for whoever stands in front of the platform; nothing was taken.
    TooLarge,
}

impl Failure {
    /// What that means for a message. `pause`: how long to wait when nobody says it.
    pub(super) fn outcome(self, pause: Duration) -> Outcome {
        match self {
            Failure::NotSent => Outcome::Retry { after: None, unreachable: true },
            Failure::Uncertain => Outcome::Unknown(Reason::NoAnswer),
            Failure::Busy(after) => {
                Outcome::Retry { after: Some(after.unwrap_or(pause)), unreachable: false }
            }
            Failure::TooLarge => Outcome::Refused(Reason::Content),
        }
    }
}

/// What came back.
#[derive(Debug, PartialEq)]
pub(super) struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The header of that name, in seconds.
    pub retry_after: Option<u64>,
    /// The body; null when it is no JSON.
    pub body: Value,
}

impl Response {
    /// For an answer that does not look like the platform's: somebody in front of it gave it. A server's error, or a
    /// success that is none, may hide a message that was taken; so may a time that ran out. A redirect or a refusal
    /// does not, and says nothing about the chat or the token.
    pub(super) fn strange(&self) -> Failure {
        match self.status {
            413 => Failure::TooLarge,
            429 => Failure::Busy(self.retry_after.map(Duration::from_secs)),
            408 => Failure::Uncertain,
            300..=499 => Failure::NotSent,
            _ => Failure::Uncertain,
        }
    }
}

/// Sends a request and waits for the whole answer. What went wrong is told by its kind alone: the text of an error may
/// hold the address, and the address the token.
pub(super) async fn send(request: reqwest::RequestBuilder) -> Result<Response, Failure> {
    let response = request
        .send()
        .await
        .map_err(|e| if e.is_connect() || e.is_builder() { Failure::NotSent } else { Failure::Uncertain })?;
    let status = response.status().as_u16();
    let header = response.headers().get("retry-after");
    let retry_after = header.and_then(|value| value.to_str().ok()?.parse().ok());
    let text = response.text().await.map_err(|_| Failure::Uncertain)?;
    Ok(Response { status, retry_after, body: serde_json::from_str(&text).unwrap_or_default() })
}

/// Whether two secrets are the same; takes as long for any wrong one of the same length.
pub(super) fn same(given: &str, secret: &str) -> bool {
    given.as_bytes().ct_eq(secret.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    /// Whoever asks here gets these bytes and an end; no bytes: only the end.
    async fn answers(bytes: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (mut wire, _) = listener.accept().await.unwrap();
            let _ = wire.read(&mut [0; 1024]).await;
            let _ = wire.write_all(bytes.as_bytes()).await;
        });
        format!("http://{address}/bot1:secret/getMe")
    }

    async fn ask(url: &str) -> Result<Response, Failure> {
        send(client(1).unwrap().get(url)).await
    }

    #[tokio::test]
    async fn a_request_that_failed_says_whether_it_may_have_arrived() {
        let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        assert_eq!(ask(&format!("http://{free}/")).await, Err(Failure::NotSent));
        assert_eq!(ask("no address").await, Err(Failure::NotSent));
        assert_eq!(ask(&answers("").await).await, Err(Failure::Uncertain));
        let cut = "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"ok\":";
        assert_eq!(ask(&answers(cut).await).await, Err(Failure::Uncertain));
        let busy = "HTTP/1.1 429 x\r\nretry-after: 7\r\ncontent-length: 2\r\n\r\nno";
        let heard = ask(&answers(busy).await).await.unwrap();
        assert_eq!((heard.retry_after, &heard.body), (Some(7), &Value::Null));
        // Whoever redirects is not followed.
        let away = "HTTP/1.1 302 x\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n";
        assert_eq!(ask(&answers(away).await).await.unwrap().status, 302);
    }

    #[test]
    fn whoever_stands_in_front_of_the_platform_is_understood() {
        let meaning = |status, retry_after| Response { status, retry_after, body: Value::Null }.strange();
        let seven = Some(Duration::from_secs(7));
        for (status, retry_after, failure) in [
            (200, None, Failure::Uncertain),
            (302, None, Failure::NotSent),
            (401, None, Failure::NotSent),
            (403, None, Failure::NotSent),
            (404, None, Failure::NotSent),
            (408, None, Failure::Uncertain),
            (413, None, Failure::TooLarge),
            (429, Some(7), Failure::Busy(seven)),
            (429, None, Failure::Busy(None)),
            (500, None, Failure::Uncertain),
            (502, Some(7), Failure::Uncertain),
            (504, None, Failure::Uncertain),
        ] {
            assert_eq!(meaning(status, retry_after), failure, "{status}");
        }
        let pause = Duration::from_secs(3);
        let retry = |after, unreachable| Outcome::Retry { after, unreachable };
        for (failure, outcome) in [
            (Failure::NotSent, retry(None, true)),
            (Failure::Uncertain, Outcome::Unknown(Reason::NoAnswer)),
            (Failure::Busy(seven), retry(seven, false)),
            (Failure::Busy(None), retry(Some(pause), false)),
            (Failure::TooLarge, Outcome::Refused(Reason::Content)),
        ] {
            assert_eq!(failure.outcome(pause), outcome, "{failure:?}");
        }
    }

    #[test]
    fn secrets_are_the_same_only_when_all_of_them_is() {
        assert!(same("", "") && same("s3", "s3"));
        for (given, secret) in [("s3", "s4"), ("s", "s3"), ("s33", "s3"), ("", "s3"), ("S3", "s3")] {
            assert!(!same(given, secret), "{given} {secret}");
        }
    }
}
