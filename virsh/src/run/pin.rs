//! On which CPUs virtual CPUs and the emulator run.

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::ground::Bitmap;

use super::calls::{number, out};
use super::options::{CONFIG, LIVE};
use super::vcpu::{MAXIMUM, count, cpus_of, host_cpus, map_bytes};
use super::{Done, Failed, Run, extra, fail, say};
use crate::grid::Grid;

/// The map of a list of CPUs, `0-2,^1`, or of all for a word that begins with `r`.
pub(super) fn cpu_map(run: &mut Run<'_>, list: &str, cpus: u32) -> Result<Value, Failed> {
    let set = if list.starts_with('r') {
        Bitmap::full(cpus)
    } else {
        let parsed = Bitmap::parse(list, 1024).map_err(|error| run.last_error = Some(error));
        let parsed = parsed.ok().filter(|set| !set.is_empty());
        let Some(set) = parsed else { fail!(run, "Invalid cpulist '{list}'") };
        match set.last() {
            Some(last) if last >= cpus => {
                fail!(run, "CPU {last} in cpulist '{list}' exceed the maxcpu {cpus}")
            }
            _ => set,
        }
    };
    let length = set.last().map_or(0, |last| last / 8 + 1);
    Ok(Value::Bytes(set.to_bytes(length as usize).into()))
}

pub(super) fn length(map: &Value) -> Value {
    match map {
        Value::Bytes(bytes) => Value::from(bytes.len() as u64),
        _ => Value::Int(0),
    }
}

pub(crate) fn vcpupin(run: &mut Run<'_>) -> Done {
    let flags = run.impact()?;
    let list = run.text("cpulist")?;
    if list.is_none() {
        run.exclusive("live", "config")?;
    }
    let vcpu = run.uint("vcpu")?;
    if list.is_some() && vcpu.is_none() {
        fail!(run, "vcpupin: Missing vCPU number in pin mode.");
    }
    let cpus = host_cpus(run)?;
    let domain = run.domain()?;
    let Some(list) = list else { return pins(run, &domain, vcpu, cpus, flags) };
    let map = cpu_map(run, &list, cpus)?;
    let length = length(&map);
    let args = [domain, vcpu.unwrap_or(0).into(), map, length];
    if flags == 0 && !run.has("current") {
        run.call(FunctionId::DomainPinVcpu, args)?;
    } else {
        run.call(FunctionId::DomainPinVcpuFlags, args.into_iter().chain([flags.into()]))?;
    }
    Ok(())
}

fn pins(run: &mut Run<'_>, domain: &Value, vcpu: Option<u32>, cpus: u32, flags: u32) -> Done {
    let most = match count(run, domain, flags | MAXIMUM, true)? {
        Some(most) => most,
        None if flags & LIVE != 0 => fail!(run, "cannot get vcpupin for offline domain"),
        None => fail!(run, "cannot get vcpupin for transient domain"),
    };
    if let Some(vcpu) = vcpu.filter(|vcpu| i64::from(*vcpu) >= most) {
        let live = flags & LIVE != 0 || flags & CONFIG == 0 && run.active(domain);
        let what = if live { "live" } else { "persistent" };
        fail!(run, "vcpu {vcpu} is out of range of {what} cpu count {most}");
    }
    let args = [domain.clone(), most.into(), Value::Out, map_bytes(cpus).into(), flags.into()];
    let got = run.perform(FunctionId::DomainGetVcpuPinInfo, args);
    if !got.ok() {
        return Ok(());
    }
    let mut grid = Grid::new(&["VCPU", "CPU Affinity"]);
    for at in 0..number(&got.ret) as u32 {
        if vcpu.is_none_or(|vcpu| vcpu == at) {
            grid.row([at.to_string(), cpus_of(out(&got, "cpumaps"), cpus, at as usize).to_string()]);
        }
    }
    run.table(&grid);
    Ok(())
}

pub(crate) fn emulatorpin(run: &mut Run<'_>) -> Done {
    let flags = run.impact()?;
    let domain = run.domain()?;
    let list = run.text("cpulist")?;
    let cpus = host_cpus(run)?;
    let Some(list) = list else {
        let args = [domain, Value::Out, map_bytes(cpus).into(), flags.into()];
        let got = run.call(FunctionId::DomainGetEmulatorPinInfo, args)?;
        extra!(run, "emulator: CPU Affinity\n");
        extra!(run, "----------------------------------\n");
        extra!(run, "       *: ");
        say!(run, "{}\n", cpus_of(out(&got, "cpumap"), cpus, 0));
        return Ok(());
    };
    let map = cpu_map(run, &list, cpus)?;
    let flags = if flags == 0 && !run.has("current") { LIVE } else { flags };
    let length = length(&map);
    run.call(FunctionId::DomainPinEmulator, [domain, map, length, flags.into()])?;
    Ok(())
}
