//! A file over HTTP: whole, in parts, or not again.

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap};
use axum::response::{IntoResponse, Response};

/// How a file may be kept by whoever fetched it.
pub(super) enum Keep<'a> {
    /// For minutes, under this name: what is taken back is gone soon.
    Briefly(&'a str),
    /// Not at all.
    Never,
}

/// The file, or the part of it that was asked for: phones seek with ranges.
pub(super) fn part(bytes: &[u8], mime: &'static str, keep: &Keep<'_>, headers: &HeaderMap) -> Response {
    let (etag, cache) = match keep {
        Keep::Briefly(name) => (Some(format!("\"{name}\"")), "public, max-age=300"),
        Keep::Never => (None, "no-store"),
    };
    let asked = |name| headers.get(name).and_then(|v| v.to_str().ok());
    let build = |status: StatusCode, range: Option<String>, body: Vec<u8>| {
        let mut response = Response::builder()
            .status(status)
            .header(header::ACCEPT_RANGES, "bytes")
            .header(header::CACHE_CONTROL, cache);
        if let Some(etag) = &etag {
            response = response.header(header::ETAG, etag);
        }
        if status.is_success() {
            response = response.header(header::CONTENT_TYPE, mime);
        }
        if let Some(range) = range {
            response = response.header(header::CONTENT_RANGE, range);
        }
        let built = response.body(Body::from(body));
        built.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
    };
    let known = |tag: &str| etag.as_deref() == Some(tag.trim());
    if asked(header::IF_NONE_MATCH).is_some_and(|tags| tags.split(',').any(known)) {
        return build(StatusCode::NOT_MODIFIED, None, vec![]);
    }
    let same = asked(header::IF_RANGE).is_none_or(known);
    match asked(header::RANGE).filter(|_| same).map_or(Range::Whole, |r| range(r, bytes.len())) {
        Range::Whole => build(StatusCode::OK, None, bytes.to_vec()),
        Range::Part(from, to) => {
            let shown = format!("bytes {from}-{to}/{}", bytes.len());
            build(StatusCode::PARTIAL_CONTENT, Some(shown), bytes[from..=to].to_vec())
        }
        Range::Beyond => {
            build(StatusCode::RANGE_NOT_SATISFIABLE, Some(format!("bytes */{}", bytes.len())), vec![])
        }
    }
}

/// What was asked for of a file.
#[derive(Debug, PartialEq, Eq)]
pub enum Range {
    /// All of it.
    Whole,
    /// From this byte to that one, both included.
    Part(usize, usize),
    /// Only what lies behind its end.
    Beyond,
}

/// One range of bytes (RFC 9110, 14.1.2). Several at once, other units and nonsense get the whole.
pub fn range(text: &str, length: usize) -> Range {
    let Some((from, to)) = text.trim().strip_prefix("bytes=").and_then(|r| r.split_once('-')) else {
        return Range::Whole;
    };
    let last = length.saturating_sub(1);
    match (from.trim().parse::<usize>(), to.trim().parse::<usize>()) {
        (Ok(from), Ok(to)) if from > to => Range::Whole,
        (Ok(from), _) if from >= length => Range::Beyond,
        (Ok(from), Ok(to)) => Range::Part(from, to.min(last)),
        (Ok(from), Err(_)) if to.trim().is_empty() => Range::Part(from, last),
        (Err(_), Ok(0)) if from.trim().is_empty() => Range::Beyond,
        (Err(_), Ok(tail)) if from.trim().is_empty() && length > 0 => {
            Range::Part(length.saturating_sub(tail), last)
        }
        _ => Range::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_a_part_or_the_whole_and_never_beyond() {
        for (text, meant) in [
            ("bytes=0-", Range::Part(0, 9)),
            ("bytes=2-4", Range::Part(2, 4)),
            ("bytes=2-400", Range::Part(2, 9)),
            ("bytes=-3", Range::Part(7, 9)),
            ("bytes=-30", Range::Part(0, 9)),
            ("bytes=0-18446744073709551615", Range::Part(0, 9)),
            ("bytes=10-", Range::Beyond),
            ("bytes=-0", Range::Beyond),
            ("bytes=4-2", Range::Whole),
            ("bytes=0-1,3-4", Range::Whole),
            ("items=0-1", Range::Whole),
            ("bytes=-", Range::Whole),
        ] {
            assert_eq!(range(text, 10), meant, "{text}");
        }
        assert_eq!(range("bytes=0-", 0), Range::Beyond);
    }
}
