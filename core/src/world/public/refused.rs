//! Functions that the test driver refuses after checks that no row can say.

use crate::api::{FunctionId, Value};
use crate::ground::params::{ParamType, ParamValue, TypedParam};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};
use crate::world::args::{Args, Handler, Reply};
use crate::world::session::Session;

/// The handlers of this file's functions.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        DomainBlockRebase => block_rebase,
        DomainSaveParams => save_params,
        DomainOpenGraphics => open_graphics,
        _ => return None,
    })
}

/// `virReportUnsupportedError`: the driver has no function for it.
///
/// # Errors
/// `VIR_ERR_NO_SUPPORT`, always.
pub(in crate::world) fn no_support(args: &Args<'_>) -> Result<Reply> {
    Err(VirError::new(args.row.from, ErrorCode::NoSupport, args.row.id.c_name()))
}

/// The typed parameters of an array, as many as the number behind it says.
pub(in crate::world) fn params<'c>(args: &Args<'c>, index: usize, count: usize) -> Vec<&'c TypedParam> {
    let Some(Value::List(items)) = args.call.args.get(index) else { return Vec::new() };
    let params = items.iter().filter_map(|item| match item {
        Value::Param(param) => Some(&**param),
        _ => None,
    });
    params.take(usize::try_from(args.int(count)).unwrap_or(0)).collect()
}

/// `virTypedParamsGetString`.
///
/// # Errors
/// `VIR_ERR_INVALID_ARG` if it is there with another type.
pub(in crate::world) fn string_param<'p>(
    session: &mut Session<'_>,
    params: &[&'p TypedParam],
    field: &str,
) -> Result<Option<&'p str>> {
    match params.iter().find(|param| &*param.field == field) {
        None => Ok(None),
        Some(TypedParam { value: ParamValue::String(text), .. }) => Ok(text.as_deref()),
        Some(other) => Err(wrong_type(session, other, ParamType::String)),
    }
}

/// What libvirt's typed parameter look-ups say of a parameter of another type than the one asked for.
/// They are public functions of their own, and so tell the error handler first.
pub(in crate::world) fn wrong_type(
    session: &mut Session<'_>,
    param: &TypedParam,
    wanted: ParamType,
) -> Box<VirError> {
    let error = of_wrong_type(param, wanted);
    let connection = session.connection.take();
    session.report(&error);
    session.connection = connection;
    error
}

/// The error of a look-up of a parameter of another type than the one asked for.
pub(in crate::world) fn of_wrong_type(param: &TypedParam, wanted: ParamType) -> Box<VirError> {
    // libvirt says that it expected what it found.
    let (field, is, wanted) = (&param.field, param.value.word(), wanted.word());
    let detail = format!("invalid type '{wanted}' for parameter '{field}', expected '{is}'");
    VirError::new(ErrorDomain::None, ErrorCode::InvalidArg, detail)
}

fn block_rebase(_: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    const COPY: u32 = 8;
    // VIR_DOMAIN_BLOCK_REBASE_SHALLOW, _REUSE_EXT, _COPY_RAW and _COPY_DEV.
    const OF_COPY: u32 = 1 | 2 | 4 | 32;
    let function = args.row.id.c_name();
    if args.flags() & COPY != 0 && args.is_null(2) {
        return Err(VirError::must_not_be_null(args.row.from, function, "base"));
    }
    if args.flags() & COPY == 0 && args.flags() & OF_COPY != 0 {
        let message = "use of flags requires a copy job";
        return Err(VirError::argument(args.row.from, function, "flags", message));
    }
    no_support(args)
}

fn save_params(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    string_param(session, &params(args, 1, 2), "file")?;
    no_support(args)
}

/// A client of the world has no open files but the three that every program begins with, which are no sockets.
fn open_graphics(_: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    const EBADF: i32 = 9;
    let fd = args.int(2);
    if fd > 2 {
        let what = format!("Unable to access file descriptor {fd}");
        return Err(VirError::system(args.row.from, EBADF, &what, "Bad file descriptor"));
    }
    let message = format!("fd {fd} must be a socket");
    Err(VirError::argument(args.row.from, args.row.id.c_name(), "fd", message))
}
