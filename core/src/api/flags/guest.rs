//! Enumerations of keys, addresses, messages and metadata.

use super::{Choice, FlagSet};

sets! {
    KEYCODE_SET = "virKeycodeSet" {
        "VIR_KEYCODE_SET_LINUX" = 0,
        "VIR_KEYCODE_SET_XT" = 1,
        "VIR_KEYCODE_SET_ATSET1" = 2,
        "VIR_KEYCODE_SET_ATSET2" = 3,
        "VIR_KEYCODE_SET_ATSET3" = 4,
        "VIR_KEYCODE_SET_OSX" = 5,
        "VIR_KEYCODE_SET_XT_KBD" = 6,
        "VIR_KEYCODE_SET_USB" = 7,
        "VIR_KEYCODE_SET_WIN32" = 8,
        "VIR_KEYCODE_SET_QNUM" = 9,
    }
    ADDRESSES_SOURCE = "virDomainInterfaceAddressesSource" {
        "VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE" = 0,
        "VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT" = 1,
        "VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_ARP" = 2,
    }
    MESSAGE = "virDomainMessageType" {
        "VIR_DOMAIN_MESSAGE_DEPRECATION" = 1,
        "VIR_DOMAIN_MESSAGE_TAINTING" = 2,
        "VIR_DOMAIN_MESSAGE_IOERRORS" = 4,
    }
    DOMAIN_METADATA = "virDomainMetadataType" {
        "VIR_DOMAIN_METADATA_DESCRIPTION" = 0,
        "VIR_DOMAIN_METADATA_TITLE" = 1,
        "VIR_DOMAIN_METADATA_ELEMENT" = 2,
    }
    NETWORK_METADATA = "virNetworkMetadataType" {
        "VIR_NETWORK_METADATA_DESCRIPTION" = 0,
        "VIR_NETWORK_METADATA_TITLE" = 1,
        "VIR_NETWORK_METADATA_ELEMENT" = 2,
    }
}
