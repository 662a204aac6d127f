//! Volumes of storage pools: `testStorageVol*` of libvirt's test driver.

use std::sync::Arc;

use super::list::fit;
use super::storage::{find_active, find_by_uuid};
use crate::api::{FunctionId, HandleKind, Identity, Place, Value};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};
use crate::storage::{self, Pool, VolumeDef};
use crate::world::args::{Args, Handler, Reply};
use crate::world::session::Session;

/// `VIR_STORAGE_VOL_CREATE_VALIDATE`.
const VALIDATE: u32 = 4;
/// `VIR_STORAGE_VOL_RESIZE_DELTA` and `VIR_STORAGE_VOL_RESIZE_SHRINK`.
const DELTA_OR_SHRINK: u32 = 2 | 4;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        StoragePoolNumOfVolumes => count,
        StoragePoolListVolumes => names,
        StoragePoolListAllVolumes => list_all,
        StorageVolLookupByName => lookup_by_name,
        StorageVolLookupByKey => |session, args| search(session, args, "key", |volume| &volume.key),
        StorageVolLookupByPath => |session, args| search(session, args, "path", |volume| &volume.path),
        StorageVolCreateXML | StorageVolCreateXMLFrom => create_xml,
        StorageVolDelete => delete,
        StorageVolGetInfo => get_info,
        StorageVolGetXMLDesc => get_xml_desc,
        StorageVolGetPath => get_path,
        _ => return None,
    })
}

/// What `virStorageVolResize` looks at before any driver does.
pub(super) fn check_capacity(args: &Args<'_>) -> Result<()> {
    if args.u64(1) != 0 || args.flags() & DELTA_OR_SHRINK != 0 {
        return Ok(());
    }
    let function = args.row.id.c_name();
    let message = format!("capacity in {function} cannot be zero without 'delta' or 'shrink' flags set");
    Err(VirError::argument(ErrorDomain::Storage, function, "capacity", message))
}

/// The active pool of the call's handle.
fn this_pool<'s>(session: &'s Session<'_>, args: &Args<'_>) -> Result<&'s Arc<Pool>> {
    find_active(session, &session.known(args.handle(0), HandleKind::StoragePool)?.name)
}

/// The volume of a name in a pool. `testStorageVolDefFindByName`.
fn find<'p>(session: &Session<'_>, pool: &'p Pool, name: &str) -> Result<&'p Arc<VolumeDef>> {
    pool.volume(name).ok_or_else(|| unknown(session, "name", name))
}

fn unknown(session: &Session<'_>, by: &str, value: &str) -> Box<VirError> {
    session.missing(ErrorCode::NoStorageVol, format!("no storage vol with matching {by} '{value}'"))
}

/// The volume of the call's handle, in its pool, which has to be active.
fn this<'s>(session: &'s Session<'_>, args: &Args<'_>) -> Result<(&'s Arc<Pool>, &'s Arc<VolumeDef>)> {
    let known = session.known(args.handle(0), HandleKind::StorageVol)?;
    let pool = find_active(session, known.pool())?;
    Ok((pool, find(session, pool, &known.name)?))
}

/// What a handle remembers of a volume.
fn identity(pool: &Pool, volume: &VolumeDef) -> Identity {
    let place = Place { pool: Arc::from(&*pool.def.name), key: Arc::from(&*volume.key) };
    Identity { place: Some(Arc::new(place)), ..Identity::named(&*volume.name) }
}

fn given(session: &mut Session<'_>, volume: Identity) -> Result<Reply> {
    Ok(session.new_identity(HandleKind::StorageVol, volume)?.into())
}

fn count(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    Ok((this_pool(session, args)?.volume_count() as u32).into())
}

fn names(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let names = this_pool(session, args)?.volumes().map(|volume| Value::text(&volume.name)).collect();
    Ok(fit(session, args, "names", names))
}

/// `testStoragePoolListAllVolumes`, which finds the pool by its UUID and does not name it.
fn list_all(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let uuid = session.known(args.handle(0), HandleKind::StoragePool)?.uuid;
    let pool = find_by_uuid(session, &uuid)?;
    if !pool.active {
        let from = session.driver_domain()?;
        return Err(VirError::new(from, ErrorCode::OperationInvalid, "storage pool is not active"));
    }
    // With NULL for the array the call only counts.
    if args.is_null(1) {
        return Ok((pool.volumes().count() as u32).into());
    }
    let volumes: Vec<Identity> = pool.volumes().map(|volume| identity(pool, volume)).collect();
    let handles = volumes.into_iter().map(|volume| session.new_identity(HandleKind::StorageVol, volume));
    let handles = handles.collect::<Result<Vec<_>>>()?;
    Ok(Reply::both(handles.len() as u32, [("vols", Value::List(handles))]))
}

fn lookup_by_name(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let pool = this_pool(session, args)?;
    let volume = identity(pool, find(session, pool, args.string(1))?);
    given(session, volume)
}

/// A volume of any active pool.
fn search(
    session: &mut Session<'_>,
    args: &Args<'_>,
    by: &str,
    what: fn(&VolumeDef) -> &str,
) -> Result<Reply> {
    let wanted = args.string(1);
    let found = session.host()?.pools.iter().filter(|pool| pool.active).find_map(|pool| {
        let volume = pool.volumes().find(|volume| what(volume) == wanted)?;
        Some(identity(pool, volume))
    });
    let volume = found.ok_or_else(|| unknown(session, by, wanted))?;
    given(session, volume)
}

/// `testStorageVolCreateXML`, and `testStorageVolCreateXMLFrom`, which wants the other volume to be in the same pool and
/// takes nothing from it.
fn create_xml(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let pool = this_pool(session, args)?;
    let mut volume = storage::parse_volume(args.string(1), pool.def.kind, args.flags() & VALIDATE != 0)?;
    let from = session.driver_domain()?;
    if pool.volume(&volume.name).is_some() {
        return Err(VirError::new(from, ErrorCode::OperationFailed, "storage vol already exists"));
    }
    if args.row.id == FunctionId::StorageVolCreateXMLFrom {
        find(session, pool, &session.known(args.handle(2), HandleKind::StorageVol)?.name)?;
    }
    if !pool.has_room(volume.allocation) {
        let detail = format!("Not enough free space in pool for volume '{}'", volume.name);
        return Err(VirError::internal(from, detail));
    }
    volume.path = pool.path_of(&volume.name).into();
    volume.key = volume.path.clone();
    let (uuid, made) = (pool.def.uuid, identity(pool, &volume));
    session.host_mut()?.pools.update(&uuid, |pool| pool.add_volume(volume)).transpose()?;
    given(session, made)
}

fn delete(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let (pool, volume) = this(session, args)?;
    let (uuid, name) = (pool.def.uuid, volume.name.clone());
    session.host_mut()?.pools.update(&uuid, |pool| pool.remove_volume(&name));
    Ok(Reply::done())
}

fn get_info(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let (pool, volume) = this(session, args)?;
    let info = vec![
        ("type", pool.def.kind.options().volumes.number().into()),
        ("capacity", volume.capacity.into()),
        ("allocation", volume.allocation.into()),
    ];
    Ok(Reply::with([("info", Value::Struct(info))]))
}

fn get_xml_desc(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let (pool, volume) = this(session, args)?;
    Ok(storage::format_volume(volume, pool.def.kind).into())
}

fn get_path(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    Ok(Value::text(&this(session, args)?.1.path).into())
}
