//! The next call: which function, with which arguments, and what it would do.

mod credentials;
pub mod engine;
mod entry;
mod field;
mod form;
mod palette;
mod params;
mod preview;
mod typed;
mod uri;

use yew::prelude::*;

use form::Form;
pub use form::TITLE;
use palette::Palette;

/// The pane.
#[component]
pub fn CallPane() -> Html {
    html! {
        <div class="call">
            <Palette />
            <Form />
        </div>
    }
}
