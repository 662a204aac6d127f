//! A client of any libvirt: calls go in and outcomes come out as at a world, with a daemon at the other end.
//!
//! A [`Client`] is what libvirt's client library is to a program. Handles, checks of arguments, the last error and
//! callbacks are the library's own; they are kept by a [`World`], which has the very same rules for them, and which has the
//! test driver within the process, too. Only what a driver does is asked of the daemon.

mod connect;
mod events;
mod fit;
mod flow;
mod flows;
mod link;
mod links;
mod order;
mod sent;

use virtlab_core::api::{Call, Outcome, Value};
use virtlab_core::connection::{Route, route};
use virtlab_core::ground::{ErrorCode, ErrorDomain, Result, VirError};
use virtlab_core::world::{ClientId, World};

use crate::wire::{Decoder, decode_error};
pub use link::{Link, Pipe};
use links::Links;

/// Where connections are opened.
pub trait Connector {
    /// Connects to the daemon that is to open a URI, and says which URI the daemon is to be told and how the way is.
    /// None if the URI is for the drivers within the client's process.
    ///
    /// # Errors
    /// What `virConnectOpen` reports.
    fn connect(&mut self, uri: Option<&str>, read_only: bool) -> Result<Option<Way>>;
}

/// A way to a daemon, connected.
pub struct Way {
    /// Both directions.
    pub pipe: Box<dyn Pipe>,
    /// What the daemon is told to open.
    pub daemon_uri: Option<String>,
    /// What `virConnectGetURI` answers.
    pub uri: String,
    /// Whether what is said is encrypted.
    pub encrypted: bool,
    /// Whether nobody can listen in.
    pub secure: bool,
}

/// Goes where the URI says, as libvirt does.
#[derive(Clone, Copy, Debug, Default)]
pub struct ByUri;

impl Connector for ByUri {
    fn connect(&mut self, uri: Option<&str>, read_only: bool) -> Result<Option<Way>> {
        match uri.map(route).transpose()?.flatten() {
            Some(route) => way(&route, None, read_only).map(Some),
            None => Ok(None),
        }
    }
}

/// Goes to the daemon of one URI whatever is to be opened: with `test+unix:///default?socket=PATH`, a call that opens
/// `test:///default` opens that at the daemon.
#[derive(Clone, Debug)]
pub struct Via(Route);

impl Via {
    /// By the way of a URI that has a transport. None if it has none.
    ///
    /// # Errors
    /// What libvirt says of a URI that is wrong.
    pub fn uri(uri: &str) -> Result<Option<Self>> {
        Ok(route(uri)?.map(Self))
    }
}

impl Connector for Via {
    fn connect(&mut self, uri: Option<&str>, read_only: bool) -> Result<Option<Way>> {
        way(&self.0, Some(uri), read_only).map(Some)
    }
}

fn way(route: &Route, asked: Option<Option<&str>>, read_only: bool) -> Result<Way> {
    let pipe = connect::connect(route, read_only)?;
    let (daemon_uri, uri) = match asked {
        Some(asked) => (asked.map(str::to_owned), asked.unwrap_or(&route.daemon_uri).to_owned()),
        None => (Some(route.daemon_uri.clone()), route.uri.clone()),
    };
    Ok(Way {
        pipe,
        daemon_uri,
        uri,
        encrypted: route.transport.encrypted(),
        secure: route.transport.secure(),
    })
}

/// The one client of its own world.
const SELF: ClientId = ClientId(0);

/// A client, whose connections lead out of the process.
pub struct Client {
    library: World,
    links: Links,
}

impl Client {
    /// A client that has made no call.
    pub fn new(connector: impl Connector + 'static) -> Self {
        Self::with(World::builtin(1), connector)
    }

    /// The same with other hosts within its own process.
    pub fn with(library: World, connector: impl Connector + 'static) -> Self {
        Self { library, links: Links::new(Box::new(connector)) }
    }

    /// Whether a connection is open that leads out of the process, so that others may do something at its end.
    pub fn is_elsewhere(&self) -> bool {
        self.links.any()
    }

    /// Whether a connection led out of the process to where nobody is any more.
    pub fn has_lost(&mut self, connection: &Value) -> bool {
        connection.as_handle().is_some_and(|connection| self.links.lost(connection.number))
    }

    /// Does a call, as [`World::perform`] does. The driver's events are told where they are delivered, not where they are
    /// raised.
    pub fn perform(&mut self, call: &Call) -> Outcome {
        self.library.perform_with(SELF, call, &mut self.links)
    }
}

/// `VIR_ERR_RPC` of the client itself.
fn rpc_error(message: impl Into<Box<str>>) -> Box<VirError> {
    VirError::new(ErrorDomain::Rpc, ErrorCode::Rpc, message)
}

/// The error that a packet is of.
fn told(bytes: &mut Decoder<'_>) -> Box<VirError> {
    decode_error(bytes).map_or_else(|_| rpc_error("Unable to decode message payload"), Box::new)
}
