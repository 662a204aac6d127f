//! The table of functions against libvirt's own description of its API: recordings/api.

use std::collections::BTreeMap;

use serde::Deserialize;
use virtlab_core::api::{Area, FlagSet, Function, FunctionId, flag_sets, functions};

#[derive(Deserialize)]
struct Described {
    function: String,
    since: String,
    prototype: String,
}

#[derive(Deserialize)]
struct Enumeration {
    #[serde(rename = "enum")]
    name: String,
    members: BTreeMap<String, i64>,
}

fn lines<T: for<'de> Deserialize<'de>>(text: &'static str) -> Vec<T> {
    text.lines().map(|line| serde_json::from_str(line).expect("a recorded line")).collect()
}

#[test]
fn prototypes_and_versions_are_libvirts() {
    let described: Vec<Described> = lines(include_str!("recordings/api/functions.jsonl"));
    // libvirt exports virSetError for its own language bindings only, and does not describe it.
    let is_described = |row: &&Function| row.area != Area::World && row.id != FunctionId::SetError;
    let rows: Vec<_> = functions().iter().filter(is_described).collect();
    let ours: Vec<_> =
        rows.iter().map(|row| format!("{} {}, {}", row.id.c_name(), row.since, row.prototype())).collect();
    let theirs: Vec<_> = described
        .iter()
        .map(|line| format!("{} {}, {}", line.function, line.since, line.prototype))
        .collect();
    let missing: Vec<_> = ours.iter().filter(|line| !theirs.contains(line)).collect();
    assert_eq!(rows.len(), described.len(), "{missing:#?}");
    let differing: Vec<_> = ours.iter().zip(&theirs).filter(|(our, their)| our != their).collect();
    assert!(differing.is_empty(), "{differing:#?}");
}

#[test]
fn flags_are_libvirts_and_complete() {
    let enumerations: Vec<Enumeration> = lines(include_str!("recordings/api/enumerations.jsonl"));
    let sets: BTreeMap<&str, &FlagSet> = flag_sets().map(|set| (set.c_enum, set)).collect();
    for enumeration in &enumerations {
        let set = sets.get(enumeration.name.as_str());
        let set = set.unwrap_or_else(|| panic!("{} is no set of the table", enumeration.name));
        let ours: BTreeMap<String, i64> =
            set.choices.iter().map(|choice| (choice.name.to_owned(), choice.value)).collect();
        assert_eq!(ours, enumeration.members, "{}", enumeration.name);
    }
    // The one set without a name has no flags.
    assert_eq!(sets.len(), enumerations.len() + 1);
}
