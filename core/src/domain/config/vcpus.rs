//! Virtual processors of a domain.

use crate::words;

words! {
    /// Who says on which host CPUs the domain runs. `virDomainCpuPlacementMode` of libvirt.
    pub enum Placement { Static "static", Auto "auto" }
}

/// One virtual processor, where the configuration speaks of each by itself. `virDomainVcpuDef` of libvirt.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Vcpu {
    /// Whether the guest has it.
    pub online: bool,
    /// Whether it can be unplugged.
    pub hotpluggable: Option<bool>,
    /// In which order it was plugged; 0 for none said.
    pub order: u32,
}

/// `<vcpu>` and `<vcpus>`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Vcpus {
    /// As many as the domain can have.
    max: u32,
    /// How many of them are online: the first ones, unless `each` says otherwise.
    online: u32,
    /// Who places them.
    pub placement: Placement,
    /// `<vcpu cpuset='…'>`, in libvirt's form (`0-3,6`).
    pub cpuset: Option<Box<str>>,
    /// Every processor by itself if the document had `<vcpus>`; as long as `max` then.
    each: Option<Box<[Vcpu]>>,
}

impl Vcpus {
    /// `max` processors of which the first `online` are online.
    pub fn new(max: u32, online: u32) -> Self {
        Self { max, online, placement: Placement::Static, cpuset: None, each: None }
    }

    /// As many as there can be. `virDomainDefGetVcpusMax` of libvirt.
    pub fn max(&self) -> u32 {
        self.max
    }

    /// How many are online. `virDomainDefGetVcpus` of libvirt.
    pub fn online(&self) -> u32 {
        self.online
    }

    /// Sets how many there can be; those that are new are offline. `virDomainDefSetVcpusMax` of libvirt.
    pub fn set_max(&mut self, max: u32) {
        self.max = max;
        self.online = self.online.min(max);
    }

    /// Makes the first `online` processors online and the others offline. `virDomainDefSetVcpus` of libvirt.
    pub fn set_online(&mut self, online: u32) {
        self.online = online.min(self.max);
    }

    /// Every processor by itself, if the document had `<vcpus>`.
    pub fn each(&self) -> Option<&[Vcpu]> {
        self.each.as_deref()
    }
}
