//! The first visit: one line that says what to do, and three walkthroughs to choose from. It goes when it is dismissed
//! or when a call has been made, and does not come back.

use virtlab_core::walkthrough::{Walkthrough, walkthroughs};
use yew::prelude::*;

use super::{title, use_start};
use crate::i18n::use_i18n;
use crate::prefs;
use crate::route::{Route, View};
use crate::session::use_session;
use crate::t;
use crate::ui::IconButton;

/// The lesson to begin with.
const FIRST_LESSON: &str = "libvirt";
/// Walkthroughs that are offered.
const OFFERED: usize = 3;

#[derive(Properties, PartialEq)]
pub struct InvitationProps {
    /// The reader wants to see the call that is put together: a definition, on the first visit.
    pub on_define: Callback<()>,
}

/// The invitation, while it is of use.
#[component]
pub fn Invitation(props: &InvitationProps) -> Html {
    let i18n = use_i18n();
    let start = use_start();
    let seen = use_state_eq(prefs::invited);
    let worked = use_session().state().is_work();
    {
        let seen = seen.clone();
        use_effect_with(worked, move |worked| {
            if *worked && !*seen {
                prefs::keep_invited();
                seen.set(true);
            }
        });
    }
    if *seen || worked {
        return html! {};
    }
    let dismiss = {
        let seen = seen.clone();
        Callback::from(move |()| {
            prefs::keep_invited();
            seen.set(true);
        })
    };
    let offer = |walkthrough: &'static Walkthrough| {
        let onclick = start.reform(move |_: MouseEvent| walkthrough);
        html! { <button type="button" class="link" {onclick}>{ title(&i18n, walkthrough) }</button> }
    };
    let define = props.on_define.reform(|_: MouseEvent| ());
    html! {
        <section class="guide guide--invitation" aria-labelledby="invitation">
            <p id="invitation">
                <a class="invitation-define" href={Route::item(View::Lessons, FIRST_LESSON).href()}>{ t!(i18n, "guide-invitation-lesson") }</a>
                <span>{ " " }{ t!(i18n, "guide-invitation-yourself") }{ " " }</span>
                <button type="button" class="link" onclick={define}>{ t!(i18n, "guide-invitation") }</button>
            </p>
            <p class="invitation-offers">
                <span>{ t!(i18n, "guide-invitation-or") }</span>
                { for walkthroughs().iter().take(OFFERED).map(offer) }
                <a href={Route::to(View::Walkthroughs).href()}>{ t!(i18n, "guide-invitation-more") }</a>
            </p>
            <IconButton icon="close" label={t!(i18n, "dismiss")} onclick={dismiss} />
        </section>
    }
}
