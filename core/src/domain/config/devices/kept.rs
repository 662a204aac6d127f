//! Devices that nothing in the simulator looks into.

/// A device that is kept as text, laid out as a child of `<devices>`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct KeptDevice {
    /// Which kind it is of.
    pub kind: KeptKind,
    /// Its element.
    pub xml: Box<str>,
    /// Its element in an active domain, where that differs.
    pub active: Option<Box<str>>,
}

/// A kind of device that is kept as text, in the order in which libvirt writes them among the typed ones.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs)]
pub enum KeptKind {
    Lease,
    Filesystem,
    Smartcard,
    Tpm,
    Sound,
    Audio,
    Redirdev,
    Redirfilter,
    Hub,
    Watchdog,
    Rng,
    Nvram,
    Panic,
    Shmem,
    Memory,
    Crypto,
    Iommu,
    Vsock,
    Pstore,
}

impl KeptKind {
    /// Every kind with its element's name, in libvirt's order of writing.
    pub const ALL: &'static [(KeptKind, &'static str)] = &[
        (Self::Lease, "lease"),
        (Self::Filesystem, "filesystem"),
        (Self::Smartcard, "smartcard"),
        (Self::Tpm, "tpm"),
        (Self::Sound, "sound"),
        (Self::Audio, "audio"),
        (Self::Redirdev, "redirdev"),
        (Self::Redirfilter, "redirfilter"),
        (Self::Hub, "hub"),
        (Self::Watchdog, "watchdog"),
        (Self::Rng, "rng"),
        (Self::Nvram, "nvram"),
        (Self::Panic, "panic"),
        (Self::Shmem, "shmem"),
        (Self::Memory, "memory"),
        (Self::Crypto, "crypto"),
        (Self::Iommu, "iommu"),
        (Self::Vsock, "vsock"),
        (Self::Pstore, "pstore"),
    ];
}
