//! What is done: one file a verb, which no other verb's file names. What two of them share stands outside.

pub mod answer;
pub mod ask;
pub mod ask_back;
pub mod away;
pub mod clear;
pub mod erase;
pub mod hand_over;
pub mod help;
pub mod invite;
pub mod kept;
pub mod language;
pub mod link;
pub mod listen;
pub mod my_questions;
pub mod news;
pub mod open_questions;
pub mod outreach;
pub mod privacy;
pub mod publish;
pub mod register;
pub mod relay;
pub mod release;
pub mod report;
pub mod same;
pub mod script;
pub mod session;
pub mod set_aside;
pub mod situation;
pub mod start;
pub mod stop;
pub mod take_back;
pub mod to_province;
pub mod withdraw;

use super::parse::Command;
use super::parse::start::Start;
use super::turn::Turn;
use crate::roster::Role;
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
        Command::Answer(named) => answer::handle(turn, held, named).await,
        Command::OpenQuestions => open_questions::handle(turn, held).await,
        Command::AskBack(named) => ask_back::handle(turn, held, named).await,
        Command::HandOver(named) => hand_over::handle(turn, held, named).await,
        Command::Same(codes) => same::handle(turn, held, codes).await,
        Command::SetAside(named) => set_aside::handle(turn, held, named).await,
        Command::Away(away) => away::handle(turn, held, away).await,
        Command::Invite(invite) => invite::handle(turn, held, invite).await,
        Command::Propose => turn.reply("propose-later", &[]).await,
        Command::Release(item) => release::handle(turn, held, item).await,
        Command::Publish(publish) => publish::handle(turn, held, publish).await,
        Command::TakeBack(rest) => take_back::handle(turn, held, &rest).await,
        Command::Report(month) => report::handle(turn, held, month).await,
    }
}
