//! What a domain's devices did, and what can be read of a guest from outside. The test driver makes up what it says.

use crate::api::{FunctionId, Value};
use crate::domain::lookup::{disk_by_name, interface_by_name};
use crate::ground::limits::ARRAY_ITEMS_MAX;
use crate::ground::{ErrorCode, Result, VirError};
use crate::world::args::{Args, Handler, Reply};
use crate::world::public::agent::active;
use crate::world::session::Session;

/// The handlers of this file's functions.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        DomainBlockStats => block_stats,
        DomainInterfaceStats => interface_stats,
        DomainGetBlockInfo => get_block_info,
        DomainMemoryPeek => memory_peek,
        DomainGetDiskErrors => get_disk_errors,
        DomainGetControlInfo => get_control_info,
        DomainGetSecurityLabel => get_security_label,
        DomainInjectNMI => inject_nmi,
        DomainSendProcessSignal => send_process_signal,
        DomainGetLaunchSecurityInfo => get_launch_security_info,
        _ => return None,
    })
}

fn refuse<T>(session: &Session<'_>, code: ErrorCode, detail: impl Into<Box<str>>) -> Result<T> {
    Err(VirError::new(session.driver_domain()?, code, detail))
}

/// The numbers that fit into the caller's struct of that many bytes, eight each.
fn numbers(size: u64, numbers: &[(&'static str, u64)]) -> Value {
    let whole = usize::try_from(size / 8).unwrap_or(usize::MAX);
    Value::Struct(numbers.iter().take(whole).map(|(name, number)| (*name, Value::from(*number))).collect())
}

/// The time of day in microseconds, from which the test driver makes its statistics.
fn base(session: &Session<'_>) -> u64 {
    *session.clock_ns / 1000
}

fn block_stats(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let path = args.string(1);
    if path.is_empty() {
        let detail = "summary statistics are not supported yet";
        return refuse(session, ErrorCode::OperationUnsupported, detail);
    }
    let domain = active(session, args)?;
    if disk_by_name(&domain.def.devices, path).is_none() {
        return refuse(session, ErrorCode::InvalidArg, format!("invalid path: {path}"));
    }
    let base = base(session);
    let stats = [
        ("rd_req", base / 10),
        ("rd_bytes", base / 20),
        ("wr_req", base / 30),
        ("wr_bytes", base / 40),
        ("errs", base / 2_000_000),
    ];
    Ok(Reply::with([("stats", numbers(args.u64(3), &stats))]))
}

fn interface_stats(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let domain = active(session, args)?;
    interface_by_name(&domain.def.devices, args.string(1))?;
    let base = base(session);
    let stats = [
        ("rx_bytes", base / 10),
        ("rx_packets", base / 100),
        ("rx_errs", base / 1_000_000),
        ("rx_drop", base / 2_000_000),
        ("tx_bytes", base / 20),
        ("tx_packets", base / 110),
        ("tx_errs", base / 3_000_000),
        ("tx_drop", base / 4_000_000),
    ];
    Ok(Reply::with([("stats", numbers(args.u64(3), &stats))]))
}

/// Every disk is said to be of the same size, in bytes.
fn get_block_info(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let path = args.string(1);
    let devices = &session.domain(args.handle(0))?.def.devices;
    let Some(place) = disk_by_name(devices, path) else {
        return refuse(session, ErrorCode::InvalidArg, format!("invalid path {path} not assigned to domain"));
    };
    if devices.disks[place].source.is_empty() {
        let detail = format!("disk '{path}' does not currently have a source assigned");
        return refuse(session, ErrorCode::InvalidArg, detail);
    }
    let info = vec![
        ("capacity", Value::from(1_099_506_450_432u64)),
        ("allocation", 1_099_511_627_776u64.into()),
        ("physical", 1_099_511_627_776u64.into()),
    ];
    Ok(Reply::with([("info", Value::Struct(info))]))
}

/// Each byte of memory is said to be what its address ends with.
fn memory_peek(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if args.flags() == 0 {
        let detail = "flags parameter must be VIR_MEMORY_VIRTUAL or VIR_MEMORY_PHYSICAL";
        return refuse(session, ErrorCode::InvalidArg, detail);
    }
    active(session, args)?;
    let size = usize::try_from(args.u64(2)).unwrap_or(usize::MAX).min(ARRAY_ITEMS_MAX);
    if args.is_null(3) {
        return Ok(Reply::done());
    }
    let first = args.u64(1).to_le_bytes()[0];
    let bytes: Vec<u8> = (0..size).map(|at| first.wrapping_add(at.to_le_bytes()[0])).collect();
    Ok(Reply::with([("buffer", Value::Bytes(bytes.into()))]))
}

/// The disks are said to have the errors of `virDomainDiskErrorCode` by turns.
fn get_disk_errors(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let domain = active(session, args)?;
    let disks = &domain.def.devices.disks;
    if args.is_null(1) {
        return Ok((disks.len() as u64).into());
    }
    let room = args.uint(2) as usize;
    let errors = disks.iter().zip([1, 2].into_iter().cycle()).take(room).map(|(disk, error)| {
        let target = disk.target.as_deref().unwrap_or_default();
        Value::Struct(vec![("disk", Value::text(target)), ("error", Value::Int(error))])
    });
    let errors: Vec<Value> = errors.collect();
    Ok(Reply::both(errors.len() as u64, [("errors", Value::List(errors))]))
}

/// What the guest's clock was set to says how the control interface is: an oddity of the test driver, which lets tests see
/// every answer.
fn get_control_info(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let seconds = active(session, args)?.guest.seconds;
    let (state, details, since) = match seconds {
        1..10_000 => (1, 0, seconds),
        10_000..30_000 => (2, 0, seconds - 10_000),
        30_000..60_000 => (3, seconds % 4, seconds - 30_000),
        _ => (0, 0, 0),
    };
    let info = vec![
        ("state", Value::Int(state)),
        ("details", Value::Int(details)),
        ("stateTime", Value::Int(since)),
    ];
    Ok(Reply::with([("info", Value::Struct(info))]))
}

fn get_security_label(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let active = session.domain(args.handle(0))?.active();
    let label = if active { "libvirt-test" } else { "" };
    let label = vec![("label", Value::text(label)), ("enforcing", active.into())];
    Ok(Reply::with([("seclabel", Value::Struct(label))]))
}

fn inject_nmi(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    active(session, args)?;
    Ok(Reply::done())
}

/// Signals go to the first process alone, whether or not the domain runs.
fn send_process_signal(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if args.u64(1) != 1 {
        return refuse(session, ErrorCode::InvalidArg, "only sending a signal to pid 1 is supported");
    }
    // VIR_DOMAIN_PROCESS_SIGNAL_RT32 is the last one.
    if args.uint(2) > 64 {
        // libvirt prints the unsigned number as a signed one.
        let detail = format!("signum value {} is out of range", args.int(2));
        return refuse(session, ErrorCode::InvalidArg, detail);
    }
    session.domain(args.handle(0))?;
    Ok(Reply::done())
}

/// libvirt's public function lets the driver give strings by a flag that the test driver does not know: it always refuses.
fn get_launch_security_info(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    const STRINGS: u32 = 4;
    let unknown = args.flags() | STRINGS;
    let driver = session.host()?.config.driver();
    let function = format!("{}DomainGetLaunchSecurityInfo", driver.function_prefix());
    let message = format!("unsupported flags (0x{unknown:x}) in function {function}");
    Err(VirError::argument(driver.error_domain(), &function, "flags", message))
}
