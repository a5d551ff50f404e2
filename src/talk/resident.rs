//! What somebody says in private that is no command with a slash, as it was understood.

use super::asking;
use super::choices;
use super::commands;
use super::lookup;
use super::meaning::{self, Heard};
use super::parse::start::Start;
use super::person;
use super::told;
use super::turn::Turn;
use crate::groups;
use crate::message::{Message, Token};
use crate::people::Chat;
use crate::roster::{self, Redeemed};
use crate::text::{said_by_anybody, shortened};
use crate::understanding::{Courtesy, Meaning, Wish};
use anyhow::Result;

/// So much of a question's words stands in a choice about it.
const CHOICE_CHARS: usize = 100;

/// Does what the words mean.
pub async fn hear(turn: &mut Turn<'_>, text: String) -> Result<()> {
    let heard = meaning::of(turn, &text).await?;
    if matches!(heard.meaning, Meaning::Question(_) | Meaning::AskIfQuestion)
        && let Some((place, rest)) = led_by_place(turn, &text).await?
    {
        if rest.is_empty() || lookup::is_polite(turn, rest) {
            return asking::from_place(turn, &place).await;
        }
        person::set_place(turn, &place).await?;
        return Box::pin(hear(turn, rest.to_owned())).await;
    }
    let Heard { meaning, asked_for, answered, open, gathering } = heard;
    match meaning {
        // Words for what waits, where something else was put before them since.
        Meaning::Choice(number) if asking::choose_by_number(turn, number).await? => Ok(()),
        Meaning::Choice(number) | Meaning::Number(number) => {
            choices::digit(turn, number, false).await?;
            Ok(())
        }
        Meaning::PlaceName => match asking::typed_place(turn, &text).await? {
            true => Ok(()),
            false => asking::in_private(turn, turn.body(text)).await,
        },
        Meaning::Slash => turn.reply("unknown-command", &[]).await,
        Meaning::Wish(wish) => grant(turn, wish, open.as_deref()).await,
        Meaning::OwnCode(code) => told::state(turn, &code).await,
        Meaning::StrangeCode => {
            let code = text.split_whitespace().next().unwrap_or_default().trim_start_matches('#').to_owned();
            turn.reply("question-not-yours", &[("code", code.into())]).await
        }
        Meaning::Invitation(code) => invited(turn, code, text).await,
        Meaning::Status => match open.or(answered) {
            Some(code) => told::state(turn, &code).await,
            None => commands::my_questions::handle(turn).await,
        },
        Meaning::Courtesy(courtesy) => {
            if let Some(code) = gathering.filter(|_| courtesy != Courtesy::Sign)
                && asking::goes_along(turn, code, turn.body(text.clone())).await?
            {
                // It is said, and part of what was asked.
                return match courtesy {
                    Courtesy::Farewell => turn.reply("farewell", &[]).await,
                    _ => turn.reply("you-are-welcome", &[]).await,
                };
            }
            be_polite(turn, courtesy, text).await
        }
        Meaning::Clear => judge(turn, answered.as_deref(), true).await.map(|_| ()),
        Meaning::Unclear { more } => {
            let Some(code) = answered.filter(|_| !more) else {
                return unclear_with_more(turn, asked_for, text).await;
            };
            judge(turn, Some(&code), false).await.map(|_| ())
        }
        Meaning::TakeBack => offer_to_take_back(turn, &text, open.as_deref()).await,
        Meaning::Add(_) => match asked_for.or(gathering) {
            Some(code) if asking::waiting(turn).await?.is_none() => {
                turn.let_go(Chat::More).await?;
                asking::say_more(turn, code, turn.body(text)).await
            }
            _ => with_opening(turn, text).await,
        },
        Meaning::AskIfQuestion => asking::perhaps(turn, turn.body(text)).await,
        Meaning::Question(_) | Meaning::Reporter(_) | Meaning::Secretary(_) => with_opening(turn, text).await,
    }
}

/// The place that a resident's words begin with, as an item in a group of this account says to, and what follows. A name
/// in the middle of a line is perhaps what they ask about: it counts only while nobody knows where they are.
async fn led_by_place<'t>(turn: &mut Turn<'_>, text: &'t str) -> Result<Option<(String, &'t str)>> {
    let (tree, day) = (turn.tree, turn.today());
    let by_code = || {
        let (first, rest) = text.trim_start().split_once(char::is_whitespace)?;
        Some((tree.get(lookup::place_word(turn, first)?.as_str())?, rest.trim_start()))
    };
    let Some((place, rest)) = tree.led_by(text, day).or_else(by_code) else { return Ok(None) };
    let alone = rest.is_empty() || text[..text.len() - rest.len()].trim_start().contains('\n');
    let known = turn.person.as_ref().and_then(|p| turn.place_today(&p.place));
    if !alone && known.is_some_and(|known| known != place.code.as_str()) {
        return Ok(None);
    }
    // What waits is what they speak to; who holds a role is not from where they happen to speak of.
    if asking::waiting(turn).await?.is_some() || !turn.roles().await?.is_empty() {
        return Ok(None);
    }
    for stored in tree.stored_as(&[&place.code], day) {
        if groups::is_at(&mut turn.tx, turn.account, stored).await? {
            return Ok(Some((place.code.to_string(), rest)));
        }
    }
    Ok(None)
}

/// A question, with what was said to open it at its head.
async fn with_opening(turn: &mut Turn<'_>, text: String) -> Result<()> {
    let kept = turn.kept(Chat::Opening).await?;
    let opening = kept.as_deref().and_then(|kept| kept.split_once('\n'));
    let longest = turn.parts.desk.rules.gather.length().as_millis() as i64;
    let fresh =
        opening.filter(|(at, _)| at.parse::<i64>().is_ok_and(|at| turn.now - at <= longest.max(120_000)));
    let text = match fresh {
        Some((_, words)) => format!("{words}\n{text}"),
        None => text,
    };
    if kept.is_some() {
        turn.let_go(Chat::Opening).await?;
    }
    asking::in_private(turn, turn.body(text)).await
}

async fn be_polite(turn: &mut Turn<'_>, courtesy: Courtesy, text: String) -> Result<()> {
    // A polite word is no choice: what waits is said again, in a line.
    if courtesy == Courtesy::Sign && asking::waits(turn).await? {
        return Ok(());
    }
    if courtesy != Courtesy::Sign && asking::ask_again(turn).await? {
        return Ok(());
    }
    match courtesy {
        Courtesy::Thanks => turn.reply("you-are-welcome", &[]).await,
        // "Nhà em" and "con em" are no more than polite until something follows.
        Courtesy::Ack => open_up(turn, text, "you-are-welcome").await,
        Courtesy::Farewell => turn.reply("farewell", &[]).await,
        Courtesy::Opening => open_up(turn, text, "go-ahead").await,
        Courtesy::Greeting => {
            keep_opening(turn, text).await?;
            turn.welcome().await
        }
        // What only smiles needs no answer; what only asks gets one.
        Courtesy::Sign if text.contains('?') => turn.reply("wordless", &[]).await,
        Courtesy::Sign => Ok(()),
    }
}

/// "Let me ask something": what follows is the question, and these words stand at its head.
async fn open_up(turn: &mut Turn<'_>, text: String, key: &str) -> Result<()> {
    keep_opening(turn, text).await?;
    turn.reply(key, &[]).await
}

async fn keep_opening(turn: &mut Turn<'_>, text: String) -> Result<()> {
    let agreed = turn.person.as_ref().is_some_and(|p| p.agreed(&turn.parts.notices.answer));
    if agreed && !turn.parts.desk.rules.gather.length().is_zero() {
        let before = turn.kept(Chat::Opening).await?;
        let words = before.as_deref().and_then(|kept| kept.split_once('\n')).map(|(_, words)| words);
        let words = words.map_or_else(|| text.clone(), |words| format!("{words}\n{text}"));
        turn.keep(Chat::Opening, &format!("{}\n{}", turn.now, shortened(&words, 400))).await?;
    }
    Ok(())
}

async fn grant(turn: &mut Turn<'_>, wish: Wish, open: Option<&str>) -> Result<()> {
    match wish {
        Wish::News => commands::news::handle(turn, None).await,
        Wish::Listen => commands::listen::handle(turn).await,
        Wish::Help => commands::help::handle(turn).await,
        Wish::Who => turn_who(turn).await,
        Wish::Privacy => commands::privacy::handle(turn).await,
        Wish::Language => commands::language::handle(turn, "").await,
        Wish::MyQuestions => commands::my_questions::handle(turn).await,
        Wish::ToProvince => commands::to_province::handle(turn, open).await,
        Wish::ChangePlace => asking::change_place(turn).await,
        Wish::ShowKept => commands::kept::handle(turn).await,
        Wish::Erase => commands::erase::handle(turn).await,
        Wish::Stop => commands::stop::handle(turn).await,
    }
}

/// Whose machine this is, and that it is one.
async fn turn_who(turn: &mut Turn<'_>) -> Result<()> {
    let identity = turn.identity();
    let key = if identity.phone.is_empty() { "who-this-is" } else { "who-this-is-phone" };
    let args = [("owner", identity.owner.as_str().into()), ("phone", identity.phone.as_str().into())];
    turn.reply(key, &args).await
}

async fn judge(turn: &mut Turn<'_>, code: Option<&str>, clear: bool) -> Result<bool> {
    let done = match code {
        Some(code) => commands::clear::handle(turn, code, clear).await?,
        None => false,
    };
    if !done {
        // Said once already, or about nothing that is kept.
        turn.reply("you-are-welcome", &[]).await?;
    }
    Ok(done)
}

/// "Not clear, because …": it is opened again, and these words are what is unclear.
async fn unclear_with_more(
    turn: &mut Turn<'_>,
    asked_for: Option<crate::ids::QuestionCode>,
    text: String,
) -> Result<()> {
    let answered = meaning::answered(turn).await?;
    let Some(code) = asked_for.or(answered) else { return asking::in_private(turn, turn.body(text)).await };
    turn.let_go(Chat::More).await?;
    asking::say_more(turn, code, turn.body(text)).await
}

/// Which one, in words, before it is taken back.
async fn offer_to_take_back(turn: &mut Turn<'_>, text: &str, open: Option<&str>) -> Result<()> {
    let named = text.split_whitespace().last().and_then(super::parse::words::code);
    let Some(code) = named.as_deref().or(open) else {
        return turn.reply("withdraw-how", &[]).await;
    };
    let Some(q) = lookup::own_question(turn, code).await? else {
        return turn.reply("question-not-yours", &[("code", code.to_owned().into())]).await;
    };
    let words = shortened(&q.body.text, CHOICE_CHARS);
    let args = [("code", q.code.as_str().into()), ("text", said_by_anybody(&words))];
    let text = turn.say(if words.is_empty() { "withdraw-sure-voice" } else { "withdraw-sure" }, &args);
    let choices = vec![
        turn.choice("choice-withdraw", &Token::WithdrawSure(q.code.clone())),
        turn.choice("choice-not-withdraw", &Token::Never),
    ];
    turn.answer(vec![Message::text(text).with_choices(choices)]).await
}

/// Words that look like an invitation's code and nothing else.
async fn invited(turn: &mut Turn<'_>, code: String, text: String) -> Result<()> {
    if !turn.may_try_code().await? {
        return Ok(());
    }
    let found = roster::look_up(&mut turn.tx, &turn.parts.core.seal, turn.now, &code).await?;
    if found == Redeemed::Unknown {
        turn.tried_wrong_code().await?;
        return asking::perhaps(turn, turn.body(text)).await;
    }
    person::receive_again(turn).await?;
    commands::start::handle(turn, Start::Invited(code)).await
}
