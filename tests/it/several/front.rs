//! What stands in front of several processes: one address for the platform, any process behind it.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// Hands every push on, to one process after the other; one that does not answer is passed over.
#[derive(Clone)]
pub struct Front {
    behind: Arc<Mutex<Vec<SocketAddr>>>,
    turn: Arc<AtomicUsize>,
    /// Where the platform finds it.
    pub url: String,
}

impl Front {
    pub async fn open() -> Front {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let front = Front { behind: Arc::default(), turn: Arc::default(), url };
        let router = Router::new().fallback(hand_on).with_state(front.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        front
    }

    /// These processes are behind it from now on.
    pub fn leads_to(&self, doors: &[SocketAddr]) {
        *self.behind.lock().unwrap() = doors.to_vec();
    }
}

async fn hand_on(State(front): State<Front>, uri: Uri, headers: HeaderMap, body: Bytes) -> StatusCode {
    let doors = front.behind.lock().unwrap().clone();
    let first = front.turn.fetch_add(1, Ordering::Relaxed);
    for nth in 0..doors.len() {
        let door = doors[(first + nth) % doors.len()];
        let mut push = reqwest::Client::new().post(format!("http://{door}{uri}")).body(body.clone());
        for name in ["content-type", "x-telegram-bot-api-secret-token"] {
            if let Some(value) = headers.get(name) {
                push = push.header(name, value.to_str().unwrap());
            }
        }
        // Nobody is there: the next one. Whoever answered has answered.
        if let Ok(answer) = push.send().await {
            return StatusCode::from_u16(answer.status().as_u16()).unwrap();
        }
    }
    StatusCode::BAD_GATEWAY
}
