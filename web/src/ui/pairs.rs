//! Names and their values, in two columns.

use yew::prelude::*;

/// A name and its value.
#[derive(Clone, PartialEq)]
pub struct Pair {
    /// The name, such as a member of a C struct.
    pub name: AttrValue,
    /// The value.
    pub value: Html,
    /// Words under the value that explain it. Empty for nothing.
    pub note: AttrValue,
    /// Whether the last step changed it.
    pub changed: bool,
}

impl Pair {
    /// A pair that did not change and needs no explanation.
    pub fn new(name: impl Into<AttrValue>, value: impl Into<AttrValue>) -> Self {
        let value: AttrValue = value.into();
        Self { name: name.into(), value: html! { { value } }, note: AttrValue::default(), changed: false }
    }

    /// The same with an explanation.
    pub fn noted(self, note: impl Into<AttrValue>) -> Self {
        Self { note: note.into(), ..self }
    }

    /// The same, marked as changed by the last step.
    pub fn changed(self, changed: bool) -> Self {
        Self { changed, ..self }
    }
}

#[derive(Properties, PartialEq)]
pub struct PairsProps {
    /// What to show.
    pub pairs: Vec<Pair>,
    /// Whether the names are words of the page's and not names from C.
    #[prop_or_default]
    pub words: bool,
}

/// A list of pairs.
#[component]
pub fn Pairs(props: &PairsProps) -> Html {
    let row = |pair: &Pair| {
        html! {
            <div class={classes!("pair", pair.changed.then_some("changed"))}>
                <dt translate={(!props.words).then_some("no")}>{ &pair.name }</dt>
                <dd>
                    <bdi>{ pair.value.clone() }</bdi>
                    if !pair.note.is_empty() { <small>{ &pair.note }</small> }
                </dd>
            </div>
        }
    };
    html! {
        <dl class={classes!("pairs", props.words.then_some("pairs--words"))}>
            { for props.pairs.iter().map(row) }
        </dl>
    }
}
