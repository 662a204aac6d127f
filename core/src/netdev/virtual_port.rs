//! `<virtualport>`: what the switch is told of an interface.

use super::{VirtualPort, VirtualPortType, nobody};
use crate::ground::rng::Rng;
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

/// What is asked of a `<virtualport>`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PortDemand {
    /// It may be incomplete: the network adds to it.
    Partial,
    /// It has to name its type, and have all that its type needs.
    Complete,
    /// It has to name its type: that of a network, which interfaces add to.
    Typed,
    /// Nothing: that of a port group.
    Nothing,
}

impl PortDemand {
    /// Whether it is for an interface, and so gets what identifies one.
    fn is_interface(self) -> bool {
        matches!(self, Self::Partial | Self::Complete)
    }
}

/// `virNetDevVPortProfileParse` of libvirt; what identifies the interface is made up where it is missing.
pub fn parse_virtual_port(element: &Element<'_>, demand: PortDemand, rng: &mut Rng) -> Result<VirtualPort> {
    let wrong = |detail: &str| nobody(ErrorCode::XmlError, detail);
    let mut port =
        VirtualPort { port_type: element.prop_word("type", Prop::NONE)?, ..VirtualPort::default() };
    if port.port_type.is_none() && matches!(demand, PortDemand::Complete | PortDemand::Typed) {
        return Err(wrong("missing required virtualport type"));
    }
    if let Some(parameters) = element.elements().find(|child| child.name == "parameters") {
        parse_parameters(parameters, &mut port)?;
    }
    use VirtualPortType::{Openvswitch, Qbg};
    if demand.is_interface() && port.instance_id.is_none() && matches!(port.port_type, None | Some(Qbg)) {
        port.instance_id = Some(rng.uuid());
    }
    if demand.is_interface()
        && port.interface_id.is_none()
        && matches!(port.port_type, None | Some(Openvswitch))
    {
        port.interface_id = Some(rng.uuid());
    }
    check_parameters(&port, demand)?;
    Ok(port)
}

fn parse_parameters(parameters: &Element<'_>, port: &mut VirtualPort) -> Result<()> {
    let wrong = |detail: String| nobody(ErrorCode::XmlError, detail);
    let number = |name: &str, limit, over: &str| match parameters.prop_u32(name, 0, Prop::NONE)? {
        Some(value) if value > limit => Err(wrong(format!("value {over} {name} out of range"))),
        value => Ok(value),
    };
    port.manager_id = number("managerid", 0xff, "of")?;
    port.type_id = number("typeid", 0xff_ffff, "for")?;
    port.type_id_version = number("typeidversion", 0xff, "of")?;
    port.instance_id = parameters.prop_uuid("instanceid", Prop::NONE)?;
    if let Some(profile) = parameters.attribute("profileid") {
        if profile.len() >= PROFILE_BYTES_MAX {
            return Err(wrong("profileid parameter too long".into()));
        }
        port.profile_id = Some(profile).filter(|profile| !profile.is_empty()).map(Into::into);
    }
    port.interface_id = parameters.prop_uuid("interfaceid", Prop::NONE)?;
    Ok(())
}

/// Bytes of a profile's name, its end included: `LIBVIRT_IFLA_VF_PORT_PROFILE_MAX` of libvirt.
const PROFILE_BYTES_MAX: usize = 40;

/// `virNetDevVPortProfileCheckComplete` and `virNetDevVPortProfileCheckNoExtras` of libvirt.
fn check_parameters(port: &VirtualPort, demand: PortDemand) -> Result<()> {
    use VirtualPortType::{Midonet, Openvswitch, Qbg, Qbh};
    let Some(kind) = port.port_type else { return Ok(()) };
    let manager = ("managerid", port.manager_id.is_some());
    let type_id = ("typeid", port.type_id.is_some());
    let version = ("typeidversion", port.type_id_version.is_some());
    let instance = ("instanceid", port.instance_id.is_some());
    let interface = ("interfaceid", port.interface_id.is_some());
    let profile = ("profileid", port.profile_id.is_some());
    let (needed, extra): (&[_], &[_]) = match kind {
        Qbg => (&[manager, type_id, version, instance], &[profile, interface]),
        Qbh => (&[profile], &[manager, type_id, version, instance, interface]),
        Openvswitch => (&[interface], &[manager, type_id, version, instance]),
        Midonet => (&[interface], &[]),
    };
    let wrong = |detail: String| VirError::new(ErrorDomain::Net, ErrorCode::XmlError, detail);
    if demand == PortDemand::Complete
        && let Some((name, _)) = needed.iter().find(|(_, given)| !given)
    {
        return Err(wrong(format!("missing {name} in <virtualport type='{kind}'>")));
    }
    if let Some((name, _)) = extra.iter().find(|(_, given)| *given) {
        return Err(wrong(format!("extra {name} unsupported in <virtualport type='{kind}'>")));
    }
    Ok(())
}

/// Writes `<virtualport>`.
pub fn format_virtual_port(port: &VirtualPort, w: &mut Writer) {
    use VirtualPortType::{Midonet, Openvswitch, Qbg, Qbh};
    let has = |kinds: &[VirtualPortType]| port.port_type.is_none_or(|kind| kinds.contains(&kind));
    let qbg = has(&[Qbg]);
    w.start("virtualport").opt_attr("type", port.port_type).nonempty(|w| {
        let tag = w.start("parameters").opt_attr("managerid", port.manager_id.filter(|_| qbg));
        let tag = tag.opt_attr("typeid", port.type_id.filter(|_| qbg));
        let tag = tag.opt_attr("typeidversion", port.type_id_version.filter(|_| qbg));
        let tag = tag.opt_attr("instanceid", port.instance_id.filter(|_| qbg));
        let interface = port.interface_id.filter(|_| has(&[Midonet, Openvswitch]));
        let profile = port.profile_id.as_deref().filter(|_| has(&[Openvswitch, Qbh]));
        tag.opt_attr("interfaceid", interface).opt_attr("profileid", profile).nonempty(|_| {});
    });
}
