//! What is done: one file a verb, which no other verb's file names. What two of them share stands outside.

pub mod answer;
pub mod ask;
pub mod ask_back;
pub mod away;
pub mod change_place;
pub mod clear;
pub mod desk;
pub mod erase;
pub mod hand_over;
pub mod help;
pub mod invite;
pub mod kept;
pub mod language;
pub mod link;
pub mod listen;
pub mod modules;
pub mod my_questions;
pub mod news;
pub mod open_questions;
pub mod outreach;
pub mod privacy;
pub mod propose;
pub mod publish;
pub mod register;
pub mod relay;
pub mod release;
pub mod report;
pub mod results;
pub mod return_item;
pub mod same;
pub mod script;
pub mod serve;
pub mod session;
pub mod set_aside;
pub mod settled;
pub mod situation;
pub mod start;
pub mod stop;
pub mod take_back;
pub mod to_province;
pub mod withdraw;

use super::office::{self, Waiting, What};
use super::parse::Command;
use super::parse::start::Start;
use super::turn::Turn;
use crate::ids::PublicationId;
use crate::message::Settle;
use crate::roster::{Act, Role};
use anyhow::Result;

/// Does it. `held`: the roles by which it is theirs to do; one at least where a verb has holders.
pub async fn obey(turn: &mut Turn<'_>, held: &[Role], command: Command) -> Result<()> {
    match command {
        // In a group a start is a question what can be done here, or brings the group's code.
        Command::Start(Start::Bare) if !turn.private() => help::handle(turn).await,
        Command::Start(Start::Invited(code)) if !turn.private() => link::handle(turn, Some(code)).await,
        Command::Start(Start::FromPlace(_)) if !turn.private() => help::handle(turn).await,
        Command::Start(start) => start::handle(turn, start).await,
        Command::Help => help::handle(turn).await,
        Command::Language(typed) => language::handle(turn, &typed).await,
        Command::Privacy => privacy::handle(turn).await,
        Command::Ask(text) => ask::handle(turn, text).await,
        Command::News(which) => news::handle(turn, which).await,
        Command::Listen => listen::handle(turn).await,
        Command::MyQuestions => my_questions::handle(turn).await,
        Command::Withdraw(which) => withdraw::handle(turn, which).await,
        Command::ToProvince(code) => to_province::handle(turn, code.as_deref()).await,
        Command::ChangePlace => change_place::handle(turn).await,
        Command::ShowKept => kept::handle(turn).await,
        Command::Erase => erase::handle(turn).await,
        Command::Stop => stop::handle(turn).await,
        Command::LinkGroup(code) => link::handle(turn, code).await,
        Command::Relay(text) => relay::handle(turn, held, text).await,
        Command::Outreach(outreach) => outreach::handle(turn, held, outreach).await,
        Command::Session(line) => session::handle(turn, held, line).await,
        Command::Script(item) => script::handle(turn, held, item.as_deref()).await,
        Command::Register => register::handle(turn, held).await,
        Command::Correct(correction) => register::correct(turn, held, correction).await,
        Command::Situation => situation::handle(turn, held).await,
        Command::Desk => desk::handle(turn, held).await,
        Command::Answer(named) => answer::handle(turn, held, named).await,
        Command::OpenQuestions => open_questions::handle(turn, held).await,
        Command::AskBack(named) => ask_back::handle(turn, held, named).await,
        Command::HandOver(named) => hand_over::handle(turn, held, named).await,
        Command::Same(codes) => same::handle(turn, held, codes).await,
        Command::Modules(wish) => modules::handle(turn, held, wish).await,
        Command::SetAside(named) => set_aside::handle(turn, held, named).await,
        Command::Away(away) => away::handle(turn, held, away).await,
        Command::Invite(invite) => invite::handle(turn, held, invite).await,
        Command::Propose(what) => propose::handle(turn, held, what).await,
        Command::Release(line) => release::handle(turn, held, &line).await,
        Command::ReturnItem(line) => return_item::handle(turn, held, &line).await,
        Command::Publish(line) => publish::handle(turn, held, &line).await,
        Command::Results(line) => results::handle(turn, held, &line).await,
        Command::TakeBack(rest) => take_back::handle(turn, held, &rest).await,
        Command::Report(month) => report::handle(turn, held, month).await,
        Command::HandIn(month) => report::hand_in(turn, month).await,
    }
}

/// An editor chose what was shown to them under this mark. False: something else waits by now, or nothing.
pub async fn decided(turn: &mut Turn<'_>, mark: &str) -> Result<bool> {
    let Some((waiting, _)) = office::waiting(turn).await?.filter(|(_, kept)| kept == mark) else {
        return Ok(false);
    };
    let act = match &waiting {
        Waiting::Publish(_) | Waiting::Place(_) => Act::Publish,
        Waiting::Release { .. } => Act::Release,
        Waiting::TakeBack { .. } => Act::TakeBack,
        Waiting::Share { .. } => Act::Propose,
        Waiting::Item { what, .. } => what.act(),
    };
    let held = office::holders(turn, act).await?;
    if held.is_empty() {
        return Ok(false);
    }
    office::let_go(turn).await?;
    match waiting {
        Waiting::Publish(shown) => publish::decided(turn, &held, shown).await,
        Waiting::Release { item, forms } => release::decided(turn, &held, &item, &forms).await,
        Waiting::TakeBack { item, reason, told } => {
            take_back::decided(turn, &held, (&item, &reason), told).await
        }
        Waiting::Share { code, pair } => propose::decided(turn, &held, &code, pair).await,
        // Which of several is another choice.
        Waiting::Item { .. } | Waiting::Place(_) => Ok(false),
    }
}

/// The item was chosen that a line meant. False: none is asked about by now.
pub async fn item_chosen(turn: &mut Turn<'_>, folder: &str) -> Result<bool> {
    let Some((Waiting::Item { what, rest }, _)) = office::waiting(turn).await? else { return Ok(false) };
    let held = office::holders(turn, what.act()).await?;
    let library = turn.parts.shelf.library();
    let Some(item) = library.get(folder).filter(|_| !held.is_empty()) else { return Ok(false) };
    office::let_go(turn).await?;
    match what {
        What::Publish => publish::meant(turn, &held, &library, item, &rest).await?,
        What::Release => release::meant(turn, &held, &library, item).await?,
        What::Return => return_item::meant(turn, &held, item, &rest).await?,
        What::TakeBack => take_back::meant(turn, &held, item, &rest).await?,
        What::Results => results::meant(turn, &held, item).await?,
    }
    Ok(true)
}

/// The place was chosen where an item is published. False: none is asked about by now.
pub async fn place_chosen(turn: &mut Turn<'_>, code: &str) -> Result<bool> {
    let Some((Waiting::Place(mut asked), _)) = office::waiting(turn).await? else { return Ok(false) };
    let held = office::holders(turn, Act::Publish).await?;
    let library = turn.parts.shelf.library();
    let Some(item) = library.get(&asked.item).filter(|_| !held.is_empty()) else { return Ok(false) };
    let which = asked.which;
    let Some(place) = asked.places.get_mut(which) else { return Ok(false) };
    *place = code.to_owned();
    office::let_go(turn).await?;
    publish::find_places(turn, &held, &library, item, asked).await?;
    Ok(true)
}

/// A publication was chosen out of a list, or something to be done about it.
pub async fn results_chosen(
    turn: &mut Turn<'_>,
    id: &PublicationId,
    settle: Option<(Settle, usize)>,
) -> Result<bool> {
    let held = office::holders(turn, Act::Publish).await?;
    if held.is_empty() {
        return Ok(false);
    }
    match settle {
        Some((what, groups)) => results::settle(turn, &held, what, groups, id).await,
        None => results::chosen(turn, &held, id).await,
    }
}
