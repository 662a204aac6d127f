//! Reference.

use super::glossary::Glossary;
use crate::i18n::use_i18n;
use crate::t;
use yew::prelude::*;

/// The view.
#[component]
pub fn Reference() -> Html {
    let i18n = use_i18n();
    html! { <><p class="quiet">{ t!(i18n, "reference-about") }</p><Glossary /></> }
}
