//! What is asked of a guest by way of its agent: libvirt-domain.c.

use super::*;
use crate::api::flags::{NO_FLAGS, SET_TIME};

const DOM: Param = domain("dom");
const MOUNT_POINTS: Param = param("mountpoints", Kind::TextArray("const char **"));

const fn ask(id: FunctionId, returns: Returns, params: &'static [Param]) -> Function {
    row(id, Area::DomainGuest, returns, params).checks(&[Check::Writable])
}

pub(super) const ROWS: &[Function] = &[
    ask(
        FunctionId::DomainFSFreeze,
        Returns::Number,
        &[DOM, MOUNT_POINTS, uint("nmountpoints"), flags(NO_FLAGS)],
    )
    .since("1.2.5")
    .checks(&[Check::Writable, Check::NonNullArray("mountpoints", "nmountpoints")])
    .rpc("dom mountpoints#nmountpoints:s<256> flags", "*")
    .driver("DomainFSFreeze", 0),
    ask(
        FunctionId::DomainFSThaw,
        Returns::Number,
        &[DOM, MOUNT_POINTS, uint("nmountpoints"), flags(NO_FLAGS)],
    )
    .since("1.2.5")
    .checks(&[Check::Writable, Check::NonNullArray("mountpoints", "nmountpoints")])
    .rpc("dom mountpoints#nmountpoints:s<256> flags", "*")
    .driver("DomainFSThaw", 0),
    ask(
        FunctionId::DomainFSTrim,
        Returns::Status,
        &[DOM, param("mountPoint", Kind::Text), ulong("minimum"), flags(NO_FLAGS)],
    )
    .since("1.0.1")
    .driver("DomainFSTrim", 0),
    ask(
        FunctionId::DomainGetFSInfo,
        Returns::Number,
        &[DOM, out("info", "virDomainFSInfoPtr **"), flags(NO_FLAGS)],
    )
    .since("1.2.11")
    .checks(&[Check::Writable, Check::NonNull("info")])
    .driver("DomainGetFSInfo", 0)
    .rpc("*", "info:{mountpoint:s name:s fstype:s devAlias:s<256>}<256> =:u"),
    ask(FunctionId::DomainGetHostname, STRING, &[domain("domain"), flags(NO_FLAGS)])
        .since("0.10.0")
        .driver("DomainGetHostname", 0),
    ask(
        FunctionId::DomainGetTime,
        Returns::Status,
        &[DOM, out("seconds", "long long *"), out("nseconds", "unsigned int *"), flags(NO_FLAGS)],
    )
    .since("1.2.5")
    .driver("DomainGetTime", 0),
    ask(
        FunctionId::DomainSetTime,
        Returns::Status,
        &[
            DOM,
            param("seconds", Kind::Int("long long", Some(Unit::Seconds))),
            uint("nseconds"),
            flags(SET_TIME),
        ],
    )
    .since("1.2.5")
    .driver("DomainSetTime", 0x1),
];
