//! From what happened to what it means, and to the verb that acts.

use super::album;
use super::asking;
use super::choices;
use super::commands;
use super::edited;
use super::free;
use super::membership;
use super::menu;
use super::parse::{Command, Verb, verbs, words};
use super::person;
use super::turn::Turn;
use super::{answering, sharing, whose, withheld};
use crate::channel::Reason;
use crate::groups;
use crate::ids::QuestionCode;
use crate::message::{ChatKind, Event};
use crate::outbox;
use crate::people::Chat;
use crate::questions::question::Body;
use crate::seal::Use;
use crate::text::{clean, has_words};
use anyhow::Result;

/// Twice what the most generous platform lets through (Telegram: 4,096 in a message).
const MOST_CHARS: usize = 8_192;

/// Understands the update and acts on it.
pub async fn take(turn: &mut Turn<'_>) -> Result<()> {
    if turn.incoming.event == Event::Nothing {
        return Ok(());
    }
    if turn.incoming.kind == ChatKind::Group {
        turn.find_group().await?;
        membership::hear_again(turn).await?;
    }
    let asked_back = open_window(turn).await?;
    person::reached_again(turn).await?;
    happened(turn).await?;
    match asked_back {
        Some(code) => asking::asked_back(turn, &code).await,
        None => Ok(()),
    }
}

async fn happened(turn: &mut Turn<'_>) -> Result<()> {
    match turn.incoming.event.clone() {
        Event::Nothing => Ok(()),
        Event::Moved { to } => {
            groups::moved(&mut turn.tx, turn.now, turn.account, &turn.incoming.chat, &to).await
        }
        Event::Joined => membership::joined(turn).await,
        Event::Left => membership::left(turn, Reason::Removed).await,
        Event::Ended => membership::left(turn, Reason::GroupEnded).await,
        Event::Withdrew => {
            turn.recognise().await?;
            person::forget(turn).await.map(|_| ())
        }
        Event::AnsweredByHand { text } => {
            turn.recognise().await?;
            answering::answered_by_hand(turn, as_words(&text)).await
        }
        Event::Press { token, callback } => {
            turn.know().await?;
            if !turn.may_speak().await? {
                return Ok(());
            }
            choices::press(turn, &token, callback).await
        }
        Event::Unsupported => unsupported(turn).await,
        Event::Withheld => {
            if turn.private() {
                turn.meet().await?;
            }
            withheld::answer(turn).await
        }
        Event::Voice { file_id, text, addressed, .. } => {
            turn.know().await?;
            if !turn.may_speak().await? {
                return Ok(());
            }
            turn.files = Body::spoken(turn.account, file_id);
            if turn.incoming.forwarded {
                let body = turn.body(as_words(&text));
                return free::passed_on(turn, body).await;
            }
            spoken(turn, as_words(&text), addressed).await
        }
        Event::Picture { file_id, text, addressed } => {
            turn.know().await?;
            if !turn.may_speak().await? {
                return Ok(());
            }
            turn.files = Body::shown(turn.account, file_id);
            shown(turn, as_words(&text), addressed).await
        }
        Event::Edited { text, .. } => edited::handle(turn, as_words(&text)).await,
        Event::Text { text, addressed } => {
            turn.know().await?;
            if !turn.may_speak().await? {
                return Ok(());
            }
            album::with_words(turn).await?;
            if turn.incoming.forwarded {
                return free::passed_on(turn, Body::words(as_words(&text))).await;
            }
            said(turn, as_words(&text), addressed).await
        }
    }
}

/// What was written, tidied. More of it than any platform lets through is not looked at: judging is work, and whoever
/// sends a megabyte has a limit to run into further on.
fn as_words(text: &str) -> String {
    let end = text.char_indices().nth(MOST_CHARS).map_or(text.len(), |(at, _)| at);
    clean(&text[..end])
}

/// Whoever writes in private can be written to again. The last question that they are asked back about only now.
async fn open_window(turn: &mut Turn<'_>) -> Result<Option<QuestionCode>> {
    if !turn.private() || turn.incoming.event == Event::Left || !turn.may(|sender| sender.held) {
        return Ok(None);
    }
    let Some(sender) = &turn.incoming.sender else { return Ok(None) };
    let seal = &turn.parts.core.seal;
    let keys = [Use::Asker, Use::Role].map(|of| seal.person_key(turn.account, sender, of));
    let mut asked = outbox::asked_back_when_written(&mut turn.tx, &keys[0]).await?;
    outbox::window_opened(&mut turn.tx, turn.now, &keys).await?;
    Ok(asked.pop())
}

/// Something that we cannot take.
async fn unsupported(turn: &mut Turn<'_>) -> Result<()> {
    if turn.private() {
        turn.meet().await?;
        return album::without_words(turn).await;
    }
    // In a group nobody asked us.
    Ok(())
}

/// A voice, perhaps with words beside it: a command there says what it is, else both are what was said.
async fn spoken(turn: &mut Turn<'_>, text: String, addressed: bool) -> Result<()> {
    if verbs::without_slash(&text).is_some() {
        return said(turn, text, addressed).await;
    }
    let called = turn.private() || addressed;
    if (called || turn.quoted().await?.is_some()) && whose::refused(turn, &text).await? {
        return Ok(());
    }
    if let Some((verb @ (Verb::Ask | Verb::Answer | Verb::Relay), rest)) = verbs::command(&text, called) {
        let about = turn.quoted().await?.is_some_and(|q| q.question.is_some());
        if means(turn, (verb, &rest), called, about).await? {
            return obey(turn, verb, &rest).await;
        }
    }
    let body = turn.body(text);
    free::without_words(turn, body, addressed).await
}

/// A picture. The words beside it are words, and it goes along with what they become.
async fn shown(turn: &mut Turn<'_>, text: String, addressed: bool) -> Result<()> {
    if !has_words(&text) {
        // With pictures that wait here for a choice it goes along, of its album or not: they are asked about together.
        if turn.private() && (asking::one_picture_more(turn).await? || album::is_over(turn).await?) {
            return Ok(());
        }
        let body = turn.body("");
        return free::without_words(turn, body, addressed).await;
    }
    album::with_words(turn).await?;
    if turn.incoming.forwarded {
        let body = turn.body(text);
        return free::passed_on(turn, body).await;
    }
    said(turn, text, addressed).await
}

async fn said(turn: &mut Turn<'_>, text: String, addressed: bool) -> Result<()> {
    let private = turn.private();
    // A quote of ours addresses us too (contract 3).
    let quoted = turn.quoted().await?;
    let to_us = private || addressed || quoted.is_some();
    let about = quoted.is_some_and(|q| q.question.is_some());
    // Asked back, a number is an answer; a choice from before is none of it, one that was put since is.
    let asked_back = private
        && turn.kept(Chat::More).await?.is_some()
        && asking::waiting(turn).await?.is_none()
        && !choices::can_be_typed(turn).await?;
    let commands_us = verbs::command(&text, false).is_some();
    if (to_us || commands_us) && !asked_back && whose::refused(turn, &text).await? {
        return Ok(());
    }
    if let Some(number) = words::digit(&text).filter(|_| to_us && !asked_back)
        && choices::digit(turn, number, about).await?
    {
        return Ok(());
    }
    let slash = verbs::without_slash(&text).is_some();
    if private && !slash && turn.incoming.quoted.is_none() && sharing::typed(turn, &text).await? {
        return Ok(());
    }
    if to_us
        && !asked_back
        && !slash
        && let Some(open) = choices::in_words(turn, about).await?
        && let Some(chosen) = choices::meant(turn, &open, &text)
        && (chosen.whole || !is_anybodys_command(&text))
    {
        return choices::choose_in_words(turn, &open, chosen).await;
    }
    // `lienket CODE` is a command in a group even when it is addressed to nobody (contract 3).
    let linking = verbs::command(&text, true).filter(|(verb, _)| *verb == Verb::LinkGroup);
    if let Some((verb, rest)) = verbs::command(&text, to_us).or(linking)
        && (slash || means(turn, (verb, &rest), private || addressed, about).await?)
    {
        return obey(turn, verb, &rest).await;
    }
    if verbs::is_unknown(&text) {
        // In a group it is another bot's, or nobody's.
        return if private { turn.reply("unknown-command", &[]).await } else { Ok(()) };
    }
    if private { free::in_private(turn, text).await } else { free::in_group(turn, text, addressed).await }
}

/// The word of a command that anybody may give, and nothing else: it is that, and no part of a choice.
fn is_anybodys_command(text: &str) -> bool {
    verbs::command(text, true).is_some_and(|(verb, rest)| verb.act().is_none() && rest.is_empty())
}

/// Whether a word without a slash is meant as a command: not another role's, not one that belongs into
/// private when an item is quoted ("xem" there says "seen"), and under a card or an answer none that begins a
/// sentence ("mời bà con ra xã" and "hỏi cán bộ địa chính nhé" are answers).
async fn means(turn: &mut Turn<'_>, said: (Verb, &str), called: bool, about: bool) -> Result<bool> {
    let (verb, rest) = said;
    // "chuyển cho bên địa chính" and "hỏi lại giúp em" name no question: what they are about is found out.
    let of_one = matches!(verb, Verb::Answer | Verb::AskBack | Verb::HandOver);
    if of_one && !rest.is_empty() && words::code(words::first_word(rest).0).is_none() {
        return Ok(false);
    }
    // Who writes "hỏi mấy hôm rồi mà không thấy" in private asks how it stands: all of it is understood.
    if verb == Verb::Ask && turn.private() && !rest.is_empty() && turn.roles().await?.is_empty() {
        return Ok(false);
    }
    if about && verb.begins_sentences() {
        return Ok(false);
    }
    let theirs = match verb.act() {
        Some(act) => turn.roles().await?.iter().any(|r| r.duty.may(act)),
        None => true,
    };
    Ok(theirs && (called || !verb.is_private()))
}

/// Does what is theirs to do here, or says why not.
async fn obey(turn: &mut Turn<'_>, verb: Verb, rest: &str) -> Result<()> {
    if verb.is_private() && !turn.private() {
        return match verb.act() {
            Some(_) => turn.refuse("only-in-private", &[]).await,
            None => turn.reply("only-in-private", &[]).await,
        };
    }
    let act = verb.act();
    let held = match act {
        Some(act) => turn.held(act).await?,
        None => vec![],
    };
    if act.is_some() && held.is_empty() {
        // The role may have ended: what is not theirs any more is not offered any more.
        if turn.private() {
            menu::show(turn).await?;
        }
        return Ok(());
    }
    let command = Command::read(verb, rest, turn.today());
    commands::obey(turn, &held, command).await
}
