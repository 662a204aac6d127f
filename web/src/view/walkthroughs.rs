//! The walkthroughs: a card for each, and a page on which one can be read before it is begun.

use virtlab_core::walkthrough::{Expect, WalkStep, Walkthrough, walkthroughs};
use yew::prelude::*;

use super::turned::use_turned;

use crate::i18n::use_i18n;
use crate::route::{Route, View};
use crate::session::use_session;
use crate::t;
use crate::ui::{Button, ButtonKind, Icon};
use crate::walk::{intro, title, use_start};

#[derive(Properties, PartialEq)]
pub struct WalkthroughsProps {
    /// The walkthrough to show; none for all of them.
    pub item: Option<AttrValue>,
}

/// The view.
#[component]
pub fn Walkthroughs(props: &WalkthroughsProps) -> Html {
    use_turned(&props.item);
    let i18n = use_i18n();
    let start = use_start();
    let now = use_session().state().guide.map(|guide| guide.walkthrough.id);
    if !i18n.is_whole() {
        return html! {};
    }
    if let Some(walkthrough) = props.item.as_deref().and_then(Walkthrough::by_id) {
        return html! { <Page key={walkthrough.id} {walkthrough} /> };
    }
    let card = |walkthrough: &'static Walkthrough| {
        let id = format!("walk-card-{}", walkthrough.id);
        html! {
            <li key={walkthrough.id} class="card">
                <h2 {id}><a href={Route::item(View::Walkthroughs, walkthrough.id).href()}>{ title(&i18n, walkthrough) }</a></h2>
                <p>{ intro(&i18n, walkthrough) }</p>
                <p class="card-foot">
                    <Button icon="play" onclick={start.reform(move |()| walkthrough)}>{ t!(i18n, "guide-begin") }
                        <span class="sr-only">{ ": " }{ title(&i18n, walkthrough) }</span></Button>
                    <span class="quiet">{ t!(i18n, "guide-steps", count = walkthrough.steps.len()) }</span>
                    if now == Some(walkthrough.id) { <span class="tab-mark">{ t!(i18n, "guide-now") }</span> }
                </p>
            </li>
        }
    };
    html! {
        <>
            <p class="lead">{ t!(i18n, "walkthroughs-about") }</p>
            <ul class="cards">{ for walkthroughs().iter().map(card) }</ul>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct PageProps {
    walkthrough: &'static Walkthrough,
}

/// One walkthrough, to be read: its steps with what they teach.
#[component]
fn Page(props: &PageProps) -> Html {
    let i18n = use_i18n();
    let start = use_start();
    let walkthrough = props.walkthrough;
    let title = title(&i18n, walkthrough);
    use_effect_with((), |()| crate::dom::focus("walk-title"));
    let step = |step: &WalkStep| {
        let fails = match step.expect {
            Expect::Ok => None,
            Expect::Error(code) => Some(code.c_name()),
        };
        html! {
            <li key={step.note} class="walk-step">
                <pre tabindex="0"><code>{ step.call.replace("\\n", "\n") }</code></pre>
                if let Some(code) = fails {
                    <p class="walk-fails"><Icon name="alert" /><span>{ t!(i18n, "guide-fails", code = code) }</span></p>
                }
                <p>{ i18n.text(step.note, &[]) }</p>
            </li>
        }
    };
    html! {
        <>
            <p><a href={Route::to(View::Walkthroughs).href()}>{ t!(i18n, "guide-all") }</a></p>
            <h2 id="walk-title" tabindex="-1">{ &title }</h2>
            <p class="lead">{ intro(&i18n, walkthrough) }</p>
            <p class="row">
                <Button kind={ButtonKind::Primary} icon="play" onclick={start.reform(move |()| walkthrough)}>{ t!(i18n, "guide-begin") }</Button>
                <span class="quiet">{ t!(i18n, "guide-steps", count = walkthrough.steps.len()) }</span>
            </p>
            <ol class="walk-steps">{ for walkthrough.steps.iter().map(step) }</ol>
        </>
    }
}
