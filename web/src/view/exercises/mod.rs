//! Exercises: all of them by level, and the strip over the bench for the one that is under way.

mod ask;
mod documents;
mod hand_in;
mod hint;
mod list;
mod moved;
mod one;
mod strip;
pub mod words;

use std::rc::Rc;

use virtlab_core::world::{Subject, SubjectKind};
use virtlab_course::exercise::Exercise;
use yew::prelude::*;

use crate::chunk::{self, gap, use_part};
use crate::commands::Begin;
use crate::i18n::{I18n, use_i18n};
use crate::route::{Route, View};
use crate::session::{Action, use_session};
use crate::shell::Tone;
use crate::store::progress::{self, Numbers, Progress};
use crate::t;
use crate::view::lessons::LessonStrip;
use crate::view::turned::use_turned;
use list::List;
use one::One;
use strip::ExerciseStrip;

use crate::view::given::exercise_fault;
pub use crate::view::given::find_exercise as find;
pub use moved::Moved;

/// What [`Exercises`] takes.
#[derive(Properties, PartialEq)]
pub struct ExercisesProps {
    /// The exercise to show; none for all of them.
    pub item: Option<AttrValue>,
}

/// The view.
#[component]
pub fn Exercises(props: &ExercisesProps) -> Html {
    let i18n = use_i18n();
    let exercise =
        use_memo(props.item.clone(), |item| item.as_deref().and_then(|item| find(item, 0)).map(Rc::new));
    use_turned(&props.item);
    if !i18n.is_whole() {
        return gap(&i18n);
    }
    match (&*exercise, &props.item) {
        (Some(exercise), _) => html! { <One exercise={exercise.clone()} /> },
        (None, Some(name)) => unreadable(&i18n, name),
        (None, None) => html! { <List /> },
    }
}

/// What is said in the place of an exercise that is not there, or has a mistake.
fn unreadable(i18n: &I18n, name: &AttrValue) -> Html {
    html! {
        <div class="sheet">
            <p><a href={Route::to(View::Exercises).href()}>{ t!(i18n, "exercise-all") }</a></p>
            <p role="alert">{ t!(i18n, "exercise-unreadable", name = name.clone()) }</p>
            if let Some(fault) = exercise_fault(name) { <p lang="en"><code>{ fault.to_string() }</code></p> }
        </div>
    }
}

fn numbers<'p>(progress: &'p Progress, name: &str) -> Option<&'p Numbers> {
    progress.get(&Subject::exercise(name).to_string())
}

/// What was done best, in words.
fn best(i18n: &I18n, exercise: &Exercise, numbers: Option<&Numbers>) -> AttrValue {
    match numbers.and_then(|numbers| numbers.get("calls")) {
        Some(calls) => t!(i18n, "exercises-best", calls = *calls, par = exercise.par),
        None => t!(i18n, "exercises-par", par = exercise.par),
    }
}

/// A variant for somebody who wants another one: the session says which it was.
fn some_variant() -> u64 {
    const VARIANTS: f64 = 1_000_000.0;
    (crate::dom::now_ms() * 1_000.0 % VARIANTS) as u64 + 1
}

/// Begins an exercise in the lab, standing where the learner's own calls begin.
pub fn begin_exercise(begin: &Begin, exercise: &Exercise) {
    let i18n = begin.i18n();
    let text = t!(i18n, "exercise-begun", title = exercise.title.of(i18n.lang().tag()).to_owned());
    begin.with(Action::Set(exercise.journal()), Tone::Spoken, text);
    Route::to(View::Lab).go();
}

/// Keeps that an exercise was done, if it was never done with fewer calls.
fn note_done(name: &str, calls: usize, hints: usize) {
    let number = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let numbers = [("calls", number(calls)), ("hints", number(hints))];
    progress::note(&Subject::exercise(name).to_string(), &numbers);
}

/// What [`LearnStrip`] takes.
#[derive(Properties, PartialEq)]
pub struct LearnStripProps {
    /// The reader wants to edit the call that is put together.
    pub on_edit: Callback<()>,
}

/// What lies over the bench in a session of an exercise or a lesson.
#[component]
pub fn LearnStrip(props: &LearnStripProps) -> Html {
    let subject = use_session().state().history.subject().cloned();
    let exercise = use_memo(subject.clone(), |subject| {
        let subject = subject.as_ref().filter(|subject| subject.kind == SubjectKind::Exercise)?;
        find(&subject.name, subject.variant).map(Rc::new)
    });
    match (&*exercise, subject) {
        (_, Some(subject)) if subject.kind == SubjectKind::Lesson => {
            html! { <LessonStrip name={subject.name.to_string()} /> }
        }
        (Some(exercise), Some(subject)) => html! {
            <ExerciseStrip key={subject.to_string()} exercise={exercise.clone()} on_edit={props.on_edit.clone()} />
        },
        _ => html! {},
    }
}

/// The strip, once its chunk has arrived.
#[component]
pub fn LearnStripGate(props: &LearnStripProps) -> Html {
    match use_part(chunk::learn) {
        Some(part) => (part.strip)(props.on_edit.clone()),
        None => html! {},
    }
}
