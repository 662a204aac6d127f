//! `<forward>`: how guests reach the world. `virNetworkForwardDefParseXML` of libvirt.

use std::net::IpAddr;

use super::dhcp::check_range;
use super::{attribute, unsupported, wrong, wrong_detail};
use crate::ground::xml::{Element, Prop};
use crate::ground::{Result, VirError, Word, number};
use crate::network::config::{Forward, ForwardLink, ForwardMode, Nat};

/// Reads `<forward>`.
pub(super) fn parse_forward(network: &str, element: &Element<'_>) -> Result<Forward> {
    let mode = match attribute(element, "mode") {
        None => ForwardMode::Nat,
        Some(mode) => ForwardMode::from_word(mode)
            .ok_or_else(|| unsupported(format!("unknown forwarding type '{mode}'")))?,
    };
    let managed = attribute(element, "managed").is_some_and(|managed| managed.eq_ignore_ascii_case("yes"));
    let mut forward = Forward { mode, managed, ..Forward::default() };
    if let Some(driver) = element.child("driver") {
        forward.driver = driver.prop_word("name", Prop::NONE)?;
        forward.driver_model = driver.attribute("model").map(Into::into);
    }
    let mut nats = element.all("nat");
    if let Some(nat) = nats.next() {
        if nats.next().is_some() {
            return Err(wrong(format!(
                "Only one <nat> element is allowed in <forward> of network {network}"
            )));
        }
        forward.nat = parse_nat(network, nat, mode)?;
    }
    let device = attribute(element, "dev");
    let has = |name| element.all(name).next().is_some();
    if device.is_some() && (has("address") || has("pf")) {
        return Err(wrong(format!(
            "the <forward> 'dev' attribute cannot be used when <address> or <pf> sub-elements are present in network {network}"
        )));
    }
    if device.is_some() || has("interface") {
        forward.links = parse_interfaces(network, element, device)?;
    } else if has("address") {
        forward.links = parse_addresses(network, element)?;
    } else if let Some(first) = element.child("pf") {
        if element.all("pf").count() > 1 {
            return Err(wrong(format!("Only one <pf> element is allowed in <forward> of network {network}")));
        }
        let missing =
            || wrong(format!("Missing required dev attribute in <pf> element of network '{network}'"));
        forward.physical_function = Some(first.attribute("dev").ok_or_else(missing)?.into());
    }
    Ok(forward)
}

fn parse_interfaces(network: &str, element: &Element<'_>, device: Option<&str>) -> Result<Vec<ForwardLink>> {
    let mut links: Vec<&str> = device.into_iter().collect();
    for (i, interface) in element.all("interface").enumerate() {
        let missing = || {
            wrong(format!(
                "Missing required dev attribute in <forward> <interface> element of network {network}"
            ))
        };
        let name = interface.attribute("dev").ok_or_else(missing)?;
        if let Some(device) = device.filter(|_| i == 0) {
            if name != device {
                return Err(wrong(format!(
                    "<forward dev='{device}'> must match first <interface dev='{name}'/> in network {network}"
                )));
            }
            continue;
        }
        if links[..i].contains(&name) {
            return Err(wrong(format!("interface '{name}' can only be listed once in network {network}")));
        }
        links.push(name);
    }
    Ok(links.into_iter().map(|name| ForwardLink::Device(name.into())).collect())
}

fn parse_addresses(network: &str, element: &Element<'_>) -> Result<Vec<ForwardLink>> {
    let mut links = Vec::new();
    for address in element.all("address") {
        let missing = || wrong(format!("missing address type in network {network}"));
        match address.attribute("type").ok_or_else(missing)? {
            "pci" => {}
            kind @ ("none" | "netdev") => {
                return Err(wrong(format!("unsupported address type '{kind}' in network {network}")));
            }
            kind => return Err(unsupported(format!("unknown address type '{kind}' in network {network}"))),
        }
        let number = |name| Ok::<_, Box<VirError>>(address.prop_u32(name, 0, Prop::NONE)?.unwrap_or(0));
        let (domain, bus) = (number("domain")?, number("bus")?);
        let (slot, function) = (number("slot")?, number("function")?);
        let link = ForwardLink::Pci { domain, bus, slot, function };
        if links.contains(&link) {
            return Err(wrong(format!(
                "PCI device '{domain:04x}:{bus:02x}:{slot:02x}.{function:x}' can only be listed once in network {network}"
            )));
        }
        links.push(link);
    }
    Ok(links)
}

/// `virNetworkForwardNatDefParseXML` of libvirt.
fn parse_nat(network: &str, element: &Element<'_>, mode: ForwardMode) -> Result<Nat> {
    if mode != ForwardMode::Nat {
        return Err(wrong(format!(
            "The <nat> element can only be used when <forward> 'mode' is 'nat' in network {network}"
        )));
    }
    let mut nat = Nat { ipv6: element.prop_word("ipv6", Prop::NONE)?, ..Nat::default() };
    let only_one = |name: &str| {
        if element.all(name).count() > 1 {
            let detail =
                format!("Only one <{name}> element is allowed in <nat> in <forward> in network {network}");
            return Err(wrong(detail));
        }
        Ok(element.child(name))
    };
    if let Some(addresses) = only_one("address")? {
        let text = |name: &str| {
            addresses.attribute(name).ok_or_else(|| {
                wrong(format!(
                    "missing '{name}' attribute in <address> element in <nat> in <forward> in network {network}"
                ))
            })
        };
        let (start, end) = (text("start")?, text("end")?);
        let ipv4 = |name: &str, text: &str| {
            text.parse::<IpAddr>().ok().filter(IpAddr::is_ipv4).ok_or_else(|| {
                wrong(format!(
                    "Bad ipv4 {name} address '{text}' in <nat> in <forward> in network '{network}'"
                ))
            })
        };
        let (start, end) = (ipv4("start", start)?, ipv4("end", end)?);
        check_range(start, end, None)?;
        nat.addresses = Some((start, end));
    }
    if let Some(ports) = only_one("port")? {
        let port = |name: &str, least: u32| {
            let text = attribute(ports, name).and_then(|text| number::to_u64(text, 10));
            text.and_then(|n| u32::try_from(n).ok()).filter(|n| (least..=0xffff).contains(n)).ok_or_else(|| {
                wrong_detail(format!(
                    "Missing or invalid '{name}' attribute in <port> in <nat> in <forward> in network {network}"
                ))
            })
        };
        let start = port("start", 0)?;
        nat.ports = (start, port("end", start)?);
    }
    Ok(nat)
}
