//! `<devices>`, in and out.

use super::{FormatOptions, ParseContext};
use crate::domain::config::{Devices, DomainDef};
use crate::ground::Result;
use crate::ground::xml::{Element, Writer};

/// Reads the devices. `def` is the configuration so far: everything before `<devices>` in libvirt's order of reading.
///
/// # Errors
/// What libvirt's device parsers report, in libvirt's order of devices.
pub(in crate::domain) fn parse(
    _devices: Option<&Element<'_>>,
    _def: &DomainDef,
    _cx: &mut ParseContext<'_>,
) -> Result<Devices> {
    Ok(Devices::default())
}

/// What every device gets by itself after reading: controller indexes, ISA serials, and then
/// `virDomainDefPostParseDeviceIterator` of libvirt.
///
/// # Errors
/// What libvirt's device post-parse reports.
pub(in crate::domain) fn post_parse(_def: &mut DomainDef, _cx: &mut ParseContext<'_>) -> Result<()> {
    Ok(())
}

/// `virDomainDefRejectDuplicateControllers` and `virDomainDefRejectDuplicatePanics` of libvirt.
///
/// # Errors
/// `VIR_ERR_XML_ERROR` for two of a kind.
pub(in crate::domain) fn reject_duplicates(_def: &DomainDef) -> Result<()> {
    Ok(())
}

/// Whether a device has a boot order of its own: the collecting half of `virDomainDefBootOrderPostParse` of libvirt.
///
/// # Errors
/// `VIR_ERR_CONFIG_UNSUPPORTED` if two devices have the same.
pub(in crate::domain) fn has_boot_order(_def: &DomainDef) -> Result<bool> {
    Ok(false)
}

/// Adds the devices that others imply, and what has to follow that: `virDomainDefAddImplicitDevices` to
/// `virDomainDefPostParseGraphics` of libvirt.
///
/// # Errors
/// What libvirt reports where a device cannot be added.
pub(in crate::domain) fn add_implied(_def: &mut DomainDef, _cx: &mut ParseContext<'_>) -> Result<()> {
    Ok(())
}

/// Checks every device by itself, as `virDomainDeviceDefValidate` of libvirt.
///
/// # Errors
/// What libvirt's validators report, in their order.
pub(in crate::domain) fn validate(_def: &DomainDef, _cx: &ParseContext<'_>) -> Result<()> {
    Ok(())
}

/// Checks the devices against each other: what `virDomainDefValidateInternal` of libvirt says of them.
///
/// # Errors
/// What libvirt's validators report, in their order.
pub(in crate::domain) fn validate_together(_def: &DomainDef) -> Result<()> {
    Ok(())
}

/// Writes what stands inside `<devices>`.
pub(in crate::domain) fn format(_def: &DomainDef, _w: &mut Writer, _opts: FormatOptions) {}
