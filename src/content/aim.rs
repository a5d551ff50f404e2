//! Whom an order reaches.

use super::publisher::{Publisher, cause};
use super::reach::Reach;
use super::{Audience, Item, Library, Mode, Release, review, store};
use crate::db::Tx;
use crate::groups::Group;
use crate::ids::{DeliveryId, PersonKey, PublicationId};
use crate::outbox::{self, Old, Whom};
use crate::people;
use crate::places::Tree;
use crate::roster::{self, Duty};
use anyhow::Result;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Whom an order reaches, decided once.
pub(super) struct Aim<'a> {
    pub item: &'a Item,
    pub tree: &'a Tree,
    pub places: &'a [String],
    /// Where it is released; `None`: drafts are shown, too.
    pub reach: Option<Reach<'a>>,
    /// Every release there is.
    pub releases: Vec<Release>,
    pub old: Option<&'a Item>,
    /// In which revisions and editions that was published: by these the archive knows who got it.
    pub old_forms: Vec<(String, i64)>,
    /// How often the item was taken back before: who got it then gets it again.
    pub edition: i64,
    /// It was published before, in whatever revision: somebody may have it, or have it waiting.
    pub earlier: bool,
}

/// How this very revision stands with a group or a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It was never put.
    New,
    /// It was put, and came to nothing: it may go again.
    Again,
    /// It waits, or is on its way.
    Queued,
    /// It arrived.
    Has,
    /// It may have arrived.
    MayHave,
}

impl Standing {
    fn of(state: Option<outbox::State>) -> Standing {
        match state {
            None => Standing::New,
            Some(outbox::State::Failed | outbox::State::Cancelled) => Standing::Again,
            Some(outbox::State::Waiting | outbox::State::Sending) => Standing::Queued,
            Some(outbox::State::Sent) => Standing::Has,
            Some(outbox::State::Unknown) => Standing::MayHave,
        }
    }

    /// It goes out.
    pub fn goes(self) -> bool {
        matches!(self, Standing::New | Standing::Again)
    }
}

/// Who holds a role, as they are written to there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Where.
    pub reach: people::Reach,
    /// The place of the role: whoever speaks there speaks to them.
    pub place: String,
}

impl Aim<'_> {
    /// What makes the delivery to a group or a person unique.
    pub fn cause(&self, to: Whom<'_>) -> DeliveryId {
        cause(&self.item.folder, &self.item.revision, self.edition, to)
    }

    /// A place that was ordered, or below one.
    fn is_ordered(&self, place: &str, day: Date) -> bool {
        self.places.is_empty() || self.places.iter().any(|p| self.tree.reaches(p, place, day))
    }

    /// It is released for this place.
    pub fn is_released(&self, place: &str) -> bool {
        self.reach.as_ref().is_none_or(|reach| reach.covers(self.item, place))
    }

    /// It is ordered for this place, and released for it.
    pub fn covers(&self, place: &str, day: Date) -> bool {
        self.is_ordered(place, day) && self.is_released(place)
    }

    /// It is ordered for this place, and would get there were it released for it.
    pub fn is_kept_from(&self, place: &str, day: Date) -> bool {
        self.is_ordered(place, day) && !self.is_released(place)
    }

    /// Which releases count at this place, by number.
    pub fn set_at(&self, place: &str) -> usize {
        self.reach.as_ref().map_or(0, |reach| reach.set_at(place))
    }

    /// The releases of a number.
    pub fn set(&self, number: usize) -> Vec<Release> {
        self.reach.as_ref().map_or_else(|| self.releases.clone(), |reach| reach.set(number))
    }
}

impl Publisher {
    /// Decides it, or refuses: a draft is not for real groups, and every place must be known.
    pub(super) async fn aim<'a>(
        &self,
        library: &'a Library,
        tree: &'a Tree,
        item: &'a Item,
        places: &'a [String],
        own: Option<&PublicationId>,
    ) -> Result<Aim<'a>> {
        let releases = store::releases(self.core.db.read()).await?;
        if self.mode == Mode::Run && review::state(item, &releases).waits() {
            return Err(self.refuse("publish-draft", &[("item", item.folder.as_str().into())]));
        }
        if let Some(unknown) = places.iter().find(|code| tree.get(code).is_none()) {
            return Err(self.refuse("publish-unknown-place", &[("place", unknown.as_str().into())]));
        }
        let reach = (self.mode == Mode::Run).then(|| Reach::of(item, releases.clone(), tree, self.today()));
        let old = item.replaces.as_deref().and_then(|folder| library.get(folder));
        let old_forms = match old {
            Some(old) => store::forms(&self.core.db, &old.folder).await?,
            None => vec![],
        };
        let edition = store::edition(&self.core.db, &item.folder).await?;
        let earlier = store::is_published(&self.core.db, &item.folder, own).await?;
        Ok(Aim { item, tree, places, reach, releases, old, old_forms, edition, earlier })
    }

    /// Whether an order reaches a group, and how the item that it corrects stands there. A correction reaches
    /// whoever got the old item or is about to, wherever that is (contract 5), if it is released there.
    pub(super) async fn hits(&self, tx: &mut Tx, aim: &Aim<'_>, group: &Group) -> Result<Option<Old>> {
        if !aim.item.is_for_groups() || !aim.is_released(&group.place) {
            return Ok(None);
        }
        let old = self.old(tx, aim, Whom::Group(&group.id)).await?;
        let within = aim.covers(&group.place, self.today());
        Ok((within || old != Old::Unknown).then_some(old))
    }

    /// How this revision stands with these deliveries, in their order.
    pub(super) async fn standings(
        &self,
        tx: &mut Tx,
        aim: &Aim<'_>,
        ids: &[DeliveryId],
    ) -> Result<Vec<Standing>> {
        if !aim.earlier {
            return Ok(vec![Standing::New; ids.len()]);
        }
        let found = outbox::standings(tx, ids).await?;
        Ok(ids.iter().map(|id| Standing::of(found.get(id).copied())).collect())
    }

    async fn old(&self, tx: &mut Tx, aim: &Aim<'_>, to: Whom<'_>) -> Result<Old> {
        match aim.old {
            Some(old) => {
                let named = |(revision, edition): &(String, i64)| cause(&old.folder, revision, *edition, to);
                let names: Vec<DeliveryId> = aim.old_forms.iter().map(named).collect();
                outbox::old(tx, to, &old.folder, &names).await
            }
            None => Ok(Old::Unknown),
        }
    }

    /// What is known to be wrong does not go out beside its correction.
    pub(super) async fn withhold_old(&self, tx: &mut Tx, aim: &Aim<'_>, to: Whom<'_>) -> Result<()> {
        match aim.old {
            Some(old) => outbox::withhold(tx, self.core.clock.now(), to, &old.folder).await,
            None => Ok(()),
        }
    }

    fn today(&self) -> Date {
        self.core.calendar.local(self.core.clock.now()).date()
    }

    /// Who gets an item for reporters or secretaries, each once, and how the item that it corrects stands there.
    pub(super) async fn role_holders(
        &self,
        tx: &mut Tx,
        aim: &Aim<'_>,
    ) -> Result<Vec<(Holder, Old, Standing)>> {
        if aim.item.is_for_groups() {
            return Ok(vec![]);
        }
        let wanted = |duty: Duty| {
            aim.item.audience.iter().any(|a| match a {
                Audience::Reporters => matches!(duty, Duty::Reporter | Duty::Coordinator),
                Audience::Secretaries => duty == Duty::Secretary,
                _ => false,
            })
        };
        let mut found: BTreeMap<PersonKey, (Holder, Old)> = BTreeMap::new();
        for role in roster::all(tx).await? {
            let theirs = wanted(role.duty) && aim.is_released(&role.place);
            if !theirs || found.contains_key(&role.person) {
                continue;
            }
            let old = self.old(tx, aim, Whom::Person(&role.person)).await?;
            if old == Old::Unknown && !aim.covers(&role.place, self.today()) {
                continue;
            }
            let Some(reach) = people::reach(tx, &role.person).await?.filter(|reach| !reach.stopped) else {
                continue;
            };
            found.insert(reach.key.clone(), (Holder { reach, place: role.place }, old));
        }
        let found: Vec<(Holder, Old)> = found.into_values().collect();
        let ids: Vec<DeliveryId> = found.iter().map(|(p, _)| aim.cause(Whom::Person(&p.reach.key))).collect();
        let standings = self.standings(tx, aim, &ids).await?;
        Ok(found.into_iter().zip(standings).map(|((holder, old), how)| (holder, old, how)).collect())
    }
}
