//! An exercise on the desk.

use std::rc::Rc;

use virtlab_core::world::Subject;
use virtlab_course::exercise::{Exercise, read, regrade};
use virtlab_course::given::{Given, Thing};
use virtlab_course::goal::Finding;
use yew::prelude::*;

use super::editor::FileEditor;
use super::proof::Proof;
use super::tools::{Tools, keep};
use crate::commands::use_begin;
use crate::editor::Language;
use crate::i18n::{I18n, use_i18n};
use crate::shell::use_announce;
use crate::store::given::EXERCISES;
use crate::ui::{Button, ButtonKind};
use crate::view::exercises::{begin_exercise, words};
use crate::{dom, t};

/// What [`ExerciseDesk`] takes.
#[derive(Properties, PartialEq)]
pub struct DeskProps {
    /// The exercise's or lesson's name.
    pub name: String,
    /// Something else is to be on the desk.
    pub on_show: Callback<Option<Subject>>,
}

/// An exercise, to be written.
#[component]
pub fn ExerciseDesk(props: &DeskProps) -> Html {
    let i18n = use_i18n();
    let begin = use_begin();
    let announce = use_announce();
    let name = &props.name;
    let text = use_state(|| EXERCISES.text(name).unwrap_or_default());
    let variant = use_state_eq(|| 0u64);
    let read =
        use_memo(((*text).clone(), *variant), |(text, variant)| read(name, text, *variant).map(Rc::new));
    let on_change = {
        let (i18n, name, text) = (i18n.clone(), name.clone(), text.setter());
        Callback::from(move |new: AttrValue| {
            keep(&i18n, &announce, EXERCISES, &name, &new);
            text.set(new.to_string());
        })
    };
    let on_variant = {
        let variant = variant.setter();
        Callback::from(move |event: InputEvent| {
            variant.set(dom::input_value(&event).and_then(|n| n.parse().ok()).unwrap_or_default());
        })
    };
    let on_try = {
        let (begin, exercise) = (begin.clone(), (*read).as_ref().ok().cloned());
        Callback::from(move |()| {
            if let Some(exercise) = &exercise {
                begin_exercise(&begin, exercise);
            }
        })
    };
    let given = Given { name: name.clone(), thing: Thing::Exercise((*text).clone()) };
    let title =
        (*read).as_ref().map_or_else(|_| name.clone(), |one| one.title.of(i18n.lang().tag()).to_owned());
    let tools = html! {
        <Tools {given} {title} sound={read.is_ok()} on_show={props.on_show.clone()}>
            <Button kind={ButtonKind::Primary} icon="play" reason={read.is_err().then(|| t!(i18n, "teach-try-not"))} onclick={on_try}>{ t!(i18n, "teach-try") }</Button>
        </Tools>
    };
    html! {
        <>
        { tools }
        <div class="teach-desk">
            <FileEditor label={t!(i18n, "teach-text", name = name.clone())} language={Language::Toml} value={(*text).clone()} {on_change}
                fault={(*read).as_ref().err().cloned()} />
            <section class="teach-look" aria-labelledby="teach-look">
                <h2 id="teach-look">{ t!(i18n, "teach-look") }</h2>
                { look(&i18n, &read) }
                <label class="field"><span>{ t!(i18n, "teach-variant") }</span>
                    <input class="input" type="number" min="0" max="999999" value={variant.to_string()} oninput={on_variant} /></label>
                <p class="hint">{ t!(i18n, "teach-variant-about") }</p>
                if let Ok(exercise) = &*read { <Proof exercise={exercise.clone()} /> }
            </section>
        </div>
        </>
    }
}

/// How the exercise looks to a student, as far as its text can be read.
fn look(i18n: &I18n, read: &Result<Rc<Exercise>, virtlab_course::Fault>) -> Html {
    let Ok(exercise) = read else { return html! { <p class="quiet">{ t!(i18n, "teach-try-not") }</p> } };
    let lang = i18n.lang().tag();
    html! {
        <>
            <p><strong>{ exercise.title.of(lang).to_owned() }</strong></p>
            <p>{ exercise.task.of(lang).to_owned() }</p>
            { goal(i18n, exercise) }
            { said(t!(i18n, "teach-hints"), exercise.hints.iter().map(|hint| hint.of(lang))) }
            { said(t!(i18n, "teach-mistakes"), exercise.mistakes.iter().map(|mistake| mistake.say.of(lang))) }
            <p class="hint">{ t!(i18n, "teach-has", goal = exercise.goal.len(), hints = exercise.hints.len(), par = exercise.par) }</p>
        </>
    }
}

/// The goal as it stands at the beginning.
fn goal(i18n: &I18n, exercise: &Exercise) -> Html {
    let Ok(begun) = regrade(exercise, &exercise.journal()) else { return html! {} };
    let row = |finding: &Finding| html! { <li class="goal-row"><span>{ words::finding(i18n, finding) }</span></li> };
    html! {
        <>
            <h3 class="goal-title">{ t!(i18n, "goal-title") }</h3>
            <ul class="goal">{ for begun.report.findings.iter().map(row) }</ul>
        </>
    }
}

/// What is said in an exercise, under a heading; nothing if that is nothing.
fn said<'t>(title: AttrValue, texts: impl Iterator<Item = &'t str>) -> Html {
    let all: Vec<Html> = texts.map(|text| html! { <li>{ text.to_owned() }</li> }).collect();
    if all.is_empty() {
        return html! {};
    }
    html! { <><h3 class="goal-title">{ title }</h3><ol class="teach-said">{ for all }</ol></> }
}
