//! Whether interfaces make sense: `virDomainNetDefValidate` of libvirt.

use super::info::refuse_virtio;
use super::unsupported;
use crate::domain::config::devices::Interface;
use crate::domain::config::devices::hostdev::TeamingType;
use crate::domain::config::devices::interface::{BackendType, InterfaceType, PortForward, RareInterface};
use crate::ground::{Result, YesNo};
use crate::netdev::validate_bandwidth;

/// `virDomainNetDefValidate` of libvirt.
pub(super) fn validate(interface: &Interface) -> Result<()> {
    let kind = interface.link.kind();
    let Some(rare) = interface.rare.as_deref() else { return Ok(()) };
    if !rare.host_ip.is_empty() && kind != InterfaceType::Ethernet {
        return Err(unsupported(format!(
            "Invalid attempt to set network interface host-side IP route and/or address info on interface of \
             type '{kind}'. This is only supported on interfaces of type 'ethernet'"
        )));
    }
    if rare.managed_tap == Some(YesNo::No) && kind != InterfaceType::Ethernet {
        let detail = format!("unmanaged target dev is not supported on interfaces of type '{kind}'");
        return Err(unsupported(detail));
    }
    validate_teaming(rare)?;
    validate_isolation(interface, rare)?;
    if !interface.is_virtio() {
        refuse_virtio(&rare.virtio)?;
    }
    let passt = rare.backend.backend_type == BackendType::Passt;
    let can_passt = matches!(kind, InterfaceType::User | InterfaceType::Vhostuser);
    if passt && !can_passt {
        return Err(unsupported(
            "The 'passt' backend can only be used with interface type='user' or type='vhostuser'",
        ));
    }
    if (rare.backend.fqdn.is_some() || rare.backend.hostname.is_some()) && !passt {
        return Err(unsupported(
            "The 'fqdn' attribute of the <backend> element can only be used with the <backend> type='passt'",
        ));
    }
    if !rare.port_forwards.is_empty() {
        validate_port_forwards(&rare.port_forwards, passt && can_passt)?;
    }
    rare.bandwidth.as_deref().map_or(Ok(()), validate_bandwidth)
}

fn validate_teaming(rare: &RareInterface) -> Result<()> {
    match &rare.teaming {
        Some((TeamingType::Transient, None)) => {
            Err(unsupported("teaming persistent attribute must be set if teaming type is 'transient'"))
        }
        Some((kind @ TeamingType::Persistent, Some(_))) => {
            Err(unsupported(format!("teaming persistent attribute not allowed if teaming type is '{kind}'")))
        }
        _ => Ok(()),
    }
}

/// `virDomainNetDefValidatePortOptions` of libvirt.
fn validate_isolation(interface: &Interface, rare: &RareInterface) -> Result<()> {
    if rare.isolated != Some(YesNo::Yes) {
        return Ok(());
    }
    let (mac, kind) = (interface.mac, interface.link.kind());
    let refused = |what: &str, kind: &dyn std::fmt::Display| {
        Err(unsupported(format!(
            "interface {mac} - <port isolated='yes'/> is not supported for network interfaces with {what}='{kind}'"
        )))
    };
    if !matches!(kind, InterfaceType::Network | InterfaceType::Bridge) {
        return refused("type", &kind);
    }
    match rare.virtual_port.as_ref().and_then(|port| port.port_type) {
        Some(port) => refused("virtualport type", &port),
        None => Ok(()),
    }
}

fn validate_port_forwards(forwards: &[PortForward], possible: bool) -> Result<()> {
    if !possible {
        return Err(unsupported(
            "The <portForward> element can only be used with the 'passt' backend of interface type='user' or \
             type='vhostuser'",
        ));
    }
    let mut ranges = forwards.iter().flat_map(|forward| &forward.ranges);
    if ranges.any(|range| range.start.is_none() && !range.is_default()) {
        return Err(unsupported(
            "The 'range' of a 'portForward' requires 'start' attribute if 'end', 'to', or 'exclude' is specified",
        ));
    }
    Ok(())
}
