//! Life-cycle actions, memory statistics and passwords: libvirt-domain.c.

use super::*;
use crate::api::flags::*;

const THIS: Param = domain("domain");
const DOM: Param = domain("dom");

pub(super) const ROWS: &[Function] = &[
    row(
        FunctionId::DomainSetLifecycleAction,
        Area::DomainLife,
        Returns::Status,
        &[
            THIS,
            param("type", Kind::Choice(LIFECYCLE, "unsigned int")),
            param("action", Kind::Choice(LIFECYCLE_ACTION, "unsigned int")),
            flags(AFFECT),
        ],
    )
    .since("3.9.0")
    .checks(&[Check::Writable, Check::Own])
    .driver("DomainSetLifecycleAction", 3),
    row(
        FunctionId::DomainMemoryStats,
        Area::DomainStats,
        Returns::Number,
        &[DOM, out("stats", "virDomainMemoryStatPtr"), uint("nr_stats"), flags(NO_FLAGS)],
    )
    .since("0.7.5")
    .rpc("*", "stats:{tag:i val:H}<1024>"),
    row(
        FunctionId::DomainSetUserPassword,
        Area::DomainGuest,
        Returns::Status,
        &[DOM, param("user", Kind::Text), param("password", Kind::Text), flags(PASSWORD)],
    )
    .since("1.2.16")
    .checks(&[Check::Writable, Check::NonNull("user"), Check::NonNull("password")])
    .driver("DomainSetUserPassword", 1)
    .rpc("dom user:s? password:s? flags", ""),
];
