//! What a village secretary reports: who asked without a phone, what was read aloud, who studied.

use super::turn::Turn;
use super::words::{self, Offline};
use crate::content::{Item, Library};
use crate::ledger::{self, About, Fact};
use crate::outbox;
use crate::questions::question::Body;
use crate::roster::Role;
use anyhow::Result;

impl Turn<'_> {
    /// The place a secretary speaks for here: the group's, or in private their own. A group out of reach is told so.
    async fn place_here(&mut self, held: &[Role]) -> Result<Option<String>> {
        let Some(group) = self.group.clone() else { return Ok(held.first().map(|r| r.place.clone())) };
        if self.reaches(held, &group.place) {
            return Ok(Some(group.place));
        }
        self.reply("out-of-reach", &[]).await?;
        Ok(None)
    }

    /// `/hoiho …`: for someone without a phone. Counted apart, nobody named; the answer comes back here.
    pub async fn relay(&mut self, held: &[Role], text: String) -> Result<()> {
        if text.is_empty() {
            return self.reply("relay-how", &[]).await;
        }
        let Some(place) = self.place_here(held).await? else { return Ok(()) };
        self.ask_for_another(Body { text, voice: None }, place).await
    }

    /// The item that somebody typed, or the quoted one; a reply says what is wrong.
    async fn item_meant(&mut self, library: &Library, typed: &str) -> Result<Option<Item>> {
        if typed.is_empty() {
            let publication = self.quoted().await?.and_then(|q| q.publication);
            let found = match publication {
                Some(id) => crate::content::publication(&self.parts.db, &id)
                    .await?
                    .and_then(|p| library.get(&p.item).cloned()),
                None => None,
            };
            if found.is_none() {
                self.reply("item-which", &[]).await?;
            }
            return Ok(found);
        }
        self.item_named(library, typed).await
    }

    /// The one item that a typed name means.
    pub async fn item_named(&mut self, library: &Library, typed: &str) -> Result<Option<Item>> {
        use crate::content::Miss;
        match library.find(typed) {
            Ok(item) => return Ok(Some(item.clone())),
            Err(Miss::Unknown) => self.reply("item-unknown", &[("typed", typed.into())]).await?,
            Err(Miss::Several(list)) => {
                let list: Vec<&str> = list.iter().map(|i| i.folder.as_str()).collect();
                self.reply("item-several", &[("list", list.join(", ").into())]).await?;
            }
        }
        Ok(None)
    }

    /// `/xacnhan [ITEM] loa N` or `hop N`.
    pub async fn outreach(&mut self, held: &[Role], rest: &str) -> Result<()> {
        let Some((typed, what)) = words::offline(rest) else { return self.reply("outreach-how", &[]).await };
        let library = self.parts.shelf.library();
        let Some(item) = self.item_meant(&library, &typed).await? else { return Ok(()) };
        let Some(place) = self.place_here(held).await? else { return Ok(()) };
        let (fact, key, count) = match what {
            Offline::Loudspeaker(times) => (Fact::Loudspeaker { times }, "outreach-loudspeaker", times),
            Offline::Meeting(listeners) => (Fact::Meeting { listeners }, "outreach-meeting", listeners),
        };
        self.note(&place, &item, &fact).await?;
        let args = [("item", item.title(&self.language()).to_owned().into()), ("count", count.into())];
        self.reply(key, &args).await
    }

    /// `/sohoc ITEM PRESENT/TOTAL [form]`.
    pub async fn session(&mut self, held: &[Role], rest: &str) -> Result<()> {
        let Some(line) = words::study_line(rest) else { return self.reply("session-how", &[]).await };
        let library = self.parts.shelf.library();
        let Some(item) = self.item_named(&library, &line.item).await? else { return Ok(()) };
        let Some(place) = self.place_here(held).await? else { return Ok(()) };
        let fact = Fact::StudySession { form: line.form, present: line.present, total: line.total };
        self.note(&place, &item, &fact).await?;
        let form = self.say(&format!("form-{}", line.form.as_str().replace('_', "-")), &[]);
        let args = [
            ("item", item.title(&self.language()).to_owned().into()),
            ("present", line.present.into()),
            ("total", line.total.into()),
            ("form", form.into()),
        ];
        self.reply("session-noted", &args).await
    }

    async fn note(&mut self, place: &str, item: &Item, fact: &Fact) -> Result<()> {
        let about = About { place, item: &item.folder, reference: "" };
        ledger::record(&mut self.tx, self.now, about, fact).await
    }

    /// `/tinhhinh`: this village's last items and how many questions wait. Never what is asked.
    pub async fn situation(&mut self, held: &[Role]) -> Result<()> {
        let Some(place) = self.place_here(held).await? else { return Ok(()) };
        let open = self.parts.desk.open_below(&mut self.tx, self.tree, &place).await?;
        let library = self.parts.shelf.library();
        let mut lines = vec![];
        let stored = self.tree.stored_as(&[&place], self.today());
        for last in outbox::latest_items(&mut self.tx, &stored, 3).await? {
            let title =
                library.get(&last.item).map_or(last.item.as_str(), |i| i.title(&self.language())).to_owned();
            let state = if last.withdrawn { "withdrawn" } else { last.state.as_str() };
            let state = self.say(&format!("delivery-{state}"), &[]);
            let at = self.shown(last.changed_at);
            lines.push(self.say(
                "situation-item",
                &[("title", title.into()), ("state", state.into()), ("at", at.into())],
            ));
        }
        if lines.is_empty() {
            lines.push(self.say("situation-no-items", &[]));
        }
        let name = self.tree.get(&place).map(|p| self.place_name(p)).unwrap_or_default();
        let args =
            [("place", name.into()), ("items", lines.join("\n").into()), ("open", (open as i64).into())];
        self.reply("situation", &args).await
    }
}
