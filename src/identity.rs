//! Whose machine speaks at a place: the identities of the settings, laid over the tree of places.

use crate::calendar::Calendar;
use crate::clock::Clock;
use crate::config::{Identities, Identity};
use crate::places::Atlas;
use std::sync::Arc;

/// Answers in whose name something is said; cheap to clone.
#[derive(Clone)]
pub struct Speaker {
    /// The identities of the settings.
    pub identities: Identities,
    /// The places.
    pub atlas: Atlas,
    /// Which day it is there.
    pub calendar: Calendar,
    /// Now.
    pub clock: Clock,
}

impl Speaker {
    /// Who speaks at a place: its own identity or the nearest above. Where none is set the place's own highest area
    /// speaks in its own name, and never another body; "" is a place that nobody knows yet: the first of the settings.
    ///
    /// By the tree that was read last: whoever signs something has asked for it before.
    pub fn at(&self, place: &str) -> Arc<Identity> {
        let first = || self.identities.first().cloned().unwrap_or_default();
        if place.is_empty() {
            return first();
        }
        let tree = self.atlas.last();
        let day = self.calendar.local(self.clock.now()).date();
        // After a merger whoever speaks where the place is now; the settings may know a place that the tree does not.
        let upward: Vec<_> = tree.upward(place, day).collect();
        let codes = upward.iter().map(|p| p.code.as_str()).chain([place]);
        if let Some(identity) = self.identities.at(codes) {
            return identity.clone();
        }
        match upward.last() {
            Some(top) => Arc::new(Identity::unnamed(&top.code, &top.full_name())),
            None => first(),
        }
    }
}
