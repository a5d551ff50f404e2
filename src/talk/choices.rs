//! A choice, pressed or sent as its number.

use super::asking;
use super::commands;
use super::office;
use super::reporting;
use super::telling;
use super::turn::{After, Turn};
use crate::clock::Millis;
use crate::message::{AskStep, AskWord, Token};
use crate::outbox::{self, Corner, InMessage, Offered};
use crate::understanding::{About, Chosen, Waits};
use anyhow::Result;

/// So long words are a choice (contract 4.1).
const DAY: Millis = 24 * 3_600_000;

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
    take(turn, &offered, number).await?;
    Ok(true)
}

/// An open choice whose words can be typed.
pub struct InWords {
    offered: Offered,
    /// What is chosen about.
    pub about: About,
}

impl InWords {
    /// What each is called.
    pub fn labels(&self) -> &[String] {
        &self.offered.labels
    }
}

/// The choice that words may mean here: one in the message that they quote, else the latest that is open for this person,
/// of the last 24 hours. Under a card or an answer without choices (`about`) words are words.
pub async fn in_words(turn: &mut Turn<'_>, about: bool) -> Result<Option<InWords>> {
    let Some(corner) = turn.corner() else { return Ok(None) };
    let quoted = match turn.incoming.quoted.clone() {
        Some(message) => in_message(turn, &message).await?,
        None => None,
    };
    let offered = match quoted {
        Some(InMessage::Theirs(offered)) => Some(offered),
        Some(InMessage::Anothers) => None,
        None if about || turn.private() && !turn.may(|sender| sender.offered) => None,
        None => outbox::latest_choices(&mut turn.tx, &turn.parts.core.seal, &corner).await?,
    };
    // Of a reply the day is known.
    let fresh = |offered: &Offered| offered.put_at - offered.put_at.rem_euclid(DAY) + 2 * DAY > turn.now;
    let Some(offered) = offered.filter(|o| fresh(o) && o.labels.iter().any(|label| !label.is_empty())) else {
        return Ok(None);
    };
    let tokens: Vec<Token> = offered.tokens.iter().filter_map(|token| Token::decode(token)).collect();
    let about = match &tokens[..] {
        [Token::Remark { .. }, ..] => reporting::chooses_about(turn).await?,
        tokens => about_what(tokens),
    };
    Ok(about.filter(|_| tokens.len() == offered.tokens.len()).map(|about| InWords { offered, about }))
}

/// What the choices of a message are about, by what they bring back. What a remark's are about is kept with it.
fn about_what(tokens: &[Token]) -> Option<About> {
    let two = tokens.len() == 2;
    Some(match tokens.first()? {
        Token::Ask(AskStep::Place(_)) => About::Place,
        Token::Ask(AskStep::Language(_)) => About::List,
        Token::Ask(AskStep::Plain(word)) => match word {
            AskWord::Agree => About::Notice,
            AskWord::Yes | AskWord::Relay => About::YesNo,
            AskWord::NoPlace | AskWord::Anywhere => About::Place,
            AskWord::Procedure | AskWord::Complaint | AskWord::NoComplaint => About::Several,
            AskWord::Commune | AskWord::Province => About::Several,
            AskWord::Voice | AskWord::Write | AskWord::Drop => About::List,
        },
        Token::Clear { .. } => About::Clear,
        Token::UpSure(_) | Token::WithdrawSure(_) | Token::EraseSure | Token::MoveGroup { .. } => {
            About::YesNo
        }
        Token::Away { .. } | Token::AwayFrom { .. } | Token::Decide(_) if two => About::YesNo,
        Token::Away { .. } | Token::AwayFrom { .. } | Token::Line { .. } | Token::Item(_) => About::Several,
        Token::Invite { .. } | Token::HandOver { .. } | Token::PublishAt(_) => About::Several,
        Token::Ready { .. } | Token::RefuseAsker(_) | Token::Settle { .. } | Token::Decide(_) => About::Deeds,
        Token::Up(_) | Token::News(_) | Token::Language(_) | Token::HelpAloud => About::List,
        Token::ReadAloud { .. } | Token::Results(_) => About::List,
        // They stand last, behind what is chosen from.
        Token::Never | Token::NotAway | Token::NoSuchPlace | Token::StayGroup | Token::LeaveBe => {
            return None;
        }
        Token::Remark { .. } => return None,
    })
}

/// What words mean among open choices.
pub fn meant(turn: &Turn<'_>, open: &InWords, text: &str) -> Option<Chosen> {
    let waits = Waits { about: open.about, labels: open.labels() };
    turn.parts.understanding.chosen(&waits, text)
}

/// It is done as though it were pressed.
pub async fn choose_in_words(turn: &mut Turn<'_>, open: &InWords, chosen: Chosen) -> Result<()> {
    take(turn, &open.offered, chosen.number).await
}

/// One of what was put before whoever speaks, by its number.
async fn take(turn: &mut Turn<'_>, offered: &Offered, number: usize) -> Result<()> {
    let most = offered.tokens.len();
    let Some(token) = number.checked_sub(1).and_then(|i| offered.tokens.get(i)) else {
        let key = if most == 0 { over(turn) } else { "digit-out-of-range" };
        turn.reply(key, &[("most", most.into())]).await?;
        return Ok(());
    };
    let done = choose(turn, token).await?;
    outbox::close_choices(&mut turn.tx, offered).await?;
    if !done {
        turn.reply(over(turn), &[]).await?;
    }
    if let Some(message) = offered.message.clone().filter(|_| turn.capabilities().buttons) {
        turn.follow(After::CloseChoice { chat: turn.incoming.chat.clone(), message });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
