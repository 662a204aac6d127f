//! I/O threads, events of perf, passwords, what happens at the ends of a life, addresses, jobs.

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::ground::{Bitmap, ParamValue, TypedParam};

use super::calls::{items, member, number, out, text};
use super::pin::{cpu_map, length};
use super::values::params;
use super::vcpu::host_cpus;
use super::{Done, Failed, Run, extra, fail, say};
use crate::grid::Grid;

pub(crate) fn iothreadinfo(run: &mut Run<'_>) -> Done {
    let flags = run.impact()?;
    let domain = run.domain()?;
    let failed = "Unable to get domain IOThreads information";
    let args = [domain, Value::Out, flags.into()];
    let got = run.call_or(FunctionId::DomainGetIOThreadInfo, args, failed)?;
    let threads = items(out(&got, "info"));
    if threads.is_empty() {
        extra!(run, "No IOThreads found for the domain");
        return Ok(());
    }
    let mut grid = Grid::new(&["IOThread ID", "CPU Affinity"]);
    for thread in threads {
        let set = match member(thread, "cpumap") {
            Value::Bytes(map) => Bitmap::from_bytes(map),
            _ => Bitmap::default(),
        };
        grid.row([number(member(thread, "iothread_id")).to_string(), set.to_string()]);
    }
    run.table(&grid);
    Ok(())
}

/// Adds or removes an I/O thread.
fn change_thread(run: &mut Run<'_>, id: FunctionId) -> Done {
    let flags = run.impact()?;
    let domain = run.domain()?;
    let thread = run.int("id")?.unwrap_or(0);
    if thread <= 0 {
        fail!(run, "Invalid IOThread id value: '{thread}'");
    }
    run.call(id, [domain, thread.into(), flags.into()])?;
    Ok(())
}

pub(crate) fn iothreadadd(run: &mut Run<'_>) -> Done {
    change_thread(run, FunctionId::DomainAddIOThread)
}

pub(crate) fn iothreaddel(run: &mut Run<'_>) -> Done {
    change_thread(run, FunctionId::DomainDelIOThread)
}

pub(crate) fn iothreadpin(run: &mut Run<'_>) -> Done {
    let flags = run.impact()?;
    let domain = run.domain()?;
    let thread = run.uint("iothread")?.unwrap_or(0);
    let list = run.needed("cpulist")?;
    let cpus = host_cpus(run)?;
    let map = cpu_map(run, &list, cpus)?;
    let length = length(&map);
    run.call(FunctionId::DomainPinIOThread, [domain, thread.into(), map, length, flags.into()])?;
    Ok(())
}

pub(crate) fn perf(run: &mut Run<'_>) -> Done {
    let flags = run.impact()?;
    let mut given = Vec::new();
    for (option, on) in [("enable", true), ("disable", false)] {
        for event in run.text(option)?.iter().flat_map(|events| events.split(',')) {
            if !event.is_empty() {
                given.push(TypedParam::new(event, on));
            }
        }
    }
    let domain = run.domain()?;
    let shown = if given.is_empty() {
        let args = [domain, Value::Out, Value::Out, flags.into()];
        let got = run.call_or(FunctionId::DomainGetPerfEvents, args, "Unable to get perf events")?;
        params(out(&got, "params"))
    } else {
        let count = Value::from(given.len() as u64);
        let args = [domain, given.clone().into(), count, flags.into()];
        run.call_or(FunctionId::DomainSetPerfEvents, args, "Unable to enable/disable perf events")?;
        given
    };
    for param in shown {
        let on = param.value == ParamValue::Boolean(true);
        extra!(run, "{:<15}: {}\n", param.field, if on { "enabled" } else { "disabled" });
    }
    Ok(())
}

pub(crate) fn set_user_password(run: &mut Run<'_>) -> Done {
    let flags = run.flags(&[("encrypted", 1)]);
    let (user, password) = (run.needed("user")?, run.needed("password")?);
    let domain = run.domain()?;
    let name = run.given("domain").unwrap_or_default();
    let args = [domain, user[..].into(), password.into(), flags.into()];
    run.call(FunctionId::DomainSetUserPassword, args)?;
    extra!(run, "Password set successfully for {user} in {name}");
    Ok(())
}

/// `virDomainLifecycle` and `virDomainLifecycleAction`.
const ENDS: &[&str] = &["poweroff", "reboot", "crash"];
const ACTIONS: &[&str] =
    &["destroy", "restart", "rename-restart", "preserve", "coredump-destroy", "coredump-restart"];

pub(crate) fn set_lifecycle_action(run: &mut Run<'_>) -> Done {
    let flags = run.impact()?;
    let (end, action) = (run.needed("type")?, run.needed("action")?);
    let place = |known: &[&str], word: &str| known.iter().position(|one| *one == word).map(|at| at as u64);
    let Some(which) = place(ENDS, &end) else { fail!(run, "Invalid lifecycle type '{end}'.") };
    let Some(what) = place(ACTIONS, &action) else { fail!(run, "Invalid lifecycle action '{action}'.") };
    let domain = run.domain()?;
    let args = [domain, which.into(), what.into(), flags.into()];
    run.call_or(FunctionId::DomainSetLifecycleAction, args, "Unable to change lifecycle action.")?;
    Ok(())
}

pub(crate) fn domjobabort(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    match run.flags(&[("postcopy", 1)]) {
        0 => run.call(FunctionId::DomainAbortJob, [domain])?,
        flags => run.call(FunctionId::DomainAbortJobFlags, [domain, flags.into()])?,
    };
    Ok(())
}

pub(crate) fn domifaddr(run: &mut Run<'_>) -> Done {
    let wanted = run.text("interface")?;
    let source = match run.text("source")?.as_deref() {
        None | Some("lease") => 0,
        Some("agent") => 1,
        Some("arp") => 2,
        Some(other) => fail!(run, "Unknown data source '{other}'"),
    };
    let domain = run.domain()?;
    let failed = "Failed to query for interfaces addresses";
    let args = [domain, Value::Out, source.into(), 0.into()];
    let got = run.call_or(FunctionId::DomainInterfaceAddresses, args, failed)?;
    let mut grid = Grid::new(&["Name", "MAC address", "Protocol", "Address"]);
    for interface in items(out(&got, "ifaces")) {
        if wanted.as_ref().is_none_or(|wanted| *wanted == text(member(interface, "name"))) {
            address_rows(&mut grid, interface, run.has("full"));
        }
    }
    run.table(&grid);
    Ok(())
}

fn address_rows(grid: &mut Grid, interface: &Value, full: bool) {
    let (name, mac) = (text(member(interface, "name")), text(member(interface, "hwaddr")));
    let addresses = items(member(interface, "addrs"));
    if addresses.is_empty() {
        let mac = if mac.is_empty() { "N/A" } else { &mac };
        grid.row([&name, mac, "N/A", "N/A"]);
    }
    for (at, address) in addresses.iter().enumerate() {
        let kind = if number(member(address, "type")) == 1 { "ipv6" } else { "ipv4" };
        let shown = format!("{}/{}", text(member(address, "addr")), number(member(address, "prefix")));
        let (name, mac) = if at == 0 || full { (&name[..], &mac[..]) } else { ("-", "-") };
        grid.row([name, mac, kind, &shown]);
    }
}

/// The signals that have names, by the number of Linux.
const SIGNALS: &[(&str, u32)] = &[
    ("nop", 0),
    ("hup", 1),
    ("int", 2),
    ("quit", 3),
    ("ill", 4),
    ("trap", 5),
    ("abrt", 6),
    ("bus", 7),
    ("fpe", 8),
    ("kill", 9),
    ("usr1", 10),
    ("segv", 11),
    ("usr2", 12),
    ("pipe", 13),
    ("alrm", 14),
    ("term", 15),
    ("stkflt", 16),
    ("chld", 17),
    ("cont", 18),
    ("stop", 19),
    ("tstp", 20),
    ("ttin", 21),
    ("ttou", 22),
    ("urg", 23),
    ("xcpu", 24),
    ("xfsz", 25),
    ("vtalrm", 26),
    ("prof", 27),
    ("winch", 28),
    ("poll", 29),
    ("pwr", 30),
    ("sys", 31),
];

pub(crate) fn send_process_signal(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let pid = run.long("pid")?.unwrap_or(0);
    let name = run.needed("signame")?;
    let lower = name.to_ascii_lowercase();
    let bare = lower.strip_prefix("sig_").or_else(|| lower.strip_prefix("sig")).unwrap_or(&lower);
    let known = SIGNALS.iter().find(|(signal, _)| *signal == bare).map(|(_, number)| *number);
    let signal = known.or_else(|| lower.parse().ok());
    let Some(signal) = signal else { fail!(run, "malformed signal name: {name}") };
    run.call(FunctionId::DomainSendProcessSignal, [domain, pid.into(), signal.into(), 0.into()])?;
    Ok(())
}

/// What kind of job runs.
const JOBS: &[&str] = &["None", "Bounded", "Unbounded", "Completed", "Failed", "Cancelled"];

pub(crate) fn domjobinfo(run: &mut Run<'_>) -> Done {
    run.requires("keep-completed", "completed")?;
    let domain = run.domain()?;
    let flags = run.flags(&[("completed", 1), ("keep-completed", 2)]);
    let args = [domain.clone(), Value::Out, Value::Out, Value::Out, flags.into()];
    let got = run.perform(FunctionId::DomainGetJobStats, args);
    let kind = if got.ok() {
        number(out(&got, "type"))
    } else {
        if !run.unsupported() {
            return Err(Failed);
        }
        if flags != 0 || run.has("rawstats") {
            fail!(run, "Optional flags or --rawstats are not supported by the daemon");
        }
        run.forget();
        let info = run.call(FunctionId::DomainGetJobInfo, [domain])?;
        number(member(out(&info, "info"), "type"))
    };
    let name = usize::try_from(kind).ok().and_then(|at| JOBS.get(at)).unwrap_or(&"unknown");
    say!(run, "{:<17} {name:<12}\n", "Job type:");
    Ok(())
}
