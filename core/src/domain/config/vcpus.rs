//! Virtual processors of a domain.

use serde::{Deserialize, Serialize};

use crate::ground::Bitmap;
use crate::words;

words! {
    /// Who says on which host CPUs the domain runs. `virDomainCpuPlacementMode` of libvirt.
    pub enum Placement { Static "static", Auto "auto" }
}

/// One virtual processor, where the document speaks of each by itself. `virDomainVcpuDef` of libvirt.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Vcpu {
    /// Whether the guest has it.
    pub online: bool,
    /// Whether it can be unplugged.
    pub hotpluggable: bool,
    /// In which order it was plugged; 0 for none said.
    pub order: u32,
}

/// `<vcpu>` and `<vcpus>`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Vcpus {
    max: u32,
    /// How many of them are online: the first ones, unless `each` says otherwise.
    online: u32,
    /// Who places them.
    pub placement: Placement,
    /// `<vcpu cpuset='…'>`.
    pub cpuset: Option<Box<Bitmap>>,
    /// Every processor by itself, `max` of them, if the document had `<vcpus>`.
    each: Option<Box<[Vcpu]>>,
}

impl Vcpus {
    /// `max` processors of which the first `online` are online.
    pub fn new(max: u32, online: u32) -> Self {
        Self { max, online: online.min(max), placement: Placement::Static, cpuset: None, each: None }
    }

    /// Says of every processor by itself what it is. `individualvcpus` of libvirt.
    pub fn set_each(&mut self, each: Vec<Vcpu>) {
        self.max = u32::try_from(each.len()).unwrap_or(u32::MAX);
        self.online = u32::try_from(each.iter().filter(|vcpu| vcpu.online).count()).unwrap_or(u32::MAX);
        self.each = Some(each.into());
    }

    /// As many as there can be. `virDomainDefGetVcpusMax` of libvirt.
    pub fn max(&self) -> u32 {
        self.max
    }

    /// How many are online. `virDomainDefGetVcpus` of libvirt.
    pub fn online(&self) -> u32 {
        self.online
    }

    /// Changes how many there can be; those that are new are offline. `virDomainDefSetVcpusMax` of libvirt.
    pub fn set_max(&mut self, max: u32) {
        if let Some(each) = self.each.take() {
            let mut each = each.into_vec();
            each.resize(max as usize, Vcpu { online: false, hotpluggable: true, order: 0 });
            self.set_each(each);
        }
        self.max = max;
        self.online = self.online.min(max);
    }

    /// Makes the first `online` processors online and the others offline. `virDomainDefSetVcpus` of libvirt, which
    /// refuses more than there can be; here the caller has done so.
    pub fn set_online(&mut self, online: u32) {
        self.online = online.min(self.max);
        for (place, vcpu) in self.each.iter_mut().flatten().enumerate() {
            vcpu.online = place < self.online as usize;
        }
    }

    /// Every processor by itself, if the document had `<vcpus>`.
    pub fn each(&self) -> Option<&[Vcpu]> {
        self.each.as_deref()
    }

    /// Whether a processor is online; no if there is none of that number.
    pub fn is_online(&self, place: u32) -> bool {
        match &self.each {
            Some(each) => each.get(place as usize).is_some_and(|vcpu| vcpu.online),
            None => place < self.online,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_follows_what_is_set_for_all() {
        let mut vcpus = Vcpus::new(3, 2);
        assert!(vcpus.is_online(1) && !vcpus.is_online(2));
        vcpus.set_each(vec![Vcpu { online: true, ..Vcpu::default() }, Vcpu::default(), Vcpu::default()]);
        assert_eq!((vcpus.max(), vcpus.online()), (3, 1));
        vcpus.set_online(2);
        assert!(vcpus.is_online(1));
        vcpus.set_max(1);
        assert_eq!((vcpus.max(), vcpus.online(), vcpus.each().map(<[_]>::len)), (1, 1, Some(1)));
    }
}
