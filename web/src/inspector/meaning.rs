//! What a number of an outcome stands for: a state's word, a version with its dots, the unsigned -1.

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::domain::{DomainState, StateReason};
use virtlab_core::ground::{ErrorCode, ErrorDomain};
use yew::AttrValue;

use crate::i18n::I18n;
use crate::world::topology::ranges;
use crate::{t, words};

/// What the return value stands for; empty where it stands for itself.
pub fn of_return(i18n: &I18n, function: FunctionId, value: &Value) -> AttrValue {
    let number = match value {
        Value::Int(n) => *n,
        _ => return AttrValue::default(),
    };
    let small = i32::try_from(number).unwrap_or(-1);
    let name = match function {
        FunctionId::DomainGetID if number == i64::from(u32::MAX) => return t!(i18n, "meaning-no-id"),
        FunctionId::GetLastErrorCode | FunctionId::CopyLastError | FunctionId::ConnCopyLastError => {
            ErrorCode::from_number(small).map(ErrorCode::c_name)
        }
        FunctionId::GetLastErrorDomain => ErrorDomain::from_number(small).map(ErrorDomain::c_name),
        _ => None,
    };
    name.map(AttrValue::from).unwrap_or_default()
}

/// What a value that was written through a pointer, or a member of a struct that was, stands for. `all` is what was
/// written beside it: a reason means nothing without its state.
pub fn of_written(
    i18n: &I18n,
    function: FunctionId,
    name: &str,
    value: &Value,
    all: &[(&str, Value)],
) -> AttrValue {
    if function == FunctionId::NodeGetInfo {
        return i18n.text(&format!("node-info-{name}.about"), &[]);
    }
    let number = |value: &Value| match value {
        Value::Int(n) => i32::try_from(*n).ok(),
        _ => None,
    };
    let state = |value: &Value| number(value).and_then(DomainState::from_number);
    let found = match (function, name) {
        (FunctionId::DomainGetState | FunctionId::DomainGetInfo, "state") => {
            state(value).map(|one| format!("{}: {}", one.c_name(), words::state(i18n, one)).into())
        }
        (FunctionId::DomainGetState, "reason") => all
            .iter()
            .find(|(other, _)| *other == "state")
            .and_then(|(_, value)| state(value))
            .and_then(|state| StateReason::from_numbers(state, number(value)?))
            .map(|pair| format!("{}: {}", pair.c_name(), words::reason(i18n, pair)).into()),
        (_, "hvVer" | "libVer" | "typeVer") => number(value).map(|number| version(number).into()),
        (_, name) if name.contains("map") => match value {
            Value::Bytes(bytes) => Some(t!(i18n, "meaning-bits", bits = bits(bytes))),
            _ => None,
        },
        _ => None,
    };
    found.unwrap_or_default()
}

/// The bits that are set, from the lowest of the first byte, in ranges.
fn bits(bytes: &[u8]) -> String {
    let bit = |(n, byte): (u32, &u8)| {
        let byte = *byte;
        (0..8).filter(move |bit| byte >> bit & 1 == 1).map(move |bit| n * 8 + bit).collect::<Vec<_>>()
    };
    let set: Vec<u32> = (0..).zip(bytes).flat_map(bit).collect();
    if set.is_empty() { "-".to_owned() } else { ranges(set) }
}

/// Major × 1,000,000 + minor × 1,000 + release, with dots.
fn version(number: i32) -> String {
    format!("{}.{}.{}", number / 1_000_000, number / 1000 % 1000, number % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_told_by_its_bits() {
        assert_eq!(bits(&[0b0000_1111, 0b1000_0001]), ranges(vec![0, 1, 2, 3, 8, 15]));
        assert_eq!(bits(&[0, 0]), "-");
    }

    #[test]
    fn a_reason_is_one_of_its_state() {
        let i18n = I18n::english();
        let all = [("state", Value::Int(3)), ("reason", Value::Int(1))];
        let of = |name, value: &Value| of_written(&i18n, FunctionId::DomainGetState, name, value, &all);
        assert_eq!(of("state", &all[0].1), "VIR_DOMAIN_PAUSED: paused");
        assert_eq!(of("reason", &all[1].1), "VIR_DOMAIN_PAUSED_USER: somebody asked for it");
        assert_eq!(of("reason", &Value::Int(99)), "");
    }

    #[test]
    fn numbers_with_a_meaning_get_it() {
        let i18n = I18n::english();
        let version = of_written(&i18n, FunctionId::GetVersion, "libVer", &Value::Int(12_008_000), &[]);
        assert_eq!(version, "12.8.0");
        let code = |n| of_return(&i18n, FunctionId::GetLastErrorCode, &Value::Int(n));
        assert_eq!((code(42).as_str(), code(9999).as_str()), ("VIR_ERR_NO_DOMAIN", ""));
        let id = |n| of_return(&i18n, FunctionId::DomainGetID, &Value::Int(n));
        assert!(id(4_294_967_295).contains("-1"));
        assert_eq!(id(2), "");
    }
}
