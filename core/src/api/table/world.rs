//! The world's own functions: what libvirt has no call for, because a real world does it by itself.

use super::*;

pub(super) const ROWS: &[Function] = &[
    row(
        FunctionId::ClockAdvance,
        Area::World,
        Returns::Status,
        &[param("milliseconds", Kind::Int("unsigned long long", Some(Unit::Milliseconds)))],
    )
    .keeps_error(),
    row(FunctionId::HostSet, Area::World, Returns::Status, &[param("host", Kind::Document)]).keeps_error(),
];
