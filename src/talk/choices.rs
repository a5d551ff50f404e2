//! A choice, pressed or sent as its number.

use super::asking;
use super::commands;
use super::office;
use super::reporting;
use super::telling;
use super::turn::{After, Turn};
use crate::message::{AskStep, AskWord, Message, ShareStep, Token};
use crate::outbox::{self, Corner, InMessage, Offered, Stands, Way};
use crate::roster::{Act, Role};
use crate::understanding::{About, Chosen, Waits};
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
        Some(InMessage::Theirs(offered)) if offered.may_bring(token) => again(turn, token, offered).await?,
        None => with(turn, token).await?,
        Some(InMessage::Theirs(_) | InMessage::Anothers) => {
            let text = turn.say("choice-not-yours", &[]);
            turn.follow(After::AnswerPress { callback, text });
            return Ok(());
        }
    };
    let open = offered.as_ref().is_some_and(|offered| offered.stands(turn.now, Way::Named) == Stands::Open);
    let done = open && choose(turn, token).await?;
    // In private a choice that is over goes away as well.
    if (done || turn.private())
        && let Some(message) = pressed
    {
        if let Some(offered) = &offered {
            close(turn, offered).await?;
        }
        turn.follow(After::CloseChoice { chat: turn.incoming.chat.clone(), message });
    }
    let text = match (done, &offered) {
        (true, _) => String::new(),
        (false, None) if !turn.private() => turn.say("choice-not-yours", &[]),
        (false, _) => over(turn, Some(token)).await?,
    };
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

/// What is over in its own message may have been asked anew, in the same words.
async fn again(turn: &mut Turn<'_>, token: &str, offered: Offered) -> Result<Option<Offered>> {
    match offered.tokens.is_empty() {
        true => Ok(with(turn, token).await?.or(Some(offered))),
        false => Ok(Some(offered)),
    }
}

/// The latest that is before whoever speaks and brings this.
async fn with(turn: &mut Turn<'_>, token: &str) -> Result<Option<Offered>> {
    match turn.corner() {
        Some(corner) => outbox::choices_with(&mut turn.tx, &turn.parts.core.seal, &corner, token).await,
        None => Ok(None),
    }
}

async fn close(turn: &mut Turn<'_>, offered: &Offered) -> Result<()> {
    match turn.corner() {
        Some(corner) => outbox::close_choices(&mut turn.tx, &turn.parts.core.seal, &corner, offered).await,
        None => Ok(()),
    }
}

/// Something was put before whoever speaks that a number or words alone can choose.
pub async fn can_be_typed(turn: &mut Turn<'_>) -> Result<bool> {
    let Some(corner) = turn.corner() else { return Ok(false) };
    let latest = outbox::latest_choices(&mut turn.tx, &turn.parts.core.seal, &corner).await?;
    Ok(latest.is_some_and(|offered| offered.stands(turn.now, Way::Typed) == Stands::Open))
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
        Some(Token::Served(code)) => commands::serve::chosen(turn, &code, true).await,
        Some(Token::NotServed(code)) => commands::serve::chosen(turn, &code, false).await,
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
        Some(Token::Settled { code, yes }) => commands::settled::handle(turn, &code, yes).await,
        Some(Token::Unasked) => commands::settled::never(turn).await,
        Some(Token::Twin { code, twin, mark }) => commands::same::chosen(turn, &code, &twin, &mark).await,
        Some(Token::Modules(code)) => commands::modules::asked_for(turn, &code).await,
        Some(Token::Module { code, id, mark }) => commands::modules::chosen(turn, &code, &id, &mark).await,
        Some(Token::WrongTopic(code)) => commands::hand_over::which_topic(turn, &code).await,
        Some(Token::Topic { code, topic }) => commands::hand_over::topic_chosen(turn, &code, &topic).await,
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
        Some(Token::HandedIn { period, place }) => commands::report::chosen(turn, &period, &place).await,
        Some(Token::Share { code, step, mark }) => commands::propose::chosen(turn, &code, step, &mark).await,
        Some(Token::Results(id)) => commands::results_chosen(turn, &id, None).await,
        Some(Token::Settle { what, groups, publication }) => {
            commands::results_chosen(turn, &publication, Some((what, groups))).await
        }
        None => Ok(false),
    }
}

/// What is said of a choice that is over, with what to do now.
async fn over(turn: &mut Turn<'_>, token: Option<&str>) -> Result<String> {
    let token = token.and_then(Token::decode);
    if let Some(Token::HandedIn { period, place }) = &token
        && let Some(said) = commands::report::over(turn, period, place).await?
    {
        return Ok(said);
    }
    let key = match token {
        Some(Token::Ask(_)) => "choice-over",
        Some(Token::Clear { .. }) => "choice-over-answer",
        _ if turn.private() && !turn.roles().await?.is_empty() => "choice-over-role",
        _ => "choice-over-again",
    };
    Ok(turn.say(key, &[]))
}

async fn say_over(turn: &mut Turn<'_>, token: Option<&str>) -> Result<()> {
    let text = over(turn, token).await?;
    turn.answer(vec![Message::text(text)]).await
}

/// A number that no choice is open for.
async fn of_nothing(turn: &mut Turn<'_>) -> Result<()> {
    let roles = if turn.private() { turn.roles().await? } else { vec![] };
    let reports = |role: &Role| role.duty.may(Act::Report);
    let key = if roles.iter().any(reports) { "digit-without-choice-reading" } else { "digit-without-choice" };
    turn.reply(key, &[]).await
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
    let (offered, way) = match quoted {
        Some(InMessage::Theirs(offered)) => (Some(offered), Way::Named),
        Some(InMessage::Anothers) => {
            turn.reply("digit-not-yours", &[]).await?;
            return Ok(true);
        }
        None if about => return Ok(false),
        None => {
            let latest = outbox::latest_choices(&mut turn.tx, &turn.parts.core.seal, &corner).await?;
            (latest, Way::Typed)
        }
    };
    let Some(offered) = offered else {
        of_nothing(turn).await?;
        return Ok(true);
    };
    take(turn, &offered, way, number).await?;
    Ok(true)
}

/// An open choice whose words can be typed.
pub struct InWords {
    offered: Offered,
    way: Way,
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
    let (offered, way) = match quoted {
        Some(InMessage::Theirs(offered)) => (Some(offered), Way::Named),
        Some(InMessage::Anothers) => return Ok(None),
        None if about || turn.private() && !turn.may(|sender| sender.offered) => return Ok(None),
        None => {
            let latest = outbox::latest_choices(&mut turn.tx, &turn.parts.core.seal, &corner).await?;
            (latest, Way::Typed)
        }
    };
    let open = |offered: &Offered| offered.stands(turn.now, way) == Stands::Open;
    let Some(offered) = offered.filter(|o| open(o) && o.labels.iter().any(|label| !label.is_empty())) else {
        return Ok(None);
    };
    let tokens: Vec<Token> = offered.tokens.iter().filter_map(|token| Token::decode(token)).collect();
    let about = match &tokens[..] {
        [Token::Remark { .. }, ..] => reporting::chooses_about(turn).await?,
        tokens => about_what(tokens),
    };
    Ok(about.filter(|_| tokens.len() == offered.tokens.len()).map(|about| InWords { offered, way, about }))
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
            AskWord::Pictures | AskWord::NoPictures => About::List,
        },
        Token::Clear { .. } => About::Clear,
        Token::Share { step: ShareStep::Agree | ShareStep::Withdraw, .. } => About::YesNo,
        Token::Share { .. } => About::Deeds,
        Token::UpSure(_) | Token::WithdrawSure(_) | Token::EraseSure | Token::MoveGroup { .. } => {
            About::YesNo
        }
        Token::Away { .. } | Token::AwayFrom { .. } | Token::Decide(_) if two => About::YesNo,
        Token::Away { .. } | Token::AwayFrom { .. } | Token::Line { .. } | Token::Item(_) => About::Several,
        Token::Invite { .. } | Token::HandOver { .. } | Token::PublishAt(_) => About::Several,
        Token::Topic { .. } => About::Several,
        Token::WrongTopic(_) => About::Deeds,
        Token::Ready { .. } | Token::RefuseAsker(_) | Token::Settle { .. } | Token::Decide(_) => About::Deeds,
        Token::Twin { .. } | Token::Modules(_) | Token::Module { .. } => About::Deeds,
        Token::Settled { .. } => About::Several,
        // A polite "vâng" under the receipt closes no question.
        Token::HandedIn { .. } | Token::Served(_) | Token::NotServed(_) => About::Deeds,
        Token::Up(_) | Token::News(_) | Token::Language(_) | Token::HelpAloud => About::List,
        Token::ReadAloud { .. } | Token::Results(_) => About::List,
        // They stand last, behind what is chosen from.
        Token::Unasked
        | Token::Never
        | Token::NotAway
        | Token::NoSuchPlace
        | Token::StayGroup
        | Token::LeaveBe => {
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
    take(turn, &open.offered, open.way, chosen.number).await
}

/// A number that may have been meant for a list further up.
async fn passed(turn: &mut Turn<'_>, offered: &Offered) -> Result<()> {
    if offered.is_behind() { of_nothing(turn).await } else { turn.reply("digit-passed", &[]).await }
}

/// One of what was put before whoever speaks, by its number.
async fn take(turn: &mut Turn<'_>, offered: &Offered, way: Way, number: usize) -> Result<()> {
    let token = number.checked_sub(1).and_then(|i| offered.tokens.get(i));
    match offered.stands(turn.now, way) {
        Stands::Over => return say_over(turn, token.or(offered.tokens.first()).map(String::as_str)).await,
        Stands::Passed => return passed(turn, offered).await,
        Stands::Open => {}
    }
    let Some(token) = token else {
        return turn.reply("digit-out-of-range", &[("most", offered.tokens.len().into())]).await;
    };
    let done = choose(turn, token).await?;
    close(turn, offered).await?;
    if !done {
        say_over(turn, Some(token)).await?;
    }
    if let Some(message) = offered.message.clone().filter(|_| turn.capabilities().buttons) {
        turn.follow(After::CloseChoice { chat: turn.incoming.chat.clone(), message });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
