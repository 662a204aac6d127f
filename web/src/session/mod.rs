//! What the page is about: the session with its past, what is chosen in it, and the call that is being put together.
//!
//! One [`Session`] is in a context; [`use_session`] gives it to any component, which is drawn again after each
//! [`Action`]. Components read with [`Session::state`] and change with [`Session::act`]; nothing else changes it.
//!
//! The engine arrives after the first view. Until then there is no [`State`]: the first view reads and changes the call
//! that is put together with [`Session::draft`], [`Session::choose`], [`Session::set_arg`] and [`Session::call`], which
//! work before and after. What is drawn by a chunk may count on the state.

mod action;
pub mod documents;
mod draft;
mod earlier;
mod early;
mod guide;
mod known;
mod look;
mod replay;
mod state;
mod suggest;
mod work;

pub use action::{Action, Playing};
pub use draft::Draft;
pub use earlier::{Earlier, Lost, Of, of_label, read as read_kept};
pub use early::Early;
pub use guide::{Guide, Standing};
pub use known::{Known, stands_for};
pub use replay::{Progress, replay};
pub use state::State;
pub use work::Work;

use std::any::Any;
use std::cell::{Cell, OnceCell, Ref, RefCell};
use std::rc::Rc;

use virtlab_core::api::{FunctionId, HandleKind, Value};
use yew::prelude::*;

use crate::chunk::{self, Engine, use_part};
use crate::editor::Problem;
use crate::store::Keeper;

/// A handle to the session. Two are equal when no action lies between them.
#[derive(Clone)]
pub struct Session {
    shared: Rc<Shared>,
    version: usize,
    changed: UseReducerDispatcher<Version>,
}

impl PartialEq for Session {
    fn eq(&self, other: &Self) -> bool {
        self.version == other.version && Rc::ptr_eq(&self.shared, &other.shared)
    }
}

#[derive(Default)]
struct Shared {
    early: Rc<RefCell<Early>>,
    /// The engine and the session, once they are there.
    begun: OnceCell<Begun>,
    /// How far the session of the last visit has been replayed, if that takes a while.
    opening: Cell<Option<Progress>>,
}

/// A [`Work`]. As [`Any`] it brings nothing of what a session is made of into the first view's program.
pub type Held = Rc<dyn Any>;

struct Begun {
    engine: &'static Engine,
    work: Held,
}

/// Counts actions, so that the page knows when to draw.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Version(usize);

impl Reducible for Version {
    type Action = ();
    fn reduce(self: Rc<Self>, (): ()) -> Rc<Self> {
        Rc::new(Self(self.0 + 1))
    }
}

impl Session {
    /// The engine, once it has arrived and the session is there.
    pub fn engine(&self) -> Option<&'static Engine> {
        self.shared.begun.get().map(|begun| begun.engine)
    }

    /// The session as it is now, if it is there yet. Do not hold it across [`Session::act`].
    fn begun(&self) -> Option<(&'static Engine, Ref<'_, State>)> {
        let begun = self.shared.begun.get()?;
        Some((begun.engine, begun.work.downcast_ref::<Work>()?.state.borrow()))
    }

    /// How far the session of the last visit has been replayed, if that takes a while.
    pub fn opening(&self) -> Option<Progress> {
        self.shared.opening.get()
    }

    /// What keeps the session, and whether it is a copy of another tab's. For what a chunk draws.
    pub fn keeper(&self) -> Option<(Keeper, bool)> {
        let work = self.shared.begun.get()?.work.downcast_ref::<Work>()?;
        Some((work.keeper.clone(), work.copied))
    }

    /// The session as it is now, for what a chunk draws. Do not hold it across [`Session::act`].
    pub fn state(&self) -> Ref<'_, State> {
        match self.begun() {
            Some((_, state)) => state,
            None => unreachable!("what needs the state is drawn when the engine is there"),
        }
    }

    /// Does something to the session, keeps it, and has the page drawn again. For what a chunk draws.
    pub fn act(&self, action: Action) {
        if let Some(begun) = self.shared.begun.get() {
            (begun.engine.act)(&begun.work, action);
            self.changed.dispatch(());
        }
    }

    /// A callback that does this action. For what a chunk draws.
    pub fn on(&self, action: Action) -> Callback<()> {
        let session = self.clone();
        Callback::from(move |()| session.act(action.clone()))
    }

    /// The call that is being put together.
    pub fn draft(&self) -> Draft {
        match self.begun() {
            Some((_, state)) => state.draft.clone(),
            None => self.shared.early.borrow().draft.clone(),
        }
    }

    /// Puts another function's call together.
    pub fn choose(&self, function: FunctionId) {
        match self.shared.begun.get() {
            Some(begun) => (begun.engine.act)(&begun.work, Action::Choose(function)),
            None => self.shared.early.borrow_mut().choose(function),
        }
        self.changed.dispatch(());
    }

    /// Sets an argument of the call that is being put together.
    pub fn set_arg(&self, index: usize, value: Value) {
        match self.shared.begun.get() {
            Some(begun) => (begun.engine.act)(&begun.work, Action::SetArg(index, value)),
            None => {
                let mut early = self.shared.early.borrow_mut();
                early.draft.set(index, value);
                early.chosen = true;
            }
        }
        self.changed.dispatch(());
    }

    /// Makes the call that is being put together, now or when the engine arrives.
    pub fn call(&self) {
        match self.shared.begun.get() {
            Some(begun) => (begun.engine.act)(&begun.work, Action::PerformDraft),
            None => {
                let mut early = self.shared.early.borrow_mut();
                let draft = early.draft.clone();
                early.calls.push(draft);
                early.chosen = true;
            }
        }
        self.changed.dispatch(());
    }

    /// Whether a call waits for the engine.
    pub fn calls_wait(&self) -> bool {
        !self.shared.early.borrow().calls.is_empty()
    }

    /// The live handles of a kind; none before the engine has arrived.
    pub fn handles(&self, kind: HandleKind) -> Vec<Known> {
        self.begun().map_or_else(Vec::new, |(engine, state)| (engine.handles)(&state, kind))
    }

    /// The URIs that reach a host; none before the engine has arrived.
    pub fn uris(&self) -> Vec<String> {
        self.begun().map_or_else(Vec::new, |(engine, state)| (engine.uris)(&state))
    }

    /// Where the document of the call that is put together is wrong, as far as is known.
    pub fn problem(&self) -> Option<Problem> {
        self.begun().and_then(|(engine, state)| (engine.problem)(&state))
    }
}

/// The session, inside a component of the page.
#[hook]
pub fn use_session() -> Session {
    match use_context::<Session>() {
        Some(session) => session,
        None => unreachable!("every component of the page is inside the session's provider"),
    }
}

/// What [`SessionProvider`] takes.
#[derive(Properties, PartialEq)]
pub struct SessionProviderProps {
    /// Told when the engine has arrived.
    pub on_engine: Callback<&'static Engine>,
    /// The page.
    pub children: Html,
}

/// Puts a session around the page, and fetches the engine for it.
#[component]
pub fn SessionProvider(props: &SessionProviderProps) -> Html {
    let version = use_reducer_eq(Version::default);
    let shared = use_memo((), |()| Shared::default());
    let engine = use_part(chunk::engine);
    {
        let (shared, changed, on_engine) = (shared.clone(), version.dispatcher(), props.on_engine.clone());
        use_effect_with(engine.is_some(), move |_| {
            let Some(engine) = engine else { return };
            wasm_bindgen_futures::spawn_local(async move {
                let told = {
                    let (shared, changed) = (shared.clone(), changed.clone());
                    Callback::from(move |progress| {
                        shared.opening.set(Some(progress));
                        changed.dispatch(());
                    })
                };
                let work = (engine.open)(shared.early.clone(), told).await;
                shared.opening.set(None);
                if shared.begun.set(Begun { engine, work }).is_ok() {
                    on_engine.emit(engine);
                    changed.dispatch(());
                }
            });
        });
    }
    let context = Session { shared, version: version.0, changed: version.dispatcher() };
    html! { <ContextProvider<Session> {context}>{ props.children.clone() }</ContextProvider<Session>> }
}
