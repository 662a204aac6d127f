//! A listing's run beside the session: its calls are made there, and a step of it is a moment of the session.

use std::rc::Rc;

use virtlab_core::world::History;
use virtlab_listing::{Diagnostic, Dialect, Run, run};
use yew::prelude::*;

use crate::session::{Action, Session};

/// A run, and where in the session its calls begin.
#[derive(Clone, Debug)]
pub struct Ran {
    /// What was run.
    pub source: AttrValue,
    /// What it is written in.
    pub dialect: Dialect,
    /// Its steps and what they led to.
    pub run: Rc<Run>,
    /// What it told.
    pub told: Rc<Vec<Diagnostic>>,
    /// How many steps of the session lie before its first call.
    pub base: usize,
}

impl PartialEq for Ran {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.run, &other.run)
    }
}

impl Ran {
    /// Whether the session, on the branch that is looked at, is the one in which this was run.
    fn is_in(&self, history: &History) -> bool {
        let calls = self.run.calls();
        let there = history.steps().get(self.base..self.base + calls.len());
        there
            .is_some_and(|steps| steps.iter().zip(calls).all(|(step, made)| step.entry.call.same(&made.call)))
            && history.position() >= self.base
            && history.position() <= self.base + calls.len()
    }
}

/// Runs a listing in the world that is looked at, and makes its calls in the session. What was run before is left first: a
/// listing that is run again begins where it began.
pub fn begin(session: &Session, source: &AttrValue, dialect: Dialect, before: Option<&Ran>) -> Ran {
    let again = before.filter(|ran| ran.is_in(&session.state().history)).map(|ran| ran.base);
    if let Some(base) = again {
        session.act(Action::Seek(base));
    }
    let (world, client, base) = {
        let state = session.state();
        (state.history.world().clone(), state.client, state.history.position())
    };
    let run = Rc::new(run(source, dialect, &world, client));
    for made in run.calls() {
        session.act(Action::Perform(made.call.clone()));
    }
    let told = Rc::new(run.diagnostics.clone());
    Ran { source: source.clone(), dialect, run, told, base }
}

/// Looks at the session's moment after a step of the run.
pub fn seek(session: &Session, ran: &Ran, step: usize) {
    if ran.is_in(&session.state().history) {
        session.act(Action::Seek(ran.base + ran.run.calls_until(step)));
    }
}

/// The step that the session stands at: the one that was gone to, or, where the time line was used since, the first that is as
/// far. None if the session has gone elsewhere.
pub fn standing(session: &Session, ran: &Ran, at: usize) -> Option<usize> {
    let state = session.state();
    if !ran.is_in(&state.history) {
        return None;
    }
    let calls = state.history.position() - ran.base;
    let there = |step: usize| ran.run.calls_until(step);
    if at < ran.run.steps.len() && there(at) == calls {
        return Some(at);
    }
    (0..ran.run.steps.len()).find(|step| there(*step) >= calls)
}
