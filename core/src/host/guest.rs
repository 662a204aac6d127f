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
    /// The firmware that Xen boots a fully virtualised guest with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loader: Option<Box<str>>,
    /// The machine types.
    pub machines: Vec<Machine>,
    /// The domain types (`test`, `kvm`, `qemu`, `xen`) that can run it.
    pub domains: Vec<GuestDomain>,
    /// What it has, or may have: `pae`, `acpi`, …
    pub features: Vec<GuestFeature>,
}

impl Guest {
    /// The machine type of that name.
    pub fn machine(&self, name: &str) -> Option<&Machine> {
        self.machines.iter().find(|machine| &*machine.name == name)
    }
}

/// A feature of a [`Guest`]: `<acpi default='on' toggle='yes'/>`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct GuestFeature {
    /// The element's name.
    pub name: Box<str>,
    /// Whether a guest that says nothing has it, where that is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<bool>,
    /// Whether a guest can say that it wants it or not, where that is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toggle: Option<bool>,
}

/// A machine type of a [`Guest`]: `<machine>` of capabilities.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Machine {
    /// The value of `<type machine='…'>`: `pc`, `pc-q35-11.1`, …
    pub name: Box<str>,
    /// What the name is an alias of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical: Option<Box<str>>,
    /// The virtual CPUs that it takes at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_cpus: Option<u32>,
}

/// A domain type under a [`Guest`].
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct GuestDomain {
    /// The value of `<domain type='…'>`.
    pub virt_type: Box<str>,
    /// An emulator of its own.
    pub emulator: Option<Box<str>>,
}
