//! Text modules: the office's ready answers are shown, written, and sent after they were read.

use crate::ids::QuestionCode;
use crate::message::{Choice, Message, Token};
use crate::questions::question::Body;
use crate::questions::{Kept, LONGEST_CHARS, MOST_MODULES, NAME_CHARS, Question, TextModule};
use crate::roster::Role;
use crate::talk::parse::modules::Modules;
use crate::talk::turn::Turn;
use crate::talk::{answering, asking, lookup};
use crate::text::{has_words, said_by_role, shortened};
use anyhow::Result;

/// Touches under one message: with "leave it be" four.
const OFFERED: usize = 3;
/// So much of a text tells it from others in the list.
const LINE_CHARS: usize = 80;

/// `/cosan …`
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], wish: Modules) -> Result<()> {
    match wish {
        Modules::Add { name, text } => add(turn, held, &name, &text).await,
        Modules::Remove(name) => remove(turn, held, &name).await,
        Modules::Show { code, name, whole } => {
            // Five letters may be a name.
            let known = match &code {
                Some(code) => turn.parts.desk.find(&mut turn.tx, code).await?.is_some(),
                None => false,
            };
            match code.filter(|_| known || whole.starts_with('#')) {
                Some(code) => for_question(turn, held, &code, &name).await,
                None => list(turn, held, &whole).await,
            }
        }
    }
}

/// Where somebody's modules are kept: the place of the first role by which they answer.
fn home(turn: &Turn<'_>, held: &[Role]) -> Option<String> {
    let place = &held.first()?.place;
    Some(turn.place_today(place).unwrap_or_else(|| place.clone()))
}

async fn add(turn: &mut Turn<'_>, held: &[Role], name: &str, text: &str) -> Result<()> {
    let Some(place) = home(turn, held) else { return Ok(()) };
    if !has_words(name) || !has_words(text) {
        return turn.reply("modules-how", &[]).await;
    }
    if name.chars().count() > NAME_CHARS {
        return turn.reply("module-name-long", &[("most", NAME_CHARS.into())]).await;
    }
    if text.chars().count() > LONGEST_CHARS {
        return asking::too_long(turn).await;
    }
    let args = [("title", name.into()), ("text", said_by_role(text)), ("most", MOST_MODULES.into())];
    let key = match turn.parts.desk.keep_module(&mut turn.tx, &place, name, text).await? {
        Kept::New => "module-kept",
        Kept::Replaced => "module-replaced",
        Kept::Full => "modules-full",
    };
    turn.reply(key, &args).await
}

async fn remove(turn: &mut Turn<'_>, held: &[Role], name: &str) -> Result<()> {
    let Some(place) = home(turn, held) else { return Ok(()) };
    let gone = turn.parts.desk.drop_module(&mut turn.tx, &place, name).await?;
    turn.reply(if gone { "module-gone" } else { "module-unknown" }, &[("title", name.into())]).await
}

/// All of them, or one by its name.
async fn list(turn: &mut Turn<'_>, held: &[Role], name: &str) -> Result<()> {
    let Some(place) = home(turn, held) else { return Ok(()) };
    let all = turn.parts.desk.modules(&mut turn.tx, turn.tree, &place).await?;
    if !name.is_empty() {
        return match all.iter().find(|module| module.is_called(name)) {
            Some(module) => {
                let args = [("title", module.name.as_str().into()), ("text", said_by_role(&module.text))];
                turn.reply("module-shown", &args).await
            }
            None => turn.reply("module-unknown", &[("title", name.into())]).await,
        };
    }
    if all.is_empty() {
        return turn.reply("modules-none", &[]).await;
    }
    let lines: Vec<String> = all
        .iter()
        .map(|module| {
            let words = shortened(&module.text, LINE_CHARS);
            let args = [("title", module.name.as_str().into()), ("text", said_by_role(&words))];
            turn.say("module-line", &args)
        })
        .collect();
    turn.reply("modules", &[("list", lines.join("\n").into())]).await
}

/// Those that fit a question, whole, each with the touch that sends it; or the one that is named.
pub async fn for_question(turn: &mut Turn<'_>, held: &[Role], code: &QuestionCode, name: &str) -> Result<()> {
    let Some((q, _)) = lookup::open_question(turn, held, code).await? else { return Ok(()) };
    let desk = &turn.parts.desk;
    let found = match name {
        "" => desk.fitting_modules(&mut turn.tx, turn.tree, &q).await?,
        name => {
            let mut all = desk.modules(&mut turn.tx, turn.tree, &q.place).await?;
            all.retain(|module| module.is_called(name));
            all
        }
    };
    match (found.is_empty(), name) {
        (false, _) => offer(turn, &q, &found, None).await,
        (true, "") => turn.reply("modules-none-fit", &[("code", q.code.into())]).await,
        (true, name) => turn.reply("module-unknown", &[("title", name.into())]).await,
    }
}

async fn offer(turn: &mut Turn<'_>, q: &Question, found: &[TextModule], first: Option<&str>) -> Result<()> {
    let shown = &found[..found.len().min(OFFERED)];
    let lines: Vec<String> = shown
        .iter()
        .map(|module| {
            let args = [("title", module.name.as_str().into()), ("text", said_by_role(&module.text))];
            turn.say("module-line", &args)
        })
        .collect();
    let args = [("code", q.code.as_str().into()), ("list", lines.join("\n\n").into())];
    let mut text = turn.say("modules-for", &args);
    if let Some(first) = first {
        text = format!("{}\n{text}", turn.say(first, &[]));
    }
    let mut choices: Vec<Choice> = shown
        .iter()
        .map(|module| {
            let label = turn.say("choice-module", &[("title", module.name.as_str().into())]);
            let (id, mark) = (module.id.clone(), module.mark());
            Choice::new(label, &Token::Module { code: q.code.clone(), id, mark })
        })
        .collect();
    choices.push(turn.choice("choice-leave-be", &Token::LeaveBe));
    turn.answer(vec![Message::text(text).with_choices(choices)]).await
}

/// The touch on a card: those that fit are shown. False: it is nobody's who answers.
pub async fn asked_for(turn: &mut Turn<'_>, code: &QuestionCode) -> Result<bool> {
    let held = answers(turn).await?;
    if held.is_empty() {
        return Ok(false);
    }
    for_question(turn, &held, code, "").await?;
    Ok(true)
}

/// One was read and goes to who asked. What changed since it was shown is shown anew. False: it is nobody's who answers.
pub async fn chosen(turn: &mut Turn<'_>, code: &QuestionCode, id: &str, mark: &str) -> Result<bool> {
    let held = answers(turn).await?;
    if held.is_empty() {
        return Ok(false);
    }
    let Some((q, _)) = lookup::open_question(turn, &held, code).await? else { return Ok(true) };
    let all = turn.parts.desk.modules(&mut turn.tx, turn.tree, &q.place).await?;
    match all.into_iter().find(|module| module.id == id) {
        Some(module) if module.mark() == mark => {
            answering::answer_question(turn, &held, code, Body::words(module.text), true).await?;
        }
        Some(module) => offer(turn, &q, &[module], Some("same-changed")).await?,
        None => turn.reply("module-over", &[]).await?,
    }
    Ok(true)
}

async fn answers(turn: &mut Turn<'_>) -> Result<Vec<Role>> {
    let mut held = turn.roles().await?;
    held.retain(Role::answers);
    Ok(held)
}
