//! A report's files, for a while, to who has the address: for chats that take no files. They are made anew from the log
//! when somebody opens them, and kept nowhere.

use super::Door;
use super::page;
use crate::report::{Form, Period};
use crate::text::{Arg, VIETNAMESE};
use anyhow::Result;
use axum::http::StatusCode;
use axum::http::header::{self, HeaderValue};
use axum::response::{IntoResponse, Response};
use std::pin::Pin;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// A file in the making: its name and its bytes, `None` where there is no such report.
pub type Making = Pin<Box<dyn Future<Output = Result<Option<(String, Vec<u8>)>>> + Send>>;

/// Makes the files of reports. One at a time: each reads the log, and whoever has an address may open it often.
#[derive(Clone)]
pub struct Reports {
    make: Arc<dyn Fn(String, Period, Form) -> Making + Send + Sync>,
    turn: Arc<Semaphore>,
}

impl Reports {
    /// By this.
    pub fn new(make: Arc<dyn Fn(String, Period, Form) -> Making + Send + Sync>) -> Reports {
        Reports { make, turn: Arc::new(Semaphore::new(1)) }
    }

    async fn file(&self, place: &str, period: Period, form: Form) -> Result<Option<(String, Vec<u8>)>> {
        let _turn = self.turn.acquire().await?;
        (self.make)(place.to_owned(), period, form).await
    }
}

/// The page carries its own style and nothing that runs.
const OWN_STYLE: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; \
                         form-action 'none'; frame-ancestors 'none'";

/// The files in a list, or one of them by the end of its name. `None`: it is no address of this.
pub(super) async fn open(door: &Door, ticket: &str, ending: Option<&str>) -> Option<Response> {
    let (place, period) = door.links.open_report(ticket)?;
    let period = Period::parse(&period)?;
    let Some(ending) = ending else { return Some(list(door, ticket, period)) };
    let form = Form::named(ending)?;
    Some(match door.reports.file(&place, period, form).await {
        Ok(Some((name, bytes))) => file(form, &name, bytes),
        Ok(None) => return None,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    })
}

fn list(door: &Door, ticket: &str, period: Period) -> Response {
    let say = |key: &str, args: &[Arg<'_>]| door.core.text.say(VIETNAMESE, key, args);
    let words = period.in_words(&door.core.text, VIETNAMESE);
    let files = [
        (Form::Document, "web-report-document"),
        (Form::Page, "web-report-page"),
        (Form::Workbook, "web-report-workbook"),
        (Form::Json, "web-report-json"),
    ];
    let files = files.map(|(form, key)| page::Listed {
        file: format!("{ticket}.{}", form.as_str()),
        label: say(key, &[]),
    });
    page::show(&page::Files {
        language: VIETNAMESE,
        title: say("web-report-title", &[("period", words.into())]),
        files: files.into(),
        note: say("web-report-note", &[]),
    })
}

fn file(form: Form, name: &str, bytes: Vec<u8>) -> Response {
    let mut response = (StatusCode::OK, bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(form.mime()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if form == Form::Page {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(OWN_STYLE));
    } else if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
