//! What takes long: jobs of a domain, copies of its disks, migration. The test driver has none of them.

use super::*;

const THIS: Param = domain("domain");

const fn job(id: FunctionId, params: &'static [Param]) -> Function {
    row(id, Area::DomainJob, Returns::Status, params).refused()
}

pub(super) const ROWS: &[Function] = &[
    job(FunctionId::DomainAbortJob, &[THIS]).since("0.7.7").checks(&[Check::Writable]),
    job(FunctionId::DomainGetJobInfo, &[THIS, out("info", "virDomainJobInfoPtr")])
        .since("0.7.7")
        .checks(&[Check::NonNull("info")])
        .rpc(
            "*",
            "info.type:i info.timeElapsed:H info.timeRemaining:H info.dataTotal:H info.dataProcessed:H \
             info.dataRemaining:H info.memTotal:H info.memProcessed:H info.memRemaining:H info.fileTotal:H \
             info.fileProcessed:H info.fileRemaining:H",
        ),
];
