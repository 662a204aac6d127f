//! How it ends: killed at any moment, or told to.

use std::collections::BTreeSet;
use std::os::unix::net::UnixDatagram;
use std::time::{Duration, Instant};

use virtlab_core::api::FunctionId;

use crate::daemon::{Client, Daemon, Folder, virtlab, xml};

/// How long a daemon that is told to end once waits for those who do not take their answers.
const DRAIN: Duration = Duration::from_secs(10);

/// Defines domains, kills the daemon while a call is under way, and looks for what was answered.
fn kill(test: &str, times: usize) {
    let folder = Folder::new(test);
    let state = folder.0.join("state");
    // An image every few calls, so that some kills meet one that is being written.
    let args = ["--state", state.to_str().unwrap(), "--image-every", "20"];
    let (mut answered, mut doubtful) = (BTreeSet::new(), BTreeSet::new());
    for round in 0..times {
        let daemon = Daemon::start(&folder, &args);
        let mut client = Client::open(&folder.socket(), "test:///default");
        let last: Vec<&String> = answered.iter().rev().take(20).collect();
        for name in last {
            let found = client.call(FunctionId::DomainLookupByName, |out| out.string(name));
            assert!(found.is_ok(), "round {round}: {name} was answered and is lost");
        }
        let there = client.domains() as usize;
        assert!(there >= answered.len(), "round {round}: {there} of {}", answered.len());
        assert!(there <= answered.len() + doubtful.len(), "round {round}: {there} domains");
        for n in 0..1 + round % 7 {
            let name = format!("d{round:04}-{n}");
            client.call(FunctionId::DomainDefineXML, |out| out.string(&xml(&name))).unwrap();
            answered.insert(name);
        }
        // Several at once, of which nobody waits for an answer.
        for n in 0..3 {
            let name = format!("x{round:04}-{n}");
            client.send_to(FunctionId::DomainDefineXML, |out| out.string(&xml(&name)));
            doubtful.insert(name);
        }
        daemon.kill();
    }
}

#[test]
fn no_kill_loses_a_call_that_was_answered() {
    kill("kill", 100);
}

#[test]
#[ignore = "some minutes: cargo test -p virtlab --test sockets -- --ignored"]
fn a_thousand_kills_lose_no_call_that_was_answered() {
    kill("kill-thousand", 1000);
}

#[test]
fn calls_in_flight_are_answered_when_it_is_told_to_end() {
    let folder = Folder::new("drain");
    let daemon = Daemon::start(&folder, &[]);
    let mut client = Client::open(&folder.socket(), "test:///default");
    let mut idle = Client::connect(&folder.socket());
    for n in 0..50 {
        client.send_to(FunctionId::DomainDefineXML, |out| out.string(&xml(&format!("d{n}"))));
    }
    daemon.terminate();
    for n in 0..50 {
        assert!(client.answer().is_ok(), "call {n}");
    }
    assert!(client.packet().is_err(), "the connection is closed");
    assert!(idle.packet().is_err());
    assert!(daemon.wait().success());
    assert!(!folder.socket().exists());
}

#[test]
fn told_twice_it_waits_for_nobody() {
    let folder = Folder::new("twice");
    let systemd = UnixDatagram::bind(folder.0.join("notify")).unwrap();
    let socket = folder.socket();
    let mut command = virtlab(&["--log", "off", "serve", "--unix", socket.to_str().unwrap()]);
    let daemon = Daemon::of(command.env("NOTIFY_SOCKET", folder.0.join("notify")));
    let heard = || {
        let mut told = [0; 64];
        let length = systemd.recv(&mut told).unwrap();
        String::from_utf8_lossy(&told[..length]).into_owned()
    };
    assert_eq!(heard(), "READY=1");
    // More answers than a socket holds, and nobody takes them.
    let mut client = Client::open(&socket, "test:///default");
    for _ in 0..120 {
        client.send_to(FunctionId::ConnectGetCapabilities, |_| ());
    }
    let begun = Instant::now();
    daemon.terminate();
    assert_eq!(heard(), "STOPPING=1");
    daemon.terminate();
    assert!(daemon.wait().success());
    assert!(begun.elapsed() < DRAIN, "it waited for the client");
}
