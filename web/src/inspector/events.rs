//! Events: those that the step raised, the callbacks that ran, and what still waits for the event loop.

use virtlab_core::api::{Delivered, Raised};
use virtlab_core::domain::EventDetail;
use virtlab_core::world::Callback;
use yew::prelude::*;

use crate::i18n::{I18n, use_i18n};
use crate::session::use_session;
use crate::{t, words};

fn raised(i18n: &I18n, event: &Raised) -> Html {
    html! {
        <li>
            <strong>{ &*event.name }</strong>{ " " }{ words::event(i18n, event.event) }
            <code class="event-code">{ event.event.c_name() }</code>
        </li>
    }
}

/// What a callback is given after the object.
fn arguments(event: &Raised) -> String {
    match (event.event.numbers(), &event.detail) {
        (Some((kind, detail)), _) => format!(", {kind}, {detail}"),
        (None, EventDetail::Device(alias)) => format!(", \"{alias}\""),
        (None, EventDetail::Metadata { kind, uri: Some(uri) }) => format!(", {kind}, \"{uri}\""),
        (None, EventDetail::Metadata { kind, uri: None }) => format!(", {kind}, NULL"),
        (None, EventDetail::None) => String::new(),
    }
}

fn delivered(i18n: &I18n, one: &Delivered) -> Html {
    match one {
        Delivered::Event { callback_id, callback, connection, event } => {
            let line = format!("{callback}({connection}, {}{})", event.name, arguments(event));
            html! {
                <li><code>{ line }</code>
                    <span class="hint">{ t!(i18n, "events-callback", id = *callback_id) }{ " " }{ words::event(i18n, event.event) }</span></li>
            }
        }
        Delivered::Freed { callback, opaque } => {
            html! { <li><code>{ format!("{callback}({})", opaque.as_deref().unwrap_or("NULL")) }</code></li> }
        }
        Delivered::Handle { callback, watch, fd, events, opaque } => {
            let opaque = opaque.as_deref().unwrap_or("NULL");
            html! { <li><code>{ format!("{callback}({watch}, {fd}, {events}, {opaque})") }</code></li> }
        }
        Delivered::Timeout { callback, timer, opaque } => {
            html! { <li><code>{ format!("{callback}({timer}, {})", opaque.as_deref().unwrap_or("NULL")) }</code></li> }
        }
        Delivered::Close { callback, connection, reason } => {
            html! { <li><code>{ format!("{callback}({connection}, {reason})") }</code></li> }
        }
        Delivered::Stream { callback, stream, data } => {
            let bytes = data.as_ref().map_or(0, |data| data.len());
            html! { <li><code>{ format!("{callback}({stream}, …, {bytes})") }</code></li> }
        }
        Delivered::StreamEvent { callback, stream, events, opaque } => {
            let opaque = opaque.as_deref().unwrap_or("NULL");
            html! { <li><code>{ format!("{callback}({stream}, {events}, {opaque})") }</code></li> }
        }
        Delivered::Error { handler, error } => {
            html! { <li><code>{ format!("{handler}({})", error.code.c_name()) }</code><span class="hint">{ &*error.message }</span></li> }
        }
    }
}

/// The events.
#[component]
pub fn Events() -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let state = session.state();
    let outcome = state.outcome();
    let client = state.world().client(state.client);
    let waiting = client.map_or(0, |client| client.events_waiting());
    let callbacks: Vec<String> = client.map_or_else(Vec::new, |client| {
        client
            .callbacks()
            .map(|callback| {
                let Callback { id, name, .. } = callback;
                format!("{id}: {name}({}, {})", callback.connection(), callback.event_id_name())
            })
            .collect()
    });
    let has_loop = client.is_some_and(|client| client.event_loop());
    let quiet =
        outcome.as_ref().is_none_or(|outcome| outcome.raised.is_empty() && outcome.delivered.is_empty());
    html! {
        <div class="outcome">
            if quiet { <p class="empty">{ t!(i18n, "events-none") }</p> }
            if let Some(outcome) = outcome.filter(|_| !quiet) {
                if !outcome.raised.is_empty() {
                    <section><h3>{ t!(i18n, "events-raised") }</h3><ul class="events">{ for outcome.raised.iter().map(|e| raised(&i18n, e)) }</ul></section>
                }
                if !outcome.delivered.is_empty() {
                    <section><h3>{ t!(i18n, "events-delivered") }</h3><ul class="events">{ for outcome.delivered.iter().map(|d| delivered(&i18n, d)) }</ul></section>
                }
            }
            <section>
                <h3>{ t!(i18n, "events-listening") }</h3>
                if callbacks.is_empty() {
                    <p class="hint">{ if has_loop { t!(i18n, "events-no-callback") } else { t!(i18n, "events-no-loop") } }</p>
                }
                <ul class="events">{ for callbacks.iter().map(|line| html! { <li><code>{ line }</code></li> }) }</ul>
                if waiting > 0 { <p>{ t!(i18n, "events-waiting", count = waiting) }</p> }
            </section>
        </div>
    }
}
