//! The language of a person, or of a group.

use crate::groups;
use crate::message::{Choice, Message, Token};
use crate::roster::Act;
use crate::talk::turn::Turn;
use crate::talk::{menu, person};
use anyhow::Result;

/// Offers the languages there are.
pub async fn handle(turn: &mut Turn<'_>, typed: &str) -> Result<()> {
    let wanted = crate::text::fold(typed);
    let locales = turn.parts.core.text.locales();
    let named = locales.iter().find(|l| !wanted.is_empty() && crate::text::fold(&l.name).ends_with(&wanted));
    if let Some(code) = named.map(|l| l.code.clone()) {
        chosen(turn, &code).await?;
        return Ok(());
    }
    let choices = locales.iter().take(4).map(|l| Choice::new(&l.name, &Token::Language(l.code.clone())));
    let choices: Vec<Choice> = choices.collect();
    let text = turn.say("choose-language", &[]);
    turn.answer(vec![Message::text(text).with_choices(choices)]).await
}

/// "Tiếng Mông" in the middle of a sentence.
fn in_sentence(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// In private one's own; a group's only by who answers for its place.
pub async fn chosen(turn: &mut Turn<'_>, code: &str) -> Result<bool> {
    let Some(locale) = turn.parts.core.text.locale(code).cloned() else { return Ok(false) };
    if turn.private() {
        let Some(person) = &mut turn.person else { return Ok(false) };
        person.language = locale.code.clone();
        let person = person.clone();
        person::save(turn, &person).await?;
        menu::show(turn).await?;
    } else {
        let Some(mut group) = turn.group.clone() else { return Ok(false) };
        let held = turn.held(Act::SetLanguage).await?;
        if held.is_empty() {
            return Ok(false);
        }
        if !turn.reaches(&held, &group.place) {
            turn.reply("out-of-reach", &[]).await?;
            return Ok(true);
        }
        group.language = locale.code.clone();
        groups::set_language(&mut turn.tx, turn.now, &group.id, &group.language).await?;
        turn.group = Some(group);
    }
    let key = if locale.reviewed { "language-chosen" } else { "language-draft" };
    let name = in_sentence(&locale.name);
    turn.reply(key, &[("language", name.into())]).await?;
    Ok(true)
}
