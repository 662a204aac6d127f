//! The sessions that are kept beside the one at hand, to go back to: those of this tab, and those of others.

use js_sys::Date;
use virtlab_core::world::Subject;
use wasm_bindgen::JsValue;
use yew::prelude::*;

use super::begin::{Begin, name, use_begin};
use crate::chunk::{self, use_part};
use crate::i18n::{I18n, use_i18n};
use crate::route::{Route, View};
use crate::session::{Action, Earlier, Of, Session, of_label, read_kept, use_session};
use crate::shell::Tone;
use crate::store::Other;
use crate::t;
use crate::ui::{Button, Dialog};

#[derive(Properties, PartialEq)]
pub struct EarlierProps {
    /// Closed.
    pub on_close: Callback<()>,
}

/// What other tabs have kept, once the browser has answered.
#[hook]
fn use_others(session: &Session) -> Option<Vec<Other>> {
    let others = use_state(|| None::<Vec<Other>>);
    {
        let (others, keeper) = (others.setter(), session.keeper());
        use_effect_with((), move |()| {
            wasm_bindgen_futures::spawn_local(async move {
                others.set(Some(match keeper {
                    Some((keeper, _)) => keeper.others().await,
                    None => Vec::new(),
                }));
            });
        });
    }
    (*others).clone()
}

/// The dialog, the latest session first.
#[component]
pub fn EarlierSessions(props: &EarlierProps) -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let begin = use_begin();
    let others = use_others(&session);
    let earlier = session.state().earlier.clone();
    let own = |one: &Earlier| {
        let (begin, on_close, number) = (begin.clone(), props.on_close.clone(), one.number);
        let text = t!(i18n, "commands-back-done", name = name(&i18n, &one.of));
        let onclick = Callback::from(move |()| {
            begin.go_back(number, Tone::Done, Some(text.clone()));
            on_close.emit(());
            Route::to(View::Lab).go();
        });
        row(
            &i18n,
            number.to_string(),
            &one.of,
            one.steps,
            None,
            html! { <Button {onclick}>{ t!(i18n, "commands-back") }</Button> },
        )
    };
    let foreign = |other: &Other| {
        let (steps, of) = of_label(&other.label).unwrap_or_default();
        let (begin, session, on_close) = (begin.clone(), session.clone(), props.on_close.clone());
        let taken = other.clone();
        let onclick = Callback::from(move |()| {
            take(&begin, &session, &taken);
            on_close.emit(());
            Route::to(View::Lab).go();
        });
        let label = if other.open { t!(i18n, "commands-copy-here") } else { t!(i18n, "commands-back") };
        row(&i18n, other.id.clone(), &of, steps, Some(other), html! { <Button {onclick}>{ label }</Button> })
    };
    let nothing = earlier.is_empty() && others.as_ref().is_some_and(Vec::is_empty);
    html! {
        <Dialog title={t!(i18n, "commands-earlier")} on_close={props.on_close.clone()}>
            <p class="quiet">{ if nothing { t!(i18n, "commands-earlier-none") } else { t!(i18n, "commands-earlier-about") } }</p>
            <ul class="earlier-sessions">
                { for earlier.iter().rev().map(own) }
                { for others.iter().flatten().map(foreign) }
            </ul>
        </Dialog>
    }
}

/// A session with its size and, of another tab's, when it was kept and whether that tab is open.
fn row(i18n: &I18n, key: String, of: &Of, steps: usize, other: Option<&Other>, button: Html) -> Html {
    html! {
        <li {key} class="earlier-session">
            <span>
                if let Of::Subject(subject) = of { <Named subject={subject.clone()} /> } else { { name(i18n, of) } }
                <small>{ t!(i18n, "commands-steps", count = steps) }</small>
                if let Some(other) = other {
                    <small>{ t!(i18n, "commands-kept-at", time = time(i18n, other.stamp)) }</small>
                    if other.open { <small>{ t!(i18n, "commands-open-elsewhere") }</small> }
                }
            </span>
            { button }
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct NamedProps {
    subject: Subject,
}

/// What a session of a lesson or an exercise is called: by its title, as soon as that is there.
#[component]
fn Named(props: &NamedProps) -> Html {
    let i18n = use_i18n();
    let subject = props.subject.clone();
    match use_part(chunk::learn) {
        Some(learn) => (learn.named)(subject),
        None => html! { { name(&i18n, &Of::Subject(subject)) } },
    }
}

/// A moment in the reader's time zone and manner.
fn time(i18n: &I18n, stamp: f64) -> String {
    let date = Date::new(&JsValue::from_f64(stamp));
    date.to_locale_string(i18n.lang().tag(), &JsValue::UNDEFINED).into()
}

/// Goes on with the session of a tab that is gone, or with a copy of one that is open.
fn take(begin: &Begin, session: &Session, other: &Other) {
    let (begin, other) = (begin.clone(), other.clone());
    let Some((keeper, _)) = session.keeper() else { return };
    wasm_bindgen_futures::spawn_local(async move {
        let Some(kept) = keeper.read(&other.id).await else { return };
        let (text, earlier) = read_kept(&kept);
        let i18n = begin.i18n();
        let name = name(i18n, &of_label(&other.label).map(|(_, of)| of).unwrap_or_default());
        match begin.read(&name, text).await {
            Ok(history) => {
                let said = t!(i18n, "commands-back-done", name = name);
                let earlier = if other.open { Vec::new() } else { earlier };
                if !other.open {
                    // It is this tab's affair now, and goes as soon as this tab's own text is kept.
                    keeper.forget(other.id);
                }
                begin.with(Action::Load(history, earlier), Tone::Done, said);
            }
            Err(error) => begin.problem(t!(
                begin.i18n(),
                "commands-import-wrong",
                name = name,
                error = error.to_string()
            )),
        }
    });
}
