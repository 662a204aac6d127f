//! A heading that opens and closes what is under it.

use super::{Icon, use_id};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct DisclosureProps {
    /// The heading.
    pub title: AttrValue,
    /// A few words at its end, such as a count.
    #[prop_or_default]
    pub note: AttrValue,
    /// What stands before the heading, such as a state's shape.
    #[prop_or_default]
    pub lead: Html,
    /// Whether it is open when it first appears.
    #[prop_or_default]
    pub open: bool,
    /// The level of the heading, 3 where it is not said.
    #[prop_or(3)]
    pub level: u8,
    /// What opens.
    pub children: Html,
}

/// A section that can be closed. What is closed is not drawn.
#[component]
pub fn Disclosure(props: &DisclosureProps) -> Html {
    let open = use_state_eq(|| props.open);
    let id = use_id("fold");
    let onclick = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let expanded = open.to_string();
    html! {
        <section class="fold">
            <@{format!("h{}", props.level.clamp(2, 6))} class="fold-title">
                <button type="button" aria-expanded={expanded} aria-controls={open.then(|| id.clone())} {onclick}>
                    <Icon name="chevron" />
                    { props.lead.clone() }
                    <span>{ &props.title }</span>
                    if !props.note.is_empty() { <span class="fold-note">{ &props.note }</span> }
                </button>
            </@>
            if *open { <div {id} class="fold-body">{ props.children.clone() }</div> }
        </section>
    }
}
