//! What the Call pane asks of the engine: what the call would do, and whom it will ask. Only a chunk may name these.

use yew::prelude::*;

pub use super::credentials::Asked;
use super::credentials::Credentials;
pub use super::params::ParamsField;
pub use super::preview::Preview;
pub use super::uri::UriParts;
use virtlab_core::ground::xml::position_in;

use crate::editor::Problem;
use crate::session::{Action, Session, State};

/// Where the outcome says that the document is wrong, if it would fail for that.
pub fn problem(state: &State) -> Option<Problem> {
    let outcome = state.preview();
    let error = outcome.error.as_ref()?;
    let place = position_in(error)?;
    // The place is said beside it, and what follows its line is the text again.
    let line = error.message.lines().next().unwrap_or_default();
    let message = line.split_once(": ").map_or(line, |(_, what)| what).to_owned();
    Some(Problem { line: place.line, column: place.column, message: message.into() })
}

/// The dialog that asks for credentials: then the call is made with the answers, or not at all.
pub fn credentials(session: &Session, asked: Asked, on_over: Callback<()>) -> Html {
    let session = session.clone();
    let on_done = Callback::from(move |answers: Option<Vec<String>>| {
        on_over.emit(());
        if let Some(answers) = answers {
            let mut call = session.state().draft.call();
            if let Some(auth) = call.args.get_mut(1) {
                *auth = virtlab_core::api::Value::List(answers.into_iter().map(Into::into).collect());
            }
            session.act(Action::Perform(call));
        }
    });
    html! { <Credentials {asked} {on_done} /> }
}
