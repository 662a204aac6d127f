//! Migration, as far as it gets with the test driver: up to the check that finds out that the driver cannot do it.

use crate::api::FunctionId;
use crate::api::flag_value;
use crate::ground::params::{ParamType, ParamValue, TypedParam};
use crate::ground::{ErrorCode, Result, VirError};
use crate::world::args::{Args, Handler, Reply};
use crate::world::public::refused::{no_support, params, string_param};
use crate::world::session::Session;

const PEER2PEER: u32 = 2;
const TUNNELLED: u32 = 4;
const CHANGE_PROTECTION: u32 = 256;
const OFFLINE: u32 = 1024;

/// The handlers of this file's functions.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        DomainMigrate | DomainMigrate2 => migrate,
        DomainMigrate3 => migrate3,
        DomainMigrateToURI | DomainMigrateToURI2 | DomainMigrateToURI3 => to_uri,
        _ => return None,
    })
}

fn refuse<T>(args: &Args<'_>, code: ErrorCode, detail: &str) -> Result<T> {
    Err(VirError::new(args.row.from, code, detail))
}

/// A feature that a driver has to have, and the test driver has not.
fn lacks<T>(args: &Args<'_>, detail: &str) -> Result<T> {
    refuse(args, ErrorCode::ArgumentUnsupported, detail)
}

fn invalid<T>(args: &Args<'_>, message: &str) -> Result<T> {
    Err(VirError::argument(args.row.from, args.row.id.c_name(), "flags", message))
}

fn check_offline(args: &Args<'_>) -> Result<()> {
    match args.flags() & OFFLINE {
        0 => Ok(()),
        _ => lacks(args, "offline migration is not supported by the source host"),
    }
}

fn check_protection(args: &Args<'_>) -> Result<()> {
    match args.flags() & CHANGE_PROTECTION {
        0 => Ok(()),
        _ => lacks(args, "cannot enforce change protection"),
    }
}

fn migrate(_: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    check_offline(args)?;
    if args.flags() & PEER2PEER == 0 {
        check_protection(args)?;
        if args.flags() & TUNNELLED != 0 {
            let detail = "cannot perform tunnelled migration without using peer2peer flag";
            return refuse(args, ErrorCode::OperationInvalid, detail);
        }
    }
    no_support(args)
}

/// The parameters that migration had before it had typed ones.
const OLD_PARAMS: [&str; 4] = ["migrate_uri", "destination_name", "destination_xml", "bandwidth"];

fn migrate3(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if args.flags() & PEER2PEER != 0 {
        return invalid(args, "use virDomainMigrateToURI3 for peer-to-peer migration");
    }
    if args.flags() & TUNNELLED != 0 {
        return invalid(args, "cannot perform tunnelled migration without using peer2peer flag");
    }
    let given = params(args, 2, 3);
    string_param(session, &given, OLD_PARAMS[0])?;
    let name = string_param(session, &given, OLD_PARAMS[1])?;
    string_param(session, &given, OLD_PARAMS[2])?;
    check_bandwidth(session, &given)?;
    if name == Some("") {
        let function = args.row.id.c_name();
        let message = format!("string dname in {function} must not be empty");
        return Err(VirError::argument(args.row.from, function, "dname", message));
    }
    check_offline(args)?;
    check_protection(args)?;
    if given.iter().any(|param| !OLD_PARAMS.contains(&&*param.field)) {
        let detail =
            "Migration APIs with extensible parameters are not supported but extended parameters were passed";
        return lacks(args, detail);
    }
    no_support(args)
}

fn check_bandwidth(session: &mut Session<'_>, given: &[&TypedParam]) -> Result<()> {
    match given.iter().find(|param| &*param.field == OLD_PARAMS[3]) {
        Some(TypedParam { value: ParamValue::ULLong(_), .. }) | None => Ok(()),
        Some(other) => Err(super::refused::wrong_type(session, other, ParamType::ULLong)),
    }
}

/// `virDomainMigrateUnmanagedCheckCompat`, which reports by its own name and always ends with an error here.
fn to_uri(_: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let wrong = |message: String| {
        let function = "virDomainMigrateUnmanagedCheckCompat";
        Err(VirError::argument(args.row.from, function, "ctl", message))
    };
    let has = |name: &str| args.flags() & flag_value(name).unwrap_or(0) as u32 != 0;
    let (disk, increment) = ("VIR_MIGRATE_NON_SHARED_DISK", "VIR_MIGRATE_NON_SHARED_INC");
    let synchronous = "VIR_MIGRATE_NON_SHARED_SYNCHRONOUS_WRITES";
    if has(disk) && has(increment) {
        return wrong(format!("Flags '{disk}' and '{increment}' are mutually exclusive"));
    }
    if has(synchronous) && !has(disk) && !has(increment) {
        return wrong(format!("Flag '{disk} | {increment}' is required by flag '{synchronous}'"));
    }
    check_offline(args)?;
    match args.flags() & PEER2PEER {
        0 => lacks(args, "direct migration is not supported by the source host"),
        _ => lacks(args, "p2p migration is not supported by the source host"),
    }
}
