//! The reference: every function of libvirt's API by area, and a page for each that is drawn from its row.

mod checks;
mod index;
mod page;

use virtlab_core::api::FunctionId;
use yew::prelude::*;

use super::glossary::Glossary;
use crate::dom::use_media;
use crate::i18n::use_i18n;
use crate::route::{Route, View};
use crate::t;
use index::Index;
use page::{NotBuilt, Page};

/// What [`Reference`] takes.
#[derive(Properties, PartialEq)]
pub struct ReferenceProps {
    /// The function to show; none for the list and the glossary.
    pub item: Option<AttrValue>,
}

/// The view: the list beside the function where there is room, one after the other where there is not.
#[component]
pub fn Reference(props: &ReferenceProps) -> Html {
    let i18n = use_i18n();
    let narrow = use_media("(max-width: 899px)");
    if !i18n.is_whole() {
        return html! {};
    }
    let page = props.item.as_ref().map(|name| match FunctionId::from_c_name(name) {
        Some(function) => html! { <Page key={name.as_str()} {function} /> },
        None => html! { <NotBuilt key={name.as_str()} name={name.clone()} /> },
    });
    match page {
        Some(page) if narrow => html! {
            <>
                <p><a href={Route::to(View::Reference).href()}>{ t!(i18n, "reference-all") }</a></p>
                <div class="sheet">{ page }</div>
            </>
        },
        page => html! {
            <div class="reference">
                <Index chosen={props.item.clone()} />
                <div class="reference-page sheet">
                    { page.unwrap_or_else(|| html! { <><p class="lead">{ t!(i18n, "reference-about") }</p><Glossary /></> }) }
                </div>
            </div>
        },
    }
}
