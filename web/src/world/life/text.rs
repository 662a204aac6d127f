//! The domain's life as text: where it is, what can be called from there, and what not, with the reason.

use virtlab_core::domain::Domain;
use yew::prelude::*;

use super::{Place, Subject, look, refusal, word};
use crate::i18n::{I18n, use_i18n};
use crate::ui::{Button, Disclosure, StateMark};
use crate::world::moves::{After, Move, Press, Refusal};
use crate::{t, words};

/// What the text tells.
#[derive(Properties, PartialEq)]
pub struct LifeTextProps {
    /// The domain.
    pub subject: Subject,
    /// A call was pressed.
    pub on_press: Callback<Press>,
}

/// The text.
#[component]
pub fn LifeText(props: &LifeTextProps) -> Html {
    let i18n = use_i18n();
    let subject = &props.subject;
    let (can, cannot): (Vec<&Move>, Vec<&Move>) =
        subject.moves.iter().partition(|found| found.result.is_ok());
    let can = can.into_iter().filter_map(|found| Some((found, found.result.as_ref().ok()?)));
    let (moving, staying): (Vec<_>, Vec<_>) = can.partition(|(_, after)| leads_elsewhere(subject, after));
    let row = |(found, after): (&Move, Option<&After>)| {
        let press = found.press.clone();
        let onclick = props.on_press.reform(move |()| press.clone());
        html! {
            <li key={found.verb.c_name()} class="can">
                <Button class="can-call" {onclick}>
                    <code>{ found.verb.c_name() }</code>
                    if matches!(found.press, Press::Draft(_)) { { "…" } }
                </Button>
                if let Some(after) = after { { leads(&i18n, subject, after) } }
            </li>
        }
    };
    let denied = |found: &&Move| {
        let why = found.result.as_ref().err().map(|why| refusal(&i18n, why)).unwrap_or_default();
        html! {
            <li key={found.verb.c_name()} class="cannot"><code>{ found.verb.c_name() }</code><span>{ why }</span></li>
        }
    };
    html! {
        <div class="life-text">
            <p class="life-now">{ now(&i18n, subject) }</p>
            <ul class="cans">{ for moving.into_iter().map(|(found, after)| row((found, Some(after)))) }</ul>
            if !staying.is_empty() {
                <p class="hint">{ t!(i18n, "world-stays-so") }</p>
                <ul class="cans cans--staying">{ for staying.into_iter().map(|(found, _)| row((found, None))) }</ul>
            }
            if !cannot.is_empty() {
                <Disclosure level=4 title={t!(i18n, "world-not-now")} note={cannot.len().to_string()}>
                    <ul class="cannots">{ for cannot.iter().map(denied) }</ul>
                </Disclosure>
            }
        </div>
    }
}

/// Where the domain is.
fn now(i18n: &I18n, subject: &Subject) -> Html {
    let closed = subject.moves.iter().all(|found| found.result == Err(Refusal::NoConnection));
    let Some(domain) = &subject.domain else {
        let text = if closed { t!(i18n, "world-needs-connection") } else { t!(i18n, "world-choose-domain") };
        return html! { { text } };
    };
    let name = &*domain.def.name;
    let text = match subject.gone {
        true => t!(i18n, "place-gone", name = name),
        false => {
            let place = words::place(i18n, domain.state);
            let more = facts(i18n, domain);
            match closed {
                true => t!(i18n, "world-now-closed", name = name, place = place, more = more),
                false => t!(i18n, "world-now", name = name, place = place, more = more),
            }
        }
    };
    html! { { text } }
}

/// What else is to be known of it, in a few words.
fn facts(i18n: &I18n, domain: &Domain) -> AttrValue {
    let kind = if domain.persistent { t!(i18n, "persistent") } else { t!(i18n, "transient") };
    match domain.def.id {
        -1 => kind,
        id => t!(i18n, "join-comma", left = t!(i18n, "world-id", id = id.to_string()), right = kind),
    }
}

/// Whether a call leads to another place, or makes a persistent domain transient.
fn leads_elsewhere(subject: &Subject, after: &After) -> bool {
    let was = subject.domain.as_deref().filter(|_| !subject.gone);
    after.place != subject.place() || was.is_some_and(|domain| domain.persistent != after.persistent)
}

/// Where a call leads, in a word with its shape.
fn leads(i18n: &I18n, subject: &Subject, after: &After) -> Html {
    let known = subject.domain.is_some() && !subject.gone;
    let place = match after.place {
        place if place == subject.place() && after.persistent => t!(i18n, "persistent"),
        place if place == subject.place() => t!(i18n, "transient"),
        Place::Undefined if known => t!(i18n, "world-gone"),
        place => word(i18n, place),
    };
    html! {
        <span class={classes!("can-to", format!("state--{}", look(after.place).slug()))}>
            <span aria-hidden="true">{ "→" }</span><StateMark look={look(after.place)} />{ place }
        </span>
    }
}
