//! Crowds, and clients that mean no good or are broken: they cost nobody else anything.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::time::Duration;

use virtlab_core::api::FunctionId;

use crate::daemon::{Client, Daemon, Folder, number, xml};

/// `REMOTE_PROC_CONNECT_SUPPORTS_FEATURE` and `VIR_DRV_FEATURE_PROGRAM_KEEPALIVE`.
const SUPPORTS_FEATURE: i32 = 60;
const KEEPALIVE: i32 = 10;

#[test]
fn a_thousand_clients_at_once_go_through_a_domain_s_life() {
    let folder = Folder::new("thousand");
    let _daemon = Daemon::start(&folder, &[]);
    let uri = "test:///default";
    let mut clients: Vec<Client> = (0..1000).map(|_| Client::open(&folder.socket(), uri)).collect();
    let name = |n: usize| format!("d{n}");
    // Everybody asks before anybody is answered.
    for (n, client) in clients.iter_mut().enumerate() {
        client.send_to(FunctionId::DomainDefineXML, |out| out.string(&xml(&name(n))));
    }
    let domains: Vec<Vec<u8>> = clients.iter_mut().map(|client| client.answer().unwrap()).collect();
    for function in [
        FunctionId::DomainCreate,
        FunctionId::DomainSuspend,
        FunctionId::DomainResume,
        FunctionId::DomainDestroy,
        FunctionId::DomainUndefine,
    ] {
        for (client, domain) in clients.iter_mut().zip(&domains) {
            client.send_to(function, |out| out.raw(domain));
        }
        for (n, client) in clients.iter_mut().enumerate() {
            client.answer().unwrap_or_else(|error| panic!("{function:?} of {n}: {}", error.message));
        }
    }
    assert_eq!(clients[0].domains(), 0);
}

#[test]
fn a_client_beyond_the_limit_waits_until_another_leaves() {
    let folder = Folder::new("limit");
    let read_only = folder.0.join("ro");
    let _daemon = Daemon::start(&folder, &["--max-clients", "1", "--unix-ro", read_only.to_str().unwrap()]);
    // Either socket may have the one place: one that nobody comes to takes none.
    let come = |socket: &Path| {
        let mut client = Client::connect(socket);
        client.stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        client.send(crate::daemon::OPEN, |out| {
            out.optional(Some("test:///default"));
            out.uint(0);
        });
        client
    };
    let mut first = come(&read_only);
    first.answer().unwrap();
    let mut second = come(&folder.socket());
    drop(first);
    second.answer().unwrap();
    let mut third = come(&read_only);
    drop(second);
    third.answer().unwrap();
}

#[test]
fn broken_packets_end_their_connection_and_no_other() {
    let folder = Folder::new("broken");
    let _daemon = Daemon::start(&folder, &[]);
    let mut good = Client::open(&folder.socket(), "test:///default");
    let header = [0x20, 0, 0x80, 0x86, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0];
    for broken in [
        &[0, 0, 0, 3][..],
        &[0xff, 0xff, 0xff, 0xff],
        &[2, 0, 0, 5],
        &[0, 0, 0, 4],
        &[0, 0, 0, 8, 1, 2, 3, 4],
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    ] {
        let mut bad = Client::connect(&folder.socket());
        bad.stream.write_all(broken).unwrap();
        let mut rest = Vec::new();
        // A reset is an end, too.
        let _ = bad.stream.read_to_end(&mut rest);
        assert!(rest.is_empty(), "{broken:?}");
        assert_eq!(good.domains(), 0);
    }
    // In the middle of a packet, then gone.
    for cut in 0..header.len() {
        let mut bad = Client::connect(&folder.socket());
        bad.stream.write_all(&[&[0, 0, 0, 100], &header[..cut]].concat()).unwrap();
    }
    // Arguments that are none are answered, and the connection goes on.
    let mut odd = Client::open(&folder.socket(), "test:///default");
    let error = odd.call(FunctionId::DomainDefineXML, |out| out.uint(u32::MAX)).unwrap_err();
    assert!(error.message.contains("decode"), "{}", error.message);
    assert_eq!(odd.domains(), 0);
    assert_eq!(good.domains(), 0);
}

#[test]
fn who_does_not_read_costs_nobody_service_and_is_dropped() {
    let folder = Folder::new("deaf");
    let _daemon = Daemon::start(&folder, &["--keepalive-interval", "1", "--keepalive-count", "1"]);
    let mut good = Client::open(&folder.socket(), "test:///default");
    let mut deaf = Client::open(&folder.socket(), "test:///default");
    let mut packet = Vec::new();
    for serial in 0..1000_u32 {
        // REMOTE_PROC_CONNECT_GET_CAPABILITIES
        packet.extend_from_slice(&28_u32.to_be_bytes());
        for word in [0x2000_8086, 1, 7, 0, serial, 0_u32] {
            packet.extend_from_slice(&word.to_be_bytes());
        }
    }
    deaf.stream.set_nonblocking(true).unwrap();
    while deaf.stream.write(&packet).is_ok() {}
    assert_eq!(good.domains(), 0, "the other one is served");
    deaf.stream.set_nonblocking(false).unwrap();
    // This waits as long as the daemon bears with it.
    while deaf.stream.write_all(&packet).is_ok() {}
    assert_eq!(good.domains(), 0);
}

#[test]
fn a_silent_peer_is_asked_for_a_sign_of_life_and_dropped() {
    let folder = Folder::new("silent");
    let _daemon = Daemon::start(&folder, &["--keepalive-interval", "1", "--keepalive-count", "1"]);
    let mut silent = Client::open(&folder.socket(), "test:///default");
    silent.send(SUPPORTS_FEATURE, |out| out.int(KEEPALIVE));
    assert_eq!(number(&silent.answer().unwrap()), 1);
    let ping = silent.packet().unwrap();
    assert_eq!(ping[..4], 0x6b65_6570_u32.to_be_bytes());
    assert!(silent.packet().is_err(), "closed: one question stayed unanswered");
    // Who never said that it understands such questions is not asked.
    let mut other = Client::open(&folder.socket(), "test:///default");
    assert_eq!(other.domains(), 0);
}
