//! Events: what happened to which object.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::FlagSet;
use super::flags::{EVENT_ID, NETWORK_EVENT_ID, NODE_DEVICE_EVENT_ID, STORAGE_POOL_EVENT_ID};
use crate::domain::{DomainEvent, EventDetail};
use crate::network::NetworkEvent;
use crate::storage::StoragePoolEvent;

/// The kinds of object that have events, each with its own functions to register callbacks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum EventFamily {
    /// `virConnectDomainEventRegisterAny`.
    Domain,
    /// `virConnectNetworkEventRegisterAny`.
    Network,
    /// `virConnectStoragePoolEventRegisterAny`.
    StoragePool,
    /// `virConnectNodeDeviceEventRegisterAny`.
    NodeDevice,
}

impl EventFamily {
    /// The IDs of its events: `virDomainEventID` and its like.
    pub const fn ids(self) -> &'static FlagSet {
        match self {
            Self::Domain => EVENT_ID,
            Self::Network => NETWORK_EVENT_ID,
            Self::StoragePool => STORAGE_POOL_EVENT_ID,
            Self::NodeDevice => NODE_DEVICE_EVENT_ID,
        }
    }
}

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Event {
    /// To a domain.
    Domain(DomainEvent),
    /// To a network.
    Network(NetworkEvent),
    /// To a storage pool.
    StoragePool(StoragePoolEvent),
}

impl Event {
    /// The kind of object that it happened to.
    pub const fn family(self) -> EventFamily {
        match self {
            Self::Domain(_) => EventFamily::Domain,
            Self::Network(_) => EventFamily::Network,
            Self::StoragePool(_) => EventFamily::StoragePool,
        }
    }

    /// `virDomainEventID`, `virNetworkEventID`: which callbacks of the family want it.
    pub const fn id(self) -> i32 {
        match self {
            Self::Domain(event) => event.id(),
            Self::Network(event) => event.id(),
            Self::StoragePool(event) => event.id(),
        }
    }

    /// For lifecycle events, libvirt's numbers of the type and the detail.
    pub const fn numbers(self) -> Option<(i32, i32)> {
        match self {
            Self::Domain(event) => event.numbers(),
            Self::Network(event) => event.numbers(),
            Self::StoragePool(event) => event.numbers(),
        }
    }

    /// libvirt's most telling name for it: the detail's, the type's if it has no details, or that of the event's ID.
    pub const fn c_name(self) -> &'static str {
        match self {
            Self::Domain(event) => event.c_name(),
            Self::Network(event) => event.c_name(),
            Self::StoragePool(event) => event.c_name(),
        }
    }
}

impl From<DomainEvent> for Event {
    fn from(event: DomainEvent) -> Self {
        Self::Domain(event)
    }
}

impl From<NetworkEvent> for Event {
    fn from(event: NetworkEvent) -> Self {
        Self::Network(event)
    }
}

impl From<StoragePoolEvent> for Event {
    fn from(event: StoragePoolEvent) -> Self {
        Self::StoragePool(event)
    }
}

/// An event as the driver raised it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Raised {
    /// The object's name at that moment.
    pub name: Arc<str>,
    /// The object's UUID.
    pub uuid: Uuid,
    /// A domain's ID at that moment; -1 if it is inactive, and for what is no domain.
    pub domain_id: i32,
    /// What happened.
    pub event: Event,
    /// What the event tells beside that.
    pub detail: EventDetail,
}
