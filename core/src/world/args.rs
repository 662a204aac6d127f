//! The arguments of a call by position, with C's conversions.

use std::sync::Arc;

use uuid::Uuid;

use super::session::Session;
use crate::api::{Call, Function, Handle, Kind, Value};
use crate::ground::limits::ARRAY_ITEMS_MAX;
use crate::ground::{ErrorDomain, Result, TypedParam, VirError};

/// The work of a public function.
pub(super) type Handler = fn(&mut Session<'_>, &Args<'_>) -> Result<Reply>;

/// What a handler answers: the return value, and what goes through pointers.
pub(super) struct Reply {
    pub ret: Value,
    pub out: Vec<(&'static str, Value)>,
}

impl Reply {
    /// 0, with values through pointers.
    pub fn with(out: impl IntoIterator<Item = (&'static str, Value)>) -> Self {
        Self { ret: Value::Int(0), out: out.into_iter().collect() }
    }

    /// A return value with values through pointers.
    pub fn both(ret: impl Into<Value>, out: impl IntoIterator<Item = (&'static str, Value)>) -> Self {
        Self { ret: ret.into(), out: out.into_iter().collect() }
    }

    /// 0.
    pub fn done() -> Self {
        Value::Int(0).into()
    }
}

impl<T: Into<Value>> From<T> for Reply {
    fn from(ret: T) -> Self {
        Self { ret: ret.into(), out: Vec::new() }
    }
}

/// The arguments of a call.
#[derive(Clone, Copy)]
pub(super) struct Args<'c> {
    pub call: &'c Call,
    pub row: &'static Function,
}

impl<'c> Args<'c> {
    fn get(&self, index: usize) -> Option<&'c Value> {
        self.call.args.get(index)
    }

    /// Whether a pointer is `NULL`. Pointers to write through that were left out are not.
    pub fn is_null(&self, index: usize) -> bool {
        match self.get(index) {
            Some(value) => *value == Value::Null,
            None => !matches!(self.row.params[index].kind, Kind::Out(_)),
        }
    }

    /// A handle; `None` for `NULL` and for what is no handle.
    pub fn handle(&self, index: usize) -> Option<Handle> {
        self.get(index).and_then(Value::as_handle)
    }

    /// The handles of an array, up to the first that is `NULL`.
    pub fn handles(&self, index: usize) -> Vec<Handle> {
        match self.get(index) {
            Some(Value::List(items)) => items.iter().map_while(Value::as_handle).collect(),
            _ => Vec::new(),
        }
    }

    /// A C `int`.
    pub fn int(&self, index: usize) -> i32 {
        self.u64(index) as i32
    }

    /// A C `unsigned int`.
    pub fn uint(&self, index: usize) -> u32 {
        self.u64(index) as u32
    }

    /// A C `unsigned long` or `unsigned long long`.
    pub fn u64(&self, index: usize) -> u64 {
        let number = self.get(index).map_or_else(
            || self.row.params.get(index).and_then(|param| param.default_value().as_u64()),
            Value::as_u64,
        );
        number.unwrap_or(0)
    }

    /// A C `double`.
    pub fn double(&self, index: usize) -> f64 {
        self.get(index).and_then(Value::as_f64).unwrap_or(0.0)
    }

    /// The name of a callback or handler, from an argument that may be `NULL`.
    pub fn callback(&self, index: usize) -> Option<Arc<str>> {
        self.text(index).map(Arc::from)
    }

    /// A string; `None` for `NULL`.
    pub fn text(&self, index: usize) -> Option<&'c str> {
        self.get(index).and_then(Value::as_text)
    }

    /// A string that the row's checks found not to be `NULL`.
    pub fn string(&self, index: usize) -> &'c str {
        self.text(index).unwrap_or_default()
    }

    /// The numbers of an array.
    pub fn numbers(&self, index: usize) -> Vec<u64> {
        match self.get(index) {
            Some(Value::List(items)) => items.iter().filter_map(Value::as_u64).collect(),
            _ => Vec::new(),
        }
    }

    /// The texts of an array.
    pub fn texts(&self, index: usize) -> Vec<&'c str> {
        match self.get(index) {
            Some(Value::List(items)) => items.iter().filter_map(Value::as_text).collect(),
            _ => Vec::new(),
        }
    }

    /// Raw bytes, as many as C is told there are; what is beyond the array is 0 here.
    pub fn bytes(&self, index: usize, len: i32) -> Vec<u8> {
        let bytes: &[u8] = match self.get(index) {
            Some(Value::Bytes(bytes)) => bytes,
            _ => &[],
        };
        let len = usize::try_from(len).unwrap_or(0).min(ARRAY_ITEMS_MAX);
        let mut bytes = bytes.to_vec();
        bytes.resize(len, 0);
        bytes
    }

    /// The typed parameters of an array, as many as the number behind it says.
    pub fn params(&self, index: usize, count: usize) -> Vec<TypedParam> {
        let Some(Value::List(items)) = self.get(index) else { return Vec::new() };
        let params = items.iter().filter_map(|item| match item {
            Value::Param(param) => Some((**param).clone()),
            _ => None,
        });
        params.take(usize::try_from(self.int(count)).unwrap_or(0)).collect()
    }

    /// 16 bytes of a UUID, from raw bytes or, as C would, from the first 16 bytes of a string.
    pub fn uuid_bytes(&self, index: usize) -> [u8; 16] {
        let bytes: &[u8] = match self.get(index) {
            Some(Value::Bytes(bytes)) => bytes,
            Some(Value::Text(text)) => text.as_bytes(),
            _ => &[],
        };
        std::array::from_fn(|i| bytes.get(i).copied().unwrap_or(0))
    }

    /// The UUID whose text is the second argument.
    ///
    /// # Errors
    /// `VIR_ERR_INVALID_ARG` of that part of libvirt if it is none.
    pub fn given_uuid(&self, from: ErrorDomain) -> Result<Uuid> {
        crate::ground::uuid::parse_uuid(self.string(1)).ok_or_else(|| {
            let function = self.row.id.c_name();
            let message = format!("uuidstr in {function} must be a valid UUID");
            VirError::argument(from, function, "uuidstr", message)
        })
    }

    /// The flags, wherever the row has them.
    pub fn flags(&self) -> u32 {
        let is_flags = |kind| matches!(kind, Kind::Flags(_) | Kind::LongFlags(_));
        self.row.params.iter().rposition(|p| is_flags(p.kind)).map_or(0, |index| self.uint(index))
    }
}
