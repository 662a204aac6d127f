//! Walkthroughs.

use crate::i18n::use_i18n;
use crate::t;
use yew::prelude::*;

/// The view.
#[component]
pub fn Walkthroughs() -> Html {
    let i18n = use_i18n();
    html! { <p class="quiet">{ t!(i18n, "walkthroughs-about") }</p> }
}
