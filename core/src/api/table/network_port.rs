//! Ports of networks, which the test driver's have none of: libvirt-network.c.

use super::*;
use crate::api::flags::NO_FLAGS;
use crate::api::flags::network::NETWORK_PORT_CREATE;

const NETWORK: Param = param("network", Kind::Handle(HandleKind::Network));
const NET: Param = param("net", Kind::Handle(HandleKind::Network));
const PORT: Param = param("port", Kind::Handle(HandleKind::NetworkPort));
const MADE: Returns = Returns::Handle(HandleKind::NetworkPort);

const fn port(id: FunctionId, returns: Returns, params: &'static [Param]) -> Function {
    row(id, Area::Network, returns, params).from(ErrorDomain::Network).since("5.5.0")
}

pub(super) const ROWS: &[Function] = &[
    port(
        FunctionId::NetworkListAllPorts,
        Returns::Number,
        &[NETWORK, out("ports", "virNetworkPortPtr **"), flags(NO_FLAGS)],
    )
    .refused(),
    port(FunctionId::NetworkPortLookupByUUID, MADE, &[NET, param("uuid", Kind::Uuid)])
        .checks(&[Check::NonNull("uuid")])
        .refused(),
    port(FunctionId::NetworkPortLookupByUUIDString, MADE, &[NET, param("uuidstr", Kind::UuidText)])
        .checks(&[Check::NonNull("uuidstr")]),
    port(
        FunctionId::NetworkPortCreateXML,
        MADE,
        &[NET, param("xmldesc", Kind::Document), flags(NETWORK_PORT_CREATE)],
    )
    .checks(&[Check::NonNull("xmldesc"), Check::Writable])
    .refused(),
    port(FunctionId::NetworkPortGetNetwork, Returns::Handle(HandleKind::Network), &[PORT]),
    port(FunctionId::NetworkPortGetXMLDesc, STRING, &[PORT, flags(NO_FLAGS)]).refused(),
    port(FunctionId::NetworkPortGetUUID, Returns::Status, &[PORT, out("uuid", "unsigned char *")])
        .checks(&[Check::NonNull("uuid")]),
    port(FunctionId::NetworkPortGetUUIDString, Returns::Status, &[PORT, out("buf", "char *")])
        .checks(&[Check::NonNull("buf")]),
    port(
        FunctionId::NetworkPortGetParameters,
        Returns::Status,
        &[
            PORT,
            out("params", "virTypedParameterPtr *"),
            param("nparams", Kind::Int("int *", None)),
            flags(NO_FLAGS),
        ],
    )
    .checks(&[Check::NonNull("nparams"), Check::NonNegative("*nparams")])
    .rpc("port nparams:i flags", "params:P<16> nparams")
    .refused(),
    port(
        FunctionId::NetworkPortSetParameters,
        Returns::Status,
        &[PORT, param("params", Kind::Params("virTypedParameterPtr")), int("nparams"), flags(NO_FLAGS)],
    )
    .checks(&[Check::Writable])
    .rpc("port params#nparams:P<16> flags", "")
    .refused(),
    port(FunctionId::NetworkPortDelete, Returns::Status, &[PORT, flags(NO_FLAGS)])
        .checks(&[Check::Writable])
        .refused(),
    port(FunctionId::NetworkPortRef, Returns::Status, &[PORT]),
    port(FunctionId::NetworkPortFree, Returns::Status, &[PORT]),
];
