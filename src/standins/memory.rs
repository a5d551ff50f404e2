//! What a platform remembers, and who waits for it to change.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;

/// The state of one platform. Every change is counted, so that nobody misses one while they look.
pub(in crate::standins) struct Memory<S> {
    state: Mutex<S>,
    version: watch::Sender<u64>,
}

impl<S> Memory<S> {
    pub(in crate::standins) fn new(state: S) -> Memory<S> {
        Memory { state: Mutex::new(state), version: watch::Sender::new(0) }
    }

    pub(in crate::standins) fn lock(&self) -> MutexGuard<'_, S> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state and wakes everyone who waits for a change.
    pub(in crate::standins) fn act<T>(&self, change: impl FnOnce(&mut S) -> T) -> T {
        let out = change(&mut self.lock());
        self.version.send_modify(|version| *version += 1);
        out
    }

    /// Counts every change. Read it before looking, then wait with [`Memory::changed_since`].
    pub(in crate::standins) fn version(&self) -> u64 {
        *self.version.borrow()
    }

    /// Returns once something changed after `version`.
    pub(in crate::standins) async fn changed_since(&self, version: u64) {
        let mut changes = self.version.subscribe();
        // The sender lives in `self`, so waiting cannot fail.
        let _ = changes.wait_for(|now| *now > version).await;
    }

    /// Returns once the state is so.
    pub(in crate::standins) async fn until(&self, reached: impl Fn(&S) -> bool) {
        loop {
            let version = self.version();
            if reached(&self.lock()) {
                return;
            }
            self.changed_since(version).await;
        }
    }

    /// Looks after every change until `look` finds something, or gives up.
    pub(in crate::standins) async fn wait_for<T>(
        &self,
        within: Duration,
        look: impl Fn() -> Option<T>,
    ) -> Option<T> {
        timeout(within, async {
            loop {
                let version = self.version();
                if let Some(found) = look() {
                    return found;
                }
                self.changed_since(version).await;
            }
        })
        .await
        .ok()
    }
}
