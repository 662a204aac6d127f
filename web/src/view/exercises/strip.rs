//! The strip over the bench in a session of an exercise: the task, the goal field by field, hints, what was done wrong, and in the
//! end what it has shown.

use std::rc::Rc;

use virtlab_course::exercise::{BUILT_IN, Exercise, Report, built_in};
use virtlab_course::goal::{About, Finding};
use yew::prelude::*;

use super::ask::Ask;
use super::documents::documents;
use super::hand_in::HandIn;
use super::hint::{self, Next};
use super::one::Taught;
use super::{begin_exercise, note_done, words};
use crate::commands::{Begin, use_begin};
use crate::i18n::{I18n, use_i18n};
use crate::route::{Route, View};
use crate::session::{Action, Session, use_session};
use crate::shell::{Tone, use_announce};
use crate::ui::{Button, ButtonKind, Disclosure, Icon, IconButton};
use crate::{dom, embed, t};

#[derive(Properties, PartialEq)]
pub struct StripProps {
    /// The exercise, as its file has it.
    pub exercise: Rc<Exercise>,
    /// The reader wants to edit the call that is put together.
    pub on_edit: Callback<()>,
}

/// The last hint.
#[derive(Clone, PartialEq)]
enum Last {
    Unasked,
    Searching,
    /// There is none: what is left is to answer.
    Answer,
    Found(Option<Next>),
}

/// The strip.
#[component]
pub fn ExerciseStrip(props: &StripProps) -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let begin = use_begin();
    let exercise = &props.exercise;
    let hints = use_state_eq(|| 0usize);
    let last = use_state_eq(|| Last::Unasked);
    // On a narrow page the task can make room for the bench. What was reached, and what was done wrong, stays in sight.
    let folded = use_state_eq(|| false);
    let on_edit = {
        let (folded, on_edit) = (folded.setter(), props.on_edit.clone());
        Callback::from(move |()| {
            folded.set(true);
            on_edit.emit(());
        })
    };
    // Not by the session, which is another at each letter that is typed into a call.
    let moment = session.state().moment;
    let report =
        (*use_memo((moment, exercise.clone()), |(_, exercise)| exercise.stands(&session.state().history)))
            .clone();
    let position = session.state().history.position();
    // A call that was made since makes the next one another.
    use_effect_with(position, {
        let last = last.setter();
        move |_| last.set(Last::Unasked)
    });
    let done = use_known(exercise, report.as_ref(), *hints, &folded);
    let Some(report) = report else { return before_start(&i18n, &session, exercise) };
    let lang = i18n.lang().tag();
    // What went wrong on the way is no matter any more when it is done.
    let mistakes = report
        .mistakes
        .iter()
        .filter(|_| done.is_none())
        .map(|&number| exercise.mistakes[number].say.of(lang));
    html! {
        <section class={classes!("guide", "exercise", folded.then_some("is-folded"))} aria-labelledby="exercise-title">
            <div class="guide-words">
                { head(&i18n, exercise, &report, &folded) }
                <p class="exercise-task">{ exercise.task.of(lang).to_owned() }</p>
                { documents(&i18n, &session, exercise, &on_edit) }
                { for exercise.questions.iter().map(|question| html! { <Ask key={question.name.clone()} question={question.clone()} /> }) }
                <div class="exercise-told" role="status">
                    { for mistakes.map(|say| html! { <p class="exercise-mistake"><Icon name="alert" /><span>{ say.to_owned() }</span></p> }) }
                    if done.is_some() { { success(&i18n, exercise, &report) } }
                    if *hints > 0 { <Taught name={exercise.name.clone()} /> }
                    { for exercise.hints.iter().take(*hints).map(|hint| html! { <p class="exercise-hint"><Icon name="info" /><span>{ hint.of(lang).to_owned() }</span></p> }) }
                    { the_next(&i18n, &session, &last, &on_edit) }
                </div>
            </div>
            <div class="exercise-side">
                { goal(&i18n, &report) }
                <div class="guide-buttons">
                    if done.is_some() {
                        <Onward exercise={exercise.clone()} />
                    } else {
                        <Check exercise={exercise.clone()} />
                        { hint_button(&i18n, &session, (exercise, &report), &hints, &last) }
                    }
                    if report.calls > 0 && !embed::is() { <HandIn name={exercise.name.clone()} /> }
                    { again(&i18n, &begin, exercise) }
                    { leave(&i18n, &begin) }
                </div>
            </div>
        </section>
    }
}

/// Has it known how the exercise stands: here, for what was done best, and around a frame. Gives the calls that did it.
#[hook]
fn use_known(
    exercise: &Exercise,
    report: Option<&Report>,
    hints: usize,
    folded: &UseStateHandle<bool>,
) -> Option<usize> {
    let done = report.filter(|report| report.done()).map(|report| report.calls);
    use_effect_with((exercise.subject(), done), {
        let folded = folded.setter();
        move |(subject, done)| {
            if let Some(calls) = done {
                note_done(&subject.name, *calls, hints);
                folded.set(false);
            }
        }
    });
    let standing = report.map(|report| (report.done(), report.met(), report.findings.len()));
    use_effect_with((exercise.name.clone(), standing), |(name, standing)| {
        if let Some((done, met, all)) = *standing {
            let score = u32::try_from(met * 100 / all.max(1)).unwrap_or_default();
            embed::goal("exercise", name, done, score);
        }
    });
    done
}

fn head(i18n: &I18n, exercise: &Exercise, report: &Report, folded: &UseStateHandle<bool>) -> Html {
    let title = exercise.title.of(i18n.lang().tag()).to_owned();
    let label = if **folded { t!(i18n, "exercise-unfold") } else { t!(i18n, "exercise-fold") };
    let onclick = {
        let folded = folded.clone();
        Callback::from(move |()| folded.set(!*folded))
    };
    html! {
        <header class="guide-head">
            <h2 id="exercise-title">{ title }</h2>
            <span class="guide-at">{ t!(i18n, "exercise-calls", calls = report.calls, par = exercise.par) }</span>
            <span class="exercise-fold"><IconButton icon="chevron" {label} expanded={!**folded} {onclick} /></span>
        </header>
    }
}

/// The goal as a list, which says of every field what it is and what it has to be.
fn goal(i18n: &I18n, report: &Report) -> Html {
    let row = |finding: &Finding| {
        let (icon, said) = match finding.met {
            true => ("check", t!(i18n, "goal-is-met")),
            false => ("close", t!(i18n, "goal-is-not-met")),
        };
        html! {
            <li class={if finding.met { "goal-row is-met" } else { "goal-row" }}>
                <Icon name={icon} /><span class="sr-only">{ said }{ " " }</span>
                <span>{ words::finding(i18n, finding) }</span>
            </li>
        }
    };
    let summary = t!(i18n, "goal-summary", met = report.met(), all = report.findings.len());
    html! {
        <>
            <h3 class="goal-title">{ t!(i18n, "goal-title") }</h3>
            <p class="sr-only" role="status">{ summary }</p>
            <ul class="goal">{ for report.findings.iter().map(row) }</ul>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct OfProps {
    exercise: Rc<Exercise>,
}

/// Says how it stands: what is reached, and of the first thing that is not what was found and what is required.
#[component]
fn Check(props: &OfProps) -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let announce = use_announce();
    let onclick = {
        let (i18n, exercise) = (i18n.clone(), props.exercise.clone());
        Callback::from(move |()| {
            let report = exercise.stands(&session.state().history);
            let (Some(report), Some(announce)) = (report, &announce) else { return };
            let Some(unmet) = report.findings.iter().find(|finding| !finding.met) else { return };
            let first = words::finding(&i18n, unmet);
            let text =
                t!(i18n, "goal-not-yet", met = report.met(), all = report.findings.len(), first = first);
            announce.say(Tone::Done, text);
        })
    };
    html! { <Button kind={ButtonKind::Primary} icon="check" {onclick}>{ t!(i18n, "exercise-check") }</Button> }
}

fn hint_button(
    i18n: &I18n,
    session: &Session,
    (exercise, report): (&Rc<Exercise>, &Report),
    hints: &UseStateHandle<usize>,
    last: &UseStateHandle<Last>,
) -> Html {
    let left = exercise.hints.len().saturating_sub(**hints);
    let answer = |finding: &Finding| matches!(finding.condition.about, About::Answer(_));
    let only_answers = report.findings.iter().all(|finding| finding.met || answer(finding));
    let onclick = {
        let (session, exercise, hints, last) =
            (session.clone(), exercise.clone(), hints.clone(), last.clone());
        Callback::from(move |()| {
            if left > 0 {
                return hints.set(*hints + 1);
            }
            if only_answers {
                return last.set(Last::Answer);
            }
            let (exercise, last) = (exercise.clone(), last.setter());
            let (session, asked) = (session.clone(), session.state().moment);
            let moments = hint::moments(&exercise, &session.state().history);
            last.set(Last::Searching);
            wasm_bindgen_futures::spawn_local(async move {
                let next = hint::next(&exercise, moments).await;
                // Who has moved on meanwhile would be told the next call of another moment.
                let here = session.state().moment == asked;
                last.set(if here { Last::Found(next) } else { Last::Unasked });
            });
        })
    };
    let label = match left {
        0 => t!(i18n, "exercise-next-call"),
        left => t!(i18n, "exercise-hint", left = left),
    };
    html! { <Button icon="info" {onclick}>{ label }</Button> }
}

/// The next call, once it was asked for.
fn the_next(i18n: &I18n, session: &Session, last: &Last, on_edit: &Callback<()>) -> Html {
    let next = match last {
        Last::Unasked => return html! {},
        Last::Searching => return html! { <p class="quiet">{ t!(i18n, "exercise-searching") }</p> },
        Last::Answer => return html! { <p class="exercise-hint">{ t!(i18n, "exercise-answer-left") }</p> },
        Last::Found(None) => return html! { <p class="exercise-hint">{ t!(i18n, "exercise-no-way") }</p> },
        Last::Found(Some(next)) => next.clone(),
    };
    let text = match next.back_to {
        Some(step) => t!(i18n, "exercise-go-back", step = step),
        None => t!(i18n, "exercise-next-is"),
    };
    let call = crate::walk::one_line(&next.call.to_string());
    let put = {
        let (session, on_edit) = (session.clone(), on_edit.clone());
        Callback::from(move |()| {
            if let Some(step) = next.back_to {
                session.act(Action::Seek(step));
            }
            session.act(Action::Draft(next.call.clone()));
            on_edit.emit(());
        })
    };
    html! {
        <div class="exercise-hint">
            <p>{ text }{ " " }<code>{ call }</code></p>
            <Button icon="edit" onclick={put}>{ t!(i18n, "exercise-put") }</Button>
        </div>
    }
}

/// What is said of an exercise that is done.
fn success(i18n: &I18n, exercise: &Exercise, report: &Report) -> Html {
    let lang = i18n.lang().tag();
    let text = match report.calls <= exercise.par {
        true => t!(i18n, "exercise-done-fewest", calls = report.calls),
        false => t!(i18n, "exercise-done", calls = report.calls, par = exercise.par),
    };
    let call = |call: &virtlab_core::api::Call| html! { <li><code>{ crate::walk::one_line(&call.to_string()) }</code></li> };
    html! {
        <div class="exercise-done">
            <p><Icon name="check" /><strong>{ text }</strong></p>
            <p>{ exercise.shown.of(lang).to_owned() }</p>
            <Disclosure title={t!(i18n, "exercise-solution")}>
                <ol class="exercise-solution">{ for exercise.solution.iter().map(call) }</ol>
            </Disclosure>
        </div>
    }
}

/// After success: the next exercise.
#[component]
fn Onward(props: &OfProps) -> Html {
    let i18n = use_i18n();
    let begin = use_begin();
    let after = BUILT_IN.iter().skip_while(|(name, _)| *name != props.exercise.name).nth(1);
    let Some(Ok(next)) = after.and_then(|(name, _)| built_in(name, 0)) else {
        return html! { <a class="button button--primary" href={Route::to(View::Exercises).href()}>{ t!(i18n, "exercise-all") }</a> };
    };
    let title = next.title.of(i18n.lang().tag()).to_owned();
    let onclick = Callback::from(move |()| {
        begin_exercise(&begin, &next);
        // The button goes with what it was for.
        dom::focus("view-title");
    });
    html! { <Button kind={ButtonKind::Primary} icon="forward" {onclick}>{ t!(i18n, "exercise-onward", title = title) }</Button> }
}

fn again(i18n: &I18n, begin: &Begin, exercise: &Rc<Exercise>) -> Html {
    let onclick = {
        let (begin, exercise) = (begin.clone(), exercise.clone());
        Callback::from(move |()| begin_exercise(&begin, &exercise))
    };
    html! { <Button icon="first" {onclick}>{ t!(i18n, "exercise-again") }</Button> }
}

fn leave(i18n: &I18n, begin: &Begin) -> Html {
    let text = t!(i18n, "exercise-left");
    let begin = begin.clone();
    let onclick = Callback::from(move |()| {
        begin.with(Action::Clear, Tone::Done, text.clone());
        dom::focus("view-title");
    });
    html! { <Button kind={ButtonKind::Plain} {onclick}>{ t!(i18n, "exercise-leave") }</Button> }
}

/// Before the learner's own first moment there is nothing to look at yet.
fn before_start(i18n: &I18n, session: &Session, exercise: &Exercise) -> Html {
    let to = exercise.start.len();
    html! {
        <section class="guide exercise" aria-labelledby="exercise-title">
            <div class="guide-words">
                <h2 id="exercise-title">{ exercise.title.of(i18n.lang().tag()).to_owned() }</h2>
                <p role="status">{ t!(i18n, "exercise-before") }</p>
            </div>
            <div class="guide-buttons">
                <Button kind={ButtonKind::Primary} icon="forward" onclick={session.on(Action::Walk(to))}>{ t!(i18n, "exercise-to-start") }</Button>
            </div>
        </section>
    }
}
