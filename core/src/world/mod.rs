//! The world: hosts, clients and their handles, the clock, and the one door, [`World::perform`].

mod args;
mod by_value;
mod checks;
mod client;
mod diff;
mod dispatch;
mod events;
mod file;
mod handlers;
mod held;
mod history;
mod host_state;
mod image;
mod journal;
mod matrix;
mod public;
mod references;
mod remote;
mod remote_stream;
mod saved;
mod scene;
mod session;
mod sources;
mod subject;
#[cfg(test)]
mod tests;
mod unread;

use std::sync::Arc;

use imbl::{OrdMap, OrdSet};
use serde::{Deserialize, Serialize};

pub use client::{Client, Connection};
pub use diff::{Change, diff};
pub use events::Callback;
pub use held::{Flow, Held, Known, Stream};
pub use history::{Branch, History, Step};
pub use host_state::{HostState, placement};
pub use journal::{Entry, Journal, JournalError, LabChoice, write_line};
pub use matrix::{MatrixCell, Place, matrix_cell, places};
pub use remote::{Answered, Arrived, Events, Remote};
pub use remote_stream::{Asked, Flowed};
pub use saved::{Loading, Part};
pub use subject::{Subject, SubjectKind};
pub use unread::{grammar_of, unread};

use crate::api::{Call, Outcome};
use crate::ground::hash::stable_hash;
use crate::ground::limits::CLIENTS_MAX;
use crate::ground::rng::Rng;
use crate::host::{HostKey, Lab, LabFault};
use file::Files;

/// A client of the world: a thread of a program that uses libvirt. The last error and all handles are its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct ClientId(pub u32);

/// Where the virtual clock begins: 2026-01-01T00:00:00Z, in nanoseconds since 1970.
pub const CLOCK_START_NS: u64 = 1_767_225_600_000_000_000;

/// A world as a value. Cloning it is O(1), whatever it holds; equal journals make equal worlds.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct World {
    lab: Arc<Lab>,
    hosts: OrdMap<HostKey, HostState>,
    clients: OrdMap<ClientId, Client>,
    /// Those of them that have a callback or events waiting: few of many, and asked about with every event.
    listening: OrdSet<ClientId>,
    files: Files,
    clock_ns: u64,
    rng: Rng,
}

impl World {
    /// A world with the hosts of a lab, as they are when they come up.
    ///
    /// # Errors
    /// Every fault of the lab; a domain of its that cannot be defined is a fault of its host.
    pub fn new(lab: Lab, seed: u64) -> Result<Self, Vec<LabFault>> {
        lab.validate()?;
        let mut rng = Rng::new(seed);
        let mut hosts = OrdMap::new();
        for config in &lab.hosts {
            let state = HostState::new(Arc::new(config.clone()), &mut rng).map_err(|fault| vec![fault])?;
            hosts.insert(config.key.clone(), state);
        }
        let lab = Arc::new(lab);
        Ok(Self {
            lab,
            hosts,
            clients: OrdMap::new(),
            listening: OrdSet::new(),
            files: Files::default(),
            clock_ns: CLOCK_START_NS,
            rng,
        })
    }

    /// The built-in lab.
    pub fn builtin(seed: u64) -> Self {
        match Self::new(Lab::builtin(), seed) {
            Ok(world) => world,
            Err(faults) => panic!("the built-in lab has faults: {faults:?}"),
        }
    }

    /// The one door: does a call for a client, and says what came of it.
    pub fn perform(&mut self, client: ClientId, call: &Call) -> Outcome {
        self.through(client, call, None)
    }

    /// The same for a client that has connections to elsewhere: the world is its library, with handles, checks and errors,
    /// and `remote` is asked for what is not here.
    pub fn perform_with(&mut self, client: ClientId, call: &Call, remote: &mut dyn Remote) -> Outcome {
        self.through(client, call, Some(remote))
    }

    fn through(&mut self, client: ClientId, call: &Call, remote: Option<&mut dyn Remote>) -> Outcome {
        if !self.clients.contains_key(&client) {
            if self.clients.len() >= CLIENTS_MAX {
                return dispatch::too_many_clients(call);
            }
            self.clients.insert(client, Client::default());
        }
        dispatch::perform(self, client, call, remote)
    }

    /// What a call would do, without doing it.
    pub fn preview(&self, client: ClientId, call: &Call) -> Outcome {
        self.clone().perform(client, call)
    }

    /// The lab as it is now, its hosts as they were last set.
    pub fn lab(&self) -> &Lab {
        &self.lab
    }

    /// The hosts by key.
    pub fn hosts(&self) -> impl Iterator<Item = &HostState> {
        self.lab.hosts.iter().filter_map(|config| self.hosts.get(&config.key))
    }

    /// A host.
    pub fn host(&self, key: &HostKey) -> Option<&HostState> {
        self.hosts.get(key)
    }

    /// A client, if it has made a call.
    pub fn client(&self, id: ClientId) -> Option<&Client> {
        self.clients.get(&id)
    }

    /// The clients by number.
    pub fn clients(&self) -> impl Iterator<Item = (ClientId, &Client)> {
        self.clients.iter().map(|(id, client)| (*id, client))
    }

    /// The clients that events wait for.
    pub fn clients_with_events(&self) -> impl Iterator<Item = ClientId> {
        let waiting = |id: &ClientId| self.client(*id).is_some_and(|client| client.events_waiting() > 0);
        self.listening.iter().copied().filter(waiting)
    }

    /// The virtual clock, in nanoseconds since 1970.
    pub fn clock_ns(&self) -> u64 {
        self.clock_ns
    }

    /// A hash of the whole state, equal on every machine for equal states.
    pub fn state_hash(&self) -> u128 {
        stable_hash(self)
    }
}
