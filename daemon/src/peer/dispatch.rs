//! From a call's packet to the world and back.

use virtlab_core::api::{Call, FunctionId, Handle, Value};
use virtlab_core::ground::{ErrorCode, VirError};

use super::{Answer, Hub, Peer, cannot_decode, denied, drivers, internal, rpc_error, streams};
use crate::wire::{
    CodecError, Decoder, Encoder, Header, MessageType, NoRoom, PROGRAM_VERSION, Procedure, REMOTE_PROGRAM,
    STATUS_OK, Shape, decode_args, encode_ret,
};

/// `VIR_NET_MESSAGE_NUM_FDS_MAX`.
const DESCRIPTORS_MAX: u32 = 32;

impl Peer {
    /// What a call is answered.
    pub(super) fn answer(&mut self, hub: &mut dyn Hub, header: Header, bytes: &mut Decoder<'_>) -> Answer {
        if header.version != PROGRAM_VERSION
            || (header.program != REMOTE_PROGRAM && drivers::functions(header.program).is_none())
        {
            let (program, version) = (header.program as i32, header.version as i32);
            return Err(rpc_error(format!("Cannot find program {program} version {version}")));
        }
        if header.status != STATUS_OK {
            return Err(rpc_error(format!("Unexpected message status {}", header.status)));
        }
        self.descriptors = match header.kind {
            MessageType::CallWithFds => descriptors(bytes)?,
            _ => 0,
        };
        let unknown = || rpc_error(format!("unknown procedure: {}", header.procedure));
        if let Some(functions) = drivers::functions(header.program) {
            return self.of_driver(functions, header.procedure, bytes).unwrap_or_else(|| Err(unknown()));
        }
        let procedure =
            Procedure::of_number(header.procedure).filter(|p| p.callable()).ok_or_else(unknown)?;
        if let Some(answer) = self.own(hub, procedure.name, bytes) {
            return answer;
        }
        match procedure.call_for(*bytes) {
            Some((function, shape)) => self.call(hub, header, procedure, *function, shape, bytes),
            None => self.not_built(procedure),
        }
    }

    /// The connection that was opened.
    pub(super) fn open_connection(&self) -> Result<Handle, Box<VirError>> {
        self.connection.ok_or_else(|| internal("hypervisor connection not open"))
    }

    /// The same, for a driver that libvirtd may reach by another connection than the hypervisor's.
    pub(super) fn other_connection(&self) -> Result<Handle, Box<VirError>> {
        self.connection.ok_or_else(|| internal("connection not open"))
    }

    fn open_connection_for(&self, procedure: &Procedure) -> Result<Handle, Box<VirError>> {
        if procedure.is_of_hypervisor() { self.open_connection() } else { self.other_connection() }
    }

    /// Gives a call the file descriptors that came with it.
    fn put_descriptors(&self, call: &mut Call) {
        if self.descriptors == 0 {
            return;
        }
        let params = call.function.row().params;
        let at = |names: [&str; 2]| params.iter().position(|param| names.contains(&param.name));
        if let (Some(count), Some(array)) = (at(["nfiles", "nfds"]), at(["files", "fds"])) {
            call.args[count] = u64::from(self.descriptors).into();
            call.args[array] =
                Value::List((0..self.descriptors).map(|place| u64::from(place).into()).collect());
        }
    }

    /// A function that the core has not: it changes nothing for who may only look, and nobody else gets further.
    fn not_built(&self, procedure: &Procedure) -> Answer {
        self.open_connection_for(procedure)?;
        let (domain, name) = (procedure.error_domain(), procedure.c_name());
        Err(match self.read_only && !procedure.only_looks() {
            true => denied(domain, &name),
            false => VirError::new(domain, ErrorCode::NoSupport, name),
        })
    }

    fn call(
        &mut self,
        hub: &mut dyn Hub,
        header: Header,
        procedure: &Procedure,
        function: FunctionId,
        shape: &Shape,
        bytes: &mut Decoder<'_>,
    ) -> Answer {
        // Arguments are read before anything is asked of the connection.
        let connection = self.connection.unwrap_or(super::own::NO_CONNECTION);
        let mut call = match decode_args(function, shape, connection, bytes) {
            Err(CodecError::Room(refused)) => {
                self.open_connection_for(procedure)?;
                return Err(match refused {
                    NoRoom::List(says) => rpc_error(says),
                    NoRoom::Other(says) => internal(says),
                });
            }
            decoded => decoded.map_err(|_| cannot_decode())?,
        };
        self.open_connection_for(procedure)?;
        if function == FunctionId::DomainOpenGraphics && self.descriptors == 0 {
            return Err(internal("No FD available at slot 0"));
        }
        self.put_descriptors(&mut call);
        let outcome = match streams::parameter(function) {
            None => hub.perform(&call),
            Some(stream) => self.call_with_stream(hub, &mut call, stream, header)?,
        };
        if let Some(error) = outcome.error {
            return Err(error);
        }
        let mut out = Encoder::default();
        match encode_ret(shape, &call, &outcome, &mut out) {
            Ok(()) => Ok(out),
            Err(error @ CodecError::TooMany { .. }) => Err(internal(error.to_string())),
            Err(_) => Err(rpc_error("Unable to encode message payload")),
        }
    }
}

/// A call that comes with file descriptors says how many.
fn descriptors(bytes: &mut Decoder<'_>) -> Result<u32, Box<VirError>> {
    match bytes.uint().map_err(|_| rpc_error("Unable to decode number of FDs"))? {
        count @ 0..=DESCRIPTORS_MAX => Ok(count),
        count => Err(rpc_error(format!("Received too many FDs {count}, expected {DESCRIPTORS_MAX} maximum"))),
    }
}
