//! The lines that led to an exception, and the exceptions that were being handled when it was raised.

use std::sync::Arc;

use super::{Machine, Raised};
use crate::python::class::full_name;
use crate::python::value::{Exc, Value};
use crate::span::Span;

/// So many exceptions are told of, one after another.
const CHAIN_MAX: usize = 100;
/// Beyond so many, those that nothing holds any more are forgotten.
const KEPT: usize = 256;

/// Where an exception came from.
pub(in crate::python) struct Past {
    pub exc: Arc<Exc>,
    /// Lines and functions, the outermost first.
    places: Vec<(u32, Arc<str>)>,
    /// How many functions were around where it was caught.
    caught: usize,
    /// The exception before it, and whether it is its cause; none behind `from None`.
    before: Option<(Arc<Exc>, bool)>,
    /// Whether `from` decided what was before.
    decided: bool,
}

impl Machine<'_> {
    fn past(&mut self, exc: &Arc<Exc>) -> &mut Past {
        let found = self.pasts.iter().rposition(|past| Arc::ptr_eq(&past.exc, exc));
        let at = found.unwrap_or_else(|| {
            if self.pasts.len() > KEPT {
                self.pasts.retain(|past| Arc::strong_count(&past.exc) > 1);
            }
            let exc = exc.clone();
            self.pasts.push(Past { exc, places: Vec::new(), caught: 1, before: None, decided: false });
            self.pasts.len() - 1
        });
        &mut self.pasts[at]
    }

    /// The functions that are being run, and their lines; of the innermost, this one.
    fn places(&self, line: u32) -> Vec<(u32, Arc<str>)> {
        let mut places: Vec<(u32, Arc<str>)> =
            self.frames.iter().map(|frame| (frame.at.line, frame.name.clone())).collect();
        if let Some(last) = places.last_mut() {
            last.0 = line;
        }
        places
    }

    /// Notes where an exception was raised, before the functions that it leaves are gone.
    pub fn note(&mut self, raised: &Raised) {
        let places = self.places(raised.span.line);
        let past = self.past(&raised.exc);
        if past.places.is_empty() {
            past.places = places;
        }
    }

    /// Notes where an exception was raised, and which one was being handled.
    pub fn note_after(&mut self, raised: &Raised, handled: &Arc<Exc>) {
        self.note(raised);
        let past = self.past(&raised.exc);
        if !Arc::ptr_eq(&raised.exc, handled) && !past.decided && past.before.is_none() {
            past.before = Some((handled.clone(), false));
        }
    }

    /// Notes that an exception was caught in the innermost function.
    pub fn note_caught(&mut self, exc: &Arc<Exc>) {
        let frames = self.frames.len();
        self.past(exc).caught = frames.max(1);
    }

    /// `raise … from …`: the cause, or none.
    pub fn note_cause(&mut self, exc: &Arc<Exc>, cause: Option<Arc<Exc>>) {
        let past = self.past(exc);
        past.decided = true;
        past.before = cause.map(|cause| (cause, true));
    }

    /// An exception that was caught before is raised again: its lines go on from here.
    pub fn note_again(&mut self, exc: &Arc<Exc>, span: Span) {
        let mut places = self.places(span.line);
        let past = self.past(exc);
        if !past.places.is_empty() {
            places.extend_from_slice(past.places.get(past.caught - 1..).unwrap_or_default());
            past.places = places;
        }
    }

    /// What Python prints of an exception that nobody catches, and its last line.
    pub fn traceback(&mut self, raised: &Raised) -> (String, String) {
        self.note(raised);
        let mut chain = vec![(raised.exc.clone(), 0, false)];
        while let Some((exc, ..)) = chain.last().cloned() {
            let Some((before, cause)) = self.past(&exc).before.clone() else { break };
            let again = chain.iter().any(|(seen, ..)| Arc::ptr_eq(seen, &before));
            if again || chain.len() >= CHAIN_MAX {
                break;
            }
            let from = self.past(&before).caught - 1;
            if let Some(last) = chain.last_mut() {
                last.2 = cause;
            }
            chain.push((before, from, false));
        }
        let (mut text, mut last) = (String::new(), String::new());
        let first = chain.len() - 1;
        for (at, (exc, from, cause)) in chain.into_iter().enumerate().rev() {
            if at < first {
                text.push_str(if cause {
                    "\nThe above exception was the direct cause of the following exception:\n\n"
                } else {
                    "\nDuring handling of the above exception, another exception occurred:\n\n"
                });
            }
            let places = self.past(&exc).places.clone();
            if !places.is_empty() {
                text.push_str("Traceback (most recent call last):\n");
            }
            for (line, name) in places.into_iter().skip(from) {
                let source = self.source.lines().nth((line as usize).saturating_sub(1));
                let source = source.unwrap_or_default().trim();
                text.push_str(&format!("  File \"listing.py\", line {line}, in {name}\n    {source}\n"));
            }
            let said = self.heap.str(&Value::Exc(exc.clone()));
            last = full_name(exc.class) + if said.is_empty() { "" } else { ": " } + &said;
            text.push_str(&last);
            text.push('\n');
        }
        (text, last)
    }
}
