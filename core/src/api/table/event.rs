//! Callbacks and the event loop: virevent.c, and libvirt-domain.c for domain events.

use super::*;
use crate::api::flags::{EVENT_ID, NETWORK_EVENT_ID};

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
        Check::OfConnection("dom"),
        Check::NonNull("cb"),
        Check::NonNegative("eventID"),
        Check::Below("eventID", 30),
    ]),
    of_event(FunctionId::ConnectDomainEventDeregisterAny, Returns::Status, &[conn(), int("callbackID")])
        .since("0.8.0")
        .checks(&[Check::NonNegative("callbackID")]),
    of_event(
        FunctionId::ConnectDomainEventRegister,
        Returns::Status,
        &[conn(), param("cb", Kind::Callback("virConnectDomainEventCallback")), OPAQUE, FREECB],
    )
    .since("0.5.0")
    .checks(&[Check::NonNull("cb")]),
    of_event(
        FunctionId::ConnectDomainEventDeregister,
        Returns::Status,
        &[conn(), param("cb", Kind::Callback("virConnectDomainEventCallback"))],
    )
    .since("0.5.0")
    .checks(&[Check::NonNull("cb")]),
    of_event(
        FunctionId::ConnectNetworkEventRegisterAny,
        Returns::Number,
        &[
            conn(),
            param("net", Kind::Handle(HandleKind::Network)),
            param("eventID", Kind::Choice(NETWORK_EVENT_ID, "int")),
            param("cb", Kind::Callback("virConnectNetworkEventGenericCallback")),
            OPAQUE,
            FREECB,
        ],
    )
    .since("1.2.1")
    .from(ErrorDomain::Network)
    .checks(&[
        Check::OfConnection("net"),
        Check::NonNull("cb"),
        Check::NonNegative("eventID"),
        Check::BelowIn("eventID", 2),
    ]),
    of_event(FunctionId::ConnectNetworkEventDeregisterAny, Returns::Status, &[conn(), int("callbackID")])
        .since("1.2.1")
        .from(ErrorDomain::Network)
        .checks(&[Check::NonNegative("callbackID")]),
];
