//! The table, help and completion. What commands print is proved by recordings.

use std::collections::BTreeSet;

use virtlab_core::api::{Call, FunctionId, Outcome, Value};
use virtlab_core::ground::{ErrorDomain, VirError};
use virtlab_core::world::{ClientId, World};

use crate::command::OptKind;
use crate::{Face, Shell, commands, complete, find, groups};

struct Built(World);

impl Face for Built {
    fn perform(&mut self, call: &Call) -> Outcome {
        self.0.perform(ClientId(0), call)
    }

    fn read_file(&mut self, _: &str) -> Result<String, String> {
        Err("No such file or directory".to_owned())
    }

    fn write_file(&mut self, _: &str, _: &[u8]) -> Result<(), String> {
        Err("Permission denied".to_owned())
    }
}

fn session() -> (Shell, Built) {
    let (mut shell, mut face) = (Shell::new(Some("test:///default"), false), Built(World::builtin(0)));
    shell.connect(&mut face);
    (shell, face)
}

#[track_caller]
fn completes(line: &str, start: usize, expected: &[&str]) {
    let (shell, mut face) = session();
    let found = complete(&shell, &mut face, line);
    assert_eq!(
        (found.start, found.words.iter().map(String::as_str).collect::<Vec<_>>()),
        (start, expected.to_vec())
    );
    // The handles that it took are given back; only their numbers are used up.
    let client = face.0.client(ClientId(0)).unwrap();
    assert_eq!(client.live().count(), 1);
}

#[test]
fn names_are_there_once_and_options_have_words() {
    let mut names = BTreeSet::new();
    for command in commands() {
        assert!(names.insert(command.name), "{} is there twice", command.name);
        for opt in command.options() {
            match opt.kind {
                OptKind::Alias(target, _) => {
                    assert!(
                        command.options().any(|other| other.name == target),
                        "{}: {target}",
                        command.name
                    );
                }
                _ => assert!(!crate::words::option(opt.name).is_empty(), "{}: {}", command.name, opt.name),
            }
        }
        assert!(crate::not_here(command.name).is_none(), "{}", command.name);
    }
    assert!(names.len() > 100);
    assert!(groups().all(|(_, commands)| !commands.is_empty()));
}

#[test]
fn commands_are_completed() {
    completes("domst", 0, &["domstate", "domstats"]);
    completes("list; snapshot-p", 6, &["snapshot-parent"]);
    completes("help snapshot-c", 5, &["snapshot-create", "snapshot-create-as", "snapshot-current"]);
    completes("help netw", 5, &["network"]);
}

#[test]
fn options_are_completed_and_not_twice() {
    completes("domstate test --r", 14, &["--reason"]);
    completes("domstate test --reason --", 23, &[]);
    completes("net-list --auto", 9, &["--autostart"]);
}

#[test]
fn names_that_fit_are_completed() {
    completes("destroy ", 8, &["test"]);
    completes(
        "start ",
        6,
        &[
            "--autodestroy",
            "--bypass-cache",
            "--console",
            "--domain",
            "--force-boot",
            "--pass-fds",
            "--paused",
            "--reset-nvram",
        ],
    );
    completes("dominfo --domain t", 17, &["test"]);
    completes("net-destroy d", 12, &["default"]);
    completes("net-update default add-", 19, &["add-first", "add-last"]);
    completes("nonsense ", 9, &[]);
}

#[test]
fn help_has_virsh_s_layout() {
    let (mut shell, mut face) = session();
    let ran = shell.line(&mut face, "domid --help");
    let expected = "  NAME\n    domid - tell the ID of a domain from its name or UUID\n\n  SYNOPSIS\n    domid <domain>\n\n  OPTIONS\n    [--domain] <string>  a domain, by name, ID or UUID\n\n";
    assert_eq!(ran.text(), expected);
    assert!(ran.calls.is_empty());
    assert!(
        shell
            .line(&mut face, "help monitor")
            .text()
            .starts_with(" Domain Monitoring (help keyword 'monitor'):\n")
    );
}

#[test]
fn a_line_tells_the_calls_that_it_made() {
    let (mut shell, mut face) = session();
    let ran = shell.line(&mut face, "suspend test");
    let calls: Vec<String> = ran.calls.iter().map(|(call, _)| call.to_string()).collect();
    let expected =
        [r#"virDomainLookupByName(conn1, "test")"#, "virDomainSuspend(dom1)", "virDomainFree(dom1)"];
    assert_eq!(calls, expected);
    assert!(ran.calls.iter().all(|(_, ok)| *ok));
}

#[test]
fn quit_ends_and_what_is_not_here_says_so() {
    let (mut shell, mut face) = session();
    let ran = shell.line(&mut face, "quit; list");
    assert!(ran.quit && ran.ok && ran.output.is_empty());
    let ran = shell.line(&mut face, "iface-list");
    let told = "error: command 'iface-list' is not there in this shell: it needs the functions about a host's interfaces";
    assert!(ran.text().starts_with(told), "{}", ran.text());
    assert!(find("iface-list").is_none());
    shell.close(&mut face);
    let connections = face.0.client(ClientId(0)).unwrap().connections().count();
    assert_eq!(connections, 0);
}

/// A world in which somebody else makes calls whenever this shell waits.
struct Busy {
    world: World,
    others: std::vec::IntoIter<&'static str>,
    /// How long was waited, in milliseconds.
    waited: u64,
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

    fn wait(&mut self, milliseconds: u64) -> bool {
        self.waited += milliseconds;
        if let Some(call) = self.others.next() {
            let call: Call = call.parse().expect("a call");
            assert!(self.world.perform(ClientId(1), &call).ok(), "{call}");
        }
        true
    }

    fn now_ms(&mut self) -> Option<i64> {
        Some(1_795_462_349_916)
    }
}

/// What comes of a command that waits while another client makes these calls: all that it prints, and the face.
fn while_others(command: &str, others: &[&'static str]) -> (String, Busy) {
    let mut world = World::builtin(0);
    let open: Call = "virConnectOpen(\"test:///default\")".parse().expect("a call");
    assert!(world.perform(ClientId(1), &open).ok());
    let others: Vec<&str> = others.into();
    let mut face = Busy { world, others: others.into_iter(), waited: 0, printed: Vec::new() };
    let mut shell = Shell::new(Some("test:///default"), false);
    shell.connect(&mut face);
    let rest = shell.line(&mut face, command).text();
    (face.printed.concat() + &rest, face)
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

#[test]
fn a_shell_alone_with_its_world_does_not_wait_for_ever() {
    let (mut shell, mut face) = session();
    let ran = shell.line(&mut face, "event --all");
    assert!(
        ran.text().starts_with("error: nothing happens in this world while this shell waits"),
        "{}",
        ran.text()
    );
    assert_eq!(face.0.client(ClientId(0)).map(|client| client.live().count()), Some(1));
    let ran = shell.line(&mut face, "edit test");
    let told = "error: there is no editor in this shell: change what 'dumpxml --inactive' prints, and give it to 'define'\n\n";
    assert_eq!(ran.text(), told);
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
