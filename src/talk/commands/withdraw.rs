//! A question is taken back by whoever asked it.

use crate::questions::Question;
use crate::questions::question::State;
use crate::talk::lookup;
use crate::talk::parse::withdraw::Withdraw;
use crate::talk::sharing;
use crate::talk::turn::Turn;
use anyhow::Result;

/// `thu hồi CODE`; without a code the quoted one, or the only one that is open. In a group only what was asked
/// there: the rest is nobody else's business.
pub async fn handle(turn: &mut Turn<'_>, which: Withdraw) -> Result<()> {
    let here = turn.group.as_ref().map(|g| g.id.clone());
    let in_sight = |q: &Question| here.is_none() || q.group == here;
    let code = match which {
        Withdraw::Code(code) => Some(code),
        Withdraw::Misspelled => None,
        Withdraw::Implied => match turn.quoted().await?.and_then(|q| q.question) {
            Some(code) => Some(code),
            None => {
                let keys = turn.asker_keys().await?;
                let all = turn.parts.desk.of_asker(&mut turn.tx, &keys).await?;
                let open: Vec<_> = all.iter().filter(|q| q.state == State::Open && in_sight(q)).collect();
                if let [one] = open[..] { Some(one.code.clone()) } else { None }
            }
        },
    };
    let Some(code) = code else { return turn.reply("withdraw-how", &[]).await };
    let Some(q) = lookup::own_question(turn, &code).await?.filter(in_sight) else {
        let key = if turn.private() { "question-not-yours" } else { "withdraw-in-private" };
        return turn.reply(key, &[("code", code.into())]).await;
    };
    take_back(turn, q).await
}

/// The asker takes this one back. False: it is not theirs.
pub async fn chosen(turn: &mut Turn<'_>, code: &str) -> Result<bool> {
    let Some(q) = lookup::own_question(turn, code).await? else { return Ok(false) };
    take_back(turn, q).await?;
    Ok(true)
}

async fn take_back(turn: &mut Turn<'_>, mut q: Question) -> Result<()> {
    // Answered, it may be on its way to the village: as long as it is not there, that ends it.
    if q.state == State::Answered && turn.private() && sharing::consent(turn, &q.code, false, "").await? {
        return Ok(());
    }
    let already = q.state == State::Withdrawn;
    let done = turn.parts.desk.withdraw(&mut turn.tx, &mut q).await?;
    let key = match (done, already) {
        (true, _) => "withdrawn",
        (false, true) => "withdrawn-already",
        (false, false) => "withdraw-too-late",
    };
    turn.reply(key, &[("code", q.code.into())]).await
}
