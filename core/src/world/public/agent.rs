//! What is asked of a guest by way of its agent. The test driver has no agent; it makes up a guest with two file systems.

use std::sync::Arc;

use crate::api::{FunctionId, Value};
use crate::domain::config::devices::disk::DiskDevice;
use crate::domain::guest::{MOUNT_POINTS, mount_point};
use crate::domain::{Domain, DomainState};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};
use crate::world::args::{Args, Handler, Reply};
use crate::world::session::Session;

/// The handlers of this file's functions.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        DomainFSFreeze => fs_freeze,
        DomainFSThaw => fs_thaw,
        DomainFSTrim => fs_trim,
        DomainGetFSInfo => get_fs_info,
        DomainGetHostname => get_hostname,
        DomainGetTime => get_time,
        DomainSetTime => set_time,
        _ => return None,
    })
}

fn not_running(from: ErrorDomain) -> Box<VirError> {
    VirError::new(from, ErrorCode::OperationInvalid, "domain is not running")
}

/// The domain of the call, which has to be active. `virDomainObjCheckActive`.
pub(in crate::world) fn active(session: &Session<'_>, args: &Args<'_>) -> Result<Arc<Domain>> {
    let domain = session.domain(args.handle(0))?;
    if domain.active() { Ok(domain.clone()) } else { Err(not_running(ErrorDomain::Domain)) }
}

fn freeze(session: &mut Session<'_>, args: &Args<'_>, frozen: bool) -> Result<Reply> {
    let uuid = active(session, args)?.def.uuid;
    let mut paths = args.texts(1);
    paths.truncate(args.uint(2) as usize);
    let count = session.host_mut()?.domains.update(&uuid, |domain| domain.guest.freeze(&paths, frozen));
    Ok(count.unwrap_or(Ok(0))?.into())
}

fn fs_freeze(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    freeze(session, args, true)
}

fn fs_thaw(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    freeze(session, args, false)
}

fn fs_trim(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    active(session, args)?;
    args.text(1).map(mount_point).transpose()?;
    Ok(Reply::done())
}

/// Both file systems are said to be on the first disk that is a disk.
fn get_fs_info(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let domain = active(session, args)?;
    let mut disks = domain.def.devices.disks.iter().filter(|disk| disk.device == DiskDevice::Disk);
    let Some(disk) = disks.next() else {
        return Ok(Reply::with([("info", Value::List(Vec::new()))]));
    };
    let target = disk.target.as_deref().unwrap_or_default();
    let infos = MOUNT_POINTS.iter().zip(1..).map(|(path, number)| {
        Value::Struct(vec![
            ("mountpoint", Value::text(path)),
            ("name", format!("{target}{number}").into()),
            ("fstype", "ext4".into()),
            ("devAlias", Value::List(vec![target.into()])),
        ])
    });
    let infos: Vec<Value> = infos.collect();
    Ok(Reply::both(infos.len() as u64, [("info", Value::List(infos))]))
}

fn get_hostname(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    active(session, args)?;
    Ok(format!("{}host", session.dom(args.handle(0))?.name).into())
}

/// libvirt's test driver writes through both pointers without a look, so that `NULL` ends the program there.
fn get_time(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let domain = session.domain(args.handle(0))?;
    if !domain.is(DomainState::Running) {
        return Err(not_running(session.driver_domain()?));
    }
    for index in [1, 2] {
        if args.is_null(index) {
            let (function, name) = (args.row.id.c_name(), args.row.params[index].name);
            return Err(VirError::must_not_be_null(session.driver_domain()?, function, name));
        }
    }
    let out = [("seconds", domain.guest.seconds.into()), ("nseconds", domain.guest.nanoseconds.into())];
    Ok(Reply::with(out))
}

fn set_time(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let uuid = active(session, args)?.def.uuid;
    let (seconds, nanoseconds) = (args.u64(1) as i64, args.uint(2));
    session.host_mut()?.domains.update(&uuid, |domain| {
        domain.guest.seconds = seconds;
        domain.guest.nanoseconds = nanoseconds;
    });
    Ok(Reply::done())
}
