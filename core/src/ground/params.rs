//! Typed parameters: named values that carry their type, for calls whose list of settings grows from version to version.
//! `virTypedParameter` of libvirt, and the checks of its virtypedparam.c.

use std::fmt;
use std::sync::Arc;

use super::{ErrorCode, ErrorDomain, Result, VirError};

/// Bytes of a name, the zero at its end included. `VIR_TYPED_PARAM_FIELD_LENGTH`.
pub const FIELD_LENGTH: usize = 80;

/// `virTypedParameterType`: the types that there are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs)]
pub enum ParamType {
    Int = 1,
    UInt = 2,
    LLong = 3,
    ULLong = 4,
    Double = 5,
    Boolean = 6,
    String = 7,
}

impl ParamType {
    /// Every type.
    pub const ALL: [Self; 7] =
        [Self::Int, Self::UInt, Self::LLong, Self::ULLong, Self::Double, Self::Boolean, Self::String];

    /// libvirt's word for it, as its messages have it and as the text of a call does.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Int => "int",
            Self::UInt => "uint",
            Self::LLong => "llong",
            Self::ULLong => "ullong",
            Self::Double => "double",
            Self::Boolean => "boolean",
            Self::String => "string",
        }
    }

    /// The type of libvirt's number.
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind as i32 == number)
    }
}

/// A double, compared and hashed by its bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Double(u64);

impl From<f64> for Double {
    fn from(number: f64) -> Self {
        Self(number.to_bits())
    }
}

impl Double {
    /// The number.
    pub fn get(self) -> f64 {
        f64::from_bits(self.0)
    }
}

/// What a parameter is set to.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub enum ParamValue {
    Int(i32),
    UInt(u32),
    LLong(i64),
    ULLong(u64),
    Double(Double),
    Boolean(bool),
    /// A string; `None` for `NULL`, which calls refuse.
    String(Option<Arc<str>>),
    /// A type that there is not, by its number.
    Unknown(i32),
}

impl ParamValue {
    /// Its type, if there is such a one.
    pub fn kind(&self) -> Option<ParamType> {
        Some(match self {
            Self::Int(_) => ParamType::Int,
            Self::UInt(_) => ParamType::UInt,
            Self::LLong(_) => ParamType::LLong,
            Self::ULLong(_) => ParamType::ULLong,
            Self::Double(_) => ParamType::Double,
            Self::Boolean(_) => ParamType::Boolean,
            Self::String(_) => ParamType::String,
            Self::Unknown(_) => return None,
        })
    }

    /// The word of its type; libvirt says `unknown` for one that there is not.
    pub fn word(&self) -> &'static str {
        self.kind().map_or("unknown", ParamType::word)
    }

    /// The 64 bits that C would read from the union as an unsigned number; 0 for strings, whose address is no number of ours.
    pub fn bits(&self) -> u64 {
        match self {
            Self::Int(n) => u64::from(*n as u32),
            Self::UInt(n) => u64::from(*n),
            Self::LLong(n) => *n as u64,
            Self::ULLong(n) => *n,
            Self::Double(Double(bits)) => *bits,
            Self::Boolean(yes) => u64::from(*yes),
            Self::String(_) | Self::Unknown(_) => 0,
        }
    }

    /// The string inside; empty for what is none.
    pub fn text(&self) -> &str {
        match self {
            Self::String(Some(text)) => text,
            _ => "",
        }
    }
}

macro_rules! param_from {
    ($($t:ty => $variant:ident),*) => {
        $(impl From<$t> for ParamValue { fn from(value: $t) -> Self { Self::$variant(value.into()) } })*
    };
}
param_from!(i32 => Int, u32 => UInt, i64 => LLong, u64 => ULLong, f64 => Double, bool => Boolean);

impl From<&str> for ParamValue {
    fn from(text: &str) -> Self {
        Self::String(Some(text.into()))
    }
}

/// A name and what it is set to. `virTypedParameter`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct TypedParam {
    /// The name, such as `cpu_shares`.
    pub field: Arc<str>,
    /// The value with its type.
    pub value: ParamValue,
}

impl TypedParam {
    /// A parameter.
    pub fn new(field: impl AsRef<str>, value: impl Into<ParamValue>) -> Self {
        Self { field: field.as_ref().into(), value: value.into() }
    }
}

/// As in the text of a call, without the braces: `cpu_shares: ullong 10`.
impl fmt::Display for ParamValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(n) => write!(f, "int {n}"),
            Self::UInt(n) => write!(f, "uint {n}"),
            Self::LLong(n) => write!(f, "llong {n}"),
            Self::ULLong(n) => write!(f, "ullong {n}"),
            Self::Double(n) => write!(f, "double {}", n.get()),
            Self::Boolean(yes) => write!(f, "boolean {}", u8::from(*yes)),
            Self::String(None) => f.write_str("string NULL"),
            Self::String(Some(text)) => write!(f, "string {text:?}"),
            Self::Unknown(number) => write!(f, "type {number}"),
        }
    }
}

/// A name and a type that a call takes, and whether it may come more than once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Accepted {
    /// The name.
    pub field: &'static str,
    /// Its type.
    pub kind: ParamType,
    /// `VIR_TYPED_PARAM_MULTIPLE`.
    pub many: bool,
}

/// A name that may come once.
pub const fn takes(field: &'static str, kind: ParamType) -> Accepted {
    Accepted { field, kind, many: false }
}

/// Refuses parameters that are not among those accepted, of another type, or there twice. `virTypedParamsValidate`.
///
/// # Errors
/// `VIR_ERR_INVALID_ARG` for a wrong type or a name that comes again, `VIR_ERR_ARGUMENT_UNSUPPORTED` for an unknown name.
pub fn validate(params: &[TypedParam], accepted: &[Accepted]) -> Result<()> {
    let mut sorted: Vec<&TypedParam> = params.iter().collect();
    sorted.sort_by(|one, other| one.field.cmp(&other.field));
    let invalid = |detail: String| Err(VirError::new(ErrorDomain::None, ErrorCode::InvalidArg, detail));
    let mut last: Option<&str> = None;
    for param in sorted {
        let field = &*param.field;
        let Some(known) = accepted.iter().find(|known| known.field == field) else {
            let detail = format!("parameter '{field}' not supported");
            return Err(VirError::new(ErrorDomain::None, ErrorCode::ArgumentUnsupported, detail));
        };
        if last == Some(field) && !known.many {
            return invalid(format!("parameter '{field}' occurs multiple times"));
        }
        if let ParamValue::Unknown(number) = param.value {
            return invalid(format!("unknown type ('{number}') of parameter '{field}'"));
        }
        if param.value.kind() != Some(known.kind) {
            // libvirt 12.8.0 has the two the wrong way round.
            let (is, expected) = (known.kind.word(), param.value.word());
            return invalid(format!("invalid type '{is}' for parameter '{field}', expected '{expected}'"));
        }
        last = Some(field);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(params: &[TypedParam], message: &str) {
        let accepted =
            [takes("a", ParamType::UInt), Accepted { many: true, ..takes("b", ParamType::String) }];
        let found = validate(params, &accepted).map_err(|error| error.message);
        assert_eq!(found, if message.is_empty() { Ok(()) } else { Err(message.into()) });
    }

    #[test]
    fn what_is_not_accepted_is_named() {
        let param = |field: &str, value: ParamValue| TypedParam::new(field, value);
        refused(&[], "");
        refused(&[param("b", "x".into()), param("a", 1u32.into()), param("b", "y".into())], "");
        refused(
            &[param("a", 1u32.into()), param("a", 1u32.into())],
            "invalid argument: parameter 'a' occurs multiple times",
        );
        refused(
            &[param("a", 1u64.into())],
            "invalid argument: invalid type 'uint' for parameter 'a', expected 'ullong'",
        );
        refused(&[param("c", 1u64.into())], "argument unsupported: parameter 'c' not supported");
        refused(
            &[param("a", ParamValue::Unknown(99))],
            "invalid argument: unknown type ('99') of parameter 'a'",
        );
    }
}
