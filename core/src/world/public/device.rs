//! Plugging devices in and out, and changing them.

use std::sync::Arc;

use crate::api::FunctionId;
use crate::domain::config::DomainDef;
use crate::domain::{DomainEvent, EventDetail, plug, xml::ParseFlags};
use crate::ground::{Result, VirError};
use crate::world::args::{Args, Handler, Reply};
use crate::world::session::Session;

const AFFECT_LIVE: u32 = 1;
const AFFECT_CONFIG: u32 = 2;

/// The handlers of this file's functions.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        DomainAttachDevice | DomainAttachDeviceFlags => attach,
        DomainDetachDeviceAlias => detach_alias,
        DomainUpdateDeviceFlags => update,
        _ => return None,
    })
}

/// The test driver changes only a running guest's devices by plugging, and looks at the flags only now, after it has found
/// out which configurations they mean.
fn only_live(session: &Session<'_>, args: &Args<'_>, function: &str) -> Result<Arc<DomainDef>> {
    let domain = session.domain(args.handle(0))?;
    let impact = domain.impact(args.flags())?;
    let bits = if args.flags() & 3 == 0 {
        (u32::from(impact.live) * AFFECT_LIVE) | (u32::from(impact.config) * AFFECT_CONFIG)
    } else {
        0
    };
    let unknown = (args.flags() | bits) & !AFFECT_LIVE;
    if unknown == 0 {
        return Ok(domain.def.clone());
    }
    let driver = session.host()?.config.driver();
    let function = format!("{}{function}", driver.function_prefix());
    let message = format!("unsupported flags (0x{unknown:x}) in function {function}");
    Err(VirError::argument(driver.error_domain(), &function, "flags", message))
}

fn put(session: &mut Session<'_>, def: Arc<DomainDef>) -> Result<()> {
    let uuid = def.uuid;
    session.host_mut()?.domains.update(&uuid, |domain| domain.def = def);
    Ok(())
}

/// Tells of a device that came or went.
fn tell(session: &mut Session<'_>, args: &Args<'_>, event: DomainEvent, alias: &str) -> Result<()> {
    let domain = session.domain(args.handle(0))?.clone();
    session.raise_with(&domain, event, EventDetail::Device(alias.into()))
}

fn attach(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let mut def = only_live(session, args, "DomainAttachDeviceLiveAndConfig")?;
    let host = session.host()?.clone();
    let flags = ParseFlags { inactive: true, abi_update: true, ..ParseFlags::default() };
    let mut taint = session.domain(args.handle(0))?.guest.taint.clone();
    let cx = &mut host.reading(flags, session.rng);
    let attached = plug::attach(Arc::make_mut(&mut def), &mut taint, args.string(1), cx);
    session.host_mut()?.domains.update(&def.uuid, |domain| domain.guest.taint = taint);
    let alias = attached?;
    put(session, def)?;
    if let Some(alias) = alias {
        tell(session, args, DomainEvent::DeviceAdded, &alias)?;
    }
    Ok(Reply::done())
}

fn detach_alias(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let mut def = only_live(session, args, "DomainDetachDeviceAliasLiveAndConfig")?;
    let alias = plug::detach(Arc::make_mut(&mut def), args.string(1))?;
    put(session, def)?;
    tell(session, args, DomainEvent::DeviceRemoved, &alias)?;
    Ok(Reply::done())
}

/// The lasting configuration is changed first, in a copy that is put in place only once the running one is changed too.
fn update(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let domain = session.domain(args.handle(0))?.clone();
    let impact = domain.impact(args.flags())?;
    let host = session.host()?.clone();
    let flags = ParseFlags { inactive: impact.config && !impact.live, ..ParseFlags::default() };
    let mut cx = host.reading(flags, session.rng);
    let (mut live, mut config) = (domain.def.clone(), domain.lasting_def().clone());
    let read = |def: &DomainDef, cx: &mut _| plug::read_update(def, args.string(1), cx);
    let for_live = if impact.live { Some(read(&live, &mut cx)?) } else { None };
    let for_config = if impact.config { Some(read(&config, &mut cx)?) } else { None };
    if let Some(device) = for_config {
        config = DomainDef::copied(&config)?;
        plug::update(Arc::make_mut(&mut config), device, &mut cx)?;
    }
    if let Some(device) = for_live {
        let updated = plug::update(Arc::make_mut(&mut live), device, &mut cx);
        put(session, live)?;
        updated?;
    }
    if impact.config {
        let uuid = domain.def.uuid;
        session.host_mut()?.domains.update(&uuid, |domain| domain.assign(config, false));
        session.raise(&domain, DomainEvent::DefinedUpdated)?;
    }
    Ok(Reply::done())
}
