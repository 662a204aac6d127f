//! Python's own functions.

use super::{Given, Machine, Result};
use crate::python::class;
use crate::python::value::{Thing, Value};
use crate::span::Span;
use crate::words::Word;

/// Functions that need no module.
const FUNCTIONS: &[&str] = &[
    "abs",
    "all",
    "any",
    "bin",
    "callable",
    "chr",
    "divmod",
    "format",
    "getattr",
    "hasattr",
    "hex",
    "id",
    "isinstance",
    "iter",
    "len",
    "max",
    "min",
    "next",
    "oct",
    "ord",
    "pow",
    "print",
    "repr",
    "round",
    "sorted",
    "sum",
];
/// Those that listings do without.
const LACKING: &[&str] = &[
    "input",
    "open",
    "eval",
    "exec",
    "compile",
    "globals",
    "locals",
    "vars",
    "dir",
    "setattr",
    "delattr",
    "super",
    "property",
    "staticmethod",
    "classmethod",
    "issubclass",
    "hash",
    "frozenset",
    "bytearray",
    "memoryview",
    "complex",
    "slice",
    "ascii",
    "help",
    "breakpoint",
    "__import__",
];

impl Machine<'_> {
    /// What a name stands for without having been given a value.
    pub fn builtin(&self, name: &str) -> Option<Value> {
        let function = FUNCTIONS.iter().find(|found| **found == name);
        function.map(|name| Value::Builtin(name)).or_else(|| class::named(name).map(Value::Class))
    }

    pub fn unknown_name(&mut self, span: Span, name: &str) -> Result<Value> {
        if LACKING.contains(&name) {
            return self.lacks(span, name);
        }
        let (mut at, mut names) = (Some(self.frame().0), Vec::new());
        while let Some(scope) = at.and_then(|id| self.heap.scope(id)) {
            names.extend(scope.names.iter().map(|(name, _)| name.clone()));
            at = scope.parent;
        }
        let known: Vec<&str> = names.iter().map(|name| &**name).chain(FUNCTIONS.iter().copied()).collect();
        // Whoever catches it knows; else the name that was meant is told.
        if let Some(meant) = crate::lower::near(name, &known) {
            self.tape.tell(crate::Severity::Advice, span, Word::PythonNameMeant, [name.to_owned(), meant]);
        }
        self.raise(span, "NameError", format!("name '{name}' is not defined"))
    }

    pub fn call_builtin(&mut self, span: Span, name: &'static str, given: &Given) -> Result<Value> {
        if let Some((module, function)) = name.split_once('.') {
            return self.call_member(span, module, function, given);
        }
        if !given.named.is_empty()
            && !matches!(name, "print" | "sorted" | "min" | "max" | "sum" | "enumerate")
        {
            let text = format!("{name}() takes no keyword arguments");
            return self.raise(span, "TypeError", text);
        }
        let count = given.args.len();
        let (least, most) = match name {
            "print" | "min" | "max" => (0, usize::MAX),
            "sum" | "format" | "iter" | "next" | "round" => (1, 2),
            "getattr" => (2, 3),
            "divmod" | "hasattr" | "isinstance" => (2, 2),
            "pow" if count == 3 => return self.lacks(span, "pow(…, …, …)"),
            "pow" => (2, 2),
            "sorted" => (1, usize::MAX),
            _ => (1, 1),
        };
        if count < least || count > most {
            return self.wrong_count(span, name, least, most, count);
        }
        match name {
            "print" => self.print(span, given),
            "sorted" | "min" | "max" => self.ordered(span, name, given),
            "getattr" | "hasattr" => self.attribute_by_name(span, name, given),
            _ => {
                let first = given.args[0].clone();
                let mut given = given.clone();
                let second = given.args.get(1).cloned().or_else(|| given.take("start"));
                if let Some((keyword, _)) = given.named.first() {
                    let text = format!("{name}() got an unexpected keyword argument '{keyword}'");
                    return self.raise(span, "TypeError", text);
                }
                self.simple(span, name, &first, second)
            }
        }
    }

    fn wrong_count<T>(&self, span: Span, name: &str, least: usize, most: usize, found: usize) -> Result<T> {
        let text = match (least, most) {
            (1, 1) => format!("{name}() takes exactly one argument ({found} given)"),
            (l, m) if l == m => format!("{name} expected {l} arguments, got {found}"),
            (l, _) if found < l => {
                let plural = if l == 1 { "" } else { "s" };
                format!("{name} expected at least {l} argument{plural}, got {found}")
            }
            (_, m) => format!("{name} expected at most {m} arguments, got {found}"),
        };
        self.raise(span, "TypeError", text)
    }

    fn simple(&mut self, span: Span, name: &str, first: &Value, second: Option<Value>) -> Result<Value> {
        let class = self.heap.class(first);
        match name {
            "len" => self.length(span, first),
            "repr" => self.made(span, self.heap.repr(first)),
            "callable" => Ok(Value::Bool(matches!(
                first,
                Value::Func(_) | Value::Builtin(_) | Value::Class(_) | Value::Method(_)
            ))),
            "isinstance" => {
                let class = second.unwrap_or(Value::None);
                self.is_instance(span, first, &class).map(Value::Bool)
            }
            "abs" => match (first, first.number()) {
                (_, Some(n)) => self.int(span, n.checked_abs()),
                (Value::Float(n), _) => Ok(Value::Float(n.abs())),
                _ => self.raise(span, "TypeError", format!("bad operand type for abs(): '{class}'")),
            },
            "hex" | "oct" | "bin" | "chr" | "ord" => self.written(span, name, first),
            "round" => {
                let digits = second.as_ref().and_then(Value::number);
                self.round(span, first, digits)
            }
            "divmod" => {
                use crate::python::ast::BinOp;
                let by = second.unwrap_or(Value::None);
                let times = self.operate(span, BinOp::FloorDiv, first, &by, false)?;
                let rest = self.operate(span, BinOp::Rem, first, &by, false)?;
                Ok(Value::tuple([times, rest]))
            }
            "pow" => {
                let by = second.unwrap_or(Value::None);
                self.operate(span, crate::python::ast::BinOp::Pow, first, &by, false)
            }
            "format" => {
                let spec = second.map_or_else(String::new, |spec| self.heap.str(&spec));
                self.format(span, first, &spec).map(Value::text)
            }
            "id" => Ok(Value::Int(match first {
                Value::Ref(id) => i128::from(*id) * 16 + 0x7f00_0000_0000,
                _ => 0x7f00_0000_0000,
            })),
            "any" | "all" | "sum" | "iter" => self.over(span, name, first, second),
            _ => self.next_of(span, first, second),
        }
    }

    /// What goes through all of a thing.
    fn over(&mut self, span: Span, name: &str, first: &Value, second: Option<Value>) -> Result<Value> {
        match name {
            "any" | "all" => {
                let mut source = self.iterate(span, first)?;
                while let Some(item) = self.next(span, &mut source)? {
                    if self.truth(span, &item)? == (name == "any") {
                        return Ok(Value::Bool(name == "any"));
                    }
                }
                Ok(Value::Bool(name == "all"))
            }
            "sum" => self.sum(span, first, second),
            _ => {
                if let Value::Ref(id) = first
                    && let Some(Thing::Iter(..)) = self.heap.get(*id)
                {
                    return Ok(first.clone());
                }
                let items = self.items(span, first)?;
                self.once(span, "iterator", items)
            }
        }
    }

    fn next_of(&mut self, span: Span, first: &Value, second: Option<Value>) -> Result<Value> {
        let class = self.heap.class(first);
        let Value::Ref(id) = first else {
            return self.raise(span, "TypeError", format!("'{class}' object is not an iterator"));
        };
        if !matches!(self.heap.get(*id), Some(Thing::Iter(..))) {
            return self.raise(span, "TypeError", format!("'{class}' object is not an iterator"));
        }
        let mut source = self.iterate(span, first)?;
        match (self.next(span, &mut source)?, second) {
            (Some(item), _) | (None, Some(item)) => Ok(item),
            (None, None) => {
                let exc = crate::python::value::Exc { class: "StopIteration", args: Vec::new(), error: None };
                self.raise_value(span, exc.into())
            }
        }
    }

    pub fn length(&mut self, span: Span, value: &Value) -> Result<Value> {
        let length = match value {
            Value::Str(text) => {
                self.worked(span, text.len() as u64 / 64)?;
                text.chars().count()
            }
            Value::Bytes(bytes) => bytes.len(),
            Value::Tuple(items) => items.len(),
            Value::Range([from, to, _])
                if self.range_length(value) == 0 && from.abs_diff(*to) > u128::from(u64::MAX) =>
            {
                let text = "Python int too large to convert to C ssize_t";
                return self.raise(span, "OverflowError", text);
            }
            Value::Range(_) => self.range_length(value),
            Value::View(_, dict) => self.heap.dict(*dict).map_or(0, |pairs| pairs.len()),
            _ => {
                let found = match value {
                    Value::Ref(id) => match self.heap.get(*id) {
                        Some(Thing::List(items) | Thing::Set(items)) => Some(items.len()),
                        Some(Thing::Dict(pairs)) => Some(pairs.len()),
                        _ => None,
                    },
                    _ => None,
                };
                match found {
                    Some(length) => length,
                    None => {
                        let text = format!("object of type '{}' has no len()", self.heap.class(value));
                        return self.raise(span, "TypeError", text);
                    }
                }
            }
        };
        Ok(Value::Int(length as i128))
    }

    fn print(&mut self, span: Span, given: &Given) -> Result<Value> {
        let mut given = given.clone();
        let mut word = |machine: &Self, name: &str, usual: &str| match given.take(name) {
            None | Some(Value::None) => Ok(usual.to_owned()),
            Some(Value::Str(text)) => Ok(text.to_string()),
            Some(other) => {
                let text = format!("{name} must be None or a string, not {}", machine.heap.class(&other));
                machine.raise(span, "TypeError", text)
            }
        };
        let (sep, end) = (word(self, "sep", " ")?, word(self, "end", "\n")?);
        let stderr = match given.take("file") {
            None | Some(Value::None) => false,
            Some(Value::Stream(stderr)) => stderr,
            Some(_) => return self.lacks(span, "print(file=…)"),
        };
        given.take("flush");
        if let Some((name, _)) = given.named.first() {
            let text = format!("print() got an unexpected keyword argument '{name}'");
            return self.raise(span, "TypeError", text);
        }
        let mut text = String::new();
        for (at, value) in given.args.iter().enumerate() {
            text.push_str(if at > 0 { &sep } else { "" });
            text.push_str(&self.heap.str(value));
            self.grown(span, text.len())?;
        }
        text.push_str(&end);
        self.worked(span, text.len() as u64 / 16)?;
        self.tape.print(span, stderr, &text)?;
        Ok(Value::None)
    }

    fn attribute_by_name(&mut self, span: Span, name: &str, given: &Given) -> Result<Value> {
        let Some(Value::Str(wanted)) = given.get(1).cloned() else {
            let class = given.get(1).map_or("NoneType", |wanted| self.heap.class(wanted));
            return self.raise(span, "TypeError", format!("attribute name must be string, not '{class}'"));
        };
        match (self.attribute(span, &given.args[0], &wanted), given.get(2)) {
            (Ok(_), _) if name == "hasattr" => Ok(Value::Bool(true)),
            (Err(super::Stop::Raise(raised)), _)
                if name == "hasattr" && raised.exc.class == "AttributeError" =>
            {
                Ok(Value::Bool(false))
            }
            (Err(super::Stop::Raise(raised)), Some(usual)) if raised.exc.class == "AttributeError" => {
                Ok(usual.clone())
            }
            (found, _) => found,
        }
    }
}
