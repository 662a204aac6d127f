//! Exercises: all of them by level, and one to be read before it is begun.

use yew::prelude::*;

use crate::chunk::{self, gap, use_part};
use crate::i18n::use_i18n;
use crate::t;

/// What [`Exercises`] takes.
#[derive(Properties, PartialEq)]
pub struct ExercisesProps {
    /// The exercise to show; none for all of them.
    pub item: Option<AttrValue>,
}

/// The view.
#[component]
pub fn Exercises(_props: &ExercisesProps) -> Html {
    let i18n = use_i18n();
    if !i18n.is_whole() {
        return gap(&i18n);
    }
    html! { <p class="lead">{ t!(i18n, "exercises-about") }</p> }
}

/// The view, once its chunk has arrived.
#[component]
pub fn ExercisesGate(props: &ExercisesProps) -> Html {
    let i18n = use_i18n();
    match use_part(chunk::learn) {
        Some(part) => (part.exercises)(props.item.clone()),
        None => gap(&i18n),
    }
}
