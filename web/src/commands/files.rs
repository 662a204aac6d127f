//! The session as a file and as text.

use yew::prelude::*;

use super::Begin;
use crate::i18n::I18n;
use crate::route::{Route, View};
use crate::session::{Action, Session, State};
use crate::shell::{Announce, Tone};
use crate::store::{PickError, Picked, download, pick};
use crate::t;

/// The media type of a session's file.
const JSON: &str = "application/json";

/// Gives the session to the reader as a file.
pub fn export(session: &Session) -> Callback<()> {
    let session = session.clone();
    Callback::from(move |()| {
        let state = session.state();
        let of = state.history.subject().map(|subject| &*subject.name);
        let name = of.or(state.guide.map(|guide| guide.walkthrough.id)).unwrap_or("session");
        download(&format!("virtlab-{name}.json"), JSON, &state.history.to_json());
    })
}

/// Asks for a file, and takes up the session in it. A file that is none changes nothing.
pub fn import(begin: &Begin) -> Callback<()> {
    let begin = begin.clone();
    let on_picked = Callback::from(move |picked| {
        let begin = begin.clone();
        wasm_bindgen_futures::spawn_local(async move {
            if let Err(text) = take_up(&begin, picked).await {
                begin.problem(text);
            }
        });
    });
    Callback::from(move |()| pick(".json,application/json,text/plain", on_picked.clone()))
}

/// Takes up the session in a file; else what is wrong, in words.
async fn take_up(begin: &Begin, picked: Result<Picked, PickError>) -> Result<(), AttrValue> {
    let i18n = begin.i18n();
    let Picked { name, text } = picked.map_err(|error| refusal(i18n, error))?;
    match begin.read(&name, &text).await {
        Ok(history) => {
            let said = t!(i18n, "commands-import-done", name = name);
            begin.with(Action::Load(history, Vec::new()), Tone::Done, said);
            Route::to(View::Lab).go();
            Ok(())
        }
        Err(error) => Err(t!(i18n, "commands-import-wrong", name = name, error = error.to_string())),
    }
}

/// Why a file was not read, in words.
pub fn refusal(i18n: &I18n, error: PickError) -> AttrValue {
    match error {
        PickError::TooLarge { name, bytes } => {
            t!(i18n, "commands-import-large", name = name, mib = bytes >> 20)
        }
        PickError::Unreadable { name } => t!(i18n, "commands-import-unreadable", name = name),
    }
}

/// Every call of the branch that is looked at, a line each.
pub fn lines(state: &State) -> String {
    state.history.steps().iter().map(|step| format!("{}\n", step.entry)).collect()
}

/// Puts the calls on the clipboard.
pub fn copy(i18n: &I18n, session: &Session, announce: &Option<Announce>) -> Callback<()> {
    let (i18n, session, announce) = (i18n.clone(), session.clone(), announce.clone());
    Callback::from(move |()| {
        let (text, count) = {
            let state = session.state();
            (lines(&state), state.history.steps().len())
        };
        if let Some(announce) = &announce {
            announce.copy(
                text,
                t!(i18n, "commands-copy-done", count = count),
                t!(i18n, "commands-copy-refused"),
            );
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use virtlab_core::walkthrough::walkthroughs;

    #[test]
    fn a_copied_line_says_who_calls() {
        let mut state = State::restored(None);
        let errors = walkthroughs().iter().find(|w| w.steps.iter().any(|step| step.client.0 == 1)).unwrap();
        state.act(Action::Begin(errors.journal()));
        let text = lines(&state);
        assert_eq!(text.lines().count(), errors.steps.len());
        assert!(text.lines().any(|line| line == "1: virGetLastErrorMessage()"), "{text}");
        assert!(text.starts_with("virConnectOpen(\"test:///default\")\n"));
    }
}
