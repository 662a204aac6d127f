//! Functions of several areas that the test driver refuses: libvirt-domain.c and libvirt-host.c.

use super::*;
use crate::api::flags::*;

const THIS: Param = domain("domain");
const DOM: Param = domain("dom");
const XML: Param = param("xml", Kind::Document);
const STREAM: Param = param("st", Kind::Handle(HandleKind::Stream));
const PARAMS: Param = param("params", Kind::Params("virTypedParameterPtr"));
const VALID: Check = Check::Params("params", "nparams");
const NPARAMS: Param = param("nparams", Kind::Int("int *", None));
const CPUS: Param = param("xmlCPUs", Kind::TextArray("const char **"));
const EMULATOR: Param = param("emulator", Kind::Text);
const ARCH: Param = param("arch", Kind::Text);
const MACHINE: Param = param("machine", Kind::Text);
const VIRTTYPE: Param = param("virttype", Kind::Text);

const fn device(id: FunctionId, params: &'static [Param]) -> Function {
    row(id, Area::DomainDevice, Returns::Status, params).checks(&[Check::Writable]).refused()
}

const fn guest(id: FunctionId, params: &'static [Param]) -> Function {
    row(id, Area::DomainGuest, Returns::Status, params).checks(&[Check::Writable]).refused()
}

const fn host(id: FunctionId, returns: Returns, params: &'static [Param]) -> Function {
    row(id, Area::Host, returns, params).refused()
}

/// About devices.
pub(super) const DEVICES: &[Function] = &[
    device(FunctionId::DomainDetachDevice, &[THIS, XML])
        .since("0.1.9")
        .checks(&[Check::NonNull("xml"), Check::Writable]),
    device(FunctionId::DomainDetachDeviceFlags, &[THIS, XML, flags(MODIFY_DEVICE)])
        .since("0.7.7")
        .checks(&[Check::NonNull("xml"), Check::Writable]),
    device(
        FunctionId::DomainSetBlockThreshold,
        &[
            THIS,
            param("dev", Kind::Text),
            param("threshold", Kind::Int("unsigned long long", Some(Unit::Bytes))),
            flags(NO_FLAGS),
        ],
    )
    .since("3.1.0")
    .checks(&[Check::Writable, Check::NonNull("dev")]),
    device(FunctionId::DomainDelThrottleGroup, &[DOM, param("group", Kind::Text), flags(AFFECT)])
        .since("11.2.0")
        .rpc("dom group:s? flags", "*")
        .checks(&[Check::NonNull("group")]),
    device(
        FunctionId::DomainSetThrottleGroup,
        &[DOM, param("group", Kind::Text), PARAMS, int("nparams"), flags(AFFECT)],
    )
    .since("11.2.0")
    .checks(&[
        Check::Writable,
        Check::NonNull("group"),
        Check::Positive("nparams"),
        Check::NonNull("params"),
        VALID,
    ])
    .rpc("dom group:s params#nparams:P<32> flags", ""),
    device(
        FunctionId::DomainAnnounceInterface,
        &[DOM, param("device", Kind::Text), PARAMS, int("nparams"), flags(NO_FLAGS)],
    )
    .since("12.5.0")
    .checks(&[Check::Writable, Check::Own, VALID])
    .rpc("dom device:s? params#nparams:P<16> flags", ""),
    device(
        FunctionId::DomainGraphicsReload,
        &[THIS, param("type", Kind::Choice(RELOAD, "unsigned int")), flags(NO_FLAGS)],
    )
    .since("10.2.0"),
    device(
        FunctionId::DomainFDAssociate,
        &[
            THIS,
            param("name", Kind::Text),
            uint("nfds"),
            param("fds", Kind::IntArray("int *")),
            flags(FD_ASSOCIATE),
        ],
    )
    .since("9.0.0")
    .checks(&[Check::NonZero("nfds"), Check::NonNull("fds"), Check::Writable])
    .rpc("domain name:s flags", ""),
    row(
        FunctionId::DomainOpenGraphics,
        Area::DomainDevice,
        Returns::Status,
        &[DOM, uint("idx"), int("fd"), flags(OPEN_GRAPHICS)],
    )
    .since("0.9.7")
    .checks(&[Check::NonNegative("fd")])
    .rpc("dom idx flags", "*"),
    device(FunctionId::DomainOpenGraphicsFD, &[DOM, uint("idx"), flags(OPEN_GRAPHICS)]).since("1.2.8"),
    device(FunctionId::DomainOpenConsole, &[DOM, param("dev_name", Kind::Text), STREAM, flags(CONSOLE)])
        .since("0.8.6")
        .checks(&[Check::Handle(HandleKind::Stream, "st"), Check::Writable, Check::StreamOfDomain("st")])
        .rpc("dom dev_name:s? flags", "*"),
    device(FunctionId::DomainOpenChannel, &[DOM, param("name", Kind::Text), STREAM, flags(CHANNEL)])
        .since("1.0.2")
        .checks(&[Check::Handle(HandleKind::Stream, "st"), Check::Writable, Check::StreamOfDomain("st")])
        .rpc("dom name:s? flags", "*"),
];

/// About the guest.
pub(super) const GUEST: &[Function] = &[
    guest(FunctionId::DomainSetLaunchSecurityState, &[THIS, PARAMS, int("nparams"), flags(NO_FLAGS)])
        .since("8.0.0")
        .checks(&[Check::NonNull("params"), Check::Positive("nparams"), Check::Writable, VALID])
        .rpc("domain params#nparams:P<64> flags", ""),
    guest(
        FunctionId::DomainAgentSetResponseTimeout,
        &[THIS, param("timeout", Kind::Choice(AGENT_TIMEOUT, "int")), flags(NO_FLAGS)],
    )
    .since("5.10.0")
    .rpc("*", "=:i"),
    row(
        FunctionId::DomainAuthorizedSSHKeysGet,
        Area::DomainGuest,
        Returns::Number,
        &[THIS, param("user", Kind::Text), out("keys", "char ***"), flags(NO_FLAGS)],
    )
    .since("6.10.0")
    .checks(&[Check::NonNull("user"), Check::NonNull("keys"), Check::Writable])
    .refused()
    .rpc("*", "keys:s<2048>"),
    guest(
        FunctionId::DomainAuthorizedSSHKeysSet,
        &[
            THIS,
            param("user", Kind::Text),
            param("keys", Kind::TextArray("const char **")),
            uint("nkeys"),
            flags(SSH_KEYS),
        ],
    )
    .since("6.10.0")
    .rpc("domain user keys#nkeys:s<2048> flags", "*")
    .checks(&[
        Check::NonNull("user"),
        Check::NonNullFor(0x3, "keys"),
        Check::Exclusive(
            "VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_APPEND",
            "VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_REMOVE",
        ),
        Check::Writable,
    ]),
];

/// About the host.
pub(super) const HOST: &[Function] = &[
    host(
        FunctionId::ConnectCompareCPU,
        Returns::Number,
        &[conn(), param("xmlDesc", Kind::Document), flags(COMPARE)],
    )
    .since("0.7.5")
    .checks(&[Check::NonNull("xmlDesc")]),
    host(
        FunctionId::ConnectCompareHypervisorCPU,
        Returns::Number,
        &[conn(), EMULATOR, ARCH, MACHINE, VIRTTYPE, param("xmlCPU", Kind::Document), flags(COMPARE)],
    )
    .since("4.4.0")
    .checks(&[Check::NonNull("xmlCPU"), Check::Writable]),
    host(
        FunctionId::ConnectBaselineHypervisorCPU,
        STRING,
        &[conn(), EMULATOR, ARCH, MACHINE, VIRTTYPE, CPUS, uint("ncpus"), flags(BASELINE)],
    )
    .since("4.4.0")
    .rpc("emulator arch machine virttype xmlCPUs#ncpus:s<256> flags", "*")
    .checks(&[Check::NonNull("xmlCPUs"), Check::Writable]),
    host(
        FunctionId::NodeAllocPages,
        Returns::Number,
        &[
            conn(),
            uint("npages"),
            param("pageSizes", Kind::IntArray("unsigned int *")),
            param("pageCounts", Kind::IntArray("unsigned long long *")),
            int("startCell"),
            uint("cellCount"),
            flags(ALLOC_PAGES),
        ],
    )
    .since("1.2.9")
    .checks(&[
        Check::Writable,
        Check::NonZero("npages"),
        Check::NonNull("pageSizes"),
        Check::NonNull("pageCounts"),
        Check::NonZero("cellCount"),
    ])
    .rpc("pageSizes#npages:u<1024> pageCounts#npages:H<1024> startCell cellCount flags", "=:i"),
    host(
        FunctionId::NodeGetMemoryParameters,
        Returns::Status,
        &[conn(), out("params", "virTypedParameterPtr"), NPARAMS, flags(NO_FLAGS)],
    )
    .since("0.10.2")
    .checks(&[
        Check::NonNull("nparams"),
        Check::NonNegative("*nparams"),
        Check::NonNullArray("params", "*nparams"),
    ])
    .rpc("nparams flags", "params:P<64> nparams"),
    host(
        FunctionId::NodeSetMemoryParameters,
        Returns::Status,
        &[conn(), PARAMS, int("nparams"), flags(NO_FLAGS)],
    )
    .since("0.10.2")
    .checks(&[Check::Writable, Check::NonNull("params"), Check::NonNegative("nparams"), VALID])
    .rpc("params#nparams:P<64> flags", ""),
    host(
        FunctionId::NodeGetSEVInfo,
        Returns::Status,
        &[conn(), out("params", "virTypedParameterPtr *"), out("nparams", "int *"), flags(NO_FLAGS)],
    )
    .since("4.5.0")
    .checks(&[Check::NonNull("nparams"), Check::Writable])
    .rpc("nparams:i flags", "params:P<64> nparams:i"),
    host(
        FunctionId::NodeSuspendForDuration,
        Returns::Status,
        &[
            conn(),
            param("target", Kind::Choice(SUSPEND, "unsigned int")),
            param("duration", Kind::Int("unsigned long long", Some(Unit::Seconds))),
            flags(NO_FLAGS),
        ],
    )
    .since("0.9.8")
    .checks(&[Check::Writable]),
    host(FunctionId::ConnectSetIdentity, Returns::Status, &[conn(), PARAMS, int("nparams"), flags(NO_FLAGS)])
        .since("5.8.0")
        .rpc("params#nparams:P<20> flags", "*"),
    host(
        FunctionId::ConnectDomainXMLFromNative,
        STRING,
        &[conn(), param("nativeFormat", Kind::Text), param("nativeConfig", Kind::Text), flags(NO_FLAGS)],
    )
    .since("0.6.4")
    .checks(&[Check::Writable, Check::NonNull("nativeFormat"), Check::NonNull("nativeConfig")]),
    host(
        FunctionId::ConnectDomainXMLToNative,
        STRING,
        &[conn(), param("nativeFormat", Kind::Text), param("domainXml", Kind::Document), flags(NO_FLAGS)],
    )
    .since("0.6.4")
    .checks(&[Check::Writable, Check::NonNull("nativeFormat"), Check::NonNull("domainXml")]),
];
