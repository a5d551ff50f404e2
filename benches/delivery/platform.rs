//! The platform of the benchmarks: the least HTTP/1.1 that answers `sendMessage`, on a thread of its own.
//!
//! It reads the method from the path, the body by its length and the chat from the body; nothing else, so
//! that it is not what is measured. It keeps when and for which chat each message was taken.

use loaban::clock::Clock;
use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use anyhow::{Context, Result, bail};

/// How long an empty `getUpdates` is held open.
const POLL: Duration = Duration::from_secs(20);

/// What a platform enforces, strictly: no window of a second and none of a minute ever holds more.
#[derive(Clone, Copy)]
pub struct Cap {
    /// Messages in any second over all chats.
    pub second: usize,
    /// Messages in any minute to one chat.
    pub chat_minute: usize,
}

/// A message that was taken.
#[derive(Clone, Copy)]
pub struct Seen {
    /// When, on the benchmark's clock.
    pub at: Duration,
    /// For which chat.
    pub chat: i64,
}

#[derive(Default)]
struct Record {
    seen: Vec<Seen>,
    refused: usize,
    /// The body of the last message: what the bare loop sends.
    sample: Vec<u8>,
    second: VecDeque<Duration>,
    chats: HashMap<i64, VecDeque<Duration>>,
}

struct Inner {
    clock: Clock,
    cap: Option<Cap>,
    record: Mutex<Record>,
    taken: AtomicUsize,
    senders: AtomicUsize,
    most_senders: AtomicUsize,
}

/// A platform that listens on a loopback port; cheap to clone.
#[derive(Clone)]
pub struct Platform {
    inner: Arc<Inner>,
    address: SocketAddr,
}

impl Platform {
    /// Starts one; `cap`: it refuses what is too fast.
    pub fn start(clock: &Clock, cap: Option<Cap>) -> Result<Platform> {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let inner = Arc::new(Inner {
            clock: clock.clone(),
            cap,
            record: Mutex::default(),
            taken: AtomicUsize::new(0),
            senders: AtomicUsize::new(0),
            most_senders: AtomicUsize::new(0),
        });
        let platform = Platform { inner: inner.clone(), address };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        std::thread::Builder::new()
            .name("platform".into())
            .spawn(move || runtime.block_on(serve(listener, inner)))?;
        Ok(platform)
    }

    /// Its address, as the settings want it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.inner.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many messages it has taken.
    pub fn taken(&self) -> usize {
        self.inner.taken.load(Ordering::Acquire)
    }

    /// How many it refused because they came too fast.
    pub fn refused(&self) -> usize {
        self.record().refused
    }

    /// The messages taken from number `from` on.
    pub fn seen(&self, from: usize) -> Vec<Seen> {
        self.record().seen.get(from..).unwrap_or_default().to_vec()
    }

    /// The body of the last message.
    pub fn sample(&self) -> Vec<u8> {
        self.record().sample.clone()
    }

    /// The most connections that sent messages and were open at the same time.
    pub fn most_senders(&self) -> usize {
        self.inner.most_senders.load(Ordering::Relaxed)
    }

    /// Waits until it has taken `count`; too late is an error, because then nothing was measured.
    pub async fn wait_for(&self, count: usize, within: Duration) -> Result<()> {
        let until = self.inner.clock.tick() + within;
        while self.taken() < count {
            if self.inner.clock.tick() > until {
                bail!("only {} of {count} messages arrived within {within:?}", self.taken());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Ok(())
    }
}

async fn serve(listener: std::net::TcpListener, inner: Arc<Inner>) -> Result<()> {
    let listener = TcpListener::from_std(listener)?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let inner = inner.clone();
        tokio::spawn(async move {
            let mut sends = false;
            // A client that goes away in mid-request is no business of ours.
            let _ = connection(stream, &inner, &mut sends).await;
            if sends {
                inner.senders.fetch_sub(1, Ordering::Relaxed);
            }
        });
    }
}

async fn connection(mut stream: TcpStream, inner: &Inner, sends: &mut bool) -> Result<()> {
    let mut buffer: Vec<u8> = Vec::with_capacity(8192);
    let mut answer: Vec<u8> = Vec::with_capacity(512);
    loop {
        let (head, length) = loop {
            if let Some(end) = find(&buffer, b"\r\n\r\n") {
                let length = content_length(&buffer[..end])?;
                if buffer.len() >= end + 4 + length {
                    break (end, length);
                }
            }
            if stream.read_buf(&mut buffer).await? == 0 {
                return Ok(());
            }
        };
        let line = buffer[..head].split(|b| *b == b'\r').next().unwrap_or_default();
        let path = line.split(|b| *b == b' ').nth(1).context("no path")?;
        let method = path.rsplit(|b| *b == b'/').next().unwrap_or_default();
        let body = &buffer[head + 4..head + 4 + length];
        let (status, json) = match method {
            b"getMe" => (
                200,
                r#"{"ok":true,"result":{"id":4242,"is_bot":true,"first_name":"B","username":"BenchBot"}}"#
                    .into(),
            ),
            b"getUpdates" => {
                tokio::time::sleep(POLL).await;
                (200, r#"{"ok":true,"result":[]}"#.into())
            }
            b"sendMessage" => {
                if !*sends {
                    *sends = true;
                    let now = inner.senders.fetch_add(1, Ordering::Relaxed) + 1;
                    inner.most_senders.fetch_max(now, Ordering::Relaxed);
                }
                take(inner, body)?
            }
            _ => (200, r#"{"ok":true,"result":true}"#.to_owned()),
        };
        answer.clear();
        let head_line = format!(
            "HTTP/1.1 {status} .\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            json.len()
        );
        answer.extend_from_slice(head_line.as_bytes());
        answer.extend_from_slice(json.as_bytes());
        stream.write_all(&answer).await?;
        buffer.drain(..head + 4 + length);
    }
}

fn take(inner: &Inner, body: &[u8]) -> Result<(u16, String)> {
    let chat = chat_of(body).context("a message without a chat")?;
    let now = inner.clock.tick();
    let mut record = inner.record.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(cap) = inner.cap {
        let Record { second, chats, .. } = &mut *record;
        let minute = chats.entry(chat).or_default();
        let full = full(second, now, Duration::from_secs(1), cap.second)
            | full(minute, now, Duration::from_secs(60), cap.chat_minute);
        if full {
            record.refused += 1;
            let json = r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1","parameters":{"retry_after":1}}"#;
            return Ok((429, json.into()));
        }
        second.push_back(now);
        minute.push_back(now);
    }
    record.seen.push(Seen { at: now, chat });
    record.sample.clear();
    record.sample.extend_from_slice(body);
    let number = record.seen.len();
    inner.taken.store(number, Ordering::Release);
    let json = format!(
        r#"{{"ok":true,"result":{{"message_id":{number},"date":1,"chat":{{"id":{chat},"type":"supergroup"}},"text":"."}}}}"#
    );
    Ok((200, json))
}

/// Whether the window that ends now holds as many as are allowed.
fn full(taken: &mut VecDeque<Duration>, now: Duration, window: Duration, most: usize) -> bool {
    while taken.front().is_some_and(|at| *at + window <= now) {
        taken.pop_front();
    }
    taken.len() >= most
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|w| w == what)
}

fn content_length(head: &[u8]) -> Result<usize> {
    for line in head.split(|b| *b == b'\n') {
        if let Some((name, value)) = line.split_at_checked(15)
            && name.eq_ignore_ascii_case(b"content-length:")
        {
            return Ok(std::str::from_utf8(value)?.trim().parse()?);
        }
    }
    Ok(0)
}

fn chat_of(body: &[u8]) -> Option<i64> {
    let at = find(body, b"\"chat_id\":")? + 10;
    let digits = body[at..].iter().skip_while(|b| **b == b'"' || **b == b' ');
    let digits: String =
        digits.take_while(|b| **b == b'-' || b.is_ascii_digit()).map(|b| *b as char).collect();
    digits.parse().ok()
}
