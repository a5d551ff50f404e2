//! The register of what was done off-line, and a line in it that is put right.

use crate::message::Message;
use crate::roster::Role;
use crate::talk::parse::register::Correction;
use crate::talk::secretary;
use crate::talk::turn::Turn;
use anyhow::Result;

/// Lines in a list, the last ones.
const LISTED: usize = 12;
/// Letters of a list in one message, so that it is read in one look.
const LETTERS: usize = 500;

/// `/so`: the village's lines of this period, numbered, with their right figures.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role]) -> Result<()> {
    let Some(place) = secretary::place_here(turn, held).await? else { return Ok(()) };
    let lines = secretary::village(turn, &place).lines(&mut turn.tx).await?;
    if lines.is_empty() {
        return turn.reply("register-empty", &[]).await;
    }
    let library = turn.parts.shelf.library();
    let calendar = &turn.parts.core.calendar;
    let from = lines.len().saturating_sub(LISTED);
    let shown = lines.iter().enumerate().skip(from).map(|(at, line)| {
        let folder = line.entry.item.as_str();
        let item = library.get(folder).map_or(folder, |item| item.title(&turn.language())).to_owned();
        let day = calendar.local(line.entry.at).date();
        let mut what = secretary::said(turn, line.now.as_ref().unwrap_or(&line.entry.fact));
        if line.now.is_none() {
            what = turn.say("line-taken-away", &[]);
        } else if line.now.as_ref() != Some(&line.entry.fact) {
            what = turn.say("line-was-corrected", &[("what", what.into())]);
        }
        let args = [
            ("number", (at + 1).into()),
            ("day", format!("{}/{}", day.day(), day.month()).into()),
            ("what", what.into()),
            ("item", item.into()),
        ];
        turn.say("register-line", &args)
    });
    let mut lists: Vec<String> = vec![];
    for line in shown {
        match lists.last_mut().filter(|list| list.chars().count() + line.chars().count() < LETTERS) {
            Some(list) => *list = format!("{list}\n{line}"),
            None => lists.push(line),
        }
    }
    let last = lists.len();
    let parts = (1..).zip(lists).map(|(at, list)| {
        let key = if at == last { "register" } else { "register-goes-on" };
        Message::text(turn.say(key, &[("list", list.into())]))
    });
    let parts = parts.collect();
    turn.answer(parts).await
}

/// `sửa N M`: the figure of line N is M.
pub async fn correct(turn: &mut Turn<'_>, held: &[Role], correction: Option<Correction>) -> Result<()> {
    let Some(Correction { line, to, total }) = correction else {
        return turn.refuse("correct-how", &[]).await;
    };
    let Some(place) = secretary::place_here(turn, held).await? else { return Ok(()) };
    secretary::correct(turn, &place, Some(line), (to, total)).await
}
