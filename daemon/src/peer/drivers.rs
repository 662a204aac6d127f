//! The programs of what only one driver has, QEMU's or LXC's. The worlds have none of it: it is refused as libvirtd does with
//! a driver that has not.

use virtlab_core::api::HandleKind;
use virtlab_core::ground::{ErrorCode, ErrorDomain, VirError};

use super::own::{NO_CONNECTION, not_registered};
use super::{Answer, Peer, cannot_decode, denied};
use crate::wire::{CodecError, Decoder, LXC_PROGRAM, QEMU_PROGRAM, decode_optional};

/// What a procedure takes.
pub(super) enum Arg {
    Domain,
    MaybeDomain,
    Text,
    MaybeText,
    Number,
}

/// The functions of a program by the numbers of their procedures, and what they take.
pub(super) type Functions = [(i32, &'static str, &'static [Arg])];

/// The functions of a program; none if there is no such program.
pub(super) fn functions(program: u32) -> Option<&'static Functions> {
    match program {
        QEMU_PROGRAM => Some(QEMU),
        LXC_PROGRAM => Some(LXC),
        _ => None,
    }
}

const LXC: &Functions = &[(1, "virDomainLxcOpenNamespace", &[Arg::Domain, Arg::Number])];
const QEMU: &Functions = {
    use Arg::*;
    &[
        (1, "virDomainQemuMonitorCommand", &[Domain, Text, Number]),
        (2, ATTACH, &[Number, Number]),
        (3, "virDomainQemuAgentCommand", &[Domain, Text, Number, Number]),
        (4, "virConnectDomainQemuMonitorEventRegister", &[MaybeDomain, MaybeText, Number]),
        (5, DEREGISTER, &[Number]),
        (7, "virDomainQemuMonitorCommandWithFiles", &[Domain, Text, Number]),
    ]
};
const DEREGISTER: &str = "virConnectDomainQemuMonitorEventDeregister";
const ATTACH: &str = "virDomainQemuAttach";

impl Peer {
    /// The answer of a procedure; none if there is no such procedure.
    pub(super) fn of_driver(
        &self,
        functions: &Functions,
        procedure: i32,
        bytes: &mut Decoder<'_>,
    ) -> Option<Answer> {
        let (_, name, args) = functions.iter().find(|(number, ..)| *number == procedure)?;
        let first = Decoder::clone(bytes).uint().unwrap_or_default();
        let decoded = args.iter().try_for_each(|arg| decode(arg, bytes));
        if decoded.is_err() {
            return Some(Err(cannot_decode()));
        }
        Some(self.open_connection().and_then(|_| {
            Err(match (*name, first) {
                (ATTACH, 0) => VirError::argument(
                    ErrorDomain::None,
                    name,
                    "pid_value",
                    format!("pid_value in {name} must not be zero"),
                ),
                (DEREGISTER, _) => not_registered("qemu monitor event", first as i32),
                _ if self.read_only => denied(ErrorDomain::None, name),
                _ => VirError::new(ErrorDomain::None, ErrorCode::NoSupport, *name),
            })
        }))
    }
}

fn decode(arg: &Arg, bytes: &mut Decoder<'_>) -> Result<(), CodecError> {
    match arg {
        Arg::Domain => {
            bytes.string()?;
            bytes.fixed(16)?;
            bytes.int()?;
        }
        Arg::MaybeDomain => {
            decode_optional(bytes, HandleKind::Domain, NO_CONNECTION)?;
        }
        Arg::Text => {
            bytes.string()?;
        }
        Arg::MaybeText => {
            bytes.optional()?;
        }
        Arg::Number => {
            bytes.uint()?;
        }
    }
    Ok(())
}
