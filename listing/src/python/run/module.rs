//! Modules, and values that types make of others.

use std::sync::Arc;

use super::{Given, Machine, Result};
use crate::python::ast::Name;
use crate::python::class::is_kind_of;
use crate::python::libvirt;
use crate::python::value::{Exc, Thing, Value};
use crate::span::Span;
use crate::words::Word;

/// The modules that listings have.
const MODULES: &[&str] = &["libvirt", "sys", "time"];
/// Functions of the modules, by name and with the module.
const SYS: &[(&str, &str)] = &[("exit", "sys.exit"), ("sleep", "time.sleep")];

impl Machine<'_> {
    pub fn import(&mut self, modules: &[(Name, Arc<str>)]) -> Result<()> {
        for (module, name) in modules {
            let found = self.module(module)?;
            let scope = self.scope_of(name);
            self.put(scope, name, found);
        }
        Ok(())
    }

    pub fn import_from(&mut self, module: &Name, names: &[(Name, Arc<str>)]) -> Result<()> {
        let Value::Module(found) = self.module(module)? else { return Ok(()) };
        for (name, given) in names {
            let value = self.member(name.span, found, &name.text)?;
            let scope = self.scope_of(given);
            self.put(scope, given, value);
        }
        Ok(())
    }

    fn module(&mut self, module: &Name) -> Result<Value> {
        match MODULES.iter().find(|found| ***found == *module.text) {
            Some(found) => Ok(Value::Module(found)),
            None => {
                self.fault(module.span, Word::ModuleUnknown, [module.text.to_string(), MODULES.join(", ")])
            }
        }
    }

    /// What a module has by a name.
    pub fn member(&mut self, span: Span, module: &'static str, name: &Arc<str>) -> Result<Value> {
        let known = |whole: &str| SYS.iter().find(|(_, found)| *found == whole).map(|(_, found)| *found);
        match (module, &**name) {
            ("libvirt", _) => libvirt::member(self, span, name),
            ("sys", "stdout") => Ok(Value::Stream(false)),
            ("sys", "stderr") => Ok(Value::Stream(true)),
            ("sys", "argv") => self.list(span, vec![Value::text("listing.py")]),
            (_, name) => match known(&format!("{module}.{name}")) {
                Some(found) => Ok(Value::Builtin(found)),
                None => self.lacks(span, format!("{module}.{name}")),
            },
        }
    }

    /// Calls a function of a module.
    pub fn call_member(&mut self, span: Span, module: &str, name: &str, given: &Given) -> Result<Value> {
        match (module, name) {
            ("sys", "exit") => {
                let args = self.counted(span, "exit", given, 0, 1)?.to_vec();
                self.raise_value(span, Exc { class: "SystemExit", args, error: None }.into())
            }
            // Nothing happens meanwhile: a world's clock goes on by calls alone.
            _ => Ok(Value::None),
        }
    }

    /// A value of a class.
    pub fn construct(&mut self, span: Span, class: &'static str, given: &Given) -> Result<Value> {
        if is_kind_of(class, "BaseException") {
            return self.exception(span, class, given.args.clone());
        }
        let (first, second) = (given.args.first().cloned(), given.args.get(1).cloned());
        match (class, first) {
            ("enumerate" | "zip" | "reversed" | "map" | "filter", _) => self.gone_through(span, class, given),
            ("str", None) => Ok(Value::text("")),
            ("str", Some(value)) => self.made(span, self.heap.str(&value)),
            ("int", None) => Ok(Value::Int(0)),
            ("int", Some(value)) => {
                let base = second.or_else(|| given.clone().take("base"));
                self.int_of(span, &value, base)
            }
            ("float", None) => Ok(Value::Float(0.0)),
            ("float", Some(value)) => self.float_of(span, &value),
            ("bool", None) => Ok(Value::Bool(false)),
            ("bool", Some(value)) => self.truth(span, &value).map(Value::Bool),
            ("list", None) => self.list(span, Vec::new()),
            ("list", Some(value)) => {
                let items = self.items(span, &value)?;
                self.list(span, items)
            }
            ("tuple", None) => Ok(Value::tuple([])),
            ("tuple", Some(value)) => self.items(span, &value).map(|items| Value::Tuple(items.into())),
            ("set", None) => self.add(span, Thing::Set(Arc::default())),
            ("set", Some(value)) => {
                let items = self.items(span, &value)?;
                self.set(span, items)
            }
            ("dict", first) => {
                let dict = self.dict(span, Vec::new())?;
                let mut pairs = first.map_or(Ok(Vec::new()), |first| self.pairs(span, &first))?;
                pairs.extend(
                    given.named.iter().map(|(name, value)| (Value::Str(name.clone()), value.clone())),
                );
                pairs.into_iter().try_for_each(|(key, value)| self.put_item(span, &dict, &key, value))?;
                Ok(dict)
            }
            ("range", Some(_)) => self.range(span, given),
            ("type", Some(value)) if second.is_none() => Ok(Value::Class(self.heap.class(&value))),
            _ => self.lacks(span, format!("{class}()")),
        }
    }

    fn range(&mut self, span: Span, given: &Given) -> Result<Value> {
        let mut numbers = Vec::new();
        for arg in &given.args {
            match arg.number() {
                Some(n) => numbers.push(n),
                None => {
                    let text =
                        format!("'{}' object cannot be interpreted as an integer", self.heap.class(arg));
                    return self.raise(span, "TypeError", text);
                }
            }
        }
        match numbers[..] {
            [to] => Ok(Value::Range([0, to, 1])),
            [from, to] => Ok(Value::Range([from, to, 1])),
            [_, _, 0] => self.raise(span, "ValueError", "range() arg 3 must not be zero"),
            [from, to, by] => Ok(Value::Range([from, to, by])),
            _ => {
                let text = format!("range expected at most 3 arguments, got {}", numbers.len());
                self.raise(span, "TypeError", text)
            }
        }
    }

    fn int_of(&mut self, span: Span, value: &Value, base: Option<Value>) -> Result<Value> {
        let class = self.heap.class(value);
        match (value, value.number()) {
            (_, Some(n)) => Ok(Value::Int(n)),
            (Value::Float(n), _) if n.is_finite() => {
                self.int(span, Some(n.trunc()).filter(|n| n.abs() < 1e38).map(|n| n as i128))
            }
            (Value::Float(n), _) => {
                let (class, what) = if n.is_nan() {
                    ("ValueError", "float NaN")
                } else {
                    ("OverflowError", "float infinity")
                };
                self.raise(span, class, format!("cannot convert {what} to integer"))
            }
            (Value::Str(text), _) => {
                let base = base.and_then(|base| base.number()).unwrap_or(10);
                let plain = text.trim().replace('_', "").to_lowercase();
                let (sign, digits) = match plain.strip_prefix('-') {
                    Some(digits) => (-1, digits),
                    None => (1, plain.strip_prefix('+').unwrap_or(&plain)),
                };
                let prefixed = |mark: &str, of: i128| {
                    digits
                        .strip_prefix(mark)
                        .filter(|_| base == of || base == 0)
                        .map(|rest| (rest, of as u32))
                };
                let usual = if base == 0 { 10 } else { u32::try_from(base).unwrap_or(37) };
                let (digits, radix) = prefixed("0x", 16)
                    .or_else(|| prefixed("0b", 2))
                    .or_else(|| prefixed("0o", 8))
                    .unwrap_or((digits, usual));
                let fits = (2..=36).contains(&radix)
                    && !digits.is_empty()
                    && digits.chars().all(|c| c.is_digit(radix));
                if !fits {
                    let text = self.heap.repr(value);
                    let text = format!("invalid literal for int() with base {base}: {text}");
                    return self.raise(span, "ValueError", text);
                }
                self.int(span, i128::from_str_radix(digits, radix).ok().map(|n| sign * n))
            }
            _ => {
                let text = format!(
                    "int() argument must be a string, a bytes-like object or a real number, not '{class}'"
                );
                self.raise(span, "TypeError", text)
            }
        }
    }

    fn float_of(&mut self, span: Span, value: &Value) -> Result<Value> {
        match (value, value.float()) {
            (_, Some(n)) => Ok(Value::Float(n)),
            (Value::Str(text), _) => match text.trim().replace('_', "").parse() {
                Ok(n) => Ok(Value::Float(n)),
                Err(_) => {
                    let text = format!("could not convert string to float: {}", self.heap.repr(value));
                    self.raise(span, "ValueError", text)
                }
            },
            _ => {
                let class = self.heap.class(value);
                let text = format!("float() argument must be a string or a real number, not '{class}'");
                self.raise(span, "TypeError", text)
            }
        }
    }
}
