//! The browser's local storage: short texts by key, which outlive the visit. In a page that is embedded in another one they last
//! as long as the page is open, and nothing of what the reader keeps elsewhere is seen there.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::{dom, embed};

thread_local! {
    /// What an embedded page remembers.
    static EMBEDDED: RefCell<BTreeMap<String, String>> = const { RefCell::new(BTreeMap::new()) };
}

/// The text of a key.
pub fn get(key: &str) -> Option<String> {
    if embed::is() {
        return EMBEDDED.with_borrow(|texts| texts.get(key).cloned());
    }
    dom::local_storage()?.get_item(key).ok().flatten()
}

/// Keeps a text; says whether it could. A browser may forbid it, or have no room.
pub fn set(key: &str, text: &str) -> bool {
    if embed::is() {
        EMBEDDED.with_borrow_mut(|texts| texts.insert(key.to_owned(), text.to_owned()));
        return true;
    }
    dom::local_storage().is_some_and(|storage| storage.set_item(key, text).is_ok())
}

/// Forgets a text.
pub fn remove(key: &str) {
    if embed::is() {
        EMBEDDED.with_borrow_mut(|texts| texts.remove(key));
    } else if let Some(storage) = dom::local_storage() {
        storage.remove_item(key).ok();
    }
}

/// The keys that begin with `prefix`, without it, in the order of the alphabet.
pub fn keys(prefix: &str) -> Vec<String> {
    let rest = |key: String| key.strip_prefix(prefix).map(ToOwned::to_owned);
    if embed::is() {
        return EMBEDDED.with_borrow(|texts| texts.keys().cloned().filter_map(rest).collect());
    }
    let Some(storage) = dom::local_storage() else { return Vec::new() };
    let keys = (0..storage.length().unwrap_or_default()).filter_map(|at| storage.key(at).ok().flatten());
    let mut keys: Vec<String> = keys.filter_map(rest).collect();
    keys.sort();
    keys
}
