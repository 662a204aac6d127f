//! The walkthroughs are recorded like any other session, so that what their notes say is what real libvirt does.

use virtlab_core::walkthrough::{Walkthrough, hash_table, walkthroughs};
use virtlab_core::world::ClientId;

/// Whether real libvirt can be asked: the other hosts of the lab are only in the lab.
fn recordable(walkthrough: &Walkthrough) -> bool {
    let opens = walkthrough.steps.iter().filter(|step| step.call.starts_with("virConnectOpen"));
    opens.map(|step| step.call).all(|call| call.contains("\"test:///default\""))
}

/// The scenarios as tests/record/calls has them. A recording is of one thread.
fn scenarios() -> String {
    let mut text = "# Written from core/src/walkthrough by the test in tests/walkthroughs.rs.\n".to_owned();
    for walkthrough in walkthroughs().iter().filter(|walkthrough| recordable(walkthrough)) {
        text += &format!("\n== walkthrough {}: what its notes speak of\n", walkthrough.id);
        for step in walkthrough.steps.iter().filter(|step| step.client == ClientId(0)) {
            text += step.call;
            text += "\n";
        }
    }
    text
}

/// Holds a file of the repository to what it should be; with VIRTLAB_RECORD set, writes it.
#[track_caller]
fn holds(path: &str, now: &str) {
    let path = format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("VIRTLAB_RECORD").is_some() {
        std::fs::write(&path, now).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap();
    assert!(
        there == now,
        "{path} should be as below. VIRTLAB_RECORD=1 cargo test -p virtlab-tests --test walkthroughs writes it.\n{now}"
    );
}

#[test]
fn replays_go_as_recorded() {
    // The web crate looks at the same table in wasm.
    holds("core/src/walkthrough/hashes.txt", &hash_table());
}

#[test]
fn the_recorded_calls_are_those_of_the_walkthroughs() {
    // After a change, `cargo xtask record walkthroughs` asks real libvirt again.
    holds("tests/record/calls/walkthroughs.calls", &scenarios());
}
