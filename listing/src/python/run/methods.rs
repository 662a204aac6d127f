//! Methods of lists, dictionaries, sets, tuples and the rest.

use std::sync::Arc;

use super::{Given, Machine, Result};
use crate::python::value::{Thing, Value};
use crate::span::Span;

const LIST: &[&str] =
    &["append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort"];
const DICT: &[&str] =
    &["clear", "copy", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values"];
const SET: &[&str] = &[
    "add",
    "clear",
    "copy",
    "difference",
    "discard",
    "intersection",
    "isdisjoint",
    "issubset",
    "issuperset",
    "remove",
    "symmetric_difference",
    "union",
    "update",
];
const TUPLE: &[&str] = &["count", "index"];
const BYTES: &[&str] = &["decode", "hex"];
const STREAM: &[&str] = &["flush", "write"];

impl Machine<'_> {
    /// The names of the methods of one of Python's own types.
    pub fn methods_of_class(class: &str) -> &'static [&'static str] {
        match class {
            "str" => super::text::METHODS,
            "bytes" => BYTES,
            "tuple" => TUPLE,
            "list" => LIST,
            "dict" => DICT,
            "set" => SET,
            _ => &[],
        }
    }

    /// The names of a value's methods.
    pub fn methods_of(&self, value: &Value) -> &'static [&'static str] {
        match value {
            Value::Str(_) => super::text::METHODS,
            Value::Bytes(_) => BYTES,
            Value::Tuple(_) => TUPLE,
            Value::Stream(_) => STREAM,
            Value::Float(_) => &["is_integer"],
            Value::Int(_) | Value::Bool(_) => &["bit_length", "bit_count"],
            Value::Ref(id) => match self.heap.get(*id) {
                Some(Thing::List(_)) => LIST,
                Some(Thing::Dict(_)) => DICT,
                Some(Thing::Set(_)) => SET,
                _ => &[],
            },
            _ => &[],
        }
    }

    /// The arguments of a method, of which there are as many as it takes.
    pub fn counted<'g>(
        &self,
        span: Span,
        name: &str,
        given: &'g Given,
        least: usize,
        most: usize,
    ) -> Result<&'g [Value]> {
        let found = given.args.len();
        if let Some((keyword, _)) = given.named.first() {
            return self.lacks(span, format!("{name}({keyword}=…)"));
        }
        if found < least || found > most {
            let wanted = if found < least { least } else { most };
            let text = match (least, most) {
                (0, 0) => format!("{name}() takes no arguments ({found} given)"),
                (1, 1) => format!("{name}() takes exactly one argument ({found} given)"),
                (l, m) => {
                    let bound = if l == m {
                        ""
                    } else if found < l {
                        "at least "
                    } else {
                        "at most "
                    };
                    let plural = if wanted == 1 { "" } else { "s" };
                    format!("{name} expected {bound}{wanted} argument{plural}, got {found}")
                }
            };
            return self.raise(span, "TypeError", text);
        }
        Ok(&given.args)
    }

    pub fn list_method(&mut self, span: Span, id: u32, name: &str, given: &Given) -> Result<Value> {
        let full = format!("list.{name}");
        let items = self.heap.list(id).cloned().unwrap_or_default();
        self.worked(span, items.len() as u64 / 64)?;
        match name {
            "append" => {
                let item = self.counted(span, &full, given, 1, 1)?[0].clone();
                drop(items);
                self.extend(span, id, vec![item])?;
            }
            "extend" => {
                let more = self.counted(span, &full, given, 1, 1)?[0].clone();
                let more = self.items(span, &more)?;
                drop(items);
                self.extend(span, id, more)?;
            }
            "insert" => {
                let [at, item] = self.counted(span, name, given, 2, 2)? else { return Ok(Value::None) };
                let length = items.len() as i128;
                let at = at.number().unwrap_or(0);
                let at = if at < 0 { (at.saturating_add(length)).max(0) } else { at.min(length) };
                let mut all = items.to_vec();
                all.insert(usize::try_from(at).unwrap_or(0), item.clone());
                self.set_list(span, id, all)?;
            }
            "pop" => return self.list_pop(span, id, given),
            "remove" | "index" | "count" => {
                if name == "index" && matches!(given.args.len(), 2 | 3) {
                    return self.lacks(span, "list.index(…, …)");
                }
                let wanted = self.counted(span, &full, given, 1, 1)?[0].clone();
                if name == "count" {
                    return self.count(span, &items, &wanted);
                }
                let Some(at) = self.position(span, items.iter(), &wanted)? else {
                    let text = if name == "remove" {
                        "list.remove(x): x not in list"
                    } else {
                        "list.index(x): x not in list"
                    };
                    return self.raise(span, "ValueError", text);
                };
                if name == "index" {
                    return Ok(Value::Int(at as i128));
                }
                drop(items);
                self.remove_item(span, &Value::Ref(id), &Value::Int(at as i128))?;
            }
            "clear" => self.set_list(span, id, Vec::new())?,
            "copy" => return self.list(span, items.to_vec()),
            "reverse" => {
                let mut all = items.to_vec();
                all.reverse();
                self.set_list(span, id, all)?;
            }
            _ => {
                let mut given = given.clone();
                let (key, reverse) = (given.take("key"), given.take("reverse"));
                let reverse = reverse.map_or(Ok(false), |reverse| self.truth(span, &reverse))?;
                if !given.args.is_empty() {
                    return self.raise(span, "TypeError", "sort() takes no positional arguments");
                }
                self.counted(span, name, &given, 0, 0)?;
                let sorted = self.sort(span, items.to_vec(), key, reverse)?;
                self.set_list(span, id, sorted)?;
            }
        }
        Ok(Value::None)
    }

    fn list_pop(&mut self, span: Span, id: u32, given: &Given) -> Result<Value> {
        let items = self.heap.list(id).cloned().unwrap_or_default();
        let at = self.counted(span, "pop", given, 0, 1)?.first().cloned().unwrap_or(Value::Int(-1));
        if items.is_empty() {
            return self.raise(span, "IndexError", "pop from empty list");
        }
        let length = items.len() as i128;
        if at.number().is_none() {
            let text = format!("'{}' object cannot be interpreted as an integer", self.heap.class(&at));
            return self.raise(span, "TypeError", text);
        }
        if at.number().is_some_and(|n| n >= length || n < -length) {
            return self.raise(span, "IndexError", "pop index out of range");
        }
        drop(items);
        self.remove_item(span, &Value::Ref(id), &at)
    }

    fn set_list(&mut self, span: Span, id: u32, items: Vec<Value>) -> Result<()> {
        self.grown(span, items.len() * 16)?;
        self.loosened = true;
        if let Some(Thing::List(place)) = self.heap.get_mut(id) {
            *place = items.into();
        }
        Ok(())
    }

    fn count(&mut self, span: Span, items: &[Value], wanted: &Value) -> Result<Value> {
        let mut count = 0;
        for item in items {
            count += i128::from(self.equal(span, item, wanted)?);
        }
        Ok(Value::Int(count))
    }

    pub fn tuple_method(&mut self, span: Span, items: &[Value], name: &str, given: &Given) -> Result<Value> {
        let wanted = self.counted(span, &format!("tuple.{name}"), given, 1, 1)?[0].clone();
        if name == "count" {
            return self.count(span, items, &wanted);
        }
        match self.position(span, items.iter(), &wanted)? {
            Some(at) => Ok(Value::Int(at as i128)),
            None => self.raise(span, "ValueError", "tuple.index(x): x not in tuple"),
        }
    }

    pub fn dict_method(&mut self, span: Span, id: u32, name: &str, given: &Given) -> Result<Value> {
        let of = Value::Ref(id);
        let pairs = self.heap.dict(id).cloned().unwrap_or_default();
        match name {
            "keys" | "values" | "items" => {
                self.counted(span, &format!("dict.{name}"), given, 0, 0)?;
                let view = match name {
                    "keys" => "dict_keys",
                    "values" => "dict_values",
                    _ => "dict_items",
                };
                Ok(Value::View(view, id))
            }
            "get" | "setdefault" | "pop" => {
                let args = self.counted(span, name, given, 1, 2)?.to_vec();
                self.hashable(span, &args[0])?;
                let found = self.position(span, pairs.iter().map(|(key, _)| key), &args[0])?;
                match (found, name) {
                    (Some(_), "pop") => {
                        drop(pairs);
                        self.remove_item(span, &of, &args[0])
                    }
                    (Some(at), _) => Ok(pairs[at].1.clone()),
                    (None, "pop") => match args.get(1) {
                        Some(usual) => Ok(usual.clone()),
                        None => self.no_key(span, &args[0]),
                    },
                    (None, name) => {
                        let usual = args.get(1).cloned().unwrap_or(Value::None);
                        if name == "setdefault" {
                            self.put_item(span, &of, &args[0], usual.clone())?;
                        }
                        Ok(usual)
                    }
                }
            }
            "copy" => self.dict(span, pairs.to_vec()),
            "popitem" => {
                self.counted(span, "dict.popitem", given, 0, 0)?;
                let Some((key, _)) = pairs.last().cloned() else {
                    return self.no_key(span, &Value::text("popitem(): dictionary is empty"));
                };
                drop(pairs);
                let value = self.remove_item(span, &of, &key)?;
                Ok(Value::tuple([key, value]))
            }
            "clear" => {
                self.loosened = true;
                if let Some(Thing::Dict(place)) = self.heap.get_mut(id) {
                    *place = Arc::default();
                }
                Ok(Value::None)
            }
            _ => {
                let mut more = Vec::new();
                if let Some(other) = given.get(0) {
                    more = self.pairs(span, other)?;
                }
                more.extend(
                    given.named.iter().map(|(name, value)| (Value::Str(name.clone()), value.clone())),
                );
                more.into_iter().try_for_each(|(key, value)| self.put_item(span, &of, &key, value))?;
                Ok(Value::None)
            }
        }
    }

    /// The pairs of a dictionary, or of a list of pairs.
    pub fn pairs(&mut self, span: Span, of: &Value) -> Result<Vec<(Value, Value)>> {
        if let Value::Ref(id) = of
            && let Some(pairs) = self.heap.dict(*id)
        {
            return Ok(pairs.to_vec());
        }
        let mut pairs = Vec::new();
        for (at, item) in self.items(span, of)?.into_iter().enumerate() {
            let both = self.items_or(span, &item, "object is not iterable".to_owned())?;
            let [key, value] = &both[..] else {
                let text = format!(
                    "dictionary update sequence element #{at} has length {}; 2 is required",
                    both.len()
                );
                return self.raise(span, "ValueError", text);
            };
            pairs.push((key.clone(), value.clone()));
        }
        Ok(pairs)
    }
}
