//! The form of a call: prototype, what it does, a field for each parameter, what it would do, and the button.

use virtlab_core::api::{FunctionId, Kind, Param, Value};
use yew::prelude::*;

use super::credentials::{Asked, Credentials};
use super::field::Field;
use super::preview::Preview;
use crate::i18n::use_i18n;
use crate::session::{Action, Session, use_session};
use crate::t;
use crate::ui::{Button, ButtonKind};

/// Where the focus goes when a function is chosen.
pub const TITLE: &str = "call-title";

/// The form.
#[component]
pub fn Form() -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let asked = use_state_eq(|| None::<Asked>);
    let (function, args) = {
        let state = session.state();
        (state.draft.function(), state.draft.args().to_vec())
    };
    let row = function.row();
    let about = format!("fn-{}", function.c_name());
    let call = {
        let (session, asked) = (session.clone(), asked.clone());
        Callback::from(move |()| match Asked::by(&session) {
            Some(questions) => asked.set(Some(questions)),
            None => session.act(Action::PerformDraft),
        })
    };
    let onsubmit = call.reform(|event: SubmitEvent| event.prevent_default());
    let field = |(index, param): (usize, &Param)| {
        let value = args.get(index).cloned().unwrap_or(Value::Null);
        html! { <Field key={format!("{}-{}", function.c_name(), param.name)} {function} {index} {value} /> }
    };
    html! {
        <form class="form" {onsubmit} aria-labelledby={TITLE}>
            <h3 id={TITLE} class="form-title" tabindex="-1"><code>{ function.c_name() }</code></h3>
            if i18n.has(&about) { <p class="form-about">{ i18n.text(&about, &[]) }</p> }
            <p class="prototype"><code>{ prototype(function) }</code></p>
            { for row.params.iter().enumerate().filter(|(_, p)| !is_aside(p)).map(field) }
            if row.params.iter().any(is_aside) {
                <details class="form-aside">
                    <summary>{ t!(i18n, "call-pointers") }</summary>
                    { for row.params.iter().enumerate().filter(|(_, p)| is_aside(p)).map(field) }
                </details>
            }
            <div class="form-end">
                <Preview />
                <Button kind={ButtonKind::Primary} icon="play" submit=true>{ t!(i18n, "call-button") }</Button>
            </div>
            if let Some(questions) = &*asked {
                <Credentials asked={questions.clone()} on_done={done(&session, &asked)} />
            }
        </form>
    }
}

/// What to do when the credentials dialog is over: make the call with the answers, or nothing.
fn done(session: &Session, asked: &UseStateHandle<Option<Asked>>) -> Callback<Option<Vec<String>>> {
    let (session, asked) = (session.clone(), asked.clone());
    Callback::from(move |answers: Option<Vec<String>>| {
        asked.set(None);
        if let Some(answers) = answers {
            let mut call = session.state().draft.call();
            if let Some(auth) = call.args.get_mut(1) {
                *auth = Value::List(answers.into_iter().map(Value::from).collect());
            }
            session.act(Action::Perform(call));
        }
    })
}

/// Pointers to write through and data for callbacks are rarely worth a thought: they are folded away.
fn is_aside(param: &Param) -> bool {
    matches!(param.kind, Kind::Out(_) | Kind::Opaque(_) | Kind::Callback("virFreeCallback"))
}

/// The prototype, a parameter a line where there are several.
fn prototype(function: FunctionId) -> String {
    let line = function.row().prototype();
    match line.split_once('(') {
        Some((head, params)) if line.len() > 44 && params.contains(", ") => {
            format!("{head}(\n  {}", params.replace(", ", ",\n  "))
        }
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_prototypes_take_lines() {
        assert_eq!(prototype(FunctionId::DomainCreate), "int virDomainCreate(virDomainPtr domain)");
        let long = prototype(FunctionId::ConnectListAllDomains);
        assert_eq!(long.lines().count(), 4, "{long}");
    }
}
