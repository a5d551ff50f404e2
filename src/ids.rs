//! The ids of the nouns, each a type of its own; and chance, injected: ids and codes made from a random source that
//! tests seed.

use crate::clock::Clock;
use crate::stored::id;
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use std::sync::{Arc, Mutex, PoisonError};

id! {
    /// A chat group.
    pub struct GroupId;
}

id! {
    /// A person: the keyed hash of their account and address, which only the sealing key's holder can match.
    pub struct PersonKey;
}

id! {
    /// A role that somebody holds.
    pub struct RoleId;
}

id! {
    /// A publication.
    pub struct PublicationId;
}

id! {
    /// What makes a delivery unique: the same cause put twice is one delivery.
    pub struct DeliveryId;
}

id! {
    /// A question's code: five of [`CODE_ALPHABET`].
    pub struct QuestionCode;
}

id! {
    /// An item, by the name of its folder.
    pub struct ItemId;
}

/// Letters and digits that are not mistaken for one another when read aloud or copied by hand
/// (no 0, 1, I, O). Question codes are five of these.
pub const CODE_ALPHABET: &[u8] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Makes ids and codes; cheap to clone.
#[derive(Clone)]
pub struct Ids {
    clock: Clock,
    chance: Arc<Mutex<StdRng>>,
}

impl Ids {
    /// From the machine's own source of chance.
    pub fn system(clock: Clock) -> Self {
        let mut seed = [0u8; 32];
        rand::rand_core::UnwrapErr(rand::rngs::SysRng).fill_bytes(&mut seed);
        Self::from(clock, StdRng::from_seed(seed))
    }

    /// The same ids every time (tests and the practice room).
    pub fn seeded(clock: Clock, seed: u64) -> Self {
        Self::from(clock, StdRng::seed_from_u64(seed))
    }

    fn from(clock: Clock, chance: StdRng) -> Self {
        Ids { clock, chance: Arc::new(Mutex::new(chance)) }
    }

    fn with<T>(&self, f: impl FnOnce(&mut StdRng) -> T) -> T {
        f(&mut self.chance.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// An id that sorts by time: eleven hex digits of milliseconds, then chance.
    pub fn id(&self) -> String {
        let chance: u64 = self.with(|r| r.random());
        format!("{:011x}{:012x}", self.clock.now(), chance >> 16)
    }

    /// A code of `length` characters of [`CODE_ALPHABET`].
    pub fn code(&self, length: usize) -> String {
        self.with(|r| {
            (0..length).map(|_| CODE_ALPHABET[r.random_range(0..CODE_ALPHABET.len())] as char).collect()
        })
    }

    /// Random bytes, for keys and nonces.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0u8; N];
        self.with(|r| r.fill_bytes(&mut out));
        out
    }

    /// A number in `0..below` (jitter, choosing among equals); 0 when `below` is 0.
    pub fn below(&self, below: u64) -> u64 {
        if below == 0 { 0 } else { self.with(|r| r.random_range(0..below)) }
    }
}
