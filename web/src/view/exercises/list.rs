//! All exercises, by level.

use virtlab_core::ground::Word;
use virtlab_core::world::{Subject, SubjectKind};
use virtlab_course::exercise::{BUILT_IN, Exercise, Level, built_in};
use yew::prelude::*;

use super::{Moved, best, numbers, words};
use crate::i18n::{I18n, use_i18n};
use crate::route::{Route, View};
use crate::session::use_session;
use crate::store::progress::{Numbers, Progress};
use crate::t;
use crate::ui::Icon;
use crate::view::given::GivenList;

/// The exercises, with how far the reader has come. The files are read once, and what is kept of them when it has changed.
#[component]
pub fn List() -> Html {
    let i18n = use_i18n();
    let now = use_session().state().history.subject().cloned();
    let now = now.filter(|subject| subject.kind == SubjectKind::Exercise);
    let all = use_memo((), |()| all());
    let imports = use_state(|| 0u32);
    let progress = use_memo(*imports, |_| Progress::read());
    let on_moved = use_callback(imports.clone(), |(), imports| imports.set(**imports + 1));
    let done = all.iter().filter(|exercise| numbers(&progress, &exercise.name).is_some()).count();
    let row = |exercise: &Exercise| {
        let is_now = now.as_ref().is_some_and(|subject: &Subject| *subject.name == *exercise.name);
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
            <GivenList key={*imports} kind={SubjectKind::Exercise} />
            <Moved {on_moved} />
            <p><a href={Route::to(View::Teach).href()}>{ t!(i18n, "teach-link") }</a></p>
        </>
    }
}

fn all() -> Vec<Exercise> {
    BUILT_IN.iter().filter_map(|(name, _)| built_in(name, 0)?.ok()).collect()
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
            <span class="quiet exercise-ask">{ exercise.task.of(lang).to_owned() }</span>
            <span class="quiet exercise-best">{ best(i18n, exercise, numbers) }</span>
        </li>
    }
}
