//! Who waits for what inside one process. Ringing is a courtesy: every loop also looks by itself now
//! and then, so a ring that is lost (or another process's work) costs a second at most.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;

/// Wakes loops; cheap to clone.
#[derive(Clone, Default)]
pub struct Bell(Arc<Mutex<HashMap<String, Arc<Notify>>>>);

impl Bell {
    fn named(&self, name: &str) -> Arc<Notify> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(name.to_owned()).or_default().clone()
    }

    /// Rung when something was put for this account to send.
    pub fn sender(&self, account: &str) -> Arc<Notify> {
        self.named(&format!("send {account}"))
    }

    /// Rung when an update of this account was stored.
    pub fn arrival(&self, account: &str) -> Arc<Notify> {
        self.named(&format!("arrived {account}"))
    }

    /// Rung when the platform said who this account is.
    pub fn preparation(&self, account: &str) -> Arc<Notify> {
        self.named(&format!("prepared {account}"))
    }

    /// Rung when an account should be looked after now.
    pub fn tending(&self, account: &str) -> Arc<Notify> {
        self.named(&format!("maintain {account}"))
    }

    /// Rung when scheduled acts should be looked at.
    pub fn schedule(&self) -> Arc<Notify> {
        self.named("schedule")
    }

    /// Rung when files that are to be kept should be looked for.
    pub fn keeping(&self) -> Arc<Notify> {
        self.named("keep")
    }

    /// Something was put; by which account it goes is not known here.
    pub fn sending(&self) {
        self.every("send ");
    }

    /// Something came; to which account is not known here.
    pub fn arrivals(&self) {
        self.every("arrived ");
    }

    fn every(&self, kind: &str) {
        for (name, notify) in self.0.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            if name.starts_with(kind) {
                notify.notify_one();
            }
        }
    }

    /// An update was stored.
    pub fn arrived(&self, account: &str) {
        self.arrival(account).notify_one();
    }

    /// The platform answered for the first time.
    pub fn prepared(&self, account: &str) {
        self.preparation(account).notify_one();
        self.sender(account).notify_one();
        self.arrival(account).notify_one();
    }

    /// Everything looks again.
    pub fn all(&self) {
        for notify in self.0.lock().unwrap_or_else(PoisonError::into_inner).values() {
            notify.notify_one();
        }
    }
}
