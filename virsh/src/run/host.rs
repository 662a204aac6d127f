//! The host and the hypervisor.

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::ground::Bitmap;

use super::calls::{items, member, number, or_null, out, text};
use super::life::suspend_target;
use super::values::{param_text, params};
use super::{Done, Failed, Run, extra, fail, say};
use crate::xml;

pub(crate) fn hostname(run: &mut Run<'_>) -> Done {
    let got = run.call_or(FunctionId::ConnectGetHostname, [run.conn()], "failed to get hostname")?;
    say!(run, "{}\n", text(&got.ret));
    Ok(())
}

pub(crate) fn uri(run: &mut Run<'_>) -> Done {
    let got = run.call_or(FunctionId::ConnectGetURI, [run.conn()], "failed to get URI")?;
    say!(run, "{}\n", text(&got.ret));
    Ok(())
}

pub(crate) fn sysinfo(run: &mut Run<'_>) -> Done {
    let got = run.call_or(FunctionId::ConnectGetSysinfo, [run.conn(), 0.into()], "failed to get sysinfo")?;
    say!(run, "{}", text(&got.ret));
    Ok(())
}

pub(crate) fn capabilities(run: &mut Run<'_>) -> Done {
    let got = run.call_or(FunctionId::ConnectGetCapabilities, [run.conn()], "failed to get capabilities")?;
    run.document(&text(&got.ret))
}

pub(crate) fn domcapabilities(run: &mut Run<'_>) -> Done {
    let flags = run.flags(&[
        ("disable-deprecated-features", 1),
        ("expand-cpu-features", 2),
        ("supported-cpu-features", 4),
    ]);
    let [kind, emulator, arch, machine] =
        [run.text("virttype")?, run.text("emulatorbin")?, run.text("arch")?, run.text("machine")?]
            .map(or_null);
    let args = [run.conn(), emulator, arch, machine, kind, flags.into()];
    let failed = "failed to get emulator capabilities";
    let got = run.call_or(FunctionId::ConnectGetDomainCapabilities, args, failed)?;
    run.document(&text(&got.ret))
}

fn version_text(version: u64) -> String {
    format!("{}.{}.{}", version / 1_000_000, version / 1000 % 1000, version % 1000)
}

pub(super) fn large(value: &Value) -> u64 {
    value.as_u64().unwrap_or(0)
}

pub(crate) fn version(run: &mut Run<'_>) -> Done {
    let kind = run.call_or(FunctionId::ConnectGetType, [run.conn()], "failed to get hypervisor type")?;
    let kind = text(&kind.ret);
    let args = [Value::Out, kind[..].into(), Value::Out];
    let library = run.call_or(FunctionId::GetVersion, args, "failed to get the library version")?;
    let (own, api) = (large(out(&library, "libVer")), large(out(&library, "typeVer")));
    say!(run, "Compiled against library: libvirt {}\n", version_text(own));
    say!(run, "Using library: libvirt {}\n", version_text(own));
    say!(run, "Using API: {kind} {}\n", version_text(api));
    let got = run.perform(FunctionId::ConnectGetVersion, [run.conn()]);
    if !got.ok() {
        if !run.unsupported() {
            fail!(run, "failed to get the hypervisor version");
        }
        run.forget();
    } else {
        match large(out(&got, "hvVer")) {
            0 => say!(run, "Cannot extract running {kind} hypervisor version\n"),
            version => say!(run, "Running hypervisor: {kind} {}\n", version_text(version)),
        }
    }
    if run.has("daemon") {
        let got = run.perform(FunctionId::ConnectGetLibVersion, [run.conn()]);
        if got.ok() {
            let version = version_text(large(out(&got, "libVer")));
            say!(run, "Running against daemon: {version}\n");
        } else {
            run.error("failed to get the daemon version");
        }
    }
    Ok(())
}

pub(crate) fn nodeinfo(run: &mut Run<'_>) -> Done {
    let got = run.call_or(FunctionId::NodeGetInfo, [run.conn()], "failed to get node information")?;
    let info = out(&got, "info").clone();
    say!(run, "{:<20} {}\n", "CPU model:", text(member(&info, "model")));
    say!(run, "{:<20} {}\n", "CPU(s):", number(member(&info, "cpus")));
    match number(member(&info, "mhz")) {
        0 => {}
        mhz => say!(run, "{:<20} {mhz} MHz\n", "CPU frequency:"),
    }
    for (label, name) in [
        ("CPU socket(s):", "sockets"),
        ("Core(s) per socket:", "cores"),
        ("Thread(s) per core:", "threads"),
        ("NUMA cell(s):", "nodes"),
    ] {
        say!(run, "{label:<20} {}\n", number(member(&info, name)));
    }
    say!(run, "{:<20} {} KiB\n", "Memory size:", large(member(&info, "memory")));
    Ok(())
}

pub(crate) fn nodecpumap(run: &mut Run<'_>) -> Done {
    let args = [run.conn(), Value::Out, Value::Out, 0.into()];
    let got = run.call_or(FunctionId::NodeGetCPUMap, args, "Unable to get cpu map")?;
    let cpus = number(&got.ret) as u32;
    run.pair("CPUs present:", cpus);
    run.pair("CPUs online:", number(out(&got, "online")));
    let mut set = Bitmap::default();
    if let Value::Bytes(bytes) = out(&got, "cpumap") {
        let on = |cpu: &u32| bytes.get((cpu / 8) as usize).is_some_and(|byte| byte >> (cpu % 8) & 1 == 1);
        (0..cpus).filter(on).for_each(|cpu| set.insert(cpu));
    }
    let shown = match run.has("pretty") {
        true => set.to_string(),
        false => (0..cpus).map(|cpu| if set.contains(cpu) { 'y' } else { '-' }).collect(),
    };
    run.pair("CPU map:", shown);
    Ok(())
}

/// The named numbers of a call that tells how many there are when it is given no room.
fn numbers(
    run: &mut Run<'_>,
    id: FunctionId,
    which: i32,
    failed: [&str; 2],
) -> Result<Vec<(String, u64)>, Failed> {
    let args = |params: Value, count: Value, conn: Value| [conn, which.into(), params, count, 0.into()];
    let first = run.call_or(id, args(Value::Null, 0.into(), run.conn()), failed[0])?;
    let count = out(&first, "nparams").clone();
    if number(&count) == 0 {
        return Ok(Vec::new());
    }
    let got = run.call_or(id, args(Value::Out, count, run.conn()), failed[1])?;
    let named = |item: &Value| (text(member(item, "field")), large(member(item, "value")));
    Ok(items(out(&got, "params")).iter().map(named).collect())
}

pub(crate) fn nodecpustats(run: &mut Run<'_>) -> Done {
    let cpu = run.int("cpu")?.unwrap_or(-1);
    let failed = ["Unable to get number of cpu stats", "Unable to get node cpu stats"];
    let stats = numbers(run, FunctionId::NodeGetCPUStats, cpu, failed)?;
    if stats.is_empty() {
        return Ok(());
    }
    let names = [
        ("user", "user:"),
        ("kernel", "system:"),
        ("idle", "idle:"),
        ("iowait", "iowait:"),
        ("intr", "intr:"),
        ("guest", "guest:"),
    ];
    let of = |field: &str| stats.iter().find(|(name, _)| name == field).map(|(_, value)| *value);
    if !run.has("percent") {
        for (field, label) in names {
            if let Some(value) = of(field) {
                say!(run, "{label:<15} {value:>20}\n");
            }
        }
        return Ok(());
    }
    if let Some(usage) = of("utilization") {
        say!(run, "{:<15} {usage:>5}%\n", "usage:");
        say!(run, "{:<15} {:>5}%\n", "idle:", 100u64.saturating_sub(usage));
        return Ok(());
    }
    // virsh looks again after a second and tells what came between; here no time passes between two calls.
    let again = numbers(run, FunctionId::NodeGetCPUStats, cpu, failed)?;
    let between = |field: &str| {
        let later = again.iter().find(|(name, _)| name == field).map(|(_, value)| *value);
        Some(later?.wrapping_sub(of(field)?) as f64)
    };
    let total: f64 = names.iter().filter_map(|(field, _)| between(field)).sum();
    let used = between("user").unwrap_or(0.0) + between("kernel").unwrap_or(0.0);
    say!(run, "{:<15} {:>5}%\n", "usage:", percent(used / total * 100.0));
    for (field, label) in names {
        if let Some(value) = between(field) {
            say!(run, "{label:<15} {:>5}%\n", percent(value / total * 100.0));
        }
    }
    Ok(())
}

/// As C prints it: nothing of nothing is `-nan`.
fn percent(value: f64) -> String {
    if value.is_nan() { "-nan".to_owned() } else { format!("{value:.1}") }
}

pub(crate) fn nodememstats(run: &mut Run<'_>) -> Done {
    let cell = run.int("cell")?.unwrap_or(-1);
    let failed = ["Unable to get number of memory stats", "Unable to get memory stats"];
    for (field, value) in numbers(run, FunctionId::NodeGetMemoryStats, cell, failed)? {
        say!(run, "{field:<7}: {value:>20} KiB\n");
    }
    Ok(())
}

pub(crate) fn maxvcpus(run: &mut Run<'_>) -> Done {
    let kind = or_null(run.text("type")?);
    let args = [run.conn(), Value::Null, Value::Null, Value::Null, kind.clone(), 0.into()];
    let caps = run.perform(FunctionId::ConnectGetDomainCapabilities, args);
    let document = text(&caps.ret);
    run.forget();
    let root = xml::root(&document);
    let told = root.as_ref().and_then(|root| root.child("vcpu")?.attribute("max")?.parse::<i64>().ok());
    let vcpus = match told {
        Some(vcpus) => vcpus,
        None => number(&run.call(FunctionId::ConnectGetMaxVcpus, [run.conn(), kind])?.ret),
    };
    say!(run, "{vcpus}\n");
    Ok(())
}

pub(crate) fn cpu_models(run: &mut Run<'_>) -> Done {
    let arch = run.needed("arch")?;
    let args = [run.conn(), arch.into(), Value::Out, 0.into()];
    let got = run.call_or(FunctionId::ConnectGetCPUModelNames, args, "failed to get CPU model names")?;
    let models = items(out(&got, "models"));
    if models.is_empty() {
        extra!(run, "all CPU models are accepted\n");
    }
    for model in models {
        say!(run, "{}\n", text(model));
    }
    Ok(())
}

pub(crate) fn nodesevinfo(run: &mut Run<'_>) -> Done {
    let failed = "Unable to get host SEV information";
    let got =
        run.call_or(FunctionId::NodeGetSEVInfo, [run.conn(), Value::Out, Value::Out, 0.into()], failed)?;
    for param in params(out(&got, "params")) {
        say!(run, "{:<18}: {}\n", param.field, param_text(&param.value));
    }
    Ok(())
}

pub(crate) fn nodesuspend(run: &mut Run<'_>) -> Done {
    let target = run.needed("target")?;
    let duration = run.long("duration")?.unwrap_or(0);
    let target = if target.is_empty() { -1 } else { suspend_target(run)? };
    if duration < 0 {
        fail!(run, "Invalid duration");
    }
    let args = [run.conn(), target.into(), duration.into(), 0.into()];
    run.call_or(FunctionId::NodeSuspendForDuration, args, "The host was not suspended")?;
    Ok(())
}
