//! The procedures that are about the connection itself: authentication, opening, closing, features.

use virtlab_core::api::{Call, FunctionId, Handle, HandleKind, Outcome, Value};
use virtlab_core::ground::{ErrorCode, ErrorDomain, VirError};

use super::dispatch::cannot_decode;
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
pub(super) const CALLBACK: &str = "rpc";

pub(super) fn nothing() -> Answer {
    Ok(Encoder::default())
}

pub(super) fn number(value: i32) -> Answer {
    let mut out = Encoder::default();
    out.int(value);
    Ok(out)
}

/// Reads an argument.
pub(super) fn read<T, E>(value: Result<T, E>) -> Result<T, Box<VirError>> {
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
            name => return self.registering(hub, name, bytes),
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

    pub(super) fn perform(
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
