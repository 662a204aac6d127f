//! Walkthroughs: ready sequences of calls, each of which teaches one thing, with what every call is to lead to.
//!
//! They stand above the world: a walkthrough is a journal with notes. The notes are Fluent messages
//! (web/i18n/*/walkthroughs.ftl); here are only their keys.

mod domains;
mod hashes;
mod list;
#[cfg(test)]
mod tests;

pub use hashes::{hash_table, stale_hashes};

use crate::api::Outcome;
use crate::ground::ErrorCode;
use crate::ground::hash::stable_hash;
use crate::world::{ClientId, Entry, Journal, World};

/// The seed of every walkthrough, so that its UUIDs are the same for everybody.
pub const SEED: u64 = 1;

/// What a step leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Expect {
    /// The call succeeds.
    Ok,
    /// The call fails with this error, and that is what the step shows.
    Error(ErrorCode),
}

/// One call of a walkthrough.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WalkStep {
    /// Who calls; 0 but where two threads are compared.
    pub client: ClientId,
    /// The call's text, as [`Call`](crate::api::Call) reads it.
    pub call: &'static str,
    /// The key of the message that says what the step teaches.
    pub note: &'static str,
    /// What the call leads to.
    pub expect: Expect,
}

/// A ready sequence of calls. Its title is the message `walk-ID`, its introduction `walk-ID.intro`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Walkthrough {
    /// A short name, for keys of messages and for addresses.
    pub id: &'static str,
    /// Its calls.
    pub steps: &'static [WalkStep],
}

/// A call that succeeds.
const fn ok(note: &'static str, call: &'static str) -> WalkStep {
    WalkStep { client: ClientId(0), call, note, expect: Expect::Ok }
}

/// A call that fails with this error.
const fn fails(code: ErrorCode, note: &'static str, call: &'static str) -> WalkStep {
    WalkStep { client: ClientId(0), call, note, expect: Expect::Error(code) }
}

/// Every walkthrough, in the order in which to take them.
pub fn walkthroughs() -> &'static [Walkthrough] {
    list::ALL
}

impl Walkthrough {
    /// The walkthrough of an ID.
    pub fn by_id(id: &str) -> Option<&'static Self> {
        walkthroughs().iter().find(|walkthrough| walkthrough.id == id)
    }

    /// The walkthrough as a journal, to be replayed, stepped or edited.
    ///
    /// # Panics
    /// If a call of the table is no call; a test reads all of them.
    pub fn journal(&self) -> Journal {
        let entry = |step: &WalkStep| match step.call.parse() {
            Ok(call) => Entry { client: step.client, call },
            Err(error) => panic!("walkthrough {}: {}: {error}", self.id, step.call),
        };
        Journal { entries: self.steps.iter().map(entry).collect(), ..Journal::new(SEED) }
    }

    /// A hash of every outcome and every world on the way, the same on every machine. The last world alone would say
    /// little: `test:///default` forgets everything when its last connection is closed.
    pub fn replay_hash(&self) -> u128 {
        let mut world = World::builtin(SEED);
        self.journal().entries.iter().fold(0, |so_far, entry| {
            let outcome = world.perform(entry.client, &entry.call);
            let Outcome { ret, out, error, raised, printed, .. } = &outcome;
            stable_hash(&(so_far, ret, out, error, raised, printed, world.state_hash()))
        })
    }
}
