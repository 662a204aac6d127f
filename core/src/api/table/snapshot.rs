//! Snapshots: libvirt-domain-snapshot.c.

use super::*;
use crate::api::flags::moment::*;

const DOMAIN: Param = domain("domain");
const THIS: Param = param("snapshot", Kind::Handle(HandleKind::Snapshot));
const SNAPSHOT: Returns = Returns::Handle(HandleKind::Snapshot);
const XML_DESC: Param = param("xmlDesc", Kind::Document);
const SNAPS: Param = out("snaps", "virDomainSnapshotPtr **");
const NAMES: Param = out("names", "char **");
const NAMES_LEN: Param = int("nameslen");
const LIST: Param = flags(SNAPSHOT_LIST);
const CHILDREN: Param = flags(SNAPSHOT_CHILDREN);
const NONE: Param = flags(crate::api::flags::NO_FLAGS);
const LIST_CHECKS: &[Check] = &[Check::NonNullArray("names", "nameslen"), Check::NonNegative("nameslen")];

const fn of_snapshot(id: FunctionId, returns: Returns, params: &'static [Param]) -> Function {
    row(id, Area::DomainSnapshot, returns, params).from(ErrorDomain::DomainSnapshot).since("0.8.0")
}

pub(super) const ROWS: &[Function] = &[
    of_snapshot(FunctionId::DomainSnapshotCreateXML, SNAPSHOT, &[DOMAIN, XML_DESC, flags(SNAPSHOT_CREATE)])
        .checks(&[
            Check::NonNull("xmlDesc"),
            Check::Writable,
            Check::Requires("VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT", "VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE"),
            Check::Exclusive("VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE", "VIR_DOMAIN_SNAPSHOT_CREATE_NO_METADATA"),
            Check::Exclusive("VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE", "VIR_DOMAIN_SNAPSHOT_CREATE_HALT"),
        ])
        .driver("DomainSnapshotCreateXML", 0x3cb),
    of_snapshot(FunctionId::DomainSnapshotGetXMLDesc, STRING, &[THIS, flags(SNAPSHOT_XML)])
        .checks(&[Check::WritableFor(0x1, "virDomainSnapshotGetXMLDesc with secure flag")])
        .driver("DomainSnapshotGetXMLDesc", 0x1),
    of_snapshot(FunctionId::DomainSnapshotNum, Returns::Number, &[DOMAIN, LIST])
        .driver("DomainSnapshotNum", 0x7ff),
    of_snapshot(FunctionId::DomainSnapshotListNames, Returns::Number, &[DOMAIN, NAMES, NAMES_LEN, LIST])
        .checks(LIST_CHECKS)
        .driver("DomainSnapshotListNames", 0x7ff),
    of_snapshot(FunctionId::DomainListAllSnapshots, Returns::Number, &[DOMAIN, SNAPS, LIST])
        .since("0.9.13")
        .driver("DomainListAllSnapshots", 0x7ff),
    of_snapshot(FunctionId::DomainSnapshotNumChildren, Returns::Number, &[THIS, CHILDREN])
        .since("0.9.7")
        .driver("DomainSnapshotNumChildren", 0x7ff),
    of_snapshot(
        FunctionId::DomainSnapshotListChildrenNames,
        Returns::Number,
        &[THIS, NAMES, NAMES_LEN, CHILDREN],
    )
    .since("0.9.7")
    .checks(LIST_CHECKS)
    .driver("DomainSnapshotListChildrenNames", 0x7ff),
    of_snapshot(FunctionId::DomainSnapshotListAllChildren, Returns::Number, &[THIS, SNAPS, CHILDREN])
        .since("0.9.13")
        .driver("DomainSnapshotListAllChildren", 0x7ff),
    of_snapshot(FunctionId::DomainSnapshotLookupByName, SNAPSHOT, &[DOMAIN, param("name", Kind::Text), NONE])
        .checks(&[Check::NonNull("name")])
        .driver("DomainSnapshotLookupByName", 0),
    of_snapshot(FunctionId::DomainHasCurrentSnapshot, Returns::Truth, &[DOMAIN, NONE])
        .driver("DomainHasCurrentSnapshot", 0),
    of_snapshot(FunctionId::DomainSnapshotCurrent, SNAPSHOT, &[DOMAIN, NONE])
        .driver("DomainSnapshotCurrent", 0),
    of_snapshot(FunctionId::DomainSnapshotGetParent, SNAPSHOT, &[THIS, NONE])
        .since("0.9.7")
        .driver("DomainSnapshotGetParent", 0),
    of_snapshot(FunctionId::DomainSnapshotIsCurrent, Returns::Truth, &[THIS, NONE])
        .since("0.9.13")
        .driver("DomainSnapshotIsCurrent", 0),
    of_snapshot(FunctionId::DomainSnapshotHasMetadata, Returns::Truth, &[THIS, NONE])
        .since("0.9.13")
        .driver("DomainSnapshotHasMetadata", 0),
    of_snapshot(FunctionId::DomainRevertToSnapshot, Returns::Status, &[THIS, flags(SNAPSHOT_REVERT)])
        .checks(&[
            Check::Writable,
            Check::Exclusive("VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING", "VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED"),
        ])
        .driver("DomainRevertToSnapshot", 0x7),
    of_snapshot(FunctionId::DomainSnapshotDelete, Returns::Status, &[THIS, flags(SNAPSHOT_DELETE)])
        .checks(&[
            Check::Writable,
            Check::Exclusive(
                "VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN",
                "VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY",
            ),
        ])
        .driver("DomainSnapshotDelete", 0x5),
    of_snapshot(FunctionId::DomainSnapshotGetName, CONST_STRING, &[THIS]).since("0.9.5"),
    of_snapshot(FunctionId::DomainSnapshotGetDomain, Returns::Handle(HandleKind::Domain), &[THIS])
        .since("0.9.5"),
    of_snapshot(FunctionId::DomainSnapshotGetConnect, Returns::Handle(HandleKind::Connect), &[THIS])
        .since("0.9.5"),
    of_snapshot(FunctionId::DomainSnapshotRef, Returns::Status, &[THIS]).since("0.9.13"),
    of_snapshot(FunctionId::DomainSnapshotFree, Returns::Status, &[THIS]),
];
