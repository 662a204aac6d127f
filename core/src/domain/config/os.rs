//! What a domain boots.

use super::names::{Arch, BootDevice, OsType};

/// `<os>`. `virDomainOSDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Os {
    /// `<type>`'s text: hvm, xen, exe, …
    pub os_type: OsType,
    /// `<type arch='…'>`.
    pub arch: Arch,
    /// `<type machine='…'>`.
    pub machine: Option<Box<str>>,
    /// `<boot dev='…'/>`, in order.
    pub boot: Box<[BootDevice]>,
}
