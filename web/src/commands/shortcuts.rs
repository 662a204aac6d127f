//! The keys of the page, in a dialog that `?` opens.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::prelude::*;

use crate::i18n::use_i18n;
use crate::ui::Dialog;
use crate::{dom, msg, t};

/// Keys, and the message that says what they do.
const KEYS: [(&[&str], &str); 8] = [
    (&["/"], msg!("keys-search")),
    (&["Enter"], msg!("keys-call")),
    (&["n"], msg!("keys-next")),
    (&["p"], msg!("keys-back")),
    (&["←", "→"], msg!("keys-arrows")),
    (&["Home", "End"], msg!("keys-ends")),
    (&["Esc"], msg!("keys-escape")),
    (&["?"], msg!("keys-help")),
];

/// `?` calls `open`, wherever no text is being typed.
#[hook]
pub fn use_help_key(open: &Callback<()>) {
    use_effect_with(open.clone(), |open| {
        let open = open.clone();
        let listener = dom::document().map(|document| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&document, "keydown", options, move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
                if event.key() == "?" && !dom::is_typing(event) {
                    open.emit(());
                } else if event.key() == "Enter" && dom::send_choice(event, ".form") {
                    event.prevent_default();
                }
            })
        });
        move || drop(listener)
    });
}

#[derive(Properties, PartialEq)]
pub struct ShortcutsProps {
    /// Closed.
    pub on_close: Callback<()>,
}

/// The dialog.
#[component]
pub fn Shortcuts(props: &ShortcutsProps) -> Html {
    let i18n = use_i18n();
    let row = |(keys, about): &(&[&str], &str)| {
        html! {
            <div class="key-row">
                <dt>{ for keys.iter().map(|key| html! { <kbd>{ *key }</kbd> }) }</dt>
                <dd>{ i18n.text(about, &[]) }</dd>
            </div>
        }
    };
    html! {
        <Dialog title={t!(i18n, "commands-shortcuts")} on_close={props.on_close.clone()}>
            <dl class="key-rows">{ for KEYS.iter().map(row) }</dl>
        </Dialog>
    }
}
