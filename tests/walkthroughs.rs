//! The walkthroughs are recorded like any other session, so that what their notes say is what real libvirt does.

use virtlab_core::walkthrough::{Walkthrough, hash_table, walkthroughs};
use virtlab_core::world::ClientId;
use virtlab_tests::holds;

/// What writes the files anew.
const HOW: &str = "VIRTLAB_RECORD=1 cargo test -p virtlab-tests --test walkthroughs";

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

#[test]
fn replays_go_as_recorded() {
    // The web crate looks at the same table in wasm.
    holds("core/src/walkthrough/hashes.txt", &hash_table(), HOW);
}

#[test]
fn the_recorded_calls_are_those_of_the_walkthroughs() {
    // After a change, `cargo xtask record walkthroughs` asks real libvirt again.
    holds("tests/record/calls/walkthroughs.calls", &scenarios(), HOW);
}
