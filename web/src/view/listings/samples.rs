//! The listings to begin with: our own, and the seed's as it prints them and mended.

use yew::prelude::*;

use crate::i18n::use_i18n;
use crate::ui::use_id;
use crate::{dom, msg, t};

/// A listing to begin with.
#[derive(Debug)]
pub struct Sample {
    /// Its name in addresses.
    pub id: &'static str,
    /// The key of its title.
    pub title: &'static str,
    /// Its text.
    pub source: &'static str,
}

macro_rules! samples {
    ($($id:literal $title:expr, $file:literal;)*) => {
        &[$(Sample { id: $id, title: $title, source: include_str!(concat!("../../../../listings/", $file, ".c")) }),*]
    };
}

/// Our own, in the order in which to read them.
pub const SAMPLES: &[Sample] = samples! {
    "connect" msg!("listing-connect"), "connect";
    "read-only" msg!("listing-read-only"), "read-only";
    "node-info" msg!("listing-node-info"), "node-info";
    "capabilities" msg!("listing-capabilities"), "capabilities";
    "errors" msg!("listing-errors"), "errors";
    "look-up" msg!("listing-look-up"), "look-up";
    "inactive-names" msg!("listing-inactive-names"), "inactive-names";
    "list-all" msg!("listing-list-all"), "list-all";
    "life-cycle" msg!("listing-life-cycle"), "life-cycle";
    "transient" msg!("listing-transient"), "transient";
    "memory-vcpus" msg!("listing-memory-vcpus"), "memory-vcpus";
    "save-restore" msg!("listing-save-restore"), "save-restore";
    "snapshots" msg!("listing-snapshots"), "snapshots";
    "events" msg!("listing-events"), "events";
    "statistics" msg!("listing-statistics"), "statistics";
    "networks" msg!("listing-networks"), "networks";
};

/// The notes' own, with their mistakes.
const PRINTED: &[Sample] = samples! {
    "printed-id" msg!("listing-notes-id"), "seed/look-up-id.printed";
    "printed-name" msg!("listing-notes-name"), "seed/look-up-name.printed";
    "printed-uuid" msg!("listing-notes-uuid"), "seed/look-up-uuid.printed";
    "printed-active" msg!("listing-notes-active"), "seed/active.printed";
    "printed-inactive" msg!("listing-notes-inactive"), "seed/inactive.printed";
    "printed-transient" msg!("listing-notes-transient"), "seed/transient.printed";
    "printed-persistent" msg!("listing-notes-persistent"), "seed/persistent.printed";
};

/// The same, mended.
const MENDED: &[Sample] = samples! {
    "mended-id" msg!("listing-notes-id"), "seed/look-up-id.mended";
    "mended-name" msg!("listing-notes-name"), "seed/look-up-name.mended";
    "mended-uuid" msg!("listing-notes-uuid"), "seed/look-up-uuid.mended";
    "mended-active" msg!("listing-notes-active"), "seed/active.mended";
    "mended-inactive" msg!("listing-notes-inactive"), "seed/inactive.mended";
    "mended-transient" msg!("listing-notes-transient"), "seed/transient.mended";
    "mended-persistent" msg!("listing-notes-persistent"), "seed/persistent.mended";
};

/// Every one.
pub fn all() -> impl Iterator<Item = &'static Sample> {
    SAMPLES.iter().chain(PRINTED).chain(MENDED)
}

#[derive(Properties, PartialEq)]
pub struct SamplesProps {
    /// The text that is there.
    pub chosen: AttrValue,
    /// The reader wants another.
    pub on_choose: Callback<AttrValue>,
}

/// The choice of a listing.
#[component]
pub fn Samples(props: &SamplesProps) -> Html {
    let i18n = use_i18n();
    let id = use_id("listing-sample");
    let now = all().find(|sample| *sample.source == *props.chosen).map(|sample| sample.id);
    let on_choose = props.on_choose.clone();
    let onchange = Callback::from(move |event: Event| {
        let wanted = dom::input_value(&event);
        if let Some(sample) = all().find(|sample| Some(sample.id) == wanted.as_deref()) {
            on_choose.emit(sample.source.into());
        }
    });
    let option = |sample: &Sample| {
        html! { <option value={sample.id} selected={now == Some(sample.id)}>{ i18n.text(sample.title, &[]) }</option> }
    };
    html! {
        <div>
            <label class="label" for={id.clone()}>{ t!(i18n, "listing-choose") }</label>
            <select class="select" {id} {onchange}>
                if now.is_none() { <option value="" selected=true>{ t!(i18n, "listing-own") }</option> }
                <optgroup label={t!(i18n, "listing-documented")}>{ for SAMPLES.iter().map(option) }</optgroup>
                <optgroup label={t!(i18n, "listing-printed")}>{ for PRINTED.iter().map(option) }</optgroup>
                <optgroup label={t!(i18n, "listing-mended")}>{ for MENDED.iter().map(option) }</optgroup>
            </select>
        </div>
    }
}
