//! Network interfaces.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::chardev::UnixEnd;
use super::hostdev::{Hostdev, TeamingType};
use super::info::{DeviceInfo, VirtioOptions};
use crate::ground::{OnOff, YesNo};
use crate::netdev::{Bandwidth, IpInfo, MacAddress, VirtualPort, Vlan};
use crate::{attributes, words};

words! {
    /// `<interface type='…'>`. `virDomainNetType` of libvirt.
    pub enum InterfaceType {
        User "user", Ethernet "ethernet", Vhostuser "vhostuser", Server "server", Client "client", Mcast "mcast",
        Network "network", Bridge "bridge", Internal "internal", Direct "direct", Hostdev "hostdev", Udp "udp",
        Vdpa "vdpa", Null "null", Vds "vds",
    }
}

words! {
    /// The interface models that libvirt knows by name. `virDomainNetModelType` of libvirt, without its
    /// absent value.
    pub enum KnownModel {
        Netfront "netfront", Rtl8139 "rtl8139", Virtio "virtio", E1000 "e1000",
        E1000e "e1000e", Igb "igb", VirtioTransitional "virtio-transitional",
        VirtioNonTransitional "virtio-non-transitional", UsbNet "usb-net", SpaprVlan "spapr-vlan",
        Lan9118 "lan9118", Scm91c111 "scm91c111", Vlance "vlance", Vmxnet "vmxnet", Vmxnet2 "vmxnet2",
        Vmxnet3 "vmxnet3", Am79C970A "Am79C970A", Am79C973 "Am79C973", Intel82540EM "82540EM",
        Intel82545EM "82545EM", Intel82543GC "82543GC",
    }
}

words! {
    /// `<source mode='…'>` of a direct interface. `virNetDevMacVLanMode` of libvirt.
    #[derive(Default)]
    pub enum MacvlanMode { #[default] Vepa "vepa", Private "private", Bridge "bridge", Passthrough "passthrough" }
}

words! {
    /// `<mac type='…'>`. `virDomainNetMacType` of libvirt, without its default.
    pub enum MacType { Generated "generated", Static "static" }
}

words! {
    /// `<link state='…'>`. `virDomainNetInterfaceLinkState` of libvirt, without its default.
    pub enum LinkState { Up "up", Down "down" }
}

words! {
    /// `<driver name='…'>`. `virDomainNetDriverType` of libvirt, without its default.
    pub enum InterfaceDriverName { Qemu "qemu", Vhost "vhost" }
}

words! {
    /// `<driver txmode='…'>`. `virDomainNetVirtioTxModeType` of libvirt, without its default.
    pub enum TxMode { Iothread "iothread", Timer "timer" }
}

words! {
    /// `<backend type='…'>`. `virDomainNetBackendType` of libvirt.
    #[derive(Default)]
    pub enum BackendType { #[default] Default "default", Passt "passt" }
}

words! {
    /// `<portForward proto='…'>`. `virDomainNetProto` of libvirt, without its absent value.
    pub enum ForwardProtocol { Tcp "tcp", Udp "udp" }
}

/// `<interface>`. `virDomainNetDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Interface {
    /// What it is connected to.
    pub link: InterfaceLink,
    /// Its address.
    pub mac: MacAddress,
    /// Whether the address was drawn by lot, because the document had none; a copy of the configuration forgets it.
    pub mac_generated: bool,
    /// What the guest sees it as.
    pub model: Option<InterfaceModel>,
    /// Its name on the host.
    pub ifname: Option<Box<str>>,
    /// What any device has.
    pub info: DeviceInfo,
    /// What few interfaces have.
    pub rare: Option<Box<RareInterface>>,
}

/// What a guest sees an interface as.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum InterfaceModel {
    /// One that libvirt knows.
    Known(KnownModel),
    /// Any other.
    Other(Box<str>),
}

/// What an interface is connected to.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum InterfaceLink {
    User,
    Ethernet,
    Null,
    Vhostuser(Box<UnixEnd>),
    Server(Box<SocketLink>),
    Client(Box<SocketLink>),
    Mcast(Box<SocketLink>),
    Udp(Box<SocketLink>),
    Network { name: Box<str>, portgroup: Option<Box<str>>, portid: Option<Box<Uuid>> },
    Bridge(Box<str>),
    Internal(Box<str>),
    Direct(Box<str>, MacvlanMode),
    Hostdev(Box<Hostdev>),
    Vdpa(Box<str>),
    Vds(Box<VdsLink>),
}

/// A socket that frames are sent through.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct SocketLink {
    pub address: Option<Box<str>>,
    pub port: i32,
    /// Where UDP receives.
    pub local: Option<(Box<str>, i32)>,
}

/// A port of a VMware distributed switch.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct VdsLink {
    pub switch_id: Uuid,
    pub port_id: i64,
    pub portgroup_id: Option<Box<str>>,
    pub connection_id: i64,
}

/// What few interfaces have.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct RareInterface {
    pub trust_guest_rx_filters: Option<YesNo>,
    pub mac_type: Option<MacType>,
    pub mac_check: Option<YesNo>,
    pub managed_tap: Option<YesNo>,
    pub host_ip: IpInfo,
    pub guest_ip: IpInfo,
    pub source_dev: Option<Box<str>>,
    pub vlan: Option<Vlan>,
    pub virtual_port: Option<Box<VirtualPort>>,
    pub bandwidth: Option<Box<Bandwidth>>,
    pub isolated: Option<YesNo>,
    pub port_forwards: Vec<PortForward>,
    pub script: Option<Box<str>>,
    pub downscript: Option<Box<str>>,
    pub backend_domain: Option<Box<str>>,
    pub guest_dev: Option<Box<str>>,
    pub guest_actual: Option<Box<str>>,
    pub driver: Option<Box<InterfaceDriver>>,
    pub virtio: VirtioOptions,
    pub backend: InterfaceBackend,
    pub filter: Option<Box<Filter>>,
    pub sndbuf: Option<u64>,
    pub teaming: Option<(TeamingType, Option<Box<str>>)>,
    pub link_state: Option<LinkState>,
    pub mtu: u32,
    /// The greatest number of frames received before the guest is told; 0 for the default.
    pub coalesce_rx_frames: u32,
}

/// `<driver>` of a virtio interface.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct InterfaceDriver {
    pub options: InterfaceDriverOptions,
    pub host: Offloads,
    pub guest: Offloads,
}

attributes! {
    /// The attributes of `<driver>` of a virtio interface.
    pub struct InterfaceDriverOptions {
        name: Option<InterfaceDriverName> = "name",
        txmode: Option<TxMode> = "txmode",
        ioeventfd: Option<OnOff> = "ioeventfd",
        event_idx: Option<OnOff> = "event_idx",
        queues: u32 = "queues",
        rx_queue_size: u32 = "rx_queue_size",
        tx_queue_size: u32 = "tx_queue_size",
        rss: Option<OnOff> = "rss",
        rss_hash_report: Option<OnOff> = "rss_hash_report",
    }
}

attributes! {
    /// `<host>` and `<guest>` of a virtio interface's driver: what is left to the other side. The guest's has neither
    /// `gso` nor `mrg_rxbuf`.
    pub struct Offloads {
        csum: Option<OnOff> = "csum",
        gso: Option<OnOff> = "gso",
        tso4: Option<OnOff> = "tso4",
        tso6: Option<OnOff> = "tso6",
        ecn: Option<OnOff> = "ecn",
        ufo: Option<OnOff> = "ufo",
        mrg_rxbuf: Option<OnOff> = "mrg_rxbuf",
    }
}

attributes! {
    /// `<backend>` of an interface.
    pub struct InterfaceBackend {
        backend_type: BackendType = "type",
        tap: Option<Box<str>> = "tap",
        vhost: Option<Box<str>> = "vhost",
        log_file: Option<Box<str>> = "logFile",
        hostname: Option<Box<str>> = "hostname",
        fqdn: Option<Box<str>> = "fqdn",
    }
}

/// `<filterref>`: a network filter and the values of its variables.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Filter {
    pub name: Box<str>,
    /// Sorted by name; a name may come more than once.
    pub parameters: Vec<(Box<str>, Box<str>)>,
}

/// `<portForward>`. `virDomainNetPortForward` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct PortForward {
    pub protocol: ForwardProtocol,
    pub address: Option<IpAddr>,
    pub dev: Option<Box<str>>,
    pub ranges: Vec<PortRange>,
}

attributes! {
    /// `<range>` of a `<portForward>`.
    pub struct PortRange {
        start: Option<std::num::NonZeroU32> = "start",
        end: Option<std::num::NonZeroU32> = "end",
        to: Option<std::num::NonZeroU32> = "to",
        exclude: Option<YesNo> = "exclude",
    }
}

impl InterfaceLink {
    /// Which kind it is.
    pub fn kind(&self) -> InterfaceType {
        match self {
            Self::User => InterfaceType::User,
            Self::Ethernet => InterfaceType::Ethernet,
            Self::Null => InterfaceType::Null,
            Self::Vhostuser(_) => InterfaceType::Vhostuser,
            Self::Server(_) => InterfaceType::Server,
            Self::Client(_) => InterfaceType::Client,
            Self::Mcast(_) => InterfaceType::Mcast,
            Self::Udp(_) => InterfaceType::Udp,
            Self::Network { .. } => InterfaceType::Network,
            Self::Bridge(_) => InterfaceType::Bridge,
            Self::Internal(_) => InterfaceType::Internal,
            Self::Direct(..) => InterfaceType::Direct,
            Self::Hostdev(_) => InterfaceType::Hostdev,
            Self::Vdpa(_) => InterfaceType::Vdpa,
            Self::Vds(_) => InterfaceType::Vds,
        }
    }
}

impl InterfaceModel {
    /// Whether it is a virtio one.
    pub fn is_virtio(&self) -> bool {
        use KnownModel::{Virtio, VirtioNonTransitional, VirtioTransitional};
        matches!(self, Self::Known(Virtio | VirtioTransitional | VirtioNonTransitional))
    }
}

impl Interface {
    /// Whether the guest sees a virtio interface.
    pub fn is_virtio(&self) -> bool {
        self.model.as_ref().is_some_and(InterfaceModel::is_virtio)
    }

    /// The rare part, made if it is not there.
    pub fn rare_mut(&mut self) -> &mut RareInterface {
        self.rare.get_or_insert_default()
    }
}
