//! The page is kept by the browser, and so may be older than what its host has: a new version is told, and taken when the
//! reader says so. `web/js/offline.js` does the keeping.

use gloo::events::EventListener;
use yew::prelude::*;

use crate::i18n::use_i18n;
use crate::shell::{Offer, Tone, use_announce};
use crate::{dom, t};

/// Where offline.js says how it stands.
const ATTRIBUTE: &str = "data-version";
/// What it dispatches when that has changed.
const CHANGED: &str = "virtlab-version";
/// What it waits for.
const TAKE: &str = "virtlab-take";

/// A version that is newer than this page.
#[derive(Clone, Copy, PartialEq)]
pub enum Newer {
    /// It has been fetched and waits.
    Waits,
    /// Another tab has taken it, and this page is the last of the old one.
    Taken,
}

fn newer() -> Option<Newer> {
    match &dom::root_attribute(ATTRIBUTE)?[..] {
        "new" => Some(Newer::Waits),
        "taken" => Some(Newer::Taken),
        _ => None,
    }
}

/// Takes the new version: the page is loaded again, with the session as it is.
pub fn take() {
    dom::dispatch(TAKE);
}

/// Whether there is a newer version; says so once.
#[hook]
pub fn use_newer() -> Option<Newer> {
    let i18n = use_i18n();
    let announce = use_announce();
    let found = use_state_eq(newer);
    {
        let found = found.clone();
        use_effect_with((), move |()| {
            let listener =
                dom::window().map(|window| EventListener::new(&window, CHANGED, move |_| found.set(newer())));
            move || drop(listener)
        });
    }
    use_effect_with((i18n.is_whole(), *found), move |(whole, found)| {
        let (true, Some(found), Some(announce)) = (*whole, *found, announce) else { return };
        let text = match found {
            Newer::Waits => t!(i18n, "offline-new"),
            Newer::Taken => t!(i18n, "offline-taken"),
        };
        let offer = Offer { label: t!(i18n, "offline-take"), onclick: Callback::from(|()| take()) };
        announce.offer(Tone::Done, text, offer);
    });
    *found
}
