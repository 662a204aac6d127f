//! A domain's configuration, typed: `virDomainDef` of libvirt.
//!
//! A lab may hold ten thousand of these, so what is rare is boxed and what is short is narrow.

pub mod clock;
pub mod devices;
pub mod features;
mod kept;
mod memory;
mod names;
pub mod os;
pub mod tuning;
mod vcpus;

pub use clock::Clock;
pub use devices::Devices;
pub use features::Features;
pub use kept::{Kept, Section};
pub use memory::Memory;
pub use names::{
    AcpiTable, Arch, BootDevice, Firmware, FirmwareFeature, LifecycleAction, LoaderType, LockFailureAction,
    OsType, SmbiosMode, VirtType,
};
pub use os::Os;
pub use tuning::Tuning;
pub use vcpus::{Placement, Vcpu, Vcpus};

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ground::Result;
use crate::ground::xml::copy_metadata;

/// The configuration of a domain. `virDomainDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct DomainDef {
    /// What runs it: `<domain type='…'>`.
    pub virt_type: VirtType,
    /// Its number while it is active, -1 otherwise.
    pub id: i32,
    /// Its name, unique on a host.
    pub name: Arc<str>,
    /// Its UUID.
    pub uuid: Uuid,
    /// The UUID that the firmware shows, where it is not the domain's own.
    pub hwuuid: Option<Box<Uuid>>,
    /// `<genid>`: the generation of the guest's state.
    pub genid: Option<Box<Uuid>>,
    /// A short description.
    pub title: Option<Box<str>>,
    /// A long description.
    pub description: Option<Box<str>>,
    /// The `<metadata>` element: see `crate::ground::xml::metadata`.
    pub metadata: Option<Box<str>>,
    /// Memory.
    pub memory: Memory,
    /// Limits, I/O threads and pins; none if there is nothing of the kind. See [`DomainDef::tuning`].
    pub limits: Option<Box<Tuning>>,
    /// Virtual processors.
    pub vcpus: Vcpus,
    /// What boots, and how.
    pub os: Os,
    /// What the machine has beside devices.
    pub features: Features,
    /// The guest's clock.
    pub clock: Clock,
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
    /// What is not typed.
    pub kept: Kept,
}

impl DomainDef {
    /// A copy, as libvirt makes one by writing and reading it: what no document says is forgotten. `virDomainDefCopy` of
    /// libvirt.
    ///
    /// # Errors
    /// What libvirt reports when it reads what it wrote: a processor may have gone that has to be there.
    pub fn copied(def: &Arc<Self>) -> Result<Arc<Self>> {
        let mut copy = Arc::clone(def);
        if !def.vcpus.is_reread() {
            Arc::make_mut(&mut copy).vcpus.reread()?;
        }
        if let Some(kept) = &def.metadata {
            let plain = copy_metadata(kept);
            if plain != *kept {
                Arc::make_mut(&mut copy).metadata = Some(plain);
            }
        }
        if copy.devices.interfaces.iter().any(|interface| interface.mac_generated) {
            let devices = &mut Arc::make_mut(&mut copy).devices;
            devices.interfaces.iter_mut().for_each(|interface| interface.mac_generated = false);
        }
        Ok(copy)
    }
}

impl DomainDef {
    /// Limits, I/O threads and pins.
    pub fn tuning(&self) -> &Tuning {
        self.limits.as_deref().unwrap_or(&tuning::NO_TUNING)
    }

    /// Limits, I/O threads and pins, to change them.
    pub fn tuning_mut(&mut self) -> &mut Tuning {
        self.limits.get_or_insert_default()
    }
}
