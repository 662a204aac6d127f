//! Images of saved domains, dumps in several formats, and domains that get open files: libvirt-domain.c.

use super::*;
use crate::api::flags::*;

const THIS: Param = domain("domain");
const FILE: Param = param("file", Kind::Path);
const DXML: Param = param("dxml", Kind::Document);
const PARAMS: Param = param("params", Kind::Params("virTypedParameterPtr"));
const FILES: Param = param("files", Kind::IntArray("int *"));
const ONE_STATE: Check = Check::Exclusive("VIR_DOMAIN_SAVE_RUNNING", "VIR_DOMAIN_SAVE_PAUSED");
const DOMAIN: Returns = Returns::Handle(HandleKind::Domain);

const fn life(id: FunctionId, returns: Returns, params: &'static [Param]) -> Function {
    row(id, Area::DomainLife, returns, params)
}

pub(super) const ROWS: &[Function] = &[
    life(FunctionId::DomainSaveImageGetXMLDesc, STRING, &[conn(), FILE, flags(SAVE_IMAGE_XML)])
        .since("0.9.4")
        .checks(&[Check::NonNull("file"), Check::Writable])
        .driver("DomainSaveImageGetXMLDesc", 0x1)
        .partial(Partial::ReadsFiles),
    life(FunctionId::DomainSaveImageDefineXML, Returns::Status, &[conn(), FILE, DXML, flags(SAVE)])
        .since("0.9.4")
        .checks(&[Check::Writable, Check::NonNull("file"), Check::NonNull("dxml"), ONE_STATE])
        .driver("DomainSaveImageDefineXML", 0x6)
        .partial(Partial::ReadsFiles),
    life(FunctionId::DomainManagedSaveGetXMLDesc, STRING, &[THIS, flags(SAVE_IMAGE_XML)])
        .since("3.7.0")
        .checks(&[Check::WritableFor(0x1, "virDomainManagedSaveGetXMLDesc with secure flag")])
        .refused(),
    life(FunctionId::DomainManagedSaveDefineXML, Returns::Status, &[THIS, DXML, flags(SAVE)])
        .since("3.7.0")
        .checks(&[ONE_STATE, Check::Writable])
        .refused(),
    life(FunctionId::DomainSaveParams, Returns::Status, &[THIS, PARAMS, int("nparams"), flags(SAVE)])
        .since("8.4.0")
        .rpc("domain params#nparams:P<64> flags", "*")
        .checks(&[Check::Writable, ONE_STATE])
        .partial(Partial::WritesFiles),
    life(FunctionId::DomainRestoreParams, Returns::Status, &[conn(), PARAMS, int("nparams"), flags(SAVE)])
        .since("8.4.0")
        .rpc("params#nparams:P<64> flags", "*")
        .checks(&[Check::Writable, ONE_STATE])
        .refused(),
    life(
        FunctionId::DomainCoreDumpWithFormat,
        Returns::Status,
        &[
            THIS,
            param("to", Kind::Path),
            param("dumpformat", Kind::Choice(DUMP_FORMAT, "unsigned int")),
            flags(DUMP),
        ],
    )
    .since("1.2.3")
    .checks(&[
        Check::Writable,
        Check::NonNull("to"),
        Check::Supported("dumpformat", 5),
        Check::Exclusive("VIR_DUMP_CRASH", "VIR_DUMP_LIVE"),
        Check::Exclusive("VIR_DUMP_CRASH", "VIR_DUMP_RESET"),
        Check::Exclusive("VIR_DUMP_LIVE", "VIR_DUMP_RESET"),
    ])
    .driver("DomainCoreDumpWithFormat", 0x1)
    .partial(Partial::WritesFiles),
    life(FunctionId::DomainCreateLinux, DOMAIN, &[conn(), param("xmlDesc", Kind::Document), flags(CREATE)])
        .since("0.0.3")
        .checks(&[Check::NonNull("xmlDesc"), Check::Writable])
        .driver("DomainCreateXML", 0x10),
    life(
        FunctionId::DomainCreateXMLWithFiles,
        DOMAIN,
        &[conn(), param("xmlDesc", Kind::Document), uint("nfiles"), FILES, flags(CREATE)],
    )
    .since("1.1.1")
    .checks(&[Check::NonNull("xmlDesc"), Check::Writable])
    .driver("DomainCreateXML", 0x10)
    .rpc("xmlDesc flags", "*"),
    life(FunctionId::DomainCreateWithFiles, Returns::Status, &[THIS, uint("nfiles"), FILES, flags(CREATE)])
        .since("1.1.1")
        .checks(&[Check::Writable])
        .driver("DomainCreateWithFlags", 0)
        .rpc("domain flags", "domain:@domain"),
    life(FunctionId::DomainGetAutostartOnce, Returns::Status, &[THIS, out("autostart", "int *")])
        .since("11.2.0")
        .checks(&[Check::NonNull("autostart")])
        .refused(),
    life(FunctionId::DomainSetAutostartOnce, Returns::Status, &[THIS, int("autostart")])
        .since("11.2.0")
        .checks(&[Check::Writable])
        .refused(),
    life(
        FunctionId::DomainPMSuspendForDuration,
        Returns::Status,
        &[
            domain("dom"),
            param("target", Kind::Choice(SUSPEND, "unsigned int")),
            param("duration", Kind::Int("unsigned long long", Some(Unit::Seconds))),
            flags(NO_FLAGS),
        ],
    )
    .since("0.9.10")
    .checks(&[Check::Writable])
    .refused(),
    life(FunctionId::DomainPMWakeup, Returns::Status, &[domain("dom"), flags(NO_FLAGS)])
        .since("0.9.11")
        .checks(&[Check::Writable])
        .refused(),
];
