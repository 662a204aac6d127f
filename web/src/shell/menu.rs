//! The menu at the end of the header. A disclosure of plain buttons rather than an ARIA menu: it holds few things, and
//! Tab goes through them as everywhere else.

use crate::dom;
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Icon, IconButton};
use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::Node;
use yew::prelude::*;

/// Something that the menu can do.
#[derive(Clone, PartialEq)]
pub struct MenuItem {
    /// The icon's name in the icon set.
    pub icon: &'static str,
    /// What it does, in words.
    pub label: AttrValue,
    /// Does it.
    pub onclick: Callback<()>,
}

/// What [`Menu`] takes.
#[derive(Properties, PartialEq)]
pub struct MenuProps {
    /// What it offers.
    pub items: Vec<MenuItem>,
}

/// The menu's button, and the menu when it is open.
#[component]
pub fn Menu(props: &MenuProps) -> Html {
    let i18n = use_i18n();
    let open = use_state_eq(|| false);
    let root = use_node_ref();
    {
        let (open, root) = (open.clone(), root.clone());
        use_effect_with(*open, move |is_open| {
            let listener = dom::document().filter(|_| *is_open).map(|document| {
                EventListener::new(&document, "pointerdown", move |event| {
                    let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
                    if !root.get().is_some_and(|root| root.contains(target.as_ref())) {
                        open.set(false);
                    }
                })
            });
            move || drop(listener)
        });
    }
    let toggle = {
        let open = open.clone();
        Callback::from(move |_| open.set(!*open))
    };
    let onkeydown = {
        let open = open.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && *open {
                open.set(false);
                dom::focus("menu-button");
            }
        })
    };
    let row = |item: &MenuItem| {
        let (open, done) = (open.clone(), item.onclick.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            open.set(false);
            dom::focus("menu-button");
            done.emit(());
        });
        html! {
            <li><button type="button" class="menu-row" {onclick}>
                <Icon name={item.icon} /><span>{ &item.label }</span>
            </button></li>
        }
    };
    html! {
        <div class="menu" ref={root} {onkeydown}>
            <IconButton id="menu-button" icon="more" label={t!(i18n, "menu")} onclick={toggle}
                expanded={*open} controls="menu-list" />
            if *open {
                <ul id="menu-list" class="menu-list">{ for props.items.iter().map(row) }</ul>
            }
        </div>
    }
}
