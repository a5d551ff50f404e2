//! What was said in a question or an answer is fetched when that is stored and kept sealed, so that a platform's address that
//! lapses loses nothing. Which files a question has is said by its row: what it speaks of no more is gone in the same
//! transaction.

use super::kept::{Handle, Wanted};
use super::lack::Lack;
use super::store;
use crate::base::Core;
use crate::clock::Millis;
use crate::db::{Db, Resealing, Tx};
use crate::seal::Seal;
use anyhow::Result;

/// Bytes in one piece.
const PIECE_BYTES: usize = 512 << 10;
/// Fetched at once.
const AT_ONCE: usize = 4;
/// So often a file is tried; with the pauses between, more than a day.
const MOST_TRIES: i64 = 36;
/// Between two tries at first, and at most. Longer than a platform is waited for: nobody fetches it beside us.
const FIRST_PAUSE: Millis = 3 * 60_000;
const LONGEST_PAUSE: Millis = 3_600_000;

/// The files of a question are these and no others: new ones will be fetched, the rest is gone at once.
pub async fn keep(tx: &mut Tx, seal: &Seal, code: &str, files: &[&Handle]) -> Result<()> {
    let owner = owner(seal, code);
    let before = store::of_owner(tx, &owner).await?;
    let now: Vec<(String, &Handle)> = files.iter().map(|handle| (id(seal, code, handle), *handle)).collect();
    for old in before.iter().filter(|old| now.iter().all(|(id, _)| id != *old)) {
        store::delete(tx, old).await?;
    }
    for (id, handle) in now.iter().filter(|(id, _)| !before.contains(id)) {
        store::want(tx, seal, id, &owner, handle).await?;
    }
    Ok(())
}

/// Nothing of any question is kept: the key is lost.
pub async fn lose(tx: &mut Tx) -> Result<()> {
    store::delete_all(tx).await
}

/// Every row is read once; those that cannot be are noted.
pub async fn survey(db: &Db, seal: &Seal) -> Result<()> {
    store::survey(db, seal).await
}

/// What an older key sealed is sealed by the newest.
pub async fn reseal(db: &Db, seal: &Seal, resealing: &Resealing<'_>) -> Result<usize> {
    store::reseal(db, seal, resealing).await
}

fn owner(seal: &Seal, code: &str) -> String {
    seal.mark_of("files of", code)
}

fn id(seal: &Seal, code: &str, (account, file_id): &Handle) -> String {
    seal.mark_of("file", &format!("{code}\n{account}\n{file_id}"))
}

/// What is to be fetched now.
pub(super) async fn due(core: &Core) -> Result<Vec<Wanted>> {
    store::due(&core.db, &core.seal, core.now(), AT_ONCE).await
}

/// This process fetches it now. A process that dies meanwhile has tried once, and the next one tries again.
pub(super) async fn claim(core: &Core, wanted: &Wanted) -> Result<bool> {
    store::claim(&core.db, wanted, core.now() + pause(wanted.tries)).await
}

fn pause(tries: i64) -> Millis {
    (FIRST_PAUSE << tries.clamp(0, 8)).min(LONGEST_PAUSE)
}

/// What came of fetching: kept, or tried again later, or given up.
pub(super) async fn settle(core: &Core, wanted: &Wanted, fetched: Result<Vec<u8>, Lack>) -> Result<()> {
    match fetched {
        Ok(bytes) => put(core, &wanted.id, &bytes).await,
        Err(Lack::Away) if wanted.tries + 1 < MOST_TRIES => Ok(()),
        Err(_) => store::lose(&core.db, &wanted.id).await,
    }
}

async fn put(core: &Core, id: &str, bytes: &[u8]) -> Result<()> {
    let pieces = bytes.chunks(PIECE_BYTES);
    let count = pieces.len();
    for (piece, bytes) in pieces.enumerate() {
        let sealed = core.seal.seal_bytes(&[heading(id, piece, count).as_bytes(), bytes].concat());
        if !store::put_piece(&core.db, id, piece as i64, &sealed).await? {
            return Ok(());
        }
    }
    store::kept(&core.db, id, count as i64).await
}

/// What is kept of a question's file; none: it is not there, or not whole.
pub(super) async fn read(core: &Core, code: &str, handle: &Handle) -> Result<Option<Vec<u8>>> {
    let id = id(&core.seal, code, handle);
    let Some(pieces) = store::pieces(&core.db, &id).await? else { return Ok(None) };
    let (count, mut bytes) = (pieces.len(), vec![]);
    for (piece, sealed) in pieces.iter().enumerate() {
        let Ok(plain) = core.seal.unseal_bytes(sealed) else { return Ok(None) };
        // Each knows where it belongs: none can be put into another's place.
        let Some(part) = plain.strip_prefix(heading(&id, piece, count).as_bytes()) else { return Ok(None) };
        bytes.extend_from_slice(part);
    }
    Ok(Some(bytes))
}

fn heading(id: &str, piece: usize, count: usize) -> String {
    format!("{id} {piece} {count}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Calendar;
    use crate::clock::Clock;
    use crate::ids::Ids;
    use crate::text::Text;

    async fn core(clock: &Clock, dir: &std::path::Path) -> Core {
        let ids = Ids::seeded(clock.clone(), 1);
        let db = Db::open(&format!("sqlite://{}", dir.join("loaban.db").display())).await.unwrap();
        db.migrate().await.unwrap();
        Core {
            db,
            seal: Seal::new(&[3; 32], ids.clone()),
            ids,
            clock: clock.clone(),
            calendar: Calendar::new("Asia/Ho_Chi_Minh").unwrap(),
            text: Text::load(None).unwrap(),
        }
    }

    async fn says(core: &Core, files: &[&Handle]) {
        let mut tx = core.db.write().await.unwrap();
        keep(&mut tx, &core.seal, "AB2CD", files).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn count(core: &Core, table: &str) -> i64 {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(core.db.read()).await.unwrap()
    }

    #[tokio::test]
    async fn a_file_is_kept_whole_and_sealed_and_goes_with_what_speaks_of_it() {
        let (clock, dir) = (Clock::standing(1_000_000), tempfile::tempdir().unwrap());
        let core = core(&clock, dir.path()).await;
        let (one, two): (Handle, Handle) = (("tg".into(), "F1".into()), ("tg".into(), "F2".into()));
        says(&core, &[&one, &two]).await;
        says(&core, &[&one, &two]).await;
        let bytes: Vec<u8> = (0..PIECE_BYTES * 2 + 7).map(|i| (i % 251) as u8).collect();
        let due = due(&core).await.unwrap();
        assert_eq!(due.len(), 2);
        for wanted in &due {
            assert!(claim(&core, wanted).await.unwrap());
            assert!(!claim(&core, wanted).await.unwrap(), "two fetched it");
            settle(&core, wanted, Ok(bytes.clone())).await.unwrap();
        }
        assert_eq!(read(&core, "AB2CD", &one).await.unwrap(), Some(bytes));
        assert_eq!(read(&core, "AB2CE", &one).await.unwrap(), None);
        assert_eq!(count(&core, "kept_piece").await, 6);
        // A piece in another's place, or one that is missing, is no file.
        for spoil in [
            "UPDATE kept_piece SET sealed = (SELECT p.sealed FROM kept_piece p WHERE p.file = kept_piece.file AND p.piece = 0)",
            "DELETE FROM kept_piece WHERE piece = 2",
        ] {
            sqlx::query(spoil).execute(core.db.read()).await.unwrap();
            assert_eq!(read(&core, "AB2CD", &one).await.unwrap(), None, "{spoil}");
        }
        says(&core, &[&two]).await;
        assert_eq!((count(&core, "kept_file").await, count(&core, "kept_piece").await), (1, 2));
        says(&core, &[]).await;
        assert_eq!((count(&core, "kept_file").await, count(&core, "kept_piece").await), (0, 0));
    }

    #[tokio::test]
    async fn what_is_kept_outlives_the_key_that_sealed_it_and_not_its_loss() {
        let (clock, dir) = (Clock::standing(1_000_000), tempfile::tempdir().unwrap());
        let mut core = core(&clock, dir.path()).await;
        let (kept, wanted): (Handle, Handle) = (("tg".into(), "F1".into()), ("tg".into(), "F2".into()));
        says(&core, &[&kept, &wanted]).await;
        let due_first = due(&core).await.unwrap();
        let first = due_first.iter().find(|one| one.handle == kept).unwrap();
        assert!(claim(&core, first).await.unwrap());
        let bytes = vec![7; PIECE_BYTES + 1];
        settle(&core, first, Ok(bytes.clone())).await.unwrap();
        // A new key beside the old one, and then without it.
        core.seal = core.seal.rotated();
        assert_eq!(read(&core, "AB2CD", &kept).await.unwrap().as_ref(), Some(&bytes));
        let seal = core.seal.clone();
        let again = |sealed: &str| seal.unseal(sealed).ok().map(|plain| seal.seal(&plain));
        let resealing = Resealing { newest: seal.prefix(), again: &again };
        // Two rows, and the pieces of one.
        assert_eq!(reseal(&core.db, &seal, &resealing).await.unwrap(), 4);
        assert_eq!(reseal(&core.db, &seal, &resealing).await.unwrap(), 0);
        core.seal = seal.without_older();
        assert_eq!(read(&core, "AB2CD", &kept).await.unwrap(), Some(bytes));
        assert_eq!(due(&core).await.unwrap()[0].handle, wanted);
        // Whoever lost the key keeps nothing that nobody can open.
        let mut tx = core.db.write().await.unwrap();
        lose(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((count(&core, "kept_file").await, count(&core, "kept_piece").await), (0, 0));
    }

    #[tokio::test]
    async fn what_cannot_be_fetched_is_tried_again_for_a_day_and_then_given_up() {
        let (clock, dir) = (Clock::standing(1_000_000), tempfile::tempdir().unwrap());
        let core = core(&clock, dir.path()).await;
        says(&core, &[&("tg".into(), "F1".into())]).await;
        let began = clock.now();
        let mut tries = 0;
        while count(&core, "kept_file WHERE state = 'wanted'").await == 1 {
            for wanted in due(&core).await.unwrap() {
                assert!(claim(&core, &wanted).await.unwrap());
                settle(&core, &wanted, Err(Lack::Away)).await.unwrap();
                tries += 1;
            }
            assert_eq!(due(&core).await.unwrap(), [], "tried again at once");
            clock.advance(std::time::Duration::from_secs(60));
        }
        assert_eq!(tries, MOST_TRIES);
        assert!((24..48).contains(&((clock.now() - began) / 3_600_000)));
    }

    #[tokio::test]
    async fn what_was_let_go_while_it_was_fetched_leaves_nothing() {
        let (clock, dir) = (Clock::standing(1_000_000), tempfile::tempdir().unwrap());
        let core = core(&clock, dir.path()).await;
        says(&core, &[&("tg".into(), "F1".into())]).await;
        let due = due(&core).await.unwrap();
        assert!(claim(&core, &due[0]).await.unwrap());
        says(&core, &[]).await;
        settle(&core, &due[0], Ok(vec![1; 10])).await.unwrap();
        assert_eq!((count(&core, "kept_file").await, count(&core, "kept_piece").await), (0, 0));
    }
}
