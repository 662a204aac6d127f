//! What every run writes down, whatever it is written in: calls, the world, output, what is told, and how much was done.

use std::sync::Arc;

use virtlab_core::api::{Call, Outcome};
use virtlab_core::world::{ClientId, World};

use crate::diagnostic::{Diagnostic, Severity};
use crate::limits::{CALLS_MAX, DIAGNOSTICS_MAX, KEEP_EVERY, OUTPUT_MAX, WORK_MAX};
use crate::run::{Ended, Made, Printed, Run, Step};
use crate::span::Span;
use crate::words::Word;

type Result<T> = std::result::Result<T, Box<Diagnostic>>;

/// What a run writes down.
pub(crate) struct Tape {
    pub world: World,
    pub client: ClientId,
    pub calls: Vec<Made>,
    kept: Vec<World>,
    pub output: Vec<Printed>,
    pub told: Vec<Diagnostic>,
    printed: usize,
    work: u64,
}

impl Tape {
    pub fn new(world: World, client: ClientId) -> Self {
        Self {
            kept: vec![world.clone()],
            world,
            client,
            calls: Vec::new(),
            output: Vec::new(),
            told: Vec::new(),
            printed: 0,
            work: 0,
        }
    }

    /// Tells something once for a place.
    pub fn tell(
        &mut self,
        severity: Severity,
        span: Span,
        word: Word,
        args: impl IntoIterator<Item = String>,
    ) {
        let told = Diagnostic { severity, ..Diagnostic::error(span, word, args) };
        let same = |other: &Diagnostic| other.span == told.span && other.word == told.word;
        if self.told.len() < DIAGNOSTICS_MAX && !self.told.iter().any(same) {
            self.told.push(told);
        }
    }

    /// So many operations more.
    pub fn worked(&mut self, span: Span, amount: u64) -> Result<()> {
        self.work = self.work.saturating_add(amount);
        if self.work > WORK_MAX {
            return Err(Diagnostic::error(span, Word::TooLong, [WORK_MAX.to_string()]).into());
        }
        Ok(())
    }

    /// Performs a call on the world, and keeps it.
    pub fn perform(&mut self, span: Span, call: &Call) -> Result<Arc<Outcome>> {
        if self.calls.len() >= CALLS_MAX {
            return Err(Diagnostic::error(span, Word::TooManyCalls, [CALLS_MAX.to_string()]).into());
        }
        self.worked(span, 50)?;
        let outcome = Arc::new(self.world.perform(self.client, call));
        self.calls.push(Made { call: call.clone(), outcome: outcome.clone(), span });
        if self.calls.len().is_multiple_of(KEEP_EVERY) {
            self.kept.push(self.world.clone());
        }
        self.print(span, true, &outcome.printed)?;
        Ok(outcome)
    }

    /// Prints.
    pub fn print(&mut self, span: Span, stderr: bool, text: &str) -> Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        self.printed += text.len();
        if self.printed > OUTPUT_MAX {
            return Err(Diagnostic::error(span, Word::OutputFull, [OUTPUT_MAX.to_string()]).into());
        }
        self.output.push(Printed { stderr, text: text.to_owned() });
        Ok(())
    }

    /// What the run leaves.
    pub fn finish(self, steps: Vec<Step>, ended: Ended) -> Run {
        Run {
            steps,
            diagnostics: self.told,
            ended,
            ready: None,
            calls: self.calls,
            output: self.output,
            kept: self.kept,
            client: self.client,
        }
    }
}
