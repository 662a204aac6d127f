//! `<devices>`, in and out.

mod audio;
mod chardev;
mod chardev_format;
mod controller;
mod disk;
mod disk_format;
mod disk_validate;
mod filesystem;
mod format;
mod graphics;
mod graphics_auth;
mod graphics_format;
mod hostdev;
mod implied;
mod info;
mod input;
mod interface;
mod interface_format;
mod interface_validate;
mod iommu;
mod ip_info;
mod memory;
mod memory_validate;
mod network_storage;
mod parse;
mod platform;
mod post_parse;
mod post_parse_storage;
mod redirdev;
mod secret;
mod shmem;
mod single;
mod smartcard;
mod sound;
pub(super) mod storage;
mod storage_validate;
mod teaming;
mod tpm;
mod validate;
mod validate_together;
mod video;

use super::{fault, xml_error};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

pub(in crate::domain) use disk::{disk_index, insert as insert_disk};
pub use disk_validate::is_wwn;
pub(in crate::domain) use format::format;
pub(in crate::domain) use implied::add_implied;
pub(in crate::domain) use info::is_user_alias;
pub use info::{parse_pci, pci_attributes};
pub(in crate::domain) use parse::parse;
pub(in crate::domain) use post_parse::{has_boot_order, post_parse, reject_duplicates};
pub use secret::{format_auth, format_encryption, parse_auth, parse_encryption};
pub(in crate::domain) use single::{Body, Device, parse_device};
pub(in crate::domain) use validate::validate;
pub(in crate::domain) use validate_together::{is_same as is_same_hostdev, validate_together};

/// `VIR_ERR_CONFIG_UNSUPPORTED` of libvirt's domain configuration code.
fn unsupported(detail: impl Into<Box<str>>) -> Box<VirError> {
    fault(ErrorCode::ConfigUnsupported, detail)
}

/// `VIR_ERR_INTERNAL_ERROR` of libvirt's domain configuration code.
fn internal(detail: impl Into<Box<str>>) -> Box<VirError> {
    VirError::internal(ErrorDomain::Domain, detail)
}

/// The first of the messages whose condition holds.
fn first_of(checks: &[(bool, &str)]) -> Result<()> {
    match checks.iter().find(|(wrong, _)| *wrong) {
        None => Ok(()),
        Some((_, message)) => Err(unsupported(*message)),
    }
}
