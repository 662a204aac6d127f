//! The engine: libvirt's functions on a session, and the parts of the page that cannot be without them. It is fetched
//! behind the first view, which works meanwhile.

use std::cell::RefCell;
use std::rc::Rc;

use virtlab_core::api::{HandleKind, Value};
use yew::prelude::*;

use super::{Coming, chunk};
use crate::call::engine as call;
use crate::call::engine::Asked;
use crate::commands::Commands;
use crate::editor::Problem;
use crate::i18n;
use crate::session::{Action, Early, Held, Known, Progress, Session, State, Work};

/// What the first view asks of the engine.
#[derive(Debug)]
pub struct Engine {
    /// English that only it needs.
    pub words: &'static [&'static str],
    /// Takes up the session of the last visit, or a new one, with what the reader has done meanwhile; the callback hears
    /// how far a long one has come.
    pub open: fn(Rc<RefCell<Early>>, Callback<Progress>) -> Coming<Held>,
    /// Does something to a session, and keeps it.
    pub act: fn(&Held, Action),
    /// The handles of a kind that are live.
    pub handles: fn(&State, HandleKind) -> Vec<Known>,
    /// The URIs that reach a host.
    pub uris: fn(&State) -> Vec<String>,
    /// Where the call that is put together has a document that is wrong.
    pub problem: fn(&State) -> Option<Problem>,
    /// What the call that is put together would do, in words.
    pub preview: fn() -> Html,
    /// A URI taken apart.
    pub uri: fn(Option<AttrValue>) -> Html,
    /// Typed parameters to be edited; the callback hears of each change.
    pub params: fn(Value, Callback<Value>) -> Html,
    /// What the call that is put together will be asked.
    pub asked: fn(&Session) -> Option<Asked>,
    /// The dialog that asks it and makes the call; the callback says that it is over.
    pub credentials: fn(&Session, Asked, Callback<()>) -> Html,
    /// The menu, and the dialogs that it opens.
    pub menu: fn() -> Html,
}

static ENGINE: Engine = Engine {
    words: i18n::BENCH_ENGLISH,
    open: |early, told| {
        Box::pin(async move { Work::open(early, |progress| told.emit(progress)).await as Held })
    },
    act: |work, action| {
        if let Some(work) = work.downcast_ref::<Work>() {
            work.act(action);
        }
    },
    handles: State::handles,
    uris: State::uris,
    problem: call::problem,
    preview: || html! { <call::Preview /> },
    uri: |uri| html! { <call::UriParts {uri} /> },
    params: |value, on_change| html! { <call::ParamsField {value} {on_change} /> },
    asked: Asked::by,
    credentials: call::credentials,
    menu: || html! { <Commands /> },
};

chunk! {
    /// Fetches the engine.
    engine: Engine = ENGINE
}
