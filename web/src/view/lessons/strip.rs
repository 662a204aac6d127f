//! Over the bench, in a session of a lesson: how far it has come, and the way back to its prose.

use virtlab_course::lesson::follow;
use yew::prelude::*;

use super::given::{Found, find};
use super::texts::use_text;
use crate::i18n::use_i18n;
use crate::route::{Route, View};
use crate::session::use_session;
use crate::t;

/// What [`LessonStrip`] takes.
#[derive(Properties, PartialEq)]
pub struct LessonStripProps {
    /// The lesson's name.
    pub name: AttrValue,
}

/// The way back to a lesson that is under way.
#[component]
pub fn LessonStrip(props: &LessonStripProps) -> Html {
    let found = use_memo(props.name.clone(), |name| find(name).ok());
    match &*found {
        Some(found) => html! { <Strip found={found.clone()} /> },
        None => html! {},
    }
}

#[derive(Properties, PartialEq)]
struct StripProps {
    found: Found,
}

#[component]
fn Strip(props: &StripProps) -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let lesson = &props.found.lesson;
    let text = use_text(&props.found);
    let moment = session.state().moment;
    let done = use_memo((moment, lesson.clone()), |(_, lesson)| {
        let state = session.state();
        follow(lesson, &state.history.steps()[..state.history.position()])
            .map_or(0, |standing| standing.done())
    });
    let Some(text) = text else { return html! {} };
    html! {
        <section class="guide" aria-labelledby="lesson-strip">
            <div class="guide-words">
                <header class="guide-head">
                    <h2 id="lesson-strip">{ text.title.clone() }</h2>
                    <span class="guide-at">{ t!(i18n, "lesson-part", done = *done, all = lesson.steps.len()) }</span>
                </header>
                <p class="guide-note">{ t!(i18n, "lesson-strip") }</p>
            </div>
            <div class="guide-buttons">
                <a class="button button--primary" href={Route::item(View::Lessons, lesson.name.clone()).href()}>
                    { t!(i18n, "lesson-back") }</a>
            </div>
        </section>
    }
}
