//! Somebody lives elsewhere.

use crate::talk::asking;
use crate::talk::turn::Turn;
use anyhow::Result;

/// `đổi bản`: by choices, or typed.
pub async fn handle(turn: &mut Turn<'_>) -> Result<()> {
    asking::change_place(turn).await
}
