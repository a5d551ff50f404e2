//! The platform's words for what it refuses.

pub(super) use crate::standins::call::{Answer, Refusal, refuse};
use serde_json::json;

pub(super) fn bad<T>(what: impl std::fmt::Display) -> Result<T, Refusal> {
    refuse(400, format!("Bad Request: {what}"))
}

pub(super) fn too_many(seconds: u64) -> Refusal {
    let parameters = json!({"retry_after": seconds});
    Refusal { parameters, ..Refusal::new(429, format!("Too Many Requests: retry after {seconds}")) }
}
