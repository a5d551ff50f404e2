//! What a platform pushes: checked, stored, and only then acknowledged.

use super::Door;
use super::crowd::{Crowd, Guest};
use super::serve::Told;
use crate::channel::{Proof, Unproven};
use crate::db::Trouble;
use crate::telemetry;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{Extension, Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Platforms wait 2 s for the answer; what takes longer is pushed again and recognised then.
const STORE_PATIENCE: Duration = Duration::from_millis(1800);
/// A body is here within this, or never.
const BODY_PATIENCE: Duration = Duration::from_secs(5);
/// No platform pushes more in one update.
pub(super) const LARGEST_BODY_BYTES: usize = 1 << 20;
/// Where only the body can prove who sends it, no more is read of it.
const UNPROVEN_BODY_BYTES: usize = 64 << 10;
/// So many unproven bodies are read at once: who stalls loses the place to who comes.
const UNPROVEN_READERS: usize = 16;

/// What the pushes of all accounts share.
#[derive(Clone)]
pub(super) struct Hooks {
    readers: Crowd,
    refused: Arc<Mutex<HashMap<(String, Unproven), Told>>>,
}

impl Default for Hooks {
    fn default() -> Hooks {
        Hooks { readers: Crowd::new(UNPROVEN_READERS), refused: Arc::default() }
    }
}

impl Hooks {
    /// Counted each time, logged once a minute: strangers do not write our log.
    fn refuse(&self, door: &Door, account: &str, why: Unproven) -> StatusCode {
        telemetry::count("hooks", account, "refused");
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(times) =
            refused.entry((account.to_owned(), why)).or_default().again(door.core.clock.tick(), 1)
        {
            tracing::warn!(account, why, times, "pushes were refused");
        }
        StatusCode::UNAUTHORIZED
    }

    /// The body, as far as its sender may be believed; the status to answer otherwise.
    async fn read(&self, proof: Proof, body: Body) -> Result<Bytes, StatusCode> {
        let most = if proof == Proof::ByHeader { LARGEST_BODY_BYTES } else { UNPROVEN_BODY_BYTES };
        if body.size_hint().lower() > most as u64 {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        let reader = (proof != Proof::ByHeader).then(|| self.readers.enter());
        let taken = async {
            match &reader {
                Some(place) => place.told_to_leave().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            read = tokio::time::timeout(BODY_PATIENCE, to_bytes(body, most)) => match read {
                Ok(Ok(body)) => Ok(body),
                // Longer than it said, or broken off.
                Ok(Err(_)) => Err(StatusCode::PAYLOAD_TOO_LARGE),
                Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
            },
            () = taken => Err(StatusCode::SERVICE_UNAVAILABLE),
        }
    }
}

/// A platform came through this connection: no stranger takes its place.
fn known(guest: Option<&Extension<Arc<Guest>>>) {
    if let Some(Extension(guest)) = guest {
        guest.proven();
    }
}

pub async fn hook(
    State(door): State<Door>,
    Path(account): Path<String>,
    Extension(hooks): Extension<Hooks>,
    guest: Option<Extension<Arc<Guest>>>,
    headers: HeaderMap,
    request: Request,
) -> StatusCode {
    let Some(channel) = door.channels.get(&account).filter(|c| !c.polls()) else {
        return StatusCode::NOT_FOUND;
    };
    let header = |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
    // Before a byte of the body is read.
    let proof = channel.proof(&header);
    let body = request.into_body();
    if proof == Proof::None && !body.is_end_stream() {
        return hooks.refuse(&door, &account, "no secret or signature of the platform");
    }
    if proof == Proof::ByHeader {
        known(guest.as_ref());
    }
    let body = match hooks.read(proof, body).await {
        Ok(body) => body,
        Err(status) => {
            telemetry::count("hooks", &account, "refused");
            return status;
        }
    };
    let updates = match channel.pushed(&header, &body) {
        Ok(updates) => updates,
        Err(why) => return hooks.refuse(&door, &account, why),
    };
    if proof == Proof::ByBody {
        known(guest.as_ref());
    }
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
    match tokio::time::timeout(STORE_PATIENCE, stored).await {
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
