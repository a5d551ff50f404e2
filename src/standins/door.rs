//! A stand-in's door: connections that can be cut, so that a client sees what a broken line shows it.

use axum::extract::connect_info::Connected;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::serve::{IncomingStream, Listener};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Sleep, sleep};

/// The one place where a stand-in starts a task.
pub(in crate::standins) fn spawn(work: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(work);
}

/// Accepts connections; while offline it closes them at once.
pub(in crate::standins) struct Door {
    pub(in crate::standins) listener: TcpListener,
    /// True while nobody can reach the platform.
    pub(in crate::standins) down: Arc<dyn Fn() -> bool + Send + Sync>,
}

impl Listener for Door {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        loop {
            match self.listener.accept().await {
                Ok((stream, addr)) if !(self.down)() => {
                    return (Line { stream, cut: Cut::default(), nap: None }, addr);
                }
                Ok(_) => {}
                // Out of file handles, most likely: try again rather than end the platform.
                Err(_) => sleep(Duration::from_millis(50)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A switch that makes the next write to its connection fail, so that the client sees it close without
/// a byte of answer. A body that breaks off would still show a status line. The same switch makes it slow.
#[derive(Clone, Default)]
pub struct Cut(Arc<AtomicBool>, Arc<AtomicU64>);

impl Cut {
    pub(in crate::standins) fn now(&self) -> Response {
        self.0.store(true, Ordering::SeqCst);
        StatusCode::OK.into_response()
    }

    /// From now on a byte each so many milliseconds; 0: as fast as it goes.
    pub(in crate::standins) fn slow(&self, ms: u64) {
        self.1.store(ms, Ordering::SeqCst);
    }

    fn check(&self) -> io::Result<()> {
        if self.0.load(Ordering::SeqCst) { Err(io::ErrorKind::ConnectionReset.into()) } else { Ok(()) }
    }
}

impl Connected<IncomingStream<'_, Door>> for Cut {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        stream.io().cut.clone()
    }
}

pub(in crate::standins) struct Line {
    stream: TcpStream,
    cut: Cut,
    nap: Option<Pin<Box<Sleep>>>,
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.cut.check()?;
        let ms = self.cut.1.load(Ordering::SeqCst);
        if ms == 0 {
            return Pin::new(&mut self.stream).poll_write(cx, buf);
        }
        let nap = self.nap.get_or_insert_with(|| Box::pin(sleep(Duration::from_millis(ms))));
        std::task::ready!(nap.as_mut().poll(cx));
        self.nap = None;
        Pin::new(&mut self.stream).poll_write(cx, &buf[..buf.len().min(1)])
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.cut.check()?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// Whether an address leads nowhere but to this machine.
pub(in crate::standins) fn is_loopback(url: &reqwest::Url) -> bool {
    let host = url.host_str().unwrap_or("").trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Where a push to `url` really goes: by the routes, or to loopback itself.
pub(in crate::standins) fn webhook_target(routes: &[(String, String)], url: &str) -> Option<String> {
    let routed =
        routes.iter().find_map(|(prefix, to)| Some(format!("{to}{}", url.strip_prefix(prefix.as_str())?)));
    routed.or_else(|| reqwest::Url::parse(url).ok().filter(is_loopback).map(|_| url.to_owned()))
}

/// The first half of an answer of ours (which is never large), as though it were all of it.
pub(in crate::standins) async fn half(response: Response) -> Response {
    let (head, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    (head.status, [(header::CONTENT_TYPE, "application/json")], body.slice(..body.len() / 2)).into_response()
}

/// A proxy's page.
pub(in crate::standins) fn page(code: u16) -> Response {
    let page = format!("<html><head><title>{code} Bad Gateway</title></head><body></body></html>");
    let code = StatusCode::from_u16(code).unwrap_or(StatusCode::BAD_GATEWAY);
    (code, [(header::CONTENT_TYPE, "text/html")], page).into_response()
}

/// The HTTP status with this number.
pub(in crate::standins) fn status(code: i64) -> StatusCode {
    let code = u16::try_from(code).ok().and_then(|code| StatusCode::from_u16(code).ok());
    code.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A list without sense, of about so many bytes.
pub(in crate::standins) fn endless(bytes: usize) -> Response {
    let list = format!("[{}1]", "[],".repeat(bytes / 3));
    ([(header::CONTENT_TYPE, "application/json")], list).into_response()
}

/// Another address, as of a captive portal.
pub(in crate::standins) fn elsewhere(code: u16) -> Response {
    let code = StatusCode::from_u16(code).unwrap_or(StatusCode::FOUND);
    (code, [(header::LOCATION, "http://127.0.0.1:9/login")]).into_response()
}
