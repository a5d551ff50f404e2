//! Two questions are one.

use super::{Desk, Question, store};
use crate::db::Tx;
use anyhow::Result;

impl Desk {
    /// Says that two questions are one: an answer to the first goes to both askers, and to whoever asked the same
    /// as the second.
    pub async fn same(&self, tx: &mut Tx, first: &Question, second: &mut Question) -> Result<()> {
        let mut all = store::same_as(tx, &self.core.seal, &second.code).await?;
        all.push(second.clone());
        for one in &mut all {
            one.same_as = Some(first.code.clone());
            store::save(tx, &self.core.seal, one).await?;
        }
        Ok(())
    }
}
