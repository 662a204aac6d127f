//! Statements.

use std::sync::Arc;

use super::machine::{Bind, Machine, Result, Val};
use super::memory::{Kind, address};
use crate::ir::{Declare, Ex, Global, Op, St, StKind, Start};
use crate::limits::MEMORY_MAX;
use crate::span::Span;
use crate::types::Type;
use crate::words::Word;

/// Where a run goes behind a statement.
pub(crate) enum Flow {
    Next,
    Break,
    Continue,
    Return(Option<Val>),
    Goto(Arc<str>),
}

impl Machine<'_> {
    /// Statements in a scope of their own.
    pub fn block(&mut self, body: &[St]) -> Result<Flow> {
        let scope = self.env.clone();
        let flow = self.sequence(body, 0);
        self.leave(scope);
        flow
    }

    /// Statements one after another; a jump may lead to one of them.
    pub fn sequence(&mut self, body: &[St], from: usize) -> Result<Flow> {
        let mut at = from;
        while let Some(st) = body.get(at) {
            at += 1;
            match self.statement(st)? {
                Flow::Next => {}
                Flow::Goto(label) => match body.iter().position(|st| st.kind == StKind::Label(label.clone()))
                {
                    Some(place) => at = place,
                    None => return Ok(Flow::Goto(label)),
                },
                other => return Ok(other),
            }
        }
        Ok(Flow::Next)
    }

    /// The variables made since then are gone.
    pub fn leave(&mut self, scope: Option<Arc<Bind>>) {
        let until = scope.as_ref().map(Arc::as_ptr);
        let mut bind = self.env.take();
        while let Some(found) = bind {
            if Some(Arc::as_ptr(&found)) == until {
                break;
            }
            self.memory.remove(found.block);
            bind = found.before.clone();
        }
        self.env = scope;
    }

    fn statement(&mut self, st: &St) -> Result<Flow> {
        self.deeper(st.span, |machine| machine.statement_kind(st))
    }

    fn statement_kind(&mut self, st: &St) -> Result<Flow> {
        match &st.kind {
            StKind::Empty | StKind::Case(_) | StKind::Label(_) => Ok(Flow::Next),
            StKind::Expr(ex) => {
                self.step(st.span)?;
                self.done(ex)?;
                Ok(Flow::Next)
            }
            StKind::Declare(declares) => {
                // What begins with nothing is no step: there is nothing to see.
                if declares.iter().any(|declare| declare.start.is_some() || declare.count.is_some()) {
                    self.step(st.span)?;
                }
                declares.iter().try_for_each(|declare| self.declare(st.span, declare)).map(|()| Flow::Next)
            }
            StKind::Block(body) => self.block(body),
            StKind::If(condition, yes, no) => {
                if self.asked(condition)? {
                    self.statement(yes)
                } else {
                    no.as_ref().map_or(Ok(Flow::Next), |no| self.statement(no))
                }
            }
            StKind::While(condition, body) => self.repeat(Some(condition), None, body, true),
            StKind::DoWhile(body, condition) => self.repeat(Some(condition), None, body, false),
            StKind::For(first, condition, next, body) => {
                let scope = self.env.clone();
                if let Some(first) = first {
                    self.statement(first)?;
                }
                let flow = self.repeat(condition.as_ref(), next.as_ref(), body, true);
                self.leave(scope);
                flow
            }
            StKind::Switch(of, body) => self.switch(of, body),
            StKind::Break | StKind::Continue => {
                self.step(st.span)?;
                Ok(if st.kind == StKind::Break { Flow::Break } else { Flow::Continue })
            }
            StKind::Return(value) => {
                self.step(st.span)?;
                value.as_ref().map(|value| self.value(value)).transpose().map(Flow::Return)
            }
            StKind::Goto(label) => {
                self.step(st.span)?;
                Ok(Flow::Goto(label.clone()))
            }
        }
    }

    /// An expression for what it does. A call's result that nobody takes is told if it was a failure.
    fn done(&mut self, ex: &Ex) -> Result<()> {
        let value = self.value(ex)?;
        if matches!(ex.op, Op::Call(..)) {
            self.thrown_away(ex.span, value.from);
        }
        Ok(())
    }

    fn asked(&mut self, condition: &Ex) -> Result<bool> {
        self.step(condition.span)?;
        self.truth(condition)
    }

    fn repeat(
        &mut self,
        condition: Option<&Ex>,
        next: Option<&Ex>,
        body: &St,
        ask_first: bool,
    ) -> Result<Flow> {
        let mut ask = ask_first;
        loop {
            if ask {
                match condition {
                    Some(condition) if !self.asked(condition)? => return Ok(Flow::Next),
                    // A loop without an end and without a body would never come to the bound on steps.
                    None => self.worked(body.span, 100)?,
                    _ => {}
                }
            }
            ask = true;
            match self.statement(body)? {
                Flow::Next | Flow::Continue => {}
                Flow::Break => return Ok(Flow::Next),
                other => return Ok(other),
            }
            if let Some(next) = next {
                self.step(next.span)?;
                self.done(next)?;
            }
        }
    }

    fn switch(&mut self, of: &Ex, body: &St) -> Result<Flow> {
        self.step(of.span)?;
        let value = self.value(of)?;
        self.looked_at(value.from);
        let StKind::Block(stmts) = &body.kind else { return Ok(Flow::Next) };
        let number = value.bits as i64;
        let place = |wanted: StKind| stmts.iter().position(|st| st.kind == wanted);
        let Some(from) = place(StKind::Case(Some(number))).or_else(|| place(StKind::Case(None))) else {
            return Ok(Flow::Next);
        };
        let scope = self.env.clone();
        let flow = self.sequence(stmts, from);
        self.leave(scope);
        Ok(match flow? {
            Flow::Break => Flow::Next,
            other => other,
        })
    }

    fn declare(&mut self, span: Span, declare: &Declare) -> Result<()> {
        let mut ty = declare.ty.clone();
        let mut size = self.types().size(&ty).unwrap_or(0);
        if let (Some(count), Type::Array(of, _)) = (&declare.count, &declare.ty) {
            let count = self.value(count)?.bits as i64;
            let each = self.types().size(of).unwrap_or(1);
            let bytes = u64::try_from(count).ok().and_then(|count| count.checked_mul(each));
            let Some(bytes) = bytes.filter(|bytes| *bytes > 0 && *bytes <= MEMORY_MAX as u64) else {
                return self.fault(span, Word::ArraySizeBad, [count.to_string()]);
            };
            size = bytes;
            ty = Type::Array(of.clone(), count as u64);
        }
        let id = self.variable(span, declare.slot, &declare.name, ty.clone(), size)?;
        match &declare.start {
            Some(start) => self.begin(span, Val::new(address(id, 0)), &ty, start),
            None => Ok(()),
        }
    }

    /// A variable of the function that is being run.
    pub fn variable(&mut self, span: Span, slot: usize, name: &Arc<str>, ty: Type, size: u64) -> Result<u32> {
        let id = self.make(Kind::Variable, name, span, vec![0; size as usize], false)?;
        if let Some(block) = self.memory.get_mut(id) {
            block.ty = Some(ty.clone());
        }
        let frame = self.frames.len() as u32;
        if let Some(place) = self.frames.last_mut().and_then(|frame| frame.slots.get_mut(slot)) {
            *place = id;
        }
        self.env = Some(Arc::new(Bind { name: name.clone(), block: id, ty, frame, before: self.env.take() }));
        Ok(id)
    }

    /// First values.
    fn begin(&mut self, span: Span, at: Val, ty: &Type, start: &Start) -> Result<()> {
        if start.zero {
            let size = self.types().size(ty).unwrap_or(0);
            self.write(span, at, &vec![0; size as usize])?;
        }
        if let Some((offset, text)) = &start.text {
            self.write(span, Val::new(at.bits + offset), text)?;
        }
        for (offset, ex) in &start.values {
            let value = self.value(ex)?;
            let to = Val::new(at.bits + offset);
            if let Type::Struct(_) = ex.ty {
                let size = self.types().size(&ex.ty).unwrap_or(0);
                if let Err(trouble) = self.memory.copy(to.bits, value.bits, size) {
                    return self.wrong(span, trouble, value);
                }
            } else {
                self.store(ex.span, to, &ex.ty, value)?;
            }
        }
        Ok(())
    }

    /// A variable outside every function.
    pub fn global(&mut self, global: &Global) -> Result<()> {
        let size = self.types().size(&global.ty).unwrap_or(0);
        let id = self.make(Kind::Variable, &global.name, global.span, vec![0; size as usize], true)?;
        if let Some(block) = self.memory.get_mut(id) {
            block.ty = Some(global.ty.clone());
        }
        self.globals.push(id);
        let env = self.env.take();
        let ty = global.ty.clone();
        self.env = Some(Arc::new(Bind { name: global.name.clone(), block: id, ty, frame: 0, before: env }));
        match &global.start {
            Some(start) => self.begin(global.span, Val::new(address(id, 0)), &global.ty, start),
            None => Ok(()),
        }
    }
}
