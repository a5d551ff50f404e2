//! A question goes to the province's desk.

use crate::message::{Message, Token};
use crate::questions::question::State;
use crate::talk::lookup;
use crate::talk::turn::Turn;
use crate::text::{said_by_anybody, shortened};
use anyhow::Result;

/// So much of its words stands in the choice.
const CHARS: usize = 100;

/// `lên tỉnh [CODE]`: asked again first, because the commune's people do not answer it any more then. Without a code the only
/// one that is open.
pub async fn handle(turn: &mut Turn<'_>, code: Option<&str>) -> Result<()> {
    let keys = turn.asker_keys().await?;
    let all = turn.parts.desk.of_asker(&mut turn.tx, &keys).await?;
    let may = |q: &&crate::questions::Question| q.state == State::Open && !q.is_for_province();
    let found = match code {
        Some(code) => all.iter().find(|q| q.code.eq_ignore_ascii_case(code)),
        None => all.iter().find(may),
    };
    let Some(q) = found else { return turn.reply("up-none", &[]).await };
    let code = || ("code", q.code.as_str().into());
    if !may(&q) {
        let key = if q.is_for_province() { "up-already" } else { "up-too-late" };
        return turn.reply(key, &[code()]).await;
    }
    if !turn.parts.desk.province_desk(&mut turn.tx, turn.tree, q).await? {
        return turn.reply("up-nobody", &[code()]).await;
    }
    let words = shortened(&q.body.text, CHARS);
    let key = if words.is_empty() { "up-sure-voice" } else { "up-sure" };
    let text = turn.say(key, &[code(), ("text", said_by_anybody(&words))]);
    let choices = vec![
        turn.choice("choice-send-up", &Token::UpSure(q.code.clone())),
        turn.choice("choice-not-up", &Token::Never),
    ];
    turn.answer(vec![Message::text(text).with_choices(choices)]).await
}

/// The asker sends it to the province's desk. False: it is not theirs, or not open any more.
pub async fn chosen(turn: &mut Turn<'_>, code: &str) -> Result<bool> {
    let Some(mut q) = lookup::own_question(turn, code).await? else { return Ok(false) };
    if !turn.parts.desk.to_province(&mut turn.tx, turn.tree, &mut q).await? {
        return Ok(false);
    }
    turn.reply("sent-to-province", &[("code", q.code.into())]).await?;
    Ok(true)
}
