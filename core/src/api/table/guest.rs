//! Keys for a guest, its addresses and messages, metadata, and what frees structs: libvirt-domain.c and libvirt-network.c.

use super::*;
use crate::api::flags::network::NETWORK_UPDATE;
use crate::api::flags::*;

const THIS: Param = domain("domain");
const DOM: Param = domain("dom");
const NETWORK: Param = param("network", Kind::Handle(HandleKind::Network));
const DOMAIN_TYPE: Param = param("type", Kind::Choice(DOMAIN_METADATA, "int"));
const NETWORK_TYPE: Param = param("type", Kind::Choice(NETWORK_METADATA, "int"));
const METADATA: Param = param("metadata", Kind::Text);
const KEY: Param = param("key", Kind::Text);
const URI: Param = param("uri", Kind::Text);

/// A function that frees what another one gave, and looks at nothing else.
const fn frees(id: FunctionId, area: Area, params: &'static [Param]) -> Function {
    row(id, area, Returns::Void, params).from(ErrorDomain::None).keeps_error()
}

pub(super) const ROWS: &[Function] = &[
    row(FunctionId::Initialize, Area::Connection, Returns::Status, &[])
        .since("0.1.0")
        .from(ErrorDomain::None)
        .keeps_error(),
    row(
        FunctionId::DomainSendKey,
        Area::DomainGuest,
        Returns::Status,
        &[
            THIS,
            param("codeset", Kind::Choice(KEYCODE_SET, "unsigned int")),
            param("holdtime", Kind::Int("unsigned int", Some(Unit::Milliseconds))),
            param("keycodes", Kind::IntArray("unsigned int *")),
            int("nkeycodes"),
            flags(NO_FLAGS),
        ],
    )
    .since("0.9.3")
    .checks(&[Check::Writable, Check::NonNull("keycodes"), Check::Positive("nkeycodes"), Check::Own])
    .driver("DomainSendKey", 0)
    .rpc("domain codeset holdtime keycodes#nkeycodes:u<16> flags", ""),
    row(
        FunctionId::DomainInterfaceAddresses,
        Area::DomainGuest,
        Returns::Number,
        &[
            DOM,
            out("ifaces", "virDomainInterfacePtr **"),
            param("source", Kind::Choice(ADDRESSES_SOURCE, "unsigned int")),
            flags(NO_FLAGS),
        ],
    )
    .since("1.2.14")
    .checks(&[Check::NonNull("ifaces"), Check::WritableIf("source", 1)])
    .driver("DomainInterfaceAddresses", 0)
    .rpc("*", "ifaces:{name:s hwaddr:s? addrs:{type:i addr:s prefix:u}<2048>}<2048>"),
    row(
        FunctionId::DomainGetMessages,
        Area::DomainInfo,
        Returns::Number,
        &[THIS, out("msgs", "char ***"), flags(MESSAGE)],
    )
    .since("7.1.0")
    .checks(&[Check::NonNull("msgs")])
    .driver("DomainGetMessages", 7)
    .rpc("*", "msgs:s<2048>"),
    row(
        FunctionId::DomainSetMetadata,
        Area::DomainInfo,
        Returns::Status,
        &[THIS, DOMAIN_TYPE, METADATA, KEY, URI, flags(AFFECT)],
    )
    .since("0.9.10")
    .checks(&[Check::Writable, Check::Own])
    .driver("DomainSetMetadata", 3),
    row(FunctionId::DomainGetMetadata, Area::DomainInfo, STRING, &[THIS, DOMAIN_TYPE, URI, flags(AFFECT)])
        .since("0.9.10")
        .checks(&[Check::Exclusive("VIR_DOMAIN_AFFECT_LIVE", "VIR_DOMAIN_AFFECT_CONFIG"), Check::Own])
        .driver("DomainGetMetadata", 3),
    row(
        FunctionId::NetworkSetMetadata,
        Area::Network,
        Returns::Status,
        &[NETWORK, NETWORK_TYPE, METADATA, KEY, URI, flags(NETWORK_UPDATE)],
    )
    .since("9.7.0")
    .from(ErrorDomain::Network)
    .checks(&[Check::Writable, Check::Own])
    .driver("NetworkSetMetadata", 3),
    row(
        FunctionId::NetworkGetMetadata,
        Area::Network,
        STRING,
        &[NETWORK, NETWORK_TYPE, URI, flags(NETWORK_UPDATE)],
    )
    .since("9.7.0")
    .from(ErrorDomain::Network)
    .checks(&[
        Check::Exclusive("VIR_NETWORK_UPDATE_AFFECT_LIVE", "VIR_NETWORK_UPDATE_AFFECT_CONFIG"),
        Check::Own,
    ])
    .driver("NetworkGetMetadata", 3),
    frees(
        FunctionId::DomainFSInfoFree,
        Area::DomainGuest,
        &[param("info", Kind::Opaque("virDomainFSInfoPtr"))],
    )
    .since("1.2.11"),
    frees(
        FunctionId::DomainIOThreadInfoFree,
        Area::DomainCpu,
        &[param("info", Kind::Opaque("virDomainIOThreadInfoPtr"))],
    )
    .since("1.2.14"),
    frees(
        FunctionId::DomainInterfaceFree,
        Area::DomainGuest,
        &[param("iface", Kind::Opaque("virDomainInterfacePtr"))],
    )
    .since("1.2.14"),
    frees(
        FunctionId::DomainStatsRecordListFree,
        Area::DomainStats,
        &[param("stats", Kind::Opaque("virDomainStatsRecordPtr *"))],
    )
    .since("1.2.8"),
    frees(
        FunctionId::NetworkDHCPLeaseFree,
        Area::Network,
        &[param("lease", Kind::Opaque("virNetworkDHCPLeasePtr"))],
    )
    .since("1.2.6"),
];
