//! Connections: who is slow, idle or one of too many is closed, and never at the cost of a platform's push.

use super::crowd::{Crowd, Guest};
use crate::clock::Clock;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower_service::Service;

/// How long open connections may finish after the order to stop.
const LAST_WORDS: Duration = Duration::from_secs(5);
/// No descriptor is free, or the kernel has no memory: some connection ends soon.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// What a head may hold; as much is kept of a connection while it is open.
const HEAD_BYTES: usize = 8 << 10;
/// Connections that were told to leave and are not gone yet: with more of them nobody is taken in.
const LEAVING: usize = 32;
/// Connections that the kernel keeps for us until they are taken in: one that finds no room is tried again after a
/// second, which is all the time that a push has.
const WAITING_OUTSIDE: u32 = 4096;
/// A trouble that goes on is told so often.
const TOLD_AGAIN: Duration = Duration::from_secs(60);

/// What a connection may take.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// From the connection, or from the end of what went before on it, to the end of a request's head: so long is also
    /// a connection kept on which nothing is asked.
    pub head: Duration,
    /// Without a byte in either direction while something is asked or answered.
    pub idle: Duration,
    /// Connections that no push has come through yet.
    pub strangers: usize,
    /// Connections of platforms, all accounts together.
    pub of_platforms: usize,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience {
            head: Duration::from_secs(10),
            idle: Duration::from_secs(30),
            strangers: 256,
            of_platforms: 1024,
        }
    }
}

/// Opens a door.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // A program that is started again gets its port at once.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(WAITING_OUTSIDE)
}

/// Serves until `stop` is true, then lets open requests finish for a few seconds.
pub async fn serve(
    listener: TcpListener,
    router: axum::Router,
    clock: Clock,
    patience: Patience,
    mut stop: watch::Receiver<bool>,
) {
    let (strangers, platforms) = (Crowd::new(patience.strangers), Crowd::new(patience.of_platforms));
    let mut connections = JoinSet::new();
    let (mut failed, mut turned_out) = (Told::default(), Told::default());
    while !*stop.borrow() {
        while connections.try_join_next().is_some() {}
        if connections.len() > strangers.len() + platforms.len() + LEAVING {
            connections.join_next().await;
            continue;
        }
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            // A dropped sender is an order to stop as well.
            _ = stop.changed() => break,
        };
        match accepted {
            Ok((stream, _)) => {
                let guest = Arc::new(Guest::new(&strangers, &platforms));
                let (router, clock, stop) = (router.clone(), clock.clone(), stop.clone());
                connections.spawn(connection(stream, guest, router, patience, clock, stop));
            }
            // Whoever went away before we looked is no trouble of ours.
            Err(e) if is_theirs(&e) => {}
            Err(e) => {
                if let Some(times) = failed.again(clock.tick(), 1) {
                    tracing::error!(times, kind = %e.kind(), code = e.raw_os_error(), "no connection can be taken; are there descriptors left?");
                }
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
        if let Some(count) = turned_out.again(clock.tick(), strangers.turned_out()) {
            tracing::warn!(
                count,
                "too many connections: those that were there longest without a push were closed"
            );
        }
    }
    drop(listener);
    let all = async { while connections.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(LAST_WORDS, all).await;
}

fn is_theirs(e: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(e.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

/// A trouble that goes on, told once a minute with how often it was met since.
#[derive(Default)]
pub(super) struct Told {
    since: u64,
    at: Option<Duration>,
}

impl Told {
    /// It was met `times` more; `Some`: it is to be told now, so often it was met.
    pub(super) fn again(&mut self, tick: Duration, times: u64) -> Option<u64> {
        self.since += times;
        if self.since == 0 || self.at.is_some_and(|at| tick < at + TOLD_AGAIN) {
            return None;
        }
        self.at = Some(tick);
        Some(std::mem::take(&mut self.since))
    }
}

async fn connection(
    stream: TcpStream,
    guest: Arc<Guest>,
    router: axum::Router,
    patience: Patience,
    clock: Clock,
    mut stop: watch::Receiver<bool>,
) {
    let _ = stream.set_nodelay(true);
    let moved = Arc::new(AtomicU64::new(millis(clock.tick())));
    let known = guest.clone();
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request: Request = request.map(Body::new);
        request.extensions_mut().insert(known.clone());
        router.clone().call(request)
    });
    let stream = Moving { stream, clock: clock.clone(), moved: moved.clone() };
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    let mut served = pin!(served);
    let mut stopping = false;
    loop {
        let quiet = millis(clock.tick()).saturating_sub(moved.load(Ordering::Relaxed));
        let left = patience.idle.saturating_sub(Duration::from_millis(quiet));
        if left.is_zero() {
            return;
        }
        tokio::select! {
            // What becomes of one connection concerns nobody else.
            _ = served.as_mut() => return,
            () = guest.told_to_leave() => return,
            () = tokio::time::sleep(left) => {}
            _ = stop.changed(), if !stopping => {
                stopping = true;
                served.as_mut().graceful_shutdown();
            }
        }
    }
}

fn millis(tick: Duration) -> u64 {
    u64::try_from(tick.as_millis()).unwrap_or(u64::MAX)
}

/// A connection that notes when a byte last moved.
struct Moving {
    stream: TcpStream,
    clock: Clock,
    moved: Arc<AtomicU64>,
}

impl Moving {
    fn note(&self) {
        self.moved.store(millis(self.clock.tick()), Ordering::Relaxed);
    }
}

impl AsyncRead for Moving {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buf);
        if buf.filled().len() > before {
            self.note();
        }
        read
    }
}

impl AsyncWrite for Moving {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        if let Poll::Ready(Ok(1..)) = written {
            self.note();
        }
        written
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, bytes);
        if let Poll::Ready(Ok(1..)) = written {
            self.note();
        }
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
