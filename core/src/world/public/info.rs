//! State, memory, virtual CPUs and XML of a domain.

use std::sync::Arc;

use crate::api::{FunctionId, Handle, Value};
use crate::domain::config::DomainDef;
use crate::domain::xml::{self, FormatOptions, edit};
use crate::ground::{ErrorCode, Result, VirError};
use crate::world::args::{Args, Handler, Reply};
use crate::world::session::Session;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        DomainGetState => get_state,
        DomainGetInfo => get_info,
        DomainIsActive => is_active,
        DomainIsPersistent => is_persistent,
        DomainIsUpdated => is_updated,
        DomainGetOSType => get_os_type,
        DomainGetMaxMemory => get_max_memory,
        DomainGetMaxVcpus => get_max_vcpus,
        DomainSetMemory => set_memory,
        DomainSetMemoryFlags => set_memory_flags,
        DomainSetMaxMemory => set_max_memory,
        DomainSetVcpus => set_vcpus,
        DomainSetVcpusFlags => set_vcpus_flags,
        DomainGetVcpusFlags => get_vcpus_flags,
        DomainGetXMLDesc => get_xml_desc,
        _ => return None,
    })
}

const AFFECT_LIVE: u32 = 1;
const AFFECT_CONFIG: u32 = 2;
/// `VIR_DOMAIN_MEM_MAXIMUM` and `VIR_DOMAIN_VCPU_MAXIMUM`.
const MAXIMUM: u32 = 4;

pub(in crate::world) fn get_state(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let state = session.domain(args.handle(0))?.state;
    let mut out = vec![("state", Value::from(state.state() as i32))];
    if !args.is_null(2) {
        out.push(("reason", state.number().into()));
    }
    Ok(Reply::with(out))
}

pub(in crate::world) fn get_info(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let domain = session.domain(args.handle(0))?;
    let info = vec![
        ("state", Value::from(domain.state.state() as i32)),
        ("maxMem", domain.def.memory.total_kib.into()),
        ("memory", domain.def.memory.current_kib.into()),
        ("nrVirtCpu", domain.def.vcpus.online().into()),
        // An oddity of the test driver: it answers what its clock says, whether or not the domain runs.
        ("cpuTime", (*session.clock_ns).into()),
    ];
    Ok(Reply::with([("info", Value::Struct(info))]))
}

pub(in crate::world) fn is_active(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    Ok(session.domain(args.handle(0))?.active().into())
}

pub(in crate::world) fn is_persistent(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    Ok(session.domain(args.handle(0))?.persistent.into())
}

/// The test driver answers 0 for whatever handle.
pub(in crate::world) fn is_updated(_: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    Ok(Reply::done())
}

/// The test driver answers `linux` for whatever handle.
pub(in crate::world) fn get_os_type(_: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    Ok("linux".into())
}

pub(in crate::world) fn get_max_memory(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    Ok(session.domain(args.handle(0))?.def.memory.total_kib.into())
}

fn vcpus(session: &Session<'_>, handle: Option<Handle>, flags: u32) -> Result<u32> {
    let domain = session.domain(handle)?;
    let impact = domain.one_impact(flags)?;
    let def = if impact.config { domain.lasting_def() } else { &domain.def };
    Ok(if flags & MAXIMUM != 0 { def.vcpus.max() } else { def.vcpus.online() })
}

pub(in crate::world) fn get_max_vcpus(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    Ok(vcpus(session, args.handle(0), AFFECT_LIVE | MAXIMUM)?.into())
}

pub(in crate::world) fn get_vcpus_flags(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    Ok(vcpus(session, args.handle(0), args.flags())?.into())
}

fn change_vcpus(session: &mut Session<'_>, args: &Args<'_>, flags: u32) -> Result<Reply> {
    let wanted = args.uint(1);
    let refuse = |session: &Session<'_>, detail: String| -> Result<Reply> {
        Err(VirError::new(session.driver_domain()?, ErrorCode::InvalidArg, detail))
    };
    let most = session.host()?.config.profile.max_vcpus;
    if i64::from(wanted) > i64::from(most) {
        // libvirt prints the unsigned number as a signed one.
        let shown = wanted as i32;
        let detail = format!("requested cpu amount exceeds maximum supported amount ({shown} > {most})");
        return refuse(session, detail);
    }
    let domain = session.domain(args.handle(0))?.clone();
    let impact = domain.impact(flags)?;
    let too_many = |def: &DomainDef| (def.vcpus.max() < wanted).then(|| def.vcpus.max());
    let live = if impact.live { too_many(&domain.def) } else { None };
    let config = if impact.config && flags & MAXIMUM == 0 { too_many(domain.lasting_def()) } else { None };
    if let Some(max) = live.or(config) {
        return refuse(session, format!("requested cpu amount exceeds maximum ({wanted} > {max})"));
    }
    let uuid = domain.def.uuid;
    session.host_mut()?.domains.update(&uuid, |domain| {
        if impact.live {
            Arc::make_mut(&mut domain.def).vcpus.set_online(wanted);
        }
        if impact.config {
            let def = domain.lasting_def_mut();
            if flags & MAXIMUM != 0 {
                def.vcpus.set_max(wanted);
            } else {
                def.vcpus.set_online(wanted);
            }
        }
    });
    Ok(Reply::done())
}

pub(in crate::world) fn set_vcpus(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    change_vcpus(session, args, AFFECT_LIVE)
}

pub(in crate::world) fn set_vcpus_flags(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    change_vcpus(session, args, args.flags())
}

fn change_memory(session: &mut Session<'_>, args: &Args<'_>, flags: u32) -> Result<Reply> {
    let wanted_kib = args.u64(1);
    let domain = session.domain(args.handle(0))?.clone();
    let impact = domain.one_impact(flags)?;
    let def = if impact.config { domain.lasting_def() } else { &domain.def };
    let refuse = |session: &Session<'_>, code, detail: &str| -> Result<Reply> {
        Err(VirError::new(session.driver_domain()?, code, detail))
    };
    if flags & MAXIMUM != 0 {
        if impact.live {
            let detail = "cannot resize the maximum memory on an active domain";
            return refuse(session, ErrorCode::OperationInvalid, detail);
        }
        // Which node would have to change, nobody said.
        if edit::has_numa_nodes(def)? {
            let detail = "initial memory size of a domain with NUMA nodes cannot be modified with this API";
            return refuse(session, ErrorCode::OperationInvalid, detail);
        }
        if (1..wanted_kib).contains(&def.memory.max_kib) {
            let detail = "cannot set initial memory size greater than the maximum memory size";
            return refuse(session, ErrorCode::OperationInvalid, detail);
        }
    } else if wanted_kib > def.memory.total_kib {
        return refuse(session, ErrorCode::InvalidArg, "cannot set memory higher than max memory");
    }
    let uuid = domain.def.uuid;
    session.host_mut()?.domains.update(&uuid, |domain| {
        let def = if impact.config { domain.lasting_def_mut() } else { Arc::make_mut(&mut domain.def) };
        if flags & MAXIMUM != 0 {
            def.memory.total_kib = wanted_kib;
            def.memory.current_kib = def.memory.current_kib.min(wanted_kib);
        } else {
            def.memory.current_kib = wanted_kib;
        }
    });
    Ok(Reply::done())
}

pub(in crate::world) fn set_memory(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    change_memory(session, args, AFFECT_LIVE)
}

pub(in crate::world) fn set_memory_flags(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    change_memory(session, args, args.flags())
}

pub(in crate::world) fn set_max_memory(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    change_memory(session, args, MAXIMUM)
}

pub(in crate::world) fn get_xml_desc(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let domain = session.domain(args.handle(0))?;
    let flags = args.flags();
    let inactive = flags & AFFECT_CONFIG != 0;
    let def = match &domain.new_def {
        Some(def) if inactive => def,
        _ => &domain.def,
    };
    let options = FormatOptions { secure: flags & 1 != 0, inactive, migratable: flags & 8 != 0 };
    Ok(xml::format(def, options).into())
}
