//! What stands in brackets: indices, keys, slices; and what may be a key.

use std::sync::Arc;

use super::{Machine, Result};
use crate::python::value::{Exc, Thing, Value};
use crate::span::Span;

impl Machine<'_> {
    /// `of[index]`.
    pub fn item(&mut self, span: Span, of: &Value, index: &Value) -> Result<Value> {
        if let Value::Ref(id) = of
            && let Some(pairs) = self.heap.dict(*id).cloned()
        {
            self.hashable(span, index)?;
            return match self.position(span, pairs.iter().map(|(key, _)| key), index)? {
                Some(at) => Ok(pairs[at].1.clone()),
                None => self.no_key(span, index),
            };
        }
        let class = self.heap.class(of);
        let length = match of {
            Value::Str(text) => text.chars().count(),
            Value::Bytes(bytes) => bytes.len(),
            Value::Tuple(items) => items.len(),
            Value::Range(_) => self.range_length(of),
            Value::Ref(id) => match self.heap.list(*id) {
                Some(items) => items.len(),
                None => {
                    return self.raise(span, "TypeError", format!("'{class}' object is not subscriptable"));
                }
            },
            _ => return self.raise(span, "TypeError", format!("'{class}' object is not subscriptable")),
        };
        let at = self.place(span, class, index, length, "")?;
        Ok(match of {
            Value::Str(text) => {
                self.worked(span, at as u64 / 64)?;
                Value::text(text.chars().nth(at).map(String::from).unwrap_or_default())
            }
            Value::Bytes(bytes) => Value::Int(bytes.get(at).copied().unwrap_or(0).into()),
            Value::Tuple(items) => items.get(at).cloned().unwrap_or(Value::None),
            Value::Range([from, _, by]) => Value::Int(from.saturating_add(by.saturating_mul(at as i128))),
            Value::Ref(id) => {
                self.heap.list(*id).and_then(|items| items.get(at).cloned()).unwrap_or(Value::None)
            }
            _ => Value::None,
        })
    }

    pub fn no_key<T>(&self, span: Span, key: &Value) -> Result<T> {
        self.raise_value(span, Exc { class: "KeyError", args: vec![key.clone()], error: None }.into())
    }

    pub fn range_length(&self, range: &Value) -> usize {
        let Value::Range([from, to, by]) = range else { return 0 };
        let length = match *by {
            0 => 0,
            by if by > 0 => to.saturating_sub(*from).saturating_add(by - 1) / by,
            by => from.saturating_sub(*to).saturating_add(by.saturating_neg() - 1) / by.saturating_neg(),
        };
        usize::try_from(length).unwrap_or(0)
    }

    /// The place that an index means: a negative one counts from the end.
    fn place(&self, span: Span, class: &str, index: &Value, length: usize, doing: &str) -> Result<usize> {
        let name = if class == "str" { "string" } else { class };
        let Some(n) = index.number() else {
            let found = self.heap.class(index);
            let text = match class {
                "str" => format!("string indices must be integers, not '{found}'"),
                "bytes" => format!("byte indices must be integers or slices, not {found}"),
                _ => format!("{class} indices must be integers or slices, not {found}"),
            };
            return self.raise(span, "TypeError", text);
        };
        let at = if n < 0 { n + length as i128 } else { n };
        match usize::try_from(at).ok().filter(|at| *at < length) {
            Some(at) => Ok(at),
            None => {
                let text = match (class, doing) {
                    ("bytes", _) => "index out of range".to_owned(),
                    ("range", _) => "range object index out of range".to_owned(),
                    _ => format!("{name} {doing}index out of range"),
                };
                self.raise(span, "IndexError", text)
            }
        }
    }

    /// `of[index] = value`.
    pub fn put_item(&mut self, span: Span, of: &Value, index: &Value, value: Value) -> Result<()> {
        let class = self.heap.class(of);
        let Value::Ref(id) = of else {
            return self.raise(
                span,
                "TypeError",
                format!("'{class}' object does not support item assignment"),
            );
        };
        self.loosened = true;
        if let Some(pairs) = self.heap.dict(*id).cloned() {
            self.hashable(span, index)?;
            let at = self.position(span, pairs.iter().map(|(key, _)| key), index)?;
            self.worked(span, pairs.len() as u64 / 64)?;
            drop(pairs);
            if let Some(Thing::Dict(pairs)) = self.heap.get_mut(*id) {
                let pairs = Arc::make_mut(pairs);
                match at.and_then(|at| pairs.get_mut(at)) {
                    Some((_, place)) => *place = value,
                    None => pairs.push((index.clone(), value)),
                }
            }
            return Ok(());
        }
        let Some(length) = self.heap.list(*id).map(|items| items.len()) else {
            return self.raise(
                span,
                "TypeError",
                format!("'{class}' object does not support item assignment"),
            );
        };
        let at = self.place(span, class, index, length, "assignment ")?;
        self.worked(span, length as u64 / 64)?;
        if let Some(Thing::List(items)) = self.heap.get_mut(*id)
            && let Some(place) = Arc::make_mut(items).get_mut(at)
        {
            *place = value;
        }
        Ok(())
    }

    /// `del of[index]`.
    pub fn delete_item(&mut self, span: Span, of: &Value, index: &Value) -> Result<()> {
        self.remove_item(span, of, index).map(drop)
    }

    /// Takes something out of a list or dictionary.
    pub fn remove_item(&mut self, span: Span, of: &Value, index: &Value) -> Result<Value> {
        let class = self.heap.class(of);
        let Value::Ref(id) = of else {
            return self.raise(span, "TypeError", format!("'{class}' object doesn't support item deletion"));
        };
        self.loosened = true;
        if let Some(pairs) = self.heap.dict(*id).cloned() {
            self.hashable(span, index)?;
            let Some(at) = self.position(span, pairs.iter().map(|(key, _)| key), index)? else {
                return self.no_key(span, index);
            };
            drop(pairs);
            return Ok(match self.heap.get_mut(*id) {
                Some(Thing::Dict(pairs)) => Arc::make_mut(pairs).remove(at).1,
                _ => Value::None,
            });
        }
        let Some(length) = self.heap.list(*id).map(|items| items.len()) else {
            return self.raise(span, "TypeError", format!("'{class}' object doesn't support item deletion"));
        };
        let at = self.place(span, class, index, length, "assignment ")?;
        Ok(match self.heap.get_mut(*id) {
            Some(Thing::List(items)) => Arc::make_mut(items).remove(at),
            _ => Value::None,
        })
    }

    /// `of[from:to:by]`.
    pub fn slice(&mut self, span: Span, of: &Value, bounds: [Option<i128>; 3]) -> Result<Value> {
        let class = self.heap.class(of);
        let length = match of {
            Value::Str(text) => text.chars().count(),
            Value::Bytes(bytes) => bytes.len(),
            Value::Tuple(items) => items.len(),
            Value::Ref(id) if self.heap.list(*id).is_some() => {
                self.heap.list(*id).map_or(0, |items| items.len())
            }
            Value::Range(_) => return self.lacks(span, "range()[:]"),
            _ => return self.raise(span, "TypeError", format!("'{class}' object is not subscriptable")),
        };
        if bounds[2] == Some(0) {
            return self.raise(span, "ValueError", "slice step cannot be zero");
        }
        self.grown(span, length)?;
        let places = places(length as i128, bounds);
        Ok(match of {
            Value::Str(text) => {
                let chars: Vec<char> = text.chars().collect();
                Value::text(places.iter().filter_map(|at| chars.get(*at)).collect::<String>())
            }
            Value::Bytes(bytes) => {
                Value::Bytes(places.iter().filter_map(|at| bytes.get(*at).copied()).collect())
            }
            Value::Tuple(items) => Value::tuple(places.iter().filter_map(|at| items.get(*at).cloned())),
            Value::Ref(id) => {
                let items = self.heap.list(*id).cloned().unwrap_or_default();
                self.list(span, places.iter().filter_map(|at| items.get(*at).cloned()).collect())?
            }
            _ => Value::None,
        })
    }

    /// A set of these values.
    pub fn set(&mut self, span: Span, items: Vec<Value>) -> Result<Value> {
        let mut kept: Vec<Value> = Vec::new();
        for item in items {
            self.hashable_as(span, &item, "a set element")?;
            if !self.contains(span, &kept, &item)? {
                kept.push(item);
            }
        }
        super::setorder::as_numbers_lie(&mut kept);
        self.add(span, Thing::Set(kept.into()))
    }

    /// What can change cannot be a key.
    pub fn hashable(&self, span: Span, value: &Value) -> Result<()> {
        self.hashable_as(span, value, "a dict key")
    }

    pub(super) fn hashable_as(&self, span: Span, value: &Value, what: &str) -> Result<()> {
        let class = self.heap.class(value);
        match value {
            Value::Ref(id) if !matches!(self.heap.get(*id), Some(Thing::Object(_) | Thing::Iter(..))) => self
                .raise(
                    span,
                    "TypeError",
                    format!("cannot use '{class}' as {what} (unhashable type: '{class}')"),
                ),
            Value::Tuple(items) if items.len() < 64 => items.iter().try_for_each(|item| match item {
                Value::Ref(id) if !matches!(self.heap.get(*id), Some(Thing::Object(_) | Thing::Iter(..))) => {
                    let inner = self.heap.class(item);
                    let text = format!("cannot use 'tuple' as {what} (unhashable type: '{inner}')");
                    self.raise(span, "TypeError", text)
                }
                // What is deeper is not looked at.
                _ => Ok(()),
            }),
            _ => Ok(()),
        }
    }
}

/// The places of a slice.
fn places(length: i128, [from, to, by]: [Option<i128>; 3]) -> Vec<usize> {
    let by = by.unwrap_or(1);
    let (low, high) = if by > 0 { (0, length) } else { (-1, length - 1) };
    let bound = |n: i128| if n < 0 { (n.saturating_add(length)).max(low) } else { n.min(high) };
    let mut at = from.map_or(if by > 0 { low } else { high }, bound);
    let end = to.map_or(if by > 0 { high } else { low }, bound);
    let mut found = Vec::new();
    while if by > 0 { at < end } else { at > end } {
        found.push(usize::try_from(at).unwrap_or(0));
        at = at.saturating_add(by);
    }
    found
}
