//! Exceptions: raised, caught, and those that nobody catches.

use std::sync::Arc;

use super::statement::Flow;
use super::{Machine, Raised, Result, Stop};
use crate::diagnostic::Severity;
use crate::python::ast::{Expr, Handler, Stmt, StmtKind};
use crate::python::class::is_kind_of;
use crate::python::value::{Exc, Value};
use crate::span::Span;
use crate::words::Word;

impl Machine<'_> {
    /// Raises one of Python's own exceptions.
    pub fn raise<T>(&self, span: Span, class: &'static str, text: impl Into<String>) -> Result<T> {
        self.raise_value(span, Exc { class, args: vec![Value::text(text.into())], error: None }.into())
    }

    pub fn raise_value<T>(&self, span: Span, exc: Arc<Exc>) -> Result<T> {
        Err(Stop::Raise(Raised { exc, span }.into()))
    }

    pub fn raise_statement(
        &mut self,
        span: Span,
        raised: Option<&Expr>,
        from: Option<&Expr>,
    ) -> Result<Flow> {
        let Some(raised) = raised else {
            return match self.handling.last().cloned() {
                Some(exc) => self.raise_value(span, exc),
                None => self.raise(span, "RuntimeError", "No active exception to reraise"),
            };
        };
        let value = self.value(raised)?;
        let Some(exc) = self.as_exception(span, value)? else {
            return self.raise(span, "TypeError", "exceptions must derive from BaseException");
        };
        if let Some(from) = from {
            let cause = self.value(from)?;
            let none = matches!(cause, Value::None);
            let cause = self.as_exception(span, cause)?;
            if cause.is_none() && !none {
                return self.raise(span, "TypeError", "exception causes must derive from BaseException");
            }
            self.note_cause(&exc, cause);
        }
        self.note_again(&exc, span);
        self.raise_value(span, exc)
    }

    /// An exception, or one that is made of its class.
    fn as_exception(&mut self, span: Span, value: Value) -> Result<Option<Arc<Exc>>> {
        let value = match value {
            Value::Class(class) if is_kind_of(class, "BaseException") => {
                self.exception(span, class, Vec::new())?
            }
            other => other,
        };
        Ok(match value {
            Value::Exc(exc) => Some(exc),
            _ => None,
        })
    }

    pub fn assert(&mut self, span: Span, condition: &Expr, message: Option<&Expr>) -> Result<()> {
        let value = self.value(condition)?;
        if self.truth(span, &value)? {
            return Ok(());
        }
        let args = message.map(|message| self.value(message)).transpose()?;
        self.raise_value(
            span,
            Exc { class: "AssertionError", args: args.into_iter().collect(), error: None }.into(),
        )
    }

    pub fn tried(
        &mut self,
        body: &[Stmt],
        handlers: &[Handler],
        otherwise: &[Stmt],
        finally: &[Stmt],
    ) -> Result<Flow> {
        let (frames, depth, held) = (self.frames.len(), self.depth, self.held.len());
        let mut done = match self.block(body) {
            Ok(Flow::Next) => self.block(otherwise),
            Err(Stop::Raise(raised)) => {
                match self.handling.last().cloned() {
                    Some(handled) => self.note_after(&raised, &handled),
                    None => self.note(&raised),
                }
                self.back_to(frames, depth, held);
                let exc = raised.exc.clone();
                let done = self.caught(raised, handlers);
                if let Err(Stop::Raise(raised)) = &done {
                    self.note_after(raised, &exc);
                }
                done
            }
            other => other,
        };
        if matches!(done, Err(Stop::Fault(_))) || finally.is_empty() {
            return done;
        }
        self.back_to(frames, depth, held);
        if let Ok(Flow::Return(value)) = &done {
            self.held.push(value.clone());
        }
        // What the last block decides goes before what was on its way.
        match (self.block(finally), &done) {
            (Ok(Flow::Next), _) => return done,
            (Err(Stop::Raise(raised)), Err(Stop::Raise(before))) => {
                self.note_caught(&before.exc);
                self.note_after(&raised, &before.exc);
                done = Err(Stop::Raise(raised));
            }
            (other, _) => done = other,
        }
        done
    }

    /// An exception leaves the functions that it went through.
    pub fn back_to(&mut self, frames: usize, depth: u32, held: usize) {
        self.loosened |= self.frames.len() > frames;
        self.frames.truncate(frames);
        self.depth = depth;
        self.held.truncate(held);
    }

    fn caught(&mut self, raised: Box<Raised>, handlers: &[Handler]) -> Result<Flow> {
        if !handlers.is_empty() {
            self.note_caught(&raised.exc);
        }
        for handler in handlers {
            if let Some(class) = &handler.class {
                self.handling.push(raised.exc.clone());
                let class = self.value(class);
                self.handling.pop();
                if !self.fits(handler.span, &raised.exc, &class?)? {
                    continue;
                }
            }
            self.step(handler.span)?;
            self.tell_dropped(&raised.exc, handler);
            self.handling.push(raised.exc.clone());
            let scope = handler.name.as_ref().map(|name| self.scope_of(name));
            if let (Some(name), Some(scope)) = (&handler.name, scope) {
                self.put(scope, name, Value::Exc(raised.exc.clone()));
            }
            let flow = self.block(&handler.body);
            self.handling.pop();
            if let (Some(name), Some(scope)) = (&handler.name, scope) {
                self.take(scope, name);
            }
            return flow;
        }
        Err(Stop::Raise(raised))
    }

    fn fits(&mut self, span: Span, exc: &Exc, class: &Value) -> Result<bool> {
        match class {
            Value::Class(class) if is_kind_of(class, "BaseException") => Ok(is_kind_of(exc.class, class)),
            Value::Tuple(classes) => {
                for class in classes.iter() {
                    if self.deeper(span, |machine| machine.fits(span, exc, class))? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            _ => {
                let text = "catching classes that do not inherit from BaseException is not allowed";
                self.raise(span, "TypeError", text)
            }
        }
    }

    /// An error of libvirt's that a listing catches and says nothing about.
    fn tell_dropped(&mut self, exc: &Exc, handler: &Handler) {
        let nothing = handler.body.iter().all(|statement| statement.kind == StmtKind::Pass);
        if let (Some(error), true) = (&exc.error, nothing) {
            let args = [error.message.to_string()];
            self.tape.tell(Severity::Advice, handler.span, Word::ExceptionDropped, args);
        }
    }

    /// The end of a program by an exception that nobody catches: what Python prints, and its status.
    pub fn uncaught(&mut self, stop: Stop) -> Result<i32> {
        let Stop::Raise(raised) = stop else { return Err(stop) };
        let exc = raised.exc.clone();
        if exc.class == "SystemExit" {
            return match &exc.args[..] {
                [] | [Value::None] => Ok(0),
                [only] if only.number().is_some() => Ok((only.number().unwrap_or(0) & 0xff) as i32),
                several => {
                    let text = match several {
                        [only] => self.heap.str(only),
                        _ => self.heap.str(&Value::Exc(exc.clone())),
                    };
                    self.tape.print(raised.span, true, &format!("{text}\n"))?;
                    Ok(1)
                }
            };
        }
        let (text, last) = self.traceback(&raised);
        self.tape.print(raised.span, true, &text)?;
        let word = if exc.error.is_some() { Word::ErrorUncaught } else { Word::ExceptionUncaught };
        self.tape.tell(Severity::Error, raised.span, word, [last]);
        Ok(1)
    }
}
