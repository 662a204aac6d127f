//! Exercises: all of them by level, and the strip over the bench for the one that is under way.

mod ask;
mod given;
mod hint;
mod moved;
mod own;
mod strip;
mod teach;
pub mod words;

use std::rc::Rc;

use virtlab_core::ground::Word;
use virtlab_core::world::{Subject, SubjectKind};
use virtlab_course::exercise::{BUILT_IN, Exercise, Level, built_in};
use yew::prelude::*;

use crate::chunk::{self, gap, use_part};
use crate::commands::{Begin, use_begin};
use crate::embed;
use crate::i18n::{I18n, use_i18n};
use crate::route::{Route, View};
use crate::session::{Action, use_session};
use crate::shell::Tone;
use crate::store::progress::{self, Numbers, Progress};
use crate::t;
use crate::ui::{Button, ButtonKind, Icon};
use given::{Given, find};
use strip::ExerciseStrip;
use teach::Teach;

pub use moved::Moved;
pub use own::bring as bring_exercise;

/// Where a teacher's desk is, in the place of an exercise's name.
const TEACH: &str = "teach";

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
    let begin = use_begin();
    let now = use_session().state().history.subject().cloned();
    let all = use_memo((), |()| all());
    let imports = use_state(|| 0u32);
    if !i18n.is_whole() {
        return gap(&i18n);
    }
    if props.item.as_deref() == Some(TEACH) {
        return html! { <Teach /> };
    }
    let progress = Progress::read();
    if let Some(exercise) = props.item.as_deref().and_then(|item| find(item, 0)) {
        return page(&i18n, &begin, &exercise, &progress);
    }
    let done = all.iter().filter(|exercise| numbers(&progress, &exercise.name).is_some()).count();
    let row = |exercise: &Exercise| {
        let is_now = now.as_ref().is_some_and(|subject| subject.name == exercise.name.as_str().into());
        row(&i18n, exercise, numbers(&progress, &exercise.name), is_now)
    };
    let level = |level: &Level| {
        let of_level = all.iter().filter(|exercise| exercise.level == *level);
        html! {
            <section class="exercise-level">
                <h2>{ words::level(&i18n, *level) }</h2>
                <ul class="exercise-rows">{ for of_level.map(row) }</ul>
            </section>
        }
    };
    html! {
        <>
            <p class="lead">{ t!(i18n, "exercises-about") }</p>
            <p class="exercise-progress">
                <progress value={done.to_string()} max={all.len().to_string()} aria-label={t!(i18n, "exercises-progress")} />
                <span>{ t!(i18n, "exercises-done", done = done, all = all.len()) }</span>
            </p>
            { for Level::ALL.iter().map(level) }
            <p><a href={Route::item(View::Exercises, TEACH).href()}>{ t!(i18n, "teach-link") }</a></p>
            <Given key={*imports} />
            <Moved on_moved={Callback::from(move |()| imports.set(*imports + 1))} />
        </>
    }
}

fn all() -> Vec<Exercise> {
    BUILT_IN.iter().filter_map(|(name, _)| built_in(name, 0)?.ok()).collect()
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

fn row(i18n: &I18n, exercise: &Exercise, numbers: Option<&Numbers>, is_now: bool) -> Html {
    let lang = i18n.lang().tag();
    let title = exercise.title.of(lang).to_owned();
    html! {
        <li key={exercise.name.clone()} class={if numbers.is_some() { "exercise-row is-done" } else { "exercise-row" }}>
            <span class="exercise-mark">
                if numbers.is_some() { <Icon name="check" /><span class="sr-only">{ t!(i18n, "exercises-is-done") }</span> }
            </span>
            <a href={Route::item(View::Exercises, exercise.name.clone()).href()}>{ title }</a>
            if is_now { <span class="tab-mark">{ t!(i18n, "guide-now") }</span> }
            <span class="quiet exercise-best">{ best(i18n, exercise, numbers) }</span>
        </li>
    }
}

/// One exercise, to be read before it is begun.
fn page(i18n: &I18n, begin: &Begin, exercise: &Exercise, progress: &Progress) -> Html {
    let lang = i18n.lang().tag();
    let onclick = {
        let (begin, exercise) = (begin.clone(), exercise.clone());
        Callback::from(move |()| begin_exercise(&begin, &exercise))
    };
    let numbers = numbers(progress, &exercise.name);
    let other = (!exercise.drawn.is_empty()).then(|| {
        let (begin, name) = (begin.clone(), exercise.name.clone());
        let onclick = Callback::from(move |()| {
            if let Some(exercise) = find(&name, some_variant()) {
                begin_exercise(&begin, &exercise);
            }
        });
        html! { <Button {onclick}>{ t!(i18n, "exercise-other") }</Button> }
    });
    html! {
        <>
            <p><a href={Route::to(View::Exercises).href()}>{ t!(i18n, "exercise-all") }</a></p>
            <h2>{ exercise.title.of(lang).to_owned() }</h2>
            <p class="quiet">{ words::level(i18n, exercise.level) }{ " · " }{ best(i18n, exercise, numbers) }</p>
            <p class="lead">{ exercise.task.of(lang).to_owned() }</p>
            <p class="row">
                <Button kind={ButtonKind::Primary} icon="play" {onclick}>{ t!(i18n, "exercise-begin") }</Button>
                { for other }
            </p>
        </>
    }
}

/// A variant for somebody who wants another one: the session says which it was.
fn some_variant() -> u64 {
    const VARIANTS: f64 = 1_000_000.0;
    (crate::dom::now_ms() * 1_000.0 % VARIANTS) as u64 + 1
}

/// Begins an exercise in the lab, standing where the learner's own calls begin.
fn begin_exercise(begin: &Begin, exercise: &Exercise) {
    let i18n = begin.i18n();
    let text = t!(i18n, "exercise-begun", title = exercise.title.of(i18n.lang().tag()).to_owned());
    begin.with(Action::Set(exercise.journal()), Tone::Spoken, text);
    Route::to(View::Lab).go();
}

/// Keeps that an exercise was done, if it was never done with fewer calls.
fn note_done(name: &str, calls: usize, hints: usize) {
    let number = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let numbers = [("calls", number(calls)), ("hints", number(hints))];
    // What is embedded keeps nothing.
    if embed::is() {
        return;
    }
    progress::note(&Subject::exercise(name).to_string(), &numbers);
}

/// What [`LearnStrip`] takes.
#[derive(Properties, PartialEq)]
pub struct LearnStripProps {
    /// The reader wants to edit the call that is put together.
    pub on_edit: Callback<()>,
}

/// What lies over the bench in a session of an exercise.
#[component]
pub fn LearnStrip(props: &LearnStripProps) -> Html {
    let subject = use_session().state().history.subject().cloned();
    let exercise = use_memo(subject.clone(), |subject| {
        let subject = subject.as_ref().filter(|subject| subject.kind == SubjectKind::Exercise)?;
        find(&subject.name, subject.variant).map(Rc::new)
    });
    match (&*exercise, subject) {
        (Some(exercise), Some(subject)) => html! {
            <ExerciseStrip key={subject.to_string()} exercise={exercise.clone()} on_edit={props.on_edit.clone()} />
        },
        _ => html! {},
    }
}

/// The view, once its chunk has arrived.
#[component]
pub fn ExercisesGate(props: &ExercisesProps) -> Html {
    let i18n = use_i18n();
    match use_part(chunk::learn) {
        Some(part) => (part.exercises)(props.item.clone()),
        None => gap(&i18n),
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
