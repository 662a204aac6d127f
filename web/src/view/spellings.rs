//! The session as a program: the same calls in C, in Python, for virsh, or as a scenario.

use virtlab_spelling::{Spelling, spell};
use yew::prelude::*;

use crate::chunk::gap;
use crate::i18n::use_i18n;
use crate::route::{Route, View};
use crate::session::use_session;
use crate::shell::use_announce;
use crate::store::download;
use crate::ui::{Button, TabList, TabSpec, panel_id, tab_id};
use crate::{msg, t};

/// What the tabs' ids begin with.
const TABS: &str = "spelling";

#[derive(Properties, PartialEq)]
pub struct SpellingsProps {
    /// The spelling to show; C without one.
    pub item: Option<AttrValue>,
}

/// The tab's words, and what the text is for.
fn words(spelling: Spelling) -> (&'static str, &'static str) {
    match spelling {
        Spelling::C => (msg!("spelling-c"), msg!("spelling-c-about")),
        Spelling::Python => (msg!("spelling-python"), msg!("spelling-python-about")),
        Spelling::Virsh => (msg!("spelling-virsh"), msg!("spelling-virsh-about")),
        Spelling::Scenario => (msg!("spelling-scenario"), msg!("spelling-scenario-about")),
    }
}

/// The view.
#[component]
pub fn Spellings(props: &SpellingsProps) -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let announce = use_announce();
    let chosen = props.item.as_deref().and_then(|id| Spelling::ALL.into_iter().find(|one| one.id() == id));
    let chosen = chosen.unwrap_or(Spelling::C);
    let journal = session.state().history.journal();
    let title = t!(i18n, "spellings-title", count = journal.entries.len());
    // To spell a session is to replay it.
    let text = use_memo((chosen, title, journal.clone()), |(chosen, title, journal)| {
        // The lab was good when the session began, so the journal has a world to begin with.
        AttrValue::from(spell(*chosen, title, journal).unwrap_or_else(|error| error.to_string()))
    });
    let text = (*text).clone();
    if !i18n.is_whole() {
        return gap(&i18n);
    }
    if journal.entries.is_empty() {
        return html! {
            <>
                <p class="lead">{ t!(i18n, "spellings-about") }</p>
                <p class="empty">{ t!(i18n, "spellings-empty") }{ " " }
                    <a href={Route::to(View::Lab).href()}>{ t!(i18n, "spellings-to-lab") }</a></p>
            </>
        };
    }
    let tabs: Vec<TabSpec> =
        Spelling::ALL.into_iter().map(|one| TabSpec::new(one.id(), t!(i18n, words(one).0))).collect();
    let on_choose = Callback::from(|id: &'static str| Route::item(View::Spellings, id).go());
    let copy = {
        let (i18n, text) = (i18n.clone(), text.clone());
        Callback::from(move |()| {
            if let Some(announce) = &announce {
                announce.copy(
                    text.to_string(),
                    t!(i18n, "spellings-copied"),
                    t!(i18n, "spellings-not-copied"),
                );
            }
        })
    };
    let keep = {
        let text = text.clone();
        Callback::from(move |()| download(&format!("session.{}", chosen.extension()), "text/plain", &text))
    };
    html! {
        <div class="spellings">
            <p class="lead">{ t!(i18n, "spellings-about") }</p>
            <TabList name={TABS} label={t!(i18n, "spellings-tabs")} {tabs} chosen={chosen.id()} {on_choose} />
            <div id={panel_id(TABS, chosen.id())} role="tabpanel" aria-labelledby={tab_id(TABS, chosen.id())}>
                <p>{ t!(i18n, words(chosen).1) }</p>
                <p class="row">
                    <Button icon="copy" onclick={copy}>{ t!(i18n, "spellings-copy") }</Button>
                    <Button icon="export" onclick={keep}>{ t!(i18n, "spellings-keep") }</Button>
                </p>
                <pre class="spelling" tabindex="0" translate="no" aria-label={t!(i18n, words(chosen).0)}>{ text }</pre>
            </div>
        </div>
    }
}
