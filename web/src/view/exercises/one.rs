//! One exercise, to be read before it is begun, or gone on with.

use std::rc::Rc;

use virtlab_core::world::{Subject, SubjectKind};
use virtlab_course::exercise::Exercise;
use virtlab_course::lesson::Lesson;
use yew::prelude::*;

use super::{begin_exercise, best, find, numbers, some_variant, words};
use crate::commands::{Begin, use_begin};
use crate::i18n::{I18n, use_i18n};
use crate::route::{Route, View};
use crate::session::Of;
use crate::shell::Tone;
use crate::store::progress::Progress;
use crate::t;
use crate::ui::{Button, ButtonKind};
use crate::view::lessons::use_titles;
use crate::view::teach::ForClass;

/// What [`One`] takes.
#[derive(Properties, PartialEq)]
pub struct OneProps {
    /// The exercise.
    pub exercise: Rc<Exercise>,
}

/// The exercise.
#[component]
pub fn One(props: &OneProps) -> Html {
    let i18n = use_i18n();
    let begin = use_begin();
    let exercise = &props.exercise;
    let progress = use_memo((), |()| Progress::read());
    let lang = i18n.lang().tag();
    let onclick = {
        let (begin, exercise) = (begin.clone(), exercise.clone());
        Callback::from(move |()| begin_exercise(&begin, &exercise))
    };
    let other = (!exercise.drawn.is_empty()).then(|| {
        let (begin, name) = (begin.clone(), exercise.name.clone());
        let onclick = Callback::from(move |()| {
            if let Some(exercise) = find(&name, some_variant()) {
                begin_exercise(&begin, &exercise);
            }
        });
        html! { <Button {onclick}>{ t!(i18n, "exercise-other") }</Button> }
    });
    let (kind, go_on) = match go_on(&i18n, &begin, exercise) {
        Some(go_on) => (ButtonKind::Quiet, go_on),
        None => (ButtonKind::Primary, html! {}),
    };
    html! {
        <div class="sheet">
            <p><a href={Route::to(View::Exercises).href()}>{ t!(i18n, "exercise-all") }</a></p>
            <h2>{ exercise.title.of(lang).to_owned() }</h2>
            <p class="quiet">{ words::level(&i18n, exercise.level) }{ " · " }{ best(&i18n, exercise, numbers(&progress, &exercise.name)) }</p>
            <p class="lead">{ exercise.task.of(lang).to_owned() }</p>
            <p class="row">
                { go_on }
                <Button {kind} icon="play" {onclick}>{ t!(i18n, "exercise-begin") }</Button>
                { for other }
            </p>
            <Taught name={exercise.name.clone()} />
            <ForClass subject={Subject::exercise(&exercise.name)} title={exercise.title.of(lang).to_owned()} />
        </div>
    }
}

/// The way back to where the reader was in the exercise: in the session at hand, or in one before it.
fn go_on(i18n: &I18n, begin: &Begin, exercise: &Exercise) -> Option<Html> {
    let of_it = |subject: &Subject| subject.kind == SubjectKind::Exercise && *subject.name == *exercise.name;
    let state = begin.session().state();
    let here = state.is_work() && state.history.subject().is_some_and(of_it);
    let earlier = state.earlier.iter().rfind(|one| matches!(&one.of, Of::Subject(subject) if of_it(subject)));
    let earlier = earlier.map(|one| one.number);
    if !here && earlier.is_none() {
        return None;
    }
    let text = t!(i18n, "exercise-resumed", title = exercise.title.of(i18n.lang().tag()).to_owned());
    let begin = begin.clone();
    let onclick = Callback::from(move |()| {
        if let Some(number) = earlier.filter(|_| !here) {
            begin.go_back(number, Tone::Spoken, Some(text.clone()));
        }
        Route::to(View::Lab).go();
    });
    Some(
        html! { <Button kind={ButtonKind::Primary} icon="forward" {onclick}>{ t!(i18n, "exercise-go-on") }</Button> },
    )
}

/// What [`Taught`] takes.
#[derive(Properties, PartialEq)]
pub struct TaughtProps {
    /// The exercise's name.
    pub name: String,
}

/// The lesson that teaches what an exercise asks for.
#[component]
pub fn Taught(props: &TaughtProps) -> Html {
    let i18n = use_i18n();
    let lesson = Lesson::teaching(&props.name);
    let titles = use_titles(lesson.iter().map(|lesson| lesson.name.clone()).collect());
    let title = titles.and_then(|titles| titles.into_iter().next());
    let Some((lesson, title)) = lesson.zip(title) else { return html! {} };
    html! {
        <p class="exercise-taught">{ t!(i18n, "exercise-taught") }{ " " }
            <a href={Route::item(View::Lessons, lesson.name.clone()).href()}>{ title }</a></p>
    }
}
