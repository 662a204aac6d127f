//! Values and strings as Python writes them.

use virtlab_core::api::Value;
use virtlab_core::ground::params::{ParamValue, TypedParam};

/// A value as Python writes it.
pub(super) fn literal(name: &str, value: &Value) -> Result<String, String> {
    Ok(match value {
        Value::Null => "None".to_owned(),
        Value::Int(n) => n.to_string(),
        // libvirt-python reads most numbers as C's long, which has those above its range by the same bits.
        Value::Large(n) => n.cast_signed().to_string(),
        Value::Double(n) => format!("{:?}", n.get()),
        Value::Text(text) => quoted(text),
        Value::Handle(handle) => handle.to_string(),
        Value::Bytes(bytes) => {
            let each: String = bytes.iter().map(|byte| format!("\\x{byte:02x}")).collect();
            format!("b'{each}'")
        }
        Value::List(values) if values.iter().any(|value| matches!(value, Value::Param(_))) => {
            let each: Result<Vec<String>, String> = values.iter().map(|value| param(name, value)).collect();
            format!("{{{}}}", each?.join(", "))
        }
        Value::List(values) => {
            let each: Result<Vec<String>, String> = values.iter().map(|value| literal(name, value)).collect();
            format!("[{}]", each?.join(", "))
        }
        other => return Err(format!("{name} is {other}")),
    })
}

fn param(name: &str, value: &Value) -> Result<String, String> {
    let Value::Param(param) = value else { return Err(format!("{name} is not all typed parameters")) };
    let TypedParam { field, value } = &**param;
    let value = match value {
        ParamValue::Int(n) => n.to_string(),
        ParamValue::UInt(n) => n.to_string(),
        ParamValue::LLong(n) => n.to_string(),
        ParamValue::ULLong(n) => n.to_string(),
        ParamValue::Double(n) => format!("{:?}", n.get()),
        ParamValue::Boolean(yes) => if *yes { "True" } else { "False" }.to_owned(),
        ParamValue::String(Some(text)) => quoted(text),
        other => return Err(format!("{field} is {other}")),
    };
    Ok(format!("{}: {value}", quoted(field)))
}

/// A string as Python writes it: in three quotes if it has several lines.
pub(super) fn quoted(text: &str) -> String {
    let lines = text.contains('\n') && !text.contains("\'\'\'") && !text.ends_with('\'');
    let escaped: String = text
        .chars()
        .map(|c| match c {
            '\\' => "\\\\".to_owned(),
            '\'' if !lines => "\\'".to_owned(),
            '\n' if lines => "\n".to_owned(),
            '\n' => "\\n".to_owned(),
            c if c.is_control() => format!("\\x{:02x}", u32::from(c)),
            c => c.to_string(),
        })
        .collect();
    if lines { format!("\'\'\'{escaped}\'\'\'") } else { format!("'{escaped}'") }
}
