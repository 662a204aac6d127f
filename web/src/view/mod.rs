//! The views. Each is a component in a module of its own; `docs/architecture.md` says how to add one. The lab is in
//! the first program; the others are a chunk.

mod exercises;
mod gate;
mod given;
mod glossary;
mod lab;
mod later;
mod lessons;
mod listings;
mod matrix;
mod named;
mod prompt;
mod reference;
mod spellings;
mod teach;
mod turned;
mod walkthroughs;

#[cfg(debug_assertions)]
mod parts;

use crate::route::{Route, View};
use yew::prelude::*;

pub use exercises::{Exercises, LearnStrip, LearnStripGate};
pub use given::bring_text;
pub use lab::Lab;
pub use later::Later;
pub use lessons::Lessons;
#[cfg(test)]
pub use listings::listing_names;
pub use listings::{Listings, ListingsBeside};
pub use named::SessionName;
pub use prompt::{Prompt, say};
pub use spellings::Spellings;
pub use teach::Teach;

/// The view that a route names, of those that are not the lab.
pub fn draw(route: &Route) -> Html {
    let item = route.item.clone().map(AttrValue::from);
    match route.view {
        View::Lab => html! {},
        view @ (View::Lessons | View::Exercises | View::Teach | View::Listings | View::Spellings) => {
            html! { <gate::Gate key={view.slug()} {view} {item} /> }
        }
        View::Walkthroughs => html! { <walkthroughs::Walkthroughs {item} /> },
        View::Prompt => html! { <prompt::Prompt /> },
        View::Matrix => html! { <matrix::Matrix {item} /> },
        View::Reference => html! { <reference::Reference {item} /> },
        #[cfg(debug_assertions)]
        View::Parts => html! { <parts::Parts /> },
    }
}
