//! Listings in C or Python that use libvirt's API, run against a world and stepped through, back too.
//!
//! [`run`] reads a listing, runs it to its end on a copy of a world, and keeps every step: where it is, the variables, the calls
//! it makes, what is printed, the world. It tells what C would not: a NULL that nobody looked at, what is never freed or freed
//! twice, an array too small, a variable without a value, an error that the next call forgets.
//!
//! Python has a folder of its own, `python`. Of C, floors: `span`, `limits`, `words`, `diagnostic` ← `lex` ← `parse` (gives `ast`)
//! ← `types`, `api` ← `lower` (gives `ir`) ← `run` with `library`. What both write down is `tape`. Listings know no file, clock or
//! network: the world is all there is.

mod api;
mod ast;
mod diagnostic;
mod ir;
mod lex;
mod library;
pub mod limits;
mod lower;
mod parse;
mod python;
mod run;
mod span;
mod tape;
mod types;
mod words;

use std::sync::Arc;

use virtlab_core::world::{ClientId, World};

pub use api::{callback, callbacks};
pub use diagnostic::{Diagnostic, Severity};
pub use python::{Method, method, says_how_many};
pub use run::{Ended, Made, Printed, Run, Step, Variable};
pub use span::Span;
pub use words::{Language, Word};

use lex::preprocess;
use parse::Parser;

/// What a listing is written in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Dialect {
    /// C, with libvirt's headers.
    C,
    /// Python, with libvirt-python's module.
    Python,
}

impl Dialect {
    /// By the end of a file's name: `py` is Python, all else is C.
    pub fn of_file(name: &str) -> Self {
        if name.ends_with(".py") { Self::Python } else { Self::C }
    }
}

/// Runs a listing on a copy of a world, as a client of it. A listing that cannot be read, or whose names and types do not fit, is
/// not run; what is wrong with it is told.
pub fn run(source: &str, dialect: Dialect, world: &World, client: ClientId) -> Run {
    match dialect {
        Dialect::C => run_c(source, world, client),
        Dialect::Python => python::run(source, world, client),
    }
}

fn run_c(source: &str, world: &World, client: ClientId) -> Run {
    let (ready, diagnostics) = match read(source) {
        Ok(found) => found,
        Err(mistakes) => return not_run(mistakes, world, client),
    };
    if diagnostics.iter().any(|told| told.severity == Severity::Error) {
        return not_run(diagnostics, world, client);
    }
    let ready = Arc::new(ready);
    let mut machine = run::Machine::new(&ready, world.clone(), client);
    machine.tape.told = diagnostics;
    let mut run = machine.run();
    run.ready = Some(ready);
    run
}

/// What is wrong with a listing as it is written, without running it.
pub fn check(source: &str, dialect: Dialect) -> Vec<Diagnostic> {
    if dialect == Dialect::Python {
        return python::check(source);
    }
    match read(source) {
        Ok((_, diagnostics)) => diagnostics,
        Err(mistakes) => mistakes,
    }
}

fn read(source: &str) -> Result<(ir::Ready, Vec<Diagnostic>), Vec<Diagnostic>> {
    if source.len() > limits::SOURCE_BYTES_MAX {
        return Err(vec![Diagnostic::error(Span::default(), Word::ListingTooLong, [])]);
    }
    let headers = api::headers();
    let tokens = preprocess(&without_list_marks(source), &mut headers.macros.clone())
        .map_err(|mistake| vec![mistake])?;
    let mut parser = Parser::new(&tokens, headers.types.typedefs.keys().cloned().collect());
    let items = parser.items();
    let mistakes = std::mem::take(&mut parser.mistakes);
    let (ready, mut diagnostics) = lower::lower(items);
    // A name that is unknown because its declaration could not be read is not told besides.
    if !mistakes.is_empty() {
        diagnostics.retain(|told| told.word == Word::FunctionMeant);
        diagnostics.extend(mistakes);
    }
    diagnostics.sort_by_key(|told| (told.span, told.word));
    diagnostics.dedup();
    diagnostics.truncate(limits::DIAGNOSTICS_MAX);
    Ok((ready, diagnostics))
}

/// A listing copied from a page has list marks where its lines began: lines of nothing but `-` say nothing. One alone may be a minus.
fn without_list_marks(source: &str) -> String {
    let is_mark = |line: &str| line.trim() == "-";
    if source.lines().filter(|line| is_mark(line)).count() < 2 {
        return source.to_owned();
    }
    source.lines().map(|line| if is_mark(line) { "\n".to_owned() } else { format!("{line}\n") }).collect()
}

fn not_run(diagnostics: Vec<Diagnostic>, world: &World, client: ClientId) -> Run {
    Run {
        steps: Vec::new(),
        diagnostics,
        ended: Ended::NotRun,
        ready: None,
        calls: Vec::new(),
        output: Vec::new(),
        kept: vec![world.clone()],
        client,
    }
}
