//! Our client at our daemon: whatever was recorded comes out as it does in a world itself.

mod common;

use std::fmt::Write as _;

use common::House;
use common::lines::Door;
use serde_json::Value as Json;
use virtlab_core::api::Call;
use virtlab_core::world::ClientId;
use virtlab_rpc::client::Client;
use virtlab_tests::compare::{Plain, same};
use virtlab_tests::{Session, json, names, read};

/// Differences shown.
const SHOWN_MAX: usize = 30;

/// Where a call in the client's own process does otherwise than one through a daemon, with real libvirt too, and what goes on
/// in the session is another thing: by the recording, what the call has in its text, and why.
const OTHER: &[(&str, &str, &str)] = &[
    (
        "",
        "virConnectOpen",
        "a daemon takes no transport, no credentials and no flag but that for looking only",
    ),
    ("", "virConnectGetURI", "as it was asked for"),
    ("", "virConnectSetKeepAlive", "a connection through a daemon can be kept alive"),
    (
        "",
        "virConnectDomainEventRegisterAny",
        "each connection through a daemon counts its callbacks by itself",
    ),
    ("events", "virEventRunDefaultImpl", "each connection through a daemon counts its callbacks by itself"),
    (
        "walks/connections",
        "virEventRunDefaultImpl",
        "a daemon sends at once what the process keeps for its loop",
    ),
    ("identity", "virDomainGetID", "virDomainDestroyFlags leaves the handle's ID to be out of date"),
    ("walks/lives", "virDomainGetID", "virDomainCoreDump leaves the handle's ID to be out of date"),
    ("", "virDomainGetCPUStats", "CPUs that nothing is told of do not travel yet"),
    ("save", "virDomainGetID", "virDomainCoreDump leaves the handle's ID to be out of date"),
    ("", "virDomainSetSchedulerParameters", "an array with nothing in it arrives as none"),
    ("", "virDomainSetBlkioParameters", "an array with nothing in it arrives as none"),
    ("each/host", "virNodeSetMemoryParameters", "an array with nothing in it arrives as none"),
    (
        "event-loop",
        "virEventRunDefaultImpl",
        "a daemon's events come by a socket, behind the timers of the loop or before",
    ),
    ("each/host", "virConnectBaselineHypervisorCPU", "an array with nothing in it arrives as none"),
    ("each/host", "virConnectSetIdentity", "libvirtd takes an identity itself, and the driver refuses it"),
    ("moments/each-snapshot", "ListNames(dom1, &, 0, 0)", "no room is room for a list with nothing in it"),
    ("moments/each-snapshot", "&, 2147483647", "a list of names has a limit"),
    ("moments/walks", "virDomainGetID", "going back to a snapshot leaves the handle's ID to be out of date"),
    ("tuning", "type 0", "a parameter without a type does not travel"),
    ("tuning", "virDomainGetInterfaceParameters(dom1, NULL", "NULL does not travel where no NULL can be"),
    ("host", "virNodeGetCPUStats", "no room means that the count is asked for"),
    ("", "virDomainGetDiskErrors(dom1, &, 0", "no room means that the count is asked for"),
    ("migrate", "virDomainSaveParams", "the error of a check is reported once, by the daemon"),
    ("", "virConnectSecretEvent", "callbacks for secrets do not travel yet"),
    ("each/", "virDomainFDAssociate(dom1, NULL", "NULL does not travel where no NULL can be"),
    ("stream", "virStreamSend", "data goes out, and the daemon says only afterwards that nobody takes it"),
    ("stream", "virStreamEvent", "callbacks for streams are not carried"),
    ("baseline", "virConnectBaselineCPU", "an array of none arrives as NULL"),
];

/// What differs in a session between the world itself and a client of a daemon that has such a world.
fn differences(name: &str, session: &Session, found: &mut Vec<String>) -> usize {
    let mut world = session.world();
    let mut client = Client::new(Door::of(House::of(session.world())));
    let mut plain = [Plain::new(&session.header), Plain::new(&session.header)];
    for (number, line) in &session.lines {
        let Some(text) = line["call"].as_str() else { continue };
        let call: Call = text.parse().unwrap_or_else(|e| panic!("{text}: {e}"));
        let here = json::line(&call, &world.perform(ClientId(0), &call));
        let there = json::line(&call, &client.perform(&call));
        let [here, there]: [Json; 2] = [(0, here), (1, there)].map(|(i, mut line)| {
            plain[i].learn(text);
            plain[i].line(&mut line);
            line
        });
        if same(&here, &there) {
            continue;
        }
        let is_other =
            |(recording, call, _): &&(&str, &str, &str)| name.starts_with(recording) && text.contains(call);
        if OTHER.iter().find(is_other).is_none() {
            let mut told = format!("{name}:{number} ({}): {text}", session.name());
            let _ = write!(told, "\n  world  {here}\n  client {there}");
            found.push(told);
        }
        // What follows in the session may only follow from that.
        break;
    }
    session.lines.len()
}

#[test]
fn a_client_of_a_daemon_gets_what_the_world_gives() {
    let mut found = Vec::new();
    let mut lines = 0;
    let others = ["host/", "domain-xml/", "api/"];
    for name in names().iter().filter(|name| !others.iter().any(|folder| name.starts_with(folder))) {
        for session in read(name) {
            lines += differences(name, &session, &mut found);
        }
    }
    let shown = found.iter().take(SHOWN_MAX).cloned().collect::<Vec<_>>().join("\n");
    assert!(found.is_empty(), "{} of {lines} lines differ\n{shown}", found.len());
    assert!(lines > 10_000, "{lines}");
}
