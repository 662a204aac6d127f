//! What a run leaves: its steps, each with what was there when it was done.

use std::ops::Range;
use std::sync::Arc;

use virtlab_core::api::{Call, Outcome};
use virtlab_core::world::{ClientId, World};

use super::machine::Bind;
use super::memory::Memory;
use super::show::{self, Variable};
use crate::diagnostic::Diagnostic;
use crate::ir::Ready;
use crate::limits::KEEP_EVERY;
use crate::span::Span;

/// A call of the API that a listing made.
#[derive(Clone, Debug)]
pub struct Made {
    /// The call.
    pub call: Call,
    /// What came of it.
    pub outcome: Arc<Outcome>,
    /// Where the listing makes it.
    pub span: Span,
}

/// Something printed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Printed {
    /// To stderr; to stdout otherwise.
    pub stderr: bool,
    /// What.
    pub text: String,
}

/// One step: a statement, a condition, or the way back into one from a function.
#[derive(Clone, Debug)]
pub struct Step {
    /// Where.
    pub span: Span,
    /// In which function.
    pub function: Arc<str>,
    /// How many functions are being run, 1 in `main`.
    pub depth: u32,
    pub(crate) calls: Range<usize>,
    pub(crate) output: usize,
    pub(crate) moment: Moment,
}

/// All variables of a moment.
#[derive(Clone, Debug)]
pub(crate) enum Moment {
    /// A C listing's memory, and the names in scope.
    C { memory: Memory, env: Option<Arc<Bind>> },
    /// A Python listing's.
    Python(crate::python::Moment),
}

/// How a run ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ended {
    /// The listing could not be read: it was not run.
    NotRun,
    /// `main` returned, or `exit` was called, with this status.
    Exit(i32),
    /// It could not go on; the last of the messages of this severity says why.
    Fault,
}

/// A listing that was run to its end.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its steps in order.
    pub steps: Vec<Step>,
    /// All that is told about it: mistakes that kept it from being run, or what was seen while it ran.
    pub diagnostics: Vec<Diagnostic>,
    /// How it ended.
    pub ended: Ended,
    pub(crate) ready: Option<Arc<Ready>>,
    pub(crate) calls: Vec<Made>,
    pub(crate) output: Vec<Printed>,
    pub(crate) kept: Vec<World>,
    pub(crate) client: ClientId,
}

impl Run {
    /// All calls of the API, in order.
    pub fn calls(&self) -> &[Made] {
        &self.calls
    }

    /// How many calls had been made when a step was done.
    pub fn calls_until(&self, step: usize) -> usize {
        self.steps.get(step).map_or(0, |step| step.calls.end)
    }

    /// The calls that a step made itself.
    pub fn calls_of(&self, step: usize) -> &[Made] {
        self.steps.get(step).map_or(&[], |step| &self.calls[step.calls.clone()])
    }

    /// What had been printed when a step was done.
    pub fn output_until(&self, step: usize) -> &[Printed] {
        self.steps.get(step).map_or(&[], |step| &self.output[..step.output])
    }

    /// All that was printed.
    pub fn output(&self) -> &[Printed] {
        &self.output
    }

    /// All that went to stdout.
    pub fn stdout(&self) -> String {
        self.output.iter().filter(|printed| !printed.stderr).map(|printed| &*printed.text).collect()
    }

    /// All that went to stderr.
    pub fn stderr(&self) -> String {
        self.output.iter().filter(|printed| printed.stderr).map(|printed| &*printed.text).collect()
    }

    /// The world when a step was done, or before the first for a number beyond the last.
    pub fn world(&self, step: usize) -> Option<World> {
        self.world_after(self.calls_until(step))
    }

    /// The world after so many calls.
    pub fn world_after(&self, calls: usize) -> Option<World> {
        let from = (calls / KEEP_EVERY).min(self.kept.len().checked_sub(1)?);
        let mut world = self.kept[from].clone();
        for made in &self.calls[from * KEEP_EVERY..calls.min(self.calls.len())] {
            world.perform(self.client, &made.call);
        }
        Some(world)
    }

    /// The variables in scope when a step was done: those of the function, the innermost last, and before them those outside
    /// every function.
    pub fn variables(&self, step: usize) -> Vec<Variable> {
        let Some(step) = self.steps.get(step) else { return Vec::new() };
        match (&self.ready, &step.moment) {
            (_, Moment::Python(moment)) => moment.variables(),
            (Some(ready), Moment::C { memory, env }) => {
                show::variables(ready, step.depth, memory, env.as_ref())
            }
            (None, Moment::C { .. }) => Vec::new(),
        }
    }
}
