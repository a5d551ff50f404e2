//! An item goes to the villages.

use crate::acts::Deed;
use crate::content::{At, Mode, Order, Progress, Rank};
use crate::message::Message;
use crate::roster::Role;
use crate::talk::parse::publish::Publish;
use crate::talk::turn::{After, Turn};
use crate::talk::{editor, lookup};
use anyhow::Result;

/// `/phat ITEM`: to every linked group within reach; `/phat ITEM thu`: to this chat only, to look at.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], publish: Option<Publish>) -> Result<()> {
    let Some(Publish { item, trial }) = publish else { return turn.reply("publish-how", &[]).await };
    let library = turn.parts.shelf.library();
    let Some(item) = lookup::item_named(turn, &library, &item).await? else { return Ok(()) };
    if trial {
        let language = turn.language();
        let messages = turn
            .parts
            .publisher
            .messages(
                &item,
                &library,
                &language,
                Mode::Practice,
                turn.capabilities(),
                !item.is_for_groups(),
                At::Place(held.first().map_or("", |r| &r.place), turn.tree),
            )
            .await?;
        // A link bound to a group's place means nothing in an editor's own chat.
        let parts = messages.into_iter().flatten().map(|m| Message { link: None, ..m }).collect();
        return turn.answer(parts).await;
    }
    let order = Order {
        item: &item,
        places: held.iter().map(|r| r.place.clone()).collect(),
        at: None,
        rank: Rank::Normal,
    };
    match turn.parts.publisher.begin(&mut turn.tx, &library, turn.tree, &order).await {
        Ok((published, publication)) => {
            if let Some(role) = held.first().filter(|_| !published.publication.is_empty()) {
                turn.decided(role, Deed::Publish, &publication.id).await?;
            }
            let key = match published.nobody {
                Some(nobody) => format!("published-{nobody}"),
                None if published.quiet => "published-quiet".into(),
                None => "published".into(),
            };
            let at = turn.shown(publication.due_at);
            let args = [
                ("item", item.title(&turn.language()).to_owned().into()),
                ("groups", (published.groups as i64).into()),
                ("private", (published.private as i64).into()),
                ("at", at.into()),
                ("queued", published.others.queued.into()),
                ("has", published.others.has.into()),
                ("unknown", published.others.unknown.into()),
                ("gone", published.others.gone.into()),
                ("kept", published.others.kept_from.into()),
            ];
            turn.reply(&key, &args).await?;
            if published.nobody.is_none() && published.others.kept_from > 0 {
                let kept = [("groups", published.others.kept_from.into())];
                turn.reply("published-kept-from", &kept).await?;
            }
            if publication.state == Progress::Writing {
                turn.follow(After::GoOnPublishing(Box::new(publication)));
            }
            Ok(())
        }
        Err(e) => editor::refuse(turn, e).await,
    }
}
