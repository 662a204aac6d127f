//! What the host is and has: each answers from the host's description and, where guests count, from its domains.

use crate::api::Value;
use crate::ground::{ErrorCode, Result, VirError};
use crate::host;
use crate::world::args::{Args, Reply};
use crate::world::session::Session;

fn not_yet(args: &Args<'_>) -> Result<Reply> {
    Err(VirError::new(args.row.from, ErrorCode::NoSupport, args.row.id.c_name()))
}

pub(in crate::world) fn get_capabilities(_: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    not_yet(args)
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

pub(in crate::world) fn get_max_vcpus(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    Ok(session.host()?.config.profile.max_vcpus.into())
}

pub(in crate::world) fn get_free_memory(_: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    not_yet(args)
}
pub(in crate::world) fn get_cells_free_memory(_: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    not_yet(args)
}
pub(in crate::world) fn get_free_pages(_: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    not_yet(args)
}
pub(in crate::world) fn get_cpu_map(_: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    not_yet(args)
}
pub(in crate::world) fn get_cpu_stats(_: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    not_yet(args)
}
pub(in crate::world) fn get_memory_stats(_: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    not_yet(args)
}
pub(in crate::world) fn get_sysinfo(_: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    not_yet(args)
}
pub(in crate::world) fn get_security_model(_: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    not_yet(args)
}
pub(in crate::world) fn get_cpu_model_names(_: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    not_yet(args)
}
pub(in crate::world) fn get_domain_capabilities(_: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    not_yet(args)
}
