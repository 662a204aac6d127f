//! The procedures that register callbacks for events. libvirtd registers one of its own for every one of a client's, in the
//! new way whatever way the client chose, and remembers how to tell the client.

use virtlab_core::api::{EventFamily, FunctionId, Handle, HandleKind, Value};
use virtlab_core::ground::VirError;

use super::events::Callback;
use super::own::{CALLBACK, NO_CONNECTION, nothing, number, read};
use super::{Answer, Hub, Peer, internal};
use crate::wire::Decoder;

/// Events from this number on have no packet of the old form: `VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED` is the last that has.
const OLD_EVENTS: i32 = 16;

/// What differs between the objects whose events can be asked for.
struct Kind {
    family: EventFamily,
    /// What libvirtd calls the objects in its errors; nothing for domains.
    of: &'static str,
    /// `VIR_DOMAIN_EVENT_ID_LAST` and its like.
    events: i32,
    object: HandleKind,
    register: FunctionId,
    deregister: FunctionId,
}

const DOMAIN: Kind = Kind {
    family: EventFamily::Domain,
    of: "",
    events: 30,
    object: HandleKind::Domain,
    register: FunctionId::ConnectDomainEventRegisterAny,
    deregister: FunctionId::ConnectDomainEventDeregisterAny,
};
const NETWORK: Kind = Kind {
    family: EventFamily::Network,
    of: "network ",
    events: 2,
    object: HandleKind::Network,
    register: FunctionId::ConnectNetworkEventRegisterAny,
    deregister: FunctionId::ConnectNetworkEventDeregisterAny,
};
const STORAGE_POOL: Kind = Kind {
    family: EventFamily::StoragePool,
    of: "storage pool ",
    events: 2,
    object: HandleKind::StoragePool,
    register: FunctionId::ConnectStoragePoolEventRegisterAny,
    deregister: FunctionId::ConnectStoragePoolEventDeregisterAny,
};
const NODE_DEVICE: Kind = Kind {
    family: EventFamily::NodeDevice,
    of: "node device ",
    events: 2,
    object: HandleKind::NodeDevice,
    register: FunctionId::ConnectNodeDeviceEventRegisterAny,
    deregister: FunctionId::ConnectNodeDeviceEventDeregisterAny,
};

impl Peer {
    /// The answer of a procedure that registers or deregisters; none if it does neither.
    pub(super) fn registering(
        &mut self,
        hub: &mut dyn Hub,
        name: &str,
        bytes: &mut Decoder<'_>,
    ) -> Option<Answer> {
        Some(match name {
            "CONNECT_DOMAIN_EVENT_REGISTER" => {
                self.register(hub, &DOMAIN, 0, Value::Null, true).and_then(|_| number(0))
            }
            "CONNECT_DOMAIN_EVENT_DEREGISTER" => self.deregister_event(hub, 0).and_then(|()| number(0)),
            "CONNECT_DOMAIN_EVENT_REGISTER_ANY" => self.register_old(hub, bytes),
            "CONNECT_DOMAIN_EVENT_DEREGISTER_ANY" => self.deregister_old(hub, bytes),
            "CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY" => self.register_any(hub, &DOMAIN, bytes),
            "CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY" => self.deregister_any(hub, &DOMAIN, bytes),
            "CONNECT_NETWORK_EVENT_REGISTER_ANY" => self.register_any(hub, &NETWORK, bytes),
            "CONNECT_NETWORK_EVENT_DEREGISTER_ANY" => self.deregister_any(hub, &NETWORK, bytes),
            "CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY" => self.register_any(hub, &STORAGE_POOL, bytes),
            "CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY" => self.deregister_any(hub, &STORAGE_POOL, bytes),
            "CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY" => self.register_any(hub, &NODE_DEVICE, bytes),
            "CONNECT_NODE_DEVICE_EVENT_DEREGISTER_ANY" => self.deregister_any(hub, &NODE_DEVICE, bytes),
            _ => return None,
        })
    }

    fn register(
        &mut self,
        hub: &mut dyn Hub,
        kind: &Kind,
        event_id: i32,
        only: Value,
        old: bool,
    ) -> Result<i32, Box<VirError>> {
        let args = vec![only, event_id.into(), CALLBACK.into()];
        let outcome = self.perform(hub, kind.register, args)?;
        let id = outcome.ret.as_u64().unwrap_or_default() as i32;
        self.callbacks.push(Callback { id, family: kind.family, event_id, old });
        Ok(id)
    }

    fn deregister(&mut self, hub: &mut dyn Hub, kind: &Kind, index: usize) -> Result<(), Box<VirError>> {
        let id = self.callbacks[index].id;
        self.perform(hub, kind.deregister, vec![id.into()])?;
        self.callbacks.remove(index);
        Ok(())
    }

    /// The old way knows a callback by its event.
    fn deregister_event(&mut self, hub: &mut dyn Hub, event_id: i32) -> Result<(), Box<VirError>> {
        self.open_connection()?;
        let is_it =
            |callback: &Callback| callback.family == EventFamily::Domain && callback.event_id == event_id;
        let index = self.callbacks.iter().position(is_it);
        let index = index.ok_or_else(|| internal(format!("domain event {event_id} not registered")))?;
        self.deregister(hub, &DOMAIN, index)
    }

    fn register_old(&mut self, hub: &mut dyn Hub, bytes: &mut Decoder<'_>) -> Answer {
        let event_id = read(bytes.int())?;
        self.event_of(&DOMAIN, event_id, OLD_EVENTS)?;
        self.register(hub, &DOMAIN, event_id, Value::Null, true)?;
        nothing()
    }

    fn deregister_old(&mut self, hub: &mut dyn Hub, bytes: &mut Decoder<'_>) -> Answer {
        let event_id = read(bytes.int())?;
        self.event_of(&DOMAIN, event_id, OLD_EVENTS)?;
        self.deregister_event(hub, event_id)?;
        nothing()
    }

    fn connection_for(&self, kind: &Kind) -> Result<Handle, Box<VirError>> {
        if kind.of.is_empty() { self.open_connection() } else { self.other_connection() }
    }

    fn event_of(&self, kind: &Kind, event_id: i32, bound: i32) -> Result<(), Box<VirError>> {
        self.connection_for(kind)?;
        match (0..bound).contains(&event_id) {
            true => Ok(()),
            false => Err(internal(format!("unsupported {}event ID {event_id}", kind.of))),
        }
    }

    fn register_any(&mut self, hub: &mut dyn Hub, kind: &Kind, bytes: &mut Decoder<'_>) -> Answer {
        let event_id = read(bytes.int())?;
        let connection = self.connection.unwrap_or(NO_CONNECTION);
        let only = read(crate::wire::decode_optional(bytes, kind.object, connection))?;
        self.event_of(kind, event_id, kind.events)?;
        number(self.register(hub, kind, event_id, only, false)?)
    }

    fn deregister_any(&mut self, hub: &mut dyn Hub, kind: &Kind, bytes: &mut Decoder<'_>) -> Answer {
        let id = read(bytes.int())?;
        self.connection_for(kind)?;
        let of = if kind.of.is_empty() { "domain " } else { kind.of };
        let is_it = |callback: &Callback| callback.family == kind.family && callback.id == id;
        let index = self.callbacks.iter().position(is_it);
        let index = index.ok_or_else(|| internal(format!("{of}event callback {id} not registered")))?;
        self.deregister(hub, kind, index)?;
        nothing()
    }
}
