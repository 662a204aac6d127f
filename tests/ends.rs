//! Every scenario ends in the world that the table says. The page's tests look at the same table in wasm.

use std::fs;
use std::path::Path;

use virtlab_tests::holds;
use virtlab_tests::scenarios::end_of;

const HEAD: &str = "\
//! Written by VIRTLAB_RECORD=1 cargo test -p virtlab-tests --test ends.

use super::Known;

macro_rules! known {
    ($($name:literal $hash:literal)*) => {
        &[$(Known { name: $name, text: include_str!(concat!(\"scenarios/\", $name, \"/scenario.toml\")), hash: $hash }),*]
    };
}

/// Every scenario of tests/scenarios.
#[rustfmt::skip]
pub const SCENARIOS: &[Known] = known! {
";

#[test]
fn scenarios_end_as_recorded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    let mut table = HEAD.to_owned();
    for name in names {
        let text = fs::read_to_string(folder.join(&name).join("scenario.toml")).unwrap();
        table += &format!("    \"{name}\" \"{}\"\n", end_of(&name, &text));
    }
    table += "};\n";
    let how = "VIRTLAB_RECORD=1 cargo test -p virtlab-tests --test ends";
    holds("tests/scenario_hashes.rs", &table, how);
}
