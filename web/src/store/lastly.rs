//! Last words: what a page puts into local storage when it goes before the database has confirmed a write. The next
//! visit takes what is newer.

use super::database::Pieces;
use super::local;
use super::record::Head;

/// Stands between the head and its pieces, and between these.
const SEPARATOR: char = '\u{1d}';
const PREFIX: &str = "virtlab.last-words.";

fn key(id: &str) -> String {
    format!("{PREFIX}{id}")
}

/// Says a text's last words; says whether the browser took them.
pub(super) fn say(id: &str, head: &Head, pieces: &Pieces) -> bool {
    let mut words = head.write();
    for (name, text) in pieces {
        words.extend([&SEPARATOR.to_string(), name, "/", text]);
    }
    local::set(&key(id), &words)
}

fn read(id: &str) -> Option<(Head, Pieces)> {
    let words = local::get(&key(id))?;
    let mut fields = words.split(SEPARATOR);
    let head = Head::read(fields.next()?)?;
    let pieces = fields.filter_map(|field| field.split_once('/'));
    Some((head, pieces.map(|(name, text)| (name.to_owned(), text.to_owned())).collect()))
}

/// The pieces that a text's last words have.
pub(super) fn pieces(id: &str) -> Pieces {
    read(id).map(|(_, pieces)| pieces).unwrap_or_default()
}

/// Puts the heads of last words that are newer in the place of the database's.
pub(super) fn join(heads: &mut Vec<(String, Head)>) {
    for id in local::keys(PREFIX) {
        let Some((head, _)) = read(&id) else { continue };
        match heads.iter_mut().find(|(other, _)| *other == id) {
            Some((_, kept)) if kept.stamp >= head.stamp => {}
            Some((_, kept)) => *kept = head,
            None => heads.push((id, head)),
        }
    }
}

/// Takes away last words that are no newer than what is in the database now.
pub(super) fn forget(id: &str, stamp: f64) {
    if read(id).is_some_and(|(head, _)| head.stamp <= stamp) {
        local::remove(&key(id));
    }
}
