//! `<dns>`: what the network's name server answers. `virNetworkDNSDefParseXML` of libvirt.

use super::{wrong, wrong_detail};
use crate::ground::xml::{Element, Prop};
use crate::ground::{Result, YesNo, number};
use crate::network::config::{Dns, DnsHost, DnsService, DnsText, Forwarder};

/// Bytes of a service's name: `DNS_RECORD_LENGTH_SRV` of libvirt.
const SERVICE_BYTES_MAX: usize = 512 - 30;

/// Reads `<dns>`.
pub(super) fn parse_dns(network: &str, element: &Element<'_>) -> Result<Dns> {
    let enable = element.prop_word("enable", Prop::NONE)?;
    let forward_plain_names = element.prop_word("forwardPlainNames", Prop::NONE)?;
    let forwarder = |forwarder| parse_forwarder(network, forwarder);
    let dns = Dns {
        enable,
        forward_plain_names,
        forwarders: element.all("forwarder").map(forwarder).collect::<Result<_>>()?,
        hosts: element.all("host").map(|host| parse_dns_host(network, host, false)).collect::<Result<_>>()?,
        services: element.all("srv").map(|srv| parse_service(network, srv, false)).collect::<Result<_>>()?,
        texts: element.all("txt").map(|txt| parse_text(network, txt, false)).collect::<Result<_>>()?,
    };
    let any = !dns.forwarders.is_empty()
        || !dns.hosts.is_empty()
        || !dns.services.is_empty()
        || !dns.texts.is_empty();
    if dns.enable == Some(YesNo::No) && any {
        return Err(wrong(format!("Extra data in disabled network '{network}'")));
    }
    Ok(dns)
}

fn parse_forwarder(network: &str, element: &Element<'_>) -> Result<Forwarder> {
    let invalid = |text: &str| wrong(format!("Invalid forwarder IP address '{text}' in network '{network}'"));
    let address = element.attribute("addr").map(|text| super::address(text, || invalid(text))).transpose()?;
    let domain = element.attribute("domain");
    if address.is_none() && domain.is_none() {
        return Err(wrong("Invalid forwarder element, must contain at least one of addr or domain"));
    }
    Ok(Forwarder { address, domain: domain.map(Into::into) })
}

/// Reads a `<host>`; `partial` if it is to find one. `virNetworkDNSHostDefParseXML` of libvirt.
pub fn parse_dns_host(network: &str, element: &Element<'_>, partial: bool) -> Result<DnsHost> {
    let wrong = |what: &str| wrong_detail(format!("{what} in network '{network}' DNS HOST record"));
    let names: Vec<Box<str>> = element.all("hostname").map(|name| name.text().into()).collect();
    if names.iter().any(|name| name.is_empty()) || (names.is_empty() && !partial) {
        return Err(wrong("Missing hostname"));
    }
    let ip = element.attribute("ip");
    let ip = ip.map(|text| super::address(text, || wrong("Invalid IP address"))).transpose()?;
    if ip.is_none() && !partial {
        return Err(wrong("Missing IP address"));
    }
    if ip.is_none() && names.is_empty() {
        return Err(wrong("Missing ip and hostname"));
    }
    Ok(DnsHost { ip, names })
}

/// Reads a `<srv>`; `partial` if it is to find one. `virNetworkDNSSrvDefParseXML` of libvirt.
pub fn parse_service(network: &str, element: &Element<'_>, partial: bool) -> Result<DnsService> {
    let service = element.attribute("service");
    if service.is_none() && !partial {
        return Err(wrong_detail(format!(
            "missing required service attribute in DNS SRV record of network '{network}'"
        )));
    }
    if let Some(service) = service {
        if service.len() > SERVICE_BYTES_MAX {
            return Err(wrong_detail(format!(
                "service attribute '{service}' in network '{network}' is too long, limit is {SERVICE_BYTES_MAX} bytes"
            )));
        }
        if !service.chars().all(|c| c.is_ascii_alphanumeric() || "_-+/*".contains(c)) {
            return Err(wrong_detail(format!(
                "invalid character in service attribute '{service}' in DNS SRV record of network '{network}'"
            )));
        }
    }
    let service_text = service.unwrap_or("(null)");
    let protocol = element.attribute("protocol");
    if protocol.is_none() && !partial {
        return Err(wrong_detail(format!(
            "missing required protocol attribute in DNS SRV record '{service_text}' of network '{network}'"
        )));
    }
    if let Some(protocol) = protocol
        && !protocol.chars().all(|c| c.is_ascii_alphanumeric() || "-+/".contains(c))
    {
        return Err(wrong_detail(format!(
            "invalid character in protocol attribute '{protocol}' in DNS SRV record of network '{network}'"
        )));
    }
    let target = element.attribute("target");
    let numbered = |name: &str, least: u32, invalid: &str| {
        let Some(text) = super::attribute(element, name) else { return Ok(0) };
        let value = number::to_u64(text, 10).and_then(|value| u32::try_from(value).ok());
        if value.is_some() && target.is_none() {
            return Err(wrong_detail(format!(
                "DNS SRV {name} attribute not permitted without target for service '{service_text}' in network '{network}'"
            )));
        }
        value.filter(|value| (least..=0xffff).contains(value)).ok_or_else(|| {
            wrong_detail(format!(
                "{invalid} DNS SRV {name} attribute for service '{service_text}' in network '{network}'"
            ))
        })
    };
    Ok(DnsService {
        port: numbered("port", 1, "invalid")?,
        priority: numbered("priority", 0, "Invalid")?,
        weight: numbered("weight", 0, "invalid")?,
        service: service.map(Into::into),
        protocol: protocol.map(Into::into),
        domain: element.attribute("domain").map(Into::into),
        target: target.map(Into::into),
    })
}

/// Reads a `<txt>`; `partial` if it is to find one. `virNetworkDNSTxtDefParseXML` of libvirt.
pub fn parse_text(network: &str, element: &Element<'_>, partial: bool) -> Result<DnsText> {
    let name = element.attribute("name").ok_or_else(|| {
        wrong_detail(format!("missing required name attribute in DNS TXT record of network {network}"))
    })?;
    if name.contains([' ', ',']) {
        return Err(wrong_detail(format!(
            "prohibited character in DNS TXT record name '{name}' of network {network}"
        )));
    }
    let value = element.attribute("value");
    if value.is_none() && !partial {
        return Err(wrong_detail(format!(
            "missing required value attribute in DNS TXT record named '{name}' of network {network}"
        )));
    }
    Ok(DnsText { name: name.into(), value: value.map(Into::into) })
}
