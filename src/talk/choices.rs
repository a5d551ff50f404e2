//! A choice, pressed or sent as its number.

use super::asking;
use super::commands;
use super::office;
use super::reporting;
use super::telling;
use super::turn::{After, Turn};
use crate::message::Token;
use crate::outbox::{self, Corner, InMessage};
use anyhow::Result;

/// A pressed button. In a group it counts only for whom the choice is; the others are told so, and nothing changes.
pub async fn press(turn: &mut Turn<'_>, token: &str, callback: String) -> Result<()> {
    let pressed = turn.incoming.message.clone();
    let found = match &pressed {
        Some(message) => in_message(turn, message).await?,
        None => None,
    };
    let offered = match found {
        // A button of it could bring what is pressed: else it was made up.
        Some(InMessage::Theirs(offered)) if offered.may_bring(token) => Some(offered),
        None => None,
        Some(InMessage::Theirs(_) | InMessage::Anothers) => {
            let text = turn.say("choice-not-yours", &[]);
            turn.follow(After::AnswerPress { callback, text });
            return Ok(());
        }
    };
    let done = choose(turn, token).await?;
    // In private a choice that is over goes away as well.
    if (done || turn.private())
        && let Some(message) = pressed
    {
        if let Some(offered) = offered {
            outbox::close_choices(&mut turn.tx, &offered).await?;
        }
        turn.follow(After::CloseChoice { chat: turn.incoming.chat.clone(), message });
    }
    let text = if done { String::new() } else { turn.say(over(turn), &[]) };
    turn.follow(After::AnswerPress { callback, text });
    Ok(())
}

/// What can be chosen in a message of ours in this chat, by whoever speaks. One that is still on its way to us makes the
/// turn wait: whose it is decides.
async fn in_message(turn: &mut Turn<'_>, message: &str) -> Result<Option<InMessage>> {
    let Some(corner) = turn.corner() else { return Ok(None) };
    let found = outbox::choices_in(&mut turn.tx, &turn.parts.core.seal, &corner, message).await?;
    if let (None, Corner::Group(..)) = (&found, &corner) {
        outbox::quoted_in(&mut turn.tx, &corner, message).await?;
    }
    Ok(found)
}

/// The quoted message puts a choice before somebody else: what is said under it is no choice of whoever speaks.
pub async fn quotes_anothers(turn: &mut Turn<'_>) -> Result<bool> {
    let Some(message) = turn.incoming.quoted.clone() else { return Ok(false) };
    Ok(matches!(in_message(turn, &message).await?, Some(InMessage::Anothers)))
}

/// One choice, pressed or typed. False: it is over, somebody else's, or of no kind that is known.
async fn choose(turn: &mut Turn<'_>, token: &str) -> Result<bool> {
    match Token::decode(token) {
        Some(Token::Clear { code, clear }) => commands::clear::handle(turn, &code, clear).await,
        Some(Token::Up(code)) => {
            commands::to_province::handle(turn, Some(&code)).await?;
            Ok(true)
        }
        Some(Token::UpSure(code)) => commands::to_province::chosen(turn, &code).await,
        Some(Token::WithdrawSure(code)) => commands::withdraw::chosen(turn, &code).await,
        Some(Token::EraseSure) => commands::erase::chosen(turn).await,
        Some(Token::Never) => {
            turn.reply("nothing-done", &[]).await?;
            Ok(true)
        }
        Some(Token::News(item)) => commands::news::chosen(turn, &item).await,
        Some(Token::Language(code)) => commands::language::chosen(turn, &code).await,
        Some(Token::Ask(step)) => asking::choose(turn, step).await,
        Some(Token::HelpAloud) => commands::help::aloud(turn).await,
        Some(Token::Away { until }) => commands::away::chosen(turn, Some((None, until))).await,
        Some(Token::AwayFrom { from, until }) => {
            commands::away::chosen(turn, Some((Some(from), until))).await
        }
        Some(Token::Ready { code, number }) => reporting::send_ready(turn, &code, number).await,
        Some(Token::Line { name, number }) => telling::chosen(turn, &name, number).await,
        Some(Token::ReadAloud { item, times }) => telling::read_aloud(turn, &item, times).await,
        Some(Token::Remark { name, number }) => reporting::chosen(turn, &name, number).await,
        Some(Token::NotAway) => commands::away::chosen(turn, None).await,
        Some(Token::Invite { kind, place }) => commands::invite::chosen(turn, &kind, &place).await,
        Some(Token::HandOver { code, place }) => commands::hand_over::chosen(turn, &code, &place).await,
        Some(Token::RefuseAsker(code)) => commands::set_aside::chosen(turn, &code).await,
        Some(Token::NoSuchPlace) => {
            turn.reply("place-none", &[]).await?;
            Ok(true)
        }
        Some(Token::MoveGroup { invitation }) => commands::link::chosen(turn, &invitation).await,
        Some(Token::StayGroup) => {
            turn.reply("group-stays", &[]).await?;
            Ok(true)
        }
        Some(Token::Decide(mark)) => commands::decided(turn, &mark).await,
        Some(Token::LeaveBe) => {
            office::let_go(turn).await?;
            turn.reply("left-be", &[]).await?;
            Ok(true)
        }
        Some(Token::Item(folder)) => commands::item_chosen(turn, &folder).await,
        Some(Token::PublishAt(place)) => commands::place_chosen(turn, &place).await,
        Some(Token::Results(id)) => commands::results_chosen(turn, &id, None).await,
        Some(Token::Settle { what, groups, publication }) => {
            commands::results_chosen(turn, &publication, Some((what, groups))).await
        }
        None => Ok(false),
    }
}

/// What a choice that is no more is told by.
fn over(turn: &Turn<'_>) -> &'static str {
    if turn.private() { "choice-over" } else { "choice-not-yours" }
}

/// A number sent alone: a choice in the message that it quotes, else the latest that is open for this person
/// here. Never a question (contract 4). False: it stands under a card or an answer without choices and is meant
/// as words ("how many are you?"), or this group is not linked.
pub async fn digit(turn: &mut Turn<'_>, number: usize, about: bool) -> Result<bool> {
    let Some(corner) = turn.corner() else { return Ok(false) };
    let quoted = match turn.incoming.quoted.clone() {
        Some(message) => in_message(turn, &message).await?,
        None => None,
    };
    let offered = match quoted {
        Some(InMessage::Theirs(offered)) => Some(offered),
        Some(InMessage::Anothers) => {
            turn.reply("digit-not-yours", &[]).await?;
            return Ok(true);
        }
        None if about => return Ok(false),
        None => outbox::latest_choices(&mut turn.tx, &turn.parts.core.seal, &corner).await?,
    };
    let Some(offered) = offered else {
        turn.reply("digit-without-choice", &[]).await?;
        return Ok(true);
    };
    let most = offered.tokens.len();
    let Some(token) = number.checked_sub(1).and_then(|i| offered.tokens.get(i)) else {
        let key = if most == 0 { over(turn) } else { "digit-out-of-range" };
        turn.reply(key, &[("most", most.into())]).await?;
        return Ok(true);
    };
    let done = choose(turn, token).await?;
    outbox::close_choices(&mut turn.tx, &offered).await?;
    if !done {
        turn.reply(over(turn), &[]).await?;
    }
    if let Some(message) = offered.message.filter(|_| turn.capabilities().buttons) {
        turn.follow(After::CloseChoice { chat: turn.incoming.chat.clone(), message });
    }
    Ok(true)
}
