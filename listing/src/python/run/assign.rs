//! Where values are put, and taken away.

use std::sync::Arc;

use super::{Machine, Result};
use crate::python::ast::{BinOp, Expr, ExprKind};
use crate::python::value::{Thing, Value};
use crate::span::Span;

impl Machine<'_> {
    /// Puts a value into a target.
    pub fn assign(&mut self, target: &Expr, value: Value) -> Result<()> {
        match &target.kind {
            ExprKind::Name(name) => {
                let scope = self.scope_of(name);
                self.put(scope, name, value);
                Ok(())
            }
            ExprKind::Tuple(targets) | ExprKind::List(targets) => self.unpack(target.span, targets, &value),
            ExprKind::Index(of, index) => {
                let of = self.value(of)?;
                let index = self.value(index)?;
                self.put_item(target.span, &of, &index, value)
            }
            ExprKind::Attribute(of, name) => {
                let of = self.value(of)?;
                let class = self.heap.class(&of);
                self.lacks(target.span, format!("{class}.{} =", name.text))
            }
            _ => self.lacks(target.span, "="),
        }
    }

    fn unpack(&mut self, span: Span, targets: &[Expr], value: &Value) -> Result<()> {
        let class = self.heap.class(value);
        let text = format!("cannot unpack non-iterable {class} object");
        let items = self.items_or(span, value, text)?;
        let rest = targets.iter().position(|target| matches!(target.kind, ExprKind::Starred(_)));
        let (wanted, found) = (targets.len(), items.len());
        let Some(rest) = rest else {
            if found < wanted {
                let text = format!("not enough values to unpack (expected {wanted}, got {found})");
                return self.raise(span, "ValueError", text);
            }
            if found > wanted {
                let known = matches!(class, "list" | "tuple" | "dict");
                let got = if known { format!(", got {found}") } else { String::new() };
                return self.raise(
                    span,
                    "ValueError",
                    format!("too many values to unpack (expected {wanted}{got})"),
                );
            }
            return targets.iter().zip(items).try_for_each(|(target, item)| self.assign(target, item));
        };
        if found + 1 < wanted {
            let text = format!("not enough values to unpack (expected at least {}, got {found})", wanted - 1);
            return self.raise(span, "ValueError", text);
        }
        let middle = found + 1 - wanted;
        for (place, target) in targets.iter().enumerate() {
            match &target.kind {
                ExprKind::Starred(of) => {
                    let list = self.list(span, items[rest..rest + middle].to_vec())?;
                    self.assign(of, list)?;
                }
                _ if place < rest => self.assign(target, items[place].clone())?,
                _ => self.assign(target, items[place + middle - 1].clone())?,
            }
        }
        Ok(())
    }

    /// `a op= b`; a list takes more in itself.
    pub fn augment(&mut self, span: Span, target: &Expr, op: BinOp, value: &Expr) -> Result<()> {
        match &target.kind {
            ExprKind::Index(of, index) => {
                let of = self.value(of)?;
                let index = self.value(index)?;
                let old = self.item(target.span, &of, &index)?;
                let by = self.value(value)?;
                let new = self.augmented(span, op, &old, &by)?;
                self.put_item(target.span, &of, &index, new)
            }
            _ => {
                let old = self.value(target)?;
                self.held.push(old.clone());
                let by = self.value(value)?;
                let new = self.augmented(span, op, &old, &by)?;
                self.assign(target, new)
            }
        }
    }

    fn augmented(&mut self, span: Span, op: BinOp, old: &Value, by: &Value) -> Result<Value> {
        if let (Value::Ref(id), BinOp::Add) = (old, op)
            && self.heap.list(*id).is_some()
        {
            let class = self.heap.class(by);
            let more = self.items_or(span, by, format!("'{class}' object is not iterable"))?;
            self.extend(span, *id, more)?;
            return Ok(old.clone());
        }
        self.operate(span, op, old, by, true)
    }

    /// Adds to a list.
    pub fn extend(&mut self, span: Span, id: u32, more: Vec<Value>) -> Result<()> {
        let length = self.heap.list(id).map_or(0, |items| items.len());
        self.grown(span, more.len() * 16)?;
        if length + more.len() > crate::limits::MEMORY_MAX / 16 {
            return self.grown(span, usize::MAX);
        }
        if let Some(Thing::List(items)) = self.heap.get_mut(id) {
            Arc::make_mut(items).extend(more);
        }
        // A step keeps the list as it was, so that each change may copy it.
        self.worked(span, length as u64 / 64)
    }

    /// `del`.
    pub fn delete(&mut self, target: &Expr) -> Result<()> {
        match &target.kind {
            ExprKind::Name(name) => {
                let scope = self.scope_of(name);
                if self.own(scope, name).is_none() {
                    self.look_up(target.span, name)?;
                    return self.raise(target.span, "NameError", format!("name '{name}' is not defined"));
                }
                self.take(scope, name);
                Ok(())
            }
            ExprKind::Tuple(targets) | ExprKind::List(targets) => {
                targets.iter().try_for_each(|target| self.delete(target))
            }
            ExprKind::Index(of, index) => {
                let of = self.value(of)?;
                let index = self.value(index)?;
                self.delete_item(target.span, &of, &index)
            }
            _ => self.lacks(target.span, "del"),
        }
    }
}
