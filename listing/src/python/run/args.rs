//! Arguments of a call, and how they come to the parameters.

use std::sync::Arc;

use super::comprehension::Until;
use super::{Machine, Result};
use crate::python::ast::{Arg, Expr, ExprKind, Func, Makes, ParamKind};
use crate::python::value::{Closure, Value};
use crate::span::Span;

/// What a call is given.
#[derive(Clone, Debug, Default)]
pub(in crate::python) struct Given {
    pub args: Vec<Value>,
    pub named: Vec<(Arc<str>, Value)>,
}

impl Given {
    pub fn of(args: impl IntoIterator<Item = Value>) -> Self {
        Self { args: args.into_iter().collect(), named: Vec::new() }
    }

    pub fn get(&self, at: usize) -> Option<&Value> {
        self.args.get(at)
    }

    /// Takes out what is given by a name.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        let at = self.named.iter().position(|(found, _)| **found == *name)?;
        Some(self.named.remove(at).1)
    }
}

impl Machine<'_> {
    /// What a generator gives to a function that asks for it until it has its answer.
    fn generated(&mut self, ex: &Expr, until: Option<Until>) -> Result<Value> {
        match (&ex.kind, until) {
            (ExprKind::Comprehension { makes: Makes::Generator, key, value, clauses }, Some(until)) => {
                self.comprehension(ex.span, Makes::Generator, key.as_deref(), value, clauses, until)
            }
            _ => self.value(ex),
        }
    }

    /// The values of a call's arguments. They are held until the caller lets them go. `until` says how a generator is gone
    /// through, if at once.
    pub fn given(&mut self, args: &[Arg], until: Option<Until>) -> Result<Given> {
        let mut given = Given::default();
        for arg in args {
            match arg {
                Arg::One(ex) => given.args.push(self.generated(ex, until)?),
                Arg::Spread(ex) => {
                    let value = self.generated(ex, Some(Until::End))?;
                    given.args.extend(self.items(ex.span, &value)?);
                }
                Arg::Named(name, ex) => {
                    let value = self.value(ex)?;
                    given.named.push((name.text.clone(), value));
                }
                Arg::SpreadNamed(ex) => {
                    let value = self.value(ex)?;
                    let Value::Ref(id) = value else { return self.lacks(ex.span, "**") };
                    for (key, value) in self.heap.dict(id).cloned().unwrap_or_default().iter() {
                        match key {
                            Value::Str(name) => given.named.push((name.clone(), value.clone())),
                            _ => return self.raise(ex.span, "TypeError", "keywords must be strings"),
                        }
                    }
                }
            }
            let last = given.args.last().into_iter().chain(given.named.last().map(|(_, value)| value));
            self.held.extend(last.cloned());
        }
        Ok(given)
    }

    /// The values of a function's parameters.
    pub fn bind(&mut self, span: Span, closure: &Closure, given: &Given) -> Result<Vec<(Arc<str>, Value)>> {
        let func = &closure.func;
        let by_place = func.params.iter().filter(|param| param.kind == ParamKind::One).count();
        let mut bound: Vec<Option<Value>> = vec![None; func.params.len()];
        let mut places = func
            .params
            .iter()
            .enumerate()
            .filter(|(_, param)| param.kind == ParamKind::One)
            .map(|(at, _)| at);
        let mut rest = Vec::new();
        for value in &given.args {
            match places.next() {
                Some(at) => bound[at] = Some(value.clone()),
                None => rest.push(value.clone()),
            }
        }
        let takes_rest = func.params.iter().position(|param| param.kind == ParamKind::Rest);
        if let Some(at) = takes_rest {
            bound[at] = Some(Value::row(rest));
        } else if !rest.is_empty() {
            return self.too_many(span, func, by_place, closure.defaults.len(), given.args.len());
        }
        let mut others = Vec::new();
        for (name, value) in &given.named {
            let takes = |kind| matches!(kind, ParamKind::One | ParamKind::Named);
            match func.params.iter().position(|param| param.name == *name && takes(param.kind)) {
                Some(at) if bound[at].is_none() => bound[at] = Some(value.clone()),
                Some(_) => {
                    let text = format!("{}() got multiple values for argument '{name}'", func.qualified);
                    return self.raise(span, "TypeError", text);
                }
                None => others.push((Value::Str(name.clone()), value.clone())),
            }
        }
        if let Some(at) = func.params.iter().position(|param| param.kind == ParamKind::RestNamed) {
            bound[at] = Some(self.dict(span, others)?);
        } else if let Some((name, _)) = others.first() {
            let name = self.heap.str(name);
            let text = format!("{}() got an unexpected keyword argument '{name}'", func.qualified);
            return self.raise(span, "TypeError", text);
        }
        for (at, value) in &closure.defaults {
            if bound[*at].is_none() {
                bound[*at] = Some(value.clone());
            }
        }
        let mut values = Vec::with_capacity(bound.len());
        for (param, value) in func.params.iter().zip(&bound) {
            match value {
                Some(value) => values.push((param.name.clone(), value.clone())),
                None => return self.missing(span, func, &bound),
            }
        }
        Ok(values)
    }

    fn too_many<T>(&self, span: Span, func: &Func, most: usize, defaults: usize, found: usize) -> Result<T> {
        let least = most.saturating_sub(defaults);
        let (from, plural) = if least < most {
            (format!("from {least} to {most}"), true)
        } else {
            (most.to_string(), most != 1)
        };
        let were = if found == 1 { "was" } else { "were" };
        let plural = if plural { "s" } else { "" };
        let text =
            format!("{}() takes {from} positional argument{plural} but {found} {were} given", func.qualified);
        self.raise(span, "TypeError", text)
    }

    fn missing<T>(&self, span: Span, func: &Func, bound: &[Option<Value>]) -> Result<T> {
        let lacking = |kind: ParamKind| -> Vec<String> {
            let without =
                func.params.iter().zip(bound).filter(|(param, value)| value.is_none() && param.kind == kind);
            without.map(|(param, _)| format!("'{}'", param.name)).collect()
        };
        let (mut names, mut what) = (lacking(ParamKind::One), "positional");
        if names.is_empty() {
            (names, what) = (lacking(ParamKind::Named), "keyword-only");
        }
        let text = missing_text(&format!("{}()", func.qualified), &names, what);
        self.raise(span, "TypeError", text)
    }
}

/// What Python says of arguments that are not there.
pub(in crate::python) fn missing_text(function: &str, names: &[String], what: &str) -> String {
    let count = names.len();
    let all = match names {
        [only] => only.clone(),
        [one, other] => format!("{one} and {other}"),
        [before @ .., last] => format!("{}, and {last}", before.join(", ")),
        [] => String::new(),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{function} missing {count} required {what} argument{plural}: {all}")
}
