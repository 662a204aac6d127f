//! The journal: every call with its outcome, windowed; a click goes to the moment after it.

use yew::prelude::*;

use crate::i18n::use_i18n;
use crate::session::{Action, use_session};
use crate::t;
use crate::timeline::short_call;
use crate::ui::{Icon, ListRow, WindowedList};

/// The list.
#[component]
pub fn JournalList() -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let (count, position) = {
        let state = session.state();
        (state.history.steps().len(), state.history.position())
    };
    if count == 0 {
        return html! { <p class="empty">{ t!(i18n, "inspector-nothing-yet") }</p> };
    }
    let row = {
        let session = session.clone();
        Callback::from(move |n: usize| {
            let state = session.state();
            let Some(step) = state.history.steps().get(n) else {
                return ListRow { body: html! {}, class: classes!() };
            };
            let icon = if step.outcome.ok() { "check" } else { "alert" };
            let class = classes!(
                "journal-row",
                (!step.outcome.ok()).then_some("journal-row--problem"),
                (n >= state.history.position()).then_some("journal-row--ahead"),
            );
            let body = html! { <><span class="journal-number">{ n + 1 }</span><Icon name={icon} /><code>{ short_call(step) }</code></> };
            ListRow { body, class }
        })
    };
    let on_choose = {
        let session = session.clone();
        Callback::from(move |n: usize| session.act(Action::Seek(n + 1)))
    };
    html! {
        <WindowedList label={t!(i18n, "inspector-journal")} {count} row_px={32} {row}
            chosen={position.checked_sub(1)} {on_choose} />
    }
}
