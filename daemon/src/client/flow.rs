//! One stream of a connection, as far as it came.

use virtlab_core::ground::VirError;

use super::{rpc_error, told};
use crate::wire::{Decoder, Header, MessageType, STATUS_CONTINUE, STATUS_ERROR, STATUS_OK};

/// One stream, and what came by it that nobody read yet.
#[derive(Debug)]
pub(super) struct Flow {
    /// Of the call that opened it.
    pub procedure: i32,
    pub data: Vec<u8>,
    /// Whether no more comes.
    pub ended: bool,
    /// Whether the daemon said that it is closed.
    pub closed: bool,
    /// What the daemon ended it with.
    pub error: Option<Box<VirError>>,
    /// What came and cannot be taken. The daemon knows nothing of that, and sends more until it is told to end.
    pub refused: Option<Box<VirError>>,
}

impl Flow {
    /// The stream of a call that is about to be made.
    pub fn of(procedure: i32) -> Self {
        Self { procedure, data: Vec::new(), ended: false, closed: false, error: None, refused: None }
    }

    /// Takes a packet.
    pub fn take(&mut self, header: Header, bytes: &mut Decoder<'_>) {
        match header.status {
            // Streams that were asked for with holes are given up; left out, one would make the data another.
            _ if header.kind == MessageType::StreamHole => {
                self.refused = Some(rpc_error("virtlab's client takes no holes in a stream"));
            }
            STATUS_CONTINUE => {
                let data = bytes.rest();
                self.ended |= data.is_empty();
                self.data.extend_from_slice(data);
            }
            STATUS_OK => self.closed = true,
            STATUS_ERROR => self.error = Some(told(bytes)),
            other => self.refused = Some(rpc_error(format!("got unexpected RPC status {other}"))),
        }
    }
}
