//! The browser's local storage: short texts by key, which outlive the visit. In a page that is embedded in another one they last
//! as long as the page is open, and nothing of what the reader keeps elsewhere is seen there.

use std::cell::RefCell;

use crate::{dom, embed};

thread_local! {
    /// What an embedded page remembers: keys and texts. They are few, and a list is the smaller program.
    static EMBEDDED: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

/// The text of a key.
pub fn get(key: &str) -> Option<String> {
    if embed::is() {
        let text = |(one, text): &(String, String)| (one == key).then(|| text.clone());
        return EMBEDDED.with_borrow(|texts| texts.iter().find_map(text));
    }
    dom::local_storage()?.get_item(key).ok().flatten()
}

/// Keeps a text; says whether it could. A browser may forbid it, or have no room.
pub fn set(key: &str, text: &str) -> bool {
    if embed::is() {
        remove(key);
        EMBEDDED.with_borrow_mut(|texts| texts.push((key.to_owned(), text.to_owned())));
        return true;
    }
    dom::local_storage().is_some_and(|storage| storage.set_item(key, text).is_ok())
}

/// Forgets a text.
pub fn remove(key: &str) {
    if embed::is() {
        EMBEDDED.with_borrow_mut(|texts| texts.retain(|(one, _)| one != key));
    } else if let Some(storage) = dom::local_storage() {
        storage.remove_item(key).ok();
    }
}

/// The keys that begin with `prefix`, without it, in the order of the alphabet.
pub fn keys(prefix: &str) -> Vec<String> {
    let rest = |key: String| key.strip_prefix(prefix).map(ToOwned::to_owned);
    let all = match embed::is() {
        true => EMBEDDED.with_borrow(|texts| texts.iter().map(|(key, _)| key.clone()).collect()),
        false => stored(),
    };
    let mut keys: Vec<String> = all.into_iter().filter_map(rest).collect();
    keys.sort();
    keys
}

/// All keys of the browser's.
fn stored() -> Vec<String> {
    let Some(storage) = dom::local_storage() else { return Vec::new() };
    (0..storage.length().unwrap_or_default()).filter_map(|at| storage.key(at).ok().flatten()).collect()
}
