//! A bounded number of strangers: who comes when it is full takes the place of whoever has been there longest.
//!
//! So a crowd of slow strangers keeps nobody out: a push takes a few milliseconds, and only those who come after it
//! could take its place.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use tokio::sync::watch;

/// Cheap to clone.
#[derive(Clone)]
pub(super) struct Crowd(Arc<Inner>);

struct Inner {
    most: usize,
    members: Mutex<Members>,
}

#[derive(Default)]
struct Members {
    next: u64,
    places: BTreeMap<u64, watch::Sender<bool>>,
    turned_out: u64,
}

impl Crowd {
    /// Of at most so many.
    pub(super) fn new(most: usize) -> Crowd {
        Crowd(Arc::new(Inner { most: most.max(1), members: Mutex::default() }))
    }

    fn members(&self) -> MutexGuard<'_, Members> {
        self.0.members.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody comes in; if it was full, the one who has been there longest is told to leave.
    pub(super) fn enter(&self) -> Place {
        let (leave, told) = watch::channel(false);
        let mut members = self.members();
        if members.places.len() >= self.0.most
            && let Some((_, oldest)) = members.places.pop_first()
        {
            members.turned_out += 1;
            // Nobody may be waiting for it any more.
            let _ = oldest.send(true);
        }
        let number = members.next;
        members.next += 1;
        members.places.insert(number, leave);
        Place { crowd: self.clone(), number, told }
    }

    /// How many were told to leave since this was last asked.
    pub(super) fn turned_out(&self) -> u64 {
        std::mem::take(&mut self.members().turned_out)
    }

    /// How many there are now; who was told to leave is none of them.
    pub(super) fn len(&self) -> usize {
        self.members().places.len()
    }
}

/// One of the crowd, for as long as it is kept.
pub(super) struct Place {
    crowd: Crowd,
    number: u64,
    told: watch::Receiver<bool>,
}

impl Place {
    /// Returns when another took the place, and never for who left of itself.
    pub(super) async fn told_to_leave(&self) {
        let mut told = self.told.clone();
        if told.wait_for(|told| *told).await.is_err() {
            std::future::pending().await
        }
    }

    fn leave(&self) {
        self.crowd.members().places.remove(&self.number);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.leave();
    }
}

/// A connection: a stranger until a platform's push has come through it, and then one of the platforms' own, whose
/// place no stranger can take.
pub(super) struct Guest {
    stranger: Place,
    platforms: Crowd,
    proven: OnceLock<Place>,
}

impl Guest {
    /// A stranger for now.
    pub(super) fn new(strangers: &Crowd, platforms: &Crowd) -> Guest {
        Guest { stranger: strangers.enter(), platforms: platforms.clone(), proven: OnceLock::new() }
    }

    /// A genuine push came through it.
    pub(super) fn proven(&self) {
        self.proven.get_or_init(|| {
            self.stranger.leave();
            self.platforms.enter()
        });
    }

    /// Returns when another took its place.
    pub(super) async fn told_to_leave(&self) {
        match self.proven.get() {
            Some(place) => place.told_to_leave().await,
            None => self.stranger.told_to_leave().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    async fn must_leave(place: &Place) -> bool {
        tokio::time::timeout(Duration::from_millis(1), place.told_to_leave()).await.is_ok()
    }

    #[tokio::test]
    async fn who_comes_last_takes_the_place_of_who_came_first_and_who_is_proven_keeps_it() {
        let crowd = Crowd::new(2);
        let (first, second) = (crowd.enter(), crowd.enter());
        first.leave();
        let third = crowd.enter();
        assert!(!must_leave(&first).await && !must_leave(&second).await);
        let fourth = crowd.enter();
        assert!(must_leave(&second).await && !must_leave(&third).await && !must_leave(&first).await);
        assert_eq!((crowd.len(), crowd.turned_out(), crowd.turned_out()), (2, 1, 0));
        drop((first, second, third, fourth));
        assert_eq!(crowd.len(), 0);
    }
}
