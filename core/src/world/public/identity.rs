//! Looking domains up.

use uuid::Uuid;

use crate::api::FunctionId;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};
use crate::world::args::{Args, Handler, Reply};
use crate::world::session::Session;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        DomainLookupByID => lookup_by_id,
        DomainLookupByName => lookup_by_name,
        DomainLookupByUUID => lookup_by_uuid,
        DomainLookupByUUIDString => lookup_by_uuid_string,
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
