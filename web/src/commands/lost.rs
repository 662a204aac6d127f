//! A kept session that cannot be read is told, and its text handed out: it may be of another version, or somebody may
//! mend it.

use yew::prelude::*;

use crate::i18n::use_i18n;
use crate::session::{Lost, use_session};
use crate::shell::{Offer, Tone, use_announce};
use crate::store::download;
use crate::t;

/// Says so whenever a session turns out to be lost, once the words are there.
#[hook]
pub fn use_lost() {
    let i18n = use_i18n();
    let announce = use_announce();
    let lost = use_session().state().lost.clone().filter(|_| i18n.is_whole());
    use_effect_with(lost, move |lost: &Option<Lost>| {
        if let (Some(Lost { error, text }), Some(announce)) = (lost.clone(), announce) {
            let onclick =
                Callback::from(move |()| download("virtlab-lost-session.json", "application/json", &text));
            let label = t!(i18n, "commands-lost-download");
            let said = t!(i18n, "commands-lost", error = error.to_string());
            announce.offer(Tone::Problem, said, Offer { label, onclick });
        }
    });
}
