//! Documents, scenarios and sequences of calls, drawn and spoilt by a seeded die. The fuzz targets `documents`, `scenario` and
//! `calls` do the same without an end.

mod common;

use std::path::Path;

use common::hostile::{Dice, spoil_text};
use common::texts::{do_calls, furnished, read_document, read_scenario};
use virtlab_rpc::draw::Die;

const ROUNDS: u64 = 400;

/// The texts of the files of this name, or of these ends of names, under a folder of the tests.
fn texts(folder: &str, end: &str) -> Vec<String> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests").join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.to_string_lossy().ends_with(end) => files.push(path),
                false => {}
            }
        }
    }
    files.sort();
    assert!(!files.is_empty(), "{folder} has none");
    files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect()
}

#[test]
fn a_document_is_read_or_refused_whatever_it_holds() {
    let mut documents = texts("record/documents", ".xml");
    for recording in texts("recordings/domain-xml", ".jsonl") {
        let lines = recording.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        documents.extend(lines.filter_map(|line| Some(line["xml"].as_str()?.to_owned())));
    }
    assert!(documents.len() > 500, "{} documents", documents.len());
    let world = furnished();
    let mut read = 0;
    for seed in 0..ROUNDS {
        let mut dice = Dice::new(seed);
        let mut document = documents[dice.roll(documents.len())].clone().into_bytes();
        for _ in 0..dice.roll(4) {
            spoil_text(&mut dice, &mut document);
        }
        let document = String::from_utf8_lossy(&document);
        read += u64::from(read_document(&mut Die::new(seed), &world, &document));
    }
    assert!(read > 0, "none of them was read");
}

#[test]
fn a_scenario_is_read_or_refused_whatever_it_holds() {
    let scenarios = texts("scenarios", "scenario.toml");
    assert!(scenarios.iter().all(|scenario| read_scenario(scenario)), "those that are whole are read");
    for seed in 0..ROUNDS {
        let mut dice = Dice::new(seed);
        let mut scenario = scenarios[dice.roll(scenarios.len())].clone().into_bytes();
        for _ in 0..=dice.roll(3) {
            spoil_text(&mut dice, &mut scenario);
        }
        read_scenario(&String::from_utf8_lossy(&scenario));
    }
}

#[test]
fn calls_that_are_drawn_make_the_same_world_again() {
    let world = furnished();
    for seed in 0..ROUNDS / 4 {
        let mut die = Die::new(seed);
        assert!(do_calls(&mut die, &world) > 100);
    }
}
