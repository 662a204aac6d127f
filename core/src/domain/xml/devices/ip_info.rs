//! The addresses and routes of an interface: `<ip>` and `<route>`.

use std::net::IpAddr;

use super::xml_error;
use crate::domain::xml::fault;
use crate::ground::xml::{Element, Writer};
use crate::ground::{ErrorCode, Result, number};
use crate::netdev::{InterfaceIp, IpInfo, format_route, parse_route};

/// `virDomainNetIPInfoParseXML` of libvirt: `<ip>` and `<route>` elements of `what`.
pub(super) fn parse_ip_info(what: &str, element: &Element<'_>) -> Result<IpInfo> {
    Ok(IpInfo {
        addresses: element.all("ip").map(parse_interface_ip).collect::<Result<_>>()?,
        routes: element.all("route").map(|route| parse_route(what, route)).collect::<Result<_>>()?,
    })
}

/// `virDomainNetIPParseXML` of libvirt.
fn parse_interface_ip(ip: &Element<'_>) -> Result<InterfaceIp> {
    let text = ip.attribute("address").ok_or_else(|| xml_error("Missing required address in <ip>"))?;
    let of_family = |address: &IpAddr| match ip.attribute("family") {
        Some("ipv4") => address.is_ipv4(),
        Some("ipv6") => address.is_ipv6(),
        _ => true,
    };
    let address = text.parse().ok().filter(of_family);
    let address: IpAddr = address.ok_or_else(|| xml_error(format!("Invalid address '{text}' in <ip>")))?;
    let bits = if address.is_ipv6() { 128 } else { 32 };
    let prefix = match ip.attribute("prefix") {
        None => 0,
        Some(text) => number::to_u32_wrapping(text, 10)
            .filter(|prefix| *prefix <= bits)
            .ok_or_else(|| xml_error(format!("Invalid prefix value '{text}' in <ip>")))?,
    };
    let mut peer = None;
    if let Some(text) = ip.attribute("peer") {
        let parsed: Option<IpAddr> = text.parse().ok();
        peer = parsed.filter(|peer| peer.is_ipv6() == address.is_ipv6());
        if peer.is_none() {
            return Err(fault(ErrorCode::InvalidArg, format!("Invalid peer '{text}' in <ip>")));
        }
    }
    Ok(InterfaceIp { address, prefix, peer })
}

/// Writes `<ip>` and `<route>` elements.
pub(super) fn format_ip_info(info: &IpInfo, w: &mut Writer) {
    for ip in &info.addresses {
        let family = if ip.address.is_ipv6() { "ipv6" } else { "ipv4" };
        let tag = w.start("ip").attr("address", ip.address).attr("family", family);
        tag.opt_attr("prefix", (ip.prefix != 0).then_some(ip.prefix)).opt_attr("peer", ip.peer).empty();
    }
    for route in &info.routes {
        format_route(route, w);
    }
}
