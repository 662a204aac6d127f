//! A cell explained: the row of the rules that decides, in words, and a way to try it.

use virtlab_core::domain::rules::{Then, Verb};
use virtlab_core::world::Place;
use yew::prelude::*;

use super::model::{Asked, place_words};
use super::reach::{Reached, reach};
use crate::commands::use_begin;
use crate::i18n::use_i18n;
use crate::route::{Route, View};
use crate::session::{Action, use_session};
use crate::shell::Tone;
use crate::ui::{Button, ButtonKind, IconButton};
use crate::{t, words};

/// What [`RuleOf`] takes.
#[derive(Properties, PartialEq)]
pub struct RuleProps {
    /// The place.
    pub place: Place,
    /// The call.
    pub verb: Verb,
    /// What is assumed.
    pub asked: Asked,
    /// Closed.
    pub on_close: Callback<()>,
}

/// The explanation, at the bottom of the window.
#[component]
pub fn RuleOf(props: &RuleProps) -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let begin = use_begin();
    let (place, verb) = (props.place, props.verb);
    let rule = props.asked.rule(place, verb);
    let refused = matches!(rule.then, Then::Deny(..));
    let name = verb.c_name();
    let reached = reach(place, verb, &props.asked);
    let reason =
        reached.is_none().then(|| t!(i18n, "matrix-unreachable", state = words::state(&i18n, place.state)));
    let text = t!(i18n, "matrix-tried", place = place_words(&i18n, place));
    let onclick = Callback::from(move |()| {
        let Some(Reached { journal, call }) = reached.clone() else { return };
        begin.with(Action::Begin(journal), Tone::Spoken, text.clone());
        session.act(Action::Seek(usize::MAX));
        session.act(Action::Draft(call));
        Route::item(View::Lab, "call").go();
    });
    let onkeydown = {
        let on_close = props.on_close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                on_close.emit(());
            }
        })
    };
    html! {
        <section class="matrix-rule" aria-labelledby="matrix-rule" {onkeydown}>
            <header class="matrix-rule-head">
                <h2 id="matrix-rule"><code>{ name }</code>{ " · " }{ place_words(&i18n, place) }</h2>
                <IconButton icon="close" label={t!(i18n, "close")} onclick={props.on_close.clone()} />
            </header>
            <div role="status">
                <p>{ words::effect(&i18n, rule) }</p>
                <p class="hint">{ t!(i18n, "matrix-when", conditions = words::conditions(&i18n, rule)) }</p>
                if refused && !rule.when.is_empty() {
                    <p class="hint">{ t!(i18n, "matrix-needed", conditions = words::needed(&i18n, rule)) }</p>
                }
                if let Some(reason) = &reason { <p class="hint">{ reason }</p> }
            </div>
            <p class="row">
                <Button kind={ButtonKind::Primary} icon="play" {reason} {onclick}>{ t!(i18n, "matrix-try") }</Button>
                <a href={Route::item(View::Reference, name).href()}>{ t!(i18n, "matrix-all-rules", name = name) }</a>
            </p>
        </section>
    }
}
