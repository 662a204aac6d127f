//! Lessons.

use virtlab_core::walkthrough::{Walkthrough, walkthroughs};
use yew::prelude::*;

use crate::chunk::{self, gap, use_part};
use crate::i18n::use_i18n;
use crate::route::{Route, View};
use crate::t;
use crate::walk::{intro, title};

/// What [`Lessons`] takes.
#[derive(Properties, PartialEq)]
pub struct LessonsProps {
    /// The lesson to show; none for all of them.
    pub item: Option<AttrValue>,
}

/// The view.
#[component]
pub fn Lessons(_props: &LessonsProps) -> Html {
    let i18n = use_i18n();
    if !i18n.is_whole() {
        return gap(&i18n);
    }
    let card = |walkthrough: &'static Walkthrough| {
        html! {
            <li key={walkthrough.id} class="card">
                <h2><a href={Route::item(View::Walkthroughs, walkthrough.id).href()}>{ title(&i18n, walkthrough) }</a></h2>
                <p>{ intro(&i18n, walkthrough) }</p>
            </li>
        }
    };
    html! {
        <>
            <p class="lead">{ t!(i18n, "lessons-about") }</p>
            <ul class="cards">{ for walkthroughs().iter().map(card) }</ul>
        </>
    }
}

/// The view, once its chunk has arrived.
#[component]
pub fn LessonsGate(props: &LessonsProps) -> Html {
    let i18n = use_i18n();
    match use_part(chunk::learn) {
        Some(part) => (part.lessons)(props.item.clone()),
        None => gap(&i18n),
    }
}
