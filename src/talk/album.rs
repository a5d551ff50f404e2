//! Several pictures sent at once, each a message of its own: one of them is answered, and if one has words it is that one.

use super::turn::Turn;
use crate::clock::Millis;
use crate::outbox;
use crate::people::Chat;
use anyhow::Result;

/// How long the words of an album may come after its first picture: one follows the other at once, but not always in order.
const TOGETHER: Millis = 3_000;

/// A picture without words: that it cannot be read is said once for its album, and not before words had time to come.
/// What cannot be told apart (nobody known sent it) is answered each.
pub async fn without_words(turn: &mut Turn<'_>) -> Result<()> {
    let Some(album) = turn.incoming.album.clone().filter(|_| turn.person.is_some()) else {
        return turn.reply("unsupported", &[]).await;
    };
    if heard(turn, &album).await?.is_some() {
        return Ok(());
    }
    let said = turn.reply_after(TOGETHER, "unsupported").await?;
    keep(turn, &album, &said).await
}

/// A picture with words, which are answered: of the others of its album nothing is said.
pub async fn with_words(turn: &mut Turn<'_>) -> Result<()> {
    let Some(album) = turn.incoming.album.clone() else { return Ok(()) };
    if let Some(said) = heard(turn, &album).await?.filter(|said| !said.is_empty()) {
        outbox::take_back(&mut turn.tx, turn.now, &said.into()).await?;
    }
    keep(turn, &album, "").await
}

/// A picture without words of an album that was answered goes nowhere, and that is said once. False: it is of none, or
/// the first.
pub async fn is_over(turn: &mut Turn<'_>) -> Result<bool> {
    let Some(album) = turn.incoming.album.clone() else { return Ok(false) };
    match heard(turn, &album).await?.as_deref() {
        None => {
            keep(turn, &album, "").await?;
            Ok(false)
        }
        Some("") => {
            let said = turn.reply_after(0, "picture-left").await?;
            keep(turn, &album, &said).await?;
            Ok(true)
        }
        Some(_) => Ok(true),
    }
}

/// What is asked about a picture of an album is said when its words had time to come.
pub async fn asks(turn: &mut Turn<'_>, album: &str) -> Result<()> {
    let said = turn.reply_after(TOGETHER, "ask-shown").await?;
    keep(turn, album, &said).await
}

/// What is said of this album, if it was heard before: a delivery, or "" when its words were answered.
async fn heard(turn: &mut Turn<'_>, album: &str) -> Result<Option<String>> {
    let kept = turn.kept(Chat::Album).await?;
    Ok(kept.and_then(|kept| {
        let (last, said) = kept.split_once('\n').unwrap_or((&kept, ""));
        (last == album).then(|| said.to_owned())
    }))
}

async fn keep(turn: &mut Turn<'_>, album: &str, said: &str) -> Result<()> {
    turn.keep(Chat::Album, &format!("{album}\n{said}")).await
}
