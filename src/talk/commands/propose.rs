//! An answer for a village.

use crate::acts::Deed;
use crate::ids::QuestionCode;
use crate::message::{Message, ShareStep, Token};
use crate::questions::share::{Consent, Pair, Spread};
use crate::questions::{Proposed, Shared};
use crate::roster::{Act, Role};
use crate::talk::office;
use crate::talk::parse::propose::Propose;
use crate::talk::sharing::{self, Source};
use crate::talk::turn::Turn;
use crate::text::{said_by_role, shortened};
use anyhow::Result;

/// So many released answers are listed, the newest.
const LISTED: usize = 8;
/// So much of a question says which it is.
const WORDS_CHARS: usize = 80;

/// `/congkhai`: what is under way and what was released; `/congkhai CODE`: proposes it, or says how it stands, or shows it to
/// who may release it; `/congkhai thu CODE`: takes it back.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], what: Propose) -> Result<()> {
    match what {
        Propose::List => list(turn, held).await,
        Propose::Of(code) => of(turn, held, &code).await,
        Propose::TakeBack(code) => take_back(turn, held, &code).await,
        Propose::Unclear => turn.reply("share-how", &[]).await,
    }
}

async fn of(turn: &mut Turn<'_>, held: &[Role], code: &QuestionCode) -> Result<()> {
    if sharing::show(turn, code).await? {
        return Ok(());
    }
    let found = match turn.parts.desk.find(&mut turn.tx, code).await? {
        Some(q) if turn.reaches(held, &q.place) => turn.parts.desk.proposal(&mut turn.tx, &q).await?,
        _ => None,
    };
    let Some(proposal) = found else { return sharing::begin(turn, held, code).await };
    let key = match proposal.consent {
        Consent::Given => "share-waits",
        Consent::Asked | Consent::Refused => "share-no-yes",
    };
    turn.reply(key, &[("code", code.as_str().into())]).await
}

async fn list(turn: &mut Turn<'_>, held: &[Role]) -> Result<()> {
    let mut lines = vec![];
    for Proposed { question, proposal } in turn.parts.desk.proposals(&mut turn.tx).await? {
        let proposer = turn.parts.desk.who_proposed(&mut turn.tx, &proposal).await?;
        let own = held.iter().any(|role| role.person == proposer);
        let key = match proposal.consent {
            Consent::Given if sharing::to_release(turn, &question.code).await?.is_some() => {
                "share-line-release"
            }
            Consent::Given if own => "share-line-waits",
            Consent::Asked | Consent::Refused if own => "share-line-no-yes",
            _ => continue,
        };
        lines.push(turn.say(key, &[("code", question.code.as_str().into())]));
    }
    let shared = turn.parts.desk.all_shared(&mut turn.tx).await?;
    let here = shared.iter().rev().filter(|shared| turn.reaches(held, &shared.place)).take(LISTED);
    for shared in here {
        let words = shortened(&shared.pair.question, WORDS_CHARS);
        let day = turn.day(shared.day);
        let args =
            [("code", shared.code.as_str().into()), ("day", day.into()), ("words", said_by_role(&words))];
        lines.push(turn.say("share-line-shared", &args));
    }
    if lines.is_empty() {
        return turn.reply("share-how", &[]).await;
    }
    turn.reply("share-list", &[("list", lines.join("\n").into())]).await
}

/// It was written anew and looked at: whoever asked is asked.
pub async fn decided(turn: &mut Turn<'_>, held: &[Role], code: &QuestionCode, pair: Pair) -> Result<bool> {
    let Some((q, role)) = sharing::to_propose(turn, held, code).await? else { return Ok(true) };
    let args = || [("code", q.code.as_str().into())];
    if turn.parts.desk.proposal(&mut turn.tx, &q).await?.is_some() {
        turn.reply("share-no-yes", &args()).await?;
        return Ok(true);
    }
    let brief = match sharing::source(turn, &q).await? {
        Source::Of(_, brief) => Some(brief),
        Source::Nothing | Source::Gone => None,
    };
    let desk = &turn.parts.desk;
    desk.propose(&mut turn.tx, turn.tree, &q, (&role, pair), brief.as_deref()).await?;
    turn.decided(&role, Deed::Propose, "").await?;
    turn.reply("share-asked", &args()).await?;
    Ok(true)
}

/// A choice on the way. False: it is not theirs to make, or it is over.
pub async fn chosen(turn: &mut Turn<'_>, code: &QuestionCode, step: ShareStep, mark: &str) -> Result<bool> {
    match step {
        ShareStep::Agree => sharing::consent(turn, code, true, mark).await,
        ShareStep::Refuse => sharing::consent(turn, code, false, mark).await,
        ShareStep::Show => sharing::show(turn, code).await,
        ShareStep::Village => release(turn, code, Spread::Village, mark).await,
        ShareStep::Commune => release(turn, code, Spread::Commune, mark).await,
        ShareStep::Return => send_back(turn, code, mark).await,
        ShareStep::Withdraw => withdraw(turn, code).await,
    }
}

async fn release(turn: &mut Turn<'_>, code: &QuestionCode, spread: Spread, mark: &str) -> Result<bool> {
    let Some((proposed, role)) = sharing::to_release(turn, code).await? else { return Ok(false) };
    let named = spread == Spread::Commune || turn.parts.desk.may_name_village(turn.tree, &proposed.question);
    // What was looked at is posted, and nothing else.
    if proposed.proposal.mark() != mark || !named {
        return Ok(false);
    }
    let (cites, brief) = match sharing::source(turn, &proposed.question).await? {
        Source::Of(cites, brief) => (Some(cites), Some(brief)),
        Source::Nothing => (None, None),
        Source::Gone => {
            turn.reply("share-cannot", &[("code", code.as_str().into())]).await?;
            return Ok(true);
        }
    };
    let desk = &turn.parts.desk;
    let posted =
        desk.release_shared(&mut turn.tx, turn.tree, proposed, spread, (cites, brief.as_deref())).await?;
    turn.decided(&role, Deed::Show, &posted.code).await?;
    let args = [("code", posted.code.as_str().into()), ("groups", posted.groups.into())];
    turn.reply("share-posted", &args).await?;
    Ok(true)
}

async fn send_back(turn: &mut Turn<'_>, code: &QuestionCode, mark: &str) -> Result<bool> {
    let Some((proposed, role)) = sharing::to_release(turn, code).await? else { return Ok(false) };
    if proposed.proposal.mark() != mark {
        return Ok(false);
    }
    turn.parts.desk.return_shared(&mut turn.tx, proposed).await?;
    turn.decided(&role, Deed::SendBack, "").await?;
    turn.reply("share-returned", &[("code", code.as_str().into())]).await?;
    Ok(true)
}

/// What was released is asked about first; what one proposed oneself is given up at once.
async fn take_back(turn: &mut Turn<'_>, held: &[Role], code: &QuestionCode) -> Result<()> {
    if let Some(shared) = released(turn, held, code).await? {
        let text = turn.say("share-withdraw-ask", &[("words", said_by_role(&shared.pair.question))]);
        let token = Token::Share { code: code.clone(), step: ShareStep::Withdraw, mark: String::new() };
        let choices =
            vec![turn.choice("choice-share-withdraw", &token), turn.choice("choice-leave-be", &Token::Never)];
        return turn.answer(vec![Message::text(text).with_choices(choices)]).await;
    }
    let args = [("code", code.as_str().into())];
    if !is_own(turn, held, code).await? {
        return turn.reply("share-unknown", &args).await;
    }
    turn.parts.desk.give_up_sharing(&mut turn.tx, code).await?;
    turn.reply("share-given-up", &args).await
}

/// Whoever speaks proposed this, and it still stands.
async fn is_own(turn: &mut Turn<'_>, held: &[Role], code: &QuestionCode) -> Result<bool> {
    let Some(q) = turn.parts.desk.find(&mut turn.tx, code).await? else { return Ok(false) };
    let Some(proposal) = turn.parts.desk.proposal(&mut turn.tx, &q).await? else { return Ok(false) };
    let proposer = turn.parts.desk.who_proposed(&mut turn.tx, &proposal).await?;
    Ok(held.iter().any(|role| role.person == proposer))
}

/// A released answer within reach.
async fn released(turn: &mut Turn<'_>, held: &[Role], code: &QuestionCode) -> Result<Option<Shared>> {
    let all = turn.parts.desk.all_shared(&mut turn.tx).await?;
    Ok(all.into_iter().find(|shared| shared.code == *code && turn.reaches(held, &shared.place)))
}

async fn withdraw(turn: &mut Turn<'_>, code: &QuestionCode) -> Result<bool> {
    let held = office::holders(turn, Act::Propose).await?;
    let Some(shared) = released(turn, &held, code).await? else { return Ok(false) };
    let Some(role) = held.iter().find(|role| role.reaches(&shared.place, turn.tree, turn.today())) else {
        return Ok(false);
    };
    let told = turn.parts.desk.withdraw_shared(&mut turn.tx, turn.tree, &shared).await?;
    turn.decided(role, Deed::Hide, code).await?;
    turn.reply("share-withdrawn", &[("code", code.as_str().into()), ("groups", told.into())]).await?;
    Ok(true)
}
