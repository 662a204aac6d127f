//! Smartcards.

use serde::{Deserialize, Serialize};

use super::chardev::ChardevSource;
use super::info::DeviceInfo;
use crate::words;

words! {
    /// `<smartcard mode='…'>`. `virDomainSmartcardType` of libvirt.
    pub enum SmartcardMode {
        Host "host", HostCertificates "host-certificates", Passthrough "passthrough",
    }
}

/// `<smartcard>`. `virDomainSmartcardDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Smartcard {
    pub card: Card,
    pub info: DeviceInfo,
}

/// What stands behind a smartcard.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Card {
    /// The host's card.
    Host,
    /// Three certificates of the host, and the database they are in.
    HostCertificates(Box<[Box<str>; 3]>, Option<Box<str>>),
    /// A character device behind which a card is.
    Passthrough(Box<ChardevSource>),
}
