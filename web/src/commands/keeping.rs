//! What is to be told about how the session is kept: that another tab has it too, and that the browser does not keep it.

use yew::prelude::*;

use super::files::export;
use super::use_begin;
use crate::i18n::use_i18n;
use crate::session::{Action, Session};
use crate::shell::{Offer, Tone, use_announce};
use crate::t;

/// Says so once, when the words are there.
#[hook]
pub fn use_keeping(session: &Session) {
    let i18n = use_i18n();
    let announce = use_announce();
    let begin = use_begin();
    let session = session.clone();
    use_effect_with(i18n.is_whole(), move |whole| {
        let (true, Some(announce), Some((keeper, copied))) = (*whole, announce, session.keeper()) else {
            return;
        };
        if copied {
            let done = t!(i18n, "commands-new-done");
            let onclick = Callback::from(move |()| begin.with(Action::Clear, Tone::Done, done.clone()));
            let label = t!(i18n, "commands-new");
            announce.offer(Tone::Done, t!(i18n, "commands-copied"), Offer { label, onclick });
        }
        keeper.on_failure(Callback::from(move |()| {
            let offer = Offer { label: t!(i18n, "commands-export"), onclick: export(&session) };
            announce.offer(Tone::Problem, t!(i18n, "commands-unkept"), offer);
        }));
    });
}
