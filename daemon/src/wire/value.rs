//! One value by its type.

use uuid::Uuid;
use virtlab_core::api::{Handle, HandleKind, Identity, Member, Object, Value};
use virtlab_core::ground::params::{Double, ParamValue, TypedParam};

use super::error::CodecError;
use super::shape::Type;
use super::xdr::{Decoder, Encoder, XdrError};

/// Writes a value. `NULL` is 0 for numbers and nothing for arrays.
///
/// # Errors
/// For a value that is of another type, and for more than the type may have.
pub(super) fn encode_value(out: &mut Encoder, ty: &Type, value: &Value) -> Result<(), CodecError> {
    let number = || value.as_u64().unwrap_or_default();
    match ty {
        Type::Int | Type::UInt => out.uint(number() as u32),
        Type::Hyper | Type::UHyper => out.hyper(number()),
        Type::Double => out.hyper(double(value).to_bits()),
        Type::Text => out.string(value.as_text().ok_or(CodecError::Missing)?),
        Type::OptionalText => out.optional(value.as_text()),
        Type::Uuid => match value {
            Value::Bytes(bytes) if bytes.len() == 16 => out.fixed(bytes),
            _ => return Err(CodecError::Missing),
        },
        Type::Opaque(limit) => {
            let bytes: &[u8] = if let Value::Bytes(bytes) = value { bytes } else { &[] };
            within(bytes.len(), *limit)?;
            out.opaque(bytes);
        }
        Type::Chars(limit) => {
            let text = value.as_text().unwrap_or_default();
            within(text.len() + 1, *limit)?;
            out.uint(text.len() as u32 + 1);
            chars(out, text, text.len() + 1);
        }
        Type::FixedChars(length) => chars(out, value.as_text().unwrap_or_default(), *length),
        Type::Object(_) => match value {
            Value::Object(object) => encode_object(out, object)?,
            _ => return Err(CodecError::Missing),
        },
        Type::OptionalObject(kind) => {
            out.bool(*value != Value::Null);
            if *value != Value::Null {
                encode_value(out, &Type::Object(*kind), value)?;
            }
        }
        Type::Params(limit) => encode_params(out, value, *limit)?,
        Type::List(item, limit) => {
            encode_list(out, value, *limit, |out, value| encode_value(out, item, value))?
        }
        Type::Struct(fields) => {
            let Value::Struct(members) = value else { return Err(CodecError::Missing) };
            for (name, ty) in fields {
                let member = members.iter().find(|(member, _)| member == name).map(|(_, value)| value);
                encode_value(out, ty, member.unwrap_or(&Value::Null))?;
            }
        }
    }
    Ok(())
}

fn within(length: usize, limit: usize) -> Result<(), XdrError> {
    if length > limit { Err(XdrError::TooLong { length, limit }) } else { Ok(()) }
}

/// Characters travel as numbers of four bytes; what is missing is zeros.
fn chars(out: &mut Encoder, text: &str, length: usize) {
    let bytes = text.bytes().take(length.saturating_sub(1)).chain(std::iter::repeat(0));
    bytes.take(length).for_each(|byte| out.int(i32::from(byte as i8)));
}

fn double(value: &Value) -> f64 {
    match value {
        Value::Double(double) => double.get(),
        other => other.as_u64().unwrap_or_default() as f64,
    }
}

fn encode_list(
    out: &mut Encoder,
    value: &Value,
    limit: usize,
    item: impl Fn(&mut Encoder, &Value) -> Result<(), CodecError>,
) -> Result<(), CodecError> {
    let items: &[Value] = if let Value::List(items) = value { items } else { &[] };
    within(items.len(), limit)?;
    out.uint(items.len() as u32);
    items.iter().try_for_each(|value| item(out, value))
}

/// What it is known by, then the object that it belongs to.
fn encode_object(out: &mut Encoder, object: &Object) -> Result<(), CodecError> {
    let by_value = object.kind().by_value().ok_or(CodecError::Missing)?;
    let identity = object.identity();
    let parent = match object.parent() {
        Value::Object(parent) => Some(parent),
        _ => None,
    };
    if let Some(parent) = parent.filter(|_| by_value.parent_first) {
        encode_object(out, parent)?;
    }
    for member in by_value.members {
        match member {
            Member::Name => out.string(&identity.name),
            Member::Uuid => out.fixed(identity.uuid.as_bytes()),
            Member::Id => out.int(identity.id),
            Member::Pool => out.string(identity.pool()),
            Member::Key => out.string(identity.key()),
        }
    }
    match parent.filter(|_| !by_value.parent_first) {
        Some(parent) => encode_object(out, parent),
        None => Ok(()),
    }
}

/// What nothing was written to is left out: the caller knows by the numbers where it would be.
fn encode_params(out: &mut Encoder, value: &Value, limit: usize) -> Result<(), CodecError> {
    let items: &[Value] = if let Value::List(items) = value { items } else { &[] };
    let written = || items.iter().filter(|item| **item != Value::Null);
    let count = written().count();
    within(count, limit)?;
    out.uint(count as u32);
    written().try_for_each(|param| encode_param(out, param))
}

fn encode_param(out: &mut Encoder, value: &Value) -> Result<(), CodecError> {
    let Value::Param(param) = value else { return Err(CodecError::Missing) };
    let kind = param.value.kind().ok_or(CodecError::Missing)?;
    out.string(&param.field);
    out.int(kind as i32);
    match &param.value {
        ParamValue::Int(_) | ParamValue::UInt(_) | ParamValue::Boolean(_) => {
            out.uint(param.value.bits() as u32)
        }
        ParamValue::LLong(_) | ParamValue::ULLong(_) | ParamValue::Double(_) => out.hyper(param.value.bits()),
        ParamValue::String(_) | ParamValue::Unknown(_) => out.string(param.value.text()),
    }
    Ok(())
}

/// Reads a value. Objects are of the connection.
///
/// # Errors
/// For bytes that are none of the type.
pub(super) fn decode_value(
    bytes: &mut Decoder<'_>,
    ty: &Type,
    connection: Handle,
) -> Result<Value, CodecError> {
    Ok(match ty {
        Type::Int => bytes.int()?.into(),
        Type::UInt => bytes.uint()?.into(),
        Type::Hyper => (bytes.hyper()? as i64).into(),
        Type::UHyper => bytes.hyper()?.into(),
        Type::Double => Value::Double(f64::from_bits(bytes.hyper()?).into()),
        Type::Text => bytes.string()?.into(),
        Type::OptionalText => bytes.optional()?.map_or(Value::Null, Value::from),
        Type::Uuid => Value::Bytes(bytes.fixed(16)?.into()),
        Type::Opaque(limit) => Value::Bytes(bytes.opaque(*limit)?.into()),
        Type::Chars(limit) => {
            let length = bytes.length(*limit)?;
            read_chars(bytes, length)?
        }
        Type::FixedChars(length) => read_chars(bytes, *length)?,
        Type::Object(kind) => decode_object(bytes, *kind, connection)?.into(),
        Type::OptionalObject(kind) => match bytes.bool()? {
            true => decode_object(bytes, *kind, connection)?.into(),
            false => Value::Null,
        },
        Type::Params(limit) => decode_list(bytes, *limit, decode_param)?,
        Type::List(item, limit) => decode_list(bytes, *limit, |bytes| decode_value(bytes, item, connection))?,
        Type::Struct(fields) => {
            let field = |(name, ty): &(&'static str, Type)| Ok((*name, decode_value(bytes, ty, connection)?));
            Value::Struct(fields.iter().map(field).collect::<Result<_, CodecError>>()?)
        }
    })
}

/// Writes an object that may be `NULL`.
///
/// # Errors
/// For a value that is no object.
pub fn encode_optional(out: &mut Encoder, kind: HandleKind, value: &Value) -> Result<(), CodecError> {
    encode_value(out, &Type::OptionalObject(kind), value)
}

/// Reads an object that may be `NULL`.
///
/// # Errors
/// For bytes that are no object of the kind.
pub fn decode_optional(
    bytes: &mut Decoder<'_>,
    kind: HandleKind,
    connection: Handle,
) -> Result<Value, CodecError> {
    decode_value(bytes, &Type::OptionalObject(kind), connection)
}

fn decode_list(
    bytes: &mut Decoder<'_>,
    limit: usize,
    mut item: impl FnMut(&mut Decoder<'_>) -> Result<Value, CodecError>,
) -> Result<Value, CodecError> {
    let length = bytes.length(limit)?;
    (0..length).map(|_| item(bytes)).collect::<Result<_, _>>().map(Value::List)
}

fn read_chars(bytes: &mut Decoder<'_>, length: usize) -> Result<Value, CodecError> {
    let chars = (0..length).map(|_| bytes.int().map(|c| c as u8)).collect::<Result<Vec<u8>, _>>()?;
    let end = chars.iter().position(|byte| *byte == 0).unwrap_or(chars.len());
    Ok(String::from_utf8_lossy(&chars[..end]).into_owned().into())
}

fn decode_object(
    bytes: &mut Decoder<'_>,
    kind: HandleKind,
    connection: Handle,
) -> Result<Object, CodecError> {
    let by_value = kind.by_value().ok_or(CodecError::Missing)?;
    let mut identity = Identity::default();
    let mut parent = Value::Null;
    if by_value.parent_first {
        parent = decode_object(bytes, by_value.parent, connection)?.into();
    }
    for member in by_value.members {
        match member {
            Member::Name => identity.name = bytes.string()?.into(),
            Member::Uuid => identity.uuid = Uuid::from_slice(bytes.fixed(16)?).unwrap_or_default(),
            Member::Id => identity.id = bytes.int()?,
            Member::Pool => identity.place_mut().pool = bytes.string()?.into(),
            Member::Key => identity.place_mut().key = bytes.string()?.into(),
        }
    }
    if by_value.parent == connection.kind {
        parent = connection.into();
    } else if !by_value.parent_first {
        parent = decode_object(bytes, by_value.parent, connection)?.into();
    }
    Object::new(kind, parent, identity).ok_or(CodecError::Missing)
}

fn decode_param(bytes: &mut Decoder<'_>) -> Result<Value, CodecError> {
    let field = bytes.string()?;
    let value = match bytes.uint()? {
        1 => bytes.int()?.into(),
        2 => bytes.uint()?.into(),
        3 => ParamValue::LLong(bytes.hyper()? as i64),
        4 => bytes.hyper()?.into(),
        5 => ParamValue::Double(Double::from(f64::from_bits(bytes.hyper()?))),
        6 => bytes.bool()?.into(),
        7 => ParamValue::String(Some(bytes.string()?.into())),
        unknown => return Err(XdrError::Unknown(unknown).into()),
    };
    Ok(TypedParam::new(field, value).into())
}
