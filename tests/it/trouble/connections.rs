//! Many transactions at once, as of a process with many accounts: who reads in the middle of one waits for nobody who
//! waits for them.

use crate::world::World;
use loaban::db::Backend;
use std::time::Duration;

crate::stories!(whoever_holds_a_transaction_can_read_beside_it_however_many_do);

async fn whoever_holds_a_transaction_can_read_beside_it_however_many_do(world: World) {
    let db = &world.parts().core.db;
    let many = if db.backend() == Backend::Sqlite { 1 } else { 64 };
    let mut writers = tokio::task::JoinSet::new();
    for _ in 0..many {
        let db = db.clone();
        writers.spawn(async move {
            let tx = db.write().await.unwrap();
            // Some of them are in the same place at once, however the tasks are run.
            tokio::task::yield_now().await;
            let read = tokio::time::timeout(Duration::from_secs(5), db.mark("kind")).await;
            tx.commit().await.unwrap();
            read.expect("a reader waits for connections that only readers will give back").unwrap();
        });
    }
    while let Some(done) = writers.join_next().await {
        done.unwrap();
    }
}
