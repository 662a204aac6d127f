//! A teacher's desk: exercises and lessons are written with their faults and their look beside them, tried, given as a link, a file
//! or a package for a learning platform, and what students hand in is graded. What is written is kept at each change.

mod editor;
mod exercise;
mod grade;
mod known;
mod lesson;
mod package;
mod proof;
mod tools;

use virtlab_core::world::{Subject, SubjectKind};
use virtlab_course::exercise::source_of;
use virtlab_course::given::{Given, Thing};
use virtlab_course::lesson::Folder;
use yew::prelude::*;

use crate::chunk::gap;
use crate::i18n::use_i18n;
use crate::route::{Route, View};
use crate::shell::{Tone, use_announce};
use crate::ui::Button;
use crate::view::given::{open, shelf};
use crate::{dom, t};
use exercise::ExerciseDesk;
use grade::Grade;
use lesson::LessonDesk;
use tools::put;

pub use package::ForClass;

/// What a new exercise begins as: one that works, to be changed.
const MODEL: &str = "first-start";

/// Everything that is kept, exercises first.
fn all() -> Vec<Subject> {
    let of = |kind| {
        shelf(kind).names().into_iter().map(move |name| Subject { kind, name: name.into(), variant: 0 })
    };
    of(SubjectKind::Exercise).chain(of(SubjectKind::Lesson)).collect()
}

/// The desk.
#[component]
pub fn Teach() -> Html {
    let i18n = use_i18n();
    let chosen = use_state(|| all().into_iter().next());
    // What is on the desk is read from the browser again when it was brought anew under the same name.
    let read = use_state(|| 0u32);
    let on_show = {
        let (chosen, read) = (chosen.setter(), read.clone());
        Callback::from(move |subject: Option<Subject>| {
            chosen.set(subject);
            read.set(*read + 1);
        })
    };
    let desk = |subject: &Subject| {
        let (key, name, on_show) =
            (format!("{} {subject}", *read), subject.name.to_string(), on_show.clone());
        match subject.kind {
            SubjectKind::Exercise => html! { <ExerciseDesk {key} {name} {on_show} /> },
            SubjectKind::Lesson => html! { <LessonDesk {key} {name} {on_show} /> },
        }
    };
    if !i18n.is_whole() {
        return gap(&i18n);
    }
    html! {
        <div class="teach">
            <p class="row"><a href={Route::to(View::Exercises).href()}>{ t!(i18n, "exercise-all") }</a>
                <a href={Route::to(View::Lessons).href()}>{ t!(i18n, "lesson-all") }</a></p>
            <p class="lead">{ t!(i18n, "teach-about") }</p>
            <Shelves chosen={(*chosen).clone()} on_show={on_show.clone()} />
            { for chosen.iter().map(desk) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ShelvesProps {
    chosen: Option<Subject>,
    on_show: Callback<Option<Subject>>,
}

/// What there is to be put on the desk, old and new, and the work that students handed in.
#[component]
fn Shelves(props: &ShelvesProps) -> Html {
    let i18n = use_i18n();
    let announce = use_announce();
    let ShelvesProps { chosen, on_show } = props;
    let on_choose =
        on_show.reform(|event: Event| dom::input_value(&event).and_then(|text| text.parse().ok()));
    let new = |thing: fn() -> Thing, name: &'static str| {
        let (i18n, announce, on_show) = (i18n.clone(), announce.clone(), on_show.clone());
        Callback::from(move |()| {
            put(&i18n, &announce, &Given { name: name.into(), thing: thing() }, &on_show);
        })
    };
    let on_open = {
        let (i18n, announce, on_show) = (i18n.clone(), announce.clone(), on_show.clone());
        let words = i18n.clone();
        let on_read = Callback::from(move |read: Result<Vec<Given>, AttrValue>| match (read, &announce) {
            (Ok(all), _) => all.iter().for_each(|one| put(&words, &announce, one, &on_show)),
            (Err(problem), Some(announce)) => announce.say(Tone::Problem, problem),
            (Err(_), None) => {}
        });
        Callback::from(move |()| open(&i18n, on_read.clone()))
    };
    let all = all();
    let option = |one: &Subject| {
        let value = one.to_string();
        html! { <option key={value.clone()} {value} selected={chosen.as_ref() == Some(one)}>{ &*one.name }</option> }
    };
    let group = |kind: SubjectKind, label: AttrValue| {
        let mut of_kind = all.iter().filter(|one| one.kind == kind).peekable();
        html! { if of_kind.peek().is_some() { <optgroup {label}>{ for of_kind.map(option) }</optgroup> } }
    };
    html! {
        <div class="teach-row">
            if !all.is_empty() {
                <label class="field"><span>{ t!(i18n, "teach-which") }</span>
                    <select class="select" onchange={on_choose}>
                        if chosen.is_none() { <option value="" selected=true>{ t!(i18n, "exercise-choose") }</option> }
                        { group(SubjectKind::Exercise, t!(i18n, "view-exercises")) }
                        { group(SubjectKind::Lesson, t!(i18n, "view-lessons")) }
                    </select></label>
            }
            <Button icon="fresh" onclick={new(|| Thing::Exercise(source_of(MODEL).unwrap_or_default().to_owned()), "exercise")}>
                { t!(i18n, "teach-new") }</Button>
            <Button icon="fresh" onclick={new(|| Thing::Lesson(Folder::model()), "lesson")}>{ t!(i18n, "teach-new-lesson") }</Button>
            <Button icon="import" onclick={on_open}>{ t!(i18n, "teach-open") }</Button>
            <Grade />
        </div>
    }
}
