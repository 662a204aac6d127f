//! Objects by value: what a daemon is given instead of a handle, since it keeps none for its clients.

use std::fmt;

use uuid::Uuid;

use super::value::write_quoted;
use super::{Handle, HandleKind, Value};
use crate::ground::uuid::parse_uuid;

/// What one of the things is that an object is known by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Member {
    /// A string.
    Text,
    /// A UUID: 16 bytes, written as text.
    Uuid,
    /// A C `int`.
    Int,
}

/// What objects of a kind are known by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ByValue {
    /// The word for it in a call's text: `conn1.domain(…)`.
    pub word: &'static str,
    /// What it is an object of.
    pub parent: HandleKind,
    /// What it is known by there.
    pub members: &'static [Member],
}

/// An object by value, as `remote_nonnull_domain` and its kin of libvirt's RPC. In a call's text
/// `conn1.domain("test", "6695eb01-f6a4-8304-79aa-97f2502e193f", 1)`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Object {
    kind: HandleKind,
    parent: Value,
    members: Vec<Value>,
}

impl Object {
    /// An object; none if the kind has no such parent or is not known by such members.
    pub fn new(kind: HandleKind, parent: Value, members: Vec<Value>) -> Option<Self> {
        let by_value = kind.by_value()?;
        let parent_kind = match &parent {
            Value::Handle(handle) => handle.kind,
            Value::Object(object) => object.kind,
            _ => return None,
        };
        let fits = |(member, value): (&Member, &Value)| match (member, value) {
            (Member::Text, Value::Text(_)) => true,
            (Member::Uuid, Value::Bytes(bytes)) => bytes.len() == 16,
            (Member::Int, Value::Int(n)) => i32::try_from(*n).is_ok(),
            _ => false,
        };
        let all = members.len() == by_value.members.len() && by_value.members.iter().zip(&members).all(fits);
        (parent_kind == by_value.parent && all).then_some(Self { kind, parent, members })
    }

    /// An object from the text of a call, where UUIDs are texts.
    pub(super) fn read(kind: HandleKind, parent: Value, mut members: Vec<Value>) -> Option<Self> {
        for (member, value) in kind.by_value()?.members.iter().zip(&mut members) {
            if *member == Member::Uuid {
                *value = uuid_value(parse_uuid(value.as_text()?)?);
            }
        }
        Self::new(kind, parent, members)
    }

    /// A domain.
    pub fn domain(connection: Handle, name: &str, uuid: Uuid, id: i32) -> Self {
        let members = vec![Value::text(name), uuid_value(uuid), id.into()];
        Self { kind: HandleKind::Domain, parent: connection.into(), members }
    }

    /// A network.
    pub fn network(connection: Handle, name: &str, uuid: Uuid) -> Self {
        let members = vec![Value::text(name), uuid_value(uuid)];
        Self { kind: HandleKind::Network, parent: connection.into(), members }
    }

    /// What it is.
    pub fn kind(&self) -> HandleKind {
        self.kind
    }

    /// The handle of its connection, or the object that it belongs to.
    pub fn parent(&self) -> &Value {
        &self.parent
    }

    /// What it is known by, as [`HandleKind::by_value`] says.
    pub fn members(&self) -> &[Value] {
        &self.members
    }

    /// A text that it is known by; its name, mostly.
    pub fn text(&self, index: usize) -> &str {
        self.members.get(index).and_then(Value::as_text).unwrap_or_default()
    }

    /// A UUID that it is known by.
    pub fn uuid(&self, index: usize) -> Uuid {
        match self.members.get(index) {
            Some(Value::Bytes(bytes)) => Uuid::from_slice(bytes).unwrap_or_default(),
            _ => Uuid::nil(),
        }
    }

    /// A number that it is known by.
    pub fn int(&self, index: usize) -> i32 {
        self.members.get(index).and_then(Value::as_u64).unwrap_or_default() as i32
    }
}

fn uuid_value(uuid: Uuid) -> Value {
    Value::Bytes(uuid.as_bytes().as_slice().into())
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(by_value) = self.kind.by_value() else { return Ok(()) };
        write!(f, "{}.{}(", self.parent, by_value.word)?;
        for (i, member) in by_value.members.iter().enumerate() {
            f.write_str(if i > 0 { ", " } else { "" })?;
            match member {
                Member::Text => write_quoted(f, self.text(i))?,
                Member::Uuid => write!(f, "\"{}\"", self.uuid(i))?,
                Member::Int => write!(f, "{}", self.int(i))?,
            }
        }
        f.write_str(")")
    }
}
