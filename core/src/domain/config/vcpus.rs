//! Virtual processors of a domain.

use serde::{Deserialize, Serialize};

use crate::ground::{Bitmap, ErrorCode, ErrorDomain, Result, VirError};
use crate::words;

words! {
    /// Who says on which host CPUs the domain runs. `virDomainCpuPlacementMode` of libvirt.
    pub enum Placement { Static "static", Auto "auto" }
}

/// One virtual processor by itself. `virDomainVcpuDef` of libvirt.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Vcpu {
    /// Whether the guest has it.
    pub online: bool,
    /// Whether it can be unplugged; none until the configuration is looked at as a whole the next time.
    pub hotpluggable: Option<bool>,
    /// In which order it was plugged; 0 for none said.
    pub order: u32,
}

/// `<vcpu>` and `<vcpus>`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Vcpus {
    max: u32,
    online: u32,
    /// Who places them.
    pub placement: Placement,
    /// `<vcpu cpuset='…'>`.
    pub cpuset: Option<Box<Bitmap>>,
    /// Whether the document spoke of each by itself, in `<vcpus>`.
    individual: bool,
    /// Every processor by itself, `max` of them. None as long as the first `online` of them are online and stay, and the others
    /// are offline and can be plugged in, which is what a document without `<vcpus>` says.
    each: Option<Box<[Vcpu]>>,
}

impl Vcpus {
    /// `max` processors of which the first `online` are online.
    pub fn new(max: u32, online: u32) -> Self {
        let (placement, cpuset) = (Placement::Static, None);
        Self { max, online: online.min(max), placement, cpuset, individual: false, each: None }
    }

    /// Says of every processor by itself what it is. `individualvcpus` of libvirt.
    pub fn set_each(&mut self, each: Vec<Vcpu>) {
        self.individual = true;
        self.put(each);
    }

    fn put(&mut self, each: Vec<Vcpu>) {
        self.max = u32::try_from(each.len()).unwrap_or(u32::MAX);
        self.online = u32::try_from(each.iter().filter(|vcpu| vcpu.online).count()).unwrap_or(u32::MAX);
        self.each = Some(each.into());
    }

    /// Every processor by itself, whatever the document said.
    fn all(&self) -> Vec<Vcpu> {
        let plain =
            |place| Vcpu { online: place < self.online, hotpluggable: Some(place >= self.online), order: 0 };
        self.each.as_ref().map_or_else(|| (0..self.max).map(plain).collect(), |each| each.to_vec())
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
        if max != self.max {
            let mut each = self.all();
            each.resize(max as usize, Vcpu::default());
            self.put(each);
        }
    }

    /// Makes the first `online` processors online and the others offline, and leaves it as it was which of them can be
    /// unplugged. `virDomainDefSetVcpus` of libvirt, which refuses more than there can be; here the caller has done so.
    pub fn set_online(&mut self, online: u32) {
        if self.each.is_none() && online == self.online {
            return;
        }
        let mut each = self.all();
        for (place, vcpu) in each.iter_mut().enumerate() {
            vcpu.online = place < online as usize;
        }
        self.put(each);
    }

    /// Decides for those of which nobody said whether they can be unplugged: the ones that are offline.
    /// `virDomainVcpuDefPostParse` of libvirt.
    ///
    /// # Errors
    /// `VIR_ERR_CONFIG_UNSUPPORTED` if one is offline and cannot be plugged in.
    pub fn settle(&mut self) -> Result<()> {
        for (place, vcpu) in self.each.iter_mut().flatten().enumerate() {
            if !*vcpu.hotpluggable.get_or_insert(!vcpu.online) && !vcpu.online {
                let detail = format!("vcpu '{place}' is both offline and not hotpluggable");
                return Err(VirError::new(ErrorDomain::Domain, ErrorCode::ConfigUnsupported, detail));
            }
        }
        Ok(())
    }

    /// What is left after they were written and read: each by itself only if the document is to say so.
    ///
    /// # Errors
    /// As [`Vcpus::settle`].
    pub fn reread(&mut self) -> Result<()> {
        if self.individual {
            return self.settle();
        }
        self.each = None;
        Ok(())
    }

    /// Whether writing and reading would leave them as they are.
    pub fn is_reread(&self) -> bool {
        self.each.is_none()
    }

    /// Every processor by itself, if the document had `<vcpus>`.
    pub fn each(&self) -> Option<&[Vcpu]> {
        self.each.as_deref().filter(|_| self.individual)
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

    #[test]
    fn one_that_was_online_cannot_be_offline_until_it_is_read_again() {
        let mut vcpus = Vcpus::new(3, 2);
        vcpus.set_online(3);
        vcpus.set_online(2);
        assert!(vcpus.settle().is_ok(), "the third was never more than plugged in");
        vcpus.set_online(1);
        assert_eq!(
            vcpus.settle().unwrap_err().message.as_ref(),
            "unsupported configuration: vcpu '1' is both offline and not hotpluggable"
        );
        assert!(vcpus.each().is_none());
        vcpus.reread().unwrap();
        assert_eq!(vcpus, Vcpus::new(3, 1));
        vcpus.set_max(4);
        vcpus.set_online(4);
        vcpus.settle().unwrap();
        vcpus.set_online(3);
        assert!(vcpus.settle().is_err(), "the fourth was online when the whole was looked at");
    }
}
