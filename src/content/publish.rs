//! One item, one publication, one delivery for each group; a group gets the same revision once.
//!
//! The publication and its first rows are one transaction; a large one goes on in chunks, each with
//! its rows, its facts and the cursor, so that a crash in between is taken up where it stopped.

use super::aim::{Aim, Holder, Standing};
use super::publication::{Nobody, Order, Others, Progress, Publication, Published, Rank};
use super::publisher::{ABANDONED_AFTER, CHUNK_GROUPS, CHUNK_PAUSE, Publisher};
use super::show::{self, Frame, Viewer};
use super::{Item, Library, Mode, Release, reach, review, store};
use crate::acts::{By, Deed};
use crate::clock::Millis;
use crate::config::{Capabilities, Identity, Platform};
use crate::crash;
use crate::db::{Db, Tx};
use crate::failure::{Failure, refused};
use crate::groups::{self, Group};
use crate::ids::{DeliveryId, GroupId, PublicationId};
use crate::ledger::{self, About, Fact};
use crate::mail::{Mail, Spoken, fit, language_of, sign};
use crate::message::{MediaKind, Message};
use crate::outbox::{self, Delivery, Kind, Old, To, Whom};
use crate::people;
use crate::places::Tree;
use crate::roster::{self, Duty};
use crate::text::VIETNAMESE;
use anyhow::Result;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Groups and people that an order is for, by how it stands with them.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    goes: usize,
    others: Others,
}

impl Tally {
    fn add(&mut self, standing: Standing) {
        match standing {
            Standing::New | Standing::Again => self.goes += 1,
            Standing::Queued => self.others.queued += 1,
            Standing::Has => self.others.has += 1,
            Standing::MayHave => self.others.unknown += 1,
        }
    }

    /// Why it goes to nobody, if it does not: one reason, or several at once.
    fn nobody(self) -> Option<Nobody> {
        let Others { queued, has, unknown, gone, kept_from } = self.others;
        match (queued, has, unknown, gone) {
            _ if self.goes > 0 => None,
            (0, 0, 0, 0) if kept_from > 0 => Some(Nobody::NotReleased),
            (0, 0, 0, 0) => Some(Nobody::NoneLinked),
            _ if kept_from > 0 => Some(Nobody::Mixed),
            (_, 0, 0, 0) => Some(Nobody::AllQueued),
            (0, _, 0, 0) => Some(Nobody::AllHaveIt),
            (0, 0, _, 0) => Some(Nobody::AllUnknown),
            (0, 0, 0, _) => Some(Nobody::AllGone),
            _ => Some(Nobody::Mixed),
        }
    }
}

/// A backup was put back: a publication that was half written in it may have gone out whole since. Nobody goes on
/// with it by himself. Returns how many.
pub async fn restored(tx: &mut Tx) -> Result<u64> {
    store::stop_writing(tx).await
}

/// The messages, and whether they are Vietnamese because the reader's language has none.
type Rendered = (Vec<Message>, bool);

/// When a publication starts, and until when it is good.
#[derive(Debug, Clone, Copy)]
struct Times {
    at: Millis,
    /// It would start earlier, were it not for the quiet hours.
    quiet: bool,
    good_until: Option<Millis>,
}

/// Where somebody looks at an item.
#[derive(Clone, Copy)]
pub enum At<'a> {
    /// Wherever it is released: an operator.
    Any,
    /// At this place.
    Place(&'a str, &'a Tree),
}

/// For whom an item is rendered: one text serves everybody who is alike in this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Reader<'a> {
    /// In whose name it is said.
    owner: &'a str,
    /// Which releases count where it is said (`reach`).
    set: usize,
    language: &'a str,
    capabilities: Capabilities,
    private: bool,
}

impl Publisher {
    /// Records that somebody other than the author read it and lets it out. Returns the forms that were ready.
    pub async fn release(&self, item: &Item, by: &str, how: &str) -> Result<Vec<Release>> {
        let released =
            review::release(item, &[by]).map_err(|r| refused(r.say(VIETNAMESE, &self.core.text)))?;
        let mut tx = self.core.db.write().await?;
        self.record_release(&mut tx, &released, by, how).await?;
        self.decided(&mut tx, By::Shell(Some(by)), Deed::Release, &item.folder).await?;
        tx.commit().await?;
        Ok(released)
    }

    /// The same within a transaction that is open already.
    pub async fn record_release(&self, tx: &mut Tx, released: &[Release], by: &str, how: &str) -> Result<()> {
        for release in released {
            store::insert_release(tx, release, &self.core.seal.seal(by), how, self.core.clock.now()).await?;
        }
        Ok(())
    }

    /// What publishing would do; writes nothing.
    pub async fn plan(&self, library: &Library, tree: &Tree, order: &Order<'_>) -> Result<Published> {
        // The transaction only keeps the picture still.
        let mut tx = self.core.db.write().await?;
        self.plan_in(&mut tx, library, tree, order).await
    }

    /// The same within a transaction that is open already.
    pub async fn plan_in(
        &self,
        tx: &mut Tx,
        library: &Library,
        tree: &Tree,
        order: &Order<'_>,
    ) -> Result<Published> {
        let times = self.times(order)?;
        let aim = self.aim(library, tree, order.item, &order.places, None).await?;
        let (mut tally, mut cursor) = (Tally::default(), GroupId::default());
        let mut messages: BTreeMap<String, i64> = BTreeMap::new();
        loop {
            let chunk = groups::linked_after(tx, &cursor, CHUNK_GROUPS).await?;
            let Some(last) = chunk.last() else { break };
            cursor.clone_from(&last.id);
            let mut counted: HashMap<(Reader<'_>, bool), i64> = HashMap::new();
            let targets = self.targets(tx, &aim, &chunk).await?;
            let speakers = self.speakers(targets.iter().map(|(group, ..)| group.place.as_str()));
            for ((group, old, standing), speaker) in targets.into_iter().zip(&speakers) {
                tally.add(standing);
                if !standing.goes() {
                    continue;
                }
                let (reader, corrected) = (self.reader(&aim, group, speaker), old == Old::Got);
                let parts = *counted
                    .entry((reader, corrected))
                    .or_insert_with(|| self.parts(&aim, reader, aim.old.filter(|_| corrected)));
                *messages.entry(group.account.clone()).or_default() += parts;
            }
        }
        let people = self.role_holders(tx, &aim).await?;
        let groups = tally.goes;
        tally.others.kept_from = self.kept_from(&aim).await?;
        if groups == 0 {
            tally.others.gone = self.gone(&aim).await?;
        }
        let speakers = self.speakers(people.iter().map(|(holder, ..)| holder.place.as_str()));
        for ((holder, old, standing), speaker) in people.iter().zip(&speakers) {
            let person = &holder.reach;
            tally.add(*standing);
            if !standing.goes() {
                continue;
            }
            let reader = self.reader_in_private(&aim, holder, speaker);
            let parts = self.parts(&aim, reader, aim.old.filter(|_| *old == Old::Got));
            *messages.entry(person.account.clone()).or_default() += parts;
        }
        let private = tally.goes - groups;
        let planned = self.published(PublicationId::default(), order.item, groups, private, times);
        Ok(Published { messages, nobody: tally.nobody(), others: tally.others, ..planned })
    }

    /// Publishes: the publication, its deliveries and its facts. The same revision to the same group once.
    pub async fn publish(&self, library: &Library, tree: &Tree, order: &Order<'_>) -> Result<Published> {
        let mut tx = self.core.db.write().await?;
        let (mut published, publication) = self.begin(&mut tx, library, tree, order).await?;
        if !published.publication.is_empty() {
            self.decided(&mut tx, By::Shell(None), Deed::Publish, &publication.id).await?;
        }
        tx.commit().await?;
        crash::point("chunk");
        published.groups += self.finish(library, tree, publication).await?;
        Ok(published)
    }

    /// The first part of publishing, within a transaction that is open already. While the publication's state
    /// is `writing`, [`Publisher::finish`] goes on after the commit.
    pub async fn begin(
        &self,
        tx: &mut Tx,
        library: &Library,
        tree: &Tree,
        order: &Order<'_>,
    ) -> Result<(Published, Publication)> {
        let times = self.times(order)?;
        store::hold_releases(tx, &order.item.folder).await?;
        let aim = self.aim(library, tree, order.item, &order.places, None).await?;
        let mut publication = Publication {
            id: self.core.ids.id().into(),
            item: order.item.folder.clone(),
            revision: order.item.revision.clone(),
            rank: order.rank,
            places: order.places.clone(),
            due_at: times.at,
            good_until: times.good_until,
            state: Progress::Writing,
            next_group: GroupId::default(),
            created_at: self.core.clock.now(),
        };
        store::insert(tx, &publication).await?;
        let private = self.write_private(tx, &aim, &publication).await?;
        let groups = self.write_chunk(tx, &aim, &mut publication).await?.unwrap_or(0);
        let mut published = self.published(publication.id.clone(), order.item, groups, private, times);
        if groups + private > 0 {
            published.others.kept_from = self.kept_from(&aim).await?;
            return Ok((published, publication));
        }
        // Perhaps further on; if nowhere, nothing was published.
        let tally = self.tally(tx, &aim).await?;
        let Some(nobody) = tally.nobody() else { return Ok((published, publication)) };
        store::delete(tx, &publication.id).await?;
        publication.state = Progress::Written;
        let publication_id = PublicationId::default();
        let published = Published {
            publication: publication_id,
            nobody: Some(nobody),
            others: tally.others,
            ..published
        };
        Ok((published, publication))
    }

    /// Writes the rest of a publication, chunk by chunk; returns how many groups more.
    pub async fn finish(
        &self,
        library: &Library,
        tree: &Tree,
        mut publication: Publication,
    ) -> Result<usize> {
        let places = publication.places.clone();
        let item = library.get(&publication.item).filter(|i| i.revision == publication.revision);
        let mut groups = 0;
        while publication.state == Progress::Writing {
            let mut tx = self.core.db.write().await?;
            let aim = match item {
                Some(item) => match self.aim(library, tree, item, &places, Some(&publication.id)).await {
                    Ok(aim) => Some(aim),
                    // It could not be ordered today any more.
                    Err(e) if e.is::<Failure>() => None,
                    Err(e) => return Err(e),
                },
                None => None,
            };
            match aim {
                Some(aim) => match self.write_chunk(&mut tx, &aim, &mut publication).await? {
                    Some(more) => groups += more,
                    None => break,
                },
                // The text changed, or a place is gone: what was written stands, the rest would be another thing.
                None => {
                    let now = self.core.clock.now();
                    store::advance(&mut tx, &publication, &publication.next_group, Progress::Written, now)
                        .await?;
                    publication.state = Progress::Written;
                }
            }
            tx.commit().await?;
            tokio::time::sleep(CHUNK_PAUSE).await;
        }
        Ok(groups)
    }

    /// Goes on with publications, and with withdrawals, that a dead process left half written.
    pub async fn go_on(&self, library: &Library, tree: &Tree) -> Result<usize> {
        let left = store::writing(&self.core.db, self.core.clock.now() - ABANDONED_AFTER).await?;
        let count = left.len();
        for publication in left {
            let id = publication.id.clone();
            let groups = self.finish(library, tree, publication).await?;
            tracing::info!(publication = id.as_str(), groups, "a publication left half written was taken up");
        }
        Ok(count + self.go_on_withdrawing().await?)
    }

    /// Takes a publication back, as far as it has not gone out. Returns how many groups' texts.
    pub async fn cancel(&self, id: &PublicationId) -> Result<usize> {
        let mut tx = self.core.db.write().await?;
        let (ended, texts) = self.cancel_in(&mut tx, id).await?;
        if ended || texts > 0 {
            self.decided(&mut tx, By::Shell(None), Deed::Cancel, id).await?;
        }
        tx.commit().await?;
        Ok(texts)
    }

    /// The same within a transaction that is open already: whether it was not over, and how many groups' texts.
    pub async fn cancel_in(&self, tx: &mut Tx, id: &PublicationId) -> Result<(bool, usize)> {
        let ended = store::cancel(tx, id).await?;
        Ok((ended, outbox::cancel(tx, self.core.clock.now(), id).await?))
    }

    /// Sends what of a publication failed, or may have arrived, once more. Returns how many groups get some of it again.
    pub async fn resend(&self, id: &PublicationId, what: outbox::Again) -> Result<usize> {
        let mut tx = self.core.db.write().await?;
        let groups = self.resend_in(&mut tx, id, what).await?;
        if groups > 0 {
            self.decided(&mut tx, By::Shell(None), Deed::Resend, id).await?;
        }
        tx.commit().await?;
        Ok(groups)
    }

    /// The same within a transaction that is open already.
    pub async fn resend_in(&self, tx: &mut Tx, id: &PublicationId, what: outbox::Again) -> Result<usize> {
        let groups = outbox::resend(tx, self.core.clock.now(), id, what).await?;
        if groups > 0 {
            store::reopen(tx, id).await?;
        }
        Ok(groups)
    }

    /// The messages of an item as a reader of `language` at `at` gets them, not signed and not cut to length yet, or `None`
    /// while it is a draft there.
    #[allow(clippy::too_many_arguments, reason = "what an item depends on")]
    pub async fn messages(
        &self,
        item: &Item,
        library: &Library,
        language: &str,
        mode: Mode,
        capabilities: Capabilities,
        viewer: Viewer,
        at: At<'_>,
    ) -> Result<Option<Vec<Message>>> {
        let releases = store::releases(self.core.db.read()).await?;
        let releases = match at {
            At::Any => releases,
            At::Place(place, tree) => {
                let day = self.core.calendar.local(self.core.clock.now()).date();
                reach::at(&releases, place, tree, day)
            }
        };
        let old = item.replaces.as_deref().and_then(|folder| library.get(folder));
        let rendered = self.render(item, (language, capabilities, viewer), &releases, old, mode);
        Ok(rendered.map(|(messages, _)| messages))
    }

    fn render(
        &self,
        item: &Item,
        (language, capabilities, viewer): (&str, Capabilities, Viewer),
        releases: &[Release],
        old: Option<&Item>,
        mode: Mode,
    ) -> Option<Rendered> {
        let reviewed = self.core.text.locale(language).is_some_and(|l| l.reviewed);
        let chosen = review::forms_to_send(item, language, releases, reviewed, mode)?;
        let frame = Frame {
            correction_of: old,
            ask: viewer == Viewer::Group,
            links: capabilities.links,
            mention: capabilities.mention,
            private: viewer == Viewer::Alone,
        };
        Some((show::announcement(item, &chosen, &frame, &self.core.text), chosen.fallback))
    }

    /// The same, signed, as the reader's platform can show it.
    fn dressed(&self, aim: &Aim<'_>, reader: Reader<'_>, old: Option<&Item>) -> Option<Rendered> {
        let Reader { owner, set, language, capabilities, private } = reader;
        let viewer = if private { Viewer::Alone } else { Viewer::Group };
        let (messages, fallback) =
            self.render(aim.item, (language, capabilities, viewer), &aim.set(set), old, self.mode)?;
        let text = &self.core.text;
        let messages = sign(text, &language_of(text, language), owner, messages);
        Some((fit(text, language, capabilities.in_chat(private), messages), fallback))
    }

    /// How many messages that is.
    fn parts(&self, aim: &Aim<'_>, reader: Reader<'_>, old: Option<&Item>) -> i64 {
        self.dressed(aim, reader, old).map_or(0, |(parts, _)| parts.len() as i64)
    }

    /// When it starts and until when it is good.
    fn times(&self, order: &Order<'_>) -> Result<Times> {
        let now = self.core.clock.now();
        let wanted = order.at.unwrap_or(now).max(now);
        let quiet = if order.rank == Rank::Urgent { None } else { self.quiet };
        let at = self.core.calendar.after_quiet(wanted, quiet);
        let day_after = order.item.valid_until.and_then(|d| d.tomorrow().ok());
        let good_until = day_after.map(|d| self.core.calendar.start_of(d));
        if good_until.is_some_and(|until| until <= at) {
            let date = order.item.valid_until.map(show::plain_day).unwrap_or_default();
            return Err(self.refuse(
                "publish-outdated",
                &[("item", order.item.folder.as_str().into()), ("date", date.into())],
            ));
        }
        Ok(Times { at, quiet: at > wanted, good_until })
    }

    /// Who speaks at each of these places.
    fn speakers<'p>(&self, places: impl Iterator<Item = &'p str>) -> Vec<Arc<Identity>> {
        places.map(|place| self.speaker.at(place)).collect()
    }

    fn reader_in_private<'a>(&self, aim: &Aim<'_>, holder: &'a Holder, speaker: &'a Identity) -> Reader<'a> {
        Reader {
            owner: &speaker.owner,
            set: aim.set_at(&holder.place),
            language: &holder.reach.language,
            capabilities: self.capabilities.get(&holder.reach.account),
            private: true,
        }
    }

    fn reader<'a>(&self, aim: &Aim<'_>, group: &'a Group, speaker: &'a Identity) -> Reader<'a> {
        Reader {
            owner: &speaker.owner,
            set: aim.set_at(&group.place),
            language: &group.language,
            capabilities: self.capabilities.get(&group.account),
            private: false,
        }
    }

    fn published(
        &self,
        id: PublicationId,
        item: &Item,
        groups: usize,
        private: usize,
        times: Times,
    ) -> Published {
        let at = jiff::Timestamp::from_millisecond(times.at).map(|t| t.to_string()).unwrap_or_default();
        let messages = BTreeMap::new();
        Published {
            publication: id,
            item: item.folder.clone(),
            groups,
            private,
            at,
            quiet: times.quiet,
            nobody: None,
            others: Others::default(),
            messages,
        }
    }

    /// Of these groups those that an order is for: how the item that it corrects stands there, and how it does itself.
    async fn targets<'g>(
        &self,
        tx: &mut Tx,
        aim: &Aim<'_>,
        groups: &'g [Group],
    ) -> Result<Vec<(&'g Group, Old, Standing)>> {
        let (mut hit, mut ids) = (vec![], vec![]);
        for group in groups {
            if let Some(old) = self.hits(tx, aim, group).await? {
                ids.push(aim.cause(Whom::Group(&group.id)));
                hit.push((group, old));
            }
        }
        let standings = self.standings(tx, aim, &ids).await?;
        Ok(hit.into_iter().zip(standings).map(|((group, old), standing)| (group, old, standing)).collect())
    }

    /// How an order stands with everybody whom it is for.
    async fn tally(&self, tx: &mut Tx, aim: &Aim<'_>) -> Result<Tally> {
        let (mut tally, mut cursor) = (Tally::default(), GroupId::default());
        loop {
            let chunk = groups::linked_after(tx, &cursor, CHUNK_GROUPS).await?;
            let Some(last) = chunk.last() else { break };
            cursor.clone_from(&last.id);
            self.targets(tx, aim, &chunk).await?.iter().for_each(|(_, _, standing)| tally.add(*standing));
        }
        self.role_holders(tx, aim).await?.iter().for_each(|(_, _, standing)| tally.add(*standing));
        tally.others.gone = self.gone(aim).await?;
        tally.others.kept_from = self.kept_from(aim).await?;
        Ok(tally)
    }

    /// How many groups it is ordered for and not released for.
    async fn kept_from(&self, aim: &Aim<'_>) -> Result<usize> {
        if !aim.item.is_for_groups() || aim.reach.as_ref().is_none_or(|reach| reach.is_everywhere()) {
            return Ok(0);
        }
        let day = self.core.calendar.local(self.core.clock.now()).date();
        let kept = |g: &&Group| g.is_linked() && aim.is_kept_from(&g.place, day);
        Ok(groups::all(&self.core.db).await?.iter().filter(kept).count())
    }

    /// How many groups that do not hear us any more it would be for.
    async fn gone(&self, aim: &Aim<'_>) -> Result<usize> {
        let day = self.core.calendar.local(self.core.clock.now()).date();
        let gone = |g: &&Group| g.state == groups::State::Gone && aim.covers(&g.place, day);
        Ok(groups::all(&self.core.db).await?.iter().filter(gone).count())
    }

    /// The rows of the next groups. `None`: another process writes this publication, or it was cancelled.
    async fn write_chunk(
        &self,
        tx: &mut Tx,
        aim: &Aim<'_>,
        publication: &mut Publication,
    ) -> Result<Option<usize>> {
        let now = self.core.clock.now();
        let chunk = groups::linked_after(tx, &publication.next_group, CHUNK_GROUPS).await?;
        let cursor = chunk.last().map_or_else(|| publication.next_group.clone(), |g| g.id.clone());
        let done = (chunk.len() as i64) < CHUNK_GROUPS;
        let state = if done { Progress::Written } else { Progress::Writing };
        if !store::advance(tx, publication, &cursor, state, now).await? {
            return Ok(None);
        }
        publication.next_group = cursor;
        publication.state = state;
        let targets = self.targets(tx, aim, &chunk).await?;
        let speakers = self.speakers(targets.iter().map(|(group, ..)| group.place.as_str()));
        // By who speaks, by language, by what the account can show, and by whether it corrects: its messages, and whether they fall back to Vietnamese.
        let mut rendered: HashMap<(Reader<'_>, bool), Option<Rendered>> = HashMap::new();
        let mut planned: BTreeMap<(String, Platform), (i64, i64)> = BTreeMap::new();
        let mut deliveries = vec![];
        let mut reached: HashMap<DeliveryId, (&Group, Old, bool)> = HashMap::new();
        let mut again = vec![];
        for ((group, old, standing), speaker) in targets.into_iter().zip(&speakers) {
            if !standing.goes() {
                continue;
            }
            let corrected = old == Old::Got;
            let reader = self.reader(aim, group, speaker);
            let messages = rendered
                .entry((reader, corrected))
                .or_insert_with(|| self.dressed(aim, reader, aim.old.filter(|_| corrected)));
            let Some((parts, fallback)) = messages.clone() else { continue };
            let cause = aim.cause(Whom::Group(&group.id));
            reached.insert(cause.clone(), (group, old, fallback));
            if standing == Standing::Again {
                again.push(cause.clone());
            }
            let to = To::Group(group.id.clone());
            let delivery = Delivery {
                rank: publication.rank.into(),
                publication: Some(&publication.id),
                not_before: publication.due_at,
                good_until: publication.good_until,
                ..Delivery::new(Kind::Announcement, cause, parts)
            };
            deliveries.push(delivery.to(&group.account, to));
        }
        outbox::make_room(tx, &again).await?;
        let fresh = outbox::put_all(tx, &self.core.seal, now, &deliveries).await?;
        for (group, old, fallback) in fresh.iter().filter_map(|cause| reached.get(cause)) {
            if *old != Old::Unknown {
                self.withhold_old(tx, aim, Whom::Group(&group.id)).await?;
            }
            let at = planned.entry((group.place.clone(), group.platform)).or_default();
            at.0 += 1;
            at.1 += i64::from(*fallback);
        }
        let facts: Vec<(About<'_>, Fact)> = planned
            .iter()
            .map(|((place, platform), (groups, fallback))| {
                let fact = Fact::Planned {
                    publication: publication.id.clone(),
                    number: aim.item.number.clone().unwrap_or_default(),
                    title: Some(aim.item.title(VIETNAMESE).to_owned()),
                    item_kind: aim.item.kind,
                    rank: publication.rank,
                    platform: *platform,
                    groups: *groups,
                    fallback: *fallback,
                    due: aim.item.due,
                };
                (About { place, item: &aim.item.folder, reference: &publication.id }, fact)
            })
            .collect();
        ledger::record_all(tx, now, &facts).await?;
        let places: Vec<&str> = planned.keys().map(|(place, _)| place.as_str()).collect();
        self.write_scripts(tx, aim, publication, &places).await?;
        Ok(Some(fresh.len()))
    }

    /// The text to read aloud, and its voice, to the secretaries of the villages that the item goes to.
    async fn write_scripts(
        &self,
        tx: &mut Tx,
        aim: &Aim<'_>,
        publication: &Publication,
        places: &[&str],
    ) -> Result<()> {
        if places.is_empty() {
            return Ok(());
        }
        let day = self.core.calendar.local(self.core.clock.now()).date();
        let mail = Mail {
            core: self.core.clone(),
            speaker: self.speaker.clone(),
            capabilities: self.capabilities.clone(),
            spoken: Spoken::default(),
        };
        for role in roster::all(tx).await? {
            let Some(place) = aim.tree.now(&role.place, day).filter(|_| role.duty == Duty::Secretary) else {
                continue;
            };
            let theirs = |at: &&str| aim.tree.now(at, day).is_some_and(|at| at.code == place.code);
            if !places.iter().any(theirs) {
                continue;
            }
            let Some(reach) = people::reach(tx, &role.person).await? else { continue };
            let holder = Holder { reach, place: role.place.clone() };
            let speaker = self.speaker.at(&role.place);
            let language = language_of(&self.core.text, &holder.reach.language);
            let mut parts = vec![show::script(aim.item, &language, &self.core.text)];
            let reader = self.reader_in_private(aim, &holder, &speaker);
            let voice = |m: &Message| m.media.as_ref().is_some_and(|media| media.kind == MediaKind::Voice);
            parts.extend(self.dressed(aim, reader, None).and_then(|(all, _)| all.into_iter().find(voice)));
            let cause = format!("script:{}", aim.cause(Whom::Person(&role.person)));
            let delivery = Delivery {
                not_before: self.core.calendar.after_quiet(publication.due_at, self.quiet),
                good_until: publication.good_until,
                ..Delivery::new(Kind::Notice, cause, parts)
            };
            mail.to_person(tx, self.core.clock.now(), (&holder.reach, &role.place), delivery).await?;
        }
        Ok(())
    }

    async fn write_private(&self, tx: &mut Tx, aim: &Aim<'_>, publication: &Publication) -> Result<usize> {
        let mut people = self.role_holders(tx, aim).await?;
        people.retain(|(_, _, standing)| standing.goes());
        let mut by_place: BTreeMap<&str, i64> = BTreeMap::new();
        let speakers = self.speakers(people.iter().map(|(holder, ..)| holder.place.as_str()));
        for ((holder, old, standing), speaker) in people.iter().zip(&speakers) {
            let person = &holder.reach;
            let correction_of = aim.old.filter(|_| *old == Old::Got);
            let reader = self.reader_in_private(aim, holder, speaker);
            let Some((parts, _)) = self.dressed(aim, reader, correction_of) else { continue };
            let to = To::person(&person.key, &person.address_sealed);
            let cause = aim.cause(Whom::Person(&person.key));
            if *standing == Standing::Again {
                outbox::make_room(tx, std::slice::from_ref(&cause)).await?;
            }
            let delivery = Delivery {
                rank: publication.rank.into(),
                publication: Some(&publication.id),
                not_before: publication.due_at,
                good_until: publication.good_until,
                ..Delivery::new(Kind::PrivateItem, cause, parts)
            };
            let delivery = delivery.to(&person.account, to);
            outbox::put(tx, &self.core.seal, self.core.clock.now(), delivery).await?;
            if *old != Old::Unknown {
                self.withhold_old(tx, aim, Whom::Person(&person.key)).await?;
            }
            *by_place.entry(&holder.place).or_default() += 1;
        }
        let mut facts: Vec<(About<'_>, Fact)> = vec![];
        for (place, people) in by_place {
            let fact = Fact::PlannedInPrivate {
                publication: publication.id.clone(),
                number: aim.item.number.clone().unwrap_or_default(),
                title: Some(aim.item.title(VIETNAMESE).to_owned()),
                item_kind: aim.item.kind,
                rank: publication.rank,
                people,
            };
            facts.push((About { place, item: &aim.item.folder, reference: &publication.id }, fact));
        }
        ledger::record_all(tx, self.core.clock.now(), &facts).await?;
        Ok(people.len())
    }
}

/// Every release there is.
pub async fn releases(db: &Db) -> Result<Vec<Release>> {
    store::releases(db.read()).await
}

/// Every release there is, with those that this transaction makes or takes back.
pub async fn releases_in(tx: &mut Tx) -> Result<Vec<Release>> {
    store::releases(&mut **tx).await
}

/// Every publication, newest first.
pub async fn publications(db: &Db) -> Result<Vec<Publication>> {
    store::all(db).await
}

/// The publication with this id.
pub async fn publication(db: &Db, id: &PublicationId) -> Result<Option<Publication>> {
    store::get(db, id).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn why_it_goes_to_nobody_is_one_reason_only_when_there_is_but_one() {
        let nobody = |goes, queued, has, unknown, gone| {
            Tally { goes, others: Others { queued, has, unknown, gone, kept_from: 0 } }.nobody()
        };
        assert_eq!(nobody(1, 1, 1, 1, 1), None);
        assert_eq!(nobody(0, 0, 0, 0, 0), Some(Nobody::NoneLinked));
        assert_eq!(nobody(0, 2, 0, 0, 0), Some(Nobody::AllQueued));
        assert_eq!(nobody(0, 0, 2, 0, 0), Some(Nobody::AllHaveIt));
        assert_eq!(nobody(0, 0, 0, 2, 0), Some(Nobody::AllUnknown));
        assert_eq!(nobody(0, 0, 0, 0, 2), Some(Nobody::AllGone));
        let kept =
            |has| Tally { goes: 0, others: Others { has, kept_from: 3, ..Others::default() } }.nobody();
        assert_eq!((kept(0), kept(1)), (Some(Nobody::NotReleased), Some(Nobody::Mixed)));
        // "Everybody has it" would be a lie to the one that was lost before it came.
        for of in [[1, 1, 0, 0], [0, 3, 0, 1], [0, 1, 1, 0], [1, 0, 0, 1], [1, 1, 1, 1]] {
            assert_eq!(nobody(0, of[0], of[1], of[2], of[3]), Some(Nobody::Mixed), "{of:?}");
        }
    }
}
