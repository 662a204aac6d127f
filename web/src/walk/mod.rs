//! Walkthroughs in the page: the guide that leads through one, and the invitation to the first.

mod guide;
mod invitation;

use virtlab_core::walkthrough::Walkthrough;
use yew::prelude::*;

use crate::commands::{Begin, use_begin};
use crate::i18n::{I18n, use_i18n};
use crate::route::{Route, View};
use crate::session::{Action, use_session};
use crate::shell::Tone;
use crate::t;
use crate::view::LearnStripGate;
use guide::GuideStrip;
pub use guide::one_line;
use invitation::Invitation;

/// Steps a second, in tenths, at which a walkthrough is played: slow enough to read what each step teaches.
pub const READING_TENTHS: u32 = 2;

/// A walkthrough's title.
pub fn title(i18n: &I18n, walkthrough: &Walkthrough) -> AttrValue {
    i18n.text(&format!("walk-{}", walkthrough.id), &[])
}

/// What it is about.
pub fn intro(i18n: &I18n, walkthrough: &Walkthrough) -> AttrValue {
    i18n.text(&format!("walk-{}.intro", walkthrough.id), &[])
}

/// A callback that begins a walkthrough in the lab, standing before its first step.
#[hook]
pub fn use_start() -> Callback<&'static Walkthrough> {
    let i18n = use_i18n();
    let begin = use_begin();
    Callback::from(move |walkthrough: &'static Walkthrough| start(&i18n, &begin, walkthrough))
}

fn start(i18n: &I18n, begin: &Begin, walkthrough: &'static Walkthrough) {
    let text = t!(i18n, "guide-begun", title = title(i18n, walkthrough));
    // The guide shows it.
    begin.with(Action::Begin(walkthrough.journal()), Tone::Spoken, text);
    Route::to(View::Lab).go();
}

/// What [`Strip`] takes.
#[derive(Properties, PartialEq)]
pub struct StripProps {
    /// The reader wants to edit the call that is put together.
    pub on_edit: Callback<()>,
}

/// What lies over the bench: the guide in a walkthrough, the invitation on the first visit, or nothing.
#[component]
pub fn Strip(props: &StripProps) -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let guide = session.state().guide;
    let of_subject = session.state().history.subject().is_some();
    // Its words come a moment after the first view; half a strip would be worse than none.
    if !i18n.is_whole() {
        return html! {};
    }
    match guide {
        Some(guide) => html! { <GuideStrip {guide} on_edit={props.on_edit.clone()} /> },
        None if of_subject => html! { <LearnStripGate on_edit={props.on_edit.clone()} /> },
        None => html! { <Invitation on_define={props.on_edit.clone()} /> },
    }
}
