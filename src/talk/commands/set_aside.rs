//! Not a question for us.

use crate::acts::Deed;
use crate::ids::QuestionCode;
use crate::message::{Message, Token};
use crate::people::Chat;
use crate::roster::{self, Act, Role};
use crate::talk::lookup;
use crate::talk::parse::named::Named;
use crate::talk::turn::Turn;
use crate::text::has_words;
use anyhow::Result;

/// `/gac CODE reason`: not a question for us; the reason is told to the asker.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], named: Named) -> Result<()> {
    let Some((code, reason)) =
        lookup::code_and_rest(turn, named).await?.filter(|(_, reason)| has_words(reason))
    else {
        return turn.reply("set-aside-how", &[]).await;
    };
    let Some((mut q, role)) = lookup::open_question(turn, held, &code).await? else { return Ok(()) };
    let asker = q.asker.is_some() && !q.relayed;
    turn.parts.desk.set_aside(&mut turn.tx, &mut q, &reason).await?;
    turn.decided(&role, Deed::SetAside, "").await?;
    let text = turn.say("set-aside-done", &[("code", q.code.as_str().into())]);
    let mut done = Message::text(text);
    if asker && role.duty.may(Act::RefuseAsker) {
        turn.keep(Chat::Refusal, &format!("{}\n{reason}", q.code)).await?;
        done.choices.push(turn.choice("choice-refuse-asker", &Token::RefuseAsker(q.code)));
    }
    turn.answer(vec![done]).await
}

/// From whoever asked it no question is taken until tomorrow: a coordinator's to decide, who does not learn whose it was.
/// False: it is nobody's who may, or the reason is of another question by now.
pub async fn chosen(turn: &mut Turn<'_>, code: &QuestionCode) -> Result<bool> {
    let kept = turn.kept(Chat::Refusal).await?;
    let reason =
        kept.as_deref().and_then(|kept| kept.split_once('\n')).filter(|(of, _)| *of == code.as_str());
    let Some(q) = turn.parts.desk.find(&mut turn.tx, code).await? else { return Ok(false) };
    let held = turn.roles().await?;
    let role = roster::may(&held, Act::RefuseAsker, &q.place, turn.tree, turn.today());
    let (Some((_, reason)), Some(role)) = (reason, role) else { return Ok(false) };
    turn.let_go(Chat::Refusal).await?;
    // Also when nobody knows any more who asked: that is nobody's business either.
    turn.parts.desk.refuse_asker(&mut turn.tx, &q, reason).await?;
    turn.decided(role, Deed::RefuseAsker, "").await?;
    turn.reply("refuse-asker-done", &[]).await?;
    Ok(true)
}
