//! The whole job from the outside: the built program, its commands and its web door, a stand-in for the platform,
//! and nothing but what CONTRACT.md promises.

pub mod backup;
mod homes;
pub mod job;
pub mod machine;
mod usage;

use crate::world::Engine;

/// Writes each test down twice: once for each database.
macro_rules! on_both {
    ($($test:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$test($crate::world::Engine::Sqlite).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$test($crate::world::Engine::Postgres).await;
            })*
        }
    };
}
pub(crate) use on_both;

/// The database of a machine, for what no command shows.
pub fn database_url(machine: &machine::Machine) -> String {
    match machine.engine {
        Engine::Sqlite => format!("sqlite://{}", machine.dir.path().join("loaban.db").display()),
        Engine::Postgres => machine.url.clone(),
    }
}
