//! The page of the practice room and the small interface behind it.
//!
//! Whoever reaches this door acts as every person in the room, so it opens on loopback only and answers
//! only requests that name this very address: a page from elsewhere that the same browser shows cannot
//! reach it, not even by a name that points here.

use super::COMMUNE;
use super::cast::{Cast, Chat, Seat, Who};
use super::journey::{self, Closing, Scene};
use super::platforms::Platforms;
use super::screen;
use crate::clock::Millis;
use crate::content;
use crate::ledger;
use crate::parts::Parts;
use crate::report::{self, Period};
use crate::standins::telegram::{PressAnswer, Which};
use crate::text::{Arg, VIETNAMESE};
use crate::web::page;
use crate::web::{Range, range};
use anyhow::{Context, Result};
use axum::body::Bytes;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The longest text that the platform's own apps send as one message.
const LONGEST_TEXT_UNITS: usize = 4096;
/// How long a browser waits for news before it asks again.
const PATIENCE: Duration = Duration::from_secs(20);
/// Some news (a fact, a report) come without a message on a phone: looked for so often.
const GLANCE: Duration = Duration::from_millis(400);
const YEAR: Millis = 366 * 86_400_000;

/// The room, as every request sees it.
pub struct Room {
    /// The running program's parts.
    pub parts: Parts,
    /// The stand-ins.
    pub platforms: Platforms,
    /// Who is in the room.
    pub cast: Cast,
    /// What to say about the clock at the start; empty for nothing.
    pub greeting: String,
    /// Makes every loop of the program look again, after the clock moved.
    pub wake: Box<dyn Fn() + Send + Sync>,
    /// The period in which the room opened: the one that the path reports on.
    pub first: Period,
    /// Addresses by which this door may be called, with the port.
    pub names: Vec<String>,
    /// Set when the room closes; waiting requests end then.
    pub closing: watch::Receiver<bool>,
    /// Periods whose report was opened after they had closed.
    pub opened: Mutex<BTreeSet<String>>,
}

type Shared = State<Arc<Room>>;

/// Why a request was not carried out, as a sentence for the person at the page.
struct Fault(StatusCode, String);

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        (self.0, Json(json!({"error": self.1}))).into_response()
    }
}

type Answer = Result<Json<Value>, Fault>;

/// Every path of the room.
pub fn routes(room: Arc<Room>) -> Router {
    let text = |kind: &'static str, body: &'static str| {
        get(move || async move { ([(header::CONTENT_TYPE, kind)], body) })
    };
    Router::new()
        .route("/", text("text/html; charset=utf-8", PAGE))
        .route("/page.css", text("text/css; charset=utf-8", STYLE))
        .route("/page.js", text("text/javascript; charset=utf-8", SCRIPT))
        .route("/api/state", get(state))
        .route("/api/say", post(say))
        .route("/api/voice", post(voice))
        .route("/api/press", post(press))
        .route("/api/clock", post(clock))
        .route("/file/{id}", get(file))
        .route("/report/{period}", get(report))
        .layer(middleware::from_fn_with_state(room.clone(), guard))
        .layer(middleware::from_fn_with_state(room.parts.core.text.clone(), page::worded))
        .with_state(room)
}

/// Lets in only who calls this door by its own name, from its own page or from no page at all.
async fn guard(State(room): Shared, request: Request, next: Next) -> Response {
    if !is_ours(request.headers(), &room.names) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; media-src 'self'; \
         img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ));
    response
}

fn is_ours(headers: &HeaderMap, names: &[String]) -> bool {
    let known = |name: &str| names.iter().any(|ours| ours.eq_ignore_ascii_case(name));
    let named = |value: &HeaderValue| value.to_str().is_ok_and(known);
    let from_here =
        |value: &HeaderValue| value.to_str().is_ok_and(|o| o.strip_prefix("http://").is_some_and(known));
    headers.get(header::HOST).is_some_and(named) && headers.get(header::ORIGIN).is_none_or(from_here)
}

impl Room {
    fn say(&self, key: &str, args: &[Arg<'_>]) -> String {
        self.parts.core.text.say(VIETNAMESE, key, args)
    }

    fn fault(&self, key: &str) -> Fault {
        Fault(StatusCode::UNPROCESSABLE_ENTITY, self.say(key, &[]))
    }

    /// Ours to mend, not the person's: logged, and said in one sentence.
    fn broken(&self, error: &anyhow::Error) -> Fault {
        tracing::error!(error = format!("{error:#}"), "the practice room could not answer");
        Fault(StatusCode::INTERNAL_SERVER_ERROR, self.say("practice-fault", &[]))
    }

    fn quiet_until(&self, now: Millis) -> Option<Millis> {
        let until = self.parts.core.calendar.after_quiet(now, self.parts.settings.quiet);
        (until > now).then_some(until)
    }

    async fn released(&self) -> Result<bool> {
        let releases = content::releases(&self.parts.core.db).await?;
        let library = self.parts.shelf.library();
        Ok(library
            .get(journey::ITEM)
            .is_some_and(|item| content::review::is_released(item, VIETNAMESE, &releases)))
    }

    /// Everything the page shows, but for the time, which always moves.
    async fn show(&self) -> Result<Value> {
        let now = self.parts.core.clock.now();
        let pages = self.parts.settings.public_url.as_deref();
        let phones = screen::phones(&self.platforms, &self.cast, pages, &self.parts.core.text);
        let facts = ledger::facts_before(&self.parts.core.db, Millis::MAX).await?;
        let library = self.parts.shelf.library();
        let (first, latest) = (self.closing(self.first)?, self.closing(self.latest(now))?);
        let scene = Scene {
            text: &self.parts.core.text,
            phones: &phones,
            facts: &facts,
            title: library.get(journey::ITEM).map_or("", |item| item.title(VIETNAMESE)),
            released: self.released().await?,
            quiet: self.quiet_until(now).is_some(),
            period: &first,
            now,
            opened: self.opened.lock().unwrap_or_else(PoisonError::into_inner).contains(&first.name),
        };
        let quiet = self.quiet_until(now).map(
            |until| json!({"text": self.say("practice-quiet", &[]), "label": self.say("practice-quiet-act", &[]), "to": until}),
        );
        Ok(json!({
            "zone": self.parts.settings.zone,
            "greeting": self.greeting,
            "steps": journey::steps(&scene),
            "done": self.say("practice-done", &[]),
            "quiet": quiet,
            "report": {"href": format!("/report/{}", latest.name), "label": self.say("practice-report-link", &[("period", latest.title.into())])},
            "ends": self.closing(Period::containing(self.parts.core.calendar.local(now).date(), self.parts.settings.report.boundary_day))?.morning,
            "phones": phones,
        }))
    }

    /// A period and the morning after it.
    fn closing(&self, period: Period) -> Result<Closing> {
        let calendar = &self.parts.core.calendar;
        let boundary = self.parts.settings.report.boundary_day;
        let (_, end) = period.bounds(calendar, boundary);
        let day = period.to(boundary);
        let morning = calendar.moment(&format!("{day} 07:00")).context("07:00 exists on every day")?;
        Ok(Closing {
            name: period.to_string(),
            title: format!("{:02}/{}", period.month(), period.year()),
            day: format!("{:02}/{:02}/{}", day.day(), day.month(), day.year()),
            end,
            morning,
        })
    }

    /// The last period that is over, or the first one while none is.
    fn latest(&self, now: Millis) -> Period {
        let today = self.parts.core.calendar.local(now).date();
        Period::containing(today, self.parts.settings.report.boundary_day).previous().max(self.first)
    }
}

#[derive(Deserialize)]
struct Since {
    #[serde(default)]
    since: String,
}

/// Answers at once when something differs from `since`, else when it does or when patience ends.
async fn state(State(room): Shared, Query(Since { since }): Query<Since>) -> Answer {
    let end = room.parts.core.clock.tick() + PATIENCE;
    loop {
        let version = room.platforms.version();
        let shown = room.show().await.map_err(|e| room.broken(&e))?;
        let mark: String = hex::encode(&Sha256::digest(shown.to_string())[..8]);
        if mark != since || room.parts.core.clock.tick() >= end || *room.closing.borrow() {
            return Ok(Json(json!({"since": mark, "now": room.parts.core.clock.now(), "room": shown})));
        }
        // Running out is as good as news: the loop looks either way.
        let _ = timeout(GLANCE, room.platforms.changed_since(version)).await;
    }
}

#[derive(Deserialize)]
struct Said {
    who: Who,
    chat: Chat,
    text: String,
    reply_to: Option<String>,
}

async fn say(State(room): Shared, Json(said): Json<Said>) -> Answer {
    let text = said.text.trim();
    if text.is_empty() {
        return Err(room.fault("practice-fault-empty"));
    }
    if text.encode_utf16().count() > LONGEST_TEXT_UNITS {
        return Err(room.fault("practice-fault-long"));
    }
    let sent = room.platforms.says(&room.cast, said.who, said.chat, text, said.reply_to.as_deref());
    sent.map_err(|_| room.fault("practice-fault-gone"))?;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct Spoken {
    who: Who,
    chat: Chat,
    reply_to: Option<String>,
}

async fn voice(State(room): Shared, Json(spoken): Json<Spoken>) -> Answer {
    let sent = room.platforms.speaks(&room.cast, spoken.who, spoken.chat, spoken.reply_to.as_deref());
    sent.map_err(|_| room.fault("practice-fault-gone"))?;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct Pressed {
    who: Who,
    chat: Chat,
    message: String,
    /// Counted over all rows.
    button: usize,
}

/// Presses a button: the bot hears of it, or the link under it opens that person's private chat.
async fn press(State(room): Shared, Json(pressed): Json<Pressed>) -> Answer {
    // Only Telegram has buttons.
    let Seat::Telegram { user, chat } = room.cast.seat(pressed.who, pressed.chat) else {
        return Err(room.fault("practice-fault-gone"));
    };
    let telegram = &room.platforms.telegram;
    let messages = match pressed.chat {
        Chat::Village => telegram.messages(chat),
        Chat::Private => telegram.private_messages(user, chat),
    };
    let number = pressed.message.parse().unwrap_or_default();
    let message = messages.into_iter().find(|m| m.message_id == number && !m.deleted);
    let button = message.and_then(|m| m.buttons.into_iter().flatten().nth(pressed.button));
    let button = button.ok_or_else(|| room.fault("practice-fault-gone"))?;
    if button.data.is_none() {
        let url = button
            .url
            .filter(|url| screen::leads_to_bot(url))
            .ok_or_else(|| room.fault("practice-fault-link"))?;
        telegram.opens_link(user, &url).map_err(|_| room.fault("practice-fault-gone"))?;
        return Ok(Json(json!({"opens": pressed.who})));
    }
    let which = Which::Nth(pressed.button);
    let query = telegram.person_presses(user, chat, number, which);
    let query = query.map_err(|_| room.fault("practice-fault-gone"))?;
    // What a phone shows as a short notice; most answers only stop the waiting sign.
    let answer = telegram.wait_for(Duration::from_secs(2), |platform| platform.press_answer(&query)).await;
    let notice = answer.map(|PressAnswer { text, .. }| text).filter(|text| !text.is_empty());
    Ok(Json(json!({"notice": notice})))
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Move {
    /// By so many milliseconds.
    By(Millis),
    /// To this moment.
    To(Millis),
}

async fn clock(State(room): Shared, Json(given): Json<Move>) -> Answer {
    let now = room.parts.core.clock.now();
    let by = match given {
        Move::By(by) => by,
        Move::To(to) => to.saturating_sub(now),
    };
    let by = u64::try_from(by).ok().filter(|by| (1..=YEAR.unsigned_abs()).contains(by));
    let by = by.ok_or_else(|| room.fault("practice-fault-clock"))?;
    room.parts.core.clock.advance(Duration::from_millis(by));
    (room.wake)();
    Ok(Json(json!({"now": room.parts.core.clock.now()})))
}

/// A voice, a picture or a document of a chat. Documents are saved, never shown: they come from the bot,
/// and a page among them must not run beside ours.
async fn file(State(room): Shared, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let Some(bytes) = room.platforms.file(&id) else { return StatusCode::NOT_FOUND.into_response() };
    let bytes = Bytes::from(bytes);
    let kind = match bytes.as_ref() {
        [b'O', b'g', b'g', b'S', ..] => "audio/ogg",
        [0xff, 0xf0..=0xf9, ..] => "audio/aac",
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xff, 0xd8, ..] => "image/jpeg",
        _ => {
            let (kind, saved) = ("application/octet-stream", "attachment");
            return ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, saved)], bytes)
                .into_response();
        }
    };
    let about = [(header::CONTENT_TYPE, kind), (header::ACCEPT_RANGES, "bytes")];
    let asked = headers.get(header::RANGE).and_then(|range| range.to_str().ok());
    // Players need a part to know how long a voice is.
    match asked.map_or(Range::Whole, |asked| range(asked, bytes.len())) {
        Range::Part(from, to) => {
            let range = [(header::CONTENT_RANGE, format!("bytes {from}-{to}/{}", bytes.len()))];
            (StatusCode::PARTIAL_CONTENT, about, range, bytes.slice(from..=to)).into_response()
        }
        Range::Whole | Range::Beyond => (about, bytes).into_response(),
    }
}

/// The month's report of the commune, as `loaban report` makes it. It opens in a window of its own, so what is wrong
/// with it is a page as well.
async fn report(State(room): Shared, Path(typed): Path<String>) -> Response {
    let Fault(status, words) = match month(&room, &typed).await {
        Ok(page) => return page,
        Err(fault) => fault,
    };
    page::sorry(status, room.say("web-no-file-title", &[]), words)
}

async fn month(room: &Room, typed: &str) -> Result<Response, Fault> {
    let unknown =
        || Fault(StatusCode::NOT_FOUND, room.say("practice-fault-report", &[("period", typed.into())]));
    let period = Period::parse(typed).ok_or_else(unknown)?;
    let (parts, now) = (&room.parts, room.parts.core.clock.now());
    let made = async {
        let tree = parts.atlas.tree().await?;
        let report = report::build(parts.reports(), &tree, COMMUNE, period, now).await?;
        anyhow::Ok(report.html(&parts.core.text))
    };
    let page = made.await.map_err(|e| room.broken(&e))?;
    if now >= room.closing(period).map_err(|e| room.broken(&e))?.end {
        room.opened.lock().unwrap_or_else(PoisonError::into_inner).insert(period.to_string());
    }
    // The report carries its own style and nothing that runs.
    let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    let headers =
        [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, policy)];
    Ok((headers, page).into_response())
}
