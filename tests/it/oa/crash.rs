//! The built program is killed at every step of a renewal. How often each token was presented is asked of the
//! platform, which survives.

use crate::live::machine::Machine;
use crate::live::{database_url, on_both};
use crate::world::Engine;
use loaban::db::Db;
use loaban::standins::zalo_oa::{Fault, What, ZaloOa};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

on_both!(killed_at_each_step_of_a_renewal_it_uses_no_spent_token_outside_the_one_gap);

struct Office {
    machine: Machine,
    zalo: ZaloOa,
    oa: String,
}

impl Office {
    async fn new(engine: Engine) -> Option<Office> {
        let machine = Machine::new(engine).await?;
        let clock = loaban::clock::Clock::system();
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        let zalo = ZaloOa::start(address, Arc::new(move || clock.now())).await.unwrap();
        let oa = zalo.add_oa("OA xã mẫu");
        let office = Office { machine, zalo, oa };
        office.is_set_up(&office.zalo.first_token(&office.oa));
        Some(office)
    }

    fn is_set_up(&self, token: &str) {
        let (app_id, secret, key) = self.zalo.app();
        let account = format!(
            "\n[[account]]\nname = \"oa\"\nplatform = \"zalo_oa\"\noa_id = \"{}\"\napp_id = \"{app_id}\"\n\
             app_secret = \"{secret}\"\nwebhook_key = \"{key}\"\nrefresh_token = \"{token}\"\n\
             api_url = \"{}\"\noauth_url = \"{}\"\n",
            self.oa,
            self.zalo.api_url(),
            self.zalo.oauth_url(),
        );
        self.machine.writes("loaban.toml", &self.machine.settings(&account));
    }

    /// Runs until it is killed by itself at a named point.
    async fn dies_at(&self, point: &str) {
        use std::os::unix::process::ExitStatusExt;
        let mut running = self.machine.runs(&[("LOABAN_CRASH_AT", point)]);
        let status = running.ends(Duration::from_secs(30)).await;
        assert!(status.signal().is_some(), "{point}: it ended with {status}:\n{}", running.said());
    }

    /// As though the dead holder's 20 s were over; and, if asked to, as though the access token were.
    async fn time_passes(&self, expired: bool) {
        let db = Db::open(&database_url(&self.machine)).await.unwrap();
        let sql = if expired {
            "UPDATE zalo_token SET held_until = 0, expires_at = 0, issued_at = 0"
        } else {
            "UPDATE zalo_token SET held_until = 0"
        };
        sqlx::query(sql).execute(db.read()).await.unwrap();
        sqlx::query("UPDATE lease SET until_at = 0").execute(db.read()).await.unwrap();
        db.close().await;
    }

    async fn state(&self) -> String {
        let db = Db::open(&database_url(&self.machine)).await.unwrap();
        let sql = "SELECT state FROM zalo_token";
        let state = sqlx::query_scalar(sql).fetch_one(db.read()).await.unwrap();
        db.close().await;
        state
    }

    /// Runs until it is ready, and stops in order.
    async fn comes_to_rest(&self) {
        let mut running = self.machine.runs(&[]);
        running.ready().await;
        running.stops().await;
    }
}

/// How many tokens were presented so many times.
fn times(presented: &BTreeMap<String, u32>) -> BTreeMap<u32, usize> {
    let mut times = BTreeMap::new();
    for n in presented.values() {
        *times.entry(*n).or_default() += 1;
    }
    times
}

async fn killed_at_each_step_of_a_renewal_it_uses_no_spent_token_outside_the_one_gap(engine: Engine) {
    let Some(office) = Office::new(engine).await else { return };
    if engine == Engine::Postgres {
        assert_eq!(office.machine.does(&["migrate"]).code, 0);
    }
    // Before the platform has heard of it, and after the new pair is on disk: no token is presented twice.
    for point in ["token-due", "token-marked", "token-stored"] {
        office.dies_at(point).await;
        office.time_passes(false).await;
        office.comes_to_rest().await;
        assert_eq!(office.state().await, "good", "{point}");
        let presented = office.zalo.presented();
        assert!(presented.values().all(|n| *n == 1), "{point}: {presented:?}");
        office.time_passes(true).await;
    }
    // Killed by SIGKILL while the platform keeps the answer to itself: the token is spent, and nobody here can know.
    // It is tried exactly once more, then an administrator is needed, and it is never tried again.
    let before = office.zalo.presented();
    office.dies_at("token-answered").await;
    let spent: Vec<String> =
        office.zalo.presented().into_keys().filter(|token| !before.contains_key(token)).collect();
    assert_eq!(spent.len(), 1);
    for _ in 0..3 {
        office.time_passes(true).await;
        let mut running = office.machine.runs(&[]);
        let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
        while office.state().await != "consent" {
            assert!(tokio::time::Instant::now() < deadline, "{}", running.said());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        running.kill();
    }
    let presented = office.zalo.presented();
    assert_eq!(presented[&spent[0]], 2, "{presented:?}");
    assert_eq!(times(&presented), BTreeMap::from([(1, presented.len() - 1), (2, 1)]));

    // Consent anew, by a new token in the settings; then killed in the gap, and killed again in the one more try.
    let again = office.zalo.first_token(&office.oa);
    office.is_set_up(&again);
    office.comes_to_rest().await;
    assert_eq!(office.state().await, "good");
    office.time_passes(true).await;
    office.zalo.fault(Fault::new(What::HangAfter).on("/v4/oa/access_token"));
    let before = office.zalo.presented();
    let mut running = office.machine.runs(&[]);
    let new = office.zalo.wait_for(Duration::from_secs(20), |z| {
        z.presented().into_keys().find(|token| !before.contains_key(token))
    });
    let spent = new.await.expect("it presents a token");
    running.kill();
    office.zalo.release();
    office.time_passes(true).await;
    office.dies_at("token-marked").await;
    assert_eq!(office.zalo.presented()[&spent], 1);
    for _ in 0..2 {
        office.time_passes(true).await;
        let mut running = office.machine.runs(&[]);
        let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
        while office.state().await != "consent" {
            assert!(tokio::time::Instant::now() < deadline, "{}", running.said());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        running.kill();
    }
    // Marked twice and asked once: the second mark could not know that it was not asked.
    assert_eq!(office.zalo.presented()[&spent], 1);
}
