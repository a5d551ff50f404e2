//! What an editor does: release what a colleague wrote, publish it, fetch the month's report.

use super::turn::{After, Turn};
use super::words;
use crate::content::{Mode, Order, review};
use crate::failure::Failure;
use crate::groups::roster::Role;
use crate::message::{Media, MediaKind, Message, Source};
use crate::report::{self, Period};
use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

impl Turn<'_> {
    /// `/duyet`: what waits for a second pair of eyes; `/duyet ITEM`: releases it.
    pub async fn release(&mut self, role: &Role, rest: &str) -> Result<()> {
        let library = self.parts.shelf.library();
        let releases = crate::content::releases(&self.parts.db).await?;
        if rest.trim().is_empty() {
            let drafts =
                library.newest().into_iter().filter(|i| review::state(i, &releases) == review::State::Draft);
            let language = self.language();
            let lines: Vec<String> =
                drafts.map(|i| format!("• {} ({})", i.title(&language), i.folder)).collect();
            if lines.is_empty() {
                return self.reply("release-none", &[]).await;
            }
            return self.reply("release-list", &[("list", lines.join("\n").into())]).await;
        }
        let Some(item) = self.item_named(&library, rest).await? else { return Ok(()) };
        let mut name = self.parts.seal.unseal(&role.name_sealed)?;
        if name.is_empty() {
            name.clone_from(&role.id);
        }
        let released = match review::release(&item, &name) {
            Ok(released) => released,
            Err(refusal) => {
                let text = refusal.say(&self.language(), &self.parts.text);
                return self.answer(vec![Message::text(text)]).await;
            }
        };
        self.parts.publisher.record_release(&mut self.tx, &released, &name, "chat").await?;
        let forms: Vec<&str> = released.iter().map(|r| r.form.as_str()).collect();
        let args = [
            ("item", item.title(&self.language()).to_owned().into()),
            ("folder", item.folder.as_str().into()),
            ("forms", forms.join(", ").into()),
        ];
        self.reply("released", &args).await
    }

    /// `/phat ITEM`: to every linked group within reach; `/phat ITEM thu`: to this chat only, to look at.
    pub async fn publish(&mut self, held: &[Role], rest: &str) -> Result<()> {
        if rest.trim().is_empty() {
            return self.reply("publish-how", &[]).await;
        }
        let library = self.parts.shelf.library();
        let words: Vec<&str> = rest.split_whitespace().collect();
        let (trial, typed) = match words.as_slice() {
            [item @ .., last] if !item.is_empty() && crate::text::fold(last) == "thu" => {
                (true, item.join(" "))
            }
            _ => (false, rest.trim().to_owned()),
        };
        let Some(item) = self.item_named(&library, &typed).await? else { return Ok(()) };
        if trial {
            let language = self.language();
            let messages = self
                .parts
                .publisher
                .messages(&item, &library, &language, Mode::Practice, self.manner(), !item.is_for_groups())
                .await?;
            // A link bound to a group's place means nothing in an editor's own chat.
            let parts = messages.into_iter().flatten().map(|m| Message { link: None, ..m }).collect();
            return self.answer(parts).await;
        }
        let order = Order {
            item: &item,
            places: held.iter().map(|r| r.place.clone()).collect(),
            at: None,
            rank: "normal",
        };
        match self.parts.publisher.begin(&mut self.tx, &library, self.tree, &order).await {
            Ok((published, publication)) => {
                let key =
                    if published.groups + published.private == 0 { "published-nobody" } else { "published" };
                let at = self.shown(publication.due_at);
                let args = [
                    ("item", item.title(&self.language()).to_owned().into()),
                    ("groups", (published.groups as i64).into()),
                    ("private", (published.private as i64).into()),
                    ("at", at.into()),
                ];
                self.reply(key, &args).await?;
                if publication.state == "writing" {
                    self.follow(After::GoOnPublishing(Box::new(publication)));
                }
                Ok(())
            }
            Err(e) => match e.downcast::<Failure>() {
                Ok(refusal) => self.answer(vec![Message::text(refusal.to_string())]).await,
                Err(e) => Err(e),
            },
        }
    }

    /// `/baocao [YYYY-MM]`: the month's files, into this chat. Without a month: the last one that is over.
    pub async fn report(&mut self, role: &Role, rest: &str) -> Result<()> {
        let settings = &self.parts.settings.report;
        let (typed, _) = words::first_word(rest);
        let period = if typed.is_empty() {
            Some(Period::containing(self.today(), settings.boundary_day).previous())
        } else {
            Period::parse(typed)
        };
        let Some(period) = period else { return self.reply("report-how", &[]).await };
        let now = self.now;
        let built = report::build(
            &self.parts.db,
            self.tree,
            &self.parts.calendar,
            settings,
            &role.place,
            period,
            now,
        )
        .await?;
        let language = self.language();
        let document = |format: &str, bytes: String, text: String| {
            let name = period.file_name(&role.place, format);
            let media = Media {
                kind: MediaKind::Document,
                source: Source::Inline { name, base64: STANDARD.encode(bytes) },
                language: language.clone(),
            };
            Message { text, media: Some(media), ..Message::default() }
        };
        let place = self.tree.get(&role.place).map(|p| p.full_name()).unwrap_or_default();
        let text = self.say("report-here", &[("period", period.to_string().into()), ("place", place.into())]);
        let parts = vec![
            document("html", built.html(&self.parts.text), text),
            document("json", built.json(), String::new()),
        ];
        self.answer(parts).await
    }
}
