//! What just happened: the outcome as libvirt gives it, the domain's XML before and after, events, handles, the journal.

mod error;
mod events;
mod handles;
mod journal;
mod legal;
mod meaning;
mod notices;
mod outcome;
mod value;
mod xml;

use yew::prelude::*;

use crate::i18n::use_i18n;
use crate::session::use_session;
use crate::ui::{TabList, TabSpec, panel_id, tab_id};
use crate::{msg, t};
use events::Events;
use handles::Handles;
use journal::JournalList;
use outcome::OutcomeView;
use xml::DomainXml;

/// The tabs, with the keys of their titles.
const TABS: [(&str, &str); 5] = [
    ("outcome", msg!("inspector-outcome")),
    ("xml", msg!("inspector-xml")),
    ("events", msg!("inspector-events")),
    ("handles", msg!("inspector-handles")),
    ("journal", msg!("inspector-journal")),
];

/// The pane.
#[component]
pub fn InspectorPane() -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let chosen = use_state_eq(|| "outcome");
    let on_choose = {
        let chosen = chosen.clone();
        Callback::from(move |tab| chosen.set(tab))
    };
    let (events, handles, place) = {
        let state = session.state();
        // Another moment's outcome has nothing in common with this one's: it is drawn anew and not fitted in.
        let place = format!("{}-{}", state.history.current(), state.history.position());
        let raised = state.last().map_or(0, |step| step.outcome.raised.len() + step.outcome.delivered.len());
        let client = state.world().client(state.client);
        (raised, client.map_or(0, |client| client.live().count()), place)
    };
    let mark = |tab: &str| match tab {
        "events" if events > 0 => AttrValue::from(events.to_string()),
        "handles" => AttrValue::from(handles.to_string()),
        _ => AttrValue::default(),
    };
    let tabs: Vec<TabSpec> =
        TABS.iter().map(|(id, title)| TabSpec { id, title: t!(i18n, title), mark: mark(id) }).collect();
    let body = match *chosen {
        "xml" => html! { <DomainXml /> },
        "events" => html! { <Events /> },
        "handles" => html! { <Handles /> },
        "journal" => html! { <JournalList /> },
        _ => html! { <OutcomeView key={place} /> },
    };
    html! {
        <div class="inspector">
            <TabList name="inspector" label={t!(i18n, "pane-inspector")} {tabs} chosen={*chosen} {on_choose} />
            <div id={panel_id("inspector", *chosen)} role="tabpanel" tabindex="0" aria-labelledby={tab_id("inspector", *chosen)}
                class={classes!("inspector-body", format!("inspector-body--{}", *chosen))}>
                { body }
            </div>
        </div>
    }
}
