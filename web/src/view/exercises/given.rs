//! Exercises that somebody else made, given as files.

use virtlab_core::world::Subject;
use virtlab_course::exercise::{Exercise, built_in, read};
use yew::prelude::*;

use crate::commands::refusal;
use crate::i18n::{I18n, use_i18n};
use crate::route::{Route, View};
use crate::shell::{Tone, use_announce};
use crate::store::given::EXERCISES;
use crate::store::{Picked, pick};
use crate::t;
use crate::ui::{Button, IconButton};

/// The exercise of a name in a variant: of the set, or one that was given. One that cannot be read is none.
pub fn find(name: &str, variant: u64) -> Option<Exercise> {
    match built_in(name, variant) {
        Some(read) => read.ok(),
        None => read(name, &EXERCISES.text(name)?, variant).ok(),
    }
}

/// The name of an exercise by the name of its file, without what no name can have.
pub fn name_of(file: &str) -> String {
    let stem = file.strip_suffix(".toml").unwrap_or(file).to_ascii_lowercase();
    stem.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(48).collect()
}

/// Takes up an exercise; else what is wrong, in words.
fn take_up(i18n: &I18n, picked: &Picked) -> Result<String, AttrValue> {
    let name = name_of(&picked.name);
    if built_in(&name, 0).is_some() || !Subject::can_be_named(&name) {
        return Err(t!(i18n, "given-name-taken", name = name));
    }
    match read(&name, &picked.text, 0) {
        Ok(_) if EXERCISES.keep(&name, &picked.text) => Ok(name),
        Ok(_) => Err(t!(i18n, "given-not-kept")),
        Err(fault) => {
            let file = picked.name.as_str();
            let wrong = t!(i18n, "given-wrong", file = file, fault = fault.to_string());
            Err(wrong)
        }
    }
}

/// The exercises that were given, and how to open one more.
#[component]
pub fn Given() -> Html {
    let i18n = use_i18n();
    let announce = use_announce();
    let names = use_state(|| EXERCISES.names());
    let on_picked = {
        let (i18n, names) = (i18n.clone(), names.setter());
        Callback::from(move |picked: Result<Picked, _>| {
            let taken = picked.map_err(|error| refusal(&i18n, error)).and_then(|file| take_up(&i18n, &file));
            let (tone, text) = match taken {
                Ok(name) => (Tone::Done, t!(i18n, "given-taken", name = name)),
                Err(text) => (Tone::Problem, text),
            };
            names.set(EXERCISES.names());
            if let Some(announce) = &announce {
                announce.say(tone, text);
            }
        })
    };
    let open = Callback::from(move |()| pick(".toml,text/plain", on_picked.clone()));
    let row = |name: &String| {
        let title =
            find(name, 0).map_or_else(|| name.clone(), |one| one.title.of(i18n.lang().tag()).to_owned());
        let forget = {
            let (name, names) = (name.clone(), names.setter());
            Callback::from(move |()| {
                EXERCISES.forget(&name);
                names.set(EXERCISES.names());
            })
        };
        html! {
            <li key={name.clone()} class="exercise-row">
                <span class="exercise-mark"></span>
                <a href={Route::item(View::Exercises, name.clone()).href()}>{ &title }</a>
                <IconButton icon="close" label={t!(i18n, "given-forget", title = title.clone())} onclick={forget} />
            </li>
        }
    };
    html! {
        <section class="exercise-level">
            <h2>{ t!(i18n, "given-title") }</h2>
            <p>{ t!(i18n, "given-about") }</p>
            if !names.is_empty() { <ul class="exercise-rows">{ for names.iter().map(row) }</ul> }
            <p><Button icon="import" onclick={open}>{ t!(i18n, "given-open") }</Button></p>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_gives_its_exercise_a_name() {
        assert_eq!(name_of("My first.toml"), "my-first");
        assert_eq!(name_of("exercise.toml"), "exercise");
        assert!(!Subject::can_be_named(&name_of(".toml")));
    }
}
