//! Events as packets.

use virtlab_core::api::{Delivered, Event, EventFamily, Raised};
use virtlab_core::domain::{DomainEvent, EventDetail};
use virtlab_core::network::NetworkEvent;
use virtlab_core::storage::StoragePoolEvent;

use crate::wire::{Encoder, Header, Procedure, XdrError};

/// An event callback that is registered for a peer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Callback {
    /// What the world calls it, and so does a client that registered it in the new way.
    pub id: i32,
    /// Of which objects it hears.
    pub family: EventFamily,
    /// `virDomainEventID` and its like.
    pub event_id: i32,
    /// Whether it was registered in the old way: its packets do not say for which callback they are.
    pub old: bool,
}

/// The packet for what was delivered to one of these callbacks.
pub(super) fn packet(callbacks: &[Callback], delivered: &Delivered) -> Option<Vec<u8>> {
    let Delivered::Event { callback_id, event, .. } = delivered else { return None };
    let callback = callbacks.iter().find(|callback| callback.id == *callback_id)?;
    let (old, new) = names(event.event);
    let name = if callback.old { old } else { new };
    let procedure = Procedure::all().iter().find(|procedure| procedure.name == name)?;
    let packet = Header::event(procedure.number).packet(|out| {
        if !callback.old {
            out.int(callback.id);
        }
        payload(out, event);
        Ok::<_, XdrError>(())
    });
    packet.ok()
}

/// The procedures that tell of an event: in the old way, and in the new. Events that are newer than the old way, and those
/// of what is no domain, have no name in it.
fn names(event: Event) -> (&'static str, &'static str) {
    match event {
        Event::Domain(DomainEvent::DeviceRemoved) => {
            ("DOMAIN_EVENT_DEVICE_REMOVED", "DOMAIN_EVENT_CALLBACK_DEVICE_REMOVED")
        }
        Event::Domain(DomainEvent::DeviceAdded) => ("", "DOMAIN_EVENT_CALLBACK_DEVICE_ADDED"),
        Event::Domain(DomainEvent::MetadataChange) => ("", "DOMAIN_EVENT_CALLBACK_METADATA_CHANGE"),
        Event::Domain(_) => ("DOMAIN_EVENT_LIFECYCLE", "DOMAIN_EVENT_CALLBACK_LIFECYCLE"),
        Event::Network(NetworkEvent::MetadataChange) => ("", "NETWORK_EVENT_CALLBACK_METADATA_CHANGE"),
        Event::Network(_) => ("", "NETWORK_EVENT_LIFECYCLE"),
        Event::StoragePool(StoragePoolEvent::Refresh) => ("", "STORAGE_POOL_EVENT_REFRESH"),
        Event::StoragePool(_) => ("", "STORAGE_POOL_EVENT_LIFECYCLE"),
    }
}

fn payload(out: &mut Encoder, event: &Raised) {
    out.string(&event.name);
    out.fixed(event.uuid.as_bytes());
    if let Event::Domain(_) = event.event {
        out.int(event.domain_id);
    }
    if let Some((kind, detail)) = event.event.numbers() {
        out.int(kind);
        out.int(detail);
    }
    match &event.detail {
        EventDetail::None => {}
        EventDetail::Device(alias) => out.string(alias),
        EventDetail::Metadata { kind, uri } => {
            out.int(*kind);
            out.optional(uri.as_deref());
        }
    }
}
