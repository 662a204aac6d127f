//! Checkpoints: libvirt-domain-checkpoint.c.

use super::*;
use crate::api::flags::moment::*;

const DOMAIN: Param = domain("domain");
const THIS: Param = param("checkpoint", Kind::Handle(HandleKind::Checkpoint));
const CHECKPOINT: Returns = Returns::Handle(HandleKind::Checkpoint);
const NONE: Param = flags(crate::api::flags::NO_FLAGS);

const fn of_checkpoint(id: FunctionId, returns: Returns, params: &'static [Param]) -> Function {
    row(id, Area::DomainCheckpoint, returns, params).from(ErrorDomain::DomainCheckpoint).since("5.6.0")
}

pub(super) const ROWS: &[Function] = &[
    of_checkpoint(
        FunctionId::DomainCheckpointCreateXML,
        CHECKPOINT,
        &[DOMAIN, param("xmlDesc", Kind::Document), flags(CHECKPOINT_CREATE)],
    )
    .checks(&[
        Check::NonNull("xmlDesc"),
        Check::Writable,
        Check::Exclusive("VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE", "VIR_DOMAIN_CHECKPOINT_CREATE_QUIESCE"),
        Check::Requires(
            "VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE_VALIDATE",
            "VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE",
        ),
    ])
    .driver("DomainCheckpointCreateXML", 0x3),
    of_checkpoint(FunctionId::DomainCheckpointGetXMLDesc, STRING, &[THIS, flags(CHECKPOINT_XML)])
        .checks(&[Check::WritableFor(0x1, "virDomainCheckpointGetXMLDesc with secure flag")])
        .driver("DomainCheckpointGetXMLDesc", 0x7),
    of_checkpoint(
        FunctionId::DomainListAllCheckpoints,
        Returns::Number,
        &[DOMAIN, out("checkpoints", "virDomainCheckpointPtr **"), flags(CHECKPOINT_LIST)],
    )
    .driver("DomainListAllCheckpoints", 0xf),
    of_checkpoint(
        FunctionId::DomainCheckpointListAllChildren,
        Returns::Number,
        &[THIS, out("children", "virDomainCheckpointPtr **"), flags(CHECKPOINT_CHILDREN)],
    )
    .driver("DomainCheckpointListAllChildren", 0xf),
    of_checkpoint(
        FunctionId::DomainCheckpointLookupByName,
        CHECKPOINT,
        &[DOMAIN, param("name", Kind::Text), NONE],
    )
    .checks(&[Check::NonNull("name")])
    .driver("DomainCheckpointLookupByName", 0),
    of_checkpoint(FunctionId::DomainCheckpointGetParent, CHECKPOINT, &[THIS, NONE])
        .driver("DomainCheckpointGetParent", 0),
    of_checkpoint(FunctionId::DomainCheckpointDelete, Returns::Status, &[THIS, flags(CHECKPOINT_DELETE)])
        .checks(&[
            Check::Writable,
            Check::Exclusive(
                "VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN",
                "VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN_ONLY",
            ),
        ])
        .driver("DomainCheckpointDelete", 0x7),
    of_checkpoint(FunctionId::DomainCheckpointGetName, CONST_STRING, &[THIS]),
    of_checkpoint(FunctionId::DomainCheckpointGetDomain, Returns::Handle(HandleKind::Domain), &[THIS]),
    of_checkpoint(FunctionId::DomainCheckpointGetConnect, Returns::Handle(HandleKind::Connect), &[THIS]),
    of_checkpoint(FunctionId::DomainCheckpointRef, Returns::Status, &[THIS]),
    of_checkpoint(FunctionId::DomainCheckpointFree, Returns::Status, &[THIS]),
];
