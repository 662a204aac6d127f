//! The procedures that are about the connection itself: authentication, opening, closing, features.

use virtlab_core::api::{Call, FunctionId, Handle, HandleKind, Outcome, Value};
use virtlab_core::ground::params::{Accepted, ParamType, TypedParam, takes, validate};
use virtlab_core::ground::{ErrorCode, ErrorDomain, VirError};

use super::{Answer, Hub, Peer, cannot_decode, internal};
use crate::wire::{Decoder, Encoder, Shape, decode_args};

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

/// What an identity may consist of.
const IDENTITY: &[Accepted] = &[
    takes("user-name", ParamType::String),
    takes("unix-user-id", ParamType::ULLong),
    takes("group-name", ParamType::String),
    takes("unix-group-id", ParamType::ULLong),
    takes("process-id", ParamType::LLong),
    takes("process-time", ParamType::ULLong),
    takes("sasl-user-name", ParamType::String),
    takes("x509-distinguished-name", ParamType::String),
    takes("selinux-context", ParamType::String),
    takes("system.token", ParamType::String),
];

/// A callback that is none of the client's.
pub(super) fn not_registered(what: &str, id: i32) -> Box<VirError> {
    internal(format!("{what} callback {id} not registered"))
}

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
            "AUTH_SASL_INIT" => Err(refused()),
            "AUTH_SASL_START" => sasl(bytes, true),
            "AUTH_SASL_STEP" => sasl(bytes, false),
            "AUTH_POLKIT" => Err(without_a_word()),
            "CONNECT_OPEN" => self.open(hub, bytes),
            "CONNECT_CLOSE" => {
                self.gone(hub);
                nothing()
            }
            "CONNECT_SET_IDENTITY" => self.set_identity(bytes),
            "CONNECT_SUPPORTS_FEATURE" => self.supports_feature(bytes),
            "CONNECT_REGISTER_CLOSE_CALLBACK" => {
                self.close_callback(hub, FunctionId::ConnectRegisterCloseCallback)
            }
            "CONNECT_UNREGISTER_CLOSE_CALLBACK" => {
                self.close_callback(hub, FunctionId::ConnectUnregisterCloseCallback)
            }
            // libvirtd takes a secret for a node device here.
            "CONNECT_SECRET_EVENT_DEREGISTER_ANY" => self.never_registered("node device event", bytes),
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
        self.read_only = flags != 0;
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

    /// Who a client says that it acts for. libvirtd wants it for its rules of access, of which there are none here.
    fn set_identity(&self, bytes: &mut Decoder<'_>) -> Answer {
        let shape = read(Shape::of(FunctionId::ConnectSetIdentity.row()))?;
        let connection = self.connection.unwrap_or(NO_CONNECTION);
        let call = read(decode_args(FunctionId::ConnectSetIdentity, &shape, connection, bytes))?;
        self.open_connection()?;
        let params: Vec<TypedParam> = match call.arg(1) {
            Value::List(items) => items
                .into_iter()
                .filter_map(|item| if let Value::Param(param) = item { Some((*param).clone()) } else { None })
                .collect(),
            _ => Vec::new(),
        };
        validate(&params, IDENTITY)?;
        nothing()
    }

    /// Callbacks for events that nobody can register for yet.
    fn never_registered(&self, what: &str, bytes: &mut Decoder<'_>) -> Answer {
        let id = read(bytes.int())?;
        self.other_connection()?;
        Err(not_registered(what, id))
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

/// Members of data for SASL at most: `REMOTE_AUTH_SASL_DATA_MAX`.
const SASL_MAX: usize = 65_536;

/// Reads what SASL's steps carry: the first also a mechanism. Whatever they say, there is no SASL.
fn sasl(bytes: &mut Decoder<'_>, first: bool) -> Answer {
    if first {
        read(bytes.string())?;
    }
    read(bytes.int())?;
    for _ in 0..read(bytes.length(SASL_MAX))? {
        read(bytes.int())?;
    }
    Err(refused())
}

/// `REMOTE_AUTH_NONE` alone.
fn auth_list() -> Answer {
    let mut out = Encoder::default();
    out.uint(1);
    out.int(0);
    Ok(out)
}

/// What libvirtd answers when a function of its own failed and did not say why.
fn without_a_word() -> Box<VirError> {
    let mut error = internal("");
    error.message = "Library function returned error but did not set virError".into();
    (error.str1, error.str2, error.int1, error.int2) = (None, None, 0, 0);
    error
}

/// What a libvirtd without SASL answers.
fn refused() -> Box<VirError> {
    VirError::new(ErrorDomain::Rpc, ErrorCode::AuthFailed, "authentication failed")
}
