//! A domain's configuration, typed: `virDomainDef` of libvirt.
//!
//! A lab may hold ten thousand of these, so what is rare is boxed and what is short is narrow.

pub mod devices;
mod memory;
mod names;
mod os;
mod vcpus;

pub use devices::Devices;
pub use memory::Memory;
pub use names::{Arch, BootDevice, LifecycleAction, LockFailureAction, OsType, VirtType};
pub use os::Os;
pub use vcpus::{Placement, Vcpu, Vcpus};

use uuid::Uuid;

/// The configuration of a domain. `virDomainDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct DomainDef {
    /// What runs it: `<domain type='…'>`.
    pub virt_type: VirtType,
    /// Its number while it is active, -1 otherwise.
    pub id: i32,
    /// Its name, unique on a host.
    pub name: Box<str>,
    /// Its UUID.
    pub uuid: Uuid,
    /// A short description.
    pub title: Option<Box<str>>,
    /// A long description.
    pub description: Option<Box<str>>,
    /// The `<metadata>` element as libvirt dumps it, without indentation before its first line.
    pub metadata: Option<Box<str>>,
    /// Memory.
    pub memory: Memory,
    /// Virtual processors.
    pub vcpus: Vcpus,
    /// What boots, and how.
    pub os: Os,
    /// What happens when the guest powers off.
    pub on_poweroff: LifecycleAction,
    /// What happens when the guest reboots.
    pub on_reboot: LifecycleAction,
    /// What happens when the guest crashes.
    pub on_crash: LifecycleAction,
    /// What happens when a lock on a disk is lost.
    pub on_lockfailure: Option<LockFailureAction>,
    /// The devices.
    pub devices: Devices,
}
