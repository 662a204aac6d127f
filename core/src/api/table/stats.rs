//! What a domain's devices did, and what can be read of a guest from outside: libvirt-domain.c.

use super::*;
use crate::api::flags::*;

const THIS: Param = domain("domain");
const DOM: Param = domain("dom");
const DISK: Param = param("disk", Kind::Text);
const SIZE: Param = param("size", Kind::Int("size_t", Some(Unit::Bytes)));
const BLOCK_SIZE: Param = param("size", Kind::SizeOf(40));
const INTERFACE_SIZE: Param = param("size", Kind::SizeOf(64));
const BUFFER: Param = out("buffer", "void *");
const NPARAMS: Param = param("nparams", Kind::Int("int *", None));
const STATS_TYPES: Param = param("stats", Kind::Flags(STATS));
const RECORDS: Param = out("retStats", "virDomainStatsRecordPtr **");
const STATS_KNOWN: u32 = 0xe000_00ff;

const fn reads(id: FunctionId, returns: Returns, params: &'static [Param]) -> Function {
    row(id, Area::DomainStats, returns, params)
}

pub(super) const ROWS: &[Function] = &[
    reads(
        FunctionId::DomainBlockStats,
        Returns::Status,
        &[DOM, DISK, out("stats", "virDomainBlockStatsPtr"), BLOCK_SIZE],
    )
    .since("0.3.2")
    .checks(&[Check::NonNull("disk"), Check::NonNull("stats"), Check::AtMost("size", 40)])
    .rpc("dom disk", "stats.rd_req:h stats.rd_bytes:h stats.wr_req:h stats.wr_bytes:h stats.errs:h"),
    reads(
        FunctionId::DomainBlockStatsFlags,
        Returns::Status,
        &[DOM, DISK, out("params", "virTypedParameterPtr"), NPARAMS, flags(NO_FLAGS)],
    )
    .since("0.9.5")
    .checks(&[
        Check::NonNull("disk"),
        Check::NonNull("nparams"),
        Check::NonNegative("*nparams"),
        Check::NonNullArray("params", "*nparams"),
    ])
    .refused(),
    reads(
        FunctionId::DomainInterfaceStats,
        Returns::Status,
        &[DOM, param("device", Kind::Text), out("stats", "virDomainInterfaceStatsPtr"), INTERFACE_SIZE],
    )
    .since("0.3.2")
    .checks(&[Check::NonNull("device"), Check::NonNull("stats"), Check::AtMost("size", 64)])
    .rpc(
        "dom device",
        "stats.rx_bytes:h stats.rx_packets:h stats.rx_errs:h stats.rx_drop:h \
         stats.tx_bytes:h stats.tx_packets:h stats.tx_errs:h stats.tx_drop:h",
    ),
    reads(
        FunctionId::DomainGetBlockInfo,
        Returns::Status,
        &[THIS, DISK, out("info", "virDomainBlockInfoPtr"), flags(NO_FLAGS)],
    )
    .since("0.8.1")
    .checks(&[Check::NonEmpty("disk"), Check::NonNull("info")])
    .driver("DomainGetBlockInfo", 0)
    .rpc("*", "info.allocation:H info.capacity:H info.physical:H"),
    reads(
        FunctionId::DomainBlockPeek,
        Returns::Status,
        &[DOM, DISK, ulong("offset"), SIZE, BUFFER, flags(NO_FLAGS)],
    )
    .since("0.4.2")
    .checks(&[Check::Writable, Check::NonEmpty("disk"), Check::NonNullArray("buffer", "size")])
    .refused()
    .rpc("dom disk offset size:u flags", "buffer:o<4194304>"),
    reads(
        FunctionId::DomainMemoryPeek,
        Returns::Status,
        &[DOM, ulong("start"), SIZE, BUFFER, flags(MEMORY_PEEK)],
    )
    .since("0.4.2")
    .checks(&[
        Check::Writable,
        Check::Exclusive("VIR_MEMORY_VIRTUAL", "VIR_MEMORY_PHYSICAL"),
        Check::NonNullArray("buffer", "size"),
    ])
    .driver("DomainMemoryPeek", 0x3)
    .rpc("dom start size:u flags", "buffer:o<4194304>"),
    reads(FunctionId::DomainBlockResize, Returns::Status, &[DOM, DISK, ulong("size"), flags(BLOCK_RESIZE)])
        .since("0.9.8")
        .checks(&[Check::Writable, Check::NonNull("disk")])
        .refused(),
    reads(
        FunctionId::DomainGetDiskErrors,
        Returns::Number,
        &[DOM, out("errors", "virDomainDiskErrorPtr"), uint("maxerrors"), flags(NO_FLAGS)],
    )
    .since("0.9.10")
    .checks(&[Check::NonNullArray("errors", "maxerrors")])
    .driver("DomainGetDiskErrors", 0)
    .rpc("*", "errors:{disk:s error:i}<256> =:i"),
    reads(
        FunctionId::DomainGetControlInfo,
        Returns::Status,
        &[THIS, out("info", "virDomainControlInfoPtr"), flags(NO_FLAGS)],
    )
    .since("0.9.3")
    .checks(&[Check::NonNull("info")])
    .driver("DomainGetControlInfo", 0)
    .rpc("*", "info.state:u info.details:u info.stateTime:H"),
    reads(
        FunctionId::DomainGetSecurityLabel,
        Returns::Status,
        &[THIS, out("seclabel", "virSecurityLabelPtr")],
    )
    .since("0.6.1")
    .checks(&[Check::NonNull("seclabel")])
    .rpc("*", "seclabel.label:c<4097> seclabel.enforcing:i"),
    reads(
        FunctionId::DomainGetSecurityLabelList,
        Returns::Number,
        &[THIS, out("seclabels", "virSecurityLabelPtr *")],
    )
    .since("0.10.0")
    .checks(&[Check::NonNull("seclabels")])
    .refused()
    .rpc("*", "seclabels:{label:c<4097> enforcing:i}<64> =:i"),
    row(FunctionId::DomainInjectNMI, Area::DomainGuest, Returns::Status, &[THIS, flags(NO_FLAGS)])
        .since("0.9.2")
        .checks(&[Check::Writable])
        .driver("DomainInjectNMI", 0),
    row(
        FunctionId::DomainSendProcessSignal,
        Area::DomainGuest,
        Returns::Status,
        &[
            THIS,
            param("pid_value", Kind::Int("long long", None)),
            param("signum", Kind::Choice(SIGNAL, "unsigned int")),
            flags(NO_FLAGS),
        ],
    )
    .since("1.0.1")
    .checks(&[Check::NonZero("pid_value"), Check::Writable])
    .driver("DomainSendProcessSignal", 0),
    reads(
        FunctionId::DomainGetLaunchSecurityInfo,
        Returns::Status,
        &[THIS, out("params", "virTypedParameterPtr *"), out("nparams", "int *"), flags(NO_FLAGS)],
    )
    .since("4.5.0")
    .checks(&[Check::NonNull("params"), Check::NonNull("nparams"), Check::Writable])
    .rpc("*", "params:P<64>"),
    row(
        FunctionId::DomainGetGuestInfo,
        Area::DomainGuest,
        Returns::Status,
        &[
            THIS,
            param("types", Kind::Flags(GUEST_INFO)),
            out("params", "virTypedParameterPtr *"),
            out("nparams", "int *"),
            flags(NO_FLAGS),
        ],
    )
    .since("5.7.0")
    .checks(&[Check::Writable, Check::NonNull("params"), Check::NonNull("nparams")])
    .refused()
    .rpc("*", "params:P<2048>"),
    reads(
        FunctionId::ConnectGetAllDomainStats,
        Returns::Number,
        &[conn(), STATS_TYPES, RECORDS, flags(STATS_FLAGS)],
    )
    .since("1.2.8")
    .checks(&[Check::NonNull("retStats")])
    .rpc("-:@domain<16384> stats flags", "retStats:{dom:@domain params:P<262144>}<16384>")
    .driver("ConnectGetAllDomainStats", STATS_KNOWN),
    reads(
        FunctionId::DomainListGetStats,
        Returns::Number,
        &[param("doms", Kind::HandleArray(HandleKind::Domain)), STATS_TYPES, RECORDS, flags(STATS_FLAGS)],
    )
    .since("1.2.8")
    .checks(&[Check::NonNull("doms"), Check::NonNull("retStats"), Check::DomainsOfOneConnection("doms")])
    .rpc("doms:@domain<16384> stats flags", "retStats:{dom:@domain params:P<262144>}<16384>")
    .driver("ConnectGetAllDomainStats", STATS_KNOWN),
];
