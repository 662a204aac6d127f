//! An embedded page's talk with the page around it: what happens is told, what is asked for is done.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use virtlab_core::world::Entry;
use wasm_bindgen::{JsCast, JsValue};
use yew::prelude::*;

use super::Begin;
use super::share;
use crate::embed::{self, Wish};
use crate::route::{Route, View};
use crate::session::{Action, Session};
use crate::{chunk, dom};

/// What is told when a part of the page did not arrive.
const PART: &str = "a part of the page did not arrive";

/// Tells and does it, where the page is embedded.
#[hook]
pub fn use_outside(begin: &Begin, session: &Session) {
    {
        let session = session.clone();
        use_effect_with(session.clone(), move |_| {
            if embed::is() {
                tell_step(&session);
            }
        });
    }
    let newest: Rc<RefCell<Begin>> = use_mut_ref(|| begin.clone());
    *newest.borrow_mut() = begin.clone();
    use_effect_with((), move |()| {
        let window = dom::window().filter(|_| embed::is());
        let listener = window.map(|window| {
            let here = Route::parse(&dom::hash());
            let item = here.item.map_or(JsValue::NULL, JsValue::from);
            embed::tell("ready", &[("view", here.view.slug().into()), ("item", item)]);
            let parent = window.parent().ok().flatten();
            EventListener::new(&window, "message", move |event| {
                let Some(event) = event.dyn_ref::<web_sys::MessageEvent>() else { return };
                // Another frame of the page around has no say here.
                let from_parent = event.source().map(JsValue::from) == parent.clone().map(JsValue::from);
                if let Some(wish) = Wish::read(&event.data()).filter(|_| from_parent) {
                    grant(&newest.borrow(), wish);
                }
            })
        });
        move || drop(listener)
    });
}

/// Tells which moment is looked at, and what led to it.
fn tell_step(session: &Session) {
    let state = session.state();
    let last = state.last();
    let error = last.and_then(|step| step.outcome.error.as_ref());
    let text = |text: Option<String>| text.map_or(JsValue::NULL, JsValue::from);
    embed::tell(
        "step",
        &[
            ("step", (state.history.position() as f64).into()),
            ("steps", (state.history.steps().len() as f64).into()),
            ("call", text(last.map(|step| step.entry.to_string()))),
            ("ok", last.is_none_or(|step| step.outcome.ok()).into()),
            ("error", text(error.map(|error| error.code.c_name().to_string()))),
            ("message", text(error.map(|error| error.message.to_string()))),
        ],
    );
}

fn problem(message: &str) {
    embed::tell("problem", &[("message", message.into())]);
}

fn grant(begin: &Begin, wish: Wish) {
    let session = begin.session();
    match wish {
        Wish::Perform(_) if embed::read_only() => problem("the page is embedded to be read only"),
        Wish::Perform(line) => match line.parse::<Entry>() {
            Ok(entry) => session.act(Action::PerformAs(entry.client, entry.call)),
            Err(error) => problem(&error),
        },
        Wish::Step(to) => session.act(Action::Seek(to)),
        Wish::Session => {
            let session = session.clone();
            wasm_bindgen_futures::spawn_local(async move {
                match share::token(&session).await {
                    Ok((token, _)) => embed::tell("session", &[("session", token.into())]),
                    Err(error) => problem(&error.map_or(PART.into(), |e| e.to_string())),
                }
            });
        }
        Wish::Take(text) => {
            let begin = begin.clone();
            wasm_bindgen_futures::spawn_local(async move {
                match chunk::learn().await.map(|learn| (learn.bring)(&begin, &text)) {
                    // A lesson is a place to go to; an exercise is seen when its session is opened.
                    Ok(Some(route)) if route.view == View::Lessons => route.go(),
                    Ok(Some(_)) => {}
                    Ok(None) => problem("this is neither an exercise nor a lesson"),
                    Err(chunk::Missing) => problem(PART),
                }
            });
        }
        Wish::Open(token) => {
            let begin = begin.clone();
            wasm_bindgen_futures::spawn_local(async move {
                if let Err(error) = share::open(&begin, &token).await {
                    problem(&error);
                }
            });
        }
    }
}
