//! What the host is and has: each answers from the host's description and, where guests count, from its domains.

use crate::api::{FunctionId, Value};
use crate::ground::limits::ARRAY_ITEMS_MAX;
use crate::ground::{Result, VirError};
use crate::host;
use crate::world::CLOCK_START_NS;
use crate::world::args::{Args, Handler, Reply};
use crate::world::session::Session;

/// `VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES`.
const EXPAND_FEATURES: u32 = 1;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        ConnectGetCapabilities => get_capabilities,
        NodeGetInfo => get_info,
        ConnectGetMaxVcpus => get_max_vcpus,
        NodeGetFreeMemory => get_free_memory,
        NodeGetCellsFreeMemory => get_cells_free_memory,
        NodeGetFreePages => get_free_pages,
        NodeGetCPUMap => get_cpu_map,
        NodeGetCPUStats => get_cpu_stats,
        NodeGetMemoryStats => get_memory_stats,
        ConnectGetSysinfo => get_sysinfo,
        NodeGetSecurityModel => get_security_model,
        ConnectGetCPUModelNames => get_cpu_model_names,
        ConnectBaselineCPU => baseline_cpu,
        ConnectGetDomainCapabilities => get_domain_capabilities,
        _ => return None,
    })
}

pub(in crate::world) fn get_capabilities(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    Ok(Value::text(host::capabilities(&session.host()?.config)).into())
}

pub(in crate::world) fn get_info(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    let info = host::node_info(&session.host()?.config);
    Ok(Reply::with([(
        "info",
        Value::Struct(vec![
            ("model", Value::text(&info.model)),
            ("memory", info.memory_kib.into()),
            ("cpus", info.cpus.into()),
            ("mhz", info.mhz.into()),
            ("nodes", info.nodes.into()),
            ("sockets", info.sockets.into()),
            ("cores", info.cores.into()),
            ("threads", info.threads.into()),
        ]),
    )]))
}

pub(in crate::world) fn get_max_vcpus(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    Ok(host::max_vcpus(&session.host()?.config, args.text(1))?.into())
}

pub(in crate::world) fn get_free_memory(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    let host = session.host()?;
    match host::free_memory(&host.config, &host.used_kib_by_cell()) {
        // Where nothing is free the function says that it failed.
        0 => Err(VirError::unknown_cause()),
        free => Ok(Value::from(free).into()),
    }
}

pub(in crate::world) fn get_cells_free_memory(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let host = session.host()?;
    let free = host::cells_free_memory(&host.config, &host.used_kib_by_cell(), args.int(2), args.int(3))?;
    Ok(Reply::both(free.len() as u64, [("freeMems", numbers(free))]))
}

pub(in crate::world) fn get_free_pages(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let host = session.host()?;
    // C reads as many sizes as it is told there are; what is beyond the array is 0 here.
    let count = (args.uint(1) as usize).min(ARRAY_ITEMS_MAX);
    let mut sizes: Vec<u32> = args.numbers(2).into_iter().map(|size| size as u32).collect();
    sizes.resize(count, 0);
    let pages = host::free_pages(&host.config, &host.used_kib_by_cell(), &sizes, args.int(3), args.uint(4))?;
    Ok(Reply::both(pages.len() as u64, [("counts", numbers(pages))]))
}

pub(in crate::world) fn get_cpu_map(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let found = host::cpu_map(&session.host()?.config)?;
    let out = [("cpumap", Value::Bytes(found.map.into())), ("online", found.online.into())];
    let wanted = out.into_iter().zip(1..).filter(|(_, index)| !args.is_null(*index));
    Ok(Reply::both(found.cpus, wanted.map(|(value, _)| value)))
}

pub(in crate::world) fn get_cpu_stats(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let uptime_ns = session.clock_ns.saturating_sub(CLOCK_START_NS);
    // What guests have run is not counted yet.
    let stats = host::cpu_stats(&session.host()?.config, uptime_ns, 0, args.int(1), room(args))?;
    Ok(stats_reply(stats, args))
}

pub(in crate::world) fn get_memory_stats(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let host = session.host()?;
    let used = host.used_kib_by_cell();
    let stats = host::memory_stats(&host.config, &used, args.int(1), room(args), args.flags())?;
    Ok(stats_reply(stats, args))
}

/// How many numbers the caller has room for; none where there is no array.
fn room(args: &Args<'_>) -> Option<usize> {
    (!args.is_null(2)).then(|| args.uint(3) as usize)
}

fn stats_reply(stats: host::Stats, args: &Args<'_>) -> Reply {
    let count = ("nparams", Value::from(stats.count as u64));
    if args.is_null(2) {
        return Reply::with([count]);
    }
    let named =
        |(field, value)| Value::Struct(vec![("field", Value::text(field)), ("value", Value::from(value))]);
    Reply::with([("params", Value::List(stats.values.into_iter().map(named).collect())), count])
}

fn numbers(list: Vec<u64>) -> Value {
    Value::List(list.into_iter().map(Value::from).collect())
}

pub(in crate::world) fn get_sysinfo(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    Ok(Value::text(host::sysinfo(&session.host()?.config)?).into())
}

pub(in crate::world) fn get_security_model(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    let (model, doi) = host::security_model(&session.host()?.config);
    let members = vec![("model", Value::text(model)), ("doi", Value::text(doi))];
    Ok(Reply::with([("secmodel", Value::Struct(members))]))
}

pub(in crate::world) fn get_cpu_model_names(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let names = host::cpu_model_names(&session.host()?.config, args.string(1))?;
    let count = names.len() as u64;
    let models = ("models", Value::List(names.into_iter().map(Value::text).collect()));
    Ok(Reply::both(count, (!args.is_null(2)).then_some(models)))
}

fn baseline_cpu(_: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let documents = args.call.arg(1);
    let documents: Vec<&str> = match &documents {
        Value::List(items) => {
            items.iter().take(args.uint(2) as usize).map(|item| item.as_text().unwrap_or_default()).collect()
        }
        _ => Vec::new(),
    };
    Ok(Value::text(host::baseline(&documents, args.flags() & EXPAND_FEATURES != 0)?).into())
}

pub(in crate::world) fn get_domain_capabilities(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let kind = host::DomainKind {
        emulator: args.text(1),
        arch: args.text(2),
        machine: args.text(3),
        virt_type: args.text(4),
    };
    Ok(Value::text(host::domain_capabilities(&session.host()?.config, kind)?).into())
}
