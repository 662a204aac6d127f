//! Expressions.

use super::comprehension::Until;
use super::{Machine, Result};
use crate::python::ast::{CmpOp, Expr, ExprKind, Makes, Piece, UnOp};
use crate::python::repr::ascii;
use crate::python::value::{Thing, Value};
use crate::span::Span;

impl Machine<'_> {
    /// The value of an expression.
    pub fn value(&mut self, ex: &Expr) -> Result<Value> {
        match &ex.kind {
            ExprKind::None => Ok(Value::None),
            ExprKind::Bool(yes) => Ok(Value::Bool(*yes)),
            ExprKind::Int(n) => Ok(Value::Int(*n)),
            ExprKind::Float(n) => Ok(Value::Float(*n)),
            ExprKind::Str(text) => Ok(Value::Str(text.clone())),
            ExprKind::Bytes(bytes) => Ok(Value::Bytes(bytes.clone())),
            ExprKind::Name(name) => self.look_up(ex.span, name),
            _ => self.deeper(ex.span, |machine| {
                machine.worked(ex.span, 1)?;
                machine.inner(ex)
            }),
        }
    }

    fn inner(&mut self, ex: &Expr) -> Result<Value> {
        let span = ex.span;
        match &ex.kind {
            ExprKind::Format(pieces) => self.formatted(span, pieces).map(Value::text),
            ExprKind::Tuple(items) => self.all(items).map(Value::row),
            ExprKind::List(items) => {
                let items = self.all(items)?;
                self.list(span, items)
            }
            ExprKind::Set(items) => self.set_display(span, items),
            ExprKind::Dict(pairs) => self.dict_display(span, pairs),
            ExprKind::Comprehension { makes, key, value, clauses } => {
                if *makes == Makes::Generator {
                    // Its values come when they are asked for; only where all are at once is that the same as a list.
                    return self.lacks(span, "(… for … in …)");
                }
                self.comprehension(span, *makes, key.as_deref(), value, clauses, Until::End)
            }
            ExprKind::Unary(op, of) => {
                let value = self.value(of)?;
                if *op == UnOp::Not {
                    return self.truth(span, &value).map(|yes| Value::Bool(!yes));
                }
                self.unary(span, *op, &value)
            }
            ExprKind::Binary(op, left, right) => {
                let left = self.value(left)?;
                let held = self.held.len();
                self.held.push(left.clone());
                let right = self.value(right)?;
                self.held.truncate(held);
                self.operate(span, *op, &left, &right, false)
            }
            ExprKind::Compare(first, rest) => self.compare_chain(span, first, rest),
            ExprKind::And(all) => self.junction(all, false),
            ExprKind::Or(all) => self.junction(all, true),
            ExprKind::Cond(condition, yes, no) => {
                let holds = self.value(condition)?;
                let holds = self.truth(condition.span, &holds)?;
                self.value(if holds { yes } else { no })
            }
            ExprKind::Lambda(func) => self.closure(func),
            ExprKind::Attribute(of, name) => {
                let value = self.value(of)?;
                self.attribute(name.span, &value, &name.text)
            }
            ExprKind::Index(of, index) => {
                let of = self.value(of)?;
                let held = self.held.len();
                self.held.push(of.clone());
                let index = self.value(index)?;
                self.held.truncate(held);
                self.item(span, &of, &index)
            }
            ExprKind::Slice(of, bounds) => self.slice_expression(span, of, bounds),
            ExprKind::Call(of, args) => self.call_expression(span, of, args),
            ExprKind::Starred(_) => self.lacks(span, "*"),
            _ => Ok(Value::None),
        }
    }

    fn slice_expression(&mut self, span: Span, of: &Expr, bounds: &[Option<Box<Expr>>; 3]) -> Result<Value> {
        let of = self.value(of)?;
        let mut found = [None; 3];
        for (place, bound) in found.iter_mut().zip(bounds) {
            let Some(bound) = bound else { continue };
            match self.value(bound)? {
                Value::None => {}
                other => match other.number() {
                    Some(n) => *place = Some(n),
                    None => {
                        let text = "slice indices must be integers or None or have an __index__ method";
                        return self.raise(span, "TypeError", text);
                    }
                },
            }
        }
        self.slice(span, &of, found)
    }

    /// The values of a list, with what is spread in it.
    fn all(&mut self, items: &[Expr]) -> Result<Vec<Value>> {
        let held = self.held.len();
        let mut all = Vec::with_capacity(items.len());
        for item in items {
            match &item.kind {
                ExprKind::Starred(of) => {
                    let value = self.value(of)?;
                    all.extend(self.items(of.span, &value)?);
                }
                _ => all.push(self.value(item)?),
            }
            self.held.extend(all.last().cloned());
        }
        self.held.truncate(held);
        Ok(all)
    }

    fn dict_display(&mut self, span: Span, pairs: &[(Option<Expr>, Expr)]) -> Result<Value> {
        let dict = self.dict(span, Vec::new())?;
        self.held.push(dict.clone());
        for (key, value) in pairs {
            match key {
                Some(key) => {
                    let key = self.value(key)?;
                    let value = self.value(value)?;
                    self.put_item(span, &dict, &key, value)?;
                }
                None => {
                    let other = self.value(value)?;
                    let Value::Ref(id) = other else { return self.lacks(value.span, "**") };
                    let pairs = self.heap.dict(id).cloned().unwrap_or_default();
                    for (key, value) in pairs.iter() {
                        self.put_item(span, &dict, key, value.clone())?;
                    }
                }
            }
        }
        self.held.pop();
        Ok(dict)
    }

    /// `and`, `or`: the first that decides.
    fn junction(&mut self, all: &[Expr], decides: bool) -> Result<Value> {
        let mut last = Value::None;
        for (i, part) in all.iter().enumerate() {
            last = self.value(part)?;
            if i + 1 < all.len() && self.truth(part.span, &last)? == decides {
                break;
            }
        }
        Ok(last)
    }

    fn compare_chain(&mut self, span: Span, first: &Expr, rest: &[(CmpOp, Expr)]) -> Result<Value> {
        let mut left = self.value(first)?;
        let held = self.held.len();
        for (i, (op, right)) in rest.iter().enumerate() {
            self.held.push(left.clone());
            let right = self.value(right)?;
            let holds = self.compare(span, *op, &left, &right)?;
            if !holds || i + 1 == rest.len() {
                self.held.truncate(held);
                return Ok(Value::Bool(holds));
            }
            left = right;
        }
        Ok(Value::Bool(true))
    }

    /// `{…}`. One that is written with its numbers lies as CPython made it beforehand.
    fn set_display(&mut self, span: Span, items: &[Expr]) -> Result<Value> {
        let written = items.len() > 2 && items.iter().all(is_number);
        let items = self.all(items)?;
        let set = self.set(span, items)?;
        if let (Value::Ref(id), true) = (&set, written)
            && let Some(Thing::Set(items)) = self.heap.get_mut(*id)
        {
            let items: &mut Vec<Value> = std::sync::Arc::make_mut(items);
            super::setorder::as_constants_lie(items);
        }
        Ok(set)
    }

    /// The text of an f-string.
    fn formatted(&mut self, span: Span, pieces: &[Piece]) -> Result<String> {
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(more) => text.push_str(more),
                Piece::Value(ex, conversion, format) => {
                    let mut value = self.value(ex)?;
                    match conversion {
                        Some('s') => value = Value::text(self.heap.str(&value)),
                        Some('a') => value = Value::text(ascii(&self.heap.repr(&value))),
                        Some(_) => value = Value::text(self.heap.repr(&value)),
                        None => {}
                    }
                    let format = self.deeper(span, |machine| machine.formatted(span, format))?;
                    text.push_str(&self.format(ex.span, &value, &format)?);
                    self.grown(span, text.len())?;
                }
            }
        }
        self.grown(span, text.len())?;
        Ok(text)
    }

    /// Whether a value counts as true.
    pub fn truth(&mut self, _span: Span, value: &Value) -> Result<bool> {
        Ok(match value {
            Value::None => false,
            Value::Bool(yes) => *yes,
            Value::Int(n) => *n != 0,
            Value::Float(n) => *n != 0.0,
            Value::Str(text) => !text.is_empty(),
            Value::Bytes(bytes) => !bytes.is_empty(),
            Value::Tuple(items) => !items.is_empty(),
            Value::Range([from, to, by]) => {
                if *by > 0 {
                    from < to
                } else {
                    from > to
                }
            }
            Value::View(_, dict) => self.heap.dict(*dict).is_some_and(|pairs| !pairs.is_empty()),
            Value::Ref(id) => match self.heap.get(*id) {
                Some(Thing::List(items) | Thing::Set(items)) => !items.is_empty(),
                Some(Thing::Dict(pairs)) => !pairs.is_empty(),
                _ => true,
            },
            _ => true,
        })
    }
}

/// Whether a number is written here.
fn is_number(ex: &Expr) -> bool {
    match &ex.kind {
        ExprKind::Int(_) | ExprKind::Bool(_) => true,
        ExprKind::Unary(_, of) => matches!(of.kind, ExprKind::Int(_)),
        _ => false,
    }
}
