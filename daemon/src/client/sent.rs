//! Calls as they go over the wire, and what goes beside them.

use uuid::Uuid;
use virtlab_core::api::{Call, FunctionId, Handle, HandleKind, Kind, Param, Value};
use virtlab_core::ground::uuid::parse_uuid;
use virtlab_core::ground::{ErrorCode, ErrorDomain, VirError};

/// The call that goes over the wire: libvirt's library reads texts of UUIDs itself, and has one procedure for functions that
/// are nearly the same.
pub(super) fn as_sent(call: &Call) -> Call {
    use FunctionId::*;
    let by_uuid = |function| {
        let uuid = uuid_of(call).unwrap_or_default();
        Call::new(function, [call.arg(0), Value::Bytes(uuid.as_bytes().as_slice().into())])
    };
    match call.function {
        DomainLookupByUUIDString => by_uuid(DomainLookupByUUID),
        NetworkLookupByUUIDString => by_uuid(NetworkLookupByUUID),
        StoragePoolLookupByUUIDString => by_uuid(StoragePoolLookupByUUID),
        NetworkPortLookupByUUIDString => by_uuid(NetworkPortLookupByUUID),
        DomainCreateLinux => Call { function: DomainCreateXML, ..call.clone() },
        DomainListGetStats => ended(call),
        _ => with_strings(call.clone()),
    }
}

/// The call with an array of objects that goes as far as its first `NULL`.
fn ended(call: &Call) -> Call {
    let mut call = call.clone();
    if let Some(Value::List(items)) = call.args.first_mut() {
        let end = items.iter().position(|item| *item == Value::Null).unwrap_or(items.len());
        items.truncate(end);
    }
    call
}

/// `VIR_TYPED_PARAM_STRING_OKAY`: the caller knows strings among parameters.
const STRING_OKAY: u64 = 4;

/// Functions for which the library says by itself that it knows strings.
const STRINGS: &[FunctionId] = {
    use FunctionId::*;
    &[
        DomainGetMemoryParameters,
        DomainGetNumaParameters,
        DomainGetBlkioParameters,
        DomainGetSchedulerParametersFlags,
        DomainBlockStatsFlags,
        DomainGetInterfaceParameters,
        DomainGetBlockIoTune,
        DomainGetCPUStats,
        DomainGetLaunchSecurityInfo,
        NodeGetMemoryParameters,
        NodeGetSEVInfo,
    ]
};

/// The call with that flag, if the function is one of them.
fn with_strings(mut call: Call) -> Call {
    let params = call.function.row().params;
    let flags = params.iter().rposition(|param| matches!(param.kind, Kind::Flags(_)));
    if let (Some(index), true) = (flags, STRINGS.contains(&call.function)) {
        call.args = (0..params.len()).map(|at| call.arg(at)).collect();
        call.args[index] = (call.arg(index).as_u64().unwrap_or_default() | STRING_OKAY).into();
    }
    call
}

/// The UUID whose text is the call's second argument.
pub(super) fn uuid_of(call: &Call) -> Option<Uuid> {
    parse_uuid(call.arg(1).as_text()?)
}

/// The stream that a call is given.
pub(super) fn stream_of(call: &Call) -> Option<Handle> {
    let takes = |param: &Param| param.kind == Kind::Handle(HandleKind::Stream);
    let index = call.function.row().params.iter().position(takes)?;
    call.arg(index).as_handle()
}

/// Whether a call asks for a stream in which holes come as such.
pub(super) fn sends_holes(call: &Call) -> bool {
    /// `VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM`.
    const SPARSE: u64 = 1;
    let sparse = call.arg(4).as_u64().is_some_and(|flags| flags & SPARSE != 0);
    call.function == FunctionId::StorageVolDownload && sparse
}

pub(super) fn no_holes() -> Box<VirError> {
    let message = "virtlab's client takes no holes in a stream: ask for the data without them, not sparse";
    VirError::new(ErrorDomain::Remote, ErrorCode::NoSupport, message)
}

/// The open files that a call hands over.
pub(super) fn files_of(call: &Call) -> Vec<i32> {
    let params = call.function.row().params;
    let index = params.iter().position(|param| ["files", "fds"].contains(&param.name));
    match index.map(|index| call.arg(index)) {
        Some(Value::List(files)) => {
            let number = |file: &Value| i32::try_from(file.as_u64()?).ok();
            files.iter().filter_map(number).collect()
        }
        _ => Vec::new(),
    }
}

pub(super) fn not_carried(function: FunctionId) -> Box<VirError> {
    let message = format!("virtlab's client cannot carry {}", function.c_name());
    VirError::new(ErrorDomain::Remote, ErrorCode::NoSupport, message)
}
