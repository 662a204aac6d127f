//! Reading and writing what interfaces have in common with networks: addresses, routes, VLANs, bandwidth.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{Bandwidth, Rate, Route, Vlan};
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

/// An error of libvirt's network helpers, which name no part of libvirt.
pub fn nobody(code: ErrorCode, detail: impl Into<Box<str>>) -> Box<VirError> {
    VirError::new(ErrorDomain::None, code, detail)
}

/// A numeric address. `virSocketAddrParse` of libvirt, without the shorthands of `inet_aton`.
pub fn parse_ip(text: &str) -> Result<IpAddr> {
    text.parse().map_err(|_| {
        let detail = format!("Cannot parse socket address '{text}': Name or service not known");
        nobody(ErrorCode::SystemError, detail)
    })
}

/// `virNetDevIPRouteParseXML` and `virNetDevIPRouteCreate` of libvirt.
pub fn parse_route(what: &str, route: &Element<'_>) -> Result<Route> {
    let wrong = |detail: String| {
        let detail = format!("{what}: {detail}");
        VirError::new(ErrorDomain::Network, ErrorCode::XmlError, detail)
    };
    let prefix = route.prop_u32("prefix", 10, Prop::NONE)?;
    let metric = route.prop_u32("metric", 10, Prop::NONZERO)?.unwrap_or(0);
    let missing = || wrong("Missing required gateway attribute in route definition".into());
    let bad = |what: &str, text: &str| wrong(format!("Bad {what} address '{text}' in route definition"));
    let text = route.attribute("address");
    let gateway_text = route.attribute("gateway").ok_or_else(missing)?;
    let address = text.map(|text| text.parse().map_err(|_| bad("network", text))).transpose()?;
    let gateway: IpAddr = gateway_text.parse().map_err(|_| bad("gateway", gateway_text))?;
    let is_ipv4 = address.is_none_or(|address: IpAddr| address.is_ipv4());
    let is_ipv6 = address.is_none_or(|address: IpAddr| address.is_ipv6());
    let text = text.unwrap_or("(null)");
    let family = route.attribute("family");
    let netmask_text = route.attribute("netmask");
    let mut netmask = None;
    match family {
        None | Some("ipv4") => {
            let family = if family.is_none() { "No" } else { "IPv4" };
            let not_ipv4 = |what: &str| {
                wrong(format!("{family} family specified for non-IPv4 {what} '{text}' in route definition"))
            };
            if !is_ipv4 {
                return Err(not_ipv4("address"));
            }
            if !gateway.is_ipv4() {
                return Err(not_ipv4("gateway"));
            }
            if let Some(mask) = netmask_text {
                let parsed: IpAddr = mask.parse().map_err(|_| bad("netmask", mask))?;
                if !parsed.is_ipv4() {
                    let detail = format!("Invalid netmask '{mask}' for address '{text}' (both must be IPv4)");
                    return Err(wrong(detail));
                }
                if prefix.is_some() {
                    return Err(wrong("Route definition cannot have both a prefix and a netmask".into()));
                }
                netmask = Some(parsed);
            }
        }
        Some("ipv6") => {
            let not_ipv6 = |what: &str, text: &str| wrong(format!("{what} '{text}' in route definition"));
            if !is_ipv6 {
                return Err(not_ipv6("ipv6 family specified for non-IPv6 address", text));
            }
            if netmask_text.is_some() {
                return Err(not_ipv6("Specifying netmask invalid for IPv6 address", text));
            }
            if !gateway.is_ipv6() {
                return Err(not_ipv6("ipv6 specified for non-IPv6 gateway address", gateway_text));
            }
        }
        Some(family) => {
            return Err(wrong(format!("Unrecognized family '{family}' in route definition")));
        }
    }
    let bits = if gateway.is_ipv6() { 128 } else { 32 };
    if let Some(prefix) = prefix.filter(|prefix| *prefix > bits) {
        return Err(wrong(format!(
            "Invalid prefix {prefix} specified in route definition, must be 0 - {bits}"
        )));
    }
    if address.is_some_and(|address| masked(address, netmask, prefix.unwrap_or(0)) != address) {
        return Err(wrong(format!("Address '{text}' in route definition is not a network address")));
    }
    Ok(Route { family: family.map(Into::into), address, netmask, prefix, gateway, metric })
}

/// The network that an address is in, by a netmask or a prefix. `virSocketAddrMask` and `virSocketAddrMaskByPrefix` of libvirt.
pub fn masked(address: IpAddr, netmask: Option<IpAddr>, prefix: u32) -> IpAddr {
    match (address, netmask) {
        (IpAddr::V4(address), Some(IpAddr::V4(mask))) => {
            IpAddr::V4(Ipv4Addr::from(u32::from(address) & u32::from(mask)))
        }
        (IpAddr::V4(address), _) => {
            let mask = u32::MAX.checked_shl(32 - prefix).unwrap_or(0);
            IpAddr::V4(Ipv4Addr::from(u32::from(address) & mask))
        }
        (IpAddr::V6(address), _) => {
            let mask = u128::MAX.checked_shl(128 - prefix).unwrap_or(0);
            IpAddr::V6(Ipv6Addr::from(u128::from(address) & mask))
        }
    }
}

/// Writes a `<route>`. `virNetDevIPRouteFormat` of libvirt.
pub fn format_route(route: &Route, w: &mut Writer) {
    let tag = w.start("route").opt_attr("family", route.family.as_deref()).opt_attr("address", route.address);
    let tag = tag.opt_attr("netmask", route.netmask).opt_attr("prefix", route.prefix);
    let metric = (route.metric > 0).then_some(route.metric);
    tag.attr("gateway", route.gateway).opt_attr("metric", metric).empty();
}

/// `virNetDevVlanParse` of libvirt.
pub fn parse_vlan(element: &Element<'_>) -> Result<Vlan> {
    let wrong = |detail: String| nobody(ErrorCode::XmlError, detail);
    let mut vlan = Vlan { trunk: false, tags: Vec::new(), native: None };
    for tag in element.all("tag") {
        let id = tag.prop_u32("id", 10, Prop::REQUIRED)?.unwrap_or(0);
        if id > 4095 {
            return Err(wrong(format!("vlan tag id {id} too large (maximum 4095)")));
        }
        vlan.tags.push(id);
        if let Some(mode) = tag.prop_word("nativeMode", Prop::NONE)?
            && vlan.native.replace((id, mode)).is_some()
        {
            return Err(wrong("duplicate native vlan setting".into()));
        }
    }
    if vlan.tags.is_empty() {
        let detail = "missing tag id - each <vlan> must have at least one <tag id='n'/> subelement";
        return Err(wrong(detail.into()));
    }
    vlan.trunk = vlan.tags.len() > 1;
    if let Some(trunk) = element.attribute("trunk").filter(|trunk| !trunk.is_empty()) {
        vlan.trunk = trunk.eq_ignore_ascii_case("yes");
        if vlan.trunk {
            return Ok(vlan);
        }
        if vlan.tags.len() > 1 {
            return Err(wrong(format!(
                "invalid \"trunk='{trunk}'\" in <vlan> - trunk='yes' is required for more than one vlan tag"
            )));
        }
        if vlan.native.is_some() {
            let detail =
                "invalid configuration in <vlan> - \"trunk='no'\" is not allowed with a native vlan id";
            return Err(wrong(detail.into()));
        }
        if !trunk.eq_ignore_ascii_case("no") {
            return Err(wrong(format!("invalid \"trunk='{trunk}'\" in <vlan> - must be yes or no")));
        }
    }
    Ok(vlan)
}

/// Writes `<vlan>`.
pub fn format_vlan(vlan: &Vlan, w: &mut Writer) {
    w.start("vlan").opt_attr("trunk", vlan.trunk.then_some("yes")).inside(|w| {
        for tag in &vlan.tags {
            let native = vlan.native.filter(|(id, _)| id == tag).map(|(_, mode)| mode);
            w.start("tag").attr("id", tag).opt_attr("nativeMode", native).empty();
        }
    });
}

/// `virNetDevBandwidthParse` of libvirt. Only networks can promise a floor.
pub fn parse_bandwidth(element: &Element<'_>, allow_floor: bool) -> Result<Option<Bandwidth>> {
    if element.prop_u32("classID", 10, Prop::NONE)?.is_some() {
        let detail = "classID attribute not supported on <bandwidth> in this usage context";
        return Err(nobody(ErrorCode::XmlDetail, detail));
    }
    let inbound = element.child("inbound").map(|rate| parse_rate(rate, allow_floor)).transpose()?;
    let outbound = element.child("outbound").map(|rate| parse_rate(rate, false)).transpose()?;
    let any = inbound.is_some() || outbound.is_some();
    Ok(any.then_some(Bandwidth { inbound, outbound }))
}

fn parse_rate(element: &Element<'_>, allow_floor: bool) -> Result<Rate> {
    let rate = Rate::read(element)?;
    let has = |name| element.attribute(name).is_some();
    if !has("average") && !has("floor") {
        return Err(nobody(ErrorCode::XmlDetail, "Missing mandatory average or floor attributes"));
    }
    if (has("peak") || has("burst")) && !has("average") {
        let detail = "'peak' and 'burst' require 'average' attribute";
        return Err(nobody(ErrorCode::ConfigUnsupported, detail));
    }
    if has("floor") && !allow_floor {
        let detail = "floor attribute is not supported for this config";
        return Err(nobody(ErrorCode::ConfigUnsupported, detail));
    }
    Ok(rate)
}

/// `virNetDevBandwidthValidate` of libvirt: what the kernel's traffic control can be told.
pub fn validate_bandwidth(bandwidth: &Bandwidth) -> Result<()> {
    const SPEED_MAX: u64 = 1 << 54;
    const SIZE_MAX: u64 = (u32::MAX >> 10) as u64;
    for rate in [&bandwidth.inbound, &bandwidth.outbound].into_iter().flatten() {
        let limits = [
            (rate.average, SPEED_MAX, "average"),
            (rate.peak, SPEED_MAX, "peak"),
            (rate.burst, SIZE_MAX, "burst"),
            (rate.floor, SPEED_MAX, "floor"),
        ];
        if let Some((value, limit, name)) = limits.into_iter().find(|(value, limit, _)| value > limit) {
            let detail = format!("value '{value}' is too big for '{name}' parameter, maximum is '{limit}'");
            return Err(nobody(ErrorCode::Overflow, detail));
        }
    }
    Ok(())
}

/// Writes `<bandwidth>`.
pub fn format_bandwidth(bandwidth: &Bandwidth, w: &mut Writer) {
    w.block("bandwidth", |w| {
        for (name, rate) in [("inbound", &bandwidth.inbound), ("outbound", &bandwidth.outbound)] {
            if let Some(rate) = rate.as_ref().filter(|rate| rate.average != 0 || rate.floor != 0) {
                rate.write(w.start(name)).empty();
            }
        }
    });
}
