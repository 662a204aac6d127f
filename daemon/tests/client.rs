//! Our client at our daemon: whatever was recorded comes out as it does in a world itself.

mod common;

use std::fmt::Write as _;

use common::House;
use common::lines::Door;
use serde_json::Value as Json;
use virtlab_core::api::Call;
use virtlab_core::world::ClientId;
use virtlab_rpc::client::{Client, Via};
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

/// The same of libvirtd's machine, which is not the one where the recordings were made.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    ("", "virConnectGetHostname", "the machine has a name of its own"),
    ("save", "virDomainRestore", "there are no files but what calls wrote"),
    ("image", "virDomainSaveImage", "files of an earlier session are still there"),
    ("walks/lives", "virDomainRestore", "files of an earlier session are still there"),
];

/// What differs in a session between what is expected of each line and what a client gets, up to the first difference: what
/// follows may only follow from that.
fn differences(
    name: &str,
    session: &Session,
    mut client: Client,
    mut expected: impl FnMut(&Call, &Json) -> Json,
    other: &[(&str, &str, &str)],
    found: &mut Vec<String>,
) -> usize {
    let mut plain = [Plain::new(&session.header), Plain::new(&session.header)];
    for (number, line) in &session.lines {
        let Some(text) = line["call"].as_str() else { continue };
        let call: Call = text.parse().unwrap_or_else(|e| panic!("{text}: {e}"));
        let here = expected(&call, line);
        let mut there = json::line(&call, &client.perform(&call));
        if let Some(there) = there.as_object_mut().filter(|_| here.get("printed").is_none()) {
            // Of some recordings nobody kept what was printed.
            there
                .remove("printed")
                .filter(|_| session.listens_to_stderr())
                .map(|text| there.insert("printed".into(), text));
        }
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
        if !OTHER.iter().chain(other).any(|other| is_other(&other)) {
            let mut told = format!("{name}:{number} ({}): {text}", session.name());
            let _ = write!(told, "\n  expected {here}\n  client   {there}");
            found.push(told);
        }
        break;
    }
    session.lines.len()
}

/// Recordings of sessions with calls, in order.
fn recordings() -> Vec<String> {
    let others = ["host/", "domain-xml/", "api/"];
    names().into_iter().filter(|name| !others.iter().any(|folder| name.starts_with(folder))).collect()
}

fn tell(found: &[String], lines: usize) {
    let shown = found.iter().take(SHOWN_MAX).cloned().collect::<Vec<_>>().join("\n");
    assert!(found.is_empty(), "{} of {lines} lines differ\n{shown}", found.len());
}

#[test]
fn a_client_of_a_daemon_gets_what_the_world_gives() {
    let mut found = Vec::new();
    let mut lines = 0;
    for name in recordings() {
        for session in read(&name) {
            let mut world = session.world();
            let client = Client::new(Door::of(House::of(session.world())));
            let expected = |call: &Call, _: &Json| json::line(call, &world.perform(ClientId(0), call));
            lines += differences(&name, &session, client, expected, &[], &mut found);
        }
    }
    tell(&found, lines);
    assert!(lines > 10_000, "{lines}");
}

/// Whether a session can be had with any libvirtd: it needs no host of its own, and libvirtd outlives it.
fn is_for_any(session: &Session) -> bool {
    let fits = |line: &Json| {
        let call = line["call"].as_str().unwrap_or_default();
        // Of more names than there is room for it sends as many as there are, from where none are, and ends.
        let ends = call.contains("Names(") && call.contains("&, 0, ");
        !ends && (!call.starts_with("virConnectOpen") || call.contains("\"test:///default\""))
    };
    let header = &session.header;
    header.get("hosts").is_none()
        && header.get("matrix").is_none()
        && session.lines.iter().all(|(_, line)| fits(line))
}

/// What was recorded in libvirt's own process comes out through libvirtd and our client, too.
#[test]
#[ignore = "needs a real libvirtd: cargo xtask record --rpc URI [NAME…]"]
fn a_client_of_libvirtd_gets_what_was_recorded() {
    let uri = std::env::var("VIRTLAB_LIBVIRTD").expect("the URI of a libvirtd, such as test+unix:///default");
    let wanted = std::env::var("VIRTLAB_RECORDINGS").unwrap_or_default();
    let wanted: Vec<&str> = wanted.split_whitespace().collect();
    let mut found = Vec::new();
    let mut lines = 0;
    for name in recordings() {
        if !wanted.is_empty() && !wanted.iter().any(|begin| name.starts_with(begin)) {
            continue;
        }
        for session in read(&name).iter().filter(|session| is_for_any(session)) {
            let via = Via::uri(&uri).ok().flatten().expect("a URI with a transport");
            let recorded = |_: &Call, line: &Json| line.clone();
            let said =
                Client::new(via.clone()).perform(&"virConnectOpen(\"test:///default\")".parse().unwrap());
            assert!(
                said.ok(),
                "{name} ({}): libvirtd is gone: {:?}\n{}",
                session.name(),
                said.error,
                found.join("\n")
            );
            lines += differences(&name, session, Client::new(via), recorded, ELSEWHERE, &mut found);
        }
    }
    println!("{lines} lines");
    tell(&found, lines);
}
