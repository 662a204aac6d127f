//! The world's own functions: what libvirt has no call for, because a real world does it by itself.

use super::*;
use crate::api::flags::OPEN;

pub(super) const ROWS: &[Function] = &[
    row(
        FunctionId::ClockAdvance,
        Area::World,
        Returns::Status,
        &[param("milliseconds", Kind::Int("unsigned long long", Some(Unit::Milliseconds)))],
    )
    .keeps_error(),
    row(
        FunctionId::ConnectAccept,
        Area::World,
        Returns::Handle(HandleKind::Connect),
        &[param("uri", Kind::Uri), flags(OPEN)],
    )
    .from(ErrorDomain::None),
    row(FunctionId::HostSet, Area::World, Returns::Status, &[param("host", Kind::Document)]).keeps_error(),
];
