//! What a platform pushes: checked, stored, and only then acknowledged.

use super::Door;
use crate::db::Trouble;
use crate::telemetry;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use std::sync::Arc;
use std::time::Duration;

/// Platforms wait 2 s for the answer; what takes longer is pushed again and recognised then.
const PUSH_PATIENCE: Duration = Duration::from_millis(1800);

pub async fn hook(
    State(door): State<Door>,
    Path(account): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let Some(channel) = door.channels.get(&account).filter(|c| !c.polls()) else {
        return StatusCode::NOT_FOUND;
    };
    let header = |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let Some(updates) = channel.pushed(&header, &body) else {
        telemetry::count("hooks", &account, "refused");
        tracing::warn!(account, "a push with a wrong secret or signature was refused");
        return StatusCode::UNAUTHORIZED;
    };
    if updates.is_empty() {
        telemetry::count("hooks", &account, "ignored");
        return StatusCode::OK;
    }
    let stored = async {
        let updates = channel.sift(updates).await.map_err(Arc::new)?;
        if updates.is_empty() {
            return Ok(false);
        }
        door.intake.accept(&account, updates).await.map(|()| true)
    };
    match tokio::time::timeout(PUSH_PATIENCE, stored).await {
        Ok(Ok(true)) => {
            telemetry::count("hooks", &account, "stored");
            (door.arrived)(&account);
            StatusCode::OK
        }
        Ok(Ok(false)) => {
            telemetry::count("hooks", &account, "ignored");
            StatusCode::OK
        }
        outcome => {
            telemetry::count("hooks", &account, "failed");
            match outcome {
                Ok(Err(e)) if !door.core.db.blame(&e) => {
                    tracing::error!(
                        account,
                        "a push could not be stored by a fault of ours; it will be repeated"
                    );
                }
                Ok(_) => {}
                Err(_) => door.core.db.met(Trouble::Slow),
            }
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}
