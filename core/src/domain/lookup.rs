//! Finding a device by what callers name it: `virDomainDiskIndexByName` and `virDomainNetFind` of libvirt.

use super::config::Devices;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};
use crate::netdev::MacAddress;

/// The place of the disk of a target, or of a path if only one disk has it. `virDomainDiskIndexByName` of libvirt.
pub fn disk_by_name(devices: &Devices, name: &str) -> Option<usize> {
    let disks = &devices.disks;
    if !name.starts_with('/') {
        return disks.iter().position(|disk| disk.target.as_deref() == Some(name));
    }
    let mut found =
        disks.iter().enumerate().filter(|(_, disk)| disk.source.path() == Some(name)).map(|(place, _)| place);
    let first = found.next();
    first.filter(|_| found.next().is_none())
}

/// The place of the interface of a MAC address or of a name on the host. `virDomainNetFind` of libvirt.
///
/// # Errors
/// `VIR_ERR_INVALID_ARG` if there is none.
pub fn interface_by_name(devices: &Devices, name: &str) -> Result<usize> {
    let found = match MacAddress::parse(name) {
        Some(mac) => devices.interfaces.iter().position(|interface| interface.mac == mac),
        None => devices.interfaces.iter().position(|interface| interface.ifname.as_deref() == Some(name)),
    };
    found.ok_or_else(|| {
        let detail = format!("'{name}' is not a known interface");
        VirError::new(ErrorDomain::Domain, ErrorCode::InvalidArg, detail)
    })
}
