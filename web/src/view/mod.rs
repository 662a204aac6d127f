//! The views. Each is a component in a module of its own; `docs/architecture.md` says how to add one. The lab is in
//! the first program; the others are a chunk.

mod exercises;
mod glossary;
mod lab;
mod later;
mod lessons;
mod listings;
mod matrix;
mod prompt;
mod reference;
mod spellings;
mod walkthroughs;

#[cfg(debug_assertions)]
mod parts;

use crate::route::{Route, View};
use yew::prelude::*;

pub use exercises::{Exercises, LearnStrip, LearnStripGate, bring_exercise};
pub use lab::Lab;
pub use later::Later;
pub use lessons::Lessons;
#[cfg(test)]
pub use listings::is_listing;
pub use listings::{Listings, ListingsBeside};
pub use prompt::{Prompt, say};
pub use spellings::Spellings;

/// The view that a route names, of those that are not the lab.
pub fn draw(route: &Route) -> Html {
    let item = route.item.clone().map(AttrValue::from);
    match route.view {
        View::Lab => html! {},
        View::Lessons => html! { <lessons::LessonsGate {item} /> },
        View::Exercises => html! { <exercises::ExercisesGate {item} /> },
        View::Walkthroughs => html! { <walkthroughs::Walkthroughs {item} /> },
        View::Prompt => html! { <prompt::Prompt /> },
        View::Listings => html! { <listings::ListingsGate {item} /> },
        View::Matrix => html! { <matrix::Matrix {item} /> },
        View::Spellings => html! { <spellings::SpellingsGate {item} /> },
        View::Reference => html! { <reference::Reference {item} /> },
        #[cfg(debug_assertions)]
        View::Parts => html! { <parts::Parts /> },
    }
}
