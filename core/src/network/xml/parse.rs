//! Reading a network. `virNetworkDefParseXML` of libvirt, in its order.

use std::net::IpAddr;

use super::dhcp::parse_dhcp;
use super::dns::parse_dns;
use super::forward::parse_forward;
use super::{attribute, fault, unsupported, wrong};
use crate::ground::rng::Rng;
use crate::ground::uuid::parse_uuid;
use crate::ground::xml::{Element, Prop, metadata, parse_document};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError, Word, YesNo, number};
use crate::netdev::{
    MacAddress, PortDemand, masked, parse_bandwidth, parse_route, parse_virtual_port, parse_vlan,
};
use crate::network::config::{
    Bridge, ForwardMode, MacTableManager, NetworkDef, NetworkDomain, NetworkIp, PortGroup,
};
use crate::network::schema;

/// Reads a network's document; with `schema`, only one that follows the schema.
///
/// # Errors
/// What libvirt 12.8.0 reports for the first thing that is wrong, in its order of looking.
pub fn parse(xml: &str, schema: bool, rng: &mut Rng) -> Result<NetworkDef> {
    let root = parse_document(ErrorDomain::Network, xml, "network")?;
    if schema {
        schema::GRAMMAR.validate("network", &root)?;
    }
    if root.declares("").is_some_and(|uri| !uri.is_empty()) {
        // Everything is in that namespace then, where libvirt does not look.
        return Err(VirError::bare(ErrorDomain::Network, ErrorCode::NoName));
    }
    let def = read(&root, rng)?;
    check_mode(&root, &def)?;
    Ok(NetworkDef { metadata: metadata(&root), ..def })
}

fn read(root: &Element<'_>, rng: &mut Rng) -> Result<NetworkDef> {
    let text = |name: &str| root.child(name).map(Element::text).filter(|text| !text.is_empty());
    let name = text("name").ok_or_else(|| VirError::bare(ErrorDomain::Network, ErrorCode::NoName))?;
    let mut def = NetworkDef { name: (*name).into(), ..NetworkDef::default() };
    if name.contains('/') {
        return Err(VirError::new(ErrorDomain::Xml, ErrorCode::XmlDetail, "invalid char in name: /"));
    }
    let malformed = || fault(ErrorCode::InternalError, "malformed uuid element");
    def.uuid = match text("uuid") {
        Some(text) => parse_uuid(&text).ok_or_else(malformed)?,
        None => rng.uuid(),
    };
    def.title = text("title").map(Into::into);
    if def.title.as_ref().is_some_and(|title| title.contains('\n')) {
        return Err(wrong("Network title can't contain newlines"));
    }
    def.description = text("description").map(Into::into);
    if let Some(ipv6) = attribute(root, "ipv6") {
        let invalid = || wrong(format!("Invalid ipv6 setting '{ipv6}' in network '{name}'"));
        def.ipv6_no_gateway = YesNo::from_word(ipv6).ok_or_else(invalid)? == YesNo::Yes;
    }
    def.trust_guest_rx_filters = root.prop_word("trustGuestRxFilters", Prop::NONE)?;
    if let Some(domain) = root.child("domain") {
        def.domain = parse_domain(domain, &name)?;
    }
    def.bandwidth = root.child("bandwidth").map(|b| parse_bandwidth(b, false)).transpose()?.flatten();
    def.vlan = root.child("vlan").map(parse_vlan).transpose()?;
    if let Some(port) = root.child("port") {
        def.isolated_port = port.prop_word("isolated", Prop::NONE)?;
    }
    if let Some(bridge) = root.child("bridge") {
        def.bridge = parse_bridge(bridge, &name)?;
    }
    let mac = root.child("mac").and_then(|mac| attribute(mac, "address"));
    def.mac = mac.map(|mac| parse_mac(mac, &name)).transpose()?;
    if let Some(size) = root.path_attribute("mtu", "size") {
        let invalid = || wrong(format!("Invalid mtu size '{size}' in network '{name}'"));
        def.mtu = number::to_u32_wrapping(size, 10).ok_or_else(invalid)?;
    }
    if let Some(dns) = root.child("dns") {
        def.dns = parse_dns(&name, dns)?;
    }
    let port = root.child("virtualport");
    def.virtual_port = port.map(|port| parse_virtual_port(port, PortDemand::Typed, rng)).transpose()?;
    def.port_groups =
        root.all("portgroup").map(|group| parse_port_group(group, rng)).collect::<Result<_>>()?;
    def.ips = root.all("ip").map(|ip| parse_ip(&name, ip)).collect::<Result<_>>()?;
    def.routes = root.all("route").map(|route| parse_route(&name, route)).collect::<Result<_>>()?;
    check_routes(&def)?;
    if let Some(forward) = root.child("forward") {
        def.forward = parse_forward(&name, forward)?;
    }
    Ok(def)
}

fn parse_domain(element: &Element<'_>, network: &str) -> Result<NetworkDomain> {
    let domain = NetworkDomain {
        name: element.attribute("name").map(Into::into),
        local_only: element.prop_word("localOnly", Prop::NONE)?,
        register: element.prop_word("register", Prop::NONE)?,
    };
    if domain.register == Some(YesNo::Yes) && domain.local_only != Some(YesNo::Yes) {
        return Err(unsupported(format!(
            "attribute 'register=yes' in <domain> element requires 'localOnly=yes' in network {network}"
        )));
    }
    Ok(domain)
}

fn parse_bridge(element: &Element<'_>, network: &str) -> Result<Bridge> {
    let mut bridge = Bridge {
        name: attribute(element, "name").map(Into::into),
        zone: attribute(element, "zone").map(Into::into),
        stp_off: element.attribute("stp") == Some("off"),
        ..Bridge::default()
    };
    if let Some(delay) = attribute(element, "delay") {
        let invalid = || wrong(format!("Invalid delay value in network '{network}'"));
        bridge.delay = number::to_u64(delay, 10).ok_or_else(invalid)?;
    }
    if let Some(manager) = attribute(element, "macTableManager") {
        let invalid = || wrong(format!("Invalid macTableManager setting '{manager}' in network '{network}'"));
        bridge.mac_table_manager = Some(MacTableManager::from_word(manager).ok_or_else(invalid)?);
    }
    Ok(bridge)
}

fn parse_mac(text: &str, network: &str) -> Result<MacAddress> {
    let invalid = || wrong(format!("Invalid bridge mac address '{text}' in network '{network}'"));
    let mac = MacAddress::parse(text).ok_or_else(invalid)?;
    if mac.is_multicast() {
        return Err(wrong(format!("Invalid multicast bridge mac address '{text}' in network '{network}'")));
    }
    Ok(mac)
}

/// Reads a `<portgroup>`. `virNetworkPortGroupParseXML` of libvirt.
pub fn parse_port_group(element: &Element<'_>, rng: &mut Rng) -> Result<PortGroup> {
    let missing = || wrong("Missing required name attribute in portgroup");
    let name = attribute(element, "name").ok_or_else(missing)?;
    let is_default = element.attribute("default").is_some_and(|text| text.eq_ignore_ascii_case("yes"));
    let trust_guest_rx_filters = element.prop_word("trustGuestRxFilters", Prop::NONE)?;
    let port = element.child("virtualport");
    let virtual_port = port.map(|port| parse_virtual_port(port, PortDemand::Nothing, rng)).transpose()?;
    let bandwidth = element.child("bandwidth").map(|b| parse_bandwidth(b, false)).transpose()?.flatten();
    let vlan = element.child("vlan").map(parse_vlan).transpose()?;
    Ok(PortGroup { name: name.into(), is_default, trust_guest_rx_filters, vlan, virtual_port, bandwidth })
}

/// `virNetworkIPDefParseXML` of libvirt.
fn parse_ip(network: &str, element: &Element<'_>) -> Result<NetworkIp> {
    let missing = || wrong(format!("Missing required address attribute in network '{network}'"));
    let text = attribute(element, "address").ok_or_else(missing)?;
    let address = super::address(text, || wrong(format!("Invalid address '{text}' in network '{network}'")))?;
    let mask_text = attribute(element, "netmask");
    let invalid = |mask: &str| wrong(format!("Invalid netmask '{mask}' in network '{network}'"));
    let netmask = mask_text.map(|mask| super::address(mask, || invalid(mask))).transpose()?;
    let prefix = element.prop_u32("prefix", 10, Prop::NONE)?.unwrap_or(0);
    let local_ptr = element.prop_word("localPtr", Prop::NONE)?;
    let family = attribute(element, "family");
    check_family(network, text, address, (family, mask_text.zip(netmask), prefix))?;
    let mut ip = NetworkIp {
        family: family.map(Into::into),
        address,
        netmask,
        prefix,
        local_ptr,
        tftp_root: None,
        ranges: Vec::new(),
        hosts: Vec::new(),
        boot_file: None,
        boot_server: None,
    };
    if let Some(dhcp) = element.child("dhcp") {
        parse_dhcp(network, dhcp, &mut ip)?;
    }
    if let Some(tftp) = element.child("tftp") {
        if !address.is_ipv4() {
            return Err(unsupported(format!(
                "Unsupported <tftp> element in an IPv6 element in network '{network}'"
            )));
        }
        ip.tftp_root = attribute(tftp, "root").map(Into::into);
    }
    Ok(ip)
}

/// Address, netmask and prefix are of the family that is said, or of IPv4 if none is.
fn check_family(
    network: &str,
    text: &str,
    address: IpAddr,
    (family, netmask, prefix): (Option<&str>, Option<(&str, IpAddr)>, u32),
) -> Result<()> {
    match family {
        None | Some("ipv4") => {
            if !address.is_ipv4() {
                let family = family.map_or("no", |_| "ipv4");
                return Err(unsupported(format!(
                    "{family} family specified for non-IPv4 address '{text}' in network '{network}'"
                )));
            }
            if let Some((mask, netmask)) = netmask {
                if !netmask.is_ipv4() {
                    return Err(unsupported(format!(
                        "Invalid netmask '{mask}' for address '{text}' in network '{network}' (both must be IPv4)"
                    )));
                }
                if prefix > 0 {
                    return Err(unsupported(format!(
                        "Network '{network}' IP address cannot have both a prefix and a netmask"
                    )));
                }
            } else if prefix > 32 {
                return Err(unsupported(format!("Invalid IPv4 prefix '{prefix}' in network '{network}'")));
            }
        }
        Some("ipv6") => {
            if !address.is_ipv6() {
                return Err(unsupported(format!(
                    "Family 'ipv6' specified for non-IPv6 address '{text}' in network '{network}'"
                )));
            }
            if netmask.is_some() {
                return Err(unsupported(format!(
                    "netmask not allowed for IPv6 address '{text}' in network '{network}'"
                )));
            }
            if prefix > 128 {
                return Err(unsupported(format!("Invalid IPv6 prefix '{prefix}' in network '{network}'")));
            }
        }
        Some(family) => return Err(wrong(format!("Unrecognized family '{family}' in network '{network}'"))),
    }
    Ok(())
}

/// Every gateway of a route is on one of the network's own addresses' networks.
fn check_routes(def: &NetworkDef) -> Result<()> {
    for route in &def.routes {
        let reaches = |ip: &NetworkIp| {
            let prefix = ip.prefix_bits().unwrap_or(0);
            ip.address.is_ipv4() == route.gateway.is_ipv4()
                && masked(ip.address, None, prefix) == masked(route.gateway, None, prefix)
        };
        if !def.ips.iter().any(reaches) {
            return Err(unsupported(format!(
                "unreachable static route gateway '{}' specified for network '{}'",
                route.gateway, def.name
            )));
        }
    }
    Ok(())
}

/// What only some modes of forwarding can have.
fn check_mode(root: &Element<'_>, def: &NetworkDef) -> Result<()> {
    use ForwardMode::{Bridge, Hostdev, Nat, None, Open, Passthrough, Private, Route, Vepa};
    let (mode, name) = (def.forward.mode, &def.name);
    match mode {
        None => {}
        Route | Nat if def.ips.is_empty() => {
            return Err(wrong(format!(
                "{mode} forwarding requested, but no IP address provided for network '{name}'"
            )));
        }
        Route | Nat if def.forward.links.len() > 1 => {
            return Err(wrong(format!(
                "multiple forwarding interfaces specified for network '{name}', only one is supported"
            )));
        }
        Open if !def.forward.links.is_empty() => {
            return Err(wrong(format!(
                "forward dev not allowed for network '{name}' with forward mode='{mode}'"
            )));
        }
        Route | Nat | Open => {}
        Private | Vepa | Passthrough | Hostdev | Bridge => check_bridged(root, def)?,
    }
    if def.mtu != 0 && !mode.has_bridge() {
        return Err(wrong(format!(
            "mtu size only allowed in open, route, nat, and isolated mode, not in {mode} (network '{name}')"
        )));
    }
    Ok(())
}

fn check_bridged(root: &Element<'_>, def: &NetworkDef) -> Result<()> {
    let (mode, name, bridge) = (def.forward.mode, &def.name, &def.bridge);
    if mode != ForwardMode::Bridge {
        let given = [
            ("name", bridge.name.is_some()),
            ("zone", bridge.zone.is_some()),
            ("macTableManager setting", bridge.mac_table_manager.is_some()),
        ];
        if let Some((what, _)) = given.iter().find(|(_, given)| *given) {
            return Err(wrong(format!("bridge {what} not allowed in {mode} mode (network '{name}')")));
        }
    }
    let stp = root.child("bridge").and_then(|bridge| attribute(bridge, "stp"));
    if bridge.delay != 0 || stp.is_some() || bridge.zone.is_some() {
        return Err(wrong(format!(
            "bridge delay/stp/zone options only allowed in open, route, nat, and isolated mode, not in {mode} (network \
             '{name}')"
        )));
    }
    let forwards = !def.forward.links.is_empty() || def.forward.physical_function.is_some();
    if bridge.name.is_some() && forwards {
        return Err(wrong(format!(
            "A network with forward mode='{mode}' can specify a bridge name or a forward dev, but not both (network \
             '{name}')"
        )));
    }
    Ok(())
}
