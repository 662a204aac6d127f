//! Operators and comparisons.

use super::{Machine, Result};
use crate::python::ast::{BinOp, UnOp};
use crate::python::value::{Thing, Value};
use crate::span::Span;

impl Machine<'_> {
    /// A value from two. `within` says that it is `op=`.
    pub fn operate(
        &mut self,
        span: Span,
        op: BinOp,
        left: &Value,
        right: &Value,
        within: bool,
    ) -> Result<Value> {
        if let (Some(a), Some(b)) = (left.number(), right.number()) {
            if let (Value::Bool(a), Value::Bool(b)) = (left, right) {
                match op {
                    BinOp::And => return Ok(Value::Bool(a & b)),
                    BinOp::Or => return Ok(Value::Bool(a | b)),
                    BinOp::Xor => return Ok(Value::Bool(a ^ b)),
                    _ => {}
                }
            }
            return self.whole(span, op, a, b);
        }
        if let (Some(a), Some(b)) = (left.float(), right.float())
            && !matches!(op, BinOp::Shl | BinOp::Shr | BinOp::And | BinOp::Or | BinOp::Xor)
        {
            return self.floats(span, op, a, b);
        }
        match (op, left, right) {
            (BinOp::Add, Value::Str(a), Value::Str(b)) => {
                self.grown(span, a.len() + b.len())?;
                Ok(Value::text(format!("{a}{b}")))
            }
            (BinOp::Add, Value::Bytes(a), Value::Bytes(b)) => {
                self.grown(span, a.len() + b.len())?;
                Ok(Value::Bytes([&a[..], &b[..]].concat().into()))
            }
            (BinOp::Add, Value::Tuple(a), Value::Tuple(b)) => {
                self.grown(span, (a.len() + b.len()) * 16)?;
                Ok(Value::row([&a[..], &b[..]].concat()))
            }
            (BinOp::Rem, Value::Str(format), _) => self.percent(span, format, right).map(Value::text),
            (BinOp::Mul, Value::Str(_) | Value::Bytes(_) | Value::Tuple(_) | Value::Ref(_), times)
                if times.number().is_some() =>
            {
                self.repeated(span, left, times.number().unwrap_or(0), right)
            }
            (BinOp::Mul, times, Value::Str(_) | Value::Tuple(_) | Value::Ref(_))
                if times.number().is_some() =>
            {
                self.repeated(span, right, times.number().unwrap_or(0), left)
            }
            (BinOp::Add, Value::Bytes(_), _) => {
                let text = format!("can't concat {} to bytes", self.heap.class(right));
                self.raise(span, "TypeError", text)
            }
            _ => self.gathered(span, op, left, right, within),
        }
    }

    /// A value from two that hold others.
    fn gathered(
        &mut self,
        span: Span,
        op: BinOp,
        left: &Value,
        right: &Value,
        within: bool,
    ) -> Result<Value> {
        match (op, left, right) {
            (_, Value::View(..), _) | (_, _, Value::View(..)) => {
                match (self.as_set(left), self.as_set(right)) {
                    (Some(a), Some(b)) => self.sets(span, op, &a, &b, (left, right)),
                    _ => self.unsupported(span, op, left, right, within),
                }
            }
            (_, Value::Ref(a), Value::Ref(b)) => {
                match (self.heap.get(*a).cloned(), self.heap.get(*b).cloned()) {
                    (Some(Thing::List(a)), Some(Thing::List(b))) if op == BinOp::Add => {
                        self.list(span, [&a[..], &b[..]].concat())
                    }
                    (Some(Thing::Set(a)), Some(Thing::Set(b))) => self.sets(span, op, &a, &b, (left, right)),
                    (Some(Thing::Dict(a)), Some(Thing::Dict(b))) if op == BinOp::Or => {
                        let dict = self.dict(span, a.to_vec())?;
                        for (key, value) in b.iter() {
                            self.put_item(span, &dict, key, value.clone())?;
                        }
                        Ok(dict)
                    }
                    _ => self.unsupported(span, op, left, right, within),
                }
            }
            _ => self.unsupported(span, op, left, right, within),
        }
    }

    fn unsupported<T>(&self, span: Span, op: BinOp, left: &Value, right: &Value, within: bool) -> Result<T> {
        let (a, b) = (self.heap.class(left), self.heap.class(right));
        if op == BinOp::Add && a == "str" {
            return self.raise(span, "TypeError", format!("can only concatenate str (not \"{b}\") to str"));
        }
        if op == BinOp::Add && matches!(a, "list" | "tuple") && !within {
            let text = format!("can only concatenate {a} (not \"{b}\") to {a}");
            return self.raise(span, "TypeError", text);
        }
        let row = |value: &Value, class: &str| {
            matches!(value, Value::Str(_) | Value::Bytes(_) | Value::Tuple(_)) || class == "list"
        };
        if op == BinOp::Mul && (row(left, a) || row(right, b)) {
            let other = if row(left, a) { b } else { a };
            let text = format!("can't multiply sequence by non-int of type '{other}'");
            return self.raise(span, "TypeError", text);
        }
        let sign = if within && op != BinOp::Pow { format!("{}=", op.text()) } else { op.text().to_owned() };
        let text = format!("unsupported operand type(s) for {sign}: '{a}' and '{b}'");
        self.raise(span, "TypeError", text)
    }

    fn repeated(&mut self, span: Span, value: &Value, times: i128, other: &Value) -> Result<Value> {
        let times = usize::try_from(times.max(0)).unwrap_or(usize::MAX);
        Ok(match value {
            Value::Str(text) => {
                self.grown(span, text.len().saturating_mul(times))?;
                Value::text(text.repeat(times))
            }
            Value::Bytes(bytes) => {
                self.grown(span, bytes.len().saturating_mul(times))?;
                Value::Bytes(bytes.repeat(times).into())
            }
            Value::Tuple(items) => {
                self.grown(span, items.len().saturating_mul(times).saturating_mul(16))?;
                Value::tuple(items.iter().cloned().cycle().take(items.len() * times))
            }
            Value::Ref(id) if self.heap.list(*id).is_some() => {
                let items = self.heap.list(*id).cloned().unwrap_or_default();
                self.grown(span, items.len().saturating_mul(times).saturating_mul(16))?;
                self.list(span, items.iter().cloned().cycle().take(items.len() * times).collect())?
            }
            _ => return self.unsupported(span, BinOp::Mul, value, other, false),
        })
    }

    fn sets(
        &mut self,
        span: Span,
        op: BinOp,
        a: &[Value],
        b: &[Value],
        of: (&Value, &Value),
    ) -> Result<Value> {
        let mut made = Vec::new();
        for item in a {
            let also = self.contains(span, b, item)?;
            if matches!((op, also), (BinOp::Or, _) | (BinOp::And, true) | (BinOp::Sub | BinOp::Xor, false)) {
                made.push(item.clone());
            }
        }
        match op {
            BinOp::Or | BinOp::Xor => {
                for item in b {
                    if !self.contains(span, a, item)? {
                        made.push(item.clone());
                    }
                }
            }
            BinOp::And | BinOp::Sub => {}
            _ => return self.unsupported(span, op, of.0, of.1, false),
        }
        self.set(span, made)
    }

    pub fn unary(&mut self, span: Span, op: UnOp, value: &Value) -> Result<Value> {
        let sign = match (op, value.number(), value) {
            (UnOp::Minus, Some(n), _) => return self.int(span, n.checked_neg()),
            (UnOp::Plus, Some(n), _) => return Ok(Value::Int(n)),
            (UnOp::Invert, Some(n), _) => return Ok(Value::Int(!n)),
            (UnOp::Minus, _, Value::Float(n)) => return Ok(Value::Float(-n)),
            (UnOp::Plus, _, Value::Float(n)) => return Ok(Value::Float(*n)),
            (UnOp::Minus, ..) => "-",
            (UnOp::Plus, ..) => "+",
            _ => "~",
        };
        let text = format!("bad operand type for unary {sign}: '{}'", self.heap.class(value));
        self.raise(span, "TypeError", text)
    }
}
