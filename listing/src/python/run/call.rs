//! Calls: of the listing's own functions, and the way to all others.

use std::sync::Arc;

use super::comprehension::Until;
use super::lacking::lacks;
use super::statement::Flow;
use super::{Frame, Given, Machine, Result};
use crate::python::ast::{Arg, Expr, ExprKind};
use crate::python::class::{OBJECTS, is_kind_of};
use crate::python::libvirt;
use crate::python::value::{Closure, Exc, Scope, Thing, Value};
use crate::span::Span;

/// Methods that ask for all that a generator has.
const ALL_METHODS: &[&str] = &["join", "extend", "update", "union", "difference", "intersection"];

/// How a function goes through a generator; none where it takes one value after another while other things are done.
fn until(callee: &Value) -> Option<Until> {
    match callee {
        Value::Builtin("any") => Some(Until::Truth(true)),
        Value::Builtin("all") => Some(Until::Truth(false)),
        Value::Builtin("sum" | "sorted" | "min" | "max") => Some(Until::End),
        Value::Class("list" | "tuple" | "set" | "dict") => Some(Until::End),
        _ => None,
    }
}

impl Machine<'_> {
    pub fn call_expression(&mut self, span: Span, of: &Expr, args: &[Arg]) -> Result<Value> {
        let held = self.held.len();
        let value = match &of.kind {
            ExprKind::Attribute(receiver, name) => {
                let receiver = self.value(receiver)?;
                self.held.push(receiver.clone());
                // That there is no such method is found out before its arguments are looked at.
                let method = self.attribute(name.span, &receiver, &name.text)?;
                let until = ALL_METHODS.contains(&&*name.text).then_some(Until::End);
                let given = self.given(args, until)?;
                match method {
                    Value::Method(method) => self.method(span, &method.0, &method.1, &given)?,
                    other => self.call(span, &other, &given)?,
                }
            }
            _ => {
                let callee = self.value(of)?;
                self.held.push(callee.clone());
                let given = self.given(args, until(&callee))?;
                self.call(span, &callee, &given)?
            }
        };
        self.held.truncate(held);
        Ok(value)
    }

    /// Calls a value.
    pub fn call(&mut self, span: Span, callee: &Value, given: &Given) -> Result<Value> {
        match callee {
            Value::Func(closure) => self.call_own(span, closure, given),
            Value::Builtin(name) => self.call_builtin(span, name, given),
            Value::Class(name) => self.construct(span, name, given),
            Value::Method(method) => self.method(span, &method.0, &method.1, given),
            other => {
                let class = self.heap.class(other);
                self.raise(span, "TypeError", format!("'{class}' object is not callable"))
            }
        }
    }

    /// Runs a function of the listing's own. The statement that called it is a step again when it is done.
    fn call_own(&mut self, span: Span, closure: &Arc<Closure>, given: &Given) -> Result<Value> {
        let names = self.bind(span, closure, given)?;
        let (_, at) = self.frame();
        let scope =
            Scope { names: names.into(), parent: Some(closure.scope), func: Some(closure.func.clone()) };
        let Value::Ref(scope) = self.add(span, Thing::Scope(scope))? else { return Ok(Value::None) };
        let value = self.deeper(span, |machine| {
            let name = closure.func.name.clone();
            machine.frames.push(Frame { name, scope, at: closure.func.span });
            let flow = machine.block(&closure.func.body)?;
            machine.end_step();
            machine.frames.pop();
            machine.loosened = true;
            Ok(match flow {
                Flow::Return(value) => value,
                _ => Value::None,
            })
        })?;
        self.held.push(value.clone());
        self.sweep(span)?;
        self.step(at)?;
        Ok(value)
    }

    /// An exception of a class.
    pub fn exception(&mut self, span: Span, class: &'static str, args: Vec<Value>) -> Result<Value> {
        let error = if class == "libvirtError" { self.last_error(span)? } else { None };
        let args = match &error {
            Some(error) => vec![Value::text(&error.message)],
            None => args,
        };
        Ok(Value::Exc(Exc { class, args, error }.into()))
    }

    /// Calls a method.
    pub fn method(&mut self, span: Span, of: &Value, name: &Arc<str>, given: &Given) -> Result<Value> {
        match of {
            Value::Module(_) => libvirt::call_function(self, span, name, given),
            Value::Class(class) => self.unbound(span, class, name, given),
            Value::Str(text) => self.text_method(span, &text.clone(), name, given),
            Value::Bytes(bytes) => self.bytes_method(span, &bytes.clone(), name, given),
            Value::Tuple(items) => self.tuple_method(span, &items.clone(), name, given),
            Value::Exc(exc) => self.exception_method(span, exc, name, given),
            Value::Stream(stderr) => self.stream_method(span, *stderr, name, given),
            Value::Int(_) | Value::Bool(_) | Value::Float(_) => self.number_method(span, of, name),
            Value::Ref(id) => match self.heap.get(*id) {
                Some(Thing::List(_)) => self.list_method(span, *id, name, given),
                Some(Thing::Dict(_)) => self.dict_method(span, *id, name, given),
                Some(Thing::Set(_)) => self.set_method(span, *id, name, given),
                Some(Thing::Object(_)) => libvirt::call_method(self, span, *id, name, given),
                _ => self.no_attribute(span, of, name),
            },
            _ => self.no_attribute(span, of, name),
        }
    }

    /// A method that is called by its type: `str.upper(text)`, which `map` and `key=` are often given.
    fn unbound(&mut self, span: Span, class: &str, name: &Arc<str>, given: &Given) -> Result<Value> {
        let mut given = given.clone();
        if given.args.is_empty() {
            return self.raise(
                span,
                "TypeError",
                format!("unbound method {class}.{name}() needs an argument"),
            );
        }
        let of = given.args.remove(0);
        let found = self.heap.class(&of);
        if found != class {
            let text =
                format!("descriptor '{name}' for '{class}' objects doesn't apply to a '{found}' object");
            return self.raise(span, "TypeError", text);
        }
        self.method(span, &of, name, &given)
    }

    /// `of.name`.
    pub fn attribute(&mut self, span: Span, of: &Value, name: &Arc<str>) -> Result<Value> {
        let is_method = match of {
            Value::Module(module) => return self.member(span, module, name),
            Value::Exc(exc) => match (&**name, exc.class) {
                ("args", _) => return Ok(Value::tuple(exc.args.iter().cloned())),
                ("code", "SystemExit") => return Ok(exc.args.first().cloned().unwrap_or(Value::None)),
                ("err", "libvirtError") => return Ok(libvirt::raw_error(exc.error.as_deref())),
                (name, class) => class == "libvirtError" && libvirt::ERROR_METHODS.contains(&name),
            },
            Value::Class(class) if &**name == "__name__" => return Ok(Value::text(class)),
            Value::Class(class) => Self::methods_of_class(class).contains(&&**name),
            Value::Func(closure) if &**name == "__name__" => {
                return Ok(Value::Str(closure.func.name.clone()));
            }
            Value::Ref(id) if self.heap.object(*id).is_some() => {
                return libvirt::attribute(self, span, *id, name);
            }
            other => self.methods_of(other).contains(&&**name),
        };
        if is_method {
            Ok(Value::Method((of.clone(), name.clone()).into()))
        } else {
            self.no_attribute(span, of, name)
        }
    }

    pub fn no_attribute<T>(&self, span: Span, of: &Value, name: &str) -> Result<T> {
        if let Value::Class(class) = of {
            if lacks(class, name) || lacks("type", name) || OBJECTS.contains(class) {
                return self.lacks(span, format!("{class}.{name}"));
            }
            return self.raise(
                span,
                "AttributeError",
                format!("type object '{class}' has no attribute '{name}'"),
            );
        }
        let class = self.heap.class(of);
        if lacks(class, name) {
            return self.lacks(span, format!("{class}.{name}"));
        }
        self.raise(span, "AttributeError", format!("'{class}' object has no attribute '{name}'"))
    }

    /// Whether a value is of a class, or of one of a tuple of classes.
    pub fn is_instance(&mut self, span: Span, value: &Value, class: &Value) -> Result<bool> {
        match class {
            Value::Class(class) => Ok(is_kind_of(self.heap.class(value), class)),
            Value::Tuple(classes) => {
                for class in classes.iter() {
                    if self.deeper(span, |machine| machine.is_instance(span, value, class))? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            _ => {
                let text = "isinstance() arg 2 must be a type, a tuple of types, or a union";
                self.raise(span, "TypeError", text)
            }
        }
    }

    fn exception_method(&mut self, span: Span, exc: &Arc<Exc>, name: &str, given: &Given) -> Result<Value> {
        let known = exc.class == "libvirtError" && libvirt::ERROR_METHODS.contains(&name);
        if !known {
            return self.no_attribute(span, &Value::Exc(exc.clone()), name);
        }
        if !given.args.is_empty() || !given.named.is_empty() {
            let found = given.args.len() + 1;
            let text = format!("libvirtError.{name}() takes 1 positional argument but {found} were given");
            return self.raise(span, "TypeError", text);
        }
        Ok(libvirt::error_member(exc.error.as_deref(), name))
    }
}
