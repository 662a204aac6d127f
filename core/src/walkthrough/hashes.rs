//! The recorded hashes of the walkthroughs' replays. Native and wasm builds are held to the same table, which proves that
//! a replay is the same everywhere.

use super::walkthroughs;

/// ID and hash of each, in the order of [`walkthroughs`]. A change of the core that changes worlds changes these: the
/// failing test prints the new table.
#[rustfmt::skip]
static RECORDED: &[(&str, u128)] = &[
];

/// The walkthroughs whose replay goes otherwise than recorded, and those that are only there or only recorded.
pub fn stale_hashes() -> Vec<&'static str> {
    let recorded = |id: &str| RECORDED.iter().find(|(of, _)| *of == id).map(|(_, hash)| *hash);
    let differ = walkthroughs().iter().filter(|w| recorded(w.id) != Some(w.replay_hash())).map(|w| w.id);
    let gone = RECORDED.iter().map(|(id, _)| *id).filter(|id| super::Walkthrough::by_id(id).is_none());
    differ.chain(gone).collect()
}

/// The table as it should be now, as source text.
pub fn hash_table() -> String {
    let line = |w: &super::Walkthrough| format!("    (\"{}\", {:#034x}),\n", w.id, w.replay_hash());
    walkthroughs().iter().map(line).collect()
}
