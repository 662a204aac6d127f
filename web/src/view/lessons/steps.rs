//! The steps of a lesson: those that are done with what came of them, the one that is next, and the titles of the rest.

use std::rc::Rc;

use virtlab_core::world::Step;
use virtlab_course::lesson::{Lesson, LessonStep, Part, Standing, Text, spoken};
use yew::prelude::*;

use super::prose::Prose;
use super::ready::{ready, ready_line};
use crate::i18n::I18n;
use crate::session::Session;
use crate::t;
use crate::ui::Icon;
use crate::view::exercises::words;

/// What a lesson's steps are drawn from.
pub struct Reading<'r> {
    /// The words of the page.
    pub i18n: &'r I18n,
    /// The session.
    pub session: &'r Session,
    /// The lesson.
    pub lesson: &'r Lesson,
    /// Its words.
    pub text: &'r Rc<Text>,
    /// Where the reader stands.
    pub standing: &'r Standing,
    /// The session's steps until now.
    pub made: &'r [Step],
    /// The reader wants to edit a call that was put together.
    pub on_edit: &'r Callback<()>,
    /// The reader had a line said at the prompt.
    pub on_say: &'r Callback<()>,
}

/// The id of what is said when a step is done.
pub fn done_id(name: &str) -> String {
    format!("lesson-done-{name}")
}

impl Reading<'_> {
    /// The list of steps.
    pub fn steps(&self) -> Html {
        let steps = self.lesson.steps.iter().zip(&self.text.parts).enumerate();
        html! { <ol class="lesson-steps">{ for steps.map(|(i, (step, part))| self.step(i, step, part)) }</ol> }
    }

    fn step(&self, i: usize, step: &LessonStep, part: &Part) -> Html {
        let done = self.standing.done();
        let (class, mark) = match i {
            i if i < done => ("is-done", html! { <Icon name="check" /> }),
            i if i == done => ("is-next", html! { i + 1 }),
            _ => ("is-ahead", html! { i + 1 }),
        };
        let said = (i < done).then(|| t!(self.i18n, "lesson-step-done"));
        html! {
            <li key={step.name.clone()} class={classes!("lesson-step", class)} aria-current={(i == done).then_some("step")}>
                <h4 id={format!("lesson-step-{}", step.name)}><span class="lesson-mark" aria-hidden="true">{ mark }</span>
                    { part.title.clone() }if let Some(said) = said { <span class="sr-only">{ " (" }{ said }{ ")" }</span> }</h4>
                if i <= done {
                    <Prose text={part.ask.clone()} />
                    { self.calls(i, step) }
                    { self.aside(i, part) }
                }
            </li>
        }
    }

    /// The calls that do a step.
    fn calls(&self, i: usize, step: &LessonStep) -> Html {
        let since = i.checked_sub(1).and_then(|before| self.standing.reached.get(before)).copied();
        let made = self.made.get(since.unwrap_or(self.standing.start)..).unwrap_or_default();
        let missing =
            step.calls.iter().position(|entry| !made.iter().any(|step| step.entry.call.same(&entry.call)));
        let next = missing.filter(|_| i == self.standing.done());
        let call = |(n, entry)| ready(self.i18n, self.session, entry, next == Some(n), self.on_edit);
        let line = |line: &String| ready_line(self.i18n, self.session, line, self.on_say);
        html! {
            <div class="readies">{ for step.calls.iter().enumerate().map(call) }{ for step.lines.iter().map(line) }</div>
        }
    }

    /// What is said of a step after a call: that it is done, or what went otherwise.
    fn aside(&self, i: usize, part: &Part) -> Html {
        let outcome = spoken(self.lesson, self.standing, i, self.made);
        if i < self.standing.done() {
            return html! { <div class="lesson-done" id={done_id(&part.name)}><Prose text={part.done.clone()} outcome={outcome.cloned()} /></div> };
        }
        let mistake = self.standing.mistake.and_then(|n| part.mistakes.get(n));
        html! {
            <div role="status">
                if let Some((name, text)) = mistake {
                    <div key={name.clone()} class="lesson-mistake"><Icon name="alert" /><Prose text={text.clone()} outcome={outcome.cloned()} /></div>
                } else if self.standing.tried() {
                    { self.missing() }
                }
            </div>
        }
    }

    /// What the step that is next still waits for.
    fn missing(&self) -> Html {
        let missing = self.standing.findings.iter().filter(|finding| !finding.met);
        html! {
            <div class="quiet lesson-missing">
                <p>{ t!(self.i18n, "lesson-not-yet") }</p>
                <ul>{ for missing.map(|it| html! { <li>{ words::finding(self.i18n, it) }</li> }) }</ul>
            </div>
        }
    }
}
