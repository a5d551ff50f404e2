//! A card that the platform does not take for who is to answer: they are away until they write.

use super::{Desk, store};
use crate::db::Tx;
use crate::outbox;
use crate::roster::{self, Standing};
use anyhow::Result;

impl Desk {
    /// Whoever cannot be reached (they blocked the bot, left, or have been silent for so long that the platform takes
    /// nothing for them) counts as away until they write, so that no question waits for somebody who does not hear of it.
    /// Whoever can answer now gets it by [`Desk::assign_waiting`]. Returns how many questions are free for them.
    pub async fn let_go_refused(&self, tx: &mut Tx) -> Result<usize> {
        let open = store::open(tx, &self.core.seal).await?;
        let held: Vec<_> = open.iter().filter(|q| q.role.is_some()).collect();
        let codes: Vec<_> = held.iter().map(|q| &q.code).collect();
        let refused = outbox::refused_cards(tx, &codes).await?;
        let mut free = 0;
        for q in held {
            let Some(person) = refused.get(&q.code) else { continue };
            // A card to who held it before says nothing of who holds it now.
            let Some(role) = self.holder(tx, q).await?.filter(|role| role.person == *person) else {
                continue;
            };
            // They come back to a new card, if it is theirs again.
            outbox::cancel_about(tx, self.now(), &q.code).await?;
            if !role.is_gone() {
                roster::stand(tx, &role.person, Standing::Gone).await?;
            }
            free += 1;
        }
        Ok(free)
    }
}
