//! The scenarios of tests/scenarios, in the built-in world and by our client at our daemon.

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use common::House;
use common::lines::Door;
use virtlab_core::api::{Call, Outcome};
use virtlab_core::world::World;
use virtlab_rpc::client::Client;
use virtlab_scenario::{Performer, Scenario, read, run};

fn scenarios() -> Vec<(PathBuf, Scenario)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/scenarios");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().join("scenario.toml"))
        .collect();
    files.sort();
    let read = |file: PathBuf| {
        let text =
            std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let scenario = read(&text).unwrap_or_else(|fault| panic!("{}:{fault}", file.display()));
        (file, scenario)
    };
    files.into_iter().map(read).collect()
}

/// Runs all of them at somebody new each time; those that are known to fail have to.
fn all_go(mut somebody: impl FnMut() -> Box<dyn Performer>) {
    let mut wrong = String::new();
    let all = scenarios();
    for (file, scenario) in all.iter().filter(|(_, scenario)| scenario.is_for("test")) {
        let found = run(scenario, &mut *somebody());
        if found.is_empty() == scenario.fails.is_some() {
            wrong += &format!("{}: {}\n", file.display(), scenario.title);
            wrong.extend(found.iter().map(|difference| format!("{difference}\n")));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(all.len() >= 50, "{} scenarios", all.len());
}

#[test]
fn every_scenario_goes_in_the_built_in_world() {
    let world = World::builtin(1);
    all_go(|| Box::new(world.clone()));
}

/// Each client of a scenario as a program of its own at one daemon.
struct Programs {
    door: Door,
    clients: BTreeMap<u32, Client>,
}

impl Performer for Programs {
    fn perform(&mut self, client: u32, call: &Call) -> Outcome {
        let door = &self.door;
        self.clients.entry(client).or_insert_with(|| Client::new(door.clone())).perform(call)
    }
}

#[test]
fn every_scenario_goes_by_a_client_at_a_daemon() {
    all_go(|| Box::new(Programs { door: Door::of(House::new()), clients: BTreeMap::new() }));
}
