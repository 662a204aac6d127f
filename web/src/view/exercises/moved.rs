//! Taking one's progress to another browser: a file with it is given, and taken up.

use virtlab_core::world::Subject;
use virtlab_course::given::{Given, Thing};
use virtlab_course::lesson::Folder;
use yew::prelude::*;

use crate::commands::refusal;
use crate::i18n::{I18n, use_i18n};
use crate::shell::{Tone, use_announce};
use crate::store::given::EXERCISES;
use crate::store::progress::Progress;
use crate::store::{self, MoveError, Picked, download, pick};
use crate::ui::Button;
use crate::view::given::bring;
use crate::{embed, t};

/// What [`Moved`] takes.
#[derive(Properties, PartialEq)]
pub struct MovedProps {
    /// Is told that progress was taken up.
    pub on_moved: Callback<()>,
}

/// The progress as a file, there and back.
#[component]
pub fn Moved(props: &MovedProps) -> Html {
    let i18n = use_i18n();
    let announce = use_announce();
    // What is embedded keeps nothing.
    if embed::is() {
        return html! {};
    }
    let on_export =
        Callback::from(|()| download("virtlab-progress.txt", "text/plain", &store::Moved::here().text()));
    let on_picked = {
        let (i18n, on_moved) = (i18n.clone(), props.on_moved.clone());
        Callback::from(move |picked: Result<Picked, _>| {
            let taken = picked.map_err(|error| refusal(&i18n, error)).and_then(|file| take_up(&i18n, &file));
            let (tone, text) = match taken {
                Ok(text) => (Tone::Done, text),
                Err(text) => (Tone::Problem, text),
            };
            on_moved.emit(());
            if let Some(announce) = &announce {
                announce.say(tone, text);
            }
        })
    };
    let on_import = Callback::from(move |()| pick(".txt,text/plain", on_picked.clone()));
    html! {
        <section class="exercise-level">
            <h2>{ t!(i18n, "progress-title") }</h2>
            <p>{ t!(i18n, "progress-about") }</p>
            <p class="teach-row">
                <Button icon="export" onclick={on_export}>{ t!(i18n, "progress-export") }</Button>
                <Button icon="import" onclick={on_import}>{ t!(i18n, "progress-import") }</Button>
            </p>
        </section>
    }
}

/// Takes up what a file has, and says how much; else what is wrong, in words, and nothing has changed, unless the browser did
/// not keep a part.
fn take_up(i18n: &I18n, picked: &Picked) -> Result<AttrValue, AttrValue> {
    let file = picked.name.as_str();
    let moved = store::Moved::read(&picked.text, Subject::can_be_named).map_err(|error| match error {
        MoveError::Other => t!(i18n, "progress-other", file = file),
        MoveError::Newer(format) => t!(i18n, "progress-newer", file = file, format = format),
        MoveError::Line(line) => t!(i18n, "progress-line", file = file, line = line),
        MoveError::Cut => t!(i18n, "progress-cut", file = file),
    })?;
    let (things, given) = (moved.progress.0.len(), moved.given.len());
    let (mut brought, mut refused) = (moved.progress, false);
    for (shelf, name, text) in moved.given {
        let thing = match shelf {
            EXERCISES => Thing::Exercise(text),
            _ => Thing::Lesson(Folder::from_text(&text)),
        };
        let given = Given { name, thing };
        // Where the name is another's here, what was done of it goes under the new name too.
        let old = given.subject();
        let Some(kept) = bring(&given) else {
            refused = true;
            continue;
        };
        if kept != old
            && let Some(numbers) = brought.0.remove(&old.to_string())
        {
            brought.0.insert(kept.to_string(), numbers);
        }
    }
    let mut progress = Progress::read();
    progress.bring(brought);
    progress.keep();
    if refused {
        // What has room is there all the same.
        return Err(t!(i18n, "given-not-kept"));
    }
    Ok(t!(i18n, "progress-taken", things = things, given = given))
}
