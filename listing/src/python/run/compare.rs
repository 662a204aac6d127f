//! Comparisons: what is equal, what is the same, what comes first.

use std::cmp::Ordering;
use std::sync::Arc;

use super::{Machine, Result};
use crate::python::ast::CmpOp;
use crate::python::value::{Thing, Value};
use crate::span::Span;

impl Machine<'_> {
    /// One comparison.
    pub fn compare(&mut self, span: Span, op: CmpOp, left: &Value, right: &Value) -> Result<bool> {
        let sign = match op {
            CmpOp::Eq => return self.equal(span, left, right),
            CmpOp::Ne => return self.equal(span, left, right).map(|same| !same),
            CmpOp::Is => return Ok(self.same(left, right)),
            CmpOp::IsNot => return Ok(!self.same(left, right)),
            CmpOp::In => return self.is_in(span, left, right),
            CmpOp::NotIn => return self.is_in(span, left, right).map(|is| !is),
            CmpOp::Lt => "<",
            CmpOp::Gt => ">",
            CmpOp::Le => "<=",
            CmpOp::Ge => ">=",
        };
        if let (Some(a), Some(b)) = (self.as_set(left), self.as_set(right)) {
            return self.part_of(span, op, &a, &b);
        }
        let Some(order) = self.order(span, left, right, sign)? else { return Ok(false) };
        Ok(match op {
            CmpOp::Lt => order.is_lt(),
            CmpOp::Gt => order.is_gt(),
            CmpOp::Le => order.is_le(),
            _ => order.is_ge(),
        })
    }

    /// The values of a set, and of what a dictionary's `keys` and `items` gave, which go with sets.
    pub fn as_set(&self, value: &Value) -> Option<Arc<Vec<Value>>> {
        match value {
            Value::Ref(id) => match self.heap.get(*id) {
                Some(Thing::Set(items)) => Some(items.clone()),
                _ => None,
            },
            Value::View(name, id) if *name != "dict_values" => {
                let pairs = self.heap.dict(*id)?;
                let of = |(key, value): &(Value, Value)| match *name {
                    "dict_keys" => key.clone(),
                    _ => Value::tuple([key.clone(), value.clone()]),
                };
                Some(Arc::new(pairs.iter().map(of).collect()))
            }
            _ => None,
        }
    }

    /// `<` and its kin of sets: whether one is a part of the other.
    fn part_of(&mut self, span: Span, op: CmpOp, a: &[Value], b: &[Value]) -> Result<bool> {
        let (low, high) = if matches!(op, CmpOp::Lt | CmpOp::Le) { (a, b) } else { (b, a) };
        if matches!(op, CmpOp::Lt | CmpOp::Gt) && low.len() == high.len() {
            return Ok(false);
        }
        for item in low {
            if !self.contains(span, high, item)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The order of two values; none of what has none, such as `nan`.
    pub fn order(&mut self, span: Span, left: &Value, right: &Value, sign: &str) -> Result<Option<Ordering>> {
        self.worked(span, 1)?;
        if let (Some(a), Some(b)) = (left.number(), right.number()) {
            return Ok(Some(a.cmp(&b)));
        }
        if let (Some(a), Some(b)) = (left.float(), right.float()) {
            return Ok(a.partial_cmp(&b));
        }
        match (left, right) {
            (Value::Str(a), Value::Str(b)) => return Ok(Some(a.cmp(b))),
            (Value::Bytes(a), Value::Bytes(b)) => return Ok(Some(a.cmp(b))),
            (Value::Tuple(a), Value::Tuple(b)) => {
                let (a, b) = (a.clone(), b.clone());
                return self.order_all(span, &a, &b, sign);
            }
            (Value::Ref(a), Value::Ref(b)) => {
                if let (Some(a), Some(b)) = (self.heap.list(*a).cloned(), self.heap.list(*b).cloned()) {
                    return self.order_all(span, &a, &b, sign);
                }
            }
            _ => {}
        }
        let (a, b) = (self.heap.class(left), self.heap.class(right));
        self.raise(span, "TypeError", format!("'{sign}' not supported between instances of '{a}' and '{b}'"))
    }

    fn order_all(&mut self, span: Span, a: &[Value], b: &[Value], sign: &str) -> Result<Option<Ordering>> {
        for (one, other) in a.iter().zip(b) {
            if !self.equal(span, one, other)? {
                return self.deeper(span, |machine| machine.order(span, one, other, sign));
            }
        }
        Ok(Some(a.len().cmp(&b.len())))
    }

    /// `is`.
    pub fn same(&self, left: &Value, right: &Value) -> bool {
        match (left, right) {
            (Value::None, Value::None) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Str(a), Value::Str(b)) => a == b,
            (Value::Ref(a), Value::Ref(b)) => a == b,
            (Value::Func(a), Value::Func(b)) => Arc::ptr_eq(a, b),
            (Value::Exc(a), Value::Exc(b)) => Arc::ptr_eq(a, b),
            (Value::Class(a), Value::Class(b)) | (Value::Module(a), Value::Module(b)) => a == b,
            (Value::Builtin(a), Value::Builtin(b)) => a == b,
            (Value::Tuple(a), Value::Tuple(b)) => Arc::ptr_eq(a, b) || (a.is_empty() && b.is_empty()),
            (Value::Stream(a), Value::Stream(b)) => a == b,
            _ => false,
        }
    }

    /// `==`.
    pub fn equal(&mut self, span: Span, left: &Value, right: &Value) -> Result<bool> {
        self.worked(span, 1)?;
        if let (Some(a), Some(b)) = (left.number(), right.number()) {
            return Ok(a == b);
        }
        if let (Some(a), Some(b)) = (left.float(), right.float()) {
            let whole = left.number().or(right.number());
            // A large whole number is not the float that is nearest to it.
            return Ok(a == b && whole.is_none_or(|n| a as i128 == n));
        }
        if let (Value::View(..), Some(a), Some(b)) | (Value::Ref(_), Some(a), Some(b)) =
            (left, self.as_set(left), self.as_set(right))
        {
            return Ok(a.len() == b.len() && self.part_of(span, CmpOp::Le, &a, &b)?);
        }
        match (left, right) {
            (Value::Str(a), Value::Str(b)) => Ok(a == b),
            (Value::Bytes(a), Value::Bytes(b)) => Ok(a == b),
            (Value::Range(a), Value::Range(b)) => {
                let length = self.range_length(left);
                Ok(length == self.range_length(right)
                    && (length == 0 || a[0] == b[0] && (length == 1 || a[2] == b[2])))
            }
            (Value::Tuple(a), Value::Tuple(b)) => {
                let (a, b) = (a.clone(), b.clone());
                self.equal_all(span, &a, &b)
            }
            (Value::Ref(a), Value::Ref(b)) if a == b => Ok(true),
            (Value::Ref(a), Value::Ref(b)) => {
                match (self.heap.get(*a).cloned(), self.heap.get(*b).cloned()) {
                    (Some(Thing::List(a)), Some(Thing::List(b))) => self.equal_all(span, &a, &b),
                    (Some(Thing::Dict(a)), Some(Thing::Dict(b))) => {
                        if a.len() != b.len() {
                            return Ok(false);
                        }
                        for (key, value) in a.iter() {
                            let Some(at) = self.position(span, b.iter().map(|(key, _)| key), key)? else {
                                return Ok(false);
                            };
                            if !self.deeper(span, |machine| machine.equal(span, value, &b[at].1))? {
                                return Ok(false);
                            }
                        }
                        Ok(true)
                    }
                    _ => Ok(false),
                }
            }
            _ => Ok(self.same(left, right)),
        }
    }

    fn equal_all(&mut self, span: Span, a: &[Value], b: &[Value]) -> Result<bool> {
        if a.len() != b.len() {
            return Ok(false);
        }
        for (one, other) in a.iter().zip(b) {
            if !self.deeper(span, |machine| machine.equal(span, one, other))? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Where a value is among others.
    pub fn position<'v>(
        &mut self,
        span: Span,
        items: impl Iterator<Item = &'v Value>,
        wanted: &Value,
    ) -> Result<Option<usize>> {
        for (at, item) in items.enumerate() {
            if self.equal(span, item, wanted)? {
                return Ok(Some(at));
            }
        }
        Ok(None)
    }

    pub fn contains(&mut self, span: Span, items: &[Value], wanted: &Value) -> Result<bool> {
        self.position(span, items.iter(), wanted).map(|at| at.is_some())
    }

    fn is_in(&mut self, span: Span, item: &Value, of: &Value) -> Result<bool> {
        match (item, of) {
            (Value::Str(part), Value::Str(text)) => Ok(text.contains(&**part)),
            (_, Value::Str(_)) => {
                let class = self.heap.class(item);
                let text = format!("'in <string>' requires string as left operand, not {class}");
                self.raise(span, "TypeError", text)
            }
            (_, Value::Range([from, to, by])) => Ok(whole(item).is_some_and(|n| {
                let inside = if *by > 0 { n >= *from && n < *to } else { n <= *from && n > *to };
                inside && n.saturating_sub(*from).checked_rem(*by) == Some(0)
            })),
            (_, Value::Ref(id)) if matches!(self.heap.get(*id), Some(Thing::Dict(_) | Thing::Set(_))) => {
                self.hashable(span, item)?;
                let items = self.items(span, of)?;
                self.contains(span, &items, item)
            }
            _ => {
                let class = self.heap.class(of);
                let text = format!("argument of type '{class}' is not a container or iterable");
                let items = self.items_or(span, of, text)?;
                self.contains(span, &items, item)
            }
        }
    }
}

/// The whole number that a value is: of 2.0, 2.
fn whole(value: &Value) -> Option<i128> {
    match value {
        Value::Float(n) if n.fract() == 0.0 => Some(*n as i128),
        other => other.number(),
    }
}
