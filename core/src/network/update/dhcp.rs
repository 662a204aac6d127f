//! Changing who gets which address.

use std::fmt::Display;

use super::{Command, check_name, invalid, unknown, unsupported};
use crate::ground::Result;
use crate::ground::xml::Element;
use crate::netdev::MacAddress;
use crate::network::config::{DhcpHost, NetworkDef, NetworkIp};
use crate::network::xml;

/// `virNetworkIPDefByIndex` of libvirt.
fn ip_index(def: &NetworkDef, parent: i32) -> Result<usize> {
    let none = |at: String| {
        invalid(format!("couldn't update dhcp host entry - no <ip> element found {at}network '{}'", def.name))
    };
    if let Ok(index) = usize::try_from(parent) {
        let there = (index < def.ips.len()).then_some(index);
        return there.ok_or_else(|| none(format!("at index {parent} in ")));
    }
    let with_dhcp = def.ips.iter().position(NetworkIp::has_dhcp);
    let of_family = |ipv4: bool| def.ips.iter().position(|ip| ip.address.is_ipv4() == ipv4);
    with_dhcp.or_else(|| of_family(true)).or_else(|| of_family(false)).ok_or_else(|| none("in ".into()))
}

/// One address of each family has DHCP. `virNetworkDefUpdateCheckMultiDHCP` of libvirt.
fn check_one_dhcp(def: &NetworkDef, index: usize) -> Result<()> {
    let is_ipv4 = def.ips[index].address.is_ipv4();
    let other = |(i, ip): (usize, &NetworkIp)| i != index && ip.address.is_ipv4() == is_ipv4 && ip.has_dhcp();
    if def.ips.iter().enumerate().any(other) {
        let family = if is_ipv4 { "IPv4" } else { "IPv6" };
        return Err(invalid(format!("dhcp is supported only for a single {family} address on each network")));
    }
    Ok(())
}

fn or_unknown(text: Option<impl Display>) -> String {
    text.map_or_else(|| "unknown".into(), |text| text.to_string())
}

/// Whether two hosts have a MAC address, name or IP address in common.
fn shares(one: &DhcpHost, other: &DhcpHost) -> bool {
    let mac = |host: &DhcpHost| host.mac.as_deref().and_then(MacAddress::parse);
    (mac(one).is_some() && mac(one) == mac(other))
        || (one.name.is_some() && one.name == other.name)
        || (one.ip.is_some() && one.ip == other.ip)
}

/// `virNetworkDefUpdateIPDHCPHost` of libvirt.
pub(super) fn update_host(
    def: &mut NetworkDef,
    command: Command,
    parent: i32,
    element: &Element<'_>,
) -> Result<()> {
    check_name(def, element, "host")?;
    let index = ip_index(def, parent)?;
    let (name, ip) = (&def.name, &def.ips[index]);
    let partial = command == Command::Delete;
    let host = xml::parse_host(name, element, ip, partial)?;
    if !partial && host.ip.is_none_or(|address| address.is_ipv4() != ip.address.is_ipv4()) {
        let detail = "the address family of a host entry IP must match the address family of the dhcp element's parent";
        return Err(invalid(detail.into()));
    }
    let null = host.name.as_deref().unwrap_or("(null)");
    let (mac, address) = (or_unknown(host.mac.as_deref()), or_unknown(host.ip));
    let same = ip.hosts.iter().position(|known| shares(&host, known));
    match command {
        Command::Modify => {
            let missing = || {
                invalid(format!(
                    "couldn't locate an existing dhcp host entry with \"mac='{mac}'\" \"name='{null}'\" \"ip='{address}'\" in \
                     network '{name}'"
                ))
            };
            let at = same.ok_or_else(missing)?;
            def.ips[index].hosts[at] = host;
        }
        Command::AddFirst | Command::AddLast => {
            check_one_dhcp(def, index)?;
            if same.is_some() {
                return Err(invalid(format!(
                    "there is an existing dhcp host entry in network '{name}' that matches \"<host mac='{mac}' name='{null}' \
                     ip='{address}'/>\""
                )));
            }
            let hosts = &mut def.ips[index].hosts;
            hosts.insert(command.place(hosts.len()), host);
        }
        Command::Delete => {
            let mac = |host: &DhcpHost| host.mac.as_deref().and_then(MacAddress::parse);
            let matches = |known: &DhcpHost| {
                (mac(&host).is_none() || mac(known).is_none() || mac(&host) == mac(known))
                    && (host.name.is_none() || host.name == known.name)
                    && (host.ip.is_none() || host.ip == known.ip)
            };
            let missing =
                || invalid(format!("couldn't locate a matching dhcp host entry in network '{name}'"));
            let at = ip.hosts.iter().position(matches).ok_or_else(missing)?;
            def.ips[index].hosts.remove(at);
        }
        Command::Unknown(number) => return Err(unknown(number)),
    }
    Ok(())
}

/// `virNetworkDefUpdateIPDHCPRange` of libvirt.
pub(super) fn update_range(
    def: &mut NetworkDef,
    command: Command,
    parent: i32,
    element: &Element<'_>,
) -> Result<()> {
    check_name(def, element, "range")?;
    let index = ip_index(def, parent)?;
    if command == Command::Modify {
        return Err(unsupported("dhcp ranges cannot be modified, only added or deleted"));
    }
    let (name, ip) = (&def.name, &def.ips[index]);
    let range = xml::parse_range(name, element, ip)?;
    let same = ip.ranges.iter().position(|known| (known.start, known.end) == (range.start, range.end));
    match command {
        Command::AddFirst | Command::AddLast => {
            check_one_dhcp(def, index)?;
            if same.is_some() {
                return Err(invalid(format!(
                    "there is an existing dhcp range entry in network '{name}' that matches \"<range start='{}' end='{}'/>\"",
                    range.start, range.end
                )));
            }
            let ranges = &mut def.ips[index].ranges;
            ranges.insert(command.place(ranges.len()), range);
        }
        Command::Delete => {
            let missing =
                || invalid(format!("couldn't locate a matching dhcp range entry in network '{name}'"));
            let at = same.ok_or_else(missing)?;
            def.ips[index].ranges.remove(at);
        }
        Command::Modify => {}
        Command::Unknown(number) => return Err(unknown(number)),
    }
    Ok(())
}
