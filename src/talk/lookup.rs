//! A place, an item, a question, an invitation by what was typed or quoted; a reply says why there is none.

use super::parse::named::Named;
use super::turn::Turn;
use crate::content::{Item, Library, Miss};
use crate::ids::QuestionCode;
use crate::message::{Choice, Message, Token};
use crate::places::{Found, Place};
use crate::questions::Question;
use crate::questions::question::State;
use crate::roster::{self, InvitationState, Redeemed, Role};
use crate::text::plain;
use crate::understanding::Courtesy;
use anyhow::Result;

/// Places in one list: with "none of these" four choices.
const OFFERED: usize = 3;

/// What a typed name or code means to somebody of this area.
pub fn place_named<'t>(turn: &Turn<'t>, held: &[Role], typed: &str) -> Found<'t> {
    let scope: Vec<&str> = held.iter().map(|r| r.place.as_str()).collect();
    turn.tree.find(&plain(typed), turn.today(), &scope)
}

/// A typed name is not one place: those that it may mean are put as choices, each with what it stands for; or a reply
/// says that nothing is near it.
pub async fn which_place(
    turn: &mut Turn<'_>,
    typed: &str,
    found: Found<'_>,
    token: impl Fn(&Place) -> Token,
) -> Result<()> {
    let key = match found {
        Found::One(_) | Found::Several(_) => "place-several",
        Found::Near(_) => "place-near",
        Found::None => "place-not-found",
    };
    let mut found = found.places();
    found.truncate(OFFERED);
    let labels = turn.tree.told_apart(&found, turn.today());
    let mut choices: Vec<Choice> =
        found.iter().zip(labels).map(|(place, label)| Choice::new(label, &token(place))).collect();
    if !choices.is_empty() {
        choices.push(turn.choice("choice-none-of-these", &Token::NoSuchPlace));
    }
    let text = turn.say(key, &[("typed", typed.into())]);
    turn.answer(vec![Message::text(text).with_choices(choices)]).await
}

/// The question with this code, if it is the sender's own.
pub async fn own_question(turn: &mut Turn<'_>, code: &str) -> Result<Option<Question>> {
    let found = turn.parts.desk.find(&mut turn.tx, code).await?;
    Ok(found.filter(|q| turn.asked(q)))
}

/// A place's code sent alone: the word that an item in a group says to send first, where links carry nothing.
pub fn place_word(turn: &Turn<'_>, text: &str) -> Option<String> {
    let code = plain(text);
    let code = code.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    turn.place_today(&turn.tree.get(&code)?.code)
}

/// The invitation behind a code, or a reply that says why there is none.
pub async fn redeem(turn: &mut Turn<'_>, code: &str) -> Result<Option<roster::Invitation>> {
    if !turn.may_try_code().await? {
        return Ok(None);
    }
    let found = roster::look_up(&mut turn.tx, &turn.parts.core.seal, turn.now, &plain(code)).await?;
    let key = match found {
        Redeemed::Good(invitation) => return Ok(Some(invitation)),
        Redeemed::Unknown => {
            turn.tried_wrong_code().await?;
            "code-unknown"
        }
        Redeemed::Used => "code-used",
        Redeemed::Revoked => "code-revoked",
        Redeemed::Lapsed => "code-lapsed",
    };
    turn.reply(key, &[]).await?;
    Ok(None)
}

/// Uses a code up; false, with a reply, when somebody else was quicker.
pub async fn use_up(turn: &mut Turn<'_>, code: &str) -> Result<bool> {
    let first =
        roster::close(&mut turn.tx, &turn.parts.core.seal, &plain(code), InvitationState::Used).await?;
    if !first {
        turn.reply("code-used", &[]).await?;
    }
    Ok(first)
}

/// The question of a code, and the role by which the sender may answer it; a reply says why not.
pub async fn question_for_me(
    turn: &mut Turn<'_>,
    held: &[Role],
    code: &str,
) -> Result<Option<(Question, Role)>> {
    let args = |code: &str| [("code", code.to_owned().into())];
    let Some(q) = turn.parts.desk.find(&mut turn.tx, code).await? else {
        turn.reply("question-unknown", &args(code)).await?;
        return Ok(None);
    };
    if turn.asked(&q) && !q.relayed {
        turn.reply("question-own", &args(&q.code)).await?;
        return Ok(None);
    }
    // The role that it was given to first: then nobody else's work is touched.
    let given = held.iter().find(|r| Some(&r.id) == q.role.as_ref());
    let role = given.or_else(|| held.iter().find(|r| turn.parts.desk.may_answer(turn.tree, r, &q)));
    let Some(role) = role.cloned() else {
        turn.reply("question-out-of-reach", &args(&q.code)).await?;
        return Ok(None);
    };
    Ok(Some((q, role)))
}

/// The same, and the question is still to be answered.
pub async fn open_question(
    turn: &mut Turn<'_>,
    held: &[Role],
    code: &str,
) -> Result<Option<(Question, Role)>> {
    let Some((q, role)) = question_for_me(turn, held, code).await? else { return Ok(None) };
    if q.state == State::Open {
        return Ok(Some((q, role)));
    }
    let key = if q.state == State::Answered { "question-answered-already" } else { "question-closed" };
    closed(turn, key, &q).await?;
    Ok(None)
}

/// The words of a question on one line, cut where they are long.
pub fn words_of(turn: &Turn<'_>, q: &Question, most: usize) -> String {
    let line = q.body.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut = match line.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line,
    };
    if cut.is_empty() { turn.say("open-voice", &[]) } else { cut }
}

/// Says where a question stands that cannot be acted on.
pub async fn closed(turn: &mut Turn<'_>, key: &str, q: &Question) -> Result<()> {
    let state = turn.say(&q.state_key(), &[]);
    turn.reply(key, &[("code", q.code.as_str().into()), ("state", state.into())]).await
}

/// The question that follows a verb by its code, or that of the quoted card; then the rest. Quoting a card, five
/// letters that are nobody's code are a word ("nhung").
pub async fn code_and_rest(turn: &mut Turn<'_>, named: Named) -> Result<Option<(QuestionCode, String)>> {
    let quoted = turn.quoted().await?.and_then(|q| q.question).map(|code| (code, named.whole));
    match (named.typed, quoted) {
        (Some(typed), Some(quoted)) if !typed.surely => {
            let known = turn.parts.desk.find(&mut turn.tx, &typed.code).await?.is_some();
            Ok(Some(if known { (typed.code, typed.rest) } else { quoted }))
        }
        (typed, quoted) => Ok(typed.map(|typed| (typed.code, typed.rest)).or(quoted)),
    }
}

/// The item that somebody typed, or the quoted one; a reply says what is wrong.
pub async fn item_meant(turn: &mut Turn<'_>, library: &Library, typed: Option<&str>) -> Result<Option<Item>> {
    let Some(typed) = typed else {
        let publication = turn.quoted().await?.and_then(|q| q.publication);
        let found = match publication {
            Some(id) => crate::content::publication(&turn.parts.core.db, &id)
                .await?
                .and_then(|p| library.get(&p.item).cloned()),
            None => None,
        };
        if found.is_none() {
            turn.reply("item-which", &[]).await?;
        }
        return Ok(found);
    };
    item_named(turn, library, typed).await
}

/// The one item that a typed name means.
pub async fn item_named(turn: &mut Turn<'_>, library: &Library, typed: &str) -> Result<Option<Item>> {
    match library.find(&plain(typed)) {
        Ok(item) => return Ok(Some(item.clone())),
        Err(Miss::Unknown) => turn.reply("item-unknown", &[("typed", typed.into())]).await?,
        Err(Miss::Several(list)) => {
            let list: Vec<&str> = list.iter().map(|i| i.folder.as_str()).collect();
            turn.reply("item-several", &[("list", list.join(", ").into())]).await?;
        }
    }
    Ok(None)
}

/// The whole text only thanks or says that something was heard, in words or signs of thanks.
pub fn is_polite(turn: &Turn<'_>, text: &str) -> bool {
    matches!(
        turn.parts.understanding.courtesy(text),
        Some(Courtesy::Thanks | Courtesy::Ack | Courtesy::Farewell)
    )
}
