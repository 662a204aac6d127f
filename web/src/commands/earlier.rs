//! The sessions that were worked in before this one, to go back to.

use yew::prelude::*;

use super::use_begin;
use crate::i18n::{I18n, use_i18n};
use crate::route::{Route, View};
use crate::session::{Action, Earlier, use_session};
use crate::shell::Tone;
use crate::t;
use crate::ui::{Button, Dialog};

#[derive(Properties, PartialEq)]
pub struct EarlierProps {
    /// Closed.
    pub on_close: Callback<()>,
}

/// What an earlier session is called.
fn name(i18n: &I18n, earlier: &Earlier) -> AttrValue {
    match earlier.walkthrough {
        Some(walkthrough) => i18n.text(&format!("walk-{}", walkthrough.id), &[]),
        None => t!(i18n, "commands-session"),
    }
}

/// The dialog, the latest session first.
#[component]
pub fn EarlierSessions(props: &EarlierProps) -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let begin = use_begin();
    let earlier = session.state().earlier.clone();
    let row = |(index, one): (usize, &Earlier)| {
        let (begin, on_close) = (begin.clone(), props.on_close.clone());
        let name = name(&i18n, one);
        let text = t!(i18n, "commands-back-done", name = name.clone());
        let onclick = Callback::from(move |()| {
            begin.with(Action::Return(index), Tone::Done, text.clone());
            on_close.emit(());
            Route::to(View::Lab).go();
        });
        html! {
            <li key={index} class="earlier-session">
                <span>{ &name }<small>{ t!(i18n, "commands-steps", count = one.steps) }</small></span>
                <Button {onclick}>{ t!(i18n, "commands-back") }</Button>
            </li>
        }
    };
    html! {
        <Dialog title={t!(i18n, "commands-earlier")} on_close={props.on_close.clone()}>
            <p class="quiet">{ t!(i18n, "commands-earlier-about") }</p>
            <ul class="earlier-sessions">{ for earlier.iter().enumerate().rev().map(row) }</ul>
        </Dialog>
    }
}
