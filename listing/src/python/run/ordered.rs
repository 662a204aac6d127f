//! Values in order, and what goes through values.

use std::cmp::Ordering;

use super::{Given, Machine, Result};
use crate::python::value::Value;
use crate::span::Span;

impl Machine<'_> {
    /// `sorted`, `min`, `max`.
    pub fn ordered(&mut self, span: Span, name: &str, given: &Given) -> Result<Value> {
        let mut given = given.clone();
        let (key, reverse, usual) = (given.take("key"), given.take("reverse"), given.take("default"));
        let reverse = reverse.map_or(Ok(false), |reverse| self.truth(span, &reverse))?;
        let items = match &given.args[..] {
            [] => {
                let text = if name == "sorted" {
                    "sorted expected 1 argument, got 0".to_owned()
                } else {
                    format!("{name} expected at least 1 argument, got 0")
                };
                return self.raise(span, "TypeError", text);
            }
            [only] => self.items(span, only)?,
            [_, ..] if usual.is_some() && name != "sorted" => {
                let text =
                    format!("Cannot specify a default for {name}() with multiple positional arguments");
                return self.raise(span, "TypeError", text);
            }
            several if name != "sorted" => several.to_vec(),
            several => {
                let text = format!("sorted expected 1 argument, got {}", several.len());
                return self.raise(span, "TypeError", text);
            }
        };
        if name == "sorted" {
            let sorted = self.sort(span, items, key, reverse)?;
            return self.list(span, sorted);
        }
        if items.is_empty() {
            return match usual {
                Some(usual) => Ok(usual),
                None => self.raise(span, "ValueError", format!("{name}() iterable argument is empty")),
            };
        }
        let keys = self.keys(span, &items, key)?;
        let mut best = 0;
        let sign = if name == "max" { ">" } else { "<" };
        let wanted = if name == "max" { Ordering::Greater } else { Ordering::Less };
        for at in 1..items.len() {
            if self.order(span, &keys[at], &keys[best], sign)? == Some(wanted) {
                best = at;
            }
        }
        Ok(items[best].clone())
    }

    fn keys(&mut self, span: Span, items: &[Value], key: Option<Value>) -> Result<Vec<Value>> {
        let Some(key) = key.filter(|key| !matches!(key, Value::None)) else { return Ok(items.to_vec()) };
        let held = self.held.len();
        self.held.extend(items.iter().cloned());
        let mut keys = Vec::with_capacity(items.len());
        for item in items {
            keys.push(self.call(span, &key, &Given::of([item.clone()]))?);
            self.held.extend(keys.last().cloned());
        }
        self.held.truncate(held);
        Ok(keys)
    }

    /// Values in order; equal ones stay as they were.
    pub fn sort(
        &mut self,
        span: Span,
        items: Vec<Value>,
        key: Option<Value>,
        reverse: bool,
    ) -> Result<Vec<Value>> {
        let keys = self.keys(span, &items, key)?;
        // Each goes behind those that it is not before: an order that is none, as of `nan`, does no harm.
        let mut order: Vec<usize> = Vec::with_capacity(items.len());
        for at in 0..items.len() {
            let (mut low, mut high) = (0, order.len());
            while low < high {
                let middle = low.midpoint(high);
                let (first, second) = if reverse { (order[middle], at) } else { (at, order[middle]) };
                if self.order(span, &keys[first], &keys[second], "<")? == Some(Ordering::Less) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            self.worked(span, (order.len() - low) as u64 / 64)?;
            order.insert(low, at);
        }
        Ok(order.into_iter().map(|at| items[at].clone()).collect())
    }

    /// Things gone through once: `enumerate`, `zip`, `reversed`, `map`, `filter`.
    pub fn gone_through(&mut self, span: Span, name: &'static str, given: &Given) -> Result<Value> {
        let mut given = given.clone();
        let start = given.take("start").or_else(|| given.args.get(1).cloned());
        let mut made = Vec::new();
        match (name, &given.args[..]) {
            ("enumerate", [over, ..]) => {
                let from = start.and_then(|start| start.number()).unwrap_or(0);
                for (n, item) in (0..).zip(self.items(span, over)?) {
                    made.push(Value::tuple([Value::Int(from.saturating_add(n)), item]));
                }
            }
            ("zip", _) if !given.named.is_empty() => return self.lacks(span, "zip(strict=…)"),
            ("zip", all) => {
                let mut lists = Vec::new();
                for one in all {
                    lists.push(self.items(span, one)?);
                }
                let shortest = lists.iter().map(Vec::len).min().unwrap_or(0);
                made.extend((0..shortest).map(|at| Value::tuple(lists.iter().map(|list| list[at].clone()))));
            }
            ("reversed", [over]) => {
                if self.as_set(over).is_some() && !matches!(over, Value::View(..)) {
                    return self.raise(span, "TypeError", "'set' object is not reversible");
                }
                made = self.items(span, over)?;
                made.reverse();
            }
            ("map", [func, first, second, ..]) => {
                let mut lists = Vec::new();
                for one in [first, second].into_iter().chain(&given.args[3..]) {
                    lists.push(self.items(span, one)?);
                }
                let shortest = lists.iter().map(Vec::len).min().unwrap_or(0);
                for at in 0..shortest {
                    let row = Given::of(lists.iter().map(|list| list[at].clone()));
                    made.push(self.call(span, func, &row)?);
                    self.held.extend(made.last().cloned());
                }
            }
            ("map" | "filter", [func, over]) => {
                for item in self.items(span, over)? {
                    let gave = match func {
                        Value::None if name == "filter" => item.clone(),
                        func => self.call(span, func, &Given::of([item.clone()]))?,
                    };
                    if name == "map" {
                        made.push(gave);
                    } else if self.truth(span, &gave)? {
                        made.push(item);
                    }
                }
            }
            _ => return self.lacks(span, format!("{name}({} arguments)", given.args.len())),
        }
        self.once(span, name, made)
    }
}
