//! From a call's packet to the world and back.

use virtlab_core::api::{FunctionId, Handle};
use virtlab_core::ground::{ErrorCode, VirError};

use super::{Answer, Hub, Peer, internal, rpc_error};
use crate::wire::{
    CodecError, Decoder, Encoder, Header, MessageType, PROGRAM_VERSION, Procedure, QEMU_PROGRAM,
    REMOTE_PROGRAM, STATUS_OK, Shape, decode_args, encode_ret,
};

/// The functions of the program that only the QEMU driver has, by their numbers from 1.
const QEMU_FUNCTIONS: [&str; 7] = [
    "virDomainQemuMonitorCommand",
    "virDomainQemuAttach",
    "virDomainQemuAgentCommand",
    "virConnectDomainQemuMonitorEventRegister",
    "virConnectDomainQemuMonitorEventDeregister",
    "",
    "virDomainQemuMonitorCommandWithFiles",
];

impl Peer {
    /// What a call is answered.
    pub(super) fn answer(&mut self, hub: &mut dyn Hub, header: Header, bytes: &mut Decoder<'_>) -> Answer {
        if header.version != PROGRAM_VERSION || !matches!(header.program, REMOTE_PROGRAM | QEMU_PROGRAM) {
            let (program, version) = (header.program as i32, header.version as i32);
            return Err(rpc_error(format!("Cannot find program {program} version {version}")));
        }
        if header.status != STATUS_OK {
            return Err(rpc_error(format!("Unexpected message status {}", header.status)));
        }
        if header.kind == MessageType::CallWithFds {
            no_descriptors(bytes)?;
        }
        let unknown = || rpc_error(format!("unknown procedure: {}", header.procedure));
        if header.program == QEMU_PROGRAM {
            let name =
                usize::try_from(header.procedure).ok().and_then(|n| QEMU_FUNCTIONS.get(n.checked_sub(1)?));
            let name = name.filter(|name| !name.is_empty()).ok_or_else(unknown)?;
            self.open_connection()?;
            return Err(VirError::new(virtlab_core::ground::ErrorDomain::None, ErrorCode::NoSupport, *name));
        }
        let procedure =
            Procedure::of_number(header.procedure).filter(|p| p.callable()).ok_or_else(unknown)?;
        if let Some(answer) = self.own(hub, procedure.name, bytes) {
            return answer;
        }
        match procedure.call_for(*bytes) {
            Some((function, shape)) => self.call(hub, *function, shape, bytes),
            None => {
                self.open_connection()?;
                Err(VirError::new(procedure.error_domain(), ErrorCode::NoSupport, procedure.c_name()))
            }
        }
    }

    /// The connection that was opened.
    pub(super) fn open_connection(&self) -> Result<Handle, Box<VirError>> {
        self.connection.ok_or_else(|| internal("hypervisor connection not open"))
    }

    fn call(
        &self,
        hub: &mut dyn Hub,
        function: FunctionId,
        shape: &Shape,
        bytes: &mut Decoder<'_>,
    ) -> Answer {
        // Arguments are read before anything is asked of the connection.
        let connection = self.connection.unwrap_or(super::own::NO_CONNECTION);
        let call = match decode_args(function, shape, connection, bytes) {
            Err(CodecError::Room(message)) => {
                self.open_connection()?;
                return Err(internal(message));
            }
            decoded => decoded.map_err(|_| cannot_decode())?,
        };
        self.open_connection()?;
        let outcome = hub.perform(&call);
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

pub(super) fn cannot_decode() -> Box<VirError> {
    rpc_error("Unable to decode message payload")
}

/// A call that comes with file descriptors says how many. Nothing that the worlds have takes any.
fn no_descriptors(bytes: &mut Decoder<'_>) -> Result<(), Box<VirError>> {
    let count = bytes.uint().map_err(|_| rpc_error("Unable to decode number of FDs"))?;
    match count {
        0 => Ok(()),
        1..=32 => Err(rpc_error("Unable to decode message payload")),
        _ => Err(rpc_error(format!("Received too many FDs {count}, expected 32 maximum"))),
    }
}
