//! The checks of a public function, in the order of its row: libvirt's `virCheck…` macros.

use super::args::Args;
use super::session::Session;
use crate::api::{Check, Handle, HandleKind, Kind};
use crate::ground::params::{FIELD_LENGTH, ParamValue};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

/// Runs the checks before any driver is asked: the first handle, then the row's.
///
/// # Errors
/// What libvirt's macros report.
pub(super) fn check(session: &mut Session<'_>, args: &Args<'_>) -> Result<()> {
    let row = args.row;
    if let Some(Kind::Handle(kind)) = row.params.first().map(|param| param.kind)
        && kind != HandleKind::Error
        && (kind != HandleKind::Connect || row.resets_error)
    {
        let handle = session.check_handle(args.handle(0), kind)?;
        session.connection = session.client.connection_of(handle).map(|connection| connection.number);
    }
    for one in row.checks {
        check_one(session, args, *one)?;
    }
    Ok(())
}

fn check_one(session: &mut Session<'_>, args: &Args<'_>, check: Check) -> Result<()> {
    let row = args.row;
    let function = row.id.c_name();
    let at = |name: &str| row.position(name).unwrap_or_default();
    let refuse =
        |argument: &str, message: String| Err(VirError::argument(row.from, function, argument, message));
    match check {
        Check::Writable if session.conn()?.read_only => restricted(row.from, function),
        Check::WritableFor(bits, message) if args.flags() & bits != 0 && session.conn()?.read_only => {
            Err(VirError::new(row.from, ErrorCode::OperationDenied, message))
        }
        Check::NonNull(name) | Check::NonEmpty(name) if args.is_null(at(name)) => {
            Err(VirError::must_not_be_null(row.from, function, name))
        }
        Check::NonEmpty(name) if args.string(at(name)).is_empty() => {
            refuse(name, format!("string {name} in {function} must not be empty"))
        }
        Check::NonNegative(name) if args.int(at(name)) < 0 => {
            Err(VirError::must_not_be_negative(row.from, function, name))
        }
        Check::Positive(name) if args.int(at(name)) <= 0 => {
            refuse(name, format!("{name} in {function} must be greater than zero"))
        }
        Check::NonZero(name) if args.u64(at(name)) == 0 => {
            refuse(name, format!("{name} in {function} must not be zero"))
        }
        Check::NonNullArray(name, size) if args.is_null(at(name)) && is_positive(args, at(size)) => {
            Err(VirError::must_not_be_null(row.from, function, name))
        }
        Check::Params(name, count) => check_params(args, at(name), at(count)),
        Check::Product(one, other) => check_product(args, at(one), at(other)),
        Check::Own => super::public::own_check(args),
        check => check_rest(session, args, check),
    }
}

/// The checks of several arguments, and those that few functions make.
fn check_rest(session: &mut Session<'_>, args: &Args<'_>, check: Check) -> Result<()> {
    let row = args.row;
    let function = row.id.c_name();
    let at = |name: &str| row.position(name).unwrap_or_default();
    let refuse =
        |argument: &str, message: String| Err(VirError::argument(row.from, function, argument, message));
    let has = |flag: &str| {
        // libvirt's macro takes several flags as they stand in its source.
        let bits = |name: &str| crate::api::flag_value(name).unwrap_or(0) as u32;
        flag.split(" | ").any(|name| args.flags() & bits(name) != 0)
    };
    match check {
        // The name of the argument is libvirt's slip: its macro names a variable that is not there.
        Check::Exclusive(one, other) if has(one) && has(other) => {
            refuse("ctl", format!("Flags '{one}' and '{other}' are mutually exclusive"))
        }
        Check::Requires(one, other) if has(one) && !has(other) => {
            refuse("ctl", format!("Flag '{other}' is required by flag '{one}'"))
        }
        Check::OnlyMinusOne(name, argument) if args.int(at(name)) < -1 => {
            refuse(argument, format!("{name} in {function} only accepts -1 as a negative value"))
        }
        Check::Below(name, bound) if i64::from(args.int(at(name))) >= bound => {
            refuse(name, format!("{name} must be less than {bound}"))
        }
        Check::BelowIn(name, bound) if i64::from(args.int(at(name))) >= bound => {
            refuse(name, format!("{name} in {function} must be less than {bound}"))
        }
        Check::NonEmptyIfGiven(name) if args.text(at(name)).is_some_and(str::is_empty) => {
            refuse(name, format!("string {name} in {function} must not be empty"))
        }
        Check::NonNullFor(flags, name) if args.flags() & flags != 0 && args.is_null(at(name)) => {
            Err(VirError::must_not_be_null(row.from, function, name))
        }
        Check::Handle(kind, name) => session.check_handle(args.handle(at(name)), kind).map(|_| ()),
        Check::StreamOfDomain(name) | Check::StreamOfVolume(name) => stream_of_same(session, args, name),
        Check::WritableBoth(name) => writable_both(session, args, at(name)),
        Check::WritableConnection(name) => {
            let connection = session.check_handle(args.handle(at(name)), HandleKind::Connect)?;
            let read_only = session.client.connection(connection).is_some_and(|conn| conn.read_only);
            if read_only { restricted(row.from, function) } else { Ok(()) }
        }
        // libvirt calls the argument flags.
        Check::Supported(name, count) if args.uint(at(name)) >= count => {
            refuse("flags", format!("{name} '{}' is not supported", args.int(at(name))))
        }
        Check::AtMost(name, bound) if args.u64(at(name)) > bound.unsigned_abs() => {
            refuse(name, format!("{name} must not exceed {bound}"))
        }
        Check::WritableIf(name, number)
            if i64::from(args.uint(at(name))) == number && session.conn()?.read_only =>
        {
            restricted(row.from, function)
        }
        Check::DomainsOfOneConnection(name) => domains_of_one_connection(session, args, at(name)),
        Check::Kib(name) if args.u64(at(name)) > i64::MAX as u64 / 1024 => {
            let detail = format!("input too large: {}", args.u64(at(name)));
            Err(VirError::new(row.from, ErrorCode::Overflow, detail))
        }
        Check::OfConnection(name) if !args.is_null(at(name)) => of_connection(session, args, name),
        _ => Ok(()),
    }
}

/// `virCheckReadOnlyGoto` of two connections: the call's, and that of another object.
fn writable_both(session: &Session<'_>, args: &Args<'_>, index: usize) -> Result<()> {
    let other = args.handle(index).and_then(|handle| session.client.connection_of(handle));
    let other = other.and_then(|handle| session.client.connection(handle));
    match session.conn()?.read_only || other.is_some_and(|conn| conn.read_only) {
        true => restricted(args.row.from, args.row.id.c_name()),
        false => Ok(()),
    }
}

/// Whether a handle came by the connection of the call.
fn is_of_connection(session: &Session<'_>, handle: Handle) -> bool {
    session.connection == session.client.connection_of(handle).map(|connection| connection.number)
}

/// `dom->conn != conn`, of an object that events of a connection are asked for.
fn of_connection(session: &mut Session<'_>, args: &Args<'_>, name: &str) -> Result<()> {
    let index = args.row.position(name).unwrap_or_default();
    let Kind::Handle(kind) = args.row.params[index].kind else { return Ok(()) };
    let handle = session.check_handle(args.handle(index), kind)?;
    if is_of_connection(session, handle) {
        return Ok(());
    }
    let (object, function) = (&session.known(Some(handle), kind)?.name, args.row.id.c_name());
    let message = match kind {
        HandleKind::Domain => format!("domain '{object}' must match connection"),
        _ => {
            let what = kind.by_value().map_or("", |by_value| by_value.word).replace('_', " ");
            format!("{what} '{object}' in {function} must match connection")
        }
    };
    Err(VirError::argument(args.row.from, function, name, message))
}

/// `conn != st->conn` of the functions that are given a domain or a volume, and a stream.
fn stream_of_same(session: &mut Session<'_>, args: &Args<'_>, name: &str) -> Result<()> {
    let at = args.row.position(name).unwrap_or_default();
    let stream = session.check_handle(args.handle(at), HandleKind::Stream)?;
    if is_of_connection(session, stream) {
        return Ok(());
    }
    let function = args.row.id.c_name();
    let message = match args.handle(0) {
        Some(volume) if volume.kind == HandleKind::StorageVol => {
            let volume = &session.known(Some(volume), HandleKind::StorageVol)?.name;
            format!("stream in {function} must match connection of volume '{volume}'")
        }
        domain => format!("stream must match connection of domain '{}'", session.dom(domain)?.name),
    };
    Err(VirError::argument(args.row.from, function, name, message))
}

/// The checks of `virDomainListGetStats`, which finds its connection by the first of its domains.
fn domains_of_one_connection(session: &mut Session<'_>, args: &Args<'_>, index: usize) -> Result<()> {
    let invalid = |detail: String| Err(VirError::new(args.row.from, ErrorCode::InvalidArg, detail));
    let handles = args.handles(index);
    if handles.is_empty() {
        let function = args.row.id.c_name();
        return invalid(format!("doms array in {function} must contain at least one domain"));
    }
    for handle in handles {
        let domain = session.check_handle(Some(handle), HandleKind::Domain)?;
        if session.connection.is_some() && !is_of_connection(session, domain) {
            return invalid("domains in 'doms' array must belong to a single connection".into());
        }
        session.connection = session.client.connection_of(domain).map(|connection| connection.number);
    }
    Ok(())
}

/// `VIR_INT_MULTIPLY_OVERFLOW`.
fn check_product(args: &Args<'_>, one: usize, other: usize) -> Result<()> {
    let (one, other) = (args.int(one), args.int(other));
    match one.checked_mul(other) {
        Some(_) => Ok(()),
        None => {
            let detail = format!("input too large: {one} * {other}");
            Err(VirError::new(args.row.from, ErrorCode::Overflow, detail))
        }
    }
}

/// `virTypedParameterValidateSet`, for drivers that take strings, as all do.
fn check_params(args: &Args<'_>, index: usize, count: usize) -> Result<()> {
    let refuse = |message: String| {
        Err(VirError::argument(ErrorDomain::None, "virTypedParameterValidateSet", "params", message))
    };
    for param in args.params(index, count) {
        if param.field.len() >= FIELD_LENGTH {
            let shown: String = param.field.chars().take(FIELD_LENGTH).collect();
            return refuse(format!("string parameter name '{shown}' too long"));
        }
        if param.value == ParamValue::String(None) {
            return refuse(format!("NULL string parameter '{}'", param.field));
        }
    }
    Ok(())
}

/// Whether a number is above 0, as its C type has it.
fn is_positive(args: &Args<'_>, index: usize) -> bool {
    match args.row.params[index].kind {
        Kind::Int("unsigned int", _) => args.uint(index) > 0,
        Kind::Int("size_t" | "unsigned long" | "unsigned long long", _) => args.u64(index) > 0,
        _ => args.int(index) > 0,
    }
}

fn restricted(from: ErrorDomain, function: &str) -> Result<()> {
    let detail = format!("read only access prevents {function}");
    Err(VirError::new(from, ErrorCode::OperationDenied, detail))
}

/// The driver's own look at the flags: `virCheckFlags`.
///
/// # Errors
/// `VIR_ERR_INVALID_ARG` for flags that the driver's function does not know.
pub(super) fn driver_flags(session: &Session<'_>, args: &Args<'_>) -> Result<()> {
    let Some((name, known)) = args.row.driver else { return Ok(()) };
    let unknown = args.flags() & !known;
    if unknown == 0 {
        return Ok(());
    }
    Err(session.unknown_flags(name, unknown)?)
}
