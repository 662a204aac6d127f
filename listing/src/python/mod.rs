//! Python listings: a subset of Python with libvirt-python's names, read and run by the same limits as C listings.
//!
//! `lex` ← `parse` (gives `ast`) ← `run`, with `value`, `class` and `repr`; `libvirt` is the module, by the table of functions.

mod ast;
mod class;
mod lex;
mod libvirt;
mod names;
mod parse;
mod repr;
mod run;
mod show;
mod value;

use virtlab_core::world::{ClientId, World};

use crate::diagnostic::Diagnostic;
use crate::limits::SOURCE_BYTES_MAX;
use crate::run::Run;
use crate::span::Span;
use crate::words::Word;
use ast::Stmt;

pub use names::{Method, method, says_how_many};
pub(crate) use show::Moment;

/// Runs a listing on a copy of a world.
pub(crate) fn run(source: &str, world: &World, client: ClientId) -> Run {
    match read(source) {
        Ok(body) => run::Machine::new(world.clone(), client, source).run(&body),
        Err(mistake) => crate::not_run(vec![mistake], world, client),
    }
}

/// What is wrong with a listing as it is written.
pub(crate) fn check(source: &str) -> Vec<Diagnostic> {
    read(source).err().into_iter().collect()
}

fn read(source: &str) -> Result<Vec<Stmt>, Diagnostic> {
    if source.len() > SOURCE_BYTES_MAX {
        return Err(Diagnostic::error(Span::default(), Word::ListingTooLong, []));
    }
    let tokens = lex::tokens(source)?;
    let body = parse::parse(&tokens)?;
    if body.is_empty() {
        return Err(Diagnostic::error(
            Span { line: 1, column: 1, end_line: 1, end_column: 1 },
            Word::PythonEmpty,
            [],
        ));
    }
    Ok(body)
}
