//! Callbacks and the event loop: virevent.c, and libvirt-domain.c for domain events.

use super::*;
use crate::api::flags::EVENT_ID;

const fn of_event(id: FunctionId, returns: Returns, params: &'static [Param]) -> Function {
    row(id, Area::Event, returns, params)
}

pub(super) const ROWS: &[Function] = &[
    of_event(FunctionId::EventRegisterDefaultImpl, Returns::Status, &[])
        .since("0.9.0")
        .from(ErrorDomain::Event),
    of_event(FunctionId::EventRunDefaultImpl, Returns::Status, &[]).since("0.9.0").from(ErrorDomain::Event),
    of_event(
        FunctionId::ConnectDomainEventRegisterAny,
        Returns::Number,
        &[
            conn(),
            domain("dom"),
            param("eventID", Kind::Choice(EVENT_ID, "int")),
            param("cb", Kind::Callback("virConnectDomainEventGenericCallback")),
            OPAQUE,
            FREECB,
        ],
    )
    .since("0.8.0")
    .checks(&[
        Check::DomainOfConnection("dom"),
        Check::NonNull("cb"),
        Check::NonNegative("eventID"),
        Check::Below("eventID", 30),
    ]),
    of_event(FunctionId::ConnectDomainEventDeregisterAny, Returns::Status, &[conn(), int("callbackID")])
        .since("0.8.0")
        .checks(&[Check::NonNegative("callbackID")]),
];
