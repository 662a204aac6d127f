//! Handing in: the session as a file with the student's name in it, which is asked for once.

use virtlab_course::exercise::looked_at;
use virtlab_course::grade::hand_in;
use yew::prelude::*;

use crate::i18n::{I18n, use_i18n};
use crate::session::{Session, use_session};
use crate::shell::{Announce, Offer, Tone, use_announce};
use crate::store::{download, local};
use crate::ui::{Button, ButtonKind, Dialog};
use crate::{dom, t};

/// Where the student's name is kept.
const STUDENT: &str = "virtlab.student";
/// Characters of the longest name.
const NAME_MAX: usize = 80;

/// What [`HandIn`] takes.
#[derive(Properties, PartialEq)]
pub struct HandInProps {
    /// The exercise's name.
    pub name: String,
}

/// The button, and the dialog that asks for the name.
#[component]
pub fn HandIn(props: &HandInProps) -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let announce = use_announce();
    let asking = use_state_eq(|| false);
    let ask = {
        let asking = asking.setter();
        Callback::from(move |on| asking.set(on))
    };
    let hand = {
        let (i18n, name, ask) = (i18n.clone(), props.name.clone(), ask.clone());
        Callback::from(move |student: String| give(&i18n, &session, &announce, &name, &student, &ask))
    };
    let onclick = {
        let (hand, ask) = (hand.clone(), ask.clone());
        Callback::from(move |()| match local::get(STUDENT) {
            Some(student) => hand.emit(student),
            None => ask.emit(true),
        })
    };
    let on_named = {
        let ask = ask.clone();
        Callback::from(move |student: String| {
            local::set(STUDENT, &student);
            ask.emit(false);
            hand.emit(student);
        })
    };
    html! {
        <>
            <Button icon="export" {onclick}>{ t!(i18n, "hand-in") }</Button>
            if *asking { <Ask {on_named} on_close={ask.reform(|()| false)} /> }
        </>
    }
}

/// Downloads the work, and says what to do with it.
fn give(
    i18n: &I18n,
    session: &Session,
    announce: &Option<Announce>,
    exercise: &str,
    student: &str,
    ask: &Callback<bool>,
) {
    // What the reader sees done, and no branch that they went back from.
    let json = looked_at(&session.state().history).to_json();
    let file =
        format!("{exercise} {student}.json").replace(['/', '\\', ':', '*', '?', '"', '<', '>', '|'], "-");
    download(&file, "application/json", &hand_in(&json, student));
    if let Some(announce) = announce {
        let offer = Offer { label: t!(i18n, "hand-in-rename"), onclick: ask.reform(|()| true) };
        announce.offer(Tone::Done, t!(i18n, "hand-in-done", file = file), offer);
    }
}

#[derive(Properties, PartialEq)]
struct AskProps {
    on_named: Callback<String>,
    on_close: Callback<()>,
}

/// Asks for the student's name.
#[component]
fn Ask(props: &AskProps) -> Html {
    let i18n = use_i18n();
    let name = use_state(|| local::get(STUDENT).unwrap_or_default());
    let oninput = {
        let name = name.setter();
        Callback::from(move |event: InputEvent| name.set(dom::input_value(&event).unwrap_or_default()))
    };
    let onsubmit = {
        let (name, on_named) = (name.clone(), props.on_named.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let student = name.trim();
            if !student.is_empty() {
                on_named.emit(student.chars().take(NAME_MAX).collect());
            }
        })
    };
    let reason = name.trim().is_empty().then(|| t!(i18n, "hand-in-nameless"));
    html! {
        <Dialog title={t!(i18n, "hand-in-title")} on_close={props.on_close.clone()}>
            <form class="dialog-form" {onsubmit}>
                <label class="field"><span>{ t!(i18n, "hand-in-name") }</span>
                    <input class="input" type="text" autocomplete="name" maxlength={NAME_MAX.to_string()} value={(*name).clone()} {oninput} /></label>
                <p class="hint">{ t!(i18n, "hand-in-about") }</p>
                <div class="dialog-buttons">
                    <Button kind={ButtonKind::Primary} icon="export" submit=true {reason}>{ t!(i18n, "hand-in") }</Button>
                </div>
            </form>
        </Dialog>
    }
}
