//! Streams: what flows beside a call, after its answer, in packets with the call's procedure and serial number.
//!
//! libvirtd sends the next packet of a stream once the last one is written, and so does whoever asks [`Peer::flow`]: a
//! client that does not read does not make it hold everything.

use virtlab_core::api::{Call, FunctionId, Handle, HandleKind, Kind, Outcome, Value};
use virtlab_core::ground::{ErrorCode, ErrorDomain, VirError};

use super::{Hub, Peer, Reply, packet_of, rpc_error};
use crate::wire::{Encoder, Header, MessageType, STATUS_CONTINUE, STATUS_ERROR, STATUS_OK};

/// Bytes of a packet's data: `VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX`.
const DATA_MAX: u64 = 262_120;
/// `VIR_STREAM_NONBLOCK`: libvirtd waits for nobody.
const NONBLOCK: u32 = 1;

/// A stream of the peer's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Stream {
    /// The world's stream.
    handle: Handle,
    /// The header of its packets.
    header: Header,
    /// Its end has been sent: the client finishes it, or aborts it.
    ended: bool,
}

/// The parameter that takes a stream.
pub(super) fn parameter(function: FunctionId) -> Option<usize> {
    function.row().params.iter().position(|param| param.kind == Kind::Handle(HandleKind::Stream))
}

impl Peer {
    /// Does a call that takes a stream, with a new one.
    pub(super) fn call_with_stream(
        &mut self,
        hub: &mut dyn Hub,
        call: &mut Call,
        parameter: usize,
        header: Header,
    ) -> Result<Outcome, Box<VirError>> {
        let connection = self.open_connection()?;
        let made = hub.perform(&Call::new(FunctionId::StreamNew, [connection.into(), NONBLOCK.into()]));
        let Some(handle) = made.ret.as_handle() else { return Err(failure(made)) };
        call.args[parameter] = handle.into();
        let outcome = hub.perform(call);
        let header = Header { kind: MessageType::Stream, status: STATUS_CONTINUE, ..header };
        let stream = Stream { handle, header, ended: false };
        match &outcome.error {
            None => self.streams.push(stream),
            Some(_) => free(hub, &stream),
        }
        Ok(outcome)
    }

    /// The next packet of a stream that has something to say; none if no stream has.
    pub fn flow(&mut self, hub: &mut dyn Hub) -> Option<Vec<u8>> {
        let index = self.streams.iter().position(|stream| !stream.ended)?;
        let stream = self.streams[index];
        let call = Call::new(FunctionId::StreamRecv, [stream.handle.into(), Value::Out, DATA_MAX.into()]);
        let mut outcome = hub.perform(&call);
        if outcome.error.is_some() {
            self.streams.remove(index);
            free(hub, &stream);
            return Some(packet(stream.header, Err(failure(outcome))));
        }
        let data = outcome.out.pop().map_or(Value::Null, |(_, data)| data);
        let data: &[u8] = if let Value::Bytes(data) = &data { data } else { &[] };
        self.streams[index].ended = data.is_empty();
        // The others come first the next time.
        self.streams[index..].rotate_left(1);
        Some(packet(stream.header, Ok(data)))
    }

    /// Takes a packet of a stream. What is of none that there is was sent before the client knew of its end.
    pub(super) fn stream_packet(&mut self, hub: &mut dyn Hub, header: Header) -> Reply {
        let of = |stream: &Stream| {
            let own = stream.header;
            (own.program, own.version, own.procedure, own.serial)
                == (header.program, header.version, header.procedure, header.serial)
        };
        let Some(index) = self.streams.iter().position(of) else { return Reply::default() };
        let stream = self.streams[index];
        let abort = |hub: &mut dyn Hub, why: String| {
            end(hub, FunctionId::StreamAbort, &stream)
                .and_then(|()| Err(VirError::new(ErrorDomain::Streams, ErrorCode::Rpc, why)))
        };
        let answer = match (header.kind, header.status) {
            // The worlds have nothing that takes data: the other end is taken for gone.
            (MessageType::StreamHole, _) | (_, STATUS_CONTINUE) => {
                abort(hub, "stream had unexpected termination".into())
            }
            (_, STATUS_OK) => end(hub, FunctionId::StreamFinish, &stream),
            (_, STATUS_ERROR) => end(hub, FunctionId::StreamAbort, &stream),
            (_, status) => abort(hub, format!("stream aborted with unexpected status {status}")),
        };
        self.streams.remove(index);
        free(hub, &stream);
        Reply {
            send: vec![packet(Header { status: STATUS_OK, ..stream.header }, answer.map(|()| &[][..]))],
            ..Reply::default()
        }
    }

    /// Lets all streams go.
    pub(super) fn abort_streams(&mut self, hub: &mut dyn Hub) {
        for stream in std::mem::take(&mut self.streams) {
            free(hub, &stream);
        }
    }
}

fn end(hub: &mut dyn Hub, function: FunctionId, stream: &Stream) -> Result<(), Box<VirError>> {
    let outcome = hub.perform(&Call::new(function, [stream.handle.into()]));
    if outcome.error.is_some() { Err(failure(outcome)) } else { Ok(()) }
}

fn free(hub: &mut dyn Hub, stream: &Stream) {
    hub.perform(&Call::new(FunctionId::StreamFree, [stream.handle.into()]));
}

fn failure(outcome: Outcome) -> Box<VirError> {
    outcome.error.unwrap_or_else(|| rpc_error("stream had I/O failure"))
}

/// A packet of a stream: data, or the error that ends it.
fn packet(header: Header, data: Result<&[u8], Box<VirError>>) -> Vec<u8> {
    packet_of(
        header,
        data.map(|data| {
            let mut out = Encoder::default();
            out.raw(data);
            out
        }),
    )
}
