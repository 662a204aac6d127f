//! Lessons: all of them in order, and one with its prose beside a live world, a listing or the prompt.

mod list;
mod page;
mod prose;
mod ready;
mod start;
mod steps;
#[cfg(test)]
mod tests;
mod texts;

use virtlab_course::lesson::Lesson;
use yew::prelude::*;

use crate::chunk::{self, gap, use_part};
use crate::i18n::use_i18n;
use crate::store::progress::{self, Progress};
use list::List;
use page::Page;

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
    if !i18n.is_whole() {
        return gap(&i18n);
    }
    match props.item.as_deref().and_then(Lesson::by_name) {
        Some(lesson) => html! { <Page key={lesson.name.clone()} {lesson} /> },
        None => html! { <List /> },
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

/// The view, once its chunk has arrived.
#[component]
pub fn LessonsGate(props: &LessonsProps) -> Html {
    let i18n = use_i18n();
    match use_part(chunk::learn) {
        Some(part) => (part.lessons)(props.item.clone()),
        None => gap(&i18n),
    }
}
