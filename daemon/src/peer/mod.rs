//! One connection of a client: what it may say when, and what it hears. Pure: packets in, packets out, no I/O.

mod dispatch;
mod drivers;
mod events;
mod own;

mod register;
mod streams;
#[cfg(test)]
mod tests;

use virtlab_core::api::{Call, Delivered, Handle, Outcome, Value};
use virtlab_core::ground::{ErrorCode, ErrorDomain, VirError};
use virtlab_core::world::ClientId;

use crate::wire::{
    Decoder, Header, KEEPALIVE_PROGRAM, MessageType, PROGRAM_VERSION, STATUS_ERROR, STATUS_OK, XdrError,
};
use crate::wire::{Encoder, encode_error};

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
    /// Bytes that follow the packet: one for each file descriptor that came with it.
    pub beside: usize,
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
    /// The connection of the world's that was opened for it.
    connection: Option<Handle>,
    /// How many file descriptors came with the packet: where they lead is nothing to a world.
    descriptors: u32,
    /// Whether it was opened to look only.
    read_only: bool,
    callbacks: Vec<events::Callback>,
    streams: Vec<streams::Stream>,
    keepalive: bool,
}

/// The payload of an answer, or the error in its place.
type Answer = Result<Encoder, Box<VirError>>;

impl Peer {
    /// A connection that was just accepted.
    pub fn new(accepted: Accepted) -> Self {
        Self {
            accepted,
            connection: None,
            descriptors: 0,
            read_only: false,
            callbacks: Vec::new(),
            streams: Vec::new(),
            keepalive: false,
        }
    }

    /// Who is at the other end.
    pub fn accepted(&self) -> &Accepted {
        &self.accepted
    }

    /// Whether the client can answer pings, and so may be taken for dead if it does not: libvirtd pings it every 5 seconds
    /// from then on, and closes after 5 pings without a sign of life.
    pub fn keepalive(&self) -> bool {
        self.keepalive
    }

    /// Takes a packet, without its length. A packet that cannot be understood closes the connection.
    pub fn receive(&mut self, hub: &mut dyn Hub, packet: &[u8]) -> Reply {
        let mut bytes = Decoder::new(packet);
        let Ok(header) = Header::decode(&mut bytes) else { return Reply { close: true, ..Reply::default() } };
        if let Some(reply) = keepalive(header) {
            return reply;
        }
        match header.kind {
            MessageType::Call | MessageType::CallWithFds => {}
            MessageType::Stream | MessageType::StreamHole => return self.stream_packet(hub, header),
            // libvirtd drops what nobody waits for an answer to.
            _ => return Reply::default(),
        }
        let before_close = self.connection;
        let answer = self.answer(hub, header, &mut bytes);
        let close = before_close.is_some() && self.connection.is_none();
        Reply {
            send: vec![packet_of(header.reply(STATUS_OK), answer)],
            close,
            beside: self.descriptors as usize,
        }
    }

    /// The connection is gone, whether or not the client said so before.
    pub fn gone(&mut self, hub: &mut dyn Hub) {
        self.abort_streams(hub);
        if let Some(connection) = self.connection.take() {
            hub.perform(&Call::new(virtlab_core::api::FunctionId::ConnectClose, [Value::from(connection)]));
            hub.close();
        }
        self.callbacks.clear();
    }
}

/// A ping is answered at once, whatever else is going on; everything else of its program is only a sign of life.
fn keepalive(header: Header) -> Option<Reply> {
    if header.program != KEEPALIVE_PROGRAM
        || header.version != PROGRAM_VERSION
        || header.kind != MessageType::Message
    {
        return None;
    }
    let send = if header.procedure == PING { vec![keepalive_packet(PONG)] } else { Vec::new() };
    Some(Reply { send, ..Reply::default() })
}

const PING: i32 = 1;
const PONG: i32 = 2;

fn keepalive_packet(procedure: i32) -> Vec<u8> {
    let header = Header { program: KEEPALIVE_PROGRAM, serial: 0, ..Header::event(procedure) };
    header.packet(|_| Ok::<_, XdrError>(())).unwrap_or_default()
}

/// The packet that asks a client for a sign of life.
pub fn ping() -> Vec<u8> {
    keepalive_packet(PING)
}

/// The packet of an answer, by its header if it is none of an error. What is too large to send is an error, too, as it is for libvirtd.
fn packet_of(header: Header, answer: Answer) -> Vec<u8> {
    let error = match answer {
        Ok(payload) => {
            let bytes = payload.into_bytes();
            let sent = header.packet(|out| {
                out.raw(&bytes);
                Ok::<_, XdrError>(())
            });
            match sent {
                Ok(packet) => return packet,
                Err(_) => rpc_error("Unable to encode message payload"),
            }
        }
        Err(error) => error,
    };
    let packet = Header { status: STATUS_ERROR, ..header }.packet(|out| {
        encode_error(out, &error);
        Ok::<_, XdrError>(())
    });
    packet.unwrap_or_default()
}

/// What libvirtd says of bytes that it cannot read.
fn cannot_decode() -> Box<VirError> {
    rpc_error("Unable to decode message payload")
}

/// What libvirt says to who may only look.
fn denied(domain: ErrorDomain, function: &str) -> Box<VirError> {
    VirError::new(domain, ErrorCode::OperationDenied, format!("read only access prevents {function}"))
}

/// `VIR_ERR_RPC` of libvirtd itself.
fn rpc_error(message: impl Into<Box<str>>) -> Box<VirError> {
    VirError::new(ErrorDomain::Rpc, ErrorCode::Rpc, message)
}

/// `VIR_ERR_INTERNAL_ERROR` of libvirtd itself.
fn internal(message: impl Into<Box<str>>) -> Box<VirError> {
    VirError::internal(ErrorDomain::Rpc, message)
}

impl Peer {
    /// The packet for something that was delivered to this peer's client, if the peer is to hear of it.
    pub fn event(&mut self, delivered: &Delivered) -> Option<Vec<u8>> {
        events::packet(&self.callbacks, delivered)
    }
}
