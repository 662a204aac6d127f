//! The page in a frame of another page: `#/embed/…` in front of any address, with `?readonly`, `?lang=` and `?theme=` behind
//! it. boot.js reads these before anything is drawn, and marks the document; docs/embedding.md is the protocol by which the
//! page around it hears what happens and asks for things.
//!
//! What is embedded begins anew each time and keeps nothing: it is the other page's, and a reader's own session is not to
//! appear in it.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

use crate::dom;

/// The version of the protocol.
const VERSION: u32 = 1;

/// Whether the page is embedded.
pub fn is() -> bool {
    dom::root_attribute("data-embed").is_some()
}

/// Whether the world may be looked at and not changed.
pub fn read_only() -> bool {
    dom::root_attribute("data-readonly").is_some()
}

/// Tells the page around this one how the reader of an exercise or a lesson stands: whether its goal is met, and how many
/// points of 100 there are for it.
pub fn goal(kind: &str, id: &str, met: bool, score: u32) {
    tell("goal", &[("kind", kind.into()), ("id", id.into()), ("met", met.into()), ("score", score.into())]);
}

/// Tells the page around this one something.
pub fn tell(what: &str, members: &[(&str, JsValue)]) {
    let parent = dom::window().filter(|_| is()).and_then(|window| window.parent().ok().flatten());
    let Some(parent) = parent else { return };
    let message = Object::new();
    let always = [("virtlab", VERSION.into()), ("type", what.into())];
    for (name, value) in always.iter().chain(members) {
        Reflect::set(&message, &JsValue::from_str(name), value).ok();
    }
    // Whoever frames the page chose what is in it: there is nothing to be kept from them.
    parent.post_message(&message, "*").ok();
}

/// Something that the page around this one asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Make a call, given as a journal has it.
    Perform(String),
    /// Look at the moment after so many steps.
    Step(usize),
    /// Give the session, as the token of a link.
    Session,
    /// Begin with the session of a token.
    Open(String),
    /// Take up an exercise or a lesson that is none of the page's own, given as a link's text.
    Take(String),
}

impl Wish {
    /// Reads a message; none if it is nothing of ours.
    pub fn read(message: &JsValue) -> Option<Self> {
        let member = |name: &str| Reflect::get(message, &JsValue::from_str(name)).ok();
        let text = |name: &str| member(name)?.as_string();
        if !message.is_object() || member("virtlab")?.as_f64() != Some(f64::from(VERSION)) {
            return None;
        }
        match text("do")?.as_str() {
            "perform" => text("call").map(Self::Perform),
            "step" => member("to")?.as_f64().map(|to| Self::Step(to.max(0.0) as usize)),
            "session" => Some(Self::Session),
            "open" => text("session").map(Self::Open),
            "take" => text("text").map(Self::Take),
            _ => None,
        }
    }
}
