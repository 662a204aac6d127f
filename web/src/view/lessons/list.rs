//! All lessons in their order, with how far the reader has come.

use std::rc::Rc;

use virtlab_core::walkthrough::{Walkthrough, walkthroughs};
use virtlab_core::world::SubjectKind;
use virtlab_course::lesson::{Lesson, Text, builtin};
use yew::prelude::*;

use super::reached;
use super::texts::use_texts;
use crate::chunk::gap;
use crate::i18n::{I18n, use_i18n};
use crate::route::{Route, View};
use crate::store::progress::Progress;
use crate::t;
use crate::ui::Icon;
use crate::view::exercises::Moved;
use crate::view::given::GivenList;
use crate::walk::title;

/// The lessons.
#[component]
pub fn List() -> Html {
    let i18n = use_i18n();
    let imports = use_state(|| 0u32);
    let progress = (*use_memo(*imports, |_| Progress::read())).clone();
    let Some(texts) = use_texts(builtin().iter().map(|lesson| lesson.name.clone()).collect()) else {
        return gap(&i18n);
    };
    // The lesson to go on with: the first that is not done.
    let next = builtin().iter().position(|lesson| reached(&progress, lesson) < lesson.steps.len());
    let lessons = builtin().iter().zip(&texts).enumerate();
    let walkthrough = |walkthrough: &'static Walkthrough| {
        let href = Route::item(View::Walkthroughs, walkthrough.id).href();
        html! { <li key={walkthrough.id}><a {href}>{ title(&i18n, walkthrough) }</a></li> }
    };
    html! {
        <>
            <p class="lead">{ t!(i18n, "lessons-about") }</p>
            <ol class="lessons">
                { for lessons.map(|(n, (lesson, text))| card(&i18n, n, lesson, text, reached(&progress, lesson), next == Some(n))) }
            </ol>
            <h2>{ t!(i18n, "view-walkthroughs") }</h2>
            <p>{ t!(i18n, "lessons-walkthroughs") }</p>
            <ul class="lesson-links">{ for walkthroughs().iter().map(walkthrough) }</ul>
            <GivenList key={*imports} kind={SubjectKind::Lesson} />
            <Moved on_moved={Callback::from(move |()| imports.set(*imports + 1))} />
            <p><a href={Route::to(View::Teach).href()}>{ t!(i18n, "teach-link") }</a></p>
        </>
    }
}

fn card(i18n: &I18n, n: usize, lesson: &'static Lesson, text: &Rc<Text>, done: usize, next: bool) -> Html {
    let all = lesson.steps.len();
    let standing = match done {
        0 => html! { <span>{ t!(i18n, "guide-steps", count = all) }</span> },
        done if done == all => {
            html! { <span class="lesson-whole"><Icon name="check" />{ t!(i18n, "lesson-whole") }</span> }
        }
        done => html! { <span>{ t!(i18n, "lesson-part", done = done, all = all) }</span> },
    };
    html! {
        <li key={lesson.name.clone()} class={classes!("card", next.then_some("is-next"))}>
            <h2><span class="lesson-number" aria-hidden="true">{ n + 1 }</span>
                <a href={Route::item(View::Lessons, lesson.name.clone()).href()}>{ text.title.clone() }</a></h2>
            <p>{ text.summary.clone() }</p>
            <p class="card-foot quiet">
                <span>{ t!(i18n, "lesson-minutes", count = lesson.minutes) }</span>
                { standing }
                if next && n == 0 {
                    <span class="tab-mark">{ t!(i18n, "lesson-first") }</span>
                } else if next {
                    <span class="tab-mark">{ t!(i18n, "lesson-go-on") }</span>
                }
            </p>
        </li>
    }
}
