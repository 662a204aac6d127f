//! The CPU models of libvirt 12.8.0's CPU map, by architecture.

use super::x86::names;
use super::{Driver, HostConfig, not_supported};
use crate::domain::Arch;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError, Word};

/// `virConnectGetCPUModelNames`: the models that libvirt knows of an architecture, in its order. Where the driver has no
/// list of its own (ARM, RISC-V, S/390, LoongArch) the answer is empty.
///
/// # Errors
/// `VIR_ERR_INVALID_ARG` for a word that is no architecture, `VIR_ERR_NO_SUPPORT` for one whose processors libvirt knows
/// nothing of, and of the Xen driver.
pub fn cpu_model_names(host: &HostConfig, arch: &str) -> Result<Vec<String>> {
    if host.driver() == Driver::Xen {
        return Err(not_supported("virConnectGetCPUModelNames"));
    }
    match Arch::from_word(arch) {
        None | Some(Arch::None) => {
            let message = format!("cannot find architecture {arch}");
            Err(VirError::new(host.driver().error_domain(), ErrorCode::InvalidArg, message))
        }
        Some(Arch::I686 | Arch::X86_64) => Ok(x86_models().map(|(name, _)| name.into()).collect()),
        Some(Arch::Ppc64 | Arch::Ppc64le) => Ok(POWER.iter().map(|&name| name.into()).collect()),
        Some(
            Arch::Armv6l
            | Arch::Armv7l
            | Arch::Armv7b
            | Arch::Aarch64
            | Arch::S390
            | Arch::S390x
            | Arch::Riscv64
            | Arch::Loongarch64,
        ) => Ok(Vec::new()),
        Some(arch) => {
            let message = format!("'{arch}' architecture is not supported by CPU driver");
            Err(VirError::new(ErrorDomain::Cpu, ErrorCode::NoSupport, message))
        }
    }
}

/// Every x86 model with its vendor.
pub(super) fn x86_models() -> impl Iterator<Item = (&'static str, &'static str)> {
    names().map(|(name, vendor)| (name, vendor.unwrap_or("unknown")))
}

/// The models of POWER.
pub(super) const POWER: [&str; 8] =
    ["POWER6", "POWER7", "POWER8", "POWER9", "POWER10", "POWER11", "POWERPC_e5500", "POWERPC_e6500"];
