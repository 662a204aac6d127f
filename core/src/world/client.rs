//! A client: its handles, its last error, its callbacks.

use std::sync::Arc;

use imbl::{OrdMap, Vector};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::api::{Handle, HandleKind, Raised};
use crate::connection::Resolved;
use crate::ground::VirError;
use crate::host::HostKey;

/// A client: a thread of a program that uses libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Client {
    pub(super) connections: OrdMap<u32, Connection>,
    pub(super) domains: OrdMap<u32, DomainHandle>,
    pub(super) networks: OrdMap<u32, NetworkHandle>,
    pub(super) errors: OrdMap<u32, Box<VirError>>,
    pub(super) streams: OrdMap<u32, StreamHandle>,
    pub(super) snapshots: OrdMap<u32, MomentHandle>,
    pub(super) checkpoints: OrdMap<u32, MomentHandle>,
    pub(super) made: [u32; HandleKind::ALL.len()],
    pub(super) last_error: Option<Box<VirError>>,
    pub(super) error_unread: bool,
    pub(super) error_handler: Option<Arc<str>>,
    pub(super) event_loop: bool,
    /// Whether a daemon let it in: it is gone with its last connection.
    pub(super) accepted: bool,
    pub(super) event_states: OrdMap<HostKey, EventState>,
}

/// An open connection: `virConnectPtr` and what is behind it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Connection {
    /// Which host it reaches, and how.
    pub resolved: Arc<Resolved>,
    /// Whether it may only look.
    pub read_only: bool,
    /// References: the caller's own, one for each domain handle, one for each event callback.
    pub refs: u32,
    /// Those of them that are the caller's own, by opening and `virConnectRef`.
    pub own_refs: u32,
    /// Whether a daemon opened it for a client of its own: objects go in and out by value, and no handle stays.
    pub by_value: bool,
    pub(super) last_error: Option<Box<VirError>>,
    pub(super) error_handler: Option<Arc<str>>,
    pub(super) close_callback: Option<Arc<str>>,
}

/// A domain handle: `virDomainPtr`. It remembers name, UUID and ID from when it was made.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct DomainHandle {
    /// The number of the connection that it came by.
    pub connection: u32,
    /// The domain's name when the handle was made.
    pub name: Arc<str>,
    /// The domain's UUID.
    pub uuid: Uuid,
    /// The ID that the handle remembers; -1 for none.
    pub id: i32,
    /// References: the caller's own, and one for each handle of a snapshot or checkpoint.
    pub refs: u32,
}

/// A handle of a snapshot or checkpoint: `virDomainSnapshotPtr`, `virDomainCheckpointPtr`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct MomentHandle {
    /// The number of the domain handle that it came by, to which it holds a reference.
    pub domain: u32,
    /// The name of the snapshot or checkpoint.
    pub name: Arc<str>,
    /// References to the handle.
    pub refs: u32,
}

/// A network handle: `virNetworkPtr`. It remembers name and UUID from when it was made.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct NetworkHandle {
    /// The number of the connection that it came by.
    pub connection: u32,
    /// The network's name when the handle was made.
    pub name: Arc<str>,
    /// The network's UUID.
    pub uuid: Uuid,
    /// References to the handle.
    pub refs: u32,
}

/// A stream: `virStreamPtr`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct StreamHandle {
    /// The number of the connection that it belongs to, to which it holds a reference.
    pub connection: u32,
    /// References to the handle.
    pub refs: u32,
    /// Whether its data is to be asked for again where there is none yet: `VIR_STREAM_NONBLOCK`.
    pub nonblocking: bool,
    /// What flows through it.
    pub flow: Flow,
}

/// What flows through a stream.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Flow {
    /// Nothing yet: no call was given the stream.
    Unused,
    /// The picture of a screen, of which so many bytes were read.
    Screen {
        /// Bytes read.
        read: u32,
    },
    /// Nothing any more: it was finished or aborted.
    Closed,
}

/// The event state of a driver within a client: its callbacks and what waits for them. `virObjectEventState`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub(super) struct EventState {
    pub callbacks: Vector<Callback>,
    pub next_id: i32,
    pub queue: Vector<Raised>,
}

/// A registered domain event callback.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub(super) struct Callback {
    pub id: i32,
    pub connection: u32,
    pub event_id: i32,
    pub domain: Option<Uuid>,
    pub name: Arc<str>,
    pub opaque: Option<Arc<str>>,
    pub free: Option<Arc<str>>,
}

impl Client {
    pub(super) fn make(&mut self, kind: HandleKind) -> Handle {
        let made = &mut self.made[kind as usize];
        *made += 1;
        Handle { kind, number: *made }
    }

    /// Takes back the number of a handle that was made last and is gone.
    pub(super) fn unmake(&mut self, handle: Handle) {
        let made = &mut self.made[handle.kind as usize];
        if *made == handle.number {
            *made -= 1;
        }
    }

    /// Whether the number was ever given to a handle of the kind.
    pub(super) fn was_made(&self, handle: Handle) -> bool {
        handle.number >= 1 && handle.number <= self.made[handle.kind as usize]
    }

    /// The live connections.
    pub fn connections(&self) -> impl Iterator<Item = (Handle, &Connection)> {
        self.connections.iter().map(|(n, c)| (Handle { kind: HandleKind::Connect, number: *n }, c))
    }

    /// The live domain handles.
    pub fn domains(&self) -> impl Iterator<Item = (Handle, &DomainHandle)> {
        self.domains.iter().map(|(n, d)| (Handle { kind: HandleKind::Domain, number: *n }, d))
    }

    /// The live network handles.
    pub fn networks(&self) -> impl Iterator<Item = (Handle, &NetworkHandle)> {
        self.networks.iter().map(|(n, net)| (Handle { kind: HandleKind::Network, number: *n }, net))
    }

    /// The live handles of snapshots and of checkpoints.
    pub fn moments(&self) -> impl Iterator<Item = (Handle, &MomentHandle)> {
        let snapshots = self.snapshots.iter().map(|(n, m)| (HandleKind::Snapshot, n, m));
        let checkpoints = self.checkpoints.iter().map(|(n, m)| (HandleKind::Checkpoint, n, m));
        snapshots.chain(checkpoints).map(|(kind, number, moment)| (Handle { kind, number: *number }, moment))
    }

    /// A handle of a snapshot or checkpoint.
    pub fn moment(&self, handle: Handle) -> Option<&MomentHandle> {
        self.moment_map(handle.kind)?.get(&handle.number)
    }

    fn moment_map(&self, kind: HandleKind) -> Option<&OrdMap<u32, MomentHandle>> {
        match kind {
            HandleKind::Snapshot => Some(&self.snapshots),
            HandleKind::Checkpoint => Some(&self.checkpoints),
            _ => None,
        }
    }

    /// The handles of a kind of moment, to change them.
    pub(super) fn moment_map_mut(&mut self, kind: HandleKind) -> Option<&mut OrdMap<u32, MomentHandle>> {
        match kind {
            HandleKind::Snapshot => Some(&mut self.snapshots),
            HandleKind::Checkpoint => Some(&mut self.checkpoints),
            _ => None,
        }
    }

    /// The errors that the caller owns.
    pub fn errors(&self) -> impl Iterator<Item = (Handle, &VirError)> {
        self.errors.iter().map(|(n, e)| (Handle { kind: HandleKind::Error, number: *n }, &**e))
    }

    /// The live streams.
    pub fn streams(&self) -> impl Iterator<Item = (Handle, &StreamHandle)> {
        self.streams.iter().map(|(n, s)| (Handle { kind: HandleKind::Stream, number: *n }, s))
    }

    /// A connection.
    pub fn connection(&self, handle: Handle) -> Option<&Connection> {
        (handle.kind == HandleKind::Connect).then(|| self.connections.get(&handle.number)).flatten()
    }

    /// A domain handle.
    pub fn domain(&self, handle: Handle) -> Option<&DomainHandle> {
        (handle.kind == HandleKind::Domain).then(|| self.domains.get(&handle.number)).flatten()
    }

    /// The last error, read or not.
    pub fn last_error(&self) -> Option<&VirError> {
        self.last_error.as_deref()
    }

    /// Whether the last error has not been read.
    pub fn error_unread(&self) -> bool {
        self.error_unread
    }

    /// Whether the default event loop is registered.
    pub fn event_loop(&self) -> bool {
        self.event_loop
    }

    /// Registered domain event callbacks: number, name, connection, event ID.
    pub fn callbacks(&self) -> impl Iterator<Item = (i32, &str, Handle, i32)> {
        self.event_states.values().flat_map(|state| &state.callbacks).map(|callback| {
            let connection = Handle { kind: HandleKind::Connect, number: callback.connection };
            (callback.id, &*callback.name, connection, callback.event_id)
        })
    }

    /// How many events wait for the event loop.
    pub fn events_waiting(&self) -> usize {
        self.event_states.values().map(|state| state.queue.len()).sum()
    }

    /// The handle of the kind that was made last, if it is still live.
    pub fn newest(&self, kind: HandleKind) -> Option<Handle> {
        let number = match kind {
            HandleKind::Connect => self.connections.get_max().map(|(n, _)| *n),
            HandleKind::Domain => self.domains.get_max().map(|(n, _)| *n),
            HandleKind::Error => self.errors.get_max().map(|(n, _)| *n),
            HandleKind::Network => self.networks.get_max().map(|(n, _)| *n),
            HandleKind::Stream => self.streams.get_max().map(|(n, _)| *n),
            HandleKind::Snapshot => self.snapshots.get_max().map(|(n, _)| *n),
            HandleKind::Checkpoint => self.checkpoints.get_max().map(|(n, _)| *n),
        };
        number.map(|number| Handle { kind, number })
    }
}
