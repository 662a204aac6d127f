//! What goes into a call and what comes out of it.

use std::fmt;
use std::sync::Arc;

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::object::Object;
use super::quoted::write_quoted;
use super::{Handle, param};
use crate::ground::VirError;
use crate::ground::params::{Double, TypedParam};

/// One argument, return value, or value written through a pointer.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Value {
    /// Nothing: what a `void` function returns.
    Void,
    /// `NULL`.
    Null,
    /// The address of a variable of the caller's, for the function to write to.
    Out,
    /// A number of any of C's integer types; values beyond `i64` are [`Value::Large`].
    Int(i64),
    /// A number beyond `i64::MAX`.
    Large(u64),
    /// A string.
    Text(Arc<str>),
    /// Raw bytes, as of a UUID or a CPU map.
    Bytes(Arc<[u8]>),
    /// A pointer to one of the client's objects.
    Handle(Handle),
    /// An object by value, where the caller holds no handle.
    Object(Arc<Object>),
    /// An array.
    List(Vec<Value>),
    /// A struct, typed parameters, or anything else with named members.
    Struct(Vec<(&'static str, Value)>),
    /// A typed parameter.
    Param(Box<TypedParam>),
    /// A double.
    Double(Double),
    /// A `virError` to look at.
    Error(Box<VirError>),
}

impl Value {
    /// A string.
    pub fn text(text: impl AsRef<str>) -> Self {
        Self::Text(text.as_ref().into())
    }

    /// The number inside, whichever way it is held; negative numbers as C would convert them.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Int(n) => Some(*n as u64),
            Self::Large(n) => Some(*n),
            _ => None,
        }
    }

    /// The string inside.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The double inside; whole numbers are taken for one, as C does.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Double(n) => Some(n.get()),
            Self::Int(n) => Some(*n as f64),
            Self::Large(n) => Some(*n as f64),
            _ => None,
        }
    }

    /// The handle inside.
    pub fn as_handle(&self) -> Option<Handle> {
        match self {
            Self::Handle(handle) => Some(*handle),
            _ => None,
        }
    }
}

impl From<u64> for Value {
    fn from(n: u64) -> Self {
        i64::try_from(n).map_or(Self::Large(n), Self::Int)
    }
}

macro_rules! from_small {
    ($($t:ty),*) => { $(impl From<$t> for Value { fn from(n: $t) -> Self { Self::Int(i64::from(n)) } })* };
}
from_small!(i32, u32, u8, bool, i64);

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(Arc::new(object))
    }
}

impl From<TypedParam> for Value {
    fn from(param: TypedParam) -> Self {
        Self::Param(Box::new(param))
    }
}

impl From<Vec<TypedParam>> for Value {
    fn from(params: Vec<TypedParam>) -> Self {
        Self::List(params.into_iter().map(Self::from).collect())
    }
}

impl From<Handle> for Value {
    fn from(handle: Handle) -> Self {
        Self::Handle(handle)
    }
}

/// As in the text of a call: `NULL`, `&`, numbers, quoted strings, `x"6695…"` for bytes, `dom1`, `[…]`,
/// `{name: …}`, and `{cpu_shares: ullong 10}` for a typed parameter.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Void => f.write_str("void"),
            Self::Null => f.write_str("NULL"),
            Self::Out => f.write_str("&"),
            Self::Int(n) => write!(f, "{n}"),
            Self::Large(n) => write!(f, "{n}"),
            Self::Text(text) => write_quoted(f, text),
            Self::Bytes(bytes) => {
                f.write_str("x\"")?;
                bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
                f.write_str("\"")
            }
            Self::Handle(handle) => write!(f, "{handle}"),
            Self::Object(object) => write!(f, "{object}"),
            Self::List(items) => {
                f.write_str("[")?;
                for (i, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if i > 0 { ", " } else { "" })?;
                }
                f.write_str("]")
            }
            Self::Struct(members) => {
                f.write_str("{")?;
                for (i, (name, member)) in members.iter().enumerate() {
                    write!(f, "{}{name}: {member}", if i > 0 { ", " } else { "" })?;
                }
                f.write_str("}")
            }
            Self::Double(n) => write!(f, "{:?}", n.get()),
            Self::Param(param) => param::write(f, param),
            Self::Error(error) => write!(f, "{} ({})", error.code.c_name(), error.message),
        }
    }
}

/// The form of recordings: JSON's own types, `{"handle": "dom1"}`, `{"bytes": "6695…"}`, `{"out": true}`, `{"void": true}`,
/// and errors member by member.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tagged = |serializer: S, tag: &str, text: String| {
            let mut map = serializer.serialize_map(Some(1))?;
            map.serialize_entry(tag, &text)?;
            map.end()
        };
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Int(n) => serializer.serialize_i64(*n),
            Self::Large(n) => serializer.serialize_u64(*n),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Bytes(bytes) => {
                tagged(serializer, "bytes", bytes.iter().map(|b| format!("{b:02x}")).collect())
            }
            Self::Handle(handle) => tagged(serializer, "handle", handle.to_string()),
            Self::Object(object) => tagged(serializer, "object", object.to_string()),
            Self::Void => tagged(serializer, "void", String::new()),
            Self::Out => tagged(serializer, "out", String::new()),
            Self::List(items) => {
                let mut seq = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    seq.serialize_element(item)?;
                }
                seq.end()
            }
            Self::Struct(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, member) in members {
                    map.serialize_entry(name, member)?;
                }
                map.end()
            }
            Self::Double(n) => serializer.serialize_f64(n.get()),
            Self::Param(param) => param::serialize(param, serializer),
            Self::Error(error) => error.serialize(serializer),
        }
    }
}
