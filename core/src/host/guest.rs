//! What a hypervisor can run: the `<guest>` elements of capabilities. `virCapsGuest` of libvirt.

use serde::{Deserialize, Serialize};

/// One kind of guest: an operating system type on an architecture.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Guest {
    /// `hvm`, `xen`, `linux`, …
    pub os_type: Box<str>,
    /// `x86_64`, `i686`, …
    pub arch: Box<str>,
    /// Bits of a word: 32 or 64.
    pub wordsize: u32,
    /// The emulator unless a domain type names its own.
    pub emulator: Option<Box<str>>,
    /// The machine types, each with what it is an alias of.
    pub machines: Vec<(Box<str>, Option<Box<str>>)>,
    /// The domain types (`test`, `kvm`, `qemu`, `xen`) that can run it.
    pub domains: Vec<GuestDomain>,
    /// `pae`, `nonpae`, `acpi default='on' toggle='yes'`, …: name and attributes.
    pub features: Vec<(Box<str>, Vec<(Box<str>, Box<str>)>)>,
}

/// A domain type under a [`Guest`].
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct GuestDomain {
    /// The value of `<domain type='…'>`.
    pub virt_type: Box<str>,
    /// An emulator of its own.
    pub emulator: Option<Box<str>>,
}
