//! Looking domains up, and what their handles know.

use std::sync::Arc;

use uuid::Uuid;

use crate::api::{FunctionId, Handle, HandleKind, Value};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};
use crate::world::args::{Args, Reply};
use crate::world::handlers::Handler;
use crate::world::public::connection;
use crate::world::session::Session;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        DomainLookupByID => lookup_by_id,
        DomainLookupByName => lookup_by_name,
        DomainLookupByUUID => lookup_by_uuid,
        DomainLookupByUUIDString => lookup_by_uuid_string,
        DomainGetName => get_name,
        DomainGetID => get_id,
        DomainGetUUID => get_uuid,
        DomainGetUUIDString => get_uuid_string,
        DomainGetConnect => get_connect,
        DomainRef => add_ref,
        DomainFree => free,
        _ => return None,
    })
}

fn found(session: &mut Session<'_>, uuid: Option<Uuid>) -> Result<Reply> {
    match uuid {
        Some(uuid) => Ok(session.new_domain_handle(&uuid)?.into()),
        None => Err(VirError::bare(session.driver_domain()?, ErrorCode::NoDomain)),
    }
}

pub(in crate::world) fn lookup_by_id(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let uuid = session.host()?.domains.by_id(args.int(1)).map(|domain| domain.def.uuid);
    found(session, uuid)
}

pub(in crate::world) fn lookup_by_name(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let uuid = session.host()?.domains.by_name(args.string(1)).map(|domain| domain.def.uuid);
    found(session, uuid)
}

fn by_uuid(session: &mut Session<'_>, uuid: Uuid) -> Result<Reply> {
    let uuid = session.host()?.domains.get(&uuid).map(|domain| domain.def.uuid);
    found(session, uuid)
}

pub(in crate::world) fn lookup_by_uuid(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    by_uuid(session, Uuid::from_bytes(args.uuid_bytes(1)))
}

pub(in crate::world) fn lookup_by_uuid_string(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    match crate::ground::uuid::parse_uuid(args.string(1)) {
        Some(uuid) => by_uuid(session, uuid),
        None => Err(VirError::argument(ErrorDomain::Domain, args.row.id.c_name(), "uuidstr", "Invalid UUID")),
    }
}

pub(in crate::world) fn get_name(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    Ok(Value::Text(session.dom(args.handle(0))?.name.clone()).into())
}

pub(in crate::world) fn get_id(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    // The C type is unsigned: an inactive domain's -1 arrives as the largest number.
    Ok((session.dom(args.handle(0))?.id as u32).into())
}

pub(in crate::world) fn get_uuid(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let uuid = session.dom(args.handle(0))?.uuid;
    Ok(Reply::with([("uuid", Value::Bytes(Arc::from(uuid.as_bytes().as_slice())))]))
}

pub(in crate::world) fn get_uuid_string(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let uuid = session.dom(args.handle(0))?.uuid;
    Ok(Reply::with([("buf", uuid.to_string().into())]))
}

pub(in crate::world) fn get_connect(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let number = session.dom(args.handle(0))?.connection;
    Ok(Value::Handle(Handle { kind: HandleKind::Connect, number }).into())
}

pub(in crate::world) fn add_ref(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if let Some(dom) = args.handle(0).and_then(|handle| session.client.domains.get_mut(&handle.number)) {
        dom.refs = dom.refs.saturating_add(1);
    }
    Ok(Reply::done())
}

pub(in crate::world) fn free(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if let Some(handle) = args.handle(0) {
        drop_ref(session, handle.number);
    }
    Ok(Reply::done())
}

/// Takes a reference from a domain handle; with the last one it is gone, and so is its reference to the connection.
pub(in crate::world) fn drop_ref(session: &mut Session<'_>, number: u32) {
    let Some(dom) = session.client.domains.get_mut(&number) else { return };
    dom.refs -= 1;
    if dom.refs == 0 {
        let connection = dom.connection;
        session.client.domains.remove(&number);
        connection::drop_ref(session, connection);
    }
}
