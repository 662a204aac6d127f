//! From a call's outcome back into a listing's memory.

use std::sync::Arc;

use virtlab_core::api::{Function, Handle, HandleKind, Returns, Value};
use virtlab_core::ground::VirError;
use virtlab_core::ground::params::{ParamValue, TypedParam};

use super::bridge::{FIELD_BYTES, PARAM_BYTES, VALUE_AT};
use super::machine::{Machine, Result, Val};
use super::memory::{Kind, address};
use crate::span::Span;
use crate::types::{Int, Type};

impl Machine<'_> {
    /// What a call returned, as C sees it.
    pub(super) fn returned(&mut self, span: Span, row: &Function, ret: &Value) -> Result<u64> {
        let name = row.id.c_name();
        Ok(match ret {
            Value::Void | Value::Null | Value::Out => 0,
            Value::Handle(handle) => self.handle_address(span, *handle, name)?,
            Value::Text(text) => {
                let kind = match row.returns {
                    Returns::Text("char *") => Kind::Given,
                    _ => Kind::Lent,
                };
                self.new_text(span, kind, name, text.as_bytes())?
            }
            Value::Error(error) => self.last_error(span, error)?,
            Value::Double(n) => n.get().to_bits(),
            other => {
                let bits = other.as_u64().unwrap_or(0);
                match row.returns {
                    Returns::Id => u64::from(bits as u32),
                    Returns::Status | Returns::Number | Returns::Truth => bits as i32 as u64,
                    _ => bits,
                }
            }
        })
    }

    /// The piece of memory of a handle; the same for the same handle.
    pub(super) fn handle_address(&mut self, span: Span, handle: Handle, made_by: &str) -> Result<u64> {
        if let Some(id) = self.handles.get(&handle) {
            return Ok(address(*id, 0));
        }
        let kind = match handle.kind {
            HandleKind::Error => Kind::SavedError(handle),
            _ => Kind::Handle(handle, 1),
        };
        let bytes = if handle.kind == HandleKind::Error { vec![0; ERROR_BYTES as usize] } else { Vec::new() };
        let id = self.make(kind, &handle.to_string(), span, bytes, true)?;
        let _ = made_by;
        self.handles.insert(handle, id);
        Ok(address(id, 0))
    }

    /// A text in memory of its own. libvirt's own texts are there once.
    pub(super) fn new_text(&mut self, span: Span, kind: Kind, name: &str, text: &[u8]) -> Result<u64> {
        let mut bytes = text.to_vec();
        bytes.push(0);
        if kind == Kind::Lent {
            let known =
                self.memory.iter().find(|(_, block)| block.kind == Kind::Lent && block.bytes == bytes);
            if let Some((id, _)) = known {
                return Ok(address(id, 0));
            }
        }
        let id = self.make(kind, name, span, bytes, true)?;
        if let Some(block) = self.memory.get_mut(id) {
            block.ty = Some(Type::Int(Int::Char));
        }
        Ok(address(id, 0))
    }

    /// The piece in which `virGetLastError` shows the last error; it is written anew each time.
    fn last_error(&mut self, span: Span, error: &VirError) -> Result<u64> {
        let id = match self.error_block {
            Some(id) => id,
            None => {
                let id = self.make(
                    Kind::Variable,
                    "virGetLastError",
                    Span::default(),
                    vec![0; ERROR_BYTES as usize],
                    true,
                )?;
                self.error_block = Some(id);
                id
            }
        };
        let at = address(id, 0);
        self.write_error(span, at, error)?;
        Ok(at)
    }

    /// A `virError`, member by member.
    pub(super) fn write_error(&mut self, span: Span, at: u64, error: &VirError) -> Result<()> {
        let Some(ty) = self.types().tags.get("_virError").map(|number| Type::Struct(*number)) else {
            return Ok(());
        };
        let text = |text: &Option<Box<str>>| text.as_deref().map_or(Value::Null, Value::text);
        let message = if error.message.is_empty() { Value::Null } else { Value::text(&*error.message) };
        let members = vec![
            ("code", Value::Int(error.code as i64)),
            ("domain", Value::Int(error.domain as i64)),
            ("message", message),
            ("level", Value::Int(error.level as i64)),
            ("conn", Value::Null),
            ("dom", Value::Null),
            ("str1", text(&error.str1)),
            ("str2", text(&error.str2)),
            ("str3", text(&error.str3)),
            ("int1", Value::Int(error.int1.into())),
            ("int2", Value::Int(error.int2.into())),
            ("net", Value::Null),
        ];
        self.put_struct(span, Kind::Lent, "virError", at, &ty, &members)
    }

    /// Writes what a call gave through a pointer: at an address, where something of a type is wanted.
    pub(super) fn put(&mut self, span: Span, name: &str, at: u64, ty: &Type, value: &Value) -> Result<()> {
        match (ty, value) {
            (_, Value::Void | Value::Out) => Ok(()),
            // An array that the caller has made, and one that libvirt makes.
            (Type::Pointer(of, _), Value::List(items)) if !of.is_char() => {
                let made = self.new_array(span, name, of, items)?;
                self.put_number(span, at, ty, made)
            }
            (_, Value::List(items)) => {
                let size = self.types().size(ty).unwrap_or(1);
                for (i, item) in items.iter().enumerate() {
                    self.put(span, name, at + i as u64 * size, ty, item)?;
                }
                Ok(())
            }
            _ => self.put_one(span, Kind::Given, name, at, ty, value),
        }
    }

    fn put_one(
        &mut self,
        span: Span,
        kind: Kind,
        name: &str,
        at: u64,
        ty: &Type,
        value: &Value,
    ) -> Result<()> {
        match (ty, value) {
            (Type::Pointer(..), Value::Null) => self.put_number(span, at, ty, 0),
            (Type::Pointer(..), Value::Handle(handle)) => {
                let made = self.handle_address(span, *handle, name)?;
                self.put_number(span, at, ty, made)
            }
            (Type::Pointer(..), Value::Text(text)) => {
                let made = self.new_text(span, kind, name, text.as_bytes())?;
                self.put_number(span, at, ty, made)
            }
            (Type::Pointer(..), Value::Bytes(bytes)) => {
                let id = self.make(kind, name, span, bytes.to_vec(), true)?;
                self.put_number(span, at, ty, address(id, 0))
            }
            (Type::Pointer(of, _), Value::Struct(members)) => {
                let size = self.types().size(of).unwrap_or(0);
                let id = self.make(kind.clone(), name, span, vec![0; size as usize], true)?;
                if let Some(block) = self.memory.get_mut(id) {
                    block.ty = Some((**of).clone());
                }
                self.put_struct(span, kind, name, address(id, 0), of, members)?;
                self.put_number(span, at, ty, address(id, 0))
            }
            (Type::Array(of, room), Value::Text(text)) if of.is_char() => {
                let mut bytes: Vec<u8> = text.bytes().take((*room as usize).saturating_sub(1)).collect();
                bytes.resize(*room as usize, 0);
                self.write(span, Val::new(at), &bytes)
            }
            (_, Value::Text(text)) => {
                let mut bytes = text.as_bytes().to_vec();
                bytes.push(0);
                self.write(span, Val::new(at), &bytes)
            }
            (_, Value::Bytes(bytes)) => self.write(span, Val::new(at), bytes),
            (Type::Struct(_), Value::Struct(members)) => self.put_struct(span, kind, name, at, ty, members),
            (Type::Struct(_), Value::Error(error)) => self.write_error(span, at, error),
            (_, Value::Param(param)) => self.put_param(span, at, param),
            (_, Value::Double(n)) => self.put_number(span, at, &Type::DOUBLE, n.get().to_bits()),
            (_, other) => self.put_number(span, at, ty, other.as_u64().unwrap_or(0)),
        }
    }

    fn put_number(&mut self, span: Span, at: u64, ty: &Type, bits: u64) -> Result<()> {
        self.store(span, Val::new(at), ty, Val::new(bits))
    }

    /// An array that libvirt makes, with a `NULL` behind its last as its lists have.
    fn new_array(&mut self, span: Span, name: &str, of: &Type, items: &[Value]) -> Result<u64> {
        let size = self.types().size(of).unwrap_or(8);
        let room = (items.len() as u64 + u64::from(of.is_pointer())) * size;
        let id = self.make(Kind::Given, name, span, vec![0; room as usize], true)?;
        if let Some(block) = self.memory.get_mut(id) {
            block.ty = Some(Type::Array(of.clone().into(), room / size.max(1)));
        }
        for (i, item) in items.iter().enumerate() {
            self.put_one(span, Kind::Given, name, address(id, (i as u64 * size) as i64), of, item)?;
        }
        Ok(address(id, 0))
    }

    fn put_struct(
        &mut self,
        span: Span,
        kind: Kind,
        name: &str,
        at: u64,
        ty: &Type,
        members: &[(&'static str, Value)],
    ) -> Result<()> {
        let types = self.types();
        let Some(record) = types.record(ty) else { return Ok(()) };
        // All of it is written, what lies between the members too.
        let fields = record.fields.as_deref().unwrap_or_default();
        for field in fields {
            let place = at + field.offset;
            match members.iter().find(|(member, _)| *member == &*field.name) {
                Some((_, Value::List(items))) if field.ty.is_pointer() => {
                    let of = field.ty.target().cloned().unwrap_or_else(|| Type::Void.into());
                    let made = self.new_array(span, name, &of, items)?;
                    self.put_number(span, place, &field.ty, made)?;
                    // How many they are is told by a member beside it.
                    let counted = |other: &&crate::types::Field| {
                        *other.name == format!("n{}", field.name)
                            || *other.name == format!("n{}", field.name.trim_end_matches('s'))
                    };
                    if let Some(count) = fields.iter().find(counted) {
                        self.put_number(span, at + count.offset, &count.ty, items.len() as u64)?;
                    }
                }
                Some((_, value)) => self.put_one(span, kind.clone(), name, place, &field.ty, value)?,
                None if members.iter().any(|(member, _)| field.name.strip_prefix('n') == Some(member)) => {}
                None => {}
            }
        }
        Ok(())
    }

    /// A `virTypedParameter`.
    pub(super) fn put_param(&mut self, span: Span, at: u64, param: &TypedParam) -> Result<()> {
        let mut bytes = vec![0; PARAM_BYTES as usize];
        let field = param.field.as_bytes();
        let length = field.len().min(FIELD_BYTES as usize - 1);
        bytes[..length].copy_from_slice(&field[..length]);
        let (kind, bits) = match &param.value {
            ParamValue::Int(n) => (1, *n as u32 as u64),
            ParamValue::UInt(n) => (2, u64::from(*n)),
            ParamValue::LLong(n) => (3, *n as u64),
            ParamValue::ULLong(n) => (4, *n),
            ParamValue::Double(n) => (5, n.get().to_bits()),
            ParamValue::Boolean(yes) => (6, u64::from(*yes)),
            ParamValue::String(Some(text)) => {
                (7, self.new_text(span, Kind::Given, &param.field, text.as_bytes())?)
            }
            ParamValue::String(None) => (7, 0),
            ParamValue::Unknown(kind) => (*kind, 0),
        };
        let (at_kind, at_value) = (FIELD_BYTES as usize, VALUE_AT as usize);
        bytes[at_kind..at_kind + 4].copy_from_slice(&kind.to_le_bytes());
        bytes[at_value..at_value + 8].copy_from_slice(&bits.to_le_bytes());
        self.write(span, Val::new(at), &bytes)
    }

    /// Notes what a piece holds, as far as the callee's prototype tells.
    pub(super) fn name_block(&mut self, at: u64, ty: &Arc<Type>) {
        let (id, _) = super::memory::place(at);
        if let Some(block) = self.memory.get_mut(id).filter(|block| block.ty.is_none()) {
            block.ty = Some((**ty).clone());
        }
    }
}

/// Bytes of a `virError`.
pub(super) const ERROR_BYTES: u64 = 80;
