//! The outcome of the step that led to this moment.

use std::sync::Arc;

use virtlab_core::api::{Call, FunctionId, Outcome, Value};
use virtlab_core::domain::StateReason;
use yew::prelude::*;

use super::error::ErrorView;
use super::legal::Legal;
use super::meaning;
use super::notices::{Notices, UnreadOf};
use super::value::{Shapes, is_large};
use crate::i18n::{I18n, use_i18n};
use crate::session::{State, use_session};
use crate::ui::Icon;
use crate::{t, words};

/// The outcome.
#[component]
pub fn OutcomeView() -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let state = session.state();
    let Some(step) = state.last() else {
        return html! { <p class="empty">{ t!(i18n, "inspector-nothing-yet") }</p> };
    };
    let outcome = step.outcome.clone();
    let function = step.entry.call.function;
    let found = found(&state, &step.entry.call);
    let call = step.entry.call.clone();
    drop(state);
    let head = match &outcome.error {
        None => html! { <><Icon name="check" /><span>{ t!(i18n, "inspector-returned") }</span></> },
        Some(_) => html! { <><Icon name="alert" /><span>{ t!(i18n, "inspector-failed") }</span></> },
    };
    let meaning = meaning::of_return(&i18n, function, &outcome.ret);
    let class = if outcome.ok() { "outcome-head--good" } else { "outcome-head--problem" };
    html! {
        <div class="outcome" aria-live="polite">
            <p class="outcome-call"><code>{ function.c_name() }</code></p>
            <p class={classes!("outcome-head", class)}>{ head } if !is_large(&outcome.ret) { <code class="outcome-value">{ outcome.ret.to_string() }</code> }</p>
            if !meaning.is_empty() { <p class="hint">{ meaning }</p> }
            if is_large(&outcome.ret) { { returned(&i18n, &outcome.ret, function) } }
            { for outcome.out.iter().map(|(name, value)| written(&i18n, function, name, value, &outcome.out)) }
            if let Some(error) = &outcome.error { <ErrorView error={(**error).clone()} /> }
            { rule(&i18n, &outcome, found) }
            <Notices notices={outcome.notices.clone()} />
            if outcome.ok() { <UnreadOf call={call} /> }
            if !outcome.printed.is_empty() {
                <section>
                    <h3>{ t!(i18n, "inspector-printed") }</h3>
                    <pre class="printed"><code>{ outcome.printed.trim_end() }</code></pre>
                </section>
            }
            <Legal />
        </div>
    }
}

/// The domain that a call is about and where it is. A refused call has changed nothing, so it is still where it was.
fn found(state: &State, call: &Call) -> Option<(Arc<str>, StateReason)> {
    let client = state.world().client(state.client)?;
    let domain = call.args.iter().filter_map(Value::as_handle).find_map(|handle| client.domain_of(handle))?;
    let (dom, connection) = (client.domain(domain)?, client.connection_of(domain)?);
    let host = state.world().host(&client.connection(connection)?.resolved.host)?;
    Some((dom.name.clone(), host.domains.get(&dom.uuid)?.state))
}

/// The row of the rules that decided: what it did or, where it refused, what it needed and found.
fn rule(i18n: &I18n, outcome: &Outcome, found: Option<(Arc<str>, StateReason)>) -> Html {
    let Some(rule) = outcome.rule else { return html! {} };
    let body = match (outcome.ok(), found) {
        (false, Some((name, place))) if !rule.when.is_empty() => {
            let place = t!(
                i18n,
                "place-text",
                name = name.to_string(),
                state = words::state(i18n, place.state()),
                reason = words::reason(i18n, place)
            );
            let needed = t!(i18n, "rule-needed", conditions = words::needed(i18n, rule));
            html! { <><p>{ needed }</p><p>{ t!(i18n, "rule-found", place = place) }</p></> }
        }
        _ => {
            let why = t!(i18n, "inspector-rule", conditions = words::conditions(i18n, rule));
            html! { <><p>{ words::effect(i18n, rule) }</p><p class="hint">{ why }</p></> }
        }
    };
    html! { <section><h3>{ t!(i18n, "inspector-why") }</h3>{ body }</section> }
}

/// What was returned, where it does not go into a line.
fn returned(i18n: &I18n, value: &Value, function: FunctionId) -> Html {
    Shapes { i18n, meaning: &|_, _, _| AttrValue::default() }.draw(value, function.c_name())
}

/// What was written through a pointer.
fn written(
    i18n: &I18n,
    function: FunctionId,
    name: &'static str,
    value: &Value,
    all: &[(&'static str, Value)],
) -> Html {
    if is_large(value) || matches!(value, Value::List(_)) {
        let shapes = Shapes {
            i18n,
            meaning: &|name, value, members| meaning::of_written(i18n, function, name, value, members),
        };
        return html! { <section><h3><code>{ name }</code></h3>{ shapes.draw(value, name) }</section> };
    }
    let note = meaning::of_written(i18n, function, name, value, all);
    html! {
        <p class="written">
            <code>{ format!("*{name} = {value}") }</code>
            if !note.is_empty() { { " " }<small>{ note }</small> }
        </p>
    }
}
