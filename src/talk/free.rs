//! What was said that is no command: an answer under a card, more about a question, a choice in words, a question.

use super::answering;
use super::asking;
use super::choices;
use super::commands;
use super::lookup;
use super::parse::words;
use super::reporting;
use super::resident;
use super::sharing;
use super::telling;
use super::turn::Turn;
use crate::outbox::Kind;
use crate::questions::question::{Body, State};
use crate::roster;
use crate::text::{has_words, plain};
use crate::understanding::Reporting;
use anyhow::Result;

/// What somebody wrote in private that is no command.
pub async fn in_private(turn: &mut Turn<'_>, text: String) -> Result<()> {
    if plain(&text).is_empty() {
        return Ok(());
    }
    if about_quoted(turn, turn.body(text.clone())).await? || about_named(turn, &text).await? {
        return Ok(());
    }
    if let Some(place) = lookup::place_word(turn, &text) {
        return asking::from_place(turn, &place).await;
    }
    if turn.roles().await?.is_empty() {
        return resident::hear(turn, text).await;
    }
    from_who_holds_a_role(turn, text).await
}

/// Who holds a role tells figures, answers, or asks like everybody.
async fn from_who_holds_a_role(turn: &mut Turn<'_>, text: String) -> Result<()> {
    if asking::typed_place(turn, &text).await? {
        return Ok(());
    }
    let answers = turn.roles().await?.iter().any(roster::Role::answers);
    let meant = reporting::meaning(turn, &text).await?;
    if let Some(meaning @ Reporting::Polite(_)) = meant {
        return reporting::hear(turn, meaning, turn.body(text)).await;
    }
    if let Some(meaning) = telling::meaning(turn, &text).await? {
        return telling::hear(turn, meaning, text).await;
    }
    if let Some(meaning) = meant {
        return reporting::hear(turn, meaning, turn.body(text)).await;
    }
    if answers && reporting::of_no_question(turn, &text).await? {
        return Ok(());
    }
    if answers {
        return turn.reply("answer-how", &[]).await;
    }
    resident::hear(turn, text).await
}

/// What somebody passes on: words of another, and so no command, no code, no choice and no answer, whatever they say. In
/// private it is asked whether they are a question, or of somebody who answers, which they answer; in a group nobody asked
/// us.
pub async fn passed_on(turn: &mut Turn<'_>, body: Body) -> Result<()> {
    if !turn.private() {
        return Ok(());
    }
    if !body.has_files() && !has_words(&body.text) {
        return turn.reply("wordless", &[]).await;
    }
    if turn.roles().await?.iter().any(roster::Role::answers) {
        return match reporting::passed_on(turn, body).await? {
            true => Ok(()),
            false => turn.reply("answer-how", &[]).await,
        };
    }
    asking::passed_on(turn, body).await
}

/// A voice, perhaps with words beside it, or a picture without any: an answer when it quotes a card, else a question.
pub async fn without_words(turn: &mut Turn<'_>, body: Body, addressed: bool) -> Result<()> {
    if !turn.private() {
        // What quotes us or calls us was kept; whether it is a question is asked.
        if turn.group.as_ref().is_none_or(|g| !g.is_linked()) {
            return if addressed { turn.reply("group-not-linked", &[]).await } else { Ok(()) };
        }
        if turn.quoted().await?.is_some() && asking::relayed_aloud(turn, body.clone()).await? {
            return Ok(());
        }
        return under_quoted(turn, body, addressed).await;
    }
    if about_quoted(turn, body.clone()).await?
        || about_named(turn, &body.text).await?
        || answering::said_aloud(turn, body.clone()).await?
        || asking::relayed_aloud(turn, body.clone()).await?
        || reporting::spoken(turn, body.clone()).await?
    {
        return Ok(());
    }
    if turn.roles().await?.iter().any(roster::Role::answers) {
        return turn.reply("answer-how", &[]).await;
    }
    asking::in_private(turn, body).await
}

/// A reply to a card is an answer; the asker's reply to a receipt or an answer belongs to that question.
async fn about_quoted(turn: &mut Turn<'_>, body: Body) -> Result<bool> {
    let Some(quoted) = turn.quoted().await? else { return Ok(false) };
    let Some(code) = quoted.question else { return Ok(false) };
    let wordless = !body.has_files() && !has_words(&body.text);
    let polite = !body.has_files() && (wordless || lookup::is_polite(turn, &body.text));
    if matches!(quoted.kind, Kind::Card | Kind::Reminder | Kind::Notice) {
        if polite {
            // "Đã nhận ạ" thanks the machine; to the asker it would be no answer.
            turn.reply("answer-or-thanks", &[("code", code.into()), ("text", body.text.into())]).await?;
        } else {
            reporting::under_card(turn, &code, body).await?;
        }
        return Ok(true);
    }
    if polite {
        let thanks = lookup::is_polite(turn, &body.text);
        turn.reply(if thanks { "you-are-welcome" } else { "wordless" }, &[]).await?;
        return Ok(true);
    }
    let Some(q) = lookup::own_question(turn, &code).await? else { return Ok(false) };
    if !matches!(q.state, State::Open | State::Answered) {
        return Ok(false);
    }
    asking::say_more(turn, code, body).await?;
    Ok(true)
}

/// `#CODE words`: more about one's own question, for whom nobody tells the machine what they quote.
async fn about_named(turn: &mut Turn<'_>, text: &str) -> Result<bool> {
    let (first, rest) = words::first_word(text);
    let rest = rest.trim();
    let Some(code) = words::code(first).filter(|_| !rest.is_empty()) else { return Ok(false) };
    let Some(q) = lookup::own_question(turn, &code).await? else { return Ok(false) };
    // In a group only what was asked there: the rest is nobody else's business.
    let in_sight =
        turn.private() || q.group.is_some() && q.group == turn.group.as_ref().map(|g| g.id.clone());
    if !in_sight || !matches!(q.state, State::Open | State::Answered) {
        return Ok(false);
    }
    if turn.private() && !turn.files.has_files() && sharing::consent_in_words(turn, &q, rest).await? {
        return Ok(true);
    }
    // Thanks with a code add nothing, and open no question again.
    if !turn.files.has_files() && lookup::is_polite(turn, rest) {
        if turn.private() {
            turn.reply("you-are-welcome", &[]).await?;
        }
        return Ok(true);
    }
    let body = turn.body(rest);
    asking::say_more(turn, code, body).await?;
    Ok(true)
}

/// Text in a group that is no command: a quoted reply to something of ours, or a mention.
pub async fn in_group(turn: &mut Turn<'_>, text: String, addressed: bool) -> Result<()> {
    if turn.group.as_ref().is_none_or(|g| !g.is_linked()) {
        return if addressed { turn.reply("group-not-linked", &[]).await } else { Ok(()) };
    }
    if plain(&text).is_empty() {
        return if addressed { commands::help::handle(turn).await } else { Ok(()) };
    }
    if words::is_choice(&text) && choices::quotes_anothers(turn).await? {
        return turn.reply("digit-not-yours", &[]).await;
    }
    // "Đã nghe ạ" is no question, and a sign is none; nobody needs an answer to it.
    if lookup::is_polite(turn, &text) || !has_words(&text) {
        return Ok(());
    }
    if addressed && about_named(turn, &text).await? {
        return Ok(());
    }
    // Under an item, what was done with it.
    if turn.quoted().await?.is_some_and(|q| q.publication.is_some())
        && let Some(meaning) = telling::meaning(turn, &text).await?
    {
        return telling::hear(turn, meaning, text).await;
    }
    let body = turn.body(text);
    under_quoted(turn, body, addressed).await
}

/// What quotes something of ours: more about the asker's own question, or perhaps a new one.
async fn under_quoted(turn: &mut Turn<'_>, body: Body, addressed: bool) -> Result<()> {
    let quoted = turn.quoted().await?;
    if quoted.is_none() && !addressed {
        return Ok(());
    }
    if let Some(code) = quoted.and_then(|q| q.question)
        && let Some(q) = lookup::own_question(turn, &code).await?
        && matches!(q.state, State::Open | State::Answered)
    {
        return asking::say_more(turn, code, body).await;
    }
    asking::in_group(turn, body, true).await
}
