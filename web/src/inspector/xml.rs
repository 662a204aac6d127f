//! The XML of the domain that is looked at, and what the last step changed in it.

use std::sync::Arc;

use virtlab_core::domain::Domain;
use virtlab_core::domain::xml::{FormatOptions, format};
use virtlab_core::world::Change;
use yew::prelude::*;

use crate::i18n::use_i18n;
use crate::session::use_session;
use crate::t;
use crate::ui::{DiffView, XmlView};

/// What `virDomainGetXMLDesc` gives, with or without `VIR_DOMAIN_XML_INACTIVE`.
fn dump(domain: &Domain, inactive: bool) -> AttrValue {
    let def = if inactive { domain.lasting_def() } else { &domain.def };
    format(def, FormatOptions { inactive, ..FormatOptions::default() }).into()
}

/// The XML.
#[component]
pub fn DomainXml() -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let inactive = use_state_eq(|| false);
    let toggle = {
        let inactive = inactive.clone();
        Callback::from(move |_: Event| inactive.set(!*inactive))
    };
    let state = session.state();
    let uuid = state.domain;
    let now = uuid.and_then(|uuid| state.world().host(&state.host)?.domains.get(&uuid).cloned());
    let before: Option<Arc<Domain>> = state.changes.iter().find_map(|change| match change {
        Change::DomainChanged(_, before, after) if Some(after.def.uuid) == uuid => Some(before.clone()),
        _ => None,
    });
    drop(state);
    let Some(domain) = now else {
        return html! { <p class="empty">{ t!(i18n, "inspector-no-domain") }</p> };
    };
    let xml = dump(&domain, *inactive);
    let old = before.map(|before| dump(&before, *inactive)).filter(|old| *old != xml);
    let label = t!(i18n, "inspector-xml-of", name = domain.def.name.to_string());
    html! {
        <div class="outcome">
            <label class="check">
                <input type="checkbox" checked={*inactive} onchange={toggle} />
                <span>{ t!(i18n, "inspector-xml-inactive") }</span>
            </label>
            if let Some(before) = old {
                <h3>{ t!(i18n, "inspector-xml-changed") }</h3>
                <DiffView {before} after={xml.clone()} label={label.clone()} around={2} />
                <h3>{ &label }</h3>
            }
            <XmlView {xml} {label} />
        </div>
    }
}
