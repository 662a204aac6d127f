//! A line of text that stands for a value: what is written stays as it is written, also while it is no value yet.

use yew::prelude::*;

use crate::dom;
use crate::ui::use_id;

/// What is entered.
#[derive(Properties, PartialEq)]
pub struct EntryProps {
    /// The value as a text.
    pub shown: AttrValue,
    /// Takes what is written; answers with the value as a text, or nothing where that is no value.
    pub on_text: Callback<String, Option<String>>,
    /// What is said of what is no value.
    pub wrong: AttrValue,
    /// The id of the field, where a label is for it.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// What the field is, where it has no label.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// More classes.
    #[prop_or_default]
    pub class: Classes,
    /// Whether nothing can be written now.
    #[prop_or_default]
    pub disabled: bool,
    /// The id of a list of suggestions.
    #[prop_or_default]
    pub list: Option<AttrValue>,
    /// Shown while nothing is written.
    #[prop_or_default]
    pub placeholder: Option<AttrValue>,
    /// Whether it is a number.
    #[prop_or_default]
    pub numeric: bool,
}

/// What is written, and the value as a text that it led to or left.
#[derive(Clone, Default, PartialEq)]
struct Written {
    text: String,
    left: String,
    wrong: bool,
}

/// The field, and under it what is wrong.
#[component]
pub fn Entry(props: &EntryProps) -> Html {
    let written = use_state_eq(|| None::<Written>);
    let fault = use_id("fault");
    // Once the value is another than what was written here has led to, that is what counts.
    let here = written.as_ref().filter(|written| !props.disabled && written.left == *props.shown);
    let wrong = here.is_some_and(|written| written.wrong);
    let oninput = {
        let (on_text, written, shown) = (props.on_text.clone(), written.setter(), props.shown.to_string());
        Callback::from(move |event: InputEvent| {
            let text = dom::input_value(&event).unwrap_or_default();
            let read = on_text.emit(text.clone());
            written.set(Some(Written { text, wrong: read.is_none(), left: read.unwrap_or(shown.clone()) }));
        })
    };
    html! {
        <>
            <input id={props.id.clone()} class={classes!("input", "mono", props.class.clone())} autocomplete="off"
                spellcheck="false" disabled={props.disabled} list={props.list.clone()} placeholder={props.placeholder.clone()}
                inputmode={props.numeric.then_some("numeric")} aria-label={props.label.clone()}
                aria-invalid={wrong.then_some("true")} aria-describedby={wrong.then(|| fault.clone())}
                value={here.map_or_else(|| props.shown.clone(), |written| written.text.clone().into())} {oninput} />
            if wrong { <p id={fault} class="fault entry-fault">{ &props.wrong }</p> }
        </>
    }
}
