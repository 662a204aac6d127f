//! Modules, and values that types make of others.

use std::sync::Arc;

use super::{Given, Machine, Result, Stop};
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
            let value = match self.member(name.span, found, &name.text) {
                Err(Stop::Raise(raised)) if raised.exc.class == "AttributeError" => {
                    let text = format!("cannot import name '{}' from '{found}'", name.text);
                    return self.raise(name.span, "ImportError", text);
                }
                value => value?,
            };
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
            ("time", _) => {
                let length = self.counted(span, "time.sleep", given, 1, 1)?[0].clone();
                match length.float() {
                    None => {
                        let class = self.heap.class(&length);
                        let text = format!("'{class}' object cannot be interpreted as an integer or float");
                        self.raise(span, "TypeError", text)
                    }
                    Some(length) if length < 0.0 => {
                        self.raise(span, "ValueError", "sleep length must be non-negative")
                    }
                    // Nothing happens meanwhile: a world's clock goes on by calls alone.
                    Some(_) => Ok(Value::None),
                }
            }
            ("sys", "exit") => {
                let args = self.counted(span, "exit", given, 0, 1)?.to_vec();
                self.raise_value(span, Exc { class: "SystemExit", args, error: None }.into())
            }
            _ => Ok(Value::None),
        }
    }

    /// A value of a class.
    pub fn construct(&mut self, span: Span, class: &'static str, given: &Given) -> Result<Value> {
        if is_kind_of(class, "BaseException") {
            return self.exception(span, class, given.args.clone());
        }
        let (first, second) = (given.args.first().cloned(), given.args.get(1).cloned());
        self.fits_class(span, class, given)?;
        match (class, first) {
            ("enumerate" | "zip" | "reversed" | "map" | "filter", _) => self.gone_through(span, class, given),
            ("str", None) => Ok(Value::text("")),
            ("str", Some(Value::Bytes(bytes))) if second.is_some() => {
                self.decoded(span, &bytes, second.as_ref())
            }
            ("str", Some(value)) if second.is_some() => {
                let class = self.heap.class(&value);
                let text = format!("decoding to str: need a bytes-like object, {class} found");
                self.raise(span, "TypeError", text)
            }
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
            ("tuple", Some(value)) => self.items(span, &value).map(Value::row),
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

    /// Refuses more than a type takes, and names that it does not know.
    fn fits_class(&self, span: Span, class: &str, given: &Given) -> Result<()> {
        let most = match class {
            "int" | "str" => 2,
            "float" | "bool" | "list" | "tuple" | "set" | "dict" => 1,
            _ => return Ok(()),
        };
        if given.args.len() > most {
            let plural = if most == 1 { "" } else { "s" };
            let text = format!("{class} expected at most {most} argument{plural}, got {}", given.args.len());
            return self.raise(span, "TypeError", text);
        }
        match given.named.first() {
            Some((name, _)) if class != "dict" && (class, &**name) != ("int", "base") => {
                self.lacks(span, format!("{class}({name}=…)"))
            }
            _ => Ok(()),
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
        if base.is_some() && !matches!(value, Value::Str(_) | Value::Bytes(_)) {
            return self.raise(span, "TypeError", "int() can't convert non-string with explicit base");
        }
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
                if base != 0 && !(2..=36).contains(&base) {
                    return self.raise(span, "ValueError", "int() base must be >= 2 and <= 36, or 0");
                }
                let plain = ungrouped(text).to_lowercase();
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
                let leading =
                    base == 0 && radix == 10 && digits.starts_with('0') && digits.contains(|c| c != '0');
                let fits = !leading && !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
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
            (Value::Str(text), _) => match ungrouped(text).parse() {
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

/// A number's text without the space around it, and without the `_` between digits; one that stands elsewhere stays.
fn ungrouped(text: &str) -> String {
    let text = text.trim_matches(super::search::is_space);
    let chars: Vec<char> = text.chars().collect();
    let digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_alphanumeric);
    let between = |at: usize| digit(at.checked_sub(1)) && digit(Some(at + 1));
    chars.iter().enumerate().filter(|(at, c)| **c != '_' || !between(*at)).map(|(_, c)| *c).collect()
}
