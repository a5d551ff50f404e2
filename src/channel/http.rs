//! The one HTTP client of all platforms, the one rule of what a failed request means, and the one comparison of
//! secrets.

use super::heard::Secrets;
use super::{Outcome, Reason, Wait};
use anyhow::Result;
use serde_json::Value;
use std::time::Duration;
use subtle::ConstantTimeEq;

/// A connection that is not there after so long will not be.
const CONNECT: Duration = Duration::from_secs(5);
/// No platform answers a call with more. Files are fetched elsewhere, within a bound of their own.
const MOST: usize = 1 << 20;

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
    /// It reached somebody who answered with more than any platform does; none of that was looked at.
    Endless,
    /// Too much at once; nothing was taken. So long to wait, if that was said.
    Busy(Option<Wait>),
    /// Too large for whoever stands in front of the platform; nothing was taken.
    TooLarge,
}

impl Failure {
    /// What that means for a message. `pause`: how long to wait when nobody says it.
    pub(super) fn outcome(self, pause: Duration) -> Outcome {
        match self {
            Failure::NotSent => Outcome::Retry { after: None, unreachable: true },
            Failure::Uncertain | Failure::Endless => Outcome::Unknown(Reason::NoAnswer),
            Failure::Busy(after) => {
                Outcome::Retry { after: Some(after.unwrap_or(Wait::of(pause))), unreachable: false }
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
    pub retry_after: Option<Wait>,
    /// The body, without our secrets; null when it is no JSON.
    pub body: Value,
}

impl Response {
    /// For an answer that does not look like the platform's: somebody in front of it gave it. A server's error, or a
    /// success that is none, may hide a message that was taken; so may a time that ran out. A redirect or a refusal
    /// does not, and says nothing about the chat or the token.
    pub(super) fn strange(&self) -> Failure {
        match self.status {
            413 => Failure::TooLarge,
            429 => Failure::Busy(self.retry_after),
            408 => Failure::Uncertain,
            300..=499 => Failure::NotSent,
            _ => Failure::Uncertain,
        }
    }
}

/// Sends a request and waits for the whole answer, of which our secrets are struck out. What went wrong is told by its
/// kind alone: the text of an error may hold the address, and the address the token.
pub(super) async fn send(request: reqwest::RequestBuilder, secrets: &Secrets) -> Result<Response, Failure> {
    let mut response = request
        .send()
        .await
        .map_err(|e| if e.is_connect() || e.is_builder() { Failure::NotSent } else { Failure::Uncertain })?;
    let status = response.status().as_u16();
    let header = response.headers().get("retry-after");
    let retry_after = header.and_then(|value| Wait::written(value.to_str().ok()?));
    let mut bytes = vec![];
    while let Some(chunk) = response.chunk().await.map_err(|_| Failure::Uncertain)? {
        if bytes.len() + chunk.len() > MOST {
            // Whoever refuses at such length refuses all the same.
            let refused = Response { status, retry_after, body: Value::Null };
            return if (300..=499).contains(&status) { Ok(refused) } else { Err(Failure::Endless) };
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Response { status, retry_after, body: secrets.read(&bytes) })
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
    async fn answers(bytes: impl Into<String>) -> String {
        let bytes = bytes.into();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (mut wire, _) = listener.accept().await.unwrap();
            let _ = wire.read(&mut [0; 1024]).await;
            let _ = wire.write_all(bytes.as_bytes()).await;
        });
        format!("http://{address}/bot1:the-secret/getMe")
    }

    async fn ask(url: &str) -> Result<Response, Failure> {
        send(client(1).unwrap().get(url), &Secrets::of(["1:the-secret"])).await
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
        assert_eq!((heard.retry_after, &heard.body), (Some(Wait::of(Duration::from_secs(7))), &Value::Null));
        // Whoever redirects is not followed.
        let away = "HTTP/1.1 302 x\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n";
        assert_eq!(ask(&answers(away).await).await.unwrap().status, 302);
    }

    #[tokio::test]
    async fn an_answer_without_an_end_is_not_read_to_its_end_and_a_token_in_it_is_struck_out() {
        let endless = |status: u16| {
            format!("HTTP/1.1 {status} x\r\ncontent-length: 2000000\r\n\r\n[{}", "[],".repeat(400_000))
        };
        for (status, meaning) in [(200, Failure::Endless), (502, Failure::Endless)] {
            assert_eq!(ask(&answers(endless(status)).await).await, Err(meaning), "{status}");
        }
        let refused = ask(&answers(endless(403)).await).await.unwrap();
        assert_eq!((&refused.body, refused.strange()), (&Value::Null, Failure::NotSent));
        // As long as it may be.
        let long = format!("[{}1]", "1,".repeat((MOST - 3) / 2));
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", long.len());
        assert!(ask(&answers(head + &long).await).await.unwrap().body.is_array());
        let echo = "{\"description\":\"no /bot1:the-secret/getMe here\"}";
        let head = format!("HTTP/1.1 404 x\r\ncontent-length: {}\r\n\r\n", echo.len());
        let heard = ask(&answers(head + echo).await).await.unwrap();
        assert!(heard.body.to_string().contains("/bot***/getMe"), "{heard:?}");
        assert!(!heard.body.to_string().contains("the-secret"), "{heard:?}");
    }

    #[test]
    fn whoever_stands_in_front_of_the_platform_is_understood() {
        let meaning = |status, retry_after| Response { status, retry_after, body: Value::Null }.strange();
        let seven = Some(Wait::of(Duration::from_secs(7)));
        for (status, retry_after, failure) in [
            (200, None, Failure::Uncertain),
            (302, None, Failure::NotSent),
            (401, None, Failure::NotSent),
            (403, None, Failure::NotSent),
            (404, None, Failure::NotSent),
            (408, None, Failure::Uncertain),
            (413, None, Failure::TooLarge),
            (429, seven, Failure::Busy(seven)),
            (429, None, Failure::Busy(None)),
            (500, None, Failure::Uncertain),
            (502, seven, Failure::Uncertain),
            (504, None, Failure::Uncertain),
        ] {
            assert_eq!(meaning(status, retry_after), failure, "{status}");
        }
        let pause = Duration::from_secs(3);
        let retry = |after, unreachable| Outcome::Retry { after, unreachable };
        for (failure, outcome) in [
            (Failure::NotSent, retry(None, true)),
            (Failure::Uncertain, Outcome::Unknown(Reason::NoAnswer)),
            (Failure::Endless, Outcome::Unknown(Reason::NoAnswer)),
            (Failure::Busy(seven), retry(seven, false)),
            (Failure::Busy(None), retry(Some(Wait::of(pause)), false)),
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
