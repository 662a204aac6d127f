//! Events as packets.

use virtlab_core::api::{Delivered, Raised};
use virtlab_core::domain::EventDetail;

use crate::wire::{Encoder, Header, Procedure, XdrError};

/// A domain event callback that is registered for a peer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Callback {
    /// What the world calls it, and so does a client that registered it in the new way.
    pub id: i32,
    /// `virDomainEventID`.
    pub event_id: i32,
    /// Whether it was registered in the old way: its packets do not say for which callback they are.
    pub old: bool,
}

/// The packet for what was delivered to one of these callbacks.
pub(super) fn packet(callbacks: &[Callback], delivered: &Delivered) -> Option<Vec<u8>> {
    let Delivered::Domain { callback_id, event, .. } = delivered else { return None };
    let callback = callbacks.iter().find(|callback| callback.id == *callback_id)?;
    let (old, new) = names(event)?;
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

/// The procedures that tell of an event: in the old way, and in the new.
fn names(event: &Raised) -> Option<(&'static str, &'static str)> {
    match event.event.id() {
        0 => Some(("DOMAIN_EVENT_LIFECYCLE", "DOMAIN_EVENT_CALLBACK_LIFECYCLE")),
        1 => Some(("DOMAIN_EVENT_REBOOT", "DOMAIN_EVENT_CALLBACK_REBOOT")),
        15 => Some(("DOMAIN_EVENT_DEVICE_REMOVED", "DOMAIN_EVENT_CALLBACK_DEVICE_REMOVED")),
        // Newer than the old way.
        19 => Some(("", "DOMAIN_EVENT_CALLBACK_DEVICE_ADDED")),
        _ => None,
    }
}

fn payload(out: &mut Encoder, event: &Raised) {
    out.string(&event.name);
    out.fixed(event.uuid.as_bytes());
    out.int(event.domain_id);
    if let Some((kind, detail)) = event.event.numbers() {
        out.int(kind);
        out.int(detail);
    }
    match &event.detail {
        EventDetail::None => {}
        EventDetail::Device(alias) => out.string(alias),
    }
}
