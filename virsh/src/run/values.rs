//! Values as virsh prints them: typed parameters, sizes.

use virtlab_core::api::Value;
use virtlab_core::ground::{ParamValue, TypedParam};

use super::calls::items;

/// A typed parameter's value as virsh prints it.
pub(super) fn param_text(value: &ParamValue) -> String {
    match value {
        ParamValue::Int(n) => n.to_string(),
        ParamValue::UInt(n) => n.to_string(),
        ParamValue::LLong(n) => n.to_string(),
        ParamValue::ULLong(n) => n.to_string(),
        ParamValue::Double(n) => format!("{:.6}", n.get()),
        ParamValue::Boolean(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        ParamValue::String(text) => text.as_deref().unwrap_or_default().to_owned(),
        ParamValue::Unknown(_) => String::new(),
    }
}

/// The typed parameters of an array.
pub(super) fn params(value: &Value) -> Vec<TypedParam> {
    let param = |item: &Value| match item {
        Value::Param(param) => Some((**param).clone()),
        _ => None,
    };
    items(value).iter().filter_map(param).collect()
}

/// A size as pools and volumes are told of, `1.00 GiB`.
pub(super) fn capacity(bytes: u64) -> String {
    in_units(bytes, 2)
}

/// A size in the largest unit that leaves at least one of it.
pub(super) fn in_units(bytes: u64, digits: usize) -> String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    let mut at = 0;
    let mut size = bytes as f64;
    while size >= 1024.0 && at + 1 < units.len() {
        size /= 1024.0;
        at += 1;
    }
    format!("{size:.digits$} {}", units[at])
}
