//! What takes long: jobs of a domain, copies of its disks, backups. The test driver has none of them.

use super::*;
use crate::api::flags::*;

const THIS: Param = domain("domain");
const DOM: Param = domain("dom");
const DISK: Param = param("disk", Kind::Text);
const BANDWIDTH: Param = param("bandwidth", Kind::Int("unsigned long", None));
const WRITES_DISK: &[Check] = &[Check::Writable, Check::NonNull("disk")];

const fn job(id: FunctionId, params: &'static [Param]) -> Function {
    row(id, Area::DomainJob, Returns::Status, params).checks(&[Check::Writable]).refused()
}

pub(super) const ROWS: &[Function] = &[
    job(FunctionId::DomainAbortJob, &[THIS]).since("0.7.7"),
    job(FunctionId::DomainAbortJobFlags, &[THIS, flags(ABORT_JOB)]).since("8.5.0"),
    job(FunctionId::DomainGetJobInfo, &[THIS, out("info", "virDomainJobInfoPtr")])
        .since("0.7.7")
        .checks(&[Check::NonNull("info")])
        .rpc(
            "*",
            "info.type:i info.timeElapsed:H info.timeRemaining:H info.dataTotal:H info.dataProcessed:H \
             info.dataRemaining:H info.memTotal:H info.memProcessed:H info.memRemaining:H info.fileTotal:H \
             info.fileProcessed:H info.fileRemaining:H",
        ),
    job(
        FunctionId::DomainGetJobStats,
        &[
            THIS,
            out("type", "int *"),
            out("params", "virTypedParameterPtr *"),
            out("nparams", "int *"),
            flags(JOB_STATS),
        ],
    )
    .since("1.0.3")
    .checks(&[
        Check::NonNull("type"),
        Check::NonNull("params"),
        Check::NonNull("nparams"),
        Check::Requires("VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED", "VIR_DOMAIN_JOB_STATS_COMPLETED"),
    ])
    .rpc("*", "type:i params:P<64>"),
    job(
        FunctionId::DomainBackupBegin,
        &[THIS, param("backupXML", Kind::Document), param("checkpointXML", Kind::Document), flags(BACKUP)],
    )
    .since("6.0.0")
    .checks(&[Check::NonNull("backupXML"), Check::Writable]),
    row(FunctionId::DomainBackupGetXMLDesc, Area::DomainJob, STRING, &[THIS, flags(NO_FLAGS)])
        .since("6.0.0")
        .refused(),
    job(
        FunctionId::DomainBlockCommit,
        &[DOM, DISK, param("base", Kind::Text), param("top", Kind::Text), BANDWIDTH, flags(BLOCK_COMMIT)],
    )
    .since("0.10.2")
    .checks(WRITES_DISK),
    job(
        FunctionId::DomainBlockCopy,
        &[
            DOM,
            DISK,
            param("destxml", Kind::Document),
            param("params", Kind::Params("virTypedParameterPtr")),
            int("nparams"),
            flags(BLOCK_COPY),
        ],
    )
    .since("1.2.8")
    .checks(&[
        Check::Writable,
        Check::NonNull("disk"),
        Check::NonNull("destxml"),
        Check::NonNegative("nparams"),
        Check::NonNullArray("params", "nparams"),
    ]),
    job(FunctionId::DomainBlockJobAbort, &[DOM, DISK, flags(BLOCK_JOB_ABORT)])
        .since("0.9.4")
        .checks(WRITES_DISK),
    job(FunctionId::DomainBlockJobSetSpeed, &[DOM, DISK, BANDWIDTH, flags(BLOCK_JOB_SPEED)])
        .since("0.9.4")
        .checks(WRITES_DISK),
    job(FunctionId::DomainBlockPull, &[DOM, DISK, BANDWIDTH, flags(BLOCK_PULL)])
        .since("0.9.4")
        .checks(WRITES_DISK),
    row(
        FunctionId::DomainBlockRebase,
        Area::DomainJob,
        Returns::Status,
        &[DOM, DISK, param("base", Kind::Text), BANDWIDTH, flags(BLOCK_REBASE)],
    )
    .since("0.9.10")
    .checks(WRITES_DISK),
    job(
        FunctionId::DomainGetBlockJobInfo,
        &[DOM, DISK, out("info", "virDomainBlockJobInfoPtr"), flags(BLOCK_JOB_INFO)],
    )
    .since("0.9.4")
    .checks(&[Check::NonNull("disk"), Check::NonNull("info")])
    .rpc("*", "=:i info.type:i info.bandwidth:H info.cur:H info.end:H"),
    job(FunctionId::DomainStartDirtyRateCalc, &[THIS, int("seconds"), flags(DIRTY_RATE)])
        .since("7.2.0")
        .checks(&[
            Check::Writable,
            Check::Exclusive(
                "VIR_DOMAIN_DIRTYRATE_MODE_DIRTY_BITMAP",
                "VIR_DOMAIN_DIRTYRATE_MODE_DIRTY_RING",
            ),
        ]),
];
