//! The walkthroughs are recorded like any other session, so that what their notes say is what real libvirt does.

use virtlab_core::walkthrough::{Walkthrough, walkthroughs};
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

#[test]
fn the_recorded_calls_are_those_of_the_walkthroughs() {
    let there = include_str!("record/calls/walkthroughs.calls");
    let now = scenarios();
    assert!(
        there == now,
        "tests/record/calls/walkthroughs.calls should be, and then be recorded again:\n{now}"
    );
}
