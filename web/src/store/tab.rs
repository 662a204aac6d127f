//! Which text is this tab's. Each tab keeps its own under an id of its own, so that none overwrites another's; a lock of
//! the browser's says which ids belong to tabs that are open.

use crate::dom;
use gloo::events::EventListener;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Where a tab that is reloaded finds its id again. It is there only while the page is not: the browser copies a tab's
/// storage with the tab, and the copy must not take the other for itself.
const KEY: &str = "virtlab.tab";

#[wasm_bindgen(module = "/js/locks.js")]
extern "C" {
    fn claim(name: &str) -> js_sys::Promise;
    fn take(name: &str);
    fn held() -> js_sys::Promise;
}

fn lock(id: &str) -> String {
    format!("virtlab.{id}")
}

/// The id that this tab had before it was reloaded, or when its history brought it back.
pub(super) fn own() -> Option<String> {
    let storage = dom::window()?.session_storage().ok().flatten()?;
    let id = storage.get_item(KEY).ok().flatten()?;
    storage.remove_item(KEY).ok();
    take(&lock(&id));
    Some(id)
}

/// Takes an id that may be another tab's: whether it was nobody's. Without locks nobody can tell.
pub(super) async fn claimed(id: &str) -> Option<bool> {
    JsFuture::from(claim(&lock(id))).await.ok()?.as_bool()
}

/// An id that nobody has.
pub(super) fn fresh() -> String {
    let random = (js_sys::Math::random() * 1e9) as u64;
    let id = format!("{:.0}-{random}", js_sys::Date::now());
    take(&lock(&id));
    id
}

/// The ids of the tabs that are open.
pub(super) async fn open() -> Vec<String> {
    let held = JsFuture::from(held()).await.unwrap_or_default();
    let names = js_sys::Array::from(&held);
    names.iter().filter_map(|name| Some(name.as_string()?.strip_prefix("virtlab.")?.to_owned())).collect()
}

/// Leaves the id for this tab's next page when this one goes, and takes it back if the browser brings this one back.
pub(super) fn hand_on(id: &str) -> Vec<EventListener> {
    let Some(window) = dom::window() else { return Vec::new() };
    let storage = || dom::window()?.session_storage().ok().flatten();
    let id = id.to_owned();
    vec![
        EventListener::new(&window, "pagehide", move |_| {
            if let Some(storage) = storage() {
                storage.set_item(KEY, &id).ok();
            }
        }),
        EventListener::new(&window, "pageshow", move |_| {
            if let Some(storage) = storage() {
                storage.remove_item(KEY).ok();
            }
        }),
    ]
}
