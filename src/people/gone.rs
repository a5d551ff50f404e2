//! Who had everything deleted after the backup that a database comes from: what they said before is not heard again.

use super::register::Missing;
use super::store;
use crate::clock::Millis;
use crate::db::Db;
use crate::seal::Seal;
use anyhow::Result;

/// When erasures were last done again that a backup did not have.
const ERASED_AGAIN: &str = "erased again";

/// Who had everything deleted after the backup that this database comes from, and until when what they said is not heard
/// a second time: a platform's own history has it still.
#[derive(Debug, Default)]
pub struct Gone {
    until: Millis,
    of: Missing,
}

impl Gone {
    /// Of this database.
    pub async fn read(db: &Db, seal: &Seal) -> Result<Gone> {
        let until = db.mark(ERASED_AGAIN).await?.and_then(|at| at.parse().ok());
        let Some(until) = until else { return Ok(Gone::default()) };
        Ok(Gone { until, of: Missing::new(seal, store::erasures(db).await?) })
    }

    /// Erasures were done again, now.
    pub async fn note(db: &Db, now: Millis) -> Result<()> {
        db.put_mark(ERASED_AGAIN, &now.to_string()).await
    }

    /// This was said by one of them, before.
    pub fn said(&self, seal: &Seal, (account, address): (&str, &str), at: Millis) -> bool {
        at <= self.until && self.of.is_about(seal, &seal.roots(account, address))
    }
}
