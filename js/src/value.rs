//! Arguments from JavaScript, and values to it.

use js_sys::{Array, BigInt, Object, Reflect, Uint8Array};
use virtlab_core::api::{Kind, Param, Value};
use virtlab_core::ground::ParamValue;
use wasm_bindgen::{JsCast, JsValue};

/// The largest whole number that a JavaScript number holds exactly.
const EXACT_MAX: i64 = 1 << 53;

/// An argument for a parameter; else what is wrong with it. `undefined` is what libvirt's default is.
pub fn read(param: &Param, value: &JsValue) -> Result<Value, String> {
    if value.is_undefined() {
        return Ok(param.default_value());
    }
    if let Some(text) = value.as_string() {
        return match param.kind {
            // Handles and flags are words of the journal's.
            Kind::Handle(_) | Kind::Flags(_) | Kind::LongFlags(_) | Kind::Choice(..) => {
                text.parse().map_err(|error| format!("{error}"))
            }
            _ => Ok(Value::Text(text.into())),
        };
    }
    plain(param, value)
}

fn plain(param: &Param, value: &JsValue) -> Result<Value, String> {
    if value.is_null() {
        return Ok(Value::Null);
    }
    if let Some(yes) = value.as_bool() {
        return Ok(Value::Int(i64::from(yes)));
    }
    if let Some(n) = value.as_f64() {
        return number(param, n);
    }
    if let Some(big) = value.dyn_ref::<BigInt>() {
        let digits = big.to_string(10).map(String::from).map_err(|_| "no number".to_owned())?;
        return digits.parse().map_err(|_| "a whole number of more than 64 bits".into());
    }
    if let Some(bytes) = value.dyn_ref::<Uint8Array>() {
        return Ok(Value::Bytes(bytes.to_vec().into()));
    }
    if Array::is_array(value) {
        let items: Result<_, _> =
            Array::from(value).iter().map(|item| read(param, &item).and_then(handle)).collect();
        return Ok(Value::List(items?));
    }
    parameter(value)
}

/// In an array of handles they come as texts.
fn handle(item: Value) -> Result<Value, String> {
    match item {
        Value::Text(text) => Ok(text.parse().map_or(Value::Text(text), Value::Handle)),
        item => Ok(item),
    }
}

fn number(param: &Param, n: f64) -> Result<Value, String> {
    if n.fract() == 0.0 && n.abs() <= EXACT_MAX as f64 {
        return Ok(Value::Int(n as i64));
    }
    match param.kind {
        Kind::Double => Ok(Value::Double(n.into())),
        _ => Err(format!("{n} is no whole number that can be told exactly: a BigInt is")),
    }
}

/// A typed parameter: `{ field: "cpu_shares", type: "ullong", value: 10 }`.
fn parameter(value: &JsValue) -> Result<Value, String> {
    let member = |name: &str| Reflect::get(value, &JsValue::from_str(name)).ok();
    let text = |name: &str| member(name).and_then(|member| member.as_string());
    let (Some(field), Some(kind)) = (text("field"), text("type")) else {
        return Err(
            "an argument is a text, a number, null, a Uint8Array, an array, or { field, type, value }".into(),
        );
    };
    let held = member("value").unwrap_or(JsValue::NULL);
    let said = match held.as_string() {
        Some(text) => Value::Text(text.into()),
        // The journal's text for such a parameter is read below, which looks whether type and value fit.
        None => plain(&Param { name: "value", kind: Kind::Double }, &held)?,
    };
    format!("{{{}: {kind} {said}}}", Value::Text(field.into())).parse().map_err(|error| format!("{error}"))
}

/// A value for JavaScript: handles as texts such as `dom1`, numbers that it cannot hold as BigInt, bytes as `Uint8Array`.
pub fn write(value: &Value) -> JsValue {
    match value {
        Value::Void | Value::Out => JsValue::UNDEFINED,
        Value::Null => JsValue::NULL,
        Value::Int(n) if n.abs() > EXACT_MAX => (*n).into(),
        Value::Int(n) => (*n as f64).into(),
        Value::Large(n) => (*n).into(),
        Value::Text(text) => JsValue::from_str(text),
        Value::Bytes(bytes) => Uint8Array::from(&bytes[..]).into(),
        Value::Handle(handle) => handle.to_string().into(),
        Value::Object(object) => object.to_string().into(),
        Value::List(items) => items.iter().map(write).collect::<Array>().into(),
        Value::Struct(members) => object(members.iter().map(|(name, member)| (*name, write(member)))),
        Value::Double(n) => n.get().into(),
        Value::Param(param) => {
            let kind = param.value.kind().map_or(JsValue::NULL, |kind| kind.word().into());
            object([("field", (&*param.field).into()), ("type", kind), ("value", param_value(&param.value))])
        }
        Value::Error(error) => serde_wasm_bindgen::to_value(error).unwrap_or(JsValue::NULL),
    }
}

fn param_value(value: &ParamValue) -> JsValue {
    match value {
        ParamValue::Int(n) => (*n).into(),
        ParamValue::UInt(n) => (*n).into(),
        ParamValue::LLong(n) => write(&Value::Int(*n)),
        ParamValue::ULLong(n) => write(&Value::from(*n)),
        ParamValue::Double(n) => n.get().into(),
        ParamValue::Boolean(yes) => (*yes).into(),
        ParamValue::String(text) => text.as_deref().map_or(JsValue::NULL, JsValue::from_str),
        ParamValue::Unknown(_) => JsValue::NULL,
    }
}

/// An object with these members.
pub fn object<'m>(members: impl IntoIterator<Item = (&'m str, JsValue)>) -> JsValue {
    let object = Object::new();
    for (name, member) in members {
        // Setting a member of an object of our own cannot fail.
        Reflect::set(&object, &JsValue::from_str(name), &member).ok();
    }
    object.into()
}
