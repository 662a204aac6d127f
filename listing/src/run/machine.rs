//! The state of a run, and what all of its parts use.

use std::collections::BTreeMap;
use std::sync::Arc;

use virtlab_core::api::Handle;
use virtlab_core::world::{ClientId, World};

use super::memory::{Kind, Memory, Trouble, address, place};
use super::record::{Moment, Step};
use super::watch::Origin;
use crate::diagnostic::{Diagnostic, Severity};
use crate::ir::{Callee, Program, Ready};
use crate::limits::{DEPTH_MAX, STEPS_MAX};
use crate::span::Span;
use crate::tape::Tape;
use crate::types::{Type, Types};
use crate::words::Word;

/// A value: a number's bits, a double's bits or an address, and which call it is the result of; 0 for none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Val {
    pub bits: u64,
    pub from: u32,
}

impl Val {
    pub fn new(bits: u64) -> Self {
        Self { bits, from: 0 }
    }
}

/// Why a run ends.
pub(crate) enum Stop {
    /// It cannot go on.
    Fault(Box<Diagnostic>),
    /// `exit`.
    Exit(i32),
}

pub(crate) type Result<T> = std::result::Result<T, Stop>;

impl From<Box<Diagnostic>> for Stop {
    fn from(diagnostic: Box<Diagnostic>) -> Self {
        Self::Fault(diagnostic)
    }
}

/// A name in scope; the ones before it hang behind it.
#[derive(Debug)]
pub(crate) struct Bind {
    pub name: Arc<str>,
    pub block: u32,
    pub ty: Type,
    /// How many functions are around it.
    pub frame: u32,
    pub before: Option<Arc<Bind>>,
}

/// A function that is being run.
pub(crate) struct Frame {
    pub func: usize,
    /// The pieces of memory of its variables.
    pub slots: Vec<u32>,
    /// The statement that is being done.
    pub at: Span,
}

/// A run.
pub(crate) struct Machine<'r> {
    pub ready: &'r Ready,
    pub memory: Memory,
    pub tape: Tape,
    pub steps: Vec<Step>,
    pub env: Option<Arc<Bind>>,
    pub frames: Vec<Frame>,
    pub globals: Vec<u32>,
    pub texts: Vec<u32>,
    pub funcs: Vec<(Callee, u32)>,
    pub handles: BTreeMap<Handle, u32>,
    pub origins: Vec<Origin>,
    /// Callbacks by connection and number: function and data.
    pub callbacks: Vec<super::callback::Registered>,
    /// Error functions, close callbacks and their kin by name: function and data.
    pub named: BTreeMap<Arc<str>, (u64, u64)>,
    pub error_block: Option<u32>,
    pub depth: u32,
}

impl<'r> Machine<'r> {
    pub fn new(ready: &'r Ready, world: World, client: ClientId) -> Self {
        Self {
            ready,
            memory: Memory::default(),
            tape: Tape::new(world, client),
            steps: Vec::new(),
            env: None,
            frames: Vec::new(),
            globals: Vec::new(),
            texts: Vec::new(),
            funcs: Vec::new(),
            handles: BTreeMap::new(),
            origins: Vec::new(),
            callbacks: Vec::new(),
            named: BTreeMap::new(),
            error_block: None,
            depth: 0,
        }
    }

    pub fn program(&self) -> &'r Program {
        &self.ready.program
    }

    pub fn types(&self) -> &'r Types {
        &self.ready.types
    }

    pub fn fault<T>(&self, span: Span, word: Word, args: impl IntoIterator<Item = String>) -> Result<T> {
        Err(Stop::Fault(Diagnostic::error(span, word, args).into()))
    }

    /// Tells something once for a place.
    pub fn tell(
        &mut self,
        severity: Severity,
        span: Span,
        word: Word,
        args: impl IntoIterator<Item = String>,
    ) {
        self.tape.tell(severity, span, word, args);
    }

    /// What is wrong with memory, as the end of the run at a place.
    pub fn wrong<T>(&self, span: Span, trouble: Trouble, value: Val) -> Result<T> {
        let bytes = |n: u64| n.to_string();
        match trouble {
            Trouble::Null => match self.origins.get((value.from as usize).wrapping_sub(1)) {
                Some(origin) => {
                    let args =
                        [origin.function.to_string(), origin.span.line.to_string(), origin.message.clone()];
                    self.fault(span, Word::NullFrom, args)
                }
                None => self.fault(span, Word::NullUsed, []),
            },
            Trouble::Nowhere => self.fault(span, Word::WildPointer, []),
            Trouble::Gone(name, at) => self.fault(span, Word::UsedAfterFree, [name, at.line.to_string()]),
            Trouble::Outside(name, size, first) => {
                self.fault(span, Word::OutsideArray, [name, bytes(size), first.to_string()])
            }
            Trouble::Unset(name) => self.fault(span, Word::Unset, [name]),
            Trouble::Opaque(name) => self.fault(span, Word::OpaqueUsed, [name]),
            Trouble::ReadOnly(name) => self.fault(span, Word::ReadOnly, [name]),
            Trouble::Full => self.fault(span, Word::MemoryFull, []),
        }
    }

    /// One operation more.
    pub fn worked(&mut self, span: Span, amount: u64) -> Result<()> {
        Ok(self.tape.worked(span, amount)?)
    }

    /// Runs a part that may hold itself again, within the bound on depth.
    pub fn deeper<T>(&mut self, span: Span, part: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth >= DEPTH_MAX {
            return self.fault(span, Word::RecursionDeep, []);
        }
        self.depth += 1;
        let result = part(self);
        self.depth -= 1;
        result
    }

    /// A new piece of memory.
    pub fn make(&mut self, kind: Kind, name: &str, span: Span, bytes: Vec<u8>, set: bool) -> Result<u32> {
        match self.memory.make(kind, name, span, bytes, set) {
            Ok(id) => Ok(id),
            Err(trouble) => self.wrong(span, trouble, Val::default()),
        }
    }

    pub fn read(&self, span: Span, at: Val, count: u64) -> Result<&[u8]> {
        match self.memory.read(at.bits, count) {
            Ok(bytes) => Ok(bytes),
            Err(trouble) => self.wrong(span, trouble, at),
        }
    }

    pub fn write(&mut self, span: Span, at: Val, bytes: &[u8]) -> Result<()> {
        match self.memory.write(at.bits, bytes) {
            Ok(()) => Ok(()),
            Err(trouble) => self.wrong(span, trouble, at),
        }
    }

    pub fn text(&self, span: Span, at: Val) -> Result<Vec<u8>> {
        match self.memory.text(at.bits) {
            Ok(text) => Ok(text),
            Err(trouble) => self.wrong(span, trouble, at),
        }
    }

    /// A number, double or pointer from memory.
    pub fn load(&self, span: Span, at: Val, ty: &Type) -> Result<Val> {
        let size = self.types().size(ty).unwrap_or(8);
        let bytes = self.read(span, at, size)?;
        let mut wide = [0; 8];
        wide[..bytes.len().min(8)].copy_from_slice(&bytes[..bytes.len().min(8)]);
        let bits = u64::from_le_bytes(wide);
        let bits = match ty {
            Type::Int(int) => int.wrap(bits),
            Type::Float(true) => f64::from(f32::from_bits(bits as u32)).to_bits(),
            _ => bits,
        };
        Ok(Val { bits, from: self.memory.noted(at.bits) })
    }

    /// A number, double or pointer to memory.
    pub fn store(&mut self, span: Span, at: Val, ty: &Type, value: Val) -> Result<()> {
        let size = self.types().size(ty).unwrap_or(8) as usize;
        let bits = match ty {
            Type::Float(true) => u64::from((f64::from_bits(value.bits) as f32).to_bits()),
            _ => value.bits,
        };
        self.write(span, at, &bits.to_le_bytes()[..size.min(8)])?;
        self.memory.note(at.bits, value.from);
        Ok(())
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
        let function = self.frames.last().map_or(0, |frame| frame.func);
        self.steps.push(Step {
            span,
            function: self.program().funcs[function].name.clone(),
            depth: self.frames.len() as u32,
            calls: self.tape.calls.len()..self.tape.calls.len(),
            output: self.tape.output.len(),
            moment: Moment::C { memory: self.memory.clone(), env: self.env.clone() },
        });
        Ok(())
    }

    /// What the last step led to is what is there now.
    pub fn end_step(&mut self) {
        let (calls, output) = (self.tape.calls.len(), self.tape.output.len());
        let moment = Moment::C { memory: self.memory.clone(), env: self.env.clone() };
        if let Some(step) = self.steps.last_mut() {
            step.calls.end = calls;
            step.output = output;
            step.moment = moment;
        }
    }

    /// Prints.
    pub fn print(&mut self, span: Span, stderr: bool, text: &str) -> Result<()> {
        Ok(self.tape.print(span, stderr, text)?)
    }

    /// The address of a function.
    pub fn func_address(&mut self, span: Span, callee: &Callee) -> Result<u64> {
        if let Some((_, id)) = self.funcs.iter().find(|(known, _)| known == callee) {
            return Ok(address(*id, 0));
        }
        let name = match callee {
            Callee::Own(number) => self.program().funcs.get(*number).map_or("", |func| &*func.name),
            Callee::Api(id) => id.c_name(),
            Callee::Library(number) => crate::library::NAMES[*number],
        };
        let id = self.make(Kind::Func(callee.clone()), name, span, Vec::new(), true)?;
        self.funcs.push((callee.clone(), id));
        Ok(address(id, 0))
    }

    /// The function at an address.
    pub fn func_at(&self, at: u64) -> Option<Callee> {
        match &self.memory.get(place(at).0)?.kind {
            Kind::Func(callee) => Some(callee.clone()),
            _ => None,
        }
    }
}

/// A long chain of names is let go one after another: each inside the one before would need a deep stack.
impl Drop for Bind {
    fn drop(&mut self) {
        let mut next = self.before.take();
        while let Some(bind) = next {
            match Arc::try_unwrap(bind) {
                Ok(mut bind) => next = bind.before.take(),
                Err(_) => break,
            }
        }
    }
}
