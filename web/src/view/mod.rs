//! The views. Each is a component in a module of its own; `docs/architecture.md` says how to add one.

mod glossary;
mod lab;
mod matrix;
mod reference;
mod walkthroughs;

#[cfg(debug_assertions)]
mod parts;

use crate::route::{Route, View};
use yew::prelude::*;

/// The view that a route names.
pub fn draw(route: &Route) -> Html {
    match route.view {
        View::Lab => html! { <lab::Lab /> },
        View::Walkthroughs => html! { <walkthroughs::Walkthroughs /> },
        View::Matrix => html! { <matrix::Matrix /> },
        View::Reference => html! { <reference::Reference /> },
        #[cfg(debug_assertions)]
        View::Parts => html! { <parts::Parts /> },
    }
}
