//! Virtual CPUs.

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::ground::{Bitmap, ErrorCode};

use super::calls::{items, member, number, out};
use super::options::{CONFIG, LIVE};
use super::values::{param_text, params};
use super::{Done, Failed, Run, fail, say};
use crate::xml;

/// `VIR_DOMAIN_VCPU_MAXIMUM`, `VIR_DOMAIN_VCPU_GUEST`, `VIR_DOMAIN_VCPU_HOTPLUGGABLE`.
pub(super) const MAXIMUM: u32 = 4;
const GUEST: u32 = 8;
const HOTPLUGGABLE: u32 = 16;

pub(crate) fn setvcpus(run: &mut Run<'_>) -> Done {
    let mut flags = run.impact()?;
    run.exclusive("guest", "config")?;
    run.requires("maximum", "config")?;
    flags |=
        run.flags(&[("guest", GUEST), ("maximum", MAXIMUM), ("hotpluggable", HOTPLUGGABLE), ("async", 32)]);
    let domain = run.domain()?;
    let count = run.uint("count")?.unwrap_or(0);
    if count == 0 {
        fail!(run, "Can't set 0 processors for a VM");
    }
    if flags == 0 && !run.has("current") {
        run.call(FunctionId::DomainSetVcpus, [domain, count.into()])?;
    } else {
        run.call(FunctionId::DomainSetVcpusFlags, [domain, count.into(), flags.into()])?;
    }
    Ok(())
}

/// How many virtual CPUs there are; none if there is no such configuration to ask.
pub(super) fn count(
    run: &mut Run<'_>,
    domain: &Value,
    flags: u32,
    check: bool,
) -> Result<Option<i64>, Failed> {
    let is = |run: &mut Run<'_>, id| run.ask(id, [domain.clone()]) == 1;
    if check
        && (flags & LIVE != 0 && !is(run, FunctionId::DomainIsActive)
            || flags & CONFIG != 0 && !is(run, FunctionId::DomainIsPersistent))
    {
        return Ok(None);
    }
    let got = run.perform(FunctionId::DomainGetVcpusFlags, [domain.clone(), flags.into()]);
    if got.ok() {
        return Ok(Some(number(&got.ret)));
    }
    if !run.failed_with(ErrorCode::NoSupport) && !run.failed_with(ErrorCode::InvalidArg) {
        return Err(Failed);
    }
    if flags & GUEST != 0 {
        fail!(run, "Failed to retrieve vCPU count from the guest");
    }
    count_otherwise(run, domain, flags).map(Some)
}

/// As for a hypervisor that does not know the flags.
fn count_otherwise(run: &mut Run<'_>, domain: &Value, flags: u32) -> Result<i64, Failed> {
    let live = flags & LIVE != 0 || flags & CONFIG == 0 && run.active(domain);
    run.forget();
    if live && flags & MAXIMUM != 0 {
        return Ok(number(&run.call(FunctionId::DomainGetMaxVcpus, [domain.clone()])?.ret));
    }
    if live {
        let got = run.call(FunctionId::DomainGetInfo, [domain.clone()])?;
        return Ok(number(member(out(&got, "info"), "nrVirtCpu")));
    }
    let text = run.xml_of(domain, 2)?;
    let root = xml::root(&text);
    let vcpu = root.as_ref().and_then(|root| root.child("vcpu"));
    let (found, what) = match flags & MAXIMUM {
        0 => (vcpu.and_then(|vcpu| vcpu.attribute("current").map(str::to_owned)), "current"),
        _ => (vcpu.map(|vcpu| vcpu.text().into_owned()), "maximum"),
    };
    match found.and_then(|text| text.parse().ok()) {
        Some(count) => Ok(count),
        None => fail!(run, "Failed to retrieve {what} vcpu count"),
    }
}

pub(crate) fn vcpucount(run: &mut Run<'_>) -> Done {
    let options = ["maximum", "active", "current", "config", "live", "guest"];
    let all = !options.iter().any(|option| run.has(option));
    run.exclusive("live", "config")?;
    if run.has("maximum") || run.has("active") {
        run.exclusive("current", "live")?;
        run.exclusive("current", "config")?;
    }
    run.exclusive("active", "maximum")?;
    run.exclusive("guest", "config")?;
    let flags = run.flags(&[("live", LIVE), ("config", CONFIG), ("maximum", MAXIMUM), ("guest", GUEST)]);
    let domain = run.domain()?;
    if !all {
        let Some(found) = count(run, &domain, flags, false)? else { return Err(Failed) };
        say!(run, "{found}\n");
        return Ok(());
    }
    let mut counts = Vec::new();
    let mut failed = false;
    for flags in [CONFIG | MAXIMUM, CONFIG, LIVE | MAXIMUM, LIVE] {
        let found = count(run, &domain, flags, true);
        failed |= found.is_err();
        counts.push(found.unwrap_or(None).unwrap_or(0));
    }
    if failed {
        return Err(Failed);
    }
    let lines =
        [("maximum", "config", 0), ("maximum", "live", 2), ("current", "config", 1), ("current", "live", 3)];
    for (which, state, at) in lines {
        if counts[at] > 0 {
            say!(run, "{which:<12} {state:<12} {:>3}\n", counts[at]);
        }
    }
    Ok(())
}

/// How many CPUs the host has.
pub(super) fn host_cpus(run: &mut Run<'_>) -> Result<u32, Failed> {
    let map = run.perform(FunctionId::NodeGetCPUMap, [run.conn(), Value::Null, Value::Null, 0.into()]);
    if map.ok() {
        return Ok(number(&map.ret) as u32);
    }
    run.forget();
    let got = run.call(FunctionId::NodeGetInfo, [run.conn()])?;
    let info = out(&got, "info").clone();
    let part = |name: &str| number(member(&info, name));
    Ok((part("nodes") * part("sockets") * part("cores") * part("threads")) as u32)
}

pub(super) fn map_bytes(cpus: u32) -> u32 {
    cpus.div_ceil(8)
}

/// The CPUs of one of the maps that lie behind each other.
pub(super) fn cpus_of(maps: &Value, cpus: u32, which: usize) -> Bitmap {
    let length = map_bytes(cpus) as usize;
    let Value::Bytes(bytes) = maps else { return Bitmap::default() };
    bytes.chunks(length.max(1)).nth(which).map(Bitmap::from_bytes).unwrap_or_default()
}

fn affinity(run: &mut Run<'_>, set: &Bitmap, cpus: u32) {
    let shown = match run.has("pretty") {
        true => format!("{set} (out of {cpus})"),
        false => (0..cpus).map(|cpu| if set.contains(cpu) { 'y' } else { '-' }).collect(),
    };
    run.pair("CPU Affinity:", shown);
}

pub(crate) fn vcpuinfo(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let cpus = host_cpus(run)?;
    let info = run.call(FunctionId::DomainGetInfo, [domain.clone()])?;
    let info = out(&info, "info").clone();
    let room = number(member(&info, "nrVirtCpu"));
    let length = map_bytes(cpus);
    let args = [domain.clone(), Value::Out, room.into(), Value::Out, length.into()];
    let got = run.perform(FunctionId::DomainGetVcpus, args);
    if !got.ok() {
        /// `VIR_DOMAIN_SHUTOFF`.
        const SHUTOFF: i64 = 5;
        if number(member(&info, "state")) != SHUTOFF {
            return Err(Failed);
        }
        run.forget();
        return inactive_vcpuinfo(run, &domain, cpus);
    }
    let maps = out(&got, "cpumaps").clone();
    for (at, vcpu) in items(out(&got, "info")).iter().enumerate() {
        if at > 0 {
            say!(run, "\n");
        }
        run.pair("VCPU:", number(member(vcpu, "number")));
        run.pair("CPU:", number(member(vcpu, "cpu")));
        let state = ["offline", "running", "blocked"];
        let state = usize::try_from(number(member(vcpu, "state"))).ok().and_then(|at| state.get(at));
        run.pair("State:", state.unwrap_or(&"no state"));
        let time = member(vcpu, "cpuTime").as_u64().unwrap_or(0);
        if time != 0 {
            run.pair("CPU time:", format_args!("{:.1}s", time as f64 / 1e9));
        }
        affinity(run, &cpus_of(&maps, cpus, at), cpus);
    }
    Ok(())
}

/// The virtual CPUs that an inactive domain will have, and how many it may have.
fn configured(run: &mut Run<'_>, domain: &Value) -> Result<(Vec<u32>, u32), Failed> {
    let text = run.xml_of(domain, 2)?;
    let root = xml::root(&text);
    let vcpu = root.as_ref().and_then(|root| root.child("vcpu"));
    let Some(most) = vcpu.and_then(|vcpu| vcpu.text().parse::<u32>().ok()) else {
        fail!(run, "Failed to retrieve maximum vcpu count")
    };
    let current = vcpu.and_then(|vcpu| vcpu.attribute("current")).and_then(|n| n.parse().ok());
    let current = current.filter(|n| *n > 0).unwrap_or(most);
    let each = root.as_ref().map(|root| xml::all(root, "vcpus/vcpu")).unwrap_or_default();
    if each.is_empty() {
        return Ok(((0..current).collect(), most));
    }
    let on = each.iter().filter(|vcpu| vcpu.attribute("enabled") == Some("yes"));
    Ok((on.filter_map(|vcpu| vcpu.attribute("id")?.parse().ok()).collect(), most))
}

fn inactive_vcpuinfo(run: &mut Run<'_>, domain: &Value, cpus: u32) -> Done {
    let (vcpus, most) = configured(run, domain)?;
    let args = [domain.clone(), most.into(), Value::Out, map_bytes(cpus).into(), CONFIG.into()];
    let got = run.call(FunctionId::DomainGetVcpuPinInfo, args)?;
    let maps = out(&got, "cpumaps").clone();
    for (at, vcpu) in vcpus.into_iter().enumerate() {
        if at > 0 {
            say!(run, "\n");
        }
        run.pair("VCPU:", vcpu);
        run.pair("CPU:", "N/A");
        run.pair("State:", "N/A");
        run.pair("CPU time", "N/A");
        affinity(run, &cpus_of(&maps, cpus, vcpu as usize), cpus);
    }
    Ok(())
}

pub(crate) fn setvcpu(run: &mut Run<'_>) -> Done {
    run.exclusive("enable", "disable")?;
    let mut flags = run.impact()?;
    if !run.has("enable") && !run.has("disable") {
        fail!(run, "one of --enable, --disable is required");
    }
    flags |= run.flags(&[("async", 4)]);
    let list = run.needed("vcpulist")?;
    let domain = run.domain()?;
    let state = Value::from(run.has("enable"));
    run.call(FunctionId::DomainSetVcpu, [domain, list.into(), state, flags.into()])?;
    Ok(())
}

pub(crate) fn guestvcpus(run: &mut Run<'_>) -> Done {
    run.exclusive("enable", "disable")?;
    run.requires("enable", "cpulist")?;
    run.requires("disable", "cpulist")?;
    let list = run.text("cpulist")?;
    if list.is_some() && !run.has("enable") && !run.has("disable") {
        fail!(run, "One of options --enable or --disable is required by option --cpulist");
    }
    let domain = run.domain()?;
    if let Some(list) = list {
        let state = Value::from(run.has("enable"));
        run.call(FunctionId::DomainSetGuestVcpus, [domain, list.into(), state, 0.into()])?;
        return Ok(());
    }
    let got = run.call(FunctionId::DomainGetGuestVcpus, [domain])?;
    for param in params(out(&got, "params")) {
        say!(run, "{:<15}: {}\n", param.field, param_text(&param.value));
    }
    Ok(())
}
