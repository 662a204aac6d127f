//! What a call leads to.

use std::sync::Arc;

use super::{Call, Handle, Raised, Value};
use crate::domain::rules::Rule;
use crate::ground::VirError;

/// What a call gave: the value as C sees it, what was written through pointers, and what happened besides.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// The return value.
    pub ret: Value,
    /// What was written through pointer parameters, by parameter.
    pub out: Vec<(&'static str, Value)>,
    /// The error, if the call failed.
    pub error: Option<Box<VirError>>,
    /// Events that the call raised, whether or not anybody listens.
    pub raised: Vec<Raised>,
    /// Callbacks that ran during the call.
    pub delivered: Vec<Delivered>,
    /// What C would not have told: an error lost, a handle used after it was freed.
    pub notices: Vec<Notice>,
    /// What was printed to stderr by libvirt's default error function.
    pub printed: String,
    /// The row of the domain rules that decided.
    pub rule: Option<&'static Rule>,
}

impl Outcome {
    /// Whether the call succeeded.
    pub fn ok(&self) -> bool {
        self.error.is_none()
    }

    /// The outcome of a call that was refused before it came to the world.
    pub fn refused(call: &Call, error: Box<VirError>) -> Self {
        Self {
            ret: call.function.row().returns.failure(),
            out: Vec::new(),
            printed: error.default_print(),
            error: Some(error),
            raised: Vec::new(),
            delivered: Vec::new(),
            notices: Vec::new(),
            rule: None,
        }
    }
}

/// A callback that ran.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Delivered {
    /// An event.
    Event {
        /// What registration returned.
        callback_id: i32,
        /// The name that the caller gave the callback.
        callback: Arc<str>,
        /// On which connection it was registered.
        connection: Handle,
        /// The event.
        event: Raised,
    },
    /// A callback's data was let go: `virFreeCallback`.
    Freed {
        /// The name that the caller gave the function that frees.
        callback: Arc<str>,
        /// The name that the caller gave the data; `None` for `NULL`.
        opaque: Option<Arc<str>>,
    },
    /// A watched file descriptor has something to tell: `virEventHandleCallback`.
    Handle {
        /// The name that the caller gave the callback.
        callback: Arc<str>,
        /// What `virEventAddHandle` returned.
        watch: i32,
        /// The descriptor.
        fd: i32,
        /// `virEventHandleType`.
        events: i32,
        /// The name that the caller gave the data; `None` for `NULL`.
        opaque: Option<Arc<str>>,
    },
    /// A timer is due: `virEventTimeoutCallback`.
    Timeout {
        /// The name that the caller gave the callback.
        callback: Arc<str>,
        /// What `virEventAddTimeout` returned.
        timer: i32,
        /// The name that the caller gave the data; `None` for `NULL`.
        opaque: Option<Arc<str>>,
    },
    /// The connection was closed: `virConnectCloseFunc`.
    Close {
        /// The name that the caller gave the callback.
        callback: Arc<str>,
        /// Which connection.
        connection: Handle,
        /// `virConnectCloseReason`.
        reason: i32,
    },
    /// A stream's data went to the caller's function, or was asked of it.
    Stream {
        /// The name that the caller gave the function.
        callback: Arc<str>,
        /// Which stream.
        stream: Handle,
        /// The data for a sink; none where a source was asked for data, which a client of the world never has.
        data: Option<Arc<[u8]>>,
    },
    /// A stream has something to tell: `virStreamEventCallback`.
    StreamEvent {
        /// The name that the caller gave the callback.
        callback: Arc<str>,
        /// Which stream.
        stream: Handle,
        /// `virStreamEventType`.
        events: i32,
        /// The name that the caller gave the data; `None` for `NULL`.
        opaque: Option<Arc<str>>,
    },
    /// An error handler ran: `virErrorFunc`.
    Error {
        /// The name that the caller gave the handler.
        handler: Arc<str>,
        /// The error.
        error: Box<VirError>,
    },
}

/// Something worth telling a learner that C would have kept to itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Notice {
    /// The call forgot an error that nobody had read.
    ErrorLost(Box<VirError>),
    /// The handle had been freed; a C program would have crashed or worse.
    UseAfterFree(Handle),
    /// No such handle was ever made.
    UnknownHandle(Handle),
    /// The handle is of another kind than the parameter.
    WrongHandleKind(Handle),
    /// These handles keep the closed connection alive.
    StillReferenced(Handle, Vec<Handle>),
    /// The last connection is gone, and the host forgot everything.
    HostForgot(Arc<str>),
    /// Nothing was waiting: a real event loop would have blocked here.
    WouldBlock,
    /// The caller's array was too small for this many.
    ArrayTooSmall(u32),
    /// An event was raised and dropped, because no event loop or callback waited for it.
    EventDropped,
}
