//! Handles of objects of every kind: what they remember, their references, and giving them back.

use std::sync::Arc;

use crate::api::{FunctionId, Handle, HandleKind, Identity, Value};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};
use crate::world::args::{Args, Handler, Reply};
use crate::world::session::Session;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        DomainGetName
        | NetworkGetName
        | DomainSnapshotGetName
        | DomainCheckpointGetName
        | StoragePoolGetName
        | StorageVolGetName => get_name,
        StorageVolGetKey => get_key,
        DomainGetID => get_id,
        DomainGetUUID | NetworkGetUUID | NetworkPortGetUUID | StoragePoolGetUUID => get_uuid,
        DomainGetUUIDString | NetworkGetUUIDString | NetworkPortGetUUIDString | StoragePoolGetUUIDString => {
            get_uuid_string
        }
        DomainGetConnect
        | NetworkGetConnect
        | StoragePoolGetConnect
        | StorageVolGetConnect
        | DomainSnapshotGetConnect
        | DomainCheckpointGetConnect => get_connect,
        DomainSnapshotGetDomain | DomainCheckpointGetDomain => get_domain,
        NetworkPortGetNetwork => get_network,
        NetworkPortRef | StoragePoolRef | StorageVolRef | DomainRef | NetworkRef | StreamRef
        | DomainSnapshotRef | DomainCheckpointRef => add_ref,
        NetworkPortFree | StoragePoolFree | StorageVolFree | DomainFree | NetworkFree | StreamFree
        | DomainSnapshotFree | DomainCheckpointFree => free,
        _ => return None,
    })
}

/// What the call's handle remembers.
fn known<'s>(session: &'s Session<'_>, args: &Args<'_>) -> Result<&'s Identity> {
    let handle = args.handle(0);
    session.known(handle, handle.map_or(HandleKind::Connect, |handle| handle.kind))
}

fn get_name(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    Ok(Value::Text(known(session, args)?.name.clone()).into())
}

fn get_key(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    Ok(Value::text(known(session, args)?.key()).into())
}

fn get_id(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    // The C type is unsigned: an inactive domain's -1 arrives as the largest number.
    Ok((known(session, args)?.id as u32).into())
}

fn get_uuid(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let uuid = known(session, args)?.uuid;
    Ok(Reply::with([("uuid", Value::Bytes(Arc::from(uuid.as_bytes().as_slice())))]))
}

fn get_uuid_string(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let uuid = known(session, args)?.uuid;
    Ok(Reply::with([("buf", uuid.to_string().into())]))
}

fn given(handle: Option<Handle>) -> Result<Reply> {
    let none = || VirError::bare(ErrorDomain::None, ErrorCode::InvalidArg);
    Ok(handle.map(Value::Handle).ok_or_else(none)?.into())
}

/// The connection by which the handle came; the caller gets no reference to it.
fn get_connect(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    given(args.handle(0).and_then(|handle| session.client.connection_of(handle)))
}

/// The domain's handle by which a snapshot's or checkpoint's came; the caller gets no reference to it.
fn get_domain(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    given(args.handle(0).and_then(|handle| session.client.domain_of(handle)))
}

/// The network's handle by which a port's came; the caller gets no reference to it.
fn get_network(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    given(args.handle(0).and_then(|handle| session.client.held.get(&handle)).map(|held| held.parent))
}

fn add_ref(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if let Some(held) = args.handle(0).and_then(|handle| session.client.held.get_mut(&handle)) {
        held.refs = held.refs.saturating_add(1);
    }
    Ok(Reply::done())
}

fn free(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if let Some(handle) = args.handle(0) {
        session.drop_ref(handle);
    }
    Ok(Reply::done())
}
