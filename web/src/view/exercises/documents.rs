//! The documents of an exercise, one press away from the call that takes them.

use virtlab_core::api::{FunctionId, Kind, Value};
use virtlab_course::exercise::Exercise;
use yew::prelude::*;

use crate::i18n::I18n;
use crate::session::{Action, Session};
use crate::t;
use crate::ui::Button;

/// What the exercise gives to work with, to be put into the call.
pub fn documents(i18n: &I18n, session: &Session, exercise: &Exercise, on_edit: &Callback<()>) -> Html {
    let is_used = |text: &String| {
        let args = || exercise.solution.iter().flat_map(|call| &call.args);
        args().any(|arg| arg.as_text() == Some(text))
    };
    let used = exercise.documents.iter().filter(|(_, text)| is_used(text));
    let button = |(name, text): (&String, &String)| {
        let onclick = {
            let (session, text, on_edit) = (session.clone(), text.clone(), on_edit.clone());
            Callback::from(move |()| {
                put_in(&session, &text);
                on_edit.emit(());
            })
        };
        html! { <Button icon="edit" {onclick}>{ t!(i18n, "exercise-use", name = name.as_str()) }</Button> }
    };
    let buttons: Vec<Html> = used.map(button).collect();
    if buttons.is_empty() {
        return html! {};
    }
    html! { <p class="row">{ for buttons }</p> }
}

/// Puts a document into the call that is put together, or into a definition if that takes none.
fn put_in(session: &Session, text: &str) {
    let place =
        |function: FunctionId| function.row().params.iter().position(|param| param.kind == Kind::Document);
    let function = session.draft().function();
    if place(function).is_none() {
        session.act(Action::Choose(FunctionId::DomainDefineXML));
    }
    if let Some(place) = place(session.draft().function()) {
        session.act(Action::SetArg(place, Value::text(text)));
    }
}
