//! Objects by value: what a daemon is given instead of a handle, since it keeps none for its clients.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::quoted::write_quoted;
use super::{HandleKind, Value};
use crate::ground::uuid::parse_uuid;

/// One of the things that an object is known by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Member {
    /// [`Identity::name`].
    Name,
    /// [`Identity::uuid`]: 16 bytes, written as text.
    Uuid,
    /// [`Identity::id`].
    Id,
    /// [`Place::pool`].
    Pool,
    /// [`Place::key`].
    Key,
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
    /// Whether libvirt's protocol has what it is an object of before what it is known by there.
    pub parent_first: bool,
}

/// What an object is known by, of which a kind has what [`ByValue::members`] says.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Identity {
    /// Its name.
    pub name: Arc<str>,
    /// Its UUID.
    pub uuid: Uuid,
    /// Its ID; -1 for none.
    pub id: i32,
    /// Where a volume is; nothing else has one.
    pub place: Option<Arc<Place>>,
}

/// What a volume is known by beside its name.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Place {
    /// The name of its pool.
    pub pool: Arc<str>,
    /// Its key.
    pub key: Arc<str>,
}

impl Identity {
    /// Of an object that has a name and nothing else.
    pub fn named(name: impl Into<Arc<str>>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// The name of a volume's pool; empty for anything else.
    pub fn pool(&self) -> &str {
        self.place.as_ref().map_or("", |place| &place.pool)
    }

    /// A volume's key; empty for anything else.
    pub fn key(&self) -> &str {
        self.place.as_ref().map_or("", |place| &place.key)
    }

    /// Where it is, to be set.
    pub fn place_mut(&mut self) -> &mut Place {
        Arc::make_mut(self.place.get_or_insert_default())
    }
}

impl Default for Identity {
    fn default() -> Self {
        Self { name: "".into(), uuid: Uuid::nil(), id: -1, place: None }
    }
}

/// An object by value, as `remote_nonnull_domain` and its kin of libvirt's RPC. In a call's text
/// `conn1.domain("test", "6695eb01-f6a4-8304-79aa-97f2502e193f", 1)`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Object {
    kind: HandleKind,
    parent: Value,
    identity: Identity,
}

impl Object {
    /// An object; none if the kind does not travel by value or has no such parent.
    pub fn new(kind: HandleKind, parent: Value, identity: Identity) -> Option<Self> {
        let parent_kind = match &parent {
            Value::Handle(handle) => handle.kind,
            Value::Object(object) => object.kind,
            _ => return None,
        };
        (parent_kind == kind.by_value()?.parent).then_some(Self { kind, parent, identity })
    }

    /// An object from the text of a call, where UUIDs are texts.
    pub(super) fn read(kind: HandleKind, parent: Value, values: &[Value]) -> Option<Self> {
        let members = kind.by_value()?.members;
        let mut identity = Identity::default();
        for (member, value) in members.iter().zip(values) {
            match (member, value) {
                (Member::Name, Value::Text(name)) => identity.name = name.clone(),
                (Member::Pool, Value::Text(pool)) => identity.place_mut().pool = pool.clone(),
                (Member::Key, Value::Text(key)) => identity.place_mut().key = key.clone(),
                (Member::Uuid, Value::Text(uuid)) => identity.uuid = parse_uuid(uuid)?,
                (Member::Id, Value::Int(id)) => identity.id = i32::try_from(*id).ok()?,
                _ => return None,
            }
        }
        Self::new(kind, parent, identity).filter(|_| members.len() == values.len())
    }

    /// What it is.
    pub fn kind(&self) -> HandleKind {
        self.kind
    }

    /// The handle of its connection, or the object that it belongs to.
    pub fn parent(&self) -> &Value {
        &self.parent
    }

    /// What it is known by.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(by_value) = self.kind.by_value() else { return Ok(()) };
        write!(f, "{}.{}(", self.parent, by_value.word)?;
        for (i, member) in by_value.members.iter().enumerate() {
            f.write_str(if i > 0 { ", " } else { "" })?;
            match member {
                Member::Name => write_quoted(f, &self.identity.name)?,
                Member::Uuid => write!(f, "\"{}\"", self.identity.uuid)?,
                Member::Id => write!(f, "{}", self.identity.id)?,
                Member::Pool => write_quoted(f, self.identity.pool())?,
                Member::Key => write_quoted(f, self.identity.key())?,
            }
        }
        f.write_str(")")
    }
}
