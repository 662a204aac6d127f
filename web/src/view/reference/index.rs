//! The list of functions, with a search over names and descriptions.

use virtlab_core::api::{Area, Function, functions, not_built};
use yew::prelude::*;

use crate::dom;
use crate::i18n::{I18n, use_i18n};
use crate::route::{Route, View};
use crate::t;
use crate::ui::Disclosure;

/// What [`Index`] takes.
#[derive(Properties, PartialEq)]
pub struct IndexProps {
    /// The function that is shown.
    pub chosen: Option<AttrValue>,
}

/// Whether every word of the search is in the name or the description.
fn fits(search: &str, name: &str, about: &str) -> bool {
    let (name, about) = (name.to_lowercase(), about.to_lowercase());
    search.to_lowercase().split_whitespace().all(|word| name.contains(word) || about.contains(word))
}

/// What a function does.
pub fn about(i18n: &I18n, name: &str) -> AttrValue {
    let key = format!("fn-{name}");
    if i18n.has(&key) { i18n.text(&key, &[]) } else { AttrValue::default() }
}

/// The list.
#[component]
pub fn Index(props: &IndexProps) -> Html {
    let i18n = use_i18n();
    let search = use_state_eq(String::new);
    let oninput = {
        let search = search.clone();
        Callback::from(move |event: InputEvent| search.set(dom::input_value(&event).unwrap_or_default()))
    };
    let searching = !search.trim().is_empty();
    let chosen = props.chosen.as_deref();
    let built: Vec<&Function> = functions()
        .iter()
        .filter(|row| !searching || fits(&search, row.id.c_name(), &about(&i18n, row.id.c_name())))
        .collect();
    let rest: Vec<&str> =
        not_built().iter().copied().filter(|name| !searching || fits(&search, name, "")).collect();
    let area = |area: Area| {
        let rows: Vec<&str> =
            built.iter().filter(|row| row.area == area).map(|row| row.id.c_name()).collect();
        let open = searching || rows.iter().any(|name| Some(*name) == chosen);
        section(i18n.text(&format!("area-{}", area.key()), &[]), &rows, chosen, open)
    };
    let open = searching || rest.iter().any(|name| Some(*name) == chosen);
    html! {
        <nav class="reference-index" aria-label={t!(i18n, "reference-functions")}>
            <label class="label" for="reference-search">{ t!(i18n, "reference-search") }</label>
            <input id="reference-search" class="input" type="search" autocomplete="off" spellcheck="false"
                value={(*search).clone()} {oninput} />
            <p class="hint" role="status">{ t!(i18n, "reference-found", built = built.len(), rest = rest.len()) }</p>
            { for Area::ALL.into_iter().map(area) }
            { section(t!(i18n, "call-not-built"), &rest, chosen, open) }
        </nav>
    }
}

/// Names under a heading, or nothing where there are none.
fn section(title: AttrValue, names: &[&str], chosen: Option<&str>, open: bool) -> Html {
    if names.is_empty() {
        return html! {};
    }
    let link = |name: &&str| {
        let current = (Some(*name) == chosen).then_some("page");
        html! {
            <li key={*name}><a href={Route::item(View::Reference, *name).href()} aria-current={current}><code>{ *name }</code></a></li>
        }
    };
    html! {
        // A section that a search or a choice opens is another than the one that the reader left closed.
        <Disclosure key={format!("{title}{open}")} title={title.clone()} note={names.len().to_string()} {open} level={2}>
            <ul class="reference-list">{ for names.iter().map(link) }</ul>
        </Disclosure>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_descriptions_are_searched() {
        assert!(fits("Domain create", "virDomainCreate", ""));
        assert!(fits("create starts", "virDomainCreate", "Starts a domain."));
        assert!(!fits("create stops", "virDomainCreate", "Starts a domain."));
    }
}
