//! How much a domain may use: scheduler, memory, NUMA, block I/O, interfaces, perf events: libvirt-domain.c.

use super::*;
use crate::api::flags::*;

const THIS: Param = domain("domain");
const DOM: Param = domain("dom");
const PARAMS: Param = param("params", Kind::Params("virTypedParameterPtr"));
const PARAMS_OUT: Param = out("params", "virTypedParameterPtr");
const NPARAMS: Param = param("nparams", Kind::Int("int *", None));
const DISK: Param = param("disk", Kind::Text);
const DEVICE: Param = param("device", Kind::Text);
const BOTH: Check = Check::Exclusive("VIR_DOMAIN_AFFECT_LIVE", "VIR_DOMAIN_AFFECT_CONFIG");
const VALID: Check = Check::Params("params", "nparams");
const ROOM: Check = Check::NonNullArray("params", "*nparams");
/// The public functions let every driver give strings: `VIR_TYPED_PARAM_STRING_OKAY`.
const STRINGS: u32 = 4;

const fn tune(id: FunctionId, params: &'static [Param]) -> Function {
    row(id, Area::DomainTuning, Returns::Status, params)
}

pub(super) const ROWS: &[Function] = &[
    row(FunctionId::DomainGetSchedulerType, Area::DomainTuning, STRING, &[THIS, out("nparams", "int *")])
        .since("0.2.3")
        .rpc("*", "=:s nparams"),
    tune(FunctionId::DomainGetSchedulerParameters, &[THIS, PARAMS_OUT, NPARAMS])
        .since("0.2.3")
        .checks(&[Check::NonNull("params"), Check::NonNull("nparams"), Check::Positive("*nparams")])
        .rpc("domain nparams:i", "params:P<16>"),
    tune(FunctionId::DomainGetSchedulerParametersFlags, &[THIS, PARAMS_OUT, NPARAMS, flags(AFFECT)])
        .since("0.9.2")
        .checks(&[Check::NonNull("params"), Check::NonNull("nparams"), Check::Positive("*nparams"), BOTH])
        .rpc("domain nparams:i flags", "params:P<16>"),
    tune(FunctionId::DomainSetSchedulerParameters, &[THIS, PARAMS, int("nparams")]).since("0.2.3").checks(&[
        Check::Writable,
        Check::NonNull("params"),
        Check::NonNegative("nparams"),
        VALID,
    ]),
    tune(FunctionId::DomainSetSchedulerParametersFlags, &[THIS, PARAMS, int("nparams"), flags(AFFECT)])
        .since("0.9.2")
        .checks(&[Check::Writable, Check::NonNull("params"), Check::NonNegative("nparams"), VALID])
        .driver("DomainSetSchedulerParametersFlags", 0),
    tune(FunctionId::DomainGetMemoryParameters, &[THIS, PARAMS_OUT, NPARAMS, flags(AFFECT)])
        .since("0.8.5")
        .checks(&[Check::NonNull("nparams"), Check::NonNegative("*nparams"), ROOM, BOTH])
        .driver("DomainGetMemoryParameters", 3 | STRINGS)
        .rpc("domain nparams:i flags", "params:P<16> nparams"),
    tune(FunctionId::DomainSetMemoryParameters, &[THIS, PARAMS, int("nparams"), flags(AFFECT)])
        .since("0.8.5")
        .checks(&[Check::Writable, Check::NonNull("params"), Check::Positive("nparams"), VALID])
        .driver("DomainSetMemoryParameters", 3),
    tune(FunctionId::DomainGetNumaParameters, &[THIS, PARAMS_OUT, NPARAMS, flags(AFFECT)])
        .since("0.9.9")
        .checks(&[Check::NonNull("nparams"), Check::NonNegative("*nparams"), ROOM])
        .driver("DomainGetNumaParameters", 3 | STRINGS)
        .rpc("domain nparams:i flags", "params:P<16> nparams"),
    tune(FunctionId::DomainSetNumaParameters, &[THIS, PARAMS, int("nparams"), flags(AFFECT)])
        .since("0.9.9")
        .checks(&[Check::Writable, Check::NonNull("params"), Check::Positive("nparams"), VALID])
        .driver("DomainSetNumaParameters", 3),
    tune(FunctionId::DomainGetBlkioParameters, &[THIS, PARAMS_OUT, NPARAMS, flags(AFFECT)])
        .since("0.9.0")
        .checks(&[Check::NonNull("nparams"), Check::NonNegative("*nparams"), ROOM, BOTH])
        .driver("DomainGetBlkioParameters", 3 | STRINGS)
        .rpc("domain nparams:i flags", "params:P<16> nparams"),
    tune(FunctionId::DomainSetBlkioParameters, &[THIS, PARAMS, int("nparams"), flags(AFFECT)])
        .since("0.9.0")
        .checks(&[Check::Writable, Check::NonNull("params"), Check::NonNegative("nparams"), VALID])
        .driver("DomainSetBlkioParameters", 3),
    tune(FunctionId::DomainGetBlockIoTune, &[DOM, DISK, PARAMS_OUT, NPARAMS, flags(AFFECT)])
        .since("0.9.8")
        .checks(&[
            Check::NonNull("nparams"),
            Check::NonNegative("*nparams"),
            ROOM,
            Check::NonNullArray("disk", "*nparams"),
            BOTH,
        ])
        .driver("DomainGetBlockIoTune", 3 | STRINGS)
        .rpc("dom disk:s? nparams:i flags", "params:P<32> nparams"),
    tune(FunctionId::DomainSetBlockIoTune, &[DOM, DISK, PARAMS, int("nparams"), flags(AFFECT)])
        .since("0.9.8")
        .checks(&[
            Check::Writable,
            Check::NonNull("disk"),
            Check::Positive("nparams"),
            Check::NonNull("params"),
            VALID,
        ])
        .driver("DomainSetBlockIoTune", 3)
        .rpc("dom disk:s params#nparams:P<32> flags", ""),
    tune(FunctionId::DomainGetInterfaceParameters, &[THIS, DEVICE, PARAMS_OUT, NPARAMS, flags(AFFECT)])
        .since("0.9.9")
        .checks(&[Check::NonNull("nparams"), Check::NonNegative("*nparams"), ROOM])
        .driver("DomainGetInterfaceParameters", 3 | STRINGS)
        .rpc("domain device:s nparams:i flags", "params:P<16> nparams"),
    tune(FunctionId::DomainSetInterfaceParameters, &[THIS, DEVICE, PARAMS, int("nparams"), flags(AFFECT)])
        .since("0.9.9")
        .checks(&[Check::Writable, Check::NonNull("params"), Check::Positive("nparams"), VALID])
        .driver("DomainSetInterfaceParameters", 3)
        .rpc("domain device:s params#nparams:P<16> flags", ""),
    tune(
        FunctionId::DomainGetPerfEvents,
        &[THIS, out("params", "virTypedParameterPtr *"), out("nparams", "int *"), flags(AFFECT)],
    )
    .since("1.3.3")
    .checks(&[Check::NonNull("params"), Check::NonNull("nparams")])
    .driver("DomainGetPerfEvents", 3 | STRINGS)
    .rpc("*", "params:P<64>"),
    tune(FunctionId::DomainSetPerfEvents, &[THIS, PARAMS, int("nparams"), flags(AFFECT)])
        .since("1.3.3")
        .checks(&[Check::Writable, Check::NonNull("params"), Check::Positive("nparams"), VALID])
        .driver("DomainSetPerfEvents", 3)
        .rpc("domain params#nparams:P<64> flags", ""),
    tune(
        FunctionId::DomainSetMemoryStatsPeriod,
        &[THIS, param("period", Kind::Int("int", Some(Unit::Seconds))), flags(MEMORY)],
    )
    .since("1.1.1")
    .checks(&[Check::Writable, Check::NonNegative("period")])
    .driver("DomainSetMemoryStatsPeriod", 3),
];
