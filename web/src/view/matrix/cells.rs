//! What stands in a cell and at the head of a row.

use virtlab_core::domain::DomainState;
use virtlab_core::domain::rules::Verb;
use virtlab_core::world::Place;
use yew::prelude::*;

use super::model::Leads;
use crate::i18n::use_i18n;
use crate::ui::{Look, StateBadge, StateMark};
use crate::{t, words};

/// What a place looks like.
fn look(place: Place) -> Look {
    match place.state {
        DomainState::Shutoff if place.managed_save => Look::Saved,
        state => words::look_of(state),
    }
}

/// The shape of a place in its colour.
pub fn mark(place: Place) -> Html {
    let look = look(place);
    html! { <span class={format!("state--{}", look.slug())}><StateMark {look} /></span> }
}

/// What [`PlaceWords`] takes.
#[derive(Properties, PartialEq)]
pub struct PlaceProps {
    /// The place.
    pub place: Place,
}

/// A place: its badge, and whether it outlives its run.
#[component]
pub fn PlaceWords(props: &PlaceProps) -> Html {
    let i18n = use_i18n();
    let place = props.place;
    let kind = if place.persistent { t!(i18n, "persistent") } else { t!(i18n, "transient") };
    let kind = match place.managed_save {
        true => t!(i18n, "join-comma", left = kind, right = t!(i18n, "managed-save")),
        false => kind,
    };
    html! {
        <span class="matrix-place">
            <StateBadge look={look(place)} word={words::state(&i18n, place.state)} transient={!place.persistent} />
            <small>{ kind }</small>
        </span>
    }
}

/// What [`Outcome`] takes.
#[derive(Properties, PartialEq)]
pub struct OutcomeProps {
    /// The place before.
    pub place: Place,
    /// The call.
    pub verb: Verb,
    /// What it leads to.
    pub leads: Leads,
}

/// What a call leads to, in a mark and a word or two.
#[component]
pub fn Outcome(props: &OutcomeProps) -> Html {
    let i18n = use_i18n();
    let before = props.place;
    let (mark, word, note, class) = match props.leads {
        Leads::Refused(code) => {
            let code = code.c_name().trim_start_matches("VIR_ERR_").replace('_', " ");
            (None, t!(i18n, "matrix-refused"), AttrValue::from(code), "cell--refused")
        }
        Leads::Gone => (Some(Look::Absent), t!(i18n, "matrix-gone"), AttrValue::default(), "cell--moves"),
        Leads::To(after) if after == before => {
            let word = match props.verb {
                Verb::Rename => t!(i18n, "matrix-renamed"),
                Verb::Define => t!(i18n, "matrix-redefined"),
                Verb::SetAutostart => t!(i18n, "matrix-autostart"),
                _ => t!(i18n, "matrix-stays"),
            };
            (None, word, AttrValue::default(), "cell--stays")
        }
        Leads::To(after) => {
            let note = match (after.persistent == before.persistent, after.persistent) {
                (true, _) if after.managed_save => t!(i18n, "managed-save"),
                (true, _) => AttrValue::default(),
                (false, true) => t!(i18n, "persistent"),
                (false, false) => t!(i18n, "transient"),
            };
            (Some(look(after)), words::state(&i18n, after.state), note, "cell--moves")
        }
    };
    html! {
        <span class={classes!("cell", class)}>
            if let Some(look) = mark { <StateMark {look} /> }
            <span class="cell-words">{ word } if !note.is_empty() { { " " }<small>{ note }</small> }</span>
        </span>
    }
}
