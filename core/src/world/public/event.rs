//! Event callbacks.

use crate::api::{Delivered, EventFamily, FunctionId};
use crate::ground::limits::CALLBACKS_MAX;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};
use crate::host::HostKey;
use crate::world::args::{Args, Handler, Reply};
use crate::world::events::Callback;
use crate::world::held::Held;
use crate::world::session::Session;
use crate::world::sources::LoopFunction;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        ConnectDomainEventRegister => domain_register,
        ConnectDomainEventDeregister => domain_deregister,
        ConnectDomainEventRegisterAny => |session, args| register_any(session, args, EventFamily::Domain),
        ConnectNetworkEventRegisterAny => |session, args| register_any(session, args, EventFamily::Network),
        ConnectStoragePoolEventRegisterAny => {
            |session, args| register_any(session, args, EventFamily::StoragePool)
        }
        ConnectNodeDeviceEventRegisterAny => {
            |session, args| register_any(session, args, EventFamily::NodeDevice)
        }
        ConnectDomainEventDeregisterAny
        | ConnectNetworkEventDeregisterAny
        | ConnectStoragePoolEventDeregisterAny
        | ConnectNodeDeviceEventDeregisterAny => deregister_any,
        _ => return None,
    })
}

/// `virConnectDomainEventRegisterAny` and its like of other objects.
fn register_any(session: &mut Session<'_>, args: &Args<'_>, family: EventFamily) -> Result<Reply> {
    let object = args.handle(1).and_then(|handle| session.client.held(handle)).and_then(Held::identity);
    let only = object.map(|identity| identity.uuid);
    let callback = Callback { family, event_id: args.int(2), only, ..callback(session, args, 3) };
    Ok(add(session, callback)?.into())
}

/// `virConnectDomainEventRegister`: the old way, for lifecycle events alone. It tells no number.
fn domain_register(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let callback = Callback { old: true, ..callback(session, args, 1) };
    add(session, callback)?;
    Ok(Reply::done())
}

/// A callback for the lifecycle events of all domains, from the call's arguments: function, data, and what frees them.
fn callback(session: &Session<'_>, args: &Args<'_>, at: usize) -> Callback {
    Callback {
        id: 0,
        family: EventFamily::Domain,
        event_id: 0,
        name: args.callback(at).unwrap_or_default(),
        only: None,
        old: false,
        connection: session.connection.unwrap_or_default(),
        opaque: args.callback(at + 1),
        free: args.callback(at + 2),
    }
}

/// `virObjectEventStateRegisterID`: gives the number.
fn add(session: &mut Session<'_>, callback: Callback) -> Result<i32> {
    let key = session.host_key()?;
    let has_loop = session.client.event_loop.has(LoopFunction::AddTimeout);
    let registered: usize = session.client.event_states.values().map(|state| state.callbacks.len()).sum();
    let state = session.client.event_states.entry(key).or_default();
    if state.callbacks.is_empty() && !has_loop {
        return Err(VirError::internal(ErrorDomain::None, "could not initialize domain event timer"));
    }
    if state.callbacks.iter().any(|known| known.same(&callback)) {
        return Err(VirError::new(
            ErrorDomain::None,
            ErrorCode::InvalidArg,
            "event callback already tracked",
        ));
    }
    if registered >= CALLBACKS_MAX {
        return Err(VirError::bare(ErrorDomain::None, ErrorCode::NoMemory));
    }
    if state.callbacks.is_empty() {
        // The queue has a timer as long as somebody listens.
        session.client.sources.take_timer();
    }
    let id = state.next_id;
    state.next_id += 1;
    let number = callback.connection;
    state.callbacks.push_back(Callback { id, ..callback });
    if let Some(conn) = session.client.connections.get_mut(&number) {
        conn.refs += 1;
    }
    Ok(id)
}

/// `virConnectDomainEventDeregisterAny` and its like: a number is taken for one of whatever family.
fn deregister_any(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let id = args.int(1);
    remove(
        session,
        |callback| callback.id == id,
        || format!("could not find event callback {id} for deletion"),
    )
}

/// `virConnectDomainEventDeregister`. libvirt tells the function's address; here it has a name.
fn domain_deregister(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let name = args.string(1);
    let known = |callback: &Callback| callback.old && *callback.name == *name;
    remove(session, known, || format!("event callback function {name} not registered"))
}

fn remove(
    session: &mut Session<'_>,
    which: impl Fn(&Callback) -> bool,
    unknown: impl Fn() -> String,
) -> Result<Reply> {
    let key = session.host_key()?;
    let number = session.connection.unwrap_or_default();
    let state = session.client.event_states.entry(key).or_default();
    let Some(index) = state.callbacks.iter().position(|c| c.connection == number && which(c)) else {
        return Err(VirError::new(ErrorDomain::None, ErrorCode::InvalidArg, unknown()));
    };
    let callback = state.callbacks.remove(index);
    if state.callbacks.is_empty() {
        state.queue.clear();
    }
    if let Some(free) = callback.free {
        session.delivered.push(Delivered::Freed { callback: free, opaque: callback.opaque });
    }
    session.drop_connection_ref(number);
    Ok(Reply::done())
}

/// Takes a callback away that was just registered, as if it had never been.
pub(in crate::world) fn forget_callback(session: &mut Session<'_>, connection: u32, id: i32) {
    let Ok(key) = session.host_key() else { return };
    let state = session.client.event_states.entry(key).or_default();
    state.callbacks.retain(|callback| callback.id != id || callback.connection != connection);
    session.drop_connection_ref(connection);
}

/// A daemon whose client leaves takes its callbacks away; on other connections they stay until they are deregistered.
pub(in crate::world) fn drop_callbacks(session: &mut Session<'_>, connection: u32) {
    let Some(conn) = session.client.connections.get_mut(&connection).filter(|conn| conn.by_value) else {
        return;
    };
    let keys: Vec<HostKey> = session.client.event_states.keys().cloned().collect();
    for key in keys {
        let Some(state) = session.client.event_states.get_mut(&key) else { continue };
        let before = state.callbacks.len();
        state.callbacks.retain(|callback| callback.connection != connection);
        conn.refs = conn.refs.saturating_sub((before - state.callbacks.len()) as u32);
        if state.callbacks.is_empty() {
            state.queue.clear();
        }
    }
}
