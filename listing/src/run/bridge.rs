//! From a listing's arguments to a call of the world.

use std::sync::Arc;

use virtlab_core::api::{Call, Function, FunctionId, Kind as Takes, Value};
use virtlab_core::ground::params::{ParamValue, TypedParam};

use super::machine::{Machine, Result, Val};
use super::memory::{Kind, place};
use crate::diagnostic::Severity;
use crate::ir::Ex;
use crate::span::Span;
use crate::types::{Int, Type};
use crate::words::Word;

impl Machine<'_> {
    /// The call of a function of the table.
    pub(super) fn call_of(&mut self, id: FunctionId, args: &[Ex], given: &[Val], at: Span) -> Result<Call> {
        let row = id.row();
        let mut values = Vec::with_capacity(given.len());
        for (i, value) in given.iter().enumerate() {
            let span = args.get(i).map_or(at, |ex| ex.span);
            let ty = args.get(i).map_or(&Type::Void, |ex| &ex.ty);
            values.push(self.argument(row, i, given, *value, ty, span)?);
        }
        Ok(Call { function: id, args: values })
    }

    fn argument(
        &mut self,
        row: &Function,
        i: usize,
        all: &[Val],
        value: Val,
        ty: &Type,
        span: Span,
    ) -> Result<Value> {
        let null = value.bits == 0;
        Ok(match row.params[i].kind {
            Takes::Int("int *", _) if null => Value::Null,
            Takes::Int("int *", _) => {
                let number = self.load(span, value, &Type::INT)?;
                Value::Int(number.bits as i64)
            }
            Takes::Int(..) | Takes::Choice(..) | Takes::SizeOf(_) => number(ty, value),
            Takes::Flags(_) => Value::Int(i64::from(value.bits as u32)),
            Takes::LongFlags(_) => Value::from(value.bits),
            Takes::Double => Value::Double(f64::from_bits(value.bits).into()),
            Takes::Out(_) => {
                if null {
                    Value::Null
                } else {
                    Value::Out
                }
            }
            _ if null => Value::Null,
            Takes::Handle(_) => self.handle(span, value)?,
            Takes::HandleArray(_) => {
                let mut handles = Vec::new();
                loop {
                    let at = Val::new(value.bits + 8 * handles.len() as u64);
                    let next = self.load(span, at, &Type::Void.pointer())?;
                    if next.bits == 0 {
                        break Value::List(handles);
                    }
                    handles.push(self.handle(span, next)?);
                }
            }
            Takes::Text | Takes::Document | Takes::Uri | Takes::UuidText | Takes::Path => {
                let text = self.text(span, value)?;
                self.worked(span, text.len() as u64 / 16)?;
                Value::text(String::from_utf8_lossy(&text))
            }
            Takes::Uuid | Takes::IntArray(_) | Takes::TextArray(_) | Takes::Bytes(_) | Takes::Params(_) => {
                self.many(row, i, all, value, span)?
            }
            Takes::Callback(_) | Takes::Opaque(_) => {
                let block = self.memory.get(place(value.bits).0);
                // Data is known by the variable's name, and by its place if others have the same.
                let name = block.map_or("data", |block| &*block.name);
                match row.params[i].kind {
                    Takes::Callback(_) => Value::text(name),
                    _ => Value::text(format!("{name}@{:x}", value.bits)),
                }
            }
            Takes::Credentials => return self.fault(span, Word::NotInSubset, ["virConnectAuth".to_owned()]),
        })
    }

    /// Bytes, and arrays.
    fn many(&mut self, row: &Function, i: usize, all: &[Val], value: Val, span: Span) -> Result<Value> {
        Ok(match row.params[i].kind {
            Takes::Uuid => Value::Bytes(self.read(span, value, 16)?.into()),
            Takes::IntArray(c_type) => {
                let int = match c_type {
                    "int *" => Int::Int,
                    "unsigned int *" => Int::UInt,
                    _ => Int::ULLong,
                };
                self.array(row, i, all, span, |machine, n| {
                    let at = Val::new(value.bits + n * int.size());
                    Ok(Value::from_int(int, machine.load(span, at, &Type::Int(int))?.bits))
                })?
            }
            Takes::TextArray(_) => self.array(row, i, all, span, |machine, n| {
                let text = machine.load(span, Val::new(value.bits + 8 * n), &Type::char_pointer())?;
                if text.bits == 0 {
                    return Ok(Value::Null);
                }
                let text = machine.text(span, text)?;
                Ok(Value::text(String::from_utf8_lossy(&text)))
            })?,
            Takes::Bytes(_) => {
                let count = self.count(row, i, all);
                Value::Bytes(self.read(span, value, count)?.into())
            }
            Takes::Params(c_type) => {
                // A pointer to the array is one that grows.
                let value = if c_type.ends_with('*') {
                    self.load(span, value, &Type::Void.pointer())?
                } else {
                    value
                };
                if value.bits == 0 {
                    return Ok(Value::List(Vec::new()));
                }
                self.array(row, i, all, span, |machine, n| machine.param(span, value, n))?
            }
            _ => Value::Null,
        })
    }

    /// An object of libvirt's by its pointer. What was freed stops the run: C would crash, or worse.
    pub fn handle(&mut self, span: Span, value: Val) -> Result<Value> {
        let (id, _) = place(value.bits);
        let Some(block) = self.memory.get(id) else { return self.fault(span, Word::WildPointer, []) };
        if let Some(gone) = block.gone {
            let args = [block.name.to_string(), gone.line.to_string()];
            return self.fault(span, Word::HandleFreed, args);
        }
        match &block.kind {
            Kind::Handle(handle, _) | Kind::SavedError(handle) => Ok((*handle).into()),
            Kind::Event(_) => self.looked_up(span, id),
            _ => {
                let name = block.name.to_string();
                self.fault(span, Word::NotAHandle, [name])
            }
        }
    }

    fn array(
        &mut self,
        row: &Function,
        i: usize,
        all: &[Val],
        span: Span,
        item: impl Fn(&Self, u64) -> Result<Value>,
    ) -> Result<Value> {
        let count = self.count(row, i, all);
        self.worked(span, count)?;
        (0..count).map(|n| item(self, n)).collect::<Result<Vec<_>>>().map(Value::List)
    }

    /// How many an array has: the parameter that is named after it, or the number beside it.
    fn count(&self, row: &Function, i: usize, all: &[Val]) -> u64 {
        let is_count =
            |at: usize| matches!(row.params.get(at), Some(param) if matches!(param.kind, Takes::Int(..)));
        let named = format!("n{}", row.params[i].name);
        let place = row
            .params
            .iter()
            .position(|param| param.name == named)
            .or_else(|| Some(i + 1).filter(|at| is_count(*at)))
            .or_else(|| i.checked_sub(1).filter(|at| is_count(*at)))
            .or_else(|| i.checked_sub(2).filter(|at| is_count(*at)));
        let Some(place) = place else { return 0 };
        let value = all.get(place).copied().unwrap_or_default();
        let count = match row.params[place].kind {
            Takes::Int("int *", _) => self
                .memory
                .read(value.bits, 4)
                .map_or(0, |bytes| u64::from(u32::from_le_bytes(bytes.try_into().unwrap_or_default()))),
            _ => value.bits,
        };
        // A negative count is none; the row's own checks tell it.
        i32::try_from(count).map_or(0, |count| u64::from(count.unsigned_abs()))
    }

    fn param(&self, span: Span, array: Val, n: u64) -> Result<Value> {
        let at = array.bits + n * PARAM_BYTES;
        let field = match self.memory.text_within(at, FIELD_BYTES) {
            Ok(field) => String::from_utf8_lossy(&field).into_owned(),
            Err(trouble) => return self.wrong(span, trouble, array),
        };
        let kind = self.load(span, Val::new(at + FIELD_BYTES), &Type::INT)?.bits as i32;
        let value = Val::new(at + VALUE_AT);
        let int = |int: Int| self.load(span, value, &Type::Int(int)).map(|value| value.bits);
        let value = match kind {
            1 => ParamValue::Int(int(Int::Int)? as i32),
            2 => ParamValue::UInt(int(Int::UInt)? as u32),
            3 => ParamValue::LLong(int(Int::LLong)? as i64),
            4 => ParamValue::ULLong(int(Int::ULLong)?),
            5 => ParamValue::Double(f64::from_bits(int(Int::ULLong)?).into()),
            6 => ParamValue::Boolean(int(Int::Char)? != 0),
            7 => {
                let text = self.load(span, value, &Type::char_pointer())?;
                let text = if text.bits == 0 { None } else { Some(self.text(span, text)?) };
                ParamValue::String(text.map(|text| Arc::from(String::from_utf8_lossy(&text))))
            }
            other => ParamValue::Unknown(other),
        };
        Ok(TypedParam { field: field.as_str().into(), value }.into())
    }

    /// Tells where a call says that an array is larger than it is.
    pub(super) fn look_at_sizes(&mut self, id: FunctionId, args: &[Ex], given: &[Val]) {
        let row = id.row();
        for (i, param) in row.params.iter().enumerate() {
            let (Takes::Out(_), Some(next)) = (param.kind, row.params.get(i + 1)) else { continue };
            let sized =
                matches!(next.kind, Takes::Int("int" | "unsigned int", _)) && next.name.starts_with("max");
            let (Some(array), Some(count), Some(ex)) = (given.get(i), given.get(i + 1), args.get(i)) else {
                continue;
            };
            let each = ex.ty.target().and_then(|of| self.types().size(of)).unwrap_or(1);
            let Ok((block, offset)) = self.memory.find(array.bits, 0) else { continue };
            let room = self.memory.get(block).map_or(0, |block| block.bytes.len() - offset) as u64 / each;
            if sized && (count.bits as i32) > 0 && count.bits > room {
                let args = [id.c_name().to_owned(), count.bits.to_string(), room.to_string()];
                self.tell(Severity::Warning, ex.span, Word::ArraySmall, args);
            }
        }
    }
}

/// Bytes of a `virTypedParameter`, of its name, and where its value lies.
pub(crate) const PARAM_BYTES: u64 = 96;
pub(crate) const FIELD_BYTES: u64 = 80;
pub(crate) const VALUE_AT: u64 = 88;

trait FromInt {
    fn from_int(int: Int, bits: u64) -> Self;
}

impl FromInt for Value {
    fn from_int(int: Int, bits: u64) -> Self {
        if int.signed() { Self::Int(bits as i64) } else { Self::from(bits) }
    }
}

fn number(ty: &Type, value: Val) -> Value {
    match ty {
        Type::Int(int) => Value::from_int(*int, value.bits),
        _ => Value::Int(value.bits as i64),
    }
}
