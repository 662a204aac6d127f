//! A connection whose other end was written down before.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use virtlab_core::world::{Asked, Flowed};

use super::*;
use crate::wire::{STATUS_CONTINUE, encode_error};

/// A way by which no files go: what comes by it was written down before, and what is sent is kept.
#[derive(Clone, Default)]
struct Written {
    comes: VecDeque<u8>,
    sent: Rc<RefCell<Vec<u8>>>,
}

impl Read for Written {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.comes.read(into)
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.sent.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Pipe for Written {}

/// Any procedure.
const PROCEDURE: i32 = 209;

/// A packet of a daemon.
fn packet(kind: MessageType, serial: u32, status: u32, payload: &[u8]) -> Vec<u8> {
    let header = Header { kind, status, ..Header::call(PROCEDURE, serial) };
    let packet = header.packet(|out| {
        out.raw(payload);
        Ok::<_, XdrError>(())
    });
    packet.unwrap()
}

fn answer(serial: u32) -> Vec<u8> {
    packet(MessageType::Reply, serial, STATUS_OK, b"")
}

fn data(serial: u32, data: &[u8]) -> Vec<u8> {
    packet(MessageType::Stream, serial, STATUS_CONTINUE, data)
}

fn end(serial: u32) -> Vec<u8> {
    packet(MessageType::Stream, serial, STATUS_OK, b"")
}

fn hole(serial: u32) -> Vec<u8> {
    packet(MessageType::StreamHole, serial, STATUS_CONTINUE, &[0; 12])
}

/// A connection by which these packets come, and what it sends.
fn link(comes: &[Vec<u8>]) -> (Link, Rc<RefCell<Vec<u8>>>) {
    let way = Written { comes: comes.concat().into(), ..Written::default() };
    let sent = way.sent.clone();
    (Link::new(Box::new(way)), sent)
}

/// The headers of the packets that were sent.
fn headers(sent: &RefCell<Vec<u8>>) -> Vec<Header> {
    let mut headers = Vec::new();
    let sent = sent.borrow();
    let mut rest = &sent[..];
    while let Some((length, packets)) = rest.split_first_chunk() {
        let (packet, packets) = packets.split_at(frame_rest(*length).unwrap());
        headers.push(Header::decode(&mut Decoder::new(packet)).unwrap());
        rest = packets;
    }
    headers
}

const READ: Asked<'_> = Asked::Read { most: 100, wait: true };

#[track_caller]
fn reads(link: &mut Link, serial: u32, expected: &[u8]) {
    let Ok(Flowed::Data(data)) = link.flow(serial, READ) else { panic!("no data") };
    assert_eq!(data, expected);
}

#[test]
fn nothing_is_sent_of_a_call_whose_files_are_refused() {
    let (mut link, sent) = link(&[]);
    let error = link.call_with(1, &[], &[0]).unwrap_err();
    assert!(error.message.ends_with("Sending file descriptors is not supported on this socket"));
    assert_eq!((sent.borrow().len(), link.broken), (0, false));
}

#[test]
fn a_stream_ends_with_what_both_sides_say() {
    let (mut link, sent) = link(&[answer(0), data(0, b"abc"), data(0, b""), answer(1), end(0)]);
    assert_eq!(link.open(PROCEDURE, b"").unwrap(), (0, Vec::new()));
    reads(&mut link, 0, b"abc");
    reads(&mut link, 0, b"");
    assert!(link.call(1, b"").is_ok(), "other calls go on meanwhile");
    assert!(link.flow(0, Asked::Finish).is_ok());
    assert!(link.flows.is_empty());
    let last = *headers(&sent).last().unwrap();
    assert_eq!((last.kind, last.serial, last.status), (MessageType::Stream, 0, STATUS_OK));
}

#[test]
fn a_hole_ends_its_stream_and_not_the_connection() {
    for asked in [Asked::Finish, Asked::Abort] {
        let finishes = matches!(asked, Asked::Finish);
        let comes = [answer(0), data(0, b"abc"), hole(0), data(0, b"def"), hole(0), end(0), answer(1)];
        let (mut link, sent) = link(&comes);
        link.open(PROCEDURE, b"").unwrap();
        reads(&mut link, 0, b"abc");
        let refused = "virtlab's client takes no holes in a stream";
        assert_eq!(&*link.flow(0, READ).unwrap_err().message, refused);
        assert_eq!(&*link.flow(0, READ).unwrap_err().message, refused);
        // The daemon is told to give it up, whatever the program takes for its end.
        let ended = link.flow(0, asked);
        assert_eq!(ended.err().map(|error| error.message), finishes.then(|| refused.into()));
        let last = *headers(&sent).last().unwrap();
        assert_eq!((last.kind, last.serial, last.status), (MessageType::Stream, 0, STATUS_ERROR));
        assert!(link.flows.is_empty() && !link.broken);
        assert!(link.call(1, b"").is_ok());
    }
}

#[test]
fn a_stream_that_the_daemon_ends_is_told_of_and_no_more_is_sent() {
    let mut error = Encoder::default();
    encode_error(&mut error, &VirError::internal(ErrorDomain::Storage, "the disk is gone"));
    let comes = [answer(0), packet(MessageType::Stream, 0, STATUS_ERROR, &error.into_bytes()), answer(1)];
    let (mut link, sent) = link(&comes);
    link.open(PROCEDURE, b"").unwrap();
    for asked in [READ, Asked::Write(b"more"), Asked::Finish] {
        assert_eq!(&*link.flow(0, asked).unwrap_err().message, "internal error: the disk is gone");
    }
    assert_eq!(&*link.flow(0, READ).unwrap_err().message, "stream is not open");
    assert_eq!(headers(&sent).len(), 1, "the call alone");
    assert!(link.call(1, b"").is_ok());
}

/// A connection by which these bytes come is broken after its first call, which fails with this; then nothing is sent any more.
#[track_caller]
fn breaks(comes: Vec<u8>, told: &str) {
    let (mut link, sent) = link(&[comes]);
    let error = link.call(1, b"").unwrap_err();
    assert!(error.message.ends_with(told), "{}", error.message);
    assert!(link.broken);
    let length = sent.borrow().len();
    assert_eq!(&*link.call(1, b"").unwrap_err().message, "internal error: client socket is closed");
    assert_eq!(sent.borrow().len(), length);
}

#[test]
fn what_cannot_be_understood_breaks_the_connection() {
    let eof = "End of file while reading data: Input/output error";
    breaks(Vec::new(), eof);
    breaks(answer(0)[..20].to_vec(), eof);
    breaks(3u32.to_be_bytes().to_vec(), "a packet of 3 bytes is smaller than its length field");
    breaks([8u32.to_be_bytes(), [0; 4]].concat(), "Unable to decode header");
    let unexpected = "got unexpected RPC call prog 536903814 vers 1 proc 209 type ";
    breaks(answer(7), &format!("{unexpected}1"));
    breaks(packet(MessageType::Call, 0, STATUS_OK, b""), &format!("{unexpected}0"));
}

#[test]
fn an_answer_that_nobody_waits_for_breaks_the_connection() {
    let (mut link, _) = link(&[answer(0), answer(0)]);
    link.open(PROCEDURE, b"").unwrap();
    assert!(link.flow(0, READ).unwrap_err().message.starts_with("got unexpected RPC call"));
    assert!(link.broken);
}

#[test]
fn an_error_of_the_daemon_breaks_nothing() {
    let mut error = Encoder::default();
    encode_error(&mut error, &VirError::internal(ErrorDomain::Test, "no"));
    let refused = packet(MessageType::Reply, 0, STATUS_ERROR, &error.into_bytes());
    let (mut link, _) = link(&[refused, answer(1)]);
    assert_eq!(&*link.call(1, b"").unwrap_err().message, "internal error: no");
    assert!(!link.broken && link.call(1, b"").is_ok());
}
