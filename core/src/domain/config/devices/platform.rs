//! Small devices: watchdogs, randomness, crypto, panics, vsock, persistent stores; and leases.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use super::chardev::ChardevSource;
use super::info::{DeviceInfo, VirtioOptions};
use crate::ground::YesNo;
use crate::words;

words! {
    /// `<watchdog model='…'>`. `virDomainWatchdogModel` of libvirt.
    pub enum WatchdogModel { I6300esb "i6300esb", Ib700 "ib700", Diag288 "diag288", Itco "itco" }
}

words! {
    /// `<watchdog action='…'>`. `virDomainWatchdogAction` of libvirt.
    pub enum WatchdogAction {
        Reset "reset", Shutdown "shutdown", Poweroff "poweroff", Pause "pause", Dump "dump", None "none",
        InjectNmi "inject-nmi",
    }
}

/// `<watchdog>`. `virDomainWatchdogDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Watchdog {
    pub model: WatchdogModel,
    pub action: WatchdogAction,
    pub info: DeviceInfo,
}

words! {
    /// `<rng model='…'>`. `virDomainRNGModel` of libvirt.
    pub enum RngModel {
        Virtio "virtio", VirtioTransitional "virtio-transitional",
        VirtioNonTransitional "virtio-non-transitional",
    }
}

words! {
    /// `<backend model='…'>` of randomness. `virDomainRNGBackend` of libvirt.
    pub enum RngBackendModel { Random "random", Egd "egd", Builtin "builtin" }
}

/// `<rng>`: where a guest's randomness comes from. `virDomainRNGDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct RngDevice {
    pub model: RngModel,
    /// How many bytes it gives in a period; 0 for as many as it likes.
    pub rate_bytes: u32,
    /// Milliseconds; 0 for none said.
    pub rate_period: u32,
    pub backend: RngBackend,
    pub virtio: VirtioOptions,
    pub info: DeviceInfo,
}

/// What stands behind a guest's randomness.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum RngBackend {
    /// A file of the host; none until the default is filled in.
    Random(Option<Box<str>>),
    /// A daemon that gathers entropy.
    Egd(Box<ChardevSource>),
    /// What the hypervisor has.
    Builtin,
}

words! {
    /// `<panic model='…'>`. `virDomainPanicModel` of libvirt.
    #[derive(Default)]
    pub enum PanicModel {
        #[default] Default "default", Isa "isa", Pseries "pseries", Hyperv "hyperv", S390 "s390",
        Pvpanic "pvpanic",
    }
}

/// `<panic>`. `virDomainPanicDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Panic {
    pub model: PanicModel,
    pub info: DeviceInfo,
}

words! {
    /// `<crypto model='…'>`. `virDomainCryptoModel` of libvirt.
    pub enum CryptoModel { Virtio "virtio" }
}

words! {
    /// `<crypto type='…'>`. `virDomainCryptoType` of libvirt.
    pub enum CryptoType { Qemu "qemu" }
}

words! {
    /// `<backend model='…'>` of crypto. `virDomainCryptoBackend` of libvirt.
    pub enum CryptoBackend { Builtin "builtin", Lkcf "lkcf" }
}

/// `<crypto>`. `virDomainCryptoDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Crypto {
    pub model: CryptoModel,
    pub crypto_type: CryptoType,
    pub backend: CryptoBackend,
    pub queues: u32,
    pub virtio: VirtioOptions,
    pub info: DeviceInfo,
}

words! {
    /// `<vsock model='…'>`. `virDomainVsockModel` of libvirt.
    #[derive(Default)]
    pub enum VsockModel {
        #[default] Default "default", Virtio "virtio", VirtioTransitional "virtio-transitional",
        VirtioNonTransitional "virtio-non-transitional",
    }
}

/// `<vsock>`. `virDomainVsockDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Vsock {
    pub model: VsockModel,
    /// Whether the host chooses the guest's address.
    pub auto: Option<YesNo>,
    pub cid: Option<NonZeroU32>,
    pub virtio: VirtioOptions,
    pub info: DeviceInfo,
}

words! {
    /// `<pstore backend='…'>`. `virDomainPstoreBackend` of libvirt.
    pub enum PstoreBackend { AcpiErst "acpi-erst" }
}

/// `<pstore>`. `virDomainPstoreDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Pstore {
    pub backend: PstoreBackend,
    pub path: Option<Box<str>>,
    pub size_kib: u64,
    pub info: DeviceInfo,
}

/// `<lease>`: a lock that is held while the guest runs. `virDomainLeaseDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Lease {
    pub lockspace: Box<str>,
    pub key: Box<str>,
    pub path: Box<str>,
    pub offset: u64,
}
