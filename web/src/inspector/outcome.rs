//! The outcome of the step that led to this moment.

use std::sync::Arc;

use virtlab_core::api::{Call, FunctionId, Handle, HandleKind, Outcome, Value};
use virtlab_core::domain::StateReason;
use yew::prelude::*;

use super::error::ErrorView;
use super::legal::Legal;
use super::meaning;
use super::notices::Notices;
use crate::i18n::{I18n, use_i18n};
use crate::session::{State, use_session};
use crate::ui::{Icon, Pair, Pairs, XmlView};
use crate::{t, words};

/// Values longer than this are shown as a text of their own.
const LONG: usize = 80;
/// Items of an array that are shown.
const ITEMS: usize = 100;

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
            <p class={classes!("outcome-head", class)}>{ head } if !is_long(&outcome.ret) { <code class="outcome-value">{ outcome.ret.to_string() }</code> }</p>
            if !meaning.is_empty() { <p class="hint">{ meaning }</p> }
            { long(&outcome.ret, function.c_name()) }
            { for outcome.out.iter().map(|(name, value)| written(&i18n, function, name, value, &outcome.out)) }
            if let Some(error) = &outcome.error { <ErrorView error={(**error).clone()} /> }
            { rule(&i18n, &outcome, found) }
            <Notices notices={outcome.notices.clone()} />
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
    let dom = call.args.iter().filter_map(Value::as_handle).find_map(|handle| client.domain(handle))?;
    let connection = Handle { kind: HandleKind::Connect, number: dom.connection };
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

fn is_long(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.len() > LONG || text.contains('\n'))
}

/// A text that is too long for a line: XML mostly.
fn long(value: &Value, label: &str) -> Html {
    match value {
        Value::Text(text) if is_long(value) => {
            html! { <XmlView xml={AttrValue::from(text.to_string())} label={label.to_owned()} /> }
        }
        _ => html! {},
    }
}

/// What was written through a pointer.
fn written(
    i18n: &I18n,
    function: FunctionId,
    name: &'static str,
    value: &Value,
    all: &[(&'static str, Value)],
) -> Html {
    let body = match value {
        Value::Struct(members) => {
            let pair = |(name, value): &(&'static str, Value)| {
                let note = meaning::of_written(i18n, function, name, value, members);
                Pair::new(*name, value.to_string()).noted(note)
            };
            html! { <Pairs pairs={members.iter().map(pair).collect::<Vec<_>>()} /> }
        }
        Value::List(items) => {
            let shown =
                items.iter().take(ITEMS).map(|item| html! { <li><code>{ item.to_string() }</code></li> });
            html! {
                <>
                    <ol class="written-list" start="0">{ for shown }</ol>
                    if items.len() > ITEMS { <p class="hint">{ format!("… {}", items.len()) }</p> }
                </>
            }
        }
        Value::Error(error) => html! { <ErrorView error={(**error).clone()} /> },
        value if is_long(value) => long(value, name),
        value => {
            let note = meaning::of_written(i18n, function, name, value, all);
            let note = if note.is_empty() {
                html! {}
            } else {
                html! { <>{ " " }<small>{ note }</small></> }
            };
            return html! { <p class="written"><code>{ format!("*{name} = {value}") }</code>{ note }</p> };
        }
    };
    html! { <section><h3><code>{ name }</code></h3>{ body }</section> }
}
