//! Statements.

use std::sync::Arc;

use super::{Machine, Result, Stop};
use crate::python::ast::{Expr, ExprKind, Func, Stmt, StmtKind};
use crate::python::value::{Closure, Value};
use crate::span::Span;

/// Where a run goes behind a statement.
pub(in crate::python) enum Flow {
    Next,
    Break,
    Continue,
    Return(Value),
}

impl Machine<'_> {
    /// Statements one after another.
    pub fn block(&mut self, body: &[Stmt]) -> Result<Flow> {
        for statement in body {
            match self.statement(statement)? {
                Flow::Next => {}
                other => return Ok(other),
            }
        }
        Ok(Flow::Next)
    }

    fn statement(&mut self, statement: &Stmt) -> Result<Flow> {
        self.deeper(statement.span, |machine| {
            machine.worked(statement.span, 1)?;
            let held = machine.held.len();
            let flow = machine.statement_kind(statement);
            machine.held.truncate(held);
            let flow = flow?;
            if let Flow::Return(value) = &flow {
                machine.held.push(value.clone());
            }
            let swept = machine.sweep(statement.span);
            machine.held.truncate(held);
            swept.map(|()| flow)
        })
    }

    fn statement_kind(&mut self, statement: &Stmt) -> Result<Flow> {
        let span = statement.span;
        match &statement.kind {
            StmtKind::Pass | StmtKind::Declared => return Ok(Flow::Next),
            StmtKind::If(condition, yes, no) => {
                let holds = self.asked(condition)?;
                return self.block(if holds { yes } else { no });
            }
            StmtKind::While(condition, body, otherwise) => return self.repeat(condition, body, otherwise),
            StmtKind::For { target, over, body, otherwise } => {
                return self.each(span, target, over, body, otherwise);
            }
            StmtKind::Try { body, handlers, otherwise, finally } => {
                return self.tried(body, handlers, otherwise, finally);
            }
            StmtKind::With(items, body) => return self.with(span, items, body),
            StmtKind::Def(func) => return self.def(func).map(|()| Flow::Next),
            StmtKind::Import(modules) => return self.import(modules).map(|()| Flow::Next),
            StmtKind::From(module, names) => return self.import_from(module, names).map(|()| Flow::Next),
            // A text by itself says something to a reader only.
            StmtKind::Expr(Expr { kind: ExprKind::Str(_), .. }) => return Ok(Flow::Next),
            _ => {}
        }
        self.step(span)?;
        match &statement.kind {
            StmtKind::Expr(value) => {
                self.value(value)?;
                self.loosened = true;
            }
            StmtKind::Assign(targets, value) => {
                let value = self.value(value)?;
                self.held.push(value.clone());
                for target in targets {
                    self.assign(target, value.clone())?;
                }
            }
            StmtKind::Augmented(target, op, value) => self.augment(span, target, *op, value)?,
            StmtKind::Return(value) => {
                let value = value.as_ref().map_or(Ok(Value::None), |value| self.value(value))?;
                return Ok(Flow::Return(value));
            }
            StmtKind::Raise(raised, from) => {
                return self.raise_statement(span, raised.as_ref(), from.as_ref());
            }
            StmtKind::Assert(condition, message) => self.assert(span, condition, message.as_ref())?,
            StmtKind::Delete(targets) => targets.iter().try_for_each(|target| self.delete(target))?,
            StmtKind::Break => return Ok(Flow::Break),
            StmtKind::Continue => return Ok(Flow::Continue),
            _ => {}
        }
        Ok(Flow::Next)
    }

    /// A condition is a step of its own.
    fn asked(&mut self, condition: &Expr) -> Result<bool> {
        self.step(condition.span)?;
        let value = self.value(condition)?;
        self.loosened = true;
        self.truth(condition.span, &value)
    }

    fn repeat(&mut self, condition: &Expr, body: &[Stmt], otherwise: &[Stmt]) -> Result<Flow> {
        while self.asked(condition)? {
            match self.block(body)? {
                Flow::Next | Flow::Continue => {}
                Flow::Break => return Ok(Flow::Next),
                returned => return Ok(returned),
            }
        }
        self.block(otherwise)
    }

    fn each(
        &mut self,
        span: Span,
        target: &Expr,
        over: &Expr,
        body: &[Stmt],
        otherwise: &[Stmt],
    ) -> Result<Flow> {
        let header = span.to(over.span);
        self.step(header)?;
        let held = self.held.len();
        let value = self.value(over)?;
        self.held.push(value.clone());
        let mut source = self.iterate(over.span, &value)?;
        self.held.extend(source.items());
        let mut first = true;
        let flow = loop {
            if !first {
                self.step(header)?;
            }
            first = false;
            let Some(item) = self.next(over.span, &mut source)? else { break self.block(otherwise)? };
            self.assign(target, item)?;
            self.sweep(header)?;
            match self.block(body)? {
                Flow::Next | Flow::Continue => {}
                Flow::Break => break Flow::Next,
                returned => break returned,
            }
        };
        self.held.truncate(held);
        self.loosened = true;
        Ok(flow)
    }

    fn def(&mut self, func: &Arc<Func>) -> Result<()> {
        let closure = self.closure(func)?;
        let scope = self.scope_of(&func.name);
        self.put(scope, &func.name, closure);
        Ok(())
    }

    /// A function with the names around it and the values of what may be left out.
    pub fn closure(&mut self, func: &Arc<Func>) -> Result<Value> {
        let mut defaults = Vec::new();
        for (place, param) in func.params.iter().enumerate() {
            if let Some(default) = &param.default {
                defaults.push((place, self.value(default)?));
            }
        }
        let scope = self.frame().0;
        Ok(Value::Func(Closure { func: func.clone(), scope, defaults }.into()))
    }

    fn with(&mut self, span: Span, items: &[(Expr, Option<Expr>)], body: &[Stmt]) -> Result<Flow> {
        let Some(((value, target), rest)) = items.split_first() else { return self.block(body) };
        self.step(span.to(value.span))?;
        let manager = self.value(value)?;
        let (held, frames) = (self.held.len(), self.frames.len());
        self.held.push(manager.clone());
        if self.heap.class(&manager) != "virConnect" {
            let class = self.heap.class(&manager);
            let text = format!(
                "'{class}' object does not support the context manager protocol (missed __exit__ method)"
            );
            return self.raise(value.span, "TypeError", text);
        }
        if let Some(target) = target {
            self.assign(target, manager.clone())?;
        }
        let flow = if rest.is_empty() { self.block(body) } else { self.with(span, rest, body) };
        // However the block is left, the connection is closed.
        if let Err(Stop::Raise(raised)) = &flow {
            self.note(raised);
            self.back_to(frames, self.depth, held + 1);
        }
        if !matches!(flow, Err(Stop::Fault(_))) {
            self.ending = true;
            let closed = self.method(span, &manager, &"close".into(), &super::Given::default());
            self.ending = false;
            closed?;
        }
        self.held.truncate(held);
        flow
    }
}
