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
/// What opens under it.
const BODY: &str = "palette-body";
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

/// What can be found: a built function with its words in lower case, those of its name and those that describe it.
type Words = (FunctionId, String, String);

/// Every built function, to be searched.
fn words(i18n: &I18n) -> Vec<Words> {
    let one = |row: &Function| {
        let name = row.id.c_name();
        (row.id, name.to_ascii_lowercase(), about(i18n, row.id).to_lowercase())
    };
    functions().iter().map(one).collect()
}

/// What a function does, once the words are there.
fn about(i18n: &I18n, id: FunctionId) -> AttrValue {
    let key = format!("fn-{}", id.c_name());
    if i18n.has(&key) { i18n.text(&key, &[]) } else { AttrValue::default() }
}

/// How well a name and a description fit the words of a search, the less the better: all of it in the name as it is
/// written, the nearer to the end the better; each word in the name; each word somewhere, the earlier in the description the better.
/// None if they do not.
fn fit(name: &str, about: &str, search: &[String]) -> Option<(u8, usize)> {
    let whole = search.concat();
    if let Some(at) = name.rfind(&whole) {
        return Some((0, name.len() - at - whole.len()));
    }
    let everywhere = |found: &dyn Fn(&str) -> bool| search.iter().all(|word| found(word));
    if everywhere(&|word| name.contains(word)) {
        return Some((1, 0));
    }
    let at = search.iter().filter_map(|word| about.find(word)).min().unwrap_or(usize::MAX);
    everywhere(&|word| name.contains(word) || about.contains(word)).then_some((2, at))
}

/// The functions that fit, best first: built, then not built.
fn matches(words: &[Words], search: &str) -> (Vec<FunctionId>, Vec<&'static str>) {
    let search: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
    if search.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let mut built: Vec<_> = words
        .iter()
        .filter_map(|(id, name, about)| Some((fit(name, about, &search)?, name.len(), *id)))
        .collect();
    built.sort_by_key(|(fit, length, _)| (*fit, *length));
    let mut rest: Vec<_> = not_built()
        .iter()
        .filter_map(|name| Some((fit(&name.to_ascii_lowercase(), "", &search)?, name.len(), *name)))
        .collect();
    rest.sort_by_key(|(fit, length, _)| (*fit, *length));
    (built.into_iter().map(|(.., id)| id).collect(), rest.into_iter().map(|(.., name)| name).collect())
}

/// Up and Down move among the search and what it has found.
fn on_arrow(event: &KeyboardEvent) {
    let by = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    event.prevent_default();
    dom::focus_next(&format!("#{SEARCH}, #{BODY} button"), by);
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
            // The form is drawn again before the browser does anything else.
            wasm_bindgen_futures::spawn_local(async { dom::focus(super::form::TITLE) });
        })
    };
    let oninput = {
        let search = search.clone();
        Callback::from(move |event: InputEvent| search.set(dom::input_value(&event).unwrap_or_default()))
    };
    let words = use_memo((i18n.clone(), search.trim().is_empty()), |(i18n, idle)| match idle {
        true => Vec::new(),
        false => words(i18n),
    });
    let found = matches(&words, &search);
    let onkeydown = on_key(&search, &browsing, &choose, found.0.first().copied());
    let area = |area: Area| {
        let rows: Vec<&Function> = functions().iter().filter(|row| row.area == area).collect();
        let open = chosen.row().area == area;
        if rows.is_empty() {
            return html! {};
        }
        html! {
            <Disclosure key={format!("{}{open}", area.key())} title={i18n.text(&format!("area-{}", area.key()), &[])}
                note={rows.len().to_string()} {open}>
                <ul class="palette-list">{ for rows.iter().map(|row| function(row.id, None, chosen, &choose)) }</ul>
            </Disclosure>
        }
    };
    let count = functions().len() + not_built().len();
    let toggle = {
        let browsing = browsing.clone();
        Callback::from(move |()| browsing.set(!*browsing))
    };
    html! {
        <div class={classes!("palette", open.then_some("palette--open"))} onkeydown={|event: KeyboardEvent| on_arrow(&event)}>
            <div class="palette-search">
                <Icon name="search" />
                <label class="sr-only" for={SEARCH}>{ t!(i18n, "call-search", count = count) }</label>
                <input id={SEARCH} class="input" type="search" autocomplete="off" spellcheck="false"
                    placeholder={t!(i18n, "call-search", count = count)} value={(*search).clone()} {oninput} {onkeydown} />
                <kbd aria-hidden="true">{ "/" }</kbd>
                <IconButton icon="chevron" label={t!(i18n, "call-browse")} expanded={open} controls={BODY} onclick={toggle} />
            </div>
            if open {
                <div id={BODY} class="palette-body">
                    if search.trim().is_empty() {
                        { for Area::ALL.into_iter().map(area) }
                    } else {
                        { results(&i18n, search.trim(), &found, chosen, &choose) }
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
    first: Option<FunctionId>,
) -> Callback<KeyboardEvent> {
    let (search, choose, browsing) = (search.clone(), choose.clone(), browsing.clone());
    Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" => {
            search.set(String::new());
            browsing.set(false);
        }
        "Enter" => first.into_iter().for_each(|first| choose.emit(first)),
        _ => {}
    })
}

fn results(
    i18n: &I18n,
    search: &str,
    (built, rest): &(Vec<FunctionId>, Vec<&'static str>),
    chosen: FunctionId,
    choose: &Callback<FunctionId>,
) -> Html {
    if built.is_empty() && rest.is_empty() {
        return html! { <p class="hint" role="status">{ t!(i18n, "call-search-nothing", search = search) }</p> };
    }
    let more = |count: usize| match count.checked_sub(SHOWN + 1) {
        Some(more) => html! { <p class="hint">{ t!(i18n, "call-more", count = more + 1) }</p> },
        None => html! {},
    };
    html! {
        <>
            <p class="sr-only" role="status">{ t!(i18n, "call-search-found", count = built.len() + rest.len()) }</p>
            <ul class="palette-list">
                { for built.iter().take(SHOWN).map(|id| function(*id, Some(about(i18n, *id)), chosen, choose)) }
            </ul>
            { more(built.len()) }
            if !rest.is_empty() {
                <h3 class="palette-rest">{ t!(i18n, "call-not-built") }</h3>
                <ul class="palette-list">
                    { for rest.iter().take(SHOWN).map(|name| html! { <li class="palette-missing"><code>{ *name }</code></li> }) }
                </ul>
                { more(rest.len()) }
            }
        </>
    }
}

fn function(
    id: FunctionId,
    about: Option<AttrValue>,
    chosen: FunctionId,
    choose: &Callback<FunctionId>,
) -> Html {
    let onclick = choose.reform(move |_: MouseEvent| id);
    html! {
        <li key={id.c_name()}>
            <button type="button" class="palette-function" aria-pressed={(id == chosen).to_string()} {onclick}>
                <code>{ id.c_name() }</code>
                if let Some(about) = about { <small>{ about }</small> }
            </button>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(search: &str) -> (Vec<FunctionId>, Vec<&'static str>) {
        matches(&words(&I18n::english()), search)
    }

    #[test]
    fn the_best_match_comes_first() {
        assert_eq!(found("domaincreate").0[0], FunctionId::DomainCreate);
        assert_eq!(found("suspend").0[0], FunctionId::DomainSuspend);
        for missing in not_built().iter().take(3) {
            assert!(found(missing).1.contains(missing));
        }
        assert_eq!(found("no such thing"), (vec![], vec![]));
    }

    #[test]
    fn words_are_found_in_any_order_and_in_what_a_function_does() {
        assert_eq!(found("create domain").0[0], FunctionId::DomainCreate);
        assert!(found("flags undefine").0.contains(&FunctionId::DomainUndefineFlags));
        let words = [(
            FunctionId::DomainSuspend,
            "virdomainsuspend".into(),
            "pauses a domain: its cpus stand still".into(),
        )];
        for search in ["pauses", "CPUs pause", "suspend still"] {
            assert_eq!(matches(&words, search).0, [FunctionId::DomainSuspend], "{search}");
        }
        assert_eq!(matches(&words, "pauses network").0, []);
    }
}
