//! `n` and `p` step forward and back, wherever no text is being typed.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::prelude::*;

use crate::dom;
use crate::session::{Action, Session};

/// Listens for the keys as long as the component lives.
#[hook]
pub fn use_step_keys(session: &Session) {
    let session = session.clone();
    use_effect_with(session, |session| {
        let session = session.clone();
        let listener = dom::document().map(|document| {
            EventListener::new(&document, "keydown", move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
                if dom::is_typing(event) || event.ctrl_key() || event.alt_key() || event.meta_key() {
                    return;
                }
                match event.key().as_str() {
                    "n" => session.act(Action::Step(1)),
                    "p" => session.act(Action::Step(-1)),
                    _ => {}
                }
            })
        });
        move || drop(listener)
    });
}
