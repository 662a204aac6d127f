//! Streams of a connection: data in packets beside the calls, until one side says that it is the end.

use std::mem::take;

use virtlab_core::ground::Result;
use virtlab_core::world::{Asked, Flowed};

use super::flow::Flow;
use super::link::Link;
use super::rpc_error;
use crate::wire::{Header, MessageType, STATUS_CONTINUE, STATUS_ERROR, STATUS_OK};

/// Bytes of a packet's data: `VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX`.
const DATA_MAX: usize = 262_120;

impl Link {
    /// Calls a procedure that opens a stream, and gives the stream's number and the answer's payload.
    ///
    /// # Errors
    /// The daemon's error, or that the connection is broken.
    pub(super) fn open(&mut self, procedure: i32, payload: &[u8]) -> Result<(u32, Vec<u8>)> {
        let serial = self.next_serial();
        self.flows.insert(serial, Flow::of(procedure));
        let sent = self.put(Header::call(procedure, serial), |out| out.raw(payload));
        let answer = sent.and_then(|()| self.answer(serial));
        match answer {
            Ok(answer) => Ok((serial, answer)),
            Err(error) => {
                self.flows.remove(&serial);
                Err(error)
            }
        }
    }

    /// Asks of a stream what a program does.
    ///
    /// # Errors
    /// What ended the stream, or that the connection is broken.
    pub(super) fn flow(&mut self, serial: u32, asked: Asked<'_>) -> Result<Flowed> {
        match asked {
            Asked::Read { most, wait } => self.read_flow(serial, most, wait),
            Asked::Write(data) => {
                for part in data.chunks(DATA_MAX) {
                    let header = self.header(serial, STATUS_CONTINUE)?;
                    self.put(header, |out| out.raw(part))?;
                }
                Ok(Flowed::Done)
            }
            Asked::Finish => self.close(serial, STATUS_OK),
            Asked::Abort => self.close(serial, STATUS_ERROR),
        }
    }

    /// A stream whose error was not told yet.
    fn at(&mut self, serial: u32) -> Result<&mut Flow> {
        match self.flows.get_mut(&serial) {
            None => Err(rpc_error("stream is not open")),
            Some(Flow { error: Some(error), .. } | Flow { refused: Some(error), .. }) => Err(error.clone()),
            Some(flow) => Ok(flow),
        }
    }

    fn header(&mut self, serial: u32, status: u32) -> Result<Header> {
        let procedure = self.at(serial)?.procedure;
        Ok(Header { kind: MessageType::Stream, status, ..Header::call(procedure, serial) })
    }

    /// Takes packets. None of them is an answer: no call is under way.
    fn wait(&mut self) -> Result<()> {
        match self.sort()? {
            None => Ok(()),
            Some((answer, _)) => Err(self.unexpected(answer)),
        }
    }

    fn read_flow(&mut self, serial: u32, most: usize, wait: bool) -> Result<Flowed> {
        if !wait && self.at(serial)?.data.is_empty() {
            // What the daemon had to send before it answers this is here with the answer.
            self.call_by_name("CONNECT_GET_LIB_VERSION", &[])?;
        }
        loop {
            let flow = self.at(serial)?;
            if !flow.data.is_empty() || flow.ended || flow.closed {
                let rest = flow.data.split_off(most.min(flow.data.len()));
                return Ok(Flowed::Data(std::mem::replace(&mut flow.data, rest)));
            }
            if !wait {
                return Ok(Flowed::Later);
            }
            self.wait()?;
        }
    }

    /// Says that it is the end, and hears the same.
    fn close(&mut self, serial: u32, status: u32) -> Result<Flowed> {
        let refused = self.flows.get_mut(&serial).and_then(|flow| flow.refused.take());
        // What was not taken is no end to be content with.
        let closed = self.say_end(serial, if refused.is_some() { STATUS_ERROR } else { status });
        self.flows.remove(&serial);
        closed?;
        match refused.filter(|_| status == STATUS_OK) {
            Some(refused) => Err(refused),
            None => Ok(Flowed::Done),
        }
    }

    fn say_end(&mut self, serial: u32, status: u32) -> Result<()> {
        let header = self.header(serial, status)?;
        self.put(header, |_| {})?;
        loop {
            let flow = self.at(serial)?;
            if flow.closed {
                return Ok(());
            }
            take(&mut flow.data);
            self.wait()?;
            // Nobody wants any more what was on its way.
            if let Some(flow) = self.flows.get_mut(&serial) {
                flow.refused = None;
            }
        }
    }
}
