//! Storage pools: `testStoragePool*` of libvirt's test driver. What is allowed is decided by the rules of pools.

use std::sync::Arc;

use uuid::Uuid;

use super::list::fit;
use crate::api::{FunctionId, HandleKind, Identity, Value};
use crate::domain::EventDetail;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};
use crate::storage::config::Adapter;
use crate::storage::rules::{Effect, Verb};
use crate::storage::{self, Pool, StoragePoolEvent};
use crate::world::args::{Args, Handler, Reply};
use crate::world::session::Session;

/// `VIR_STORAGE_POOL_DEFINE_VALIDATE`.
const VALIDATE: u32 = 1;
/// `VIR_STORAGE_POOL_INACTIVE`.
const INACTIVE: i32 = 0;
/// `VIR_STORAGE_POOL_RUNNING`.
const RUNNING: i32 = 2;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        ConnectNumOfStoragePools => |session, _| count(session, true),
        ConnectNumOfDefinedStoragePools => |session, _| count(session, false),
        ConnectListStoragePools => |session, args| names(session, args, true),
        ConnectListDefinedStoragePools => |session, args| names(session, args, false),
        ConnectListAllStoragePools => list_all,
        ConnectFindStoragePoolSources => find_sources,
        StoragePoolLookupByName => lookup_by_name,
        StoragePoolLookupByUUID => lookup_by_uuid,
        StoragePoolLookupByUUIDString => lookup_by_uuid_string,
        StoragePoolLookupByVolume => lookup_by_volume,
        StoragePoolCreateXML => create_xml,
        StoragePoolDefineXML => define_xml,
        StoragePoolBuild => |session, args| by_rules(session, args, Verb::Build),
        StoragePoolCreate => |session, args| by_rules(session, args, Verb::Create),
        StoragePoolRefresh => |session, args| by_rules(session, args, Verb::Refresh),
        StoragePoolDelete => |session, args| by_rules(session, args, Verb::Delete),
        StoragePoolUndefine => |session, args| by_rules(session, args, Verb::Undefine),
        StoragePoolDestroy => destroy,
        StoragePoolIsActive => |session, args| truth(session, args, |pool| pool.active),
        StoragePoolIsPersistent => |session, args| truth(session, args, |pool| pool.persistent),
        StoragePoolGetInfo => get_info,
        StoragePoolGetXMLDesc => get_xml_desc,
        StoragePoolGetAutostart => get_autostart,
        StoragePoolSetAutostart => set_autostart,
        _ => return None,
    })
}

fn count(session: &mut Session<'_>, active: bool) -> Result<Reply> {
    let pools = session.host()?.pools.iter();
    Ok((pools.filter(|pool| pool.active == active).count() as u32).into())
}

fn names(session: &mut Session<'_>, args: &Args<'_>, active: bool) -> Result<Reply> {
    let pools = session.host()?.pools.iter().filter(|pool| pool.active == active);
    let names = pools.map(|pool| Value::text(&pool.def.name)).collect();
    Ok(fit(session, args, "names", names))
}

fn list_all(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let flags = args.flags();
    let pools = session.host()?.pools.iter();
    // With NULL for the array the call only counts, and libvirt forgets its filters.
    if args.is_null(1) {
        return Ok((pools.count() as u32).into());
    }
    let passing: Vec<Identity> =
        pools.filter(|pool| storage::matches(pool, flags)).map(|pool| identity(pool)).collect();
    let handles = passing.into_iter().map(|pool| session.new_identity(HandleKind::StoragePool, pool));
    let handles = handles.collect::<Result<Vec<_>>>()?;
    Ok(Reply::both(handles.len() as u32, [("pools", Value::List(handles))]))
}

fn find_sources(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    Ok(storage::sources::find(args.string(1), args.text(2), session.driver_domain()?)?.into())
}

/// What a handle remembers of a pool.
fn identity(pool: &Pool) -> Identity {
    Identity { uuid: pool.def.uuid, ..Identity::named(&*pool.def.name) }
}

fn given(session: &mut Session<'_>, pool: Identity) -> Result<Reply> {
    Ok(session.new_identity(HandleKind::StoragePool, pool)?.into())
}

fn unknown(session: &Session<'_>, by: &str, value: &str) -> Box<VirError> {
    session.missing(ErrorCode::NoStoragePool, format!("no storage pool with matching {by} '{value}'"))
}

/// `testStoragePoolObjFindByName`.
fn find_by_name<'s>(session: &'s Session<'_>, name: &str) -> Result<&'s Arc<Pool>> {
    session.host()?.pools.by_name(name).ok_or_else(|| unknown(session, "name", name))
}

/// `testStoragePoolObjFindByUUID`.
pub(super) fn find_by_uuid<'s>(session: &'s Session<'_>, uuid: &Uuid) -> Result<&'s Arc<Pool>> {
    session.host()?.pools.get(uuid).ok_or_else(|| unknown(session, "uuid", &uuid.to_string()))
}

/// The pool of a name, active: `testStoragePoolObjFindActiveByName`.
pub(super) fn find_active<'s>(session: &'s Session<'_>, name: &str) -> Result<&'s Arc<Pool>> {
    let pool = find_by_name(session, name)?;
    storage::check(Verb::Volumes, pool, session.driver_domain()?)?;
    Ok(pool)
}

/// The pool of the call's handle, which most functions of the driver find by its name.
fn this<'s>(session: &'s Session<'_>, args: &Args<'_>) -> Result<&'s Arc<Pool>> {
    find_by_name(session, &session.known(args.handle(0), HandleKind::StoragePool)?.name)
}

fn lookup_by_name(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let pool = identity(find_by_name(session, args.string(1))?);
    given(session, pool)
}

fn lookup_by_uuid(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let pool = identity(find_by_uuid(session, &Uuid::from_bytes(args.uuid_bytes(1)))?);
    given(session, pool)
}

fn lookup_by_uuid_string(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let uuid = args.given_uuid(ErrorDomain::Storage)?;
    let pool = identity(find_by_uuid(session, &uuid)?);
    given(session, pool)
}

fn lookup_by_volume(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let volume = session.known(args.handle(0), HandleKind::StorageVol)?;
    let pool = identity(find_by_name(session, volume.pool())?);
    given(session, pool)
}

/// Reads the call's document and adds what it describes.
fn add(session: &mut Session<'_>, args: &Args<'_>, verb: Verb) -> Result<Identity> {
    // What creating would validate for, the driver does not know.
    let validate = verb == Verb::Define && args.flags() & VALIDATE != 0;
    let def = storage::parse_pool(args.string(1), validate, session.rng)?;
    let uuid = def.uuid;
    session.host_mut()?.pools.add(Arc::new(def), verb)?;
    Ok(identity(find_by_uuid(session, &uuid)?))
}

fn create_xml(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let pool = add(session, args, Verb::CreateXml)?;
    let has_adapter = is_of_adapter(find_by_uuid(session, &pool.uuid)?);
    let host = session.host_mut()?;
    let pools = &mut host.pools;
    if has_adapter && !host.config.fc_adapter {
        pools.remove(&pool.uuid);
        return Err(VirError::unknown_cause());
    }
    pools.has_vport |= has_adapter;
    pools.apply(&pool.uuid, Effect::Activate);
    session.raise_other(pool.name.clone(), pool.uuid, StoragePoolEvent::Started, EventDetail::None)?;
    given(session, pool)
}

fn define_xml(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let pool = add(session, args, Verb::Define)?;
    session.raise_other(pool.name.clone(), pool.uuid, StoragePoolEvent::Defined, EventDetail::None)?;
    given(session, pool)
}

/// Whether the driver makes a virtual host bus adapter for the pool.
fn is_of_adapter(pool: &Pool) -> bool {
    matches!(pool.def.source.adapter, Some(Adapter::FcHost(_)))
}

/// What the rules say, told with what the handle remembers.
fn by_rules(session: &mut Session<'_>, args: &Args<'_>, verb: Verb) -> Result<Reply> {
    let pool = this(session, args)?.clone();
    let effect = storage::check(verb, &pool, session.driver_domain()?)?;
    session.host_mut()?.pools.apply(&pool.def.uuid, effect);
    let known = session.known(args.handle(0), HandleKind::StoragePool)?.clone();
    if let Some(event) = effect.event() {
        session.raise_other(known.name, known.uuid, event, EventDetail::None)?;
    }
    Ok(Reply::done())
}

/// `testStoragePoolDestroy`: an adapter goes with the pool. One that is not there, since the pool was not created with it,
/// is an error that comes when the pool is inactive already.
fn destroy(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let pool = this(session, args)?.clone();
    let from = session.driver_domain()?;
    let effect = storage::check(Verb::Destroy, &pool, from)?;
    let pools = &mut session.host_mut()?.pools;
    if is_of_adapter(&pool) && !std::mem::take(&mut pools.has_vport) {
        pools.update(&pool.def.uuid, |pool| pool.active = false);
        let detail = "no node device with matching name 'scsi_host12'";
        return Err(VirError::new(from, ErrorCode::NoNodeDevice, detail));
    }
    pools.apply(&pool.def.uuid, effect);
    let Identity { name, uuid, .. } = identity(&pool);
    session.raise_other(name, uuid, StoragePoolEvent::Stopped, EventDetail::None)?;
    Ok(Reply::done())
}

fn truth(session: &mut Session<'_>, args: &Args<'_>, what: fn(&Pool) -> bool) -> Result<Reply> {
    let uuid = session.known(args.handle(0), HandleKind::StoragePool)?.uuid;
    Ok(i32::from(what(find_by_uuid(session, &uuid)?)).into())
}

fn get_info(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let pool = this(session, args)?;
    let info = vec![
        ("state", if pool.active { RUNNING } else { INACTIVE }.into()),
        ("capacity", pool.space.capacity.into()),
        ("allocation", pool.space.allocation.into()),
        ("available", pool.space.available.into()),
    ];
    Ok(Reply::with([("info", Value::Struct(info))]))
}

fn get_xml_desc(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let pool = this(session, args)?;
    Ok(storage::format_pool(&pool.def, &pool.space).into())
}

fn get_autostart(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let pool = this(session, args)?;
    Ok(Reply::with([("autostart", i32::from(pool.persistent && pool.autostart).into())]))
}

fn set_autostart(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let pool = this(session, args)?;
    let uuid = pool.def.uuid;
    if !pool.persistent {
        let from = session.driver_domain()?;
        return Err(VirError::new(from, ErrorCode::InvalidArg, "pool has no config file"));
    }
    let autostart = args.int(1) != 0;
    session.host_mut()?.pools.update(&uuid, |pool| pool.autostart = autostart);
    Ok(Reply::done())
}
