//! What the page is about: the session with its past, what is chosen in it, and the call that is being put together.
//!
//! One [`Session`] is in a context; [`use_session`] gives it to any component, which is drawn again after each
//! [`Action`]. Components read with [`Session::state`] and change with [`Session::act`]; nothing else changes it.

mod action;
mod draft;
mod earlier;
mod guide;
mod look;
mod state;

pub use action::{Action, Playing};
pub use draft::Draft;
pub use earlier::{Earlier, Lost};
pub use guide::{Guide, Standing};
pub use state::State;

use std::cell::{Ref, RefCell};
use std::rc::Rc;

use yew::prelude::*;

use crate::store::Keeper;

/// A handle to the session. Two are equal when no action lies between them.
#[derive(Clone)]
pub struct Session {
    state: Rc<RefCell<State>>,
    version: usize,
    changed: UseReducerDispatcher<Version>,
    keeper: Option<Keeper>,
}

impl PartialEq for Session {
    fn eq(&self, other: &Self) -> bool {
        self.version == other.version && Rc::ptr_eq(&self.state, &other.state)
    }
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
    /// The session as it is now. Do not hold it across [`Session::act`].
    pub fn state(&self) -> Ref<'_, State> {
        self.state.borrow()
    }

    /// Does something to the session, keeps it, and has the page drawn again.
    pub fn act(&self, action: Action) {
        let keeps = self.state.borrow_mut().act(action);
        if let (true, Some(keeper)) = (keeps, &self.keeper) {
            let state = self.state.clone();
            keeper.keep(move || state.borrow().to_keep());
        }
        self.changed.dispatch(());
    }

    /// A callback that does this action.
    pub fn on(&self, action: Action) -> Callback<()> {
        let session = self.clone();
        Callback::from(move |()| session.act(action.clone()))
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

/// What the session begins with.
#[derive(Properties, PartialEq)]
pub struct SessionProviderProps {
    /// The session's text from the last visit, if there is one.
    pub kept: Option<AttrValue>,
    /// What keeps it; none where there is nothing to keep it in.
    pub keeper: Option<Keeper>,
    /// The page.
    pub children: Html,
}

/// Puts a session around the page.
#[component]
pub fn SessionProvider(props: &SessionProviderProps) -> Html {
    let version = use_reducer_eq(Version::default);
    let state = use_memo((), |()| Rc::new(RefCell::new(State::restored(props.kept.as_deref()))));
    let context = Session {
        state: (*state).clone(),
        version: version.0,
        changed: version.dispatcher(),
        keeper: props.keeper.clone(),
    };
    html! { <ContextProvider<Session> {context}>{ props.children.clone() }</ContextProvider<Session>> }
}
