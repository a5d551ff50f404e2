//! From an answer to a village that reads it, as it is said: a coordinator or an editor writes it anew, whoever asked is asked,
//! and another releases it.

use super::lookup;
use super::office::{self, Waiting};
use super::parse::{verbs, words};
use super::turn::Turn;
use crate::content::{self, review, show};
use crate::ids::QuestionCode;
use crate::message::{Choice, Message, ShareStep, Token};
use crate::people::Chat;
use crate::questions::share::{self, ANSWER_CHARS, Cites, Consent, Pair, QUESTION_CHARS, Spread, Unfit};
use crate::questions::{Proposed, Question, Shared};
use crate::roster::{Act, Role};
use crate::text::{VIETNAMESE, fold, said_by_anybody, said_by_role, shortened};
use crate::understanding::{About, Waits, names_somebody};
use anyhow::Result;
use serde::{Deserialize, Serialize};

/// So much of a question and of an answer is shown to who writes them anew.
const SHOWN_CHARS: usize = 400;
/// The words that leave an answer as it is, and that end it all (folded).
const KEEP: &str = "giu nguyen";
const STOP: &str = "thoi";

/// What somebody writes anew so far. Stored sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Writing {
    code: QuestionCode,
    /// The question as they wrote it; none: it is what they write next.
    question: Option<String>,
}

/// The item that a question was asked under.
pub enum Source {
    /// None.
    Nothing,
    /// It says today what it said then, and may be said there.
    Of(Cites, String),
    /// It was taken back, replaced, or has lapsed.
    Gone,
}

/// What an answer cites that is posted for the place of its question.
pub async fn source(turn: &mut Turn<'_>, q: &Question) -> Result<Source> {
    let Some(under) = &q.body.under else { return Ok(Source::Nothing) };
    let library = turn.parts.shelf.library();
    let releases = content::releases_in(&mut turn.tx).await?;
    let today = turn.today();
    let releases = content::releases_at(&releases, &q.place, turn.tree, today);
    let good = library.get(&under.item).filter(|item| {
        review::state(item, &releases) == review::State::Released
            && item.valid_until.is_none_or(|until| until >= today)
    });
    let Some((item, form)) = good.and_then(|item| Some((item, item.form_hash(VIETNAMESE)?))) else {
        return Ok(Source::Gone);
    };
    let brief = show::brief(item, VIETNAMESE, &turn.parts.core.text);
    Ok(Source::Of(Cites { item: under.item.clone(), form }, brief))
}

/// The released answers that may be told at a place: of its commune, and citing nothing that does not hold any more.
pub async fn told_at(turn: &mut Turn<'_>, place: &str) -> Result<Vec<Shared>> {
    let mut all = turn.parts.desk.all_shared(&mut turn.tx).await?;
    let (tree, today) = (turn.tree, turn.today());
    all.retain(|shared| {
        tree.reaches(&shared.place, place, today) || is_now_above(turn, &shared.place, place)
    });
    if all.iter().all(|shared| shared.cites.is_none()) {
        return Ok(all);
    }
    let library = turn.parts.shelf.library();
    let releases = content::releases_in(&mut turn.tx).await?;
    let releases = content::releases_at(&releases, place, tree, today);
    let holds = |cites: &Cites| {
        library.get(&cites.item).is_some_and(|item| {
            item.form_hash(VIETNAMESE).as_ref() == Some(&cites.form)
                && review::state(item, &releases) == review::State::Released
                && item.valid_until.is_none_or(|until| until >= today)
        })
    };
    all.retain(|shared| shared.cites.as_ref().is_none_or(holds));
    Ok(all)
}

/// What the commune of before became lies at or above a place.
fn is_now_above(turn: &Turn<'_>, stored: &str, place: &str) -> bool {
    turn.place_today(stored).is_some_and(|now| turn.tree.reaches(&now, place, turn.today()))
}

/// The question of a code with the role by which whoever speaks may propose it; a reply says why not, and says it alike
/// whatever forbids it.
pub async fn to_propose(
    turn: &mut Turn<'_>,
    held: &[Role],
    code: &QuestionCode,
) -> Result<Option<(Question, Role)>> {
    let args = [("code", code.to_string().into())];
    let Some(q) = turn.parts.desk.find(&mut turn.tx, code).await? else {
        turn.reply("question-unknown", &args).await?;
        return Ok(None);
    };
    // Who may not see it is told the same of whatever it is.
    let desk = &turn.parts.desk;
    let role = held.iter().find(|role| role.duty.may(Act::Propose) && desk.is_within(turn.tree, role, &q));
    let Some(role) = role.cloned() else {
        turn.reply("question-out-of-reach", &args).await?;
        return Ok(None);
    };
    // Nor whoever relayed it: they would say yes to themselves.
    if turn.asked(&q) {
        turn.reply("question-own", &args).await?;
        return Ok(None);
    }
    let fits = turn.parts.desk.may_be_shared(turn.tree, &q);
    if !fits || matches!(source(turn, &q).await?, Source::Gone) {
        turn.reply("share-cannot", &args).await?;
        return Ok(None);
    }
    Ok(Some((q, role)))
}

/// Shows question and answer, and asks for the question anew.
pub async fn begin(turn: &mut Turn<'_>, held: &[Role], code: &QuestionCode) -> Result<()> {
    let Some((q, role)) = to_propose(turn, held, code).await? else { return Ok(()) };
    let desk = &turn.parts.desk;
    if desk.groups_for(&mut turn.tx, turn.tree, &q.place, Spread::Commune).await?.is_empty() {
        return turn.reply("share-no-groups", &[]).await;
    }
    if desk.who_may_release(&mut turn.tx, turn.tree, &q, &role.person).await?.is_empty() {
        return turn.reply("share-nobody", &[]).await;
    }
    keep(turn, &Writing { code: q.code.clone(), question: None }).await?;
    let (asked, answered) = (shortened(&q.body.text, SHOWN_CHARS), shortened(&q.answer.text, SHOWN_CHARS));
    let args = [
        ("code", q.code.as_str().into()),
        ("words", said_by_anybody(&asked)),
        ("answer", said_by_role(&answered)),
        ("most", QUESTION_CHARS.into()),
    ];
    turn.reply("share-question-how", &args).await
}

async fn keep(turn: &mut Turn<'_>, writing: &Writing) -> Result<()> {
    // Its day begins with each step.
    turn.let_go(Chat::Sharing).await?;
    turn.keep(Chat::Sharing, &serde_json::to_string(writing)?).await
}

/// What is typed while something is written anew. False: nothing is.
pub async fn typed(turn: &mut Turn<'_>, text: &str) -> Result<bool> {
    // The word of a command alone is that, and what begins with a question's code is about that question.
    if verbs::command(text, true).is_some_and(|(_, rest)| rest.is_empty()) {
        return Ok(false);
    }
    let kept = turn.kept(Chat::Sharing).await?;
    let Some(writing) = kept.and_then(|kept| serde_json::from_str::<Writing>(&kept).ok()) else {
        return Ok(false);
    };
    if let Some(code) = words::code(words::first_word(text).0)
        && turn.parts.desk.find(&mut turn.tx, &code).await?.is_some()
    {
        return Ok(false);
    }
    if fold(text).trim_end_matches(['.', '!']) == STOP {
        turn.let_go(Chat::Sharing).await?;
        turn.reply("left-be", &[]).await?;
        return Ok(true);
    }
    let held = office::holders(turn, Act::Propose).await?;
    let Some((q, _)) = to_propose(turn, &held, &writing.code).await? else {
        turn.let_go(Chat::Sharing).await?;
        return Ok(true);
    };
    match writing.question {
        None => question_typed(turn, &q, text).await?,
        Some(question) => answer_typed(turn, &q, question, text).await?,
    }
    Ok(true)
}

async fn question_typed(turn: &mut Turn<'_>, q: &Question, text: &str) -> Result<()> {
    let marked = turn.parts.desk.marked(text);
    if marked.sensitive || marked.complaint {
        // What nobody asked is not to be read into it either.
        turn.let_go(Chat::Sharing).await?;
        return turn.reply("share-cannot", &[("code", q.code.as_str().into())]).await;
    }
    let (question, masked) = match share::question(text, &q.body.text) {
        Ok(fit) => fit,
        Err(unfit) => return say_unfit(turn, unfit).await,
    };
    keep(turn, &Writing { code: q.code.clone(), question: Some(question) }).await?;
    let mut said = turn.say("share-answer-how", &[("most", ANSWER_CHARS.into())]);
    if masked {
        said = format!("{}\n{said}", turn.say("share-masked", &[]));
    }
    turn.answer(vec![Message::text(said)]).await
}

async fn answer_typed(turn: &mut Turn<'_>, q: &Question, question: String, text: &str) -> Result<()> {
    let keeps = fold(text).trim_end_matches(['.', '!']) == KEEP;
    let fit = share::answer(if keeps { &q.answer.text } else { text });
    let (answer, masked) = match fit {
        Ok((_, true)) if keeps => return turn.reply("share-keep-masked", &[]).await,
        Ok(fit) => fit,
        Err(unfit) => return say_unfit(turn, unfit).await,
    };
    turn.let_go(Chat::Sharing).await?;
    let pair = Pair { question, answer };
    let brief = match source(turn, q).await? {
        Source::Of(_, brief) => Some(brief),
        Source::Nothing | Source::Gone => None,
    };
    let post = turn.parts.desk.post(&turn.language(), &pair, brief.as_deref());
    let mut lines = vec![turn.say("share-preview", &[("text", post.into())])];
    if masked {
        lines.push(turn.say("share-masked", &[]));
    }
    if names_somebody(&pair.question) || names_somebody(&pair.answer) {
        lines.push(turn.say("share-named", &[]));
    }
    let yes = turn.say("choice-share-ask", &[]);
    let waiting = Waiting::Share { code: q.code.clone(), pair };
    office::ask(turn, &waiting, lines.join("\n\n"), yes, "choice-leave-be").await
}

async fn say_unfit(turn: &mut Turn<'_>, unfit: Unfit) -> Result<()> {
    match unfit {
        Unfit::Empty => turn.reply("share-empty", &[]).await,
        Unfit::Same => turn.reply("share-same", &[]).await,
        Unfit::Long(length, most) => {
            turn.reply("share-long", &[("count", length.into()), ("most", most.into())]).await
        }
    }
}

/// What was proposed of a question, if whoever speaks may release it, with the role by which they may.
pub async fn to_release(turn: &mut Turn<'_>, code: &QuestionCode) -> Result<Option<(Proposed, Role)>> {
    let Some(question) = turn.parts.desk.find(&mut turn.tx, code).await? else { return Ok(None) };
    let Some(proposal) = turn.parts.desk.proposal(&mut turn.tx, &question).await? else { return Ok(None) };
    if proposal.consent != Consent::Given {
        return Ok(None);
    }
    let answered = turn.parts.desk.who_answered(&mut turn.tx, &question).await?;
    let proposer = turn.parts.desk.who_proposed(&mut turn.tx, &proposal).await?;
    let held = turn.roles().await?;
    let may = |role: &&Role| {
        turn.parts.desk.may_release(turn.tree, role, (&question, &proposer), answered.as_ref())
    };
    let role = held.iter().find(may).cloned();
    Ok(role.map(|role| (Proposed { question, proposal }, role)))
}

/// Shows what may be released, as it would be posted, and where it can be. False: it is not theirs, or over.
pub async fn show(turn: &mut Turn<'_>, code: &QuestionCode) -> Result<bool> {
    let Some((Proposed { question: q, proposal }, _)) = to_release(turn, code).await? else {
        return Ok(false);
    };
    let brief = match source(turn, &q).await? {
        Source::Of(_, brief) => Some(brief),
        Source::Nothing => None,
        Source::Gone => {
            turn.reply("share-cannot", &[("code", q.code.as_str().into())]).await?;
            return Ok(true);
        }
    };
    let desk = &turn.parts.desk;
    let village = match desk.may_name_village(turn.tree, &q) {
        true => desk.groups_for(&mut turn.tx, turn.tree, &q.place, Spread::Village).await?.len(),
        false => 0,
    };
    let commune = desk.groups_for(&mut turn.tx, turn.tree, &q.place, Spread::Commune).await?.len();
    let post = desk.post(&turn.language(), &proposal.pair, brief.as_deref());
    let text = turn.say("share-release-ask", &[("code", q.code.as_str().into()), ("text", post.into())]);
    let steps = [
        ("choice-share-village", village, ShareStep::Village, village > 0),
        ("choice-share-commune", commune, ShareStep::Commune, commune > village),
        ("choice-share-return", 0, ShareStep::Return, true),
    ];
    let shown = steps.into_iter().filter(|(_, _, _, is_shown)| *is_shown);
    let choices: Vec<Choice> = shown
        .map(|(key, groups, step, _)| {
            let label = turn.say(key, &[("groups", groups.into())]);
            Choice::new(label, &Token::Share { code: q.code.clone(), step, mark: proposal.mark() })
        })
        .collect();
    turn.answer(vec![Message::text(text).with_choices(choices)]).await?;
    Ok(true)
}

/// Whoever asked says yes or no behind the code of their question, where what was put before them has scrolled away. False:
/// nothing is asked of them, or it is neither.
pub async fn consent_in_words(turn: &mut Turn<'_>, q: &Question, said: &str) -> Result<bool> {
    let asked = turn.parts.desk.proposal(&mut turn.tx, q).await?;
    let Some(asked) = asked.filter(|proposal| proposal.consent != Consent::Refused) else {
        return Ok(false);
    };
    // Nobody says yes to what they have not read.
    if !turn.parts.desk.was_asked(&mut turn.tx, &asked).await? {
        return Ok(false);
    }
    let labels = ["choice-share-agree", "choice-share-refuse"].map(|key| fold(&turn.say(key, &[])));
    let waits = Waits { about: About::YesNo, labels: &labels };
    match turn.parts.understanding.chosen(&waits, said).map(|chosen| chosen.number) {
        Some(number) => consent(turn, &q.code, number == 1, &asked.mark()).await,
        None => Ok(false),
    }
}

/// Whoever asked says yes or no, or takes their yes back, to the words of this mark. False: nothing is asked of them, other
/// words are by now, or it is over.
pub async fn consent(turn: &mut Turn<'_>, code: &str, yes: bool, mark: &str) -> Result<bool> {
    let Some(q) = lookup::own_question(turn, code).await? else { return Ok(false) };
    let asked = turn.parts.desk.proposal(&mut turn.tx, &q).await?;
    // A no is a no to whatever is asked.
    if yes && asked.is_none_or(|proposal| proposal.mark() != mark) {
        return Ok(false);
    }
    if turn.parts.desk.consent(&mut turn.tx, turn.tree, &q, yes).await?.is_none() {
        return Ok(false);
    }
    let key = if yes { "share-agreed" } else { "share-refused" };
    turn.reply(key, &[("code", q.code.into())]).await?;
    Ok(true)
}
