//! A fresh PostgreSQL database for one test, cloned from a migrated template: tens of milliseconds each.

use include_dir::{Dir, include_dir};
use loaban::db::Db;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::OnceCell;

/// The server's address, ending in a database that always exists (`…/postgres`).
const SERVER: &str = "LOABAN_TEST_PG";
/// Set to 1 by a run that leaves PostgreSQL out on purpose.
const LEFT_OUT: &str = "LOABAN_TEST_SQLITE_ONLY";

/// The migrations say which template it is: several versions of the program may be tested on one server.
static MIGRATIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/migrations");
static TEMPLATE: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = DefaultHasher::new();
    for file in MIGRATIONS.files() {
        (file.path(), file.contents()).hash(&mut hasher);
    }
    format!("loaban_template_{:016x}", hasher.finish())
});

/// An empty, migrated database; dropped with the value, whoever is still connected.
pub struct Database {
    server: PgConnectOptions,
    name: String,
}

impl Database {
    /// Makes one. `None`, with a line on stderr, only where PostgreSQL was left out on purpose.
    pub async fn create() -> Option<Database> {
        Self::from(&TEMPLATE).await
    }

    /// Makes one that is not migrated.
    pub async fn empty() -> Option<Database> {
        Self::from("template0").await
    }

    async fn from(template: &str) -> Option<Database> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        static READY: OnceCell<()> = OnceCell::const_new();
        let Ok(server) = std::env::var(SERVER) else {
            assert!(
                std::env::var(LEFT_OUT).is_ok_and(|v| v == "1"),
                "this test needs a PostgreSQL server in {SERVER}; run ./tests/run, which starts one"
            );
            eprintln!("skipped: PostgreSQL was left out ({LEFT_OUT}=1)");
            return None;
        };
        let server: PgConnectOptions = server.parse().unwrap();
        READY.get_or_init(|| prepare_template(&server)).await;
        let name = format!("loaban_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let mut admin = server.connect().await.unwrap();
        // A killed run with the same process id may have left its own.
        run(&mut admin, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        run(&mut admin, format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        admin.close().await.unwrap();
        Some(Database { server, name })
    }

    /// What stands in `[database] url`.
    pub fn url(&self) -> String {
        url(&self.server, &self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // The test's own runtime may be on its way out, so the farewell is said on another.
        let (server, name) = (self.server.clone(), self.name.clone());
        let farewell = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let mut admin = server.connect().await.unwrap();
                run(&mut admin, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
            });
        });
        if farewell.join().is_err() {
            eprintln!("the test database {} could not be dropped", self.name);
        }
    }
}

/// Brings the template up to date. Another test process may be at it, and one that ran before may have left a
/// template of migrations that were edited since.
async fn prepare_template(server: &PgConnectOptions) {
    let mut admin = server.connect().await.unwrap();
    run(&mut admin, "SELECT pg_advisory_lock(76796665)".into()).await;
    let there: i64 = sqlx::query_scalar("SELECT count(*) FROM pg_database WHERE datname = $1")
        .bind(TEMPLATE.as_str())
        .fetch_one(&mut admin)
        .await
        .unwrap();
    if there == 0 || migrate(server).await.is_err() {
        run(&mut admin, format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", *TEMPLATE)).await;
        run(&mut admin, format!("CREATE DATABASE {}", *TEMPLATE)).await;
        migrate(server).await.unwrap();
    }
    admin.close().await.unwrap();
}

async fn migrate(server: &PgConnectOptions) -> anyhow::Result<()> {
    let db = Db::open(&url(server, &TEMPLATE)).await?;
    let done = db.migrate().await;
    // Nobody may be connected to a template while it is cloned.
    db.close().await;
    done
}

fn url(server: &PgConnectOptions, database: &str) -> String {
    server.clone().database(database).to_url_lossy().to_string()
}

async fn run(admin: &mut PgConnection, sql: String) {
    admin.execute(AssertSqlSafe(sql)).await.unwrap();
}
