//! A session at work: its state, and what keeps it in the browser. The first view knows it only as [`Any`](std::any::Any):
//! what it is made of is the engine's.

use std::cell::RefCell;
use std::rc::Rc;

use super::{Action, Early, Progress, State, earlier, replay};
use crate::embed;
use crate::store::{Keeper, Visit};

/// A session with its keeper.
pub struct Work {
    /// The session.
    pub(super) state: Rc<RefCell<State>>,
    /// What keeps it.
    pub(super) keeper: Keeper,
    /// Whether it is a copy of what another tab works on.
    pub(super) copied: bool,
    /// Whether the page is embedded to be looked at: no call is made then.
    read_only: bool,
}

impl Work {
    /// The session of the last visit, or a new one, with what the reader has done before it was there. `told` hears how
    /// far a long one has come.
    pub async fn open(early: Rc<RefCell<Early>>, told: impl Fn(Progress)) -> Rc<Self> {
        let Visit { keeper, text, copied } =
            if embed::is() { Keeper::nothing() } else { Keeper::open().await };
        let mut state = match &text {
            None => State::restored(None),
            Some(text) => {
                let (session, earlier) = earlier::read(text);
                let read = replay(session, told).await;
                // A copy's earlier sessions stay with the tab that has the original.
                State::resumed(session, read, if copied { Vec::new() } else { earlier })
            }
        };
        let read_only = embed::read_only();
        let mut early = early.take();
        if read_only {
            early.calls.clear();
        }
        let called = state.take_up(early);
        let work = Self { state: Rc::new(RefCell::new(state)), keeper, copied, read_only };
        if called {
            work.keep();
        }
        Rc::new(work)
    }

    /// Does something to the session, and keeps it.
    pub fn act(&self, action: Action) {
        if self.read_only && action.makes_call() {
            return;
        }
        let keeps = self.state.borrow_mut().act(action);
        if keeps {
            self.keep();
        }
    }

    fn keep(&self) {
        let state = self.state.clone();
        self.keeper.keep(move |known| state.borrow().to_keep(known));
    }
}
