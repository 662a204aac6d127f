//! The recorded hashes of the walkthroughs' replays. Native and wasm builds are held to the same table, which proves that
//! a replay is the same everywhere.

use super::walkthroughs;

/// A line of ID and hash for each. Whatever changes worlds or outcomes changes these; `tests/walkthroughs.rs` says how to
/// write them anew.
const RECORDED: &str = include_str!("hashes.txt");

/// The walkthroughs whose replay goes otherwise than recorded, and those that are only there or only recorded.
pub fn stale_hashes() -> Vec<&'static str> {
    let recorded = || RECORDED.lines().filter_map(|line| line.split_once(' '));
    let as_recorded = |w: &super::Walkthrough| {
        recorded().any(|(id, hash)| id == w.id && hash == format!("{:032x}", w.replay_hash()))
    };
    let differ = walkthroughs().iter().filter(|w| !as_recorded(w)).map(|w| w.id);
    let gone = recorded().map(|(id, _)| id).filter(|id| super::Walkthrough::by_id(id).is_none());
    differ.chain(gone).collect()
}

/// The table as it should be now.
pub fn hash_table() -> String {
    walkthroughs().iter().map(|w| format!("{} {:032x}\n", w.id, w.replay_hash())).collect()
}
