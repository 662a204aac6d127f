//! `[… for … in … if …]` and its kin.

use std::sync::Arc;

use super::{Machine, Result};
use crate::python::ast::{Clause, Expr, Makes};
use crate::python::value::{Scope, Thing, Value};
use crate::span::Span;

/// How far a comprehension goes: a function that has its answer asks a generator for no more.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::python) enum Until {
    End,
    /// The first value that counts as this.
    Truth(bool),
}

/// What is made meanwhile.
struct Making<'c> {
    until: Until,
    done: bool,
    key: Option<&'c Expr>,
    value: &'c Expr,
    keys: Vec<Value>,
    values: Vec<Value>,
}

impl Machine<'_> {
    pub fn comprehension(
        &mut self,
        span: Span,
        makes: Makes,
        key: Option<&Expr>,
        value: &Expr,
        clauses: &Arc<[Clause]>,
        until: Until,
    ) -> Result<Value> {
        let Some(first) = clauses.first() else { return Ok(Value::None) };
        // What the first part goes through is looked up outside.
        let over = self.value(&first.over)?;
        let held = self.held.len();
        self.held.push(over.clone());
        let (around, _) = self.frame();
        let names = clauses.iter().flat_map(|clause| names(&clause.target));
        let names: Vec<(Arc<str>, Value)> = names.map(|name| (name, Value::None)).collect();
        let scope =
            self.heap.add(Thing::Scope(Scope { names: names.into(), parent: Some(around), func: None }));
        if let Some(frame) = self.frames.last_mut() {
            frame.scope = scope;
        }
        let mut making = Making { until, done: false, key, value, keys: Vec::new(), values: Vec::new() };
        let frames = self.frames.len();
        let done = self.clause(clauses, &over, &mut making);
        if let Some(frame) = self.frames.get_mut(frames - 1) {
            frame.scope = around;
        }
        self.loosened = true;
        done?;
        self.held.truncate(held);
        match makes {
            Makes::List => self.list(span, making.values),
            Makes::Generator => self.once(span, "generator", making.values),
            Makes::Set => self.set(span, making.values),
            Makes::Dict => {
                let dict = self.dict(span, Vec::new())?;
                for (key, value) in making.keys.into_iter().zip(making.values) {
                    self.put_item(span, &dict, &key, value)?;
                }
                Ok(dict)
            }
        }
    }

    fn clause(&mut self, clauses: &[Clause], over: &Value, making: &mut Making<'_>) -> Result<()> {
        let Some((clause, rest)) = clauses.split_first() else { return Ok(()) };
        let mut source = self.iterate(clause.over.span, over)?;
        self.held.extend(source.items());
        'items: while let Some(item) = self.next(clause.over.span, &mut source)? {
            self.assign(&clause.target, item)?;
            for condition in &clause.conditions {
                let holds = self.value(condition)?;
                if !self.truth(condition.span, &holds)? {
                    continue 'items;
                }
            }
            if let Some(next) = rest.first() {
                let over = self.value(&next.over)?;
                self.held.push(over.clone());
                self.deeper(clause.over.span, |machine| machine.clause(rest, &over, making))?;
                if making.done {
                    return Ok(());
                }
                continue;
            }
            if let Some(key) = making.key {
                let key = self.value(key)?;
                self.held.push(key.clone());
                making.keys.push(key);
            }
            let value = self.value(making.value)?;
            self.held.push(value.clone());
            making.values.push(value.clone());
            if let Until::Truth(wanted) = making.until
                && self.truth(making.value.span, &value)? == wanted
            {
                making.done = true;
                return Ok(());
            }
        }
        Ok(())
    }
}

fn names(target: &Expr) -> Vec<Arc<str>> {
    use crate::python::ast::ExprKind;
    match &target.kind {
        ExprKind::Name(name) => vec![name.clone()],
        ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().flat_map(names).collect(),
        ExprKind::Starred(of) => names(of),
        _ => Vec::new(),
    }
}
