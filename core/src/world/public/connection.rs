//! Opening, asking and closing connections.

use std::sync::Arc;

use crate::api::{FunctionId, Handle, HandleKind, Notice, Value};
use crate::connection::{Auth, Resolved, authenticate, resolve, resolve_in_daemon};
use crate::ground::limits::HANDLES_MAX;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};
use crate::world::args::{Args, Handler, Reply};
use crate::world::client::Connection;
use crate::world::public::event;
use crate::world::session::Session;
use crate::world::sources::EventLoop;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        ConnectOpen => open,
        ConnectOpenReadOnly => open_read_only,
        ConnectOpenAuth => open_auth,
        ConnectClose => close,
        ConnectRef => add_ref,
        ConnectGetURI => get_uri,
        ConnectGetType => get_type,
        ConnectGetVersion => get_version,
        ConnectGetLibVersion => get_lib_version,
        GetVersion => version,
        ConnectGetHostname => get_hostname,
        ConnectIsEncrypted => is_encrypted,
        ConnectIsSecure => is_secure,
        ConnectIsAlive => is_alive,
        ConnectSetKeepAlive => set_keep_alive,
        ConnectRegisterCloseCallback => register_close_callback,
        ConnectUnregisterCloseCallback => unregister_close_callback,
        ConnectAccept => accept,
        _ => return None,
    })
}

/// `LIBVIR_VERSION_NUMBER` of 12.8.0.
const LIBVIRT_VERSION: u64 = 12_008_000;
/// `VIR_CONNECT_RO`.
pub(in crate::world) const READ_ONLY: u32 = 1;

fn open_as(session: &mut Session<'_>, args: &Args<'_>, flags: u32, auth: Option<&Auth>) -> Result<Reply> {
    let resolved = Arc::new(resolve(args.text(0), flags, session.lab)?);
    if let (Some(method), Some(host)) = (resolved.auth, session.lab.host(&resolved.host)) {
        authenticate(host, method, auth)?;
    }
    add(session, resolved, flags, false)
}

/// A new handle of a connection that is open.
pub(in crate::world) fn add(
    session: &mut Session<'_>,
    resolved: Arc<Resolved>,
    flags: u32,
    by_value: bool,
) -> Result<Reply> {
    if session.client.connections.len() >= HANDLES_MAX {
        return Err(VirError::bare(ErrorDomain::None, ErrorCode::NoMemory));
    }
    if let Some(host) = session.hosts.get_mut(&resolved.host) {
        host.connections += 1;
    }
    let handle = session.client.make(HandleKind::Connect);
    let connection = Connection {
        resolved,
        read_only: flags & READ_ONLY != 0,
        refs: 1,
        own_refs: 1,
        by_value,
        last_error: None,
        error_handler: None,
        close_callback: None,
    };
    session.client.connections.insert(handle.number, connection);
    Ok(Value::Handle(handle).into())
}

pub(in crate::world) fn open(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    open_as(session, args, 0, None)
}

pub(in crate::world) fn open_read_only(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    open_as(session, args, READ_ONLY, None)
}

pub(in crate::world) fn open_auth(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let auth = (!args.is_null(1)).then(|| Auth::of(&args.texts(1)));
    open_as(session, args, args.flags(), auth.as_ref())
}

/// What a daemon does for a client that connected to it. A daemon has an event loop.
pub(in crate::world) fn accept(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let resolved = Arc::new(resolve_in_daemon(args.text(0), args.flags(), session.lab)?);
    session.client.event_loop.register(EventLoop::default_loop());
    session.client.accepted = true;
    add(session, resolved, args.flags(), true)
}

pub(in crate::world) fn close(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    let number = session.connection.unwrap_or_default();
    event::drop_callbacks(session, number);
    let Some(conn) = session.client.connections.get_mut(&number) else { return Ok(Reply::done()) };
    conn.own_refs = conn.own_refs.saturating_sub(1);
    let own_refs = conn.own_refs;
    let left = session.drop_connection_ref(number);
    if left > 0 && own_refs == 0 {
        let connection = Handle::connection(number);
        let held = session.client.all_handles().filter(|(_, held)| held.parent == connection);
        let holding = held.map(|(handle, _)| handle).collect();
        session.notices.push(Notice::StillReferenced(connection, holding));
    }
    Ok(Value::from(left > 0).into())
}

pub(in crate::world) fn add_ref(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    let number = session.connection.unwrap_or_default();
    if let Some(conn) = session.client.connections.get_mut(&number) {
        conn.refs = conn.refs.saturating_add(1);
        conn.own_refs = conn.own_refs.saturating_add(1);
    }
    Ok(Reply::done())
}

pub(in crate::world) fn get_uri(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    Ok(Value::Text(session.conn()?.resolved.uri.clone()).into())
}

pub(in crate::world) fn get_type(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    Ok(session.host()?.config.driver().type_name().into())
}

pub(in crate::world) fn get_version(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    Ok(Reply::with([("hvVer", session.host()?.config.profile.version.into())]))
}

pub(in crate::world) fn get_lib_version(_: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    Ok(Reply::with([("libVer", LIBVIRT_VERSION.into())]))
}

pub(in crate::world) fn version(_: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if args.is_null(0) {
        return Err(VirError::unknown_cause());
    }
    let mut out = vec![("libVer", LIBVIRT_VERSION.into())];
    if !args.is_null(2) {
        // libvirt itself calls this a historic accident: it is its own version again, whatever the type.
        out.push(("typeVer", LIBVIRT_VERSION.into()));
    }
    Ok(Reply::with(out))
}

pub(in crate::world) fn get_hostname(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    Ok(Value::text(&session.host()?.config.hostname).into())
}

pub(in crate::world) fn is_encrypted(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    Ok(session.conn()?.resolved.encrypted.into())
}

pub(in crate::world) fn is_secure(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    Ok(session.conn()?.resolved.secure.into())
}

pub(in crate::world) fn is_alive(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    session.conn()?;
    Ok(1.into())
}

pub(in crate::world) fn set_keep_alive(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if session.conn()?.resolved.remote {
        return Ok(Reply::done());
    }
    Err(VirError::new(args.row.from, ErrorCode::NoSupport, args.row.id.c_name()))
}

pub(in crate::world) fn register_close_callback(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    set_close_callback(session, args.callback(1));
    Ok(Reply::done())
}

pub(in crate::world) fn unregister_close_callback(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    set_close_callback(session, None);
    Ok(Reply::done())
}

/// A driver within the process, such as the test driver, takes the callback and never calls it.
fn set_close_callback(session: &mut Session<'_>, callback: Option<Arc<str>>) {
    let number = session.connection.unwrap_or_default();
    if let Some(conn) = session.client.connections.get_mut(&number) {
        conn.close_callback = callback;
    }
}
