//! One connection to a daemon: calls with their answers, and the events and streams between them.

use std::collections::{BTreeMap, VecDeque};
use std::io::{Read, Write};

use virtlab_core::ground::{ErrorDomain, Result, VirError};

use crate::wire::{
    Decoder, Encoder, Header, KEEPALIVE_PROGRAM, LENGTH_BYTES, MessageType, PROGRAM_VERSION, Procedure,
    STATUS_ERROR, STATUS_OK, XdrError, frame_rest,
};

use super::flow::Flow;
use super::{rpc_error, told};

/// Both ways of a connection.
pub trait Pipe: Read + Write {
    /// Whether an open file could be handed over, by the number that the caller knows it by.
    ///
    /// # Errors
    /// If the way is none that files go by, or there is no such file.
    fn takes_file(&self, file: i32) -> Result<()> {
        let _ = file;
        let message = "Sending file descriptors is not supported on this socket";
        Err(VirError::internal(ErrorDomain::Rpc, message))
    }

    /// Hands over an open file, by the number that the caller knows it by.
    ///
    /// # Errors
    /// What [`Self::takes_file`] tells, or that the connection is broken.
    fn send_file(&mut self, file: i32) -> Result<()> {
        self.takes_file(file)
    }

    /// Whether the other end is known to be gone, and nothing that it sent is left.
    fn has_ended(&self) -> bool {
        false
    }
}

/// `KEEPALIVE_PROC_PING` and its answer.
const PING: i32 = 1;
const PONG: i32 = 2;

/// A connection to a daemon.
pub struct Link {
    pipe: Box<dyn Pipe>,
    serial: u32,
    /// Events in the order in which they came, whole but for their length.
    events: VecDeque<Vec<u8>>,
    /// The streams that are open, by the serial numbers of the calls that opened them.
    pub(super) flows: BTreeMap<u32, Flow>,
    broken: bool,
}

impl Link {
    /// A connection over what was connected.
    pub fn new(pipe: Box<dyn Pipe>) -> Self {
        Self { pipe, serial: 0, events: VecDeque::new(), flows: BTreeMap::new(), broken: false }
    }

    /// Calls a procedure by its name, and gives the answer's payload.
    ///
    /// # Errors
    /// The daemon's error, or that the connection is broken.
    pub fn call_by_name(&mut self, name: &str, payload: &[u8]) -> Result<Vec<u8>> {
        let procedure = Procedure::all().iter().find(|procedure| procedure.name == name);
        let procedure = procedure.ok_or_else(|| rpc_error(format!("unknown procedure: {name}")))?;
        self.call(procedure.number, payload)
    }

    /// Calls a procedure, and gives the answer's payload.
    ///
    /// # Errors
    /// The daemon's error, or that the connection is broken.
    pub fn call(&mut self, procedure: i32, payload: &[u8]) -> Result<Vec<u8>> {
        self.call_with(procedure, payload, &[])
    }

    /// Calls a procedure with open files beside it, and gives the answer's payload.
    ///
    /// # Errors
    /// The daemon's error, or that the connection is broken.
    pub fn call_with(&mut self, procedure: i32, payload: &[u8], files: &[i32]) -> Result<Vec<u8>> {
        // Behind a call that was sent the daemon waits for the files that it announces.
        files.iter().try_for_each(|file| self.pipe.takes_file(*file))?;
        let serial = self.next_serial();
        let kind = if files.is_empty() { MessageType::Call } else { MessageType::CallWithFds };
        self.put(Header { kind, ..Header::call(procedure, serial) }, |out| {
            if !files.is_empty() {
                out.uint(u32::try_from(files.len()).unwrap_or(u32::MAX));
            }
            out.raw(payload);
        })?;
        for file in files {
            self.pipe.send_file(*file).inspect_err(|_| self.broken = true)?;
        }
        self.answer(serial)
    }

    /// The serial number of the next call.
    pub(super) fn next_serial(&mut self) -> u32 {
        let serial = self.serial;
        self.serial = serial.wrapping_add(1);
        serial
    }

    /// Sends a packet.
    pub(super) fn put(&mut self, header: Header, payload: impl FnOnce(&mut Encoder)) -> Result<()> {
        if self.broken {
            return Err(VirError::internal(ErrorDomain::Rpc, "client socket is closed"));
        }
        let packet = header.packet(|out| {
            payload(out);
            Ok::<_, XdrError>(())
        });
        let packet = packet.map_err(|_| rpc_error("Unable to encode message payload"))?;
        self.send(&packet)
    }

    /// The answer to a call that was sent.
    pub(super) fn answer(&mut self, serial: u32) -> Result<Vec<u8>> {
        loop {
            let Some((answer, payload)) = self.sort()? else { continue };
            if answer.serial == serial {
                return outcome(answer, payload);
            }
            return Err(self.unexpected(answer));
        }
    }

    /// Takes the next packet to where it belongs; an answer is given.
    pub(super) fn sort(&mut self) -> Result<Option<(Header, Vec<u8>)>> {
        let packet = self.receive()?;
        let mut bytes = Decoder::new(&packet);
        let header = Header::decode(&mut bytes).map_err(|_| self.broken("Unable to decode header"))?;
        match header.kind {
            _ if header.program == KEEPALIVE_PROGRAM => self.keepalive(header)?,
            MessageType::Message => self.events.push_back(packet),
            MessageType::Stream | MessageType::StreamHole => {
                // What is of none that there is was sent before the daemon knew of its end.
                if let Some(flow) = self.flows.get_mut(&header.serial) {
                    flow.take(header, &mut bytes);
                }
            }
            MessageType::Reply => return Ok(Some((header, bytes.rest().to_vec()))),
            _ => return Err(self.unexpected(header)),
        }
        Ok(None)
    }

    pub(super) fn unexpected(&mut self, header: Header) -> Box<VirError> {
        self.broken(&format!(
            "got unexpected RPC call prog {} vers {} proc {} type {}",
            header.program,
            header.version,
            header.procedure,
            header.kind.number()
        ))
    }

    /// Whether calls can still be made, as far as is known.
    pub fn is_open(&mut self) -> bool {
        self.broken |= self.pipe.has_ended();
        !self.broken
    }

    /// The events that came since this was asked last.
    pub fn take_events(&mut self) -> VecDeque<Vec<u8>> {
        std::mem::take(&mut self.events)
    }

    fn keepalive(&mut self, header: Header) -> Result<()> {
        if header.procedure != PING || header.version != PROGRAM_VERSION {
            return Ok(());
        }
        let pong = Header { program: KEEPALIVE_PROGRAM, serial: 0, ..Header::event(PONG) };
        let packet = pong.packet(|_| Ok::<_, XdrError>(())).unwrap_or_default();
        self.send(&packet)
    }

    fn send(&mut self, packet: &[u8]) -> Result<()> {
        let sent = self.pipe.write_all(packet).and_then(|()| self.pipe.flush());
        sent.map_err(|error| self.lost("Cannot write data", &error))
    }

    fn receive(&mut self) -> Result<Vec<u8>> {
        let mut length = [0; LENGTH_BYTES];
        self.read(&mut length)?;
        let rest = frame_rest(length).map_err(|error| self.broken(&error.to_string()))?;
        let mut packet = vec![0; rest];
        self.read(&mut packet)?;
        Ok(packet)
    }

    fn read(&mut self, bytes: &mut [u8]) -> Result<()> {
        self.pipe.read_exact(bytes).map_err(|error| match error.kind() {
            std::io::ErrorKind::UnexpectedEof => {
                self.broken = true;
                VirError::system(ErrorDomain::Rpc, 5, "End of file while reading data", "Input/output error")
            }
            _ => self.lost("Cannot recv data", &error),
        })
    }

    fn broken(&mut self, why: &str) -> Box<VirError> {
        self.broken = true;
        rpc_error(why)
    }

    fn lost(&mut self, what: &str, error: &std::io::Error) -> Box<VirError> {
        self.broken = true;
        system(what, error)
    }
}

/// `VIR_ERR_SYSTEM_ERROR` for what went wrong with a connection.
pub(super) fn system(what: &str, error: &std::io::Error) -> Box<VirError> {
    let reason = error.to_string();
    let reason = reason.split(" (os error").next().unwrap_or_default();
    VirError::system(ErrorDomain::Rpc, error.raw_os_error().unwrap_or(5), what, reason)
}

fn outcome(answer: Header, payload: Vec<u8>) -> Result<Vec<u8>> {
    match answer.status {
        STATUS_OK => Ok(payload),
        STATUS_ERROR => Err(told(&mut Decoder::new(&payload))),
        other => Err(rpc_error(format!("got unexpected RPC status {other}"))),
    }
}

/// A payload of one number.
pub(super) fn number(value: i32) -> Vec<u8> {
    let mut out = Encoder::default();
    out.int(value);
    out.into_bytes()
}

#[cfg(test)]
mod tests;
