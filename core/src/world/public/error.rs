//! The last error: virerror.c. Reading it here is what counts as reading.

use std::sync::Arc;

use crate::api::{FunctionId, Handle, HandleKind, Notice, Value};
use crate::ground::{ErrorCode, Result, VirError};
use crate::world::args::{Args, Handler, Reply};
use crate::world::session::Session;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        GetLastError => get_last,
        GetLastErrorMessage => get_last_message,
        GetLastErrorCode => get_last_code,
        GetLastErrorDomain => get_last_domain,
        ConnGetLastError => conn_get_last,
        ConnCopyLastError => conn_copy_last,
        CopyLastError => copy_last,
        SaveLastError => save_last,
        SetError => set,
        FreeError => free,
        ResetError => reset,
        ResetLastError => reset_last,
        ConnResetLastError => conn_reset_last,
        SetErrorFunc => set_func,
        ConnSetErrorFunc => conn_set_func,
        DefaultErrorFunc => default_func,
        _ => return None,
    })
}

/// What most calls begin with: the last error is forgotten, and a notice says so if nobody had read it.
pub(in crate::world) fn forget(session: &mut Session<'_>) {
    if let Some(error) = session.client.last_error.take()
        && session.client.error_unread
    {
        session.notices.push(Notice::ErrorLost(error));
    }
    session.client.error_unread = false;
}

fn read(session: &mut Session<'_>) -> Option<Box<VirError>> {
    session.client.error_unread = false;
    session.client.last_error.clone()
}

fn value(error: Option<Box<VirError>>) -> Value {
    error.map_or(Value::Null, Value::Error)
}

pub(in crate::world) fn get_last(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    Ok(value(read(session)).into())
}

pub(in crate::world) fn get_last_message(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    Ok(match read(session) {
        None => "no error".into(),
        Some(error) if error.message.is_empty() => "unknown error".into(),
        Some(error) => Value::text(&error.message).into(),
    })
}

pub(in crate::world) fn get_last_code(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    Ok(read(session).map_or(0, |error| error.code.number()).into())
}

pub(in crate::world) fn get_last_domain(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    Ok(read(session).map_or(0, |error| error.domain.number()).into())
}

/// The connection that an error function is asked about; unlike elsewhere `NULL` is no error.
fn connection(session: &mut Session<'_>, args: &Args<'_>, index: usize) -> Option<u32> {
    session.live(args.handle(index), HandleKind::Connect).map(|connection| connection.number)
}

pub(in crate::world) fn conn_get_last(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let Some(number) = connection(session, args, 0) else { return Ok(Value::Null.into()) };
    let conn = session.client.connections.get(&number);
    let error = conn.and_then(|conn| conn.last_error.clone());
    session.client.error_unread = false;
    // The pointer is to the connection's own virError, which is there even when it holds nothing.
    Ok(Value::Error(error.unwrap_or_else(VirError::cleared)).into())
}

pub(in crate::world) fn conn_copy_last(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let Some(number) = connection(session, args, 0) else {
        return Ok(Reply::both(-1, [("to", Value::Error(VirError::cleared()))]));
    };
    let conn = session.client.connections.get(&number);
    let error = conn.and_then(|conn| conn.last_error.clone()).unwrap_or_else(VirError::cleared);
    session.client.error_unread = false;
    Ok(Reply::both(error.code.number(), [("to", Value::Error(error))]))
}

pub(in crate::world) fn copy_last(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if args.is_null(0) {
        return Ok((-1).into());
    }
    let error = read(session).unwrap_or_else(VirError::cleared);
    Ok(Reply::both(error.code.number(), [("to", Value::Error(error))]))
}

pub(in crate::world) fn save_last(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    let error = read(session).unwrap_or_else(VirError::cleared);
    let handle = session.client.make(HandleKind::Error);
    session.client.errors.insert(handle.number, error);
    Ok(Value::Handle(handle).into())
}

fn owned(session: &mut Session<'_>, handle: Option<Handle>) -> Option<Box<VirError>> {
    let error = session.live(handle, HandleKind::Error)?;
    session.client.errors.get(&error.number).cloned()
}

pub(in crate::world) fn set(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let error = owned(session, args.handle(0));
    session.client.error_unread = error.is_some();
    session.client.last_error = error.filter(|error| error.code != ErrorCode::Ok);
    Ok(Reply::done())
}

pub(in crate::world) fn free(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if let Some(error) = session.live(args.handle(0), HandleKind::Error) {
        session.client.errors.remove(&error.number);
    }
    Ok(Value::Void.into())
}

/// Empties an error; it stays the caller's.
pub(in crate::world) fn reset(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if let Some(error) = session.live(args.handle(0), HandleKind::Error) {
        session.client.errors.insert(error.number, VirError::cleared());
    }
    Ok(Value::Void.into())
}

pub(in crate::world) fn reset_last(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    session.client.last_error = None;
    session.client.error_unread = false;
    Ok(Value::Void.into())
}

pub(in crate::world) fn conn_reset_last(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if let Some(number) = connection(session, args, 0)
        && let Some(conn) = session.client.connections.get_mut(&number)
    {
        conn.last_error = None;
    }
    Ok(Value::Void.into())
}

pub(in crate::world) fn set_func(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    session.client.error_handler = args.callback(1);
    Ok(Value::Void.into())
}

pub(in crate::world) fn conn_set_func(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let handler: Option<Arc<str>> = args.callback(2);
    if let Some(number) = connection(session, args, 0)
        && let Some(conn) = session.client.connections.get_mut(&number)
    {
        conn.error_handler = handler;
    }
    Ok(Value::Void.into())
}

pub(in crate::world) fn default_func(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if let Some(error) = owned(session, args.handle(0))
        && error.code != ErrorCode::Ok
    {
        session.printed.push_str(&error.default_print());
    }
    Ok(Value::Void.into())
}
