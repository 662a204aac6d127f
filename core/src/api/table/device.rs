//! Plugging devices in and out, and changing them: libvirt-domain.c.

use super::*;
use crate::api::flags::{AFFECT, MODIFY_DEVICE};

const THIS: Param = domain("domain");
const XML: Param = param("xml", Kind::Document);

const fn device(id: FunctionId, params: &'static [Param]) -> Function {
    row(id, Area::DomainDevice, Returns::Status, params).checks(&[Check::NonNull("xml"), Check::Writable])
}

/// The driver looks at the flags of attaching and detaching only after it has found the domain, so they are no part of
/// these rows.
pub(super) const ROWS: &[Function] = &[
    device(FunctionId::DomainAttachDevice, &[THIS, XML]).since("0.1.9"),
    device(FunctionId::DomainAttachDeviceFlags, &[THIS, XML, flags(MODIFY_DEVICE)]).since("0.7.7"),
    device(FunctionId::DomainDetachDeviceAlias, &[THIS, param("alias", Kind::Text), flags(AFFECT)])
        .since("4.4.0")
        .checks(&[Check::NonNull("alias"), Check::Writable]),
    device(FunctionId::DomainUpdateDeviceFlags, &[THIS, XML, flags(MODIFY_DEVICE)])
        .since("0.8.0")
        .driver("DomainUpdateDeviceFlags", 0x3),
];
