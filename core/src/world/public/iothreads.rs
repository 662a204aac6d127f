//! I/O threads of a domain: listing, adding, removing and pinning them, and how they poll.

use std::sync::Arc;

use super::cpus::invalid;
use super::tuning::{change, chosen, one_def};
use crate::api::{FunctionId, Value};
use crate::domain::config::DomainDef;
use crate::domain::config::tuning::Iothread;
use crate::domain::guest::Polling;
use crate::ground::params::{takes, validate};
use crate::ground::{Bitmap, ErrorDomain, ParamType, Result, VirError};
use crate::world::args::{Args, Handler, Reply};
use crate::world::session::Session;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        DomainGetIOThreadInfo => get_iothreads,
        DomainPinIOThread => pin_iothread,
        DomainAddIOThread => add_iothread,
        DomainDelIOThread => del_iothread,
        DomainSetIOThreadParams => set_iothread_params,
        _ => return None,
    })
}

/// How many bytes `virBitmapToData` takes for a set.
fn byte_len(set: &Bitmap) -> usize {
    set.last().map_or(1, |last| last as usize / 8 + 1)
}

fn get_iothreads(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let which = one_def(session, args)?;
    let def = chosen(&which);
    let all = Bitmap::full(def.vcpus.online());
    let tuning = def.tuning();
    let info = tuning.iothreads.ids().map(|id| {
        let own = tuning.cputune.iothread_pins.get(&id);
        let set = own.or(def.vcpus.cpuset.as_deref()).unwrap_or(&all);
        let map = Value::Bytes(Arc::from(set.to_bytes(byte_len(set))));
        Value::Struct(vec![("iothread_id", id.into()), ("cpumap", map)])
    });
    let info: Vec<Value> = info.collect();
    Ok(Reply::both(info.len() as u64, [("info", Value::List(info))]))
}

fn pin_iothread(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let which = one_def(session, args)?;
    let from = session.driver_domain()?;
    let (id, set) = (args.uint(1), Bitmap::from_bytes(&args.bytes(2, args.int(3))));
    if set.is_empty() {
        return Err(invalid(from, "Empty iothread cpumap list for pinning".into()));
    }
    change(session, &which, |def| {
        let tuning = def.tuning_mut();
        let thread = tuning.iothreads.threads.iter_mut().find(|thread| thread.id == id);
        let thread = thread.ok_or_else(|| invalid(from, format!("iothreadid {} not found", id as i32)))?;
        thread.is_numbered = false;
        tuning.cputune.iothread_pins.insert(id, set);
        Ok(())
    })
}

/// An I/O thread's number, which is not 0.
fn thread_id(session: &Session<'_>, args: &Args<'_>) -> Result<u32> {
    match args.uint(1) {
        0 => Err(invalid(session.driver_domain()?, "invalid value of 0 for iothread_id".into())),
        id => Ok(id),
    }
}

/// An error of the code that libvirt's drivers share.
fn shared(detail: String) -> Result<()> {
    Err(invalid(ErrorDomain::Domain, detail))
}

fn add_iothread(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let id = thread_id(session, args)?;
    let which = one_def(session, args)?;
    let reply = change(session, &which, |def| {
        if def.tuning().iothreads.contains(id) {
            return shared(format!("an IOThread is already using iothread_id '{id}'"));
        }
        def.tuning_mut().iothreads.threads.push(Iothread::new(id, false));
        Ok(())
    })?;
    let uuid = which.0.def.uuid;
    session.host_mut()?.domains.update(&uuid, |domain| domain.guest.iothreads.push(Polling::new(id)));
    Ok(reply)
}

/// What still uses an I/O thread. `virDomainDriverDelIOThreadCheck`.
fn check_unused(def: &DomainDef, id: u32) -> Result<()> {
    for disk in &def.devices.disks {
        let direct = disk.driver.as_ref().and_then(|driver| driver.iothread).is_some_and(|n| n.get() == id);
        let mapped =
            disk.rare.as_ref().is_some_and(|rare| rare.iothreads.iter().any(|thread| thread.id == id));
        if direct || mapped {
            let target = disk.target.as_deref().unwrap_or_default();
            return shared(format!("cannot remove IOThread {id} since it is being used by disk '{target}'"));
        }
    }
    for rare in def.devices.controllers.iter().filter_map(|controller| controller.rare.as_ref()) {
        if rare.driver.iothread == id || rare.iothreads.iter().any(|thread| thread.id == id) {
            return shared(format!("cannot remove IOThread '{id}' since it is being used by controller"));
        }
    }
    Ok(())
}

fn del_iothread(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let id = thread_id(session, args)?;
    let which = one_def(session, args)?;
    let reply = change(session, &which, |def| {
        let Some(place) = def.tuning().iothreads.ids().position(|other| other == id) else {
            return shared(format!("cannot find IOThread '{id}' in iothreadids list"));
        };
        check_unused(def, id)?;
        let tuning = def.tuning_mut();
        tuning.iothreads.threads.remove(place);
        // Those behind it keep their numbers, which therefore have to be written.
        tuning.iothreads.threads[place..].iter_mut().for_each(|thread| thread.is_numbered = false);
        tuning.cputune.iothread_pins.remove(&id);
        tuning.cputune.iothread_scheds.remove(&id);
        Ok(())
    })?;
    let uuid = which.0.def.uuid;
    session.host_mut()?.domains.update(&uuid, |domain| {
        let place = domain.guest.iothreads.iter().position(|thread| thread.id == id);
        place.map(|place| domain.guest.iothreads.remove(place));
    });
    Ok(reply)
}

fn set_iothread_params(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let id = thread_id(session, args)?;
    let which = one_def(session, args)?;
    if !chosen(&which).tuning().iothreads.contains(id) {
        let detail = format!("cannot find IOThread '{id}' in iothreadids");
        return Err(invalid(session.driver_domain()?, detail));
    }
    let Some(place) = which.0.guest.iothreads.iter().position(|thread| thread.id == id) else {
        // The test driver knows only threads that were added by calls, and says nothing of others.
        return Err(VirError::unknown_cause());
    };
    let params = args.params(2, 3);
    let known = [
        takes("poll_max_ns", ParamType::ULLong),
        takes("poll_grow", ParamType::UInt),
        takes("poll_shrink", ParamType::UInt),
        takes("poll_weight", ParamType::UInt),
    ];
    validate(&params, &known)?;
    let uuid = which.0.def.uuid;
    session.host_mut()?.domains.update(&uuid, |domain| {
        let thread = &mut domain.guest.iothreads[place];
        for param in &params {
            let number = param.value.bits();
            match &*param.field {
                "poll_max_ns" => thread.max_ns = number,
                "poll_grow" => thread.grow = number as u32,
                "poll_shrink" => thread.shrink = number as u32,
                _ => thread.weight = number as u32,
            }
        }
    });
    Ok(Reply::done())
}
