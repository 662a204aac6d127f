//! Waiting for events, while others act or nobody does.

use virtlab_core::api::{Call, FunctionId, Outcome, Value};
use virtlab_core::ground::{ErrorDomain, VirError};
use virtlab_core::world::{ClientId, World};

use super::{Built, session};
use crate::{Face, Pause, Shell};

/// A world in which somebody else makes calls whenever this shell waits.
struct Busy {
    world: World,
    others: std::vec::IntoIter<&'static str>,
    /// How long was waited, in milliseconds.
    waited: u64,
    /// Whether a command waits.
    waits: bool,
    /// Whether the wait is interrupted once the others have made their calls.
    impatient: bool,
    /// What was printed before each wait that something was printed before.
    printed: Vec<String>,
}

impl Face for Busy {
    fn perform(&mut self, call: &Call) -> Outcome {
        self.world.perform(ClientId(0), call)
    }

    fn read_file(&mut self, _: &str) -> Result<String, String> {
        Err("No such file or directory".to_owned())
    }

    fn write_file(&mut self, _: &str, _: &[u8]) -> Result<(), String> {
        Err("Permission denied".to_owned())
    }

    fn print(&mut self, output: &[crate::Piece]) -> bool {
        self.printed.extend(output.iter().map(|piece| piece.text.clone()));
        true
    }

    fn waiting(&mut self, begins: bool) {
        assert_ne!(self.waits, begins);
        self.waits = begins;
    }

    fn wait(&mut self, milliseconds: u64) -> Pause {
        assert!(self.waits);
        self.waited += milliseconds;
        if let Some(call) = self.others.next() {
            let call: Call = call.parse().expect("a call");
            assert!(self.world.perform(ClientId(1), &call).ok(), "{call}");
            return Pause::Over;
        }
        if self.impatient { Pause::Interrupted } else { Pause::Over }
    }

    fn now_ms(&mut self) -> Option<i64> {
        Some(1_795_462_349_916)
    }
}

/// What comes of a command that waits while another client makes these calls: all that it prints, and the face.
fn while_others(command: &str, others: &[&'static str]) -> (String, Busy) {
    let (mut shell, mut face) = beside(others);
    let rest = shell.line(&mut face, command).text();
    (face.printed.concat() + &rest, face)
}

/// A shell, and a world in which another client makes these calls while the shell waits.
fn beside(others: &[&'static str]) -> (Shell, Busy) {
    let mut world = World::builtin(0);
    let open: Call = "virConnectOpen(\"test:///default\")".parse().expect("a call");
    assert!(world.perform(ClientId(1), &open).ok());
    let others: Vec<&str> = others.into();
    let others = others.into_iter();
    let mut face = Busy { world, others, waited: 0, waits: false, impatient: false, printed: Vec::new() };
    let mut shell = Shell::new(Some("test:///default"), false);
    shell.connect(&mut face);
    (shell, face)
}

/// What a command prints that waits while another client makes these calls.
#[track_caller]
fn hears(command: &str, others: &[&'static str], expected: &str) {
    assert_eq!(while_others(command, others).0, expected);
}

// What is told is what libvirt's virsh told when the same calls were made through its daemon.
#[test]
fn events_of_domains_are_told() {
    let calls = [
        "virDomainLookupByName(conn1, \"test\")",
        "virDomainSuspend(dom1)",
        "virDomainResume(dom1)",
        "virDomainSetMetadata(dom1, VIR_DOMAIN_METADATA_DESCRIPTION, \"x\", NULL, NULL, 0)",
        "virDomainSetMetadata(dom1, VIR_DOMAIN_METADATA_ELEMENT, \"<b/>\", \"a\", \"http://a\", 0)",
        "virDomainUndefine(dom1)",
        "virDomainDestroy(dom1)",
    ];
    let told = "event 'lifecycle' for domain 'test': Suspended Paused
event 'lifecycle' for domain 'test': Resumed Unpaused
event 'metadata-change' for domain 'test': type description, uri <null>
event 'metadata-change' for domain 'test': type element, uri http://a
event 'lifecycle' for domain 'test': Undefined Removed
event 'lifecycle' for domain 'test': Stopped Destroyed
event loop timed out
events received: 6

";
    hears("event --all --loop --timeout 1", &calls, told);
    let first = "2026-11-23 19:32:29.916+0000: event 'lifecycle' for domain 'test': Suspended Paused\nevents received: 1\n\n";
    hears("event --event lifecycle --timestamp", &calls, first);
    hears("event --event reboot --timeout 1", &calls, "event loop timed out\nevents received: 0\n\n");
    hears("await test --condition domain-inactive", &calls, "\n");
}

#[test]
fn events_of_networks_and_pools_are_told() {
    let calls = [
        "virNetworkLookupByName(conn1, \"default\")",
        "virNetworkSetMetadata(net1, VIR_NETWORK_METADATA_TITLE, \"t\", NULL, NULL, 0)",
        "virNetworkDestroy(net1)",
        "virNetworkCreate(net1)",
        "virStoragePoolLookupByName(conn1, \"default-pool\")",
        "virStoragePoolRefresh(pool1, 0)",
        "virStoragePoolDestroy(pool1)",
        "virStoragePoolUndefine(pool1)",
    ];
    let told = "event 'lifecycle' for network default: Stopped
event 'lifecycle' for network default: Started
event loop timed out
events received: 2

";
    hears("net-event --event lifecycle --loop --timeout 1", &calls, told);
    let told = "event 'metadata-change' for network default: type title, uri <null>\nevents received: 1\n\n";
    hears("net-event --event metadata-change --network default", &calls, told);
    hears(
        "pool-event --event refresh",
        &calls,
        "event 'refresh' for storage pool default-pool\nevents received: 1\n\n",
    );
    let told = "event 'lifecycle' for storage pool default-pool: Stopped
event 'lifecycle' for storage pool default-pool: Undefined
event loop timed out
events received: 2

";
    hears("pool-event --event lifecycle --loop --timeout 1", &calls, told);
}

/// Calls of another client after each of which the domain is still active.
const STILL_ACTIVE: [&str; 5] = [
    "virDomainLookupByName(conn1, \"test\")",
    "virDomainSuspend(dom1)",
    "virDomainResume(dom1)",
    "virDomainSuspend(dom1)",
    "virDomainResume(dom1)",
];

#[test]
fn the_time_of_a_wait_is_for_all_of_its_events() {
    let (text, face) = while_others("await test --condition domain-inactive --timeout 1", &STILL_ACTIVE);
    assert_eq!((&text[..], face.waited), ("event loop timed out\n\n", 1000));
}

#[test]
fn what_is_heard_is_told_while_more_is_waited_for() {
    let (_, face) = while_others("event --event lifecycle --loop --timeout 1", &STILL_ACTIVE);
    let told = ["Suspended Paused", "Resumed Unpaused", "Suspended Paused", "Resumed Unpaused"]
        .map(|what| format!("event 'lifecycle' for domain 'test': {what}\n"));
    assert_eq!(face.printed, told);
}

#[test]
fn a_source_that_is_always_ready_does_not_hold_up_a_wait() {
    let (mut shell, mut face) = session();
    for call in ["virEventRegisterDefaultImpl()", "virEventAddTimeout(0, \"always\", NULL, NULL)"] {
        let call: Call = call.parse().expect("a call");
        assert!(face.perform(&call).ok(), "{call}");
    }
    let ran = shell.line(&mut face, "event --all --timeout 1");
    assert_eq!(ran.text(), "event loop timed out\nevents received: 0\n\n");
    let ran = shell.line(&mut face, "await test --condition domain-inactive");
    assert!(ran.text().starts_with("error: nothing happens in this world"), "{}", ran.text());
    assert!(ran.calls.len() < 20);
}

// As libvirt's virsh told when it was interrupted, and what it ended with.
#[test]
fn a_wait_that_is_interrupted_ends_and_what_follows_is_done() {
    for (command, told, status) in [
        ("event --all --loop", "event loop interrupted\nevents received: 0\n\n", 1),
        ("net-event --event lifecycle", "event loop interrupted\nevents received: 0\n\n", 1),
        ("await test --condition domain-inactive", "event loop interrupted\n\n", 2),
        ("event --all; echo next", "event loop interrupted\nevents received: 0\n\nnext\n", 0),
    ] {
        let (mut shell, mut face) = beside(&[]);
        face.impatient = true;
        let ran = shell.line(&mut face, command);
        assert_eq!((&ran.text()[..], ran.status()), (told, status), "{command}");
        assert!(!face.waits);
    }
    let (mut shell, mut face) = beside(&STILL_ACTIVE);
    face.impatient = true;
    let ran = shell.line(&mut face, "event --event lifecycle --loop");
    let told = "event loop interrupted\nevents received: 4\n\n";
    assert_eq!((&ran.text()[..], ran.status()), (told, 0));
}

/// A world whose event loop does not run.
struct Cut(Built);

impl Face for Cut {
    fn perform(&mut self, call: &Call) -> Outcome {
        let mut outcome = self.0.perform(call);
        if call.function == FunctionId::EventRunDefaultImpl {
            outcome.ret = Value::Int(-1);
            outcome.error = Some(VirError::internal(ErrorDomain::Rpc, "client socket is closed"));
        }
        outcome
    }

    fn read_file(&mut self, path: &str) -> Result<String, String> {
        self.0.read_file(path)
    }

    fn write_file(&mut self, path: &str, content: &[u8]) -> Result<(), String> {
        self.0.write_file(path, content)
    }
}

#[test]
fn a_wait_ends_with_the_connection() {
    let (mut shell, face) = session();
    let mut face = Cut(face);
    for command in ["event --all --loop", "await test --condition domain-inactive"] {
        let ran = shell.line(&mut face, command);
        assert_eq!(ran.text(), "error: internal error: client socket is closed\n\n");
        assert!(!ran.ok);
    }
}
