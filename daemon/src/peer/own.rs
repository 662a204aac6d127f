//! The procedures that are about the connection itself: authentication, opening, closing, features, registering events.

use virtlab_core::api::{Call, FunctionId, Handle, HandleKind, Outcome, Value};
use virtlab_core::ground::{ErrorCode, ErrorDomain, VirError};

use super::dispatch::cannot_decode;
use super::events::Callback;
use super::{Answer, Hub, Peer, internal};
use crate::wire::{Decoder, Encoder};

/// What stands for the connection in arguments that are read before there is one.
pub(super) const NO_CONNECTION: Handle = Handle { kind: HandleKind::Connect, number: 0 };

/// `VIR_CONNECT_RO`.
const READ_ONLY: u32 = 1;
/// `VIR_DRV_FEATURE_PROGRAM_KEEPALIVE`: the client has pongs for pings.
const FEATURE_KEEPALIVE: i32 = 10;
/// What libvirtd answers 1 for, whatever the driver: passing file descriptors, typed parameters that are strings, events by
/// callback, closing callbacks, and the order of virNetworkUpdate's arguments.
const FEATURES: [i32; 5] = [8, 9, 14, 15, 16];
/// The name of every callback that is registered for a peer.
const CALLBACK: &str = "rpc";
/// Events from this number on have no packet of the old form: `VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED` is the last that has.
const OLD_EVENTS: i32 = 16;
/// `VIR_DOMAIN_EVENT_ID_LAST`.
const EVENTS: i32 = 30;

fn nothing() -> Answer {
    Ok(Encoder::default())
}

fn number(value: i32) -> Answer {
    let mut out = Encoder::default();
    out.int(value);
    Ok(out)
}

/// Reads an argument.
fn read<T, E>(value: Result<T, E>) -> Result<T, Box<VirError>> {
    value.map_err(|_| cannot_decode())
}

impl Peer {
    /// The answer of a procedure that is the connection's own; none if it is not.
    pub(super) fn own(&mut self, hub: &mut dyn Hub, name: &str, bytes: &mut Decoder<'_>) -> Option<Answer> {
        Some(match name {
            "AUTH_LIST" => auth_list(),
            "AUTH_SASL_INIT" | "AUTH_SASL_START" | "AUTH_SASL_STEP" | "AUTH_POLKIT" => Err(refused()),
            "CONNECT_OPEN" => self.open(hub, bytes),
            "CONNECT_CLOSE" => {
                self.gone(hub);
                nothing()
            }
            "CONNECT_SUPPORTS_FEATURE" => self.supports_feature(bytes),
            "CONNECT_REGISTER_CLOSE_CALLBACK" => {
                self.close_callback(hub, FunctionId::ConnectRegisterCloseCallback)
            }
            "CONNECT_UNREGISTER_CLOSE_CALLBACK" => {
                self.close_callback(hub, FunctionId::ConnectUnregisterCloseCallback)
            }
            "CONNECT_DOMAIN_EVENT_REGISTER" => {
                self.register(hub, 0, Value::Null, true).and_then(|_| number(0))
            }
            "CONNECT_DOMAIN_EVENT_DEREGISTER" => self.deregister_event(hub, 0).and_then(|()| number(0)),
            "CONNECT_DOMAIN_EVENT_REGISTER_ANY" => self.register_any(hub, bytes),
            "CONNECT_DOMAIN_EVENT_DEREGISTER_ANY" => self.deregister_any(hub, bytes),
            "CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY" => self.callback_register_any(hub, bytes),
            "CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY" => self.callback_deregister_any(hub, bytes),
            _ => return None,
        })
    }

    fn open(&mut self, hub: &mut dyn Hub, bytes: &mut Decoder<'_>) -> Answer {
        let uri = read(bytes.optional())?;
        let mut flags = read(bytes.uint())?;
        if self.connection.is_some() {
            return Err(internal("connection already open"));
        }
        if self.accepted.read_only_socket {
            flags |= READ_ONLY;
        }
        // Only this flag reaches the driver: the others are the business of the client's own libvirt.
        let flags = flags & READ_ONLY;
        let uri = hub.open(uri.as_deref(), flags != 0)?.map_or(Value::Null, Value::from);
        let outcome = hub.perform(&Call::new(FunctionId::ConnectAccept, [uri, flags.into()]));
        self.connection = outcome.ret.as_handle();
        if self.connection.is_some() {
            return nothing();
        }
        hub.close();
        Err(outcome.error.unwrap_or_else(|| internal("connection not open")))
    }

    fn supports_feature(&mut self, bytes: &mut Decoder<'_>) -> Answer {
        let feature = read(bytes.int())?;
        // This one is asked about before the connection is opened.
        if feature == FEATURE_KEEPALIVE {
            self.keepalive = true;
            return number(1);
        }
        self.open_connection()?;
        number(FEATURES.contains(&feature).into())
    }

    fn perform(
        &self,
        hub: &mut dyn Hub,
        function: FunctionId,
        rest: Vec<Value>,
    ) -> Result<Outcome, Box<VirError>> {
        let connection = self.open_connection()?;
        let args = std::iter::once(Value::from(connection)).chain(rest);
        let mut outcome = hub.perform(&Call::new(function, args));
        match outcome.error.take() {
            Some(error) => Err(error),
            None => Ok(outcome),
        }
    }

    fn close_callback(&self, hub: &mut dyn Hub, function: FunctionId) -> Answer {
        self.perform(hub, function, vec![CALLBACK.into()])?;
        nothing()
    }

    fn register(
        &mut self,
        hub: &mut dyn Hub,
        event_id: i32,
        domain: Value,
        old: bool,
    ) -> Result<i32, Box<VirError>> {
        let args = vec![domain, event_id.into(), CALLBACK.into()];
        let outcome = self.perform(hub, FunctionId::ConnectDomainEventRegisterAny, args)?;
        let id = outcome.ret.as_u64().unwrap_or_default() as i32;
        self.callbacks.push(Callback { id, event_id, old });
        Ok(id)
    }

    fn deregister(&mut self, hub: &mut dyn Hub, index: usize) -> Result<(), Box<VirError>> {
        let id = self.callbacks[index].id;
        self.perform(hub, FunctionId::ConnectDomainEventDeregisterAny, vec![id.into()])?;
        self.callbacks.remove(index);
        Ok(())
    }

    fn deregister_event(&mut self, hub: &mut dyn Hub, event_id: i32) -> Result<(), Box<VirError>> {
        self.open_connection()?;
        let index = self.callbacks.iter().position(|callback| callback.event_id == event_id);
        let index = index.ok_or_else(|| internal(format!("domain event {event_id} not registered")))?;
        self.deregister(hub, index)
    }

    fn register_any(&mut self, hub: &mut dyn Hub, bytes: &mut Decoder<'_>) -> Answer {
        let event_id = self.event_id(bytes, OLD_EVENTS)?;
        self.register(hub, event_id, Value::Null, true)?;
        nothing()
    }

    fn deregister_any(&mut self, hub: &mut dyn Hub, bytes: &mut Decoder<'_>) -> Answer {
        let event_id = self.event_id(bytes, OLD_EVENTS)?;
        self.deregister_event(hub, event_id)?;
        nothing()
    }

    fn event_id(&self, bytes: &mut Decoder<'_>, bound: i32) -> Result<i32, Box<VirError>> {
        let event_id = read(bytes.int())?;
        self.open_connection()?;
        match (0..bound).contains(&event_id) {
            true => Ok(event_id),
            false => Err(internal(format!("unsupported event ID {event_id}"))),
        }
    }

    fn callback_register_any(&mut self, hub: &mut dyn Hub, bytes: &mut Decoder<'_>) -> Answer {
        let mut event_id = *bytes;
        read(bytes.int())?;
        let connection = self.connection.unwrap_or(NO_CONNECTION);
        let domain = read(crate::wire::decode_optional(bytes, HandleKind::Domain, connection))?;
        let event_id = self.event_id(&mut event_id, EVENTS)?;
        number(self.register(hub, event_id, domain, false)?)
    }

    fn callback_deregister_any(&mut self, hub: &mut dyn Hub, bytes: &mut Decoder<'_>) -> Answer {
        let id = read(bytes.int())?;
        self.open_connection()?;
        let index = self.callbacks.iter().position(|callback| callback.id == id);
        let index = index.ok_or_else(|| internal(format!("domain event callback {id} not registered")))?;
        self.deregister(hub, index)?;
        nothing()
    }
}

/// `REMOTE_AUTH_NONE` alone.
fn auth_list() -> Answer {
    let mut out = Encoder::default();
    out.uint(1);
    out.int(0);
    Ok(out)
}

/// What a libvirtd without SASL and polkit answers.
fn refused() -> Box<VirError> {
    VirError::new(ErrorDomain::Rpc, ErrorCode::AuthFailed, "authentication failed")
}
