//! Questions that were closed two years ago become counts: the log has them, and no row does any more. Their codes may be
//! given again: the log knows a question from one that had its code before by when it was asked.

use super::{Desk, store};
use crate::calendar::Stretch;
use crate::clock::Millis;
use crate::db::Db;
use crate::ids::QuestionCode;
use crate::outbox;
use anyhow::Result;
use std::time::Duration;

/// Two years, and the day that one of them may have more.
const ROW_LIFE: Millis = 731 * 24 * 3_600_000;
/// Rows in one transaction.
const PAGE: i64 = 200;
/// So many pages in one look: first there may be years of them, and other scheduled acts have their turn in between.
const PAGES: usize = 20;
/// Between two of them others get theirs.
const PAUSE: Duration = Duration::from_millis(6);
/// Once everything was looked at, it is looked at again so much later.
const REST: Millis = 24 * 3_600_000;

/// How far the look at old questions has come. It is begun anew with the process: what left is not there to be met again.
#[derive(Debug, Default)]
pub struct Forgetting {
    after: (Millis, QuestionCode),
    rests_until: Millis,
}

impl Forgetting {
    /// Goes on by some pages, those first that were closed first. Returns how many questions left.
    pub async fn look(&mut self, desk: &Desk, db: &Db, now: Millis) -> Result<u64> {
        let rules = &desk.rules;
        let kept = |keep: Stretch| keep.length().as_millis() as Millis;
        // A row stays as long as anything in it.
        let longest = [rules.keep_text, rules.keep_handle, rules.keep_voice].map(kept);
        let before = now - longest.into_iter().fold(ROW_LIFE, Millis::max);
        let mut left = 0;
        for _ in 0..PAGES {
            if now < self.rests_until {
                break;
            }
            match self.page(db, before).await? {
                Some(questions) => left += questions,
                None => *self = Forgetting { rests_until: now + REST, ..Forgetting::default() },
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(left)
    }

    /// The next page, one transaction: how many left, or none when there are no more.
    async fn page(&mut self, db: &Db, before: Millis) -> Result<Option<u64>> {
        let mut tx = db.write().await?;
        let page = store::closed_before(&mut tx, before, &self.after, PAGE).await?;
        let Some((code, at)) = page.last().cloned() else {
            // Nobody waits for what it holds.
            tx.commit().await?;
            return Ok(None);
        };
        let mut codes: Vec<QuestionCode> = page.into_iter().map(|(code, _)| code).collect();
        let waits = outbox::leave_questions(&mut tx, &codes).await?;
        codes.retain(|code| !waits.contains(code));
        store::delete(&mut tx, &codes).await?;
        tx.commit().await?;
        self.after = (at, code);
        Ok(Some(codes.len() as u64))
    }
}
