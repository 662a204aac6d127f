//! Live handles of objects: what each came by, how often it is referenced, and what it remembers.

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::api::{Handle, Identity};

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
