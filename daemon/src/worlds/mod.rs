//! The worlds of a daemon: which URI reaches which, who is in them, and what is kept of them on disk.

mod cell;
mod clock;
mod door;
mod key;
pub mod state;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use virtlab_core::ground::{ErrorCode, ErrorDomain, VirError};
use virtlab_core::host::Lab;
use virtlab_core::world::{ClientId, Journal, LabChoice, World};

pub use cell::Cell;
pub use clock::Clock;
pub use door::{Door, Event};
pub use key::Key;

use state::StateDir;

/// Worlds that are kept when nobody is in them: a client makes one by naming it.
const WORLDS_MAX: usize = 1024;

/// What all worlds of a daemon begin with.
#[derive(Debug, Default)]
pub struct Settings {
    /// The hosts; none for the built-in lab.
    pub lab: Option<Lab>,
    /// The seed of all randomness.
    pub seed: u64,
    /// What the virtual clock follows.
    pub clock: Clock,
    /// Whether a world forgets everything with its last connection, as libvirtd's test driver does.
    pub forget: bool,
    /// The directory in which worlds are kept.
    pub state: Option<PathBuf>,
    /// Calls in a journal before an image of the world takes its place.
    pub image_every: Option<usize>,
}

/// All worlds of a daemon.
pub struct Worlds {
    settings: Settings,
    state: Option<StateDir>,
    /// What a world without a node file begins with, so that the next one is a copy.
    template: World,
    kept: Mutex<BTreeMap<Key, Arc<Cell>>>,
    clients: Mutex<Numbers>,
}

/// Why the worlds cannot be.
#[derive(Debug, thiserror::Error)]
pub enum WorldsError {
    /// A lab that cannot be.
    #[error("the lab cannot be: {0}")]
    Lab(String),
    /// Two options that contradict each other.
    #[error("--forget and --state contradict each other: leave one of them out")]
    ForgetAndState,
    /// The state on disk.
    #[error(transparent)]
    State(#[from] state::StateError),
}

impl Worlds {
    /// Makes the worlds, and replays those that are kept on disk.
    ///
    /// # Errors
    /// A lab that cannot be; a state directory that cannot be used or read.
    pub fn new(mut settings: Settings) -> Result<Self, WorldsError> {
        if settings.forget && settings.state.is_some() {
            return Err(WorldsError::ForgetAndState);
        }
        let mut lab = settings.lab.take().unwrap_or_else(Lab::builtin);
        if !settings.forget {
            lab.hosts.iter_mut().for_each(|host| host.forget_on_last_close = false);
        }
        let template = World::new(lab, settings.seed).map_err(|faults| {
            let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
            WorldsError::Lab(faults.join("; "))
        })?;
        let mut kept = BTreeMap::new();
        let state = match &settings.state {
            None => None,
            Some(path) => {
                let dir = StateDir::open(path, settings.image_every)?;
                for (key, world, log) in dir.load()? {
                    kept.insert(key, Arc::new(Cell::new(world, settings.clock, Some(log))));
                }
                Some(dir)
            }
        };
        for cell in kept.values() {
            cell.close_the_dead();
        }
        Ok(Self { settings, state, template, kept: Mutex::new(kept), clients: Mutex::default() })
    }

    /// The lab that worlds without a node file begin with.
    pub fn lab(&self) -> &Lab {
        self.template.lab()
    }

    /// Whether worlds forget everything with their last connection.
    pub fn forgets(&self) -> bool {
        self.settings.forget
    }

    /// A number for a client that has just come: the lowest that nobody has. 0 is the daemon's own.
    pub fn number(&self) -> ClientId {
        lock(&self.clients).take()
    }

    /// Gives a number back.
    pub fn free_number(&self, client: ClientId) {
        lock(&self.clients).free(client);
    }

    /// Whether there is a world of the key.
    pub(crate) fn has(&self, key: &Key) -> bool {
        lock(&self.kept).contains_key(key)
    }

    /// The world of a key: the one that is there, or a new one. `enter` is done before anybody can take it for empty.
    ///
    /// # Errors
    /// More worlds than are kept; a state directory that cannot be written.
    pub(crate) fn find(
        &self,
        key: &Key,
        node: impl FnOnce() -> Result<Lab, Box<VirError>>,
        enter: impl FnOnce(&Cell),
    ) -> Result<Arc<Cell>, Box<VirError>> {
        let mut kept = lock(&self.kept);
        if let Some(cell) = kept.get(key) {
            enter(cell);
            return Ok(cell.clone());
        }
        if kept.len() >= WORLDS_MAX {
            let message = format!("this daemon keeps {WORLDS_MAX} worlds already: ask for one of those");
            return Err(VirError::new(ErrorDomain::Rpc, ErrorCode::OperationDenied, message));
        }
        let cell = Arc::new(self.make(key, node)?);
        enter(&cell);
        kept.insert(key.clone(), cell.clone());
        Ok(cell)
    }

    /// A world that is no other connection's and on no disk.
    pub(crate) fn own(
        &self,
        node: Option<impl FnOnce() -> Result<Lab, Box<VirError>>>,
    ) -> Result<Arc<Cell>, Box<VirError>> {
        let world = match node {
            None => self.template.clone(),
            Some(node) => self.world_of(node()?)?,
        };
        Ok(Arc::new(Cell::new(world, self.settings.clock, None)))
    }

    /// Lets a world go that forgets, once nobody is in it.
    pub(crate) fn left(&self, key: &Key, cell: &Arc<Cell>) {
        if self.settings.forget {
            let mut kept = lock(&self.kept);
            // Not another that took its place.
            if cell.is_empty() && kept.get(key).is_some_and(|there| Arc::ptr_eq(there, cell)) {
                kept.remove(key);
            }
        }
    }

    fn make(
        &self,
        key: &Key,
        node: impl FnOnce() -> Result<Lab, Box<VirError>>,
    ) -> Result<Cell, Box<VirError>> {
        let world = if key.node.is_some() { self.world_of(node()?)? } else { self.template.clone() };
        let log = match &self.state {
            None => None,
            Some(dir) => {
                let mut start = Journal::new(self.settings.seed);
                start.lab = LabChoice::Described(Box::new(world.lab().clone()));
                Some(dir.create(key, start).map_err(|error| error.to_libvirt())?)
            }
        };
        Ok(Cell::new(world, self.settings.clock, log))
    }

    fn world_of(&self, lab: Lab) -> Result<World, Box<VirError>> {
        World::new(lab, self.settings.seed).map_err(|faults| {
            let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
            VirError::internal(ErrorDomain::Test, faults.join("; "))
        })
    }
}

/// The numbers of clients.
#[derive(Default)]
struct Numbers {
    free: std::collections::BTreeSet<u32>,
    used: u32,
}

impl Numbers {
    fn take(&mut self) -> ClientId {
        ClientId(self.free.pop_first().unwrap_or_else(|| {
            self.used += 1;
            self.used
        }))
    }

    fn free(&mut self, client: ClientId) {
        self.free.insert(client.0);
    }
}

/// A lock that a panic elsewhere does not take from everybody: what it guards is whole between calls.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
