//! Streams, and what a client may do with one that only sends.

use super::*;
use crate::wire::STATUS_CONTINUE;

const SCREENSHOT: i32 = 211;
const SERIAL: u32 = 7;

/// A daemon that has been asked for a picture of the lab's domain, and what it sent.
fn asked() -> (Daemon, Vec<(Header, Vec<u8>)>) {
    let mut daemon = Daemon::opened();
    let mut id = Encoder::default();
    id.int(1);
    let mut arguments = daemon.call("DOMAIN_LOOKUP_BY_ID", &id.into_bytes()).expect("a domain");
    arguments.extend([0; 8]);
    let sent = send(&mut daemon, Header::call(SCREENSHOT, SERIAL), &arguments);
    (daemon, sent)
}

fn send(daemon: &mut Daemon, header: Header, payload: &[u8]) -> Vec<(Header, Vec<u8>)> {
    let packet = header.packet(|out| {
        out.raw(payload);
        Ok::<_, XdrError>(())
    });
    let sent = daemon.receive(1, &packet.expect("a packet")[4..]);
    let read = |(_, packet): (u32, Vec<u8>)| {
        let mut bytes = Decoder::new(&packet);
        (Header::decode(&mut bytes).expect("a header"), bytes.rest().to_vec())
    };
    sent.into_iter().map(read).collect()
}

fn of_stream(status: u32) -> Header {
    Header { kind: MessageType::Stream, status, ..Header::call(SCREENSHOT, SERIAL) }
}

#[test]
fn a_picture_flows_after_the_answer_and_ends_with_nothing() {
    let (mut daemon, sent) = asked();
    let [(answer, mime), (flowing, data), (end, nothing)] = &sent[..] else { panic!("{sent:?}") };
    assert_eq!(*answer, Header::call(SCREENSHOT, SERIAL).reply(STATUS_OK));
    assert_eq!(mime, b"\0\0\0\x01\0\0\0\x09image/png\0\0\0");
    assert_eq!((*flowing, *end), (of_stream(STATUS_CONTINUE), of_stream(STATUS_CONTINUE)));
    assert!(data.starts_with(b"\x89PNG") && nothing.is_empty());
    assert_eq!(send(&mut daemon, of_stream(STATUS_OK), b""), [(of_stream(STATUS_OK), Vec::new())]);
    assert_eq!(send(&mut daemon, of_stream(STATUS_OK), b""), [], "the stream is gone");
    assert!(
        daemon.world.borrow().client(ClientId(1)).is_some_and(|client| client.all_handles().next().is_none())
    );
}

#[test]
fn a_stream_that_is_misused_ends_with_what_libvirtd_says() {
    let hole = Header { kind: MessageType::StreamHole, ..of_stream(STATUS_CONTINUE) };
    for (header, says) in [
        (of_stream(STATUS_CONTINUE), "stream had unexpected termination"),
        (hole, "stream had unexpected termination"),
        (of_stream(7), "stream aborted with unexpected status 7"),
    ] {
        let (mut daemon, _) = asked();
        let sent = send(&mut daemon, header, b"abc");
        let [(header, error)] = &sent[..] else { panic!("{sent:?}") };
        assert_eq!(*header, of_stream(STATUS_ERROR));
        let error = decode_error(&mut Decoder::new(error)).expect("an error");
        assert_eq!((error.code.number(), error.domain.number(), &*error.message), (39, 38, says));
        assert_eq!(send(&mut daemon, of_stream(STATUS_ERROR), b""), []);
    }
}

#[test]
fn packets_of_no_stream_are_dropped() {
    let (mut daemon, _) = asked();
    for header in [
        Header { serial: SERIAL + 1, ..of_stream(STATUS_OK) },
        Header { procedure: 1, ..of_stream(STATUS_OK) },
        Header { program: 7, ..of_stream(STATUS_OK) },
    ] {
        assert_eq!(send(&mut daemon, header, b"abc"), []);
    }
    assert_eq!(send(&mut daemon, of_stream(STATUS_ERROR), b""), [(of_stream(STATUS_OK), Vec::new())]);
}

#[test]
fn streams_go_with_their_connection() {
    let (mut daemon, _) = asked();
    assert_eq!(daemon.call("CONNECT_CLOSE", b""), Ok(Vec::new()));
    assert!(daemon.world.borrow().client(ClientId(1)).is_none());
}
