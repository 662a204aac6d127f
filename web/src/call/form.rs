//! The form of a call: prototype, what it does, a field for each parameter, what it would do, and the button.

use virtlab_core::api::{FunctionId, Kind, Param};
use yew::prelude::*;

use super::engine::Asked;
use super::field::Field;
use crate::i18n::use_i18n;
use crate::session::use_session;
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
    let draft = session.draft();
    let function = draft.function();
    let engine = session.engine();
    let row = function.row();
    let about = format!("fn-{}", function.c_name());
    let call = {
        let (session, asked) = (session.clone(), asked.clone());
        Callback::from(move |()| match engine.and_then(|engine| (engine.asked)(&session)) {
            Some(questions) => asked.set(Some(questions)),
            None => session.call(),
        })
    };
    let over = {
        let asked = asked.clone();
        Callback::from(move |()| asked.set(None))
    };
    let onsubmit = call.reform(|event: SubmitEvent| event.prevent_default());
    let field = |(index, param): (usize, &Param)| {
        let value = draft.arg(index).clone();
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
                { engine.map(|engine| (engine.preview)()) }
                if session.calls_wait() { <p class="hint" role="status">{ t!(i18n, "call-waits") }</p> }
                <Button kind={ButtonKind::Primary} icon="play" submit=true>{ t!(i18n, "call-button") }</Button>
            </div>
            { engine.zip((*asked).clone()).map(|(engine, questions)| (engine.credentials)(&session, questions, over)) }
        </form>
    }
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
