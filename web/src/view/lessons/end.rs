//! A lesson's end: what to keep, and where to go from here.

use std::rc::Rc;

use virtlab_course::exercise::Exercise;
use virtlab_course::lesson::{Lesson, Text};
use yew::prelude::*;

use super::prose::Prose;
use super::texts::use_titles;
use crate::i18n::use_i18n;
use crate::route::{Route, View};
use crate::t;
use crate::view::exercises::find;

/// What [`End`] takes.
#[derive(Properties, PartialEq)]
pub struct EndProps {
    /// The lesson.
    pub lesson: Rc<Lesson>,
    /// Its words.
    pub text: Rc<Text>,
}

/// What to keep, the lesson after this one, and exercises that ask for what was learnt.
#[component]
pub fn End(props: &EndProps) -> Html {
    let i18n = use_i18n();
    let EndProps { lesson, text } = props;
    let exercises = use_memo(lesson.clone(), |lesson| {
        lesson.exercises.iter().filter_map(|name| find(name, 0)).collect::<Vec<Exercise>>()
    });
    let next = lesson.next();
    let title = use_titles(next.iter().map(|next| next.name.clone()).collect())
        .and_then(|titles| titles.into_iter().next());
    let link = |view, item: &str, words: AttrValue| {
        html! { <li><a href={Route::item(view, item).href()}>{ words }</a></li> }
    };
    let exercise = |exercise: &Exercise| {
        link(View::Exercises, &exercise.name, exercise.title.of(i18n.lang().tag()).to_owned().into())
    };
    html! {
        <section class="lesson-end">
            <h4>{ text.end.0.clone() }</h4>
            <Prose text={text.end.1.clone()} />
            if let Some((next, title)) = next.zip(title) {
                <p><a class="button button--primary" href={Route::item(View::Lessons, next.name.clone()).href()}>
                    { t!(i18n, "lesson-next", title = title) }</a></p>
            }
            if !exercises.is_empty() {
                <h4 id="lesson-exercises">{ t!(i18n, "lesson-exercises") }</h4>
                <ul class="lesson-onward" aria-labelledby="lesson-exercises">{ for exercises.iter().map(exercise) }</ul>
            }
            <ul class="lesson-onward">
                if let Some(listing) = &lesson.listing { { link(View::Listings, listing, t!(i18n, "lesson-listing")) } }
                if let Some(id) = &lesson.walkthrough { { link(View::Walkthroughs, id, t!(i18n, "lesson-walkthrough")) } }
                <li><a href={Route::to(View::Exercises).href()}>{ t!(i18n, "lesson-all-exercises") }</a></li>
            </ul>
        </section>
    }
}
