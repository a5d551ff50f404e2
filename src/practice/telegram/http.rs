//! The door: connections that can be cut, faults, and one answer per call.

use super::Telegram;
use super::call::{Answer, Call, Refusal, read_call, refuse, reply, too_many};
use super::types::{Fault, Request, What};
use anyhow::Result;
use axum::body::Bytes;
use axum::extract::connect_info::Connected;
use axum::extract::{FromRequest, Request as HttpRequest};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::serve::{IncomingStream, Listener};
use serde_json::{Value, json};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, Sleep, sleep};

pub(super) const UPLOAD_MAX: usize = 50 << 20;
pub(super) const LOG_MAX: usize = 20_000;

/// The one place where this file starts a task.
pub(super) fn spawn(work: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(work);
}

/// Accepts connections; while offline it closes them at once.
pub(super) struct Door {
    pub(super) listener: TcpListener,
    pub(super) platform: Telegram,
}

impl Listener for Door {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        loop {
            match self.listener.accept().await {
                Ok((stream, addr)) if !self.platform.lock().down() => {
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
pub(super) struct Cut(Arc<AtomicBool>, Arc<AtomicU64>);

impl Cut {
    fn now(&self) -> Response {
        self.0.store(true, Ordering::SeqCst);
        StatusCode::OK.into_response()
    }

    /// From now on a byte each so many milliseconds; 0: as fast as it goes.
    fn slow(&self, ms: u64) {
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

pub(super) struct Line {
    pub(super) stream: TcpStream,
    pub(super) cut: Cut,
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

/// How a request ends.
pub(super) enum End {
    Answer(Answer),
    /// A proxy's page.
    Html(u16),
    /// Another address.
    Elsewhere(u16),
    /// An answer in pieces, with so many milliseconds between two.
    Pieces(Answer, u64),
    /// The first half of an answer.
    Half(Answer),
    /// Nothing: the connection closes.
    Cut,
}

impl Telegram {
    pub(super) async fn answer(&self, cut: Cut, request: HttpRequest) -> Response {
        let (base, control, down) = {
            let state = self.lock();
            (state.base.clone(), state.control, state.down())
        };
        if down {
            return cut.now();
        }
        cut.slow(0);
        // Some clients write the token's colon as %3A.
        let path = request.uri().path().replace("%3A", ":").replace("%3a", ":");
        let Some(path) = path.strip_prefix(&base).and_then(|path| path.strip_prefix('/')) else {
            return reply(refuse(404, "Not Found"));
        };
        if let Some(verb) = path.strip_prefix("control/").filter(|_| control) {
            let verb = verb.to_owned();
            let body = Bytes::from_request(request, &()).await.unwrap_or_default();
            let params = serde_json::from_slice(&body).unwrap_or(Value::Null);
            return match self.control(&verb, &params) {
                Ok(result) => axum::Json(json!({"ok": true, "result": result})).into_response(),
                Err(error) => {
                    let body = json!({"ok": false, "error": format!("{error:#}")});
                    (StatusCode::BAD_REQUEST, axum::Json(body)).into_response()
                }
            };
        }
        if let Some((token, file)) = path.strip_prefix("file/bot").and_then(|rest| rest.split_once('/')) {
            return self.download(token, file);
        }
        let Some((token, method)) = path.strip_prefix("bot").and_then(|rest| rest.split_once('/')) else {
            return reply(refuse(404, "Not Found"));
        };
        let (token, method) = (token.to_owned(), method.to_owned());
        let bot = self.bot_by_token(&token);
        let read = read_call(request, bot.unwrap_or(0), &method).await;
        let number = self.log(bot.unwrap_or(0), &method, read.as_ref().ok());
        let end = match (bot, read) {
            (None, _) => End::Answer(refuse(401, "Unauthorized")),
            (_, Err(refusal)) => End::Answer(Err(refusal)),
            (Some(_), Ok(call)) => self.handle(call).await,
        };
        let response = match end {
            End::Cut => return cut.now(),
            End::Html(code) => {
                let page =
                    format!("<html><head><title>{code} Bad Gateway</title></head><body></body></html>");
                let code = StatusCode::from_u16(code).unwrap_or(StatusCode::BAD_GATEWAY);
                (code, [(header::CONTENT_TYPE, "text/html")], page).into_response()
            }
            End::Elsewhere(code) => {
                let code = StatusCode::from_u16(code).unwrap_or(StatusCode::FOUND);
                (code, [(header::LOCATION, "http://127.0.0.1:9/login")]).into_response()
            }
            End::Pieces(answer, ms) => {
                cut.slow(ms);
                reply(answer)
            }
            End::Half(answer) => {
                let (head, body) = whole(reply(answer)).await;
                (head.status, [(header::CONTENT_TYPE, "application/json")], body.slice(..body.len() / 2))
                    .into_response()
            }
            End::Answer(answer) => reply(answer),
        };
        self.act(|state| {
            if let Some(logged) = state.requests.iter_mut().rev().find(|logged| logged.number == number) {
                logged.status = Some(response.status().as_u16());
            }
        });
        response
    }

    fn bot_by_token(&self, token: &str) -> Option<i64> {
        self.lock().bots.iter().find(|(_, bot)| bot.token == token).map(|(id, _)| *id)
    }

    pub(super) fn log(&self, bot: i64, method: &str, call: Option<&Call>) -> u64 {
        self.act(|state| {
            let mut params = call.map(|call| call.params.clone()).unwrap_or_default();
            for (field, upload) in call.into_iter().flat_map(|call| &call.files) {
                params.insert(field.clone(), json!({"file": upload.name, "bytes": upload.bytes.len()}));
            }
            state.request_count += 1;
            let (number, at) = (state.request_count, (state.now)());
            if state.requests.len() >= LOG_MAX {
                state.requests.pop_front();
            }
            let (method, params) = (method.to_owned(), Value::Object(params));
            state.requests.push_back(Request { number, bot, method, params, at, status: None });
            number
        })
    }

    fn download(&self, token: &str, path: &str) -> Response {
        let state = self.lock();
        if !state.bots.values().any(|bot| bot.token == token) {
            return reply(refuse(401, "Unauthorized"));
        }
        match (0..state.files.len()).find(|index| state.file_path(*index) == path) {
            Some(index) => Bytes::copy_from_slice(&state.files[index].bytes).into_response(),
            None => reply(refuse(404, "Not Found")),
        }
    }

    /// Applies faults and limits around one call.
    pub(super) async fn handle(&self, call: Call) -> End {
        if let Err(refusal) = self.admit(&call).await {
            return End::Answer(Err(refusal));
        }
        match self.act(|state| take_fault(&mut state.faults, &call)) {
            Some(What::Error { code, description, parameters }) => {
                return End::Answer(Err(Refusal { code, description, parameters }));
            }
            Some(What::RetryAfter(seconds)) => return End::Answer(Err(too_many(seconds))),
            Some(What::Html(code)) => return End::Html(code),
            Some(What::DropBefore) => return End::Cut,
            Some(What::HangBefore) => self.hang().await,
            Some(What::SlowMs(ms)) => sleep(Duration::from_millis(ms)).await,
            Some(What::Redirect(code)) => return End::Elsewhere(code),
            Some(What::Trickle(ms)) => {
                let end = self.carry_out(call).await;
                return if let End::Answer(answer) = end { End::Pieces(answer, ms) } else { end };
            }
            Some(What::CutShort) => {
                let end = self.carry_out(call).await;
                return if let End::Answer(answer) = end { End::Half(answer) } else { end };
            }
            Some(What::HtmlAfter(code)) => {
                self.carry_out(call).await;
                return End::Html(code);
            }
            Some(What::DropAfter) => {
                self.carry_out(call).await;
                return End::Cut;
            }
            Some(What::HangAfter) => {
                let end = self.carry_out(call).await;
                self.hang().await;
                return if self.lock().down() { End::Cut } else { end };
            }
            None => {}
        }
        if self.lock().down() { End::Cut } else { self.carry_out(call).await }
    }

    async fn hang(&self) {
        let released = self.lock().released;
        self.until(|state| state.released > released || state.down()).await;
    }

    /// Size of uploads, and the spacing of equal ones (Bot API server, `on_cmd`).
    async fn admit(&self, call: &Call) -> Result<(), Refusal> {
        let limits = self.lock().limits;
        let largest = call.files.values().map(|upload| upload.bytes.len()).max().unwrap_or(0);
        if largest > limits.upload_bytes.unwrap_or(UPLOAD_MAX) {
            return refuse(413, "Request Entity Too Large");
        }
        let Some(gap) = limits.same_upload_gap_ms.filter(|_| largest > 100_000) else { return Ok(()) };
        let now = Instant::now();
        let turn = self.act(|state| {
            let turn = state.uploads.get(&largest).copied().unwrap_or(now).max(now);
            let fits = turn - now <= Duration::from_secs(5);
            if fits {
                state.uploads.insert(largest, turn + Duration::from_millis(gap));
            }
            fits.then_some(turn)
        });
        match turn {
            Some(turn) => tokio::time::sleep_until(turn).await,
            None => return Err(too_many(60)),
        }
        Ok(())
    }

    async fn carry_out(&self, call: Call) -> End {
        match call.method.as_str() {
            "getupdates" => self.get_updates(&call).await,
            "setwebhook" => End::Answer(self.set_webhook(&call)),
            "deletewebhook" => End::Answer(self.drop_webhook(&call)),
            _ => End::Answer(self.act(|state| state.run(&call))),
        }
    }
}

/// An answer of ours, which is never large.
async fn whole(response: Response) -> (axum::http::response::Parts, Bytes) {
    let (head, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    (head, bytes)
}

pub(super) fn take_fault(faults: &mut Vec<Fault>, call: &Call) -> Option<What> {
    let at = faults.iter().position(|fault| {
        let method = match &fault.method {
            Some(method) => method.eq_ignore_ascii_case(&call.method),
            None => call.method != "getupdates",
        };
        method && fault.times > 0 && fault.chat.is_none_or(|chat| call.int("chat_id") == Some(chat))
    })?;
    let what = faults[at].what.clone();
    faults[at].times -= 1;
    if faults[at].times == 0 {
        faults.remove(at);
    }
    Some(what)
}
