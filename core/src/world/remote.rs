//! Connections to somewhere outside the world: what libvirt's client library does itself is done here as for any other
//! connection (handles, checks, the last error, callbacks), and the rest is asked of whoever is at the other end.

use std::sync::Arc;

use uuid::Uuid;

use super::args::{Args, Reply};
use super::by_value::as_object;
use super::checks;
use super::client::Client;
use super::handlers::handler;
use super::held::Known;
use super::public::{connection, event, event_loop};
use super::remote_stream::{self, Asked, Flowed};
use super::session::Session;
use crate::api::{Call, Delivered, EventFamily, FunctionId, Handle, HandleKind, Kind, Object, Raised, Value};
use crate::connection::Resolved;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

/// What the other end gives for a call that succeeded. Objects are by value; one that is written through the parameter of a
/// handle is what the handle stands for from then on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answered {
    /// The return value.
    pub ret: Value,
    /// What is written through pointers, by parameter.
    pub out: Vec<(&'static str, Value)>,
}

/// Events that the other end can be asked to tell of.
pub type Events = (EventFamily, i32);

/// An event that came from the other end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Arrived {
    /// The connection that it came by.
    pub connection: u32,
    /// The object that the other end was asked to tell of; none for all.
    pub only: Option<Uuid>,
    /// What happened.
    pub event: Raised,
}

/// Those who are at the other ends of connections: libvirt's remote driver, as the public functions see it.
///
/// Connections are known by the numbers of their handles.
pub trait Remote {
    /// Opens a connection; none if the URI is one for the world's own drivers.
    ///
    /// # Errors
    /// What `virConnectOpen` reports.
    fn open(&mut self, uri: Option<&str>, flags: u32) -> Option<Result<Resolved>>;

    /// The connection that was opened last has this number.
    fn opened(&mut self, connection: u32);

    /// Whether this connection is to somewhere else.
    fn holds(&self, connection: u32) -> bool;

    /// Whether a call is done by the client's library alone.
    fn stays(&self, call: &Call) -> bool;

    /// Asks the other end to do a call, whose objects are by value.
    ///
    /// # Errors
    /// What the other end reports, or that it cannot be reached.
    fn perform(&mut self, connection: Handle, call: &Call) -> Result<Answered>;

    /// From now on the other end tells of an event, or no longer: of one object by value, or of all.
    ///
    /// # Errors
    /// What the other end reports.
    fn listen(&mut self, connection: Handle, events: Events, only: Option<&Value>, on: bool) -> Result<()>;

    /// What has arrived since this was asked last, in its order.
    ///
    /// # Errors
    /// That a connection is broken.
    fn arrived(&mut self) -> Result<Vec<Arrived>>;

    /// Asks the other end of a stream that a call was given.
    ///
    /// # Errors
    /// What ended the stream, or that its connection is broken.
    fn flow(&mut self, stream: Handle, asked: Asked<'_>) -> Result<Flowed>;

    /// A stream's last reference is gone, whether it was finished or not.
    fn freed(&mut self, stream: Handle);

    /// The connection's last reference is gone.
    fn close(&mut self, connection: u32);
}

/// The work of a call, of which some is done elsewhere.
pub(super) fn work(session: &mut Session<'_>, args: &Args<'_>, remote: &mut dyn Remote) -> Result<Reply> {
    let opened = open(session, args, remote);
    let reply = match opened {
        Some(reply) => reply,
        None => match session.connection.filter(|number| remote.holds(*number)) {
            Some(number) => through(session, args, remote, number),
            None if args.row.id == FunctionId::EventRunDefaultImpl => {
                event_loop::turn(session, &mut |session| hear(session, remote))
            }
            None => own(session, args),
        },
    };
    let open: Vec<u32> = session.client.connections.keys().copied().collect();
    for number in closed(session.client, &open, remote) {
        remote.close(number);
    }
    reply
}

/// The connections that were somewhere else and are closed.
fn closed(client: &Client, open: &[u32], remote: &dyn Remote) -> Vec<u32> {
    let made = client.made[HandleKind::Connect as usize];
    (1..=made).filter(|number| remote.holds(*number) && !open.contains(number)).collect()
}

fn open(session: &mut Session<'_>, args: &Args<'_>, remote: &mut dyn Remote) -> Option<Result<Reply>> {
    let flags = match args.row.id {
        FunctionId::ConnectOpen => 0,
        FunctionId::ConnectOpenReadOnly => connection::READ_ONLY,
        FunctionId::ConnectOpenAuth => args.flags(),
        _ => return None,
    };
    let resolved = remote.open(args.text(0), flags)?;
    Some(resolved.and_then(|resolved| {
        let reply = connection::add(session, Arc::new(resolved), flags, false)?;
        remote.opened(reply.ret.as_handle().map_or(0, |handle| handle.number));
        Ok(reply)
    }))
}

/// A turn of the event loop hands out what has arrived. Whether there was any.
fn hear(session: &mut Session<'_>, remote: &mut dyn Remote) -> Result<bool> {
    let before = session.delivered.len();
    for arrived in remote.arrived()? {
        deliver(session, &arrived);
    }
    Ok(session.delivered.len() > before)
}

/// The work of a call that needs nobody outside the world.
pub(super) fn own(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    checks::driver_flags(session, args)?;
    local(session, args)
}

fn local(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    match handler(args.call.function) {
        Some(handler) => handler(session, args),
        None => Err(VirError::new(args.row.from, ErrorCode::NoSupport, args.row.id.c_name())),
    }
}

/// A call through a connection to somewhere else.
fn through(
    session: &mut Session<'_>,
    args: &Args<'_>,
    remote: &mut dyn Remote,
    number: u32,
) -> Result<Reply> {
    let connection = Handle { kind: HandleKind::Connect, number };
    match args.row.id {
        FunctionId::ConnectDomainEventRegisterAny
        | FunctionId::ConnectDomainEventRegister
        | FunctionId::ConnectStoragePoolEventRegisterAny
        | FunctionId::ConnectNodeDeviceEventRegisterAny
        | FunctionId::ConnectNetworkEventRegisterAny => return register(session, args, remote, connection),
        FunctionId::ConnectDomainEventDeregisterAny
        | FunctionId::ConnectDomainEventDeregister
        | FunctionId::ConnectStoragePoolEventDeregisterAny
        | FunctionId::ConnectNodeDeviceEventDeregisterAny
        | FunctionId::ConnectNetworkEventDeregisterAny => {
            return deregister(session, args, remote, connection);
        }
        _ => {}
    }
    if let Some(reply) = remote_stream::through(session, args, remote) {
        return reply;
    }
    if remote.stays(args.call) {
        let reply = local(session, args);
        remote_stream::freed(session, args, remote);
        return reply;
    }
    let mut call = args.call.clone();
    for value in &mut call.args {
        go_out(session.client, value)?;
    }
    let mut answered = remote.perform(connection, &call)?;
    remote_stream::begin(session, args)?;
    remember(session, args, &mut answered);
    let mut reply = Reply { ret: answered.ret, out: answered.out };
    let domain = args.handle(0).and_then(|handle| session.client.domain_of(handle));
    come_in(session.client, &mut reply.ret, domain)?;
    for (_, value) in &mut reply.out {
        come_in(session.client, value, domain)?;
    }
    Ok(reply)
}

/// Handles of the call's that stand for something else after it: a domain that got an ID or lost it.
fn remember(session: &mut Session<'_>, args: &Args<'_>, answered: &mut Answered) {
    answered.out.retain(|(name, value)| {
        let position = args.row.position(name).unwrap_or_default();
        let (Kind::Handle(_), Value::Object(object)) = (args.row.params[position].kind, value) else {
            return true;
        };
        session.remember_id(args.handle(position), object.identity().id);
        false
    });
}

/// Puts an object in the place of a handle.
fn go_out(client: &Client, value: &mut Value) -> Result<()> {
    match value {
        Value::Handle(handle) if handle.kind.by_value().is_some() => {
            let object = as_object(client, *handle).ok_or_else(no_handle)?;
            *value = object.into();
        }
        Value::List(items) => items.iter_mut().try_for_each(|item| go_out(client, item))?,
        _ => {}
    }
    Ok(())
}

/// Puts a new handle in the place of an object: `virGetDomain` and its like. What is in a domain comes by the domain handle
/// that the call is about.
fn come_in(client: &mut Client, value: &mut Value, domain: Option<Handle>) -> Result<()> {
    match value {
        Value::Object(object) => *value = handle_for(client, object, domain).ok_or_else(no_handle)?.into(),
        Value::List(items) => items.iter_mut().try_for_each(|item| come_in(client, item, domain))?,
        Value::Struct(members) => {
            members.iter_mut().try_for_each(|(_, member)| come_in(client, member, domain))?;
        }
        _ => {}
    }
    Ok(())
}

fn handle_for(client: &mut Client, object: &Object, domain: Option<Handle>) -> Option<Handle> {
    let parent = match object.parent() {
        Value::Object(parent) => domain.or_else(|| handle_for(client, parent, None))?,
        parent => parent.as_handle()?,
    };
    client.hold(object.kind(), parent, Known::Object(object.identity().clone()))
}

fn no_handle() -> Box<VirError> {
    VirError::internal(ErrorDomain::Remote, "an object has no connection any more")
}

/// A callback as it is registered: for which events, and of which object.
type Listening = (Events, Option<Uuid>);

fn listening(session: &Session<'_>, connection: u32) -> Vec<(i32, Listening)> {
    let states = session.client.event_states.values();
    let callbacks = states.flat_map(|state| &state.callbacks).filter(|one| one.connection == connection);
    callbacks.map(|one| (one.id, ((one.family, one.event_id), one.only))).collect()
}

/// Registers a callback here; the other end is told of the first that wants to hear of such events.
fn register(
    session: &mut Session<'_>,
    args: &Args<'_>,
    remote: &mut dyn Remote,
    connection: Handle,
) -> Result<Reply> {
    let reply = local(session, args)?;
    let all = listening(session, connection.number);
    let Some((id, wanted)) = all.last().copied() else { return Ok(reply) };
    if all.iter().filter(|(_, one)| *one == wanted).count() > 1 {
        return Ok(reply);
    }
    let mut only = args.handle(1).map(Value::from);
    if let Some(only) = &mut only {
        go_out(session.client, only)?;
    }
    match remote.listen(connection, wanted.0, only.as_ref(), true) {
        Ok(()) => Ok(reply),
        Err(error) => {
            event::forget_callback(session, connection.number, id);
            Err(error)
        }
    }
}

fn deregister(
    session: &mut Session<'_>,
    args: &Args<'_>,
    remote: &mut dyn Remote,
    connection: Handle,
) -> Result<Reply> {
    let before = listening(session, connection.number);
    let reply = local(session, args)?;
    let after = listening(session, connection.number);
    let gone = before.iter().find(|one| !after.contains(one)).map(|(_, wanted)| *wanted);
    if let Some(wanted) = gone.filter(|wanted| !after.iter().any(|(_, one)| one == wanted)) {
        let only = wanted.1.map(|uuid| Value::Bytes(uuid.as_bytes().as_slice().into()));
        remote.listen(connection, wanted.0, only.as_ref(), false)?;
    }
    Ok(reply)
}

/// Hands an event to the callbacks for which it came.
fn deliver(session: &mut Session<'_>, arrived: &Arrived) {
    let states = session.client.event_states.values();
    let wanted = states.flat_map(|state| &state.callbacks).filter(|callback| {
        callback.connection == arrived.connection
            && callback.wants(&arrived.event)
            && callback.only == arrived.only
    });
    let delivered: Vec<Delivered> = wanted
        .map(|callback| Delivered::Event {
            callback_id: callback.id,
            callback: callback.name.clone(),
            connection: callback.connection(),
            event: arrived.event.clone(),
        })
        .collect();
    session.delivered.extend(delivered);
}
