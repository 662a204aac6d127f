//! Functions and their parameters.

use std::sync::Arc;

use super::{Parser, Result, Scope, bound};
use crate::diagnostic::Diagnostic;
use crate::python::ast::{Func, Param, ParamKind, StmtKind};
use crate::span::Span;
use crate::words::Word;

impl Parser<'_> {
    pub(super) fn def(&mut self) -> Result<StmtKind> {
        let start = self.span();
        self.at += 1;
        let name = self.name()?;
        self.expect("(")?;
        let params = self.params(")")?;
        self.expect(")")?;
        if self.eat("->") {
            self.expression()?;
        }
        let span: Span = start.to(self.before());
        let loops = std::mem::take(&mut self.loops);
        let qualified = self.qualified(&name.text);
        self.scopes.push(Scope { qualified: qualified.clone(), ..Scope::default() });
        let body = self.block("def");
        let scope = self.scopes.pop().unwrap_or_default();
        self.loops = loops;
        let body = body?;
        let others: Vec<Arc<str>> = scope.globals.iter().chain(&scope.nonlocals).cloned().collect();
        let locals = bound::locals(&params, &body, &others);
        Ok(StmtKind::Def(Arc::new(Func {
            name: name.text,
            qualified: qualified.into(),
            span,
            params,
            body,
            locals,
            globals: scope.globals,
        })))
    }

    /// Parameters up to what closes them.
    pub(super) fn params(&mut self, close: &str) -> Result<Vec<Param>> {
        let mut params: Vec<Param> = Vec::new();
        let mut kind = ParamKind::One;
        while !self.is(close) {
            if self.is("/") {
                return self.lacks(self.span(), "/");
            }
            let this = if self.eat("**") {
                ParamKind::RestNamed
            } else if self.eat("*") {
                if self.eat(",") {
                    kind = ParamKind::Named;
                    continue;
                }
                ParamKind::Rest
            } else {
                kind
            };
            let name = self.name()?;
            if params.iter().any(|param| param.name == name.text) {
                return Err(Diagnostic::error(name.span, Word::TwiceDeclared, [name.text.to_string()]));
            }
            // What type it is to have, Python does not look at.
            if close == ")" && self.eat(":") {
                self.expression()?;
            }
            let default = if self.eat("=") { Some(self.expression()?) } else { None };
            let late = this == ParamKind::One
                && default.is_none()
                && params.iter().any(|param| param.kind == ParamKind::One && param.default.is_some());
            if late {
                return Err(Diagnostic::error(name.span, Word::DefaultMissing, [name.text.to_string()]));
            }
            if this == ParamKind::Rest {
                kind = ParamKind::Named;
            }
            params.push(Param { name: name.text, default, kind: this });
            if this == ParamKind::RestNamed || !self.eat(",") {
                break;
            }
        }
        Ok(params)
    }
}
