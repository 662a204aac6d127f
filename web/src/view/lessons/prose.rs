//! Markdown as the page draws it: links lead into the page, and placeholders are filled by what came of a call.

use std::sync::Arc;

use virtlab_core::api::Outcome;
use virtlab_course::lesson::fill;
use virtlab_course::lesson::markdown::{Block, Inline, Target, blocks};
use yew::prelude::*;

use crate::route::{Route, View};

/// What [`Prose`] takes.
#[derive(Properties, PartialEq)]
pub struct ProseProps {
    /// The text.
    pub text: AttrValue,
    /// What its placeholders are filled from.
    #[prop_or_default]
    pub outcome: Option<Arc<Outcome>>,
}

/// A text. It is read when it changes, and not whenever the page around it is drawn.
#[component]
pub fn Prose(props: &ProseProps) -> Html {
    let outcome = props.outcome.as_deref();
    html! { <div class="prose">{ for blocks(&props.text).iter().map(|it| block(it, outcome)) }</div> }
}

fn block(block: &Block, outcome: Option<&Outcome>) -> Html {
    let all = |inside: &[Block]| -> Html { inside.iter().map(|it| self::block(it, outcome)).collect() };
    match block {
        Block::Paragraph(inside) => html! { <p>{ inlines(inside, outcome) }</p> },
        Block::Heading(inside) => html! { <p><strong>{ inlines(inside, outcome) }</strong></p> },
        Block::List(true, items) => {
            html! { <ol>{ for items.iter().map(|item| html! { <li>{ all(item) }</li> }) }</ol> }
        }
        Block::List(false, items) => {
            html! { <ul>{ for items.iter().map(|item| html! { <li>{ all(item) }</li> }) }</ul> }
        }
        Block::Code(text) => html! { <pre tabindex="0"><code>{ text.trim_end().to_owned() }</code></pre> },
        Block::Quote(inside) => html! { <blockquote>{ all(inside) }</blockquote> },
    }
}

fn inlines(inside: &[Inline], outcome: Option<&Outcome>) -> Html {
    inside.iter().map(|it| inline(it, outcome)).collect()
}

fn inline(inline: &Inline, outcome: Option<&Outcome>) -> Html {
    let filled = |text: &str| outcome.map_or_else(|| text.to_owned(), |outcome| fill(text, outcome));
    match inline {
        Inline::Text(text) => filled(text).into(),
        Inline::Code(text) => html! { <code>{ filled(text) }</code> },
        Inline::Strong(inside) => html! { <strong>{ inlines(inside, outcome) }</strong> },
        Inline::Emphasis(inside) => html! { <em>{ inlines(inside, outcome) }</em> },
        Inline::Link(target, inside) => link(target, inlines(inside, outcome)),
        Inline::Break => html! { <br /> },
    }
}

fn link(target: &Target, inside: Html) -> Html {
    let (view, item) = match target {
        Target::Function(name) => {
            let href = Route::item(View::Reference, name).href();
            return html! { <a {href}><code>{ inside }</code></a> };
        }
        Target::Web(address) => {
            return html! { <a href={address.clone()} rel="external noopener">{ inside }</a> };
        }
        Target::Nowhere(_) => return inside,
        Target::Lesson(name) => (View::Lessons, name),
        Target::Exercise(name) => (View::Exercises, name),
        Target::Listing(name) => (View::Listings, name),
        Target::Walkthrough(name) => (View::Walkthroughs, name),
    };
    html! { <a href={Route::item(view, item).href()}>{ inside }</a> }
}
