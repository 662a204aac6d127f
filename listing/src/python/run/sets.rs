//! Methods of sets, bytes, numbers, and of what is printed to.

use std::sync::Arc;

use super::{Given, Machine, Result};
use crate::python::value::{Thing, Value};
use crate::span::Span;

impl Machine<'_> {
    pub fn set_method(&mut self, span: Span, id: u32, name: &str, given: &Given) -> Result<Value> {
        use crate::python::ast::BinOp;
        let own = match self.heap.get(id) {
            Some(Thing::Set(items)) => items.clone(),
            _ => Arc::default(),
        };
        let (least, most) = if matches!(name, "clear" | "copy") { (0, 0) } else { (1, 1) };
        let first = self.counted(span, &format!("set.{name}"), given, least, most)?.first().cloned();
        let first = first.unwrap_or(Value::None);
        let of = Value::Ref(id);
        let mut new: Vec<Value> = match name {
            "add" => {
                self.hashable_as(span, &first, "a set element")?;
                if self.contains(span, &own, &first)? {
                    return Ok(Value::None);
                }
                own.iter().cloned().chain([first]).collect()
            }
            "discard" | "remove" => match self.position(span, own.iter(), &first)? {
                None if name == "remove" => return self.no_key(span, &first),
                found => own
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| Some(*at) != found)
                    .map(|(_, v)| v.clone())
                    .collect(),
            },
            "clear" => Vec::new(),
            "copy" => return self.set(span, own.to_vec()),
            _ => {
                let items = self.items(span, &first)?;
                let other = self.set(span, items)?;
                let op = match name {
                    "union" | "update" => BinOp::Or,
                    "intersection" => BinOp::And,
                    "difference" => BinOp::Sub,
                    "symmetric_difference" => BinOp::Xor,
                    "isdisjoint" => {
                        let both = self.operate(span, BinOp::And, &of, &other, false)?;
                        return self.truth(span, &both).map(|any| Value::Bool(!any));
                    }
                    _ => {
                        let (low, high) = if name == "issubset" { (of, other) } else { (other, of) };
                        for item in self.items(span, &low)? {
                            let all = self.items(span, &high)?;
                            if !self.contains(span, &all, &item)? {
                                return Ok(Value::Bool(false));
                            }
                        }
                        return Ok(Value::Bool(true));
                    }
                };
                let made = self.operate(span, op, &of, &other, false)?;
                if name != "update" {
                    return Ok(made);
                }
                self.items(span, &made)?
            }
        };
        if name != "remove" && name != "discard" {
            super::setorder::as_numbers_lie(&mut new);
        }
        self.grown(span, new.len() * 16)?;
        self.loosened = true;
        if let Some(Thing::Set(place)) = self.heap.get_mut(id) {
            *place = new.into();
        }
        Ok(Value::None)
    }

    pub fn bytes_method(
        &mut self,
        span: Span,
        bytes: &Arc<[u8]>,
        name: &str,
        given: &Given,
    ) -> Result<Value> {
        if name == "hex" {
            self.counted(span, "bytes.hex", given, 0, 0)?;
            return self.made(span, bytes.iter().map(|byte| format!("{byte:02x}")).collect());
        }
        let encoding = self.counted(span, "decode", given, 0, 1)?.first();
        self.decoded(span, bytes, encoding)
    }

    pub fn stream_method(&mut self, span: Span, stderr: bool, name: &str, given: &Given) -> Result<Value> {
        if name == "flush" {
            return Ok(Value::None);
        }
        match self.counted(span, "TextIOWrapper.write", given, 1, 1)? {
            [Value::Str(text)] => {
                self.tape.print(span, stderr, text)?;
                Ok(Value::Int(text.chars().count() as i128))
            }
            [other, ..] => {
                let text = format!("write() argument must be str, not {}", self.heap.class(other));
                self.raise(span, "TypeError", text)
            }
            [] => Ok(Value::None),
        }
    }

    pub fn number_method(&mut self, span: Span, of: &Value, name: &str) -> Result<Value> {
        match (name, of, of.number()) {
            ("is_integer", Value::Float(n), _) => Ok(Value::Bool(n.fract() == 0.0)),
            ("bit_length", _, Some(n)) => Ok(Value::Int(i128::from(128 - n.unsigned_abs().leading_zeros()))),
            ("bit_count", _, Some(n)) => Ok(Value::Int(i128::from(n.unsigned_abs().count_ones()))),
            _ => self.no_attribute(span, of, name),
        }
    }
}
