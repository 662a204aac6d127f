//! Domain event callbacks and the default event loop.

use crate::api::{Delivered, FunctionId, Handle, HandleKind, Notice};
use crate::ground::limits::CALLBACKS_MAX;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};
use crate::host::HostKey;
use crate::world::args::{Args, Reply};
use crate::world::client::Callback;
use crate::world::dispatch::callback_name;
use crate::world::handlers::Handler;
use crate::world::public::connection;
use crate::world::session::Session;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        EventRegisterDefaultImpl => register_default_impl,
        EventRunDefaultImpl => run_default_impl,
        ConnectDomainEventRegisterAny => register_any,
        ConnectDomainEventDeregisterAny => deregister_any,
        _ => return None,
    })
}

pub(in crate::world) fn register_default_impl(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    session.client.event_loop = true;
    Ok(Reply::done())
}

/// One turn of the loop: whatever waits is handed to the callbacks that want it, in the order of registration.
pub(in crate::world) fn run_default_impl(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    let mut any = false;
    let waiting = session.client.event_states.iter().filter(|(_, state)| !state.queue.is_empty());
    let hosts: Vec<HostKey> = waiting.map(|(host, _)| host.clone()).collect();
    for host in hosts {
        let Some(state) = session.client.event_states.get_mut(&host) else { continue };
        for event in std::mem::take(&mut state.queue) {
            any = true;
            for callback in &state.callbacks {
                let wanted = callback.domain.is_none_or(|uuid| uuid == event.uuid);
                if wanted && callback.event_id == event.event.id() {
                    session.delivered.push(Delivered::Domain {
                        callback_id: callback.id,
                        callback: callback.name.clone(),
                        connection: Handle { kind: HandleKind::Connect, number: callback.connection },
                        event: event.clone(),
                    });
                }
            }
        }
    }
    if !any {
        session.notices.push(Notice::WouldBlock);
    }
    Ok(Reply::done())
}

pub(in crate::world) fn register_any(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let domain = match args.handle(1) {
        Some(handle) => Some(session.dom(Some(handle))?.uuid),
        None => None,
    };
    let (event_id, name) = (args.int(2), callback_name(args, 3).unwrap_or_default());
    let key = session.host_key()?;
    let number = session.connection.unwrap_or_default();
    let has_loop = session.client.event_loop;
    let registered: usize = session.client.event_states.values().map(|state| state.callbacks.len()).sum();
    let state = session.client.event_states.entry(key).or_default();
    if state.callbacks.is_empty() && !has_loop {
        return Err(VirError::internal(ErrorDomain::None, "could not initialize domain event timer"));
    }
    let same = |callback: &Callback| {
        callback.connection == number
            && callback.event_id == event_id
            && callback.domain == domain
            && callback.name == name
    };
    if state.callbacks.iter().any(same) {
        return Err(VirError::new(
            ErrorDomain::None,
            ErrorCode::InvalidArg,
            "event callback already tracked",
        ));
    }
    if registered >= CALLBACKS_MAX {
        return Err(VirError::bare(ErrorDomain::None, ErrorCode::NoMemory));
    }
    let id = state.next_id;
    state.next_id += 1;
    state.callbacks.push_back(Callback {
        id,
        connection: number,
        event_id,
        domain,
        name,
        opaque: callback_name(args, 4),
        free: callback_name(args, 5),
    });
    if let Some(conn) = session.client.connections.get_mut(&number) {
        conn.refs += 1;
    }
    Ok(id.into())
}

pub(in crate::world) fn deregister_any(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let id = args.int(1);
    let key = session.host_key()?;
    let number = session.connection.unwrap_or_default();
    let state = session.client.event_states.entry(key).or_default();
    let Some(index) = state.callbacks.iter().position(|c| c.id == id && c.connection == number) else {
        let detail = format!("could not find event callback {id} for deletion");
        return Err(VirError::new(ErrorDomain::None, ErrorCode::InvalidArg, detail));
    };
    let callback = state.callbacks.remove(index);
    if state.callbacks.is_empty() {
        state.queue.clear();
    }
    if let Some(free) = callback.free {
        session.delivered.push(Delivered::Freed { callback: free, opaque: callback.opaque });
    }
    connection::drop_ref(session, number);
    Ok(Reply::done())
}

/// Takes a callback away that was just registered, as if it had never been.
pub(in crate::world) fn forget_callback(session: &mut Session<'_>, connection: u32, id: i32) {
    let Ok(key) = session.host_key() else { return };
    let state = session.client.event_states.entry(key).or_default();
    state.callbacks.retain(|callback| callback.id != id || callback.connection != connection);
    connection::drop_ref(session, connection);
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
