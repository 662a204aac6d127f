//! Exercises that were given to the reader as files: their texts by name, kept in this browser until the reader forgets them.

use crate::dom;

/// How the keys of their texts begin.
const PREFIX: &str = "virtlab.exercise.";
/// Exercises that are kept.
const GIVEN_MAX: usize = 200;

/// Keeps the text of an exercise; says whether it could.
pub fn keep(name: &str, text: &str) -> bool {
    let Some(storage) = dom::local_storage() else { return false };
    let known = self::text(name).is_some();
    (known || names().len() < GIVEN_MAX) && storage.set_item(&format!("{PREFIX}{name}"), text).is_ok()
}

/// The text of an exercise.
pub fn text(name: &str) -> Option<String> {
    dom::local_storage()?.get_item(&format!("{PREFIX}{name}")).ok().flatten()
}

/// Forgets an exercise.
pub fn forget(name: &str) {
    if let Some(storage) = dom::local_storage() {
        storage.remove_item(&format!("{PREFIX}{name}")).ok();
    }
}

/// The names of all of them, in the order of the alphabet.
pub fn names() -> Vec<String> {
    let Some(storage) = dom::local_storage() else { return Vec::new() };
    let keys = (0..storage.length().unwrap_or_default()).filter_map(|at| storage.key(at).ok().flatten());
    let mut names: Vec<String> = keys.filter_map(|key| Some(key.strip_prefix(PREFIX)?.to_owned())).collect();
    names.sort();
    names
}
