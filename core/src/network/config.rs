//! What a network's document says, typed: `virNetworkDef` of libvirt.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ground::YesNo;
use crate::netdev::{Bandwidth, MacAddress, Route, VirtualPort, Vlan};
use crate::words;

words! {
    /// `<forward mode='…'>`. `virNetworkForwardType` of libvirt.
    #[derive(Default)]
    pub enum ForwardMode {
        #[default] None "none", Nat "nat", Route "route", Open "open", Bridge "bridge", Private "private", Vepa "vepa",
        Passthrough "passthrough", Hostdev "hostdev",
    }
}

impl ForwardMode {
    /// Whether libvirt makes the bridge: the guests are on a network of their own.
    pub fn has_bridge(self) -> bool {
        matches!(self, Self::None | Self::Nat | Self::Route | Self::Open)
    }
}

words! {
    /// `<bridge macTableManager='…'>`. `virNetworkBridgeMACTableManagerType` of libvirt, without its default.
    pub enum MacTableManager { Kernel "kernel", Libvirt "libvirt" }
}

words! {
    /// `<lease unit='…'>`. `virNetworkDHCPLeaseTimeUnitType` of libvirt.
    pub enum LeaseUnit { Seconds "seconds", Minutes "minutes", Hours "hours" }
}

words! {
    /// `<driver name='…'>` of a forward. `virDeviceHostdevPCIDriverName` of libvirt, without its default.
    pub enum HostdevDriver { Kvm "kvm", Vfio "vfio", Xen "xen" }
}

/// A network.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct NetworkDef {
    pub name: Box<str>,
    pub uuid: Uuid,
    pub title: Option<Box<str>>,
    pub description: Option<Box<str>>,
    /// The element: see `crate::ground::xml::metadata`.
    pub metadata: Option<Box<str>>,
    /// Guests may talk IPv6 to each other although the host has no such address.
    pub ipv6_no_gateway: bool,
    pub trust_guest_rx_filters: Option<YesNo>,
    pub domain: NetworkDomain,
    pub forward: Forward,
    pub bridge: Bridge,
    /// 0 for the default.
    pub mtu: u32,
    pub mac: Option<MacAddress>,
    pub dns: Dns,
    pub vlan: Option<Vlan>,
    pub bandwidth: Option<Bandwidth>,
    pub isolated_port: Option<YesNo>,
    pub ips: Vec<NetworkIp>,
    pub routes: Vec<Route>,
    pub virtual_port: Option<VirtualPort>,
    pub port_groups: Vec<PortGroup>,
}

/// `<domain>`: the DNS domain of its guests.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct NetworkDomain {
    pub name: Option<Box<str>>,
    pub local_only: Option<YesNo>,
    pub register: Option<YesNo>,
}

/// `<bridge>`. Its name is made up by libvirt's network driver when the network is created, which the test driver has not.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Bridge {
    pub name: Option<Box<str>>,
    pub zone: Option<Box<str>>,
    /// The spanning tree protocol is off.
    pub stp_off: bool,
    /// Seconds.
    pub delay: u64,
    pub mac_table_manager: Option<MacTableManager>,
}

/// `<forward>`. `virNetworkForwardDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Forward {
    pub mode: ForwardMode,
    pub managed: bool,
    pub driver: Option<HostdevDriver>,
    pub driver_model: Option<Box<str>>,
    pub links: Vec<ForwardLink>,
    /// `<pf dev='…'>`.
    pub physical_function: Option<Box<str>>,
    pub nat: Nat,
}

/// `<interface>` or `<address>` of a forward: what the traffic leaves by.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum ForwardLink {
    Device(Box<str>),
    Pci { domain: u32, bus: u32, slot: u32, function: u32 },
}

/// `<nat>`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Nat {
    pub ipv6: Option<YesNo>,
    pub addresses: Option<(IpAddr, IpAddr)>,
    /// First and last; 0 for none.
    pub ports: (u32, u32),
}

/// `<dns>`. `virNetworkDNSDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Dns {
    pub enable: Option<YesNo>,
    pub forward_plain_names: Option<YesNo>,
    pub forwarders: Vec<Forwarder>,
    pub texts: Vec<DnsText>,
    pub services: Vec<DnsService>,
    pub hosts: Vec<DnsHost>,
}

/// `<forwarder>`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Forwarder {
    pub address: Option<IpAddr>,
    pub domain: Option<Box<str>>,
}

/// `<txt>`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct DnsText {
    pub name: Box<str>,
    pub value: Option<Box<str>>,
}

/// `<srv>`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct DnsService {
    pub service: Option<Box<str>>,
    pub protocol: Option<Box<str>>,
    pub domain: Option<Box<str>>,
    pub target: Option<Box<str>>,
    /// 0 for none; so are the next two.
    pub port: u32,
    pub priority: u32,
    pub weight: u32,
}

/// `<host>` of DNS.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct DnsHost {
    pub ip: Option<IpAddr>,
    pub names: Vec<Box<str>>,
}

/// `<ip>`. `virNetworkIPDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct NetworkIp {
    pub family: Option<Box<str>>,
    pub address: IpAddr,
    pub netmask: Option<IpAddr>,
    /// 0 for none.
    pub prefix: u32,
    pub local_ptr: Option<YesNo>,
    pub tftp_root: Option<Box<str>>,
    pub ranges: Vec<DhcpRange>,
    pub hosts: Vec<DhcpHost>,
    pub boot_file: Option<Box<str>>,
    pub boot_server: Option<IpAddr>,
}

impl NetworkIp {
    /// How many bits of the address are the network's. `virNetworkIPDefPrefix` of libvirt: the prefix, the netmask's bits,
    /// or what the address's class says.
    pub fn prefix_bits(&self) -> Option<u32> {
        match (self.prefix, self.netmask, self.address) {
            (prefix, _, _) if prefix > 0 => Some(prefix),
            (_, Some(IpAddr::V4(mask)), _) => {
                let mask = u32::from(mask);
                (mask.leading_ones() + mask.trailing_zeros() == 32 || mask == u32::MAX)
                    .then_some(mask.leading_ones())
            }
            (_, _, IpAddr::V4(address)) => match address.octets()[0] {
                _ if address.is_unspecified() => Some(0),
                0..=127 => Some(8),
                128..=191 => Some(16),
                192..=223 => Some(24),
                _ => None,
            },
            (_, _, IpAddr::V6(address)) => Some(if address.is_unspecified() { 0 } else { 64 }),
        }
    }

    /// Whether addresses are handed out on it.
    pub fn has_dhcp(&self) -> bool {
        !self.ranges.is_empty() || !self.hosts.is_empty()
    }
}

/// `<lease>`: for how long an address is let; 0 for ever.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Lease {
    pub expiry: u64,
    pub unit: LeaseUnit,
}

/// `<range>`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct DhcpRange {
    pub start: IpAddr,
    pub end: IpAddr,
    pub lease: Option<Lease>,
}

/// `<host>` of DHCP.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct DhcpHost {
    pub mac: Option<Box<str>>,
    pub id: Option<Box<str>>,
    pub name: Option<Box<str>>,
    pub ip: Option<IpAddr>,
    pub lease: Option<Lease>,
}

/// `<portgroup>`. `virPortGroupDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct PortGroup {
    pub name: Box<str>,
    pub is_default: bool,
    pub trust_guest_rx_filters: Option<YesNo>,
    pub vlan: Option<Vlan>,
    pub virtual_port: Option<VirtualPort>,
    pub bandwidth: Option<Bandwidth>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_comes_from_what_there_is() {
        let ip = |address: &str, netmask: Option<&str>, prefix| NetworkIp {
            family: None,
            address: address.parse().unwrap(),
            netmask: netmask.map(|mask| mask.parse().unwrap()),
            prefix,
            local_ptr: None,
            tftp_root: None,
            ranges: Vec::new(),
            hosts: Vec::new(),
            boot_file: None,
            boot_server: None,
        };
        assert_eq!(ip("10.0.0.1", None, 0).prefix_bits(), Some(8));
        assert_eq!(ip("192.168.1.1", None, 0).prefix_bits(), Some(24));
        assert_eq!(ip("224.0.0.1", None, 0).prefix_bits(), None);
        assert_eq!(ip("10.0.0.1", Some("255.255.254.0"), 0).prefix_bits(), Some(23));
        assert_eq!(ip("10.0.0.1", Some("255.0.255.0"), 0).prefix_bits(), None);
        assert_eq!(ip("10.0.0.1", Some("255.255.254.0"), 9).prefix_bits(), Some(9));
        assert_eq!(ip("fd00::1", None, 0).prefix_bits(), Some(64));
    }
}
