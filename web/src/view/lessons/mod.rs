//! Lessons: all of them in order, and one with its prose beside a live world, a listing or the prompt.

mod end;
mod given;
mod list;
mod page;
mod prose;
mod ready;
mod start;
mod steps;
mod strip;
#[cfg(test)]
mod tests;
mod texts;

use virtlab_course::lesson::Lesson;
use yew::prelude::*;

use crate::chunk::gap;
use crate::i18n::use_i18n;
use crate::route::{Route, View};
use crate::store::progress::{self, Progress};
use crate::t;
use crate::view::turned::use_turned;
use list::List;
use page::Page;

pub use given::find;
pub use prose::Prose;
pub use strip::LessonStrip;
pub use texts::use_titles;

/// What [`Lessons`] takes.
#[derive(Properties, PartialEq)]
pub struct LessonsProps {
    /// The lesson to show; none for all of them.
    pub item: Option<AttrValue>,
}

/// The view.
#[component]
pub fn Lessons(props: &LessonsProps) -> Html {
    let i18n = use_i18n();
    let found = use_memo(props.item.clone(), |item| item.as_deref().map(find));
    use_turned(&props.item);
    if !i18n.is_whole() {
        return gap(&i18n);
    }
    match &*found {
        None => html! { <List /> },
        Some(Ok(found)) => html! { <Page key={found.lesson.name.clone()} found={found.clone()} /> },
        Some(Err(fault)) => html! {
            <div class="sheet">
                <p><a href={Route::to(View::Lessons).href()}>{ t!(i18n, "lesson-all") }</a></p>
                <p role="alert">{ t!(i18n, "lesson-unreadable", name = props.item.clone().unwrap_or_default()) }</p>
                if let Some(fault) = fault { <p lang="en"><code>{ fault.to_string() }</code></p> }
            </div>
        },
    }
}

/// How many steps of a lesson the reader has done at most.
fn reached(progress: &Progress, lesson: &Lesson) -> usize {
    let number = progress.get(&key(lesson)).and_then(|numbers| numbers.get("steps")).copied();
    number.and_then(|n| usize::try_from(n).ok()).unwrap_or(0).min(lesson.steps.len())
}

/// Remembers that so many steps are done.
fn note_reached(lesson: &Lesson, done: usize) {
    progress::note(&key(lesson), &[("steps", done as u64), ("of", lesson.steps.len() as u64)]);
}

fn key(lesson: &Lesson) -> String {
    format!("lesson {}", lesson.name)
}
