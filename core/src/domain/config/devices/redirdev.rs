//! USB devices that come over the network, which of them may, and hubs.

use serde::{Deserialize, Serialize};

use super::chardev::ChardevSource;
use super::info::DeviceInfo;
use crate::words;

words! {
    /// `<redirdev bus='…'>`. `virDomainRedirdevBus` of libvirt.
    pub enum RedirdevBus { Usb "usb" }
}

words! {
    /// `<hub type='…'>`. `virDomainHubType` of libvirt.
    pub enum HubType { Usb "usb" }
}

/// `<redirdev>`. `virDomainRedirdevDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Redirdev {
    pub bus: RedirdevBus,
    pub source: ChardevSource,
    pub info: DeviceInfo,
}

/// A rule of `<redirfilter>`. `virDomainRedirFilterUSBDevDef` of libvirt.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct UsbRule {
    /// The USB class; none for any. So are all of these.
    pub class: Option<u8>,
    /// The vendor's number.
    pub vendor: Option<u32>,
    /// The product's number.
    pub product: Option<u32>,
    /// The version: major and minor, both below 100.
    pub version: Option<(u8, u8)>,
    /// Whether such a device may come.
    pub allow: bool,
}

/// `<hub>`. `virDomainHubDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Hub {
    pub hub_type: HubType,
    pub info: DeviceInfo,
}
