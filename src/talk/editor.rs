//! What an editor does: release what a colleague wrote, publish it, fetch the month's report.

use super::turn::{After, Turn};
use super::words;
use crate::content::{self, Library, Miss, Mode, Order, Progress, Rank, Telling, review};
use crate::failure::Failure;
use crate::message::{Media, MediaKind, Message, Source};
use crate::report::{self, Period};
use crate::roster::Role;
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
        let name = self.name_of(role)?;
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
                .messages(
                    &item,
                    &library,
                    &language,
                    Mode::Practice,
                    self.capabilities(),
                    !item.is_for_groups(),
                    &held.first().map(|r| r.place.clone()).unwrap_or_default(),
                )
                .await?;
            // A link bound to a group's place means nothing in an editor's own chat.
            let parts = messages.into_iter().flatten().map(|m| Message { link: None, ..m }).collect();
            return self.answer(parts).await;
        }
        let order = Order {
            item: &item,
            places: held.iter().map(|r| r.place.clone()).collect(),
            at: None,
            rank: Rank::Normal,
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
                if publication.state == Progress::Writing {
                    self.follow(After::GoOnPublishing(Box::new(publication)));
                }
                Ok(())
            }
            Err(e) => self.refuse(e).await,
        }
    }

    /// `/rutbai ITEM [reason]`: takes an item back and tells whoever got it. Who could not have published it that
    /// far cannot take it back there either.
    pub async fn take_back(&mut self, held: &[Role], rest: &str) -> Result<()> {
        let library = self.parts.shelf.library();
        let (typed, reason) = item_and_reason(&library, rest);
        if typed.is_empty() {
            return self.reply("withdraw-item-how", &[]).await;
        }
        let Some(item) = self.item_named(&library, &typed).await? else { return Ok(()) };
        let title = item.title(&self.language()).to_owned();
        let day = self.today();
        let everywhere: Vec<String> = self.tree.roots(day).iter().map(|p| p.code.to_string()).collect();
        let published = content::publications(&self.parts.db).await?;
        let mut places = published
            .iter()
            .filter(|p| p.item == item.folder)
            .flat_map(|p| if p.places.is_empty() { &everywhere } else { &p.places });
        if !places.all(|place| self.reaches(held, place)) {
            return self.reply("withdraw-item-out-of-reach", &[("item", title.into())]).await;
        }
        let name = self.name_of(&held[0])?;
        let begun = self.parts.publisher.begin_withdrawal(&mut self.tx, &item, &name, "chat", &reason).await;
        let (done, withdrawal) = match begun {
            Ok(begun) => begun,
            Err(e) => return self.refuse(e).await,
        };
        let many = withdrawal.state == Telling::Telling;
        let key = match (done.again, many) {
            (true, _) => "item-withdrawn-already",
            (false, true) => "item-withdrawn-many",
            (false, false) => "item-withdrawn",
        };
        let args = [
            ("item", title.into()),
            ("folder", done.item.into()),
            ("cancelled", done.cancelled.into()),
            ("told", done.told.into()),
            ("at", self.shown(done.at).into()),
        ];
        self.reply(key, &args).await?;
        if many {
            self.follow(After::GoOnWithdrawing(Box::new(withdrawal)));
        }
        Ok(())
    }

    /// A role holder's name as it was given, else their role's number.
    fn name_of(&self, role: &Role) -> Result<String> {
        let name = self.parts.seal.unseal(&role.name_sealed)?;
        Ok(if name.is_empty() { role.id.to_string() } else { name })
    }

    /// Says a refusal; what is none goes on as a fault.
    async fn refuse(&mut self, e: anyhow::Error) -> Result<()> {
        let refusal = e.downcast::<Failure>()?;
        self.answer(vec![Message::text(refusal.to_string())]).await
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
        let built = match report::build(self.parts.reports(), self.tree, &role.place, period, self.now).await
        {
            Ok(built) => built,
            Err(e) => return self.refuse(e).await,
        };
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

/// The longest beginning of a line that means an item, and the reason after it; else the first word as it is.
fn item_and_reason(library: &Library, line: &str) -> (String, String) {
    let words: Vec<&str> = line.split_whitespace().collect();
    let named = (1..=words.len()).rev().find(|n| library.find(&words[..*n].join(" ")) != Err(Miss::Unknown));
    let (item, reason) = words.split_at(named.unwrap_or(1).min(words.len()));
    (item.join(" "), reason.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questions::subject::Subjects;
    use crate::text::Text;
    use std::path::Path;

    #[test]
    fn an_item_is_told_from_the_reason_after_it() {
        let subjects = Subjects::embedded().unwrap();
        let topics: Vec<&str> = subjects.topics().iter().map(|t| t.id.as_str()).collect();
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let library = Library::load(&dir, &topics, &Text::load(None).unwrap());
        for (line, item, reason) in [
            ("hoc-phi", "hoc-phi", ""),
            ("học phí  Ghi nhầm   ngày", "học phí", "Ghi nhầm ngày"),
            ("72-NQ/TW sai số tiền", "72-NQ/TW", "sai số tiền"),
            ("bóng đá vui quá", "bóng", "đá vui quá"),
            ("  ", "", ""),
        ] {
            assert_eq!(item_and_reason(&library, line), (item.to_owned(), reason.to_owned()), "{line}");
        }
    }
}
