//! Lessons and exercises: their texts, what looks at them, and their views.

use virtlab_core::world::Subject;
use yew::prelude::*;

use super::chunk;
use crate::commands::Begin;
use crate::route::Route;
use crate::view;

/// Lessons and exercises.
#[derive(Debug)]
pub struct Learn {
    /// Draws the lessons, with the one that a route names.
    pub lessons: fn(Option<AttrValue>) -> Html,
    /// Draws the exercises, with the one that a route names.
    pub exercises: fn(Option<AttrValue>) -> Html,
    /// Draws a teacher's desk.
    pub teach: fn(Option<AttrValue>) -> Html,
    /// What a session of a lesson or an exercise is called.
    pub named: fn(Subject) -> Html,
    /// What lies over the bench in a session of an exercise; the callback is told when the reader wants to edit the call.
    pub strip: fn(Callback<()>) -> Html,
    /// Takes up an exercise or a lesson that somebody wrote, from a link's text, and says where it is; none if it is neither.
    pub bring: fn(&Begin, &str) -> Option<Route>,
}

static LEARN: Learn = Learn {
    lessons: |item| html! { <view::Lessons {item} /> },
    exercises: |item| html! { <view::Exercises {item} /> },
    named: |subject| html! { <view::SessionName {subject} /> },
    teach: |_| html! { <view::Teach /> },
    bring: view::bring_text,
    strip: |on_edit| html! { <view::LearnStrip {on_edit} /> },
};

chunk! {
    /// Fetches lessons and exercises.
    learn: Learn = LEARN, with_look
}
