//! What makes libvirt call a domain tainted, and what it holds to be deprecated: messages that `virDomainGetMessages` gives.
//! The test driver looks when it reads a node file, and when a device is attached; nothing ever takes a taint away.

use serde::{Deserialize, Serialize};

use super::config::DomainDef;
use super::config::Section;
use super::config::devices::disk::DiskDevice;
use super::config::devices::hostdev::HostdevSource;
use super::config::devices::storage::Place;
use super::config::devices::{Disk, Hostdev, Interface};
use crate::ground::YesNo;

/// `VIR_DOMAIN_MESSAGE_DEPRECATION`.
const DEPRECATION: u32 = 1;
/// `VIR_DOMAIN_MESSAGE_TAINTING`.
const TAINTING: u32 = 2;

/// A reason that the test driver can find. `virDomainTaintFlags` of libvirt, in its order.
#[derive(Clone, Copy)]
enum Reason {
    HighPrivileges,
    ShellScripts,
    CdromPassthrough,
    CustomDtb,
    DeprecatedConfig,
}

/// What libvirt says of each.
const MESSAGES: [&str; 5] = [
    "running with undesirable elevated privileges",
    "network configuration using opaque shell scripts",
    "use of host cdrom passthrough",
    "custom device tree blob used",
    "use of deprecated configuration settings",
];

/// Why a domain is tainted.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Taint {
    reasons: [bool; MESSAGES.len()],
    /// The models of CPU that were found to be deprecated, once for each time that somebody looked.
    deprecated: Vec<Box<str>>,
}

impl Taint {
    fn add(&mut self, reason: Reason) {
        self.reasons[reason as usize] = true;
    }

    /// Looks at a disk. `testDomainObjCheckDiskTaint` of libvirt.
    pub fn look_at_disk(&mut self, disk: &Disk) {
        if disk.rare.as_ref().is_some_and(|rare| rare.rawio == Some(YesNo::Yes)) {
            self.add(Reason::HighPrivileges);
        }
        if disk.device == DiskDevice::Cdrom && matches!(disk.source.place, Place::Block(Some(_))) {
            self.add(Reason::CdromPassthrough);
        }
    }

    /// Looks at a device of the host. `testDomainObjCheckHostdevTaint` of libvirt.
    pub fn look_at_hostdev(&mut self, hostdev: &Hostdev) {
        if matches!(&hostdev.source, HostdevSource::Scsi(scsi) if scsi.rawio == Some(YesNo::Yes)) {
            self.add(Reason::HighPrivileges);
        }
    }

    /// Looks at an interface. `testDomainObjCheckNetTaint` of libvirt.
    pub fn look_at_interface(&mut self, interface: &Interface) {
        if interface.rare.as_ref().is_some_and(|rare| rare.script.is_some()) {
            self.add(Reason::ShellScripts);
        }
    }

    /// Looks at all of a domain. `testDomainObjCheckTaint` of libvirt.
    pub fn look_at(&mut self, def: &DomainDef) {
        def.devices.disks.iter().for_each(|disk| self.look_at_disk(disk));
        def.devices.hostdevs().iter().for_each(|hostdev| self.look_at_hostdev(hostdev));
        def.devices.interfaces.iter().for_each(|interface| self.look_at_interface(interface));
        // The one model that the test driver calls deprecated, so that clients can be tried.
        let cpu = def.kept.get(Section::Cpu);
        if cpu.contains("<cpu mode='custom'") && cpu.contains(">Deprecated-Test</model>") {
            self.add(Reason::DeprecatedConfig);
            self.deprecated.push("CPU model Deprecated-Test".into());
        }
        if def.os.direct.as_ref().is_some_and(|direct| direct.dtb.is_some()) {
            self.add(Reason::CustomDtb);
        }
    }

    /// The messages of the kinds that the flags of `virDomainGetMessages` name; 0 for all. `virDomainObjGetMessages` of libvirt.
    pub fn messages(&self, flags: u32) -> Vec<String> {
        let mut messages = Vec::new();
        let wanted = |kind: u32| flags == 0 || flags & kind != 0;
        if wanted(TAINTING) {
            let found = MESSAGES.iter().zip(self.reasons).filter(|(_, found)| *found);
            messages.extend(found.map(|(message, _)| format!("tainted: {message}")));
        }
        if wanted(DEPRECATION) {
            messages.extend(self.deprecated.iter().map(|what| format!("deprecated configuration: {what}")));
        }
        messages
    }
}
