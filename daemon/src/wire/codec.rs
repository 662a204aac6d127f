//! Calls and outcomes as payloads, in both directions, by the shape of the function.

use std::borrow::Cow;

use virtlab_core::api::{Call, FunctionId, Handle, Kind, Outcome, Returns, Value};

use super::error::CodecError;
use super::room::{check_room, leave_out_arrays, list_limit, map_bytes};
use super::rows::asks_count;
use super::shape::{Member, Shape, Source};
use super::value::{decode_value, encode_value};
use super::xdr::{Decoder, Encoder};

/// Writes the arguments of a call, as a client does.
///
/// # Errors
/// For an argument that the procedure cannot carry, such as `NULL` for a string that must not be.
pub fn encode_args(shape: &Shape, call: &Call, out: &mut Encoder) -> Result<(), CodecError> {
    for member in &shape.args {
        match member.source {
            Source::Need(index) => out.bool(call.arg(index) != Value::Null),
            Source::Param(index) => {
                let value = counted(call, member, call.arg(index));
                encode_value(out, &member.ty, &value)?;
            }
            Source::Nothing => encode_value(out, &member.ty, &Value::Null)?,
            Source::Field(..) | Source::Return => return Err(CodecError::Missing),
        }
    }
    Ok(())
}

/// An array cut to the length that another argument gives.
fn counted(call: &Call, member: &Member, value: Value) -> Value {
    let count = member.count.and_then(|index| call.arg(index).as_u64());
    match (value, count) {
        (Value::List(mut items), Some(count)) => {
            items.truncate(usize::try_from(count).unwrap_or(usize::MAX));
            Value::List(items)
        }
        (value, _) => value,
    }
}

/// Reads the arguments of a call on a connection, as a server does.
///
/// # Errors
/// For bytes that are no arguments of the function, and for room for more than lists may have.
pub fn decode_args(
    function: FunctionId,
    shape: &Shape,
    connection: Handle,
    bytes: &mut Decoder<'_>,
) -> Result<Call, CodecError> {
    let row = function.row();
    let mut args: Vec<Value> = row.params.iter().map(|param| param.default_value()).collect();
    if let (Some(param), Some(first)) = (row.params.first(), args.first_mut())
        && param.kind == Kind::Handle(connection.kind)
    {
        *first = connection.into();
    }
    for (position, member) in shape.args.iter().enumerate() {
        match member.source {
            Source::Need(index) => {
                let value = if bytes.bool()? { Value::Out } else { Value::Null };
                args[index] = value;
            }
            Source::Param(index) => {
                let value = decode_value(bytes, &member.ty, connection)?;
                let length = match &value {
                    Value::List(items) => Some(items.len()),
                    Value::Bytes(bytes) => Some(bytes.len()),
                    _ => None,
                };
                // Of two arrays with one count, the first has it.
                let first = shape.args[..position].iter().all(|other| other.count != member.count);
                if let (Some(count), Some(length), true) = (member.count, length, first) {
                    args[count] = (length as u64).into();
                }
                // XDR makes no array where there is nothing to put into it.
                args[index] = if length == Some(0) { Value::Null } else { value };
            }
            Source::Nothing => drop(decode_value(bytes, &member.ty, connection)?),
            Source::Field(..) | Source::Return => return Err(CodecError::Missing),
        }
    }
    leave_out_arrays(row, &mut args);
    let call = Call { function, args };
    check_room(shape, &call).map_err(CodecError::Room)?;
    Ok(call)
}

/// Writes what came of a call that succeeded, as a server does.
///
/// # Errors
/// For more of something than libvirt's lists may have.
pub fn encode_ret(
    shape: &Shape,
    call: &Call,
    outcome: &Outcome,
    out: &mut Encoder,
) -> Result<(), CodecError> {
    let row = call.function.row();
    for member in &shape.ret {
        // Lists are not copied for this.
        let value = match member.source {
            Source::Return | Source::Need(_) => Cow::Borrowed(&outcome.ret),
            Source::Nothing => Cow::Owned(Value::Null),
            // The array has its own length; libvirtd tells the count only to those who asked for it alone.
            Source::Param(index) if asks_count(row) == Some(index) && call.arg(index) != Value::Int(0) => {
                Cow::Owned(Value::Int(0))
            }
            Source::Param(index) => {
                let value = written(outcome, row.params[index].name).map(Cow::Borrowed);
                filled_up(value.unwrap_or_else(|| Cow::Owned(given(call, index))), map_bytes(call, index))
            }
            Source::Field(index, field) => match written(outcome, row.params[index].name) {
                Some(Value::Struct(members)) => members
                    .iter()
                    .find(|(name, _)| *name == field)
                    .map_or(Cow::Owned(Value::Null), |(_, value)| Cow::Borrowed(value)),
                _ => Cow::Owned(Value::Null),
            },
        };
        if let (Value::List(items), Some(limit), Source::Param(index)) =
            (&*value, list_limit(member), member.source)
            && items.len() > limit
        {
            return Err(CodecError::TooMany { name: row.params[index].name, count: items.len(), limit });
        }
        encode_value(out, &member.ty, &value)?;
    }
    Ok(())
}

/// CPU maps with all the bytes that the caller has room for.
fn filled_up(value: Cow<'_, Value>, room: Option<usize>) -> Cow<'_, Value> {
    match (&*value, room) {
        (Value::Bytes(bytes), Some(room)) if bytes.len() < room => {
            Cow::Owned(Value::Bytes(bytes.iter().copied().chain(std::iter::repeat(0)).take(room).collect()))
        }
        _ => value,
    }
}

fn written<'o>(outcome: &'o Outcome, name: &str) -> Option<&'o Value> {
    outcome.out.iter().find(|(written, _)| *written == name).map(|(_, value)| value)
}

/// What a parameter has that nothing was written through: nothing for pointers, the argument itself for what is given.
fn given(call: &Call, index: usize) -> Value {
    match call.arg(index) {
        Value::Out => Value::Null,
        value => value,
    }
}

/// What came of a call, as a client reads it: what it returned, and what was written through its pointers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// What the function returned.
    pub ret: Value,
    /// What was written through pointers, by parameter.
    pub out: Vec<(&'static str, Value)>,
}

/// Reads what came of a call that succeeded, as a client does. Objects are of the connection that the call went by.
///
/// # Errors
/// For bytes that are no answer of the function.
pub fn decode_ret(
    shape: &Shape,
    call: &Call,
    connection: Handle,
    bytes: &mut Decoder<'_>,
) -> Result<Answer, CodecError> {
    let row = call.function.row();
    let mut answer = Answer { ret: returned_by_default(row.returns), out: Vec::new() };
    let mut counted = None;
    for member in &shape.ret {
        let value = decode_value(bytes, &member.ty, connection)?;
        match member.source {
            Source::Return | Source::Need(_) => answer.ret = value,
            Source::Nothing => {}
            Source::Param(index) => {
                if let (Value::List(items), None) = (&value, counted) {
                    counted = Some(items.len() as u64);
                }
                let value = match counted {
                    Some(count) if asks_count(row) == Some(index) && count > 0 => count.into(),
                    _ => value,
                };
                // What a caller gave no pointer for, nothing is written through.
                if call.arg(index) != Value::Null {
                    answer.out.push((row.params[index].name, value));
                }
            }
            Source::Field(index, field) => {
                let name = row.params[index].name;
                match answer.out.iter_mut().find(|(written, _)| *written == name) {
                    Some((_, Value::Struct(members))) => members.push((field, value)),
                    _ => answer.out.push((name, Value::Struct(vec![(field, value)]))),
                }
            }
        }
    }
    let returned = shape.ret.iter().any(|member| member.source == Source::Return);
    if let (Some(count), false, Returns::Number) = (counted, returned, row.returns) {
        answer.ret = count.into();
    }
    Ok(answer)
}

fn returned_by_default(returns: Returns) -> Value {
    match returns {
        Returns::Void => Value::Void,
        Returns::Text(_) | Returns::Handle(_) | Returns::Error => Value::Null,
        _ => Value::Int(0),
    }
}
