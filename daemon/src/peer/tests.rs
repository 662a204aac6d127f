//! A peer hears what libvirtd would have said.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use virtlab_core::api::{Call, FunctionId, Outcome};
use virtlab_core::ground::{ErrorCode, VirError};
use virtlab_core::world::{ClientId, World};

use super::*;
use crate::wire::{Procedure, REMOTE_PROGRAM, decode_error};

mod procedures;
mod streams;

/// A world for some peers, as a daemon has it, without a socket.
struct Daemon {
    world: Rc<RefCell<World>>,
    peers: BTreeMap<u32, Peer>,
    read_only_socket: bool,
}

struct OneHub {
    world: Rc<RefCell<World>>,
    client: ClientId,
}

impl Hub for OneHub {
    fn open(&mut self, uri: Option<&str>, _: bool) -> Result<Option<String>, Box<VirError>> {
        Ok(uri.map(str::to_owned))
    }

    fn perform(&mut self, call: &Call) -> Outcome {
        let read: Call = call.to_string().parse().unwrap_or_else(|e| panic!("{call}: {e}"));
        assert!(read.same(call), "a journal would hold {read} for {call}");
        self.world.borrow_mut().perform(self.client, call)
    }

    fn close(&mut self) {}
}

impl Daemon {
    fn new() -> Self {
        Self {
            world: Rc::new(RefCell::new(World::builtin(1))),
            peers: BTreeMap::new(),
            read_only_socket: false,
        }
    }

    /// What the daemon sends after a packet, each for the number of a connection.
    fn receive(&mut self, number: u32, packet: &[u8]) -> Vec<(u32, Vec<u8>)> {
        let client = ClientId(number);
        let accepted =
            Accepted { client, read_only_socket: self.read_only_socket, transport: Transport::Unix };
        let peer = self.peers.entry(number).or_insert_with(|| Peer::new(accepted));
        let mut hub = OneHub { world: self.world.clone(), client };
        let reply = peer.receive(&mut hub, packet);
        let flowing = std::iter::from_fn(|| peer.flow(&mut hub));
        let mut sent: Vec<(u32, Vec<u8>)> =
            reply.send.into_iter().chain(flowing).map(|packet| (number, packet)).collect();
        if reply.close {
            self.peers.remove(&number);
        }
        let waiting: Vec<ClientId> = self.world.borrow().clients_with_events().collect();
        for client in waiting {
            let run = Call::new(FunctionId::EventRunDefaultImpl, []);
            let delivered = self.world.borrow_mut().perform(client, &run).delivered;
            if let Some(peer) = self.peers.get_mut(&client.0) {
                sent.extend(
                    delivered.iter().filter_map(|event| peer.event(event)).map(|packet| (client.0, packet)),
                );
            }
        }
        // What goes over a socket has its length before it.
        for (_, packet) in &mut sent {
            let length: Vec<u8> = packet.drain(..4).collect();
            assert_eq!(length, (packet.len() as u32 + 4).to_be_bytes());
        }
        sent
    }

    /// A call of a procedure by its name, and what it is answered: the payload or the error.
    fn call(&mut self, name: &str, payload: &[u8]) -> Result<Vec<u8>, VirError> {
        let procedure =
            Procedure::all().iter().find(|procedure| procedure.name == name).expect("a procedure");
        self.packet(Header::call(procedure.number, 1), payload)
    }

    fn packet(&mut self, header: Header, payload: &[u8]) -> Result<Vec<u8>, VirError> {
        let whole = header.packet(|out| {
            out.raw(payload);
            Ok::<_, XdrError>(())
        });
        let sent = self.receive(1, &whole.expect("a packet")[4..]);
        let (_, reply) = sent.first().expect("a reply");
        let mut bytes = Decoder::new(reply);
        let status = Header::decode(&mut bytes).expect("a header");
        assert_eq!(
            (status.kind, status.serial, status.procedure),
            (MessageType::Reply, header.serial, header.procedure)
        );
        match status.status {
            STATUS_OK => Ok(bytes.rest().to_vec()),
            _ => Err(decode_error(&mut bytes).expect("an error")),
        }
    }

    fn opened() -> Self {
        let mut daemon = Self::new();
        assert_eq!(daemon.call("CONNECT_OPEN", &open("test:///default", 0)), Ok(Vec::new()));
        daemon
    }
}

fn open(uri: &str, flags: u32) -> Vec<u8> {
    let mut out = Encoder::default();
    out.optional(Some(uri));
    out.uint(flags);
    out.into_bytes()
}

#[test]
fn there_is_an_order_to_things() {
    let mut daemon = Daemon::new();
    let message = |result: Result<Vec<u8>, VirError>| {
        let error = result.expect_err("an error");
        (error.code, error.message.to_string())
    };
    let not_open = || (ErrorCode::InternalError, "internal error: hypervisor connection not open".to_owned());
    assert_eq!(daemon.call("AUTH_LIST", b""), Ok(vec![0, 0, 0, 1, 0, 0, 0, 0]));
    assert_eq!(message(daemon.call("AUTH_SASL_INIT", b"")).0, ErrorCode::AuthFailed);
    assert_eq!(message(daemon.call("CONNECT_GET_TYPE", b"")), not_open());
    let other_driver = (ErrorCode::InternalError, "internal error: connection not open".to_owned());
    assert_eq!(message(daemon.call("CONNECT_NUM_OF_NETWORKS", b"")), other_driver);
    assert_eq!(message(daemon.call("CONNECT_SUPPORTS_FEATURE", &[0, 0, 0, 14])), not_open());
    assert_eq!(daemon.call("CONNECT_SUPPORTS_FEATURE", &[0, 0, 0, 10]), Ok(vec![0, 0, 0, 1]));
    assert_eq!(message(daemon.call("CONNECT_OPEN", &open("nope:///", 0))).0, ErrorCode::NoConnect);
    assert_eq!(daemon.call("CONNECT_OPEN", &open("test:///default", 0)), Ok(Vec::new()));
    let again = message(daemon.call("CONNECT_OPEN", &open("test:///default", 0)));
    assert_eq!(again, (ErrorCode::InternalError, "internal error: connection already open".into()));
    assert_eq!(daemon.call("CONNECT_CLOSE", b""), Ok(Vec::new()));
    assert!(daemon.peers.is_empty(), "libvirtd closes after the answer");
    assert!(daemon.world.borrow().client(ClientId(1)).is_none());
}

#[test]
fn the_socket_for_looking_only_wins() {
    for (socket, flags, refused) in [(false, 0, false), (false, 1, true), (true, 0, true)] {
        let mut daemon = Daemon::new();
        daemon.read_only_socket = socket;
        assert_eq!(daemon.call("CONNECT_OPEN", &open("test:///default", flags)), Ok(Vec::new()));
        let mut id = Encoder::default();
        id.int(1);
        let domain = daemon.call("DOMAIN_LOOKUP_BY_ID", &id.into_bytes()).expect("a domain");
        let suspended = daemon.call("DOMAIN_SUSPEND", &domain).map_err(|error| error.code);
        assert_eq!(suspended, if refused { Err(ErrorCode::OperationDenied) } else { Ok(Vec::new()) });
    }
}

#[test]
fn every_number_is_answered() {
    let mut daemon = Daemon::opened();
    for number in (-1..=460).filter(|number| ![1, 2].contains(number)) {
        let answer = daemon.packet(Header::call(number, 9), b"");
        let unknown = Procedure::of_number(number).is_none_or(|procedure| !procedure.callable());
        let says = answer
            .as_ref()
            .err()
            .is_some_and(|error| *error.message == *format!("unknown procedure: {number}"));
        assert_eq!(unknown, says, "{number}: {answer:?}");
    }
    let other =
        daemon.packet(Header { program: 7, version: 3, ..Header::call(1, 1) }, b"").expect_err("no program");
    assert_eq!(&*other.message, "Cannot find program 7 version 3");
    let status = daemon.packet(Header { status: 1, ..Header::call(3, 1) }, b"").expect_err("no call");
    assert_eq!(&*status.message, "Unexpected message status 1");
    let short = daemon.call("DOMAIN_LOOKUP_BY_ID", b"").expect_err("no argument");
    assert_eq!((short.code, &*short.message), (ErrorCode::Rpc, "Unable to decode message payload"));
}

#[test]
fn what_is_no_call_is_no_reason_to_answer() {
    let mut daemon = Daemon::opened();
    for kind in (1..9).filter(|kind| *kind != 4).map(MessageType::from_number) {
        let whole =
            Header { kind, ..Header::call(3, 1) }.packet(|_| Ok::<_, XdrError>(())).expect("a packet");
        assert_eq!(daemon.receive(1, &whole[4..]), []);
    }
    let ping = Header { program: KEEPALIVE_PROGRAM, serial: 0, ..Header::event(1) };
    let pong = Header { procedure: 2, ..ping };
    let bytes = |header: Header| header.packet(|_| Ok::<_, XdrError>(())).expect("a packet")[4..].to_vec();
    assert_eq!(daemon.receive(1, &bytes(ping)), [(1, bytes(pong))]);
    assert_eq!(daemon.receive(1, &bytes(pong)), []);
    for end in 0..24 {
        let mut peer = Daemon::opened();
        assert_eq!(peer.receive(1, &bytes(ping)[..end]), []);
        assert!(peer.peers.is_empty(), "a header that is none closes the connection");
    }
}

#[test]
fn random_bytes_are_only_refused() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut daemon = Daemon::opened();
    for round in 0..20_000 {
        let number = (random() % 456) as i32;
        if number == 2 {
            continue;
        }
        let length = random() % 96;
        // Small numbers are what gets furthest.
        let payload: Vec<u8> =
            (0..length).map(|i| if i % 4 == 3 { (random() % 20) as u8 } else { 0 }).collect();
        let _ = daemon.packet(Header::call(number, round), &payload);
    }
    let still = daemon.packet(Header { program: REMOTE_PROGRAM, ..Header::call(3, 1) }, b"");
    assert_eq!(still, Ok(b"\0\0\0\x04TEST".to_vec()));
}
