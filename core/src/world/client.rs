//! A client: its handles, its last error, its callbacks.

use std::sync::Arc;

use imbl::OrdMap;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::events::{Callback, EventState};
use super::held::{Handles, Held, Known};
use super::sources::{EventLoop, LoopFunction, Sources};
use crate::api::{Handle, HandleKind, Identity};
use crate::connection::Resolved;
use crate::ground::VirError;
use crate::ground::limits::HANDLES_MAX;
use crate::host::HostKey;

/// A client: a thread of a program that uses libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Client {
    pub(super) connections: OrdMap<u32, Connection>,
    pub(super) errors: OrdMap<u32, Box<VirError>>,
    pub(super) held: Handles,
    pub(super) made: [u32; HandleKind::ALL.len()],
    pub(super) last_error: Option<Box<VirError>>,
    pub(super) error_unread: bool,
    pub(super) error_handler: Option<Arc<str>>,
    pub(super) event_loop: EventLoop,
    pub(super) sources: Sources,
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
        self.connections.iter().map(|(n, c)| (Handle::connection(*n), c))
    }

    /// The errors that the caller owns.
    pub fn errors(&self) -> impl Iterator<Item = (Handle, &VirError)> {
        self.errors.iter().map(|(n, e)| (Handle { kind: HandleKind::Error, number: *n }, &**e))
    }

    /// A connection.
    pub fn connection(&self, handle: Handle) -> Option<&Connection> {
        (handle.kind == HandleKind::Connect).then(|| self.connections.get(&handle.number)).flatten()
    }

    /// The last error, read or not.
    pub fn last_error(&self) -> Option<&VirError> {
        self.last_error.as_deref()
    }

    /// Whether the last error has not been read.
    pub fn error_unread(&self) -> bool {
        self.error_unread
    }

    /// Whether an event loop is registered, as `virEventRequireImpl` asks.
    pub fn event_loop(&self) -> bool {
        self.event_loop.has(LoopFunction::AddHandle) && self.event_loop.has(LoopFunction::AddTimeout)
    }

    /// Registered event callbacks, by host and in the order of registration.
    pub fn callbacks(&self) -> impl Iterator<Item = &Callback> {
        self.event_states.values().flat_map(|state| &state.callbacks)
    }

    /// Whether it has a callback, or events that wait for one.
    pub(super) fn listens(&self) -> bool {
        self.event_states.values().any(|state| !state.callbacks.is_empty() || !state.queue.is_empty())
    }

    /// How many events wait for the event loop.
    pub fn events_waiting(&self) -> usize {
        self.event_states.values().map(|state| state.queue.len()).sum()
    }

    /// The handle of the kind that was made last, if it is still live.
    pub fn newest(&self, kind: HandleKind) -> Option<Handle> {
        let number = match kind {
            HandleKind::Connect => self.connections.get_max().map(|(n, _)| *n),
            HandleKind::Error => self.errors.get_max().map(|(n, _)| *n),
            _ => return self.handles(kind).next_back().map(|(handle, _)| handle),
        };
        number.map(|number| Handle { kind, number })
    }

    /// The live handles of objects of a kind, in the order they were made.
    pub fn handles(&self, kind: HandleKind) -> impl DoubleEndedIterator<Item = (Handle, &Held)> {
        let of = |number| Handle { kind, number };
        self.held.range(of(0)..=of(u32::MAX)).map(|(handle, held)| (*handle, held))
    }

    /// The live handles of the domain of a UUID.
    pub fn domain_handles(&self, uuid: &Uuid) -> impl DoubleEndedIterator<Item = (Handle, &Held)> {
        let is_of = |held: &Held| held.identity().is_some_and(|identity| identity.uuid == *uuid);
        self.handles(HandleKind::Domain).filter(move |(_, held)| is_of(held))
    }

    /// Every live handle of an object.
    pub fn all_handles(&self) -> impl DoubleEndedIterator<Item = (Handle, &Held)> {
        self.held.iter().map(|(handle, held)| (*handle, held))
    }

    /// Every live handle: connections, errors, objects.
    pub fn live(&self) -> impl Iterator<Item = Handle> {
        let connections = self.connections().map(|(handle, _)| handle);
        let errors = self.errors().map(|(handle, _)| handle);
        connections.chain(errors).chain(self.held.keys().copied())
    }

    /// A live handle of an object.
    pub fn held(&self, handle: Handle) -> Option<&Held> {
        self.held.get(&handle)
    }

    /// Whether a handle of any kind is live.
    pub fn is_live(&self, handle: Handle) -> bool {
        match handle.kind {
            HandleKind::Connect => self.connections.contains_key(&handle.number),
            HandleKind::Error => self.errors.contains_key(&handle.number),
            _ => self.held.contains_key(&handle),
        }
    }

    /// The connection that a live handle is of, or came by.
    pub fn connection_of(&self, handle: Handle) -> Option<Handle> {
        match handle.kind {
            HandleKind::Connect => self.is_live(handle).then_some(handle),
            _ => self.connection_of(self.held.get(&handle)?.parent),
        }
    }

    /// The domain handle that a live handle is, or came by.
    pub fn domain_of(&self, handle: Handle) -> Option<Handle> {
        let held = self.held.get(&handle)?;
        if handle.kind == HandleKind::Domain { Some(handle) } else { self.domain_of(held.parent) }
    }

    /// What the domain of a handle is known by: that of a domain, or of a snapshot or checkpoint.
    pub fn domain(&self, handle: Handle) -> Option<&Identity> {
        self.held.get(&self.domain_of(handle)?)?.identity()
    }

    /// A new handle that came by another, to which it holds a reference; none if there are too many.
    pub(super) fn hold(&mut self, kind: HandleKind, parent: Handle, known: Known) -> Option<Handle> {
        if self.held.len() >= HANDLES_MAX {
            return None;
        }
        if let Some(refs) = self.refs_mut(parent) {
            *refs = refs.saturating_add(1);
        }
        let handle = self.make(kind);
        self.held.insert(handle, Held { parent, refs: 1, known });
        Some(handle)
    }

    /// Takes a handle away whatever its references, and its number back if it was made last.
    pub(super) fn let_go(&mut self, handle: Handle) {
        let Some(held) = self.held.remove(&handle) else { return };
        if let Some(refs) = self.refs_mut(held.parent) {
            *refs = refs.saturating_sub(1);
        }
        self.unmake(handle);
    }

    fn refs_mut(&mut self, handle: Handle) -> Option<&mut u32> {
        match handle.kind {
            HandleKind::Connect => self.connections.get_mut(&handle.number).map(|conn| &mut conn.refs),
            _ => self.held.get_mut(&handle).map(|held| &mut held.refs),
        }
    }
}
