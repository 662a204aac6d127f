//! How every scenario of tests/scenarios ends: a hash of the world, which is the same on every machine, wasm included.

#[path = "scenario_hashes.rs"]
mod hashes;

use virtlab_core::world::World;
use virtlab_scenario::{read, run};

pub use hashes::SCENARIOS;

/// A scenario of the set. One that is renamed has to be renamed in the table first: its text is built in by name.
pub struct Known {
    /// Its folder.
    pub name: &'static str,
    /// What its file says.
    pub text: &'static str,
    /// The state hash of the built-in world after it, in hexadecimal digits; 0 if it is not for the test driver.
    pub hash: &'static str,
}

/// The state hash after a scenario, as the table has it.
///
/// # Panics
/// If the text is no scenario, or goes otherwise than it says.
pub fn end_of(name: &str, text: &str) -> String {
    let scenario = read(text).unwrap_or_else(|fault| panic!("{name}: {fault}"));
    if !scenario.is_for("test") {
        return "0".to_owned();
    }
    let mut world = World::builtin(1);
    let found = run(&scenario, &mut world);
    assert_eq!(found.is_empty(), scenario.fails.is_none(), "{name}: {found:?}");
    format!("{:032x}", world.state_hash())
}

/// The scenarios that end otherwise here than the table says.
pub fn stale() -> Vec<&'static str> {
    let differ = |known: &&Known| end_of(known.name, known.text) != known.hash;
    SCENARIOS.iter().filter(differ).map(|known| known.name).collect()
}
