//! Character devices: serial and parallel ports, consoles, channels; and where their bytes go.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::info::DeviceInfo;
use super::storage::{DeviceSeclabel, Reconnect};
use crate::ground::{OnOff, YesNo};
use crate::words;

words! {
    /// `<serial type='…'>` and its like. `virDomainChrType` of libvirt.
    pub enum ChardevType {
        Null "null", Vc "vc", Pty "pty", Dev "dev", File "file", Pipe "pipe", Stdio "stdio", Udp "udp", Tcp "tcp",
        Unix "unix", Spicevmc "spicevmc", Spiceport "spiceport", Nmdm "nmdm", QemuVdagent "qemu-vdagent",
        Dbus "dbus",
    }
}

words! {
    /// `<protocol type='…'>`. `virDomainChrTcpProtocol` of libvirt.
    #[derive(Default)]
    pub enum TcpProtocol { #[default] Raw "raw", Telnet "telnet", Telnets "telnets", Tls "tls" }
}

words! {
    /// `<mouse mode='…'>`. `virDomainMouseMode` of libvirt, without its default.
    pub enum MouseMode { Server "server", Client "client" }
}

words! {
    /// `<target type='…'>` of a serial port. `virDomainChrSerialTargetType` of libvirt.
    pub enum SerialTarget {
        None "none", Isa "isa-serial", Usb "usb-serial", Pci "pci-serial", SpaprVio "spapr-vio-serial",
        System "system-serial", Sclp "sclp-serial", IsaDebug "isa-debug",
    }
}

words! {
    /// `<model name='…'>` of a serial port. `virDomainChrSerialTargetModel` of libvirt.
    #[derive(Default)]
    pub enum SerialModel {
        #[default] None "none", IsaSerial "isa-serial", UsbSerial "usb-serial", PciSerial "pci-serial",
        SpaprVty "spapr-vty", Pl011 "pl011", Sclpconsole "sclpconsole", Sclplmconsole "sclplmconsole",
        Serial16550a "16550a", IsaDebugcon "isa-debugcon",
    }
}

words! {
    /// `<target type='…'>` of a console. `virDomainChrConsoleTargetType` of libvirt.
    pub enum ConsoleTarget {
        None "none", Serial "serial", Xen "xen", Uml "uml", Virtio "virtio", Lxc "lxc", Openvz "openvz",
        Sclp "sclp", Sclplm "sclplm",
    }
}

words! {
    /// `<target type='…'>` of a channel. `virDomainChrChannelTargetType` of libvirt.
    pub enum ChannelTarget { None "none", Guestfwd "guestfwd", Virtio "virtio", Xen "xen" }
}

words! {
    /// `<target state='…'>` of a channel. `virDomainChrDeviceState` of libvirt, without its default.
    pub enum ChannelState { Connected "connected", Disconnected "disconnected" }
}

/// Where bytes go and come from. `virDomainChrSourceDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct ChardevSource {
    /// Which kind of place, and which.
    pub end: ChardevEnd,
    /// `<log>`: a file that gets a copy, and whether it is appended to.
    pub log: Option<Box<(Box<str>, Option<OnOff>)>>,
    /// Security labels.
    pub seclabels: Vec<DeviceSeclabel>,
}

/// The host's end of a character device.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum ChardevEnd {
    Null,
    Vc,
    Pty(Option<Box<str>>),
    Dev(Option<Box<str>>),
    File(Option<Box<str>>, Option<OnOff>),
    Pipe(Option<Box<str>>),
    Stdio,
    Udp(Box<UdpEnd>),
    Tcp(Box<TcpEnd>),
    Unix(Box<UnixEnd>),
    Spicevmc,
    Spiceport(Option<Box<str>>),
    Nmdm(Option<Box<str>>, Option<Box<str>>),
    QemuVdagent(Option<YesNo>, Option<MouseMode>),
    Dbus(Option<Box<str>>),
}

/// Two UDP ports: one to receive at and one to send to, each a host and a service.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct UdpEnd {
    pub bind: (Option<Box<str>>, Option<Box<str>>),
    pub connect: (Option<Box<str>>, Option<Box<str>>),
}

/// A TCP connection.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct TcpEnd {
    pub listen: bool,
    pub host: Option<Box<str>>,
    pub service: Option<Box<str>>,
    pub tls: Option<YesNo>,
    pub protocol: TcpProtocol,
    pub reconnect: Reconnect,
}

/// A UNIX socket.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct UnixEnd {
    pub listen: bool,
    pub path: Option<Box<str>>,
    pub reconnect: Reconnect,
}

/// A serial or parallel port, a console or a channel. `virDomainChrDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Chardev {
    /// The host's end.
    pub source: ChardevSource,
    /// The guest's end.
    pub target: ChardevTarget,
    /// The number of the port; -1 until one is given. A channel has none.
    pub port: i32,
    /// What any device has.
    pub info: DeviceInfo,
}

/// The guest's end of a character device.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum ChardevTarget {
    Parallel,
    Serial(SerialTarget, SerialModel),
    Console(ConsoleTarget),
    Channel(ChannelTarget),
    /// A channel by a TCP address of the guest's network.
    Guestfwd(IpAddr, u16),
    /// A channel with a name, and whether the guest has opened it.
    Named(ChannelTarget, Option<Box<str>>, Option<ChannelState>),
}

impl ChardevEnd {
    /// Which kind it is.
    pub fn kind(&self) -> ChardevType {
        match self {
            Self::Null => ChardevType::Null,
            Self::Vc => ChardevType::Vc,
            Self::Pty(_) => ChardevType::Pty,
            Self::Dev(_) => ChardevType::Dev,
            Self::File(..) => ChardevType::File,
            Self::Pipe(_) => ChardevType::Pipe,
            Self::Stdio => ChardevType::Stdio,
            Self::Udp(_) => ChardevType::Udp,
            Self::Tcp(_) => ChardevType::Tcp,
            Self::Unix(_) => ChardevType::Unix,
            Self::Spicevmc => ChardevType::Spicevmc,
            Self::Spiceport(_) => ChardevType::Spiceport,
            Self::Nmdm(..) => ChardevType::Nmdm,
            Self::QemuVdagent(..) => ChardevType::QemuVdagent,
            Self::Dbus(_) => ChardevType::Dbus,
        }
    }

    /// One of a kind about which nothing else is known.
    pub fn of(kind: ChardevType) -> Self {
        match kind {
            ChardevType::Null => Self::Null,
            ChardevType::Vc => Self::Vc,
            ChardevType::Pty => Self::Pty(None),
            ChardevType::Dev => Self::Dev(None),
            ChardevType::File => Self::File(None, None),
            ChardevType::Pipe => Self::Pipe(None),
            ChardevType::Stdio => Self::Stdio,
            ChardevType::Udp => Self::Udp(Box::default()),
            ChardevType::Tcp => Self::Tcp(Box::default()),
            ChardevType::Unix => Self::Unix(Box::default()),
            ChardevType::Spicevmc => Self::Spicevmc,
            ChardevType::Spiceport => Self::Spiceport(None),
            ChardevType::Nmdm => Self::Nmdm(None, None),
            ChardevType::QemuVdagent => Self::QemuVdagent(None, None),
            ChardevType::Dbus => Self::Dbus(None),
        }
    }

    /// Whether two lead to the same place. `virDomainChrSourceDefIsEqual` of libvirt, which leaves TLS out of it.
    pub fn leads_where(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Tcp(a), Self::Tcp(b)) => **a == TcpEnd { tls: a.tls, ..(**b).clone() },
            _ => self == other,
        }
    }
}

impl ChardevSource {
    /// A place without a log.
    pub fn new(end: ChardevEnd) -> Self {
        Self { end, log: None, seclabels: Vec::new() }
    }
}

impl Chardev {
    /// The console that stands for the first serial port of a full virtual machine: only its place in the list counts.
    pub fn console_stub() -> Self {
        Self {
            source: ChardevSource::new(ChardevEnd::Null),
            target: ChardevTarget::Console(ConsoleTarget::Serial),
            port: 0,
            info: DeviceInfo::default(),
        }
    }
}
