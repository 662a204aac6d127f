//! Going through values one after another.

use std::sync::Arc;

use super::{Machine, Result};
use crate::python::value::{Row, Thing, Value};
use crate::span::Span;

/// What a loop goes through, and how far it is.
pub(in crate::python) enum Source {
    /// Values that are known.
    Items(Arc<Row>, usize),
    /// A list, which may change meanwhile.
    List(u32, usize),
    /// A dictionary, which must not change its size.
    Dict(&'static str, u32, usize, usize),
    Range([i128; 3]),
    /// What is gone through once.
    Iter(u32),
}

impl Source {
    /// Values that nothing else may hold.
    pub fn items(&self) -> Vec<Value> {
        match self {
            Self::Items(items, _) => items.to_vec(),
            _ => Vec::new(),
        }
    }
}

impl Machine<'_> {
    /// Begins to go through a value.
    pub fn iterate(&mut self, span: Span, value: &Value) -> Result<Source> {
        Ok(match value {
            Value::Str(text) => {
                self.grown(span, text.len() * 16)?;
                let mut buffer = [0; 4];
                let items = text.chars().map(|c| Value::text(c.encode_utf8(&mut buffer))).collect();
                Source::Items(Row::new(items), 0)
            }
            Value::Bytes(bytes) => {
                Source::Items(Row::new(bytes.iter().map(|byte| Value::Int((*byte).into())).collect()), 0)
            }
            Value::Tuple(items) => Source::Items(items.clone(), 0),
            Value::Range(range) => Source::Range(*range),
            Value::View(name, dict) => self.dict_source(name, *dict),
            Value::Ref(id) => match self.heap.get(*id) {
                Some(Thing::List(_)) => Source::List(*id, 0),
                Some(Thing::Dict(_)) => self.dict_source("dict_keys", *id),
                Some(Thing::Set(items)) => Source::Items(Row::new(items.to_vec()), 0),
                Some(Thing::Iter(..)) => Source::Iter(*id),
                _ => return self.not_iterable(span, value),
            },
            _ => return self.not_iterable(span, value),
        })
    }

    fn not_iterable<T>(&self, span: Span, value: &Value) -> Result<T> {
        self.raise(span, "TypeError", format!("'{}' object is not iterable", self.heap.class(value)))
    }

    fn dict_source(&self, name: &'static str, id: u32) -> Source {
        Source::Dict(name, id, 0, self.heap.dict(id).map_or(0, |pairs| pairs.len()))
    }

    /// The next value; none behind the last.
    pub fn next(&mut self, span: Span, source: &mut Source) -> Result<Option<Value>> {
        self.worked(span, 1)?;
        Ok(match source {
            Source::Items(items, at) => {
                *at += 1;
                items.get(*at - 1).cloned()
            }
            Source::List(id, at) => {
                *at += 1;
                self.heap.list(*id).and_then(|items| items.get(*at - 1).cloned())
            }
            Source::Dict(name, id, at, length) => {
                let pairs = self.heap.dict(*id).cloned().unwrap_or_default();
                if pairs.len() != *length {
                    return self.raise(span, "RuntimeError", "dictionary changed size during iteration");
                }
                *at += 1;
                pairs.get(*at - 1).map(|(key, value)| match *name {
                    "dict_keys" => key.clone(),
                    "dict_values" => value.clone(),
                    _ => Value::tuple([key.clone(), value.clone()]),
                })
            }
            Source::Range([from, to, by]) => {
                let there = if *by > 0 { from < to } else { from > to };
                let now = *from;
                *from = from.saturating_add(*by);
                there.then_some(Value::Int(now))
            }
            Source::Iter(id) => match self.heap.get_mut(*id) {
                Some(Thing::Iter(_, items, at)) => {
                    *at += 1;
                    items.get(*at - 1).cloned()
                }
                _ => None,
            },
        })
    }

    /// All values.
    pub fn items(&mut self, span: Span, value: &Value) -> Result<Vec<Value>> {
        let mut source = self.iterate(span, value)?;
        let mut all = Vec::new();
        while let Some(item) = self.next(span, &mut source)? {
            all.push(item);
        }
        self.grown(span, all.len() * 16)?;
        Ok(all)
    }

    /// All values; a `TypeError` with this text of what has none.
    pub fn items_or(&mut self, span: Span, value: &Value, text: String) -> Result<Vec<Value>> {
        let has = match value {
            Value::Str(_) | Value::Bytes(_) | Value::Tuple(_) | Value::Range(_) | Value::View(..) => true,
            Value::Ref(id) => !matches!(self.heap.get(*id), Some(Thing::Object(_) | Thing::Scope(_)) | None),
            _ => false,
        };
        if has { self.items(span, value) } else { self.raise(span, "TypeError", text) }
    }

    /// What is gone through once.
    pub fn once(&mut self, span: Span, name: &'static str, items: Vec<Value>) -> Result<Value> {
        self.add(span, Thing::Iter(name, items.into(), 0))
    }
}
