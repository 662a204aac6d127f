//! What the host is and has: libvirt-host.c.

use super::*;
use crate::api::flags::{BASELINE, CPU_STATS_ALL, MEMORY_STATS_ALL, NO_FLAGS};

const fn of_host(id: FunctionId, returns: Returns, params: &'static [Param]) -> Function {
    row(id, Area::Host, returns, params)
}

/// In: how many the caller has room for; out: how many there are or were written.
const NPARAMS: Param = param("nparams", Kind::Int("int *", None));

pub(super) const ROWS: &[Function] = &[
    of_host(FunctionId::ConnectGetCapabilities, STRING, &[conn()]).since("0.2.1"),
    of_host(FunctionId::NodeGetInfo, Returns::Status, &[conn(), out("info", "virNodeInfoPtr")])
        .since("0.1.0")
        .checks(&[Check::NonNull("info")])
        .rpc(
            "*",
            "info.model:c[32] info.memory:H info.cpus:i info.mhz:i info.nodes:i info.sockets:i info.cores:i info.threads:i",
        ),
    of_host(FunctionId::ConnectGetMaxVcpus, Returns::Number, &[conn(), param("type", Kind::Text)])
        .since("0.2.1"),
    of_host(FunctionId::NodeGetFreeMemory, Returns::Amount("unsigned long long"), &[conn()]).since("0.3.3"),
    of_host(
        FunctionId::NodeGetCellsFreeMemory,
        Returns::Number,
        &[conn(), out("freeMems", "unsigned long long *"), int("startCell"), int("maxCells")],
    )
    .since("0.3.3")
    .checks(&[
        Check::Positive("maxCells"),
        Check::NonNullArray("freeMems", "maxCells"),
        Check::NonNegative("startCell"),
    ])
    .rpc("*", "freeMems:H<1024>"),
    of_host(
        FunctionId::NodeGetFreePages,
        Returns::Number,
        &[
            conn(),
            uint("npages"),
            param("pages", Kind::IntArray("unsigned int *")),
            int("startCell"),
            uint("cellCount"),
            out("counts", "unsigned long long *"),
            flags(NO_FLAGS),
        ],
    )
    .since("1.2.6")
    .checks(&[
        Check::NonZero("npages"),
        Check::NonNull("pages"),
        Check::NonZero("cellCount"),
        Check::NonNull("counts"),
    ])
    .driver("NodeGetFreePages", 0)
    .rpc("pages#npages:u<1024> startCell cellCount flags", "counts:H<1024>"),
    of_host(
        FunctionId::NodeGetCPUMap,
        Returns::Number,
        &[conn(), out("cpumap", "unsigned char **"), out("online", "unsigned int *"), flags(NO_FLAGS)],
    )
    .since("1.0.0")
    .driver("NodeGetCPUMap", 0)
    .rpc("?cpumap ?online flags", "cpumap:o<2048> online:u =:i"),
    of_host(
        FunctionId::NodeGetCPUStats,
        Returns::Status,
        &[
            conn(),
            param("cpuNum", Kind::Choice(CPU_STATS_ALL, "int")),
            out("params", "virNodeCPUStatsPtr"),
            NPARAMS,
            flags(NO_FLAGS),
        ],
    )
    .since("0.9.3")
    .checks(&[
        Check::NonNull("nparams"),
        Check::NonNegative("*nparams"),
        Check::OnlyMinusOne("cpuNum", "cpuNum"),
    ])
    .driver("NodeGetCPUStats", 0)
    .rpc("*", "params:{field:s value:H}<16> nparams:i"),
    of_host(
        FunctionId::NodeGetMemoryStats,
        Returns::Status,
        &[
            conn(),
            param("cellNum", Kind::Choice(MEMORY_STATS_ALL, "int")),
            out("params", "virNodeMemoryStatsPtr"),
            NPARAMS,
            flags(NO_FLAGS),
        ],
    )
    .since("0.9.3")
    .checks(&[
        Check::NonNull("nparams"),
        Check::NonNegative("*nparams"),
        // libvirt's error says cpuNum here too.
        Check::OnlyMinusOne("cellNum", "cpuNum"),
    ])
    .rpc("nparams cellNum flags", "params:{field:s value:H}<16> nparams:i"),
    of_host(FunctionId::ConnectGetSysinfo, STRING, &[conn(), flags(NO_FLAGS)])
        .since("0.8.8")
        .driver("ConnectGetSysinfo", 0),
    of_host(
        FunctionId::NodeGetSecurityModel,
        Returns::Status,
        &[conn(), out("secmodel", "virSecurityModelPtr")],
    )
    .since("0.6.1")
    .checks(&[Check::NonNull("secmodel")])
    .rpc("*", "secmodel.model:c<257> secmodel.doi:c<257>"),
    of_host(
        FunctionId::ConnectGetCPUModelNames,
        Returns::Number,
        &[conn(), param("arch", Kind::Text), out("models", "char ***"), flags(NO_FLAGS)],
    )
    .since("1.1.3")
    .checks(&[Check::NonNull("arch")])
    .driver("ConnectGetCPUModelNames", 0)
    .rpc("arch ?models flags", "models:s<8192> =:i"),
    of_host(
        FunctionId::ConnectBaselineCPU,
        STRING,
        &[
            conn(),
            param("xmlCPUs", Kind::TextArray("const char **")),
            uint("ncpus"),
            flags(BASELINE),
        ],
    )
    .since("0.7.7")
    .checks(&[Check::NonNull("xmlCPUs")])
    .driver("ConnectBaselineCPU", 0x1)
    .rpc("xmlCPUs#ncpus:s<256> flags", "=:s"),
    of_host(
        FunctionId::ConnectGetDomainCapabilities,
        STRING,
        &[
            conn(),
            param("emulatorbin", Kind::Path),
            param("arch", Kind::Text),
            param("machine", Kind::Text),
            param("virttype", Kind::Text),
            flags(NO_FLAGS),
        ],
    )
    .since("1.2.7")
    .checks(&[Check::Writable])
    .driver("ConnectGetDomainCapabilities", 0),
];
