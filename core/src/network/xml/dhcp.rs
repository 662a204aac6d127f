//! `<dhcp>`: which addresses are handed out, and to whom. `virNetworkDHCPDefParseXML` of libvirt.

use std::net::IpAddr;

use super::{fault, wrong};
use crate::ground::xml::{Element, Prop};
use crate::ground::{ErrorCode, Result};
use crate::netdev::{MacAddress, masked, nobody, parse_ip};
use crate::network::config::{DhcpHost, DhcpRange, Lease, LeaseUnit, NetworkIp};

/// Reads `<dhcp>` into the address that it belongs to.
pub(super) fn parse_dhcp(network: &str, element: &Element<'_>, ip: &mut NetworkIp) -> Result<()> {
    for range in element.all("range") {
        ip.ranges.push(parse_range(network, range, ip)?);
    }
    for host in element.all("host") {
        ip.hosts.push(parse_host(network, host, ip, false)?);
    }
    if let Some(bootp) = element.child("bootp").filter(|_| ip.address.is_ipv4()) {
        ip.boot_file = bootp.prop("file", Prop::REQUIRED)?.map(Into::into);
        ip.boot_server = bootp.attribute("server").map(parse_ip).transpose()?;
    }
    Ok(())
}

/// Reads a `<range>` of an address. `virNetworkDHCPRangeDefParseXML` of libvirt.
pub fn parse_range(network: &str, element: &Element<'_>, ip: &NetworkIp) -> Result<DhcpRange> {
    let end = |name: &str| {
        let missing = || wrong(format!("Missing '{name}' attribute in dhcp range for network '{network}'"));
        parse_ip(element.attribute(name).ok_or_else(missing)?)
    };
    let (start, end) = (end("start")?, end("end")?);
    check_range(start, end, Some(ip))?;
    Ok(DhcpRange { start, end, lease: parse_lease(element)? })
}

/// `virSocketAddrGetRange` of libvirt: a range in order and of a size that can be counted, within the network if one is given.
pub(super) fn check_range(start: IpAddr, end: IpAddr, within: Option<&NetworkIp>) -> Result<()> {
    let wrong = |detail: String| Err(nobody(ErrorCode::InternalError, detail));
    if start.is_ipv4() != end.is_ipv4() {
        return wrong(format!("mismatch of address family in range {start} - {end}"));
    }
    if let Some(ip) = within {
        check_within(start, end, ip)?;
    }
    match (start, end) {
        (IpAddr::V4(first), IpAddr::V4(last)) => {
            let (first, last) = (u32::from(first), u32::from(last));
            if last < first {
                return wrong(format!("range {start} - {end} is reversed "));
            }
            if last - first > 0xffff {
                return wrong(format!("range {start} - {end} is too large (> 65535)"));
            }
        }
        (IpAddr::V6(first), IpAddr::V6(last)) => {
            let (first, last) = (first.segments(), last.segments());
            if first[..7] != last[..7] {
                return wrong(format!("range {start} - {end} is too large (> 65535)"));
            }
            if last[7] < first[7] {
                return wrong(format!("range {start} - {end} start larger than end"));
            }
        }
        _ => {}
    }
    Ok(())
}

fn check_within(start: IpAddr, end: IpAddr, ip: &NetworkIp) -> Result<()> {
    let wrong = |detail: String| Err(nobody(ErrorCode::InternalError, detail));
    let network = ip.address;
    if start.is_ipv4() != network.is_ipv4() {
        return wrong(format!("mismatch of address family in range {start} - {end} for network {network}"));
    }
    let Some(prefix) = ip.prefix_bits() else {
        return wrong(format!("bad prefix -1 for network {network} when checking range {start} - {end}"));
    };
    let base = masked(network, None, prefix);
    if masked(start, None, prefix) != base || masked(end, None, prefix) != base {
        return wrong(format!("range {start} - {end} is not entirely within network {network}/{prefix}"));
    }
    if let (IpAddr::V4(base), IpAddr::V4(last)) = (base, end) {
        if start == base {
            return wrong(format!(
                "start of range {start} - {end} in network {network}/{prefix} is the network address"
            ));
        }
        let hosts = u32::MAX.checked_shr(prefix).unwrap_or(0);
        if u32::from(last) == u32::from(base) | hosts {
            return wrong(format!(
                "end of range {start} - {end} in network {network}/{prefix} is the broadcast address"
            ));
        }
    }
    Ok(())
}

/// `virNetworkDHCPLeaseTimeDefParseXML` of libvirt.
fn parse_lease(element: &Element<'_>) -> Result<Option<Lease>> {
    let Some(lease) = element.child("lease") else { return Ok(None) };
    let Some(expiry) = lease.prop_u64("expiry", 0, Prop::NONE)? else { return Ok(None) };
    let unit = lease.prop_word("unit", Prop::NONE)?.unwrap_or(LeaseUnit::Minutes);
    let least = match unit {
        LeaseUnit::Seconds => 120,
        LeaseUnit::Minutes => 2,
        LeaseUnit::Hours => 0,
    };
    if expiry > 0 && expiry < least {
        let detail = "The minimum lease time should be greater than 2 minutes";
        return Err(fault(ErrorCode::ConfigUnsupported, detail));
    }
    Ok(Some(Lease { expiry, unit }))
}

/// Reads a `<host>` of an address; `partial` if it is to find one and not to be one.
/// `virNetworkDHCPHostDefParseXML` of libvirt.
pub fn parse_host(network: &str, element: &Element<'_>, ip: &NetworkIp, partial: bool) -> Result<DhcpHost> {
    let is_ipv6 = ip.address.is_ipv6();
    let mac = element.attribute("mac");
    if let Some(mac) = mac {
        if is_ipv6 {
            return Err(wrong(format!(
                "Invalid to specify MAC address '{mac}' in network '{network}' IPv6 static host definition"
            )));
        }
        let cannot = || wrong(format!("Cannot parse MAC address '{mac}' in network '{network}'"));
        if MacAddress::parse(mac).ok_or_else(cannot)?.is_multicast() {
            return Err(wrong(format!(
                "expected unicast mac address, found multicast '{mac}' in network '{network}'"
            )));
        }
    }
    let id = element.attribute("id");
    if let Some(id) = id
        && let Some(bad) = id.chars().find(|c| !c.is_ascii_hexdigit() && *c != ':')
    {
        return Err(wrong(format!("Invalid character '{bad}' in id '{id}' of network '{network}'")));
    }
    let name = element.attribute("name");
    if let Some(name) = name.filter(|name| !name.starts_with(|c: char| c.is_ascii_alphanumeric())) {
        return Err(wrong(format!("Cannot use host name '{name}' in network '{network}'")));
    }
    let invalid = || wrong(format!("Invalid IP address in static host definition for network '{network}'"));
    let address = element.attribute("ip").map(|text| super::address(text, invalid)).transpose()?;
    let fault = if partial {
        (mac.is_none() && name.is_none() && address.is_none()).then_some(
            "At least one of name, mac, or ip attribute must be specified for static host definition in network",
        )
    } else if is_ipv6 && id.is_none() && name.is_none() {
        return Err(wrong(format!(
            "Static host definition in IPv6 network '{network}' must have id or name attribute"
        )));
    } else if !is_ipv6 && mac.is_none() && name.is_none() {
        return Err(wrong(format!(
            "Static host definition in IPv4 network '{network}' must have mac or name attribute"
        )));
    } else {
        address.is_none().then_some("Missing IP address in static host definition for network")
    };
    if let Some(fault) = fault {
        return Err(wrong(format!("{fault} '{network}'")));
    }
    let lease = parse_lease(element)?;
    Ok(DhcpHost {
        mac: mac.map(Into::into),
        id: id.map(Into::into),
        name: name.map(Into::into),
        ip: address,
        lease,
    })
}
