//! What interfaces have in common with networks: addresses, virtual ports, VLANs, bandwidth.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{attributes, words};

/// A MAC address. `virMacAddr` of libvirt.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct MacAddress(pub [u8; 6]);

impl MacAddress {
    /// Reads six hexadecimal numbers with colons between them. `virMacAddrParse` of libvirt.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 6];
        let mut parts = text.splitn(6, ':');
        for (i, byte) in bytes.iter_mut().enumerate() {
            let part = parts.next()?;
            let end = part.bytes().take_while(u8::is_ascii_hexdigit).count();
            // libvirt takes a space or a control character for the end of the address.
            let ends = match part.as_bytes().get(end) {
                None => true,
                Some(after) => i == 5 && *after <= b' ',
            };
            if end == 0 || end > 2 || !ends {
                return None;
            }
            *byte = u8::from_str_radix(&part[..end], 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// Whether it is the address of many. `virMacAddrIsMulticast` of libvirt.
    pub fn is_multicast(self) -> bool {
        self.0[0] & 1 != 0
    }

    /// Whether it is all zeroes.
    pub fn is_clear(self) -> bool {
        self.0 == [0; 6]
    }
}

impl std::fmt::Display for MacAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}")
    }
}

/// `<ip>` and `<route>` elements. `virNetDevIPInfo` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct IpInfo {
    pub addresses: Vec<InterfaceIp>,
    pub routes: Vec<Route>,
}

impl IpInfo {
    /// Whether there is none of either.
    pub fn is_empty(&self) -> bool {
        self.addresses.is_empty() && self.routes.is_empty()
    }
}

/// `<ip>`. `virNetDevIPAddr` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct InterfaceIp {
    pub address: IpAddr,
    /// 0 for none.
    pub prefix: u32,
    pub peer: Option<IpAddr>,
}

/// `<route>`. `virNetDevIPRoute` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Route {
    pub family: Option<Box<str>>,
    /// Where to; none for everywhere.
    pub address: Option<IpAddr>,
    pub netmask: Option<IpAddr>,
    pub prefix: Option<u32>,
    pub gateway: IpAddr,
    pub metric: u32,
}

words! {
    /// `<tag nativeMode='…'>`. `virNativeVlanMode` of libvirt, without its default.
    pub enum NativeMode { Tagged "tagged", Untagged "untagged" }
}

/// `<vlan>`. `virNetDevVlan` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Vlan {
    pub trunk: bool,
    pub tags: Vec<u32>,
    pub native: Option<(u32, NativeMode)>,
}

/// `<bandwidth>`. `virNetDevBandwidth` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Bandwidth {
    pub inbound: Option<Rate>,
    pub outbound: Option<Rate>,
}

attributes! {
    /// `<inbound>` and `<outbound>`: KiB a second, the burst in KiB. `virNetDevBandwidthRate` of libvirt.
    pub struct Rate {
        average: u64 = "average",
        peak: u64 = "peak",
        floor: u64 = "floor",
        burst: u64 = "burst",
    }
}

words! {
    /// `<virtualport type='…'>`. `virNetDevVPortProfileType` of libvirt, without its absent value.
    pub enum VirtualPortType {
        Qbg "802.1Qbg", Qbh "802.1Qbh", Openvswitch "openvswitch", Midonet "midonet",
    }
}

/// `<virtualport>`. `virNetDevVPortProfile` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct VirtualPort {
    pub port_type: Option<VirtualPortType>,
    pub manager_id: Option<u32>,
    pub type_id: Option<u32>,
    pub type_id_version: Option<u32>,
    pub instance_id: Option<Uuid>,
    pub interface_id: Option<Uuid>,
    pub profile_id: Option<Box<str>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mac_addresses_as_libvirt_reads_them() {
        let read = |text| MacAddress::parse(text).map(|mac| mac.to_string());
        assert_eq!(read("52:54:00:AB:c:0"), Some("52:54:00:ab:0c:00".into()));
        assert_eq!(read("52:54:00:ab:0c:00 x"), Some("52:54:00:ab:0c:00".into()));
        assert_eq!(read("52:54:00:ab:0c"), None);
        assert_eq!(read("52:54:00:ab:0c:00:01"), None);
        assert_eq!(read("52:54:00:ab:0c:001"), None);
        assert_eq!(read("52:54:00:ab:0c:0g"), None);
        assert_eq!(read("+2:54:00:ab:0c:00"), None);
    }
}
