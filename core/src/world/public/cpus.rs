//! Virtual CPUs and the emulator of a domain, and on which host CPUs they run.

use std::sync::Arc;

use super::tuning::{change, chosen, one_def};
use crate::api::{FunctionId, Value};
use crate::domain::config::{DomainDef, Vcpus};
use crate::ground::limits::ARRAY_ITEMS_MAX;
use crate::ground::{Bitmap, ErrorCode, ErrorDomain, Result, TypedParam, VirError};
use crate::host;
use crate::world::args::{Args, Handler, Reply};
use crate::world::session::Session;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        DomainGetVcpus => get_vcpus,
        DomainPinVcpu | DomainPinVcpuFlags => pin_vcpu,
        DomainGetVcpuPinInfo => get_vcpu_pins,
        DomainPinEmulator => pin_emulator,
        DomainGetEmulatorPinInfo => get_emulator_pin,
        DomainGetCPUStats => get_cpu_stats,
        _ => return None,
    })
}

/// The checks of `virDomainGetVcpus` on its CPU maps.
pub(super) fn check_room(args: &Args<'_>) -> Result<()> {
    let function = args.row.id.c_name();
    let refuse = |message| Err(VirError::argument(args.row.from, function, "maplen", message));
    let (maxinfo, maplen) = (args.int(2), args.int(4));
    if args.is_null(3) {
        return match maplen {
            0 => Ok(()),
            // libvirt says the opposite of what it means.
            _ => refuse(format!("maplen in {function} must not be zero")),
        };
    }
    if maplen <= 0 {
        return refuse(format!("maplen in {function} must be greater than zero"));
    }
    match maxinfo.checked_mul(maplen) {
        Some(_) => Ok(()),
        None => {
            let detail = format!("input too large: {maxinfo} * {maplen}");
            Err(VirError::new(args.row.from, ErrorCode::Overflow, detail))
        }
    }
}

/// The checks of `virDomainGetCPUStats`.
pub(super) fn check_stats(args: &Args<'_>) -> Result<()> {
    let function = args.row.id.c_name();
    let (nparams, start, ncpus) = (args.uint(2), args.int(3), args.uint(4));
    if start == -1 && ncpus != 1 {
        let message = "ncpus must be 1 when start_cpu is -1";
        return Err(VirError::argument(args.row.from, function, "start_cpu", message));
    }
    if start < -1 {
        return Err(VirError::must_not_be_negative(args.row.from, function, "start_cpu"));
    }
    if nparams > 0 && args.is_null(1) {
        return Err(VirError::must_not_be_null(args.row.from, function, "params"));
    }
    if (nparams == 0 || ncpus == 0) && !args.is_null(1) {
        let message = format!("params in {function} must be NULL");
        return Err(VirError::argument(args.row.from, function, "params", message));
    }
    if nparams > 0 && ncpus > u32::MAX / nparams {
        let detail = format!("input too large: {nparams} * {ncpus}");
        return Err(VirError::new(args.row.from, ErrorCode::Overflow, detail));
    }
    Ok(())
}

pub(super) fn invalid(from: ErrorDomain, detail: String) -> Box<VirError> {
    VirError::new(from, ErrorCode::InvalidArg, detail)
}

/// `VIR_NODEINFO_MAXCPUS`: every CPU that the host could have.
fn host_cpus(session: &Session<'_>) -> Result<Bitmap> {
    let info = host::node_info(&session.host()?.config);
    let count = [info.nodes, info.sockets, info.cores, info.threads].iter().product();
    Ok(Bitmap::full(count))
}

/// Where a virtual CPU runs.
fn vcpu_set<'a>(def: &'a DomainDef, place: u32, all: &'a Bitmap) -> &'a Bitmap {
    let own = def.tuning().cputune.vcpu_pins.get(&place);
    own.or(def.vcpus.cpuset.as_deref()).unwrap_or(all)
}

/// The bytes of CPU maps one behind another.
fn maps<'a>(sets: impl Iterator<Item = Option<&'a Bitmap>>, maplen: i32) -> Value {
    let maplen = usize::try_from(maplen).unwrap_or(0);
    let mut bytes = Vec::new();
    for set in sets {
        if bytes.len() + maplen > ARRAY_ITEMS_MAX {
            break;
        }
        match set {
            Some(set) => bytes.extend(set.to_bytes(maplen)),
            None => bytes.resize(bytes.len() + maplen, 0),
        }
    }
    Value::Bytes(Arc::from(bytes))
}

fn get_vcpus(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let domain = session.domain(args.handle(0))?.clone();
    if !domain.active() {
        let detail = "cannot list vcpus for an inactive domain";
        return Err(VirError::new(session.driver_domain()?, ErrorCode::OperationInvalid, detail));
    }
    let all = host_cpus(session)?;
    let def = &domain.def;
    let count = args.int(2).min(def.vcpus.online() as i32);
    // The time of day stands for the CPU time, as in `virDomainGetInfo`.
    let cpu_time = *session.clock_ns / 1000 / 10;
    let vcpu = |place: u32| {
        let set = def.vcpus.is_online(place).then(|| vcpu_set(def, place, &all));
        let cpu = set.map_or(0, |set| set.last().map_or(-1, i64::from));
        let is_on = i64::from(set.is_some());
        let members = vec![
            ("number", Value::Int(i64::from(place) * is_on)),
            ("state", Value::Int(is_on)),
            ("cpuTime", if set.is_some() { cpu_time.into() } else { Value::Int(0) }),
            ("cpu", Value::Int(cpu)),
        ];
        (Value::Struct(members), set)
    };
    let (info, sets): (Vec<Value>, Vec<Option<&Bitmap>>) = (0..count as u32).map(vcpu).unzip();
    let mut out = vec![("info", Value::List(info))];
    if !args.is_null(3) {
        out.push(("cpumaps", maps(sets.into_iter(), args.int(4))));
    }
    Ok(Reply::both(count, out))
}

fn pin_vcpu(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let domain = session.domain(args.handle(0))?.clone();
    let from = session.driver_domain()?;
    if !domain.active() {
        let detail = "cannot pin vcpus on an inactive domain";
        return Err(VirError::new(from, ErrorCode::OperationInvalid, detail));
    }
    let place = args.uint(1);
    if !is_there(&domain.def.vcpus, place) {
        let shown = place as i32;
        return Err(invalid(from, format!("requested vcpu '{shown}' is not present in the domain")));
    }
    let set = Bitmap::from_bytes(&args.bytes(2, args.int(3)));
    session.host_mut()?.domains.update(&domain.def.uuid, |domain| {
        Arc::make_mut(&mut domain.def).tuning_mut().cputune.vcpu_pins.insert(place, set);
    });
    Ok(Reply::done())
}

fn is_there(vcpus: &Vcpus, place: u32) -> bool {
    place < vcpus.max() && vcpus.is_online(place)
}

fn get_vcpu_pins(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let which = one_def(session, args)?;
    let def = chosen(&which);
    let all = host_cpus(session)?;
    let count = (def.vcpus.max()).min(args.uint(1));
    let sets = (0..count).map(|place| Some(vcpu_set(def, place, &all)));
    Ok(Reply::both(count, [("cpumaps", maps(sets, args.int(3)))]))
}

fn pin_emulator(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let which = one_def(session, args)?;
    let set = Bitmap::from_bytes(&args.bytes(1, args.int(2)));
    if set.is_empty() {
        return Err(invalid(session.driver_domain()?, "Empty cpu list for pinning".into()));
    }
    change(session, &which, |def| {
        def.tuning_mut().cputune.emulator_pin = Some(set);
        Ok(())
    })
}

fn get_emulator_pin(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let which = one_def(session, args)?;
    let def = chosen(&which);
    let all = host_cpus(session)?;
    let set = def.tuning().cputune.emulator_pin.as_ref().or(def.vcpus.cpuset.as_deref()).unwrap_or(&all);
    Ok(Reply::both(1, [("cpumap", maps(std::iter::once(Some(set)), args.int(2)))]))
}

/// What the test driver says that a domain's CPUs have run, in nanoseconds.
const CPU_TIME_NS: u64 = 48_772_617_035;
/// The part of it in the guest's programs and in its kernel.
const USER_NS: u64 = 5_540_000_000;
const SYSTEM_NS: u64 = 6_460_000_000;
/// By what the time of a virtual CPU is less than that of its host CPU.
const VCPU_LESS_NS: u64 = 1_234_567_890;

fn get_cpu_stats(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    super::agent::active(session, args)?;
    let (nparams, start, ncpus) = (args.uint(2), args.int(3), args.uint(4));
    if start == -1 {
        if nparams == 0 {
            return Ok(3.into());
        }
        let all = [("cpu_time", CPU_TIME_NS), ("user_time", USER_NS), ("system_time", SYSTEM_NS)];
        let given = all.into_iter().take(nparams as usize);
        let mut list: Vec<Value> = given.map(|(name, ns)| TypedParam::new(name, ns).into()).collect();
        let count = list.len() as u64;
        list.resize(room(nparams, 1), Value::Null);
        return Ok(Reply::both(count, [("params", Value::List(list))]));
    }
    let total = host::node_info(&session.host()?.config).cores;
    if nparams == 0 && ncpus != 0 {
        return Ok(2.into());
    }
    if ncpus == 0 {
        return Ok(total.into());
    }
    let start = start as u32;
    if start >= total {
        let detail = format!("start_cpu {start} larger than maximum of {}", i64::from(total) - 1);
        return Err(invalid(session.driver_domain()?, detail));
    }
    let mut list = vec![Value::Null; room(nparams, ncpus)];
    for cpu in start..total.min(start.saturating_add(ncpus)) {
        let first = (cpu - start) as usize * nparams as usize;
        let ns = CPU_TIME_NS / u64::from(total) + u64::from(cpu);
        let times = [("cpu_time", ns), ("vcpu_time", ns.wrapping_sub(VCPU_LESS_NS))];
        let slots = list.iter_mut().skip(first).take(nparams as usize);
        for (slot, (name, ns)) in slots.zip(times) {
            *slot = TypedParam::new(name, ns).into();
        }
    }
    Ok(Reply::both(nparams.min(2), [("params", Value::List(list))]))
}

/// How many parameters the caller has room for, within our limit.
fn room(nparams: u32, ncpus: u32) -> usize {
    (u64::from(nparams) * u64::from(ncpus)).min(ARRAY_ITEMS_MAX as u64) as usize
}
