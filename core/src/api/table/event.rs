//! Callbacks and the event loop: virevent.c, and libvirt-domain.c for domain events.

use super::*;
use crate::api::flags::{
    EVENT_ID, HANDLE_EVENT, NETWORK_EVENT_ID, NODE_DEVICE_EVENT_ID, SECRET_EVENT_ID, STORAGE_POOL_EVENT_ID,
};

const fn of_event(id: FunctionId, returns: Returns, params: &'static [Param]) -> Function {
    row(id, Area::Event, returns, params)
}

/// A function that neither forgets the last error nor has any.
const fn of_loop(id: FunctionId, returns: Returns, params: &'static [Param]) -> Function {
    of_event(id, returns, params).since("0.9.3").from(ErrorDomain::Event).keeps_error()
}

const fn registering(id: FunctionId, params: &'static [Param]) -> Function {
    of_event(id, Returns::Number, params)
}

const fn deregistering(id: FunctionId) -> Function {
    of_event(id, Returns::Status, BY_NUMBER).checks(&[Check::NonNegative("callbackID")])
}

const BY_NUMBER: &[Param] = &[conn(), int("callbackID")];

const CB: Check = Check::NonNull("cb");
const NOT_NEGATIVE: Check = Check::NonNegative("eventID");
/// Lifecycle events, and one other kind.
const OF_TWO: Check = Check::BelowIn("eventID", 2);

pub(super) const ROWS: &[Function] = &[
    of_event(FunctionId::EventRegisterDefaultImpl, Returns::Status, &[])
        .since("0.9.0")
        .from(ErrorDomain::Event),
    of_loop(
        FunctionId::EventRegisterImpl,
        Returns::Void,
        &[
            param("addHandle", Kind::Callback("virEventAddHandleFunc")),
            param("updateHandle", Kind::Callback("virEventUpdateHandleFunc")),
            param("removeHandle", Kind::Callback("virEventRemoveHandleFunc")),
            param("addTimeout", Kind::Callback("virEventAddTimeoutFunc")),
            param("updateTimeout", Kind::Callback("virEventUpdateTimeoutFunc")),
            param("removeTimeout", Kind::Callback("virEventRemoveTimeoutFunc")),
        ],
    )
    .since("0.5.0")
    .partial(Partial::ForeignLoop),
    of_loop(
        FunctionId::EventAddHandle,
        Returns::Number,
        &[
            int("fd"),
            param("events", Kind::Choice(HANDLE_EVENT, "int")),
            param("cb", Kind::Callback("virEventHandleCallback")),
            OPAQUE,
            param("ff", Kind::Callback("virFreeCallback")),
        ],
    ),
    of_loop(
        FunctionId::EventUpdateHandle,
        Returns::Void,
        &[int("watch"), param("events", Kind::Choice(HANDLE_EVENT, "int"))],
    ),
    of_loop(FunctionId::EventRemoveHandle, Returns::Status, &[int("watch")]),
    of_loop(
        FunctionId::EventAddTimeout,
        Returns::Number,
        &[
            int("timeout"),
            param("cb", Kind::Callback("virEventTimeoutCallback")),
            OPAQUE,
            param("ff", Kind::Callback("virFreeCallback")),
        ],
    ),
    of_loop(FunctionId::EventUpdateTimeout, Returns::Void, &[int("timer"), int("timeout")]),
    of_loop(FunctionId::EventRemoveTimeout, Returns::Status, &[int("timer")]),
    of_event(FunctionId::EventRunDefaultImpl, Returns::Status, &[]).since("0.9.0").from(ErrorDomain::Event),
    registering(
        FunctionId::ConnectDomainEventRegisterAny,
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
    deregistering(FunctionId::ConnectDomainEventDeregisterAny).since("0.8.0"),
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
    registering(
        FunctionId::ConnectNetworkEventRegisterAny,
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
    .checks(&[Check::OfConnection("net"), CB, NOT_NEGATIVE, OF_TWO]),
    deregistering(FunctionId::ConnectNetworkEventDeregisterAny).since("1.2.1").from(ErrorDomain::Network),
    registering(
        FunctionId::ConnectStoragePoolEventRegisterAny,
        &[
            conn(),
            param("pool", Kind::Handle(HandleKind::StoragePool)),
            param("eventID", Kind::Choice(STORAGE_POOL_EVENT_ID, "int")),
            param("cb", Kind::Callback("virConnectStoragePoolEventGenericCallback")),
            OPAQUE,
            FREECB,
        ],
    )
    .since("2.0.0")
    .from(ErrorDomain::Storage)
    .checks(&[Check::OfConnection("pool"), CB, NOT_NEGATIVE, OF_TWO]),
    deregistering(FunctionId::ConnectStoragePoolEventDeregisterAny).since("2.0.0").from(ErrorDomain::Storage),
    registering(
        FunctionId::ConnectNodeDeviceEventRegisterAny,
        &[
            conn(),
            param("dev", Kind::Handle(HandleKind::NodeDevice)),
            param("eventID", Kind::Choice(NODE_DEVICE_EVENT_ID, "int")),
            param("cb", Kind::Callback("virConnectNodeDeviceEventGenericCallback")),
            OPAQUE,
            FREECB,
        ],
    )
    .since("2.2.0")
    .from(ErrorDomain::Nodedev)
    .checks(&[Check::OfConnection("dev"), CB, NOT_NEGATIVE, OF_TWO]),
    deregistering(FunctionId::ConnectNodeDeviceEventDeregisterAny).since("2.2.0").from(ErrorDomain::Nodedev),
    registering(
        FunctionId::ConnectSecretEventRegisterAny,
        &[
            conn(),
            param("secret", Kind::Handle(HandleKind::Secret)),
            param("eventID", Kind::Choice(SECRET_EVENT_ID, "int")),
            param("cb", Kind::Callback("virConnectSecretEventGenericCallback")),
            OPAQUE,
            FREECB,
        ],
    )
    .since("3.0.0")
    .from(ErrorDomain::Secret)
    .checks(&[Check::OfConnection("secret"), CB, NOT_NEGATIVE, OF_TWO])
    .refused(),
    deregistering(FunctionId::ConnectSecretEventDeregisterAny)
        .since("3.0.0")
        .from(ErrorDomain::Secret)
        .refused(),
];
