//! An item is taken back without a replacement, and whoever got it is told.
//!
//! What makes it untrue is one transaction: its releases, its publications, everything of them that waits, and the
//! first notices. Many groups are told in chunks with a cursor, like a publication, so that a crash in between is
//! taken up where it stopped.

use super::publisher::{ABANDONED_AFTER, CHUNK_GROUPS, CHUNK_PAUSE, Publisher, cause};
use super::withdrawal::{Telling, Withdrawal};
use super::{Item, Release, review, show, store};
use crate::acts::{By, Deed};
use crate::clock::Millis;
use crate::crash;
use crate::db::Tx;
use crate::groups::{self, Group};
use crate::ids::{DeliveryId, GroupId, ItemId, PersonKey};
use crate::ledger::{self, About, Fact};
use crate::mail::{Mail, Spoken, language_of};
use crate::message::Message;
use crate::outbox::{self, Addressed, Delivery, Kind, To, Whom};
use crate::people;
use crate::reason::Reason;
use crate::roster;
use crate::text::{Arg, Text, VIETNAMESE, clean, said_by_role};
use anyhow::Result;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Letters of a reason: the notice stays one short message.
const LONGEST_REASON_CHARS: usize = 300;

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Withdrawn {
    /// Folder of the item.
    pub item: ItemId,
    /// Groups and role holders for whom it still waited.
    pub cancelled: usize,
    /// Groups and role holders that got it, or may have, and are told now. Said a second time: those whom the first notice
    /// did not reach, or perhaps not.
    pub told: usize,
    /// When they are.
    #[serde(skip)]
    pub at: Millis,
    /// It had been taken back before, and nothing happened since.
    #[serde(skip)]
    pub again: bool,
}

/// Somebody who may have got it.
struct Reader<'a> {
    place: &'a str,
    account: &'a str,
    language: &'a str,
    to: To,
    /// Asked for no more messages.
    stopped: bool,
}

impl Publisher {
    /// Takes an item back. Said twice it tells nobody twice whom the notice reached; whom it did not reach, or perhaps
    /// not, is told again, and what a crash left untold is told.
    pub async fn withdraw(
        &self,
        item: &Item,
        by: Option<&str>,
        how: &str,
        reason: &str,
    ) -> Result<Withdrawn> {
        let mut tx = self.core.db.write().await?;
        let (mut withdrawn, withdrawal) =
            self.begin_withdrawal(&mut tx, item, by.unwrap_or(how), how, reason).await?;
        if !withdrawn.again {
            self.decided(&mut tx, By::Shell(by), Deed::Withdraw, &item.folder).await?;
        }
        tx.commit().await?;
        crash::point("chunk");
        withdrawn.told += self.finish_withdrawal(withdrawal).await?;
        Ok(withdrawn)
    }

    /// The first part of it, within a transaction that is open already. While the state is `telling`,
    /// [`Publisher::finish_withdrawal`] goes on after the commit.
    pub async fn begin_withdrawal(
        &self,
        tx: &mut Tx,
        item: &Item,
        by: &str,
        how: &str,
        reason: &str,
    ) -> Result<(Withdrawn, Withdrawal)> {
        let (by, reason) = (clean(by), clean(reason));
        if by.is_empty() {
            return Err(self.refuse("withdraw-no-name", &[]));
        }
        self.may_say(&reason)?;
        let now = self.core.clock.now();
        let notices = notices(item, &store::releases(&mut **tx).await?, &reason, &self.core.text);
        // The releases first: whoever publishes at this moment holds them, and what they wrote is seen after.
        let released = store::delete_releases(tx, &item.folder).await?;
        let publications = store::withdraw_publications(tx, &item.folder).await?;
        let cancelled = outbox::cancel_all(tx, now, &publications).await?;
        let last = store::last_withdrawal(tx, &item.folder).await?;
        let again = released == 0 && publications.is_empty();
        let at = self.core.calendar.after_quiet(now, self.quiet);
        let mut withdrawn = Withdrawn { item: item.folder.clone(), cancelled, told: 0, at, again };
        if again {
            let nothing = || self.refuse("withdraw-nothing", &[("item", item.folder.as_str().into())]);
            let mut last = last.ok_or_else(nothing)?;
            // Whom the notice did not reach, or perhaps not, is told again.
            if last.state == Telling::Told && store::tell_again(tx, &last, now).await? {
                (last.state, last.next_group) = (Telling::Telling, GroupId::default());
                withdrawn.told += self.tell_people(tx, &last).await?;
                withdrawn.told += self.tell_groups(tx, &mut last).await?.unwrap_or(0);
            }
            return Ok((withdrawn, last));
        }
        let mut withdrawal = Withdrawal {
            item: item.folder.clone(),
            edition: last.map_or(0, |w| w.edition + 1),
            notices,
            state: Telling::Telling,
            next_group: GroupId::default(),
        };
        store::insert_withdrawal(tx, &withdrawal, &self.core.seal.seal(&by), how, now).await?;
        withdrawn.told += self.tell_people(tx, &withdrawal).await?;
        withdrawn.told += self.tell_groups(tx, &mut withdrawal).await?.unwrap_or(0);
        let fact =
            Fact::ItemWithdrawn { number: item.number.clone().unwrap_or_default(), item_kind: item.kind };
        let about = About { item: &item.folder, ..About::default() };
        ledger::record(tx, &self.core.calendar, now, about, &fact).await?;
        Ok((withdrawn, withdrawal))
    }

    /// Refuses a reason that would make the notice long.
    pub fn may_say(&self, reason: &str) -> Result<()> {
        let length = clean(reason).chars().count();
        if length > LONGEST_REASON_CHARS {
            let args = [("length", length.into()), ("most", LONGEST_REASON_CHARS.into())];
            return Err(self.refuse("withdraw-reason-long", &args));
        }
        Ok(())
    }

    /// Whom taking an item back would tell: groups, and role holders. `None`: there is nothing to take back, or it was
    /// taken back before and nothing happened since.
    pub async fn would_tell(&self, tx: &mut Tx, item: &Item) -> Result<Option<(usize, usize)>> {
        let released = store::releases(&mut **tx).await?.iter().any(|r| r.item == item.folder);
        if !released && !store::has_standing(tx, &item.folder).await? {
            return Ok(None);
        }
        let edition = store::last_withdrawal(tx, &item.folder).await?.map_or(0, |w| w.edition + 1);
        let withdrawal = Withdrawal {
            item: item.folder.clone(),
            edition,
            notices: BTreeMap::new(),
            state: Telling::Telling,
            next_group: GroupId::default(),
        };
        let (mut told, mut cursor) = (0, GroupId::default());
        loop {
            let chunk = groups::linked_after(tx, &cursor, CHUNK_GROUPS).await?;
            let Some(last) = chunk.last() else { break };
            cursor.clone_from(&last.id);
            told += self.who_got(tx, &withdrawal, chunk.iter().map(|g| Whom::Group(&g.id))).await?.len();
        }
        let holders: BTreeSet<PersonKey> = roster::all(tx).await?.into_iter().map(|r| r.person).collect();
        let people = self.who_got(tx, &withdrawal, holders.iter().map(Whom::Person)).await?.len();
        Ok(Some((told, people)))
    }

    /// Tells the rest, chunk by chunk; returns how many more.
    pub async fn finish_withdrawal(&self, mut withdrawal: Withdrawal) -> Result<usize> {
        let mut told = 0;
        while withdrawal.state == Telling::Telling {
            let mut tx = self.core.db.write().await?;
            let Some(more) = self.tell_groups(&mut tx, &mut withdrawal).await? else { break };
            tx.commit().await?;
            told += more;
            tokio::time::sleep(CHUNK_PAUSE).await;
        }
        Ok(told)
    }

    /// Goes on with withdrawals that a dead process left half told.
    pub(super) async fn go_on_withdrawing(&self) -> Result<usize> {
        let left = store::telling(&self.core.db, self.core.clock.now() - ABANDONED_AFTER).await?;
        let count = left.len();
        for withdrawal in left {
            let item = withdrawal.item.clone();
            let told = self.finish_withdrawal(withdrawal).await?;
            tracing::info!(item = item.as_str(), told, "a withdrawal left half told was taken up");
        }
        Ok(count)
    }

    /// A group that was out hears us again: it is told of what it got and of what was taken back meanwhile, once.
    pub async fn tell_returned(&self, tx: &mut Tx, group: &Group) -> Result<usize> {
        let mut told = 0;
        for withdrawal in store::last_withdrawals(tx).await? {
            let whom = Whom::Group(&group.id);
            if self.who_got(tx, &withdrawal, std::iter::once(whom)).await?.is_empty() {
                continue;
            }
            // What is on its way, or may have come, is not said again.
            let id = notice_id(&withdrawal, whom);
            let standing = outbox::standings(tx, std::slice::from_ref(&id)).await?;
            if standing.get(&id).is_some_and(|state| *state != outbox::State::Failed) {
                continue;
            }
            let reader = Reader {
                place: &group.place,
                account: &group.account,
                language: &group.language,
                to: To::Group(group.id.clone()),
                stopped: false,
            };
            told += self.tell(tx, &withdrawal, vec![reader]).await?;
        }
        Ok(told)
    }

    /// The next groups. `None`: another process tells them.
    async fn tell_groups(&self, tx: &mut Tx, withdrawal: &mut Withdrawal) -> Result<Option<usize>> {
        let chunk = groups::linked_after(tx, &withdrawal.next_group, CHUNK_GROUPS).await?;
        let cursor = chunk.last().map_or_else(|| withdrawal.next_group.clone(), |g| g.id.clone());
        let done = (chunk.len() as i64) < CHUNK_GROUPS;
        let state = if done { Telling::Told } else { Telling::Telling };
        if !store::advance_withdrawal(tx, withdrawal, &cursor, state, self.core.clock.now()).await? {
            return Ok(None);
        }
        withdrawal.next_group = cursor;
        withdrawal.state = state;
        let got = self.who_got(tx, withdrawal, chunk.iter().map(|g| Whom::Group(&g.id))).await?;
        let readers = chunk.iter().filter(|g| got.contains(g.id.as_str())).map(|g| Reader {
            place: &g.place,
            account: &g.account,
            language: &g.language,
            to: To::Group(g.id.clone()),
            stopped: false,
        });
        self.tell(tx, withdrawal, readers.collect()).await.map(Some)
    }

    /// Role holders, to whom items for reporters and secretaries go.
    async fn tell_people(&self, tx: &mut Tx, withdrawal: &Withdrawal) -> Result<usize> {
        let holders: BTreeMap<PersonKey, String> =
            roster::all(tx).await?.into_iter().map(|r| (r.person, r.place)).collect();
        let mut found = vec![];
        for key in self.who_got(tx, withdrawal, holders.keys().map(Whom::Person)).await? {
            let place = holders.get(key.as_str()).cloned().unwrap_or_default();
            let reach = people::reach(tx, &key.into()).await?;
            found.extend(reach.map(|reach| (reach, place)));
        }
        let readers = found.iter().map(|(p, place)| Reader {
            place,
            account: &p.account,
            language: &p.language,
            to: To::person(&p.key, &p.address_sealed),
            stopped: p.stopped,
        });
        self.tell(tx, withdrawal, readers.collect()).await
    }

    /// Of these groups and people (in their stored form) those that got the item, in whatever revision, since it was last
    /// taken back.
    async fn who_got<'a>(
        &self,
        tx: &mut Tx,
        withdrawal: &Withdrawal,
        candidates: impl Iterator<Item = Whom<'a>>,
    ) -> Result<BTreeSet<String>> {
        let revisions = store::revisions(tx, &withdrawal.item).await?;
        let mut to: HashMap<DeliveryId, Whom<'_>> = HashMap::new();
        for candidate in candidates {
            for revision in &revisions {
                to.insert(cause(&withdrawal.item, revision, withdrawal.edition, candidate), candidate);
            }
        }
        let causes: Vec<DeliveryId> = to.keys().cloned().collect();
        let arrived = outbox::may_have_arrived(tx, &causes).await?;
        Ok(arrived.iter().filter_map(|cause| to.get(cause)).map(|to| to.as_str().to_owned()).collect())
    }

    async fn tell(&self, tx: &mut Tx, withdrawal: &Withdrawal, readers: Vec<Reader<'_>>) -> Result<usize> {
        let mail = Mail {
            core: self.core.clone(),
            speaker: self.speaker.clone(),
            capabilities: self.capabilities.clone(),
            spoken: Spoken::default(),
        };
        let now = self.core.clock.now();
        let not_before = self.core.calendar.after_quiet(now, self.quiet);
        let deliveries = readers.into_iter().filter_map(|reader| {
            let language = language_of(&self.core.text, reader.language);
            let notice = withdrawal.notices.get(&language).or(withdrawal.notices.get(VIETNAMESE))?;
            let id = notice_id(withdrawal, reader.to.whom()?);
            let private = matches!(reader.to, To::Person { .. });
            let parts = mail.signed(reader.place, reader.account, private, &language, vec![notice.clone()]);
            let mut delivery = Delivery { not_before, ..Delivery::new(Kind::Withdrawal, id, parts) };
            if reader.stopped {
                // It comes when they write.
                let until = mail.kept_until(now);
                delivery = Delivery {
                    held: Some(Reason::Stopped),
                    not_before: until,
                    good_until: Some(until),
                    ..delivery
                };
            }
            Some(delivery.to(reader.account, reader.to))
        });
        let deliveries: Vec<Addressed<'_>> = deliveries.collect();
        // There are none yet, unless it is said a second time.
        let ids: Vec<DeliveryId> = deliveries.iter().map(|put| put.delivery.id.clone()).collect();
        let standings = outbox::standings(tx, &ids).await?;
        let astray = |id: &DeliveryId| {
            matches!(standings.get(id), Some(outbox::State::Failed | outbox::State::Unknown))
        };
        let astray: Vec<DeliveryId> = ids.into_iter().filter(astray).collect();
        outbox::make_room(tx, &astray).await?;
        Ok(outbox::put_all(tx, &self.core.seal, now, &deliveries).await?.len())
    }
}

/// What makes a notice unique.
fn notice_id(withdrawal: &Withdrawal, to: Whom<'_>) -> DeliveryId {
    format!("withdrawn:{}:{}:{}", withdrawal.item, withdrawal.edition, to.as_str()).into()
}

/// What is said, in every language that has words for it. An item's own words in a language are said only if they
/// could be sent.
fn notices(item: &Item, releases: &[Release], reason: &str, text: &Text) -> BTreeMap<String, Message> {
    let reviewed = text.locales().into_iter().filter(|l| l.reviewed);
    let both = reviewed.map(|locale| {
        let own = review::may_send(item, &locale.code, releases, true);
        let title = item.title(if own { &locale.code } else { VIETNAMESE });
        (locale.code.clone(), notice(item, title, reason, &locale.code, text))
    });
    both.collect()
}

fn notice(item: &Item, title: &str, reason: &str, language: &str, text: &Text) -> Message {
    let say = |key: &str, args: &[Arg<'_>]| text.say(language, key, args);
    let (says, ask) = match item.is_for_groups() {
        true => ("withdrawn-group", "content-ask-group"),
        false => ("withdrawn-private", "content-ask-private-chat"),
    };
    let mut parts = vec![say(says, &[("cite", show::cite(item, language, text).into())])];
    if !reason.is_empty() {
        parts.push(say("withdrawn-reason", &[("reason", said_by_role(reason))]));
    }
    parts.push(say(ask, &[]));
    let heading = say("withdrawn-heading", &[("title", title.into())]);
    Message { heading, text: parts.join("\n\n"), ..Message::default() }
}

#[cfg(test)]
mod tests;
