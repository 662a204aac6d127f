//! Domains: libvirt-domain.c.

use super::*;
use crate::api::flags::*;

const THIS: Param = domain("domain");
const DOM: Param = domain("dom");
const DOMAIN: Returns = Returns::Handle(HandleKind::Domain);
const CREATE_FLAGS: Param = flags(CREATE);
const TO: Param = param("to", Kind::Path);
const FROM: Param = param("from", Kind::Path);
const DXML: Param = param("dxml", Kind::Document);
const SAVE_EXCLUSIVE: Check = Check::Exclusive("VIR_DOMAIN_SAVE_RUNNING", "VIR_DOMAIN_SAVE_PAUSED");
const WRITABLE: &[Check] = &[Check::Writable];

const fn named(id: FunctionId, returns: Returns, params: &'static [Param]) -> Function {
    row(id, Area::DomainIdentity, returns, params)
}
const fn list(id: FunctionId, params: &'static [Param]) -> Function {
    row(id, Area::DomainList, Returns::Number, params)
}
const fn life(id: FunctionId, params: &'static [Param]) -> Function {
    row(id, Area::DomainLife, Returns::Status, params).checks(WRITABLE)
}
const fn make(id: FunctionId, params: &'static [Param]) -> Function {
    row(id, Area::DomainLife, DOMAIN, params)
}
const fn info(id: FunctionId, returns: Returns, params: &'static [Param]) -> Function {
    row(id, Area::DomainInfo, returns, params)
}

pub(super) const ROWS: &[Function] = &[
    named(FunctionId::DomainLookupByID, DOMAIN, &[conn(), int("id")]).checks(&[Check::NonNegative("id")]),
    named(FunctionId::DomainLookupByName, DOMAIN, &[conn(), param("name", Kind::Text)])
        .checks(&[Check::NonNull("name")]),
    named(FunctionId::DomainLookupByUUID, DOMAIN, &[conn(), param("uuid", Kind::Uuid)])
        .since("0.0.5")
        .checks(&[Check::NonNull("uuid")]),
    named(FunctionId::DomainLookupByUUIDString, DOMAIN, &[conn(), param("uuidstr", Kind::UuidText)])
        .since("0.1.1")
        .checks(&[Check::NonNull("uuidstr")]),
    named(FunctionId::DomainGetName, CONST_STRING, &[THIS]),
    named(FunctionId::DomainGetID, Returns::Id, &[THIS]),
    named(FunctionId::DomainGetUUID, Returns::Status, &[THIS, out("uuid", "unsigned char *")])
        .since("0.0.5")
        .checks(&[Check::NonNull("uuid")]),
    named(FunctionId::DomainGetUUIDString, Returns::Status, &[THIS, out("buf", "char *")])
        .since("0.1.1")
        .checks(&[Check::NonNull("buf")]),
    named(FunctionId::DomainGetConnect, Returns::Handle(HandleKind::Connect), &[DOM]).since("0.3.0"),
    named(FunctionId::DomainRef, Returns::Status, &[THIS]).since("0.6.0"),
    named(FunctionId::DomainFree, Returns::Status, &[THIS]),
    list(FunctionId::ConnectNumOfDomains, &[conn()]).since("0.0.3"),
    list(FunctionId::ConnectListDomains, &[conn(), out("ids", "int *"), int("maxids")])
        .since("0.0.3")
        .checks(&[Check::NonNullArray("ids", "maxids"), Check::NonNegative("maxids")]),
    list(FunctionId::ConnectNumOfDefinedDomains, &[conn()]).since("0.1.5"),
    list(FunctionId::ConnectListDefinedDomains, &[conn(), out("names", "char ** const"), int("maxnames")])
        .since("0.1.1")
        .checks(&[Check::NonNullArray("names", "maxnames"), Check::NonNegative("maxnames")]),
    list(FunctionId::ConnectListAllDomains, &[conn(), out("domains", "virDomainPtr **"), flags(LIST)])
        .since("0.9.13")
        .driver("ConnectListAllDomains", 0xffff),
    make(FunctionId::DomainCreateXML, &[conn(), param("xmlDesc", Kind::Document), CREATE_FLAGS])
        .since("0.5.0")
        .checks(&[Check::NonNull("xmlDesc"), Check::Writable])
        .driver("DomainCreateXML", 0x10),
    make(FunctionId::DomainDefineXML, &[conn(), param("xml", Kind::Document)])
        .since("0.1.1")
        .checks(&[Check::Writable, Check::NonNull("xml")]),
    make(FunctionId::DomainDefineXMLFlags, &[conn(), param("xml", Kind::Document), flags(DEFINE)])
        .since("1.2.12")
        .checks(&[Check::Writable, Check::NonNull("xml")])
        .driver("DomainDefineXMLFlags", 0x1),
    life(FunctionId::DomainCreate, &[THIS]).since("0.1.1"),
    life(FunctionId::DomainCreateWithFlags, &[THIS, CREATE_FLAGS])
        .since("0.8.2")
        .rpc("*", "domain:@domain")
        .driver("DomainCreateWithFlags", 0),
    life(FunctionId::DomainSuspend, &[THIS]),
    life(FunctionId::DomainResume, &[THIS]),
    life(FunctionId::DomainShutdown, &[THIS]),
    life(FunctionId::DomainShutdownFlags, &[THIS, flags(SHUTDOWN)])
        .since("0.9.10")
        .driver("DomainShutdownFlags", 0),
    life(FunctionId::DomainReboot, &[THIS, flags(REBOOT)]).since("0.1.0").driver("DomainReboot", 0x1f),
    life(FunctionId::DomainReset, &[THIS, flags(NO_FLAGS)]).since("0.9.7").driver("DomainReset", 0),
    life(FunctionId::DomainDestroy, &[THIS]),
    life(FunctionId::DomainDestroyFlags, &[THIS, flags(DESTROY)])
        .since("0.9.4")
        .driver("DomainDestroyFlags", 0x1),
    life(FunctionId::DomainUndefine, &[THIS]).since("0.1.1"),
    life(FunctionId::DomainUndefineFlags, &[THIS, flags(UNDEFINE)])
        .since("0.9.4")
        .driver("DomainUndefineFlags", 0x3),
    life(FunctionId::DomainSave, &[THIS, TO])
        .checks(&[Check::Writable, Check::NonNull("to")])
        .partial(Partial::WritesFiles),
    life(FunctionId::DomainSaveFlags, &[THIS, TO, DXML, flags(SAVE)])
        .since("0.9.4")
        .checks(&[Check::Writable, Check::NonNull("to"), SAVE_EXCLUSIVE])
        .driver("DomainSaveFlags", 0)
        .partial(Partial::WritesFiles),
    life(FunctionId::DomainRestore, &[conn(), FROM])
        .checks(&[Check::Writable, Check::NonNull("from")])
        .partial(Partial::ReadsFiles),
    life(FunctionId::DomainRestoreFlags, &[conn(), FROM, DXML, flags(SAVE)])
        .since("0.9.4")
        .checks(&[Check::Writable, Check::NonNull("from"), SAVE_EXCLUSIVE])
        .driver("DomainRestoreFlags", 0)
        .partial(Partial::ReadsFiles),
    life(FunctionId::DomainManagedSave, &[DOM, flags(SAVE)])
        .since("0.8.0")
        .checks(&[Check::Writable, SAVE_EXCLUSIVE])
        .driver("DomainManagedSave", 0x7),
    row(FunctionId::DomainHasManagedSaveImage, Area::DomainLife, Returns::Truth, &[DOM, flags(NO_FLAGS)])
        .since("0.8.0")
        .driver("DomainHasManagedSaveImage", 0),
    life(FunctionId::DomainManagedSaveRemove, &[DOM, flags(NO_FLAGS)])
        .since("0.8.0")
        .driver("DomainManagedSaveRemove", 0),
    life(FunctionId::DomainCoreDump, &[THIS, TO, flags(DUMP)])
        .since("0.1.9")
        .checks(&[
            Check::Writable,
            Check::NonNull("to"),
            Check::Exclusive("VIR_DUMP_CRASH", "VIR_DUMP_LIVE"),
            Check::Exclusive("VIR_DUMP_CRASH", "VIR_DUMP_RESET"),
            Check::Exclusive("VIR_DUMP_LIVE", "VIR_DUMP_RESET"),
        ])
        .driver("DomainCoreDumpWithFormat", 0x1)
        .partial(Partial::WritesFiles),
    life(FunctionId::DomainRename, &[DOM, param("new_name", Kind::Text), flags(NO_FLAGS)])
        .since("1.2.19")
        .checks(&[Check::NonEmpty("new_name"), Check::Writable])
        .rpc("dom new_name:s? flags", "=:i")
        .driver("DomainRename", 0),
    life(FunctionId::DomainSetAutostart, &[THIS, int("autostart")]).since("0.2.1"),
    row(
        FunctionId::DomainGetAutostart,
        Area::DomainLife,
        Returns::Status,
        &[THIS, out("autostart", "int *")],
    )
    .since("0.2.1")
    .checks(&[Check::NonNull("autostart")]),
    info(
        FunctionId::DomainGetState,
        Returns::Status,
        &[THIS, out("state", "int *"), out("reason", "int *"), flags(NO_FLAGS)],
    )
    .since("0.9.2")
    .checks(&[Check::NonNull("state")])
    .driver("DomainGetState", 0),
    info(FunctionId::DomainGetInfo, Returns::Status, &[THIS, out("info", "virDomainInfoPtr")])
        .checks(&[Check::NonNull("info")])
        .rpc("*", "info.state:u info.maxMem:H info.memory:H info.nrVirtCpu:u info.cpuTime:H"),
    info(FunctionId::DomainIsActive, Returns::Truth, &[DOM]).since("0.7.3"),
    info(FunctionId::DomainIsPersistent, Returns::Truth, &[DOM]).since("0.7.3"),
    info(FunctionId::DomainIsUpdated, Returns::Truth, &[DOM]).since("0.8.6"),
    info(FunctionId::DomainGetOSType, STRING, &[THIS]),
    info(FunctionId::DomainGetMaxMemory, Returns::Amount("unsigned long"), &[THIS]),
    info(FunctionId::DomainGetMaxVcpus, Returns::Number, &[THIS]).since("0.2.1"),
    info(FunctionId::DomainSetMemory, Returns::Status, &[THIS, kib("memory")]).since("0.1.1").checks(&[
        Check::Writable,
        Check::NonZero("memory"),
        Check::Kib("memory"),
    ]),
    info(FunctionId::DomainSetMemoryFlags, Returns::Status, &[THIS, kib("memory"), flags(MEMORY)])
        .since("0.9.0")
        .checks(&[Check::Writable, Check::NonZero("memory"), Check::Kib("memory")])
        .driver("DomainSetMemoryFlags", 0x7),
    info(FunctionId::DomainSetMaxMemory, Returns::Status, &[THIS, kib("memory")]).checks(&[
        Check::Writable,
        Check::NonZero("memory"),
        Check::Kib("memory"),
    ]),
    info(FunctionId::DomainSetVcpus, Returns::Status, &[THIS, uint("nvcpus")])
        .since("0.1.4")
        .checks(&[Check::Writable, Check::NonZero("nvcpus")]),
    info(FunctionId::DomainSetVcpusFlags, Returns::Status, &[THIS, uint("nvcpus"), flags(VCPU)])
        .since("0.8.5")
        .checks(&[
            Check::Writable,
            Check::Requires("VIR_DOMAIN_VCPU_MAXIMUM", "VIR_DOMAIN_VCPU_CONFIG"),
            Check::Exclusive("VIR_DOMAIN_VCPU_GUEST", "VIR_DOMAIN_VCPU_CONFIG"),
            Check::NonZero("nvcpus"),
        ])
        .driver("DomainSetVcpusFlags", 0x7),
    info(FunctionId::DomainGetVcpusFlags, Returns::Number, &[THIS, flags(VCPU)])
        .since("0.8.5")
        .checks(&[
            Check::WritableFor(0x8, "read only access prevents virDomainGetVcpusFlags"),
            Check::Exclusive("VIR_DOMAIN_AFFECT_LIVE", "VIR_DOMAIN_AFFECT_CONFIG"),
        ])
        .driver("DomainGetVcpusFlags", 0x7),
    info(FunctionId::DomainGetXMLDesc, STRING, &[THIS, flags(XML)])
        .checks(&[Check::WritableFor(0x9, "virDomainGetXMLDesc with secure flag")])
        .driver("DomainGetXMLDesc", 0xb),
];
