//! A dialog on the browser's own `dialog` element, which keeps the focus inside, gives it back, and closes on Escape.

use super::{IconButton, use_id};
use crate::i18n::use_i18n;
use crate::t;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement};
use yew::prelude::*;

/// What gets the focus when the dialog opens, if there is one.
const FIRST: &str = ".dialog-body :is(input, select, textarea, button, a[href])";

/// What the dialog shows.
#[derive(Properties, PartialEq)]
pub struct DialogProps {
    /// The heading, which also names the dialog.
    pub title: AttrValue,
    /// Closed by Escape or its button. The owner then stops drawing it.
    pub on_close: Callback<()>,
    /// What it holds: usually a form with its buttons in a `div.dialog-buttons`.
    pub children: Html,
}

/// A modal dialog; it is open for as long as it is drawn.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let i18n = use_i18n();
    let node = use_node_ref();
    let title_id = use_id("dialog");
    {
        let node = node.clone();
        use_effect_with((), move |_| {
            let dialog = node.cast::<HtmlDialogElement>();
            if let Some(dialog) = dialog.as_ref().filter(|dialog| !dialog.open()) {
                dialog.show_modal().ok();
                // The browser would take the button that closes; a reader came for what is inside.
                let first = dialog.query_selector(FIRST).ok().flatten();
                if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
                    first.focus().ok();
                }
            }
            // Closing before the element goes makes the browser give the focus back to where it was.
            move || {
                if let Some(dialog) = dialog {
                    dialog.close()
                }
            }
        });
    }
    let oncancel = {
        let on_close = props.on_close.clone();
        Callback::from(move |event: Event| {
            // The owner decides; it closes the dialog by no longer drawing it.
            event.prevent_default();
            on_close.emit(());
        })
    };
    html! {
        <dialog ref={node} class="dialog" aria-labelledby={title_id.clone()} {oncancel}>
            <div class="dialog-head">
                <h2 id={title_id}>{ &props.title }</h2>
                <IconButton icon="close" label={t!(i18n, "close")} onclick={props.on_close.clone()} />
            </div>
            <div class="dialog-body">{ props.children.clone() }</div>
        </dialog>
    }
}
