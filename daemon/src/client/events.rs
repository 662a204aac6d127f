//! Event packets, as a client reads them.

use std::sync::Arc;

use uuid::Uuid;
use virtlab_core::api::{Event, EventFamily, HandleKind, Raised, Value};
use virtlab_core::domain::{DomainEvent, EventDetail};
use virtlab_core::network::NetworkEvent;
use virtlab_core::storage::StoragePoolEvent;
use virtlab_core::world::{Arrived, Events};

use crate::wire::{Decoder, Header, Procedure, XdrError};

/// What a daemon was asked to tell of.
pub(super) struct Listening {
    /// The daemon's number of it.
    pub callback_id: i32,
    /// Of which events.
    pub events: Events,
    /// Of which object; none for all.
    pub only: Option<Uuid>,
}

/// The objects that have such events, and the procedures that ask for events and no longer do.
pub(super) fn procedures(family: EventFamily) -> (HandleKind, &'static str, &'static str) {
    match family {
        EventFamily::Domain => (
            HandleKind::Domain,
            "CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY",
            "CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY",
        ),
        EventFamily::Network => (
            HandleKind::Network,
            "CONNECT_NETWORK_EVENT_REGISTER_ANY",
            "CONNECT_NETWORK_EVENT_DEREGISTER_ANY",
        ),
        EventFamily::StoragePool => (
            HandleKind::StoragePool,
            "CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY",
            "CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY",
        ),
        EventFamily::NodeDevice => (
            HandleKind::NodeDevice,
            "CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY",
            "CONNECT_NODE_DEVICE_EVENT_DEREGISTER_ANY",
        ),
    }
}

/// The UUID of an object by value, or the UUID itself.
pub(super) fn listening(only: Option<&Value>) -> Option<Uuid> {
    match only? {
        Value::Object(object) => Some(object.identity().uuid),
        Value::Bytes(bytes) => Uuid::from_slice(bytes).ok(),
        _ => None,
    }
}

/// What an event's packet tells, if somebody listens.
pub(super) fn arrived(connection: u32, listening: &[Listening], packet: &[u8]) -> Option<Arrived> {
    let mut bytes = Decoder::new(packet);
    let header = Header::decode(&mut bytes).ok()?;
    let (family, name) = kind_of(Procedure::of_number(header.procedure)?.name)?;
    let callback_id = bytes.int().ok()?;
    let is_it = |one: &&Listening| one.callback_id == callback_id && one.events.0 == family;
    let listening = listening.iter().find(is_it)?;
    let event = event(family, name, &mut bytes).ok()??;
    Some(Arrived { connection, only: listening.only, event })
}

/// Of what an event's procedure tells, and what happened to it.
fn kind_of(procedure: &str) -> Option<(EventFamily, &str)> {
    if let Some(name) = procedure.strip_prefix("DOMAIN_EVENT_CALLBACK_") {
        return Some((EventFamily::Domain, name));
    }
    if let Some(name) = procedure.strip_prefix("STORAGE_POOL_EVENT_") {
        return Some((EventFamily::StoragePool, name));
    }
    let name = procedure.strip_prefix("NETWORK_EVENT_")?;
    Some((EventFamily::Network, name.strip_prefix("CALLBACK_").unwrap_or(name)))
}

/// The events of a kind of object; none of one that has none here yet.
fn lifecycle(family: EventFamily) -> Box<dyn Iterator<Item = Event>> {
    match family {
        EventFamily::Domain => Box::new(DomainEvent::ALL.iter().map(|&one| one.into())),
        EventFamily::Network => Box::new(NetworkEvent::ALL.iter().map(|&one| one.into())),
        EventFamily::StoragePool => Box::new(StoragePoolEvent::ALL.iter().map(|&one| one.into())),
        EventFamily::NodeDevice => Box::new(std::iter::empty()),
    }
}

fn event(family: EventFamily, name: &str, bytes: &mut Decoder<'_>) -> Result<Option<Raised>, XdrError> {
    let object = bytes.string()?.into();
    let uuid = Uuid::from_slice(bytes.fixed(16)?).unwrap_or_default();
    let is_domain = family == EventFamily::Domain;
    let domain_id = if is_domain { bytes.int()? } else { -1 };
    let mut detail = EventDetail::None;
    let event: Option<Event> = match name {
        "LIFECYCLE" => {
            let numbers = Some((bytes.int()?, bytes.int()?));
            lifecycle(family).find(|event| event.numbers() == numbers)
        }
        "REFRESH" => Some(StoragePoolEvent::Refresh.into()),
        "METADATA_CHANGE" => {
            detail = EventDetail::Metadata { kind: bytes.int()?, uri: bytes.optional()?.map(Into::into) };
            Some(if is_domain {
                DomainEvent::MetadataChange.into()
            } else {
                NetworkEvent::MetadataChange.into()
            })
        }
        "DEVICE_ADDED" | "DEVICE_REMOVED" => {
            detail = EventDetail::Device(Arc::from(bytes.string()?));
            let added = name == "DEVICE_ADDED";
            Some(if added { DomainEvent::DeviceAdded } else { DomainEvent::DeviceRemoved }.into())
        }
        _ => None,
    };
    Ok(event.map(|event| Raised { name: object, uuid, domain_id, event, detail }))
}
