//! A world with its peers, as the daemon has them, without sockets or time; and the packets that real libvirtd was seen
//! to take and send.

// Each test uses its part of this.
#![allow(dead_code)]

pub mod hostile;
pub mod journals;
pub mod lines;
pub mod texts;

use std::collections::BTreeMap;
use std::path::Path;
use virtlab_core::api::{Call, FunctionId, Outcome};
use virtlab_core::ground::VirError;
use virtlab_core::world::{ClientId, World};
use virtlab_rpc::peer::{Accepted, Hub, Peer, Transport};

/// A world and those who are connected to it.
pub struct House {
    world: World,
    peers: BTreeMap<u32, Peer>,
    read_only: bool,
}

/// A packet that a peer was sent, without its length, and which peer.
pub type Sent = (u32, Vec<u8>);

impl House {
    /// The built-in world, and nobody connected.
    pub fn new() -> Self {
        Self { world: World::builtin(1), peers: BTreeMap::new(), read_only: false }
    }

    /// With a world of one's own.
    pub fn of(world: World) -> Self {
        Self { world, ..Self::new() }
    }

    /// The same behind the read-only socket.
    pub fn read_only() -> Self {
        Self { read_only: true, ..Self::new() }
    }

    /// Takes a packet from a peer, whom it accepts if it is new. What was sent to whom; a peer that was to be closed is
    /// gone.
    pub fn receive(&mut self, number: u32, packet: &[u8]) -> Vec<Sent> {
        let client = ClientId(number);
        let accepted = Accepted { client, read_only_socket: self.read_only, transport: Transport::Unix };
        let mut peer = self.peers.remove(&number).unwrap_or_else(|| Peer::new(accepted));
        let mut way = Way { world: &mut self.world, client };
        let reply = peer.receive(&mut way, packet);
        let mut send = reply.send;
        if reply.close {
            peer.gone(&mut way);
        } else {
            send.extend(std::iter::from_fn(|| peer.flow(&mut way)));
            self.peers.insert(number, peer);
        }
        let mut sent: Vec<Sent> = send.into_iter().map(|packet| (number, packet)).collect();
        sent.extend(self.events());
        sent.into_iter().map(|(to, packet)| (to, unframed(&packet))).collect()
    }

    /// The peer's end of the connection is closed.
    pub fn hung_up(&mut self, number: u32) {
        if let Some(mut peer) = self.peers.remove(&number) {
            peer.gone(&mut Way { world: &mut self.world, client: ClientId(number) });
        }
    }

    /// Whether the peer is still connected.
    pub fn has(&self, number: u32) -> bool {
        self.peers.contains_key(&number)
    }

    /// The world.
    pub fn world(&self) -> &World {
        &self.world
    }

    fn events(&mut self) -> Vec<Sent> {
        let waiting: Vec<ClientId> = self.world.clients_with_events().collect();
        let mut sent = Vec::new();
        for client in waiting {
            let run = Call { function: FunctionId::EventRunDefaultImpl, args: Vec::new() };
            let delivered = self.world.perform(client, &run).delivered;
            let Some(peer) = self.peers.get_mut(&client.0) else { continue };
            sent.extend(
                delivered.iter().filter_map(|event| peer.event(event)).map(|packet| (client.0, packet)),
            );
        }
        sent
    }
}

/// A peer's way to the world.
struct Way<'a> {
    world: &'a mut World,
    client: ClientId,
}

impl Hub for Way<'_> {
    fn open(&mut self, uri: Option<&str>, _read_only: bool) -> Result<Option<String>, Box<VirError>> {
        Ok(uri.map(str::to_owned))
    }

    fn perform(&mut self, call: &Call) -> Outcome {
        self.world.perform(self.client, call)
    }

    fn close(&mut self) {}
}

/// A packet without its length, which has to be right.
fn unframed(packet: &[u8]) -> Vec<u8> {
    let (length, rest) = packet.split_at(4);
    assert_eq!(
        u32::from_be_bytes(length.try_into().unwrap()) as usize,
        packet.len(),
        "the length of {packet:02x?}"
    );
    rest.to_vec()
}

/// A recorded packet: of which connection, whether the client sent it, and its bytes.
pub struct Recorded {
    pub connection: u32,
    pub from_client: bool,
    pub packet: Vec<u8>,
}

/// Every recording by its name.
pub fn recordings() -> Vec<(String, Vec<Recorded>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/recordings/packets");
    let mut found: Vec<(String, Vec<Recorded>)> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            (path.file_stem().unwrap().to_string_lossy().into_owned(), text.lines().map(recorded).collect())
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(!found.is_empty(), "{} has no recordings", folder.display());
    found
}

/// `3> 2000…`; a `*` at the end stands for bytes that were not kept, and here for one.
fn recorded(line: &str) -> Recorded {
    let (head, hex) = line.split_once(' ').unwrap();
    let (connection, mark) = head.split_at(head.len() - 1);
    Recorded {
        connection: connection.parse().unwrap(),
        from_client: mark == ">",
        packet: unhex(&hex.replace('*', "00")),
    }
}

fn unhex(hex: &str) -> Vec<u8> {
    let byte = |i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(byte).collect()
}
