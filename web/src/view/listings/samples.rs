//! The listings to begin with: our own, in C and in Python, and the seed's as it prints them and mended.

use virtlab_listing::Dialect;
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
    /// What it is written in.
    pub dialect: Dialect,
    /// Its text.
    pub source: &'static str,
}

macro_rules! samples {
    ($($id:literal $title:expr, $file:literal;)*) => {
        &[$(Sample {
            id: $id,
            title: $title,
            dialect: Dialect::C,
            source: include_str!(concat!("../../../../listings/", $file, ".c")),
        }),*]
    };
    (python $($id:literal $title:expr, $file:literal;)*) => {
        &[$(Sample {
            id: $id,
            title: $title,
            dialect: Dialect::Python,
            source: include_str!(concat!("../../../../listings/python/", $file, ".py")),
        }),*]
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

/// Our own in Python. Each is called as the one in C, with `python-` before.
const PYTHON: &[Sample] = samples! { python
    "python-connect" msg!("listing-connect"), "connect";
    "python-node-info" msg!("listing-node-info"), "node-info";
    "python-errors" msg!("listing-errors"), "errors";
    "python-look-up" msg!("listing-look-up"), "look-up";
    "python-list-all" msg!("listing-list-all"), "list-all";
    "python-life-cycle" msg!("listing-life-cycle"), "life-cycle";
    "python-transient" msg!("listing-transient"), "transient";
    "python-save-restore" msg!("listing-save-restore"), "save-restore";
    "python-snapshots" msg!("listing-snapshots"), "snapshots";
    "python-events" msg!("listing-events"), "events";
    "python-statistics" msg!("listing-statistics"), "statistics";
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
    SAMPLES.iter().chain(PYTHON).chain(PRINTED).chain(MENDED)
}

/// The listing to begin with.
pub fn first(dialect: Dialect) -> &'static Sample {
    all().find(|sample| sample.dialect == dialect).unwrap_or(&SAMPLES[0])
}

/// The same listing in another language; none if there is none.
fn other(sample: &Sample, dialect: Dialect) -> Option<&'static Sample> {
    let bare = |id: &'static str| id.strip_prefix("python-").unwrap_or(id);
    all().find(|other| other.dialect == dialect && bare(other.id) == bare(sample.id))
}

#[derive(Properties, PartialEq)]
pub struct SamplesProps {
    /// The text that is there, and what it is written in.
    pub chosen: (AttrValue, Dialect),
    /// The reader wants another.
    pub on_choose: Callback<(AttrValue, Dialect)>,
}

/// The choice of a listing.
#[component]
pub fn Samples(props: &SamplesProps) -> Html {
    let i18n = use_i18n();
    let (id, language_id) = (use_id("listing-sample"), use_id("listing-language"));
    let (text, dialect) = props.chosen.clone();
    let now = all().find(|sample| sample.dialect == dialect && *sample.source == *text);
    let on_choose = props.on_choose.clone();
    let on_language = Callback::from({
        let on_choose = on_choose.clone();
        move |event: Event| {
            let wanted = match dom::input_value(&event).as_deref() {
                Some("python") => Dialect::Python,
                _ => Dialect::C,
            };
            // What the reader wrote stays; an example gives way to the same one in the other language.
            match now {
                Some(sample) => {
                    let sample = other(sample, wanted).unwrap_or_else(|| first(wanted));
                    on_choose.emit((sample.source.into(), wanted));
                }
                None => on_choose.emit((text.clone(), wanted)),
            }
        }
    });
    let now = now.map(|sample| sample.id);
    let onchange = Callback::from(move |event: Event| {
        let wanted = dom::input_value(&event);
        if let Some(sample) = all().find(|sample| Some(sample.id) == wanted.as_deref()) {
            on_choose.emit((sample.source.into(), sample.dialect));
        }
    });
    let option = |sample: &Sample| {
        html! { <option value={sample.id} selected={now == Some(sample.id)}>{ i18n.text(sample.title, &[]) }</option> }
    };
    let python = dialect == Dialect::Python;
    let documented = if python { PYTHON } else { SAMPLES };
    html! {
        <div class="listing-choice">
            <div>
                <label class="label" for={language_id.clone()}>{ t!(i18n, "listing-language") }</label>
                <select class="select" id={language_id} onchange={on_language}>
                    <option value="c" selected={!python}>{ "C" }</option>
                    <option value="python" selected={python}>{ "Python" }</option>
                </select>
            </div>
            <div>
                <label class="label" for={id.clone()}>{ t!(i18n, "listing-choose") }</label>
                <select class="select" {id} {onchange}>
                    if now.is_none() { <option value="" selected=true>{ t!(i18n, "listing-own") }</option> }
                    <optgroup label={t!(i18n, "listing-documented")}>{ for documented.iter().map(option) }</optgroup>
                    if !python {
                        <optgroup label={t!(i18n, "listing-printed")}>{ for PRINTED.iter().map(option) }</optgroup>
                        <optgroup label={t!(i18n, "listing-mended")}>{ for MENDED.iter().map(option) }</optgroup>
                    }
                </select>
            </div>
        </div>
    }
}
