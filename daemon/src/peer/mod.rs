//! One connection of a client: what it may say when, and what it hears. Pure: packets in, packets out, no I/O.

use virtlab_core::api::{Call, Delivered, Outcome};
use virtlab_core::ground::VirError;
use virtlab_core::world::ClientId;

/// How a client reached the daemon.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Transport {
    /// A socket of this machine.
    Unix,
    /// Plain TCP: neither encrypted nor secure.
    Tcp,
    /// TCP within TLS.
    Tls,
}

/// A client that a listener let in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Accepted {
    /// The number of the client in the world that it will choose by opening; no other connection's, in any world.
    pub client: ClientId,
    /// Whether it came by the socket for looking only, whatever it asks for later.
    pub read_only_socket: bool,
    /// How it came.
    pub transport: Transport,
}

/// What to do after a packet.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reply {
    /// Whole packets to send, in this order, their lengths included.
    pub send: Vec<Vec<u8>>,
    /// Whether to close the connection once they are sent.
    pub close: bool,
}

/// The worlds, as one peer uses them.
pub trait Hub {
    /// Chooses the world for a URI as a client gives it after its own remote driver has taken out transport and host.
    /// Gives the URI to open within that world.
    ///
    /// # Errors
    /// What the client is told.
    fn open(&mut self, uri: Option<&str>, read_only: bool) -> Result<Option<String>, Box<VirError>>;

    /// Does a call as this peer's client in the chosen world, with all that goes with it: the journal, and the events of
    /// other peers.
    fn perform(&mut self, call: &Call) -> Outcome;

    /// The peer has closed its connection: the world is no longer held for it.
    fn close(&mut self);
}

/// The state of one connection.
#[derive(Debug)]
pub struct Peer {
    accepted: Accepted,
}

impl Peer {
    /// A connection that was just accepted.
    pub fn new(accepted: Accepted) -> Self {
        Self { accepted }
    }

    /// Takes a packet, without its length.
    pub fn receive(&mut self, _hub: &mut dyn Hub, _packet: &[u8]) -> Reply {
        // No procedure is known yet: closing is what libvirtd does to a client that it cannot understand.
        Reply { send: Vec::new(), close: true }
    }

    /// The packet for something that was delivered to this peer's client, if the peer is to hear of it.
    pub fn event(&mut self, _delivered: &Delivered) -> Option<Vec<u8>> {
        None
    }

    /// The connection is gone, whether or not the client said so before.
    pub fn gone(&mut self, _hub: &mut dyn Hub) {}

    /// Who is at the other end.
    pub fn accepted(&self) -> &Accepted {
        &self.accepted
    }
}
