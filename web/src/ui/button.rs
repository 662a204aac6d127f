//! Buttons.

use super::{Icon, use_id};
use yew::prelude::*;

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do here. At most one in a pane.
    Primary,
    /// An ordinary button, with an outline.
    #[default]
    Quiet,
    /// A button that looks like text until it is pointed at.
    Plain,
}

#[derive(Properties, PartialEq)]
pub struct ButtonProps {
    /// What it looks like.
    #[prop_or_default]
    pub kind: ButtonKind,
    /// An icon before the words.
    #[prop_or_default]
    pub icon: Option<&'static str>,
    /// Why it cannot be pressed now. Such a button can still be reached, so that the reason can be read.
    #[prop_or_default]
    pub reason: Option<AttrValue>,
    /// More classes.
    #[prop_or_default]
    pub class: Classes,
    /// Whether pressing Enter in the form around it presses this button.
    #[prop_or_default]
    pub submit: bool,
    /// Pressed.
    #[prop_or_default]
    pub onclick: Callback<()>,
    /// The words.
    pub children: Html,
}

/// A button with words.
#[component]
pub fn Button(props: &ButtonProps) -> Html {
    let reason_id = use_id("why");
    let kind = match props.kind {
        ButtonKind::Primary => "button--primary",
        ButtonKind::Quiet => "button--quiet",
        ButtonKind::Plain => "button--plain",
    };
    let off = props.reason.is_some();
    let onclick = {
        let onclick = props.onclick.clone();
        Callback::from(move |event: MouseEvent| {
            if off {
                event.prevent_default();
            } else {
                onclick.emit(());
            }
        })
    };
    html! {
        <>
            <button type={if props.submit { "submit" } else { "button" }} class={classes!("button", kind, props.class.clone())}
                aria-disabled={off.then_some("true")} aria-describedby={off.then(|| reason_id.clone())}
                title={props.reason.clone()} {onclick}>
                if let Some(icon) = props.icon { <Icon name={icon} /> }
                <span>{ props.children.clone() }</span>
            </button>
            if let Some(reason) = &props.reason { <span id={reason_id} class="sr-only">{ reason }</span> }
        </>
    }
}

#[derive(Properties, PartialEq)]
pub struct IconButtonProps {
    /// The icon.
    pub icon: &'static str,
    /// What it does; also shown when it is pointed at.
    pub label: AttrValue,
    /// Pressed.
    #[prop_or_default]
    pub onclick: Callback<()>,
    /// Its id, where the focus has to come back to it.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// For a button that opens something: whether that is open.
    #[prop_or_default]
    pub expanded: Option<bool>,
    /// The id of what it opens.
    #[prop_or_default]
    pub controls: Option<AttrValue>,
    /// Whether it cannot be pressed now.
    #[prop_or_default]
    pub disabled: bool,
}

/// A square button with an icon alone.
#[component]
pub fn IconButton(props: &IconButtonProps) -> Html {
    let off = props.disabled;
    let onclick = {
        let onclick = props.onclick.clone();
        // Not the `disabled` attribute: the focus would be lost when a button's own press turns it off.
        Callback::from(move |_: MouseEvent| {
            if !off {
                onclick.emit(())
            }
        })
    };
    let controls = props.controls.clone().filter(|_| props.expanded == Some(true));
    html! {
        <button type="button" class="icon-button" id={props.id.clone()} title={props.label.clone()}
            aria-label={props.label.clone()} aria-expanded={props.expanded.map(|open| open.to_string())}
            aria-controls={controls} aria-disabled={off.then_some("true")} {onclick}>
            <Icon name={props.icon} />
        </button>
    }
}
