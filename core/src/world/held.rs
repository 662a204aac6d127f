//! Live handles of objects: what each came by, how often it is referenced, and what it remembers.

use imbl::OrdMap;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::client::Client;
use crate::api::{Handle, HandleKind, Identity};
use crate::ground::limits::HANDLES_MAX;

/// A live handle: `virDomainPtr`, `virNetworkPtr`, `virDomainSnapshotPtr`, `virStreamPtr` and their kin.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Held {
    /// The handle that it came by, to which it holds a reference: a connection's, or a domain's.
    pub parent: Handle,
    /// References: the caller's own, and one for each handle that came by this one.
    pub refs: u32,
    /// What it remembers.
    pub known: Known,
}

/// What a handle remembers from when it was made.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Known {
    /// An object of libvirt's.
    Object(Identity),
    /// A stream, which is nothing but its handle.
    Stream(Stream),
}

/// A stream: `virStreamPtr`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Stream {
    /// Whether its data is to be asked for again where there is none yet: `VIR_STREAM_NONBLOCK`.
    pub nonblocking: bool,
    /// What flows through it.
    pub flow: Flow,
    /// The number of what watches it in the event loop: 0 if nothing does, negative if there was no loop.
    pub watch: i32,
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
        /// Whether a reader was told that there is no more.
        ended: bool,
    },
    /// What a connection to somewhere else carries.
    Elsewhere,
    /// Nothing any more: it was finished or aborted.
    Closed,
}

impl Held {
    /// What the object is known by; none for a stream.
    pub fn identity(&self) -> Option<&Identity> {
        match &self.known {
            Known::Object(identity) => Some(identity),
            Known::Stream(_) => None,
        }
    }
}

/// The live handles of a client.
pub(super) type Handles = OrdMap<Handle, Held>;

impl Client {
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
