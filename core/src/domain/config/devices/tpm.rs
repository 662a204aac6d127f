//! Trusted platform modules.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::chardev::ChardevSource;
use super::info::DeviceInfo;
use crate::words;

words! {
    /// `<tpm model='…'>`. `virDomainTPMModel` of libvirt, without its default.
    pub enum TpmModel {
        Tis "tpm-tis", Crb "tpm-crb", Spapr "tpm-spapr", SpaprProxy "spapr-tpm-proxy",
    }
}

words! {
    /// `<backend type='…'>` of a TPM. `virDomainTPMBackendType` of libvirt.
    pub enum TpmType { Passthrough "passthrough", Emulator "emulator", External "external" }
}

words! {
    /// `<backend version='…'>`. `virDomainTPMVersion` of libvirt, without its default.
    pub enum TpmVersion { V1_2 "1.2", V2_0 "2.0" }
}

words! {
    /// `<source type='…'>` of an emulated TPM. `virDomainTPMSourceType` of libvirt, without its default.
    pub enum TpmSource { File "file", Dir "dir" }
}

words! {
    /// What may stand in `<active_pcr_banks>`. `virDomainTPMPcrBank` of libvirt.
    pub enum PcrBank { Sha1 "sha1", Sha256 "sha256", Sha384 "sha384", Sha512 "sha512" }
}

words! {
    /// `<profile removeDisabled='…'>`. `virDomainTPMProfileRemoveDisabled` of libvirt, without its default.
    pub enum RemoveDisabled { Check "check", FipsHost "fips-host" }
}

/// `<tpm>`. `virDomainTPMDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Tpm {
    pub model: Option<TpmModel>,
    pub backend: TpmBackend,
    pub info: DeviceInfo,
}

/// What stands behind a TPM.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum TpmBackend {
    /// A device of the host.
    Passthrough(Box<str>),
    /// A program that libvirt starts.
    Emulator(Box<TpmEmulator>),
    /// A program that somebody else started.
    External(Box<ChardevSource>),
}

/// An emulated TPM.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct TpmEmulator {
    pub version: Option<TpmVersion>,
    pub persistent_state: bool,
    pub debug: u32,
    /// The secret that encrypts its state.
    pub secret: Option<Uuid>,
    /// Without doubles, in libvirt's order; none if the document says nothing of them.
    pub banks: Vec<PcrBank>,
    pub source: Option<(TpmSource, Box<str>)>,
    pub profile: Option<TpmProfile>,
}

/// `<profile>` of an emulated TPM.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct TpmProfile {
    pub source: Option<Box<str>>,
    pub remove_disabled: Option<RemoveDisabled>,
    pub name: Option<Box<str>>,
}
