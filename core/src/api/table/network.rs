//! Networks: libvirt-network.c.

use super::*;
use crate::api::flags::NO_FLAGS;
use crate::api::flags::network::*;

const NETWORK: Param = param("network", Kind::Handle(HandleKind::Network));
const NET: Param = param("net", Kind::Handle(HandleKind::Network));
const MADE: Returns = Returns::Handle(HandleKind::Network);
const NAME: Param = param("name", Kind::Text);
const MAXNAMES: Param = int("maxnames");
const NAMES: Param = out("names", "char ** const");
const XML_DESC: Param = param("xmlDesc", Kind::Document);
const XML: Param = param("xml", Kind::Document);
const NAMES_CHECKS: &[Check] = &[Check::NonNullArray("names", "maxnames"), Check::NonNegative("maxnames")];
const CREATE_CHECKS: &[Check] = &[Check::NonNull("xmlDesc"), Check::Writable];
const DEFINE_CHECKS: &[Check] = &[Check::Writable, Check::NonNull("xml")];

const fn network(id: FunctionId, returns: Returns, params: &'static [Param]) -> Function {
    row(id, Area::Network, returns, params).from(ErrorDomain::Network).since("0.2.0")
}
const fn life(id: FunctionId, params: &'static [Param]) -> Function {
    network(id, Returns::Status, params).checks(&[Check::Writable])
}
const fn list(id: FunctionId, params: &'static [Param]) -> Function {
    network(id, Returns::Number, params)
}

pub(super) const ROWS: &[Function] = &[
    list(FunctionId::ConnectNumOfNetworks, &[conn()]),
    list(FunctionId::ConnectListNetworks, &[conn(), NAMES, MAXNAMES]).checks(NAMES_CHECKS),
    list(FunctionId::ConnectNumOfDefinedNetworks, &[conn()]),
    list(FunctionId::ConnectListDefinedNetworks, &[conn(), NAMES, MAXNAMES]).checks(NAMES_CHECKS),
    list(FunctionId::ConnectListAllNetworks, &[conn(), out("nets", "virNetworkPtr **"), flags(NETWORK_LIST)])
        .since("0.10.2")
        .driver("ConnectListAllNetworks", 0x3f),
    network(FunctionId::NetworkLookupByName, MADE, &[conn(), NAME]).checks(&[Check::NonNull("name")]),
    network(FunctionId::NetworkLookupByUUID, MADE, &[conn(), param("uuid", Kind::Uuid)])
        .checks(&[Check::NonNull("uuid")]),
    network(FunctionId::NetworkLookupByUUIDString, MADE, &[conn(), param("uuidstr", Kind::UuidText)])
        .checks(&[Check::NonNull("uuidstr")]),
    network(FunctionId::NetworkGetName, CONST_STRING, &[NETWORK]),
    network(FunctionId::NetworkGetUUID, Returns::Status, &[NETWORK, out("uuid", "unsigned char *")])
        .checks(&[Check::NonNull("uuid")]),
    network(FunctionId::NetworkGetUUIDString, Returns::Status, &[NETWORK, out("buf", "char *")])
        .checks(&[Check::NonNull("buf")]),
    network(FunctionId::NetworkGetConnect, Returns::Handle(HandleKind::Connect), &[NET]).since("0.3.0"),
    network(FunctionId::NetworkRef, Returns::Status, &[NETWORK]).since("0.6.0"),
    network(FunctionId::NetworkFree, Returns::Status, &[NETWORK]),
    network(FunctionId::NetworkCreateXML, MADE, &[conn(), XML_DESC]).checks(CREATE_CHECKS),
    network(FunctionId::NetworkCreateXMLFlags, MADE, &[conn(), XML_DESC, flags(NETWORK_CREATE)])
        .since("7.8.0")
        .checks(CREATE_CHECKS)
        .driver("NetworkCreateXMLFlags", 0x1),
    network(FunctionId::NetworkDefineXML, MADE, &[conn(), XML]).checks(DEFINE_CHECKS),
    network(FunctionId::NetworkDefineXMLFlags, MADE, &[conn(), XML, flags(NETWORK_DEFINE)])
        .since("7.7.0")
        .checks(DEFINE_CHECKS)
        .driver("NetworkDefineXMLFlags", 0x1),
    life(FunctionId::NetworkCreate, &[NETWORK]),
    life(FunctionId::NetworkDestroy, &[NETWORK]),
    life(FunctionId::NetworkUndefine, &[NETWORK]),
    network(
        FunctionId::NetworkUpdate,
        Returns::Status,
        &[
            NETWORK,
            param("command", Kind::Choice(NETWORK_COMMAND, "unsigned int")),
            param("section", Kind::Choice(NETWORK_SECTION, "unsigned int")),
            int("parentIndex"),
            XML,
            flags(NETWORK_UPDATE),
        ],
    )
    .since("0.10.2")
    .checks(DEFINE_CHECKS)
    .driver("NetworkUpdate", 0x3),
    network(FunctionId::NetworkIsActive, Returns::Truth, &[NET]).since("0.7.3"),
    network(FunctionId::NetworkIsPersistent, Returns::Truth, &[NET]).since("0.7.3"),
    network(FunctionId::NetworkGetXMLDesc, STRING, &[NETWORK, flags(NETWORK_XML)])
        .driver("NetworkGetXMLDesc", 0),
    network(FunctionId::NetworkGetBridgeName, STRING, &[NETWORK]),
    network(FunctionId::NetworkGetAutostart, Returns::Status, &[NETWORK, out("autostart", "int *")])
        .since("0.2.1")
        .checks(&[Check::NonNull("autostart")]),
    life(FunctionId::NetworkSetAutostart, &[NETWORK, int("autostart")]).since("0.2.1"),
    list(
        FunctionId::NetworkGetDHCPLeases,
        &[NETWORK, param("mac", Kind::Text), out("leases", "virNetworkDHCPLeasePtr **"), flags(NO_FLAGS)],
    )
    .since("1.2.6")
    .rpc(
        "network mac ?leases flags",
        "leases:{iface:s expirytime:h type:i mac:s? iaid:s? ipaddr:s prefix:u hostname:s? clientid:s?}<65536> =:u",
    )
    .refused(),
];
