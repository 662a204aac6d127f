//! From Python's values to arguments of libvirt's functions, as libvirt-python takes them.

use virtlab_core::api::{Function, Kind, Param, Value as Gave};
use virtlab_core::ground::params::{ParamValue, TypedParam};

use super::Asked;
use super::event::shown;
use crate::python::names::Bound;
use crate::python::run::{Machine, Result};
use crate::python::value::Value;
use crate::span::Span;

/// An argument.
pub(super) fn argument(
    machine: &mut Machine<'_>,
    asked: &Asked<'_>,
    place: usize,
    param: &Param,
    value: &Value,
) -> Result<Gave> {
    let Asked { span, on, bound, .. } = *asked;
    let function = bound.id.c_name();
    let class = machine.heap.class(value);
    match param.kind {
        Kind::Int(c_type, _) | Kind::Choice(_, c_type) => whole(machine, span, c_type, value),
        Kind::Flags(_) => whole(machine, span, "unsigned int", value),
        Kind::LongFlags(_) => whole(machine, span, "unsigned long", value),
        Kind::Double => match value.float() {
            Some(n) => Ok(Gave::Double(n.into())),
            None => machine.raise(span, "TypeError", format!("must be real number, not {class}")),
        },
        Kind::Callback(_) => Ok(Gave::text(shown(machine, value))),
        Kind::Opaque(_) => Ok(Gave::text("opaque")),
        Kind::Bytes(_) => bytes(machine, span, on, value),
        // libvirt-python takes it for a dictionary, and fails inside Python.
        Kind::Params(_) if !is_dict(machine, value) && named_before(bound) => {
            machine.lacks(span, format!("{function}({class})"))
        }
        _ if matches!(value, Value::None) => Ok(Gave::Null),
        Kind::Handle(kind) => {
            let wanted = kind.c_type().trim_end_matches("Ptr");
            match value {
                Value::Ref(id) if class == wanted => machine.handle(span, *id),
                _ => machine.raise(span, "AttributeError", format!("'{class}' object has no attribute '_o'")),
            }
        }
        Kind::Text | Kind::Document | Kind::Uri | Kind::UuidText | Kind::Path => match value {
            Value::Str(text) if text.contains('\0') => {
                machine.raise(span, "ValueError", "embedded null character")
            }
            Value::Str(text) => {
                machine.worked(span, text.len() as u64 / 16)?;
                Ok(Gave::Text(text.clone()))
            }
            _ => {
                let text = format!("{function}() argument {place} must be str or None, not {class}");
                machine.raise(span, "TypeError", text)
            }
        },
        Kind::Uuid => match value {
            Value::Bytes(bytes) if bytes.len() == 16 => Ok(Gave::Bytes(bytes.clone())),
            Value::Str(text) if text.len() == 16 => Ok(Gave::Bytes(text.as_bytes().into())),
            _ => machine.raise_error(span, format!("{function}() failed")),
        },
        Kind::IntArray(_) | Kind::TextArray(_) | Kind::HandleArray(_) => array(machine, span, param, value),
        Kind::Params(_) => params(machine, asked, value),
        Kind::Credentials => super::many::credentials(machine, span, value),
        Kind::Out(_) | Kind::SizeOf(_) => Ok(param.default_value()),
    }
}

fn is_dict(machine: &Machine<'_>, value: &Value) -> bool {
    matches!(value, Value::Ref(id) if machine.heap.dict(*id).is_some())
}

/// Whether libvirt-python asks for the parameters that there are before it sets some.
fn named_before(bound: Bound) -> bool {
    use virtlab_core::api::FunctionId as F;
    matches!(
        bound.id,
        F::DomainSetSchedulerParameters
            | F::DomainSetSchedulerParametersFlags
            | F::DomainSetBlkioParameters
            | F::DomainSetMemoryParameters
            | F::DomainSetNumaParameters
            | F::DomainSetInterfaceParameters
            | F::NodeSetMemoryParameters
    )
}

/// The values of an array.
fn array(machine: &mut Machine<'_>, span: Span, param: &Param, value: &Value) -> Result<Gave> {
    let mut all = Vec::new();
    for item in machine.items(span, value)? {
        all.push(match (param.kind, &item) {
            (Kind::IntArray(c_type), _) => whole(machine, span, c_type.trim_end_matches(" *"), &item)?,
            (Kind::TextArray(_), Value::Str(text)) => Gave::Text(text.clone()),
            (Kind::HandleArray(_), Value::Ref(id)) if machine.heap.class(&item) == "virDomain" => {
                machine.handle(span, *id)?
            }
            (Kind::HandleArray(_), _) => {
                return machine.raise_error(span, "domain list contains non-domain elements".to_owned());
            }
            _ => return machine.raise(span, "TypeError", "Could not get the list of strings"),
        });
    }
    Ok(Gave::List(all))
}

/// A number, which has to fit C's type, or is cut to it where C's type has no sign.
fn whole(machine: &Machine<'_>, span: Span, c_type: &str, value: &Value) -> Result<Gave> {
    let Some(n) = value.number() else {
        let text = format!("'{}' object cannot be interpreted as an integer", machine.heap.class(value));
        return machine.raise(span, "TypeError", text);
    };
    let long = i64::try_from(n).is_ok();
    match c_type {
        "unsigned int" => Ok(Gave::Int(i64::from(n as u32))),
        "unsigned long long" if !long => machine.raise(span, "OverflowError", "int too big to convert"),
        "unsigned long" | "int" if !long => {
            machine.raise(span, "OverflowError", "Python int too large to convert to C long")
        }
        "unsigned long" | "unsigned long long" | "size_t" => Ok(Gave::from(n as u64)),
        "long long" | "long" => match i64::try_from(n) {
            Ok(n) => Ok(Gave::Int(n)),
            Err(_) => machine.raise(span, "OverflowError", "int too big to convert"),
        },
        _ => match i32::try_from(n) {
            Ok(n) => Ok(Gave::Int(n.into())),
            Err(_) => {
                let text = if n > 0 {
                    "signed integer is greater than maximum"
                } else {
                    "signed integer is less than minimum"
                };
                machine.raise(span, "OverflowError", text)
            }
        },
    }
}

/// Bytes, or a tuple of truths for the host's CPUs.
fn bytes(machine: &mut Machine<'_>, span: Span, on: Option<u32>, value: &Value) -> Result<Gave> {
    if let Value::Bytes(bytes) = value {
        return Ok(Gave::Bytes(bytes.clone()));
    }
    let Value::Tuple(items) = value else {
        return machine.raise(span, "TypeError", "Unexpected type, tuple is required");
    };
    let cpus = super::cpus::host_cpus(machine, span, on)?.max(1);
    let mut map = vec![0_u8; cpus.div_ceil(8)];
    for (at, item) in items.iter().enumerate().take(cpus) {
        if machine.truth(span, item)? {
            map[at / 8] |= 1 << (at % 8);
        }
    }
    Ok(Gave::Bytes(map.into()))
}

/// Typed parameters from a dictionary: their types are those of what is there now.
fn params(machine: &mut Machine<'_>, asked: &Asked<'_>, value: &Value) -> Result<Gave> {
    let Asked { span, bound, .. } = *asked;
    let pairs = match value {
        Value::Ref(id) if machine.heap.dict(*id).is_some() => {
            machine.heap.dict(*id).cloned().unwrap_or_default()
        }
        other => {
            let text = format!("Expected a dictionary, not {}", machine.heap.class(other));
            return machine.raise(span, "TypeError", text);
        }
    };
    if pairs.is_empty() && named_before(bound) {
        return machine.raise(span, "LookupError", "Need non-empty dictionary to set attributes");
    }
    let known = super::many::current(machine, asked)?;
    let mut all = Vec::new();
    for (key, value) in pairs.iter() {
        let field = machine.heap.str(key);
        let like = known.as_ref().map(|known| known.iter().find(|param| *param.field == *field));
        if like == Some(None) {
            let text = format!("Attribute name \"{field}\" could not be recognized");
            return machine.raise(span, "LookupError", text);
        }
        let like = like.flatten().map(|param| &param.value);
        let number = value.number();
        if let (Some(ParamValue::UInt(_)), Some(n)) = (like, number)
            && u32::try_from(n).is_err()
        {
            let text = if n < 0 {
                "can't convert negative value to unsigned int"
            } else {
                "Python int too large to convert to C unsigned int"
            };
            return machine.raise(span, "OverflowError", text);
        }
        let value = match (like, value, number) {
            (Some(ParamValue::Int(_)), _, Some(n)) => ParamValue::Int(n as i32),
            (Some(ParamValue::UInt(_)), _, Some(n)) => ParamValue::UInt(n as u32),
            (Some(ParamValue::LLong(_)), _, Some(n)) => ParamValue::LLong(n as i64),
            (Some(ParamValue::ULLong(_)), _, Some(n)) => ParamValue::ULLong(n as u64),
            (Some(ParamValue::Boolean(_)), _, Some(n)) => ParamValue::Boolean(n != 0),
            (Some(ParamValue::Double(_)), ..) if value.float().is_some() => {
                ParamValue::Double(value.float().unwrap_or(0.0).into())
            }
            (None | Some(ParamValue::String(_)), Value::Str(text), _) => {
                ParamValue::String(Some(text.clone()))
            }
            (None, Value::Bool(yes), _) => ParamValue::Boolean(*yes),
            (None, Value::Float(n), _) => ParamValue::Double((*n).into()),
            (None, _, Some(n)) if n < 0 => ParamValue::LLong(n as i64),
            (None, _, Some(n)) => ParamValue::ULLong(n as u64),
            (Some(_), ..) => return machine.raise(span, "TypeError", "an integer is required"),
            (_, other, _) => {
                let text =
                    format!("'{}' object cannot be interpreted as an integer", machine.heap.class(other));
                return machine.raise(span, "TypeError", text);
            }
        };
        all.push(TypedParam { field: field.as_str().into(), value }.into());
    }
    Ok(Gave::List(all))
}

/// How many an array has: the parameter that is named after it, or the number beside it.
pub(super) fn count(row: &Function, values: &mut [Gave]) {
    for (at, param) in row.params.iter().enumerate() {
        let array =
            matches!(param.kind, Kind::IntArray(_) | Kind::TextArray(_) | Kind::Params(_) | Kind::Bytes(_));
        let length = match values.get(at) {
            Some(Gave::List(items)) if array => items.len(),
            Some(Gave::Bytes(bytes)) if array => bytes.len(),
            _ => continue,
        };
        let counts =
            |at: usize| matches!(row.params.get(at), Some(param) if matches!(param.kind, Kind::Int(..)));
        let named = format!("n{}", param.name);
        let place = row
            .params
            .iter()
            .position(|param| param.name == named)
            .or_else(|| Some(at + 1).filter(|at| counts(*at)))
            .or_else(|| at.checked_sub(1).filter(|at| counts(*at)));
        if let Some(place) = place {
            values[place] = Gave::Int(length as i64);
        }
    }
}
