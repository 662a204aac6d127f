//! What libvirt's library makes of an answer before its caller sees it: what the caller's arrays and structs have room for,
//! and how many there are.

use virtlab_core::api::{Call, Kind, Param, Value};
use virtlab_core::world::Answered;

/// Fits an answer to what the caller gave.
pub(super) fn fit(call: &Call, answered: &mut Answered) {
    structs(call, answered);
    counts(call, answered);
    maps(call, answered);
}

fn position(call: &Call, wanted: impl Fn(&Param) -> bool) -> Option<usize> {
    call.function.row().params.iter().position(wanted)
}

/// A number of the call's by its parameter.
fn number(call: &Call, name: &str) -> Option<usize> {
    let index = position(call, |param| param.name == name)?;
    call.arg(index).as_u64().and_then(|n| usize::try_from(n).ok())
}

/// A struct has as many of its members, of eight bytes each, as the caller's has room for.
fn structs(call: &Call, answered: &mut Answered) {
    let Some(index) = position(call, |param| matches!(param.kind, Kind::SizeOf(_))) else { return };
    let whole =
        call.arg(index).as_u64().and_then(|size| usize::try_from(size / 8).ok()).unwrap_or(usize::MAX);
    for (_, value) in &mut answered.out {
        if let Value::Struct(members) = value {
            members.truncate(whole);
        }
    }
}

/// How many parameters there are is told where they do not tell it themselves.
fn counts(call: &Call, answered: &mut Answered) {
    let is_pointer = |kind| matches!(kind, Kind::Int("int *", _) | Kind::Out("int *"));
    let counts = |param: &Param| param.name == "nparams" && is_pointer(param.kind);
    let told = answered.out.iter().any(|(name, _)| *name == "nparams");
    let array = answered.out.iter().find_map(|(name, value)| match (*name, value) {
        ("params", Value::List(items)) => Some(items.len() as u64),
        _ => None,
    });
    if let (Some(count), false, true) = (array, told, position(call, counts).is_some()) {
        answered.out.push(("nparams", count.into()));
    }
}

/// Maps of CPUs are as many as CPUs were told of.
fn maps(call: &Call, answered: &mut Answered) {
    let (Some(maplen), Some(count)) = (number(call, "maplen"), answered.ret.as_u64()) else { return };
    let whole = usize::try_from(count).unwrap_or(usize::MAX).saturating_mul(maplen);
    for (name, value) in &mut answered.out {
        if let ("cpumaps", Value::Bytes(bytes)) = (*name, &*value)
            && bytes.len() > whole
        {
            *value = Value::Bytes(bytes[..whole].into());
        }
    }
}
