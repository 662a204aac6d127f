//! The functions of typed parameters, which need no connection. An array that grows goes in as a value and comes out as
//! another; how many it holds is told by the caller, as in C.

use std::sync::Arc;

use super::refused::of_wrong_type;
use crate::api::{FunctionId, Value};
use crate::ground::params::FIELD_LENGTH;
use crate::ground::{ErrorCode, ErrorDomain, ParamType, ParamValue, Result, TypedParam, VirError, number};
use crate::world::args::{Args, Handler, Reply};
use crate::world::session::Session;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        TypedParamsGet => get,
        TypedParamsGetInt => |s, a| get_as(s, a, ParamType::Int),
        TypedParamsGetUInt => |s, a| get_as(s, a, ParamType::UInt),
        TypedParamsGetLLong => |s, a| get_as(s, a, ParamType::LLong),
        TypedParamsGetULLong => |s, a| get_as(s, a, ParamType::ULLong),
        TypedParamsGetDouble => |s, a| get_as(s, a, ParamType::Double),
        TypedParamsGetBoolean => |s, a| get_as(s, a, ParamType::Boolean),
        TypedParamsGetString => |s, a| get_as(s, a, ParamType::String),
        TypedParamsAddInt => |_, a| add(a, [ParamValue::Int(a.int(4))]),
        TypedParamsAddUInt => |_, a| add(a, [ParamValue::UInt(a.uint(4))]),
        TypedParamsAddLLong => |_, a| add(a, [ParamValue::LLong(a.u64(4) as i64)]),
        TypedParamsAddULLong => |_, a| add(a, [ParamValue::ULLong(a.u64(4))]),
        TypedParamsAddDouble => |_, a| add(a, [a.double(4).into()]),
        TypedParamsAddBoolean => |_, a| add(a, [ParamValue::Boolean(a.int(4) != 0)]),
        TypedParamsAddString => |_, a| add(a, [a.text(4).unwrap_or_default().into()]),
        TypedParamsAddStringList => |_, a| add(a, a.texts(4).into_iter().map(ParamValue::from)),
        TypedParamsAddFromString => add_from_string,
        TypedParamsClear | TypedParamsFree => |_, _| Ok(Value::Void.into()),
        _ => return None,
    })
}

fn find(args: &Args<'_>) -> Option<TypedParam> {
    let name = args.text(2)?;
    args.params(0, 1).into_iter().find(|param| &*param.field == name)
}

fn get(_: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    Ok(find(args).map_or(Value::Null, Value::from).into())
}

fn get_as(_: &mut Session<'_>, args: &Args<'_>, kind: ParamType) -> Result<Reply> {
    let Some(param) = find(args) else { return Ok(Reply::done()) };
    if param.value.kind() != Some(kind) {
        return Err(of_wrong_type(&param, kind));
    }
    let value = match &param.value {
        ParamValue::Int(n) => Value::from(*n),
        ParamValue::UInt(n) => Value::from(*n),
        ParamValue::LLong(n) => Value::from(*n),
        ParamValue::ULLong(n) => Value::from(*n),
        ParamValue::Double(n) => Value::Double(*n),
        ParamValue::Boolean(yes) => Value::from(*yes),
        ParamValue::String(text) => text.as_deref().map_or(Value::Null, Value::text),
        ParamValue::Unknown(_) => Value::Null,
    };
    Ok(Reply::both(1, (!args.is_null(3)).then_some(("value", value))))
}

/// What `VIR_RESIZE_N` makes of the room in an array that is to hold one more.
fn grown(room: u64, used: u64) -> u64 {
    if used < room { room } else { room + (room / 2).max(used + 1 - room) }
}

/// Adds parameters of the name, one for each value.
fn add(args: &Args<'_>, values: impl IntoIterator<Item = ParamValue>) -> Result<Reply> {
    let mut params = args.params(0, 1);
    let name = args.string(3);
    let mut room = args.u64(2);
    for value in values {
        room = grown(room, params.len() as u64);
        if name.len() >= FIELD_LENGTH {
            return Err(VirError::internal(ErrorDomain::None, format!("Field name '{name}' too long")));
        }
        params.push(TypedParam { field: Arc::from(name), value });
    }
    let count = Value::from(params.len() as u64);
    Ok(Reply::with([("params", params.into()), ("nparams", count), ("maxparams", room.into())]))
}

/// The words that `virTypedParamsAddFromString` wants of a type, and what it reads of a text.
fn read(kind: ParamType, text: &str) -> Result<ParamValue, &'static str> {
    match kind {
        ParamType::Int => number::to_i32(text, 10).map(ParamValue::Int).ok_or("expected int"),
        ParamType::UInt => {
            number::to_u32_wrapping(text, 10).map(ParamValue::UInt).ok_or("expected unsigned int")
        }
        ParamType::LLong => number::to_i64(text, 10).map(ParamValue::LLong).ok_or("expected long long"),
        ParamType::ULLong => {
            number::to_u64_wrapping(text, 10).map(ParamValue::ULLong).ok_or("expected unsigned long long")
        }
        ParamType::Double => text.parse::<f64>().map(ParamValue::from).map_err(|_| "expected double"),
        ParamType::Boolean => match text.to_ascii_lowercase().as_str() {
            "true" | "1" => Ok(ParamValue::Boolean(true)),
            "false" | "0" => Ok(ParamValue::Boolean(false)),
            _ => Err(""),
        },
        ParamType::String => Ok(text.into()),
    }
}

fn add_from_string(_: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let name = args.string(3);
    let invalid = |detail: String| Err(VirError::new(ErrorDomain::None, ErrorCode::InvalidArg, detail));
    let Some(text) = args.text(5) else { return invalid(format!("NULL value for field '{name}'")) };
    if name.len() >= FIELD_LENGTH {
        return add(args, [ParamValue::Int(0)]);
    }
    let Some(kind) = ParamType::from_number(args.int(4)) else {
        let detail = format!("unexpected type {} for field {name}", args.int(4));
        return Err(VirError::internal(ErrorDomain::None, detail));
    };
    match read(kind, text) {
        Ok(value) => add(args, [value]),
        Err("") => invalid(format!("Invalid boolean value for field '{name}'")),
        Err(expected) => invalid(format!("Invalid value for field '{name}': {expected}")),
    }
}

/// The check of `virDomainAnnounceInterface`: parameters if their number is not 0, and `NULL` if it is.
pub(super) fn check_given(args: &Args<'_>) -> Result<()> {
    let (row, function) = (args.row, args.row.id.c_name());
    let at = |name: &str| row.position(name).unwrap_or_default();
    match (args.int(at("nparams")) != 0, args.is_null(at("params"))) {
        (true, true) => Err(VirError::must_not_be_null(row.from, function, "params")),
        (false, false) => Err(VirError::must_be_null(row.from, function, "params")),
        _ => Ok(()),
    }
}
