//! Two questions are one.

use crate::acts::Deed;
use crate::ids::QuestionCode;
use crate::roster::Role;
use crate::talk::lookup;
use crate::talk::turn::Turn;
use anyhow::Result;

/// `/trung CODE CODE`: an answer to the first goes to both.
pub async fn handle(
    turn: &mut Turn<'_>,
    held: &[Role],
    codes: Option<(QuestionCode, QuestionCode)>,
) -> Result<()> {
    let Some((first, second)) = codes else { return turn.reply("same-how", &[]).await };
    let Some((one, _)) = lookup::open_question(turn, held, &first).await? else { return Ok(()) };
    let Some((mut other, role)) = lookup::open_question(turn, held, &second).await? else { return Ok(()) };
    if one.same_as.is_some() || one.back.discretion != other.back.discretion {
        return turn.reply("same-not", &[]).await;
    }
    turn.parts.desk.same(&mut turn.tx, &one, &mut other).await?;
    turn.decided(&role, Deed::Merge, "").await?;
    turn.reply("same-noted", &[("first", first.into()), ("second", second.into())]).await
}
