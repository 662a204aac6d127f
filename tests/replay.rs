//! Every recording of real libvirt, replayed against the core.

use std::collections::BTreeSet;

use virtlab_core::api::{Area, functions};
use virtlab_tests::{names, read, replay};

/// Whether a recording is meant: by its name, or by how its name begins, with a star at the end.
fn means(pattern: &str, name: &str) -> bool {
    pattern.strip_suffix('*').map_or(name == pattern, |start| name.starts_with(start))
}

/// Replays the recordings that are meant.
fn check(pattern: &str) {
    let chosen: Vec<String> = names().into_iter().filter(|name| means(pattern, name)).collect();
    assert!(!chosen.is_empty(), "there is no recording {pattern}");
    let mut lines = 0;
    let mut failures = String::new();
    for name in &chosen {
        let report = replay(name);
        lines += report.lines;
        failures += &report.failures();
    }
    assert!(lines > 0 && failures.is_empty(), "\n{failures}");
}

#[test]
fn every_function_is_recorded() {
    let mut recorded = BTreeSet::new();
    for session in names().iter().filter(|name| !read_by_others(name)).flat_map(|name| read(name)) {
        let calls = session.lines.iter().filter_map(|(_, line)| line["call"].as_str());
        recorded.extend(calls.filter_map(|call| call.split('(').next()).map(str::to_owned));
    }
    let ours = functions().iter().filter(|row| row.area != Area::World);
    let missing: Vec<&str> =
        ours.map(|row| row.id.c_name()).filter(|name| !recorded.contains(*name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Recordings that are no sessions; other tests read them.
fn read_by_others(name: &str) -> bool {
    ["host/", "domain-xml/", "schema/", "api/"].iter().any(|folder| name.starts_with(folder))
}

macro_rules! recordings {
    ($($test:ident $pattern:literal)*) => {
        $(#[test] fn $test() { check($pattern); })*

        #[test]
        fn no_recording_is_left_out() {
            let named = [$($pattern),*];
            for name in names().into_iter().filter(|name| !read_by_others(name)) {
                assert!(named.iter().any(|pattern| means(pattern, &name)), "no test replays {name}");
            }
        }
    };
}

recordings! {
    connections "connection"
    agent "agent"
    device "device"
    devices "devices/*"
    errors "errors"
    events "events"
    event_loop "event-loop"
    guest "guest"
    metadata "metadata"
    host "host"
    identity "identity"
    image "image"
    migrate "migrate"
    lists "lists"
    networks "network"
    storage_pools "storage-pool"
    storage_pool_documents "storage-pool-xml"
    storage_volumes "storage-vol"
    life "life"
    memory "memory"
    save "save"
    stats "stats"
    stream "stream"
    walkthroughs "walkthroughs"
    walks "walks/*"
    life_cycle_actions "actions"
    baseline "baseline"
    cpus "cpus"
    typed_parameters "params"
    tuning "tuning"
    each_function "each/*"
    snapshots_and_checkpoints_each "moments/each-*"
    snapshots_of_an_inactive_domain "moments/off"
    snapshots_of_a_running_domain "moments/run"
    snapshots_of_a_paused_domain "moments/paused"
    snapshots_of_a_saved_domain "moments/saved"
    snapshots_of_a_changed_domain "moments/changed"
    snapshots_of_a_transient_domain "moments/transient*"
    snapshots_at_random "moments/walks"
    matrix_without_the_domain "matrix/none"
    matrix_persistent "matrix/P_*"
    matrix_transient "matrix/T_*"
}
