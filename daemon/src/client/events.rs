//! Event packets, as a client reads them.

use std::sync::Arc;

use uuid::Uuid;
use virtlab_core::api::{Raised, Value};
use virtlab_core::domain::{DomainEvent, EventDetail};
use virtlab_core::world::Arrived;

use crate::wire::{Decoder, Header, Procedure, XdrError};

/// What a daemon was asked to tell of.
pub(super) struct Listening {
    /// The daemon's number of it.
    pub callback_id: i32,
    /// `virDomainEventID`.
    pub event_id: i32,
    /// Of which domain; none for all.
    pub domain: Option<Uuid>,
}

/// The UUID of a domain by value, or the UUID itself.
pub(super) fn listening(domain: Option<&Value>) -> Option<Uuid> {
    match domain? {
        Value::Object(object) => Some(object.identity().uuid),
        Value::Bytes(bytes) => Uuid::from_slice(bytes).ok(),
        _ => None,
    }
}

/// What an event's packet tells, if somebody listens.
pub(super) fn arrived(connection: u32, listening: &[Listening], packet: &[u8]) -> Option<Arrived> {
    let mut bytes = Decoder::new(packet);
    let header = Header::decode(&mut bytes).ok()?;
    let name = Procedure::of_number(header.procedure)?.name.strip_prefix("DOMAIN_EVENT_CALLBACK_")?;
    let callback_id = bytes.int().ok()?;
    let listening = listening.iter().find(|one| one.callback_id == callback_id)?;
    let event = event(name, &mut bytes).ok()??;
    Some(Arrived { connection, domain: listening.domain, event })
}

fn event(name: &str, bytes: &mut Decoder<'_>) -> Result<Option<Raised>, XdrError> {
    let domain_name = bytes.string()?.into();
    let uuid = Uuid::from_slice(bytes.fixed(16)?).unwrap_or_default();
    let domain_id = bytes.int()?;
    let mut detail = EventDetail::None;
    let event = match name {
        "LIFECYCLE" => {
            let numbers = (bytes.int()?, bytes.int()?);
            DomainEvent::ALL.iter().find(|event| event.numbers() == Some(numbers)).copied()
        }
        "REBOOT" => Some(DomainEvent::Reboot),
        "DEVICE_ADDED" | "DEVICE_REMOVED" => {
            detail = EventDetail::Device(Arc::from(bytes.string()?));
            Some(if name == "DEVICE_ADDED" { DomainEvent::DeviceAdded } else { DomainEvent::DeviceRemoved })
        }
        _ => None,
    };
    Ok(event.map(|event| Raised { name: domain_name, uuid, domain_id, event, detail }))
}
