//! The CPU models of libvirt 12.8.0's CPU map, by architecture.

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
        Some(Arch::I686 | Arch::X86_64) => Ok(x86_models().map(|(name, _)| name).collect()),
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
pub(super) fn x86_models() -> impl Iterator<Item = (String, &'static str)> {
    X86.iter().flat_map(|&(vendor, families)| {
        families.split_whitespace().flat_map(expand).map(move |name| (name, vendor))
    })
}

/// `EPYC-Rome*5` stands for EPYC-Rome and its versions EPYC-Rome-v1 to EPYC-Rome-v5.
fn expand(entry: &str) -> Vec<String> {
    let (name, versions) = match entry.split_once('*') {
        Some((name, versions)) => (name, versions.parse().unwrap_or(0)),
        None => (entry, 0),
    };
    let versions = (1..=versions).map(|version: u32| format!("{name}-v{version}"));
    std::iter::once(name.to_owned()).chain(versions).collect()
}

const POWER: [&str; 8] =
    ["POWER6", "POWER7", "POWER8", "POWER9", "POWER10", "POWER11", "POWERPC_e5500", "POWERPC_e6500"];

/// By vendor, in the map's order; the vendors' own order is the map's too.
const X86: [(&str, &str); 7] = [
    ("unknown", "486*1 pentium*1 pentium2*1 pentium3*1 pentiumpro"),
    ("Intel", "coreduo*1 n270*1 core2duo*1"),
    ("unknown", "qemu32*1 kvm32*1 cpu64-rhel5 cpu64-rhel6 qemu64*1 kvm64*1"),
    (
        "Intel",
        "Conroe*1 Penryn*1
        Nehalem Nehalem-IBRS Nehalem-v1 Nehalem-v2
        Westmere Westmere-IBRS Westmere-v1 Westmere-v2
        SandyBridge SandyBridge-IBRS SandyBridge-v1 SandyBridge-v2
        IvyBridge IvyBridge-IBRS IvyBridge-v1 IvyBridge-v2
        Haswell-noTSX Haswell-noTSX-IBRS Haswell Haswell-IBRS Haswell-v1 Haswell-v2 Haswell-v3 Haswell-v4
        Broadwell-noTSX Broadwell-noTSX-IBRS Broadwell Broadwell-IBRS
        Broadwell-v1 Broadwell-v2 Broadwell-v3 Broadwell-v4
        Skylake-Client Skylake-Client-IBRS Skylake-Client-noTSX-IBRS
        Skylake-Client-v1 Skylake-Client-v2 Skylake-Client-v3 Skylake-Client-v4
        Skylake-Server Skylake-Server-IBRS Skylake-Server-noTSX-IBRS
        Skylake-Server-v1 Skylake-Server-v2 Skylake-Server-v3 Skylake-Server-v4 Skylake-Server-v5
        Cascadelake-Server Cascadelake-Server-noTSX Cascadelake-Server-v1 Cascadelake-Server-v2
        Cascadelake-Server-v3 Cascadelake-Server-v4 Cascadelake-Server-v5
        Icelake-Client Icelake-Client-noTSX Icelake-Server Icelake-Server-noTSX
        Icelake-Server-v1 Icelake-Server-v2 Icelake-Server-v3 Icelake-Server-v4
        Icelake-Server-v5 Icelake-Server-v6 Icelake-Server-v7
        Cooperlake*2 Snowridge*4 SapphireRapids*6 GraniteRapids*5
        SierraForest-v3 SierraForest SierraForest-v1 SierraForest-v2 SierraForest-v4 SierraForest-v5
        ClearwaterForest*3 Denverton*3 KnightsMill*1 DiamondRapids*1",
    ),
    (
        "AMD",
        "athlon*1 phenom*1 Opteron_G1*1 Opteron_G2*1 Opteron_G3*1 Opteron_G4*1 Opteron_G5*1
        EPYC EPYC-IBPB EPYC-v1 EPYC-v2 EPYC-v3 EPYC-v4 EPYC-v5
        EPYC-Rome*5 EPYC-Milan*3 EPYC-Genoa*2 EPYC-Turin*1",
    ),
    ("Hygon", "Dhyana*2"),
    ("Zhaoxin CentaurHauls", "YongFeng*3"),
];
