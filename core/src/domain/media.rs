//! What disks have in common with the pools and volumes that hold their data: libvirt's `storage_source_conf`,
//! `storage_encryption_conf` and PCI addresses.

pub use super::config::devices::info::PciAddress;
pub use super::config::devices::storage::{Auth, AuthType, Encryption};
pub use super::xml::devices::{
    format_auth, format_encryption, is_wwn, parse_auth, parse_encryption, parse_pci, pci_attributes,
};
