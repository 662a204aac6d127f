//! Virtual CPUs, the emulator and I/O threads, and on which host CPUs they run: libvirt-domain.c.

use super::*;
use crate::api::flags::*;

const THIS: Param = domain("domain");
const DOM: Param = domain("dom");
const CPUMAP: Param = param("cpumap", Kind::Bytes("unsigned char *"));
const MAPLEN: Param = int("maplen");
const THREAD: Param = uint("iothread_id");
const BOTH: Check = Check::Exclusive("VIR_DOMAIN_AFFECT_LIVE", "VIR_DOMAIN_AFFECT_CONFIG");
const VCPU_BOTH: Check = Check::Exclusive("VIR_DOMAIN_AFFECT_LIVE", "VIR_DOMAIN_AFFECT_CONFIG");
const PIN: &[Check] = &[Check::Writable, Check::NonNull("cpumap"), Check::Positive("maplen")];

const fn cpu(id: FunctionId, params: &'static [Param]) -> Function {
    row(id, Area::DomainCpu, Returns::Status, params)
}

const fn asks(id: FunctionId, params: &'static [Param]) -> Function {
    row(id, Area::DomainCpu, Returns::Number, params)
}

pub(super) const ROWS: &[Function] = &[
    asks(
        FunctionId::DomainGetVcpus,
        &[THIS, out("info", "virVcpuInfoPtr"), int("maxinfo"), out("cpumaps", "unsigned char *"), MAPLEN],
    )
    .since("0.1.4")
    .checks(&[Check::NonNull("info"), Check::Positive("maxinfo"), Check::Own])
    .rpc("domain maxinfo maplen", "info:{number:u state:i cpuTime:H cpu:i}<16384> cpumaps:o<8388608>"),
    cpu(FunctionId::DomainPinVcpu, &[THIS, uint("vcpu"), CPUMAP, MAPLEN]).since("0.1.4").checks(PIN),
    cpu(FunctionId::DomainPinVcpuFlags, &[THIS, uint("vcpu"), CPUMAP, MAPLEN, flags(AFFECT)])
        .since("0.9.3")
        .checks(PIN)
        .driver("DomainPinVcpuFlags", 0),
    asks(
        FunctionId::DomainGetVcpuPinInfo,
        &[THIS, int("ncpumaps"), out("cpumaps", "unsigned char *"), MAPLEN, flags(AFFECT)],
    )
    .since("0.9.3")
    .checks(&[
        Check::NonNullArray("cpumaps", "ncpumaps"),
        Check::Positive("ncpumaps"),
        Check::Positive("maplen"),
        Check::Product("ncpumaps", "maplen"),
        VCPU_BOTH,
    ])
    .rpc("*", "cpumaps:o<8388608> =:i"),
    cpu(FunctionId::DomainPinEmulator, &[THIS, CPUMAP, MAPLEN, flags(AFFECT)])
        .since("0.10.0")
        .checks(PIN)
        .driver("DomainPinEmulator", 3),
    asks(
        FunctionId::DomainGetEmulatorPinInfo,
        &[THIS, out("cpumap", "unsigned char *"), MAPLEN, flags(AFFECT)],
    )
    .since("0.10.0")
    .checks(&[Check::NonNull("cpumap"), Check::Positive("maplen"), BOTH])
    .driver("DomainGetEmulatorPinInfo", 3)
    .rpc("*", "cpumap:o<8388608> =:i"),
    asks(
        FunctionId::DomainGetIOThreadInfo,
        &[DOM, out("info", "virDomainIOThreadInfoPtr **"), flags(AFFECT)],
    )
    .since("1.2.14")
    .checks(&[Check::NonNull("info"), BOTH])
    .driver("DomainGetIOThreadInfo", 3)
    .rpc("*", "info:{iothread_id:u cpumap:o<2048>}<16384> =:u"),
    cpu(FunctionId::DomainPinIOThread, &[THIS, THREAD, CPUMAP, MAPLEN, flags(AFFECT)])
        .since("1.2.14")
        .checks(PIN)
        .driver("DomainPinIOThread", 3),
    cpu(FunctionId::DomainAddIOThread, &[THIS, THREAD, flags(AFFECT)])
        .since("1.2.15")
        .checks(&[Check::Writable])
        .driver("DomainAddIOThread", 3),
    cpu(FunctionId::DomainDelIOThread, &[THIS, THREAD, flags(AFFECT)])
        .since("1.2.15")
        .checks(&[Check::Writable, Check::NonZero("iothread_id")])
        .driver("DomainDelIOThread", 3),
    cpu(
        FunctionId::DomainSetIOThreadParams,
        &[THIS, THREAD, param("params", Kind::Params("virTypedParameterPtr")), int("nparams"), flags(AFFECT)],
    )
    .since("4.10.0")
    .checks(&[
        Check::Writable,
        Check::NonNull("params"),
        Check::Positive("nparams"),
        Check::Params("params", "nparams"),
    ])
    .driver("DomainSetIOThreadParams", 1)
    .rpc("domain iothread_id params#nparams:P<64> flags", ""),
    asks(
        FunctionId::DomainGetCPUStats,
        &[
            THIS,
            out("params", "virTypedParameterPtr"),
            uint("nparams"),
            int("start_cpu"),
            uint("ncpus"),
            flags(NO_FLAGS),
        ],
    )
    .since("0.9.10")
    .checks(&[Check::Own])
    .driver("DomainGetCPUStats", 4)
    .rpc("*", "params:P<2048> =:i"),
    cpu(
        FunctionId::DomainGetGuestVcpus,
        &[THIS, out("params", "virTypedParameterPtr *"), out("nparams", "unsigned int *"), flags(NO_FLAGS)],
    )
    .since("2.0.0")
    .checks(&[Check::Writable, Check::NonNull("params"), Check::NonNull("nparams")])
    .rpc("*", "params:P<64>")
    .refused(),
    cpu(FunctionId::DomainSetGuestVcpus, &[THIS, param("cpumap", Kind::Text), int("state"), flags(NO_FLAGS)])
        .since("2.0.0")
        .checks(&[Check::Writable, Check::NonNull("cpumap")])
        .refused(),
    cpu(FunctionId::DomainSetVcpu, &[THIS, param("vcpumap", Kind::Text), int("state"), flags(SET_VCPU)])
        .since("3.1.0")
        .checks(&[Check::Writable, Check::NonNull("vcpumap")])
        .refused(),
];
