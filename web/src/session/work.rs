//! A session at work: its state, and what keeps it in the browser. The first view knows it only as [`Any`](std::any::Any):
//! what it is made of is the engine's.

use std::cell::RefCell;
use std::rc::Rc;

use super::{Action, Early, State};
use crate::dom;
use crate::store::{KeepError, Keeper};

/// A session with its keeper.
pub struct Work {
    /// The session.
    pub(super) state: Rc<RefCell<State>>,
    keeper: Keeper,
}

impl Work {
    /// The session of the last visit, or a new one, with what the reader has done before it was there.
    pub async fn open(early: Rc<RefCell<Early>>) -> Rc<Self> {
        let (keeper, kept) = Keeper::open(yew::Callback::from(|KeepError| {
            dom::log_error("the browser does not keep this session", &wasm_bindgen::JsValue::NULL);
        }))
        .await;
        let mut state = State::restored(kept.as_deref());
        let called = state.take_up(early.take());
        let work = Self { state: Rc::new(RefCell::new(state)), keeper };
        if called {
            work.keep();
        }
        Rc::new(work)
    }

    /// Does something to the session, and keeps it.
    pub fn act(&self, action: Action) {
        let keeps = self.state.borrow_mut().act(action);
        if keeps {
            self.keep();
        }
    }

    fn keep(&self) {
        let state = self.state.clone();
        self.keeper.keep(move || state.borrow().to_keep());
    }
}
