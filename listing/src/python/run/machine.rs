//! The state of a run, and what all of its parts use.

use std::sync::Arc;

use virtlab_core::world::{ClientId, World};

use super::traceback::Past;
use crate::diagnostic::{Diagnostic, Severity};
use crate::limits::{BLOCKS_MAX, DEPTH_MAX, MEMORY_MAX, STACK_MAX, STEPS_MAX};
use crate::python::ast::{Func, Stmt};
use crate::python::libvirt::Registered;
use crate::python::show::Moment;
use crate::python::value::{Exc, Heap, Scope, Thing, Value};
use crate::run::{Ended, Run, Step};
use crate::span::Span;
use crate::tape::Tape;
use crate::words::Word;

/// An exception on its way out.
#[derive(Debug)]
pub(in crate::python) struct Raised {
    pub exc: Arc<Exc>,
    pub span: Span,
}

/// Why a part of a run ends.
pub(in crate::python) enum Stop {
    /// An exception, which the listing may catch.
    Raise(Box<Raised>),
    /// It cannot go on.
    Fault(Box<Diagnostic>),
}

pub(in crate::python) type Result<T> = std::result::Result<T, Stop>;

impl From<Box<Diagnostic>> for Stop {
    fn from(diagnostic: Box<Diagnostic>) -> Self {
        Self::Fault(diagnostic)
    }
}

/// A function that is being run.
pub(in crate::python) struct Frame {
    pub name: Arc<str>,
    pub scope: u32,
    /// The statement that is being done.
    pub at: Span,
}

/// A run.
pub(in crate::python) struct Machine<'r> {
    pub source: &'r str,
    pub tape: Tape,
    pub steps: Vec<Step>,
    pub heap: Heap,
    pub frames: Vec<Frame>,
    pub globals: u32,
    /// Values that no variable has, and that are still needed.
    pub held: Vec<Value>,
    /// Where exceptions came from.
    pub pasts: Vec<Past>,
    /// The exceptions that are being handled, the innermost last.
    pub handling: Vec<Arc<Exc>>,
    /// Callbacks that were registered.
    pub registered: Vec<Registered>,
    /// What `registerErrorHandler` was given.
    pub error_handler: Option<(Value, Value)>,
    /// Whether a `with` closes its connection.
    pub ending: bool,
    /// Whether an object may have lost its last variable.
    pub loosened: bool,
    pub depth: u32,
    /// Where the stack was when the run began.
    base: usize,
}

impl<'r> Machine<'r> {
    pub fn new(world: World, client: ClientId, source: &'r str) -> Self {
        let mut heap = Heap::default();
        let globals = heap.add(Thing::Scope(Scope { names: Arc::default(), parent: None, func: None }));
        let mut machine = Self {
            source,
            tape: Tape::new(world, client),
            steps: Vec::new(),
            heap,
            frames: Vec::new(),
            globals,
            held: Vec::new(),
            pasts: Vec::new(),
            handling: Vec::new(),
            registered: Vec::new(),
            error_handler: None,
            ending: false,
            loosened: false,
            depth: 0,
            base: stack(),
        };
        machine.put(globals, &"__name__".into(), Value::text("__main__"));
        machine
    }

    /// From the beginning of the listing to its end.
    pub fn run(mut self, body: &[Stmt]) -> Run {
        self.frames.push(Frame { name: "<module>".into(), scope: self.globals, at: Span::default() });
        let done = self.block(body).map(|_| 0);
        let done = done.or_else(|stop| self.uncaught(stop));
        let done = done.and_then(|status| self.leave().map(|()| status));
        let ended = match done {
            Ok(status) => Ended::Exit(status),
            Err(Stop::Fault(diagnostic)) => {
                self.tape.told.push(*diagnostic);
                Ended::Fault
            }
            Err(Stop::Raise(_)) => Ended::Exit(1),
        };
        self.end_step();
        self.tape.told.sort_by_key(|told| (told.severity != Severity::Error, told.span));
        self.tape.finish(self.steps, ended)
    }

    pub fn fault<T>(&self, span: Span, word: Word, args: impl IntoIterator<Item = String>) -> Result<T> {
        Err(Stop::Fault(Diagnostic::error(span, word, args).into()))
    }

    /// What listings here do without.
    pub fn lacks<T>(&self, span: Span, what: impl Into<String>) -> Result<T> {
        self.fault(span, Word::PythonNotInSubset, [what.into()])
    }

    pub fn worked(&mut self, span: Span, amount: u64) -> Result<()> {
        Ok(self.tape.worked(span, amount)?)
    }

    /// Something of a size is made.
    pub fn grown(&mut self, span: Span, size: usize) -> Result<()> {
        if size > MEMORY_MAX {
            return self.fault(span, Word::MemoryFull, []);
        }
        self.worked(span, size as u64 / 16)
    }

    /// A new thing that can change.
    pub fn add(&mut self, span: Span, thing: Thing) -> Result<Value> {
        if self.heap.made() >= BLOCKS_MAX {
            return self.fault(span, Word::MemoryFull, []);
        }
        Ok(Value::Ref(self.heap.add(thing)))
    }

    pub fn list(&mut self, span: Span, items: Vec<Value>) -> Result<Value> {
        self.grown(span, items.len() * 16)?;
        self.add(span, Thing::List(items.into()))
    }

    /// A text that was made.
    pub fn made(&mut self, span: Span, text: String) -> Result<Value> {
        self.grown(span, text.len())?;
        Ok(Value::text(text))
    }

    pub fn dict(&mut self, span: Span, pairs: Vec<(Value, Value)>) -> Result<Value> {
        self.add(span, Thing::Dict(pairs.into()))
    }

    /// Runs a part that may hold itself again, within the bound on depth.
    pub fn deeper<T>(&mut self, span: Span, part: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        // How much of the stack a part takes depends on the machine and the build; a browser's tab has little.
        if self.depth >= DEPTH_MAX || self.base.abs_diff(stack()) > STACK_MAX {
            return self.fault(span, Word::RecursionDeep, []);
        }
        self.depth += 1;
        let result = part(self);
        self.depth -= 1;
        result
    }

    pub fn frame(&self) -> (u32, Span) {
        self.frames.last().map_or((self.globals, Span::default()), |frame| (frame.scope, frame.at))
    }

    /// Begins a step at a place; what was done before belongs to the step before.
    pub fn step(&mut self, span: Span) -> Result<()> {
        self.end_step();
        if self.steps.len() >= STEPS_MAX {
            return self.fault(span, Word::TooManySteps, [STEPS_MAX.to_string()]);
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.at = span;
        }
        let calls = self.tape.calls.len();
        let step = Step {
            span,
            function: self.frames.last().map_or_else(|| "<module>".into(), |frame| frame.name.clone()),
            depth: self.frames.len() as u32,
            calls: calls..calls,
            output: self.tape.output.len(),
            moment: self.moment(),
        };
        self.steps.push(step);
        Ok(())
    }

    fn moment(&self) -> crate::run::Moment {
        let (scope, _) = self.frame();
        crate::run::Moment::Python(Moment { heap: self.heap.clone(), globals: self.globals, scope })
    }

    /// What the last step led to is what is there now.
    pub fn end_step(&mut self) {
        let depth = self.frames.len() as u32;
        let (calls, output, moment) = (self.tape.calls.len(), self.tape.output.len(), self.moment());
        if let Some(step) = self.steps.last_mut() {
            step.calls.end = calls;
            step.output = output;
            // What a function had is seen at its last step, though it is gone when the next begins.
            if step.depth == depth {
                step.moment = moment;
            }
        }
    }

    /// The value of a name in a scope itself.
    pub fn own(&self, scope: u32, name: &str) -> Option<&Value> {
        let scope = self.heap.scope(scope)?;
        scope.names.iter().find(|(found, _)| **found == *name).map(|(_, value)| value)
    }

    /// Gives a name in a scope a value.
    pub fn put(&mut self, scope: u32, name: &Arc<str>, value: Value) {
        let Some(scope) = self.heap.scope_mut(scope) else { return };
        let names = Arc::make_mut(&mut scope.names);
        match names.iter_mut().find(|(found, _)| found == name) {
            Some((_, place)) => {
                *place = value;
                self.loosened = true;
            }
            None => names.push((name.clone(), value)),
        }
    }

    /// Takes a name away from a scope.
    pub fn take(&mut self, scope: u32, name: &str) -> Option<Value> {
        let scope = self.heap.scope_mut(scope)?;
        let names = Arc::make_mut(&mut scope.names);
        let at = names.iter().position(|(found, _)| **found == *name)?;
        self.loosened = true;
        Some(names.remove(at).1)
    }

    /// The scope that an assignment to a name goes to.
    pub fn scope_of(&self, name: &str) -> u32 {
        let (scope, _) = self.frame();
        let mut at = Some(scope);
        while let Some((id, found)) = at.and_then(|id| Some((id, self.heap.scope(id)?))) {
            match &found.func {
                Some(func) if is_in(&func.globals, name) => return self.globals,
                Some(func) if is_in(&func.locals, name) => return id,
                // A comprehension's own.
                None if self.own(id, name).is_some() => return id,
                _ => {}
            }
            at = found.parent;
        }
        if self.heap.scope(scope).is_some_and(|scope| scope.func.is_some()) { self.globals } else { scope }
    }

    /// The value of a name.
    pub fn look_up(&mut self, span: Span, name: &Arc<str>) -> Result<Value> {
        let mut at = Some(self.frame().0);
        let first = at;
        while let Some((id, scope)) = at.and_then(|id| Some((id, self.heap.scope(id)?))) {
            if let Some((_, value)) = scope.names.iter().find(|(found, _)| found == name) {
                return Ok(value.clone());
            }
            at = scope.parent;
            let func = scope.func.clone();
            if func.as_ref().is_some_and(|func: &Arc<Func>| is_in(&func.locals, name)) {
                let text = if Some(id) == first {
                    format!("cannot access local variable '{name}' where it is not associated with a value")
                } else {
                    format!(
                        "cannot access free variable '{name}' where it is not associated with a value in enclosing scope"
                    )
                };
                let class = if Some(id) == first { "UnboundLocalError" } else { "NameError" };
                return self.raise(span, class, text);
            }
            if func.is_some_and(|func| is_in(&func.globals, name)) {
                at = Some(self.globals).filter(|globals| *globals != id);
            }
        }
        match self.builtin(name) {
            Some(value) => Ok(value),
            None => self.unknown_name(span, name),
        }
    }
}

fn is_in(names: &[Arc<str>], name: &str) -> bool {
    names.iter().any(|found| **found == *name)
}

/// About where the stack ends: the address of something on it.
fn stack() -> usize {
    let here = 0_u8;
    std::ptr::from_ref(std::hint::black_box(&here)).addr()
}
