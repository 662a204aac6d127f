//! A teacher's desk: an exercise is written with its faults and its look beside it, tried, given as a link or a file, and what
//! students hand in is graded. What is written is kept at each change.

use virtlab_course::exercise::{Exercise, read, source_of};
use virtlab_course::grade::{Grader, csv};
use yew::prelude::*;

use super::{begin_exercise, own};
use crate::commands::use_begin;
use crate::i18n::{I18n, use_i18n};
use crate::route::{Route, View};
use crate::shell::{Tone, use_announce};
use crate::store::given::EXERCISES;
use crate::store::{Picked, download, pick, pick_all};
use crate::ui::{Button, ButtonKind};
use crate::{chunk, dom, t};

/// What a new exercise begins as: one that works, to be changed.
const MODEL: &str = "first-start";

/// The desk.
#[component]
pub fn Teach() -> Html {
    let i18n = use_i18n();
    let begin = use_begin();
    let name = use_state(|| EXERCISES.names().into_iter().next());
    let variant = use_state_eq(|| 0u64);
    let redraw = use_force_update();
    let names = EXERCISES.names();
    let on_name = {
        let name = name.clone();
        Callback::from(move |event: Event| name.set(dom::input_value(&event)))
    };
    let on_new = {
        let name = name.clone();
        Callback::from(move |()| name.set(Some(own::bring("exercise", source_of(MODEL).unwrap_or_default()))))
    };
    let on_open = {
        let name = name.clone();
        Callback::from(move |()| {
            let name = name.clone();
            pick(
                ".toml,text/plain",
                Callback::from(move |picked: Result<Picked, _>| {
                    if let Ok(picked) = picked {
                        name.set(Some(own::bring(&super::given::name_of(&picked.name), &picked.text)));
                    }
                }),
            );
        })
    };
    let chosen = name.as_ref().and_then(|name| EXERCISES.text(name).map(|text| (name.clone(), text)));
    let option = |one: &String| {
        html! { <option value={one.clone()} selected={name.as_ref() == Some(one)}>{ one }</option> }
    };
    html! {
        <div class="teach">
            <p><a href={Route::to(View::Exercises).href()}>{ t!(i18n, "exercise-all") }</a></p>
            <p class="lead">{ t!(i18n, "teach-about") }</p>
            <div class="teach-row">
                if !names.is_empty() {
                    <label class="field"><span>{ t!(i18n, "teach-which") }</span>
                        <select class="select" onchange={on_name}>{ for names.iter().map(option) }</select></label>
                }
                <Button icon="fresh" onclick={on_new}>{ t!(i18n, "teach-new") }</Button>
                <Button icon="import" onclick={on_open}>{ t!(i18n, "teach-open") }</Button>
                <Grade />
            </div>
            if let Some((name, text)) = chosen {
                <Desk key={name.clone()} name={name.clone()} {text} variant={*variant} on_variant={{
                    let variant = variant.clone();
                    Callback::from(move |n| variant.set(n))
                }} on_change={{
                    let redraw = redraw.clone();
                    Callback::from(move |()| redraw.force_update())
                }} on_begin={Callback::from(move |exercise: Exercise| begin_exercise(&begin, &exercise))} />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct DeskProps {
    name: String,
    text: String,
    variant: u64,
    on_variant: Callback<u64>,
    /// What is kept has changed.
    on_change: Callback<()>,
    on_begin: Callback<Exercise>,
}

/// One exercise on the desk.
#[component]
fn Desk(props: &DeskProps) -> Html {
    let i18n = use_i18n();
    let DeskProps { name, text, variant, .. } = props;
    let read = read(name, text, *variant);
    let oninput = {
        let (name, on_change) = (name.clone(), props.on_change.clone());
        Callback::from(move |event: InputEvent| {
            if let Some(text) = dom::input_value(&event) {
                EXERCISES.keep(&name, &text);
                on_change.emit(());
            }
        })
    };
    let on_variant = {
        let on_variant = props.on_variant.clone();
        Callback::from(move |event: InputEvent| {
            on_variant.emit(dom::input_value(&event).and_then(|n| n.parse().ok()).unwrap_or_default());
        })
    };
    let on_save = {
        let (name, text) = (name.clone(), text.clone());
        Callback::from(move |()| download(&format!("{name}.toml"), "application/toml", &text))
    };
    let on_delete = {
        let (name, on_change) = (name.clone(), props.on_change.clone());
        Callback::from(move |()| {
            EXERCISES.forget(&name);
            on_change.emit(());
        })
    };
    let on_try = {
        let (on_begin, exercise) = (props.on_begin.clone(), read.as_ref().ok().cloned());
        Callback::from(move |()| {
            if let Some(exercise) = &exercise {
                on_begin.emit(exercise.clone());
            }
        })
    };
    html! {
        <div class="teach-desk">
            <label class="field"><span>{ t!(i18n, "teach-text", name = name.clone()) }</span>
                <textarea class="input mono" rows="24" spellcheck="false" value={text.clone()} {oninput} /></label>
            <section class="teach-look" aria-labelledby="teach-look">
                <h2 id="teach-look">{ t!(i18n, "teach-look") }</h2>
                <div role="status">{ look(&i18n, &read) }</div>
                <label class="field"><span>{ t!(i18n, "teach-variant") }</span>
                    <input class="input" type="number" min="0" max="999999" value={variant.to_string()} oninput={on_variant} /></label>
                <p class="hint">{ t!(i18n, "teach-variant-about") }</p>
                <div class="teach-row">
                    <Button kind={ButtonKind::Primary} icon="play" reason={read.is_err().then(|| t!(i18n, "teach-try-not"))} onclick={on_try}>{ t!(i18n, "teach-try") }</Button>
                    <Give name={name.clone()} text={text.clone()} />
                    <Button icon="export" onclick={on_save}>{ t!(i18n, "teach-save") }</Button>
                    <Button onclick={on_delete}>{ t!(i18n, "teach-delete") }</Button>
                </div>
            </section>
        </div>
    }
}

/// How the exercise looks to a student, or what is wrong with its text.
fn look(i18n: &I18n, read: &Result<Exercise, virtlab_course::Fault>) -> Html {
    match read {
        Err(fault) => html! {
            <div class="teach-fault">
                <p>{ t!(i18n, "teach-fault", line = fault.line, column = fault.column) }</p>
                <p lang="en">{ &fault.message }</p>
                if let Some(hint) = &fault.hint { <p lang="en" class="hint">{ hint }</p> }
            </div>
        },
        Ok(exercise) => {
            let lang = i18n.lang().tag();
            html! {
                <>
                    <p><strong>{ exercise.title.of(lang).to_owned() }</strong></p>
                    <p>{ exercise.task.of(lang).to_owned() }</p>
                    <p class="hint">{ t!(i18n, "teach-has", goal = exercise.goal.len(), hints = exercise.hints.len(), par = exercise.par) }</p>
                </>
            }
        }
    }
}

#[derive(Properties, PartialEq)]
struct GiveProps {
    name: String,
    text: String,
}

/// Puts a link to the exercise on the clipboard.
#[component]
fn Give(props: &GiveProps) -> Html {
    let i18n = use_i18n();
    let announce = use_announce();
    let onclick = {
        let (i18n, name, text) = (i18n.clone(), props.name.clone(), props.text.clone());
        Callback::from(move |()| {
            let (i18n, name, text, announce) = (i18n.clone(), name.clone(), text.clone(), announce.clone());
            wasm_bindgen_futures::spawn_local(async move {
                let Some(announce) = announce else { return };
                let given = match chunk::share().await {
                    Ok(share) => (share.write_text)(&format!("{name}\n{text}")).ok(),
                    Err(_) => None,
                };
                let link =
                    given.map(|token| format!("{}#{}{token}", dom::address(), virtlab_share::TEXT_PREFIX));
                match link {
                    Some(link) if dom::copy(&link).await => {
                        let length = link.chars().count();
                        announce.say(Tone::Done, t!(i18n, "teach-given", length = length));
                    }
                    _ => announce.say(Tone::Problem, t!(i18n, "teach-not-given")),
                }
            });
        })
    };
    html! { <Button icon="link" {onclick}>{ t!(i18n, "teach-give") }</Button> }
}

/// Grades files that students handed in, and gives the table.
#[component]
fn Grade() -> Html {
    let i18n = use_i18n();
    let announce = use_announce();
    let onclick = {
        let i18n = i18n.clone();
        Callback::from(move |()| {
            let (i18n, announce) = (i18n.clone(), announce.clone());
            pick_all(
                ".json,application/json",
                Callback::from(move |files: Vec<Picked>| {
                    let mut grader = Grader::default();
                    for name in EXERCISES.names() {
                        let text = EXERCISES.text(&name).unwrap_or_default();
                        grader.exercise(name, text);
                    }
                    let rows: Vec<_> =
                        files.iter().map(|file| grader.grade(&file.name, &file.text)).collect();
                    download("virtlab-grades.csv", "text/csv", &csv(&rows));
                    let done = rows.iter().filter(|row| row.done).count();
                    if let Some(announce) = &announce {
                        announce.say(Tone::Done, t!(i18n, "teach-graded", count = rows.len(), done = done));
                    }
                }),
            );
        })
    };
    html! { <Button icon="check" {onclick}>{ t!(i18n, "teach-grade") }</Button> }
}
