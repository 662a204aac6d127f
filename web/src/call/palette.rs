//! The palette: every function by area, and a search over all of them, those too that are not built yet.

use gloo::events::EventListener;
use virtlab_core::api::{Area, Function, FunctionId, functions, not_built};
use wasm_bindgen::JsCast;
use yew::prelude::*;

use crate::i18n::{I18n, use_i18n};
use crate::session::use_session;
use crate::ui::{Disclosure, Icon, IconButton};
use crate::{dom, t};

/// Where `/` takes the focus.
const SEARCH: &str = "call-search";
/// Matches that are shown; who sees more than this types another letter.
const SHOWN: usize = 40;

/// `/` goes to the search, wherever no text is being typed.
#[hook]
fn use_search_key() {
    use_effect_with((), |()| {
        let listener = dom::document().map(|document| {
            let options = gloo::events::EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&document, "keydown", options, |event| {
                let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return };
                if event.key() == "/" && !dom::is_typing(event) {
                    event.prevent_default();
                    dom::focus(SEARCH);
                }
            })
        });
        move || drop(listener)
    });
}

/// How well a name fits what is searched: the earlier in the name the better, and none if it is not in it.
fn fit(name: &str, search: &str) -> Option<usize> {
    name.to_ascii_lowercase().find(&search.to_ascii_lowercase())
}

/// The functions that fit, best first: built, then not built.
fn matches(search: &str) -> (Vec<FunctionId>, Vec<&'static str>) {
    let mut built: Vec<(usize, FunctionId)> =
        functions().iter().filter_map(|row| Some((fit(row.id.c_name(), search)?, row.id))).collect();
    built.sort_by_key(|(at, id)| (*at, id.c_name().len()));
    let mut rest: Vec<(usize, &str)> =
        not_built().iter().filter_map(|name| Some((fit(name, search)?, *name))).collect();
    rest.sort_by_key(|(at, name)| (*at, name.len()));
    (built.into_iter().map(|(_, id)| id).collect(), rest.into_iter().map(|(_, name)| name).collect())
}

/// The palette.
#[component]
pub fn Palette() -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let search = use_state_eq(String::new);
    // Closed, so that the call has the room; open while a function is being looked for.
    let browsing = use_state_eq(|| false);
    let open = *browsing || !search.trim().is_empty();
    use_search_key();
    let chosen = session.draft().function();
    let choose = {
        let (session, search, browsing) = (session.clone(), search.clone(), browsing.clone());
        Callback::from(move |id: FunctionId| {
            search.set(String::new());
            browsing.set(false);
            session.choose(id);
            dom::focus(super::form::TITLE);
        })
    };
    let oninput = {
        let search = search.clone();
        Callback::from(move |event: InputEvent| search.set(dom::input_value(&event).unwrap_or_default()))
    };
    let onkeydown = on_key(&search, &browsing, &choose);
    let area = |area: Area| {
        let rows: Vec<&Function> = functions().iter().filter(|row| row.area == area).collect();
        let open = chosen.row().area == area;
        if rows.is_empty() {
            return html! {};
        }
        html! {
            <Disclosure key={format!("{}{open}", area.key())} title={i18n.text(&format!("area-{}", area.key()), &[])}
                note={rows.len().to_string()} {open}>
                <ul class="palette-list">{ for rows.iter().map(|row| function(row.id, chosen, &choose)) }</ul>
            </Disclosure>
        }
    };
    let count = functions().len() + not_built().len();
    let toggle = {
        let browsing = browsing.clone();
        Callback::from(move |()| browsing.set(!*browsing))
    };
    html! {
        <div class={classes!("palette", open.then_some("palette--open"))}>
            <div class="palette-search">
                <Icon name="search" />
                <label class="sr-only" for={SEARCH}>{ t!(i18n, "call-search", count = count) }</label>
                <input id={SEARCH} class="input" type="search" autocomplete="off" spellcheck="false"
                    placeholder={t!(i18n, "call-search", count = count)} value={(*search).clone()} {oninput} {onkeydown} />
                <kbd aria-hidden="true">{ "/" }</kbd>
                <IconButton icon="chevron" label={t!(i18n, "call-browse")} expanded={open} controls="palette-body" onclick={toggle} />
            </div>
            if open {
                <div id="palette-body" class="palette-body">
                    if search.trim().is_empty() {
                        { for Area::ALL.into_iter().map(area) }
                    } else {
                        { found(&i18n, search.trim(), chosen, &choose) }
                    }
                </div>
            }
        </div>
    }
}

/// Escape closes the palette; Enter takes the first function that is found.
fn on_key(
    search: &UseStateHandle<String>,
    browsing: &UseStateHandle<bool>,
    choose: &Callback<FunctionId>,
) -> Callback<KeyboardEvent> {
    let (search, choose, browsing) = (search.clone(), choose.clone(), browsing.clone());
    Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" => {
            search.set(String::new());
            browsing.set(false);
        }
        "Enter" if !search.trim().is_empty() => {
            if let Some(first) = matches(search.trim()).0.first() {
                choose.emit(*first);
            }
        }
        _ => {}
    })
}

fn found(i18n: &I18n, search: &str, chosen: FunctionId, choose: &Callback<FunctionId>) -> Html {
    let (built, rest) = matches(search);
    if built.is_empty() && rest.is_empty() {
        return html! { <p class="hint" role="status">{ t!(i18n, "call-search-nothing", search = search) }</p> };
    }
    html! {
        <>
            <p class="sr-only" role="status">{ t!(i18n, "call-search-found", count = built.len() + rest.len()) }</p>
            <ul class="palette-list">{ for built.iter().take(SHOWN).map(|id| function(*id, chosen, choose)) }</ul>
            if !rest.is_empty() {
                <h3 class="palette-rest">{ t!(i18n, "call-not-built") }</h3>
                <ul class="palette-list">
                    { for rest.iter().take(SHOWN).map(|name| html! { <li class="palette-missing"><code>{ *name }</code></li> }) }
                </ul>
                if rest.len() > SHOWN { <p class="hint">{ t!(i18n, "call-more", count = rest.len() - SHOWN) }</p> }
            }
        </>
    }
}

fn function(id: FunctionId, chosen: FunctionId, choose: &Callback<FunctionId>) -> Html {
    let onclick = choose.reform(move |_: MouseEvent| id);
    html! {
        <li key={id.c_name()}>
            <button type="button" class="palette-function" aria-pressed={(id == chosen).to_string()} {onclick}>
                <code>{ id.c_name() }</code>
            </button>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_match_comes_first() {
        assert_eq!(matches("domaincreate").0[0], FunctionId::DomainCreate);
        assert_eq!(matches("suspend").0[0], FunctionId::DomainSuspend);
        assert!(matches("migrate").1.contains(&"virDomainMigrate3"));
        assert_eq!(matches("no such thing"), (vec![], vec![]));
    }
}
